// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ser-implicit - words that only the order of the code gives a meaning.
 *
 * A buffer of saved registers has no members to document. Which register lies
 * in which word, the code says that fills it, and nothing else does.
 */
#include "luoguard.h"

/* Two words or more, of different registers: one is no order, and a loop that
 * reads one register is a stream. */
static bool ordered(const struct lg_order *o)
{
	for (size_t i = 1; i < o->words.n; i++)
		if (strcmp(o->words.v[i].what, o->words.v[0].what) != 0)
			return true;
	return false;
}

static void report(struct lg_check *c, const struct lg_order *o)
{
	struct lg_finding *f;

	f = lg_report(c, LG_WARNING, o->words.v[0].loc,
		      "the words of %s cross a kexec, and only the order of the "
		      "code in %s() says which is which", o->buffer,
		      o->function);
	f->member = lg_strdup(&c->findings->pool, o->buffer);
	for (size_t i = 0; i < o->words.n; i++)
		lg_finding_note(c, f, o->words.v[i].loc, "word %zu is %s", i,
				o->words.v[i].what);
	lg_finding_fix(c, f, "give each word a member, or an index with a name, "
		       "in an ABI header: the version has to change when one "
		       "of them is added, removed or moved");
}

static void check_facts(struct lg_check *c)
{
	for (size_t i = 0; i < c->facts->orders.n; i++)
		if (ordered(c->facts->orders.v[i]))
			report(c, c->facts->orders.v[i]);
}

const struct lg_rule lg_rule_ser_implicit = {
	"ser-implicit",
	"preserved words whose meaning is only the order of the code that fills them (`data[]` of saved registers)",
	LG_WARNING,
	"\"A totally innocuous commit that adds, removes, or reorders a register\n"
	"stashed in data[]\" breaks the next kernel: no struct changes, no header,\n"
	"no version, and each word behind it is another register.\n"
	"\n"
	"Found is memory that is handed over and filled at an index that counts up,\n"
	"with what calls read that name a constant. The notes list the order.",
	"/* drivers/foo/foo_liveupdate.c */\n"
	"#include <linux/kexec_handover.h>\n"
	"\n"
	"u32 foo_read(int reg);\n"
	"\n"
	"int foo_save(void)\n"
	"{\n"
	"	u32 *cap = kho_alloc_preserve(64);\n"
	"	int i = 0;\n"
	"\n"
	"	cap[i++] = foo_read(0x10);\n"
	"	cap[i++] = foo_read(0x18);\n"
	"	return i;\n"
	"}\n",
	"/* drivers/foo/foo_liveupdate.c */\n"
	"#include <linux/kexec_handover.h>\n"
	"#include <linux/kho/abi/bar.h>	/* struct bar_ser: state, speed */\n"
	"\n"
	"u32 foo_read(int reg);\n"
	"\n"
	"int foo_save(void)\n"
	"{\n"
	"	struct bar_ser *ser = kho_alloc_preserve(sizeof(*ser));\n"
	"\n"
	"	ser->state = foo_read(0x10);\n"
	"	ser->speed = foo_read(0x18);\n"
	"	return 0;\n"
	"}\n",
	"Make the words members of a *_ser struct. Where a buffer has to stay, give\n"
	"each word an index in an ABI header (an enum), and use it on both sides.",
	"Review of the PCI live update series, about the data[] of a saved PCI\n"
	"capability.",
	NULL, NULL, check_facts, LG_SUBJECT_CODE, NULL, false,
};
