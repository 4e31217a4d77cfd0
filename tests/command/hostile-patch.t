#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# hostile-patch.t - luoguard review of patches that mean harm: nothing outside
# of the tree is read or written, nothing is run, and what was not checked is
# said, with exit status 2.

# shellcheck source=tests/command/repo.sh
. "$(dirname "$0")/repo.sh"

# of PATCH NAME: what is in $in, as a patch; the tree, and what lies around it,
# stays as it is
in=$work/in
of() {
	cp "$in" "$work/patches/$1"
	state >"$work/state"
	run "$lg" review "$work/patches/$1"
	state | cmp -s - "$work/state"
	result $? "$2: nothing is written"
}

# All files there are, with their time and size; not what is being tested.
state() {
	find "$work" ! -path "$work/out" ! -path "$work/err" \
		! -path "$work/state" \
		\( -type d -printf '%p\n' -o -printf '%p %T@ %s %l\n' \) |
		LC_ALL=C sort
}

# nothing_raw NAME: no control character but a newline reaches a terminal
nothing_raw() {
	! LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]')" \
		"$work/out" "$work/err"
	result $? "$1"
}

# adds PATH [MODE]: a patch that makes a header there, with a finding in it
adds() {
	printf 'diff --git "a/%s" "b/%s"\nnew file mode %s\n' "$1" "$1" \
		"${2-100644}"
	printf -- '--- /dev/null\n+++ "b/%s"\n@@ -0,0 +1 @@\n' "$1"
	echo "+struct evil_ser { unsigned long evil; };"
}

mkdir "$work/patches" "$work/tmp"
TMPDIR=$work/tmp
export TMPDIR
echo "top secret" >"$work/secret.h"
repo "$work/a tree"
commit base
worse lid
git diff >"$work/harmful"
git reset -q --hard

# ---------------------------------------------------------------------- paths

for path in ../secret.h "$abi/../../../../../secret.h" /etc/evil.h \
	    "$work/evil.h" .git/hooks/evil.h "$abi/.git/evil.h" \
	    .GIT/config.h .Git/hooks/post-checkout drivers/.gIT/x.c \
	    .git/hooks/post-checkout .git/config .git "$abi/./evil.h" "$abi//evil.h" ..; do
	name=$(echo "path $path" | tr / _)
	adds "$path" >"$in"
	of "$name" "a path \"$path\""
	test "$status" -eq 2 && grep -q "not checked: line" "$work/err" &&
		! test -s "$work/out"
	result $? "... is no path: status 2"
done
{
	echo "diff --git a/$abi/box.h b/../../evil.h"
	echo "similarity index 100%"
	echo "rename from $abi/box.h"
	echo "rename to ../../evil.h"
} >"$in"
of rename "a rename to ../"
says 2 "leads out of the tree" "... status 2"
{
	echo "--- ../../secret.h"
	echo "+++ ../../secret.h"
	echo "@@ -1 +1 @@"
	echo "-top secret"
	echo "+struct evil_ser { long a; };"
} >"$in"
of plain "a plain diff of ../"
says 2 "leads out of the tree" "... status 2"
adds "$abi/\\033[31mred\\nname\\t.h" >"$in"
of escapes "a name with escapes"
nothing_raw "... which reach no terminal"
out_has 'red\x0aname\x09.h' "... and is checked under its name"
adds "$abi/@evil.h" >"$in"
of at "a name that GCC would take for a list of options"
says 2 "begins with @" "... is not checked: status 2"
adds "$abi/-fplugin=evil.h" >"$in"
of option "a name like an option"
status_is 1 "... is a name"

# ---------------------------------------------------------------------- links

printf '%s\n' "diff --git a/$abi/link b/$abi/link" "new file mode 120000" \
	"--- /dev/null" "+++ b/$abi/link" "@@ -0,0 +1 @@" "+$work" \
	"\\ No newline at end of file" >"$work/link"
{ cat "$work/link"; adds "$abi/link/secret.h"; } >"$in"
of through "a link, and a file through it"
says 2 "it lies beyond $abi/link, a symbolic link" "... status 2"
! grep -q "top secret" "$work/out" "$work/err"
result $? "... and what it leads to is not read"
cp "$work/link" "$in"
of link-alone "a link among the ABI headers"
says 2 "$abi/link: not checked: no plain file" "... status 2"
sed "s|$abi/link|$abi/evil.h|g" "$work/link" | sed "s|^+$work|&/secret.h|" >"$in"
of link-header "a link that is an ABI header"
says 2 "$abi/evil.h: not checked: no plain file" "... status 2"
ln -s ../../../../.. "$abi/up"
git add -A
commit "a link that is there"
adds "$abi/up/secret.h" >"$in"
of through-old "a file through a link that is there"
says 2 "it lies beyond $abi/up, a symbolic link" "... status 2"
git reset -q --hard HEAD~1
adds "$abi/box.h/evil.h" >"$in"
of below "a file below a file"
says 2 "$abi/box.h is no directory" "... status 2"

# ---------------------------------------------------------- modes, submodules

for mode in 100777 104755 040000 020666 999999; do
	adds "$abi/evil.h" $mode >"$in"
	of mode "mode $mode"
	says 2 "no mode of a file" "... status 2"
done
adds "$abi/evil.h" 100755 >"$in"
of run "an executable header"
status_is 1 "... is checked"
printf '%s\n' "diff --git a/$abi/sub b/$abi/sub" "new file mode 160000" \
	"index 0000000..4b825dc" "--- /dev/null" "+++ b/$abi/sub" \
	"@@ -0,0 +1 @@" \
	"+Subproject commit 4b825dc642cb6eb9a060e54bf8d69288fbee4904" >"$in"
of submodule "a submodule"
says 0 "1 patch: 0 checked, 1 cannot matter" "... is none of the tree"

# ------------------------------------------------------------------- contents

sed 's/^@@ -\([0-9]*\),[0-9]*/@@ -\1,99/' "$work/harmful" >"$in"
of many "a hunk that says it has more lines than it has"
says 2 "does not have as many lines as it says" "... status 2"
sed 's/^@@ .*/@@ -15,1 +15,1 @@/' "$work/harmful" >"$in"
of few "a hunk that says it has fewer"
says 2 "does not have as many lines as it says" "... status 2"
sed 's/^@@ .*/@@ -99999999999999999999,7 +1,7 @@/' "$work/harmful" >"$in"
of huge-number "a hunk at a line that no file has"
says 2 "without its numbers" "... status 2"
sed 's/^@@ .*/@@ -1,4294967295 +1,7 @@/' "$work/harmful" >"$in"
of huge-count "a hunk of 4 G lines"
says 2 "without its numbers" "... status 2"
sed "s|^--- a/.*|--- a/drivers/box/add.h|" "$work/harmful" >"$in"
of two-names "names that contradict each other"
says 2 "contradict" "... status 2"
{
	echo "diff --git a/$abi/box.h b/$abi/box.h"
	echo "index 0123456..789abcd 100644"
	echo "GIT binary patch"
	echo "literal 10"
	echo "zcmV"
} >"$in"
of binary "a binary patch of a header"
says 2 "a binary patch" "... status 2"
sed 's|box/|box/x|g; s|box\.h|box.png|g' "$work/patches/binary" >"$in"
of picture "a binary patch of something else"
says 0 "1 cannot matter" "... cannot matter"
sed 's/unsigned long lid/unsigned \x1b[31mlong\x07 lid/' "$work/harmful" >"$in"
of raw "escapes in what is added"
nothing_raw "... reach no terminal"
sed 's/^Subject.*//; 1iSubject: =?utf-8?q?=1B[31m=07evil?=\n' "$work/harmful" >"$in"
of subject "escapes in the subject"
nothing_raw "... reach no terminal"
out_has 'x1b[31m' "... but are told"
adds .luoguard >"$in"
of own ".luoguard in a patch"
says 0 "1 cannot matter" "... is a file like others"
adds .luoguard/policy.ini >"$in"
of own-policy ".luoguard/policy.ini in a patch"
says 0 "1 cannot matter" "... is not read"
{ adds rules/policy.ini; cat "$work/harmful"; } >"$in"
of policy "a policy beside what is wrong"
says 1 "1 checked" "... changes nothing"
{
	sed '/^diff/,$d' "$work/harmful"
	echo "From a@b Mon Sep 17 00:00:00 2001"
	echo "Subject: deep"
	echo "MIME-Version: 1.0"
	for i in 0 1 2 3 4 5 6 7 8 9; do
		for j in 0 1 2 3 4 5 6 7 8 9; do
			printf 'Content-Type: multipart/mixed; boundary=b%s\n\n--b%s\n' \
				"$i$j" "$i$j"
		done
	done
	cat "$work/harmful"
} >"$in"
of deep "multipart in multipart, a hundred deep"
status_is 2 "... status 2"

# A hole in a file takes no room on disk.
truncate -s 1G "$work/patches/giant"
{ printf 'Subject: giant\n\n'; cat "$work/harmful"; } |
	dd of="$work/patches/giant" conv=notrunc 2>"$work/err"
run prlimit --as=3000000000 "$lg" review "$work/patches/giant"
says 2 "what has more than 64 MB is not looked at" "a gigabyte: status 2"
status=0
{ printf 'Subject: giant\n\n'; cat "$work/harmful"; head -c 1G /dev/zero; } |
	prlimit --as=3000000000 "$lg" review - >"$work/out" 2>"$work/err" ||
	status=$?
says 2 "what has more than 64 MB is not looked at" "a gigabyte by a pipe: status 2"
status=0
{ printf 'Subject: lines\n\n'; cat "$work/harmful"; yes + | head -c 300M; } |
	prlimit --as=3000000000 "$lg" review - >"$work/out" 2>"$work/err" ||
	status=$?
says 2 "what has more than 64 MB is not looked at" "300 MB of lines: status 2"
{
	i=0
	while test $i -lt 300; do
		cat "$work/harmful"
		sed 's/^-/x/; s/^+/-/; s/^x/+/; s/^-++/---/; s/^+--/+++/' "$work/harmful"
		i=$((i + 1))
	done
} >"$in"
of back-and-forth "a file that one patch changes 600 times"
test "$status" -ne 1
result $? "... ends"

# ------------------------------------------------------------ the patch behind

{
	printf 'From a Mon Sep 17 00:00:00 2001\nSubject: [PATCH 1/2] evil\n\n'
	adds ../evil.h
	printf '\nFrom a Mon Sep 17 00:00:00 2001\nSubject: [PATCH 2/2] bad\n\n'
	cat "$work/harmful"
} >"$in"
of both "a hostile patch, and one behind it"
says 2 "2 patches: 1 checked, 0 cannot matter, 1 not checked" \
	"... which is looked at"
out_has "@lid of struct box_ser" "... and found wrong"

done_testing
