# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# lib.sh - for the tests of the command's contract: TAP, a kernel tree of four
# files in $tree, and its build directory $build as kbuild would leave it.

here=$(cd "$(dirname "$0")" && pwd)
BUILD=$(cd "${BUILD:-$here/../../build}" && pwd) || exit 2
lg=$BUILD/luoguard
# /dev/shm may be missing; a path with a space is part of the test.
work=$(mktemp -d "${TMPDIR:-/tmp}/luoguard test.XXXXXX") || exit 2
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
unset srctree objtree sub_make_done KBUILD_EXTMOD KBUILD_EXTMOD_OUTPUT
unset LUOGUARD_GCC NO_COLOR
SPARSE=/nonexistent/sparse
export SPARSE

tests=0
failures=0

# result STATUS NAME: one line of TAP; what was said last, when it failed
result() {
	tests=$((tests + 1))
	if test "$1" -eq 0; then
		echo "ok $tests - $2"
	else
		echo "not ok $tests - $2"
		failures=$((failures + 1))
		echo "# status $status" >&2
		sed 's/^/# out: /' "$work/out" >&2
		sed 's/^/# err: /' "$work/err" >&2
	fi
}

done_testing() {
	echo "1..$tests"
	test "$failures" -eq 0
	exit
}

# run COMMAND...: its status, output and messages are looked at afterwards
run() {
	status=0
	"$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
}

# status_is N NAME, out_has TEXT NAME, err_has TEXT NAME, and their opposites
status_is() { test "$status" -eq "$1"; result $? "$2"; }
out_has() { grep -qF -e "$1" "$work/out"; result $? "$2"; }
err_has() { grep -qF -e "$1" "$work/err"; result $? "$2"; }
out_empty() { ! test -s "$work/out"; result $? "$1"; }
err_empty() { ! test -s "$work/err"; result $? "$1"; }
err_lacks() { ! grep -qF -e "$1" "$work/err"; result $? "$2"; }
out_lines() { test "$(wc -l <"$work/out")" -eq "$1"; result $? "$2"; }

# says STATUS TEXT NAME: the exit status, and TEXT among the messages
says() {
	test "$status" -eq "$1" && grep -qF -e "$2" "$work/err"
	result $? "$3"
}

make_tree() {
	tree=$1
	mkdir -p "$tree/include/linux/kho/abi" "$tree/drivers/box" \
		 "$tree/drivers/lid" "$tree/scripts"
	: >"$tree/Kbuild"
	: >"$tree/Kconfig"
	: >"$tree/MAINTAINERS"
	: >"$tree/scripts/Makefile.build"
	cat >"$tree/include/linux/kho/abi/box.h" <<-'END'
	/* SPDX-License-Identifier: GPL-2.0 */
	#define BOX_COMPATIBLE "box-v1"

	struct box_ser {
		unsigned char lid;
		unsigned long long weight;
	};
	END
	cat >"$tree/drivers/box/box.c" <<-'END'
	// SPDX-License-Identifier: GPL-2.0
	#include <linux/kho/abi/box.h>

	unsigned long long weigh(const struct box_ser *box);
	unsigned long long weigh(const struct box_ser *box)
	{
		return box->weight;
	}
	END
	cat >"$tree/drivers/lid/lid.c" <<-'END'
	// SPDX-License-Identifier: GPL-2.0
	#include <linux/kho/abi/box.h>

	unsigned char open_lid(struct box_ser *box);
	unsigned char open_lid(struct box_ser *box)
	{
		return box->lid++;
	}
	END
}

# cmd_file DIR/NAME: what fixdep would leave beside $build/DIR/NAME.o
cmd_file() {
	set -- "$(dirname "$1")" "$(basename "$1")"
	mkdir -p "$build/$1"
	: >"$build/$1/$2.o"
	cat >"$build/$1/.$2.o.cmd" <<-END
	savedcmd_$1/$2.o := gcc -Wp,-MMD,$1/.$2.o.d -nostdinc '-I$tree/include' -D__KERNEL__ -DNAME='"\$(pound)x"' -std=gnu11 -O2 -Wall -c -o $1/$2.o '$tree/$1/$2.c' ; ./tools/objtool/objtool $1/$2.o

	source_$1/$2.o := $tree/$1/$2.c

	deps_$1/$2.o := \\
	  $tree/include/linux/kho/abi/box.h \\
	    \$(wildcard include/config/BOX) \\

	$1/$2.o: \$(deps_$1/$2.o)

	\$(deps_$1/$2.o):
	END
}

make_build() {
	build=$1
	mkdir -p "$build"
	echo 'CONFIG_BOX=y' >"$build/.config"
	echo "include $tree/Makefile" >"$build/Makefile"
	cmd_file drivers/box/box
	cmd_file drivers/lid/lid
}

# cc NAME[:NAME...] [OPTION...]: a make run that has these files checked
cc() {
	names=$1
	shift
	sh "$here/kbuild.sh" "$lg" "$tree" "$build" "$names" "$@"
}
