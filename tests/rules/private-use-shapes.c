// SPDX-License-Identifier: GPL-2.0-or-later
/* less usual ways: locals, literals, arrays, unions, addresses */
/* unless spatch: private-use "policy does not name the struct" */
/* file: drivers/pci/pci.h */
#ifndef DRIVERS_PCI_H
#define DRIVERS_PCI_H
#include <linux/types.h>

struct pci_link {
	u16 speed;
	u16 width;
};

union pci_word {
	u32 all;
	u8 bytes[4];
};

enum pci_state { PCI_IDLE, PCI_BUSY };
#define PCI_LINKS 4
#endif
/* file: drivers/vfio/shapes.c */
#include <linux/kernel.h>
#include "../pci/pci.h" /* expect: private-include */

u16 local_value(struct pci_link *p);
u16 local_value(struct pci_link *p)
{
	struct pci_link copy = *p; /* expect: private-use "struct pci_link is used by value" */

	return copy.speed; /* expect: private-use "@speed of struct pci_link" */
}

void take_literal(const struct pci_link *p);
void literal(void);
void literal(void)
{
	take_literal(&(struct pci_link){ .speed = 1 }); /* expect: private-use "struct pci_link is used by value" */
}

u16 indexed(struct pci_link *p, int i);
u16 indexed(struct pci_link *p, int i)
{
	return p[i].width; /* expect: private-use "@width of struct pci_link" */
}

u32 word(union pci_word *w);
u32 word(union pci_word *w)
{
	return w->all; /* expect: private-use "@all of union pci_word" */
}

u16 *address(struct pci_link *p);
u16 *address(struct pci_link *p)
{
	return &p->width; /* expect: private-use "@width" */
}

/* an enum and a macro have no layout */
int state(enum pci_state s);
int state(enum pci_state s)
{
	return s == PCI_BUSY ? PCI_LINKS : 0;
}
