// SPDX-License-Identifier: GPL-2.0-or-later
/* a public header and a public macro that look inside */
/* file: include/linux/pci.h */
#ifndef LINUX_PCI_H
#define LINUX_PCI_H
#include <linux/types.h>

struct pci_saved_state { /* expect: private-definition error "struct pci_saved_state is private to the PCI core and defined outside drivers/pci/" */
	u32 words[16];
	u32 size;
};

static inline u32 pci_saved_word(struct pci_saved_state *s)
{
	return s->words[0]; /* expect: private-use "@words" notes "policy names struct pci_saved_state private" */
}

#define pci_saved_size(s) ((s)->size)
#endif
/* file: drivers/vfio/macro.c */
#include <linux/pci.h>

u32 save(struct pci_saved_state *s);
u32 save(struct pci_saved_state *s)
{
	return pci_saved_size(s); /* expect: private-use "@size of struct pci_saved_state" unless spatch "a macro uses it" */
}
/* file: drivers/vfio/initializer.c */
#include <linux/pci.h>

static struct pci_saved_state one = { /* expect: private-use "used by value" */
	.size = 1,
};

struct pci_saved_state *get(void);
struct pci_saved_state *get(void)
{
	return &one;
}
