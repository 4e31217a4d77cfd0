// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vfio_pci_saved.c - what a driver would do with the PCI core's saved state if
 * a public header defined it. Compiled as drivers/vfio/pci/vfio_pci_saved.c by
 * tests/kernel/rfc/tree; "expect" says what is found on a line, once.
 */
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>

struct vfio_pci_saved {
	struct pci_saved_state *token;
	u64 phys;
	struct pci_cap_saved_data first;	/* expect: private-use */
};

size_t vfio_pci_saved_size(struct vfio_pci_saved *saved);
u32 vfio_pci_saved_word(struct pci_dev *pdev, struct vfio_pci_saved *saved);
int vfio_pci_saved_keep(struct pci_dev *pdev, struct vfio_pci_saved *saved);

size_t vfio_pci_saved_size(struct vfio_pci_saved *saved)
{
	const struct pci_cap_saved_data *cap =
		saved->token->cap;			/* expect: private-use */
	size_t size = sizeof(struct pci_saved_state);	/* expect: private-use */

	if (!cap->size)					/* expect: private-use */
		return size;
	return size + saved->first.cap_nr;		/* expect: private-use */
}

u32 vfio_pci_saved_word(struct pci_dev *pdev, struct vfio_pci_saved *saved)
{
	__auto_type state = pci_store_saved_state(pdev);
	u32 word = state ?
		   state->config_space[1] : 0;		/* expect: private-use */

	saved->first.size = 0;				/* expect: private-use */
	kfree(state);
	return word;
}

/* A token is stored, compared, loaded and freed: all that is right. */
int vfio_pci_saved_keep(struct pci_dev *pdev, struct vfio_pci_saved *saved)
{
	struct pci_saved_state *state = pci_store_saved_state(pdev);

	if (!state || state == saved->token)
		return -ENOMEM;
	saved->token = state;
	return pci_load_and_free_saved_state(pdev, &saved->token);
}

MODULE_DESCRIPTION("a test of luoguard");
MODULE_LICENSE("GPL");
