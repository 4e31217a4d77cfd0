// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * abi-align - a packed member that its type would have put elsewhere.
 *
 * It works, but a pointer to it is not a pointer to its type, and the access
 * costs. The order of members is free to choose only once, before the first
 * release: so it is worth a note.
 */
#include "luoguard.h"

/*
 * Bytes that @t asks to be aligned to. A packed struct asks for nothing, but
 * what is in it does: the widest of its members speaks for it.
 */
static unsigned long long natural_align(const struct lg_type *t)
{
	unsigned long long align = t->align / 8;

	for (size_t i = 0; t->def && i < t->def->members.n; i++) {
		const struct lg_member *m = &t->def->members.v[i];
		unsigned long long of_m = natural_align(&m->type);

		if (!m->bitfield && of_m > align)
			align = of_m;
	}
	return align;
}

static const char *asks(const struct lg_type *t)
{
	return t->def ? "a member of it" : "its type";
}

/* The first member out of line; those behind it in line with it are notes. */
static struct lg_finding *report(struct lg_check *c, const struct lg_struct *s,
				 const struct lg_visit *v,
				 unsigned long long align)
{
	unsigned long long byte = v->offset / 8;
	unsigned long long fill = align - byte % align;
	struct lg_finding *f;

	f = lg_report_struct(c, LG_NOTE, s, v->m,
			     "@%s of %s is at byte %llu, but %s is "
			     "aligned to %llu bytes", v->path,
			     lg_struct_name(c->facts, s), byte,
			     asks(&v->m->type), align);
	f->member = lg_strdup(&c->findings->pool, v->path);
	lg_finding_fix(c, f, "with the next version, order the members by "
		       "alignment or put %llu reserved byte%s before it", fill,
		       fill == 1 ? "" : "s");
	return f;
}

/* In an array of packed structs the second element starts where the first one
 * ends. */
static void check_elements(struct lg_check *c, const struct lg_struct *s,
			   const struct lg_visit *v, unsigned long long align)
{
	unsigned long long bytes = v->m->type.bits / 8;
	struct lg_finding *f;

	if (!v->m->array || v->m->count == 1 || !bytes || bytes % align == 0)
		return;
	f = lg_report_struct(c, LG_NOTE, s, v->m,
			     "the elements of @%s of %s take %llu bytes, but "
			     "a member of them is aligned to %llu bytes: from "
			     "the second on they are out of line", v->path,
			     lg_struct_name(c->facts, s), bytes, align);
	f->member = lg_strdup(&c->findings->pool, v->path);
	lg_finding_fix(c, f, "with the next version, end %s in %llu reserved "
		       "byte%s", v->m->type.name, align - bytes % align,
		       align - bytes % align == 1 ? "" : "s");
}

/* One cause, one finding: what a misplaced member pushes out of line behind it
 * is told in its notes, until a member is in line again. */
static void check_struct(struct lg_check *c, const struct lg_struct *s)
{
	lg_visits all = { NULL, 0, 0 };
	struct lg_finding *cause = NULL;

	lg_struct_members(c->facts, s, &all);
	for (size_t i = 0; i < all.n; i++) {
		const struct lg_visit *v = &all.v[i];
		unsigned long long align = natural_align(&v->m->type);

		/* Of an unnamed struct its members are looked at. */
		if (v->m->bitfield || !v->m->name || align < 2 ||
		    lg_member_unnamed(v->m))
			continue;
		if (v->offset / 8 % align == 0)
			cause = NULL;
		else if (!cause)
			cause = report(c, s, v, align);
		else
			lg_finding_note(c, cause, v->m->loc,
					"so is @%s, at byte %llu", v->path,
					(unsigned long long)v->offset / 8);
		check_elements(c, s, v, align);
	}
	lg_vec_free(&all);
}

const struct lg_rule lg_rule_abi_align = {
	"abi-align",
	"a packed member at an offset its type is not aligned to",
	LG_NOTE,
	"In a packed struct each member follows the one before it. Where its\n"
	"offset is not a multiple of its type's alignment, the compiler reads it\n"
	"byte by byte on machines that need that, a pointer to it must not be\n"
	"taken (-Waddress-of-packed-member), and it can not be read or written\n"
	"in one piece (READ_ONCE()).\n"
	"\n"
	"The layout is as fixed as any other, so this is a note. Change it only\n"
	"together with a new version.",
	"struct foo_ser {\n"
	"	u8  mode;\n"
	"	u64 data;	/* at byte 1 */\n"
	"} __packed;\n",
	"struct foo_ser {\n"
	"	u64 data;\n"
	"	u8  mode;\n"
	"	u8  reserved[7];\n"
	"} __packed;\n",
	"Order the members by alignment, or fill up with reserved bytes that are\n"
	"written as 0 and checked. Members move: raise the version.",
	"GCC manual, \"Common Type Attributes\", packed; Documentation/core-api/\n"
	"unaligned-memory-access.rst of the kernel.",
	check_struct, NULL, NULL, LG_SUBJECT_SERIALIZED, NULL, true,
};
