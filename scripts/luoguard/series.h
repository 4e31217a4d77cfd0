/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * series.h - from mail to states of a tree, sectioned by file.
 *
 *     mailbox.c   files and standard input, cut into mails
 *     mail.c      a mail's text, whatever it was encoded in
 *     series.c    mails to series, in the order of their numbers
 *     diff.c      a patch's text to what it does to which file
 *     apply.c     one file's hunks onto its text
 *     overlay.c   all states of a tree that a series goes through
 *
 * All of it is hostile. Nothing is written but what stage.c lays into a
 * directory of its own, and only what Git has stored is read.
 */
#ifndef LUOGUARD_SERIES_H
#define LUOGUARD_SERIES_H

#include "review.h"

/* --------------------------------------------------------------- mailbox.c */
struct mailbox {
	const char *name;	/* for messages */
	const char *text;	/* mapped */
	size_t bytes, at;
	unsigned int number;	/* mails so far */
	bool mbox, mail;	/* many mails, one; neither: a bare patch */
};

struct mail {
	const struct mailbox *box;
	const char *at;		/* in its text */
	size_t bytes;
	unsigned int number;	/* in the box, from 1 */
	bool mail;		/* it begins with header fields */
};

/* Opens @file, "-" for standard input; death with a message. */
void mailbox_open(struct mailbox *b, const char *file);
void mailbox_close(struct mailbox *b);
/* The next mail; false: there is none. */
bool mailbox_next(struct mailbox *b, struct mail *m);

/* ------------------------------------------------ mail.c, luoguard-mail.so */
#define MAIL_MAX      (64u << 20)	/* bytes of a mail, as sent */
#define MAIL_MAX_HEAD (1u << 20)

/* An answer to a patch. */
struct answer {
	const struct patch *patch;
	const char *subject;	/* the patch's, when it is in no mail */
	const char *from;	/* "NAME <ADDRESS>"; NULL: not known */
	const char *id;		/* its Message-Id, without "<>" */
	long long date;		/* seconds since 1970 */
	const char *body;	/* UTF-8 */
};

struct mail_reader {
	size_t patch_bytes;	/* sizeof(struct patch), for who loads it */
	void (*head)(struct lg_pool *pool, const struct mail *m,
		     struct patch *p);
	void (*body)(struct lg_pool *pool, const struct mail *m,
		     struct patch *p);
	char *(*answer)(struct lg_pool *pool, const struct answer *a);
};
extern const struct mail_reader luoguard_mail;

/* ---------------------------------------------------------------- reader.c */
/* Reads the header fields of @m; the strings of @p are in @pool. */
void mail_head(struct lg_pool *pool, const struct mail *m, struct patch *p);
/* Reads p->text, too; or says in p->wrong why not. */
void mail_body(struct lg_pool *pool, const struct mail *m, struct patch *p);
/* The mail that @a is, header fields and all, in @pool. */
char *mail_answer(struct lg_pool *pool, const struct answer *a);

/* ------------------------------------------------------------------ diff.c */
struct hunk {
	unsigned long from, from_lines, to, to_lines;	/* "@@ -a,b +c,d @@" */
	const char *text, *end;	/* its lines */
	unsigned int line;	/* of the patch's text: where "@@" stands */
	unsigned long landed;	/* the line that it begins at in what comes of
				 * it; as it says, until it was applied */
};

/* What a patch does to one file. */
struct file_diff {
	const char *from, *to;	/* paths in the tree; NULL: none, it is new, or
				 * deleted */
	unsigned int from_mode, to_mode;	/* Git's; 0: not said */
	bool copied, binary;
	LG_VEC(struct hunk) hunks;
	unsigned int line;	/* of the patch's text: where it begins */
	/* overlay.c's: */
	unsigned int step, last;	/* its own, its patch's last one */
	bool dead;		/* it could not be applied */
	bool applied;
	char *text;		/* what comes of it */
	size_t bytes;
};

struct diff {
	LG_VEC(struct file_diff) v;
	const char *wrong;	/* why it cannot be used; NULL: it can */
};

/* Reads @patch's text. Strings are in @pool, hunks point into the text. Sets
 * patch->diff, too. A text without any diff has no files. */
void diff_read(struct lg_pool *pool, struct patch *patch, struct diff *d);
void diff_free(struct diff *d);
/* Is @mode, Git's, a plain file's? Not said is one, too. */
bool diff_plain(unsigned int mode);
/* "hunk 2 (line 31 of the patch)" */
const char *diff_hunk_name(struct lg_pool *pool, const struct file_diff *f,
			   const struct hunk *h);

/* ---------------------------------------------------------------- series.c */
#define SERIES_MAX (256u << 20)	/* bytes of a series' mails, as sent */

struct letter {
	struct mail mail;
	size_t place;		/* among all that were read */
	struct patch patch;
	struct diff diff;	/* once it is loaded */
};

struct series {
	struct lg_pool pool;	/* of what is loaded */
	LG_VEC(struct letter *) letters;	/* by number */
	const char *base;	/* what "base-commit:" says; NULL: nothing */
};

typedef LG_VEC(struct series *) series_list;

/* Reads the @n boxes, and adds what series are in them to @list, each where its
 * first mail stands. */
void series_find(struct lg_pool *pool, struct mailbox *boxes, size_t n,
		 series_list *list);
void series_free(series_list *list);
/* Reads the text of @s, and what it says; and forgets it. */
void series_load(struct series *s);
void series_unload(struct series *s);

/* ----------------------------------------------------------------- apply.c */
/* What becomes of @text of @bytes bytes (NULL: there was no file) by the hunks
 * of @f, in @pool; NULL and *@wrong: they do not fit. As `git apply` does: all
 * lines of a hunk have to be there, but perhaps not at its line. */
char *apply_hunks(struct lg_pool *pool, const struct file_diff *f,
		  const char *text, size_t bytes, size_t *result,
		  const char **wrong);

/* --------------------------------------------------------------- overlay.c */
struct overlay *overlay_new(struct repo *repo, const char *commit);
void overlay_free(struct overlay *o);
/* Adds the next patch of a series. @d has to live as long as the overlay; the
 * first patch is number 1. */
void overlay_add(struct overlay *o, struct diff *d);
/* Applies what @d does to files that can matter. NULL; or what does not fit
 * where: then all of it counts as never added. */
const char *overlay_apply(struct overlay *o, struct diff *d);
/* Adds to @list what did not fit when somebody asked for a text, since the last
 * call. */
void overlay_failures(struct overlay *o, lg_strings *list);
/* What patch @number, which is @d, changes. */
void overlay_changes(struct overlay *o, const struct diff *d,
		     unsigned int number, struct changes *list);
/* Did a step before @step do anything to @path? */
bool overlay_touched(struct overlay *o, const char *path, unsigned int step);
/* The state after patch @number; 0: the commit's. Close it. */
struct snapshot overlay_state(struct overlay *o, unsigned int number);

/* -------------------------------------------------------- review-series.c */
/* What a run comes to. */
struct tally {
	struct output left;	/* findings that stay; coverage of all */
	size_t patches, letters; /* letters have no patch in them */
	size_t checked, idle, not_checked;	/* patches; idle: they cannot
						 * matter */
	size_t headings;
	struct exact_count exact;
	bool several;		/* checked; of one, its remark is told */
	struct progress progress;
	struct page *page;	/* --html; NULL: none (page.h) */
};

/* A finding that a series brings. */
struct standing {
	struct lg_finding *f;	/* the series' own copy */
	const struct patch *came_with, *mended_in;	/* NULL: it stays */
};

struct reply;	/* reply.c's */

/* Patches, or commits, one after the other. */
struct progression {
	struct review *review;
	struct tally *tally;
	size_t patches, total;	/* so far; all of them, or 0: not known */
	const char *title;	/* what its cover letter calls it; or NULL */
	LG_VEC(struct standing) standing;
	struct lg_findings own;	/* where those live */
	struct lg_contracts base;	/* what the patches found ... */
	struct lg_contracts fresh;	/* ... and what they brought */
	struct places places;	/* where new structs are used */
	bool many;		/* patches */
	LG_VEC(struct reply *) replies;	/* --format=mail */
};

/* Begins one of @patches. */
void progression_begin(struct progression *g, struct review *r,
		       struct tally *t, size_t patches);
/* Checks what matters, tells it, and follows what it brings and mends. */
void progression_check(struct progression *g, struct pair *p);
/* Of one that cannot matter: what it deletes is no more. */
void progression_idle(struct progression *g, struct pair *p);
void progression_end(struct progression *g);
/* A copy in @own. */
struct lg_finding *finding_keep(struct lg_findings *own,
				const struct lg_finding *f);
/* What is not mended yet, and like @f; NULL. */
struct standing *standing_of(const struct progression *g,
			     const struct lg_finding *f);
/* Removes what is temporary. */
void review_tidy(void);
/* Reviews all of @s. Signals are held. */
void review_series(struct review *r, struct series *s, struct tally *t);

/* Counts a series of which nothing can matter, and nothing is to be said.
 * False: it is one for review_series(). */
bool review_quickly(struct review *r, struct series *s, struct tally *t);

/* ------------------------------------------------------------------- side.c */
/* Reviews all of @list, as many at once as there are jobs. Signals are held. */
void review_side_by_side(struct review *r, const series_list *list,
			 struct tally *t);

/* --------------------------------------------------------------- relevant.c */
/* May @d, the last one of @over, matter to a rule? False: it cannot. */
bool relevant(struct review *r, struct overlay *over, const struct diff *d);

/* ------------------------------------------------------------------- tell.c */
/* patch_short() for who has no business to know where its file is. */
const char *patch_public(struct lg_pool *pool, const struct patch *p);
/* "[PATCH 3/7] what it does" */
const char *patch_name(struct lg_pool *pool, const struct patch *p);
void tell_patch(struct progression *g, const struct patch *p,
		struct verdict *v);
/* Tells that @p was not looked at, or not wholly: @why; or that it cannot
 * matter (NULL). */
void tell_passed(struct progression *g, const struct patch *p,
		 const char *why);
void tell_series(struct progression *g);
void tally_init(struct tally *t, struct review *r);
/* Notes which engines a patch was checked by, before it is counted. */
void tally_engines(struct tally *t, const char *engine, const char *remark);
/* The exit status. */
int tally_finish(struct tally *t);

/* ------------------------------------------------------------------ range.c */
/* Is @arg a range of commits? */
bool range_is(const char *arg);
/* Reads the text of @patch, which is commit patch->commit, or what is staged
 * (NULL): @p's. It stands in p->pool. */
void range_text(struct pair *p, struct patch *patch, struct diff *d);
/* Reviews each commit of it. Signals are held. */
void review_range(struct review *r, const char *range, struct tally *t);

#endif /* LUOGUARD_SERIES_H */
