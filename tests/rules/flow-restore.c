/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Flows after the kexec, across functions; wrappers that policy names; headers.
 */

/* file: policy.ini */
; what a struct is found for is told by one rule
[rules]
off = abi-align abi-bitfield abi-compatible abi-config abi-doc abi-doc-header
	abi-doc-member abi-doc-stale abi-nested abi-packed abi-type abi-version
[flow]
hands-over = bar_publish:1 BAR_KEEP bar_new:return
takes-back = bar_lookup:return bar_find:*2
members = bar_slot.pa
trees = bar_tree_add:1:2

/* file: drivers/foo/foo.c */
#include <linux/kernel.h>
#include <linux/liveupdate.h>
#include <linux/mm.h>
#include "bar.h"
#include "foo.h"

/* A helper of retrieve(). */
struct restored {	/* expect: abi-location notes "it is handed to restore() here" unless spatch "two functions" */
	u64 state;
};

struct filled {
	u64 state;
};

static noinline u64 restore(void *mem, struct filled *f)
{
	struct restored *r = mem;

	f->state = r->state;
	return f->state;
}

int retrieve(struct liveupdate_file_op_args *args)
{
	struct filled filled;

	return restore(phys_to_virt(args->serialized_data), &filled) != 0;
}

/* A helper that makes the pointer; its other caller asks for other memory. */
struct mapped {	/* expect: abi-location notes "map() returns it" unless spatch "two functions" */
	u64 state;
};

struct mapped_registers {
	u64 control;
};

static noinline void *map(u64 phys)
{
	return phys_to_virt(phys);
}

u64 can_finish(struct liveupdate_file_op_args *args, u64 bar)
{
	struct mapped *m = map(args->serialized_data);
	struct mapped_registers *r = map(bar);

	return m->state + r->control;
}

/* finish() of one handler; what its argument has besides. */
struct finished {	/* expect: abi-location */
	u64 state;
};

struct finished_private {
	u64 state;
};

void finish(struct liveupdate_file_op_args *args)
{
	struct finished *f = phys_to_virt(args->serialized_data);
	struct finished_private *p = args->private_data;

	p->state = f->state;
}

/* Found by one function, kept, and used by another one. */
struct incoming {	/* expect: abi-location unless spatch "two functions" */
	u64 state;
};

struct outgoing {
	u64 state;
};

static struct {
	void *incoming, *outgoing;
} global;

void setup(struct liveupdate_flb_op_args *args, struct outgoing *o)
{
	global.incoming = phys_to_virt(args->data);
	global.outgoing = o;
}

u64 use(void)
{
	struct incoming *i = global.incoming;
	struct outgoing *o = global.outgoing;

	return i->state + o->state;
}

/* Helpers of a header, inline. */
struct inline_helper {	/* expect: abi-location unless spatch "two functions" */
	u64 state;
};

struct inline_helper_scratch {
	u64 state;
};

int by_inline_helper(struct inline_helper *h, struct inline_helper_scratch *s)
{
	return foo_publish(h, foo_look(s));
}

/* Policy's functions ... */
struct wrapped {	/* expect: abi-location notes "bar_publish() hands it to the next kernel" unless spatch "the case's own policy" */
	u64 state;
};

struct not_wrapped {
	u64 state;
};

int wrapper(struct wrapped *w, struct not_wrapped *n)
{
	return bar_publish(w, bar_length(n));
}

struct looked_up {	/* expect: abi-location notes "bar_lookup() gives it as the previous kernel left it" unless spatch "the case's own policy" */
	u64 state;
};

struct found {	/* expect: abi-location notes "bar_find() says where the previous kernel left it" unless spatch "the case's own policy" */
	u64 state;
};

struct looked_up_with {
	u64 key;
};

u64 lookup(struct looked_up_with *with)
{
	struct looked_up *l = bar_lookup(with);
	struct found *f;

	bar_find(with, (void **)&f);
	return l->state + f->state;
}

struct made {	/* expect: abi-location notes "bar_new() allocates it" unless spatch "the case's own policy" */
	u64 state;
};

struct made_like {
	u64 state;
};

void allocate(struct made_like *like)
{
	struct made *m = bar_new(like);

	m->state = like->state;
}

/* ... its macro ... */
struct kept_by_macro {	/* expect: abi-location notes "BAR_KEEP" unless spatch "the case's own policy" */
	u64 state;
};

struct kept_by_hand {
	u64 state;
};

u64 slots[2];

void keep(struct kept_by_macro *m, struct kept_by_hand *h)
{
	BAR_KEEP(slots[0], m);
	slots[1] = virt_to_phys(h);
}

/* ... its member ... */
struct in_slot {	/* expect: abi-location notes "pa of struct bar_slot" unless spatch "the case's own policy" */
	u64 state;
};

struct in_other_slot {
	u64 state;
};

void slot(struct bar_slot *slot, struct in_slot *s, struct in_other_slot *o)
{
	slot->pa = virt_to_phys(s);
	slot->other = virt_to_phys(o);
}

/* ... and its tree. */
struct in_tree {	/* expect: abi-location unless spatch "the case's own policy" */
	u64 state;
};

struct in_other_tree {
	u64 state;
};

void trees(struct in_tree *t, struct in_other_tree *o, struct bar_tree *own)
{
	struct bar_tree *tree = bar_new(NULL);

	bar_tree_add(tree, t);
	bar_tree_add(own, o);
}

/* A typedef of an unnamed struct, a union, a struct in a local header. */
typedef struct {
	u64 state;
} unnamed_t;	/* expect: abi-location "unnamed_t is serialized" notes "u is a unnamed_t *" unless spatch "the case's own policy" */

union both {	/* expect: abi-location "union both is serialized" unless spatch "the case's own policy" */
	u64 one;
	u32 two[2];
};

void kinds(void)
{
	unnamed_t *u = bar_new(NULL);
	union both *b = bar_new(NULL);
	struct local *l = bar_new(NULL);

	u->state = b->one + l->state;
}

/* file: drivers/foo/foo.h */
/* expect@+1: abi-location "struct local is serialized" unless spatch "a local struct" */
struct local {
	u64 state;
};

struct local_scratch {
	u64 state;
};

static inline u64 foo_look(const void *mem)
{
	return *(const u64 *)mem;
}

static inline int foo_publish(void *mem, u64 n)
{
	return bar_publish(mem, n);
}

/* file: drivers/foo/bar.h */
#include <linux/types.h>

struct bar_tree;

struct bar_slot {
	u64 pa, other;
};

#define BAR_KEEP(slot, p)	((slot) = virt_to_phys(p))

int bar_publish(void *mem, u64 n);
u64 bar_length(const void *mem);
void *bar_lookup(void *with);
int bar_find(void *with, void **mem);
void *bar_new(void *like);
void bar_tree_add(struct bar_tree *tree, void *mem);

/* file: include/linux/compiler_attributes.h */
#define noinline __attribute__((__noinline__))

/* file: cflags */
-include linux/compiler_attributes.h
