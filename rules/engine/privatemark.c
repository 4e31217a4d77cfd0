// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * privatemark.c - which members a header marks private.
 *
 * No compiler keeps it: __private is empty unless sparse runs, and "private:"
 * is a comment that kernel-doc reads. So the declaration is looked up in the
 * text, in two steps, since half the kernel includes headers of this kind. The
 * lines that may be marked are found in the raw text at the cost of two
 * searches; only a member used from there is worth parsing the header for.
 *
 *     struct list_head __private list;            @list
 *     int (*__private function)(int);             @function
 *     struct { ... } __private inner;             @inner
 *     typedef struct { int a; } __private foo_t;  every member of foo_t
 */
#include <ctype.h>

#include "luoguard.h"

#define WORD "__private"
#define COMMENT "private:"

static bool ident_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* The '{' that the '}' at @close closes, or 0. */
static size_t opening(const char *text, size_t close)
{
	size_t depth = 0;

	for (size_t at = close + 1; at-- > 0;) {
		if (text[at] == '}')
			depth++;
		else if (text[at] == '{' && !--depth)
			return at;
	}
	return 0;
}

static size_t statement_start(const char *text, size_t at)
{
	while (at && !strchr(";{}", text[at - 1]))
		at--;
	return at;
}

/* Does "typedef" stand in the statement that leads to @open? */
static bool is_typedef(const char *text, size_t open)
{
	size_t start = statement_start(text, open);

	for (; start + 7 <= open; start++)
		if (!strncmp(text + start, "typedef", 7))
			return true;
	return false;
}

/* The bytes whose declarations the "__private" at @at marks. */
static void marked_bytes(const char *text, size_t at, size_t *start,
			 size_t *end)
{
	size_t from = statement_start(text, at), open;

	*end = at + strcspn(text + at, ";{}");
	*start = from;
	if (!from || text[from - 1] != '}')
		return;
	open = opening(text, from - 1);
	if (open && is_typedef(text, open))
		*start = open;
}

/* The first word @word of @text behind @at, or NULL. */
static const char *next_word(const char *text, const char *at,
			     const char *word)
{
	size_t n = strlen(word);

	while ((at = strstr(at, word)) &&
	       ((at > text && ident_char(at[-1])) || ident_char(at[n])))
		at += n;
	return at;
}

static unsigned int count_lines(const char *from, const char *to)
{
	unsigned int n = 0;

	while ((from = (const char *)memchr(from, '\n', (size_t)(to - from)))) {
		from++;
		n++;
	}
	return n;
}

static void add_range(lg_mark_ranges *ranges, unsigned int first,
		      unsigned int last)
{
	struct lg_mark_range r = { first, last };

	lg_vec_push(ranges, r);
}

static const char *comment_mark(const char *text, const char *at)
{
	while ((at = strstr(at, COMMENT))) {
		const char *s = at;

		while (s > text && (s[-1] == ' ' || s[-1] == '\t'))
			s--;
		if (s - text >= 2 && s[-1] == '*' && s[-2] == '/')
			return at;
		at++;
	}
	return NULL;
}

void lg_text_mark_ranges(const char *text, bool comments,
			 lg_mark_ranges *ranges)
{
	const char *at = text;

	while ((at = next_word(text, at, WORD))) {
		size_t start, end;
		unsigned int first;

		marked_bytes(text, (size_t)(at - text), &start, &end);
		start += strspn(text + start, " \t\r\n");
		first = 1 + count_lines(text, text + start);
		add_range(ranges, first, first + count_lines(text + start,
							     text + end));
		at += strlen(WORD);
	}
	/* It holds until its braces close: the parser finds out where. */
	at = comments ? comment_mark(text, text) : NULL;
	if (at)
		add_range(ranges, 1 + count_lines(text, at), ~0U);
}

/* ------------------------------------------------------------------ exactly */

/* In "int *__private a, b" the mark is @a's alone. */
static bool declares(const char *code, size_t mark, size_t at)
{
	size_t s = mark;

	if (at < mark)
		return true;	/* a typedef's members */
	while (s && isspace((unsigned char)code[s - 1]))
		s--;
	if (!s || (code[s - 1] != '*' && code[s - 1] != '('))
		return true;
	return !memchr(code + mark, ',', at - mark);
}

static bool attribute_marks(const struct lg_file *f, size_t at)
{
	const char *w = f->code;

	while ((w = next_word(f->code, w, WORD))) {
		size_t mark = (size_t)(w - f->code), start, end;

		marked_bytes(f->code, mark, &start, &end);
		if (start <= at && at < end && declares(f->code, mark, at))
			return true;
		w += strlen(WORD);
	}
	return false;
}

static bool comment_marks(struct lg_facts *facts, struct lg_file *f, size_t at)
{
	lg_file_read_docs(&facts->pool, f);
	for (size_t i = 0; i < f->docs.n; i++)
		if (f->docs.v[i]->attached &&
		    lg_doc_hides_at(f, f->docs.v[i], at))
			return true;
	return false;
}

enum lg_mark lg_member_mark(struct lg_facts *facts,
			    const struct lg_loc *member, bool comments)
{
	struct lg_file *f = lg_facts_file(facts, member->file);
	size_t at = f->text ? lg_file_offset(f, member->line,
					     member->column ? member->column
							    : 1) : (size_t)-1;

	if (at == (size_t)-1)
		return LG_MARK_NONE;
	if (attribute_marks(f, at))
		return LG_MARK_ATTRIBUTE;
	return comments && comment_marks(facts, f, at) ? LG_MARK_COMMENT
						       : LG_MARK_NONE;
}
