# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# repo.sh - for the tests of luoguard review: a kernel tree in a repository.

# shellcheck source=tests/command/lib.sh
. "$(dirname "$0")/lib.sh"

GIT_CONFIG_GLOBAL=/dev/null
GIT_CONFIG_SYSTEM=/dev/null
GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org
GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
export GIT_CONFIG_GLOBAL GIT_CONFIG_SYSTEM
export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE

# What the hook keeps for its next run is not the user's here.
XDG_CACHE_HOME="$work/cache home"
export XDG_CACHE_HOME

abi=include/linux/kho/abi

# Where the kernel allows no containers, patches can be reviewed without. What
# is told then is contain.t's.
real_lg=$lg
if ! unshare -Urmni mount -t tmpfs none "$work" 2>/dev/null; then
	lg=$work/luoguard
	cat >"$lg" <<-END
	#!/bin/sh
	case \$1 in
	review) shift; exec '$real_lg' review --no-sandbox "\$@" ;;
	*) exec '$real_lg' "\$@" ;;
	esac
	END
	chmod +x "$lg"
fi

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
	git commit -q --no-verify -m "$@"
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
