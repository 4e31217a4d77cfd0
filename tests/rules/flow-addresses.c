/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Flows by physical addresses: LUO's members, KHO's pointers, linked blocks.
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
#include <linux/liveupdate.h>
#include <linux/mm.h>

/* What LUO keeps for the next kernel, and what it keeps for this one. */
struct luo_data {	/* expect: abi-location notes "goes to the next kernel in serialized_data of struct liveupdate_file_op_args" notes "virt_to_phys() makes its physical address" */
	u64 state;
};

struct luo_private {
	u64 state;
};

int preserve(struct liveupdate_file_op_args *args)
{
	struct luo_data *d = kzalloc(sizeof(*d), GFP_KERNEL);
	struct luo_private *p = kzalloc(sizeof(*p), GFP_KERNEL);

	args->serialized_data = virt_to_phys(d);
	args->private_data = p;
	return 0;
}

/* The same read back. */
struct luo_read {	/* expect: abi-location notes "its address comes in serialized_data of struct liveupdate_file_op_args" notes "phys_to_virt() finds it" */
	u64 state;
};

struct luo_private_read {
	u64 state;
};

u64 retrieve(struct liveupdate_file_op_args *args)
{
	struct luo_read *d = phys_to_virt(args->serialized_data);
	struct luo_private_read *p = args->private_data;

	return d->state + p->state;
}

/* A token is a number, not an address. */
struct token {
	u64 state;
};

void as_token(struct liveupdate_file_op_args *args, struct token *t)
{
	args->serialized_data = (u64)t;
}

/* Of a file-lifecycle-bound object, by __pa() and __va(). */
struct flb_data {	/* expect: abi-location notes "data of struct liveupdate_flb_op_args" */
	u64 state;
};

struct flb_object {
	u64 state;
};

int flb_preserve(struct liveupdate_flb_op_args *args)
{
	struct flb_data *d = kzalloc(sizeof(*d), GFP_KERNEL);
	struct flb_object *o = kzalloc(sizeof(*o), GFP_KERNEL);

	args->data = __pa(d);
	args->obj = o;
	return 0;
}

struct flb_read {	/* expect: abi-location notes "data of struct liveupdate_flb_op_args" */
	u64 state;
};

struct flb_made {
	u64 state;
};

int flb_retrieve(struct liveupdate_flb_op_args *args)
{
	struct flb_read *d = __va(args->data);
	struct flb_made *m = kzalloc(sizeof(*m), GFP_KERNEL);

	m->state = d->state;
	args->obj = m;
	return 0;
}

/* A block that a serialized struct holds the address of; one whose address is
 * kept in a struct of this kernel. */
struct linked {	/* expect: abi-location notes "struct foo_ser, which is serialized, holds its address" unless spatch "another struct holds its address" */
	u64 state;
};

struct here_alone {
	u64 state;
};

struct foo_device {
	u64 pa;
};

void link(struct foo_ser *ser, struct foo_device *dev)
{
	struct linked *l = kzalloc(sizeof(*l), GFP_KERNEL);
	struct here_alone *h = kzalloc(sizeof(*h), GFP_KERNEL);

	ser->next = virt_to_phys(l);
	dev->pa = virt_to_phys(h);
}

/* And read from there. */
struct linked_read {	/* expect: abi-location unless spatch "another struct holds its address" */
	u64 state;
};

struct here_alone_read {
	u64 state;
};

u64 follow(struct foo_ser *ser, struct foo_device *dev)
{
	struct linked_read *l = phys_to_virt(ser->next);
	struct here_alone_read *h = phys_to_virt(dev->pa);

	return l->state + h->state;
}

/* A chain from a head that is only known by its flow. */
struct head {	/* expect: abi-location notes "kho_alloc_preserve()" */
	u64 first;
};

struct chained {	/* expect: abi-location notes "struct head, which crosses the kexec, holds its address" unless spatch "another struct holds its address" */
	u64 next;
};

struct unchained {
	u64 next;
};

void chain(void)
{
	struct head *h = kho_alloc_preserve(64);
	struct chained *c = kzalloc(64, GFP_KERNEL);
	struct unchained *u = kzalloc(64, GFP_KERNEL);

	h->first = virt_to_phys(c);
	u->next = virt_to_phys(u);
	c->next = 0;
}

/* KHO's pointers. */
struct stored {	/* expect: abi-location notes "KHOSER_STORE_PTR() keeps its address" */
	u64 state;
};

struct not_stored {
	u64 state;
};

void store(struct foo_list_ser *list, struct not_stored *n)
{
	struct stored *s = kzalloc(sizeof(*s), GFP_KERNEL);

	s->state = n->state;
	KHOSER_STORE_PTR(list->stored, s);
}

struct loaded {	/* expect: abi-location notes "KHOSER_LOAD_PTR() gives it" */
	u64 state;
};

struct not_loaded {
	u64 state;
};

void load(struct foo_list_ser *list, struct not_loaded *n)
{
	struct loaded *l = KHOSER_LOAD_PTR(list->loaded);

	n->state = l->state;
}

/* Where the previous kernel's blob is. */
struct subtree {	/* expect: abi-location notes "kho_retrieve_subtree() says where the previous kernel left it" */
	u64 state;
};

struct no_subtree {
	u64 state;
};

int subtree(struct no_subtree *n)
{
	phys_addr_t phys, other = 0x1000;
	struct subtree *s;
	size_t size;
	int err;

	err = kho_retrieve_subtree("foo", &phys, &size);
	if (err)
		return err;
	s = phys_to_virt(phys);
	n->state = s->state;
	n = phys_to_virt(other);
	return n->state;
}

/* Through a member of this kernel: the address is what counts. */
struct remembered {	/* expect: abi-location unless spatch "another struct holds its address" */
	u64 state;
};

struct forgotten {
	u64 state;
};

struct memory {
	u64 pa, size;
};

void remember(struct memory *m)
{
	struct remembered *r = kzalloc(sizeof(*r), GFP_KERNEL);

	m->pa = virt_to_phys(r);
	m->size = sizeof(*r);
}

void hand_over(struct memory *m, struct foo_ser *ser)
{
	struct forgotten f = { m->size };

	ser->next = m->pa;
	ser->size = f.state;
}

/* file: include/linux/kho/abi/foo.h */
#include <linux/types.h>
#include <linux/kho/abi/kexec_handover.h>

struct foo_ser {
	u64 next;
	u64 size;
} __packed;

struct stored;
struct loaded;

struct foo_list_ser {
	DECLARE_KHOSER_PTR(stored, struct stored *);
	DECLARE_KHOSER_PTR(loaded, struct loaded *);
} __packed;
