#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# plugin.t - the GCC plugin as a compiler's guest: it changes no object, breaks
# no build, says each finding once a make run, and refuses what it cannot do.

set -u
here=$(cd "$(dirname "$0")" && pwd)
BUILD=${BUILD:-$here/../build}
so=$(cd "$BUILD" && pwd)/luoguard.so
GCC=${LG_GCC:-$(sed -n 's/.*LG_PLUGIN_GCC "\(.*\)"/\1/p' "$BUILD/gen/config.h")}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
n=0
failed=0

# check NAME COMMAND...: passes when the command does.
check() {
	local name=$1

	shift
	n=$((n + 1))
	if "$@" >"$work/log" 2>&1; then
		echo "ok $n - $name"
	else
		echo "not ok $n - $name"
		sed 's/^/#     /' "$work/log"
		failed=1
	fi
}

not() { ! "$@"; }

# ------------------------------------------------------------ a small tree
tree=$work/tree
zone=$tree/include/linux/kho/abi
mkdir -p "$zone" "$tree/kernel"
cat >"$zone/box.h" <<'E'
/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_KHO_ABI_BOX_H
#define _LINUX_KHO_ABI_BOX_H
typedef unsigned int u32;
typedef unsigned long long u64;

/**
 * DOC: Box ABI
 *
 * Changes need a new version in BOX_COMPATIBLE.
 */
#define BOX_COMPATIBLE "box-v1"

struct box_ser {
	u32 lid;
	u64 size;
};
#endif
E
for unit in one two three four; do
	cat >"$tree/kernel/$unit.c" <<'E'
#include <linux/kho/abi/box.h>
u64 get(struct box_ser *b);
u64 get(struct box_ser *b) { return b->size; }
E
done
echo 'int broken = ;' >"$tree/kernel/broken.c"
cat >"$tree/kernel/clean.c" <<'E'
int clean(int a);
int clean(int a) { return a + 1; }
E
build=$work/build
mkdir -p "$build/kernel"
cd "$build" || exit 2

flags=(-nostdinc "-I$tree/include" -O2 -g)
arg=-fplugin-arg-luoguard
plugin=("-fplugin=$so" "$arg-tree=$tree")

# compile UNIT [ARGUMENT...]: with the plugin, to UNIT.o
compile() {
	local unit=$1

	shift
	"$GCC" "${flags[@]}" "-Wp,-MMD,kernel/.$unit.o.d" "${plugin[@]}" "$@" \
		-c -o "kernel/$unit.o" "$tree/kernel/$unit.c"
}

# says TEXT COMMAND...: its output has TEXT, whatever its status
says() {
	local text=$1

	shift
	"$@" >"$work/out" 2>&1 </dev/null
	cat "$work/out"
	grep -qF -e "$text" "$work/out"
}

silent() {
	"$@" >"$work/out" 2>&1 </dev/null || return 1
	cat "$work/out"
	test ! -s "$work/out"
}

# soon COMMAND...: the same, and its compiler takes no 20 seconds.
soon() {
	printf '#!/bin/sh\nexec timeout 20 %s "$@"\n' "$GCC" >"$work/soon"
	chmod +x "$work/soon"
	GCC=$work/soon silent "$@"
}

finding="include/linux/kho/abi/box.h:14:8: error: struct box_ser is serialized but not __packed"

# ------------------------------------------------------------- diagnostics
check "a finding has the path from the tree, the caret's place and the rule" \
	says "$finding" compile one
check "the rule's id ends the line" \
	grep -qE 'error: struct box_ser .* \[abi-packed\]$' "$work/out"
check "the tag is underlined whole" \
	grep -qE '^ +\| +\^~~~~~~$' "$work/out"
check "a note says by which evidence it counts as serialized" \
	grep -qF 'struct box_ser counts as serialized: it lives in the ABI header' "$work/out"
check "a fix-it hint shows __packed" \
	grep -qE '^ +\| +__packed$' "$work/out"
check "a fix-it hint shows a kernel-doc skeleton with every member" \
	grep -qE '\|\+ \* @size:' "$work/out"
check "-fdiagnostics-generate-patch makes a patch of the hints" \
	says '+} __packed;' compile one -fdiagnostics-generate-patch
check "-fsyntax-only finds the same" \
	says "$finding" "$GCC" "${flags[@]}" "${plugin[@]}" -fsyntax-only \
	"$tree/kernel/one.c"
check "format=json prints objects with the contract's keys" \
	says '"rule":"abi-packed","severity":"error","file":"include/linux/kho/abi/box.h","line":14,"column":8,"struct":"box_ser","member":null,"message":' \
	compile one "$arg-format=json"
check "rules=LIST runs those alone" \
	says '[abi-doc]' compile one "$arg-rules=abi-doc"
check "... and no other" not grep -q 'abi-packed' "$work/out"
check "a file without findings is compiled in silence" silent compile clean

# --------------------------------------------------------- where carets stand
mkdir -p "$tree/drivers/pci" "$tree/drivers/vfio"
echo 'struct pci_link { int speed, speed2; };' >"$tree/drivers/pci/pci.h"
cat >"$tree/drivers/vfio/use.c" <<'E'
#include "../pci/pci.h"
int use(struct pci_link *p);
int use(struct pci_link *p)
{
	return p->speed + p  -> speed2;
}
int other(struct pci_link *p);
int other(struct pci_link *p)
{
	return p-> speed +
	       (*p).speed2;
}
E
use() {
	"$GCC" "${flags[@]}" "${plugin[@]}" "$arg-rules=private-use" \
		-fsyntax-only "$tree/drivers/vfio/use.c"
}
# at PLACE: the last compile printed an error there
at() {
	cat "$work/out"
	grep -qF "drivers/vfio/use.c:$1: error: " "$work/out"
}
check "a member's caret stands on its name" \
	says 'drivers/vfio/use.c:5:12: error: @speed of' use
check "... behind blanks, too" at 5:26
check "... and behind an arrow with a blank" at 10:13
check "... and behind a dot" at 11:14
check "the mend is a note at the finding's place" \
	grep -qF 'use.c:5:12: note: to mend: ' "$work/out"
check "a note elsewhere has its own place" \
	grep -qF 'drivers/pci/pci.h:1:8: note: struct pci_link is defined' \
	"$work/out"
check "and its own source" \
	grep -qE '^ +1 \| struct pci_link \{ int speed' "$work/out"
printf '#include <linux/kho/abi/box.h>\nstruct box_ser *box;\nstatic int unused;\n' \
	>"$tree/kernel/warn.c"
check "GCC's own messages beside ours look as ever" \
	says 'kernel/warn.c:3:12: warning: ' compile warn -Wall

# ------------------------------------------------------------------- builds
# same_object UNIT FLAG...: with and without the plugin
same_object() {
	local unit=$1

	shift
	"$GCC" "${flags[@]}" "$@" -c -o plain.o "$tree/kernel/$unit.c" &&
	"$GCC" "${flags[@]}" "$@" "${plugin[@]}" "$arg-fail-on=never" -c \
		-o plugged.o "$tree/kernel/$unit.c" 2>/dev/null &&
	cmp plain.o plugged.o
}
check "the object is the same, with debug information" same_object one
check "... with -O0 -gdwarf-4" same_object one -O0 -gdwarf-4
check "... with -grecord-gcc-switches -frecord-gcc-switches" \
	same_object two -grecord-gcc-switches -frecord-gcc-switches
cat >"$work/other.c" <<'E'
int plugin_is_GPL_compatible;
int plugin_init(void *args, void *version)
{
	return !args || !version;
}
E
"$GCC" -shared -fPIC -o "$work/other.so" "$work/other.c"
check "... beside a plugin of the kernel's own" same_object one \
	"-fplugin=$work/other.so" -fplugin-arg-other-performance-mode

check "-Werror breaks no build" compile one -Werror
check "-Werror -Wfatal-errors -fmax-errors=1 breaks no build" \
	compile one -Werror -Wfatal-errors -fmax-errors=1
check "fail-on=error fails when asked" not compile one "$arg-fail-on=error"
check "... saying why" \
	says 'findings at or above' compile one "$arg-fail-on=error"
check "fail-on=error passes a clean file" compile clean "$arg-fail-on=error"
check "fail-on=never passes" compile one "$arg-fail-on=never"
check "-w does not hide findings" says "$finding" compile one -w
check "-E is left alone" \
	says 'get(struct box_ser' "$GCC" "${flags[@]}" "${plugin[@]}" -E \
	"$tree/kernel/one.c"
check "an empty probe is left alone" \
	silent "$GCC" "${plugin[@]}" -x c -c -o probe.o /dev/null
check "a file GCC cannot compile has GCC's error" \
	says 'error: expected expression' compile broken
check "... and no finding" not grep -q '\[abi' "$work/out"
check "outside a kernel tree nothing is checked or written" \
	silent env -u sub_make_done -u srctree \
	"$GCC" "${flags[@]}" "-fplugin=$so" -c -o o.o "$tree/kernel/one.c"

# A precompiled header of other content, valid for these flags.
precompiled() {
	local gch=$zone/box.h.gch status

	echo 'typedef int nothing_of_the_kind;' >evil.h
	"$GCC" "${flags[@]}" -x c-header -o "$gch" evil.h || return 1
	says "$finding" "$GCC" "${flags[@]}" "${plugin[@]}" -fsyntax-only \
		"$tree/kernel/one.c"
	status=$?
	rm -f "$gch"
	return "$status"
}
check "a precompiled header beside a header is not loaded" precompiled

# ---------------------------------------------------------------- arguments
check "an unknown argument is an error" \
	says 'unknown plugin argument "fial-on"' compile one "$arg-fial-on=error"
check "... that fails the compile" not compile one "$arg-fial-on=error"
check "an argument without its value is an error" \
	says 'plugin argument "tree" needs a value' compile one "$arg-tree"
check "an unknown rule is an error" \
	says 'no rule "abi-paked"' compile one "$arg-rules=abi-packed,abi-paked"
check "an unknown severity is an error" \
	says 'expected error, warning, note or never' compile one "$arg-fail-on=always"
check "a policy that cannot be read is an error" \
	says 'nowhere.ini' compile one "$arg-policy=$work/nowhere.ini"
printf '[zone include/linux/kho/abi/]\nknid = versioned\n' >"$work/bad.ini"
check "a policy's unknown key is an error with file and line" \
	says 'bad.ini:2:' compile one "$arg-policy=$work/bad.ini"

other=
for v in 11 12 13 14 15 16; do
	command -v "gcc-$v" >/dev/null &&
		test "$("gcc-$v" -dumpfullversion)" != "$("$GCC" -dumpfullversion)" &&
		other=gcc-$v
done
if test -n "$other"; then
	check "another GCC is refused in words" \
		says "this plugin was built for GCC" \
		"$other" "${plugin[@]}" -fsyntax-only "$tree/kernel/one.c"
else
	n=$((n + 1))
	echo "ok $n - another GCC is refused in words # SKIP one GCC here"
fi

# --------------------------------------------------------- once a make run
# kbuild exports sub_make_done to what it starts; its top make does not have
# it. This Makefile does the same.
cat >"$work/kbuild.mk" <<E
export sub_make_done := 1
export srctree := $tree
export objtree := .
units := one two three four
all: \$(units)
\$(units):
	@$GCC ${flags[*]} -Wp,-MMD,kernel/.\$@.o.d -fplugin=$so -c -o kernel/\$@.o $tree/kernel/\$@.c
E
run_make() {
	env -u sub_make_done -u srctree -u objtree -u MAKEFLAGS -u MAKELEVEL \
		make -f "$work/kbuild.mk" "$@" 2>&1
}

# count NUMBER COMMAND...: it prints the finding so many times
count() {
	local want=$1 got

	shift
	"$@" >"$work/out"
	cat "$work/out"
	got=$(grep -cF "$finding" "$work/out")
	echo "found $got times, wanted $want"
	test "$got" -eq "$want"
}
check "four files include the header: one finding" count 1 run_make
check "... and nothing of luoguard's own affairs" \
	not grep -qF "luoguard:" "$work/out"
check "... and again in the next make run" count 1 run_make
check "... at -j4" count 1 run_make -j4
check "... when one file is rechecked" count 1 run_make two
check "each object has its record" \
	test -s .luoguard/units/kernel/one.o.json -a \
	-s .luoguard/units/kernel/four.o.json
check "runs that ended leave at most one directory behind" \
	test "$(find .luoguard/runs -mindepth 1 -maxdepth 1 | wc -l)" -le 2

two_makes() {
	run_make one two >"$work/a" &
	run_make three four >"$work/b"
	wait
	test "$(grep -cF "$finding" "$work/a")" -eq 1 &&
		test "$(grep -cF "$finding" "$work/b")" -eq 1
}
check "two makes at once: each says it once" two_makes

rm -rf .luoguard
echo full >.luoguard
check "a build directory that takes no records: the finding is still said" \
	says "$finding" run_make one
check "... with the reason" \
	grep -qF "luoguard: note: cannot keep findings in" "$work/out"
check "... and the build passes" run_make two
rm -f .luoguard

# ------------------------------------------------------------------- record
check "record=FILE prints nothing" \
	silent compile one "$arg-record=$work/record" "$arg-unit=kernel/one.o"
check "... and writes unit, coverage and findings" \
	grep -q '"unit":"kernel/one.o"' "$work/record"
ghost=include/linux/kho/abi/ghost.h
printf '# 1 "%s/%s"\nstruct ghost { int a; };\n' "$tree" "$ghost" \
	>"$tree/kernel/ghost.c"
check "a header that only the compiler was given" \
	silent compile ghost "$arg-record=$work/record"
check "... is not checked, and the record says so" \
	grep -q "\"not_checked\":\[\"$ghost: its text cannot be read\"" \
	"$work/record"

# Macros that stand for 100 MiB where GCC takes none of it, and a cast by the
# type of a cast, 4,000 times over, in a file that a private struct is seen in.
mkdir -p "$tree/drivers/pci"
echo 'struct link { int a; };' >"$tree/drivers/pci/link.h"
{
	echo '#include "../drivers/pci/link.h"'
	echo '#define drop(x)'
	last=x
	for name in ten hundred thousand; do
		echo "#define $name(x) $(printf "%$((10 * ${#last}))s" |
			sed "s/$(printf "%${#last}s")/+ $last /g")"
		last="$name(x)"
	done
	echo 'int much(void);'
	echo 'int much(void) { return'
	for ((i = 0; i < 4000; i++)); do
		echo 'drop(thousand(thousand(0)))'
	done
	echo '0; }'
} >"$tree/kernel/much.c"
{
	echo '#include "../drivers/pci/link.h"'
	echo 'unsigned long deep(struct link *l);'
	echo 'unsigned long deep(struct link *l) { return sizeof('
	printf '(typeof(%.0s' {1..4000}
	echo l
	printf '))l%.0s' {1..4000}
	echo '); }'
} >"$tree/kernel/deep.c"
check "macros that stand for very much" \
	silent compile much "$arg-record=$work/record"
check "... are not looked into to the end, and the record says so" \
	grep -q '"not_checked":\["kernel/much.c: its macros stand for more' \
	"$work/record"
check "types of types of types take no long time" \
	soon compile deep "$arg-record=$work/record"
check "record=FILE that cannot be written is an error" \
	not compile one "$arg-record=$work/nowhere/record"

echo "1..$n"
exit $failed
