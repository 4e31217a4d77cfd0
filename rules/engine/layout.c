// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * layout.c - holes: the bits of a struct that belong to no member.
 *
 * A hole is where two compilers, two architectures or two versions may
 * disagree, and where uninitialized memory crosses the kexec. Counted in bits,
 * so a bit-field that leaves the rest of its storage unit unused leaves a hole
 * like any other.
 */
#include "luoguard.h"

static void hole_add(lg_holes *holes, const struct lg_member *after,
		     const struct lg_member *before, uint64_t offset,
		     uint64_t end)
{
	struct lg_hole h = { after, before, offset, end - offset };

	if (end > offset)
		lg_vec_push(holes, h);
}

void lg_struct_holes(const struct lg_struct *s, lg_holes *holes)
{
	const struct lg_member *last = NULL;	/* the one that ends at @end */
	uint64_t end = 0;

	for (size_t i = 0; i < s->members.n; i++) {
		const struct lg_member *m = &s->members.v[i];

		/* Width zero takes no room: what it skips is a hole before
		 * the next. */
		if (m->bitfield && m->bits == 0)
			continue;
		if (!s->is_union)
			hole_add(holes, last, m, end, m->offset);
		if (m->offset + m->bits >= end) {
			end = m->offset + m->bits;
			last = m;
		}
	}
	hole_add(holes, last, NULL, end, s->bits);
}

static const char *join(struct lg_facts *facts, const char *path,
			const char *name)
{
	if (!name)
		return path;
	return *path ? lg_printf(&facts->pool, "%s.%s", path, name) : name;
}

static void visit(struct lg_facts *facts, const struct lg_struct *s,
		  uint64_t base, const char *path, lg_visits *list)
{
	for (size_t i = 0; i < s->members.n; i++) {
		const struct lg_member *m = &s->members.v[i];
		struct lg_visit v = { m, s, base + m->offset,
				      join(facts, path, m->name) };

		lg_vec_push(list, v);
		if (lg_member_unnamed(m))
			visit(facts, m->type.def, v.offset, v.path, list);
	}
}

void lg_struct_members(struct lg_facts *facts, const struct lg_struct *s,
		       lg_visits *list)
{
	visit(facts, s, 0, "", list);
}
