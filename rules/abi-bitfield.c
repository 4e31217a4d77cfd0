// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * abi-bitfield - which bits a bit-field takes, C leaves to the compiler.
 *
 * A note: mainline's memfd has one, and GCC and Clang agree on each
 * architecture. They do not agree across byte orders.
 */
#include "luoguard.h"

static void check_member(struct lg_check *c, const struct lg_struct *s,
			 const struct lg_visit *v)
{
	unsigned long long unit = v->m->type.bits ? v->m->type.bits : 8;
	unsigned long long low = v->offset % unit;
	unsigned long long high = low + v->m->bits - 1;
	struct lg_finding *f;

	f = lg_report_struct(c, LG_NOTE, s, v->m,
			     "@%s of %s is a bit-field: which bits it takes, C "
			     "leaves to the compiler", v->path,
			     lg_struct_name(c->facts, s));
	f->member = lg_strdup(&c->findings->pool, v->path);
	if (high >= unit)
		lg_finding_fix(c, f, "make it a member of its own with a "
			       "fixed-width type");
	else
		lg_finding_fix(c, f, "use one u%llu for the whole unit and "
			       "GENMASK%s(%llu, %llu) for %s, with "
			       "FIELD_GET() and FIELD_PREP()",
			       unit, unit > 32 ? "_ULL" : "", high, low,
			       v->m->name);
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
	check_struct, NULL, NULL,
};
