/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Flows of bytes: copies, trees, blocks.
 */

/* file: policy.ini */
; what a struct is found for is told by one rule
[rules]
off = abi-align abi-bitfield abi-compatible abi-config abi-doc abi-doc-header
	abi-doc-member abi-doc-stale abi-nested abi-packed abi-type abi-version

/* file: drivers/foo/foo.c */
#include <linux/kernel.h>
#include <linux/kexec_handover.h>
#include <linux/kho/abi/foo.h>
#include <linux/kho_block.h>
#include <linux/libfdt.h>
#include <linux/mm.h>

/* memcpy() into preserved memory, and into the kernel's own. */
struct copied {	/* expect: abi-location notes "its bytes are copied here" unless spatch "copied bytes" */
	u64 state;
};

struct copied_elsewhere {
	u64 state;
};

void copy(struct copied *c, struct copied_elsewhere *e)
{
	void *mem = kho_alloc_preserve(64);
	u64 own;

	memcpy(mem, c, sizeof(*c));
	memcpy(&own, e, sizeof(own));
}

/* And out of it. */
struct copied_out {	/* expect: abi-location notes "its bytes are copied here" unless spatch "copied bytes" */
	u64 state;
};

struct copied_from_elsewhere {
	u64 state;
};

u64 copy_out(phys_addr_t phys, const void *elsewhere)
{
	struct copied_from_elsewhere e;
	struct copied_out c;
	void *mem = phys_to_virt(phys);

	memcpy(&c, mem, sizeof(c));
	memcpy(&e, elsewhere, sizeof(e));
	kho_restore_free(mem);
	return c.state + e.state;
}

/* A part of a private struct is copied: its type crosses, the struct stays. */
struct statistics {	/* expect: abi-location unless spatch "copied bytes" */
	u64 rx, tx;
};

struct device {
	struct statistics stats;
	void *registers;
};

void copy_part(struct device *dev)
{
	void *mem = kho_alloc_preserve(64);

	memcpy(mem, &dev->stats, sizeof(dev->stats));
}

/* By assignment. */
struct assigned {	/* expect: abi-location */
	u64 a, b, c, d;
};

struct assigned_here {
	u64 a, b, c, d;
};

struct assigned_here here;

void assign(struct assigned *from, struct assigned_here *h)
{
	struct assigned *to = kho_alloc_preserve(sizeof(*to));

	*to = *from;
	here = *h;
}

/* What a copy on the stack points to, by its address. */
struct pointed_to {	/* expect: abi-location unless spatch "copied bytes" */
	u64 state;
};

struct pointed_to_here {
	u64 state;
};

void by_copy(struct foo_ser *ser)
{
	struct pointed_to *p = kzalloc(sizeof(*p), GFP_KERNEL);
	struct pointed_to_here *h = kzalloc(sizeof(*h), GFP_KERNEL);
	struct foo_ser copy;

	copy.next = virt_to_phys(p);
	copy.size = h->state;
	*ser = copy;
}

/* A property of a tree that is handed over, and of one that is not. */
struct property {	/* expect: abi-location notes "fdt_property() reaches the tree it is in" unless spatch "a tree's property" */
	u64 state;
};

struct no_property {
	u64 state;
};

int tree(void *other)
{
	void *fdt = kho_alloc_preserve(4096);
	struct no_property n = { 2 };
	struct property p = { 1 };

	fdt_create(fdt, 4096);
	fdt_property(fdt, "foo", &p, sizeof(p));
	return fdt_property(other, "foo", &n, sizeof(n));
}

/* Read from one. */
struct read_property {	/* expect: abi-location notes "fdt_getprop() reaches the tree it is in" unless spatch "a tree's property" */
	u64 state;
};

struct read_no_property {
	u64 state;
};

u64 read_tree(const void *device_tree)
{
	const struct read_no_property *n;
	const struct read_property *p;
	phys_addr_t phys;

	if (kho_retrieve_subtree("foo", &phys, NULL))
		return 0;
	p = fdt_getprop(phys_to_virt(phys), 0, "foo", NULL);
	n = fdt_getprop(device_tree, 0, "foo", NULL);
	return p->state + n->state;
}

/* The address is the property. */
struct by_property {	/* expect: abi-location unless spatch "a tree's property" */
	u64 state;
};

struct by_no_property {
	u64 state;
};

int address_property(struct by_property *b, struct by_no_property *n)
{
	void *fdt = kho_alloc_preserve(4096);
	u64 phys = virt_to_phys(b), other = virt_to_phys(n);

	if (other)
		fdt_property(fdt, "address", &phys, sizeof(phys));
	return fdt_property_u64(fdt, "size", sizeof(*n));
}

/* Entries of a block set. */
struct entry {	/* expect: abi-location notes "kho_block_set_it_reserve_entry() allocates it" */
	u64 state;
};

struct iterated {
	u64 state;
};

int reserve(struct kho_block_set_it *it, struct iterated *i)
{
	struct entry *e = kho_block_set_it_reserve_entry(it);

	e->state = i->state;
	return 0;
}

struct read_entry {	/* expect: abi-location notes "kho_block_set_it_read_entry() gives it" */
	u64 state;
};

struct made_of_entry {
	u64 state;
};

u64 read_entries(struct kho_block_set_it *it)
{
	struct made_of_entry made = { 0 };
	struct read_entry *e;

	while ((e = kho_block_set_it_read_entry(it)))
		made.state += e->state;
	return made.state;
}

/* A vmalloc()ed array and its descriptor, a part of a struct of this kernel. */
struct folio_list {	/* expect: abi-location notes "kho_restore_vmalloc() gives it" */
	u64 pfn;
};

struct has_descriptor {
	struct kho_vmalloc *desc;
	u64 n;
};

u64 restore_vmalloc(struct has_descriptor *d)
{
	struct folio_list *list = kho_restore_vmalloc(d->desc);

	return list->pfn + d->n;
}

/* The descriptor by value: the struct around it stays here. */
struct kho_vmalloc {	/* expect: abi-location unless spatch "copied bytes" */
	u64 first;
};

struct around_descriptor {
	struct kho_vmalloc desc;
	void *list;
};

struct descriptor_ser {	/* expect: abi-location */
	struct kho_vmalloc desc;
};

int descriptor(struct around_descriptor *a)
{
	struct descriptor_ser *ser = kho_alloc_preserve(sizeof(*ser));

	ser->desc = a->desc;
	return kho_preserve_vmalloc(a->list, &a->desc);
}

/* file: include/linux/kho/abi/foo.h */
#include <linux/types.h>

struct foo_ser {
	u64 next;
	u64 size;
} __packed;
