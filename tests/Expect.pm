# SPDX-License-Identifier: GPL-2.0-or-later
#
# Expect.pm - findings against expectations, one to one. Head of rules.t: what
# an expectation says.

package Expect;

use strict;
use warnings;
use Exporter qw(import);
use File::Basename qw(basename);

our @EXPORT_OK = qw(compare);

# The texts of finding $f that an expectation of $what speaks of.
sub texts {
	my ($f, $what) = @_;

	return map { $_->{text} // '' } @{$f->{notes} // []}
		if $what eq 'notes';
	return map { sprintf('%+d:%d:%s', $_->{line} - $f->{line},
			     $_->{column}, $_->{text}) } @{$f->{inserts} // []}
		if $what eq 'inserts';
	return map { texts($f, $_) } qw(message notes fix inserts)
		if $what eq 'without';
	return ($f->{$what} // '');
}

sub matches {
	my ($e, $f) = @_;

	return 0 if $e->{rule} ne $f->{rule} ||
		    $e->{file} ne ($f->{file} // '') ||
		    $e->{line} != ($f->{line} // 0) ||
		    !!$e->{accepted} != !!$f->{accepted} ||
		    (defined($e->{severity}) &&
		     $e->{severity} ne $f->{severity});
	for my $t (@{$e->{text} // []}) {
		my ($what, $text) = @$t;
		my $n = grep { index($_, $text) >= 0 } texts($f, $what);

		return 0 if ($what eq 'without' ? $n : !$n);
	}
	return 1;
}

sub say_expectation {
	my ($e) = @_;

	return join(' ', $e->{rule}, $e->{severity} // (),
		    $e->{accepted} ? 'accepted' : (),
		    map { ($_->[0] eq 'message' ? '' : "$_->[0] ") .
			  "\"$_->[1]\"" } @{$e->{text} // []});
}

sub say_finding {
	my ($case, $path, $f) = @_;
	my ($file, $line) = ($f->{file} // '', $f->{line} // 0);
	my $at = $case->{lines}{$file}[$line];

	return ($at ? basename($path) . ":$at" : "$file:$line") .
	       ": extra finding: $f->{severity}: $f->{message} [$f->{rule}]" .
	       ($f->{accepted} ? ' (accepted by policy)' : '') .
	       ($at ? " ($file:$line)" : '');
}

# Pairs expectations with findings, pickiest expectations first.
sub compare {
	my ($case, $path, @found) = @_;
	my @picky = sort { @{$b->{text} // []} <=> @{$a->{text} // []} }
		    grep { !%{$_->{only}} } @{$case->{expected}};
	my @wrong;

	for my $e (@picky) {
		my ($hit) = grep { matches($e, $found[$_]) } 0 .. $#found;

		if (defined($hit)) {
			splice(@found, $hit, 1);
			next;
		}
		push(@wrong, basename($path) . ":$e->{at}: missing finding: " .
		     say_expectation($e) . " ($e->{file}:$e->{line})");
	}
	push(@wrong, map { say_finding($case, $path, $_) } @found);
	return @wrong;
}

1;
