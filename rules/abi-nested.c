// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * abi-nested - a contract holds only contracts.
 *
 * The layout of a struct held by value is part of its holder's. When it is
 * defined where nobody thinks of live update, the holder's layout changes
 * without a line of its header being touched.
 */
#include "luoguard.h"

static bool is_contract(struct lg_check *c, const struct lg_struct *s,
			const struct lg_type *t)
{
	const struct lg_policy *p = c->facts->policy;
	const char *file = t->def->loc.file;

	if (!file || lg_policy_zone(p, file) || lg_policy_stable(p, file))
		return true;
	if (lg_type_listed(&p->fixed_types, t))
		return true;
	/* Beside its holder, outside of every zone: both are to be moved, and
	 * abi-location says so of each. */
	return !s->zone && s->loc.file && strcmp(s->loc.file, file) == 0;
}

static void check_member(struct lg_check *c, const struct lg_struct *s,
			 const struct lg_visit *v)
{
	const struct lg_type *t = &v->m->type;
	struct lg_finding *f;
	const char *inner;

	if ((t->kind != LG_TYPE_STRUCT && t->kind != LG_TYPE_UNION) ||
	    !t->def || !t->def->tag || lg_member_khoser_ptr(v->m) ||
	    is_contract(c, s, t))
		return;
	/* A type that is wrong by nature is abi-type's finding. */
	if (lg_type_internal(c->facts, t) ||
	    lg_type_listed(&c->facts->policy->loose_types, t))
		return;
	inner = lg_struct_name(c->facts, t->def);
	f = lg_report_struct(c, LG_ERROR, s, v->m,
			     "@%s of %s holds %s, which is not a contract: it "
			     "is defined in %s", v->path,
			     lg_struct_name(c->facts, s), inner,
			     t->def->loc.file);
	f->member = lg_strdup(&c->findings->pool, v->path);
	lg_finding_note(c, f, t->def->loc, "%s is defined here", inner);
	lg_finding_fix(c, f, "define a *_ser struct with the members that the "
		       "next kernel needs in an ABI header, and fill it from "
		       "%s", inner);
}

static void check_struct(struct lg_check *c, const struct lg_struct *s)
{
	lg_check_members(c, s, check_member);
}

const struct lg_rule lg_rule_abi_nested = {
	"abi-nested",
	"a serialized struct that holds a struct which is not itself a contract",
	LG_ERROR,
	"A struct held by value is part of its holder's layout. Defined in a\n"
	"header that nobody connects with live update, it changes with the next\n"
	"feature, and the serialized struct changes with it: no diff touches the\n"
	"ABI header, no reviewer of the ABI is asked, and the version stays.\n"
	"\n"
	"Structs of a zone and of user space's ABI (include/uapi/) are right:\n"
	"they are contracts themselves.",
	"/* include/linux/kho/abi/foo.h */\n"
	"#include <linux/foo_stats.h>\n"
	"\n"
	"struct foo_ser {\n"
	"	u64 state;\n"
	"	struct foo_stats stats;	/* <linux/foo_stats.h> */\n"
	"} __packed;\n",
	"/* include/linux/kho/abi/foo.h */\n"
	"struct foo_stats_ser {\n"
	"	u64 rx;\n"
	"	u64 tx;\n"
	"} __packed;\n"
	"\n"
	"struct foo_ser {\n"
	"	u64 state;\n"
	"	struct foo_stats_ser stats;\n"
	"} __packed;\n",
	"Define a struct for what is handed over in the ABI header, and copy\n"
	"member by member between it and the kernel's own.",
	"Review practice of the KHO and LUO series: the in-kernel struct and the\n"
	"serialized one are two, as luo_session and luo_session_ser are.",
	check_struct, NULL, NULL, LG_SUBJECT_SERIALIZED, NULL, true,
};
