/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Blobs that are read before their version is compared.
 */

/* file: include/linux/kho/abi/foo.h */
/* DOC: foo */

/**
 * struct foo_ser - a blob
 * @compatible: its version
 * @state:      what it is about
 */
struct foo_ser {
	char compatible[16];
	u64 state;
} __packed;

/* file: drivers/foo/foo.c */
#include <linux/kexec_handover.h>
#include <linux/kho/abi/foo.h>

struct foo_plain {	/* expect: abi-location */
	u64 state;
};

u64 never(void)
{
	struct foo_ser *ser;
	phys_addr_t phys;

	if (kho_retrieve_subtree("never", &phys, NULL))
		return 0;
	ser = phys_to_virt(phys);
	return ser->state;	/* expect: abi-version-check */
}

u64 first(void)
{
	phys_addr_t phys;
	int err = kho_retrieve_subtree("first", &phys, NULL);
	struct foo_ser *ser = phys_to_virt(phys);

	if (err || strcmp(ser->compatible, FOO_COMPATIBLE) || !ser->state)
		return 0;
	return ser->state;
}

u64 by_helper(void)
{
	phys_addr_t phys;
	int err = kho_retrieve_subtree("helper", &phys, NULL);
	struct foo_ser *ser = phys_to_virt(phys);

	return foo_known(ser) ? ser->state : err;
}

u64 plain(void)
{
	phys_addr_t phys;
	int err = kho_retrieve_subtree("plain", &phys, NULL);
	struct foo_plain *plain = phys_to_virt(phys);

	return err ? 0 : plain->state;
}

/* A size and an address are no reads; nor is another variable's. */
u64 no_read(struct foo_ser *own)
{
	struct foo_ser *ser;
	phys_addr_t phys;
	size_t len;

	if (kho_retrieve_subtree("no-read", &phys, &len))
		return 0;
	ser = phys_to_virt(phys);
	if (len < sizeof(ser->state) || !foo_ready(&ser->state))
		return own->state;
	ser = own;
	return ser->state;
}

/* LUO has compared the handler's compatible string. */
u64 retrieve(struct liveupdate_file_op_args *args)
{
	struct foo_ser *ser = phys_to_virt(args->serialized_data);

	return ser->state;
}
