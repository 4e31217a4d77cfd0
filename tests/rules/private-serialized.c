/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Private structs that get into KHO, whole, as bytes, or opaque; and tokens.
 */

/* file: drivers/pci/private.h */
#include <linux/types.h>

struct pci_saved_state {
	u32 config_space[16];
};

struct pci_port {
	u64 port;
};

/* file: drivers/pci/owner.c */
#include <linux/kexec_handover.h>
#include <linux/kernel.h>
#include "private.h"

/* Named private: not even by its owner. */
int owner(struct pci_saved_state *state)
{
	return kho_add_subtree("pci", state, sizeof(*state));	/* expect: private-serialized "struct pci_saved_state is private to the PCI core, and is handed to the next kernel here" fix "opaque token" */
}

/* file: drivers/vfio/vfio.c */
#include <linux/kexec_handover.h>
#include <linux/kernel.h>
#include <linux/mm.h>

struct pci_saved_state;

/* Opaque: nobody looks into it, but its bytes go. */
int opaque(struct pci_saved_state *state)
{
	void *mem = kho_alloc_preserve(64);	/* expect: private-serialized notes "its bytes are copied here" */

	memcpy(mem, state, 64);	/* expect: private-use "memcpy() is given the bytes of struct pci_saved_state" */
	return 0;
}

/* A token that is held in memory of this kernel. */
struct vfio_device {
	struct pci_saved_state *token;
};

void token(struct vfio_device *vdev, struct pci_saved_state *state)
{
	vdev->token = state;
}

/* file: drivers/vfio/restore.c */
#include <linux/kexec_handover.h>
#include <linux/kernel.h>
#include <linux/mm.h>

struct pci_saved_state;
int pci_load_saved_state(struct pci_saved_state *state);

/* Taken back. */
int restore(void)
{
	struct pci_saved_state *state;
	phys_addr_t phys;

	if (kho_retrieve_subtree("pci", &phys, NULL))	/* expect: private-serialized "is taken from the previous kernel here" */
		return 0;
	state = phys_to_virt(phys);
	return pci_load_saved_state(state);
}

/* file: drivers/vfio/public.c */
#include <linux/kexec_handover.h>
#include <linux/kernel.h>

/* A struct of one's own with what the owner's API told. */
u32 pci_read(void *dev, int where);

int own(void *dev, u32 *words)
{
	return pci_read(dev, 0) + (words != NULL);
}
