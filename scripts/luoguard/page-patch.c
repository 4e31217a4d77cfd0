// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * page-patch.c - a patch on the page: its diff, with each finding below the
 * line that it is about.
 *
 * Files without a finding are folded. Of a patch that is longer than anybody
 * reads, the lines around findings are shown, and it is said that there are
 * more.
 */
#include "page.h"

#define MOST_LINES 3000		/* of a patch that is shown whole */
#define LINES_AROUND 12		/* else */

struct section {
	struct page *page;
	FILE *to;
	const struct patch *patch;
	const struct verdict *v;
	const struct progression *series;
	remark_list remarks;
	lg_strings drawn;	/* structs, by their tags */
	lg_strings explained;	/* rules */
	bool trimmed;
};

static bool first_time(lg_strings *list, const char *word)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->v[i], word))
			return false;
	lg_vec_push(list, word);
	return true;
}

/* ---------------------------------------------------------------- findings */

static void tell_place(FILE *to, struct lg_loc loc)
{
	fputs("<code>", to);
	html_text(to, loc.file);
	if (loc.line)
		fprintf(to, ":%u", loc.line);
	fputs("</code>", to);
}

static void tell_notes(FILE *to, const struct lg_finding *f)
{
	if (!f->notes.n)
		return;
	fputs("<ul>\n", to);
	for (size_t i = 0; i < f->notes.n; i++) {
		const struct lg_note *n = &f->notes.v[i];

		fputs("<li>", to);
		html_text(to, n->text);
		if (n->loc.file && (strcmp(n->loc.file, f->loc.file) ||
				    n->loc.line != f->loc.line)) {
			fputs(" (", to);
			tell_place(to, n->loc);
			fputs(")", to);
		}
		fputs("</li>\n", to);
	}
	fputs("</ul>\n", to);
}

static void tell_mend(struct section *s, const struct lg_finding *f)
{
	struct lg_pool pool = { NULL };
	const char *mend = finding_mend(s->v->output, &pool, f);

	if (f->fix) {
		fputs("<p><strong>To mend:</strong> ", s->to);
		html_text(s->to, f->fix);
		fputs("</p>\n", s->to);
	}
	if (mend) {
		fputs("<pre>", s->to);
		html_lines(s->to, mend);
		fputs("</pre>\n", s->to);
	}
	lg_pool_free(&pool);
}

static void tell_rule(struct section *s, const char *id)
{
	const struct lg_rule *r = lg_rule_find(id);

	if (!r || !first_time(&s->explained, r->id))
		return;
	fputs("<details><summary>Why this matters</summary>\n<pre>", s->to);
	html_lines(s->to, r->why);
	fputs("</pre></details>\n", s->to);
}

static void tell_finding(struct section *s, const struct remark *r)
{
	const struct lg_finding *f = r->f;
	const char *severity = lg_severity_name[f->severity];
	FILE *to = s->to;

	fprintf(to, "<div class=\"finding %s\">\n<p><span class=\"word\">%s"
		"</span> ", severity, severity);
	html_text(to, f->message);
	fputs(" [", to);
	html_text(to, f->rule);
	fputs("]</p>\n", to);
	if (!r->shown && f->loc.file && f->loc.line) {
		fputs("<p class=\"muted\">at ", to);
		tell_place(to, f->loc);
		fputs(", which the patch does not show</p>\n", to);
	} else if (!r->file && f->loc.file) {
		fputs("<p class=\"muted\">in ", to);
		tell_place(to, f->loc);
		fputs("</p>\n", to);
	}
	tell_notes(to, f);
	tell_mend(s, f);
	if (f->tag && layout_minded(f->rule) &&
	    first_time(&s->drawn, f->tag) && !layout_draw(to, s->v, f->tag) &&
	    f->picture) {
		fputs("<pre>", to);
		html_lines(to, f->picture);
		fputs("</pre>\n", to);
	}
	tell_rule(s, f->rule);
	fputs("</div>\n", to);
}

/* -------------------------------------------------------------------- diff */

/* Where remark @i of the section's stands; behind the last one, nowhere. */
static const char *below(const struct section *s, size_t i,
			 const struct hunk *h)
{
	return i < s->remarks.n && s->remarks.v[i].hunk == h ?
	       s->remarks.v[i].below : NULL;
}

/* Is line @at near one that remarks before or from @i on stand below? */
static bool is_near(const struct section *s, size_t i, const struct hunk *h,
		    const char *at, const char *last)
{
	const char *next = below(s, i, h);
	unsigned int n = 0;

	for (const char *p = last; p && p < at && n <= LINES_AROUND; n++)
		p = line_next(p, h->end);
	if (last && n <= LINES_AROUND)
		return true;
	n = 0;
	for (const char *p = at; next && p < next && n <= LINES_AROUND; n++)
		p = line_next(p, h->end);
	return next && n <= LINES_AROUND;
}

static void tell_line(FILE *to, const char *at, const char *next,
		      unsigned long from, unsigned long line)
{
	const char *end = next > at && next[-1] == '\n' ? next - 1 : next;

	fprintf(to, "<tr class=\"%s\"><td class=\"ln\">",
		*at == '+' ? "add" : *at == '-' ? "del" : "same");
	if (*at != '+' && *at != '\\')
		fprintf(to, "%lu", from);
	fputs("</td><td class=\"ln\">", to);
	if (*at != '-' && *at != '\\')
		fprintf(to, "%lu", line);
	fputs("</td><td class=\"src\">", to);
	html_line(to, at, end);
	fputs("</td></tr>\n", to);
}

static void tell_skipped(FILE *to, const char *what)
{
	fprintf(to, "<tr class=\"at\"><td colspan=\"3\">%s</td></tr>\n", what);
}

/* The remarks below line @at, or below no line of the file; the first one
 * behind them. */
static size_t tell_remarks(struct section *s, size_t i, const struct hunk *h,
			   const char *at)
{
	if (below(s, i, h) != at)
		return i;
	fputs("<tr><td colspan=\"3\" class=\"said\">\n", s->to);
	for (; below(s, i, h) == at && at; i++)
		tell_finding(s, &s->remarks.v[i]);
	fputs("</td></tr>\n", s->to);
	return i;
}

/* Shows @h, whose remarks begin with @i; the first one behind them. */
static size_t tell_hunk(struct section *s, const struct hunk *h, size_t i)
{
	unsigned long from = h->from, line = h->landed;
	const char *head = hunk_head_line(h, s->patch->text), *last = NULL;
	bool skipped = false;

	fputs("<tr class=\"at\"><td colspan=\"3\"><code>", s->to);
	html_line(s->to, head, h->text - 1);
	fputs("</code></td></tr>\n", s->to);
	for (const char *p = h->text; p < h->end; p = line_next(p, h->end)) {
		if (!s->trimmed || is_near(s, i, h, p, last)) {
			tell_line(s->to, p, line_next(p, h->end), from, line);
			skipped = false;
		} else if (!skipped) {
			tell_skipped(s->to, "lines without a finding");
			skipped = true;
		}
		if (below(s, i, h) == p) {
			last = p;
			i = tell_remarks(s, i, h, p);
		}
		from += *p != '+' && *p != '\\';
		line += *p != '-' && *p != '\\';
	}
	return i;
}

static size_t count_lines(const struct file_diff *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->hunks.n; i++)
		for (const char *p = f->hunks.v[i].text;
		     p < f->hunks.v[i].end;
		     p = line_next(p, f->hunks.v[i].end))
			n++;
	return n;
}

static size_t tell_hunks(struct section *s, const struct file_diff *f, size_t i)
{
	if (!f->hunks.n)
		return i;
	fputs("<table class=\"diff\"><colgroup><col class=\"ln\"><col "
	      "class=\"ln\"><col></colgroup><tbody>\n", s->to);
	for (size_t k = 0; k < f->hunks.n; k++) {
		const struct hunk *h = &f->hunks.v[k];

		if (!s->trimmed || below(s, i, h))
			i = tell_hunk(s, h, i);
		else
			tell_skipped(s->to, "a hunk without a finding");
	}
	fputs("</tbody></table>\n", s->to);
	return i;
}

static void tell_name(FILE *to, const struct file_diff *f)
{
	fputs("<code>", to);
	html_text(to, f->to ? f->to : f->from);
	fputs("</code>", to);
	if (f->from && f->to && strcmp(f->from, f->to)) {
		fputs(", which was <code>", to);
		html_text(to, f->from);
		fputs("</code>", to);
	}
	fputs(!f->to ? " (gone)" : !f->from ? " (new)" : "", to);
}

/* One file, whose remarks begin with @i; the first one behind them. */
static size_t tell_file(struct section *s, const struct file_diff *f, size_t i)
{
	bool any = i < s->remarks.n && s->remarks.v[i].file == f;
	size_t lines = count_lines(f);

	if (!any && s->trimmed) {
		fputs("<p class=\"muted\">", s->to);
		tell_name(s->to, f);
		fprintf(s->to, ": %zu lines without a finding</p>\n", lines);
		return i;
	}
	fputs(any ? "<h4>" : "<details><summary>", s->to);
	tell_name(s->to, f);
	fputs(any ? "</h4>\n" : ": no finding</summary>\n", s->to);
	for (; i < s->remarks.n && s->remarks.v[i].file == f &&
	     !s->remarks.v[i].hunk; i++)
		tell_finding(s, &s->remarks.v[i]);
	i = tell_hunks(s, f, i);
	fputs(any ? "" : "</details>\n", s->to);
	return i;
}

static void tell_diff(struct section *s)
{
	const struct diff *d = s->patch->parsed;
	size_t lines = 0, i = 0;

	for (size_t k = 0; d && k < d->v.n; k++)
		lines += count_lines(&d->v.v[k]);
	s->trimmed = lines > MOST_LINES;
	for (size_t k = 0; d && k < d->v.n; k++)
		i = tell_file(s, &d->v.v[k], i);
	if (i < s->remarks.n)
		fputs("<h4>In files that the patch leaves as they are</h4>\n",
		      s->to);
	for (; i < s->remarks.n; i++)
		tell_finding(s, &s->remarks.v[i]);
}

/* ------------------------------------------------------------------- patch */

static void tell_mended(struct section *s)
{
	struct lg_pool pool = { NULL };

	if (!s->v->diff.mended.n)
		return;
	fputs("<p><span class=\"word good\">mended</span></p>\n<ul>\n", s->to);
	for (size_t i = 0; i < s->v->diff.mended.n; i++) {
		const struct lg_finding *f = s->v->diff.mended.v[i];
		const struct standing *old = standing_of(s->series, f);

		fputs("<li>", s->to);
		html_text(s->to, f->message);
		fputs(" [", s->to);
		html_text(s->to, f->rule);
		fputs("]", s->to);
		if (old) {
			fputs(", which came with ", s->to);
			html_text(s->to, patch_public(&pool, old->came_with));
		}
		fputs("</li>\n", s->to);
	}
	fputs("</ul>\n", s->to);
	lg_pool_free(&pool);
}

static void tell_unchecked(struct section *s)
{
	struct output *out = s->v->output;

	for (size_t i = 0; i < out->missed.n; i++) {
		fputs("<p><span class=\"word error\">not checked</span> ",
		      s->to);
		html_text(s->to, missed_text(out, i));
		fputs("</p>\n", s->to);
	}
}

/* What reviewers ask of a new struct, and its picture. */
static void tell_new(struct section *s)
{
	const lg_strings *fresh = &s->v->output->introduced;

	if (!s->v->output->summary)
		return;
	fputs("<details open><summary>What is new here</summary>\n<pre>",
	      s->to);
	html_lines(s->to, s->v->output->summary);
	fputs("</pre>\n", s->to);
	for (size_t i = 0; i < fresh->n; i++)
		if (first_time(&s->drawn, fresh->v[i]))
			layout_draw(s->to, s->v, fresh->v[i]);
	fputs("</details>\n", s->to);
}

static void tell_head(struct section *s)
{
	const struct patch *p = s->patch;

	fprintf(s->to, "<section id=\"p%zu-%zu\">\n<h3>", s->page->series,
		s->page->sections);
	html_text(s->to, patch_name(&s->page->pool, p));
	fputs("</h3>\n", s->to);
	if (!p->author)
		return;
	fputs("<p class=\"by\">", s->to);
	html_text(s->to, p->author);
	fputs(p->date ? ", " : "", s->to);
	html_text(s->to, p->date);
	fputs("</p>\n", s->to);
}

static void count(const struct section *s, struct page_row *row)
{
	const struct lg_findings *fs = &s->v->output->findings;

	row->patch = s->patch;
	for (size_t i = 0; i < fs->v.n; i++)
		row->found[fs->v.v[i]->severity] += !fs->v.v[i]->accepted;
	row->mended = s->v->diff.mended.n;
}

void page_patch(struct page *g, const struct progression *series,
		const struct patch *p, const struct verdict *v)
{
	struct section s = { g, g->patches, p, v, series };
	static const struct diff none;
	struct page_row row;

	memset(&row, 0, sizeof(row));
	count(&s, &row);
	remarks_place(p->parsed ? p->parsed : &none, &v->output->findings,
		      &s.remarks);
	if (s.remarks.n || row.mended || v->output->summary ||
	    v->output->missed.n) {
		row.number = ++g->sections;
		tell_head(&s);
		tell_unchecked(&s);
		tell_mended(&s);
		tell_diff(&s);
		tell_new(&s);
		fputs("</section>\n", s.to);
	}
	lg_vec_push(&g->rows, row);
	lg_vec_free(&s.remarks);
	lg_vec_free(&s.drawn);
	lg_vec_free(&s.explained);
}
