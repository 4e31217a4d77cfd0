// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sizepin.c - is a struct's size pinned by an assertion in its file?
 *
 * What counts, in any white space and across lines:
 *     static_assert(sizeof(struct foo) == 40);
 *     static_assert(40 == sizeof(foo_ser), "message");
 *     _Static_assert(sizeof(struct a) == 8 && sizeof(struct b) == 16);
 *     BUILD_BUG_ON(sizeof(struct foo) != 40);
 * One side of the comparison is the sizeof and nothing else, the other one
 * does not measure a struct: two structs that agree may change together.
 */
#include <ctype.h>

#include "luoguard.h"

static bool is_ident(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Behind the closing parenthesis of the "(" at @at; 0 when the statement ends
 * before it, and then *@stop is where. */
static size_t close_paren(const struct lg_file *f, size_t at, size_t *stop)
{
	int depth = 0;

	for (; at < f->bytes; at++) {
		char c = f->code[at];

		if (c == '(')
			depth++;
		else if (c == ')' && --depth == 0)
			return at + 1;
		else if (c == ';' || c == '{' || c == '}')
			break;
	}
	*stop = at;
	return 0;
}

/* Code from @at to @end, one space only where two words meet. */
static char *squeeze(struct lg_pool *pool, const struct lg_file *f, size_t at,
		     size_t end)
{
	char *out = (char *)lg_alloc(pool, end - at + 1);
	bool gap = false;
	size_t n = 0;

	for (; at < end; at++) {
		char c = f->code[at];

		if (isspace((unsigned char)c) || c == '\\' || c < ' ') {
			gap = true;
			continue;
		}
		if (gap && n && is_ident(out[n - 1]) && is_ident(c))
			out[n++] = ' ';
		gap = false;
		out[n++] = c;
	}
	return out;
}

/* Takes the parentheses off that enclose all of @s. */
static char *unwrap(char *s)
{
	for (;;) {
		size_t n = strlen(s), i;
		int depth = 0;

		if (n < 2 || s[0] != '(' || s[n - 1] != ')')
			return s;
		for (i = 0; i < n - 1; i++) {
			depth += s[i] == '(';
			depth -= s[i] == ')';
			if (!depth)
				return s;
		}
		s[n - 1] = '\0';
		s++;
	}
}

static bool other_side(const char *s)
{
	return *s && !strstr(s, "sizeof(struct ") &&
	       !strstr(s, "sizeof(union ") && !strpbrk(s, "=?&|");
}

/* @s is "LEFT op RIGHT"; is one of them exactly @size_of? */
static bool compares(char *s, const char *op, const char *size_of)
{
	char *right, *left;

	s = unwrap(s);
	right = strstr(s, op);
	if (!right)
		return false;
	*right = '\0';
	left = unwrap(s);
	right = unwrap(right + 2);
	return (!strcmp(left, size_of) && other_side(right)) ||
	       (!strcmp(right, size_of) && other_side(left));
}

/* @s holds comparisons joined by @join ("&&"), then maybe a message. */
static bool pins(char *s, const char *op, const char *join,
		 const char *size_of)
{
	int depth = 0;
	char *next;

	for (char *p = s; *p; p++) {
		depth += *p == '(';
		depth -= *p == ')';
		if (*p == ',' && !depth) {
			*p = '\0';
			break;
		}
	}
	for (; s; s = next) {
		next = strstr(s, join);
		if (next) {
			*next = '\0';
			next += 2;
		}
		if (compares(s, op, size_of))
			return true;
	}
	return false;
}

static bool assertion_word(const char *s, size_t n, bool *negated)
{
	static const struct {
		const char *word;
		bool negated;
	} words[] = {
		{ "static_assert", false }, { "_Static_assert", false },
		{ "BUILD_BUG_ON", true }, { "BUILD_BUG_ON_MSG", true },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i].word) == n && !memcmp(words[i].word, s, n)) {
			*negated = words[i].negated;
			return true;
		}
	return false;
}

/* The assertion whose word ends at @at; *@at moves behind it. */
static bool assertion_pins(const struct lg_file *f, size_t *at, bool negated,
			   const char *size_of)
{
	struct lg_pool pool = { NULL };
	size_t open = *at, end;
	bool ret;

	while (open < f->bytes && (isspace((unsigned char)f->code[open]) ||
				   f->code[open] < ' '))
		open++;
	if (open >= f->bytes || f->code[open] != '(')
		return false;
	end = close_paren(f, open, at);
	if (!end)
		return false;
	*at = end;
	ret = pins(squeeze(&pool, f, open + 1, end - 1), negated ? "!=" : "==",
		   negated ? "||" : "&&", size_of);
	lg_pool_free(&pool);
	return ret;
}

/* Most headers pin nothing, which is told without reading their words. */
static bool asserts(const struct lg_file *f)
{
	return strstr(f->code, "tatic_assert") ||
	       strstr(f->code, "BUILD_BUG_ON");
}

bool lg_file_pins_size(const struct lg_file *f, const struct lg_struct *s)
{
	struct lg_pool pool = { NULL };
	const char *size_of;
	bool found = false;
	size_t at = 0;

	if (!f->text || !s->tag || !asserts(f))
		return false;
	size_of = lg_printf(&pool, "sizeof(%s%s)", s->is_typedef ? "" :
			    s->is_union ? "union " : "struct ", s->tag);
	while (!found && at < f->bytes) {
		size_t start = at;
		bool negated;

		while (at < f->bytes && is_ident(f->code[at]))
			at++;
		if (at == start)
			at++;
		else if (assertion_word(f->code + start, at - start, &negated))
			found = assertion_pins(f, &at, negated, size_of);
	}
	lg_pool_free(&pool);
	return found;
}
