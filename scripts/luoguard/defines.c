// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * defines.c - may a change of one header change the layout of another?
 *
 * A struct of an ABI header is laid out by what its text names: types, and
 * macros and enum constants for lengths. A changed header matters to it when it
 * defines one of those names. This is read from text, generously: what looks
 * like a definition is one. Names behind names (a struct in a struct in a
 * struct) are not followed: what an ABI header holds by value has to be a
 * contract itself (abi-nested), and is looked at as one.
 *
 * A header of registers defines a hundred thousand macros, and none of them
 * matters: the words that ABI headers use are entered once, and each definition
 * is looked up among them.
 */
#include <ctype.h>

#include "review.h"

struct token {
	const char *at;
	size_t bytes;
};

/* The next word or sign at or behind @p. False: there is none. */
static bool next_token(const char **p, struct token *t)
{
	const char *c = *p;

	while (*c && isspace((unsigned char)*c))
		c++;
	t->at = c;
	if (isalpha((unsigned char)*c) || *c == '_')
		while (isalnum((unsigned char)*c) || *c == '_')
			c++;
	else if (*c)
		c++;
	t->bytes = (size_t)(c - t->at);
	*p = c;
	return t->bytes > 0;
}

static bool is(const struct token *t, const char *word)
{
	return strlen(word) == t->bytes && !strncmp(t->at, word, t->bytes);
}

static bool is_word(const struct token *t)
{
	return t->bytes && (isalpha((unsigned char)*t->at) || *t->at == '_');
}

/* One place of a list: the header @number uses a word. */
struct user {
	size_t number;
	struct user *next;
};

struct word {
	struct token name;
	struct user *users;	/* the last one first */
	struct word *next;
};

#define BUCKETS 65536

struct uses {
	struct lg_pool pool;
	struct word *buckets[BUCKETS];
};

struct uses *uses_new(void)
{
	struct uses *u = calloc(1, sizeof(*u));

	if (!u)
		lg_die("out of memory");
	return u;
}

void uses_free(struct uses *u)
{
	if (u)
		lg_pool_free(&u->pool);
	free(u);
}

/* Where the word at @t is, or has to be. */
static struct word **place_of(struct uses *u, const struct token *t)
{
	unsigned int hash = 5381;
	struct word **w;

	for (size_t i = 0; i < t->bytes; i++)
		hash = hash * 33 + (unsigned char)t->at[i];
	w = &u->buckets[hash % BUCKETS];
	while (*w && ((*w)->name.bytes != t->bytes ||
		      memcmp((*w)->name.at, t->at, t->bytes)))
		w = &(*w)->next;
	return w;
}

void uses_add(struct uses *u, const struct lg_file *header, size_t number)
{
	const char *p = header->code;
	struct token t;

	while (p && next_token(&p, &t)) {
		struct word **w;
		struct user *user;

		if (!is_word(&t))
			continue;
		w = place_of(u, &t);
		if (!*w) {
			*w = lg_new(&u->pool, struct word);
			(*w)->name.at = lg_strndup(&u->pool, t.at, t.bytes);
			(*w)->name.bytes = t.bytes;
		}
		if ((*w)->users && (*w)->users->number == number)
			continue;
		user = lg_new(&u->pool, struct user);
		user->number = number;
		user->next = (*w)->users;
		(*w)->users = user;
	}
}

/* Where the walk is: how many braces deep, and in which of them an enum's
 * constants stand (0: in none). */
struct place {
	unsigned int depth, constants;
	bool in_enum;		/* "enum" was read, its brace not yet */
	bool in_typedef;
};

static void step(struct place *at, const struct token *t)
{
	if (is(t, "typedef"))
		at->in_typedef = true;
	else if (is(t, ";") && !at->depth)
		at->in_typedef = false;
	if (is(t, "enum"))
		at->in_enum = true;
	else if (is(t, ";") || is(t, ")"))
		at->in_enum = false;
	if (is(t, "{")) {
		at->depth++;
		if (at->in_enum)
			at->constants = at->depth;
		at->in_enum = false;
	} else if (is(t, "}") && at->depth) {
		if (at->constants == at->depth)
			at->constants = 0;
		at->depth--;
	}
}

/* Is the word @t, between @before and what stands at @after, defined? What
 * #define defines, a tag before its brace, a name that ends a typedef, a constant
 * of an enum. */
static bool defined(const struct place *at, const struct token *before,
		    const struct token *t, const char *after)
{
	struct token next = { NULL, 0 };

	if (!is_word(t))
		return false;
	if (is(before, "define"))
		return true;
	next_token(&after, &next);
	if (is(before, "struct") || is(before, "union") || is(before, "enum"))
		return is(&next, "{");
	if (at->constants && at->constants == at->depth)
		return is(before, "{") || is(before, ",");
	return at->in_typedef && !at->depth && is(&next, ";");
}

bool uses_mark(struct uses *u, const struct lg_file *changed, bool *hit)
{
	struct token before = { "", 0 }, t;
	struct place at = { 0, 0, false, false };
	const char *p = changed->code;
	bool any = false;

	while (p && next_token(&p, &t)) {
		struct word *w = defined(&at, &before, &t, p) ?
				 *place_of(u, &t) : NULL;

		for (struct user *i = w ? w->users : NULL; i; i = i->next)
			hit[i->number] = true;
		any |= w != NULL;
		step(&at, &t);
		before = t;
	}
	return any;
}
