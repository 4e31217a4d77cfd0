#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
#
# layouts.t - three readers agree on the layout of every ABI struct, to the bit:
# the plugin in a compile, the plugin under luoguard check without a build, and
# sparse's c2xml (tests/layout/compare). The structs are those of the cases in
# tests/rules/, of the sample tree, and the odd ones of tests/layout/shapes.h.
#
#     KEEP=DIR tests/layouts.t      leaves the layouts in DIR, to look at

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(basename);
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use FindBin;
use lib $FindBin::RealBin;
use Test::More;
use Case qw($zone read_case lay_out);
use Plugin qw($build $gcc slurp spill lay_prelude compile);

my $here = $FindBin::RealBin;
my $dir  = $ENV{KEEP} // tempdir('luoguard-XXXXXX', TMPDIR => 1, CLEANUP => 1);
my $jobs = $ENV{JOBS} // qx(nproc) || 2;

if (system('command -v c2xml >/dev/null') != 0) {
	plan(skip_all => 'c2xml is not installed (scripts/install-deps: sparse)');
}

# A tree: { units => .c files to compile, flags, headers => ABI headers,
# unchecked => those that check cannot lay out }.
sub tree_of_case {
	my ($path, $tree) = @_;
	my $case = read_case($path);
	my @units = lay_out($case, $tree);

	return { units => \@units, unchecked => $case->{unless}{noconfig} // {},
		 flags => [ split(' ', $case->{files}{cflags} // '') ],
		 headers => [ grep { m{^\Q$zone\E.*\.h$} }
			      sort(keys(%{$case->{files}})) ] };
}

# A tree of @$headers alone: { PATH => TEXT }.
sub tree_of_headers {
	my ($headers, $tree) = @_;
	my @names = sort(keys(%$headers));

	lay_prelude($tree);
	spill("$tree/$_", $headers->{$_}) for @names;
	spill("$tree/lib/case.c", join('', map { "#include \"../$_\"\n" } @names));
	return { units => [ 'lib/case.c' ], headers => \@names, flags => [] };
}

sub run_check {
	my ($tree, $out, @headers) = @_;

	local $ENV{LG_GCC} = $gcc;
	local $ENV{LUOGUARD_GCC} = "$here/layout/gcc";
	local $ENV{LAYOUTS} = $out;
	local $ENV{C2XML} = 'yes';
	my $said = qx('$build/luoguard' check -j1 --tree '$tree' --fail-on=never \\
		--rules=abi-bitfield @headers 2>&1 >/dev/null);
	die "luoguard check: status $?: $said" if $?;
}

# The layouts of a tree, into directories of its own; what differs.
sub run_tree {
	my ($name, $make) = @_;
	my $tree = "$dir/$name/tree";

	make_path($tree, "$dir/$name/build", "$dir/$name/noconfig");
	my $t = $make->(abs_path($tree));
	my @headers = grep { !$t->{unchecked}{$_} } @{$t->{headers}};

	return '' if !@headers;
	for my $unit (@{$t->{units}}) {
		compile(abs_path($tree), $unit, @{$t->{flags}},
			"-fplugin-arg-luoguard-layout=$dir/$name/build/" .
			basename($unit) . '.layout');
	}
	run_check(abs_path($tree), "$dir/$name/noconfig", @headers);
	return compare($name, "$dir/$name/build", "$dir/$name/noconfig");
}

sub compare {
	my ($name, $build, $noconfig) = @_;
	my $said = qx('$here/layout/compare' --name '$name' --differs \\
		'$here/layout/differs' '$build' '$noconfig' 2>&1);

	return ($? ? 'differs: ' : '') . $said;
}

my %trees = (shapes => sub {
	tree_of_headers({ "${zone}shapes.h" => slurp("$here/layout/shapes.h") },
			@_);
}, sample => sub {
	my ($tree) = @_;
	my %headers = map { $zone . basename($_) => slurp($_) }
		      glob("$here/sample/$zone*.h");

	tree_of_headers(\%headers, $tree);
});
for my $path (sort(glob("$here/rules/*.c"))) {
	$trees{basename($path, '.c')} = sub { tree_of_case($path, @_) };
}

my @names = sort(keys(%trees));
my @workers = map {
	my $w = $_;
	my $pid = fork() // die "cannot fork: $!\n";

	if (!$pid) {
		for (my $i = $w; $i < @names; $i += $jobs) {
			my $said = eval { run_tree($names[$i],
						   $trees{$names[$i]}) };

			spill("$dir/$names[$i].result", $said // "died: $@");
		}
		require POSIX;
		POSIX::_exit(0);
	}
	$pid;
} 0 .. $jobs - 1;
waitpid($_, 0) for @workers;

my $structs = 0;
for my $name (@names) {
	my $said = -e "$dir/$name.result" ? slurp("$dir/$name.result")
					  : 'died: no result';

	ok($said !~ /^(?:differs|died): |not by sparse/, $name) or diag($said);
	$structs += $1 if $said =~ /\bstructs compared: (\d+)/;
}
cmp_ok($structs, '>', 100, "$structs structs compared by three readers");

# ------------------------------------------------ does compare() see a slip?

# Copies the layouts of the odd structs, changed by a Perl expression in the
# file that $glob matches; what compare says of it.
sub changed {
	my ($glob, $change) = @_;
	my $copy = "$dir/changed";

	system('rm', '-rf', $copy);
	system('cp', '-R', "$dir/shapes", $copy);
	my ($file) = glob("$copy/$glob");
	local $_ = slurp($file);
	$change->();
	spill($file, $_);
	return compare('shapes', "$copy/build", "$copy/noconfig");
}

for (
	[ 'one bit by the plugin', 'build/*', sub { s/\t52\t12$/\t53\t12/m },
	  'packed_bits_ser flags: (offset, bits) (53, 12) in a build, (52, 12)' ],
	[ 'one bit without a build', 'noconfig/*.layout',
	  sub { s/\t52\t12$/\t52\t13/m }, '(52, 13) without a build' ],
	[ 'one bit by sparse', 'noconfig/*.xml',
	  sub { s/(ident="flags".*bit-size=")12/${1}13/ }, '(52, 13) by sparse' ],
	[ 'a member', 'build/*', sub { s/^either_ser\tb\t.*\n//m },
	  'either_ser b: (offset, bits) None in a build' ],
	[ 'a struct', 'build/*', sub { s/^either_ser\t.*\n//mg },
	  'either_ser: not found in a build' ],
	[ 'a struct without a build', 'noconfig/*.layout',
	  sub { s/^either_ser\t.*\n//mg },
	  'either_ser: not found without a build' ],
	[ 'a struct by sparse', 'noconfig/*.xml',
	  sub { s/ident="either_ser"/ident="other"/ }, 'sparse has no either_ser' ],
	[ 'what sparse cannot parse', 'noconfig/*.err',
	  sub { $_ .= "shapes.h:1:1: error: what?\n" }, 'shapes.h: c2xml:' ],
	[ 'a difference that is none', 'noconfig/*.xml',
	  sub { s/(ident="d".*bit-size=")1"/${1}8"/ },
	  'sparse typedef_ser d: does not differ' ],
) {
	my ($name, $glob, $change, $says) = @$_;
	my $said = changed($glob, $change);

	ok($said =~ /^differs: / && index($said, $says) >= 0, "seen: $name")
		or diag($said);
}
done_testing();
