// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * abi-align - a packed member that its type would have put elsewhere.
 *
 * It works, but a pointer to it is not a pointer to its type, and the access
 * costs. The order of members is free to choose only once, before the first
 * release: so it is worth a note.
 */
#include "luoguard.h"

static void check_member(struct lg_check *c, const struct lg_struct *s,
			 const struct lg_visit *v)
{
	unsigned long long align = v->m->type.align / 8;
	unsigned long long byte = v->offset / 8;
	unsigned long long fill;
	struct lg_finding *f;

	if (align < 2 || byte % align == 0)
		return;
	fill = align - byte % align;
	f = lg_report_struct(c, LG_NOTE, s, v->m,
			     "@%s of %s is at byte %llu, but its type is "
			     "aligned to %llu bytes", v->path,
			     lg_struct_name(c->facts, s), byte, align);
	f->member = lg_strdup(&c->findings->pool, v->path);
	lg_finding_fix(c, f, "with the next version, order the members by "
		       "alignment or put %llu reserved byte%s before it", fill,
		       fill == 1 ? "" : "s");
}

static void check_struct(struct lg_check *c, const struct lg_struct *s)
{
	lg_visits all = { NULL, 0, 0 };

	lg_struct_members(c->facts, s, &all);
	for (size_t i = 0; i < all.n; i++) {
		const struct lg_member *m = all.v[i].m;

		/* Of an unnamed struct its members are looked at. */
		if (!m->bitfield && m->name && !lg_member_unnamed(m))
			check_member(c, s, &all.v[i]);
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
	check_struct, NULL, NULL,
};
