// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * place.c - where in a patch a finding is to be told.
 *
 * A finding has a line of the file as it is after the patch. The hunks say
 * which lines they make; a hunk that was applied elsewhere than it says has
 * noted where (apply.c).
 */
#include "forms.h"

const char *line_next(const char *at, const char *end)
{
	const char *eol = at < end ? memchr(at, '\n', (size_t)(end - at)) :
			  NULL;

	return eol ? eol + 1 : end;
}

const char *hunk_head_line(const struct hunk *h, const char *text)
{
	const char *at = h->text - 1;	/* the newline of that line */

	while (at > text && at[-1] != '\n')
		at--;
	return at;
}

static const struct file_diff *file_of(const struct diff *d, const char *path)
{
	for (size_t i = 0; path && i < d->v.n; i++)
		if (d->v.v[i].to && !strcmp(d->v.v[i].to, path))
			return &d->v.v[i];
	return NULL;
}

/* How many lines @line is away from what @h makes; 0: it is one of them. */
static unsigned long distance(const struct hunk *h, unsigned long line)
{
	if (line < h->landed)
		return h->landed - line;
	if (line >= h->landed + h->to_lines)
		return line - (h->landed + h->to_lines) + 1;
	return 0;
}

static const struct hunk *nearest_hunk(const struct file_diff *f,
				       unsigned long line)
{
	const struct hunk *best = NULL;

	for (size_t i = 0; i < f->hunks.n; i++) {
		const struct hunk *h = &f->hunks.v[i];

		if (!best || distance(h, line) < distance(best, line))
			best = h;
	}
	return best;
}

/* Where the last line of @h begins. */
static const char *last_line(const struct hunk *h)
{
	const char *end = h->end, *at;

	do {
		at = end;
		for (at -= at > h->text; at > h->text && at[-1] != '\n'; at--)
			;
		end = at;
	} while (*at == '\\' && at > h->text);
	return at;
}

/* How far the lines that a hunk leaves in the file were counted: findings come
 * in the order of their lines. */
struct cursor {
	const struct hunk *hunk;
	const char *at;		/* its line ... */
	unsigned long n;	/* ... of this number, from 0 */
};

/* Line @n, from 0, of those that @h leaves in the file; else its last one. */
static const char *line_made(struct cursor *c, const struct hunk *h,
			     unsigned long n)
{
	if (c->hunk != h || n < c->n) {
		c->hunk = h;
		c->at = h->text;
		c->n = 0;
	}
	for (; c->at < h->end; c->at = line_next(c->at, h->end)) {
		if (*c->at == '\\' || *c->at == '-')
			continue;
		if (c->n == n)
			return c->at;
		c->n++;
	}
	c->hunk = NULL;
	return last_line(h);
}

static struct remark place(const struct diff *d, const struct lg_finding *f,
			   struct cursor *c)
{
	struct remark r = { .f = f, .file = file_of(d, f->loc.file) };

	if (!r.file || !f->loc.line)
		return r;
	r.hunk = nearest_hunk(r.file, f->loc.line);
	if (!r.hunk || r.hunk->text >= r.hunk->end) {
		r.hunk = NULL;
		return r;
	}
	r.shown = !distance(r.hunk, f->loc.line);
	r.below = r.shown ?
		  line_made(c, r.hunk, f->loc.line - r.hunk->landed) :
		  last_line(r.hunk);
	return r;
}

/* What has no place in the patch comes behind what has, a file's remarks before
 * those of its lines; in one place, the worst ones are first. */
static int by_place(const void *pa, const void *pb)
{
	const struct remark *a = pa, *b = pb;

	if (a->file != b->file)
		return !a->file ? 1 : !b->file ? -1 :
		       a->file < b->file ? -1 : 1;
	if (a->below != b->below)
		return !a->below ? -1 : !b->below ? 1 :
		       a->below < b->below ? -1 : 1;
	if (a->shown != b->shown)
		return a->shown ? -1 : 1;
	if (a->f->loc.line != b->f->loc.line)
		return a->f->loc.line < b->f->loc.line ? -1 : 1;
	if (a->f->severity != b->f->severity)
		return a->f->severity > b->f->severity ? -1 : 1;
	return strcmp(a->f->rule, b->f->rule);
}

void remarks_place(const struct diff *d, const struct lg_findings *fs,
		   remark_list *list)
{
	struct cursor c = { NULL, NULL, 0 };

	for (size_t i = 0; i < fs->v.n; i++)
		if (!fs->v.v[i]->accepted)
			lg_vec_push(list, place(d, fs->v.v[i], &c));
	if (list->n)
		qsort(list->v, list->n, sizeof(*list->v), by_place);
}
