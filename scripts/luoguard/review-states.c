// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * review-states.c - two states of a tree, and what the second one makes worse.
 *
 * Whatever is reviewed (what is staged, a patch of a series, a commit) comes
 * down to this: a state before, one after, and the files between them. The
 * files that matter are checked as they will be and, if that finds anything,
 * as they were.
 */
#include <errno.h>
#include <sys/stat.h>

#include "review.h"

void pair_init(struct pair *p, struct review *r)
{
	memset(p, 0, sizeof(*p));
	p->r = r;
	p->policy = r->policy;
}

/* ------------------------------------------------------------------- states */

/* What rules say of ABI headers that did not change, but whose place in
 * Documentation/ or MAINTAINERS may have. */
static void check_places(struct pair *p, struct noconfig *n,
			 struct snapshot *s)
{
	lg_strings zone = { NULL, 0, 0 }, only = { NULL, 0, 0 };

	stage_zone(&n->pool, p->policy, s, &zone);
	for (size_t i = 0; lg_rules[i]; i++)
		if (lg_rules[i]->subject == LG_SUBJECT_PLACE)
			lg_vec_push(&only, lg_rules[i]->id);
	for (size_t i = 0; i < zone.n; i++) {
		struct lg_facts *facts = lg_facts_new(p->policy, n->tree,
						      zone.v[i]);

		facts->state = n->state;
		lg_rules_run(facts, &n->output.findings, &only);
		lg_facts_free(facts);
	}
	lg_vec_free(&only);
	lg_vec_free(&zone);
}

static void directory_make(const char *dir)
{
	if (mkdir(dir, 0700) < 0)
		lg_die("%s: %s", dir, strerror(errno));
}

static char *subdirectory(struct pair *p, const char *name)
{
	char *dir = lg_printf(&p->pool, "%s/%s", p->dir, name);

	directory_make(dir);
	return dir;
}

static void make_directories(struct pair *p, struct stage *stage,
			     struct snapshot *s)
{
	const char *name = lg_printf(&p->pool, "tree-%u", p->stages++);

	stage->policy = p->policy;
	stage->snapshot = s;
	stage->dir = subdirectory(p, name);
	stage->work = subdirectory(p, lg_printf(&p->pool, "%s.work", name));
	if (p->docs)
		subdirectory(p, lg_printf(&p->pool, "%s/Documentation", name));
}

/* Headers that stand in for what kbuild wraps are made by what the architectures
 * have: are they others in the other state? */
static bool changes_wrappers(const struct changes *changes)
{
	for (size_t i = 0; i < changes->v.n; i++) {
		const struct change *c = &changes->v.v[i];

		if (lg_starts(c->path, "arch/") || lg_starts(c->from, "arch/") ||
		    strstr(c->path, "/asm-generic/") ||
		    strstr(c->from, "/asm-generic/"))
			return true;
	}
	return false;
}

/* Checks the files that n->scan found, in the directory of @stage, which is
 * made, or turned into @s. */
static void check_state(struct pair *p, struct noconfig *n,
			struct stage *stage, struct snapshot *s)
{
	lg_strings files = { NULL, 0, 0 }, texts = { NULL, 0, 0 };
	bool made = stage->dir;

	n->o = &p->r->o;
	n->policy = p->policy;
	n->temp = p->r->temp;
	n->see = p->r->contain ? p->dir : NULL;
	if (!made)
		make_directories(p, stage, s);
	else if (changes_wrappers(&p->changes))
		stage->work = subdirectory(p, "again.work");
	n->tree = (char *)stage->dir;
	n->work = (char *)stage->work;
	for (size_t i = 0; i < n->scan.found.n; i++)
		lg_vec_push(&files, n->scan.found.v[i].path);
	if (n->exact)
		built_enter(p, n->was, &files);
	stage->closure.search = &p->search;
	matters_docs(p, s, &texts);
	if (n->scan.marks)
		marks_headers(n->scan.marks, &texts);
	if (made)
		stage_turn(stage, s, &p->changes, &files, &texts);
	else
		stage_make(stage, &files, &texts);
	noconfig_check(n);
	if (p->docs || p->maintainers)
		check_places(p, n, s);
	output_settle(&n->output, p->policy);
	lg_vec_free(&files);
	lg_vec_free(&texts);
}

/* What its headers mark private. */
static const struct marks *marks_of_state(struct scan *s)
{
	return review_marks(s->arg, s->from, &s->own_marks);
}

static void scan_init(const struct pair *p, struct scan *s,
		      struct snapshot *from)
{
	s->arg = p->r;
	if (options_want(&p->r->o, p->policy, "private-member"))
		s->read_marks = marks_of_state;
	s->tree = p->r->repo.tree;
	s->policy = p->policy;
	s->there = snapshot_there;
	s->from = from;
	s->append_only = drift_wanted(p);
}

/* The file of the first parent, where it has the same name. */
static char *as_it_was(void *pair, struct lg_pool *pool, const char *path,
		       size_t *bytes)
{
	struct pair *p = pair;
	const struct change *c = change_of(&p->changes, path);

	if (!p->parents.n || !p->parents.v[0].commit ||
	    (c && (!c->had || strcmp(c->from, path))))
		return NULL;
	return snapshot_read(pool, &p->parents.v[0], path, bytes);
}

/* Checks @parent into @before, and takes what was found there out of what is
 * new; of the first parent, what is no more is @mended. */
static void forget_old(struct pair *p, struct verdict *v,
		       struct snapshot *parent, struct stage *stage,
		       struct noconfig *before)
{
	struct noconfig *after = &v->after;
	bool first = before == &v->before;

	scan_init(p, &before->scan, parent);
	matters_before(p, parent, &before->scan);
	before->was = true;
	if (after->output.findings.v.n || p->tell_mended)
		before->exact = after->exact;
	else
		drift_only(before);
	output_init(&before->output, &p->r->o, p->r->repo.tree);
	before->output.silent = true;
	before->spatch.ahead = &v->ahead;
	check_state(p, before, stage, parent);
	built_compare(p, after, before);
	newer_keep(&after->output.findings, &before->output.findings,
		   &p->changes,
		   first && !after->output.incomplete ? &v->diff : NULL);
	if (first)
		built_mended(p, after, &v->diff.mended);
	scan_free(&before->scan);
}

static void noconfig_free(struct noconfig *n)
{
	lg_vec_free(&n->exact_structs);
	lg_vec_free(&n->exact_files);
	lg_vec_free(&n->accesses);
	output_free(&n->output);
	lg_pool_free(&n->pool);
}

/* The first parent differs by the changes alone; those that a merge brings in
 * have directories of their own. */
static void forget_parents(struct pair *p, struct verdict *v)
{
	const struct lg_findings *found = &v->after.output.findings;

	for (size_t i = 0; i < p->parents.n; i++) {
		struct snapshot *parent = &p->parents.v[i];
		struct lg_contracts was;
		struct noconfig n, *before = i ? &n : &v->before;
		struct stage own;

		if (!parent->commit ||
		    (!found->v.n && (i || (!p->tell_mended && !p->compares))))
			continue;
		memset(&own, 0, sizeof(own));
		memset(&n, 0, sizeof(n));
		memset(&was, 0, sizeof(was));
		if (p->compares)
			before->contracts = i ? &was : &v->was;
		forget_old(p, v, parent, i ? &own : &p->stage, before);
		if (p->compares)
			drift_tell(p, v, i ? &was : &v->was, i);
		lg_contracts_free(&was);
		noconfig_free(&n);
		stage_free(&own);
	}
}

/* Structs that leave the ABI headers are serialized no less, but what is left
 * in the file may not show it. And nobody shall hide a header behind a link. */
static void tell_outsiders(struct pair *p, struct output *out)
{
	for (size_t i = 0; i < p->changes.v.n; i++) {
		const struct change *c = &p->changes.v.v[i];

		if (matters_zone_link(p, c))
			output_not_checked(out, "%s: not checked: no plain "
					   "file", c->path);
		else if (matters_left_zone(p, c))
			output_not_checked(out, "%s: not checked: it was %s, "
				"and is no ABI header any more", c->path,
				c->from);
	}
}

static size_t mattering(const struct pair *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->changes.v.n; i++)
		n += p->changes.v.v[i].matters;
	return n;
}

/* -------------------------------------------------------------- containment */

/* Where do engines run? A patch is a stranger's, and they are not run on it
 * outside of a container unless the user says so. What is staged is the user's
 * own, and is to be committed where containers can't be made, too: there it is
 * compiled like all else that its author compiles. */
void review_contain(struct review *r, bool own)
{
	const char *why;

	if (r->contain_known)
		return;
	r->contain_known = true;
	if (r->o.no_sandbox) {
		r->bare = "--no-sandbox";
		return;
	}
	why = contain_forbidden(&r->pool, r->temp);
	r->contain = !why;
	r->bare = why ? lg_printf(&r->pool, "no container here (%s)", why)
		      : NULL;
	if (why && !own)
		lg_die("a patch may be written to make the compiler read your "
		       "files, and here it cannot be put into a container "
		       "(%s); nothing was compiled. Where that does not "
		       "matter, --no-sandbox compiles anyway", why);
}

/* ---------------------------------------------------------------- the pair */

bool pair_matters(struct pair *p)
{
	scan_init(p, &p->scan, &p->after);
	matters_select(p);
	built_select(p);
	return p->scan.found.n || p->docs || p->maintainers || p->outsiders ||
	       p->deletes || p->exact.units.n;
}

void pair_check(struct pair *p, struct verdict *v)
{
	struct noconfig *n = &v->after;

	memset(v, 0, sizeof(*v));
	v->output = &n->output;
	v->mattering = mattering(p);
	v->files = p->changes.v.n;
	review_contain(p->r, !p->patch);
	p->dir = lg_printf(&p->pool, "%s/pair-%u", p->r->temp, p->r->pairs++);
	directory_make(p->dir);
	built_prepare(p);
	n->exact = p->exact.units.n ? &p->exact : NULL;
	n->scan = p->scan;	/* the pair's, and stays it */
	p->compares = drift_matters(p);
	n->contracts = p->compares ? &v->is : NULL;
	n->want_accesses = p->compares || (p->places && p->places->structs.n);
	output_init(&n->output, &p->r->o, p->r->repo.tree);
	n->output.bare = p->r->bare;
	n->output.about = p->patch ? p->patch->where : NULL;
	n->spatch.other = as_it_was;
	n->spatch.other_arg = p;
	n->spatch.ahead = &v->ahead;
	check_state(p, n, &p->stage, &p->after);
	n->output.read = snapshot_text;
	n->output.from = &p->after;
	forget_parents(p, v);
	new_look(p, v);
	tell_outsiders(p, &n->output);
	temp_remove(p->dir);
}

void verdict_free(struct verdict *v)
{
	lg_vec_free(&v->diff.mended);
	lg_vec_free(&v->diff.still);
	lg_contracts_free(&v->is);
	lg_contracts_free(&v->was);
	noconfig_free(&v->after);
	noconfig_free(&v->before);
	lg_pool_free(&v->ahead.pool);
}

void pair_free(struct pair *p)
{
	for (size_t i = 0; i < p->parents.n; i++)
		snapshot_close(&p->parents.v[i]);
	lg_vec_free(&p->parents);
	snapshot_close(&p->after);
	stage_free(&p->stage);
	scan_free(&p->scan);
	built_free(p);
	changes_free(&p->changes);
	lg_pool_free(&p->pool);
}
