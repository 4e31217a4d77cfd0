#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
#
# cocci.t - the semantic patches of cocci/, run by spatch on small trees.
#
# tests/cocci/*.c are archives as in tests/rules/: a line with nothing but
# "/* file: PATH */" begins a file, and "/* expect: RULE, ... */" says what is
# found on its line. All semantic patches see all cases: a finding that is
# missing fails, and so does one too many. The cases of tests/rules/ are
# agree.t's.

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(basename dirname);
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use FindBin;
use lib "$FindBin::RealBin/..";
use Test::More;
use Cocci qw($said have_spatch spatch found);
use Plugin qw(slurp);

my $here = abs_path(dirname(abs_path($0)));
my $top = abs_path("$here/../..");
my $build = abs_path($ENV{BUILD} // "$top/build");
my @patches = sort(glob("$top/cocci/*.cocci"));
my $tmp = tempdir(CLEANUP => 1);

# What spatch leaves behind goes where all else does.
$ENV{TMPDIR} = $tmp;

# ------------------------------------------------------------ without spatch

for my $patch (@patches) {
	my $name = basename($patch);
	my $text = slurp($patch);

	is(scalar(qx('$build/policy-cocci' '$patch')), $text,
	   "$name: policy's names are current (else: make cocci)");
	ok(-e "$here/" . basename($patch, '.cocci') . '.c', "$name: has a case");
	my @missing = grep { $text !~ m{^//[/ ]? ?$_}m }
		('SPDX-License-Identifier:', 'Confidence:', 'Copyright:',
		 'Options:', 'Requires: 1\.1\.1', 'Keywords:', '(?=\S.*\.$)');
	is("@missing", '', "$name: says what people and coccicheck read");
	for my $mode (qw(report context org patch)) {
		like($text, qr/^virtual $mode$/m, "$name: knows $mode");
	}
}
ok(@patches > 0, 'there are semantic patches');

if (!have_spatch()) {
	diag('spatch is not installed: cocci/ is not run (scripts/install-deps)');
	done_testing();
	exit(0);
}

# --------------------------------------------------------------------- cases

# Writes the files of the archive @$path below @$dir. Returns what is expected:
# { file => [ [ line, rule ], ... ] }.
sub unpack_case {
	my ($path, $dir) = @_;
	my ($file, $line, $out, %expected);

	make_path($dir);
	open(my $mark, '>', "$dir/MAINTAINERS") or die "$dir: $!\n";
	for my $text (split(/^/, slurp($path))) {
		if ($text =~ m{^/\* file: (\S+) \*/$}) {
			($file, $line) = ($1, 0);
			make_path(dirname("$dir/$file"));
			open($out, '>', "$dir/$file") or die "$file: $!\n";
			next;
		}
		next if !defined($file);
		$line++;
		while ($text =~ /expect(?:\@\S+)?: ([^*]*)/g) {
			my $list = $1;

			$list =~ s/"(?:[^"\\]|\\.)*"//g;
			push(@{$expected{$file}}, map { [ $line, $_ ] }
				$list =~ /\b([a-z]+(?:-[a-z]+)+)\b/g);
		}
		$text =~ s{(/\*\s*expect[^*]*\*/)}{' ' x length($1)}e;
		print $out $text;
	}
	return \%expected;
}

my (%of, %want);
for my $case (sort(glob("$here/*.c"))) {
	my $name = basename($case, '.c');

	$of{$name} = unpack_case($case, "$tmp/own/$name");
	for my $file (keys(%{$of{$name}})) {
		$want{"$name/$file:$_->[0] $_->[1]"} = 1 for @{$of{$name}{$file}};
	}
}
for my $patch (@patches) {
	my $id = basename($patch, '.cocci');
	my @want = sort(grep { / \Q$id\E$/ } keys(%want));
	my %got = map { $_ => 1 } found(spatch('report', $patch, "$tmp/own"));

	is_deeply([ sort(keys(%got)) ], \@want, "$id: report finds what it should")
		or diag($said);
	unlike($said, qr/EXN|rror/, "$id: report: no error of spatch");
	is($?, 0, "$id: report: exit status");
	my @todo = grep { /^\* TODO \[\[view:.*\[\Q$id\E\]\]\]$/ }
		spatch('org', $patch, "$tmp/own");
	cmp_ok(scalar(@todo), '>=', scalar(@want), "$id: org says as much")
		or diag($said);
	my @marked = grep { /^-[^-]/ } spatch('context', $patch, "$tmp/own");
	cmp_ok(scalar(@marked), '>=', scalar(@want), "$id: context marks them")
		or diag($said);
	unlike($said, qr/EXN|rror/, "$id: context: no error of spatch");
}

# --------------------------------------------------------------------- mends

for my $id (qw(abi-doc abi-packed abi-type)) {
	my $patch = "$top/cocci/$id.cocci";
	my $dir = "$tmp/own/$id";

	spatch('patch', $patch, $dir, "--patch '$dir'");
	is($?, 0, "$id: patch: exit status");
	open(my $out, '>', "$tmp/$id.patch") or die "$tmp: $!\n";
	print $out $said;
	close($out);
	is(system("cd '$dir' && patch -s -p1 <'$tmp/$id.patch'"), 0,
	   "$id: the patch applies") or diag($said);
	my @left = found(spatch('report', $patch, $dir));
	my @stay = grep { /stays/ } map {
		my ($file, $line) = /^(\S+):(\d+) /;
		(split(/\n/, slurp("$dir/$file")))[$line - 1];
	} @left;
	is(scalar(@stay), scalar(@left), "$id: what is left is what has no mend")
		or diag($said);
	spatch('patch', $patch, $dir, "--patch '$dir'");
	unlike($said, qr/^[-+]/m, "$id: a second patch is empty");
}
is(join(' ', slurp("$tmp/own/abi-doc/include/linux/kho/abi/many.h") =~
	/^ \* @(.*?): *describe /mg), 'a b __c d e f g h h.x h.y h.z i j k',
   'abi-doc: the skeleton has every member, in order');

done_testing();
