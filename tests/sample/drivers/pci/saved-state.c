// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The PCI core: it alone knows what is in a pci_saved_state, and may look.
 */
#include <linux/pci.h>

struct pci_dev {
	struct pci_saved_state saved;
};

struct pci_saved_state *pci_store_saved_state(struct pci_dev *dev)
{
	return &dev->saved;
}

int pci_load_saved_state(struct pci_dev *dev, struct pci_saved_state *state)
{
	dev->saved.msi_control = state->msi_control;
	return 0;
}
