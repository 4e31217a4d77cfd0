# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# fix.sh - for the tests of check --fix: a tree with one ABI header, which each
# case writes anew, and one C file whose object is the layout of its structs.

set -e
. "$(dirname "$0")/lib.sh"
make_tree "$work/a tree"
make_build "$work/a build"
rm -r "${tree:?}/drivers/lid" "${build:?}/drivers/lid"
cp "$here/../sample/include/linux/types.h" \
   "$here/../sample/include/linux/kexec_handover.h" "$tree/include/linux"
set +e
header=include/linux/kho/abi/box.h
all=--rules=abi-doc,abi-doc-member,abi-doc-stale,abi-packed,abi-type
only=$all
GIT_CEILING_DIRECTORIES=$work
export GIT_CEILING_DIRECTORIES

# fix OPTION...: luoguard check --fix
# shellcheck disable=SC2120 # the options are a test's own
fix() {
	run "$lg" check --build "$build" "$only" --fix "$@"
}

# layout: the sum of the object whose data is the layout of what is tested
layout() {
	gcc -nostdinc -I"$tree/include" -D__KERNEL__ -std=gnu11 -O2 -Wall \
		-Werror -c -o "$work/box.o" "$tree/drivers/box/box.c" \
		2>>"$work/err" && sha256sum <"$work/box.o"
}

# use LAYOUT: what the only C file holds: the numbers of LAYOUT
use() {
	cat >"$tree/drivers/box/box.c" <<-END
	// SPDX-License-Identifier: GPL-2.0
	#include <linux/kho/abi/box.h>

	extern const unsigned long box_layout[];
	const unsigned long box_layout[] = { $1 };
	END
}

# guarded: standard input as the body of a right ABI header
guarded() {
	cat <<-'END'
	/* SPDX-License-Identifier: GPL-2.0 */
	#ifndef _LINUX_KHO_ABI_BOX_H
	#define _LINUX_KHO_ABI_BOX_H

	#include <linux/types.h>

	/**
	 * DOC: Box ABI
	 *
	 * Any change requires a new version in BOX_COMPATIBLE.
	 */
	#define BOX_COMPATIBLE "box-v2"

	END
	cat
	printf '\n#endif\n'
}

# doc MEMBER...: kernel-doc that describes them, then standard input
doc() {
	echo "/**"
	echo " * struct box_ser - a box"
	for member; do
		echo " * @$member: what it is"
	done
	echo " */"
	cat
}

# mends NAME MENDED LEFT: --fix mends that many findings of the header, leaves
# the others; the patch applies; the object stays; a second --fix has nothing
mends() {
	: >"$work/err"
	ok=0
	before=$(layout) || ok=1
	# shellcheck disable=SC2119 # none here
	fix
	cp "$work/out" "$work/patch"
	grep -qF "$2 mended, $3 left" "$work/err" || ok=1
	if test "$2" -gt 0; then
		git -C "$tree" apply "$work/patch" 2>>"$work/err" || ok=1
	else
		test ! -s "$work/patch" || ok=1
	fi
	test "$(layout)" = "$before" || ok=1
	"$lg" check --build "$build" "$only" --fix >"$work/again" \
		2>>"$work/err" || test $? -eq 1 || ok=1
	test ! -s "$work/again" || ok=1
	grep -qF "0 mended, $3 left" "$work/err" || ok=1
	test $ok -eq 0
	result $? "$1"
}

has() { grep -qF -e "$1" "$tree/$header"; result $? "$2"; }

at() { printf '__builtin_offsetof(struct box_ser, %s)' "$1"; }
