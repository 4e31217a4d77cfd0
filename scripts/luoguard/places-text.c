// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * places-text.c - what functions do to a struct, by their text.
 *
 * For files that no compiler is asked about. A function that declares a variable
 * of the struct, or a pointer to it, uses the variable's name: an assignment
 * behind it writes, as does a call that is known to write what its first
 * argument points to; all else reads.
 */
#include <ctype.h>

#include "places.h"
#include "spatch.h"

/* A function that is looked at. */
struct body {
	struct places *l;
	const struct lg_file *f;
	struct declaration d;
	const char *tag, *function;
};

static const char *const writers[] = {
	"memcpy", "memmove", "memset", "memcpy_and_pad", "strscpy",
	"strscpy_pad", "strncpy", "strcpy", "snprintf", "scnprintf", "sprintf",
	"export_uuid", "export_guid", "get_random_bytes", NULL
};
/* They look at a type, and at no memory. */
static const char *const lookers[] = {
	"sizeof", "typeof", "__typeof__", "ARRAY_SIZE", NULL
};

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static size_t blanks(const struct lg_file *f, size_t at)
{
	while (at < f->bytes && isspace((unsigned char)f->code[at]))
		at++;
	return at;
}

static size_t word_end(const struct lg_file *f, size_t at)
{
	while (at < f->bytes && is_word(f->code[at]))
		at++;
	return at;
}

/* Where @word stands in @f from @at on and before @end; @end: nowhere. */
static size_t find(const struct lg_file *f, const char *word, size_t at,
		   size_t end)
{
	size_t n = strlen(word);

	for (; at + n <= end; at++)
		if (f->code[at] == *word && !memcmp(f->code + at, word, n) &&
		    (!at || !is_word(f->code[at - 1])) &&
		    !is_word(f->code[at + n]))
			return at;
	return end;
}

/* Behind the members and subscripts that follow a variable at @at. */
static size_t path_end(const struct lg_file *f, size_t at)
{
	for (;;) {
		size_t next = blanks(f, at);
		int deep = 0;

		if (f->code[next] == '[') {
			for (at = next; at < f->bytes; at++) {
				deep += (f->code[at] == '[') -
					(f->code[at] == ']');
				if (!deep)
					break;
			}
			at += at < f->bytes;
			continue;
		}
		if (f->code[next] == '.')
			next++;
		else if (!strncmp(f->code + next, "->", 2))
			next += 2;
		else
			return at;
		at = word_end(f, blanks(f, next));
	}
}

/* Is what ends before @at assigned to? */
static bool assigned(const struct lg_file *f, size_t at)
{
	const char *p = f->code + blanks(f, at);

	if (*p == '=')
		return p[1] != '=';
	if (!strncmp(p, "++", 2) || !strncmp(p, "--", 2) ||
	    !strncmp(p, "<<=", 3) || !strncmp(p, ">>=", 3))
		return true;
	return *p && strchr("+-*/%&|^", *p) && p[1] == '=';
}

/* Is one of @names called with what begins at @at as the first argument? */
static bool given_to(const struct body *b, size_t at, const char *const *names)
{
	const char *code = b->f->code;
	size_t end;

	while (at > b->d.body && strchr("&* \t\n", code[at - 1]))
		at--;
	if (at == b->d.body || code[at - 1] != '(')
		return false;
	end = at - 1;
	for (at = end; at > b->d.body && is_word(code[at - 1]); at--)
		;
	for (; *names; names++)
		if (strlen(*names) == end - at &&
		    !memcmp(*names, code + at, end - at))
			return true;
	return false;
}

static void enter(struct body *b, size_t at, bool written)
{
	unsigned int line = lg_file_loc(b->f, at).line;
	struct accessor p = { b->tag, b->function, b->f->path,
			   written ? line : 0, written ? 0 : line };

	places_enter(b->l, &p);
}

/* Is the '*' before @at one that follows a pointer, and no product? */
static bool followed(const struct body *b, size_t at)
{
	while (at > b->d.body && isspace((unsigned char)b->f->code[at - 1]))
		at--;
	if (at == b->d.body || b->f->code[at - 1] != '*')
		return false;
	for (at--; at > b->d.body && isspace((unsigned char)b->f->code[at - 1]);
	     at--)
		;
	return strchr(";{}(,=", b->f->code[at - 1]);
}

/* One use of variable @name at @at. */
static void use(struct body *b, const char *name, size_t at)
{
	size_t behind = at + strlen(name), end = path_end(b->f, behind);

	if (given_to(b, at, lookers))
		return;
	if (given_to(b, at, writers))
		enter(b, at, true);
	else if (end > behind)
		enter(b, at, assigned(b->f, end));
	else if (followed(b, at))
		enter(b, at, assigned(b->f, end));
}

static void uses(struct body *b, const char *name)
{
	size_t at = b->d.body, end = b->d.end;

	while ((at = find(b->f, name, at, end)) < end) {
		char last = at ? b->f->code[at - 1] : ' ';

		/* a member of that name is another thing's */
		if (last != '.' && !(last == '>' && b->f->code[at - 2] == '-'))
			use(b, name, at);
		at += strlen(name);
	}
}

/* The variable that is declared at @at, behind the struct's name; NULL: none. */
static const char *variable(struct body *b, size_t at, size_t *end)
{
	const struct lg_file *f = b->f;

	do {
		at = blanks(f, at + (f->code[at] == '*'));
		if (find(f, "const", at, at + 5) == at)
			at = blanks(f, at + 5);
	} while (f->code[at] == '*');
	*end = word_end(f, at);
	return *end > at ? lg_strndup(&b->l->pool, f->code + at, *end - at) :
			   NULL;
}

static void look_for(struct body *b, const char *name)
{
	size_t at = b->d.from, end = b->d.end, behind;

	while ((at = find(b->f, name, at, end)) < end) {
		const char *var = variable(b, at + strlen(name), &behind);

		at += strlen(name);
		if (!var)
			continue;
		/* struct foo_ser s = { ... } */
		if (behind > b->d.body && assigned(b->f, behind) &&
		    b->f->code[blanks(b->f, blanks(b->f, behind) + 1)] == '{')
			enter(b, behind - 1, true);
		uses(b, var);
	}
}

/* The name in front of the parameters. */
static const char *function_name(struct places *l, const struct lg_file *f,
				 const struct declaration *d)
{
	const char *open = memchr(f->code + d->from, '(', d->body - d->from);
	size_t end = open ? (size_t)(open - f->code) : d->from, at;

	while (end > d->from && isspace((unsigned char)f->code[end - 1]))
		end--;
	for (at = end; at > d->from && is_word(f->code[at - 1]); at--)
		;
	return lg_strndup(&l->pool, f->code + at, end - at);
}

void places_text(struct places *l, const struct lg_file *f)
{
	struct body b = { .l = l, .f = f };

	for (size_t at = 0; declaration_next(f, at, &b.d); at = b.d.end) {
		if (!b.d.function || b.d.body == b.d.end)
			continue;
		for (size_t i = 0; i < l->structs.n; i++) {
			const char *name = l->structs.v[i].name;

			if (find(f, name, b.d.from, b.d.end) == b.d.end)
				continue;
			b.tag = l->structs.v[i].tag;
			b.function = function_name(l, f, &b.d);
			look_for(&b, name);
		}
	}
}
