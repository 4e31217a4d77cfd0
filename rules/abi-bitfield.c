// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * abi-bitfield - which bits a bit-field takes, C leaves to the compiler.
 *
 * A note: mainline's memfd has one, and GCC and Clang agree on each
 * architecture. They do not agree across byte orders.
 */
#include "luoguard.h"

/* Neighbouring bit-fields, and the bits up to the next other member: what one
 * integer may stand for without moving anything. */
struct run {
	const struct lg_struct *in;
	size_t first, last;	/* members */
	uint64_t start, end;	/* bits; whole bytes */
};

static struct run run_of(const struct lg_visit *v)
{
	const struct lg_struct *in = v->in;
	size_t i = (size_t)(v->m - in->members.v);
	struct run r = { in, i, i, 0, in->bits };

	while (!in->is_union && r.first && in->members.v[r.first - 1].bitfield)
		r.first--;
	while (!in->is_union && r.last + 1 < in->members.n &&
	       in->members.v[r.last + 1].bitfield)
		r.last++;
	r.start = in->members.v[r.first].offset / 8 * 8;
	if (!in->is_union && r.last + 1 < in->members.n)
		r.end = in->members.v[r.last + 1].offset;
	return r;
}

/* Can an integer of @bits at @start take the place of all that lies there? */
static bool replaces(const struct run *r, uint64_t start, uint64_t bits)
{
	if (start + bits > r->end || (!r->in->packed && start % bits))
		return false;
	for (size_t i = r->first; i <= r->last; i++) {
		const struct lg_member *m = &r->in->members.v[i];
		uint64_t end = m->offset + m->bits;

		if (m->bits && m->offset < start + bits && end > start &&
		    (m->offset < start || end > start + bits))
			return false;
	}
	return true;
}

/* Where such an integer starts, and its width; 0: there is none. The declared
 * type comes first, then one for the whole run. */
static uint64_t unit_for(const struct run *r, const struct lg_member *m,
			 uint64_t *start)
{
	uint64_t unit = m->type.bits ? m->type.bits : 8;
	uint64_t whole = r->end - r->start;

	*start = r->start + (m->offset - r->start) / unit * unit;
	if (unit <= 64 && replaces(r, *start, unit))
		return unit;
	*start = r->start;
	if ((whole == 8 || whole == 16 || whole == 32 || whole == 64) &&
	    replaces(r, *start, whole))
		return whole;
	return 0;
}

static void check_member(struct lg_check *c, const struct lg_struct *s,
			 const struct lg_visit *v)
{
	struct run r = run_of(v);
	uint64_t start, unit = unit_for(&r, v->m, &start);
	unsigned long long low = v->m->offset - start;
	struct lg_finding *f;

	f = lg_report_struct(c, LG_NOTE, s, v->m,
			     "@%s of %s is a bit-field: which bits it takes, C "
			     "leaves to the compiler", v->path,
			     lg_struct_name(c->facts, s));
	f->member = lg_strdup(&c->findings->pool, v->path);
	if (unit)
		lg_finding_fix(c, f, "use one u%llu for the whole unit and "
			       "GENMASK%s(%llu, %llu) for %s, with "
			       "FIELD_GET() and FIELD_PREP()",
			       (unsigned long long)unit,
			       unit > 32 ? "_ULL" : "", low + v->m->bits - 1,
			       low, v->m->name);
	else
		lg_finding_fix(c, f, "make it a member of its own with a "
			       "fixed-width type: members move, a released "
			       "layout needs a new version for that");
}

static void check_struct(struct lg_check *c, const struct lg_struct *s)
{
	lg_visits all = { NULL, 0, 0 };

	lg_struct_members(c->facts, s, &all);
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].m->bitfield && all.v[i].m->name)
			check_member(c, s, &all.v[i]);
	lg_vec_free(&all);
}

const struct lg_rule lg_rule_abi_bitfield = {
	"abi-bitfield",
	"a bit-field in a serialized struct",
	LG_NOTE,
	"C does not say from which end a compiler fills a storage unit with\n"
	"bit-fields, nor whether one may cross into the next unit. GCC and Clang\n"
	"agree on one architecture, and differ between little and big endian. A\n"
	"mask and a shift say in the header itself which bits are meant.\n"
	"\n"
	"A note, because kernels that hand over to each other have the same\n"
	"architecture today and mainline's memfd relies on that.",
	"struct foo_ser {\n"
	"	u64 pfn:52;\n"
	"	u64 flags:12;\n"
	"} __packed;\n",
	"#define FOO_PFN		GENMASK_ULL(51, 0)\n"
	"#define FOO_FLAGS	GENMASK_ULL(63, 52)\n"
	"\n"
	"struct foo_ser {\n"
	"	u64 pfn_flags;\n"
	"} __packed;\n",
	"Use one fixed-width member for the whole storage unit and define a mask\n"
	"for each part; FIELD_GET() and FIELD_PREP() of <linux/bitfield.h> do the\n"
	"rest. The bytes can stay what they are.",
	"C11 6.7.2.1 p11: the order of allocation of bit-fields within a unit is\n"
	"implementation-defined.",
	check_struct, NULL, NULL, LG_SUBJECT_SERIALIZED, NULL, true,
};
