// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * members-text.c - uses of a private member that only the text shows:
 * designators, which a tree keeps without their place, and what offsetof() and
 * its kin are given, a constant before a plugin sees a tree.
 */
#include "plugin.h"

static bool ident_char(char c)
{
	return ISALNUM(c) || c == '_';
}

/* The next byte in @code from @at on, up to @end, where identifier @word
 * stands; @end: nowhere. */
static size_t find_word(const char *code, size_t at, size_t end,
			const char *word)
{
	size_t n = strlen(word);

	for (; at + n <= end; at++) {
		const char *s = (const char *)memmem(code + at, end - at, word,
						     n);

		if (!s)
			return end;
		at = (size_t)(s - code);
		if (!(at && ident_char(s[-1])) && !ident_char(s[n]))
			return at;
	}
	return end;
}

/* What stands before byte @at but for white space; 0: the beginning. */
static size_t before(const char *code, size_t at)
{
	while (at && ISSPACE(code[at - 1]))
		at--;
	return at;
}

/* Does ".m", ".n.m" or ".n[0].m", which ends in the word at @at, begin behind
 * a brace or comma? */
static bool begins_designator(const char *code, size_t at)
{
	for (;;) {
		at = before(code, at);
		if (!at || code[at - 1] != '.')
			return false;
		at = before(code, at - 1);
		while (at && code[at - 1] == ']') {
			while (at && code[at - 1] != '[')
				at--;
			at = before(code, at ? at - 1 : 0);
		}
		if (!at || !ident_char(code[at - 1]))
			return !at || code[at - 1] == '{' ||
			       code[at - 1] == ',';
		while (at && ident_char(code[at - 1]))
			at--;
	}
}

/* Is the word at @at of @n bytes a designator: ".m =", ".m[0] =", ".m.n ="? */
static bool designates(const char *code, size_t at, size_t n)
{
	if (!begins_designator(code, at))
		return false;
	for (at += n; ISSPACE(code[at]); at++)
		;
	return code[at] == '[' || code[at] == '.' ||
	       (code[at] == '=' && code[at + 1] != '=');
}

static size_t find_designator(const char *code, size_t at, size_t end,
			      const char *name)
{
	while ((at = find_word(code, at, end, name)) < end) {
		if (designates(code, at, strlen(name)))
			return at;
		at++;
	}
	return end;
}

/* Where the declaration or expression from @at on, or in parentheses around
 * it, ends. */
static size_t statement_end(const struct lg_file *f, size_t at)
{
	int depth = 0;

	for (; at < f->bytes; at++) {
		char c = f->code[at];

		depth += strchr("({[", c) && c ? 1 : 0;
		depth -= depth && strchr(")}]", c) && c ? 1 : 0;
		if (c == ';' && !depth)
			break;
	}
	return at;
}

/* The lines of @loc's statement in *@f; false: no text. */
static bool statement(const struct lg_loc *loc, struct lg_file **f,
		      size_t *start, size_t *end)
{
	if (!loc->file)
		return false;
	*f = lg_facts_file(lg_facts, loc->file);
	*start = (*f)->text ? lg_file_offset(*f, loc->line, 1) : (size_t)-1;
	if (*start == (size_t)-1)
		return false;
	*end = statement_end(*f, *start);
	return true;
}

bool lg_members_named(struct lg_private_member *m, struct lg_loc *loc)
{
	struct lg_file *f;
	size_t start, end, at;

	if (!statement(loc, &f, &start, &end))
		return false;
	at = find_word(f->code, start, end, m->name);
	if (at < end)
		*loc = lg_file_loc(f, at);
	return at < end;
}

/* A macro in the initializer may name the member: whose macro is it? */
static void macro_designator(struct lg_private_member *m, struct lg_file *f,
			     size_t start, size_t end)
{
	for (size_t at = start, n; at < end; at += n ? n : 1) {
		struct lg_loc here = lg_file_loc(f, at);
		const struct lg_place *place;
		const char *word, *body;
		location_t loc;

		for (n = 0; at + n < end && ident_char(f->code[at + n]); n++)
			;
		if (!n || ISDIGIT(f->code[at]))
			continue;
		word = lg_strndup(&lg_facts->pool, f->code + at, n);
		body = lg_macro_definition(word, &loc);
		if (!body || find_designator(body, 0, strlen(body), m->name) ==
			     strlen(body))
			continue;
		place = lg_place_of(loc);
		if (place)
			lg_members_add(m, &here, place->path);
	}
}

void lg_members_designator(struct lg_private_member *m, location_t loc)
{
	struct lg_loc at = lg_loc_of(loc);
	struct lg_file *f;
	size_t start, end, found;

	if (!statement(&at, &f, &start, &end))
		return;
	found = find_designator(f->code, start, end, m->name);
	if (found == end) {
		macro_designator(m, f, start, end);
		return;
	}
	at = lg_file_loc(f, found);
	lg_members_add(m, &at, at.file);
}

/* ------------------------------------------------------- "struct foo, m" */

/* Is the word that ends before @end "struct" or "union"? */
static bool tagged(const char *code, size_t end)
{
	end = before(code, end);
	return (end >= 6 && !strncmp(code + end - 6, "struct", 6)) ||
	       (end >= 5 && !strncmp(code + end - 5, "union", 5));
}

/* Does an accessor's call enclose byte @at? */
static bool in_accessor(const char *code, size_t at)
{
	int depth = 0;
	size_t start;

	for (; at && (depth || code[at - 1] != '('); at--) {
		if (code[at - 1] == ';')
			return false;
		depth += code[at - 1] == ')' ? 1 : 0;
		depth -= code[at - 1] == '(' ? 1 : 0;
	}
	at = before(code, at ? at - 1 : 0);
	for (start = at; start && ident_char(code[start - 1]); start--)
		;
	return lg_matches_any(&lg_options.policy->accessors,
			      lg_strndup(&lg_facts->pool, code + start,
					 at - start));
}

/* Does "struct TAG ," stand before the member's name at @at? A typedef's name
 * stands alone; a variable may be called like a tag. */
static bool behind_type(const char *code, size_t at,
			const struct lg_private_member *m)
{
	size_t n = strlen(m->tag), end = before(code, at);

	if (!end || code[end - 1] != ',')
		return false;
	end = before(code, end - 1);
	return end >= n && !strncmp(code + end - n, m->tag, n) &&
	       (end == n || !ident_char(code[end - n - 1])) &&
	       tagged(code, end - n) != m->is_typedef;
}

static void scan_member(const char *path, const char *text,
			struct lg_private_member *m)
{
	size_t at = 0, end = strlen(text);

	while ((at = find_word(text, at, end, m->name)) < end) {
		if (behind_type(text, at, m)) {
			struct lg_file *f = lg_facts_file(lg_facts, path);
			struct lg_loc loc;

			loc = lg_file_loc(f, at);
			if (f->text && !lg_file_in_comment(f, at) &&
			    !in_accessor(f->code, at))
				lg_members_add(m, &loc, path);
		}
		at++;
	}
}

static void scan_file(const char *path,
		      struct lg_private_member *const *members, size_t n)
{
	char *text = lg_read_file(&lg_facts->pool,
				  lg_path_normal(&lg_facts->pool,
						 lg_options.tree, path), NULL);
	const char *tag = NULL;
	bool spoken = false;

	for (size_t i = 0; text && i < n; i++) {
		/* a struct's members follow each other */
		if (!tag || strcmp(tag, members[i]->tag)) {
			tag = members[i]->tag;
			spoken = strstr(text, tag);
		}
		if (spoken)
			scan_member(path, text, members[i]);
	}
}

void lg_members_text(struct lg_private_member *const *members, size_t n)
{
	const char *main_file = lg_facts->main_file;
	const char *slash = strrchr(main_file, '/');
	size_t dir = slash ? (size_t)(slash - main_file) + 1 : 0;

	if (!n)
		return;
	scan_file(main_file, members, n);
	for (size_t i = 0; i < lg_facts->includes.n; i++) {
		const char *h = lg_facts->includes.v[i].header;

		if (!strncmp(h, main_file, dir) && !strchr(h + dir, '/'))
			scan_file(h, members, n);
	}
}
