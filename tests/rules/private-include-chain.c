// SPDX-License-Identifier: GPL-2.0-or-later
/* private-include: each step of the chain back to the unit, and no more */
/* file: drivers/pci/pci.h */
#ifndef DRIVERS_PCI_H
#define DRIVERS_PCI_H
int pci_reset_all(void);
#endif
/* file: drivers/pci/table.inc */
1, 2, 3
/* file: drivers/vfio/deep.h */
/* expect@+1: private-include "drivers/pci/pci.h" notes "drivers/vfio/mid.h includes drivers/vfio/deep.h here" notes "drivers/vfio/top.h includes drivers/vfio/mid.h here" notes "drivers/vfio/long.c includes drivers/vfio/top.h here" without "vfio/other.h" without "vfio/long.c here" */
#include "../pci/pci.h"
/* file: drivers/vfio/mid.h */
#include "deep.h"
/* file: drivers/vfio/other.h */
int vfio_other(void);
/* file: drivers/vfio/top.h */
#include "other.h"
#include "mid.h"
/* file: drivers/vfio/long.c */
#ifndef LONG_TWICE
#define LONG_TWICE
#include "long.c"
#include "top.h"

int vfio_table[] = {
#include "../pci/table.inc"
};
#endif
/* file: drivers/vfio/self.c */
#ifndef SELF_TWICE
#define SELF_TWICE
#include "self.c"
#include "../pci/pci.h" /* expect: private-include "drivers/pci/pci.h" without "includes drivers" */
int vfio_self;
#endif
