// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * review.c - "luoguard review": what a change makes worse.
 *
 * Patches from files, mailboxes and standard input (review-series.c), and
 * commits (range.c).
 *
 * --staged: the commit that `git commit` is about to make. Its content is the
 * index's, whatever the work tree holds. When nothing of it matters to a rule,
 * nothing is said.
 */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <sys/stat.h>

#include "page.h"

enum {
	KEY_STAGED = KEY_OWN, KEY_BASE, KEY_NO_SANDBOX, KEY_TERSE, KEY_HTML,
	KEY_DEPTH
};

#define DEPTH 8		/* where --depth says nothing */

static const struct argp_option review_options[] = {
	OPTION_TREE,
	OPTION_BUILD,
	{ "depth", KEY_DEPTH, "N", 0, "With --build: of the files that include "
	  "a header which changes, the N nearest are checked again (default "
	  "8; 0: none)", 0 },
	{ "staged", KEY_STAGED, NULL, 0, "What is staged for the next commit",
	  0 },
	{ "base", KEY_BASE, "REV", 0, "The commit that patches apply to; by "
	  "default what \"base-commit:\" in them says, or HEAD", 0 },
	{ "no-sandbox", KEY_NO_SANDBOX, NULL, 0, "Compile also where the kernel "
	  "does not let luoguard contain the compiler", 0 },
	{ "terse", KEY_TERSE, NULL, 0, "For bots: what each patch makes worse, "
	  "a finding a line, on standard error", 0 },
	{ "html", KEY_HTML, "FILE", 0, "Write FILE, too: a page with the diff "
	  "and the findings in it", 0 },
	OPTION_END
};

static void parse_depth(struct options *o, const char *arg,
			struct argp_state *state)
{
	unsigned long n;
	char *end;

	errno = 0;
	n = strtoul(arg, &end, 10);
	if (errno || *end || !isdigit((unsigned char)*arg) || n > UINT_MAX)
		argp_error(state, "--depth=%s: not a number of files", arg);
	o->depth = (unsigned int)n;
	o->depth_given = true;
}

static bool same_file(const char *a, const char *b)
{
	struct stat x, y;

	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
	       x.st_ino == y.st_ino;
}

/* "--html 0001.patch": who forgot the page's name would lose the patch. */
static void check_page(const struct options *o, struct argp_state *state)
{
	static const char *const never[] = {
		".patch", ".diff", ".mbox", ".eml", NULL
	};
	bool patch = false;

	if (!*o->html || !strcmp(o->html, "-"))
		argp_error(state, "--html: the name of a file is expected, "
			   "not \"%s\"", o->html);
	for (size_t i = 0; never[i]; i++)
		patch |= lg_ends(o->html, never[i]);
	for (size_t i = 0; i < o->args.n; i++)
		patch |= same_file(o->html, o->args.v[i]);
	if (patch)
		argp_error(state, "--html %s: that is a patch, and the page "
			   "would overwrite it", o->html);
}

static void check_arguments(const struct options *o, struct argp_state *state)
{
	if (o->html)
		check_page(o, state);
	if (o->args.n && o->staged)
		argp_error(state, "--staged takes no argument: \"%s\"",
			   o->args.v[0]);
	else if (!o->args.n && !o->staged)
		argp_error(state, "nothing to review: a patch, an mbox, "
			   "\"-\", A..B or --staged is missing");
	else if (o->staged && o->format == FORMAT_MAIL)
		argp_error(state, "--format=mail answers patches and "
			   "commits: nobody sent what is staged");
	else if (o->base && (o->staged || range_is(o->args.v[0])))
		argp_error(state, "--base is for patches");
	else if (o->depth_given && !o->build)
		argp_error(state, "--depth goes with --build");
	else if (o->terse && o->format != FORMAT_TEXT)
		argp_error(state, "--terse is a format of its own: it does not "
			   "go with --format");
}

static error_t parse_review(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case KEY_STAGED:
		o->staged = true;
		return 0;
	case KEY_NO_SANDBOX:
		o->no_sandbox = true;
		return 0;
	case KEY_HTML:
		o->html = arg;
		return 0;
	case KEY_TERSE:
		o->terse = true;
		return 0;
	case ARGP_KEY_ARG:
		lg_vec_push(&o->args, arg);
		return 0;
	case KEY_BASE:
		o->base = arg;
		return 0;
	case ARGP_KEY_END:
		check_arguments(o, state);
		if (o->terse)
			o->format = FORMAT_TERSE;
		return 0;
	case KEY_DEPTH:
		parse_depth(o, arg, state);
		return 0;
	}
	return options_shared(key, arg, state);
}

static const struct argp review_argp = {
	review_options, parse_review, "PATCH...\nMBOX...\n-\nA..B\n--staged",
	"Says what a change makes worse.\v"
	"Patches are applied in memory, one after the other, and each is checked "
	"against the state before it; nothing of the tree is run, and no file of "
	"it is written. A finding that was there before is not repeated, one that "
	"is no more is told. In a mailbox, patches may be in any order. What is "
	"staged is checked against HEAD, whatever the work tree holds.",
	common_children, NULL, NULL
};

/* ------------------------------------------------------------------- staged */

/* What is staged on a page; @v NULL: nothing of it matters. */
static void tell_page(struct review *r, struct pair *p,
		      const struct verdict *v, struct output *out)
{
	struct patch staged = { .subject = "what is staged", .prefix = "",
				.where = "what is staged" };
	struct progression g = { .review = r, .title = "What is staged" };
	struct page *page = r->page;
	struct diff d = { { NULL, 0, 0 }, NULL };

	if (!page)
		return;
	if (v) {
		range_text(p, &staged, &d);
		page_patch(page, &g, &staged, v);
		page_series(page, &g);
	}
	page_close(page, out);
	diff_free(&d);
}

static int check_staged(struct review *r, struct pair *p)
{
	struct places places;
	struct verdict v;
	int status;

	memset(&places, 0, sizeof(places));
	p->places = &places;
	noconfig_engines();
	signals_hold();
	r->temp = temp_make_in_memory(&r->pool);
	pair_check(p, &v);
	v.output->sparse = lg_printf(&p->pool, "%s; %zu of %zu staged files "
				     "matter", v.output->sparse, v.mattering,
				     v.files);
	temp_remove(r->temp);
	signals_release();
	tell_page(r, p, &v, v.output);
	status = output_finish(v.output);
	verdict_free(&v);
	places_free(&places);
	return status;
}

static void add_parent(struct pair *p, const char *commit)
{
	struct snapshot s = { .repo = &p->r->repo, .commit = commit };

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
	out.no_build = true;
	tell_page(r, NULL, NULL, &out);
	if (r->o.format == FORMAT_SARIF)
		output_findings(&out);
	output_free(&out);
	return EXIT_CLEAN;
}

/* Where one is in no kernel tree, --build says which one is meant. */
static void open_all(struct review *r)
{
	char *here = current_directory(&r->pool);
	const char *tree = r->o.tree;

	if (!tree && r->o.build && !is_kernel_tree(here) &&
	    !tree_above(&r->pool, here))
		tree = tree_of_build(&r->pool, lg_path_normal(&r->pool, here,
							      r->o.build));
	repo_open(&r->repo, tree);
	if (r->o.build)
		r->built = built_open(&r->o, r->repo.tree);
}

static int staged(struct review *r)
{
	struct pair p;
	int status;

	open_all(r);
	r->page = r->o.html ? page_open(r->o.html) : NULL;
	pair_init(&p, r);
	changes_staged(&r->repo, &p.changes);
	if (!p.changes.v.n)
		return nothing(r);
	find_parents(&p);
	changes_load(&r->repo, &p.changes, matters_by_name,
		     review_marking(r));
	p.after = p.parents.v[0];
	p.after.changes = &p.changes;
	status = pair_matters(&p) ? check_staged(r, &p) : nothing(r);
	pair_free(&p);
	return status;
}

/* ------------------------------------------------------------------ patches */

static void review_in_turn(struct review *r, struct series *s,
			   struct tally *t)
{
	progress_show(&t->progress);
	review_series(r, s, t);
	t->progress.done++;
}

static void review_mail(struct review *r, struct tally *t)
{
	struct mailbox *boxes;
	series_list list = { NULL, 0, 0 };
	size_t n = r->o.args.n;

	boxes = lg_alloc(&r->pool, n * sizeof(*boxes));
	for (size_t i = 0; i < n; i++)
		mailbox_open(&boxes[i], r->o.args.v[i]);
	series_find(&r->pool, boxes, n, &list);
	if (list.n > 1)
		progress_start(&t->progress, list.n, "series");
	if (list.n > 1 && r->o.jobs > 1)
		review_side_by_side(r, &list, t);
	else
		for (size_t i = 0; i < list.n; i++)
			review_in_turn(r, list.v[i], t);
	progress_end(&t->progress);
	if (!t->patches)
		output_not_checked(&t->left, "%s: there is no patch in it",
				   boxes[0].name);
	series_free(&list);
	for (size_t i = 0; i < n; i++)
		mailbox_close(&boxes[i]);
}

static int patches(struct review *r)
{
	struct tally t;
	int status;

	open_all(r);
	tally_init(&t, r);
	t.page = r->o.html ? page_open(r->o.html) : NULL;
	signals_hold();
	if (range_is(r->o.args.v[0]))
		for (size_t i = 0; i < r->o.args.n; i++)
			review_range(r, r->o.args.v[i], &t);
	else
		review_mail(r, &t);
	review_tidy();
	signals_release();
	status = tally_finish(&t);
	output_free(&t.left);
	return status;
}

int cmd_review(int argc, char **argv)
{
	struct review r;
	int status;

	memset(&r, 0, sizeof(r));
	r.o.fail_on = LG_ERROR;
	r.o.reviews = true;
	r.o.depth = DEPTH;
	options_parse(&r.o, &review_argp, argc, argv);
	r.policy = options_policy(&r.o);
	status = r.o.staged ? staged(&r) : patches(&r);
	zone_uses_free(&r.zone);
	scan_free(&r.words);
	commit_marks_free(&r.marks);
	lg_vec_free(&r.marking.v);
	built_close(r.built);
	repo_close(&r.repo);
	lg_policy_free(r.policy);
	lg_pool_free(&r.pool);
	return status;
}
