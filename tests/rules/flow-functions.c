/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Flows across the functions of a file, in both directions.
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

/* A helper that takes the pointer; another call of it with another pointer is
 * as good. One that only reads it is none. */
struct taken {	/* expect: abi-location notes "it is handed to publish() here" unless spatch "two functions" */
	u64 state;
};

struct also_taken {	/* expect: abi-location unless spatch "two functions" */
	u64 state;
};

struct read_only {
	u64 state;
};

static noinline int publish(const char *name, void *blob, size_t size)
{
	return kho_add_subtree(name, blob, size);
}

static noinline u64 look(void *mem)
{
	return *(u64 *)mem;
}

int taken(struct taken *t, struct also_taken *a, struct read_only *r)
{
	publish("taken", t, look(r));
	return publish("also", a, sizeof(*a));
}

/* A helper that returns the pointer, and one for memory of this kernel. */
struct returned {	/* expect: abi-location notes "get_memory() returns it" unless spatch "two functions" */
	u64 state;
};

struct returned_scratch {
	u64 state;
};

static noinline void *get_memory(size_t size)
{
	return kho_alloc_preserve(size);
}

static noinline void *get_scratch(size_t size)
{
	return kzalloc(size, GFP_KERNEL);
}

void returned(void)
{
	struct returned *r = get_memory(sizeof(*r));
	struct returned_scratch *s = get_scratch(sizeof(*s));

	r->state = s->state;
}

/* One allocator for both: what counts is what a caller does with it. */
struct of_one_allocator {	/* expect: abi-location */
	u64 state;
};

struct of_the_same_allocator {
	u64 state;
};

static noinline void *any_memory(size_t size)
{
	void *mem = kzalloc(size, GFP_KERNEL);

	return mem;
}

int one_allocator(void)
{
	struct of_one_allocator *p = any_memory(sizeof(*p));
	struct of_the_same_allocator *s = any_memory(sizeof(*s));

	p->state = s->state;
	return kho_add_subtree("one", p, sizeof(*p));
}

/* A helper that gives back what it was given. */
struct given_back {	/* expect: abi-location unless spatch "two functions" */
	u64 state;
};

struct given_back_scratch {
	u64 state;
};

static noinline void *same(void *mem)
{
	return mem;
}

int given_back(void)
{
	void *mem = kho_alloc_preserve(64);
	struct given_back *p = same(mem);
	struct given_back_scratch *s = same(any_memory(64));

	p->state = s->state;
	return 0;
}

/* Three functions deep, and the last one's own scratch. */
struct deep {	/* expect: abi-location unless spatch "two functions" */
	u64 state;
};

struct deep_scratch {
	u64 state;
};

static noinline int third(void *mem, size_t size)
{
	struct deep_scratch s = { size };

	return kho_add_subtree("deep", mem, look(&s));
}

static noinline int second(void *mem)
{
	return third(mem, 64);
}

static noinline int first(void *mem)
{
	return second(mem);
}

int deep(struct deep *d)
{
	return first(d);
}

/* Recursion: a list that calls itself for its tail. */
struct recursive {	/* expect: abi-location unless spatch "two functions" */
	struct recursive *next;
	u64 state;
};

struct recursive_scratch {
	struct recursive_scratch *next;
	u64 state;
};

static noinline int recurse(void *mem, int depth)
{
	if (depth)
		return recurse(mem, depth - 1);
	return kho_add_subtree("recursive", mem, 64);
}

static noinline u64 recurse_scratch(struct recursive_scratch *s)
{
	return s->next ? recurse_scratch(s->next) + s->state : 0;
}

int recursive(struct recursive *r, struct recursive_scratch *s)
{
	return recurse(r, recurse_scratch(s));
}

/* An output parameter; one that gets the kernel's own. */
struct output {	/* expect: abi-location unless spatch "two functions" */
	u64 state;
};

struct output_scratch {
	u64 state;
};

static noinline int make(void **out, void **scratch)
{
	*out = kho_alloc_preserve(64);
	*scratch = kzalloc(64, GFP_KERNEL);
	return 0;
}

int output(void)
{
	void *out, *scratch;
	struct output *p;
	struct output_scratch *s;

	make(&out, &scratch);
	p = out;
	s = scratch;
	p->state = s->state;
	return 0;
}

/* A typed output parameter, filled by a helper that never sees KHO. */
struct typed_output {	/* expect: abi-location unless spatch "two functions" */
	u64 state;
};

struct typed_output_scratch {
	u64 state;
};

static noinline int fill(struct typed_output **out,
			 struct typed_output_scratch **scratch)
{
	*out = kzalloc(64, GFP_KERNEL);
	*scratch = kzalloc(64, GFP_KERNEL);
	return 0;
}

int typed_output(void)
{
	struct typed_output_scratch *s;
	struct typed_output *p;
	void *blob;

	fill(&p, &s);
	blob = p;
	return kho_add_subtree("typed", blob, s->state);
}

/* Kept at file scope by one function, handed over by another. */
struct global {	/* expect: abi-location notes "it is kept in kept_global" unless spatch "two functions" */
	u64 state;
};

struct global_scratch {
	u64 state;
};

static void *kept_global, *kept_scratch;

int global_make(void)
{
	struct global *g = kzalloc(sizeof(*g), GFP_KERNEL);
	struct global_scratch *s = kzalloc(sizeof(*s), GFP_KERNEL);

	kept_global = g;
	kept_scratch = s;
	return 0;
}

int global_publish(void)
{
	kfree(kept_scratch);
	return kho_add_subtree("global", kept_global, 8);
}

/* Kept in a member by one function, handed over by another. */
struct member {	/* expect: abi-location notes "member @mem of struct holder" unless spatch "two functions" */
	u64 state;
};

struct member_scratch {
	u64 state;
};

struct holder {
	void *mem, *scratch;
};

int member_make(struct holder *h)
{
	struct member *m = kzalloc(sizeof(*m), GFP_KERNEL);
	struct member_scratch *s = kzalloc(sizeof(*s), GFP_KERNEL);

	h->mem = m;
	h->scratch = s;
	return 0;
}

int member_publish(struct holder *h)
{
	kfree(h->scratch);
	return kho_add_subtree("member", h->mem, 8);
}

/* One member that holds this and that: what came as one struct does not come
 * out as another. */
struct reused {	/* expect: abi-location */
	u64 state;
};

struct reuses {
	u64 state;
};

struct private_data {
	void *data;
};

void reused_make(struct private_data *p)
{
	struct reused *r = kho_alloc_preserve(64);

	r->state = 1;
	p->data = r;
}

u64 reused_read(struct private_data *p)
{
	struct reuses *r = p->data;

	return r->state;
}

/* file: include/linux/compiler_attributes.h */
#define noinline __attribute__((__noinline__))

/* file: cflags */
-include linux/compiler_attributes.h
