// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * layout.c - holes as they are, and members as the whole struct sees them.
 */
#include "facts.h"

static struct lg_facts *facts;

static struct lg_struct *fresh(void)
{
	return add_struct(facts, NULL, "x.h", 1);
}

static const char *name_of(const struct lg_member *m)
{
	return m->name ? m->name : "?";
}

/* "after<offset,bits>before" of each hole, in bits. */
static const char *say(const lg_holes *holes)
{
	const char *all = "";

	for (size_t i = 0; i < holes->n; i++) {
		const struct lg_hole *h = &holes->v[i];

		all = lg_printf(&facts->pool, "%s%s%s<%llu,%llu>%s", all,
				i ? " " : "",
				h->after ? name_of(h->after) : "",
				(unsigned long long)h->offset,
				(unsigned long long)h->bits,
				h->before ? name_of(h->before) : "");
	}
	return all;
}

static void holes_are(const struct lg_struct *s, const char *want,
		      const char *what)
{
	lg_holes holes = { NULL, 0, 0 };

	lg_struct_holes(s, &holes);
	tap_string(say(&holes), want, what);
	lg_vec_free(&holes);
}

static struct lg_member *add_bits(struct lg_struct *s, const char *name,
				  uint64_t offset, uint64_t width,
				  uint64_t unit)
{
	struct lg_member *m = add_member(s, name, offset, width);

	m->bitfield = true;
	m->type.bits = m->type.align = unit;
	return m;
}

static void actual(void)
{
	struct lg_struct *s = fresh();

	holes_are(s, "", "an empty struct has no hole");
	add_member(s, "a", 0, 64);
	add_member(s, "b", 64, 32);
	holes_are(s, "", "members that touch leave none");
	s->bits = 128;
	holes_are(s, "b<96,32>", "trailing padding");

	s = fresh();
	add_member(s, "flags", 0, 8);
	add_member(s, "len", 32, 32);
	add_member(s, "data", 128, 64);
	holes_are(s, "flags<8,24>len len<64,64>data", "two holes inside");

	s = fresh();
	add_member(s, "a", 8, 8);
	holes_are(s, "<0,8>a", "a hole at the start");

	s = fresh();
	add_bits(s, "pfn", 0, 52, 64);
	add_member(s, "index", 64, 64);
	holes_are(s, "pfn<52,12>index", "the unused end of a storage unit");

	s = fresh();
	add_bits(s, "mode", 0, 3, 8);
	s->bits = 8;
	holes_are(s, "mode<3,5>", "bits of padding at the end");

	s = fresh();
	s->is_union = true;
	add_member(s, "small", 0, 8);
	add_member(s, "big", 0, 64);
	add_member(s, "mid", 0, 32);
	holes_are(s, "", "a union's shorter members are no holes");
	s->bits = 128;
	holes_are(s, "big<64,64>", "a union's trailing padding");

	s = fresh();
	add_member(s, "n", 0, 8);
	add_member(s, "data", 32, 0)->flexible = true;
	holes_are(s, "n<8,24>data", "a hole before a flexible array");
}

static void visits(void)
{
	struct lg_struct *s = add_struct(facts, "outer", "x.h", 1);
	struct lg_struct *in = add_struct(facts, NULL, "x.h", 2);
	struct lg_struct *named = add_struct(facts, "named", "x.h", 3);
	lg_visits all = { NULL, 0, 0 };

	add_member(in, "count", 0, 32);
	add_member(named, "hidden", 0, 32);
	add_member(s, "first", 0, 64);
	add_holder(s, "inner", 64, in);
	add_holder(s, NULL, 96, in);
	add_holder(s, "other", 128, named);
	lg_struct_members(facts, s, &all);
	tap(all.n == 6, "members of unnamed structs are visited, others' not");
	tap_string(all.v[2].path, "inner.count", "a path through a member");
	tap(all.v[2].offset == 64, "offset from the outermost");
	tap_string(all.v[4].path, "count", "a path through an unnamed member");
	tap(all.v[4].offset == 96, "its offset");
	lg_vec_free(&all);
}

int main(void)
{
	struct lg_policy *policy = lg_policy_default();

	facts = lg_facts_new(policy, "/nowhere", "x.c");
	actual();
	visits();
	lg_facts_free(facts);
	lg_policy_free(policy);
	return tap_end();
}
