#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# staged.t - luoguard review --staged, and the hooks that call it.

# shellcheck source=tests/command/lib.sh
. "$(dirname "$0")/lib.sh"

hook=$(cd "$here/../../scripts" && pwd)/pre-commit
LUOGUARD=$lg
GIT_CONFIG_GLOBAL=/dev/null
GIT_CONFIG_SYSTEM=/dev/null
GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org
GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
export LUOGUARD GIT_CONFIG_GLOBAL GIT_CONFIG_SYSTEM
export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE

abi=include/linux/kho/abi

# header NAME MEMBER...: an ABI header with one right struct of these members
header() {
	name=$1
	shift
	cat <<-END
	/* SPDX-License-Identifier: GPL-2.0 */
	/**
	 * DOC: $name
	 *
	 * What one kernel hands over to the next. A change needs a new version.
	 */
	#define ${name}_COMPATIBLE "$name-v1"

	/**
	 * struct ${name}_ser - what is handed over
	END
	printf '%s\n' "$@" | sed 's/.* \([a-z]*\)$/ * @\1: a number/'
	cat <<-END
	 */
	struct ${name}_ser {
	END
	printf '\t%s;\n' "$@"
	echo '} __attribute__((packed));'
}

# repo DIR: a kernel tree in a repository, with one right ABI header, committed
repo() {
	tree=$1
	mkdir -p "$tree/$abi" "$tree/drivers/box" "$tree/Documentation" \
		 "$tree/include/linux"
	: >"$tree/Kbuild"
	: >"$tree/Kconfig"
	printf 'BOX\nM:\tA <a@example.org>\nF:\t%s/*.h\n' "$abi" \
		>"$tree/MAINTAINERS"
	header box 'unsigned char lid' 'unsigned char pad' \
		>"$tree/$abi/box.h"
	{
		echo "Box"
		echo "==="
		echo
		echo ".. kernel-doc:: $abi/box.h"
	} >"$tree/Documentation/box.rst"
	echo 'int add(int a, int b);' >"$tree/drivers/box/add.h"
	git init -q -b main "$tree"
	cd "$tree" || exit 2
	git add -A
}

commit() {
	git commit -q --no-verify -m "$1"
}

# worse NAME: swaps a type for one that is no ABI's, in the header
worse() {
	sed -i "s/unsigned char $1;/unsigned long $1;/" "$abi/box.h"
}

review() {
	run "$lg" review --staged "$@"
}

silent() {
	test "$status" -eq 0 && ! test -s "$work/out" && ! test -s "$work/err"
	result $? "$1"
}

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
run "$lg" review --staged --format=json
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
out_lines_of() { grep -c 'error:' "$work/out"; }
test "$status" -eq 1 && test "$(out_lines_of)" -eq 1 &&
	grep -q '@pad' "$work/out"
result $? "... and what gets worse on the way is reported, alone"
git reset -q --hard

git rm -q "$abi/box.h"
review
silent "a deleted header"
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

git mv "$abi/box.h" include/linux/box.h
git add -A
review
says 2 "include/linux/box.h: not checked: it was $abi/box.h" \
	"a header that leaves the ABI headers"
git reset -q --hard
sed -i '1i #include <linux/no-such.h>' "$abi/box.h"
git add -A
review
says 2 "$abi/box.h: not checked: $abi/box.h:1:10: fatal error" \
	"a header that cannot be parsed: told without a temporary directory"
git reset -q --hard

# a header that moves, and nobody sees that it is the same one
mkdir -p include/uapi/linux
echo 'typedef unsigned long size_type;' >include/linux/size.h
{
	echo '#include <linux/size.h>'
	header sized 'size_type size'
} >"$abi/sized.h"
echo ".. kernel-doc:: $abi/sized.h" >>Documentation/box.rst
git add -A
commit "a stale finding by a typedef"
git rm -q include/linux/size.h
{
	echo '/* What user space has to know, it is told, and here is all of it. */'
	echo 'typedef unsigned long size_type;'
} >include/uapi/linux/size.h
git add -A
review
says 0 "1 of 2 staged files matter" "a header under a new name: not worse"
git reset -q --hard HEAD~1

git mv "$abi/box.h" "$abi/box"
mkdir "$abi/box.h"
git mv "$abi/box" "$abi/box.h/lid.h"
sed -i 's/box.h/box.h\/lid.h/' Documentation/box.rst
sed -i 's/unsigned char pad/unsigned long pad/' "$abi/box.h/lid.h"
git add -A
review
says 1 "1 of 2 staged files matter" "a file becomes a directory"
out_has '@pad of struct box_ser' "... and is checked"
git reset -q --hard

header lid 'unsigned long lid' >"$abi/lid.h"
git add -N "$abi/lid.h"
review
silent "git add --intent-to-add: nothing is staged yet"
git reset -q --hard
rm -f "$abi/lid.h"

# ------------------------------------------------------------- odd entries

ln -s box.h "$abi/link.h"
mkdir -p sub
git init -q -b main sub
(cd sub && : >x && git add x && commit x)
git add -A 2>/dev/null
git add "$abi/link.h"
review
silent "a link and a submodule"
git reset -q --hard
rm -rf sub

odd=$(printf 'drivers/box/a "b\n\tc\033.c')
echo '#include <linux/liveupdate.h>' >"$odd"
git add -A
review --fail-on=never
! LC_ALL=C grep -q "$(printf '\033')" "$work/err" "$work/out"
result $? "a name with quotes, a newline and an escape: nothing raw is printed"
git reset -q --hard
rm -f "$odd"

git checkout -q -b other
worse pad
git commit -qam other --no-verify
git checkout -q main
sed -i 's/unsigned char pad/unsigned short pad/' "$abi/box.h"
git commit -qam main --no-verify
git merge -q other >/dev/null 2>&1
review
says 2 "is not merged" "a conflict: status 2"
git reset -q --hard

# ------------------------------------------------------------------- merges

git checkout -q -b side HEAD~1
header crate 'unsigned long size' >"$abi/crate.h"
echo ".. kernel-doc:: $abi/crate.h" >Documentation/crate.rst
git add -A
commit "worse, on a branch"
git checkout -q main
git merge -q --no-ff --no-commit side
review
silent "a merge: what the branch had is nothing new"
sed -i 's/unsigned short pad/unsigned long pad/' "$abi/box.h"
git add -A
review
out_has "@pad of struct box_ser" "... what the merge itself makes worse is"
! grep -q crate "$work/out"
result $? "... alone"
git merge --abort

# -------------------------------------------------------- indexes, work trees

git checkout -q side
git mv "$abi/crate.h" "$abi/trunk.h"
sed -i 's/crate.h/trunk.h/' Documentation/crate.rst
sed -i 's/crate-v1/crate-v2/' "$abi/trunk.h"
git add -A
commit "another name, on the branch"
git checkout -q -b twig HEAD~1
sed -i 's/ What one kernel/ What any kernel/' "$abi/crate.h"
git add -A
commit "other words, beside it"
git merge -q --no-ff --no-commit side
review
says 0 "1 of 2 staged files matter" \
	"a merge: what the branch had, by a name of its own, is nothing new"
git merge --abort
git checkout -q main
git branch -q -f side side~1

git worktree add -q "$work/second tree" side
(
	cd "$work/second tree" || exit 2
	sed -i 's/unsigned char pad/unsigned long pad/' "$abi/box.h"
	git add -A
)
cd "$work/second tree" || exit 2
review
says 1 "1 of 1 staged files matter" "a linked work tree has an index of its own"
cd "$work" || exit 2
run "$lg" review --staged --tree "$work/second tree/include"
status_is 1 "--tree names a tree, or a directory in it"
cd "$work/a tree" || exit 2
review
silent "... which is not the first one's"
git update-index --split-index
worse pad
sed -i 's/unsigned short pad/unsigned long pad/' "$abi/box.h"
git add -A
review
status_is 1 "a split index"
git update-index --no-split-index
git config index.version 4
git update-index --force-write-index
review
status_is 1 "an index of version 4"
GIT_INDEX_FILE=$work/other-index
export GIT_INDEX_FILE
git read-tree HEAD
review
silent "an index that the environment names"
unset GIT_INDEX_FILE
git reset -q --hard

mkdir -p "$work/outer/linux"
git -C "$work/outer" init -q -b main .
(cd "$work/a tree" && git archive HEAD) | tar -xf - -C "$work/outer/linux"
cd "$work/outer" || exit 2
echo x >README
git add README
commit outer
git add -A
cd linux || exit 2
review
says 1 "staged files matter" "a kernel tree in a directory of its repository"
out_has "$abi/box.h:" "... with paths as in the tree"
cd ..
review
says 2 "no kernel tree" "... which has to be named from above it"
cd "$work/a tree" || exit 2

cp -r . "$work/other format"
rm -rf "$work/other format/.git"
cd "$work/other format" || exit 2
git init -q -b main --object-format=sha256 .
git add -A
review
says 2 "SHA-256" "SHA-256 objects: status 2, also with an unborn HEAD"
commit base
worse lid
git add -A
review
says 2 "SHA-256" "... and with one"
mkdir "$work/$(printf 'red\033[31m')"
cd "$work/$(printf 'red\033[31m')" || exit 2
git init -q .
review
says 2 'red\x1b[31m is in no kernel tree' "a name goes to no terminal raw"
cd "$work/a tree" || exit 2

run "$lg" review --staged HEAD
says 2 "takes no argument" "an argument: status 2"
run "$lg" review
says 2 "missing" "nothing to review: status 2"
git clone -q --bare . "$work/bare.git"
cd "$work/bare.git" || exit 2
review
says 2 "" "a bare repository: status 2"
cd "$work/a tree" || exit 2

# -------------------------------------------------------------------- hooks

ln -s "$hook" .git/hooks/pre-commit
sed -i 's/unsigned short pad/unsigned long pad/' "$abi/box.h"
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
