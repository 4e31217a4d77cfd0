// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fix.c - "luoguard check --fix": the mends of findings, merged.
 *
 * A finding that is marked so carries all the edits that mend it. They are
 * applied whole or not at all: edits of two findings that overlap cannot both
 * be right, so the first is taken and the second stays reported. The same
 * edit asked for twice is made once. What is not mended, nothing touches.
 *
 * A file reached through a symbolic link, or outside the tree, is left alone:
 * what is written there would not be the tree's.
 */
#include <errno.h>
#include <limits.h>
#include <sys/stat.h>

#include "edits.h"

static struct edited *edited_open(struct fix *x, const char *path)
{
	struct edited *e;
	char real[PATH_MAX];

	for (size_t i = 0; i < x->files.n; i++)
		if (!strcmp(x->files.v[i]->path, path))
			return x->files.v[i];
	e = lg_new(&x->pool, struct edited);
	e->path = lg_strdup(&x->pool, path);
	lg_vec_push(&x->files, e);
	e->full = lg_printf(&x->pool, "%s/%s", x->tree, path);
	if (*path == '/' || lg_starts(path, "../") ||
	    !realpath(e->full, real) || strcmp(real, e->full))
		return e;
	e->text = lg_read_file(&x->pool, e->full, &e->bytes);
	return e;
}

/* Byte of (@line, @column), which may be the one behind the last. */
static bool offset_of(const struct edited *e, struct lg_loc loc, size_t *to)
{
	const char *p = e->text, *end = e->text + e->bytes, *nl;

	if (!loc.line || !loc.column)
		return false;
	for (unsigned int n = 1; n < loc.line; n++) {
		nl = memchr(p, '\n', (size_t)(end - p));
		if (!nl)
			return false;
		p = nl + 1;
	}
	nl = memchr(p, '\n', (size_t)(end - p));
	if (loc.column - 1 > (size_t)((nl ? nl : end) - p))
		return false;
	*to = (size_t)(p - e->text) + loc.column - 1;
	return true;
}

/* Do the lines of @e end in CR LF? The first tells. */
static bool crlf(const struct edited *e)
{
	const char *nl = memchr(e->text, '\n', e->bytes);

	return nl && nl > e->text && nl[-1] == '\r';
}

static const char *with_cr(struct fix *x, const char *text)
{
	char *out = lg_alloc(&x->pool, 2 * strlen(text) + 1), *to = out;

	for (; *text; text++) {
		if (*text == '\n')
			*to++ = '\r';
		*to++ = *text;
	}
	return out;
}

static bool add_edit(struct fix *x, edit_list *list, struct lg_loc loc,
		     size_t bytes, const char *text)
{
	struct edit d = { NULL, 0, 0, text, 0 };

	if (!loc.file)
		return false;
	d.in = edited_open(x, loc.file);
	if (!d.in->text || !offset_of(d.in, loc, &d.from) ||
	    bytes > d.in->bytes - d.from)
		return false;
	d.to = d.from + bytes;
	if (crlf(d.in))
		d.text = with_cr(x, text);
	lg_vec_push(list, d);
	return true;
}

static bool same(const struct edit *a, const struct edit *b)
{
	return a->in == b->in && a->from == b->from && a->to == b->to &&
	       !strcmp(a->text, b->text);
}

static bool overlap(const struct edit *a, const struct edit *b)
{
	return a->in == b->in && a->from < b->to && b->from < a->to;
}

/* Is @d among the edits taken; *@clash: does it overlap another? */
static bool taken(const struct fix *x, const struct edit *d, bool *clash)
{
	for (size_t i = 0; i < x->edits.n; i++) {
		if (same(&x->edits.v[i], d))
			return true;
		*clash |= overlap(&x->edits.v[i], d);
	}
	return false;
}

static bool all_edits(struct fix *x, const struct lg_finding *f,
		      edit_list *list)
{
	for (size_t i = 0; i < f->inserts.n; i++)
		if (!add_edit(x, list, f->inserts.v[i].loc, 0,
			      f->inserts.v[i].text))
			return false;
	for (size_t i = 0; i < f->replaces.n; i++)
		if (!add_edit(x, list, f->replaces.v[i].loc,
			      f->replaces.v[i].bytes, f->replaces.v[i].text))
			return false;
	return list->n > 0;
}

static bool take(struct fix *x, const struct lg_finding *f)
{
	edit_list list = { NULL, 0, 0 };
	size_t first = x->edits.n;
	bool ok = f->mends && !f->accepted && all_edits(x, f, &list);

	for (size_t i = 0; ok && i < list.n; i++) {
		bool clash = false;

		if (taken(x, &list.v[i], &clash))
			continue;
		if (clash)
			ok = false;
		list.v[i].order = x->edits.n;
		lg_vec_push(&x->edits, list.v[i]);
	}
	if (!ok)
		x->edits.n = first;
	lg_vec_free(&list);
	return ok;
}

static int by_place(const void *pa, const void *pb)
{
	const struct edit *a = pa, *b = pb;

	if (a->in != b->in)
		return strcmp(a->in->path, b->in->path);
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	/* An insertion stands before what is replaced at its place. */
	if (a->to != b->to)
		return a->to < b->to ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

static void append(struct edited *e, const char *s, size_t n)
{
	memcpy(e->mended + e->mended_bytes, s, n);
	e->mended_bytes += n;
}

/* The edits from @first on that are of one file; the next file's first. */
static size_t rewrite(struct fix *x, size_t first)
{
	struct edited *e = x->edits.v[first].in;
	size_t room = e->bytes + 1, at = 0, i;

	for (i = first; i < x->edits.n && x->edits.v[i].in == e; i++)
		room += strlen(x->edits.v[i].text);
	e->mended = lg_alloc(&x->pool, room);
	for (i = first; i < x->edits.n && x->edits.v[i].in == e; i++) {
		const struct edit *d = &x->edits.v[i];

		append(e, e->text + at, d->from - at);
		append(e, d->text, strlen(d->text));
		at = d->to;
	}
	append(e, e->text + at, e->bytes - at);
	return i;
}

/* Moves the findings that were mended from @out to @x; counts the rest. */
static void sort_out(struct fix *x, struct output *out)
{
	struct lg_findings *fs = &out->findings;
	size_t kept = 0;

	for (size_t i = 0; i < fs->v.n; i++) {
		struct lg_finding *f = fs->v.v[i];

		if (take(x, f)) {
			lg_vec_push(&x->mended, f);
		} else {
			out->left += !f->accepted;
			fs->v.v[kept++] = f;
		}
	}
	fs->v.n = kept;
	out->mended = x->mended.n;
}

static void fix_free(struct fix *x)
{
	for (size_t i = 0; i < x->mended.n; i++) {
		lg_vec_free(&x->mended.v[i]->notes);
		lg_vec_free(&x->mended.v[i]->inserts);
		lg_vec_free(&x->mended.v[i]->replaces);
	}
	lg_vec_free(&x->mended);
	lg_vec_free(&x->edits);
	lg_vec_free(&x->files);
	lg_pool_free(&x->pool);
}

void fix_findings(struct output *out, bool in_place)
{
	struct fix x;
	char real[PATH_MAX];

	memset(&x, 0, sizeof(x));
	if (!realpath(out->tree, real))
		lg_die("%s: %s", out->tree, strerror(errno));
	x.tree = real;
	x.out = out;
	sort_out(&x, out);
	out->mending = true;
	if (x.edits.n)
		qsort(x.edits.v, x.edits.n, sizeof(x.edits.v[0]), by_place);
	for (size_t i = 0; i < x.edits.n;)
		i = rewrite(&x, i);
	if (in_place) {
		fix_write(&x);
	} else {
		fix_print(&x, stdout);
		out->out = stderr;
		out->color = options_color(out->o, stderr);
	}
	fix_free(&x);
}
