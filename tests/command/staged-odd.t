#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# staged-odd.t - luoguard review --staged where files move, commits merge, and
# repositories are of another kind.

# shellcheck source=tests/command/repo.sh
. "$(dirname "$0")/repo.sh"

repo "$work/a tree"
commit base

# -------------------------------------------------------------------- moves

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
says 0 "2 of 2 staged files matter" "a header under a new name: not worse"
git reset -q --hard HEAD~1

# a struct that moves, with its stale finding, to a file that is already there
header lid 'unsigned char lid' >"$abi/lid.h"
echo ".. kernel-doc:: $abi/lid.h" >>Documentation/box.rst
worse lid
git add -A
commit "a stale finding"
sed '/DOC: box/,/ \*\//d; 1,2d' "$abi/box.h" >>"$abi/lid.h"
git rm -qf "$abi/box.h"
sed -i '/box.h/d' Documentation/box.rst
git add -A
review
says 0 "3 of 3 staged files matter" "a struct whose file is gone: not worse"
git reset -q --hard HEAD~1

# a string is held against an array that another header declares
sed 's/box/luo_file/g; s/unsigned char lid;/char compatible[8];/; s/@lid/@compatible/' \
	"$abi/box.h" >"$abi/luo.h"
sed 's/box_COMPATIBLE "box-v1"/LID_FH_COMPATIBLE "lid-v1"/; s/box/lid/g' \
	"$abi/box.h" >"$abi/lid.h"
printf '.. kernel-doc:: %s\n' "$abi/luo.h" "$abi/lid.h" >>Documentation/box.rst
git add -A
commit "a file handler"
sed -i 's/"lid-v1"/"lid-of-a-box-v2"/' "$abi/lid.h"
git add -A
review
says 1 "1 of 1 staged files matter" "a string too long for another header's array"
out_has "[abi-compatible]" "... is told by the rule for it"
git reset -q --hard HEAD~1

# a use of a private struct that goes accounts for none in another file
use() {
	printf 'struct pci_saved_state;\nint %s(struct pci_saved_state *s);\n' "$1"
	printf 'int %s(struct pci_saved_state *s)\n{\n' "$1"
	printf '\treturn s->size;\n}\n'
}
if command -v spatch >/dev/null; then
	use one >drivers/box/one.c
	git add -A
	commit "a stale use"
	: >drivers/box/one.c
	use two >drivers/box/two.c
	git add -A
	review
	says 1 "1 of 2 staged files matter" "a use of a private struct, elsewhere"
	out_has "drivers/box/two.c:5" "... is told where it is now"
	git reset -q --hard

	# both states are asked about at once, unless a header tells them apart
	mkdir "$work/bin"
	cat >"$work/bin/spatch" <<-END
	#!/bin/sh
	case "\$*" in *private-use.cocci*) echo asked >>"$work/asked" ;; esac
	exec $(command -v spatch) "\$@"
	END
	chmod +x "$work/bin/spatch"
	path=$PATH
	PATH=$work/bin:$PATH
	echo 'int more(struct pci_saved_state *s) { return s->more; }' \
		>>drivers/box/one.c
	git add -A
	review --no-sandbox
	says 1 "1 of 1 staged files matter" "a use beside an old one"
	out_has "@more" "... is told"
	! grep -q "@size" "$work/out"
	result $? "... the old one is not"
	test "$(wc -l <"$work/asked")" -eq 2
	result $? "... and spatch was not asked a third time"
	rm "$work/asked"
	echo 'struct pci_saved_state *saved(void);' >drivers/box/saved.h
	sed -i '1i #include "saved.h"' drivers/box/one.c
	git add -A
	review --no-sandbox
	out_has "@more" "a use that comes with a header: told"
	! grep -q "@size" "$work/out"
	result $? "... the old one is not"
	# saved.h, and one.c: as it is, as it was, and that with its own headers
	test "$(wc -l <"$work/asked")" -eq 4
	result $? "... and what other headers make of a file was asked for"
	PATH=$path
	git reset -q --hard HEAD~1
fi

# asm/wide.h was asm-generic's, until the commit
mkdir -p include/asm-generic arch/x86/include/asm
echo 'typedef unsigned long wide_t;' >include/asm-generic/wide.h
{
	echo '#include <asm/wide.h>'
	header wide 'wide_t size'
} >"$abi/wide.h"
echo ".. kernel-doc:: $abi/wide.h" >>Documentation/box.rst
git add -A
commit "a stale finding by a header that kbuild wraps"
echo 'typedef unsigned long wide_t; /* x86 */' >arch/x86/include/asm/wide.h
git add -A
review
says 0 "1 of 1 staged files matter" "an architecture's header in its place"
git reset -q --hard HEAD~1
rm -rf arch

git mv "$abi/box.h" "$abi/box"
mkdir "$abi/box.h"
git mv "$abi/box" "$abi/box.h/lid.h"
sed -i 's/box.h/box.h\/lid.h/' Documentation/box.rst
sed -i 's/unsigned char pad/unsigned long pad/' "$abi/box.h/lid.h"
git add -A
review
says 1 "2 of 2 staged files matter" "a file becomes a directory"
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
git add -A
review
says 2 "$abi/link.h: not checked: no plain file" "a link among the ABI headers"
git reset -q --hard
ln -s add.h drivers/box/link.h
mkdir -p sub
git init -q -b main sub
(cd sub && : >x && git add x && commit x)
git add -A 2>/dev/null
git add drivers/box/link.h
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

git config uploadpack.allowFilter true
git clone -q --no-local --filter=blob:none --sparse "file://$work/a tree" \
	"$work/part"
cd "$work/part" || exit 2
git sparse-checkout set drivers
printf '%s\n' '#include <linux/kexec_handover.h>' \
	"#include <${abi#include/}/box.h>" 'struct bag_ser { int a; };' \
	>drivers/box/bag.c
git add -A
test ! -e "$abi/box.h" && review
says 1 "1 of 1 staged files matter" "a sparse checkout of a partial clone"
git reset -q --hard
git sparse-checkout set --no-cone /drivers/
printf '%s\n' '#include <linux/kexec_handover.h>' \
	"#include <${abi#include/}/box.h>" 'struct bag_ser { int a; };' \
	>drivers/box/bag.c
git add -A
test ! -e Kbuild && test ! -e include && review
says 1 "1 of 1 staged files matter" \
	"a sparse checkout without what a kernel tree is known by"
cd drivers/box && review
says 1 "1 of 1 staged files matter" "... from further down"
cd "$work/a tree" || exit 2

mkdir -p "$work/outer/linux"
git -C "$work/outer" init -q -b main .
(cd "$work/a tree" && git archive HEAD) | tar -xf - -C "$work/outer/linux"
cd "$work/outer" || exit 2
echo x >README
git add README
commit outer
(cd linux && worse lid)
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

# What Git lost is no file that isn't there.
cp -r . "$work/lost"
cd "$work/lost" || exit 2
git checkout -q -b lost
worse lid
commit "worse" -a
git checkout -q main
echo >>drivers/box/add.h
commit "else" -a
git merge -q --no-commit lost
object=$(git rev-parse lost:include/linux/kho | sed 's|^..|&/|')
rm -f ".git/objects/$object"
review
says 2 "cannot look for $abi/box.h" "a tree's object is missing: status 2"
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

done_testing
