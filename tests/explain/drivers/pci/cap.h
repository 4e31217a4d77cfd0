/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DRIVERS_PCI_CAP_H
#define DRIVERS_PCI_CAP_H

struct pci_cap_saved_data {
	u16 cap_nr;
	u16 size;
};

#endif /* DRIVERS_PCI_CAP_H */
