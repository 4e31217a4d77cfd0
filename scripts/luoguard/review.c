// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * review.c - "luoguard review": what a change makes worse.
 *
 * --staged: the commit that `git commit` is about to make. Its content is the
 * index's, whatever the work tree holds. When nothing of it matters to a rule,
 * nothing is said.
 */
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

/* ------------------------------------------------------------------- staged */

static int check_staged(struct review *r, struct pair *p)
{
	struct verdict v;
	int status;

	noconfig_engines();
	signals_hold();
	r->temp = temp_make_in_memory(&r->pool);
	pair_check(p, &v);
	v.output->sparse = lg_printf(&p->pool, "%s; %zu of %zu staged files "
				     "matter", v.output->sparse, v.mattering,
				     v.files);
	temp_remove(r->temp);
	signals_release();
	status = output_finish(v.output);
	verdict_free(&v);
	return status;
}

static void add_parent(struct pair *p, const char *commit)
{
	struct snapshot s = { &p->r->repo, commit, NULL, NULL };

	lg_vec_push(&p->parents, s);
}

/* HEAD, and what a merge brings in: an id a line. */
static void find_parents(struct pair *p)
{
	struct repo *repo = &p->r->repo;
	char *text = lg_read_file(&p->pool, lg_printf(&p->pool, "%s/MERGE_HEAD",
						      repo->gitdir), NULL);

	add_parent(p, repo->head);
	for (char *id = text ? strtok(text, "\n") : NULL; id;
	     id = strtok(NULL, "\n"))
		add_parent(p, id);
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
	struct pair p;
	int status;

	repo_open(&r->repo, r->o.tree);
	pair_init(&p, r);
	changes_staged(&r->repo, &p.changes);
	if (!p.changes.v.n)
		return nothing(r);
	find_parents(&p);
	changes_load(&r->repo, &p.changes, matters_by_name);
	p.after = p.parents.v[0];
	p.after.changes = &p.changes;
	status = pair_matters(&p) ? check_staged(r, &p) : nothing(r);
	pair_free(&p);
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
	repo_close(&r.repo);
	lg_policy_free(r.policy);
	lg_pool_free(&r.pool);
	return status;
}
