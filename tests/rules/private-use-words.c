// SPDX-License-Identifier: GPL-2.0-or-later
/* each word that measures a private struct, and what only looks like it */
/* unless spatch: private-use "policy does not name the struct" */
/* file: drivers/pci/pci.h */
#ifndef DRIVERS_PCI_H
#define DRIVERS_PCI_H
#include <linux/types.h>

struct pci_link {
	u16 speed;
	u16 width;
	struct list_head list;
	u32 data[];
};

union pci_word {
	u32 all;
};

typedef struct {
	u32 all;
} pci_box_t;
#endif
/* file: include/linux/words.h */
/* Only the words matter: they are read as text. */
#define typeof_member(type, member)		unsigned short
#define struct_size(p, member, n)		(n)
#define struct_size_t(type, member, n)		(n)
#define flex_array_size(p, member, n)		(n)
#define offsetofend(type, member)		4
#define sizeof_field(type, member)		2
#define container_of_const(p, type, member)	0
#define list_entry(p, type, member)		0
#define list_first_entry(p, type, member)	0
#define list_last_entry(p, type, member)	0
#define hlist_entry(p, type, member)		0
#define rb_entry(p, type, member)		0
#define my_sizeof(type)				0
/* file: drivers/vfio/near.h */
#define NEAR_SIZE sizeof(struct pci_link)
/* file: drivers/vfio/sub/far.h */
#define FAR_SIZE sizeof(struct pci_link)
extern struct pci_link *shared;
/* file: drivers/vfio/words.c */
#include <linux/kernel.h>
#include <linux/words.h>
#include "../pci/pci.h" /* expect: private-include */
#include "near.h"
#include "sub/far.h"

struct mine {
	struct pci_link *token;
	int a;
};

size_t sizes(struct pci_link *p);
size_t sizes(struct pci_link *p)
{
	typeof_member(struct pci_link, speed) n = 0; /* expect: private-use "the offset of @speed in struct pci_link" */

	n += NEAR_SIZE; /* expect: private-use "the size of struct pci_link is taken" */
	n += sizeof(struct pci_link); /* expect: private-use "the size of struct pci_link" */
	n += sizeof ( union pci_word ); /* expect: private-use "the size of union pci_word" */
	n += sizeof(pci_box_t); /* expect: private-use "the size of pci_box_t" */
	n += _Alignof(struct pci_link); /* expect: private-use "the size of struct pci_link" */
	n += __alignof__(struct pci_link); /* expect: private-use "the size of struct pci_link" */
	n += __alignof(struct pci_link); /* expect: private-use "the size of struct pci_link" */
	n += struct_size(p, data, 3); /* expect: private-use "the size of struct pci_link" */
	n += struct_size_t(struct pci_link, data, 3); /* expect: private-use "the size of struct pci_link" */
	n += flex_array_size(p, data, 3); /* expect: private-use "the size of struct pci_link" */
	return n;
}

/* a choice by the type of a member, and by that of a token */
int chosen(struct pci_link *p, struct mine *m);
int chosen(struct pci_link *p, struct mine *m)
{
	int n = _Generic(p->speed, u16: 1, default: 2); /* expect: private-use "@speed of struct pci_link" */

	n += _Generic((p)->width, u16: 1, default: 2); /* expect: private-use "@width of struct pci_link" */
	n += _Generic(p, struct pci_link *: 1, default: 2);
	return n + _Generic(m->token, struct pci_link *: 1, default: 2) +
	       _Generic(m->a, int: 1, default: 2);
}

size_t offsets(void *l);
size_t offsets(void *l)
{
	size_t n = 0;

	n += offsetof(struct pci_link, width); /* expect: private-use "the offset of @width" */
	n += __builtin_offsetof(struct pci_link, width); /* expect: private-use "the offset of @width" */
	n += offsetofend(struct pci_link, width); /* expect: private-use "the offset of @width" */
	n += sizeof_field(struct pci_link, width); /* expect: private-use "the offset of @width" */
	n += container_of_const(l, struct pci_link, list); /* expect: private-use "the offset of @list" */
	n += list_entry(l, struct pci_link, list); /* expect: private-use "the offset of @list" */
	n += list_first_entry(l, struct pci_link, list); /* expect: private-use "the offset of @list" */
	n += list_last_entry(l, struct pci_link, list); /* expect: private-use "the offset of @list" */
	n += hlist_entry(l, struct pci_link, list); /* expect: private-use "the offset of @list" */
	n += rb_entry(l, struct pci_link, list); /* expect: private-use "the offset of @list" */
	return n;
}

struct pci_link *contain(struct list_head *l);
struct pci_link *contain(struct list_head *l)
{
	return container_of(l, struct pci_link, list); /* expect: private-use "the offset of @list" */
}

size_t expressions(struct mine *v, struct mine w, struct pci_link *p);
size_t expressions(struct mine *v, struct mine w, struct pci_link *p)
{
	size_t n = sizeof(*v->token); /* expect: private-use "the size of" */

	n += sizeof(*w.token); /* expect: private-use "the size of" */
	n += sizeof(v->token[0]); /* expect: private-use "the size of" */
	n += sizeof *p; /* expect: private-use "the size of" */
	n += sizeof(*(p)); /* expect: private-use "the size of" */
	return n;
}

size_t one_line(struct pci_link *q) { return sizeof(*q); } /* expect: private-use "the size of" */

/* Pointers of the same name, elsewhere; pointers alone; words of others. */
size_t none(u32 *p, u32 *q, u32 *shared, struct mine *v, u32 t);
size_t none(u32 *p, u32 *q, u32 *shared, struct mine *v, u32 t)
{
	size_t n = sizeof(*p) + sizeof(*q) + sizeof(*shared);

	n += sizeof(struct pci_link *) + sizeof(v->token) + sizeof(*v);
	n += my_sizeof(struct pci_link) + sizeof(struct mine);
	n += offsetof(struct mine, a); /* , struct pci_link, width */
	n += sizeof(struct mine), t; /* sizeof(struct pci_link) */
	n += sizeof("sizeof(struct pci_link)");
	n += 0xe + struct_size(v, token, 1);
	return n;
}

/* A variable may be called like the struct that it points to. */
size_t same_name(struct pci_link *pci_link, u32 pci_word, struct list_head *l);
size_t same_name(struct pci_link *pci_link, u32 pci_word, struct list_head *l)
{
	size_t n = sizeof(pci_link) + sizeof(pci_word);

	n += list_entry(pci_link, struct mine, a);
	return n + offsetof(struct mine, a);
}
