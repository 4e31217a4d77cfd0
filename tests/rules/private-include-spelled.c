// SPDX-License-Identifier: GPL-2.0-or-later
/* private-include: other spellings of the way: links, dots, -I, macros */
/* file: cflags */
-Idrivers/pci -Ilib/quiet -include drivers/pci/forced.h
/* file: drivers/pci/pci.h */
#ifndef DRIVERS_PCI_H
#define DRIVERS_PCI_H
int pci_reset_all(void);
#endif
/* file: drivers/pci/core_private.h */
int pci_core_private(void);
/* file: drivers/pci/forced.h */
/* expect@drivers/vfio/angle.c: private-include "drivers/pci/forced.h is private" notes "-include" unless noconfig "the compiler was told by -include" */
/* expect@drivers/vfio/dots.c: private-include "drivers/pci/forced.h is private" unless noconfig "the compiler was told by -include" */
/* expect@drivers/vfio/flag.c: private-include "drivers/pci/forced.h is private" unless noconfig "the compiler was told by -include" */
/* expect@drivers/vfio/link.c: private-include "drivers/pci/forced.h is private" unless noconfig "the compiler was told by -include" */
/* expect@drivers/vfio/linkdir.c: private-include "drivers/pci/forced.h is private" unless noconfig "the compiler was told by -include" */
/* expect@drivers/vfio/macro.c: private-include "drivers/pci/forced.h is private" unless noconfig "the compiler was told by -include" */
/* expect@drivers/vfio/near.c: private-include "drivers/pci/forced.h is private" unless noconfig "the compiler was told by -include" */
/* expect@drivers/vfio/third.c: private-include "drivers/pci/forced.h is private" unless noconfig "the compiler was told by -include" */
/* expect@drivers/vfio/other.c: private-include "drivers/pci/forced.h is private" unless noconfig "the compiler was told by -include" */
/* expect@drivers/vfio/public.c: private-include "drivers/pci/forced.h is private" unless noconfig "the compiler was told by -include" */
/* file: drivers/pci/core.c */
#include "pci.h"
#include <core_private.h>
/* file: drivers/vfio/angle.c */
#include <../drivers/pci/pci.h> /* expect: private-include "drivers/pci/pci.h is private" */
/* file: drivers/vfio/dots.c */
#include "../.././drivers/vfio/..//pci/pci.h" /* expect: private-include "drivers/pci/pci.h is private" without "symbolic link" unless noconfig "it reads how the way is spelled, and follows links of a whole tree" */
/* file: drivers/vfio/flag.c */
#include <core_private.h> /* expect: private-include "drivers/pci/core_private.h is private" unless noconfig "it reads how the way is spelled, and follows links of a whole tree" */
/* link: drivers/vfio/mine.h -> ../pci/pci.h */
/* file: drivers/vfio/link.c */
#include "mine.h" /* expect: private-include "drivers/pci/pci.h is private" notes "drivers/vfio/mine.h is a symbolic link to it" unless noconfig "it reads how the way is spelled, and follows links of a whole tree" */
/* link: drivers/vfio/core -> ../pci */
/* file: drivers/vfio/linkdir.c */
#include "core/pci.h" /* expect: private-include "drivers/pci/pci.h is private" notes "drivers/vfio/core/pci.h is a symbolic link to it" unless noconfig "it reads how the way is spelled, and follows links of a whole tree" */
/* file: drivers/vfio/macro.c */
#define HEADER(x) <../drivers/pci/x>
#include HEADER(pci.h) /* expect: private-include "drivers/pci/pci.h is private" unless noconfig "it reads how the way is spelled, and follows links of a whole tree" */
/* link: include/linux/vfio_state.h -> vfio_token.h */
/* link: drivers/vfio/uapi -> ../../include/linux */
/* file: include/linux/vfio_token.h */
struct pci_saved_state;
/* file: drivers/vfio/near.c */
#include <linux/vfio_state.h>
#include "uapi/vfio_token.h"
/* link: drivers/vfio_core.h -> vfio/culprit.h */
/* file: drivers/vfio/culprit.h */
/* expect@+1: private-include "drivers/pci/pci.h is private" notes "drivers/vfio/third.c includes drivers/vfio/culprit.h here" */
#include "../pci/pci.h"
/* file: drivers/vfio/third.c */
#include "../vfio_core.h"
/* file: drivers/vfio/public.c */
/* a public header of the same name, found first */
#include "quiet.h"
/* file: lib/quiet/quiet.h */
int quiet(void);
/* link: drivers/pci/out.h -> ../../include/linux/vfio_token.h */
/* file: drivers/vfio/other.c */
/* where a link leads counts, not where it lies */
#include "../pci/out.h"
