// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * abi-packed - a serialized struct is __packed, and here is why it matters.
 *
 * Three findings in one rule. With holes the layout is already a compiler's
 * choice and stale memory crosses the kexec. Without holes it is right by luck.
 * With its size pinned by a static_assert somebody chose it: a note.
 */
#include "luoguard.h"

static const char *plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

/* "3-byte hole at byte 5", "12 unused bits behind bit 4 of byte 6" */
static const char *hole_text(struct lg_pool *pool, const struct lg_hole *h,
			     uint64_t base)
{
	unsigned long long byte = (base + h->offset) / 8;
	unsigned long long bit = (base + h->offset) % 8;
	unsigned long long bits = h->bits;

	if (!bit && bits % 8 == 0) {
		if (!h->before)
			return lg_printf(pool,
				"%llu byte%s of padding at the end, at byte %llu",
				bits / 8, plural(bits / 8), byte);
		return lg_printf(pool, "%llu-byte hole at byte %llu",
				 bits / 8, byte);
	}
	return lg_printf(pool, "%llu unused bit%s at byte %llu, bit %llu", bits,
			 plural(bits), byte, bit);
}

static const char *member_name(const struct lg_member *m)
{
	return m->name ? m->name : "an unnamed member";
}

/* Bytes that the size counts behind the start of a flexible array: no hole
 * where a member could stand. */
static bool in_array(const struct lg_hole *h)
{
	return !h->before && h->after && h->after->flexible;
}

static void note_hole(struct lg_check *c, struct lg_finding *f,
		      const struct lg_struct *s, const struct lg_hole *h,
		      uint64_t base)
{
	const struct lg_member *at = h->after ? h->after : h->before;
	struct lg_loc loc = at && at->loc.file ? at->loc : s->loc;
	const char *text = hole_text(&c->facts->pool, h, base);

	if (in_array(h))
		lg_finding_note(c, f, loc, "%s: the size counts them, and %s "
				"begins there", text, member_name(h->after));
	else if (!h->after)
		lg_finding_note(c, f, loc, "%s%s%s", text,
				at ? ", before " : "",
				at ? member_name(at) : "");
	else if (!h->before)
		lg_finding_note(c, f, loc, "%s, after %s", text,
				member_name(h->after));
	else
		lg_finding_note(c, f, loc, "%s, between %s and %s", text,
				member_name(h->after), member_name(h->before));
}

/* A struct, or an unnamed one inside it, with the holes of its own. */
struct part {
	const struct lg_struct *s;
	uint64_t offset;
	lg_holes holes;
};
typedef LG_VEC(struct part) part_list;

static void part_add(part_list *parts, const struct lg_struct *s,
		     uint64_t offset)
{
	struct part p = { s, offset, { NULL, 0, 0 } };

	lg_struct_holes(s, &p.holes);
	lg_vec_push(parts, p);
}

/* @s and what is unnamed inside it; returns how many holes they have. */
static size_t parts_of(struct lg_facts *facts, const struct lg_struct *s,
		       part_list *parts)
{
	lg_visits all = { NULL, 0, 0 };
	size_t holes = 0;

	part_add(parts, s, 0);
	lg_struct_members(facts, s, &all);
	for (size_t i = 0; i < all.n; i++)
		if (lg_member_unnamed(all.v[i].m))
			part_add(parts, all.v[i].m->type.def, all.v[i].offset);
	lg_vec_free(&all);
	for (size_t i = 0; i < parts->n; i++)
		holes += parts->v[i].holes.n;
	return holes;
}

static void parts_free(part_list *parts)
{
	for (size_t i = 0; i < parts->n; i++)
		lg_vec_free(&parts->v[i].holes);
	lg_vec_free(parts);
}

/* What a mend that moves members costs: the version. */
static const char *new_version(struct lg_check *c, const struct lg_struct *s)
{
	const struct lg_version *v = lg_struct_version(c->facts, s, NULL);

	return v ? v->macro->name : "its compatible string";
}

/* The serialized struct without __packed that holds @s and has holes: once @s
 * is packed, and aligned to nothing, those close. NULL: none. */
static const struct lg_struct *loose_holder(struct lg_facts *facts,
					    const struct lg_struct *s)
{
	const struct lg_struct *found = NULL;

	for (size_t i = 0; !found && i < facts->structs.n; i++) {
		const struct lg_struct *o = facts->structs.v[i];
		lg_visits all = { NULL, 0, 0 };
		part_list parts = { NULL, 0, 0 };

		if (o == s || !lg_struct_serialized(o))
			continue;
		lg_struct_members(facts, o, &all);
		for (size_t k = 0; !found && k < all.n; k++)
			if (!all.v[k].in->packed && all.v[k].m->type.def == s &&
			    parts_of(facts, o, &parts))
				found = o;
		parts_free(&parts);
		lg_vec_free(&all);
	}
	return found;
}

/* The one hole of @parts is of that kind: its flexible array, else NULL. */
static const struct lg_member *only_array(const part_list *parts)
{
	const struct lg_member *found = NULL;

	for (size_t i = 0; i < parts->n; i++)
		for (size_t k = 0; k < parts->v[i].holes.n; k++) {
			const struct lg_hole *h = &parts->v[i].holes.v[k];

			if (found || !in_array(h))
				return NULL;
			found = h->after;
		}
	return found;
}

static void mend(struct lg_check *c, struct lg_finding *f,
		 const struct lg_struct *s, const part_list *parts, bool holes)
{
	const struct lg_member *array = only_array(parts);
	const struct lg_struct *o = loose_holder(c->facts, s);
	const char *first = holes ? "name each hole as a reserved member and "
				    "add __packed" : "add __packed";

	if (lg_struct_borrowed(s))
		lg_finding_fix(c, f, "hold a *_ser struct of an ABI header "
			       "instead, that is __packed: to pack this one "
			       "lays out anew whatever else holds it");
	else if (o && o->tag)
		lg_finding_fix(c, f, "name the holes of %s, which holds it, as "
			       "reserved members first: they would close; then "
			       "%s, and where members move, give %s a new value",
			       lg_struct_name(c->facts, o), first,
			       new_version(c, o));
	else if (array)
		lg_finding_fix(c, f, "add __packed: no member moves, but the "
			       "size ends where @%s begins; if sizeof() takes "
			       "part in what is handed over, give %s a new "
			       "value", member_name(array), new_version(c, s));
	else if (holes)
		lg_finding_fix(c, f, "%s; where members move, give %s a new "
			       "value", first, new_version(c, s));
	else
		lg_finding_fix(c, f, "%s: none of its members moves, so the "
			       "version stays as it is", first);
}

static void insert_packed(struct lg_check *c, struct lg_finding *f,
			  const struct lg_struct *top,
			  const struct lg_struct *s)
{
	if (s->end.file && !s->packed && !lg_struct_borrowed(top))
		lg_finding_insert(c, f, s->end, " __packed");
}

/* Why the inserts so far are not the whole mend, or move something; NULL: they
 * are, and nothing moves by them. */
static const char *obstacle(struct lg_check *c, const struct lg_struct *s,
			    const part_list *parts)
{
	const struct lg_struct *holder = loose_holder(c->facts, s);

	for (size_t i = 0; i < parts->n; i++) {
		const struct part *p = &parts->v[i];

		if ((p->holes.n || p->s == s) && !p->s->packed &&
		    !p->s->end.file)
			return "a macro makes it";
	}
	if (lg_struct_borrowed(s))
		return LG_LEFT_BORROWED;
	return !holder ? NULL :
	       lg_printf(&c->facts->pool, "%s, which holds it, has holes: once "
			 "that is packed, run it again",
			 lg_struct_name(c->facts, holder));
}

static bool mends_whole(struct lg_check *c, struct lg_finding *f,
			const struct lg_struct *s, const part_list *parts)
{
	const char *why = obstacle(c, s, parts);

	if (why)
		lg_finding_left(c, f, "%s", why);
	return !why;
}

/* Every hole gets a name, or none does: the next member must not move. */
static bool name_holes(struct lg_check *c, struct lg_finding *f,
		       const struct lg_struct *s, const part_list *parts)
{
	size_t inserts = f->inserts.n;
	unsigned int n = 0;

	for (size_t i = 0; i < parts->n; i++)
		if (!lg_edit_holes(c, f, s, parts->v[i].s, &parts->v[i].holes,
				   &n)) {
			f->inserts.n = inserts;
			if (!f->left)
				lg_finding_left(c, f, "a union, an #if, a "
					"macro or another member stands where "
					"a hole would be named");
			return false;
		}
	return true;
}

static void with_holes(struct lg_check *c, const struct lg_struct *s,
		       const part_list *parts, size_t holes)
{
	const char *name = lg_struct_name(c->facts, s);
	struct lg_finding *f;

	if (s->packed)
		f = lg_report_struct(c, LG_ERROR, s, NULL,
			"%s is __packed, but a struct inside it is not and has %zu hole%s",
			name, holes, plural(holes));
	else
		f = lg_report_struct(c, LG_ERROR, s, NULL,
			"%s is serialized but not __packed, and has %zu hole%s",
			name, holes, plural(holes));
	for (size_t i = 0; i < parts->n; i++) {
		const struct part *p = &parts->v[i];

		for (size_t k = 0; k < p->holes.n; k++)
			note_hole(c, f, p->s, &p->holes.v[k], p->offset);
		if (p->holes.n || p->s == s)
			insert_packed(c, f, s, p->s);
	}
	mend(c, f, s, parts, true);
	f->mends = mends_whole(c, f, s, parts) && name_holes(c, f, s, parts);
}

static bool pinned(struct lg_check *c, const struct lg_struct *s)
{
	const struct lg_file *file = lg_facts_file(c->facts, s->loc.file);

	return file->text && lg_file_pins_size(file, s);
}

/* Source text alone, for which nobody laid it out. */
static void without_layout(struct lg_check *c, const struct lg_struct *s)
{
	const part_list none = { NULL, 0, 0 };
	const char *name = lg_struct_name(c->facts, s);
	struct lg_finding *f;

	if (pinned(c, s))
		f = lg_report_struct(c, LG_NOTE, s, NULL,
			"%s is not __packed; a static assertion pins its size, "
			"which some maintainers prefer", name);
	else
		f = lg_report_struct(c, LG_ERROR, s, NULL,
			"%s is serialized but not __packed; where it has holes, "
			"a check with --build says", name);
	mend(c, f, s, &none, true);
	lg_finding_left(c, f, LG_LEFT_NO_LAYOUT);
}

static void without_holes(struct lg_check *c, const struct lg_struct *s,
			  const part_list *parts)
{
	const char *name = lg_struct_name(c->facts, s);
	struct lg_finding *f;

	if (pinned(c, s))
		f = lg_report_struct(c, LG_NOTE, s, NULL,
			"%s is not __packed; it has no hole and a static "
			"assertion pins its size, which some maintainers prefer",
			name);
	else
		f = lg_report_struct(c, LG_ERROR, s, NULL,
			"%s is serialized but not __packed: it has no hole "
			"today, but nothing keeps the next member from opening "
			"one", name);
	mend(c, f, s, parts, false);
	insert_packed(c, f, s, s);
	/* A note says that somebody chose it. */
	f->mends = f->severity > LG_NOTE && mends_whole(c, f, s, parts);
}

static void check_struct(struct lg_check *c, const struct lg_struct *s)
{
	part_list parts = { NULL, 0, 0 };
	size_t holes = 0, inner = 0;

	if (s->loc.file && s->no_layout)
		without_layout(c, s);
	if (!s->loc.file || s->no_layout || !s->members.n)
		return;
	holes = parts_of(c->facts, s, &parts);
	inner = holes - parts.v[0].holes.n;
	if (s->packed && inner) {
		/* Padding that __aligned() asked for is the author's. */
		parts.v[0].holes.n = 0;
		with_holes(c, s, &parts, inner);
	} else if (!s->packed && holes) {
		with_holes(c, s, &parts, holes);
	} else if (!s->packed) {
		without_holes(c, s, &parts);
	}
	parts_free(&parts);
}

const struct lg_rule lg_rule_abi_packed = {
	"abi-packed",
	"a serialized struct without `__packed`; says where the holes are",
	LG_ERROR,
	"Without __packed the compiler lays the struct out: it aligns each member\n"
	"to its type and leaves holes. Another architecture, another compiler or\n"
	"the next member moves everything behind a hole, and what stands in the\n"
	"hole is whatever was in memory before: it crosses the kexec, too.\n"
	"\n"
	"A struct that has no hole today has none by luck: one u32 in front of a\n"
	"u64 opens one, and nothing says so. Where a static_assert pins the size\n"
	"of a struct without holes, somebody takes care another way: a note.\n"
	"\n"
	"__packed does not reach into an unnamed struct inside: that one needs\n"
	"its own.",
	"struct foo_ser {\n"
	"	u8  mode;\n"
	"	u32 len;	/* at byte 4: 3 bytes of hole before it */\n"
	"	u64 data;\n"
	"	u32 flags;	/* 4 bytes of padding behind it */\n"
	"};\n",
	"struct foo_ser {\n"
	"	u8  mode;\n"
	"	u8  reserved[3];\n"
	"	u32 len;\n"
	"	u64 data;\n"
	"	u32 flags;\n"
	"	u32 reserved2;\n"
	"} __packed;\n",
	"Add __packed behind the closing brace. Where the struct had holes, name\n"
	"them as reserved members first and nothing moves; else members move and\n"
	"the governing version needs a new value.",
	"The headers' own text: \"the layout of the `__packed` serialization\n"
	"structures defined here\" (include/linux/kho/abi/luo.h, block.h); System V\n"
	"ABI for x86-64, 3.1.2, for where holes come from.",
	check_struct, NULL, NULL, LG_SUBJECT_SERIALIZED, NULL, true,
};
