/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Blobs that are read in the function that asks for them.
 */

/* file: policy.ini */
; these structs are about who compares their version
[rules]
off = abi-doc abi-doc-header abi-doc-member abi-location abi-nested abi-packed
	abi-version

/* file: include/linux/kho/abi/foo.h */
#include <linux/types.h>

#define FOO_VERSION	3
#define FOO_COMPATIBLE	"foo-v3"

struct foo_ser {
	u32 version;
	u32 magic;
	u64 state;
	u64 next;
} __packed;

struct foo_compat_ser {
	char compatible[16];
	u64 state, other;
} __packed;

struct foo_plain_ser {
	u64 state;
} __packed;

/* file: drivers/foo/foo.c */
#include <linux/kernel.h>
#include <linux/kexec_handover.h>
#include <linux/kho/abi/foo.h>
#include <linux/mm.h>

/* Of a file of its own, too. */
struct foo_own {
	u32 version;
	u64 state;
};

bool foo_known(const struct foo_compat_ser *ser);
void foo_use(const u64 *state);

/* Asked for in a condition; assigned, declared, cast. */
u64 never(void)
{
	struct foo_ser *ser;
	phys_addr_t phys;

	if (kho_retrieve_subtree("never", &phys, NULL))
		return 0;
	ser = phys_to_virt(phys);
	return ser->state;	/* expect: abi-version-check warning "@state of struct foo_ser is read, and @version is compared nowhere before" */
}

u64 first(void)
{
	struct foo_ser *ser;
	phys_addr_t phys;

	if (kho_retrieve_subtree("first", &phys, NULL))
		return 0;
	ser = phys_to_virt(phys);
	if (ser->magic != 7 || ser->version != FOO_VERSION)
		return 0;
	return ser->state;
}

u64 declared(void)
{
	phys_addr_t phys;
	int err = kho_retrieve_subtree("declared", &phys, NULL);
	struct foo_own *own = phys_to_virt(phys);

	return own->state + err;	/* expect: abi-version-check "@state of struct foo_own is read" */
}

u64 cast(void)
{
	struct foo_compat_ser *ser;
	phys_addr_t phys;

	if (kho_retrieve_subtree("cast", &phys, NULL))
		return 0;
	ser = (struct foo_compat_ser *)phys_to_virt(phys);
	if (ser->other)	/* expect: abi-version-check "@other of struct foo_compat_ser is read, and @compatible" */
		return 1;
	return 0;
}

/* Too late, and on one of two paths. */
u64 late(void)
{
	struct foo_ser *ser;
	phys_addr_t phys;
	u64 state;

	if (kho_retrieve_subtree("late", &phys, NULL))
		return 0;
	ser = phys_to_virt(phys);
	state = ser->state;	/* expect: abi-version-check "@state of struct foo_ser is read before @version is compared" */
	if (ser->version != FOO_VERSION)
		return 0;
	return state;
}

u64 one_path(bool careful)
{
	struct foo_ser *ser;
	phys_addr_t phys;

	if (kho_retrieve_subtree("one-path", &phys, NULL))
		return 0;
	ser = phys_to_virt(phys);
	if (careful) {
		if (ser->version != FOO_VERSION)
			return 0;
	}
	return ser->state;	/* expect: abi-version-check "is read before @version is compared" */
}

u64 both_paths(bool old)
{
	struct foo_ser *ser;
	phys_addr_t phys;

	if (kho_retrieve_subtree("both-paths", &phys, NULL))
		return 0;
	ser = phys_to_virt(phys);
	if (old) {
		if (ser->version != FOO_VERSION - 1)
			return 0;
	} else if (ser->version != FOO_VERSION) {
		return 0;
	}
	return ser->state;
}

u64 by_switch(void)
{
	struct foo_ser *ser;
	phys_addr_t phys;

	if (kho_retrieve_subtree("switch", &phys, NULL))
		return 0;
	ser = phys_to_virt(phys);
	switch (ser->version) {
	case 1:
		return 0;
	case FOO_VERSION:
		return ser->state;
	}
	return 1;
}

/* The string first, in the same condition; the blob's length before that. */
u64 compatible(void)
{
	struct foo_compat_ser *ser;
	phys_addr_t phys;
	size_t len;

	if (kho_retrieve_subtree("compatible", &phys, &len))
		return 0;
	ser = phys_to_virt(phys);
	if (len < sizeof(ser->compatible) + sizeof(ser->state) ||
	    strcmp(ser->compatible, FOO_COMPATIBLE) || !ser->other)
		return 0;
	return ser->state;
}

/* A helper of another file may compare: nobody knows. */
u64 by_helper(void)
{
	struct foo_compat_ser *ser;
	phys_addr_t phys;

	if (kho_retrieve_subtree("helper", &phys, NULL))
		return 0;
	ser = phys_to_virt(phys);
	if (!foo_known(ser))
		return 0;
	return ser->state;
}

/* Without a version there is nothing to compare: abi-version's matter. */
u64 plain(void)
{
	struct foo_plain_ser *ser;
	phys_addr_t phys;

	if (kho_retrieve_subtree("plain", &phys, NULL))
		return 0;
	ser = phys_to_virt(phys);
	return ser->state;
}

/* The variable is another one's by then. */
u64 another(struct foo_ser *own)
{
	struct foo_ser *ser;
	phys_addr_t phys;

	if (kho_retrieve_subtree("another", &phys, NULL))
		return 0;
	ser = phys_to_virt(phys);
	ser = own;
	return ser->state;
}
