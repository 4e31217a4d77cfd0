// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * page-series.c - a series on the page: its patches, with what each brings and
 * mends, and what becomes of that by the last one.
 *
 * A series of which nothing is to be said has no place on it.
 */
#include <unistd.h>

#include "page.h"

void page_pass(struct page *g, const struct patch *p, const char *why)
{
	struct page_row row = { .patch = p, .idle = !why };
	struct page_row *last = g->rows.n ? &g->rows.v[g->rows.n - 1] : NULL;

	row.why = why ? lg_strdup(&g->pool, why) : NULL;
	if (last && last->patch == p) {	/* some of it was */
		last->why = row.why;
		return;
	}
	lg_vec_push(&g->rows, row);
}

void page_remark(struct page *g, const char *text)
{
	lg_vec_push(&g->remarks, lg_strdup(&g->pool, text));
}

/* "3/7", a commit's id, or which one in the table it is. */
static void link_to(struct page *g, FILE *to, const struct patch *p)
{
	size_t i = 0;

	while (i < g->rows.n && g->rows.v[i].patch != p)
		i++;
	if (i < g->rows.n && g->rows.v[i].number)
		fprintf(to, "<a href=\"#p%zu-%zu\">", g->series,
			g->rows.v[i].number);
	if (p->of || p->commit)
		html_text(to, patch_short(&g->pool, p));
	else
		fprintf(to, "%zu", i + 1);
	if (i < g->rows.n && g->rows.v[i].number)
		fputs("</a>", to);
}

/* On a phone, whose tables have no heads, @of says what is counted. */
static void cell(FILE *to, size_t n, const char *of)
{
	if (n)
		fprintf(to, "<td class=\"num\" data-of=\"%s%s\">%zu</td>", of,
			n == 1 || !strcmp(of, "mended") ? "" : "s", n);
	else
		fputs("<td class=\"num muted\">\342\200\223</td>", to);
}

static void tell_row(struct page *g, FILE *to, const struct page_row *r)
{
	fputs("<tr><td class=\"num\">", to);
	link_to(g, to, r->patch);
	fputs("</td><td>", to);
	html_text(to, *r->patch->subject ? r->patch->subject :
		  r->patch->where);
	if (r->idle || r->why)
		fprintf(to, "<br><span class=\"%s\">%s",
			r->idle ? "muted" : "word error",
			r->idle ? "cannot matter" : "not checked</span> ");
	html_text(to, r->why);
	fputs(r->idle ? "</span></td>" : "</td>", to);
	for (int severity = LG_ERROR; severity >= LG_NOTE; severity--)
		cell(to, r->found[severity], lg_severity_name[severity]);
	cell(to, r->mended, "mended");
	fputs("</tr>\n", to);
}

static void tell_patches(struct page *g, FILE *to)
{
	fputs("<table class=\"patches\"><caption>Patches</caption>\n"
	      "<thead><tr><th scope=\"col\" class=\"num\">Patch</th>"
	      "<th scope=\"col\">What it is</th>"
	      "<th scope=\"col\" class=\"num\">Errors</th>"
	      "<th scope=\"col\" class=\"num\">Warnings</th>"
	      "<th scope=\"col\" class=\"num\">Notes</th>"
	      "<th scope=\"col\" class=\"num\">Mended</th></tr></thead>\n"
	      "<tbody>\n", to);
	for (size_t i = 0; i < g->rows.n; i++)
		tell_row(g, to, &g->rows.v[i]);
	fputs("</tbody></table>\n", to);
}

static void tell_standing(struct page *g, FILE *to, const struct standing *s)
{
	const char *severity = lg_severity_name[s->f->severity];

	fprintf(to, "<tr><td><span class=\"word %s\">%s</span> ", severity,
		severity);
	html_text(to, s->f->message);
	fputs(" [", to);
	html_text(to, s->f->rule);
	fputs("]<br><span class=\"muted\">", to);
	html_text(to, s->f->loc.file);
	fputs("</span></td><td class=\"num\" data-of=\"comes with\">", to);
	link_to(g, to, s->came_with);
	fprintf(to, "</td><td class=\"num\" data-of=\"%s\">",
		s->mended_in ? "mended in" : "");
	if (s->mended_in)
		link_to(g, to, s->mended_in);
	else
		fputs("<strong>stays</strong>", to);
	fputs("</td></tr>\n", to);
}

static void tell_whole(struct page *g, FILE *to,
		       const struct progression *series)
{
	fputs("<table class=\"whole\"><caption>What the series brings"
	      "</caption>\n<thead><tr><th scope=\"col\">Finding</th>"
	      "<th scope=\"col\" class=\"num\">Comes with</th>"
	      "<th scope=\"col\" class=\"num\">Mended in</th></tr></thead>\n"
	      "<tbody>\n", to);
	for (size_t i = 0; i < series->standing.n; i++)
		tell_standing(g, to, &series->standing.v[i]);
	fputs("</tbody></table>\n", to);
}

static bool worth(const struct page *g)
{
	bool any = g->remarks.n;

	for (size_t i = 0; i < g->rows.n && !any; i++)
		any = g->rows.v[i].number || g->rows.v[i].why;
	return any;
}

static void tell_title(struct page *g, FILE *to,
		       const struct progression *series)
{
	const struct patch *first = g->rows.n ? g->rows.v[0].patch : NULL;

	fputs("<h2>", to);
	if (series->title && *series->title)
		html_text(to, series->title);
	else if (first)
		html_text(to, patch_name(&g->pool, first));
	fputs("</h2>\n", to);
	if (first && first->author && first->mail) {
		fputs("<p class=\"by\">", to);
		html_text(to, first->author);
		fputs("</p>\n", to);
	}
}

void page_series(struct page *g, const struct progression *series)
{
	FILE *to = g->body;

	if (worth(g)) {
		fprintf(to, "<section id=\"s%zu\">\n", g->series);
		tell_title(g, to, series);
		tell_patches(g, to);
		for (size_t i = 0; i < g->remarks.n; i++) {
			fputs("<p>", to);
			html_text(to, g->remarks.v[i]);
			fputs("</p>\n", to);
		}
		if (series->standing.n && g->rows.n > 1)
			tell_whole(g, to, series);
		page_copy(g->patches, to);
		fputs("</section>\n", to);
	}
	rewind(g->patches);
	if (ferror(g->patches) || ferror(to) ||
	    ftruncate(fileno(g->patches), 0) < 0)
		lg_die("--html %s: its temporary files cannot be written",
		       g->path);
	lg_vec_free(&g->rows);
	lg_vec_free(&g->remarks);
	lg_pool_free(&g->pool);
	g->series++;
	g->sections = 0;
}
