/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Flows within one function, before the kexec.
 */

/* file: policy.ini */
; what a struct is found for is told by one rule
[rules]
off = abi-align abi-bitfield abi-compatible abi-config abi-doc abi-doc-header
	abi-doc-member abi-doc-stale abi-nested abi-packed abi-type abi-version

/* file: drivers/foo/foo.c */
#include <linux/kernel.h>
#include <linux/kexec_handover.h>
#include <linux/mm.h>

/* Allocated for the next kernel; the other one is the kernel's own. */
struct preserved {	/* expect: abi-location notes "kho_alloc_preserve() allocates it for the next kernel" */
	u64 state;
};

struct scratch {
	u64 state;
};

int alloc_preserve(void)
{
	struct preserved *p = kho_alloc_preserve(sizeof(*p));
	struct scratch *s = kzalloc(sizeof(*s), GFP_KERNEL);

	p->state = s->state;
	kfree(s);
	return 0;
}

/* The blob of a subtree; its name is none. */
struct blob {	/* expect: abi-location notes "kho_add_subtree() hands it to the next kernel (its second argument)" */
	u64 state;
};

struct label {
	char text[8];
};

int subtree(struct label *label)
{
	struct blob *blob = kzalloc(sizeof(*blob), GFP_KERNEL);

	return kho_add_subtree(label->text, blob, sizeof(*blob));
}

/* By way of void *, and of a cast back. */
struct hidden {	/* expect: abi-location notes "f is a struct hidden *" unless spatch "a void * in between" */
	u64 state;
};

struct seen {
	u64 state;
};

int through_void(struct seen *other)
{
	void *mem = kzalloc(64, GFP_KERNEL), *next = mem;
	struct hidden *f = next;
	void *unrelated = other;

	f->state = ((struct seen *)unrelated)->state;
	return kho_add_subtree("hidden", mem, 64);
}

/* Only ever named in a cast. */
struct in_a_cast {	/* expect: abi-location unless spatch "a void * in between" */
	u64 state;
};

struct in_a_cast_of_another {
	u64 state;
};

void by_cast(void *other)
{
	void *mem = kho_alloc_preserve(64);

	((struct in_a_cast *)mem)->state =
		((struct in_a_cast_of_another *)other)->state;
}

/* As an integer in between. */
struct as_integer {	/* expect: abi-location unless spatch "an integer in between" */
	u64 state;
};

struct kept_as_integer {
	u64 state;
};

unsigned long kept;

int integer(struct kept_as_integer *k)
{
	unsigned long mem = (unsigned long)kho_alloc_preserve(64);
	struct as_integer *p = (struct as_integer *)mem;

	kept = (unsigned long)k;
	p->state = 1;
	return 0;
}

/* Elements of an array, and where the array itself is asked for. */
struct element {	/* expect: abi-location */
	u64 state;
};

struct index {
	u64 at;
};

int array(struct index *index, unsigned int n)
{
	struct element *all = vmalloc(n * sizeof(*all));
	struct element *one = &all[index->at];

	one->state = n;
	return kho_preserve_vmalloc(all, NULL);
}

/* An array at file scope; one that is beside it. */
struct table {	/* expect: abi-location */
	u64 state;
};

struct beside {
	u64 state;
};

struct table tables[4];
struct beside besides[4];

int file_scope(void)
{
	besides[0].state = 1;
	tables[0].state = besides[0].state;
	return kho_add_subtree("tables", tables, sizeof(tables));
}

/* What lies behind a header; what the header is not told of. */
struct header {	/* expect: abi-location */
	u64 count;
};

struct behind {	/* expect: abi-location unless spatch "another type in between" */
	u64 state;
};

struct counted {
	u64 state;
};

void behind_header(struct counted *c, int n)
{
	struct header *h = kho_alloc_preserve(4096);
	struct behind *b = (void *)(h + 1);

	h->count = n;
	for (int i = 0; i < n; i++)
		b[i].state = c[i].state;
}

/* A page is not what lies in it, but leads there. */
struct in_page {	/* expect: abi-location notes "kho_preserve_pages() hands it" unless spatch "its page" */
	u64 state;
};

struct in_another_page {
	u64 state;
};

int page(void)
{
	struct page *page = alloc_page(GFP_KERNEL);
	struct page *other = alloc_page(GFP_KERNEL);
	struct in_page *p = page_to_virt(page);
	struct in_another_page *o = page_to_virt(other);

	p->state = o->state;
	return kho_preserve_pages(virt_to_page(p), 1);
}

struct in_folio {	/* expect: abi-location notes "kho_preserve_folio() hands it" unless spatch "its folio" */
	u64 state;
};

struct in_another_folio {
	u64 state;
};

int folio(void)
{
	struct folio *folio = folio_alloc(GFP_KERNEL, 0);
	struct folio *other = folio_alloc(GFP_KERNEL, 0);
	struct in_folio *p = folio_address(folio);
	struct in_another_folio *o = folio_address(other);

	p->state = o->state;
	return kho_preserve_folio(folio);
}

/* One of two; either is. What only shares a variable is not. */
struct either {	/* expect: abi-location unless spatch "a void * in between" */
	u64 state;
};

struct shares {
	u64 state;
};

int one_of_two(int which, struct either *a, struct either *b, struct shares *s)
{
	void *mem = which ? a : b;
	int err = kho_add_subtree("either", mem, sizeof(*a));

	mem = s;
	((struct shares *)mem)->state = 0;
	return err;
}

/* container_of() of what is handed over, and a struct's own part. */
struct part {	/* expect: abi-location */
	u64 state;
};

struct whole {	/* expect: abi-location notes "w is a struct whole *" unless spatch "another type in between" */
	u64 before;
	struct part part;
};

struct own_part {	/* expect: abi-location */
	u64 state;
};

struct owner_of_part {
	u64 before;
	struct own_part part;
};

int container(struct owner_of_part *o)
{
	struct part *p = kho_alloc_preserve(64);
	struct whole *w = container_of(p, struct whole, part);

	w->before = o->before;
	return kho_add_subtree("part", &o->part, sizeof(o->part));
}
