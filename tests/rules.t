#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
#
# rules.t - runs every case in tests/rules/ through the plugin, all rules on.
#
#     tests/rules.t                     all of them
#     tests/rules.t abi-type [...]      the cases whose names begin so
#     KEEP=DIR tests/rules.t abi-type   leaves the trees in DIR, to look at
#
# A case is tests/rules/RULE[-VARIANT].c, an archive of a small kernel tree:
#
#     What this case is about, in prose. Its first line names the test.
#
#     /* file: include/linux/kho/abi/foo.h */
#     struct foo_ser {          /* expect: abi-packed "4 bytes of padding" */
#             unsigned long a;  /* expect: abi-type error "unsigned long" */
#     };
#
# A line with nothing but the "file:" comment begins a file, one that says
# "link: PATH -> TARGET" makes a symbolic link. The files are laid over
# tests/rules/prelude/ (a kernel as small as can be; a case's own file wins).
# Every .c of the case is compiled with the plugin; a case without one gets a .c
# that includes its headers. Names with a meaning of their own:
#
#     policy.ini       passed as --policy
#     cflags           one line of further compiler arguments
#     Documentation/*  without any, an rst is made that has a kernel-doc
#                      directive for each ABI header of the case
#
# Expectations. Findings and expectations have to match one to one: a missing
# and an extra finding both fail, and so does a compile that fails or leaves no
# record. The offending line says what is expected of it:
#
#     code;   /* expect: RULE [SEVERITY] ["TEXT"] [fix "TEXT"] [evidence "TEXT"]
#                        [notes "TEXT"] [struct "TEXT"] [member "TEXT"]
#                        [inserts "+N:COLUMN:TEXT"] [without "TEXT"]
#                        [unless ENGINE "REASON"] [only ENGINE "REASON"]
#                        [accepted] */                    (on one line)
#
# TEXT is a part of the finding's message (fix, evidence, one of its notes ...);
# \" and \\ are as in C. What is inserted has its place in front, the line
# counted from the finding's: inserts "+7:2: __packed". "without" says what
# stands nowhere in it: not in the message, the notes, the fix or what is
# inserted. "accepted" is a finding that an exception of policy accepts. Several
# expectations: several comments, or one, separated by commas.
# Where the line has no room, a line of its own says how far away it is; so do
# lines inside comments and text files, where the marks are not needed:
#
#      * expect@+1: abi-doc-stale "luo-v4"      the next line
#     /* expect@-2: abi-doc-header */           the line before the previous
#     /* expect@PATH:LINE: RULE "TEXT" */       that line of any file
#     /* expect@PATH: RULE "TEXT" */            that file, no line at all
#
# The other engines have to find the same (agree.t, which says what ENGINE is).
# "unless" is what one of them does not find, "only" what it finds and the
# plugin does not, both with the reason. For all that a case expects of a rule,
# or for a header that an engine cannot check, a line stands in front of the
# first file:
#
#     /* unless ENGINE: RULE "REASON" */
#     /* unless ENGINE: PATH "REASON" */
#
# luoguard never sees an expectation: the comment is blanked, and a line that
# is nothing else is left out and counts in no distance (two such lines in a
# row with @+1 speak of the same line; LINE counts without them as well).

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(basename);
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use FindBin;
use lib $FindBin::RealBin;
use Case qw(read_case lay_out);
use Expect qw(compare);
use Plugin qw(slurp spill compile);

my $cases = $ENV{LG_CASES} // "$FindBin::RealBin/rules";

# Everything about one case: its line of TAP (number left open) and complaints.
sub run_case {
	my ($path, $dir) = @_;
	my $tree = "$dir/" . basename($path, '.c') . '/tree';
	my ($case, %seen, @found, @wrong);

	eval {
		make_path($tree);
		$tree = abs_path($tree);
		$case = read_case($path);
		for my $unit (lay_out($case, $tree)) {
			push(@found, compile($tree, $unit, split(' ',
				$case->{files}{cflags} // '')));
		}
		@found = grep { !$seen{join("\0", map { $_ // '' }
			@$_{qw(rule severity file line column message)})}++
			} @found;
		@wrong = compare($case, $path, @found);
		1;
	} or @wrong = (basename($path) . ": $@");
	my $title = basename($path, '.c') .
		    (defined($case->{title}) ? " - $case->{title}" : '');
	$title =~ s/#/\\#/g;

	return (@wrong ? 'not ok' : 'ok') . "\t$title\n" .
	       join('', map { s/\n+$//r =~ s/^/#     /gmr . "\n" } @wrong);
}

# ------------------------------------------------------------------------ main

my @want = @ARGV;
my @paths = grep {
	my $name = basename($_);
	!@want || grep { index($name, $_) == 0 } @want;
} sort(glob("$cases/*.c"));
my $dir = $ENV{KEEP} // tempdir('luoguard-XXXXXX', TMPDIR => 1, CLEANUP => 1);
my $jobs = $ENV{JOBS} // qx(nproc) || 2;
my %worker;

$| = 1;
print '1..' . @paths . "\n";
print "# no case in $cases\n" if !@paths;
# Worker w takes the cases w, w + jobs, ...: the cases cost the same.
for my $w (0 .. $jobs - 1) {
	my $pid = fork() // die "cannot fork: $!\n";

	if ($pid) {
		$worker{$pid} = $w;
		next;
	}
	for (my $i = $w; $i < @paths; $i += $jobs) {
		spill("$dir/result.$i", run_case($paths[$i], $dir));
	}
	require POSIX;
	POSIX::_exit(0);	# the temporary directory is the parent's
}
waitpid($_, 0) for keys(%worker);

my $failed = @paths ? 0 : 1;
for my $i (0 .. $#paths) {
	my $result = -e "$dir/result.$i" ? slurp("$dir/result.$i")
		   : "not ok\t" . basename($paths[$i]) . " - no result\n";
	my $n = $i + 1;

	$failed ||= $result =~ /^not/;
	$result =~ s/^((?:not )?ok)\t/$1 $n - /;
	print $result;
}
exit($failed);
