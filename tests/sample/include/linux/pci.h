/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_PCI_H
#define _LINUX_PCI_H

#include <linux/types.h>

struct pci_dev;

/* Moved here from drivers/pci/, "so that VFIO can save it". */
struct pci_saved_state {
	u32 config[16];
	u16 msi_control;
	struct pci_saved_state *next;
};

struct pci_saved_state *pci_store_saved_state(struct pci_dev *dev);
int pci_load_saved_state(struct pci_dev *dev, struct pci_saved_state *state);

#endif /* _LINUX_PCI_H */
