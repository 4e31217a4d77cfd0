// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * review-series.c - a series of patches, or of commits, one after the other.
 *
 * Each patch is a pair of states. What it finds is told with it; what stands
 * over the patches behind it is the series'.
 */
#include <json-c/json.h>

#include "page.h"

/* ----------------------------------------------------------------- standing */

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

struct lg_finding *finding_keep(struct lg_findings *own,
				const struct lg_finding *f)
{
	struct json_object *o = lg_finding_to_record(f);
	struct lg_finding *copy = lg_finding_from_record(own, o);

	json_object_put(o);
	return copy;
}

static bool is_about(const struct standing *s, const struct lg_finding *f,
		     bool anywhere)
{
	return !s->mended_in && !strcmp(s->f->rule, f->rule) &&
	       same(s->f->tag, f->tag) && same(s->f->member, f->member) &&
	       (anywhere ? f->tag != NULL :
			   same(s->f->loc.file, f->loc.file));
}

struct standing *standing_of(const struct progression *g,
			     const struct lg_finding *f)
{
	for (int anywhere = 0; anywhere <= 1; anywhere++)
		for (size_t i = 0; i < g->standing.n; i++)
			if (is_about(&g->standing.v[i], f, anywhere))
				return &g->standing.v[i];
	return NULL;
}

static void follow(struct progression *g, const struct patch *p,
		   const struct verdict *v)
{
	const struct lg_findings *found = &v->output->findings;

	for (size_t i = 0; i < v->diff.mended.n; i++) {
		struct standing *s = standing_of(g, v->diff.mended.v[i]);

		if (s)
			s->mended_in = p;
	}
	for (size_t i = 0; i < v->diff.still.n; i++) {
		struct standing *s = standing_of(g, v->diff.still.v[i]);

		if (s)
			s->f = finding_keep(&g->own, v->diff.still.v[i]);
	}
	for (size_t i = 0; i < found->v.n; i++) {
		struct standing s = { NULL, p, NULL };

		/* a layout that changes again needs one new version */
		if (found->v.v[i]->accepted ||
		    (drift_finding(found->v.v[i]) &&
		     standing_of(g, found->v.v[i])))
			continue;
		s.f = finding_keep(&g->own, found->v.v[i]);
		lg_vec_push(&g->standing, s);
	}
}

void progression_idle(struct progression *g, struct pair *p)
{
	for (size_t i = 0; i < g->standing.n; i++) {
		struct standing *s = &g->standing.v[i];
		const char *file = s->f->loc.file;

		if (!s->mended_in && file &&
		    (change_of(&p->changes, file) ||
		     change_from(&p->changes, file)) &&
		    !snapshot_has(&p->after, file))
			s->mended_in = p->patch;
	}
	g->tally->idle++;
	tell_passed(g, p->patch, NULL);
}

/* ---------------------------------------------------------------- one patch */

/* It was not looked at, or not wholly. */
static void not_checked(struct progression *g, const struct patch *p,
			const char *why)
{
	progress_clear(&g->tally->progress);
	output_not_checked(&g->tally->left, "%s: not checked: %s", p->where,
			   why);
	g->tally->not_checked++;
	tell_passed(g, p, why);
}

static void count(struct tally *t, const struct verdict *v)
{
	const struct lg_coverage *c = &v->output->coverage;
	struct lg_coverage *all = &t->left.coverage;
	struct lg_pool *pool = &t->left.pool;

	for (size_t i = 0; i < c->structs.n; i++)
		lg_vec_push(&all->structs, lg_strdup(pool, c->structs.v[i]));
	for (size_t i = 0; i < c->files.n; i++)
		lg_vec_push(&all->files, lg_strdup(pool, c->files.v[i]));
	for (size_t i = 0; i < c->not_checked.n; i++)
		lg_vec_push(&all->not_checked,
			    lg_strdup(pool, c->not_checked.v[i]));
	for (size_t i = 0; i < v->output->missed.n; i++)
		lg_vec_push(&t->left.missed,
			    lg_strdup(pool, v->output->missed.v[i]));
	exact_count(v->after.exact, &t->exact);
	tally_engines(t, c->engine, v->output->sparse);
	if (v->output->bare)
		t->left.bare = lg_strdup(pool, v->output->bare);
	t->checked += !v->output->incomplete;
	t->not_checked += v->output->incomplete;
	t->left.incomplete |= v->output->incomplete;
}

/* What drifted is found once: the edit that mends it was made for the file as
 * it was then. */
static void forget_edits(struct progression *g, const struct pair *p)
{
	for (size_t i = 0; i < g->standing.n; i++) {
		struct lg_finding *f = g->standing.v[i].f;
		const char *file = f->replaces.n && drift_finding(f) ?
				   f->replaces.v[0].loc.file : NULL;

		if (!file || (!change_of(&p->changes, file) &&
			      !change_from(&p->changes, file)))
			continue;
		f->replaces.n = 0;
		f->mends = false;
	}
}

/* A layout that changed needs a new version by the end of the series: it may
 * come with a later patch. */
static void settle_drift(struct progression *g, const struct pair *p,
			 struct verdict *v)
{
	for (size_t i = 0; i < g->standing.n; i++) {
		struct standing *s = &g->standing.v[i];

		if (!s->mended_in && drift_settled(p, v, s->f))
			lg_vec_push(&v->diff.mended, s->f);
	}
}

/* What lg_die() would leave behind. */
static char *temporary;

void review_tidy(void)
{
	temp_remove(temporary);
	temporary = NULL;
}

/* Checks the pair, whose temporary directory is made when the first one needs
 * it. */
void progression_check(struct progression *g, struct pair *p)
{
	struct review *r = g->review;
	struct verdict v;

	if (!r->temp) {
		noconfig_engines();
		r->temp = temporary = temp_make_in_memory(&r->pool);
		atexit(review_tidy);
	}
	p->tell_mended = true;
	p->base = &g->base;
	p->fresh = &g->fresh;
	p->places = &g->places;
	p->many = g->many;
	progress_clear(&g->tally->progress);
	pair_check(p, &v);
	settle_drift(g, p, &v);
	g->tally->progress.findings += v.output->findings.v.n;
	tell_patch(g, p->patch, &v);
	forget_edits(g, p);
	follow(g, p->patch, &v);
	count(g->tally, &v);
	verdict_free(&v);
}

static void tell_failures(struct progression *g, struct overlay *over,
			  const struct patch *p)
{
	lg_strings list = { NULL, 0, 0 };

	overlay_failures(over, &list);
	for (size_t i = 0; i < list.n; i++)
		not_checked(g, p, list.v[i]);
	lg_vec_free(&list);
}

/* The pair of states around patch @number, the last one of @over. */
static void make_pair(struct review *r, struct overlay *over,
		      const struct letter *l, unsigned int number,
		      struct pair *p)
{
	pair_init(p, r);
	p->patch = &l->patch;
	overlay_changes(over, &l->diff, number, &p->changes);
	lg_vec_push(&p->parents, overlay_state(over, number - 1));
	p->after = overlay_state(over, number);
}

static void check_patch(struct progression *g, struct overlay *over,
			struct letter *l, unsigned int number)
{
	struct pair p;
	const char *why = overlay_apply(over, &l->diff);

	if (why) {
		not_checked(g, &l->patch, why);
		return;
	}
	make_pair(g->review, over, l, number, &p);
	if (pair_matters(&p))
		progression_check(g, &p);
	else
		progression_idle(g, &p);
	tell_failures(g, over, &l->patch);
	pair_free(&p);
}

/* ------------------------------------------------------------------- series */

/* Onto what @s applies; NULL: there is no commit at all. */
static const char *base_of(struct review *r, const struct series *s)
{
	const char *base = r->o.base, *id;

	if (!base)
		id = s->base ? repo_commit(&r->repo, s->base) : NULL;
	else if (!(id = repo_commit(&r->repo, base)))
		lg_die("--base %s: there is no such commit", base);
	return id ? id : r->repo.head;
}

static const char *base_for(struct progression *g, const struct series *s)
{
	struct review *r = g->review;
	const char *id = base_of(r, s);

	if (!id)
		lg_die("there is no commit yet that a patch could apply to");
	if (s->base && !r->o.base && !repo_commit(&r->repo, s->base)) {
		progress_clear(&g->tally->progress);
		fprintf(stderr, "luoguard: %s: its base, commit %.12s, is not "
			"in this repository; HEAD is taken\n",
			safe(&g->tally->left, s->letters.v[0]->patch.where),
			s->base);
	}
	return id;
}

void progression_begin(struct progression *g, struct review *r,
		       struct tally *t, size_t patches)
{
	memset(g, 0, sizeof(*g));
	g->many = patches > 1;
	g->review = r;
	g->tally = t;
}

void progression_end(struct progression *g)
{
	tell_series(g);
	lg_vec_free(&g->standing);
	lg_findings_free(&g->own);
	lg_contracts_free(&g->base);
	lg_contracts_free(&g->fresh);
	places_free(&g->places);
}

/* Can patch @number, the last one of @over, not matter, and is nothing to be
 * said of it? */
static bool is_quiet(struct review *r, struct overlay *over, struct letter *l,
		     unsigned int number)
{
	struct pair p;
	bool quiet;

	overlay_add(over, &l->diff);
	if (!relevant(r, over, &l->diff))
		return true;
	if (overlay_apply(over, &l->diff))
		return false;
	make_pair(r, over, l, number, &p);
	quiet = !pair_matters(&p);
	pair_free(&p);
	return quiet;
}

bool review_quickly(struct review *r, struct series *s, struct tally *t)
{
	struct overlay *over = NULL;
	unsigned int patches = 0;
	bool quiet;

	series_load(s);
	quiet = base_of(r, s);
	for (size_t i = 0; i < s->letters.n && quiet; i++) {
		struct letter *l = s->letters.v[i];

		quiet = !l->patch.wrong && !l->diff.wrong;
		if (!quiet || !l->diff.v.n)
			continue;
		if (!over)
			over = overlay_new(&r->repo, base_of(r, s));
		quiet = is_quiet(r, over, l, ++patches);
	}
	overlay_free(over);
	if (quiet) {
		t->patches += patches;
		t->letters += s->letters.n - patches;
		t->idle += patches;
	}
	series_unload(s);
	return quiet;
}

/* "2, 5": the numbers that no mail has. A patch by itself misses nothing. */
static void tell_missing(const struct progression *g, const struct series *s)
{
	const struct patch *last = &s->letters.v[s->letters.n - 1]->patch;
	struct output *out = &g->tally->left;
	const char *list = NULL;
	size_t at = 0;

	for (unsigned int n = 1; g->patches > 1 && last->of < 1000 &&
	     n <= last->of; n++) {
		while (at < s->letters.n &&
		       s->letters.v[at]->patch.number < n)
			at++;
		if (at == s->letters.n || s->letters.v[at]->patch.number != n)
			list = list ? lg_printf(&out->pool, "%s, %u", list, n) :
				      lg_printf(&out->pool, "%u", n);
	}
	if (!list)
		return;
	list = lg_printf(&out->pool, "of %u patches, these are not there: %s",
			 last->of, list);
	progress_clear(&g->tally->progress);
	fprintf(stderr, "luoguard: %s: %s\n", safe(out, last->where), list);
	if (g->tally->page)
		page_remark(g->tally->page, list);
}

void review_series(struct review *r, struct series *s, struct tally *t)
{
	struct overlay *over = NULL;
	struct progression g;
	unsigned int number = 0;
	size_t patches = 0;

	series_load(s);
	for (size_t i = 0; i < s->letters.n; i++)
		patches += s->letters.v[i]->diff.v.n > 0;
	progression_begin(&g, r, t, patches);
	for (size_t i = 0; i < s->letters.n; i++) {
		struct letter *l = s->letters.v[i];
		const char *wrong = l->patch.wrong ? l->patch.wrong :
				    l->diff.wrong;

		if (!wrong && !l->diff.v.n) {
			t->letters++;	/* a cover letter, an answer */
			if (l->patch.cover)
				g.title = patch_name(&s->pool, &l->patch);
			continue;
		}
		g.patches++;
		t->patches++;
		if (wrong) {
			not_checked(&g, &l->patch, wrong);
			continue;
		}
		if (!over)
			over = overlay_new(&r->repo, base_for(&g, s));
		overlay_add(over, &l->diff);
		number++;
		if (relevant(r, over, &l->diff)) {
			check_patch(&g, over, l, number);
		} else {
			t->idle++;
			tell_passed(&g, &l->patch, NULL);
		}
	}
	tell_missing(&g, s);
	progression_end(&g);
	overlay_free(over);
	series_unload(s);
}
