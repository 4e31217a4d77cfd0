#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# spatch-code.t - luoguard check without a build: what code does in one function,
# as Coccinelle sees it. Cases are tests/cocci/'s and tests/rules/'s; here it is
# how the command takes them.

set -u
. "$(dirname "$0")/lib.sh"
make_tree "$work/a tree"
LUOGUARD_GCC=/bin/true	# no ABI header is looked at here
export LUOGUARD_GCC
: >"$tree/include/linux/kexec_handover.h"

check() {
	run "$lg" check --tree "$tree" "$@"
}

# c NAME: a C file from standard input
c() { cat >"$tree/drivers/$1"; }

if ! spatch --version >/dev/null 2>&1; then
	echo '# spatch is not installed (scripts/install-deps)' >&2
	done_testing
fi

c box/code.c <<'END'
#include <linux/kexec_handover.h>
#include <linux/liveupdate.h>

struct box {
	u32 version;
	u64 weight;
};

struct pci_saved_state;

int publish(struct pci_saved_state *state)
{
	struct box *box = kho_alloc_preserve(sizeof(*box));

	kho_add_subtree("box", box, sizeof(*box));
	return kho_add_subtree("pci", state, 64);
}

u64 weight(void)
{
	struct box *box;
	phys_addr_t phys;

	if (kho_retrieve_subtree("box", &phys, NULL))
		return 0;
	box = phys_to_virt(phys);
	return box->weight;
}

static void idle(struct liveupdate_flb_op_args *args)
{
}

static const struct liveupdate_flb_ops ops = {
	.preserve = save,
	.unpreserve = idle,
	.retrieve = load,
};
END
check drivers/box/code.c
status_is 1 'what code does: findings'
p=drivers/box/code.c
out_has "$p:4:8: error: struct box is serialized but not defined in an" \
	'abi-location by a flow'
out_has "$p:15:2: note: struct box counts as serialized: kho_add_subtree() hands it to the next kernel (its second argument)" \
	'and the call that it is known by'
out_has "$p:16:9: error: struct pci_saved_state is private to the PCI core, and is handed to the next kernel here" \
	'private-serialized'
out_has "$p:27:14: warning: @weight of struct box is read, and @version is compared nowhere before" \
	'abi-version-check'
out_has "$p:34:40: warning: ops has no finish callback, and LUO registers nothing without it" \
	'luo-callback: one that is missing'
out_has "$p:30:13: warning: idle(), the unpreserve callback of ops, does nothing" \
	'luo-callback: one that is idle'
out_has "$p:34:40: note: ops is defined here" 'and whose it is'
out_has "$p:4:8: error: no version governs struct box [abi-version]" \
	'abi-version: nothing looks like one'
test "$(grep -c '^drivers.*\]$' "$work/out")" -eq 6
result $? 'and nothing else'

err_has 'what 1 file hands over was not followed from one function to another, nor checked for ser-asymmetry, ser-implicit (give' \
	'which is not all'

# A macro that may be the version: only a compiler can tell.
{
	echo '#define BOX_VERSION BOX_BASE(2)'
	cat "$tree/drivers/box/code.c"
} >"$tree/drivers/box/version.c"
check --rules=abi-location,abi-version drivers/box/version.c
out_has '[abi-location]' 'a macro that may be the version: still serialized'
! grep -q 'abi-version' "$work/out"
result $? 'but no finding about that'
rm "$tree/drivers/box/version.c"
check --rules=abi-doc drivers/box/code.c
status_is 0 'a rule that asks for no code'
err_lacks 'followed' 'misses none'

printf '[flow]\nhands-over = box_hand:3\naddresses = box-* box_pa\n' \
	>"$work/policy.ini"
printf '#include <linux/kexec_handover.h>\nstruct box { u64 a; };\n%s\n' \
	'int f(struct box *b, int n) { return box_hand(n, 0, b); }' |
	c box/code.c
check --policy "$work/policy.ini" --rules=abi-location $p
says 1 'spatch 1' "a subsystem's own wrapper"
out_has "$p:3:38: note: struct box counts as serialized: box_hand() hands it to the next kernel (its third argument)" \
	'is known to the semantic patches'
check --rules=abi-location $p
says 0 'text (1 other file: abi-location)' 'and to nobody else'

done_testing
