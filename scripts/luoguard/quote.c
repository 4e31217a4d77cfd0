// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * quote.c - a patch's lines and luoguard's words, as a mailing list has them.
 *
 * Of a patch, what the remarks are about: the names of the file, the head of
 * the hunk, and some lines above the one that a remark stands below.
 *
 * What is quoted is a stranger's: each of its lines gets "> " in front, so that
 * none of them passes for luoguard's. Nor may a name that luoguard says, when a
 * line is broken in front of it, look like what tools read from answers.
 */
#include <ctype.h>

#include "forms.h"

#define LINES_ABOVE 6
#define LONGEST_QUOTE 900	/* SMTP's lines have at most 998 bytes */

/* ------------------------------------------------------------------- words */

static size_t columns(const char *s, size_t bytes)
{
	size_t n = 0;

	for (size_t i = 0; i < bytes; i++)
		n += ((unsigned char)s[i] & 0xc0) != 0x80;
	return n;
}

/* May a line begin with this word? Not with what looks like a trailer
 * ("Acked-by:"), a quote, a signature or the beginning of a mail or a diff. */
static bool may_begin(const char *word, size_t bytes)
{
	static const char *const never[] = {
		"From", "--", "---", "diff", "Index:", NULL
	};

	for (const char *const *w = never; *w; w++)
		if (strlen(*w) == bytes && !memcmp(word, *w, bytes))
			return false;
	return *word != '>' && !(word[bytes - 1] == ':' &&
				 isupper((unsigned char)*word));
}

static size_t word_bytes(const char *at)
{
	return strcspn(at, " \n");
}

/* From @at on, what stays on one line: a word, and those behind it that begin
 * none. */
static size_t piece_bytes(const char *at)
{
	size_t n = word_bytes(at);

	while (at[n]) {
		size_t gap = strspn(at + n, " \n");
		size_t next = word_bytes(at + n + gap);

		if (!next || may_begin(at + n + gap, next))
			break;
		n += gap + next;
	}
	return n;
}

void quote_words(FILE *to, const char *first, const char *rest,
		 const char *text)
{
	struct lg_pool pool = { NULL };
	const char *at = lg_printable(&pool, text);
	size_t column = columns(first, strlen(first));
	bool begun = false;

	fputs(first, to);
	for (at += strspn(at, " "); *at; at += strspn(at, " ")) {
		size_t n = piece_bytes(at), wide = columns(at, n);

		if (begun && column + 1 + wide > MAIL_WIDTH) {
			fprintf(to, "\n%s", rest);
			column = columns(rest, strlen(rest));
			begun = false;
		}
		fprintf(to, "%s%.*s", begun ? " " : "", (int)n, at);
		column += wide + begun;
		begun = true;
		at += n;
	}
	fputc('\n', to);
	lg_pool_free(&pool);
}

/* ------------------------------------------------------------------- lines */

/* A line of source: tabs stay, what acts on a terminal is shown. */
static void clean_line(FILE *to, const char *at, const char *end)
{
	const char *stop = at + LONGEST_QUOTE < end ? at + LONGEST_QUOTE : end;

	while (at < stop) {
		struct lg_pool pool = { NULL };
		const char *tab = memchr(at, '\t', (size_t)(stop - at));
		const char *to_here = tab ? tab : stop;
		const char *nul = memchr(at, '\0', (size_t)(to_here - at));

		if (nul == at) {
			fputs("\\x00", to);
			at++;
			continue;
		}
		if (nul)
			to_here = nul;
		fputs(lg_printable(&pool, lg_strndup(&pool, at,
					(size_t)(to_here - at))), to);
		if (to_here == tab)
			fputc('\t', to);
		at = to_here + (to_here == tab);
		lg_pool_free(&pool);
	}
	fputs(stop < end ? " [ ... ]\n" : "\n", to);
}

void quote_line(FILE *to, const char *at, const char *end)
{
	const char *eol = memchr(at, '\n', (size_t)(end - at));

	fputs("> ", to);
	clean_line(to, at, eol ? eol : end);
}

void quote_lines(FILE *to, const char *front, const char *text)
{
	const char *end = text + strlen(text);

	for (; text < end; text = line_next(text, end)) {
		fputs(front, to);
		clean_line(to, text, text + strcspn(text, "\n"));
	}
}

/* ------------------------------------------------------------------- patch */

struct quoting {
	FILE *to;
	const char *text;	/* the patch's */
	bool any;		/* is something quoted already? */
	bool told;		/* ... and something said below it? */
	void (*tell)(void *arg, FILE *to, const struct remark *r);
	void *arg;
};

static void tell(struct quoting *q, const struct remark *r)
{
	q->tell(q->arg, q->to, r);
	q->told = true;
}

/* Goes on quoting; @skipped: not where it was left. */
static void resume(struct quoting *q, bool skipped)
{
	fputs(q->told ? "\n" : "", q->to);
	q->told = false;
	fputs(skipped ? "[ ... ]\n" : "", q->to);
}

static void quote_file(struct quoting *q, const struct file_diff *f)
{
	struct lg_pool pool = { NULL };
	const char *from = lg_printable(&pool, f->from ? f->from : f->to);

	resume(q, q->any);
	q->any = true;
	fprintf(q->to, "> diff --git a/%s b/%s\n", from,
		lg_printable(&pool, f->to));
	if (f->hunks.n)
		fprintf(q->to, "> --- %s%s\n> +++ b/%s\n",
			f->from ? "a/" : "", f->from ? from : "/dev/null",
			lg_printable(&pool, f->to));
	lg_pool_free(&pool);
}

/* The line of @h that a quote for @below begins at: not above @from. */
static const char *quote_start(const struct hunk *h, const char *from,
			       const char *below)
{
	const char *start = from;
	unsigned int ahead = 0;

	for (const char *p = from; p < below; p = line_next(p, h->end))
		if (++ahead > LINES_ABOVE)
			start = line_next(start, h->end);
	/* one line is not worth a mark in its place */
	return start == line_next(from, h->end) ? from : start;
}

/* All remarks of one hunk, from list->v[i] on; the first one behind them. */
static size_t quote_hunk(struct quoting *q, const remark_list *list, size_t i)
{
	const struct hunk *h = list->v[i].hunk;
	const char *at = h->text;

	quote_line(q->to, hunk_head_line(h, q->text), h->text);
	for (; i < list->n && list->v[i].hunk == h; i++) {
		const struct remark *r = &list->v[i];

		if (r->below >= at) {
			const char *start = quote_start(h, at, r->below);

			resume(q, start > at);
			for (at = start; at <= r->below && at < h->end;
			     at = line_next(at, h->end))
				quote_line(q->to, at, h->end);
		}
		tell(q, r);
	}
	return i;
}

void quote_patch(FILE *to, const struct diff *d, const char *text,
		 const remark_list *list,
		 void (*tell_one)(void *arg, FILE *to, const struct remark *r),
		 void *arg)
{
	struct quoting q = { to, text, d->v.n && list->n && list->v[0].file &&
			     list->v[0].file != d->v.v, false, tell_one, arg };
	const struct file_diff *file = NULL;
	const struct hunk *last = NULL;

	for (size_t i = 0; i < list->n && list->v[i].file;) {
		const struct remark *r = &list->v[i];

		if (r->file != file) {
			quote_file(&q, r->file);
			last = NULL;
		}
		file = r->file;
		if (!r->hunk) {
			tell(&q, r);
			i++;
			continue;
		}
		resume(&q, r->hunk != (last ? last + 1 : file->hunks.v));
		last = r->hunk;
		i = quote_hunk(&q, list, i);
	}
}
