// SPDX-License-Identifier: GPL-2.0-or-later
/* a struct that repeats the owner's member by member */
/* unless spatch: private-definition "a copy has another name" */
/* file: drivers/pci/pci.h */
#ifndef DRIVERS_PCI_H
#define DRIVERS_PCI_H
#include <linux/types.h>

struct pci_link {
	u16 speed;
	u16 width;
	u32 flags[2];
};

struct pci_pair {
	u32 a;
	u32 b;
};
#endif
/* file: drivers/vfio/copy.c */
#include <linux/kexec_handover.h>
#include "../pci/pci.h" /* expect: private-include */

struct vfio_link_ser { /* expect: private-definition "struct vfio_link_ser repeats struct pci_link, which is private to the PCI core" notes "struct pci_link is defined here" */
	u16 speed;
	u16 width;
	u32 flags[2];
} __packed;
/* expect@-5: abi-location, abi-version, abi-doc */

struct vfio_pair_ser {
	u32 a;
	u32 b;
} __packed;
/* expect@-4: abi-location, abi-version, abi-doc */
/* file: drivers/vfio/link.c */
#include "../pci/pci.h" /* expect: private-include */

struct vfio_saved_link { /* expect: private-definition "struct vfio_saved_link repeats struct pci_link" */
	u16 speed;
	u16 width;
	u32 flags[2];
};

struct vfio_wide_link {
	u32 speed;
	u16 width;
	u32 flags[2];
};

struct vfio_long_link {
	u16 speed;
	u16 width;
	u32 flags[2];
	u32 more;
};

struct vfio_short_link {
	u16 speed;
	u16 width;
};

struct vfio_pair {
	u32 a;
	u32 b;
};
