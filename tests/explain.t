#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
#
# explain.t - what `luoguard explain` shows is true: every rule finds something
# in its example of what is wrong, and in the one that is right no rule does.
#
#     tests/explain.t                    all rules
#     KEEP=DIR tests/explain.t abi-type  one, and leaves its trees in DIR
#
# An example is an excerpt. It is set in a frame: the file of its name below
# tests/explain/, laid over tests/rules/prelude/. A first line "/* PATH */" says
# which file; without one it is the ABI header foo.h. An example that begins
# with an SPDX line is a whole file. Lines that a tab indents and no brace holds
# are statements and stand in the frame's function; "..." is left out.
#
# An example of two states, "/* before */" and "/* after */", is compared, and
# its own rule alone is asked.
#
# Each other example is compiled twice. "Alone", as it is: here its own rule is asked.
# "Complete", with what it leaves out because it speaks of something else, a
# version and kernel-doc: here all rules are asked. Findings on the frame's own
# lines do not count.

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use FindBin;
use JSON::PP ();
use lib $FindBin::RealBin;
use Test::More;
use Plugin qw($build slurp spill lay_prelude compile);

my $frames = "$FindBin::RealBin/explain";
my $zone   = 'include/linux/kho/abi/';
my $dir = $ENV{KEEP} // tempdir('luoguard-XXXXXX', TMPDIR => 1, CLEANUP => 1);

# Splits an example: its path, its declarations, its statements (lines).
sub split_example {
	my ($text) = @_;
	my @lines = split(/\n/, $text);
	my $path = "${zone}foo.h";
	my ($depth, @declarations, @statements) = (0);

	if (@lines && $lines[0] =~ m{^/\* (\S+/\S+\.[ch]) \*/$}) {
		$path = $1;
		shift(@lines);
	}
	for my $line (@lines) {
		next if $line =~ /^\s*\.\.\.$/;
		if (!$depth && $line =~ /^\t/) {
			push(@statements, $line);
		} else {
			push(@declarations, $line);
		}
		$depth += ($line =~ tr/{//) - ($line =~ tr/}//);
	}
	return ($path, \@declarations, \@statements);
}

# Kernel-doc for the struct whose definition begins with the first line.
sub kernel_doc {
	my ($tag, @lines) = @_;
	my @members;

	for (@lines) {
		last if /^\}/;
		push(@members, $1) if /\bDECLARE_KHOSER_PTR\((\w+)/ ||
				      /(\w+)(?:\[\w*\])?(?::\d+)?;/;
	}
	return ('/**', " * struct $tag - what the example is about",
		(map { " * \@$_: a member" } @members), ' */');
}

# @lines with the version and the kernel-doc that they leave out.
sub complete {
	my (@lines) = @_;
	my @out;

	if (!grep { /^#define\s+\w+_COMPATIBLE\b/ } @lines) {
		push(@out, '/**', ' * DOC: foo', ' *', ' * Any change requires ' .
		     'a new version in FOO_COMPATIBLE.', ' */',
		     '#define FOO_COMPATIBLE "foo-v1"', '');
	}
	for my $i (0 .. $#lines) {
		push(@out, kernel_doc($1, @lines[$i + 1 .. $#lines]))
			if $lines[$i] =~ /^struct (\w+) \{$/ &&
			   ($i == 0 || $lines[$i - 1] !~ m{^ \*/$});
		push(@out, $lines[$i]);
	}
	return @out;
}

# The file that an example makes of its frame, and which of its lines (from 1)
# are the example's.
sub in_frame {
	my ($path, $declarations, $statements) = @_;
	my (@out, %own);

	return (join("\n", @$declarations) . "\n",
		map { $_ => 1 } 0 .. @$declarations)
		if ($declarations->[0] // '') =~ /SPDX-License-Identifier/;
	for my $line (split(/\n/, slurp("$frames/$path"))) {
		my $what = $line =~ m{^\s*/\* EXAMPLE: (\w+) \*/$} ? $1 : '';
		my $part = $what eq 'declarations' ? $declarations :
			   $what eq 'statements' ? $statements : undef;

		push(@out, $part ? @$part : $line);
		if ($part) {
			$own{$_} = 1 for @out - @$part + 1 .. @out;
		}
	}
	return (join("\n", @out) . "\n", %own);
}

# The findings on the example's own lines.
sub findings {
	my ($name, $example, $complete) = @_;
	my $tree = "$dir/$name/tree";
	my ($path, $declarations, $statements) = split_example($example);

	make_path($tree);
	$tree = abs_path($tree);
	lay_prelude($tree);
	system('cp', '-R', "$frames/.", $tree) == 0
		or die "cannot copy the frames\n";
	$declarations = [ complete(@$declarations) ]
		if $complete && $path =~ /^\Q$zone\E/;
	my ($text, %own) = in_frame($path, $declarations, $statements);
	my $unit = $path =~ /\.c$/ ? $path : 'lib/example.c';

	spill("$tree/$path", $text);
	spill("$tree/lib/example.c", "#include \"../$path\"\n")
		if $unit ne $path;
	spill("$tree/Documentation/core-api/kho/foo.rst",
	      ".. kernel-doc:: ${zone}foo.h\n");
	return grep { ($_->{file} // '') eq $path && $own{$_->{line} // 0} }
	       compile($tree, $unit);
}

# The findings of the comparison of an example's two states.
sub compared {
	my ($name, $example) = @_;
	my (undef, @states) = split(m{^/\* (?:before|after) \*/\n}m, $example);
	my @records;

	die "two states are needed\n" if @states != 2;
	for my $i (0, 1) {
		my $where = "$dir/$name-$i";

		make_path("$where/tree");
		my $tree = abs_path("$where/tree");
		lay_prelude($tree);
		spill("$tree/${zone}foo.h", "#include <linux/types.h>\n" .
		      join("\n", complete(split(/\n/, $states[$i]))) . "\n");
		spill("$tree/lib/example.c", "#include \"../${zone}foo.h\"\n");
		compile($tree, 'lib/example.c',
			"-fplugin-arg-luoguard-contract=here:$where/contract");
		push(@records, "'$where/contract'");
	}
	return map { JSON::PP->new->utf8->decode($_) }
	       split(/\n/, qx('$build/tests/contract' @records));
}

sub say_findings {
	return map { "$_->{line}: $_->{message} [$_->{rule}]\n" } @_;
}

my @rules = map { JSON::PP->new->utf8->decode($_) }
	    split(/\n/, qx('$build/luoguard' rules --format=json));
my %want = map { $_ => 1 } @ARGV;

ok(@rules > 0, 'there are rules');
for my $rule (@rules) {
	my $id = $rule->{id};

	if ($rule->{wrong} =~ m{^/\* before \*/$}m) {
		next if %want && !$want{$id};
		ok((grep { $_->{rule} eq $id } compared("$id-wrong",
							$rule->{wrong})),
		   "$id: finds what is wrong");
		is_deeply([ say_findings(compared("$id-right",
						  $rule->{right})) ], [],
			  "$id: nothing in what is right");
		next;
	}
	my %own = map {
		my $what = $_;
		my @found = eval { findings("$id-$what-alone",
					    $rule->{$what}, 0) };
		diag($@) if $@;
		$what => $@ ? undef : [ grep { $_->{rule} eq $id } @found ];
	} !%want || $want{$id} ? qw(wrong right) : ();

	next if !%own;
	ok($own{wrong} && @{$own{wrong}}, "$id: finds what is wrong");
	ok($own{right} && !@{$own{right}}, "$id: nothing in what is right")
		or diag(say_findings(@{$own{right} // []}));
	my @found = eval { findings("$id-right", $rule->{right}, 1) };
	ok(!$@ && !@found, "$id: nor does another rule")
		or diag($@ || say_findings(@found));
}
done_testing();
