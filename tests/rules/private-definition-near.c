// SPDX-License-Identifier: GPL-2.0-or-later
/* structs that look like the owner's and are none of its */
/* unless spatch: private-definition "a copy has another name" */
/* file: drivers/pci/pci.h */
#ifndef DRIVERS_PCI_H
#define DRIVERS_PCI_H
#include <linux/types.h>

struct pci_hook {
	u64 kind;
	void *data;
	u32 flags[2];
};
#endif
/* file: drivers/vfio/near.c */
#include <linux/kexec_handover.h>
#include "../pci/pci.h" /* expect: private-include */

/* expect@+1: private-definition "repeats struct pci_hook" struct "vfio_same_ser" */
struct vfio_same_ser { /* expect: abi-location, abi-version, abi-doc */
	u64 kind;
	void *data; /* expect: abi-type */
	u32 flags[2];
} __packed;

/* A member of another kind. */
struct vfio_kind_ser { /* expect: abi-location, abi-version, abi-doc */
	u64 kind;
	u64 data;
	u32 flags[2];
} __packed;

/* An array that is none. */
struct vfio_flags_ser { /* expect: abi-location, abi-version, abi-doc */
	u64 kind;
	void *data; /* expect: abi-type */
	u32 flags;
} __packed;

/* An element of another width. */
struct vfio_width_ser { /* expect: abi-location, abi-version, abi-doc */
	u64 kind;
	void *data; /* expect: abi-type */
	u64 flags[2];
} __packed;

/* A member by another name. */
struct vfio_name_ser { /* expect: abi-location, abi-version, abi-doc */
	u64 kind;
	void *state; /* expect: abi-type */
	u32 flags[2];
} __packed;

/* One more. */
struct vfio_more_ser { /* expect: abi-location, abi-version, abi-doc */
	u64 kind;
	void *data; /* expect: abi-type */
	u32 flags[2];
	u64 more;
} __packed;
