// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * abi-version-check - a blob's version is compared before it is read.
 *
 * LUO compares the compatible string of a file handler or an FLB before it calls
 * anything: their callbacks owe no comparison. What kho_retrieve_subtree()
 * brings, nobody has looked at.
 */
#include "luoguard.h"

/* One finding for a function and struct, at its first read. */
static bool told(const struct lg_facts *facts, size_t n)
{
	const struct lg_unchecked *u = &facts->unchecked.v[n];

	for (size_t i = 0; i < n; i++) {
		const struct lg_unchecked *old = &facts->unchecked.v[i];

		if (strcmp(old->tag, u->tag) == 0 &&
		    strcmp(old->function, u->function) == 0)
			return true;
	}
	return false;
}

static void report(struct lg_check *c, const struct lg_unchecked *u)
{
	const struct lg_struct *s = lg_facts_struct(c->facts, u->tag);
	struct lg_finding *f;

	f = lg_report(c, LG_WARNING, u->loc, u->compared ?
		      "@%s of struct %s is read before @%s is compared" :
		      "@%s of struct %s is read, and @%s is compared nowhere "
		      "before", u->member, u->tag, u->version);
	f->tag = lg_strdup(&c->findings->pool, u->tag);
	f->member = lg_strdup(&c->findings->pool, u->member);
	if (s && s->flow)
		lg_finding_note(c, f, s->flow->steps.n ?
				s->flow->steps.v[0].loc : u->loc, "%s",
				lg_flow_because(c->facts, s->flow));
	lg_finding_fix(c, f, "compare @%s first, and refuse what this kernel "
		       "does not know", u->version);
}

static void check_facts(struct lg_check *c)
{
	for (size_t i = 0; i < c->facts->unchecked.n; i++)
		if (!told(c->facts, i))
			report(c, &c->facts->unchecked.v[i]);
}

const struct lg_rule lg_rule_abi_version_check = {
	"abi-version-check",
	"a restore path that reads members before it compared the version",
	LG_WARNING,
	"A version only helps when it is compared before anything else is read:\n"
	"the previous kernel may have laid the struct out in another way, and then\n"
	"each member is somewhere else.\n"
	"\n"
	"What kho_retrieve_subtree() brings has to be compared by whoever asked for\n"
	"it, on every path, in the function or in a helper whose result decides.\n"
	"LUO compares the compatible strings of file handlers and FLBs itself.",
	"/* drivers/foo/foo_liveupdate.c */\n"
	"#include <linux/io.h>\n"
	"#include <linux/kexec_handover.h>\n"
	"#include <linux/kho/abi/bar.h>	/* struct bar_ser: compatible, state */\n"
	"\n"
	"u64 bar_state(void)\n"
	"{\n"
	"	struct bar_ser *ser;\n"
	"	phys_addr_t phys;\n"
	"\n"
	"	if (kho_retrieve_subtree(\"bar\", &phys, NULL))\n"
	"		return 0;\n"
	"	ser = phys_to_virt(phys);\n"
	"	return ser->state;\n"
	"}\n",
	"/* drivers/foo/foo_liveupdate.c */\n"
	"#include <linux/io.h>\n"
	"#include <linux/kernel.h>\n"
	"#include <linux/kexec_handover.h>\n"
	"#include <linux/kho/abi/bar.h>	/* struct bar_ser: compatible, state */\n"
	"\n"
	"u64 bar_state(void)\n"
	"{\n"
	"	struct bar_ser *ser;\n"
	"	phys_addr_t phys;\n"
	"\n"
	"	if (kho_retrieve_subtree(\"bar\", &phys, NULL))\n"
	"		return 0;\n"
	"	ser = phys_to_virt(phys);\n"
	"	if (strcmp(ser->compatible, BAR_COMPATIBLE))\n"
	"		return 0;\n"
	"	return ser->state;\n"
	"}\n",
	"Compare the version or compatible member right after the pointer is made,\n"
	"and give up when it is not one that this kernel knows. Whether the blob is\n"
	"long enough to have one, its size tells.",
	"luo_early_startup() and kho_in_kexec_metadata() in kernel/liveupdate/ do so.",
	NULL, NULL, check_facts, LG_SUBJECT_CODE, NULL, false,
};
