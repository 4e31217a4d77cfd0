#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# series.t - luoguard review of patches: files, mailboxes, standard input and
# ranges of commits.

# shellcheck source=tests/command/repo.sh
. "$(dirname "$0")/repo.sh"

# of ARGUMENT...: luoguard review
of() {
	run "$lg" review "$@"
}

repo "$work/a tree"
commit base
git tag base

# ------------------------------------------------------------ four commits

worse lid
git commit -qam "box: a wider lid"
echo 'int add(int a, long b);' >drivers/box/add.h
git commit -qam "box: longer numbers"
worse pad
git commit -qam "box: a wider pad"
sed -i 's/unsigned long lid/unsigned char lid/' "$abi/box.h"
git commit -qam "box: the lid was right"
git tag end
git format-patch -q --cover-letter -o "$work/p" base
git format-patch -q --stdout base >"$work/mbox"
cp -r "$work/p" "$work/files"

of base..end
says 1 "4 patches: 3 checked, 1 cannot matter, 0 not checked" \
	"a range of commits"
git reset -q --hard base
cp "$work/out" "$work/range"

of "$work"/p/*.patch
says 1 "4 patches: 3 checked, 1 cannot matter, 0 not checked" \
	"a directory of patches, with its cover letter"
out_has "[PATCH 1/4] box: a wider lid" "... each with a heading"
! grep -q "longer numbers" "$work/out"
result $? "... but for one that cannot matter"
out_has "box.h: mended: @lid of struct box_ser is unsigned long: its width is the architecture's [abi-type], which came with 1/4" \
	"... what a patch mends is told"
out_has "  1/4, mended in 4/4: $abi/box.h: error: @lid of struct" \
	"... and what becomes of it in the series"
out_has "  3/4, stays: $abi/box.h: error: @pad of struct" \
	"... and what stays"
out_has "as a whole brings 4 findings; 3 stay" "... counted"
grep -v '^\(\[\|[0-9a-f]\{12\} \|  [0-9a-f]\)' "$work/range" |
	sed 's/which came with .*//' >"$work/a"
grep -v '^\(\[\|  [0-9]/\)' "$work/out" | sed 's/which came with .*//' |
	diff "$work/a" - >"$work/err"
result $? "... the same as for the commits"
test -z "$(git status --porcelain)"
result $? "the work tree and the index are as they were"

cp "$work/out" "$work/in-order"
of "$work"/p/0003* "$work"/p/0001* "$work"/p/0004* "$work"/p/0002*
cmp -s "$work/out" "$work/in-order"
result $? "the order of files does not matter"
of "$work/mbox"
cmp -s "$work/out" "$work/in-order"
result $? "an mbox"
status=0
"$lg" review - <"$work/mbox" >"$work/out" 2>"$work/err" || status=$?
cmp -s "$work/out" "$work/in-order"
result $? "standard input"
of --format=json "$work/mbox"
test "$status" -eq 1 && test "$(wc -l <"$work/out")" -eq 3 &&
	! grep -q '"member":"lid"' "$work/out"
result $? "JSON has what the series leaves"

of "$work"/p/0001* "$work"/p/0003*
err_has "of 4 patches, these are not there: 2, 4" "what is missing is told"
of "$work"/p/0001*
err_lacks "not there" "... not of a patch by itself"
of "$work"/p/0002*
says 0 "1 patch: 0 checked, 1 cannot matter, 0 not checked" \
	"one that cannot matter"
out_empty "... says nothing on standard output"
worse lid
git commit -qam "box: a wider lid"
git revert --no-edit HEAD >"$work/out"
git format-patch -q --stdout base >"$work/mended"
git reset -q --hard base
of "$work/mended"
says 0 "2 patches: 2 checked" "what the series mends by its end does not count"
out_has "1/2, mended in 2/2" "... but is told"
of "$work"/p/0000*
says 2 "there is no patch in it" "a cover letter alone: status 2"
of --fail-on=never "$work/mbox"
status_is 0 "--fail-on=never"

worse lid
git commit -qam "box: a wider lid"
sed -i 's/unsigned long lid/unsigned int lid/' "$abi/box.h"
git commit -qam "box: a narrower lid"
of --rules=abi-type base..HEAD
says 0 "2 patches: 2 checked" "what the series leaves as a note does not count"
out_has "stays: $abi/box.h: note: @lid" "... and is told as one"
git reset -q --hard base

# -------------------------------------------------------------------- ranges

of base..base
says 2 "base..base: there is no commit in it" "an empty range: status 2"
of base..base~0 end..base
says 2 "end..base: there is no commit in it" "... one the wrong way round"
of base...end
says 2 "base...end: three dots are not understood" "three dots: status 2"

# More than 400 files come and go: git looks for no renames among them.
git checkout -q -b many base
mkdir drivers/many drivers/more
i=0
while test $i -lt 401; do
	echo "a $i" >drivers/many/$i.txt
	i=$((i + 1))
done
git add -A
commit "many"
git rm -qr drivers/many
mkdir -p drivers/more
i=0
while test $i -lt 401; do
	echo "b $i" >drivers/more/$i.txt
	i=$((i + 1))
done
git add -A
commit "more"
git revert --no-edit HEAD >/dev/null 2>&1
of HEAD~2..HEAD
says 0 "too many files change at once for renames to be found" "too many renames"
test "$(grep -c 'rename' "$work/err")" -eq 1
result $? "... are told once, and by nobody else"
git checkout -q main

# ---------------------------------------------------------------------- a page

# Whatever it is named like, a patch stays what it is.
cp "$work"/p/0001* "$work/first"
for file in "" - "$work/new.patch" "$work/first"; do
	of --html "$file" "$work/first"
	says 2 "--html" "--html '${file##*/}': status 2"
done
cmp -s "$work/first" "$work"/p/0001* && ! test -e "$work/new.patch"
result $? "... and nothing is written"
of --html "$work"/p/0001* "$work"/p/0002*
says 2 "would overwrite it" "--html without a name of its own"
cmp -s "$work/first" "$work"/p/0001*
result $? "... takes no patch"

# --------------------------------------------------------------------- bases

git reset -q --hard base
worse pad
git commit -qam "somebody else's"
of "$work"/p/0003*
says 2 "0003-box-a-wider-pad.patch: not checked: $abi/box.h: hunk 1 (line 9 of the patch) does not apply" \
	"what does not apply: which hunk"
of --base base~0 "$work"/p/0001* "$work"/p/0003*
says 1 "2 patches: 2 checked" "--base REV"
of --base no-such "$work"/p/0001*
says 2 "no such commit" "--base of nothing"
of "$work"/p/0003* "$work"/p/0004*
says 2 "does not apply" "one that does not apply"
git format-patch -q --base=base -o "$work/based" base..end
sed -i '/^base-commit/!b' "$work/based"/*
of "$work/based"/*
says 1 "4 patches: 3 checked" "base-commit: of the series"

# ------------------------------------------------------------- what files do

# Commits that move, delete, make again, copy and chmod: the patches say what
# the commits say.
git checkout -q -b moves base
git mv "$abi/box.h" "$abi/chest.h"
sed -i 's/box.h/chest.h/' Documentation/box.rst
git commit -qam "another name"
sed -i 's/unsigned char lid/unsigned long lid/' "$abi/chest.h"
chmod +x drivers/box/add.h
git commit -qam "worse under the new name"
git mv "$abi/chest.h" "$abi/trunk.h"
sed -i 's/chest.h/trunk.h/' Documentation/box.rst
sed -i 's/unsigned long lid/unsigned short lid/' "$abi/trunk.h"
git commit -qam "better, and a third name"
git rm -q "$abi/trunk.h"
git commit -qm "gone"
mkdir -p "$abi"
header box 'unsigned long lid' >"$abi/trunk.h"
git add -A
commit "there again, and worse"
sed 's/box/copy/g' "$abi/trunk.h" >"$abi/copy.h"
printf 'no newline' >drivers/box/tail.h
git add -A
commit "a copy"
printf ', nor here' >>drivers/box/tail.h
mkdir drivers/lid
git mv drivers/box/add.h drivers/lid/add.h
git commit -qam "nothing that matters"
git rm -q "$abi/copy.h"
mkdir "$abi/copy.h"
header lid '_Bool lid' >"$abi/copy.h/lid.h"
git add -A
commit "a directory in its place"
of base..moves
cp "$work/out" "$work/range"
git format-patch -q --stdout -C -C -M --binary base >"$work/moves"
git checkout -q --detach base
of "$work/moves"
says 1 "8 patches: 7 checked, 1 cannot matter, 0 not checked" \
	"renames, copies, deletions"
out_has "$abi/trunk.h: note: struct box_ser is gone with $abi/trunk.h, and so is box_COMPATIBLE" \
	"... a struct that is gone"
plainly() {
	sed 's/^\[PATCH [0-9/]*\]//; s/^[0-9a-f]\{12\} / /
	     s/\(  \|with \|in \)\([0-9a-f]\{12\}\|[0-9]\/8\)/\1/g' "$1"
}
plainly "$work/range" >"$work/a"
plainly "$work/out" | diff "$work/a" - >"$work/err"
result $? "... the same as for the commits"
test "$(grep -c 'error:' "$work/a")" -gt 3
result $? "... which is not nothing"
out_has "2/8, mended in 4/8" "what is deleted stays no more"

done_testing
