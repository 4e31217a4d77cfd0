// SPDX-License-Identifier: GPL-2.0-or-later
/* types by other names: typedefs, typeof, __auto_type, what a function gives */
/* unless spatch: private-use "policy does not name the struct" */
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
/* file: drivers/vfio/names.c */
#include <linux/kernel.h>
#include "../pci/pci.h" /* expect: private-include */

typedef pci_link_t vfio_link_t;
typedef struct pci_link *vfio_token_t;
struct pci_link *get_link(int n);
u32 *get_word(int n);

struct mine {
	struct pci_link *link;
	u32 *word;
};

size_t of_typedef(void);
size_t of_typedef(void)
{
	return sizeof(pci_link_t); /* expect: private-use "the size of struct pci_link" */
}

size_t of_own_typedef(void);
size_t of_own_typedef(void)
{
	return sizeof(const vfio_link_t); /* expect: private-use "the size of struct pci_link" */
}

size_t of_typedef_array(void);
size_t of_typedef_array(void)
{
	return sizeof(pci_pair_t); /* expect: private-use "the size of struct pci_link" */
}

size_t of_array(void);
size_t of_array(void)
{
	return sizeof(struct pci_link[2]); /* expect: private-use "the size of struct pci_link" */
}

size_t of_token(vfio_token_t t);
size_t of_token(vfio_token_t t)
{
	return sizeof(vfio_token_t) + sizeof(t) + sizeof(pci_link_t *) +
	       sizeof(struct pci_link *[2]);
}

size_t of_result(void);
size_t of_result(void)
{
	return sizeof(*get_link(1)); /* expect: private-use "the size of struct pci_link" */
}

size_t of_own_result(void);
size_t of_own_result(void)
{
	return sizeof(get_link(1)) + sizeof(*get_word(1));
}

size_t of_cast(void *p);
size_t of_cast(void *p)
{
	return sizeof(*(struct pci_link *)p); /* expect: private-use "the size of struct pci_link" */
}

size_t of_own_cast(void *p);
size_t of_own_cast(void *p)
{
	return sizeof((struct pci_link *)p) + sizeof(*(u32 *)p);
}

size_t of_member(struct mine *m);
size_t of_member(struct mine *m)
{
	return sizeof(m->link->data); /* expect: private-use "@data of struct pci_link" */
}

size_t of_cast_member(void);
size_t of_cast_member(void)
{
	return sizeof(((struct pci_link *)0)->width); /* expect: private-use "@width of struct pci_link" */
}

size_t of_star_member(struct mine *m);
size_t of_star_member(struct mine *m)
{
	return sizeof((*m->link).width); /* expect: private-use "@width of struct pci_link" */
}

size_t of_own_member(struct mine *m);
size_t of_own_member(struct mine *m)
{
	return sizeof(m->link) + sizeof(*m->word) + sizeof((*m).link);
}

u32 typeof_member_of(struct pci_link *l);
u32 typeof_member_of(struct pci_link *l)
{
	typeof(l->speed) speed = 1; /* expect: private-use "@speed of struct pci_link" */

	return speed;
}

u32 typeof_value(struct pci_link *l);
u32 typeof_value(struct pci_link *l)
{
	__typeof__(*l) copy; /* expect: private-use "struct pci_link is used by value" */

	return &copy == l;
}

struct pci_link *typeof_pointer(struct mine *m);
struct pci_link *typeof_pointer(struct mine *m)
{
	typeof(m->link) same = m->link;
	typeof(*m->link) *again = same;

	return again;
}

u32 auto_member(void);
u32 auto_member(void)
{
	__auto_type l = get_link(1);

	return l->speed; /* expect: private-use "@speed of struct pci_link" */
}

struct pci_link *auto_kept(void);
struct pci_link *auto_kept(void)
{
	__auto_type l = get_link(1);

	return l ? l : get_link(2);
}

u32 typedefed(vfio_token_t t);
u32 typedefed(vfio_token_t t)
{
	return t->width; /* expect: private-use "@width of struct pci_link" */
}

/* The same names, and something else. */
size_t shadowed(u32 *get_link, u32 pci_link_t);
size_t shadowed(u32 *get_link, u32 pci_link_t)
{
	return sizeof(*get_link) + sizeof(pci_link_t);
}

/* file: drivers/vfio/other.c */
#include <linux/kernel.h>
#include "../pci/pci.h" /* expect: private-include */

/* A member of two structs, of which one points to something else. */
struct mine {
	struct pci_link *link;
};

struct other {
	u32 *link;
};

size_t other_link(struct other *o);
size_t other_link(struct other *o)
{
	return sizeof(*o->link) + sizeof(o->link[0]);
}
