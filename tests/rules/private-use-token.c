// SPDX-License-Identifier: GPL-2.0-or-later
/* the bytes of a token, without its definition; and a token passed on */
/* file: include/linux/pci.h */
#ifndef LINUX_PCI_H
#define LINUX_PCI_H
#include <linux/types.h>

struct pci_saved_state;
struct pci_dev;
struct pci_saved_state *pci_store_saved_state(struct pci_dev *dev);
int pci_load_saved_state(struct pci_dev *dev, struct pci_saved_state *state);
#endif
/* file: include/linux/string.h */
#ifndef LINUX_STRING_H
#define LINUX_STRING_H
#include <linux/kernel.h>
#include <linux/xarray.h>

int memcmp(const void *a, const void *b, size_t n);
void *kmemdup_noprof(const void *from, size_t n, gfp_t gfp);
#define kmemdup(...) ({ void *p_ = kmemdup_noprof(__VA_ARGS__); p_; })
unsigned long copy_to_user(void *to, const void *from, unsigned long n);
int printk(const char *format, ...);

static inline void *copy_of(const void *from, size_t n)
{
	return kmemdup(from, n, GFP_KERNEL);
}
#endif
/* file: include/linux/xarray.h */
#ifndef LINUX_XARRAY_H
#define LINUX_XARRAY_H
struct xarray;
void *xa_store(struct xarray *xa, unsigned long index, void *entry, gfp_t gfp);
void *xa_load(struct xarray *xa, unsigned long index);
static inline long IS_ERR(const void *p)
{
	return (unsigned long)p >= (unsigned long)-4095;
}
static inline long PTR_ERR(const void *p)
{
	return (long)p;
}
#endif
/* file: include/linux/peek.h */
#ifndef LINUX_PEEK_H
#define LINUX_PEEK_H
#include <linux/pci.h>

struct holder {
	struct pci_saved_state *token;
};

static inline u32 peek(struct pci_saved_state *s)
{
	return *(u32 *)s; /* expect: private-use "through a cast to u32, the bytes of struct pci_saved_state are used" */
}

static inline u32 peek_held(struct holder *h)
{
	return *(u32 *)h->token; /* expect: private-use "bytes of struct pci_saved_state" */
}

static inline struct pci_saved_state *token_of(struct holder *h)
{
	return h->token;
}
#endif
/* file: drivers/vfio/cast.c */
#include <linux/pci.h>
#include <linux/peek.h>

struct mine {
	u32 x;
	u8 bytes[4];
};

struct incomplete;
void take(struct incomplete *other);

u32 word(struct pci_saved_state *s);
u32 word(struct pci_saved_state *s)
{
	return *(u32 *)s; /* expect: private-use error "through a cast to u32, the bytes of struct pci_saved_state are used; it is private to the PCI core" struct "pci_saved_state" fix "opaque token" notes "policy names struct pci_saved_state private" */
}

u32 as_mine(struct pci_saved_state *s);
u32 as_mine(struct pci_saved_state *s)
{
	return ((struct mine *)s)->x; /* expect: private-use "through a cast to struct mine" */
}

u32 kept_as_mine(struct holder *h);
u32 kept_as_mine(struct holder *h)
{
	int before = 0;
	struct mine *m = (struct mine *)h->token; /* expect: private-use "through a cast to struct mine" unless spatch "a cast that is kept may be passed on" */

	return m->x + before;
}

u32 through_void(struct pci_saved_state *s);
u32 through_void(struct pci_saved_state *s)
{
	return *(u32 *)(void *)s; /* expect: private-use "through a cast to u32" unless spatch "two casts" */
}

u32 through_integer(struct pci_saved_state *s);
u32 through_integer(struct pci_saved_state *s)
{
	return *(u32 *)(unsigned long)s; /* expect: private-use "through a cast to u32" unless spatch "two casts" */
}

u32 indexed(struct pci_saved_state *s);
u32 indexed(struct pci_saved_state *s)
{
	return ((u32 *)s)[3]; /* expect: private-use "through a cast to u32" */
}

u32 further(struct pci_saved_state *s);
u32 further(struct pci_saved_state *s)
{
	return *(u32 *)((void *)s + 4); /* expect: private-use "struct pci_saved_state" unless spatch "two casts" */
}

void *behind(struct pci_saved_state *s);
void *behind(struct pci_saved_state *s)
{
	return (void *)s + 4; /* expect: private-use "a pointer to struct pci_saved_state is calculated with" unless spatch "arithmetic on void" */
}

u32 called(struct pci_dev *dev);
u32 called(struct pci_dev *dev)
{
	return *(u8 *)pci_store_saved_state(dev); /* expect: private-use "through a cast to u8" unless spatch "the type of a result" */
}

/* What is only passed on, kept or compared. */
struct pci_saved_state *again(struct pci_saved_state *s);
struct pci_saved_state *again(struct pci_saved_state *s)
{
	void *p = (void *)s;

	take((struct incomplete *)s);
	return (struct pci_saved_state *)p;
}

unsigned long number(const struct pci_saved_state *s);
unsigned long number(const struct pci_saved_state *s)
{
	return (unsigned long)s ^ ((unsigned long)s >> 12);
}

struct pci_saved_state *swap(struct holder *h, struct pci_saved_state *s);
struct pci_saved_state *swap(struct holder *h, struct pci_saved_state *s)
{
	struct pci_saved_state *old = *(struct pci_saved_state **)&h->token;

	h->token = (struct pci_saved_state *)(const struct pci_saved_state *)s;
	return old;
}

/* To compare an address, whatever it is taken for, reads nothing of it. */
int at_same_place(struct pci_saved_state *s, u8 *buf, struct mine *m);
int at_same_place(struct pci_saved_state *s, u8 *buf, struct mine *m)
{
	return (u8 *)s == buf || m != (struct mine *)s || (u8 *)s >= buf;
}

int same_first(struct pci_saved_state *s, u8 *buf);
int same_first(struct pci_saved_state *s, u8 *buf)
{
	return *(u8 *)s == *buf; /* expect: private-use "through a cast to u8" */
}

/* Another's struct may be cast as its owner likes. */
u32 cast_of_mine(struct mine *m);
u32 cast_of_mine(struct mine *m)
{
	return *(u32 *)m + *(u32 *)((void *)m + 4);
}
/* file: drivers/vfio/bytes.c */
#include <linux/pci.h>
#include <linux/string.h>
#include <linux/peek.h>

void copy(u8 *to, struct pci_saved_state *s, size_t n);
void copy(u8 *to, struct pci_saved_state *s, size_t n)
{
	memcpy(to, s, n); /* expect: private-use "memcpy() is given the bytes of struct pci_saved_state" */
}

void copy_builtin(u8 *to, struct pci_saved_state *s, size_t n);
void copy_builtin(u8 *to, struct pci_saved_state *s, size_t n)
{
	__builtin_memcpy(to, s, n); /* expect: private-use "memcpy() is given the bytes" */
}

void overwrite(struct pci_saved_state *s, size_t n);
void overwrite(struct pci_saved_state *s, size_t n)
{
	memset(s, 0, n); /* expect: private-use "memset() is given the bytes" */
}

void *dup(struct holder *h, size_t n);
void *dup(struct holder *h, size_t n)
{
	return kmemdup(h->token, n, GFP_KERNEL); /* expect: private-use "kmemdup() is given the bytes" */
}

int compare(struct pci_saved_state *a, struct pci_saved_state *b, size_t n);
int compare(struct pci_saved_state *a, struct pci_saved_state *b, size_t n)
{
	return memcmp(a, b, n); /* expect: private-use "memcmp() is given the bytes" */
}

unsigned long to_user(void *to, struct pci_saved_state *s, size_t n);
unsigned long to_user(void *to, struct pci_saved_state *s, size_t n)
{
	return copy_to_user(to, s, n); /* expect: private-use "copy_to_user() is given the bytes" */
}

/* The token itself lies in somebody's memory. */
void copy_token(struct holder *to, struct holder *from);
void copy_token(struct holder *to, struct holder *from)
{
	memcpy(to, from, sizeof(*to));
	memcpy(&to->token, &from->token, sizeof(to->token));
	memset(&to->token, 0, sizeof(to->token));
}

int load(struct pci_dev *dev, struct holder *h, struct xarray *xa);
int load(struct pci_dev *dev, struct holder *h, struct xarray *xa)
{
	if (IS_ERR(h->token))
		return (int)PTR_ERR(h->token);
	xa_store(xa, 1, h->token, GFP_KERNEL);
	printk("%p\n", h->token);
	h->token = xa_load(xa, 1);
	return pci_load_saved_state(dev, token_of(h));
}

void drop(struct pci_saved_state *s);
void drop(struct pci_saved_state *s)
{
	kfree(s);
}

void *helper(struct pci_saved_state *s, size_t n);
void *helper(struct pci_saved_state *s, size_t n)
{
	return copy_of(s, n); /* expect: private-use "copy_of() is given the bytes" notes "hands them to kmemdup()" unless spatch "a void pointer is followed by the compiler alone" */
}
/* file: drivers/pci/own.c */
#include <linux/pci.h>
#include <linux/kernel.h>

u32 own_word(struct pci_saved_state *s, u8 *to);
u32 own_word(struct pci_saved_state *s, u8 *to)
{
	memcpy(to, s, 4);
	return *(u32 *)s;
}
/* file: include/linux/deep.h */
#ifndef LINUX_DEEP_H
#define LINUX_DEEP_H
#include <linux/pci.h>

/* the token lies in a struct in a struct */
struct deep {
	int n;
	struct {
		struct pci_saved_state *token;
	} in;
};

static inline u32 deep_word(struct deep *d)
{
	return *(u32 *)d->in.token; /* expect: private-use "through a cast to u32" */
}
#endif
/* file: drivers/vfio/deep.c */
#include <linux/deep.h>

u32 deep(struct deep *d);
u32 deep(struct deep *d)
{
	return deep_word(d);
}
