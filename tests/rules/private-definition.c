// SPDX-License-Identifier: GPL-2.0-or-later
/* a private struct defined in a public header or a driver */
/* file: include/linux/pci.h */
#ifndef LINUX_PCI_H
#define LINUX_PCI_H
#include <linux/types.h>

struct pci_saved_state;

struct pci_cap_saved_data { /* expect: private-definition error "struct pci_cap_saved_data is private to the PCI core and defined outside drivers/pci/" fix "define it under drivers/pci/" notes "policy names" */
	u16 nr;
	u16 size;
};
#endif
/* file: drivers/vfio/copy.c */
#include <linux/pci.h>

struct pci_saved_state { /* expect: private-definition "struct pci_saved_state" */
	u32 words[16];
};
/* file: drivers/vfio/declare.c */
struct pci_saved_state;
struct pci_cap_saved_state;

struct pci_cap_saved_state *declared;
struct pci_saved_state_list {
	struct pci_saved_state *first;
};
/* file: drivers/pci/pci.c */
struct pci_cap_saved_state {
	int a;
};

struct pci_saved_state {
	struct pci_cap_saved_state *first;
};

struct pci_saved_state *state;
