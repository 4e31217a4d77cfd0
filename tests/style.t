#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
#
# style.t - the house keeps its own rules: every rule has a test, a rationale
# and its file's name; README's table is what `luoguard rules` prints; shell
# passes shellcheck; every source says its license; engine and rules are C++ as
# well; functions and files stay short.

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(basename dirname);
use File::Find qw(find);
use JSON::PP ();
use Test::More;

my $top = abs_path(dirname(abs_path($0)) . '/..');
my $build = abs_path($ENV{BUILD} // "$top/build") // "$top/build";
my $LINES_OF_FILE = 500;
my $LINES_OF_FUNCTION = 60;

chdir($top) or die "cannot enter $top: $!\n";

sub slurp {
	my ($path) = @_;

	open(my $in, '<', $path) or die "cannot read $path: $!\n";
	local $/;
	return scalar(<$in>) // '';
}

# Our own files: what Git knows or would take, else everything but build/.
sub sources {
	my @found = split(/\0/, qx(git ls-files -z -co --exclude-standard \\
				   2>/dev/null));

	if (!@found) {
		find({ no_chdir => 1, wanted => sub {
			push(@found, $File::Find::name =~ s{^\./}{}r)
				if -f && !m{^\./(?:\.git|build)/};
		} }, '.');
	}
	return grep { -f && index(abs_path($_), "$build/") != 0 } sort(@found);
}

my @sources = sources();
my @rules = map { basename($_, '.c') } sort(glob('rules/*.c'));
my @cases = map { basename($_, '.c') } sort(glob('tests/rules/*.c'));
# What compares two states has its cases in drift.t.
my %pairs = ('abi-drift' => 'tests/drift/members.diff');

# A list of complaints; none is right.
sub none {
	my ($name, @wrong) = @_;

	ok(!@wrong, $name) or diag(map { "$_\n" } @wrong);
}

# ----------------------------------------------------------------------- rules

# What `luoguard rules` knows: an object each, in the order of their ids.
my @known = map {
	JSON::PP->new->utf8->decode($_)
} split(/\n/, qx('$build/luoguard' rules --format=json));
my %known = map { $_->{id} => $_ } @known;

my (@no_test, @no_expectation, @wrong_id, @no_words);
for my $rule (@rules) {
	my $case = $pairs{$rule} // "tests/rules/$rule.c";

	push(@wrong_id, "rules/$rule.c: no rule of that id")
		if !$known{$rule};
	for my $what (qw(title why wrong right mend source)) {
		push(@no_words, "rules/$rule.c: $what is missing or empty")
			if !length($known{$rule}{$what} // '');
	}
	if (!-e $case) {
		push(@no_test, "rules/$rule.c: no $case");
	} elsif (slurp($case) !~
		 /expect(?:\@\S+)?:\s*(?:[^*]*,\s*)?\Q$rule\E(?![\w-])/) {
		push(@no_expectation, "$case: expects no $rule");
	}
}
ok(@rules > 0, 'there are rules');
none('every rule has a test', @no_test);
none('every test expects its rule', @no_expectation);
none("every rule's id is its file's name", @wrong_id);
none('every rule says why, what is wrong and right, and how to mend it',
     @no_words);
# Flows are evidence for many rules, and have cases of their own.
none('every case is named after a rule', map { "tests/rules/$_.c" } grep {
	my $case = $_;
	!grep { $case eq $_ || index($case, "$_-") == 0 } @rules, 'flow';
} @cases);

# ---------------------------------------------------------------------- README

# README's rows "| id | finds | severity |" as "id severity title".
sub readme_rules {
	return -e 'README.md' ? map {
		/^\| `?([a-z]+(?:-[a-z]+)+)`? \| (.*?) \| (\w+) \|/ ?
			"$1 $3 $2" : ();
	} split(/\n/, slurp('README.md')) : ();
}

is_deeply([ map { $_->{id} } @known ], [ sort @rules ],
	  '`luoguard rules` lists every rule');
is_deeply([ readme_rules() ],
	  [ map { "$_->{id} $_->{severity} $_->{title}" } @known ],
	  "README's table is what `luoguard rules` prints");

# --------------------------------------------------------------------- sources

my (@no_license, @long_file, @long_function);
my @c = grep { /\.[ch]$/ && !m{^tests/rules/[^/]*$} } @sources;
my @shell = grep {
	slurp($_) =~ m{\A(?:#!.*\b(?:ba)?sh\b|\# shellcheck shell)}
} @sources;

for my $file (@c, @shell, grep { /(?:^|\/)Makefile$|\.(?:t|ini)$/ } @sources) {
	my $head = substr(slurp($file), 0, 300);

	push(@no_license, $file) if $head !~ /SPDX-License-Identifier:/;
}
for my $file (@c, @shell) {
	my @lines = split(/\n/, slurp($file));
	my $open;

	push(@long_file, "$file: " . @lines . ' lines')
		if @lines > $LINES_OF_FILE;
	for my $i (0 .. $#lines) {
		$open = $i if $lines[$i] =~ /^\{/ ||
			      $lines[$i] =~ /^\w+\(\) \{$/;
		if (defined($open) && $lines[$i] =~ /^\}/) {
			push(@long_function, "$file:" . ($open + 1) . ': ' .
			     ($i - $open) . ' lines')
				if $i - $open > $LINES_OF_FUNCTION;
			undef($open);
		}
	}
}
none('every source says its license', @no_license);
none("no file is over $LINES_OF_FILE lines", @long_file);
none("no function is over $LINES_OF_FUNCTION lines", @long_function);

my $said = qx(shellcheck -x -P SCRIPTDIR @shell 2>&1);
ok($? == 0 && @shell, 'shellcheck') or diag($said);

# Engine and rules are compiled as C++ too: the plugin links them, and GCC's
# own headers need C++.
$said = qx(printf '%s\\0' rules/engine/*.c rules/*.c |
	xargs -0 -n 4 -P 4 g++ -x c++ -std=gnu++17 -Wall -Wextra -Werror \\
	-D_GNU_SOURCE -Irules/engine -I'$build/gen' -fsyntax-only 2>&1);
ok($? == 0, 'engine and rules compile as C++17') or diag($said);

done_testing();
