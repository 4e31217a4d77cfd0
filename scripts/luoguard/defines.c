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

/* Does the code @code name the word at @t? */
static bool names(const char *code, const struct token *t)
{
	struct token other;

	while (next_token(&code, &other))
		if (other.bytes == t->bytes &&
		    !memcmp(other.at, t->at, t->bytes))
			return true;
	return false;
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

bool header_defines_for(const struct lg_file *changed,
			const struct lg_file *header)
{
	struct token before = { "", 0 }, t;
	struct place at = { 0, 0, false, false };
	const char *p = changed->code;

	while (p && header->code && next_token(&p, &t)) {
		if (defined(&at, &before, &t, p) && names(header->code, &t))
			return true;
		step(&at, &t);
		before = t;
	}
	return false;
}
