// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kerneldoc.c - reads kernel-doc comments as the kernel's own reader does
 * (Documentation/doc-guide/kernel-doc.rst, tools/lib/python/kdoc).
 *
 * A head comment begins with a line that is just "/" "**" in column 1. Its
 * first line with a word on it says what it describes:
 *     DOC: title                      a section
 *     struct|union|enum|typedef NAME [-: purpose]
 *     NAME[()] [-: purpose]           a function or macro
 * The purpose may go on until a member, a blank line or the end. A member's
 * line is " * @a.b.c: text", its text goes on until the next such line, a
 * known section ("Context:") or a blank line. "@a, @b:" and "@a::" are none.
 * In the braces that follow, a comment of its own lines, "/" "** @a: text" or
 * the long form, describes a member in line; nowhere else.
 * A line "private:" or "public:" right behind the mark of a plain comment
 * switches members off and on, until the braces around it close.
 * The definition has to follow the head comment with no code in between, else
 * the kernel's reader drops the comment; then lg_doc.attached is false.
 */
#include <ctype.h>
#include <strings.h>

#include "luoguard.h"

struct span {
	const char *s;
	size_t n;
};

struct brace {
	size_t open, close;
};

struct reader {
	struct lg_pool *pool;
	struct lg_file *f;
	LG_VEC(struct brace) braces;	/* by .open; .close 0: none */
};

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static struct span trimmed(struct span a)
{
	while (a.n && isspace((unsigned char)*a.s)) {
		a.s++;
		a.n--;
	}
	while (a.n && isspace((unsigned char)a.s[a.n - 1]))
		a.n--;
	return a;
}

static struct span behind(struct span a, size_t n)
{
	a.s += n;
	a.n -= n;
	return a;
}

static size_t word_length(struct span a)
{
	size_t n = 0;

	while (n < a.n && is_word(a.s[n]))
		n++;
	return n;
}

/* A text of many lines is copied for each: cut what nobody reads. */
#define MAX_TEXT 4096

static const char *joined(struct lg_pool *pool, const char *a, struct span b)
{
	if (!a || !*a)
		return lg_strndup(pool, b.s, b.n);
	if (strlen(a) > MAX_TEXT)
		return a;
	return lg_printf(pool, "%s %.*s", a, (int)b.n, b.s);
}

/* --------------------------------------------------------- lines of comments */

/* Line @line of comment @c without its marks, trimmed; false: no " *". */
static bool comment_line(const struct lg_file *f, const struct lg_comment *c,
			 unsigned int line, struct span *out)
{
	size_t start = f->lines.v[line - 1];
	size_t end = line < f->lines.n ? f->lines.v[line] : f->bytes;
	bool star;

	if (start < c->start)
		start = c->start;
	if (end > c->end)
		end = c->end;
	if (line == c->end_line && end - start >= 2 &&
	    !memcmp(f->text + end - 2, "*/", 2))
		end -= 2;
	out->s = f->text + start;
	out->n = end - start;
	*out = trimmed(*out);
	star = out->n && *out->s == '*';
	if (star)
		*out = trimmed(behind(*out, 1));
	return star;
}

/* Is it "/" "**" and nothing else on its first line? */
static bool long_form(const struct lg_file *f, const struct lg_comment *c)
{
	size_t at = c->start + 3;

	if (c->end - c->start < 5 || strncmp(f->text + c->start, "/**", 3))
		return false;
	while (f->text[at] == ' ' || f->text[at] == '\t' || f->text[at] == '\r')
		at++;
	return f->text[at] == '\n' && c->end_line > c->line;
}

static bool head_form(const struct lg_file *f, const struct lg_comment *c)
{
	return long_form(f, c) && c->start == f->lines.v[c->line - 1];
}

/* "@name:" at the start of @a: its length, and the name; else 0. */
static size_t member_mark(struct span a, struct span *name)
{
	size_t n = 1, end;

	if (!a.n || *a.s != '@')
		return 0;
	while (n < a.n && (is_word(a.s[n]) || a.s[n] == '.'))
		n++;
	end = n;
	while (n < a.n && isspace((unsigned char)a.s[n]))
		n++;
	if (end == 1 || n == a.n || a.s[n] != ':' ||
	    (n + 1 < a.n && a.s[n + 1] == ':'))
		return 0;
	name->s = a.s + 1;
	name->n = end - 1;
	return n + 1;
}

/* "Context:", "Return:" and the like end a member's text. */
static bool known_section(struct span a)
{
	static const char *const names[] = {
		"description", "context", "return", "returns", "note", "notes",
		"example", "examples",
	};
	size_t n = word_length(a), colon = n;

	while (colon < a.n && isspace((unsigned char)a.s[colon]))
		colon++;
	if (colon >= a.n || a.s[colon] != ':' ||
	    (colon + 1 < a.n && a.s[colon + 1] == ':'))
		return false;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i]) == n && !strncasecmp(names[i], a.s, n))
			return true;
	return false;
}

/* ------------------------------------------------------------ head comments */

/* "struct foo - text": the kind, and the word's length in @a. */
static enum lg_doc_kind subject_kind(struct span a, size_t *skip)
{
	static const struct {
		const char *word;
		enum lg_doc_kind kind;
	} kinds[] = {
		{ "struct", LG_DOC_STRUCT }, { "union", LG_DOC_UNION },
		{ "enum", LG_DOC_ENUM }, { "typedef", LG_DOC_TYPEDEF },
		{ "var", LG_DOC_OTHER }, { "define", LG_DOC_OTHER },
	};
	size_t n = word_length(a);

	*skip = 0;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strlen(kinds[i].word) == n &&
		    !memcmp(kinds[i].word, a.s, n)) {
			*skip = n;
			return kinds[i].kind;
		}
	return LG_DOC_OTHER;
}

/* The first line that has a word on it says what the comment describes.
 * *@open: does its purpose go on in the next line? False: no kernel-doc. */
static bool read_subject(struct lg_pool *pool, struct lg_doc *doc,
			 struct span a, bool *open)
{
	size_t skip, n;

	*open = false;
	if (a.n >= 4 && !memcmp(a.s, "DOC:", 4)) {
		a = trimmed(behind(a, 4));
		doc->kind = LG_DOC_SECTION;
		doc->name = a.n ? lg_strndup(pool, a.s, a.n) : "Introduction";
		return true;
	}
	doc->kind = subject_kind(a, &skip);
	a = trimmed(behind(a, skip));
	n = word_length(a);
	doc->name = lg_strndup(pool, a.s, n);
	a = trimmed(behind(a, n));
	if (doc->kind == LG_DOC_OTHER && a.n && *a.s == '(') {
		const char *close = (const char *)memchr(a.s, ')', a.n);

		if (!close)
			return false;
		a = trimmed(behind(a, (size_t)(close - a.s) + 1));
	}
	if (doc->kind == LG_DOC_OTHER && a.n && *a.s != '-' && *a.s != ':')
		return false;
	while (a.n && *a.s != '-' && *a.s != ':')
		a = behind(a, 1);
	*open = a.n > 0;
	a = a.n ? trimmed(behind(a, 1)) : a;
	if (a.n)
		doc->purpose = lg_strndup(pool, a.s, a.n);
	return n || doc->kind == LG_DOC_ENUM;
}

static void add_param(struct lg_pool *pool, struct lg_doc *doc,
		      struct span name, unsigned int line, struct span text,
		      bool in_body)
{
	struct lg_doc_param p = { NULL, 0, NULL, false };

	text = trimmed(text);
	p.name = lg_strndup(pool, name.s, name.n);
	p.line = line;
	p.text = lg_strndup(pool, text.s, text.n);
	p.in_body = in_body;
	lg_vec_push(&doc->params, p);
}

/* The lines behind the subject: rest of the purpose, members, sections. */
static void read_members(struct lg_pool *pool, const struct lg_file *f,
			 const struct lg_comment *c, unsigned int line,
			 struct lg_doc *doc, bool purpose)
{
	bool member = false;
	struct span a, name;
	size_t n;

	for (; line <= c->end_line; line++) {
		if (!comment_line(f, c, line, &a))
			continue;
		n = member_mark(a, &name);
		if (n) {
			add_param(pool, doc, name, line, behind(a, n), false);
			member = true;
			purpose = false;
		} else if (!a.n || known_section(a)) {
			member = purpose = false;
		} else if (purpose) {
			doc->purpose = joined(pool, doc->purpose, a);
		} else if (member) {
			struct lg_doc_param *p =
				&doc->params.v[doc->params.n - 1];

			p->text = joined(pool, p->text, a);
		}
	}
}

static char *stripped(struct lg_pool *pool, const struct lg_file *f,
		      const struct lg_comment *c)
{
	char *out = (char *)lg_alloc(pool, c->end - c->start + 1);
	size_t n = 0;

	for (unsigned int line = c->line + 1; line <= c->end_line; line++) {
		struct span a;

		comment_line(f, c, line, &a);
		memcpy(out + n, a.s, a.n);
		n += a.n;
		out[n++] = '\n';
	}
	return out;
}

static struct lg_doc *read_head(struct lg_pool *pool, const struct lg_file *f,
				const struct lg_comment *c)
{
	struct lg_doc *doc;
	unsigned int line;
	struct span a;
	bool open;

	for (line = c->line + 1; line <= c->end_line; line++)
		if (comment_line(f, c, line, &a) && word_length(a))
			break;
	if (line > c->end_line)
		return NULL;
	doc = lg_new(pool, struct lg_doc);
	doc->line = c->line;
	doc->end_line = c->end_line;
	if (!read_subject(pool, doc, a, &open))
		return NULL;
	doc->text = stripped(pool, f, c);
	if (doc->kind != LG_DOC_SECTION)
		read_members(pool, f, c, line + 1, doc, open);
	return doc;
}

/* ------------------------------------------------- the definition behind it */

static size_t skip_directive(const struct lg_file *f, size_t at)
{
	while (at < f->bytes && f->code[at] != '\n')
		at += f->code[at] == '\\' && at + 1 < f->bytes ? 2 : 1;
	return at;
}

/* Every pair of braces outside directives, once for the whole file. */
static void match_braces(struct reader *r)
{
	LG_VEC(size_t) open = { NULL, 0, 0 };
	const struct lg_file *f = r->f;
	bool fresh = true;	/* nothing but white space on this line yet */

	for (size_t at = 0; at < f->bytes; at++) {
		char c = f->code[at];

		if (c == '#' && fresh)
			at = skip_directive(f, at);
		if (at >= f->bytes)
			break;
		if (c == '{') {
			struct brace b = { at, 0 };

			lg_vec_push(&open, r->braces.n);
			lg_vec_push(&r->braces, b);
		} else if (c == '}' && open.n) {
			r->braces.v[open.v[--open.n]].close = at;
		}
		fresh = f->code[at] == '\n' ||
			(fresh && (c <= ' ' || isspace((unsigned char)c)));
	}
	lg_vec_free(&open);
}

static size_t closing(const struct reader *r, size_t open)
{
	size_t lo = 0, hi = r->braces.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (r->braces.v[mid].open < open)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < r->braces.n && r->braces.v[lo].open == open ?
	       r->braces.v[lo].close : 0;
}

/* Does identifier @word stand in the code from @at to @end? */
static bool has_word(const struct lg_file *f, size_t at, size_t end,
		     const char *word)
{
	size_t n = strlen(word);

	while (at < end) {
		struct span a = { f->code + at, end - at };
		size_t got = word_length(a);

		if (got == n && n && !memcmp(a.s, word, n))
			return true;
		at += got ? got : 1;
	}
	return false;
}

/* Finds the braces that @doc describes in the code from @at to @limit. */
static void attach(struct reader *r, struct lg_doc *doc, size_t at,
		   size_t limit)
{
	const struct lg_file *f = r->f;
	size_t open = at, close, end;
	const char *word = doc->kind == LG_DOC_UNION ? "union" : "struct";
	bool named, is_typedef;

	while (open < limit && !strchr("{;}#", f->code[open]))
		open++;
	close = open < limit && f->code[open] == '{' ? closing(r, open) : 0;
	if (!close)
		return;
	for (end = close; end < f->bytes && f->code[end] != ';'; end++)
		if (f->code[end] == '{')
			break;
	is_typedef = has_word(f, at, open, "typedef");
	named = is_typedef && has_word(f, close, end, doc->name);
	if (doc->kind != LG_DOC_TYPEDEF)
		named = has_word(f, at, open, word) &&
			(named || has_word(f, at, open, doc->name));
	doc->attached = named;
	doc->body = open;
	doc->body_end = close + 1;
}

/* A comment among the members: "@name: text", in either of the two forms,
 * with nothing else on its lines. */
static void read_inline(struct lg_pool *pool, const struct lg_file *f,
			const struct lg_comment *c, struct lg_doc *doc)
{
	unsigned int line = c->line;
	struct span a, name = { NULL, 0 };
	size_t n;

	for (size_t at = f->lines.v[line - 1]; at < c->start; at++)
		if (!isspace((unsigned char)f->text[at]))
			return;
	if (long_form(f, c)) {
		if (!comment_line(f, c, ++line, &a))
			return;
	} else {
		if (c->line != c->end_line || c->end - c->start < 5 ||
		    strncmp(f->text + c->start, "/**", 3))
			return;
		a.s = f->text + c->start + 3;
		a.n = c->end - c->start - 5;
		a = trimmed(a);
	}
	n = member_mark(a, &name);
	if (!n)
		return;
	add_param(pool, doc, name, line, behind(a, n), true);
	for (line++; line <= c->end_line; line++) {
		struct lg_doc_param *p = &doc->params.v[doc->params.n - 1];

		if (comment_line(f, c, line, &a) && a.n)
			p->text = joined(pool, p->text, a);
	}
}

/* Reads the head comment at f->comments.v[@i]; returns the next to look at. */
static size_t read_doc(struct reader *r, size_t i)
{
	struct lg_file *f = r->f;
	struct lg_doc *doc = read_head(r->pool, f, &f->comments.v[i]);
	size_t next = i + 1, limit = f->bytes;

	if (!doc)
		return next;
	lg_vec_push(&f->docs, doc);
	if (doc->kind != LG_DOC_STRUCT && doc->kind != LG_DOC_UNION &&
	    doc->kind != LG_DOC_TYPEDEF)
		return next;
	while (next < f->comments.n && !head_form(f, &f->comments.v[next]))
		next++;
	if (next < f->comments.n)
		limit = f->comments.v[next].start;
	attach(r, doc, f->comments.v[i].end, limit);
	if (!doc->attached)
		return next;
	for (next = i + 1; next < f->comments.n &&
	     f->comments.v[next].start < doc->body_end; next++)
		if (f->comments.v[next].start > doc->body)
			read_inline(r->pool, f, &f->comments.v[next], doc);
	return next;
}

void lg_file_read_docs(struct lg_pool *pool, struct lg_file *f)
{
	struct reader r = { pool, f, { NULL, 0, 0 } };
	size_t i = 0;

	if (f->docs_read)
		return;
	f->docs_read = true;
	if (!f->text)
		return;
	match_braces(&r);
	while (i < f->comments.n)
		i = head_form(f, &f->comments.v[i]) ? read_doc(&r, i) : i + 1;
	lg_vec_free(&r.braces);
}

const struct lg_doc_param *lg_doc_member(const struct lg_doc *doc,
					 const char *name)
{
	for (size_t i = 0; i < doc->params.n; i++)
		if (!strcmp(doc->params.v[i].name, name))
			return &doc->params.v[i];
	return NULL;
}
