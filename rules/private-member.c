// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * private-member - what a header marks private is used by its owner alone.
 *
 * C has no private members, so the kernel marks them: __private, which only
 * sparse sees, and "private:" in kernel-doc, which no tool checks.
 */
#include "luoguard.h"

static const char *owners(struct lg_check *c,
			  const struct lg_private_members *m)
{
	const char *s = NULL;

	for (size_t i = 0; i < m->owners.n; i++)
		s = s ? lg_printf(&c->facts->pool, "%s, %s", s,
				  m->owners.v[i]) : m->owners.v[i];
	return s;
}

static void check_use(struct lg_check *c, const struct lg_member_use *use)
{
	const struct lg_policy *p = c->facts->policy;
	const struct lg_private_members *m =
		lg_policy_private_members(p, use->declared.file);
	bool attribute = use->mark == LG_MARK_ATTRIBUTE;
	struct lg_finding *f;

	if (!m || lg_policy_may_use(p, m, use->written_in))
		return;
	f = lg_report(c, LG_WARNING, use->loc, "@%s of %s is used, and %s "
		      "marks it private", use->member, use->of,
		      use->declared.file);
	f->tag = lg_strdup(&c->findings->pool, use->tag);
	f->member = lg_strdup(&c->findings->pool, use->member);
	lg_finding_note(c, f, use->declared, "it %s; only %s and the header "
			"itself may use it", attribute ? "is __private" :
			"stands behind \"private:\"", owners(c, m));
	if (strcmp(use->written_in, use->loc.file))
		lg_finding_note(c, f, use->loc, "a macro of %s names it",
				use->written_in);
	if (m->instead)
		lg_finding_fix(c, f, "%s", m->instead);
	else
		lg_finding_fix(c, f, "call what %s offers, or have its owner "
			       "do in a function what is done here",
			       use->declared.file);
}

static bool said(const struct lg_facts *facts, size_t n)
{
	const struct lg_member_use *use = &facts->member_uses.v[n];

	for (size_t i = 0; i < n; i++) {
		const struct lg_member_use *u = &facts->member_uses.v[i];

		if (u->loc.line == use->loc.line &&
		    strcmp(u->loc.file, use->loc.file) == 0 &&
		    strcmp(u->tag, use->tag) == 0 &&
		    strcmp(u->member, use->member) == 0)
			return true;
	}
	return false;
}

static void check_facts(struct lg_check *c)
{
	for (size_t i = 0; i < c->facts->member_uses.n; i++)
		if (!said(c->facts, i))
			check_use(c, &c->facts->member_uses.v[i]);
}

const struct lg_rule lg_rule_private_member = {
	"private-member",
	"a member marked `__private` or `/* private: */` used outside its owner",
	LG_WARNING,
	"A driver that takes part in a live update registers a struct\n"
	"liveupdate_file_handler that it defines itself. Half of it is LUO's:\n"
	"the lists that LUO hangs it in and counts with. They are __private, or\n"
	"stand behind \"private:\" in the struct's kernel-doc. A driver that walks\n"
	"or sets up such a list works until LUO keeps its handlers otherwise,\n"
	"and what it copies into a serialized struct the next kernel cannot read.\n"
	"\n"
	"GCC never sees these marks, and sparse sees only the first. The header\n"
	"itself, with its inline functions and macros wherever they are used, and\n"
	"the owners that policy names for it ([private-members HEADER]) may use\n"
	"the members. So may anybody through ACCESS_PRIVATE() and the\n"
	"list_private_*() macros: who writes that says that he knows.",
	"/* drivers/vfio/pci/vfio_pci_liveupdate.c */\n"
	"	list_for_each_entry(h, handlers, list)\n"
	"		n++;\n",
	"/* drivers/vfio/pci/vfio_pci_liveupdate.c */\n"
	"	list_private_for_each_entry(h, handlers, list)\n"
	"		n++;\n",
	"Call a function of the owner. Where there is none, add it there, so\n"
	"that those who look after the struct see what is asked of them.\n"
	"ACCESS_PRIVATE() is for the owner's own code where sparse would\n"
	"complain. A further owner goes into policy: [private-members HEADER]\n"
	"owners = PATH.",
	"include/linux/compiler_types.h (__private, ACCESS_PRIVATE),\n"
	"include/linux/list_private.h, and \"private:\" in\n"
	"Documentation/doc-guide/kernel-doc.rst. include/linux/liveupdate.h marks\n"
	"what struct liveupdate_file_handler and struct liveupdate_flb keep for LUO.",
	NULL, NULL, check_facts, LG_SUBJECT_PRIVATE, NULL, false,
};
