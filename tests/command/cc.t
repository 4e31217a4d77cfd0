#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# cc.t - luoguard cc as kbuild and its checker-valid.sh call it.

set -u
. "$(dirname "$0")/lib.sh"
make_tree "$work/a tree"
make_build "$work/a build"
only=--rules=abi-packed
finding='include/linux/kho/abi/box.h:4:8: error: '

cat >"$work/tmp.x" <<'END'
static inline int u(const int *q)
{
	__typeof_unqual__(*q) v = *q;
	return v;
}
END
run "$lg" cc -D__linux__ -Wbitwise --arch=x86 -mlittle-endian -m64 "$work/tmp.x"
status_is 0 "checker-valid.sh's trial passes"
err_empty 'and nothing is said'
run "$lg" cc --fail-on=eror -D__linux__ -Wbitwise "$work/tmp.x"
status_is 0 "nor does it hear of bad usage, whose \"error\" ends the checker"
err_empty 'which the first kernel file tells'
run cc drivers/box/box.c --fail-on=eror
says 2 '"eror" is none of' 'a wrong value'
run cc drivers/box/box.c --fial-on=error
says 2 'did you mean --fail-on' 'a misspelled option is not the compiler'"'"'s'
run "$lg" cc
says 2 'no file to check' 'no file at all'

run cc drivers/box/box.c $only
status_is 0 'findings do not fail kbuild'
err_has "$finding" 'they go to standard error'
out_empty 'and nowhere else'
! test -e "$build/drivers/box/.box.o.d"
result $? "kbuild's dependency file is not written"
test -e "$build/.luoguard/units/drivers/box/box.o.json"
result $? 'the unit has its record'
run cc drivers/box/box.c $only --fail-on=error
status_is 1 '--fail-on=error fails'
run cc drivers/box/box.c $only --fail-on=error
status_is 1 'also when the finding was printed before'
run cc drivers/box/box.c --rules=abi-bitfield --fail-on=note
status_is 0 'nothing found, nothing failed'

run cc drivers/box/box.c:drivers/lid/lid.c $only
test "$(grep -cF "$finding" "$work/err")" -eq 1
result $? "a header's finding is printed once a run"

printf 'const int x = __typeof_unqual__(1) 1;\n' >"$tree/drivers/box/bad.c"
run cc drivers/box/bad.c
says 0 'drivers/box/bad.c: not checked: ' 'a file that GCC cannot compile'
err_has 'error: ' "with the compiler's first error"
grep -q 'not_checked.*bad.c' "$build/.luoguard/units/drivers/box/bad.o.json"
result $? 'which its record keeps'
run cc drivers/box/bad.c --fail-on=error
says 2 'not checked' 'and which is no success where findings count'
run cc drivers/box/gone.c
says 0 'No such file' 'a file that is not there'

cp "$tree/drivers/box/box.c" "$tree/drivers/box/a box"
run cc 'drivers/box/a box' $only
says 0 "$finding" 'a file of any name'
cat >"$tree/drivers/box/unqual.c" <<'END'
#include <linux/kho/abi/box.h>
int f(const int *q);
int f(const int *q)
{
	__typeof_unqual__(*q) v = *q;
	return v;
}
END
run cc drivers/box/unqual.c $only
err_lacks 'not checked' '__typeof_unqual__ with an older GCC'

run cc drivers/box/box.c $only -Wno-x -fdiagnostic-prefix -D__CHECK_ENDIAN__ \
	-fmax-errors=unlimited -fmax-warnings=unlimited
says 0 "$finding" "the bots' flags"
run sh -c 'cd "$1" && "$2" cc --rules=abi-packed -Wp,-MMD,drivers/box/.box.o.d \
	-nostdinc "-I$3/include" -D__KERNEL__ --target=x86_64-linux-gnu \
	-fintegrated-as -Qunused-arguments -mllvm -treat-scalable=1 \
	-mretpoline-external-thunk -march=x86-64 -mtune=no-such-cpu \
	-fsanitize=kcfi -fplugin=/nonexistent/evil.so @/nonexistent/args \
	-wrapper /bin/false -B/nonexistent -specs=/nonexistent \
	-ftrivial-auto-var-init-max-size=1 -Wthread-safety \
	-c -o /nonexistent/x.o "$3/drivers/box/box.c"' \
	sh "$build" "$lg" "$tree"
says 0 "$finding" "clang's flags, and hostile ones"
echo 'X -fplugin=/nonexistent/evil.so' >"$work/args"
for flag in -D -U -I -include -isystem; do
	run cc drivers/box/box.c $only "-Wp,-MMD,drivers/box/.box.o.d" \
		-D__KERNEL__ "$flag" "@$work/args" "$flag@$work/args"
	says 0 "$finding" "no file of arguments is opened behind $flag"
done

run cc drivers/box/box.c $only --format=github
says 0 '::error file=include/linux/kho/abi/box.h,line=4,col=8,title=abi-packed::' \
	'GitHub annotations'
run cc drivers/box/box.c $only --format=json
says 0 '{"rule":"abi-packed","severity":"error","file":"include/' 'JSON lines'
run cc drivers/box/box.c --format=sarif
says 2 'luoguard report' "SARIF is the report's"

LUOGUARD_GCC=/nonexistent/gcc
export LUOGUARD_GCC
run cc drivers/box/box.c:drivers/lid/lid.c
says 0 'no file is checked: cannot run /nonexistent/gcc' 'no GCC: said, and the build goes on'
unset LUOGUARD_GCC
mkdir -p "$tree/arch/s390/include"
run cc drivers/box/box.c $only "-Wp,-MMD,drivers/box/.box.o.d" \
	"-I$tree/arch/s390/include"
case $(uname -m) in
s390x)
	says 0 "$finding" "the tree's machine is this one" ;;
*)
	says 0 'the tree is built for s390' "a tree for another machine" ;;
esac
# Modules: 6.12's make runs in the kernel's build directory; a later one where
# the module is built (MO=), and exports srcroot.
module() {
	rm -rf "$build/.luoguard" "$work/module" "$work/output"
	mkdir "$work/module" "$work/output"
	cp "$tree/drivers/box/box.c" "$work/module/box.c"
	run sh -c 'cd "$1" && shift && exec env "$@"' sh "$@" sub_make_done=1 \
		srctree="$tree" objtree="$build" KBUILD_EXTMOD="$work/module" \
		"$lg" cc $only "-Wp,-MMD,$object" -nostdinc \
		"-I$tree/include" -D__KERNEL__ "$work/module/box.c"
}
object=$work/module/.box.o.d
module "$build"
says 0 "$finding" "a module's file"
test -e "$work/module/.luoguard/units/box.o.json"
result $? 'has its record beside it'
object=.box.o.d
module "$work/output" srcroot="$work/module"
says 0 "$finding" "a module's file with MO="
test -e "$work/output/.luoguard/units/box.o.json" &&
	! test -e "$work/module/.luoguard"
result $? 'has its record beside its object'

echo '[no such section]' >"$work/bad.ini"
run cc drivers/box/box.c --policy "$work/bad.ini"
says 2 'bad.ini:1' 'a bad policy is bad usage: file and line'
mkdir "$work/alone"
cp "$lg" "$work/alone/luoguard"
all=$lg
lg=$work/alone/luoguard
run cc drivers/box/box.c:drivers/lid/lid.c
says 0 'luoguard.so is missing' 'no plugin: said, and the build goes on'
test "$(grep -c 'luoguard.so is missing' "$work/err")" -eq 1
result $? 'once a run'
grep -q 'not_checked.*luoguard.so' "$build/.luoguard/units/drivers/lid/lid.o.json"
result $? 'and recorded for each file'
lg=$all

# sparse: missing, too old for the tree, good.
cat >"$work/sparse" <<'END'
#!/bin/sh
case $1 in
--version)
	echo '0.6.4 (ours)' ;;
*)
	for last; do :; done
	! grep -q newer "$last" || echo 'x.c:1:1: error: newer' >&2
	echo "sparse got $*" >&2 ;;
esac
END
chmod +x "$work/sparse"
rm -rf "$build/.luoguard"
run cc drivers/box/box.c
says 0 'sparse is not installed; skipped' 'sparse is missing'
err_lacks 'sparse is not installed; skipped: error' 'which is no error'
SPARSE=$work/sparse
run cc drivers/box/box.c
says 0 'sparse got -D__linux__ -Wbitwise --arch=x86' \
	'sparse runs, with the same arguments'
printf 'cat << EOF\nint newer;\nEOF\n' >"$tree/scripts/checker-valid.sh"
rm -rf "$build/.luoguard"
run cc drivers/box/box.c
says 0 'sparse 0.6.4 cannot parse this tree; skipped' 'sparse is too old'
err_lacks 'sparse got' 'and does not run'
grep -q '^old$' "$build/.luoguard/sparse"
result $? 'which is remembered'
rm "$tree/scripts/checker-valid.sh"

# A build directory that cannot be written: root writes anyway.
if test "$(id -u)" -ne 0; then
	rm -rf "$build/.luoguard"
	chmod a-w "$build"
	run cc drivers/box/box.c $only
	chmod u+w "$build"
	says 0 "$finding" 'a read-only build directory'
fi
rm -rf "$build/.luoguard"
: >"$build/.luoguard"
run cc drivers/box/box.c $only
says 0 "$finding" 'a store that cannot be made'
rm "$build/.luoguard"
done_testing
