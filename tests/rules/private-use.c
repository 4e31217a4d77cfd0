// SPDX-License-Identifier: GPL-2.0-or-later
/* every way to look inside a private struct */
/* file: drivers/pci/pci.h */
#ifndef DRIVERS_PCI_H
#define DRIVERS_PCI_H
#include <linux/types.h>

struct pci_cap_saved_data {
	u16 nr;
	u16 size;
	u32 data[4];
};

struct pci_saved_state {
	u32 words[16];
	struct {
		u32 hidden;
	};
	struct list_head list;
	struct pci_cap_saved_data cap;
};

typedef struct pci_saved_state pci_state_t;
#endif
/* file: include/linux/pci.h */
#ifndef LINUX_PCI_H
#define LINUX_PCI_H
struct pci_saved_state;
struct pci_saved_state *pci_store_saved_state(void);
#endif
/* file: drivers/vfio/uses.c */
#include <linux/kernel.h>
#include <linux/pci.h>
#include "../pci/pci.h" /* expect: private-include */

struct vfio {
	struct pci_saved_state *token;
};

u32 member(struct pci_saved_state *s);
u32 member(struct pci_saved_state *s)
{
	return s->words[3]; /* expect: private-use error "@words of struct pci_saved_state is used; it is private to the PCI core" fix "pci_store_saved_state()" notes "struct pci_saved_state is defined in drivers/pci/pci.h" struct "pci_saved_state" member "words" */
}

u32 through_holder(struct vfio *v);
u32 through_holder(struct vfio *v)
{
	return v->token->hidden; /* expect: private-use "@hidden of struct pci_saved_state" */
}

u32 through_typedef(pci_state_t *s);
u32 through_typedef(pci_state_t *s)
{
	return s->words[0]; /* expect: private-use "@words of struct pci_saved_state" */
}

u32 through_auto(void);
u32 through_auto(void)
{
	__auto_type s = pci_store_saved_state();

	return s->words[1]; /* expect: private-use "@words" unless spatch "__auto_type has no name" */
}

u32 from_void(void *opaque);
u32 from_void(void *opaque)
{
	return ((struct pci_saved_state *)opaque)->words[2]; /* expect: private-use "@words" */
}

void write_to(struct pci_saved_state *s);
void write_to(struct pci_saved_state *s)
{
	s->words[0] = 1; /* expect: private-use "@words" */
}

void copy(struct pci_saved_state *to, struct pci_saved_state *from);
void copy(struct pci_saved_state *to, struct pci_saved_state *from)
{
	*to = *from; /* expect: private-use "struct pci_saved_state is used by value" */
}

size_t size_of_type(void);
size_t size_of_type(void)
{
	return sizeof(struct pci_saved_state); /* expect: private-use "the size of struct pci_saved_state is taken" */
}

size_t size_of_what_it_points_to(struct pci_saved_state *s);
size_t size_of_what_it_points_to(struct pci_saved_state *s)
{
	return sizeof(*s); /* expect: private-use "the size of" */
}

size_t offset(void);
size_t offset(void)
{
	return offsetof(struct pci_saved_state, list); /* expect: private-use "the offset of @list in struct pci_saved_state is taken" */
}

struct pci_saved_state *contain(struct list_head *l);
struct pci_saved_state *contain(struct list_head *l)
{
	return container_of(l, struct pci_saved_state, list); /* expect: private-use "@list" */
}

struct pci_saved_state *next(struct pci_saved_state *s);
struct pci_saved_state *next(struct pci_saved_state *s)
{
	return s + 1; /* expect: private-use "a pointer to struct pci_saved_state is calculated with" */
}
/* file: drivers/vfio/embed.c */
#include "../pci/pci.h" /* expect: private-include */

struct holder {
	int before;
	struct pci_saved_state state; /* expect: private-use "@state embeds struct pci_saved_state" */
};

struct holder_of_array {
	struct pci_cap_saved_data caps[2]; /* expect: private-use "@caps embeds struct pci_cap_saved_data" */
};

struct holder_in_unnamed {
	union {
		struct pci_saved_state inner; /* expect: private-use "@inner embeds struct pci_saved_state" unless spatch "in an unnamed union" */
		int other;
	};
};
/* file: drivers/xen/pci.c */
#include "../pci/pci.h"

/* a friend, who may include the header and look into nothing */
u32 xen(struct pci_saved_state *s);
u32 xen(struct pci_saved_state *s)
{
	return s->words[0]; /* expect: private-use "@words" */
}
/* file: drivers/pci/core.c */
#include "pci.h"

u32 core(struct pci_saved_state *s);
u32 core(struct pci_saved_state *s)
{
	return s->words[0] + (u32)sizeof(*s) + s->cap.nr;
}
