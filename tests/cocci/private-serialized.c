/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The PCI core's structs, handed over or taken back, and as tokens.
 */

/* file: drivers/vfio/vfio.c */
#include <linux/kexec_handover.h>

struct pci_saved_state;

int publish(struct pci_saved_state *state)
{
	return kho_add_subtree("pci", state, 64);	/* expect: private-serialized */
}

int as_void(const struct pci_saved_state *state)
{
	return kho_add_subtree("pci", (void *)state, 64);	/* expect: private-serialized */
}

int memory(void)
{
	struct pci_saved_state *state = kho_alloc_preserve(64);	/* expect: private-serialized */

	return state ? 0 : -ENOMEM;
}

int restore(void)
{
	struct pci_saved_state *state;
	phys_addr_t phys;

	if (kho_retrieve_subtree("pci", &phys, NULL))	/* expect: private-serialized */
		return 0;
	state = phys_to_virt(phys);
	return pci_load_saved_state(state);
}

int preserve(struct liveupdate_file_op_args *args,
	     struct pci_saved_state *state)
{
	args->serialized_data = virt_to_phys(state);	/* expect: private-serialized */
	return 0;
}

int retrieve(struct liveupdate_file_op_args *args)
{
	struct pci_saved_state *state;

	state = phys_to_virt(args->serialized_data);	/* expect: private-serialized */
	return pci_load_saved_state(state);
}

int bytes(struct pci_saved_state *state)
{
	void *mem = kho_alloc_preserve(64);	/* expect: private-serialized */

	memcpy(mem, state, 64);	/* expect: private-use */
	return 0;
}

int gathered(struct pci_saved_state *state, void *mem)
{
	memcpy(mem, state, 64);	/* expect: private-use */
	return kho_add_subtree("pci", mem, 64);	/* expect: private-serialized */
}

/* The name of a subtree; memory of this kernel; a token; one's own struct. */
int others(struct pci_saved_state *state, struct vfio_own *own, void *mem)
{
	void *scratch = kzalloc(64, GFP_KERNEL);

	memcpy(scratch, state, 64);	/* expect: private-use */
	own->token = state;
	own->address = virt_to_phys(state);
	kho_add_subtree(state, own, sizeof(*own));
	return kho_add_subtree("pci", mem, 64);
}
