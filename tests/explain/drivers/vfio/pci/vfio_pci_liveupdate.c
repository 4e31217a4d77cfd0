// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/kernel.h>
#include <linux/list_private.h>
#include <linux/liveupdate.h>
#include <linux/pci.h>
/* EXAMPLE: declarations */
/* What is wrong with the statements needs the struct to be complete. */
#include "../../pci/pci.h"

struct vfio_pci_core_device {
	struct pci_saved_state *pci_saved_state;
	struct pci_saved_state *token;
};

struct buffer {
	u32 config[16];
};

void example(struct vfio_pci_core_device *vdev, struct pci_dev *pdev,
	     struct buffer *ser, struct list_head *handlers);

void example(struct vfio_pci_core_device *vdev, struct pci_dev *pdev,
	     struct buffer *ser, struct list_head *handlers)
{
	struct liveupdate_file_handler *h;
	int n = 0;

	/* EXAMPLE: statements */
}
