#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# drift.t - what luoguard review says of a layout that changes, and the record
# of contracts that it compares.

# shellcheck source=tests/command/repo.sh
. "$(dirname "$0")/repo.sh"

out_lacks() { ! grep -qF -e "$1" "$work/out"; result $? "$2"; }

# bump FROM TO: the version of the header box.h
bump() {
	sed -i "s/\"box-v$1\"/\"box-v$2\"/" "$abi/box.h"
}

# grow NAME: adds a member in front of @pad, with its doc
grow() {
	sed -i -e "s/^\tunsigned char pad;/\tunsigned char $1;\n&/" \
	       -e "s/^ \* @pad:/ * @$1: a number\n&/" "$abi/box.h"
}

repo "$work/a tree"
commit base

# ------------------------------------------------------------------- staged

grow lock
git add -A
review
says 1 "1 struct in 1 header checked" "a member inserted: status 1"
out_has 'struct box_ser changed, and box_COMPATIBLE is still "box-v1": @lock (unsigned char, 1 byte) was inserted at byte 1' \
	"... what changed, and which version did not"
out_has 'to mend: bump box_COMPATIBLE from "box-v1" to "box-v2"' \
	"... and how to mend it"
out_has '      | +#define box_COMPATIBLE "box-v2"' "... as a hunk"
out_has '      |                                      +     1  unsigned char lock' \
	"... with both layouts"
test "$(grep -c 'abi-drift' "$work/out")" -eq 1
result $? "... once"
review --rules=abi-type
status_is 0 "--rules without it: silent"
out_empty "... wholly"
printf '[exception box]\nrule = abi-drift\nstruct = box_ser\nreason = x\n' \
	>"$work/policy.ini"
review --policy "$work/policy.ini"
status_is 0 "policy accepts it"
bump 1 2
git add -A
review
says 0 "1 struct in 1 header checked" "with a new version: status 0"
out_empty "... and silent"
commit "a lock"

git mv "$abi/box.h" "$abi/chest.h"
sed -i 's/box.h/chest.h/' Documentation/box.rst
git add -A
review
status_is 0 "a header with a new name is the same contract"
sed -i "s/unsigned char pad/unsigned short pad/" "$abi/chest.h"
git add -A
review
out_has '@pad was unsigned char (1 byte) and is unsigned short (2 bytes)' \
	"... and what changes in it is compared"
git reset -q --hard

echo 'typedef unsigned int lid_t;' >include/linux/lid.h
{
	echo '#include <linux/lid.h>'
	header lid 'lid_t size'
} >"$abi/lid.h"
echo ".. kernel-doc:: $abi/lid.h" >>Documentation/box.rst
git add -A
commit "a typedef of another header"
echo 'typedef unsigned short lid_t;' >include/linux/lid.h
git add -A
review
out_has '@size was lid_t (4 bytes) and is lid_t (2 bytes)' \
	"a header outside that changes a layout"
git reset -q --hard

zdev=include/uapi/linux/vfio_zdev.h
mkdir -p include/uapi/linux
printf 'struct vfio_zpci {\n\tunsigned int a;\n};\n' >$zdev
git add -A
commit "an append-only header"
printf 'struct vfio_zpci {\n\tunsigned int a;\n\tunsigned int b;\n};\n' >$zdev
git add -A
review
status_is 0 "an append-only header grows at the end"
printf 'struct vfio_zpci {\n\tunsigned int b;\n\tunsigned int a;\n};\n' >$zdev
git add -A
review
status_is 1 "... and nowhere else"
out_has "$zdev is append-only" "... which is told"
git reset -q --hard

header crate 'unsigned char size' >"$abi/crate.h"
echo ".. kernel-doc:: $abi/crate.h" >>Documentation/box.rst
git add -A
review
status_is 0 "a new struct is no drift"
out_has "$abi/crate.h:13: new: struct crate_ser, 1 byte, under crate_COMPATIBLE: what is handed over" \
	"... and introduced"
out_has "  byte 0   unsigned char size: a number" "... with what its members are"
out_has 'a kernel that does not know "crate-v1", older or newer, refuses the data' \
	"... and who refuses it"
out_has 'For a file handler all sessions are lost' "... at what cost"
review --format=json
out_empty "... but for machines"
cat >>"$abi/box.h" <<'END'

/**
 * struct box_lid_ser - a lid
 * @size: a number
 */
struct box_lid_ser {
	unsigned char size;
} __attribute__((packed));
END
git add -A
review
out_has 'box_COMPATIBLE is "box-v2" as before' "... under a version that others know"
git reset -q --hard

# what two machines see is told once; long lines get the room they need
cat >"$abi/chest.h" <<'END'
/* SPDX-License-Identifier: GPL-2.0 */
/**
 * DOC: chest
 *
 * What one kernel hands over to the next. A change needs a new version.
 */
#define CHEST_COMPATIBLE "chest-v1"

#define CHEST_LENGTH 4

/**
 * struct chest_ser - a chest
 * @name: a name
 * @number_of_drawers_without_locks: a number
 */
struct chest_ser {
	char name[CHEST_LENGTH];
	unsigned char number_of_drawers_without_locks;
} __attribute__((packed));
END
echo ".. kernel-doc:: $abi/chest.h" >>Documentation/box.rst
git add -A
commit "a chest"
sed -i 's/LENGTH 4/LENGTH 8/' "$abi/chest.h"
git add -A
review
test "$(grep -c 'note: CHEST_LENGTH was 4 and is 8' "$work/out")" -eq 1
result $? "the length behind an array is told once"
out_has '      |      0  char name[4]                                  !     0  char name[8]' \
	"a long line widens the column"
out_has '      |      4  unsigned char number_of_drawers_without_locks !     8  unsigned char number' \
	"... to its own length"
out_has '      |      5  (size)                                              9  (size)' \
	"... and the size's"

# a header that is deleted
{
	echo "#include <linux/kho/abi/box.h>"
	header shelf 'unsigned char size'
} >"$abi/shelf.h"
echo ".. kernel-doc:: $abi/shelf.h" >>Documentation/box.rst
git add -A
commit "a header that includes another"
git rm -q "$abi/box.h"
review
says 2 "$abi/shelf.h: not checked: $abi/shelf.h:1:" \
	"a header is deleted that another one includes: status 2"
out_has "$abi/box.h: note: struct box_ser is gone with $abi/box.h, and so is box_COMPATIBLE, which was \"box-v2\"" \
	"... and its struct is gone"
sed -i 1d "$abi/shelf.h"
git add -A
review
says 0 "headers checked" "... that nobody includes"
out_has "struct box_ser is gone with" "... is told the same"
git reset -q --hard

{
	cat "$abi/shelf.h"
	sed -n '/^\/\*\*$/,$p' "$abi/box.h"
} >"$work/both.h"
sed 1d "$work/both.h" >"$abi/shelf.h"
git rm -q "$abi/box.h"
sed -i '/box\.h/d' Documentation/box.rst
git add -A
review
says 0 "headers checked" "what it had stands in another header now"
out_lacks "abi-drift" "... which is the same contract"
git reset -q --hard

sed -i '1i#include <linux/kho/abi/version.h>' "$abi/box.h"
echo '#define BOX_COMPATIBLE "box-v2"' >"$abi/version.h"
sed -i -e '/define box_COMPATIBLE/d' \
	-e 's/A change needs a new version/& in BOX_COMPATIBLE/' "$abi/box.h"
git add -A
commit "a version in a header of its own"
git rm -q "$abi/box.h"
sed -i 1d "$abi/shelf.h"
git add -A
review
out_has "$abi/version.h:1:9: warning: struct box_ser is gone from $abi/box.h, and BOX_COMPATIBLE is still \"box-v2\"" \
	"a header is deleted, and its version stays"
git reset -q --hard HEAD~1
git rm -q "$abi"/*.h
review
out_has "struct box_ser is gone with" "all headers are deleted"
git reset -q --hard HEAD~1

# a merge of what another branch did well
git checkout -q -b other
grow key
bump 2 3
git add -A
commit "a key"
git checkout -q main
echo 'int lid(void);' >drivers/box/lid.h
git add -A
commit "something else"
git merge -q --no-commit other >/dev/null 2>&1
review
out_lacks "abi-drift" "a merge brings what the other branch has"
git reset -q --hard

# ------------------------------------------------------------------- series

git checkout -q -b series
grow key
git commit -qam "key without a version"
git mv drivers/box/add.h drivers/box/sum.h
git commit -qam "something else"
grow hinge
git commit -qam "a hinge"
run "$lg" review main..HEAD
status_is 1 "a series without a new version"
out_has "@key" "... names what changed first"
bump 2 3
git commit -qam "a version"
grow top
git commit -qam "a top, under the same version"
run "$lg" review main..HEAD
status_is 0 "a new version later in the series is enough"
out_has "mended: struct box_ser changed" "... and mends what came before it"
test "$(grep -c 'error: struct box_ser changed.*\[abi-drift\]$' "$work/out")" -ge 2
result $? "... which is told with its patches"
out_lacks "@top (" "... and what comes behind it is covered"
run "$lg" review --format=json main..HEAD
out_lacks '"rule":"abi-drift","severity":"error"' "... and nothing of it stays"
git checkout -q -b fresh main
header crate 'unsigned char size' >"$abi/crate.h"
echo ".. kernel-doc:: $abi/crate.h" >>Documentation/box.rst
git add -A
commit "a new header"
sed -i "s/unsigned char size/unsigned short size/" "$abi/crate.h"
git commit -qam "... that changes before anybody has it"
run "$lg" review main..HEAD
out_lacks "abi-drift" "what is new in a series is no contract yet"
git checkout -q -b back main
grow key
git commit -qam "key"
git revert --no-edit HEAD >/dev/null 2>&1
run "$lg" review main..HEAD
status_is 0 "what a series undoes"

# ------------------------------------------------------- the mend as an edit

git checkout -q -b edit main
grow bolt
git commit -qam "bolt"
run "$lg" review --format=sarif HEAD~1..HEAD
jq -r '.runs[0].results[] | select(.ruleId == "abi-drift") |
	.fixes[0].artifactChanges[0] | .artifactLocation.uri as $file |
	.replacements[0] | .deletedRegion as $r |
	"\($file) \($r.startLine) \($r.startColumn) \($r.endColumn) \(.insertedContent.text)"' \
	"$work/out" >"$work/edit"
read -r file line from to value <"$work/edit"
old=$(sed -n "${line}p" "$file" | cut -c"$from-$((to - 1))")
test "$old" = '"box-v2"' && test "$value" = '"box-v3"'
result $? "SARIF has the new version as an edit, at its place"
sed -i "${line}s/$old/$value/" "$file"
git commit -qa --amend -m "bolt"
run "$lg" review HEAD~1..HEAD
out_lacks "abi-drift" "... which mends it"
sed -i "${line}s/$value/$old/" "$file"
git commit -qa --amend -m "bolt"
sed -i '1a/* a line */' "$file"
git commit -qam "a line above it"
run "$lg" review --format=sarif HEAD~2..HEAD
test "$(jq -c '[.runs[0].results[] | select(.ruleId == "abi-drift") |
	has("fixes")]' "$work/out")" = "[false]"
result $? "... but none where a later patch changes the file"

# ------------------------------------------------------------------- record

git checkout -q main
run "$lg" facts --contract "$abi/box.h"
status_is 0 "the contract of a header"
test "$(head -1 "$work/out")" = "luoguard-contract 1"
result $? "... its first line"
out_has "version box_COMPATIBLE value box-v2" "... its version"
out_has "struct box_ser size 3 align 1 packed yes zone versioned version box_COMPATIBLE" \
	"... its struct"
out_has "  member lock offset 1 size 1" "... a member"
test "$(grep -c '^machine' "$work/out")" -eq 4
result $? "... for each machine and page size"
cp "$work/out" "$work/first"
run "$lg" facts --contract "$abi/box.h"
cmp -s "$work/first" "$work/out"
result $? "... the same each time"
run "$lg" facts --contract
out_has "struct lid_ser" "without a FILE: all of them"
run "$lg" facts --contract drivers/box/lid.h
says 2 "" "no ABI header: status 2"
run "$lg" facts "$abi/box.h"
says 2 "--build is missing" "facts of code need a build"

done_testing
