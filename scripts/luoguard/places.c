// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * places.c - where new structs are written and read, over the patches of a
 * series.
 *
 * The header comes first, its users with later patches: each patch adds what
 * its files do, and the last one that touches a file is right.
 */
#include "places.h"

#define SHOWN 4			/* functions; there are more */

static void take_out(lg_strings *list, const char *word)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->v[i], word))
			list->v[kept++] = list->v[i];
	list->n = kept;
}

bool places_knows(const struct places *l, const char *tag)
{
	for (size_t i = 0; i < l->structs.n; i++)
		if (!strcmp(l->structs.v[i].tag, tag))
			return true;
	return false;
}

void places_add_struct(struct places *l, const char *tag, const char *name,
		       const char *with)
{
	struct new_struct s = { lg_strdup(&l->pool, tag),
				lg_strdup(&l->pool, name),
				lg_strdup(&l->pool, with) };

	if (!places_knows(l, tag))
		lg_vec_push(&l->structs, s);
}

void places_drop_struct(struct places *l, const char *tag)
{
	size_t kept = 0;

	for (size_t i = 0; i < l->structs.n; i++)
		if (strcmp(l->structs.v[i].tag, tag))
			l->structs.v[kept++] = l->structs.v[i];
	l->structs.n = kept;
}

static void forget(struct places *l, const char *file)
{
	size_t kept = 0;

	for (size_t i = 0; i < l->v.n; i++)
		if (strcmp(l->v.v[i].file, file))
			l->v.v[kept++] = l->v.v[i];
	l->v.n = kept;
	take_out(&l->compiled, file);
	take_out(&l->as_text, file);
}

void places_begin(struct places *l, const char *path, const char *from,
		  bool as_text)
{
	const char *kept = lg_strdup(&l->pool, path);

	forget(l, path);
	forget(l, from);
	if (as_text)
		lg_vec_push(&l->as_text, kept);
	else
		lg_vec_push(&l->compiled, kept);
}

/* The first line that does it. */
static void first(unsigned int *line, unsigned int other)
{
	if (other && (!*line || other < *line))
		*line = other;
}

void places_enter(struct places *l, const struct accessor *p)
{
	struct accessor own = *p;

	for (size_t i = 0; i < l->v.n; i++) {
		struct accessor *old = &l->v.v[i];

		if (strcmp(old->tag, p->tag) || strcmp(old->file, p->file) ||
		    strcmp(old->function, p->function))
			continue;
		first(&old->written, p->written);
		first(&old->read, p->read);
		first(&old->taken, p->taken);
		return;
	}
	own.tag = lg_strdup(&l->pool, p->tag);
	own.file = lg_strdup(&l->pool, p->file);
	own.function = lg_strdup(&l->pool, p->function);
	lg_vec_push(&l->v, own);
}

/* ------------------------------------------------------------------ telling */

enum how { WRITTEN, READ, TAKEN };

static const char *const how_words[] = {
	"written in ", "read in ", "a member's address is taken in "
};

static unsigned int line_of(const struct accessor *p, enum how how)
{
	return how == WRITTEN ? p->written : how == READ ? p->read : p->taken;
}

/* Is @a told before @b? */
static bool before(const struct accessor *a, const struct accessor *b,
		   enum how how)
{
	int d = strcmp(a->file, b->file);

	return d ? d < 0 : line_of(a, how) < line_of(b, how);
}

/* The next place behind @last (NULL: the first one); NULL: there is none. */
static const struct accessor *next(const struct places *l, const char *tag,
				const struct accessor *last, enum how how)
{
	const struct accessor *best = NULL;

	for (size_t i = 0; i < l->v.n; i++) {
		const struct accessor *p = &l->v.v[i];

		if (strcmp(p->tag, tag) || !line_of(p, how) ||
		    (last && !before(last, p, how)))
			continue;
		if (!best || before(p, best, how))
			best = p;
	}
	return best;
}

/* "written in f() (FILE:LINE), g() (...) and 3 more"; NULL: nowhere. */
static const char *where(struct lg_pool *pool, const struct places *l,
			 const char *tag, enum how how)
{
	const struct accessor *p = NULL;
	const char *said = NULL;
	size_t n = 0;

	while ((p = next(l, tag, p, how))) {
		if (n++ >= SHOWN)
			continue;
		said = lg_printf(pool, "%s%s%s() (%s:%u)", said ? said : "",
				 said ? ", " : how_words[how], p->function,
				 p->file, line_of(p, how));
	}
	return n > SHOWN ? lg_printf(pool, "%s and %zu more", said, n - SHOWN) :
			   said;
}

/* What was looked at, when something was not found there. */
static const char *looked_at(struct lg_pool *pool, const struct places *l)
{
	size_t n = l->compiled.n + l->as_text.n;

	if (!n)
		return "no C file changes, and others were not looked at";
	return lg_printf(pool, "%zu C file%s that change%s %s looked at%s%s, "
		"and no other", n, n == 1 ? "" : "s", n == 1 ? "s" : "",
		n == 1 ? "was" : "were",
		!l->as_text.n ? "" : l->compiled.n ?
		lg_printf(pool, ", %zu of them", l->as_text.n) : "",
		l->as_text.n ? " as text, by the names of variables" : "");
}

const char *places_say(struct lg_pool *pool, const struct places *l,
		       const char *tag)
{
	const char *said = NULL, *missing;
	bool found[TAKEN + 1];

	for (int how = WRITTEN; how <= TAKEN; how++) {
		const char *text = where(pool, l, tag, (enum how)how);

		found[how] = text != NULL;
		if (text)
			said = said ? lg_printf(pool, "%s; %s", said, text) :
				      text;
	}
	if (found[WRITTEN] && found[READ])
		return said;
	missing = found[WRITTEN] ? "reads" : found[READ] ? "writes" :
		  "writes or reads";
	return lg_printf(pool, "%s%snothing %sthat %s it was found: %s",
			 said ? said : "", said ? "; " : "",
			 found[TAKEN] ? "else " : "", missing,
			 looked_at(pool, l));
}

void places_free(struct places *l)
{
	lg_vec_free(&l->structs);
	lg_vec_free(&l->v);
	lg_vec_free(&l->compiled);
	lg_vec_free(&l->as_text);
	lg_pool_free(&l->pool);
}
