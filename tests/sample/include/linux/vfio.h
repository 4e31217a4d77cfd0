/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_VFIO_H
#define _LINUX_VFIO_H

#include <linux/kexec_handover.h>
#include <linux/pci.h>

struct vfio_device {
	struct pci_dev *pdev;
	const char *name;
	bool reset_works;
	u8 irqs;
};

struct vfio_device_ser {
	u16 bdf;
	u32 config[16];
	bool reset_works;
	u8 irqs;
	struct vfio_device *device;
};

int vfio_preserve(struct vfio_device *device);
int vfio_restore(struct vfio_device *device);

#endif /* _LINUX_VFIO_H */
