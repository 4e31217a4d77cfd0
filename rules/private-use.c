// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * private-use - nobody but the owner looks inside a private struct.
 *
 * A pointer that is only kept, passed on, compared or freed does not depend on
 * what it points to. Whatever needs the definition does, and breaks when the
 * owner changes it.
 */
#include "luoguard.h"

static const char *name_of(struct lg_facts *facts, const struct lg_struct *s,
			   const char *tag)
{
	return s ? lg_struct_name(facts, s) :
		   lg_printf(&facts->pool, "struct %s", tag);
}

/* What @use does to @name, as the subject of "; it is private to ...". */
static const char *deed(struct lg_facts *facts, const struct lg_use *use,
			const char *name)
{
	struct lg_pool *pool = &facts->pool;

	switch (use->kind) {
	case LG_USE_MEMBER:
		return use->member ?
			lg_printf(pool, "@%s of %s is used", use->member, name) :
			lg_printf(pool, "a member of %s is used", name);
	case LG_USE_VALUE:
		return lg_printf(pool, "%s is used by value", name);
	case LG_USE_EMBED:
		return use->member ?
			lg_printf(pool, "@%s embeds %s", use->member, name) :
			lg_printf(pool, "%s is embedded", name);
	case LG_USE_SIZE:
		return lg_printf(pool, "the size of %s is taken", name);
	case LG_USE_OFFSET:
		return use->member ?
			lg_printf(pool, "the offset of @%s in %s is taken",
				  use->member, name) :
			lg_printf(pool, "an offset in %s is taken", name);
	case LG_USE_ARITHMETIC:
		return lg_printf(pool, "a pointer to %s is calculated with",
				 name);
	case LG_USE_BYTES:
		if (!use->via)
			return lg_printf(pool, "the bytes of %s are used", name);
		return lg_printf(pool, lg_ends(use->via, ")") ?
				 "%s is given the bytes of %s" :
				 "through a cast to %s, the bytes of %s are used",
				 use->via, name);
	}
	return lg_printf(pool, "%s is used", name);
}

/* Whose struct it is: policy may name it, else it is where it is defined. */
static const struct lg_owner *owner_of(const struct lg_facts *facts,
				       const struct lg_struct *s,
				       const char *tag)
{
	const struct lg_owner *owner =
		lg_policy_names_private(facts->policy, tag);

	if (owner || !s || !s->loc.file)
		return owner;
	return lg_policy_owner(facts->policy, s->loc.file);
}

/* Why @name is private, for who has never heard of it. */
static void note_owner(struct lg_check *c, struct lg_finding *f,
		       const struct lg_struct *s, const struct lg_owner *owner,
		       const char *name)
{
	if (s && lg_policy_owns(owner, s->loc.file))
		lg_finding_note(c, f, s->loc, "%s is defined in %s, where %s "
				"keeps what is its own", name, s->loc.file,
				owner->name);
	else
		lg_finding_note(c, f, s ? s->loc : f->loc, "policy names %s "
				"private to %s, wherever it is defined", name,
				owner->name);
}

/* What the helper does with them, or one that it calls. */
static void note_inside(struct lg_check *c, struct lg_finding *f,
			const struct lg_use *use)
{
	const char *via = use->inside_via;

	if (!via)
		lg_finding_note(c, f, use->inside, "this is where %s "
				"uses them", use->via);
	else
		lg_finding_note(c, f, use->inside, lg_ends(via, ")") ?
				"this is where %s hands them to %s" :
				"this is where %s uses them as %s",
				use->via, via);
}

static void check_use(struct lg_check *c, const struct lg_use *use)
{
	const struct lg_struct *s = use->def ? use->def :
		lg_facts_struct(c->facts, use->tag);
	const struct lg_owner *owner = owner_of(c->facts, s, use->tag);
	struct lg_finding *f;
	const char *name;

	if (!owner || lg_policy_may_see(c->facts->policy, owner, use->tag,
					use->loc.file))
		return;
	name = name_of(c->facts, s, use->tag);
	f = lg_report(c, LG_ERROR, use->loc, "%s; it is private to %s",
		      deed(c->facts, use, name), owner->name);
	f->tag = lg_strdup(&c->findings->pool, use->tag);
	if (use->member)
		f->member = lg_strdup(&c->findings->pool, use->member);
	if (use->inside.file)
		note_inside(c, f, use);
	note_owner(c, f, s, owner, name);
	if (owner->instead)
		lg_finding_fix(c, f, "%s", owner->instead);
	else
		lg_finding_fix(c, f, "keep a pointer to it and have %s do in "
			       "a function what is done here", owner->name);
}

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool same_line(const struct lg_use *a, const struct lg_use *b)
{
	return a->loc.line == b->loc.line && same(a->loc.file, b->loc.file) &&
	       same(a->tag, b->tag);
}

/* "p[i].m", container_of() and "((u32 *)p)[i]" calculate too: the member, or
 * the cast, is what matters. So is memcpy() in "memcpy(to, p, sizeof(*p))". */
static bool outweighs(const struct lg_use *a, const struct lg_use *b)
{
	if (b->kind == LG_USE_ARITHMETIC)
		return a->kind == LG_USE_MEMBER || a->kind == LG_USE_OFFSET ||
		       a->kind == LG_USE_BYTES;
	/* list_for_each_entry() does both, with one word of the user's */
	if (b->kind == LG_USE_OFFSET)
		return a->kind == LG_USE_MEMBER && same(a->member, b->member) &&
		       a->loc.column == b->loc.column;
	return b->kind == LG_USE_SIZE && a->kind == LG_USE_BYTES;
}

/* "*to = *from" are two uses; one finding says it. */
static bool said(const struct lg_facts *facts, size_t n)
{
	const struct lg_use *use = &facts->uses.v[n];

	for (size_t i = 0; i < facts->uses.n; i++) {
		const struct lg_use *u = &facts->uses.v[i];

		if (!same_line(u, use))
			continue;
		if (outweighs(u, use) ||
		    (i < n && u->kind == use->kind &&
		     same(u->member, use->member)))
			return true;
	}
	return false;
}

static void check_facts(struct lg_check *c)
{
	for (size_t i = 0; i < c->facts->uses.n; i++)
		if (!said(c->facts, i))
			check_use(c, &c->facts->uses.v[i]);
}

const struct lg_rule lg_rule_private_use = {
	"private-use",
	"a private struct completed, dereferenced, measured or embedded "
	"outside its owner",
	LG_ERROR,
	"A struct private to a subsystem has no layout that others may rely on.\n"
	"VFIO, which saves a PCI device for a live update, is given a pointer to\n"
	"struct pci_saved_state: a token. The moment it reads a member, takes the\n"
	"size, copies the struct or embeds it, the layout is part of what the\n"
	"old kernel hands to the new one, and the PCI core doesn't know.\n"
	"\n"
	"To keep, pass, return, compare or free a pointer is right, and so is a\n"
	"forward declaration. The owner's own files and its friends in policy\n"
	"may look.",
	"/* drivers/vfio/pci/vfio_pci_liveupdate.c */\n"
	"	memcpy(ser->config, vdev->pci_saved_state->config_space,\n"
	"	       sizeof(ser->config));\n",
	"/* drivers/vfio/pci/vfio_pci_liveupdate.c */\n"
	"	vdev->pci_saved_state = pci_store_saved_state(pdev);\n"
	"	...\n"
	"	pci_load_saved_state(pdev, vdev->pci_saved_state);\n",
	"Keep the pointer as a token, and let the owner do what needs the\n"
	"layout: the owner serializes its own struct, under a version of its own\n"
	"in an ABI header, and offers functions that take the token.",
	"include/linux/pci.h only declares struct pci_saved_state, drivers/pci/\n"
	"defines it. In review of the VFIO live update series of October 2025 it\n"
	"was said that saving it is the PCI core's business.",
	NULL, NULL, check_facts, LG_SUBJECT_PRIVATE, NULL, false,
};
