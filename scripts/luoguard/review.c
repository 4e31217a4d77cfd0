// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * review.c - "luoguard review": what a change makes worse.
 *
 * --staged: the commit that `git commit` is about to make. Its content is the
 * index's, whatever the work tree holds. When nothing of it matters to a rule,
 * nothing is said. Else the files that matter are checked as they will be and,
 * if that finds anything, as they were.
 */
#include <errno.h>
#include <sys/stat.h>

#include "review.h"

enum { KEY_STAGED = KEY_OWN };

static const struct argp_option review_options[] = {
	OPTION_TREE,
	{ "staged", KEY_STAGED, NULL, 0, "What is staged for the next commit",
	  0 },
	OPTION_END
};

static error_t parse_review(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case KEY_STAGED:
		o->staged = true;
		return 0;
	case ARGP_KEY_ARG:
		lg_vec_push(&o->args, arg);
		return 0;
	case ARGP_KEY_END:
		if (o->args.n && o->staged)
			argp_error(state, "--staged takes no argument: \"%s\"",
				   o->args.v[0]);
		else if (o->args.n)
			argp_error(state, "patches, mailboxes and ranges of "
				   "commits arrive with a later version; "
				   "--staged is there");
		else if (!o->staged)
			argp_error(state, "--staged is missing");
		return 0;
	}
	return options_shared(key, arg, state);
}

static const struct argp review_argp = {
	review_options, parse_review, "",
	"Says what a change makes worse.\v"
	"What is staged is checked against HEAD, whatever the work tree holds. "
	"A finding that was there before is not repeated. Silent when nothing "
	"that is staged can matter.",
	common_children, NULL, NULL
};

/* ------------------------------------------------------------------- states */

/* What rules say of ABI headers that did not change, but whose place in
 * Documentation/ or MAINTAINERS may have. */
static void check_places(struct review *r, struct noconfig *n,
			 struct snapshot *s)
{
	lg_strings zone = { NULL, 0, 0 }, only = { NULL, 0, 0 };

	stage_zone(&n->pool, r->policy, s, &zone);
	lg_vec_push(&only, "abi-doc-header");
	for (size_t i = 0; i < zone.n; i++) {
		struct lg_facts *facts = lg_facts_new(r->policy, n->tree,
						      zone.v[i]);

		facts->state = n->state;
		lg_rules_run(facts, &n->output.findings, &only);
		lg_facts_free(facts);
	}
	lg_vec_free(&only);
	lg_vec_free(&zone);
}

static char *subdirectory(struct review *r, const char *name)
{
	char *dir = lg_printf(&r->pool, "%s/%s", r->temp, name);

	if (mkdir(dir, 0700) < 0)
		lg_die("%s: %s", dir, strerror(errno));
	return dir;
}

static void make_directories(struct review *r, struct stage *stage,
			     struct snapshot *s)
{
	const char *name = lg_printf(&r->pool, "tree-%u", r->stages++);

	stage->policy = r->policy;
	stage->snapshot = s;
	stage->dir = subdirectory(r, name);
	stage->work = subdirectory(r, lg_printf(&r->pool, "%s.work", name));
	if (r->docs)
		subdirectory(r, lg_printf(&r->pool, "%s/Documentation", name));
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
static void check_state(struct review *r, struct noconfig *n,
			struct stage *stage, struct snapshot *s)
{
	lg_strings files = { NULL, 0, 0 }, texts = { NULL, 0, 0 };
	bool made = stage->dir;

	n->o = &r->o;
	n->policy = r->policy;
	n->temp = r->temp;
	if (!made)
		make_directories(r, stage, s);
	else if (changes_wrappers(&r->changes))
		stage->work = subdirectory(r, "again.work");
	n->tree = (char *)stage->dir;
	n->work = (char *)stage->work;
	for (size_t i = 0; i < n->scan.found.n; i++)
		lg_vec_push(&files, n->scan.found.v[i].path);
	matters_docs(r, s, &texts);
	if (made)
		stage_turn(stage, s, &r->changes, &files, &texts);
	else
		stage_make(stage, &files, &texts);
	noconfig_check(n);
	if (r->docs || r->maintainers)
		check_places(r, n, s);
	output_settle(&n->output, r->policy);
	lg_vec_free(&files);
	lg_vec_free(&texts);
}

static void scan_init(struct review *r, struct scan *s,
		      struct snapshot *from)
{
	s->tree = r->repo.tree;
	s->policy = r->policy;
	s->there = snapshot_there;
	s->from = from;
}

/* Takes what was found in @parent out of @after. */
static void forget_old(struct review *r, struct output *after,
		       struct snapshot *parent, struct stage *stage)
{
	struct noconfig n;

	memset(&n, 0, sizeof(n));
	scan_init(r, &n.scan, parent);
	matters_before(r, parent, &n.scan);
	output_init(&n.output, &r->o, r->repo.tree);
	n.output.silent = true;
	check_state(r, &n, stage, parent);
	newer_keep(&after->findings, &n.output.findings, &r->changes);
	output_free(&n.output);
	scan_free(&n.scan);
	lg_pool_free(&n.pool);
}

/* The first parent differs by the changes alone; those that a merge brings in
 * have directories of their own. */
static void forget_parents(struct review *r, struct output *after)
{
	for (size_t i = 0; i < r->parents.n && after->findings.v.n; i++) {
		struct stage own;

		memset(&own, 0, sizeof(own));
		if (r->parents.v[i].commit)
			forget_old(r, after, &r->parents.v[i],
				   i ? &own : &r->stage);
		stage_free(&own);
	}
}

/* Structs that leave the ABI headers are serialized no less, but what is left
 * in the file may not show it. And nobody shall hide a header behind a link. */
static void tell_outsiders(struct review *r, struct output *out)
{
	for (size_t i = 0; i < r->changes.v.n; i++) {
		const struct change *c = &r->changes.v.v[i];

		if (matters_zone_link(r, c))
			output_not_checked(out, "%s: not checked: no plain "
					   "file", c->path);
		else if (matters_left_zone(r, c))
			output_not_checked(out, "%s: not checked: it was %s, "
				"and is no ABI header any more", c->path,
				c->from);
	}
}

static size_t mattering(const struct review *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->changes.v.n; i++)
		n += r->changes.v.v[i].matters;
	return n;
}

static int check_staged(struct review *r, struct snapshot *after)
{
	struct noconfig n;
	int status;

	memset(&n, 0, sizeof(n));
	noconfig_engines();
	signals_hold();
	r->temp = temp_make_in_memory(&r->pool);
	n.scan = r->scan;
	output_init(&n.output, &r->o, r->repo.tree);
	check_state(r, &n, &r->stage, after);
	n.output.read = snapshot_text;
	n.output.from = after;
	forget_parents(r, &n.output);
	tell_outsiders(r, &n.output);
	n.output.sparse = lg_printf(&r->pool, "%s; %zu of %zu staged files "
				    "matter", n.output.sparse,
				    mattering(r), r->changes.v.n);
	temp_remove(r->temp);
	signals_release();
	status = output_finish(&n.output);
	output_free(&n.output);
	stage_free(&r->stage);
	lg_pool_free(&n.pool);
	return status;
}

/* ------------------------------------------------------------------ parents */

static void add_parent(struct review *r, const char *commit)
{
	struct snapshot s = { &r->repo, commit, NULL, NULL };

	lg_vec_push(&r->parents, s);
}

/* HEAD, and what a merge brings in: an id a line. */
static void find_parents(struct review *r)
{
	char *text = lg_read_file(&r->pool, lg_printf(&r->pool, "%s/MERGE_HEAD",
						      r->repo.gitdir), NULL);

	add_parent(r, r->repo.head);
	for (char *id = text ? strtok(text, "\n") : NULL; id;
	     id = strtok(NULL, "\n"))
		add_parent(r, id);
}

/* Silence, but for a format in which that is no report. */
static int nothing(struct review *r)
{
	struct output out;

	output_init(&out, &r->o, r->repo.tree);
	if (r->o.format == FORMAT_SARIF)
		output_findings(&out);
	output_free(&out);
	return EXIT_CLEAN;
}

static int staged(struct review *r)
{
	struct snapshot after;
	int status;

	repo_open(&r->repo, r->o.tree);
	changes_staged(&r->repo, &r->changes);
	if (!r->changes.v.n)
		return nothing(r);
	find_parents(r);
	changes_load(&r->repo, &r->changes, matters_by_name);
	after = r->parents.v[0];
	after.changes = &r->changes;
	scan_init(r, &r->scan, &after);
	matters_select(r, &after);
	if (r->scan.found.n || r->docs || r->maintainers || r->outsiders)
		status = check_staged(r, &after);
	else
		status = nothing(r);
	snapshot_close(&after);
	return status;
}

int cmd_review(int argc, char **argv)
{
	struct review r;
	int status;

	memset(&r, 0, sizeof(r));
	r.o.fail_on = LG_ERROR;
	options_parse(&r.o, &review_argp, argc, argv);
	r.policy = options_policy(&r.o);
	status = staged(&r);
	for (size_t i = 0; i < r.parents.n; i++)
		snapshot_close(&r.parents.v[i]);
	lg_vec_free(&r.parents);
	scan_free(&r.scan);
	changes_free(&r.changes);
	repo_close(&r.repo);
	lg_policy_free(r.policy);
	lg_pool_free(&r.pool);
	return status;
}
