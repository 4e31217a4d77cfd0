# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# tree.sh - the tree that the patches beside it are for: tests/command/patches.t
# reads this in one that repo() of repo.sh made.

mkdir -p drivers/pci drivers/vfio/pci drivers/input/touchscreen tools/include

cat >drivers/pci/pci.h <<'END'
/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DRIVERS_PCI_H
#define DRIVERS_PCI_H
int pci_reset_quietly(void);
#endif
END
cat >drivers/pci/pci.c <<'END'
// SPDX-License-Identifier: GPL-2.0
#include <linux/pci.h>
#include "pci.h"

struct pci_cap_saved_data {
	unsigned short cap_nr;
	unsigned int size;
	unsigned int data[];
};

struct pci_saved_state {
	unsigned int config_space[16];
	struct pci_cap_saved_data cap[];
};

unsigned int pci_first_word(struct pci_saved_state *state)
{
	return state->config_space[0];
}
END
cat >include/linux/pci.h <<'END'
/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LINUX_PCI_H
#define LINUX_PCI_H

struct pci_dev;
struct pci_saved_state;

struct pci_saved_state *pci_store_saved_state(struct pci_dev *dev);
unsigned int pci_first_word(struct pci_saved_state *state);

#endif
END
cat >include/linux/vfio_pci_core.h <<'END'
/* SPDX-License-Identifier: GPL-2.0 */
#ifndef VFIO_PCI_CORE_H
#define VFIO_PCI_CORE_H

#include <linux/pci.h>

struct vfio_pci_core_device {
	struct pci_dev *pdev;
	struct pci_saved_state *pci_saved_state;
};

#endif
END
cat >drivers/vfio/pci/vfio_pci_core.c <<'END'
// SPDX-License-Identifier: GPL-2.0
#include <linux/vfio_pci_core.h>

void vfio_pci_keep(struct vfio_pci_core_device *vdev)
{
	vdev->pci_saved_state = pci_store_saved_state(vdev->pdev);
}

int vfio_pci_has_state(struct vfio_pci_core_device *vdev)
{
	return vdev->pci_saved_state != 0;
}
END
cat >drivers/box/box.c <<'END'
// SPDX-License-Identifier: GPL-2.0
/*
 * A box that is handed over.
 */
#include <linux/kexec_handover.h>
#include <linux/kho/abi/box.h>

static struct box_ser *box;

/* Puts a lid on the box. */
int box_close(unsigned char lid)
{
	if (!box)
		return -1;
	box->lid = lid;
	return 0;
}

int box_is_open(void)
{
	return box && !box->lid;
}
END
cat >drivers/box/crate.c <<'END'
// SPDX-License-Identifier: GPL-2.0
/* Knows nothing of boxes. */

int crate_weight(int empty, int content);
int crate_weight(int empty, int content)
{
	return empty + content;
}
END
cat >drivers/input/touchscreen/tsc.c <<'END'
// SPDX-License-Identifier: GPL-2.0
/* A touchscreen on a serial line. */

struct tsc_ser {
	void *port;
	long pressed;
};

long tsc_pressed(struct tsc_ser *tsc);
long tsc_pressed(struct tsc_ser *tsc)
{
	return tsc->pressed;
}
END
cat >include/linux/size.h <<'END'
/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LINUX_SIZE_H
#define LINUX_SIZE_H

typedef unsigned int chest_size_t;

/* How many of them there are at most. */
#define CHEST_MAX 8

struct chest_key {
	unsigned int teeth;
};

chest_size_t chest_size(void);

#endif
END
cat >include/linux/kho/abi/chest.h <<'END'
/* SPDX-License-Identifier: GPL-2.0 */
/**
 * DOC: chest
 *
 * What one kernel hands over of a chest. Its version is "chest-v3".
 */
#include <linux/size.h>

#define CHEST_COMPATIBLE "chest-v3"

/**
 * struct chest_ser - a chest that is handed over
 * @size: how big it is
 * @coins: how many coins are in it
 * @marks: what stands on its lid
 */
struct chest_ser {
	chest_size_t size;
	unsigned int coins;
	unsigned char marks[CHEST_MAX];
} __attribute__((packed));
END
echo ".. kernel-doc:: include/linux/kho/abi/chest.h" >>Documentation/box.rst
printf 'Words about crates.\n' >Documentation/crate.rst
printf '\nCRATES\nM:\tB <b@example.org>\nF:\tdrivers/box/crate.c\n' >>MAINTAINERS
printf 'obj-y += box.o\nobj-y += crate.o\n' >drivers/box/Makefile
printf 'config BOX\n\tbool "Boxes"\n' >drivers/box/Kconfig
printf '#!/bin/sh\necho box\n' >tools/box.sh
