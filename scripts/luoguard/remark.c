// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * remark.c - what is said of one finding in a mail.
 *
 * As a reviewer says it: what is wrong, why that matters here, and how it is
 * mended. What was said once in a mail is not said again.
 */
#include <ctype.h>

#include "forms.h"

#define LONGEST_MEND 40		/* lines that are still read in a mail */
#define MOST_NOTES 200		/* that are remembered as said */

static const char *ended(struct lg_pool *pool, const char *text)
{
	size_t n = strlen(text);

	return n && strchr(".!?", text[n - 1]) ? text :
	       lg_printf(pool, "%s.", text);
}

/* @text as a sentence. What C calls something is written as in C. */
static const char *sentence(struct lg_pool *pool, const char *text)
{
	size_t word = strcspn(text, " ");
	bool of_c = lg_starts(text, "struct ") || lg_starts(text, "union ") ||
		    strspn(text, "abcdefghijklmnopqrstuvwxyz'") != word;

	text = ended(pool, text);
	return of_c ? text : lg_printf(pool, "%c%s",
				       toupper((unsigned char)*text), text + 1);
}

static const char *place_name(struct lg_pool *pool, struct lg_loc loc)
{
	return loc.line ? lg_printf(pool, "%s:%u", loc.file, loc.line) :
			  loc.file;
}

static bool same_place(struct lg_loc a, struct lg_loc b)
{
	return !a.file || (b.file && !strcmp(a.file, b.file) &&
			   a.line == b.line);
}

/* The line that the patch does not show. */
static void tell_elsewhere(struct output *out, FILE *to,
			   const struct remark *r)
{
	struct lg_loc loc = r->f->loc;
	const char *line;

	if (r->shown || !loc.file || (r->file && !loc.line))
		return;
	line = loc.line ? output_line(out, loc.file, loc.line) : NULL;
	quote_words(to, "", "", lg_printf(&out->pool, r->file ?
			"At %s, which the patch does not show:" : "In %s:",
			place_name(&out->pool, loc)));
	fputc('\n', to);
	if (line) {
		quote_lines(to, "    ", line);
		fputc('\n', to);
	}
}

static bool said(struct told *t, const char *note)
{
	for (size_t i = 0; i < t->notes.n; i++)
		if (!strcmp(t->notes.v[i], note))
			return true;
	if (t->notes.n < MOST_NOTES)
		lg_vec_push(&t->notes, lg_strdup(&t->out->pool, note));
	return false;
}

static void tell_notes(struct told *t, FILE *to, const struct lg_finding *f)
{
	struct lg_pool *pool = &t->out->pool;
	bool any = false;

	for (size_t i = 0; i < f->notes.n; i++) {
		const struct lg_note *n = &f->notes.v[i];
		const char *text = same_place(n->loc, f->loc) ?
			sentence(pool, n->text) :
			lg_printf(pool, "%s: %s", place_name(pool, n->loc),
				  ended(pool, n->text));

		if (said(t, text))
			continue;
		fputs(any ? "" : "\n", to);
		any = true;
		if (f->notes.n > 1)
			quote_words(to, "* ", "  ", text);
		else
			quote_words(to, "", "", text);
	}
}

/* The lines of the picture that say how to mend it, which come last; NULL. */
static const char *picture_mend(const struct lg_finding *f)
{
	const char *at = f->picture ? strstr(f->picture, "\n-") : NULL;

	return at ? at + 1 : f->picture && *f->picture == '-' ? f->picture :
	       NULL;
}

static void tell_picture(struct told *t, FILE *to, const struct lg_finding *f)
{
	const char *mend = picture_mend(f);

	if (!f->picture || mend == f->picture)
		return;
	fputc('\n', to);
	quote_lines(to, "    ", mend ? lg_strndup(&t->out->pool, f->picture,
				(size_t)(mend - f->picture)) : f->picture);
}

static size_t count_lines(const char *text)
{
	size_t n = 0;

	for (; (text = strchr(text, '\n')); text++)
		n++;
	return n;
}

const char *finding_mend(struct output *out, struct lg_pool *pool,
			 const struct lg_finding *f)
{
	const char *lines = picture_mend(f);

	if (!lines)
		lines = fix_hunks(out, pool, f);
	return lines && count_lines(lines) <= LONGEST_MEND ? lines : NULL;
}

static void tell_mend(struct told *t, FILE *to, const struct lg_finding *f)
{
	struct lg_pool *pool = &t->out->pool;
	const char *lines = finding_mend(t->out, pool, f);
	struct request r = { f, (size_t)ftell(to), 0 };

	if (f->fix) {
		fputc('\n', to);
		quote_words(to, "", "", ended(pool,
				lg_printf(pool, lg_starts(f->fix, "with ") ?
					  "Please, %s" : "Please %s",
					  f->fix)));
	}
	if (lines) {
		fputc('\n', to);
		quote_lines(to, "    ", lines);
	}
	r.to = (size_t)ftell(to);
	lg_vec_push(&t->requests, r);
}

const char *missed_text(struct output *out, size_t i)
{
	const char *text = out->missed.v[i];
	const char *about = out->about ? safe(out, out->about) : "";

	return *about && lg_starts(text, about) &&
	       lg_starts(text + strlen(about), ": ") ?
	       text + strlen(about) + 2 : text;
}

void remark_tell(void *told, FILE *to, const struct remark *r)
{
	struct told *t = told;
	struct lg_pool *pool = &t->out->pool;
	const struct lg_finding *f = r->f;

	fputc('\n', to);
	tell_elsewhere(t->out, to, r);
	quote_words(to, "", "", lg_printf(pool, "%s%s [%s]",
		f->severity == LG_NOTE ? "Only a note: " : "",
		sentence(pool, f->message), f->rule));
	tell_picture(t, to, f);
	tell_notes(t, to, f);
	tell_mend(t, to, f);
}
