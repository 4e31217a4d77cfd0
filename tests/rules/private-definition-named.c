// SPDX-License-Identifier: GPL-2.0-or-later
/* a copy of what policy names needs no more than two members */
/* unless spatch: private-definition "a copy has another name" */
/* file: drivers/pci/pci.h */
#ifndef DRIVERS_PCI_H
#define DRIVERS_PCI_H
#include <linux/types.h>

struct pci_saved_state {
	u32 config_space[16];
	u32 cap[];
};

struct pci_pair {
	u32 first[2];
	u32 rest[];
};
#endif
/* file: drivers/vfio/copy.c */
#include <linux/kexec_handover.h>
#include "../pci/pci.h" /* expect: private-include */

struct vfio_state_ser { /* expect: private-definition "struct vfio_state_ser repeats struct pci_saved_state" fix "opaque token" */
	u32 config_space[16];
	u32 cap[];
} __packed;
/* expect@-4: abi-location, abi-version, abi-doc */

struct vfio_pair_ser {
	u32 first[2];
	u32 rest[];
} __packed;
/* expect@-4: abi-location, abi-version, abi-doc */
