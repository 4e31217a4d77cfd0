// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * layout.c - holes: the bits of a struct that belong to no member.
 *
 * A hole is where two compilers, two architectures or two versions may
 * disagree, and where uninitialized memory crosses the kexec. Both functions
 * count in bits, so a bit-field that leaves the rest of its storage unit
 * unused leaves a hole like any other.
 *
 * Natural layout is that of the System V ABI for x86-64, as GCC implements it:
 *
 *   - a member starts at the next multiple of its alignment: its type's, or
 *     __aligned() when that is larger; a __packed member's is one byte;
 *   - a bit-field follows the bit before it, unless it would then cross more
 *     storage units of its declared type than one; then it starts at the next
 *     multiple of that type's alignment. A packed one may cross;
 *   - a bit-field of width zero moves to its type's alignment and takes no
 *     room; an unnamed bit-field does not raise the struct's alignment;
 *   - a union's members all start at 0;
 *   - the size is a multiple of the largest alignment.
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

/* Where @s's bytes are filled up to, while its members are walked. */
struct walk {
	uint64_t end;
	const struct lg_member *last;	/* the one that ends there */
	lg_holes *holes;
};

static void walk_member(struct walk *w, const struct lg_struct *s,
			const struct lg_member *m, uint64_t offset)
{
	/* Width zero takes no room: what it skips is a hole before the next. */
	if (m->bitfield && m->bits == 0)
		return;
	if (!s->is_union)
		hole_add(w->holes, w->last, m, w->end, offset);
	if (offset + m->bits >= w->end) {
		w->end = offset + m->bits;
		w->last = m;
	}
}

void lg_struct_holes(const struct lg_struct *s, lg_holes *holes)
{
	struct walk w = { 0, NULL, holes };

	for (size_t i = 0; i < s->members.n; i++)
		walk_member(&w, s, &s->members.v[i], s->members.v[i].offset);
	hole_add(holes, w.last, NULL, w.end, s->bits);
}

static uint64_t round_up(uint64_t n, uint64_t align)
{
	return align ? (n + align - 1) / align * align : n;
}

static uint32_t natural_align(const struct lg_member *m)
{
	uint32_t align = m->packed || !m->type.align ? 8 : m->type.align;

	return m->user_align > align ? m->user_align : align;
}

static uint64_t natural_bitfield(const struct lg_member *m, uint64_t at)
{
	uint64_t align = m->type.align ? m->type.align : 8;
	uint64_t unit = m->type.bits ? m->type.bits : align;
	uint64_t in_unit = at % align;

	if (m->bits == 0)
		return round_up(at, align);
	if (m->user_align)
		at = round_up(at, m->user_align);
	else if (!m->packed &&
		 (in_unit + m->bits + align - 1) / align > unit / align)
		at = round_up(at, align);
	return at;
}

/* What @m asks of the alignment of the struct that holds it. */
static uint32_t asks_align(const struct lg_member *m)
{
	if (m->bitfield && (!m->name || m->bits == 0))
		return 8;
	return natural_align(m);
}

void lg_struct_natural_holes(const struct lg_struct *s, lg_holes *holes)
{
	struct walk w = { 0, NULL, holes };
	uint32_t align = s->user_align > 8 ? s->user_align : 8;
	uint64_t at = 0;

	for (size_t i = 0; i < s->members.n; i++) {
		const struct lg_member *m = &s->members.v[i];

		if (s->is_union)
			at = 0;
		else if (m->bitfield)
			at = natural_bitfield(m, at);
		else
			at = round_up(at, natural_align(m));
		walk_member(&w, s, m, at);
		at += m->bits;
		if (asks_align(m) > align)
			align = asks_align(m);
	}
	hole_add(holes, w.last, NULL, w.end, round_up(w.end, align));
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
