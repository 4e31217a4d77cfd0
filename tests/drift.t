#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
#
# drift.t - abi-drift's cases: what changed, as a diff, and what is said of it.
#
#     tests/drift.t                  all of them
#     tests/drift.t nested [...]     those of the files whose names begin so
#
# tests/drift/*.diff are texts with a case behind each line "== TITLE". A case
# is a header in two states: lines that begin with '-' are only in the first
# one, with '+' only in the second, with a blank (or a tab) in both. Its lines
# stand behind these, unless a line "@@ PATH" begins another file, or one of them
# defines a *_COMPATIBLE of its own:
#
#     /**
#      * DOC: foo
#      *
#      * Any change needs a new version in FOO_COMPATIBLE.
#      */
#     #define FOO_COMPATIBLE "foo-v1"
#
# "@@ policy.ini" is a policy for both. Both states are compiled with the plugin
# over tests/rules/prelude/, with 4K pages and, where PAGE is mentioned, with 64K
# pages; tests/engine/contract.c compares what is left of them. Expectations are
# as in rules.t, on lines that are in the second state.

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(basename);
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use FindBin;
use JSON::PP ();
use lib $FindBin::RealBin;
use Case qw($zone take_expectations);
use Expect qw(compare);
use Plugin qw($build $gcc slurp spill lay_prelude compile);
use Test::More;

my $tool = "$build/tests/contract";
my $dir = $ENV{KEEP} // tempdir('luoguard-XXXXXX', TMPDIR => 1, CLEANUP => 1);
my @head = ('#pragma once', '#include <linux/types.h>',
	    '#include <linux/kho/abi/kexec_handover.h>', '#include <asm/page.h>',
	    '/**', ' * DOC: foo', ' *',
	    ' * Any change needs a new version in FOO_COMPATIBLE.', ' */',
	    '#define FOO_COMPATIBLE "foo-v1"');

# The cases of @path: { title, at, lines => [ [ number, text ], ... ] }
sub read_cases {
	my ($path) = @_;
	my (@cases, $n);

	for my $line (split(/\n/, slurp($path))) {
		$n++;
		if ($line =~ /^== (.*)/) {
			push(@cases, { title => $1, at => $n, lines => [] });
		} elsif (@cases) {
			push(@{$cases[-1]{lines}}, [ $n, $line ]);
		}
	}
	return @cases;
}

# Puts a line into one state of a case: { files, lines, expected } as in Case.pm
sub put_line {
	my ($state, $file, $line, $at) = @_;
	my $lines = $state->{lines}{$file};
	my $left = take_expectations($line, $file, scalar(@$lines), $at,
				     $state->{expected});

	return if !defined($left);
	$state->{files}{$file} .= "$left\n";
	push(@$lines, $at);
}

sub begin_file {
	my ($state, $file, @text) = @_;

	$state->{files}{$file} //= join('', map { "$_\n" } @text);
	$state->{lines}{$file} //= [ 0, map { 0 } @text ];
}

# The two states of a case.
sub states {
	my ($case) = @_;
	my $file = "${zone}foo.h";
	my $own = grep { $_->[1] =~ /define \w+_COMPATIBLE/ ||
			 $_->[1] =~ /^\@\@ .*\.h$/ } @{$case->{lines}};
	my @states = map { { files => {}, lines => {}, expected => [] } } 1, 2;

	for my $l (@{$case->{lines}}) {
		my ($at, $line) = @$l;

		next if $line eq '';
		if ($line =~ /^\@\@ ([-+]?)(\S+)$/) {
			(my $mark, $file) = ($1, $2);
			my @text = $file =~ m{^\Q$zone\E} ? @head[0 .. 3] : ();

			begin_file($states[0], $file, @text) if $mark ne '+';
			begin_file($states[1], $file, @text) if $mark ne '-';
			next;
		}
		$line =~ /^([-+ \t])(.*)$/s or die "line $at: $line\n";
		my ($mark, $text) = ($1, $1 eq "\t" ? $line : $2);
		for my $i (0, 1) {
			next if $mark eq ('+', '-')[$i];
			begin_file($states[$i], $file,
				   $own ? @head[0 .. 3] : @head);
			put_line($states[$i], $file, $text, $at);
		}
	}
	return @states;
}

# Lays @state out and compiles it; the file with its contracts.
sub record {
	my ($state, $where, @machine) = @_;
	my $tree = "$where/tree";
	my @abi = grep { /\.h$/ } sort(keys(%{$state->{files}}));

	make_path($tree);
	$tree = abs_path($tree);
	lay_prelude($tree);
	spill("$tree/$_", $state->{files}{$_}) for keys(%{$state->{files}});
	spill("$tree/lib/case.c",
	      join('', map { "#include \"../$_\"\n" } @abi));
	spill("$where/contract", '');
	compile($tree, 'lib/case.c',
		"-fplugin-arg-luoguard-contract=$machine[0]:$where/contract",
		@machine[1 .. $#machine]);
	return slurp("$where/contract");
}

# The contracts of a state on each machine.
sub records {
	my ($state, $where, $pages) = @_;
	my @machines = ([ 'x86-64 with 4K pages' ]);
	my $text = '';

	push(@machines, [ 'arm64 with 64K pages', '-DPAGE_SHIFT=16' ])
		if $pages;
	for my $m (@machines) {
		my $one = record($state, $where, @$m);

		$one =~ s/^.*\n// if $text ne '';
		$text .= $one;
	}
	spill("$where/record", $text);
	return "$where/record";
}

sub run_case {
	my ($path, $case, $where) = @_;
	my ($before, $after) = states($case);
	my $pages = grep { $_->[1] =~ /\bPAGE_S/ } @{$case->{lines}};
	my @args = map { "'$_'" } records($before, "$where/before", $pages),
				  records($after, "$where/after", $pages);

	die "an expectation in the first state\n"
		if grep { my $e = $_; !grep { $_->{at} == $e->{at} }
				      @{$after->{expected}} }
		   @{$before->{expected}};
	push(@args, "'$where/after/tree/policy.ini'")
		if $after->{files}{'policy.ini'};
	my $said = qx('$tool' @args 2>&1);
	die "the comparison failed:\n$said" if $?;
	my @found = map { JSON::PP->new->utf8->decode($_) } split(/\n/, $said);
	$after->{expected} = [ grep { $_->{rule} eq 'abi-drift' }
			       @{$after->{expected}} ];
	return compare($after, $path, @found);
}

my @want = @ARGV;
my $n = 0;

for my $path (sort(glob("$FindBin::RealBin/drift/*.diff"))) {
	my $name = basename($path, '.diff');

	next if @want && !grep { index($name, $_) == 0 } @want;
	for my $case (read_cases($path)) {
		my @wrong = eval { run_case($path, $case, "$dir/" . $n++) };

		@wrong = ("line $case->{at}: $@") if $@;
		ok(!@wrong, "$name: $case->{title}") or
			diag(map { "$_\n" } @wrong);
	}
}
done_testing();
