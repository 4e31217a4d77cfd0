// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * side.c - the series of a mailbox, side by side.
 *
 * A series that matters is reviewed by a process of its own, which leaves what
 * it would have said in files; that is said in the order of the mailbox. The
 * others, which are most, take less time than starting one.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "page.h"

#define SERIES_SECONDS 3600	/* its compiles have limits of their own */

/* A series that was started, and is not told yet. */
struct side {
	const char *dir;	/* what it leaves */
	const char *where;	/* its first mail */
	unsigned int slot;
	bool ended;
	int status;
};

struct sides {
	struct review *review;
	struct tally *tally;
	const series_list *list;
	size_t next;		/* series */
	LG_VEC(struct side) v;	/* in the order of the mailbox */
	size_t told;
};

/* What of a tally is numbers. */
struct counts {
	size_t patches, letters, checked, idle, not_checked, headings;
	bool incomplete, named;
	struct exact_count exact;
};

static char *in_dir(struct lg_pool *pool, const char *dir, const char *name)
{
	return lg_printf(pool, "%s/%s", dir, name);
}

/* ---------------------------------------------------------------- the child */

/* @list, a line each. */
static bool write_lines(struct lg_pool *pool, const char *path,
			const lg_strings *list)
{
	const char *text = "";

	for (size_t i = 0; i < list->n; i++)
		text = lg_printf(pool, "%s%s\n", text, list->v[i]);
	return lg_write_file(path, text, strlen(text)) == 0;
}

static void read_lines(struct lg_pool *pool, const char *path,
		       lg_strings *list)
{
	char *text = lg_read_file(pool, path, NULL), *state = NULL;

	for (char *line = text ? strtok_r(text, "\n", &state) : NULL; line;
	     line = strtok_r(NULL, "\n", &state))
		lg_vec_push(list, line);
}

static void leave(struct lg_pool *pool, const char *dir, const struct tally *t)
{
	struct counts c = {
		t->patches, t->letters, t->checked, t->idle, t->not_checked,
		t->headings, t->left.incomplete, t->left.sparse != NULL,
		t->exact
	};

	if (!write_lines(pool, in_dir(pool, dir, "missed"), &t->left.missed) ||
	    lg_record_write(in_dir(pool, dir, "record"), "series", "mail",
			    &t->left.findings, &t->left.coverage) < 0 ||
	    lg_write_file(in_dir(pool, dir, "counts"), (const char *)&c,
			  sizeof(c)) < 0)
		lg_die("%s: %s", dir, strerror(errno));
}

static void __attribute__((noreturn))
child(struct review *r, struct series *s, const char *dir, struct page *page)
{
	struct lg_pool pool = { NULL };
	struct tally t;

	r->o.color = options_color(&r->o, stdout) ? COLOR_ALWAYS : COLOR_NEVER;
	if (!freopen(in_dir(&pool, dir, "out"), "we", stdout) ||
	    !freopen(in_dir(&pool, dir, "err"), "we", stderr))
		_exit(EXIT_NOT_RUN);
	r->o.jobs = 1;
	r->temp = (char *)dir;
	tally_init(&t, r);
	t.page = page;
	if (page)
		page_divert(page, in_dir(&pool, dir, "page"));
	noconfig_engines();
	review_series(r, s, &t);
	leave(&pool, dir, &t);
	if (page)
		page_leave(page);
	fflush(NULL);
	_exit(EXIT_CLEAN);
}

/* --------------------------------------------------------------- the parent */

static void copy(struct lg_pool *pool, const char *path, FILE *to)
{
	size_t bytes;
	const char *text = lg_read_file(pool, path, &bytes);

	if (text)
		fwrite(text, 1, bytes, to);
	fflush(to);
}

/* What the child left of findings and coverage. */
static void add_record(struct lg_pool *pool, struct tally *t, const char *dir,
		       bool named)
{
	const char *engine = t->left.coverage.engine, *its;

	output_add_record(&t->left, in_dir(pool, dir, "record"));
	its = t->left.coverage.engine;
	t->left.coverage.engine = engine;
	t->several |= named;
	if (named)
		tally_engines(t, its, "without a build");
}

static void add_counts(struct tally *t, const struct counts *c)
{
	t->patches += c->patches;
	t->letters += c->letters;
	t->checked += c->checked;
	t->idle += c->idle;
	t->not_checked += c->not_checked;
	t->headings += c->headings;
	t->left.incomplete |= c->incomplete;
	t->exact.compiled += c->exact.compiled;
	t->exact.rechecked += c->exact.rechecked;
	t->exact.including += c->exact.including;
}

static void tell(struct sides *all, const struct side *s)
{
	struct tally *t = all->tally;
	struct lg_pool pool = { NULL };
	const struct counts *c = NULL;
	size_t bytes = 0;

	progress_clear(&t->progress);
	if (s->status == 0)
		c = (const void *)lg_read_file(&pool,
				in_dir(&pool, s->dir, "counts"), &bytes);
	copy(&pool, in_dir(&pool, s->dir, "err"), stderr);
	if (c && bytes == sizeof(*c)) {
		if (t->headings && c->headings)
			fputc('\n', t->left.out);
		copy(&pool, in_dir(&pool, s->dir, "out"), t->left.out);
		if (t->page)
			page_add(t->page, in_dir(&pool, s->dir, "page"));
		add_record(&pool, t, s->dir, c->named);
		read_lines(&t->left.pool, in_dir(&pool, s->dir, "missed"),
			   &t->left.missed);
		add_counts(t, c);
	} else {
		output_not_checked(&t->left, "%s: not checked: the process for "
				   "it ended early", s->where);
		t->not_checked++;
	}
	temp_remove((char *)s->dir);
	lg_pool_free(&pool);
}

static void tell_those_that_ended(struct sides *all)
{
	while (all->told < all->v.n && all->v.v[all->told].ended)
		tell(all, &all->v.v[all->told++]);
	all->tally->progress.findings = all->tally->left.findings.v.n;
}

static void start(struct sides *all, struct series *s, struct job *j)
{
	struct review *r = all->review;
	struct side side;

	review_contain(r, false);
	all->tally->left.bare = r->bare;
	memset(&side, 0, sizeof(side));
	side.dir = lg_printf(&r->pool, "%s/series-%zu", r->temp, all->v.n);
	side.where = s->letters.v[0]->patch.where;
	side.slot = j->slot;
	fflush(NULL);
	if (mkdir(side.dir, 0700) < 0)
		lg_die("%s: %s", side.dir, strerror(errno));
	j->process.pid = fork();
	if (j->process.pid < 0)
		lg_die("fork: %s", strerror(errno));
	if (!j->process.pid) {
		setpgid(0, 0);
		child(r, s, side.dir, all->tally->page);
	}
	if (all->tally->page)
		all->tally->page->series++;
	j->process.deadline = now_seconds() + SERIES_SECONDS;
	j->process.timed_out = false;
	lg_vec_push(&all->v, side);
}

static bool next(void *sides, struct job *j)
{
	struct sides *all = sides;

	while (all->next < all->list->n) {
		struct series *s = all->list->v[all->next++];

		progress_show(&all->tally->progress);
		all->tally->progress.done++;
		if (review_quickly(all->review, s, all->tally))
			continue;
		start(all, s, j);
		return true;
	}
	return false;
}

static bool ended(void *sides, struct job *j, int status)
{
	struct sides *all = sides;

	for (size_t i = all->told; i < all->v.n; i++) {
		struct side *s = &all->v.v[i];

		if (s->ended || s->slot != j->slot)
			continue;
		s->ended = true;
		s->status = status;
	}
	tell_those_that_ended(all);
	return false;
}

static void interrupted(void *sides)
{
	temp_remove(((struct sides *)sides)->review->temp);
}

void review_side_by_side(struct review *r, const series_list *list,
			 struct tally *t)
{
	struct sides all = { .review = r, .tally = t, .list = list };
	struct jobs jobs = {
		.slots = r->o.jobs,
		.arg = &all,
		.next = next,
		.ended = ended,
		.interrupted = interrupted,
	};

	if (r->built)		/* once, not in each process */
		built_load(r->built);
	r->temp = temp_make_in_memory(&r->pool);
	jobs.temp = r->temp;
	jobs_run(&jobs);
	temp_remove(r->temp);
	r->temp = NULL;
	lg_vec_free(&all.v);
}
