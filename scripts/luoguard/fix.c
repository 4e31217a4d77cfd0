// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fix.c - "luoguard check --fix": the mends of findings, merged.
 *
 * A finding that is marked so carries all the edits that mend it. They are
 * applied whole or not at all: edits of two findings that overlap cannot both
 * be right, so the first is taken and the second stays reported. The same
 * edit asked for twice is made once. What is not mended, nothing touches. Edits
 * within a range that moves to another file go along with it.
 *
 * A file reached through a symbolic link, or outside the tree, is left alone:
 * what is written there would not be the tree's.
 */
#include <errno.h>
#include <limits.h>
#include <sys/stat.h>

#include "edits.h"

/* A file that is not there, in a directory that is: it can be made. */
static void edited_new(struct fix *x, struct edited *e)
{
	char real[PATH_MAX], *dir = lg_strdup(&x->pool, e->full);

	*strrchr(dir, '/') = '\0';
	if (errno != ENOENT || !realpath(dir, real) || strcmp(real, dir))
		return;
	e->is_new = true;
	e->text = "";
}

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
	e->moved = "";
	e->full = lg_printf(&x->pool, "%s/%s", x->tree, path);
	if (*path == '/' || lg_starts(path, "../"))
		return e;
	if (x->out->read) {
		e->text = x->out->read(&x->pool, x->out->from, path,
				       &e->bytes);
		return e;
	}
	if (!realpath(e->full, real))
		edited_new(x, e);
	else if (!strcmp(real, e->full))
		e->text = lg_read_source(&x->pool, e->full, &e->bytes);
	/* No source, whatever its name. */
	if (e->text && memchr(e->text, '\0', e->bytes))
		e->text = NULL;
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
	struct edit d = { NULL, 0, 0, text, 0, NULL };

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

/* Does @d lie in what @m moves? Then it goes along. */
static bool within(const struct edit *d, const struct edit *m)
{
	return m->moves && !d->moves && d->in == m->in && d->from >= m->from &&
	       d->from < m->to && d->to <= m->to;
}

/* Where in the text of @d, if at all, what is moved comes. */
static const char *arrival(const struct edit *d)
{
	return strstr(d->text, LG_EDIT_MOVED);
}

/* One finding makes a new file, or brings what moves to an old one. */
static bool overlap(const struct edit *a, const struct edit *b)
{
	if (a->in != b->in || within(a, b) || within(b, a))
		return false;
	return a->in->is_new || (arrival(a) && arrival(b)) ||
	       (a->from < b->to && b->from < a->to);
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

/* The file that the insertions among @list bring what moves to. */
static struct edited *moves_to(const edit_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		if (arrival(&list->v[i]))
			return list->v[i].in;
	return NULL;
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
	for (size_t i = f->inserts.n; i < list->n; i++)
		list->v[i].moves = moves_to(list);
	return list->n > 0;
}

/* A note of why --fix leaves @f, though it could be mended. */
static void say_left(struct fix *x, struct lg_finding *f, const char *why)
{
	struct lg_note note = { { NULL, 0, 0, 0 }, NULL };

	note.text = lg_printf(&x->out->pool, "--fix leaves it: %s", why);
	lg_vec_push(&f->notes, note);
}

/* Whether all edits of @f can be made, and are among them now. */
static bool take(struct fix *x, struct lg_finding *f)
{
	edit_list list = { NULL, 0, 0 };
	size_t first = x->edits.n;
	bool ok = f->mends && !f->accepted && all_edits(x, f, &list);

	if (f->mends && !f->accepted && !ok)
		say_left(x, f, "its file is not a text file of this tree");
	else if (!f->mends && f->left)
		say_left(x, f, f->left);
	for (size_t i = 0; ok && i < list.n; i++) {
		bool clash = false;

		if (taken(x, &list.v[i], &clash))
			continue;
		if (clash) {
			say_left(x, f, "another mend changes the same place; "
				 "run it again");
			ok = false;
			break;
		}
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
	/* What moves comes before what goes along, an insertion before what
	 * is replaced at its place. */
	if (!a->moves != !b->moves)
		return a->moves ? -1 : 1;
	if (a->to != b->to)
		return a->to < b->to ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

struct text {			/* of a file, or of a part of it */
	const struct edited *of;
	char *v;
	size_t n;
};

static void append(struct text *t, const char *s, size_t n)
{
	memcpy(t->v + t->n, s, n);
	t->n += n;
}

static struct text new_text(struct fix *x, const struct edited *e)
{
	size_t room = e->bytes + 1;
	struct text t = { e, NULL, 0 };

	for (size_t i = 0; i < x->edits.n; i++)
		if (x->edits.v[i].in == e)
			room += strlen(x->edits.v[i].text);
	t.v = lg_alloc(&x->pool, room);
	return t;
}

static size_t rewrite(struct fix *x, size_t i, size_t from, size_t to,
		      struct text *out);

/* Macros follow each other, all else has an empty line in front. */
static bool macros_meet(const char *above, const char *below)
{
	size_t n = strlen(above);

	if (*below != '#' || n < 2)
		return false;
	for (n--; n && above[n - 1] != '\n'; n--)
		;
	return above[n] == '#';
}

/* What @m takes away, mended, is added to the file that it goes to, without
 * the empty line that was cut with it. */
static size_t move_away(struct fix *x, size_t m)
{
	const struct edit *d = &x->edits.v[m];
	const char *moved = d->moves->moved;
	struct text t = new_text(x, d->in);
	size_t next = rewrite(x, m + 1, d->from, d->to, &t);

	if (t.n > 1 && t.v[t.n - 1] == '\n' && t.v[t.n - 2] == '\n')
		t.v[--t.n] = '\0';
	d->moves->moved = lg_printf(&x->pool, "%s%s%s", moved, !*moved ||
				    macros_meet(moved, t.v) ? "" : "\n", t.v);
	return next;
}

/* Adds bytes @from to @to of its file to @out, by the edits from @i on; the
 * first edit that lies behind them. */
static size_t rewrite(struct fix *x, size_t i, size_t from, size_t to,
		      struct text *out)
{
	const struct edited *e = out->of;

	while (i < x->edits.n && x->edits.v[i].in == e &&
	       (x->edits.v[i].from < to || to == e->bytes)) {
		const struct edit *d = &x->edits.v[i];

		append(out, e->text + from, d->from - from);
		append(out, d->text, strlen(d->text));
		from = d->to;
		i = d->moves ? move_away(x, i) : i + 1;
	}
	append(out, e->text + from, to - from);
	return i;
}

/* The text of @d, with what was moved in its place. */
static void fill(struct fix *x, struct edit *d)
{
	const char *at = arrival(d);

	d->text = lg_printf(&x->pool, "%.*s%s%s", (int)(at - d->text), d->text,
			    d->in->moved, at + strlen(LG_EDIT_MOVED));
}

/* Rewrites the files that something is brought to, or the others; those come
 * first. */
static void rewrite_some(struct fix *x, bool arrives)
{
	for (size_t i = 0; i < x->edits.n;) {
		struct edited *e = x->edits.v[i].in;
		struct text t;
		size_t first = i, marks = 0;

		for (; i < x->edits.n && x->edits.v[i].in == e; i++)
			marks += arrival(&x->edits.v[i]) != NULL;
		if (!marks == arrives)
			continue;
		for (i = first; marks && i < x->edits.n &&
		     x->edits.v[i].in == e; i++)
			if (arrival(&x->edits.v[i]))
				fill(x, &x->edits.v[i]);
		t = new_text(x, e);
		i = rewrite(x, first, 0, e->bytes, &t);
		e->mended = t.v;
		e->mended_bytes = t.n;
	}
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

const char *fix_hunks(struct output *out, struct lg_pool *pool,
		      const struct lg_finding *f)
{
	const char *text = NULL;
	bool plain = f->mends;
	struct fix x;

	memset(&x, 0, sizeof(x));
	x.out = out;
	x.tree = out->tree;
	plain = plain && all_edits(&x, f, &x.edits) && x.files.n == 1;
	for (size_t i = 0; i < x.edits.n; i++)
		plain &= !arrival(&x.edits.v[i]);
	if (plain) {
		qsort(x.edits.v, x.edits.n, sizeof(x.edits.v[0]), by_place);
		rewrite_some(&x, false);
		text = fix_file_hunks(pool, x.files.v[0]);
	}
	fix_free(&x);
	return text;
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
	rewrite_some(&x, false);
	rewrite_some(&x, true);
	if (in_place) {
		fix_write(&x);
	} else {
		fix_print(&x, stdout);
		out->out = stderr;
		out->color = options_color(out->o, stderr);
	}
	fix_free(&x);
}
