// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * drift.c - what became of a struct between two states, in words.
 *
 * Members are the same by their names; one that is gone and one that is new, at
 * the same place and of the same bytes, are one that was renamed. What a member
 * that was inserted, removed or resized moves is told once, together.
 */
#include "luoguard.h"

struct compare {
	struct lg_pool *pool;
	const struct lg_struct_pair *p;
	const struct lg_contract_member **of;	/* of each of is's: was's */
	bool *taken;				/* was's that are one of is's */
	lg_changes *list;
	unsigned int depth;
};

#define MAX_DEPTH 16

static void changes(struct lg_pool *pool, const struct lg_struct_pair *p,
		    lg_changes *list, unsigned int depth);

const char *lg_say_place(struct lg_pool *pool, uint64_t bits)
{
	bool whole = bits % 8 == 0;

	return lg_printf(pool, "%s %llu", whole ? "byte" : "bit",
			 (unsigned long long)(whole ? bits / 8 : bits));
}

const char *lg_say_size(struct lg_pool *pool, uint64_t bits)
{
	bool whole = bits % 8 == 0;
	unsigned long long n = whole ? bits / 8 : bits;

	return lg_printf(pool, "%llu %s%s", n, whole ? "byte" : "bit",
			 n == 1 ? "" : "s");
}

static void LG_PRINTF(6, 7) add(struct compare *c, enum lg_change_kind kind,
				bool harmless,
				const struct lg_contract_member *was,
				const struct lg_contract_member *is,
				const char *fmt, ...)
{
	struct lg_change change = { kind, harmless, was, is, NULL };
	va_list ap;

	va_start(ap, fmt);
	change.text = lg_vprintf(c->pool, fmt, ap);
	va_end(ap);
	lg_vec_push(c->list, change);
}

/* ------------------------------------------------------------------- bytes */

/* A struct without a tag that only groups others: they say what is there. */
static bool groups(const struct lg_contract_member *m)
{
	return (m->kind == LG_BYTES_STRUCT || m->kind == LG_BYTES_UNION) &&
	       !m->holds && m->count == 1;
}

static bool big_endian(const char *type)
{
	return strstr(type, "be16") || strstr(type, "be32") ||
	       strstr(type, "be64");
}

/* Integers of one width that the same bytes mean the same to. */
static uint64_t plain(uint64_t kind)
{
	if (kind == LG_BYTES_KHO_POINTER || kind == LG_BYTES_BOOL ||
	    kind == LG_BYTES_ENUM)
		return LG_BYTES_UNSIGNED;
	return kind;
}

static bool is_enum(const struct lg_contract_member *m)
{
	return m->kind == LG_BYTES_ENUM;
}

/* Does struct @was, as it was, have the bytes of @is? */
static bool same_struct(struct compare *c, const char *was, const char *is)
{
	struct lg_struct_pair p = *c->p;
	lg_changes list = { NULL, 0, 0 };
	bool harm;

	p.was = lg_contract_struct_find(p.before, was);
	p.is = lg_contract_struct_find(p.after, is);
	if (!p.was || !p.is || c->depth >= MAX_DEPTH)
		return !strcmp(was, is);
	changes(c->pool, &p, &list, c->depth + 1);
	harm = lg_changes_harm(&list);
	lg_vec_free(&list);
	return !harm;
}

/* Do the elements of both mean the same, wherever they stand? */
static bool same_meaning(struct compare *c,
			 const struct lg_contract_member *was,
			 const struct lg_contract_member *is)
{
	if (was->holds && is->holds)
		return same_struct(c, was->holds, is->holds);
	if (!was->holds != !is->holds ||
	    big_endian(was->type) != big_endian(is->type))
		return false;
	if (is_enum(was) != is_enum(is))	/* an enum may be signed */
		return was->kind == is->kind ||
		       (was->kind <= LG_BYTES_SIGNED) ||
		       (is->kind <= LG_BYTES_SIGNED);
	return plain(was->kind) == plain(is->kind);
}

static bool same_size(const struct lg_contract_member *was,
		      const struct lg_contract_member *is)
{
	return was->bits == is->bits && was->count == is->count &&
	       was->bitfield == is->bitfield && was->flexible == is->flexible;
}

/* ----------------------------------------------------------------- pairing */

static void pair(struct compare *c, size_t was, size_t is)
{
	c->of[is] = &c->p->was->members.v[was];
	c->taken[was] = true;
}

static void pair_members(struct compare *c)
{
	const struct lg_contract_struct *was = c->p->was, *is = c->p->is;

	for (size_t i = 0; i < is->members.n; i++)
		for (size_t k = 0; k < was->members.n && !c->of[i]; k++)
			if (!c->taken[k] && !strcmp(was->members.v[k].path,
						    is->members.v[i].path))
				pair(c, k, i);
	for (size_t i = 0; i < is->members.n; i++) {
		const struct lg_contract_member *m = &is->members.v[i];

		for (size_t k = 0; k < was->members.n && !c->of[i]; k++) {
			const struct lg_contract_member *w =
				&was->members.v[k];

			if (!c->taken[k] && w->offset == m->offset &&
			    same_size(w, m) && groups(w) == groups(m) &&
			    same_meaning(c, w, m))
				pair(c, k, i);
		}
	}
}

/* ----------------------------------------------------------------- changes */

static const char *type_of(struct compare *c,
			   const struct lg_contract_member *m)
{
	return lg_printf(c->pool, "%s%s", lg_say_element(c->pool, m),
			 lg_say_extent(c->pool, m));
}

/* Where the last member of @s ends, in bits: padding may follow. */
static uint64_t members_end(const struct lg_contract_struct *s)
{
	uint64_t end = 0;

	for (size_t i = 0; i < s->members.n; i++) {
		const struct lg_contract_member *m = &s->members.v[i];

		if (m->offset + m->bits > end)
			end = m->offset + m->bits;
	}
	return end;
}

/* Does @was have its bytes where it had them, under this name or another? */
static bool stays(struct compare *c, const struct lg_contract_member *was)
{
	for (size_t i = 0; i < c->p->is->members.n; i++) {
		const struct lg_contract_member *is = &c->p->is->members.v[i];

		if (c->of[i] == was)
			return was->offset == is->offset &&
			       same_size(was, is);
	}
	return false;
}

/* "@a and @b", the members that had all bytes of the new one @m, each of them
 * whole, under no other name, and that still have them; NULL: there is more to
 * it. Where a union was before, another member of it is another meaning. */
static const char *another_name(struct compare *c,
				const struct lg_contract_member *m)
{
	const struct lg_contract_struct *s = c->p->was;
	const char *first = NULL, *last = NULL;
	uint64_t at = m->offset, end = m->offset + m->bits;
	size_t n = 0;

	for (size_t i = 0; i < s->members.n && !s->is_union; i++) {
		const struct lg_contract_member *w = &s->members.v[i];

		if (groups(w) || w->offset + w->bits <= m->offset ||
		    w->offset >= end)
			continue;
		if (w->offset != at || w->flexible || !stays(c, w))
			return NULL;
		at += w->bits;
		first = first ? first : w->path;
		last = w->path;
		n++;
	}
	if (!n || at != end)
		return NULL;
	return n == 1 ? lg_printf(c->pool, "@%s", first) :
	       lg_printf(c->pool, "@%s %s @%s", first, n == 2 ? "and" : "to",
			 last);
}

static void inserted(struct compare *c, const struct lg_contract_member *m)
{
	const char *of = groups(m) ? NULL : another_name(c, m);
	bool end = m->offset >= members_end(c->p->was) && !c->p->is->is_union;
	const char *size = m->flexible ? "" :
		lg_printf(c->pool, ", %s", lg_say_size(c->pool, m->bits));

	if (groups(m))
		return;
	if (of) {
		add(c, LG_CHANGE_RENAMED, true, NULL, m,
		    "@%s is another name for the bytes of %s", m->path, of);
		return;
	}
	add(c, end ? LG_CHANGE_GROWN : LG_CHANGE_INSERTED, false, NULL, m,
	    "@%s (%s%s) was %s %s", m->path, type_of(c, m), size,
	    end ? "added at the end, at" : "inserted at",
	    lg_say_place(c->pool, m->offset));
}

static void removed(struct compare *c, const struct lg_contract_member *m)
{
	if (!groups(m))
		add(c, LG_CHANGE_REMOVED, false, m, NULL,
		    "@%s (%s at %s) was removed", m->path, type_of(c, m),
		    lg_say_place(c->pool, m->offset));
}

/* Names the first harm that came to the struct that @m holds. */
static void nested(struct compare *c, const struct lg_contract_member *was,
		   const struct lg_contract_member *is)
{
	struct lg_struct_pair p = *c->p;
	lg_changes list = { NULL, 0, 0 };
	const char *name, *text = NULL;

	p.was = lg_contract_struct_find(p.before, was->holds);
	p.is = lg_contract_struct_find(p.after, is->holds);
	name = p.is ? lg_contract_struct_name(c->pool, p.is) : is->type;
	if (p.was && p.is && c->depth < MAX_DEPTH)
		changes(c->pool, &p, &list, c->depth + 1);
	for (size_t i = 0; i < list.n && !text; i++)
		text = list.v[i].harmless ? NULL : list.v[i].text;
	lg_vec_free(&list);
	if (strcmp(was->holds, is->holds))
		add(c, LG_CHANGE_RETYPED, false, was, is,
		    "@%s was %s and is %s", is->path, type_of(c, was),
		    type_of(c, is));
	else
		add(c, LG_CHANGE_NESTED, false, was, is,
		    "@%s is %s, which changed: its %s", is->path, name,
		    text ? text : "size");
}

/* Bytes that stay, but are called or described in another way. */
static void spelled(struct compare *c, const struct lg_contract_member *was,
		    const struct lg_contract_member *is)
{
	const char *a = type_of(c, was), *b = type_of(c, is);

	if (strcmp(was->path, is->path))
		add(c, LG_CHANGE_RENAMED, true, was, is,
		    "@%s is now called @%s", was->path, is->path);
	else if (strcmp(a, b))
		add(c, LG_CHANGE_SPELLED, true, was, is,
		    "@%s was %s and is %s, the same bytes", is->path, a, b);
	if (was->doc && is->doc && !lg_doc_same(was->doc, is->doc))
		add(c, LG_CHANGE_DOC, true, was, is,
		    "what is said of @%s changed from \"%s\" to \"%s\"",
		    is->path, was->doc, is->doc);
}

static void compare_member(struct compare *c,
			   const struct lg_contract_member *was,
			   const struct lg_contract_member *is)
{
	const char *a = type_of(c, was), *b = type_of(c, is);
	bool meaning = same_meaning(c, was, is);

	if (groups(was) && groups(is))
		return;
	if (!meaning && was->holds && is->holds)
		nested(c, was, is);
	else if (was->bits != is->bits)
		add(c, LG_CHANGE_RESIZED, false, was, is,
		    "@%s was %s (%s) and is %s (%s)", is->path,
		    a, lg_say_size(c->pool, was->bits), b,
		    lg_say_size(c->pool, is->bits));
	else if (!meaning || !same_size(was, is))
		add(c, LG_CHANGE_RETYPED, false, was, is,
		    "@%s was %s and is %s", is->path, a, b);
	else
		spelled(c, was, is);
}

/* How far member @i of is's moved; 0: it did not. */
static int64_t distance(struct compare *c, size_t i)
{
	const struct lg_contract_member *m = &c->p->is->members.v[i];

	if (!c->of[i] || groups(m))
		return 0;
	return (int64_t)(m->offset - c->of[i]->offset);
}

/* "@a, @b and @c moved from byte 8 ..." of those that moved as far, one behind
 * the other. Gives the first one that is not among them. */
static size_t moved(struct compare *c, size_t first)
{
	const struct lg_contract_member *m = &c->p->is->members.v[first];
	int64_t by = distance(c, first);
	const char *names = lg_printf(c->pool, "@%s", m->path);
	size_t i, n = 1, last = first;

	for (i = first + 1; i < c->p->is->members.n; i++) {
		if (groups(&c->p->is->members.v[i]))
			continue;
		if (distance(c, i) != by)
			break;
		last = i;
		n++;
	}
	if (n > 1)
		names = lg_printf(c->pool, "%s%s @%s", names,
				  n > 2 ? " to" : " and",
				  c->p->is->members.v[last].path);
	add(c, LG_CHANGE_MOVED, false, c->of[first], m,
	    "%s moved %s by %s, from %s to %s", names,
	    by > 0 ? "back" : "forward",
	    lg_say_size(c->pool, (uint64_t)(by > 0 ? by : -by)),
	    lg_say_place(c->pool, c->of[first]->offset),
	    lg_say_place(c->pool, m->offset));
	return i;
}

static void attributes(struct compare *c)
{
	const struct lg_contract_struct *was = c->p->was, *is = c->p->is;
	bool same = !lg_changes_harm(c->list) && was->bits == is->bits;

	if (was->packed && !is->packed)
		add(c, LG_CHANGE_ATTRIBUTE, same, NULL, NULL,
		    "it lost its __packed%s",
		    same ? "; no byte moves" : "");
	else if (!was->packed && is->packed && !same)
		add(c, LG_CHANGE_ATTRIBUTE, false, NULL, NULL,
		    "it became __packed");
	else if (was->align != is->align && !same)
		add(c, LG_CHANGE_ATTRIBUTE, false, NULL, NULL,
		    "its alignment changed from %s to %s",
		    lg_say_size(c->pool, was->align),
		    lg_say_size(c->pool, is->align));
	if (was->bits != is->bits)
		add(c, LG_CHANGE_ATTRIBUTE, false, NULL, NULL,
		    "its size changed from %s to %s",
		    lg_say_size(c->pool, was->bits),
		    lg_say_size(c->pool, is->bits));
	if (was->is_union != is->is_union)
		add(c, LG_CHANGE_ATTRIBUTE,
		    was->members.n < 2 && is->members.n < 2, NULL, NULL,
		    "it was a %s and is a %s", was->is_union ? "union" :
		    "struct", is->is_union ? "union" : "struct");
}

/* What explains the rest first; else in the order of the members. */
static void sort(lg_changes *list)
{
	for (size_t i = 1; i < list->n; i++)
		for (size_t k = i; k && list->v[k].kind < list->v[k - 1].kind;
		     k--) {
			struct lg_change c = list->v[k];

			list->v[k] = list->v[k - 1];
			list->v[k - 1] = c;
		}
}

static void changes(struct lg_pool *pool, const struct lg_struct_pair *p,
		    lg_changes *list, unsigned int depth)
{
	size_t n = p->is->members.n;
	struct compare c = { pool, p, NULL, NULL, list, depth };

	c.of = (const struct lg_contract_member **)
		lg_alloc(pool, (n + 1) * sizeof(*c.of));
	c.taken = (bool *)lg_alloc(pool, p->was->members.n + 1);
	pair_members(&c);
	for (size_t i = 0; i < n; i++) {
		const struct lg_contract_member *m = &p->is->members.v[i];

		if (c.of[i])
			compare_member(&c, c.of[i], m);
		else
			inserted(&c, m);
	}
	for (size_t i = 0; i < p->was->members.n; i++)
		if (!c.taken[i])
			removed(&c, &p->was->members.v[i]);
	for (size_t i = 0; i < n;)
		i = distance(&c, i) ? moved(&c, i) : i + 1;
	attributes(&c);
	sort(list);
}

void lg_struct_changes(struct lg_pool *pool, const struct lg_struct_pair *p,
		       lg_changes *list)
{
	changes(pool, p, list, 0);
}

bool lg_changes_harm(const lg_changes *list)
{
	for (size_t i = 0; i < list->n; i++)
		if (!list->v[i].harmless)
			return true;
	return false;
}
