// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * abi-compatible - compatible strings that say what they are for.
 *
 * The string is all that the next kernel has to decide by. One without a
 * version can't be raised, one that two contracts share tells them not apart,
 * and one that is cut off by its array matches nothing, or the wrong thing.
 */
#include <ctype.h>

#include "luoguard.h"

/* Does @text hold @name as a whole word? */
static bool mentions(const char *text, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = text; p && (p = strstr(p, name)); p += n)
		if ((p == text || !(isalnum((unsigned char)p[-1]) ||
				    p[-1] == '_')) &&
		    !(isalnum((unsigned char)p[n]) || p[n] == '_'))
			return true;
	return false;
}

/* --------------------------------------------------- without a version */

/* A piece of another compatible string need not say the version itself. */
static bool is_piece(struct lg_facts *facts, const lg_macros *all,
		     const struct lg_macro *m)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct lg_macro *o = all->v[i];
		const char *string;

		if (o == m || !o->body || !mentions(o->body, m->name))
			continue;
		string = lg_macro_string(facts, o);
		if (string && lg_compatible_versioned(string))
			return true;
	}
	return false;
}

static void check_versioned(struct lg_check *c, const lg_macros *all,
			    const struct lg_macro *m)
{
	const char *string = lg_macro_string(c->facts, m);
	struct lg_finding *f;

	if (lg_compatible_versioned(string) || is_piece(c->facts, all, m) ||
	    lg_macro_beside(c->facts, m))
		return;
	f = lg_report(c, LG_ERROR, m->loc,
		      "compatible string \"%s\" of %s says no version", string,
		      m->name);
	lg_finding_fix(c, f, "make it \"%s%sv1\", or define a *_VERSION macro "
		       "beside it that is handed over with the data", string,
		       *string ? "-" : "");
}

/* -------------------------------------------------------------- used twice */

/* The macro that @m is another name of: one defined as nothing but NAME. */
static const struct lg_macro *unaliased(struct lg_facts *facts,
					const struct lg_macro *m)
{
	for (int depth = 0; depth < 8 && !m->params; depth++) {
		const char *s = m->body + strspn(m->body, "( \t");
		size_t n = 0;
		const struct lg_macro *next;

		while (isalnum((unsigned char)s[n]) || s[n] == '_')
			n++;
		if (!n || s[n + strspn(s + n, ") \t")])
			return m;
		next = lg_facts_macro(facts, lg_strndup(&facts->pool, s, n));
		if (!next)
			return m;
		m = next;
	}
	return m;
}

static bool same_macro(const struct lg_macro *a, const struct lg_macro *b)
{
	return a == b || strcmp(a->name, b->name) == 0;
}

static void check_twice(struct lg_check *c, const lg_macros *all, size_t at)
{
	const struct lg_macro *m = all->v[at];
	const char *string = lg_macro_string(c->facts, m);

	for (size_t i = 0; i < at; i++) {
		const struct lg_macro *o = all->v[i];
		struct lg_finding *f;
		const char *other;

		if (same_macro(unaliased(c->facts, o), unaliased(c->facts, m)))
			continue;
		other = lg_macro_string(c->facts, o);
		if (!other || strcmp(other, string) != 0)
			continue;
		f = lg_report(c, LG_ERROR, m->loc,
			      "%s is \"%s\", the same compatible string as %s",
			      m->name, string, o->name);
		lg_finding_note(c, f, o->loc, "%s is defined here", o->name);
		lg_finding_fix(c, f, "give each contract a string of its own; "
			       "where both mean one, define %s as %s", m->name,
			       o->name);
		return;
	}
}

/* --------------------------------------------------------------- too long */

static const struct lg_member *char_array(const struct lg_struct *s,
					  const char *name)
{
	for (size_t i = 0; i < s->members.n; i++) {
		const struct lg_member *m = &s->members.v[i];

		if (m->name && strcmp(m->name, name) == 0)
			return m->array && !m->flexible && m->count &&
			       m->type.kind == LG_TYPE_INT &&
			       m->type.bits == 8 ? m : NULL;
	}
	return NULL;
}

/* Bytes with the NUL. A parameter that is still open counts as one byte. */
static size_t string_bytes(const char *s)
{
	size_t n = 1;

	for (; *s; s++, n++)
		if (*s == '<' && strchr(s, '>'))
			s = strchr(s, '>');
	return n;
}

static void check_fits(struct lg_check *c, const struct lg_macro *macro,
		       const struct lg_struct *s, const struct lg_member *m)
{
	const char *string = lg_macro_string(c->facts, macro);
	size_t bytes = string ? string_bytes(string) : 0;
	struct lg_finding *f;

	if (bytes <= m->count)
		return;
	f = lg_report(c, LG_ERROR, macro->loc,
		      "compatible string \"%s\" of %s takes %zu bytes with its "
		      "NUL, but @%s of %s holds %llu", string, macro->name,
		      bytes, m->name, lg_struct_name(c->facts, s),
		      (unsigned long long)m->count);
	f->tag = lg_strdup(&c->findings->pool, s->tag);
	f->member = lg_strdup(&c->findings->pool, m->name);
	lg_finding_note(c, f, m->loc, "@%s is declared here", m->name);
	lg_finding_fix(c, f, "shorten the string to %llu characters",
		       (unsigned long long)m->count - 1);
}

static bool held_by_policy(const struct lg_policy *p, const char *tag,
			   const char *member)
{
	for (size_t i = 0; i < p->holds.n; i++)
		if (strcmp(p->holds.v[i].tag, tag) == 0 &&
		    strcmp(p->holds.v[i].member, member) == 0)
			return true;
	return false;
}

/* The string that goes into a struct's own @compatible: what governs it, or
 * the string whose version stands beside. */
static void check_own_array(struct lg_check *c, const struct lg_struct *s)
{
	const struct lg_member *m = char_array(s, "compatible");
	const struct lg_version *v;
	lg_macros own = { NULL, 0, 0 };

	if (!m || held_by_policy(c->facts->policy, s->tag, "compatible"))
		return;
	v = lg_struct_version(c->facts, s, NULL);
	if (!v)
		return;
	if (v->kind == LG_VERSION_COMPATIBLE) {
		check_fits(c, v->macro, s, m);
		return;
	}
	if (v->macro->loc.file)
		lg_file_macros(c->facts, v->macro->loc.file, &own);
	for (size_t i = 0; i < own.n; i++)
		if (lg_macro_is_compatible(c->facts, own.v[i]) &&
		    lg_macro_beside(c->facts, own.v[i]) == v->macro)
			check_fits(c, own.v[i], s, m);
	lg_vec_free(&own);
}

/* [holds TAG.MEMBER]: strings that other code copies into an array. */
static void check_held(struct lg_check *c, const struct lg_holds *h,
		       const lg_macros *all)
{
	const struct lg_struct *s = lg_facts_struct(c->facts, h->tag);
	const struct lg_member *m = s ? char_array(s, h->member) : NULL;

	for (size_t i = 0; m && i < all->n; i++)
		if (lg_matches_any(&h->macros, all->v[i]->name))
			check_fits(c, all->v[i], s, m);
}

/* -------------------------------------------------------------------------- */

static bool entered(const lg_macros *list, const struct lg_macro *m)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct lg_macro *o = list->v[i];

		if (o == m || (o->loc.line == m->loc.line &&
			       strcmp(o->name, m->name) == 0 &&
			       o->loc.file && m->loc.file &&
			       strcmp(o->loc.file, m->loc.file) == 0))
			return true;
	}
	return false;
}

static void add(struct lg_check *c, lg_macros *list, const struct lg_macro *m)
{
	if (m->loc.file && lg_macro_is_compatible(c->facts, m) &&
	    !entered(list, m))
		lg_vec_push(list, m);
}

/* Every compatible macro of the zones, and what the compiler saw elsewhere. */
static void all_macros(struct lg_check *c, lg_macros *list)
{
	struct lg_facts *facts = c->facts;

	for (size_t i = 0; i < facts->macros.n; i++)
		add(c, list, facts->macros.v[i]);
	lg_facts_zone_files(facts);
	for (size_t i = 0; i < facts->files.n; i++) {
		const struct lg_file *f = facts->files.v[i];

		for (size_t k = 0; k < f->macros.n; k++)
			add(c, list, f->macros.v[k]);
	}
}

static int by_place(const void *a, const void *b)
{
	const struct lg_macro *x = *(const struct lg_macro *const *)a;
	const struct lg_macro *y = *(const struct lg_macro *const *)b;
	int order = strcmp(x->loc.file, y->loc.file);

	if (order)
		return order;
	return (x->loc.line > y->loc.line) - (x->loc.line < y->loc.line);
}

static bool listed(const lg_strings *list, const char *s)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->v[i], s) == 0)
			return true;
	return false;
}

static void check_facts(struct lg_check *c)
{
	const struct lg_policy *p = c->facts->policy;
	lg_strings headers = { NULL, 0, 0 };
	lg_macros all = { NULL, 0, 0 }, zone = { NULL, 0, 0 };

	lg_facts_zone_headers(c->facts, &headers);
	/* A file that sees no contract has nothing to hold a string against. */
	if (headers.n)
		all_macros(c, &all);
	if (all.n)
		qsort(all.v, all.n, sizeof(*all.v), by_place);
	for (size_t i = 0; i < all.n; i++)
		if (lg_policy_zone(p, all.v[i]->loc.file))
			lg_vec_push(&zone, all.v[i]);
	for (size_t i = 0; i < zone.n; i++) {
		/* The others are reported where their header is included. */
		if (!listed(&headers, zone.v[i]->loc.file))
			continue;
		check_versioned(c, &zone, zone.v[i]);
		check_twice(c, &zone, i);
	}
	for (size_t i = 0; i < p->holds.n; i++)
		check_held(c, &p->holds.v[i], &all);
	lg_vec_free(&zone);
	lg_vec_free(&all);
	lg_vec_free(&headers);
}

const struct lg_rule lg_rule_abi_compatible = {
	"abi-compatible",
	"a compatible string without a version, used twice, or too long for the array that holds it",
	LG_ERROR,
	"A compatible string is the only thing that the next kernel can trust\n"
	"before it knows a layout. Without a version in it, a changed layout has no\n"
	"new string to go with. Two contracts with one string are taken for each\n"
	"other. One that is too long for its array is cut off on the way: the\n"
	"next kernel finds no handler, or another version's.\n"
	"\n"
	"A *_VERSION macro beside an unversioned string is a version, too. One\n"
	"macro defined as another is an alias, not a second use.",
	"#define FOO_COMPATIBLE	\"foo\"\n"
	"#define BAR_COMPATIBLE	\"luo-v5\"	/* LUO_ABI_COMPATIBLE */\n",
	"#define FOO_COMPATIBLE	\"foo-v1\"\n"
	"#define BAR_COMPATIBLE	\"bar-v1\"\n",
	"End the string in -v1, make it the contract's own, and keep it, with its\n"
	"NUL, within the array (48 bytes for LUO's file handlers and FLBs).",
	"include/linux/kho/abi/luo.h (LIVEUPDATE_HNDL_COMPAT_LENGTH,\n"
	"LIVEUPDATE_FLB_COMPAT_LENGTH) and the strings of all its neighbours;\n"
	"kernel/liveupdate/ compares them with strcmp().",
	check_own_array, NULL, check_facts, LG_SUBJECT_SERIALIZED, NULL, false,
};
