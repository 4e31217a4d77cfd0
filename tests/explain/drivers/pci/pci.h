/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DRIVERS_PCI_H
#define DRIVERS_PCI_H

struct pci_saved_state {
	u32 config_space[16];
	struct pci_cap_saved_data cap[];
};

#endif /* DRIVERS_PCI_H */
