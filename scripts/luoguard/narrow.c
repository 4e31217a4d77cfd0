// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * narrow.c - a C file with only those functions whose bodies can matter.
 *
 * Half of what spatch does for private-use is to match functions that have
 * nothing to do with a private struct. Each expression of such a type begins at
 * a name: of the struct itself, or of something that is declared with it. So the
 * names are collected, from the types that the headers tell (types.c) and from
 * the file; a function that has none of them loses its body to blanks. Lines
 * and columns stay.
 *
 * A name too many costs time, one too few a finding: in doubt it is taken.
 */
#include <ctype.h>

#include "spatch.h"

#define BUCKETS 512

struct word {
	const char *name;
	struct word *next;
};

struct narrow {
	struct lg_pool *pool;
	struct word *buckets[BUCKETS];
	size_t n;
};

/* Where a name stands in code. */
struct span {
	const char *at;
	size_t n;
};

static bool starts_word(char c)
{
	return isalpha((unsigned char)c) || c == '_';
}

/* The first name in [@at, @end). False: there is none. */
static bool next_word(const char *at, const char *end, struct span *s)
{
	while (at < end && !starts_word(*at)) {
		do	/* 10UL is no name */
			at++;
		while (at < end && isdigit((unsigned char)at[-1]) &&
		       isalnum((unsigned char)*at));
	}
	s->at = at;
	while (at < end && (isalnum((unsigned char)*at) || *at == '_'))
		at++;
	s->n = (size_t)(at - s->at);
	return s->n;
}

static struct word **find(struct narrow *w, const struct span *s)
{
	size_t hash = (s->n * 31 + (unsigned char)s->at[0]) * 31 +
		      (unsigned char)s->at[s->n - 1];
	struct word **b = &w->buckets[hash % BUCKETS];

	while (*b && (strncmp((*b)->name, s->at, s->n) || (*b)->name[s->n]))
		b = &(*b)->next;
	return b;
}

/* What stands before every other name tells nothing. */
static bool keyword(const struct span *s)
{
	static const char *const words[] = {
		"struct", "union", "typedef", "static", "extern", "const",
		"volatile", "inline", "__always_inline", "void", "__user",
		"__iomem", "__rcu", "__must_check", "__init", "__exit",
		"noinline", "define", "register", "__percpu",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == s->n && !strncmp(words[i], s->at, s->n))
			return true;
	return false;
}

static void add(struct narrow *w, const struct span *s)
{
	struct word **at = find(w, s);

	if (*at || keyword(s))
		return;
	*at = lg_new(w->pool, struct word);
	(*at)->name = lg_strndup(w->pool, s->at, s->n);
	w->n++;
}

static bool mentions(struct narrow *w, const char *at, const char *end)
{
	struct span s;

	for (; next_word(at, end, &s); at = s.at + s.n)
		if (*find(w, &s))
			return true;
	return false;
}

/* Has the name something that no macro and no attribute has? */
static bool ordinary(const struct span *name)
{
	if (!strncmp(name->at, "__", 2))
		return false;
	for (size_t i = 0; i < name->n; i++)
		if (islower((unsigned char)name->at[i]))
			return true;
	return false;
}

/* Is [@at, @end) a function's declaration, by the look of it, or a pointer's
 * to one? A type stands before its @name, and what it takes behind. */
static bool function(const char *at, const char *end, struct span *name)
{
	const char *open = memchr(at, '(', (size_t)(end - at));
	size_t words = 0;
	struct span s;

	for (; open && next_word(at, open, &s); at = s.at + s.n, words++)
		*name = s;
	if (words && open[1] == '*' && next_word(open, end, name))
		return ordinary(name);
	return words > 1 && name->at + name->n == open && ordinary(name);
}

/* A declaration, or a member's, that says something of the struct: all its
 * names, unless it is a function's. That has one, and what it takes begins at
 * names of the caller's. */
static void declared(struct narrow *w, const char *at, const char *end)
{
	struct span s = { NULL, 0 };

	if (!mentions(w, at, end))
		return;
	if (function(at, end, &s)) {
		if (mentions(w, at, s.at))
			add(w, &s);
		return;
	}
	for (; next_word(at, end, &s); at = s.at + s.n)
		add(w, &s);
}

/* All declarations of [@at, @end): what stands between ; { and }. */
static void declarations(struct narrow *w, const char *at, const char *end)
{
	for (const char *p = at; p <= end; p++)
		if (p == end || strchr(";{}", *p)) {
			declared(w, at, p);
			at = p + 1;
		}
}

/* A macro's name, when what it stands for says something. */
static void macros(struct narrow *w, const struct lg_file *f)
{
	for (size_t i = 0; i < f->macros.n; i++) {
		const struct lg_macro *m = f->macros.v[i];
		struct span name = { m->name, strlen(m->name) };

		if (m->body && mentions(w, m->body, m->body + strlen(m->body)))
			add(w, &name);
	}
}

/* Names lead to names: as long as there are more. */
static void collect(struct narrow *w, const struct lg_file *f,
		    const char *types)
{
	struct declaration d;
	size_t before;

	do {
		before = w->n;
		declarations(w, types, types + strlen(types));
		macros(w, f);
		for (size_t at = 0; declaration_next(f, at, &d); at = d.end)
			declarations(w, f->code + d.from,
				     f->code + (d.function ? d.body : d.end));
	} while (w->n > before);
}

/* Does the body end under the conditions that it began under? */
static bool balanced(const struct lg_file *f, const struct declaration *d)
{
	int depth = 0;

	for (size_t at = d->body; at < d->end; at++) {
		size_t from = at + 1;

		if (f->code[at] != '#')
			continue;
		while (f->code[from] == ' ' || f->code[from] == '\t')
			from++;
		if (lg_starts(f->code + from, "if"))
			depth++;
		else if (lg_starts(f->code + from, "endif") && --depth < 0)
			return false;
		else if (lg_starts(f->code + from, "el") && !depth)
			return false;
	}
	return !depth;
}

char *spatch_narrow(struct lg_pool *pool, const struct lg_file *f,
		    const char *types, const lg_strings *tags)
{
	struct narrow w = { .pool = pool };
	char *text = lg_strndup(pool, f->text, f->bytes);
	struct declaration d;

	for (size_t i = 0; i < tags->n; i++)
		add(&w, &(struct span){ tags->v[i], strlen(tags->v[i]) });
	collect(&w, f, types);
	for (size_t at = 0; declaration_next(f, at, &d); at = d.end) {
		if (!d.function || d.body == d.end || !balanced(f, &d) ||
		    f->code[d.end - 1] != '}' ||
		    mentions(&w, f->code + d.from, f->code + d.end))
			continue;
		for (size_t i = d.body + 1; i < d.end - 1; i++)
			if (text[i] != '\n' && text[i] != '\r')
				text[i] = ' ';
	}
	return text;
}
