// SPDX-License-Identifier: GPL-2.0-or-later
/* the bytes of a token through a void pointer: a function's, a variable */
/* unless spatch: private-use "a void pointer is followed by the compiler alone" */
/* file: include/linux/pci.h */
#ifndef LINUX_PCI_H
#define LINUX_PCI_H
#include <linux/types.h>

struct pci_saved_state;
struct pci_dev;
struct pci_saved_state *pci_store_saved_state(struct pci_dev *dev);
int pci_load_saved_state(struct pci_dev *dev, struct pci_saved_state *state);
#endif
/* file: include/linux/helpers.h */
#ifndef LINUX_HELPERS_H
#define LINUX_HELPERS_H
#include <linux/kernel.h>
#include <linux/types.h>

void extern_one(const void *p, size_t n);

static inline void public_save(void *to, const void *p, size_t n)
{
	memcpy(to, p, n);
}

static inline bool public_null(const void *p)
{
	return !p || (unsigned long)p >= (unsigned long)-4095;
}
#endif
/* file: drivers/vfio/helper.c */
#include <linux/pci.h>
#include <linux/helpers.h>

struct words {
	u32 first;
	struct words *next;
};

static u8 buf[64];
static const void *kept;

static void later(const void *p, size_t n);

static void save(const void *p, size_t n)
{
	memcpy(buf, p, n);
}

static void save_deep(size_t n, void *p)
{
	if (n)
		save(p, n);
}

static u32 sum(const void *p, size_t n)
{
	const u8 *b = p, *end = b + n;
	u32 sum = 0;

	while (b < end)
		sum += *b++;
	return sum;
}

static u32 first(void *p)
{
	struct words *w = p;

	return w->first;
}

static int both(const void *a, const void *b, size_t n)
{
	return memcmp(a, b, n);
}

void calls(struct pci_saved_state *s, size_t n);
void calls(struct pci_saved_state *s, size_t n)
{
	save(s, n); /* expect: private-use error "save() is given the bytes of struct pci_saved_state; it is private to the PCI core" notes "this is where save() hands them to memcpy()" struct "pci_saved_state" */
	save_deep(n, s); /* expect: private-use "save_deep() is given the bytes" notes "this is where save_deep() hands them to memcpy()" */
	public_save(buf, s, n); /* expect: private-use "public_save() is given the bytes" */
	later(s, n); /* expect: private-use "later() is given the bytes" notes "uses them as u32" */
}

u32 reads(struct pci_saved_state *s, size_t n);
u32 reads(struct pci_saved_state *s, size_t n)
{
	u32 r = sum(s, n); /* expect: private-use "sum() is given the bytes" notes "this is where sum() uses them as u8" */

	r += first(s); /* expect: private-use "first() is given the bytes" notes "uses them as struct words" */
	return r + both(buf, s, n); /* expect: private-use "both() is given the bytes" */
}

/* Not a token: what else these are given. */
u32 others(struct words *w, void *v, size_t n);
u32 others(struct words *w, void *v, size_t n)
{
	save(w, n);
	save_deep(n, v);
	later(w, n);
	return sum(v, n) + first(w) + both(w, v, n);
}

static void later(const void *p, size_t n)
{
	if (n)
		buf[0] = (u8)*(const u32 *)p;
}

/* What only keeps, compares, frees, prints or passes on what it is given. */
static void keep(const void *p)
{
	kept = p;
}

static bool is_kept(const void *p)
{
	const void *q = p;

	return q == kept || public_null(q);
}

static void drop(void *p)
{
	if (p)
		kfree(p);
}

static void *through(void *p)
{
	extern_one(p, 4);
	return p;
}

/* The parameter becomes something else. */
static void replaced(const void *p, size_t n)
{
	if (p)
		p = buf;
	memcpy(buf, p, n);
}

/* The address of a member is an address. */
static struct words **address(void *p)
{
	struct words *w = p;

	return &w->next;
}

/* The pointer's own bytes. */
static void pointer_itself(const void *p)
{
	memcpy(buf, &p, sizeof(p));
}

static void again(const void *p, size_t n)
{
	if (n)
		again(p, n - 1);
}

bool silent(struct pci_saved_state *s, size_t n);
bool silent(struct pci_saved_state *s, size_t n)
{
	keep(s);
	replaced(s, n);
	pointer_itself(s);
	again(s, n);
	if (is_kept(s) || address(s) == NULL)
		return true;
	drop(through(s));
	return false;
}
/* file: drivers/vfio/variable.c */
#include <linux/pci.h>
#include <linux/helpers.h>

static void fill(void *to, const void *from)
{
	memcpy(to, from, 4);
}

void copies(u8 *to, struct pci_saved_state *s, size_t n);
void copies(u8 *to, struct pci_saved_state *s, size_t n)
{
	const void *p = s;
	const u8 *b;

	memcpy(to, p, n); /* expect: private-use "memcpy() is given the bytes of struct pci_saved_state" */
	b = p;
	to[0] = b[1]; /* expect: private-use "through a cast to u8, the bytes" */
	fill(to, p); /* expect: private-use "fill() is given the bytes" */
}

void assigned(u8 *to, struct pci_dev *dev, size_t n);
void assigned(u8 *to, struct pci_dev *dev, size_t n)
{
	void *p = NULL;

	if (n)
		p = pci_store_saved_state(dev);
	memcpy(to, p, n); /* expect: private-use "memcpy() is given the bytes" */
}

/* It holds other things, too, or is only passed on. */
void mixed(u8 *to, struct pci_dev *dev, struct pci_saved_state *s, size_t n);
void mixed(u8 *to, struct pci_dev *dev, struct pci_saved_state *s, size_t n)
{
	const void *p = s;
	void *token = s;

	if (n)
		p = to + n;
	memcpy(to, p, n);
	pci_load_saved_state(dev, token);
	public_null(token);
	kfree(token);
}
/* file: drivers/pci/own.c */
#include <linux/pci.h>
#include <linux/helpers.h>

void own(u8 *to, struct pci_saved_state *s);
void own(u8 *to, struct pci_saved_state *s)
{
	const void *p = s;

	public_save(to, s, 4);
	memcpy(to, p, 4);
}
