// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source.c - the text of one file: lines, comments, #define, #include and
 * static_assert(), without preprocessing.
 *
 * A compiler throws away what half of the rules read: comments, and macros
 * that nothing used. The file may come from a hostile tree, so every pass is
 * linear and takes any bytes: NULs (read as spaces), CRLF, comments and
 * strings without an end, no newline at the end.
 *
 * lg_file.code is the text again, byte for byte at the same offsets, with
 *     CODE_STRING   for each byte inside a string or character literal or
 *                   inside the <> or "" of an #include; the quotes stay
 *     CODE_COMMENT  for each byte of a comment, its newlines too
 * so that whoever looks for code cannot trip over prose, and a newline in it
 * always ends a line of code.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <glob.h>
#include <sys/stat.h>

#include "luoguard.h"

#define CODE_STRING  '\1'
#define CODE_COMMENT '\2'
#define MAX_DEPTH    16

static bool is_ident(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v' ||
	       c == CODE_COMMENT;
}

/* ------------------------------------------------------------------ lexing */

static unsigned int line_of(const struct lg_file *f, size_t at)
{
	size_t lo = 0, hi = f->lines.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (f->lines.v[mid] <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return (unsigned int)lo;
}

struct lg_loc lg_file_loc(const struct lg_file *f, size_t at)
{
	struct lg_loc loc = { f->path, 0, 0, 0 };

	loc.line = line_of(f, at);
	if (loc.line)
		loc.column = (unsigned int)(at - f->lines.v[loc.line - 1]) + 1;
	return loc;
}

static void split_lines(struct lg_file *f)
{
	size_t at = 0;

	while (at < f->bytes) {
		const char *nl = (const char *)memchr(f->text + at, '\n',
						      f->bytes - at);

		lg_vec_push(&f->lines, at);
		if (!nl)
			break;
		at = (size_t)(nl - f->text) + 1;
	}
}

/* Is the newline at @at spliced by a backslash before it? */
static bool spliced(const struct lg_file *f, size_t at)
{
	if (at && f->text[at - 1] == '\r')
		at--;
	return at && f->text[at - 1] == '\\';
}

/* The end of the comment that begins at @at: behind its closing mark, or at
 * the newline of a // comment. */
static size_t comment_end(const struct lg_file *f, size_t at)
{
	const char *end;

	if (f->text[at + 1] == '*') {
		for (at += 2; at + 1 < f->bytes; at++)
			if (f->text[at] == '*' && f->text[at + 1] == '/')
				return at + 2;
		return f->bytes;
	}
	while (at < f->bytes) {
		end = (const char *)memchr(f->text + at, '\n', f->bytes - at);
		if (!end)
			return f->bytes;
		at = (size_t)(end - f->text);
		if (!spliced(f, at))
			return at;
		at++;
	}
	return f->bytes;
}

static size_t lex_comment(struct lg_file *f, size_t at)
{
	struct lg_comment c;

	c.start = at;
	c.end = comment_end(f, at);
	c.line = line_of(f, c.start);
	c.end_line = line_of(f, c.end - 1);
	lg_vec_push(&f->comments, c);
	memset(f->code + c.start, CODE_COMMENT, c.end - c.start);
	return c.end;
}

/* A literal without its closing quote ends with its line: an apostrophe in
 * skipped or assembler text must not swallow the rest of the file. */
static size_t lex_literal(struct lg_file *f, size_t at)
{
	char quote = f->text[at++];

	while (at < f->bytes && f->text[at] != quote) {
		if (f->text[at] == '\n' && !spliced(f, at))
			return at;
		if (f->text[at] == '\\' && at + 1 < f->bytes)
			f->code[at++] = CODE_STRING;
		f->code[at++] = CODE_STRING;
	}
	return at < f->bytes ? at + 1 : at;
}

static void lex(struct lg_file *f)
{
	size_t at = 0;

	while (at < f->bytes) {
		char c = f->text[at];

		if (c == '/' && (f->text[at + 1] == '*' ||
				 f->text[at + 1] == '/')) {
			at = lex_comment(f, at);
		} else if (c == '"' ||
			   (c == '\'' && !(at && is_ident(f->code[at - 1])))) {
			at = lex_literal(f, at);
		} else {
			if (c == CODE_STRING || c == CODE_COMMENT)
				f->code[at] = ' ';
			at++;
		}
	}
}

/* -------------------------------------------------------------- directives */

static size_t skip_blank(const struct lg_file *f, size_t at, size_t end)
{
	while (at < end && (is_blank(f->code[at]) || f->code[at] == '\n' ||
			    (f->code[at] == '\\' && at + 1 < end &&
			     isspace((unsigned char)f->code[at + 1]))))
		at++;
	return at;
}

/* The newline that ends the logical line at @at, or the end of the file. */
static size_t logical_end(const struct lg_file *f, size_t at)
{
	for (; at < f->bytes; at++)
		if (f->code[at] == '\n' && !spliced(f, at))
			return at;
	return f->bytes;
}

/* Code from @at to @end with white space folded, comments gone, literals as
 * they stand. */
static char *folded(struct lg_pool *pool, const struct lg_file *f, size_t at,
		    size_t end)
{
	char *out = (char *)lg_alloc(pool, end - at + 1);
	size_t n = 0;

	at = skip_blank(f, at, end);
	while (at < end) {
		size_t next = skip_blank(f, at, end);

		if (next > at) {
			if (next < end)
				out[n++] = ' ';
			at = next;
			continue;
		}
		out[n++] = f->text[at++];
	}
	out[n] = '\0';
	return out;
}

static void read_define(struct lg_pool *pool, struct lg_file *f, size_t at,
			size_t end)
{
	struct lg_macro *m;
	size_t name = at;

	while (at < end && is_ident(f->code[at]))
		at++;
	if (at == name)
		return;
	m = lg_new(pool, struct lg_macro);
	m->name = lg_strndup(pool, f->text + name, at - name);
	m->loc = lg_file_loc(f, name);
	if (at < end && f->code[at] == '(') {
		size_t close = at + 1;

		while (close < end && f->code[close] != ')')
			close++;
		m->params = folded(pool, f, at + 1, close);
		at = close < end ? close + 1 : end;
	}
	m->body = folded(pool, f, at, end);
	lg_vec_push(&f->macros, m);
}

static void read_include(struct lg_pool *pool, struct lg_file *f, size_t at,
			 size_t end)
{
	struct lg_text_include inc;
	size_t start;
	char close;

	if (at >= end || (f->code[at] != '<' && f->code[at] != '"'))
		return;
	close = f->code[at] == '<' ? '>' : '"';
	inc.line = line_of(f, at);
	inc.quoted = close == '"';
	start = ++at;
	while (at < end && f->text[at] != close && f->text[at] != '\n')
		f->code[at++] = CODE_STRING;
	if (at >= end || f->text[at] != close)
		return;
	inc.path = lg_strndup(pool, f->text + start, at - start);
	lg_vec_push(&f->includes, inc);
}

static void read_directives(struct lg_pool *pool, struct lg_file *f)
{
	size_t at = 0;

	while (at < f->bytes) {
		size_t end = logical_end(f, at), word;

		at = skip_blank(f, at, end);
		if (at < end && f->code[at] == '#') {
			word = at = skip_blank(f, at + 1, end);
			while (at < end && is_ident(f->code[at]))
				at++;
			if (at - word == 6 &&
			    !strncmp(f->code + word, "define", 6))
				read_define(pool, f, skip_blank(f, at, end),
					    end);
			else if (at - word == 7 &&
				 !strncmp(f->code + word, "include", 7))
				read_include(pool, f, skip_blank(f, at, end),
					     end);
		}
		at = end + 1;
	}
}

struct lg_file *lg_file_parse(struct lg_pool *pool, const char *path,
			      const char *text)
{
	struct lg_file *f = lg_new(pool, struct lg_file);

	f->path = lg_strdup(pool, path);
	f->text = text;
	f->bytes = strlen(text);
	f->code = lg_strndup(pool, text, f->bytes);
	split_lines(f);
	lex(f);
	read_directives(pool, f);
	return f;
}

void lg_file_free(struct lg_file *file)
{
	for (size_t i = 0; i < file->docs.n; i++)
		lg_vec_free(&file->docs.v[i]->params);
	lg_vec_free(&file->docs);
	lg_vec_free(&file->lines);
	lg_vec_free(&file->comments);
	lg_vec_free(&file->macros);
	lg_vec_free(&file->includes);
}

/* ------------------------------------------------------- files of the facts */

/* NULs are read as spaces. */
static char *read_source(struct lg_pool *pool, const char *path)
{
	size_t bytes = 0;
	char *text = lg_read_source(pool, path, &bytes);

	for (size_t i = 0; text && i < bytes; i++)
		if (!text[i])
			text[i] = ' ';
	return text;
}

struct lg_file *lg_facts_file(struct lg_facts *facts, const char *path)
{
	struct lg_file *f;
	const char *full = path;
	char *text;

	for (size_t i = 0; i < facts->files.n; i++)
		if (!strcmp(facts->files.v[i]->path, path))
			return facts->files.v[i];
	if (*path != '/' && facts->tree)
		full = lg_printf(&facts->pool, "%s/%s", facts->tree, path);
	text = read_source(&facts->pool, full);
	if (text) {
		f = lg_file_parse(&facts->pool, path, text);
	} else {
		f = lg_new(&facts->pool, struct lg_file);
		f->path = lg_strdup(&facts->pool, path);
	}
	lg_vec_push(&facts->files, f);
	return f;
}

static int header_or_dir(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

/* @dir is relative to the tree and ends in a slash. Links to directories are
 * not followed: they can make loops. */
static void read_zone_dir(struct lg_facts *facts, const char *dir, int depth)
{
	struct dirent **list;
	int n = -1;

	if (depth < MAX_DEPTH)
		n = scandir(lg_printf(&facts->pool, "%s/%s", facts->tree, dir),
			    &list, header_or_dir, alphasort);
	for (int i = 0; i < n; i++) {
		char *path = lg_printf(&facts->pool, "%s%s", dir,
				       list[i]->d_name);
		struct stat st;

		if (lg_ends(path, ".h"))
			lg_facts_file(facts, path);
		else if (!lstat(lg_printf(&facts->pool, "%s/%s", facts->tree,
					  path), &st) && S_ISDIR(st.st_mode))
			read_zone_dir(facts, lg_printf(&facts->pool, "%s/",
						       path), depth + 1);
		free(list[i]);
	}
	if (n >= 0)
		free(list);
}

/* A zone that names one header, or a pattern of headers. */
static void read_zone_headers(struct lg_facts *facts, const char *pattern)
{
	size_t tree = strlen(facts->tree) + 1;
	glob_t g;

	if (glob(lg_printf(&facts->pool, "%s/%s", facts->tree, pattern), 0,
		 NULL, &g) == 0)
		for (size_t i = 0; i < g.gl_pathc; i++)
			lg_facts_file(facts, g.gl_pathv[i] + tree);
	globfree(&g);
}

void lg_facts_zone_files(struct lg_facts *facts)
{
	if (facts->zone_read || !facts->tree)
		return;
	facts->zone_read = true;
	for (size_t i = 0; i < facts->policy->zones.n; i++) {
		const struct lg_zone *z = &facts->policy->zones.v[i];

		if (z->kind != LG_ZONE_VERSIONED)
			continue;
		if (lg_ends(z->dir, "/"))
			read_zone_dir(facts, z->dir, 0);
		else
			read_zone_headers(facts, z->dir);
	}
}

/* ----------------------------------------------------------------- queries */

char *lg_file_line(struct lg_pool *pool, const struct lg_file *f,
		   unsigned int line)
{
	size_t start, end;

	if (!line || line > f->lines.n)
		return NULL;
	start = f->lines.v[line - 1];
	end = line < f->lines.n ? f->lines.v[line] : f->bytes;
	while (end > start && (f->text[end - 1] == '\n' ||
			       f->text[end - 1] == '\r'))
		end--;
	return lg_strndup(pool, f->text + start, end - start);
}

size_t lg_file_offset(const struct lg_file *f, unsigned int line,
		      unsigned int column)
{
	size_t end;

	if (!line || line > f->lines.n || !column)
		return (size_t)-1;
	end = line < f->lines.n ? f->lines.v[line] : f->bytes + 1;
	if (column > end - f->lines.v[line - 1])
		return (size_t)-1;
	return f->lines.v[line - 1] + column - 1;
}

bool lg_file_in_comment(const struct lg_file *f, size_t at)
{
	return f->text && at < f->bytes &&
	       (f->code[at] == CODE_STRING || f->code[at] == CODE_COMMENT);
}

const struct lg_comment *lg_file_comment_before(const struct lg_file *f,
						size_t at)
{
	size_t lo = 0, hi = f->comments.n;
	const struct lg_comment *c;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (f->comments.v[mid].end <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (!lo)
		return NULL;
	c = &f->comments.v[lo - 1];
	for (size_t i = c->end; i < at; i++)
		if (!isspace((unsigned char)f->text[i]))
			return NULL;
	return c;
}

bool lg_file_mentions(const struct lg_file *f, const char *word)
{
	bool pattern = strpbrk(word, "*?[\\") != NULL;
	bool any_first = strchr("*?[\\", *word) != NULL;
	size_t length = strlen(word), at = 0;
	char buf[256];

	for (; f->text && at < f->bytes; at++) {
		size_t start = at, n;

		while (at < f->bytes && is_ident(f->code[at]))
			at++;
		n = at - start;
		if (!n)
			continue;
		if (isdigit((unsigned char)f->code[start]) ||
		    (!any_first && f->code[start] != *word))
			continue;
		if (!pattern && n == length &&
		    !memcmp(f->code + start, word, n))
			return true;
		if (!pattern || n >= sizeof(buf))
			continue;
		memcpy(buf, f->code + start, n);
		buf[n] = '\0';
		if (fnmatch(word, buf, 0) == 0)
			return true;
	}
	return false;
}
