// SPDX-License-Identifier: GPL-2.0-or-later
/* an opaque pointer is right, another's struct is its own */
/* file: drivers/pci/hotplug/slots.h */
#ifndef SLOTS_H
#define SLOTS_H
struct slot {
	int number;
};
#endif
/* file: drivers/pci/hotplug/slots.c */
#include "slots.h"

int slot_number(struct slot *s);
int slot_number(struct slot *s)
{
	return s->number;
}
/* file: include/linux/pci.h */
#ifndef LINUX_PCI_H
#define LINUX_PCI_H
struct pci_saved_state;
struct pci_dev;
struct pci_saved_state *pci_store_saved_state(struct pci_dev *dev);
int pci_load_saved_state(struct pci_dev *dev, struct pci_saved_state *state);
int pci_load_and_free_saved_state(struct pci_dev *dev,
				  struct pci_saved_state **state);
#endif
/* file: drivers/vfio/opaque.c */
#include <linux/kernel.h>
#include <linux/pci.h>

struct pci_saved_state;
struct pci_cap_saved_data;

struct vfio {
	struct pci_dev *pdev;
	struct pci_saved_state *pci_saved_state;
	struct pci_saved_state *pm_save[2];
};

typedef struct pci_saved_state *token_t;

static token_t kept;

int keep(struct vfio *v);
int keep(struct vfio *v)
{
	v->pci_saved_state = pci_store_saved_state(v->pdev);
	if (!v->pci_saved_state || v->pci_saved_state == kept)
		return -ENOMEM;
	kept = v->pci_saved_state;
	v->pm_save[1] = kept;
	return pci_load_saved_state(v->pdev, v->pm_save[1]);
}

void drop(struct vfio *v);
void drop(struct vfio *v)
{
	pci_load_and_free_saved_state(v->pdev, &v->pci_saved_state);
	kfree(v->pci_saved_state);
	v->pci_saved_state = NULL;
	memset(v->pm_save, 0, sizeof(v->pm_save));
}

size_t size_of_pointer(struct vfio *v);
size_t size_of_pointer(struct vfio *v)
{
	return sizeof(v->pci_saved_state) + sizeof(struct pci_saved_state *);
}
/* file: drivers/input/touch.c */
#include <linux/types.h>

/* as the hotplug driver's, and nothing to do with it */
struct slot {
	int number;
	int pressure;
};

struct touch {
	struct slot slots[10];
};

int pressure(struct touch *t);
int pressure(struct touch *t)
{
	struct slot *s = &t->slots[1];

	return (s + 1)->pressure + (int)sizeof(*s) + s[0].number;
}
/* file: drivers/vfio/unused.c */
/* to include a header is private-include's business alone */
#include "../pci/hotplug/slots.h" /* expect: private-include */

struct slot *first;
struct slot *choose(struct slot *a, struct slot *b);
struct slot *choose(struct slot *a, struct slot *b)
{
	return a ? a : b == first ? first : (struct slot *)(void *)b;
}
