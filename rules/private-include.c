// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * private-include - an owner's private header stays with the owner.
 *
 * The #include is where it starts: from then on every struct of the header is
 * complete, and nothing stops the next patch from looking inside.
 */
#include "luoguard.h"

/* Who includes @file, for the chain back to the file that is compiled. */
static const struct lg_include *includer(const struct lg_facts *facts,
					 const char *file)
{
	for (size_t i = 0; i < facts->includes.n; i++) {
		const struct lg_include *inc = &facts->includes.v[i];

		if (inc->header && strcmp(inc->header, file) == 0)
			return inc;
	}
	return NULL;
}

static void note_chain(struct lg_check *c, struct lg_finding *f,
		       const char *file)
{
	/* Headers that include each other must not keep this going. */
	for (size_t left = c->facts->includes.n; left; left--) {
		const struct lg_include *inc = includer(c->facts, file);

		if (!inc || !inc->loc.file)
			return;
		lg_finding_note(c, f, inc->loc, "%s includes %s here",
				inc->loc.file, file);
		file = inc->loc.file;
		if (c->facts->main_file &&
		    strcmp(file, c->facts->main_file) == 0)
			return;
	}
}

static void check_include(struct lg_check *c, const struct lg_include *inc)
{
	const struct lg_policy *p = c->facts->policy;
	const struct lg_owner *owner;
	struct lg_finding *f;

	if (!inc->header || !inc->loc.file || !lg_ends(inc->header, ".h"))
		return;
	owner = lg_policy_owner(p, inc->header);
	if (!owner || lg_policy_may_look(p, owner, inc->loc.file))
		return;
	f = lg_report(c, LG_WARNING, inc->loc, "%s is private to %s",
		      inc->header, owner->name);
	if (inc->forced)
		lg_finding_note(c, f, inc->loc, "no line of it says so: the "
				"compiler was told to, by -include in the "
				"Makefile");
	if (inc->link)
		lg_finding_note(c, f, inc->loc, "%s is a symbolic link to it",
				inc->link);
	lg_finding_note(c, f, inc->loc, "only files under %s, and the friends "
			"that policy names, include what lies there",
			owner->dir);
	if (!c->facts->main_file ||
	    strcmp(inc->loc.file, c->facts->main_file))
		note_chain(c, f, inc->loc.file);
	if (owner->instead)
		lg_finding_fix(c, f, "include the public header; %s",
			       owner->instead);
	else
		lg_finding_fix(c, f, "include the public header, and pass "
			       "pointers to what it only declares");
}

static void check_facts(struct lg_check *c)
{
	for (size_t i = 0; i < c->facts->includes.n; i++)
		check_include(c, &c->facts->includes.v[i]);
}

const struct lg_rule lg_rule_private_include = {
	"private-include",
	"an owner's private header included from outside",
	LG_WARNING,
	"Headers under drivers/pci/ are the PCI core's own: it changes them\n"
	"without asking anybody. A live update driver that includes one can see\n"
	"the structs in it, and what it can see it sooner or later saves: the\n"
	"PCI core's internals become an ABI between two kernels.\n"
	"\n"
	"Policy names the few files of mainline that include such a header, each\n"
	"with the reason. The file with the #include is judged, not the file\n"
	"that is compiled: a header that includes it for others is the one to\n"
	"mend, and notes name the chain. A symbolic link is what it leads to.",
	"/* drivers/vfio/pci/vfio_pci_liveupdate.c */\n"
	"#include \"../../pci/pci.h\"\n",
	"/* drivers/vfio/pci/vfio_pci_liveupdate.c */\n"
	"#include <linux/pci.h>\n"
	"\n"
	"	vdev->token = pci_store_saved_state(pdev);\n",
	"Include the public header. It declares the struct and functions that\n"
	"take a pointer to it. Where a function is missing, add it to the owner,\n"
	"so that its maintainers see what is asked of them. A friend goes into\n"
	"policy, with its reason: [friend PATH].",
	"drivers/pci/pci.h stays out of include/linux/ for this reason; five files\n"
	"of mainline 7.3 outside drivers/pci/ include it, none of them new.",
	NULL, NULL, check_facts, LG_SUBJECT_PRIVATE, NULL, false,
};
