// SPDX-License-Identifier: GPL-2.0-or-later
/* values, literals, initializers, function pointers, anonymous members */
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
/* file: drivers/vfio/values.c */
#include <linux/kernel.h>
#include "../pci/pci.h" /* expect: private-include */

extern struct pci_link pci_default;
extern struct pci_link pci_all[];

void take(struct pci_link *l);

struct pci_link designated = { .speed = 1 }; /* expect: private-use "struct pci_link is used by value" */
static pci_link_t pair[2]; /* expect: private-use "struct pci_link is used by value" */
static struct pci_link *tokens[2] = { &pci_default, NULL };

void literal(void);
void literal(void)
{
	take(&(pci_link_t){ .width = 1 }); /* expect: private-use "by value" */
}

void address(void);
void address(void)
{
	take(&pci_default);
	take(tokens[1]);
	take(pair);
}

void assign(void);
void assign(void)
{
	pci_default = *tokens[0]; /* expect: private-use "struct pci_link is used by value" */
}

void assign_token(int i);
void assign_token(int i)
{
	tokens[0] = tokens[i];
}

u32 element(int i);
u32 element(int i)
{
	return pci_all[i].speed; /* expect: private-use "@speed" */
}

struct pci_link returned(void); /* a declaration needs no definition */
struct pci_link returned(void) /* expect: private-use "struct pci_link is used by value" */
{
	return pci_default; /* expect: private-use "struct pci_link is used by value" */
}

struct pci_link *returned_token(void);
struct pci_link *returned_token(void)
{
	return &pci_default;
}

void given(struct pci_link l);
void give(void);
void give(void)
{
	given(pci_default); /* expect: private-use "struct pci_link is used by value" */
}

int call(struct pci_link *l);
int call(struct pci_link *l)
{
	return l->ops->reset(l); /* expect: private-use "@ops of struct pci_link", private-use "@reset of struct pci_link_ops" */
}

int (*own_reset)(struct pci_link *l);
int call_own(struct pci_link *l);
int call_own(struct pci_link *l)
{
	return own_reset(l);
}

u32 anonymous(struct pci_link *l);
u32 anonymous(struct pci_link *l)
{
	return l->lane; /* expect: private-use "@lane of struct pci_link" */
}

u32 anonymous_deep(struct pci_link *l);
u32 anonymous_deep(struct pci_link *l)
{
	return l->byte[1]; /* expect: private-use "@byte of struct pci_link" */
}

u32 from_void(void *p);
u32 from_void(void *p)
{
	struct pci_link *l = p;

	return l->all; /* expect: private-use "@all of struct pci_link" */
}

void *to_void(struct pci_link *l);
void *to_void(struct pci_link *l)
{
	return l;
}

struct pci_link *next(struct pci_link *l, int i);
struct pci_link *next(struct pci_link *l, int i)
{
	return &l[i]; /* expect: private-use "is calculated with" */
}

struct pci_link **next_token(struct pci_link **l, int i);
struct pci_link **next_token(struct pci_link **l, int i)
{
	return &l[i];
}

struct embeds {
	pci_pair_t pair; /* expect: private-use "@pair embeds struct pci_link" */
};

struct holds {
	struct pci_link *pair[2];
	int (*reset)(struct pci_link *l);
};

size_t offset(void);
size_t offset(void)
{
	return __builtin_offsetof(pci_link_t, data[1]); /* expect: private-use "the offset of @data in struct pci_link" */
}

size_t own_offset(void);
size_t own_offset(void)
{
	return __builtin_offsetof(struct holds, pair[1]);
}

struct pci_link *by_typeof(struct pci_link *l, struct list_head *h);
struct pci_link *by_typeof(struct pci_link *l, struct list_head *h)
{
	return container_of(h, typeof(*l), list); /* expect: private-use "the offset of @list in struct pci_link" */
}
