// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * places-text.c - what functions do to a struct, by their text.
 *
 * For files that no compiler is asked about. A function that declares a variable
 * of the struct, or a pointer to it, uses the variable's name: an assignment
 * behind it writes, as does a call that is known to write what its first
 * argument points to; where a member's address goes is not known; all else
 * reads.
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
	"export_uuid", "export_guid", "get_random_bytes", "WRITE_ONCE",
	"smp_store_release", NULL
};
/* They only read what any of their arguments points to; the writers what those
 * behind the first one do. */
static const char *const readers[] = {
	"memcmp", "memchr_inv", "copy_to_user", NULL
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

/* Is one of @names in front of the parenthesis at @open? */
static bool called(const struct body *b, size_t open, const char *const *names)
{
	const char *code = b->f->code;
	size_t at;

	if (open == b->d.body)
		return false;
	for (at = open; at > b->d.body && is_word(code[at - 1]); at--)
		;
	for (; *names; names++)
		if (strlen(*names) == open - at &&
		    !memcmp(*names, code + at, open - at))
			return true;
	return false;
}

/* Is one of @names called with what begins at @at as the first argument? */
static bool given_to(const struct body *b, size_t at, const char *const *names)
{
	while (at > b->d.body && strchr("&* \t\n", b->f->code[at - 1]))
		at--;
	return at > b->d.body && b->f->code[at - 1] == '(' &&
	       called(b, at - 1, names);
}

/* Is what begins at @at in the arguments of one of @names? */
static bool among(const struct body *b, size_t at, const char *const *names)
{
	const char *code = b->f->code;
	int deep = 0;

	for (; at > b->d.body && !strchr(";{}", code[at - 1]); at--) {
		deep += (code[at - 1] == ')') - (code[at - 1] == '(');
		if (deep < 0)
			return called(b, at - 1, names);
	}
	return false;
}

static void enter(struct body *b, size_t at, bool written)
{
	unsigned int line = lg_file_loc(b->f, at).line;
	struct accessor p = { b->tag, b->function, b->f->path,
			      written ? line : 0, written ? 0 : line, 0 };

	places_enter(b->l, &p);
}

/* The address of a member is taken at @at: what for? */
static void enter_address(struct body *b, size_t at)
{
	struct accessor p = { b->tag, b->function, b->f->path, 0, 0,
			      lg_file_loc(b->f, at).line };

	if (among(b, at, writers) || among(b, at, readers))
		enter(b, at, false);
	else
		places_enter(b->l, &p);
}

/* Behind the last character before @at that is no white space. */
static size_t back(const struct body *b, size_t at)
{
	while (at > b->d.body && isspace((unsigned char)b->f->code[at - 1]))
		at--;
	return at;
}

/* Is what is before @at, an operator, one of a single operand? "*" behind a type
 * declares. */
static bool unary(const struct body *b, size_t at)
{
	const char *code = b->f->code;
	size_t from;

	at = back(b, at);
	if (at == b->d.body || strchr(";{}(),=?:!&|+-<>", code[at - 1]))
		return true;
	for (from = at; from > b->d.body && is_word(code[from - 1]); from--)
		;
	return (at - from == 6 && !memcmp(code + from, "return", 6)) ||
	       (at - from == 4 && !memcmp(code + from, "else", 4)) ||
	       (at - from == 2 && !memcmp(code + from, "do", 2));
}

/* Does the '*' in front of variable @at follow a pointer, and is no product? */
static bool followed(const struct body *b, size_t at)
{
	at = back(b, at);
	if (at >= b->d.body + 2 && (!memcmp(b->f->code + at - 2, "++", 2) ||
				    !memcmp(b->f->code + at - 2, "--", 2)))
		at -= 2;
	return at > b->d.body && b->f->code[at - 1] == '*' && unary(b, at - 1);
}

/* Is there a '&' in front of variable @at that takes an address? */
static bool address(const struct body *b, size_t at)
{
	const char *code = b->f->code;

	return at > b->d.body + 1 && code[at - 1] == '&' &&
	       code[at - 2] != '&' && unary(b, at - 1);
}

/* Is there a member between @at and @end, or only subscripts? */
static bool has_member(const struct lg_file *f, size_t at, size_t end)
{
	for (int deep = 0; at < end; at++) {
		deep += (f->code[at] == '[') - (f->code[at] == ']');
		if (!deep && (f->code[at] == '.' || f->code[at] == '>'))
			return true;
	}
	return false;
}

/* What follows "*p++" or "(*p)": behind it. */
static size_t followed_end(const struct body *b, size_t at)
{
	const char *code = b->f->code;

	at = blanks(b->f, at);
	if (!strncmp(code + at, "++", 2) || !strncmp(code + at, "--", 2))
		at += 2;
	if (code[at] == ')' && path_end(b->f, at + 1) > at + 1)
		at = path_end(b->f, at + 1);
	return at;
}

/* One use of variable @name at @at. */
static void use(struct body *b, const char *name, size_t at)
{
	size_t behind = at + strlen(name), end = path_end(b->f, behind);

	if (given_to(b, at, lookers))
		return;
	if (given_to(b, at, writers))
		enter(b, at, true);
	else if (end > behind && !address(b, at))
		enter(b, at, assigned(b->f, end));
	else if (end > behind && has_member(b->f, behind, end))
		enter_address(b, at);
	else if (end == behind && followed(b, at))
		enter(b, at, assigned(b->f, followed_end(b, end)));
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
