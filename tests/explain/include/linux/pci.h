/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_PCI_H
#define _LINUX_PCI_H

#include <linux/types.h>
#include "../../drivers/pci/cap.h"

struct pci_dev;
struct pci_saved_state;

/* EXAMPLE: declarations */

struct pci_saved_state *pci_store_saved_state(struct pci_dev *dev);
int pci_load_saved_state(struct pci_dev *dev, struct pci_saved_state *state);

#endif /* _LINUX_PCI_H */
