/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * forms.h - findings where a patch shows what they are about, sectioned by
 * file.
 *
 *     place.c     a finding's line, in the hunks of the patch
 *     quote.c     a patch's lines and luoguard's words, as mails have them
 *     remark.c    what is said of one finding in a mail
 *     reply.c     the answer to a patch
 *     answer.c    the same with its header fields (luoguard-mail.so)
 *
 * page.h is what --html adds.
 */
#ifndef LUOGUARD_FORMS_H
#define LUOGUARD_FORMS_H

#include "series.h"

/* ----------------------------------------------------------------- place.c */
/* A finding, and where in a patch it is to be told. */
struct remark {
	const struct lg_finding *f;
	const struct file_diff *file;	/* NULL: the patch leaves its file be */
	const struct hunk *hunk;	/* NULL: it shows no line of it */
	const char *below;	/* the line of the hunk to tell it below */
	bool shown;		/* that is the finding's own line; else, it is
				 * the last one of the nearest hunk */
};
typedef LG_VEC(struct remark) remark_list;

/* The line behind the one at @at, of text that ends at @end. */
const char *line_next(const char *at, const char *end);
/* Where the "@@" line of @h begins; @text is the patch's. */
const char *hunk_head_line(const struct hunk *h, const char *text);
/* Places the findings of @fs that no exception accepts: in the order of @d,
 * those of other files last. */
void remarks_place(const struct diff *d, const struct lg_findings *fs,
		   remark_list *list);

/* ----------------------------------------------------------------- quote.c */
#define MAIL_WIDTH 72		/* columns of what luoguard says in a mail */

/* Prints @text as lines of at most MAIL_WIDTH columns, with @first in front of
 * the first and @rest in front of the others. What has no place to break is
 * longer. */
void quote_words(FILE *to, const char *first, const char *rest,
		 const char *text);
/* Prints the line at @at with "> " in front; nothing in it acts on a terminal
 * or ends it early. */
void quote_line(FILE *to, const char *at, const char *end);
/* Prints each line of @text behind @front. */
void quote_lines(FILE *to, const char *front, const char *text);
/* Quotes @d, trimmed to what @list is about, and calls @tell_one for each remark
 * below its line. @text is the patch's. */
void quote_patch(FILE *to, const struct diff *d, const char *text,
		 const remark_list *list,
		 void (*tell_one)(void *arg, FILE *to, const struct remark *r),
		 void *arg);

/* ---------------------------------------------------------------- remark.c */
/* Where a mail's text asks for @f to be mended. */
struct request {
	const struct lg_finding *f;
	size_t from, to;	/* bytes of the text */
};

struct told {
	struct output *out;	/* the patch's */
	lg_strings notes;	/* that were said already */
	LG_VEC(struct request) requests;
};

/* What was said of @out's part @i that was not checked, without the name of the
 * file that the patch came in. */
const char *missed_text(struct output *out, size_t i);
/* The lines of a diff that mends @f, as far as somebody reads them; NULL. */
const char *finding_mend(struct output *out, struct lg_pool *pool,
			 const struct lg_finding *f);
/* Says what is wrong, why it matters, and how to mend it: an empty line, and
 * paragraphs with empty lines between them. */
void remark_tell(void *told, FILE *to, const struct remark *r);

/* ----------------------------------------------------------------- reply.c */
/* Writes the answer to @p, if there is something to say, and keeps it: later
 * patches may mend what it asks for. */
void reply_patch(struct progression *g, const struct patch *p,
		 struct verdict *v);
/* Prints the answers to a series, and forgets them. */
void reply_series(struct progression *g);

#endif /* LUOGUARD_FORMS_H */
