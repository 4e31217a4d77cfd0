#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# review-build.t - luoguard review --build: what changes is compiled with its
# true flags, and so are the files that include a header which changes; nothing
# is written to the tree or to the build.

# shellcheck source=tests/command/repo.sh
. "$(dirname "$0")/repo.sh"

# made DIR/NAME HEADER...: what fixdep would leave beside $build/DIR/NAME.o. The
# headers are those of the tree; the build has one of its own.
made() {
	dir=$(dirname "$1") name=$(basename "$1")
	mkdir -p "$build/$dir"
	: >"$build/$dir/$name.o"
	source=$tree/$dir/$name.c
	shift
	{
		printf 'savedcmd_%s := gcc -Wp,-MMD,%s -nostdinc %s %s %s\n' \
			"$dir/$name.o" "$dir/.$name.o.d" \
			"'-I$tree/include' -I./include '-I$tree/$dir'" \
			"-include include/generated/autoconf.h -D__KERNEL__" \
			"-std=gnu11 -O2 -c -o $dir/$name.o '$source'"
		printf '\nsource_%s := %s\n\n' "$dir/$name.o" "$source"
		printf 'deps_%s := \\\n' "$dir/$name.o"
		# shellcheck disable=SC2016 # it is make's
		printf '    $(wildcard include/config/FOO) \\\n'
		printf '  include/generated/autoconf.h \\\n'
		for header; do
			printf '  %s \\\n' "$tree/$header"
		done
		# shellcheck disable=SC2016
		printf '\n%s: $(deps_%s)\n\n$(deps_%s):\n' "$dir/$name.o" \
			"$dir/$name.o" "$dir/$name.o"
	} >"$build/$dir/.$name.o.cmd"
}

# state: all of the build, with its time and size
state() {
	find "$build" \( -type d -printf '%p\n' -o -printf '%p %T@ %s %l\n' \) |
		LC_ALL=C sort
}

# of [OPTION...]: what the work tree changes, as a patch, with the build
of() {
	git add -A
	git diff --cached -M >"$work/a.patch"
	git reset -q --hard
	run "$lg" review --build "$build" "$@" "$work/a.patch"
}

mkdir "$work/tmp"
TMPDIR=$work/tmp
export TMPDIR
repo "$work/a tree"
mkdir -p drivers/pci drivers/far
{
	echo '/* SPDX-License-Identifier: GPL-2.0 */'
	echo '#include "../../include/linux/nothing.h"'
	echo 'struct pci_driver_state {'
	echo '	unsigned int saved_word;'
	echo '};'
} >drivers/pci/core.h
: >include/linux/nothing.h
{
	echo '/* SPDX-License-Identifier: GPL-2.0 */'
	echo '#include "../pci/core.h"'
	echo '#define weight(state) ((void)(state), 0u)'
} >drivers/box/glue.h
for name in box lid; do
	cat >drivers/box/$name.c <<END
// SPDX-License-Identifier: GPL-2.0
#include "glue.h"

unsigned int ${name}_word(struct pci_driver_state *s);
unsigned int ${name}_word(struct pci_driver_state *s)
{
	return weight(s);
}
END
done
sed 's|"glue.h"|"../box/glue.h"|; s/lid_word/far_word/' drivers/box/lid.c \
	>drivers/far/far.c
echo 'int plain(void);' >drivers/box/plain.h
{
	echo '#include "plain.h"'
	echo '#include "made_here.h"'
	echo
	echo 'int plain(void)'
	echo '{'
	echo '	return MADE_HERE;'
	echo '}'
} >drivers/box/plain.c
git add -A
commit base
git tag base

build=$work/a_build
mkdir -p "$build/include/generated"
echo 'CONFIG_FOO=y' >"$build/.config"
echo '#define CONFIG_FOO 1' >"$build/include/generated/autoconf.h"
echo "include $tree/Makefile" >"$build/Makefile"
for file in box/box box/lid far/far; do
	made drivers/$file drivers/box/glue.h drivers/pci/core.h \
		include/linux/nothing.h
done
made drivers/box/plain drivers/box/plain.h
mkdir -p "$build/drivers/box"
echo '#define MADE_HERE 1' >"$build/drivers/box/made_here.h"
sed -i "s| -I./include| & -I./drivers/box|; s|^deps_.*|&\n  drivers/box/made_here.h \\\\|" \
	"$build/drivers/box/.plain.o.cmd"

# ------------------------------------------------------------- with true flags

state >"$work/state"
sed -i 's/return weight(s);/return s->saved_word;/' drivers/box/box.c
of
status_is 1 "a struct that is private by its place, behind a header"
out_has 'drivers/box/box.c:7:' "... where it is used"
out_has '[private-use]' "... by its rule"
err_has "1 file with the flags of $build" "... and how that was seen"
err_lacks ': not checked' "... of all of it"
run "$lg" review "$work/a.patch"
status_is 0 "... which nothing shows without a build"

{
	echo '#ifdef CONFIG_FOO'
	echo 'unsigned int foo(struct pci_driver_state *s);'
	echo 'unsigned int foo(struct pci_driver_state *s)'
	echo '{'
	echo '	return s->saved_word;'
	echo '}'
	echo '#else'
	echo 'unsigned int bar(struct pci_driver_state *s);'
	echo 'unsigned int bar(struct pci_driver_state *s)'
	echo '{'
	echo '	return s->saved_word;'
	echo '}'
	echo '#endif'
} >>drivers/box/box.c
of --format=json
status_is 1 "under an option that is on"
out_lines 1 "... and not under one that is off"
out_has '"line":13' "... there"

sed -i 's/return weight(s);/__typeof__(*s) copy = *s; return copy.saved_word;/' \
	drivers/box/box.c
of
out_has 'drivers/box/box.c:7:' "by typeof"
sed -i 's/weight(s)/(s ? plain() : 0)/
	s/^#include.*/&\n#include "plain.h"/' drivers/box/box.c
of
silent_but_coverage() {
	test "$status" -eq 0 && ! test -s "$work/out" &&
		! grep -q ': not checked' "$work/err"
	result $? "$1"
}
silent_but_coverage "nothing wrong, and an include that is new"

printf '\nint more(void);\nint more(void)\n{\n\treturn MADE_HERE;\n}\n' \
	>>drivers/box/plain.c
of
silent_but_coverage "one that includes what was generated"
err_has "1 file with the flags of" "... was compiled"

git mv drivers/box/box.c drivers/box/crate.c
sed -i 's/return weight(s);/return s->saved_word;/' drivers/box/crate.c
of
out_has 'drivers/box/crate.c:7:' "a file that gets another name"

# ------------------------------------------------------------------- headers

sed -i 's/((void)(state), 0u)/((state)->saved_word)/' drivers/box/glue.h
of
status_is 1 "a header: who includes it"
for file in box/box box/lid far/far; do
	out_has "drivers/$file.c:7:" "... $file.c"
done
err_has '3 of 3 files there that include a header which changes' \
	"... and how many of them"
git apply "$work/a.patch"
of --depth=1
out_has 'drivers/box/box.c:7:' "--depth=1: the nearest"
test "$(grep -c 'error: .*private-use' "$work/out")" -eq 1
result $? "... alone"
err_has '1 of 3 files there that include a header which changes' "... told"
git apply "$work/a.patch"
of --depth=0
status_is 0 "--depth=0: none"
git apply "$work/a.patch"
sed -i 's/return weight/return 1 + weight/' drivers/far/far.c
of --depth 2
out_has 'drivers/far/far.c:7:' "one that changes itself"
err_has '1 file with the flags of' "... counts for itself"
test "$(grep -c 'error: .*private-use' "$work/out")" -eq 3
result $? "... the nearest for the header"
run "$lg" review --build "$build" --depth=x "$work/a.patch"
says 2 '--depth=x: not a number' "--depth: a number"
run "$lg" review --depth=1 "$work/a.patch"
says 2 '--depth goes with --build' "... of a build"

# ------------------------------------------------------ who disagrees, counts

# spatch reads both branches, and knows no configuration
cat >drivers/box/lid.c <<'END'
// SPDX-License-Identifier: GPL-2.0
struct pci_saved_state;
unsigned int lid_word(struct pci_saved_state *s);
unsigned int lid_word(struct pci_saved_state *s)
{
#ifdef CONFIG_BAR
	return s->config_space[0];
#else
	return s ? 1 : 0;
#endif
}
END
of
status_is 0 "what is not compiled is not used"
out_empty "... whatever another engine may say"

# ------------------------------------------------------------ more than patches

sed -i 's/return weight(s);/return s->saved_word;/' drivers/box/box.c
git add -A
run "$lg" review --build "$build" --staged
status_is 1 "--staged"
out_has 'drivers/box/box.c:7:' "... finds it, too"
commit one
sed -i 's/return s->saved_word;/return weight(s);/' drivers/box/box.c
git add -A
commit two
sed -i 's/((void)(state), 0u)/((state)->saved_word)/' drivers/box/glue.h
git add -A
commit three
run "$lg" review --build "$build" base..HEAD
status_is 1 "a range"
out_has 'drivers/box/box.c: mended: ' "... mends by the build, too"
err_has '2 files with the flags of' "... with all files of it"
err_has '3 of 3 files' "... and all that include a header"
git format-patch -q -o "$work/p" base
git reset -q --hard base
run "$lg" review --build "$build" --fail-on=never "$work"/p/*.patch
status_is 0 "a series"
out_has ', mended in 2/3: drivers/box/box.c' "... as a whole"
cat "$work"/p/*.patch >"$work/mbox"
cat "$work/a.patch" >>"$work/mbox"
rm -r "$work/p"

# A merge brings what a branch has already.
git checkout -q -b side base
sed -i 's/return weight(s);/return s->saved_word;/' drivers/box/box.c
sed -i 's/((void)(state), 0u)/((state)->saved_word)/' drivers/box/glue.h
git commit -qam side
git checkout -q main
echo 'struct more { int a; };' >include/linux/nothing.h
git commit -qam main
git merge -q --no-commit --no-ff side 2>/dev/null
run "$lg" review --build "$build" --staged
silent "a merge: a branch is not compiled again"
git reset -q --hard base

# The work tree, and the build, are of another commit than the patch is for.
echo 'struct other { int a; };' >include/linux/nothing.h
sed -i 's/saved_word/kept_word/' drivers/pci/core.h
git add -A
commit later
sed -i 's/return weight(s);/return s->saved_word;/' drivers/box/box.c
git checkout -q base -- drivers/pci/core.h include/linux/nothing.h
git diff base >"$work/a.patch"
git reset -q --hard
run "$lg" review --build "$build" --base base "$work/a.patch"
says 1 '1 file with the flags of' "a base that is not what is checked out"
out_has '@saved_word' "... as it was there"
err_lacks ': not checked' "... all of it"
git reset -q --hard base
rm -f "$work/mbox"

# What cannot be compiled as it was: what is found as it is, is not told as new.
sed -i 's/return weight(s);/return weight(s)/' drivers/box/box.c
git commit -qam broken
sed -i 's/return weight(s)$/return s->saved_word;/' drivers/box/box.c
of
says 2 'drivers/box/box.c: not compared with what it was, with the flags of' \
	"a file that did not compile before"
out_empty "... what is found there may be old"
git reset -q --hard base
sed -i 's/return weight(s);/return weight(s)/' drivers/box/box.c
of
says 2 'drivers/box/box.c: not checked: with the flags of' \
	"a file that does not compile"
err_has "drivers/box/box.c:8:1: error: expected ';'" "... the compiler says why"
sed -i 's/((void)(state), 0u)/((void)(state), 0u/' drivers/box/glue.h
of --depth=1
says 2 'drivers/box/box.c: not checked: with' "one that a header breaks"

# A header that is included anew has its old faults, and one that is not, too.
printf '#include "../box/glue.h"\nint old(void);\n' >drivers/far/old.h
git add -A
git commit -qm old
sed -i 's/^#include "plain.h"/&\n#include "..\/far\/old.h"/' drivers/box/plain.c
of
silent_but_coverage "an include of a header with a fault"
git apply "$work/a.patch"
git commit -qam include
sed -i '/old.h/d' drivers/box/plain.c
of
silent_but_coverage "an include that is no more"
git reset -q --hard base

# ---------------------------------------------------------------- contracts

# A member that only a configuration has.
sed -i 's/^	unsigned char pad;/#ifdef CONFIG_FOO\n	unsigned char pad;\n#endif/' \
	$abi/box.h
printf '#include <linux/kho/abi/box.h>\nint user(void);\n' >drivers/box/user.c
git add -A
git commit -qm user
made drivers/box/user $abi/box.h
sed -i 's/^	unsigned char pad;/	unsigned short pad;/' $abi/box.h
of --rules=abi-drift
status_is 1 "a layout that drifts with an option that is on"
out_has 'on this configuration' "... and where"
err_has '1 of 1 file there that includes a header which changes' \
	"... by who includes it"
run "$lg" review --rules=abi-drift "$work/a.patch"
status_is 0 "... nothing else sees it"
git apply "$work/a.patch"
sed -i 's/box-v1/box-v2/' $abi/box.h
of --rules=abi-drift
silent_but_coverage "with a new version, it may"
rm "$build"/drivers/box/user.o "$build"/drivers/box/.user.o.cmd
git reset -q --hard base

# -------------------------------------------------------------- what is not built

mv "$build/drivers/box/.lid.o.cmd" "$work/lid.cmd"
sed -i 's/return weight(s);/return s->saved_word;/' drivers/box/lid.c
printf 'struct pci_saved_state;\nvoid *use(struct pci_saved_state *s);\n' \
	>>drivers/box/lid.c
of
status_is 0 "a file that was not built"
err_has "0 files with the flags of $build; the rest without a build" \
	"... is checked as without a build"
sed -i 's/((void)(state), 0u)/((state)->saved_word)/' drivers/box/glue.h
of
err_has '2 of 2 files there' "... and no includer of a header"
head -c 90 "$work/lid.cmd" >"$build/drivers/box/.lid.o.cmd"
run "$lg" review --build "$build" "$work/a.patch"
err_has '.lid.o.cmd: half-written' "half a .cmd file is told"
err_has '2 of 2 files there' "... and is none"
mv "$work/lid.cmd" "$build/drivers/box/.lid.o.cmd"

run "$lg" review --build "$work/none" "$work/a.patch"
says 2 "--build $work/none: No such file" "no directory"
run "$lg" review --build "$work/tmp" "$work/a.patch"
says 2 'neither a kernel tree nor a build directory' "no build directory"
mkdir -p "$work/other/scripts" "$work/other/include/linux" "$work/other build"
: >"$work/other/scripts/Makefile.build"
echo "include $work/other/Makefile" >"$work/other build/Makefile"
run "$lg" review --build "$work/other build" "$work/a.patch"
says 2 "is a build directory of $work/other, not of $work/a tree" \
	"a build of another tree"
echo "include $tree/Makefile" >"$work/other build/Makefile"
run "$lg" review --build "$work/other build" "$work/a.patch"
says 2 'no .config' "one that was not configured"
: >"$work/other build/.config"
run "$lg" review --build "$work/other build" "$work/a.patch"
says 2 'nothing is built there yet' "one that was not built"
rm -r "$work/other" "$work/other build"
cd "$work" || exit 2
run "$lg" review --build a_build "$work/a.patch"
says 1 '3 of 3 files there' "from a place that is no tree: that of the build"
cd "$tree" || exit 2

# ------------------------------------------------------------------- in place

cp -r "$build" "$work/saved"
cp -r "$build/include" "$build/drivers" .
cp "$build/.config" .
sed -i "s|$tree/||g; s|''||g" drivers/*/.*.o.cmd
printf 'include\n.config\n*.o\n*.cmd\nmade_here.h\nautoconf.h\n' \
	>.git/info/exclude
sed -i 's/return weight(s);/return s->saved_word;/' drivers/box/box.c
printf '\nint more(void);\nint more(void)\n{\n\treturn MADE_HERE;\n}\n' \
	>>drivers/box/plain.c
git diff >"$work/a.patch"
git reset -q --hard
run "$lg" review --build . "$work/a.patch"
says 1 '2 files with the flags of .' "a tree that was built in place"
err_lacks ': not checked' "... with what was generated there"
git clean -qfdx

# ------------------------------------------------------------------- hostile

echo 'int secret = ;' >"$work/secret.h"
echo 'top secret key' >"$build/signing_key.pem"
for file in "$work/secret.h" "$build/signing_key.pem" /etc/passwd \
	    ../../../secret.h; do
	sed -i "s|^#include.*|#include \"$file\"|" drivers/box/box.c
	of
	says 2 'drivers/box/box.c: not checked: ' "an include of $file"
	if test "$lg" = "$real_lg"; then
		err_has 'No such file or directory' "... which is not there"
	fi
	! grep -q 'secret =\|top secret key\|root:' "$work/out" "$work/err"
	result $? "... and does not reach the messages"
done
rm "$build/signing_key.pem"
{
	echo '#if __has_include("/etc/passwd")'
	echo 'unsigned int probe(struct pci_driver_state *s);'
	echo 'unsigned int probe(struct pci_driver_state *s)'
	echo '{'
	echo '	return s->saved_word;'
	echo '}'
	echo '#endif'
} >>drivers/box/box.c
of
if test "$lg" = "$real_lg"; then
	silent_but_coverage "a probe"
fi
echo '#include "lid.c"' >>drivers/box/lid.c
of
says 2 'drivers/box/lid.c: not checked: ' "a file that includes itself"

state | cmp -s - "$work/state"
result $? "nothing of the build was written"
test -z "$(git status --porcelain)"
result $? "nothing of the tree"
test -z "$(ls "$work/tmp")"
result $? "nothing is left behind"

done_testing
