// SPDX-License-Identifier: GPL-2.0-or-later
/* the owner's header from outside, directly and through a header */
/* file: drivers/pci/pci.h */
#ifndef DRIVERS_PCI_H
#define DRIVERS_PCI_H
#include <linux/types.h>
#include "hotplug/slots.h"

struct pci_saved_state {
	u32 words[16];
};

int pci_reset_all(void);
#endif
/* file: drivers/pci/hotplug/slots.h */
#ifndef DRIVERS_PCI_HOTPLUG_SLOTS_H
#define DRIVERS_PCI_HOTPLUG_SLOTS_H
struct slot {
	int number;
};
#endif
/* file: include/linux/pci.h */
#ifndef LINUX_PCI_H
#define LINUX_PCI_H
struct pci_saved_state;
struct pci_saved_state *pci_store_saved_state(void);
void pci_load_saved_state(struct pci_saved_state *state);
#endif
/* file: drivers/pci/core.c */
#include "pci.h"
#include "hotplug/slots.h"

int pci_reset_all(void)
{
	struct pci_saved_state state = { { 0 } };
	struct slot slot = { 1 };

	return (int)state.words[0] + slot.number + (int)sizeof(state);
}
/* file: drivers/vfio/direct.c */
#include <linux/pci.h>
#include "../pci/pci.h" /* expect: private-include warning "drivers/pci/pci.h is private to the PCI core" fix "pci_store_saved_state()" notes "only files under drivers/pci/" */

int vfio_reset(void);
int vfio_reset(void)
{
	return pci_reset_all();
}
/* file: drivers/vfio/nested.c */
#include "../pci/hotplug/slots.h" /* expect: private-include "drivers/pci/hotplug/slots.h is private" */

int vfio_nested;
/* file: drivers/vfio/vfio.h */
#ifndef VFIO_H
#define VFIO_H
/* expect@+1: private-include warning "drivers/pci/pci.h" notes "drivers/vfio/through.c includes drivers/vfio/vfio.h here" */
#include "../pci/pci.h"
#endif
/* file: drivers/vfio/through.c */
#include "other.h"
#include "vfio.h"

int vfio_through;
/* file: drivers/vfio/other.h */
/* expect@+1: private-include "drivers/pci/hotplug/slots.h" notes "drivers/vfio/through.c includes drivers/vfio/other.h here" */
#include "../pci/hotplug/slots.h"
/* file: drivers/vfio/public.c */
#include <linux/pci.h>
/* a header of the same name, but not the owner's */
#include "pci/pci.h"

int vfio_public = VFIO_PCI;
/* file: drivers/vfio/pci/pci.h */
#define VFIO_PCI 1
/* file: drivers/pcie/other.c */
#include "pci.h"

int other = PCIE_OTHER;
/* file: drivers/pcie/pci.h */
#define PCIE_OTHER 1
/* file: drivers/xen/pci.c */
#include "../pci/pci.h"

int xen_reset(void);
int xen_reset(void)
{
	return pci_reset_all();
}
