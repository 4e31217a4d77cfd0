// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * private-definition - a private struct is defined by its owner, once.
 *
 * Two shapes: a struct that policy names is defined outside the owner's
 * directory (moved to a public header, or copied), and a struct of another
 * name that repeats one of the owner's member by member. The original may be
 * part of the unit, or known from the owner's text alone (shapes.c).
 */
#include "luoguard.h"

/* Fewer members than these are alike by chance: { list, id }. Of a struct that
 * policy names, two are enough. Who includes the original knows it: shapes.c,
 * which compares with all that the owner has, asks for more. */
#define COPY_MEMBERS 3
#define COPY_NAMED_MEMBERS 2

static bool same_member(const struct lg_member *a, const struct lg_member *b)
{
	if (!a->name || !b->name || strcmp(a->name, b->name))
		return false;
	return a->type.kind == b->type.kind && a->array == b->array &&
	       a->type.bits == b->type.bits;
}

static bool same_members(const struct lg_struct *a, const struct lg_struct *b,
			 size_t least)
{
	if (a->members.n != b->members.n || a->members.n < least)
		return false;
	for (size_t i = 0; i < a->members.n; i++)
		if (!same_member(&a->members.v[i], &b->members.v[i]))
			return false;
	return true;
}

/* The owner's struct that @s repeats, among the facts. */
static bool original_here(struct lg_check *c, const struct lg_struct *s,
			  struct lg_original *from)
{
	const struct lg_policy *p = c->facts->policy;

	for (size_t i = 0; i < c->facts->structs.n; i++) {
		const struct lg_struct *o = c->facts->structs.v[i];
		size_t least;

		if (o == s || !o->tag || !o->loc.file ||
		    !lg_policy_owner(p, o->loc.file))
			continue;
		least = lg_policy_names_private(p, o->tag) ?
			COPY_NAMED_MEMBERS : COPY_MEMBERS;
		if (!same_members(o, s, least))
			continue;
		from->tag = o->tag;
		from->name = lg_struct_name(c->facts, o);
		from->loc = o->loc;
		return true;
	}
	return false;
}

/* The owner whose struct @s repeats without leave; NULL: nobody's. The unit may
 * see the original, and if not the owner's files are there to be read. */
static const struct lg_owner *repeated(struct lg_check *c,
				       const struct lg_struct *s,
				       struct lg_original *from)
{
	const struct lg_policy *p = c->facts->policy;
	const struct lg_owner *owner;

	if (!original_here(c, s, from) &&
	    !lg_struct_original(c->facts, s, from))
		return NULL;
	owner = lg_policy_owner(p, from->loc.file);
	if (!owner || lg_policy_may_see(p, owner, from->tag, s->loc.file))
		return NULL;
	return owner;
}

static void report_moved(struct lg_check *c, const struct lg_struct *s,
			 const struct lg_owner *owner)
{
	const char *name = lg_struct_name(c->facts, s);
	struct lg_finding *f;

	f = lg_report(c, LG_ERROR, s->loc,
		      "%s is private to %s and defined outside %s", name,
		      owner->name, owner->dir);
	f->tag = lg_strdup(&c->findings->pool, s->tag);
	lg_finding_note(c, f, s->loc, "policy names %s private to %s: once "
			"others see its members, they can serialize them",
			name, owner->name);
	lg_finding_fix(c, f, "define it under %s, declare it here (\"%s;\") "
		       "and pass pointers", owner->dir, name);
}

static void report_copied(struct lg_check *c, const struct lg_struct *s,
			  const struct lg_original *from,
			  const struct lg_owner *owner)
{
	struct lg_finding *f;

	f = lg_report(c, LG_ERROR, s->loc,
		      "%s repeats %s, which is private to %s, member by member",
		      lg_struct_name(c->facts, s), from->name, owner->name);
	f->tag = lg_strdup(&c->findings->pool, s->tag);
	lg_finding_note(c, f, from->loc, "%s is defined here; the copy won't "
			"follow when %s changes it", from->name, owner->name);
	/* what policy says is about the structs that it names */
	if (owner->instead &&
	    lg_policy_names_private(c->facts->policy, from->tag))
		lg_finding_fix(c, f, "%s", owner->instead);
	else
		lg_finding_fix(c, f, "remove the copy, pass pointers to %s and "
			       "have its owner look inside; where the two only "
			       "happen to be alike, an exception in policy says "
			       "so", from->name);
}

static void check_facts(struct lg_check *c)
{
	const struct lg_policy *p = c->facts->policy;

	for (size_t i = 0; i < c->facts->structs.n; i++) {
		const struct lg_struct *s = c->facts->structs.v[i];
		const struct lg_owner *owner;
		struct lg_original from;

		if (!s->tag || !s->loc.file)
			continue;
		owner = lg_policy_names_private(p, s->tag);
		if (owner && !lg_policy_owns(owner, s->loc.file)) {
			report_moved(c, s, owner);
			continue;
		}
		/* A contract that looks like the original is what the owner
		 * is asked to make. */
		if (lg_policy_owner(p, s->loc.file) || s->zone)
			continue;
		owner = repeated(c, s, &from);
		if (owner)
			report_copied(c, s, &from, owner);
	}
}

const struct lg_rule lg_rule_private_definition = {
	"private-definition",
	"a private struct's definition moved or copied out of its owner",
	LG_ERROR,
	"To hand a PCI device over, somebody wants to see what the PCI core\n"
	"saved of it, and moves struct pci_saved_state from drivers/pci/ to\n"
	"include/linux/pci.h, or copies it. It builds. Now every driver can read\n"
	"and serialize it, and the PCI core can never change it again: a kernel\n"
	"in the field has its layout in preserved memory. A copy is worse. It\n"
	"stays what it was while the original moves on.",
	"/* include/linux/pci.h */\n"
	"struct pci_saved_state {\n"
	"	u32 config_space[16];\n"
	"	struct pci_cap_saved_data cap[];\n"
	"};\n",
	"/* include/linux/pci.h */\n"
	"struct pci_saved_state;\n"
	"struct pci_saved_state *pci_store_saved_state(struct pci_dev *dev);\n",
	"Leave the definition with its owner and declare the struct. What has to\n"
	"cross the kexec is copied by the owner, into a struct made for that, in\n"
	"an ABI header and with a version.",
	"Review of the VFIO live update series of October 2025, which repeated\n"
	"struct pci_saved_state and struct pci_cap_saved_data to serialize them.",
	NULL, NULL, check_facts, LG_SUBJECT_PRIVATE, NULL, false,
};
