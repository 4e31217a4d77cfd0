// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff.c - what a patch's text says it does, file by file.
 *
 * Git's own form and the plain unified one. libgit2 could read the first, but
 * it stops at the first file that it does not like, without saying where, and
 * it has to be started, which takes longer than all the rest of a patch that
 * cannot matter.
 *
 * Paths have to be those of a tree: what begins with "/", or has "..", "." or
 * ".git" in it, makes the whole patch one that is not looked at.
 */
#include <ctype.h>
#include <errno.h>
#include <strings.h>

#include "series.h"

struct reader {
	struct lg_pool *pool;
	struct diff *d;
	struct file_diff *f;	/* the one that is being read */
	const char *at, *end;	/* the next line, the end of the text */
	unsigned int line;	/* its number */
};

static size_t line_length(const struct reader *r, const char *at)
{
	const char *eol = at < r->end ? memchr(at, '\n',
					       (size_t)(r->end - at)) : NULL;

	return eol ? (size_t)(eol - at) : (size_t)(r->end - at);
}

static void next_line(struct reader *r)
{
	r->at += line_length(r, r->at);
	r->at += r->at < r->end;
	r->line++;
}

static bool begins(const struct reader *r, const char *word)
{
	size_t n = strlen(word);

	return (size_t)(r->end - r->at) >= n && !memcmp(r->at, word, n);
}

static void wrong(struct reader *r, const char *why)
{
	if (!r->d->wrong)
		r->d->wrong = lg_printf(r->pool, "line %u of the patch: %s",
					r->line, why);
}

/* ------------------------------------------------------------------- paths */

static unsigned char octal(const char *p)
{
	return (unsigned char)((p[0] - '0') * 64 + (p[1] - '0') * 8 +
			       (p[2] - '0'));
}

/* The C string that Git puts an odd path into, from behind its quote; *@end is
 * behind the closing one. NULL: it is none. */
static char *unquote(struct reader *r, const char *p, const char *eol,
		     const char **end)
{
	static const char from[] = "abfnrtv\\\"", to[] = "\a\b\f\n\r\t\v\\\"";
	char *out = lg_alloc(r->pool, (size_t)(eol - p) + 1), *at = out;

	for (; p < eol && *p != '"'; p++) {
		const char *e;

		if (*p != '\\') {
			*at++ = *p;
			continue;
		}
		if (++p == eol)
			return NULL;
		e = strchr(from, *p);
		if (e && *p) {
			*at++ = to[e - from];
		} else if (eol - p >= 3 && p[0] >= '0' && p[0] <= '3' &&
			   strspn(p, "01234567") >= 3 && octal(p)) {
			*at++ = (char)octal(p);
			p += 2;
		} else {
			return NULL;
		}
	}
	*end = p + 1;
	return p < eol ? out : NULL;
}

static bool has_part(const char *path, const char *part)
{
	size_t n = strlen(part);

	for (const char *p = path; p; p = strchr(p, '/')) {
		p += *p == '/';
		if (!strncasecmp(p, part, n) && (!p[n] || p[n] == '/'))
			return true;
	}
	return false;
}

/* A path of a tree, or the patch is not looked at. */
static const char *keep_inside(struct reader *r, const char *path)
{
	if (*path == '/' || has_part(path, "..") || has_part(path, ".git"))
		wrong(r, lg_printf(r->pool, "%s leads out of the tree", path));
	else if (!*path || lg_ends(path, "/") || has_part(path, ".") ||
		 strstr(path, "//"))
		wrong(r, lg_printf(r->pool, "\"%s\" is no path", path));
	return path;
}

/* @name without the "a/" or "b/" that diff puts there. */
static const char *without_first(struct reader *r, const char *name)
{
	const char *slash = strchr(name, '/');

	if (!slash || *name == '/') {
		wrong(r, *name == '/' ?
		      lg_printf(r->pool, "%s leads out of the tree", name) :
		      lg_printf(r->pool, "%s is not below a/ or b/", name));
		return name;
	}
	return keep_inside(r, slash + 1);
}

/* The path from @p to the end of its line, quoted or not; a tab ends it. */
static char *raw_path(struct reader *r, const char *p)
{
	const char *eol = r->at + line_length(r, r->at), *end;
	char *quoted;

	if (p < eol && *p == '"') {
		quoted = unquote(r, p + 1, eol, &end);
		if (!quoted)
			wrong(r, "a path whose quotes do not end");
		return quoted ? quoted : lg_strdup(r->pool, "x/x");
	}
	end = memchr(p, '\t', (size_t)(eol - p));
	return lg_strndup(r->pool, p, (size_t)((end ? end : eol) - p));
}

/* Of "diff --git a/x b/x" the path, when both are the same; NULL. Else lines
 * that follow say them. */
static const char *git_path(struct reader *r)
{
	const char *p = r->at + strlen("diff --git "), *end, *second;
	const char *eol = r->at + line_length(r, r->at);
	char *a, *b;
	size_t n;

	if (p < eol && *p == '"') {
		a = unquote(r, p + 1, eol, &end);
		if (!a || eol - end < 2 || end[0] != ' ')
			return NULL;
		b = end[1] == '"' ? unquote(r, end + 2, eol, &second) :
		    lg_strndup(r->pool, end + 1, (size_t)(eol - end - 1));
	} else {	/* both are as long */
		n = (size_t)(eol - p) / 2;
		if (p + n >= eol || p[n] != ' ')
			return NULL;
		a = lg_strndup(r->pool, p, n);
		b = lg_strndup(r->pool, p + n + 1, (size_t)(eol - p) - n - 1);
	}
	if (!b || !strchr(a, '/') || !strchr(b, '/') ||
	    strcmp(strchr(a, '/'), strchr(b, '/')))
		return NULL;
	return without_first(r, b);
}

/* ------------------------------------------------------------------- heads */

static void begin_file(struct reader *r)
{
	struct file_diff f;

	memset(&f, 0, sizeof(f));
	f.line = r->line;
	lg_vec_push(&r->d->v, f);
	r->f = &r->d->v.v[r->d->v.n - 1];
}

bool diff_plain(unsigned int mode)
{
	return !mode || (mode & 0170000) == 0100000;
}

static unsigned int read_mode(struct reader *r, const char *p)
{
	unsigned long mode = strtoul(p, NULL, 8);

	if (mode != 0100644 && mode != 0100755 && mode != 0100664 &&
	    mode != 0120000 && mode != 0160000)
		wrong(r, lg_printf(r->pool, "%.6s is no mode of a file",
				   p));
	return (unsigned int)mode;
}

/* "index 0123..4567 100644" */
static void read_index(struct reader *r)
{
	const char *p = r->at, *eol = p + line_length(r, p);
	const char *mode = p;

	for (; p < eol; p++)
		if (*p == ' ')
			mode = p + 1;
	if (eol - mode == 6 && !r->f->from_mode && !r->f->to_mode)
		r->f->from_mode = r->f->to_mode = read_mode(r, mode);
}

/* A line between "diff --git" and the first hunk. False: it is none. */
static bool git_line(struct reader *r, const char *path)
{
	struct file_diff *f = r->f;

#define AFTER(word) (r->at + strlen(word))
	if (begins(r, "old mode "))
		f->from_mode = read_mode(r, AFTER("old mode "));
	else if (begins(r, "new mode "))
		f->to_mode = read_mode(r, AFTER("new mode "));
	else if (begins(r, "deleted file mode "))
		f->from_mode = read_mode(r, AFTER("deleted file mode ")),
		f->from = path, f->to = NULL;
	else if (begins(r, "new file mode "))
		f->to_mode = read_mode(r, AFTER("new file mode ")),
		f->from = NULL, f->to = path;
	else if (begins(r, "rename from "))
		f->from = keep_inside(r, raw_path(r, AFTER("rename from ")));
	else if (begins(r, "rename to "))
		f->to = keep_inside(r, raw_path(r, AFTER("rename to ")));
	else if (begins(r, "copy from "))
		f->from = keep_inside(r, raw_path(r, AFTER("copy from "))),
		f->copied = true;
	else if (begins(r, "copy to "))
		f->to = keep_inside(r, raw_path(r, AFTER("copy to ")));
	else if (begins(r, "index "))
		read_index(r);
	else if (begins(r, "GIT binary patch") || begins(r, "Binary files "))
		f->binary = true;
	else if (!begins(r, "similarity index ") &&
		 !begins(r, "dissimilarity index "))
		return false;
#undef AFTER
	return true;
}

/* "--- a/x", "+++ b/x": do they say what was said above? */
static void file_names(struct reader *r)
{
	const char *from = raw_path(r, r->at + strlen("--- ")), *to;
	bool git = r->f->from || r->f->to;

	from = strcmp(from, "/dev/null") ? without_first(r, from) : NULL;
	next_line(r);
	to = raw_path(r, r->at + strlen("+++ "));
	to = strcmp(to, "/dev/null") ? without_first(r, to) : NULL;
	next_line(r);
	if (!git) {	/* "x.orig" and "x" */
		bool orig = from && to && lg_starts(from, to);

		r->f->from = orig ? to : from;
		r->f->to = !orig && from && to && lg_starts(to, from) ? from :
			   to;
	} else if ((from && (!r->f->from || strcmp(from, r->f->from))) ||
		   (to && (!r->f->to || strcmp(to, r->f->to)))) {
		wrong(r, "names of files that contradict each other");
	} else if (!from != !to) {
		r->f->from = from;
		r->f->to = to;
	}
	if (!r->f->from && !r->f->to)
		wrong(r, "a file without a name");
}

static bool at_names(const struct reader *r)
{
	const char *next = r->at + line_length(r, r->at) + 1;

	return begins(r, "--- ") && r->end - next > 4 &&
	       !memcmp(next, "+++ ", 4);
}

/* ------------------------------------------------------------------- hunks */

/* "12,7" or "12", which is "12,1". False: it is none. */
static bool range(const char **p, unsigned long *start, unsigned long *lines)
{
	char *end;

	if (!isdigit((unsigned char)**p))
		return false;
	errno = 0;
	*start = strtoul(*p, &end, 10);
	*lines = 1;
	if (*end == ',') {
		if (!isdigit((unsigned char)end[1]))
			return false;
		*lines = strtoul(end + 1, &end, 10);
	}
	*p = end;
	return !errno && *start <= LG_MAX_SOURCE && *lines <= LG_MAX_SOURCE;
}

static bool hunk_head(struct reader *r, struct hunk *h)
{
	const char *p = r->at + strlen("@@ -");

	memset(h, 0, sizeof(*h));
	h->line = r->line;
	if (!range(&p, &h->from, &h->from_lines) || strncmp(p, " +", 2))
		return false;
	p += 2;
	if (!range(&p, &h->to, &h->to_lines) || strncmp(p, " @@", 3))
		return false;
	h->landed = h->to;
	return true;
}

/* Do lines follow that belong to a hunk, whose counts say it is over? What
 * ends a mail begins with "--". */
static bool beyond(const struct reader *r)
{
	struct reader ahead = *r;

	while (begins(&ahead, " "))
		next_line(&ahead);
	return begins(&ahead, "+") ||
	       (begins(&ahead, "-") && !begins(&ahead, "--"));
}

static void read_hunk(struct reader *r)
{
	unsigned long from = 0, to = 0;
	struct hunk h;

	if (!hunk_head(r, &h)) {
		wrong(r, "\"@@\" without its numbers");
		next_line(r);
		return;
	}
	next_line(r);
	h.text = r->at;
	while (r->at < r->end && (from < h.from_lines || to < h.to_lines)) {
		char c = *r->at;

		if (c != '+' && c != '-' && c != ' ' && c != '\n' &&
		    c != '\\' && c != '\r')
			break;
		from += c != '+' && c != '\\';
		to += c != '-' && c != '\\';
		next_line(r);
	}
	if (r->at < r->end && *r->at == '\\')
		next_line(r);
	h.end = r->at;
	if (from != h.from_lines || to != h.to_lines || beyond(r))
		wrong(r, lg_printf(r->pool, "the hunk of line %u does not have "
				   "as many lines as it says", h.line));
	lg_vec_push(&r->f->hunks, h);
}

static void read_hunks(struct reader *r)
{
	while (begins(r, "@@ -"))
		read_hunk(r);
}

/* What base85 says does not matter, only that it is there. */
static void skip_binary(struct reader *r)
{
	while (r->at < r->end && !begins(r, "diff --git "))
		next_line(r);
}

static void read_git(struct reader *r)
{
	const char *path = git_path(r);

	begin_file(r);
	r->f->from = r->f->to = path;
	next_line(r);
	while (git_line(r, path) && r->at < r->end)
		next_line(r);
	if (!r->f->from && !r->f->to)
		wrong(r, "\"diff --git\" without the name of a file");
	if (r->f->binary)
		skip_binary(r);
	else if (at_names(r)) {
		file_names(r);
		read_hunks(r);
	}
}

/* ---------------------------------------------------------------------- all */

static bool is_git(const struct reader *r)
{
	return begins(r, "diff --git ");
}

/* diff -u says of a file that is new, or gone, that it was empty, or will be. */
static void read_plain(struct reader *r)
{
	struct file_diff *f = r->f;
	const struct hunk *h;

	file_names(r);
	read_hunks(r);
	h = f->hunks.n == 1 ? &f->hunks.v[0] : NULL;
	if (h && f->from && f->to && strcmp(f->from, f->to))
		wrong(r, "two files that are not the same one");
	if (h && f->to && !h->from && !h->from_lines)
		f->from = NULL;
	else if (h && f->from && !h->to && !h->to_lines)
		f->to = NULL;
}

/* "--- x", "+++ x" and a hunk: a plain diff. */
static bool is_plain(const struct reader *r)
{
	const char *next = r->at + line_length(r, r->at) + 1;

	if (!at_names(r))
		return false;
	next += line_length(r, next) + 1;
	return r->end - next > 4 && !memcmp(next, "@@ -", 4);
}

void diff_read(struct lg_pool *pool, struct patch *patch, struct diff *d)
{
	struct reader r = { pool, d, NULL, patch->text,
			    patch->text + patch->bytes, 1 };

	memset(d, 0, sizeof(*d));
	patch->diff = NULL;
	while (r.at < r.end) {
		if (!is_git(&r) && !is_plain(&r)) {
			next_line(&r);
			continue;
		}
		if (!patch->diff)
			patch->diff = r.at;
		if (is_git(&r)) {
			read_git(&r);
		} else {
			begin_file(&r);
			read_plain(&r);
		}
	}
}

const char *diff_hunk_name(struct lg_pool *pool, const struct file_diff *f,
			   const struct hunk *h)
{
	return lg_printf(pool, "hunk %zu (line %u of the patch)",
			 (size_t)(h - f->hunks.v) + 1, h->line);
}

void diff_free(struct diff *d)
{
	for (size_t i = 0; i < d->v.n; i++)
		lg_vec_free(&d->v.v[i].hunks);
	lg_vec_free(&d->v);
}
