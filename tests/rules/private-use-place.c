// SPDX-License-Identifier: GPL-2.0-or-later
/* generated code, and structs of one tag */
/* file: drivers/pci/pci.h */
#ifndef DRIVERS_PCI_H
#define DRIVERS_PCI_H
#include <linux/types.h>

struct pci_link;
struct pci_link_ops {
	int (*reset)(struct pci_link *link);
};

struct pci_link {
	u16 speed;
	u16 width;
	const struct pci_link_ops *ops;
	struct list_head list;
	struct {
		u16 lane;
		union {
			u32 all;
			u8 byte[4];
		};
	};
	u32 data[4];
};

typedef struct pci_link pci_link_t;
typedef pci_link_t pci_pair_t[2];
#endif
/* file: drivers/vfio/gen.y */
a grammar, which no compiler reads
size_t line_two(struct pci_link *l) { return sizeof(*l); } /* expect: private-use "the size of struct pci_link" unless spatch "no C file" */
u16 line_three(struct pci_link *l) { return l->speed; } /* expect: private-use "@speed" unless spatch "no C file" */
size_t line_four(struct pci_link *l) { return sizeof(l); }
size_t line_five(struct pci_link *l) { return sizeof(*l); }
/* file: drivers/vfio/gen.c */
#include <linux/types.h>
#include "../pci/pci.h" /* expect: private-include */

size_t line_two(struct pci_link *l);
u16 line_three(struct pci_link *l);
size_t line_four(struct pci_link *l);
#line 2 "drivers/vfio/gen.y"
size_t line_two(struct pci_link *l) { return sizeof(*l); }
u16 line_three(struct pci_link *l) { return l->speed; }
size_t line_four(struct pci_link *l) { return sizeof(l); }
#line 14 "drivers/vfio/gen.c"
int behind;
/* file: generated/table.h */
static inline u32 table_word(struct pci_saved_state *s)
{
	return *(u32 *)s; /* expect: private-use "through a cast to u32" */
}
/* file: generated/table.c */
#include <linux/types.h>
struct pci_saved_state;
#include "table.h"

u32 table(struct pci_saved_state *s);
u32 table(struct pci_saved_state *s)
{
	return table_word(s);
}
/* file: drivers/pci/hotplug/slots.h */
#ifndef SLOTS_H
#define SLOTS_H
struct slot {
	int number;
};
#endif
/* file: drivers/net/slot.c */
#include <linux/types.h>

struct slot {
	int number;
	int pressure;
};

/* its own, whatever a hotplug driver calls its */
size_t own_slot(struct slot *s);
size_t own_slot(struct slot *s)
{
	return sizeof(*s) + sizeof(struct slot) + (s + 1)->number;
}
/* file: drivers/net/both.c */
#include <linux/types.h>
#include "../pci/hotplug/slots.h" /* expect: private-include */

int outer_slot(struct slot *s);
int outer_slot(struct slot *s)
{
	return s->number; /* expect: private-use "@number of struct slot" notes "is defined in drivers/pci/hotplug/slots.h" unless spatch "policy does not name the struct" */
}

int inner_slot(void);
int inner_slot(void)
{
	struct slot {
		int number;
		int other;
	};
	struct slot s = { 1, 2 };
	struct slot *p = &s;

	return s.number + p->other + (p + 1)->number;
}
