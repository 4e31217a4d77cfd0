#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
#
# runner.t - do the runners of the rules' cases fail when they have to?
#
# A runner that overlooks a missing finding makes every rule's test worthless.
# Here a script stands in for GCC: the record it leaves is the file "record" of
# the case itself.

use strict;
use warnings;
use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Temp qw(tempdir);
use Test::More;

my $here = dirname(abs_path($0));
my $dir  = tempdir('luoguard-XXXXXX', TMPDIR => 1, CLEANUP => 1);

sub spill {
	my ($path, $text) = @_;

	open(my $out, '>', $path) or die "cannot write $path: $!\n";
	print $out $text;
	close($out) or die "cannot write $path: $!\n";
}

spill("$dir/gcc", <<'END');
#!/bin/sh
for arg; do
	case $arg in
	-fplugin-arg-luoguard-record=*) record=${arg#*record=} ;;
	esac
done
if test -e crash; then echo "internal compiler error"; exit 4; fi
if test -e record; then cp record "$record"; fi
END
chmod(0755, "$dir/gcc");

# Runs one case; returns the runner's status and output.
sub run {
	my ($case) = @_;

	mkdir("$dir/cases");
	spill("$dir/cases/abi-type.c", $case);
	local $ENV{LG_CASES} = "$dir/cases";
	local $ENV{LG_GCC} = "$dir/gcc";
	my $out = qx($here/rules.t 2>&1);
	return ($? >> 8, $out);
}

# A finding as it stands in a record.
sub finding {
	my ($line, $rule, $severity, $message) = @_;

	return qq({"rule":"$rule","severity":"$severity","file":"a.h",) .
	       qq("line":$line,"column":2,"message":"$message","fix":"mend it",) .
	       qq("notes":[{"text":"because of it"}],"inserts":[{"file":"a.h",) .
	       qq("line":$line,"column":9,"text":" __packed"}]}\n);
}

# A case of one header with @lines, and a record of @findings.
sub case_of {
	my ($lines, @findings) = @_;

	return "A case\n\n/* file: a.h */\n$lines\n/* file: record */\n{}\n" .
	       join('', @findings);
}

my $long = finding(1, 'abi-type', 'error', 'a \"long\"');

for (
	[ 0, 'one expected', '', 'long a; /* expect: abi-type */', $long ],
	[ 0, 'text, severity, fix and note', '',
	  'long a; /* expect: abi-type error "a \"long\"" fix "mend" ' .
	  'notes "because" */', $long ],
	[ 0, 'what is inserted, and what is said nowhere', '',
	  'long a; /* expect: abi-type inserts "+0:9: __packed" without "x" ' .
	  'without "+1:" */', $long ],
	[ 0, 'from the line before', '',
	  "/* expect\@+1: abi-type */\nlong a;", $long ],
	[ 0, 'from the line behind', '',
	  "long a;\n * expect\@-1: abi-type\n", $long ],
	[ 0, 'lines of expectations do not count', '',
	  "/* expect\@+2: abi-type */\n/* expect\@+1: abi-doc */\nint b;\nlong a;",
	  finding(2, 'abi-type', 'error', 'x'), finding(1, 'abi-doc', 'note', 'x')
	],
	[ 0, 'from elsewhere', '', "/* expect\@a.h:7: abi-type */",
	  finding(7, 'abi-type', 'error', 'x') ],
	[ 0, 'two on one line', '',
	  'long a; /* expect: abi-type "x", abi-doc "y" */ /* expect: abi-type */',
	  finding(1, 'abi-type', 'error', 'z'),
	  finding(1, 'abi-type', 'error', 'x'),
	  finding(1, 'abi-doc', 'error', 'y') ],
	[ 0, 'the same finding from two files', '',
	  'long a; /* expect: abi-type */', $long, $long ],
	[ 1, 'missing', 'abi-type.c:4: missing finding: abi-type',
	  'long a; /* expect: abi-type */' ],
	[ 1, 'extra', 'abi-type.c:4: extra finding: error: a "long" [abi-type]',
	  'long a;', $long ],
	[ 1, 'another text', 'missing finding: abi-type "short"',
	  'long a; /* expect: abi-type "short" */', $long ],
	[ 1, 'another note', 'missing finding: abi-type notes "it is"',
	  'long a; /* expect: abi-type notes "it is" */', $long ],
	[ 1, 'another insertion', 'missing finding: abi-type inserts "+1:',
	  'long a; /* expect: abi-type inserts "+1:9: __packed" */', $long ],
	[ 1, 'said in a note', 'missing finding: abi-type without "of it"',
	  'long a; /* expect: abi-type without "of it" */', $long ],
	[ 1, 'said in the message', 'missing finding: abi-type without "long"',
	  'long a; /* expect: abi-type without "long" */', $long ],
	[ 1, 'said in the fix', 'missing finding: abi-type without "mend"',
	  'long a; /* expect: abi-type without "mend" */', $long ],
	[ 1, 'said in what is inserted', 'extra finding',
	  'long a; /* expect: abi-type without "packed" */', $long ],
	[ 1, 'another severity', 'missing finding: abi-type note',
	  'long a; /* expect: abi-type note */', $long ],
	[ 1, 'another rule', 'missing finding: abi-doc',
	  'long a; /* expect: abi-doc */', $long ],
	[ 1, 'another line', 'abi-type.c:5: missing finding',
	  "long a;\nlong b; /* expect: abi-type */", $long ],
	[ 1, 'one for two', 'extra finding',
	  'long a; /* expect: abi-type */', $long,
	  finding(1, 'abi-type', 'error', 'again') ],
	[ 1, 'a typing error', 'cannot be understood',
	  'long a; /* expect abi-type */', $long ],
	[ 1, 'not JSON', 'not JSON', 'long a;', "half a li\n" ],
) {
	my ($want, $name, $says, $lines, @findings) = @$_;
	my ($status, $out) = run(case_of($lines, @findings));

	ok($status == $want && index($out, $says) >= 0 &&
	   $out =~ ($want ? qr/^not ok 1 /m : qr/^ok 1 /m), $name)
		or diag($out);
}

my ($status, $out) = run("No record\n/* file: a.h */\nlong a;\n");
ok($status == 1 && $out =~ /no record/, 'no record fails') or diag($out);
($status, $out) = run("Crash\n/* file: a.h */\n/* file: crash */\n" .
		      "/* file: record */\n{}\n");
ok($status == 1 && $out =~ /status 4.*internal compiler/s, 'a crash fails')
	or diag($out);
($status, $out) = run("Outside\n/* file: ../a.h */\nlong a;\n");
ok($status == 1 && $out =~ /leaves the tree/, 'a path outside fails');
unlink("$dir/cases/abi-type.c");
{
	local $ENV{LG_CASES} = "$dir/cases";
	$out = qx($here/rules.t 2>&1);
	ok($? != 0, 'no case at all fails');
}

# ------------------------------------------------------------------- agree.t

# A case whose only finding is an include, which luoguard sees without a build.
for (
	[ 0, 'agree: found', '', ' /* expect: private-include */', '' ],
	[ 1, 'agree: not expected', 'found 1 times, not 0', '', '' ],
	[ 1, 'agree: not found', 'found 0 times, not 1',
	  ' /* expect: private-include */', 'int a; /* expect: private-include */'
	],
	[ 0, 'agree: left out', '', ' /* expect: private-include */',
	  'int a; /* expect: private-include unless noconfig "why" */' ],
	[ 1, 'agree: left out without need', 'found 1 times, not 0',
	  ' /* expect: private-include unless noconfig "why" */', '' ],
	[ 0, 'agree: more', '',
	  ' /* expect: private-include only noconfig "why" */', '' ],
	[ 1, 'agree: more without need', 'found 0 times, not 1',
	  ' /* expect: private-include */',
	  'int a; /* expect: private-include only noconfig "why" */' ],
	[ 1, "agree: another engine's", 'found 1 times, not 0',
	  ' /* expect: private-include only spatch "why" */', '' ],
	[ 1, 'agree: not decided', 'noconfig does not decide abi-type',
	  ' /* expect: private-include */',
	  'int a; /* expect: abi-type unless noconfig "why" */' ],
	[ 1, 'agree: a rule without semantic patch', 'spatch does not decide',
	  ' /* expect: private-include unless spatch "why" */', '' ],
	[ 1, 'agree: a whole rule without need', 'found 1 times, not 0',
	  ' /* expect: private-include */', '',
	  '/* unless noconfig: private-include "why" */' ],
	[ 1, 'agree: a whole rule of which nothing is expected',
	  'unless spatch: nothing of abi-type', ' /* expect: private-include */',
	  '', '/* unless spatch: abi-type "why" */' ],
	[ 1, 'agree: a header that is checked', 'it was checked',
	  ' /* expect: private-include */', '',
	  '/* unless noconfig: include/linux/kho/abi/a.h "why" */' ],
) {
	my ($want, $name, $says, $mark, $line, $prose) = @$_;

	spill("$dir/cases/private-include.c", 'A case' .
	      ($prose ? "\n$prose" : '') . "\n/* file: drivers/pci/pci.h */\n" .
	      "struct a;\n/* file: drivers/vfio/a.c */\n" .
	      "#include \"../pci/pci.h\"$mark\n$line\n");
	local $ENV{LG_CASES} = "$dir/cases";
	local $ENV{SPATCH} = '/nonexistent/spatch';
	my $out = qx($here/agree.t 2>&1);
	ok(!!$? == $want && index($out, $says) >= 0 &&
	   $out =~ ($want ? qr/^not ok /m : qr/^ok /m), $name) or diag($out);
}
done_testing();
