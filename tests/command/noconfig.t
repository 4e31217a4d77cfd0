#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# noconfig.t - luoguard check in a tree without a build: what it looks at, the
# two machines, what it says of the rest, and hostile trees.

set -u
. "$(dirname "$0")/lib.sh"
make_tree "$work/a tree"
zone=include/linux/kho/abi
header=$zone/box.h

check() {
	run "$lg" check --tree "$tree" "$@"
}

# abi NAME: an ABI header from standard input
abi() { cat >"$tree/$zone/$1"; }

rm "$tree/drivers/box/box.c" "$tree/drivers/lid/lid.c"
check --rules=abi-packed
status_is 1 'a tree without a build: findings'
out_has "$header:4:8: error: " 'with file, line and column'
err_has '1 struct in 1 header checked, 0 not parsed; engines: gcc' 'coverage'
err_lacks 'not checked' 'nothing is left out'
run env --chdir="$tree/drivers" "$lg" check --rules=abi-packed
status_is 1 'the tree that one is in'
check --rules=abi-packed --fail-on=never
status_is 0 '--fail-on=never'
check --rules=abi-packed --format=json $header
out_has '{"rule":"abi-packed","severity":"error","file":"'"$header"'"' 'JSON'
test -z "$(find "$tree" -newer "$tree/scripts/Makefile.build" \
	-name '*.gch' -o -name generated)"
result $? 'nothing is written to the tree'

# Mending needs no build either.
mv "$tree/$header" "$work/before"
cat >"$work/lid.h" <<'END'
#define __packed __attribute__((packed))
struct lid_ser {
	unsigned long long weight;
};
END
abi lid.h <"$work/lid.h"
check --rules=abi-packed --fix
status_is 0 '--fix: nothing is left'
err_has '1 mended, 0 left' 'and it says so'
(cd "$tree" && git apply) <"$work/out" 2>>"$work/err"
result $? 'git apply takes the patch'
check --rules=abi-packed
status_is 0 'the next check is clean'
abi lid.h <"$work/lid.h"
check --rules=abi-packed --fix --in-place
status_is 0 '--in-place'
grep -q '^} __packed;' "$tree/$zone/lid.h"
result $? 'mends the file'
rm "$tree/$zone/lid.h"
mv "$work/before" "$tree/$header"

# C files: what text says. Coccinelle's part is in spatch.t.
mkdir -p "$tree/drivers/pci" "$tree/drivers/vfio"
echo 'struct secret { int x; };' >"$tree/drivers/pci/pci.h"
printf '#include "../pci/pci.h"\nint x;\n' >"$tree/drivers/vfio/peek.c"
echo '#include <linux/kho/abi/box.h>' >"$tree/drivers/vfio/user.c"
echo 'int kho = 1; /* kho_preserve_folio() */' >"$tree/drivers/vfio/none.c"
check --rules=abi-packed,private-include
status_is 1 'C files in the tree'
out_has 'drivers/vfio/peek.c:1: warning: drivers/pci/pci.h is private to' \
	'private-include, as text'
err_has 'text (2 other files: private-include, abi-packed), without a build' \
	'and the others are counted'
check --rules=private-use,private-include drivers/vfio
err_has '1 file that includes a private header was not checked for private-use of structs that policy does not name (give --build DIR)' \
	'and what no engine can say of an owner'"'"'s other structs'
ln -s ../pci/pci.h "$tree/drivers/vfio/mine.h"
ln -s ../pci "$tree/drivers/vfio/coredir"
printf 'int x;\n#include "mine.h"\n' >"$tree/drivers/vfio/link.c"
printf '#include "coredir/pci.h"\n' >"$tree/drivers/vfio/linkdir.c"
check --rules=private-include
out_has 'drivers/vfio/link.c:2: warning: drivers/pci/pci.h is private to' \
	'by a symbolic link'
out_has 'drivers/vfio/mine.h is a symbolic link to it' '... and which'
out_has 'drivers/vfio/linkdir.c:1: warning: drivers/pci/pci.h is private to' \
	'through a directory that is one'
for name in link.c linkdir.c mine.h coredir; do
	rm "$tree/drivers/vfio/$name"
done
check --rules=abi-packed drivers/vfio/user.c
says 0 'text (1 other file: abi-packed)' 'one asked for by name'
check --rules=abi-packed drivers/vfio/none.c
status_is 0 'one that cannot matter'
check $zone drivers/none.c
says 2 'no such file' 'a path that is not there'
check /etc/passwd
says 2 'not in ' 'a path outside of the tree'
check MAINTAINERS
says 2 'neither a C file' 'a path that is no source'
mv "$tree/include" "$work/include.away"
check
says 0 'engines: text (2 other files: ' 'no ABI header at all'
mv "$work/include.away" "$tree/include"

# Two machines, and page sizes.
mkdir -p "$tree/arch/x86/include/asm" "$tree/arch/arm64/include/asm" \
	"$tree/include/asm-generic"
printf '#define LANES 4\n#define CACHE 64\n' \
	>"$tree/arch/x86/include/asm/lanes.h"
printf '#define LANES 8\n#define CACHE 128\n' \
	>"$tree/arch/arm64/include/asm/lanes.h"
echo '#define WRAPPED 3' >"$tree/include/asm-generic/wrapped.h"
abi machine.h <<'END'
#include <asm/lanes.h>
#include <asm/wrapped.h>
#include <asm/not-there.h>
#include <generated/neither.h>

struct lanes_ser {
	unsigned char first;
	unsigned char lanes[LANES];
	unsigned char behind;
} __attribute__((packed));

struct page_ser {
	unsigned char bytes[(1 << CONFIG_PAGE_SHIFT) / 8];
	unsigned char wrapped[WRAPPED];
} __attribute__((packed));

struct padded_ser {
	unsigned char byte;
} __attribute__((aligned(CACHE)));

#ifdef CONFIG_NOT_SET
struct absent_ser {
	unsigned long long x;
};
#endif
END
check --rules=abi-config $zone/machine.h --fail-on=warning
status_is 1 'a member that differs between machines'
out_has 'machine.h:8:16: warning: @lanes of struct lanes_ser is 4 bytes here and 8 bytes on arm64' \
	'is found'
out_has 'struct padded_ser is 64 bytes here and 128 bytes on arm64' \
	'so is padding'
test "$(grep -c '\[abi-config\]' "$work/out")" -eq 2
result $? 'and nothing else: pages, wrapped headers, whole structs are right'
err_has '3 structs in 1 header checked, 0 not parsed' 'all of it was parsed'

# Bodies of other headers do not matter; the header's own do.
cat >"$tree/include/linux/broken.h" <<'END'
static inline int broken(void)
{
	return NOBODY_DEFINED_THIS;
}
END
printf '#include <linux/broken.h>\nstruct near_ser { char c; };\n' |
	abi near.h
check --rules=abi-packed $zone/near.h
says 1 '1 struct in 1 header checked, 0 not parsed' \
	'an error in the body of another header'
printf '#include <linux/broken.h>\nstruct near_ser { u64 c; };\n' |
	abi near.h
check --rules=abi-packed $zone/near.h
says 2 "near.h: not checked: " 'an error in the header itself'
err_has 'unknown type name' "and the compiler's own words"
printf '#include <linux/missing.h>\n' | abi near.h
check $zone/near.h
says 2 'linux/missing.h: No such file' 'a header that is nowhere'
printf '#include <generated/../../../../evil.h>\n' | abi near.h
check $zone/near.h
says 2 'not checked' 'no stand-in leads out of its directory'
printf 'struct near_ser { char c[1 << (CONFIG_PAGE_SHIFT - 14)]; };\n' |
	abi near.h
check --rules=abi-bitfield $zone/near.h
says 2 'not checked: ' 'one that has no layout with small pages'
printf '#include "near.h"\n' | abi near.h
check --rules=abi-packed $zone/near.h
says 2 'nested' 'a header that includes itself'
printf '#include <asm/lanes.h>\n#if LANES == 8\n#error no lanes\n#endif\n%s\n' \
	'struct near_ser { char c; };' | abi near.h
check --rules=abi-packed $zone/near.h
says 2 'near.h for arm64, 4K pages: not checked: ' 'one for one machine alone'
out_has 'struct near_ser' 'is still checked there'
rm "$tree/$zone/near.h"

# Hostile trees.
ln -s .. "$tree/drivers/loop"
ln -s loop "$tree/drivers/loop2.c"
ln -s loop3.h "$tree/$zone/loop3.h"
mkfifo "$tree/drivers/pipe.c"
head -c 10000000 /dev/zero | tr '\0' 'k' >"$tree/drivers/long.c"
printf ' kho_x\n' >>"$tree/drivers/long.c"
printf 'int a;\0\0 kho_restore_folio();\0\n' >"$tree/drivers/nul.c"
printf '#include <linux/kexec_handover.h>\r\nint b;\r\n' >"$tree/drivers/crlf.c"
printf '/* \351t\351 */ int luo_x;\n' >"$tree/drivers/latin1.c"
{ printf '/* kho_x '; head -c 100000 /dev/zero | tr '\0' '{'; } \
	>"$tree/drivers/braces.c"
esc=$(printf '\033')
nl='
'
echo 'int kho_y;' >"$tree/drivers/a b${nl}c${esc}[31m\"'.c"
printf 'struct name_ser { char c; };\n' |
	abi "n b${nl}c${esc}[31m.h"
printf 'struct at_ser { char c; };\n' | abi @at.h
head -c 10000000 /dev/zero | tr '\0' ' ' | abi wide.h
printf 'struct wide_ser { char c; };\r\n\0/* \351 */\n' \
	>>"$tree/$zone/wide.h"
printf '#!/bin/sh\ntouch "%s/ran"\n' "$work" >"$tree/scripts/evil"
chmod +x "$tree/scripts/evil"
cp "$tree/scripts/evil" "$tree/gcc"
check --rules=abi-packed
says 2 '@at.h: not checked: its name begins with @' 'a name for GCC to open'
# shellcheck disable=SC2016
! LC_ALL=C grep -q "$esc" "$work/out" && ! LC_ALL=C grep -q "$esc" "$work/err"
result $? 'no escape sequence reaches the terminal'
out_has 'wide.h:1:' 'a line of ten million bytes'
test "$(wc -c <"$work/out")" -lt 100000
result $? 'is not shown'
out_has 'struct name_ser' 'a header of any name'
err_has 'text (7 other files: abi-packed)' 'text of every kind is counted'
! test -e "$work/ran"
result $? 'nothing of the tree was run'
test "$(wc -l <"$work/err")" -le 4
result $? 'a name with a newline is one line'
rm "$tree/$zone/@at.h" "$tree/$zone/loop3.h"

check --rules=abi-packed drivers/loop2.c
says 1 'text (7 other files: ' 'a link to a directory is the directory'
check drivers/pipe.c
says 2 'no plain file' 'a pipe'
ln -s /etc/hostname "$tree/drivers/out.c"
check drivers/out.c
says 2 'not in' 'a link that leads out of the tree'
rm "$tree/drivers/out.c"
mkfifo "$tree/arch/x86/Kconfig"
check --rules=abi-packed $header
says 1 '1 struct in 1 header checked, 0 not parsed' 'a pipe for a Kconfig'
rm "$tree/arch/x86/Kconfig"

LUOGUARD_GCC=/nonexistent/gcc "$lg" check --tree "$tree" \
	>"$work/out" 2>"$work/err"
status=$?
says 2 'cannot run /nonexistent/gcc' 'no GCC'
mkdir "$work/tmp"
TMPDIR=$work/tmp "$lg" check --tree "$tree" >"$work/out" 2>"$work/err"
test -z "$(ls "$work/tmp")"
result $? 'the temporary files are gone'
printf '#!/bin/sh\necho $$ >>"%s"\nexec sleep 60\n' "$work/pids" >"$work/slow"
chmod +x "$work/slow"
# ends_by SIGNAL STATUS: sent when the compiler runs. (QUIT cannot be tried: a
# shell has it ignored in the background.)
ends_by() {
	: >"$work/pids"
	TMPDIR=$work/tmp LUOGUARD_GCC=$work/slow "$lg" check --tree "$tree" \
		>"$work/out" 2>"$work/err" &
	pid=$!
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		test -s "$work/pids" && break
		sleep 0.2
	done
	kill "-$1" $pid
	status=0
	wait $pid 2>/dev/null || status=$?
	status_is "$2" "SIG$1 ends it"
	alive=0
	while read -r child; do
		! kill -0 "$child" 2>/dev/null || alive=1
	done <"$work/pids"
	result $alive '... and its children'
	test -z "$(ls "$work/tmp")"
	result $? '... and removes the temporary files'
}
ends_by TERM 143
ends_by PIPE 141
done_testing
