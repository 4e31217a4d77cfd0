// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * apply.c - the hunks of a patch onto a file's text, in memory.
 *
 * As `git apply` does it: every line of a hunk that is not new has to be there,
 * none is guessed. The place may be another one than the hunk says, and the
 * nearest one is taken; but a hunk that begins with the file does so, and one
 * without lines behind the change ends with it.
 */
#include "series.h"

struct line {
	const char *at;
	size_t bytes;		/* with its newline, if it has one */
};

typedef LG_VEC(struct line) line_list;

struct buffer {
	char *v;
	size_t n, cap;
};

static void append(struct lg_pool *pool, struct buffer *b, const char *text,
		   size_t bytes)
{
	if (b->n + bytes + 1 > b->cap) {
		char *v;

		b->cap = (b->cap + bytes + 1) * 2;
		v = lg_alloc(pool, b->cap);
		if (b->n)
			memcpy(v, b->v, b->n);
		b->v = v;
	}
	if (bytes)
		memcpy(b->v + b->n, text, bytes);
	b->n += bytes;
}

static void cut(line_list *list, const char *text, size_t bytes)
{
	const char *end = text + bytes;

	while (text < end) {
		const char *eol = memchr(text, '\n', (size_t)(end - text));
		struct line l = { text, (size_t)((eol ? eol + 1 : end) - text) };

		lg_vec_push(list, l);
		text += l.bytes;
	}
}

/* What one hunk wants and makes; how many lines at its ends are no change. */
struct piece {
	line_list old, new;
	size_t leading, trailing;
};

/* @l is the line of a hunk; "\ No newline at end of file" may follow. */
static struct line content(struct line l, const char *end)
{
	const char *next = l.at + l.bytes;

	if (*l.at != '\n' && *l.at != '\r') {	/* mailers strip " " */
		l.at++;
		l.bytes--;
	}
	if (next < end && *next == '\\' && l.bytes && next[-1] == '\n')
		l.bytes--;
	return l;
}

static void read_piece(struct piece *p, const struct hunk *h)
{
	line_list all = { NULL, 0, 0 };
	bool changed = false;

	memset(p, 0, sizeof(*p));
	cut(&all, h->text, (size_t)(h->end - h->text));
	for (size_t i = 0; i < all.n; i++) {
		char c = *all.v[i].at;
		struct line l = content(all.v[i], h->end);

		if (c == '\\')
			continue;
		if (c != '+')
			lg_vec_push(&p->old, l);
		if (c != '-')
			lg_vec_push(&p->new, l);
		if (c == '+' || c == '-') {
			changed = true;
			p->trailing = 0;
		} else {
			p->trailing++;
			p->leading += !changed;
		}
	}
	lg_vec_free(&all);
}

static void free_piece(struct piece *p)
{
	lg_vec_free(&p->old);
	lg_vec_free(&p->new);
}

static bool fits(const struct piece *p, const line_list *file, size_t at)
{
	if (at > file->n || p->old.n > file->n - at)
		return false;
	for (size_t i = 0; i < p->old.n; i++) {
		const struct line *a = &p->old.v[i], *b = &file->v[at + i];

		if (a->bytes != b->bytes || memcmp(a->at, b->at, a->bytes))
			return false;
	}
	return true;
}

/* May it be at line @at (from 0), as far as the file's ends are concerned? */
static bool may_be_at(const struct piece *p, const struct hunk *h,
		      const line_list *file, size_t at, size_t wanted)
{
	if (!p->leading && !p->trailing && h->from > 1)
		return at == wanted;
	if (h->from <= 1 && at)
		return false;
	return p->trailing || at + p->old.n == file->n;
}

/* Where the hunk fits, not above @from, and as near to @wanted as can be. */
static bool find(const struct piece *p, const struct hunk *h,
		 const line_list *file, size_t from, size_t wanted, size_t *at)
{
	for (size_t far = 0; far <= file->n; far++) {
		size_t down = wanted + far, up = wanted - far;

		if (down <= file->n && down >= from &&
		    may_be_at(p, h, file, down, wanted) &&
		    fits(p, file, down)) {
			*at = down;
			return true;
		}
		if (far && far <= wanted && up >= from &&
		    may_be_at(p, h, file, up, wanted) && fits(p, file, up)) {
			*at = up;
			return true;
		}
	}
	return false;
}

static void append_lines(struct lg_pool *pool, struct buffer *b,
			 const struct line *l, size_t n)
{
	for (size_t i = 0; i < n; i++)
		append(pool, b, l[i].at, l[i].bytes);
}

char *apply_hunks(struct lg_pool *pool, const struct file_diff *f,
		  const char *text, size_t bytes, size_t *result,
		  const char **why)
{
	line_list file = { NULL, 0, 0 };
	struct buffer out = { NULL, 0, 0 };
	size_t at = 0, next, shifted = 0, lines = 0;

	*why = NULL;
	cut(&file, text ? text : "", text ? bytes : 0);
	for (size_t i = 0; i < f->hunks.n && !*why; i++) {
		struct hunk *h = &f->hunks.v[i];
		size_t wanted = h->from - (h->from && h->from_lines) + shifted;
		struct piece p;

		read_piece(&p, h);
		if (wanted > file.n)
			wanted = file.n;
		if (find(&p, h, &file, at, wanted, &next)) {
			append_lines(pool, &out, file.v + at, next - at);
			append_lines(pool, &out, p.new.v, p.new.n);
			lines += next - at;
			h->landed = lines + 1;
			lines += p.new.n;
			shifted += next - wanted;
			at = next + p.old.n;
		} else {
			*why = lg_printf(pool, "%s does not apply",
					 diff_hunk_name(pool, f, h));
		}
		free_piece(&p);
	}
	append_lines(pool, &out, file.v + at, file.n - at);
	lg_vec_free(&file);
	append(pool, &out, "", 0);
	*result = out.n;
	return *why ? NULL : out.v;
}
