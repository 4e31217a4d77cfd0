#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# staged.t - luoguard review --staged, and the hooks that call it.

# shellcheck source=tests/command/repo.sh
. "$(dirname "$0")/repo.sh"

hook=$(cd "$here/../../scripts" && pwd)/pre-commit
LUOGUARD=$lg
export LUOGUARD

# --------------------------------------------------------------- what is staged

cd "$work" || exit 2
review
says 2 "not a git repository" "outside of a repository: status 2"

repo "$work/a tree"
review
says 0 "1 struct in 1 header checked" "an unborn HEAD: everything is new, and right"
worse lid
git add -A
review
says 1 "1 struct in 1 header checked" "an unborn HEAD: a finding"
out_has "$abi/box.h:15:16: error: @lid of struct box_ser is unsigned long" \
	"... in the words of the rule"
out_has "   15 |         unsigned long lid;" "... with the line that is staged"
header box 'unsigned char lid' 'unsigned char pad' >"$abi/box.h"
git add -A
commit base
review
silent "nothing staged: silent"
review --format=sarif
out_has '"version":"2.1.0"' "... but for SARIF, which has no empty file"

echo 'int add(int a, int b, int c);' >drivers/box/add.h
git add -A
review
silent "nothing that matters: silent"

worse lid
review
silent "worse in the work tree only: silent"
git add "$abi/box.h"
header box 'unsigned char lid' 'unsigned char pad' >"$abi/box.h"
review
says 1 "1 of 2 staged files matter" "worse in the index, mended in the work tree"
out_has "is unsigned long" "... is found"

git reset -q --hard
worse lid
git add -A
commit "a stale finding"
worse pad
git add -A
review
out_has "@pad of struct box_ser" "a second member gets worse: reported"
! grep -q "@lid of struct" "$work/out"
result $? "... and what was there before is not"
run "$lg" review --staged --format=json --rules=abi-type
test "$(wc -l <"$work/out")" -eq 1 && grep -q '"member":"pad"' "$work/out"
result $? "... as JSON, one line"
run "$lg" review --staged --fail-on=never
status_is 0 "--fail-on=never"
run "$lg" review --staged --rules=abi-packed
says 0 "" "--rules narrows"
git reset -q --hard

git mv "$abi/box.h" "$abi/chest.h"
sed -i 's/box.h/chest.h/' Documentation/box.rst
git add -A
review
says 0 "1 struct in 1 header checked" "a rename takes its findings along"
echo '' >>"$abi/chest.h"
sed -i 's/unsigned char pad/unsigned long pad/' "$abi/chest.h"
git add -A
review
out_lines_of() { grep -c 'error:.*abi-type' "$work/out"; }
test "$status" -eq 1 && test "$(out_lines_of)" -eq 1 &&
	grep -q '@pad' "$work/out"
result $? "... and what gets worse on the way is reported, alone"
git reset -q --hard

git rm -q "$abi/box.h"
review
says 0 "1 of 1 staged files matter" "a deleted header"
test "$(cut -d: -f1-3 "$work/out")" = "$abi/box.h: note: struct box_ser is gone with $abi/box.h, and so is box_COMPATIBLE, which was \"box-v1\""
result $? "... says that its struct is gone, and nothing else"
git reset -q --hard

# a struct that moves to another file takes its findings along
{
	header lid 'unsigned char nothing'
	sed -n '/^\/\*\*$/,$p' "$abi/box.h" | sed '1,6d'
} >"$abi/lid.h"
sed -i '/#define box_COMP/,$d' "$abi/box.h"
sed -i "s/box.h/lid.h/" Documentation/box.rst
sed -i 's/^struct lid_ser/#define box_COMPATIBLE "box-v1"\n&/' "$abi/lid.h"
git add -A
review
! grep -q "@lid of struct box_ser" "$work/out"
result $? "a struct that moves to another file takes its findings along"
git reset -q --hard

# ------------------------------------------------------------- other files

sed -i '/kernel-doc::/d' Documentation/box.rst
git add -A
review --fail-on=warning
says 1 "" "an .rst that lets go of the header"
out_has "no .rst below Documentation/ includes this ABI header" "... is told"
mkdir Documentation/core
echo ".. kernel-doc:: $abi/box.h" >Documentation/core/abi.rst
git add -A
review --fail-on=warning
status_is 0 "... unless another takes it"
git reset -q --hard

echo 'BOX' >MAINTAINERS
git add -A
review --fail-on=warning
says 1 "" "MAINTAINERS without its F: line"
out_has "no entry of MAINTAINERS covers this ABI header" "... is told"
git reset -q --hard
printf '\nLID\nM:\tA <a@example.org>\nF:\tdrivers/lid/\n' >>MAINTAINERS
git add -A
review --fail-on=note
status_is 0 "another entry of MAINTAINERS changes nothing"
git reset -q --hard

header lid 'unsigned char lid' >"$abi/lid.h"
git add -A
review --fail-on=warning
out_has "$abi/lid.h:2:1: warning: no .rst below" "a new header in no .rst"
echo ".. kernel-doc:: $abi/lid.h" >>Documentation/box.rst
git add -A
review --fail-on=warning
says 0 "1 struct in 1 header checked" "... and in one that is staged with it"
git reset -q --hard

echo 'typedef unsigned int lid_t;' >include/linux/lid.h
{
	echo '#include <linux/lid.h>'
	header chest 'lid_t size'
} >"$abi/chest.h"
echo ".. kernel-doc:: $abi/chest.h" >>Documentation/box.rst
git add -A
commit "a typedef of another header"
echo 'typedef unsigned long lid_t;' >include/linux/lid.h
git add -A
review
says 1 "1 header checked" "a header outside that an ABI header needs"
out_has "$abi/chest.h" "... is checked with it"
echo 'int lid(void);' >include/linux/lid.h
git reset -q --hard
echo 'int lid_of(void);' >>include/linux/lid.h
git add -A
review
says 0 "" "... and is no worse for a function"
git reset -q --hard

# -------------------------------------------------------------------- hooks

git worktree add -q -b side "$work/second tree"
ln -s "$hook" .git/hooks/pre-commit
worse pad
run git commit -qam "worse"
test "$status" -ne 0 && grep -q '@pad of struct box_ser' "$work/out" "$work/err"
result $? "the hook stops a commit, also one of git commit -a"
err_has "git commit --no-verify" "... and says how to do it anyway"
git reset -q
run git commit -qm "worse" "$abi/box.h"
test "$status" -ne 0
result $? "... and git commit FILE, which has an index of its own"
cd drivers/box || exit 2
run git commit -qam "worse"
test "$status" -ne 0
result $? "... from a directory below"
cd "$work/a tree" || exit 2
run git commit -qam "worse" --no-verify
status_is 0 "--no-verify"
echo 'int add(int a);' >drivers/box/add.h
run git commit -qam "harmless"
status_is 0 "a harmless commit passes the hook"
err_empty "... in silence"
cd "$work/second tree" || exit 2
worse pad
run git commit -qam "worse"
test "$status" -ne 0
result $? "the hook in a linked work tree"
cd "$work/a tree" || exit 2
LUOGUARD=/nonexistent/luoguard
sed -i 's/int a/long a/' drivers/box/add.h
run git commit -qam "no luoguard"
test "$status" -ne 0
result $? "the hook without luoguard stops the commit"
LUOGUARD=$lg
rm .git/hooks/pre-commit

# The framework clones the repository of a hook; a small one does.
frame=$work/frame
mkdir "$frame"
cp "$here/../../.pre-commit-hooks.yaml" "$frame"
git init -q -b main "$frame"
(cd "$frame" && git add -A && commit hooks)
cat >.pre-commit-config.yaml <<END
repos:
- repo: $frame
  rev: $(git -C "$frame" rev-parse HEAD)
  hooks:
  - id: luoguard
END
git add -A
mkdir "$work/bin"
ln -s "$lg" "$work/bin/luoguard"
PRE_COMMIT_HOME=$work/cache
PATH=$work/bin:$PATH
export PRE_COMMIT_HOME PATH
sed -i 's/unsigned char lid/unsigned long lid/' "$abi/box.h"
header bin 'unsigned long size' >"$abi/bin.h"
git add -A
run pre-commit run
test "$status" -ne 0 && grep -q 'struct bin_ser' "$work/out"
result $? "the pre-commit framework runs it"
git checkout -q HEAD -- "$abi/box.h"
git rm -qf "$abi/bin.h"
echo 'int add(int a, int b, int c, int d);' >drivers/box/add.h
git add -A
run pre-commit run
status_is 0 "... and passes what is right"

done_testing
