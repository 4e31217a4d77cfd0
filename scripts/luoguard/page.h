/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * page.h - "luoguard review --html FILE", sectioned by file.
 *
 *     html.c         text in HTML, a stranger's too; the style
 *     page.c         the page: what is gathered, and the whole of it
 *     page-series.c  a series: its patches, and what becomes of findings
 *     page-patch.c   a patch's diff with the findings in place
 *     page-layout.c  how a struct's bytes are used
 */
#ifndef LUOGUARD_PAGE_H
#define LUOGUARD_PAGE_H

#include "forms.h"

/* ------------------------------------------------------------------ html.c */
/* Prints @text (NULL: nothing) as text of an element or an attribute: nothing
 * in it is HTML, or acts on who reads it. */
void html_text(FILE *to, const char *text);
/* The same for the source line at @at, whose tabs stay. */
void html_line(FILE *to, const char *at, const char *end);
/* The same for lines, each but the last one ended. */
void html_lines(FILE *to, const char *text);
/* "3 errors" */
void html_count(FILE *to, size_t n, const char *one);
extern const char html_style[];

/* ------------------------------------------------------------------ page.c */
struct page_row {		/* a patch of the series that is gathered */
	const struct patch *patch;
	size_t number;		/* of its section; 0: it has none */
	size_t found[LG_ERROR + 1], mended;
	const char *why;	/* it was not checked; NULL: it was */
	bool idle;		/* it cannot matter */
};

struct page {
	const char *path;	/* what it will be */
	FILE *body;		/* the series so far */
	FILE *patches;		/* sections of the series that is gathered */
	struct lg_pool pool;	/* its */
	LG_VEC(struct page_row) rows;
	lg_strings remarks;	/* on the series as a whole */
	size_t series, sections; /* numbers for what links lead to */
};

/* Begins the page that will be @path. Death with a message where it cannot be
 * written. */
struct page *page_open(const char *path);
/* A process of its own gathers to @path from now on: page_add() takes that. */
void page_divert(struct page *g, const char *path);
void page_leave(struct page *g);
void page_add(struct page *g, const char *path);
/* Writes it, whole, with what @all says of the run. */
void page_close(struct page *g, struct output *all);
/* Where the patch says, "..." for a page, what was looked at. */
void page_copy(FILE *from, FILE *to);

/* ----------------------------------------------------------- page-series.c */
/* Adds @p, of which nothing is told: @why it was not checked, or NULL. */
void page_pass(struct page *g, const struct patch *p, const char *why);
/* Adds a remark on the series. */
void page_remark(struct page *g, const char *text);
/* Ends the series: adds what was gathered to the page. */
void page_series(struct page *g, const struct progression *series);

/* ------------------------------------------------------------ page-patch.c */
/* Adds a patch that was checked. */
void page_patch(struct page *g, const struct progression *series,
		const struct patch *p, const struct verdict *v);

/* ----------------------------------------------------------- page-layout.c */
/* Is the rule about how bytes are used? */
bool layout_minded(const char *rule);
/* Draws struct @tag after the change, and before it if that was another
 * layout. False: nobody laid it out. */
bool layout_draw(FILE *to, const struct verdict *v, const char *tag);

#endif /* LUOGUARD_PAGE_H */
