# SPDX-License-Identifier: GPL-2.0-or-later
#
# Cocci.pm - what cocci.t and agree.t share: running a semantic patch as
# coccicheck does, and reading what it says.

package Cocci;

use strict;
use warnings;
use Exporter qw(import);
use Plugin qw(slurp);

our @EXPORT_OK = qw($said have_spatch spatch found);
our $said;	# what the last spatch() printed
my $spatch = $ENV{SPATCH} // 'spatch';

sub have_spatch {
	return system("'$spatch' --version >/dev/null 2>&1") == 0;
}

# Runs spatch in $dir, which holds a tree in each of its directories; status in
# $?. Returns its lines.
sub spatch {
	my ($mode, $patch, $dir, @more) = @_;
	my ($options) = slurp($patch) =~ m{^// Options: (.*)$}m;
	my $include = join(' ', map { "-I '$_'" } glob("$dir/*/include"));
	my $quiet = $mode =~ /report|org/ ? '--no-show-diff' : '';

	$said = qx(cd '$dir' && '$spatch' -D $mode $quiet --very-quiet \\
		--cocci-file '$patch' $options $include @more --dir . 2>&1);
	return split(/^/, $said);
}

# "./FILE:LINE:COL-COL: MESSAGE [RULE]" as "FILE:LINE RULE".
sub found {
	return map {
		m{^(?:\./)?(\S+?):(\d+):\d+-\d+: .*\[([a-z-]+)\]$} ?
			"$1:$2 $3" : ();
	} @_;
}

1;
