#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
#
# agree.t - the engines agree on the cases of tests/rules/, by rule.
#
#     tests/agree.t
#     KEEP=DIR tests/agree.t        leaves the trees in DIR, to look at
#
# rules.t holds the plugin's findings against a case's expectations. Here the
# other engines' are held against them, as often as a rule finds something in a
# line. Where an engine differs the case says so beside the expectation (head of
# rules.t), and has to: an allowance that nobody needs fails, too.
#
#     noconfig   luoguard check without a build: all rules, in ABI headers;
#                private-include and private-member everywhere. What a line says
#                of spatch's private-member holds here, too: it is asked
#     spatch     a semantic patch cocci/RULE.cocci: its rule, everywhere, each
#                line once; policy.ini of a case is not asked
#
# What an engine does not decide is no difference and needs no words, nor what a
# case's policy.ini turns off.

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(basename);
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use FindBin;
use JSON::PP ();
use lib $FindBin::RealBin;
use Test::More;
use Case qw($zone read_case lay_out);
use Cocci qw($said have_spatch spatch found);
use Plugin qw($build slurp spill);

# Rules that noconfig is asked outside of ABI headers.
my %everywhere = map { $_ => 1 } qw(private-include private-member);

my $here = $FindBin::RealBin;
my $dir  = $ENV{KEEP} // tempdir('luoguard-XXXXXX', TMPDIR => 1, CLEANUP => 1);
my $tmp  = tempdir(TMPDIR => 1, CLEANUP => 1);
my $jobs = $ENV{JOBS} // qx(nproc) || 2;

# What spatch leaves behind goes where all else does.
$ENV{TMPDIR} = $tmp;

my %case;
for my $path (sort(glob(($ENV{LG_CASES} // "$here/rules") . '/*.c'))) {
	my $name = basename($path, '.c');

	make_path("$dir/$name");
	$case{$name} = eval { read_case($path) } // next;	# rules.t's
	eval { lay_out($case{$name}, "$dir/$name") };
	# What the case's policy turns off, no semantic patch knows.
	$case{$name}{off} = { map { $_ => 1 }
		($case{$name}{files}{'policy.ini'} // '') =~
			/^off = (.*(?:\n[ \t]+.*)*)/m ? split(' ', $1) : () };
}
cmp_ok(scalar(keys(%case)), '>', 0, 'there are cases');

# ----------------------------------------------------------------- comparison

# What $engine has to find of a case where $decides->(expectation): { "FILE:LINE
# RULE" => how often }.
sub wanted {
	my ($case, $engine, $decides) = @_;
	my $unless = $case->{unless}{$engine} // {};
	my %want;

	for my $e (@{$case->{expected}}) {
		my $where = "$e->{file}:$e->{line} $e->{rule}";
		my $other = %{$e->{only}} && !$e->{only}{$engine};
		my $left_out = $e->{unless}{$engine} ||
			       ($engine eq 'noconfig' &&
				$e->{rule} eq 'private-member' &&
				$e->{unless}{spatch}) || $unless->{$e->{rule}} || $unless->{$e->{file}};

		next if !$decides->($e);
		$want{$where} += 0;
		$want{$where}++ if !$other && !$left_out && !$e->{accepted};
	}
	return \%want;
}

# Complaints about what differs between what was found and what is wanted.
sub differences {
	my ($case, $want, $got) = @_;
	my @wrong;

	for my $where (sort(keys(%{{ %$want, %$got }}))) {
		my ($file, $line) = $where =~ /^(\S+):(\d+) /;
		my $at = $case->{lines}{$file}[$line];
		my ($n, $m) = ($got->{$where} // 0, $want->{$where} // 0);

		push(@wrong, "$where: found $n times, not $m" .
		     ($at ? " (line $at of the case)" : '')) if $n != $m;
	}
	return @wrong;
}

sub none {
	my ($name, @wrong) = @_;

	ok(!@wrong, $name) or diag(map { "$_\n" } @wrong);
}

# ------------------------------------------------------------------- noconfig

# Runs luoguard check on @paths of the case in the background, its output to
# $dir/NAME.$what.json and .err.
sub start_check {
	my ($name, $what, @args) = @_;
	my $tree = "$dir/$name";
	my $pid = fork() // die "cannot fork: $!\n";

	return $pid if $pid;
	push(@args, "--policy=$tree/policy.ini") if -e "$tree/policy.ini";
	chdir($tree);
	open(STDOUT, '>', "$dir/$name.$what.json");
	open(STDERR, '>', "$dir/$name.$what.err");
	exec("$build/luoguard", 'check', "--tree=$tree", '--format=json',
	     '-j1', @args) or exit(127);
}

my %running;
sub wait_for {
	my ($most) = @_;

	while (keys(%running) > $most) {
		my $pid = waitpid(-1, 0);
		my $what = delete($running{$pid}) // next;

		fail("$what: luoguard check: status $?") if ($? >> 8) > 2 ||
							    ($? & 127);
	}
}

for my $name (sort(keys(%case))) {
	my @sources = grep { /\.[ch]$/ } sort(keys(%{$case{$name}{files}}));
	my %args = (
		zone => [ grep { /^\Q$zone\E/ } @sources ],
		text => [ grep { !/^\Q$zone\E/ } @sources ],
	);

	for my $what (grep { @{$args{$_}} } qw(zone text)) {
		my @rules = $what eq 'text' ?
			    '--rules=' . join(',', sort(keys(%everywhere))) : ();

		wait_for($jobs - 1);
		$running{start_check($name, $what, @rules, @{$args{$what}})} =
			$name;
	}
}
wait_for(0);

# What the case says is not checked, and what was not, are the same.
sub not_checked {
	my ($name) = @_;
	my $said = -e "$dir/$name.zone.err" ? slurp("$dir/$name.zone.err") : '';
	my %left = map { $_ => 1 } grep { m{/} }
		   keys(%{$case{$name}{unless}{noconfig} // {}});
	my @wrong;

	while ($said =~ /^luoguard: (\Q$zone\E.*?): not checked/mg) {
		push(@wrong, "not checked: $said")
			if !delete($left{$1 =~ s/ for .*//r});
	}
	return (@wrong, map { "$_: it was checked" } sort(keys(%left)));
}

for my $name (sort(keys(%case))) {
	my %got;

	for my $what (grep { -e "$dir/$name.$_.json" } qw(zone text)) {
		for (split(/\n/, slurp("$dir/$name.$what.json"))) {
			my $f = JSON::PP->new->utf8->decode($_);

			$got{"$f->{file}:" . ($f->{line} // 0) . " $f->{rule}"}++
				if by_noconfig($f);
		}
	}
	my $want = wanted($case{$name}, 'noconfig', \&by_noconfig);

	none("$name: noconfig", differences($case{$name}, $want, \%got),
	     not_checked($name));
}

# ----------------------------------------------------------------- allowances

# What each engine decides, of an expectation.
sub by_noconfig {
	my ($e) = @_;

	return $everywhere{$e->{rule}} || $e->{file} =~ /^\Q$zone\E/;
}

sub by_spatch {
	my ($e) = @_;

	return -e "$here/../cocci/$e->{rule}.cocci";
}

for my $name (sort(keys(%case))) {
	my %decides = (noconfig => \&by_noconfig, spatch => \&by_spatch);
	my @idle;

	for my $engine (sort(keys(%decides))) {
		my %rest = %{$case{$name}{unless}{$engine} // {}};

		for my $e (@{$case{$name}{expected}}) {
			if ($decides{$engine}->($e)) {
				delete($rest{$e->{rule}});
				next;
			}
			push(@idle, "line $e->{at}: $engine does not decide " .
			     $e->{rule}) if $e->{unless}{$engine} ||
					    $e->{only}{$engine};
		}
		push(@idle, map { "unless $engine: nothing of $_ is expected" }
			grep { !m{/} || $engine ne 'noconfig' }
			sort(keys(%rest)));
	}
	none("$name: allowances", @idle);
}

# --------------------------------------------------------------------- spatch

if (!have_spatch()) {
	diag('spatch is not installed: cocci/ is not run (scripts/install-deps)');
	done_testing();
	exit(0);
}
for my $patch (sort(glob(abs_path("$here/../cocci") . '/*.cocci'))) {
	my $id = basename($patch, '.cocci');
	my (%got, @wrong);

	for my $where (found(spatch('report', $patch, $dir))) {
		$where =~ m{^([^/]+)/(.*)} and $got{$1}{$2} = 1;
	}
	for my $name (sort(keys(%case))) {
		next if $case{$name}{off}{$id};
		my $want = wanted($case{$name}, 'spatch',
				  sub { $_[0]{rule} eq $id });

		$_ = !!$_ + 0 for values(%$want);
		push(@wrong, map { "$name: $_" } differences($case{$name},
			$want, $got{$name} // {}));
	}
	none("$id: spatch", @wrong) or diag($said);
}
done_testing();
