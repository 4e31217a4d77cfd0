// SPDX-License-Identifier: GPL-2.0-or-later
/* macros and inlines of public headers: the place is where the user wrote it */
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
/* file: include/linux/link.h */
#ifndef LINUX_LINK_H
#define LINUX_LINK_H
#include <linux/kernel.h>

struct pci_link;

#define link_speed(l)		((l)->speed)
#define LINK_BYTES		sizeof(struct pci_link)
#define LINKS_BYTES(n)		((n) * LINK_BYTES)
#define link_bytes(l)		(sizeof(*(l)))
#define to_link(l)		container_of(l, struct pci_link, list)
#define link_is_null(l)		(!(l))
#define link_or(l, other)	((l) ? (l) : (other))
#define my_max(a, b)		({ typeof(a) a_ = (a); typeof(b) b_ = (b); a_ > b_ ? a_ : b_; })
#define pick(first, ...)	pick_of(__VA_ARGS__)
#define pick_of(x, ...)		sizeof(*(x))
#define LOOP_A(x)		LOOP_B(x)
#define LOOP_B(x)		LOOP_A(x)
#endif
/* file: drivers/vfio/macro.c */
#include <linux/link.h>
#include "../pci/pci.h" /* expect: private-include */

#define UNUSED_BYTES sizeof(struct pci_link)
#define LOCAL_BYTES(p) \
	sizeof(*(p))

u32 member(struct pci_link *l);
u32 member(struct pci_link *l)
{
	return link_speed(l); /* expect: private-use "@speed of struct pci_link" */
}

size_t bytes(void);
size_t bytes(void)
{
	return LINK_BYTES; /* expect: private-use "the size of struct pci_link" */
}

size_t nested(void);
size_t nested(void)
{
	return LINKS_BYTES(3); /* expect: private-use "the size of struct pci_link" */
}

size_t expression(struct pci_link *l);
size_t expression(struct pci_link *l)
{
	return link_bytes(l); /* expect: private-use "the size of struct pci_link" */
}

size_t local_macro(struct pci_link *l);
size_t local_macro(struct pci_link *l)
{
	return LOCAL_BYTES(l); /* expect: private-use "the size of struct pci_link" */
}

struct pci_link *contain(struct list_head *l);
struct pci_link *contain(struct list_head *l)
{
	return to_link(l); /* expect: private-use "the offset of @list in struct pci_link" */
}

size_t elements(struct pci_link *l);
size_t elements(struct pci_link *l)
{
	return ARRAY_SIZE(l->data); /* expect: private-use "@data of struct pci_link" */
}

size_t argument(struct pci_link *l);
size_t argument(struct pci_link *l)
{
	return my_max(1ul,
		      sizeof(*l)); /* expect: private-use "the size of struct pci_link" */
}

size_t rest(struct pci_link *l, u32 *n);
size_t rest(struct pci_link *l, u32 *n)
{
	return pick(n, l, n) + /* expect: private-use "the size of struct pci_link" */
	       pick(l, n);
}

/* Macros that look at nothing. */
struct pci_link *nothing(struct pci_link *l, struct pci_link *other, u32 *n);
struct pci_link *nothing(struct pci_link *l, struct pci_link *other, u32 *n)
{
	size_t size = link_bytes(n) + LOCAL_BYTES(n);

	if (link_is_null(l) || size > LOOP_SIZE)
		return other;
	return link_or(l, other);
}

/* Code that is left out. */
#if 0
size_t left_out(struct pci_link *l)
{
	return sizeof(*l);
}
#endif
size_t partly(struct pci_link *l);
size_t partly(struct pci_link *l)
{
#ifdef CONFIG_LINK_BYTES
	return sizeof(*l) + LINK_BYTES;
#else
	return 0;
#endif
}
/* file: cflags */
-DLOOP_SIZE=32
