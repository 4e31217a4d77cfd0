# SPDX-License-Identifier: GPL-2.0-or-later
#
# Case.pm - the cases of tests/rules/: reads one, with its expectations, and
# lays it out as a kernel tree. Head of rules.t: how they are written.

package Case;

use strict;
use warnings;
use Exporter qw(import);
use File::Basename qw(dirname);
use File::Path qw(make_path);
use Plugin qw(slurp spill lay_prelude);

our @EXPORT_OK = qw($zone read_case lay_out take_expectations);
our $zone = 'include/linux/kho/abi/';

# --------------------------------------------------------------- expectations

my $TEXT = qr/"(?:[^"\\]|\\.)*"/;
my $WHAT = qr/fix|evidence|notes|struct|member|inserts|without/;
my $WHO  = qr/(?:unless|only) (?:noconfig|spatch)/;
my $ITEM = qr/
	[a-z][a-z-]*
	(?:\s+(?:(?:$WHAT|$WHO)\s+)?$TEXT |
	   \s+(?:note|warning|error|accepted)\b)*
/x;
my $LIST  = qr/$ITEM(?:\s*,\s*$ITEM)*/;
my $PLACE = qr/\@([-+]\d+|[^\s:]+(?::\d+)?)/;

# One expectation's text -> { rule, severity, accepted, text => [ [ of what,
# part ], ... ] }.
sub parse_item {
	my ($item) = @_;
	my %e = (unless => {}, only => {});

	$item =~ /\G([a-z-]+)/gc and $e{rule} = $1;
	while ($item =~ /\G\s+(?:(?:($WHAT|$WHO)\s+)?($TEXT)|(\w+))/gc) {
		my ($what, $text, $word) = ($1 // 'message', $2, $3);

		if (defined($text)) {
			$text =~ s/^"|"$//g;
			$text =~ s/\\(.)/$1/g;
			if ($what =~ /^(unless|only) (\w+)$/) {
				$e{$1}{$2} = $text;
				next;
			}
			push(@{$e{text}}, [ $what, $text ]);
		} elsif ($word eq 'accepted') {
			$e{accepted} = 1;
		} else {
			$e{severity} = $word;
		}
	}
	return \%e;
}

sub parse_list {
	my ($list) = @_;
	my @found;

	push(@found, $1) while $list =~ /\G\s*,?\s*($ITEM)/gc;
	return map { parse_item($_) } @found;
}

# Takes the expectations out of one line of @$out's file to be. They are
# entered in @$expected: { file, line or distance, at (the case's line) }.
# Returns the line as luoguard sees it, or undef when nothing is left of it.
sub take_expectations {
	my ($line, $file, $next, $at, $expected) = @_;
	my $alone = qr{^\s*(?:/?\*+\s*|[\#;]\s*|//\s*|\.\.\s+)?
		       expect$PLACE?:\s*($LIST)\s*(?:\*/)?\s*$}x;

	if ($line =~ $alone && defined($1)) {
		my ($place, $list) = ($1, $2);

		for my $e (parse_list($list)) {
			push(@$expected, { %$e, place($place, $file, $next),
					   at => $at });
		}
		return undef;
	}
	while ($line =~ s{(/\*\s*expect$PLACE?:\s*($LIST)\s*\*/)}
			 {' ' x length($1)}e) {
		my ($place, $list) = ($2, $3);

		for my $e (parse_list($list)) {
			push(@$expected, { %$e, at => $at,
				defined($place) ? place($place, $file, $next)
				: (file => $file, line => $next) });
		}
	}
	die "line $at: an expectation that cannot be understood: $line\n"
		if $line =~ m{/\*\s*expect|\bexpect$PLACE?:\s*[a-z]+-[a-z]};
	$line =~ s/[ \t]+$//;
	return $line;
}

# "@+1" before the line that will be number $next, or "@PATH[:LINE]".
sub place {
	my ($place, $file, $next) = @_;

	return (file => $file, line => $next - 1 + $1) if $place =~ /^\+(\d+)$/;
	return (file => $file, line => $next - $1) if $place =~ /^-(\d+)$/;
	return (file => $1, line => $2) if $place =~ /^(.*):(\d+)$/;
	return (file => $place, line => 0);
}

# ---------------------------------------------------------------------- a case

# Takes what an engine leaves out in all of a case: a line of its prose.
sub take_unless {
	my ($line, $at, $case) = @_;

	$line =~ m{\bunless\ (?:noconfig|spatch):} or return 0;
	$line =~ m{^/\*\ unless\ (\w+):\ (\S+)\ ($TEXT)\ \*/$}x
		or die "line $at: cannot be understood: $line\n";
	$case->{unless}{$1}{$2} = $3;
	return 1;
}

# Splits a case: { title, files => { PATH => TEXT }, lines => { PATH =>
# [ case's line of each line ] }, expected => [ ... ], unless => { ENGINE => {
# RULE or PATH => reason } } }.
sub read_case {
	my ($path) = @_;
	my %case = (files => {}, lines => {}, expected => [], unless => {});
	my ($file, $at) = (undef, 0);

	for my $line (split(/\n/, slurp($path))) {
		$at++;
		if ($line =~ m{^/\* file: (\S+) \*/\s*$}) {
			$file = $1;
			die "line $at: a path that leaves the tree: $file\n"
				if $file =~ m{^/|(?:^|/)\.\.(?:/|$)};
			die "line $at: $file for the second time\n"
				if exists($case{files}{$file});
			$case{files}{$file} = '';
			$case{lines}{$file} = [ 0 ];
			next;
		}
		if ($line =~ m{^/\* link: (\S+) -> (\S+) \*/\s*$}) {
			$case{links}{$1} = $2;
			next;
		}
		if (!defined($file)) {
			my $prose = $line;

			next if take_unless($line, $at, \%case);
			$prose =~ s{^\s*(?://|/?\*+/?)\s*|\s*\*/\s*$}{}g;
			$case{title} //= $prose if $prose =~ /[a-z]/ &&
						   $prose !~ /^SPDX/;
			next;
		}
		my $lines = $case{lines}{$file};
		my $left = take_expectations($line, $file, scalar(@$lines),
					     $at, $case{expected});

		next if !defined($left);
		$case{files}{$file} .= "$left\n";
		push(@$lines, $at);
	}
	die "no files in it\n" if !%{$case{files}};
	return \%case;
}

# Lays out prelude and case below $tree. Returns the .c files to compile.
sub lay_out {
	my ($case, $tree) = @_;
	my @names = sort(keys(%{$case->{files}}));
	my @abi   = grep { m{^\Q$zone\E.*\.h$} } @names;
	my @units = grep { /\.c$/ } @names;

	lay_prelude($tree);
	spill("$tree/$_", $case->{files}{$_}) for @names;
	for my $link (sort(keys(%{$case->{links} // {}}))) {
		make_path(dirname("$tree/$link"));
		symlink($case->{links}{$link}, "$tree/$link")
			or die "cannot make the link $link: $!\n";
	}
	if (!grep { m{^Documentation/} } @names) {
		spill("$tree/Documentation/core-api/kho/case.rst",
		      join('', map { ".. kernel-doc:: $_\n\n" } @abi));
	}
	if (!@units) {
		my @all = @abi ? @abi : grep { /\.h$/ } @names;

		die "neither a .c nor a .h in it\n" if !@all;
		spill("$tree/lib/case.c",
		      join('', map { "#include \"../$_\"\n" } @all));
		@units = ('lib/case.c');
	}
	return @units;
}

1;
