// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * noconfig.c - "luoguard check" in a tree without a build.
 *
 * ABI headers are laid out (layouts.c); of C files and other headers, what text
 * says is checked as text, and Coccinelle is asked the rest (spatch.c). Nothing
 * of the tree is run, and nothing is written to it.
 */
#include <errno.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "noconfig.h"

/* --------------------------------------------------------------- as text */

/* What needs no compiler: an owner's header, included from outside. */
static void check_text(struct noconfig *n, const struct candidate *c)
{
	struct lg_facts *facts = lg_facts_new(n->policy, n->tree, c->path);
	lg_strings only = { NULL, 0, 0 };

	for (size_t i = 0; i < c->includes.n; i++)
		lg_vec_push(&facts->includes, c->includes.v[i]);
	lg_vec_push(&only, "private-include");
	lg_rules_run(facts, &n->output.findings, &only);
	lg_vec_free(&only);
	lg_facts_free(facts);
}

typedef LG_VEC(struct lg_finding *) finding_list;

static bool known_as(const finding_list *known, const struct lg_finding *f)
{
	for (size_t i = 0; i < known->n; i++)
		if (known->v[i]->loc.line == f->loc.line &&
		    !strcmp(known->v[i]->fingerprint, f->fingerprint))
			return true;
	return false;
}

/* A header that an ABI header includes was laid out with it: of what GCC found
 * there, which is @known, Coccinelle's finding would say less. */
static void join_findings(struct lg_findings *fs, const finding_list *known)
{
	size_t n = 0;

	for (size_t i = 0; i < fs->v.n; i++) {
		struct lg_finding *f = fs->v.v[i];

		lg_finding_set_fingerprint(f);
		if (!known_as(known, f))
			fs->v.v[n++] = f;
	}
	fs->v.n = n;
	for (size_t i = 0; i < known->n; i++)
		lg_vec_push(&fs->v, known->v[i]);
	lg_findings_sort(fs);
}

/* The files that no compiler is asked about. */
static void check_files(struct noconfig *n)
{
	struct contain contain = { .see = n->see, .more = &n->shown };
	struct lg_findings *found = &n->output.findings;
	struct spatch *sp = &n->spatch;
	finding_list known = { found->v.v, found->v.n, found->v.cap };

	sp->contain = n->see ? &contain : NULL;
	sp->o = n->o;
	sp->policy = n->policy;
	sp->tree = n->tree;
	sp->temp = n->work;
	sp->interrupted = noconfig_interrupted;
	sp->arg = n;
	sp->out = &n->output;
	memset(&found->v, 0, sizeof(found->v));
	for (size_t i = 0; i < n->scan.found.n; i++) {
		const struct candidate *c = &n->scan.found.v[i];

		if (c->zone || exact_has(n, c->path))
			continue;
		check_text(n, c);
		lg_vec_push(&sp->files, c->path);
	}
	spatch_check(sp);
	exact_overrule(n, 0, found->v.n);
	join_findings(found, &known);
	lg_vec_free(&known);
	for (size_t i = 0; sp->missing && !n->whole && i < sp->left.n; i++)
		output_not_checked(&n->output, "%s: not checked: %s",
				   sp->left.v[i], sp->missing);
}

/* ------------------------------------------------------------------- paths */

static void add_path(struct noconfig *n, const char *given)
{
	char *full = lg_path_normal(&n->pool, n->tree, given);
	char real[PATH_MAX];

	if (!path_exists(full))
		full = lg_path_normal(&n->pool, current_directory(&n->pool),
				      given);
	if (!realpath(full, real)) {
		output_not_checked(&n->output, "%s: no such file in %s", given,
				   n->tree);
		return;
	}
	full = lg_strdup(&n->pool, real);	/* a link is what it leads to */
	if (*lg_path_in_tree(&n->pool, n->tree, n->tree, full) == '/' &&
		 strcmp(full, n->tree))
		output_not_checked(&n->output, "%s: not in %s", given,
				   n->tree);
	else if (is_directory(full))
		scan_walk(&n->scan, full);
	else if (lg_ends(full, ".c") || lg_ends(full, ".h"))
		lg_vec_push(&n->scan.all, full);
	else
		output_not_checked(&n->output, "%s: neither a C file, a "
				   "header nor a directory", given);
}

static const struct marks *marks_on_disk(struct scan *s)
{
	marks_read_dir(&s->own_marks, s->policy, s->tree);
	return &s->own_marks;
}

static void find_files(struct noconfig *n)
{
	n->scan.tree = n->tree;
	n->scan.policy = n->policy;
	if (options_want(n->o, n->policy, "private-member"))
		n->scan.read_marks = marks_on_disk;
	n->whole = !n->o->args.n;
	if (n->whole)
		scan_walk(&n->scan, n->tree);
	for (size_t i = 0; i < n->o->args.n; i++)
		add_path(n, n->o->args.v[i]);
	scan_files(&n->scan, n->o->jobs);
	output_list_not_checked(&n->output, &n->scan.unread);
}

static void find_tree(struct noconfig *n)
{
	char *here = current_directory(&n->pool);

	n->tree = n->o->tree ? realpath(n->o->tree, NULL) : NULL;
	if (n->o->tree && !n->tree)
		lg_die("--tree %s: %s", n->o->tree, strerror(errno));
	if (n->tree) {
		here = n->tree;
		n->tree = lg_strdup(&n->pool, here);
		free(here);
		if (!is_kernel_tree(n->tree))
			lg_die("--tree %s: not a kernel tree", n->o->tree);
		return;
	}
	n->tree = is_kernel_tree(here) ? here : tree_above(&n->pool, here);
	if (!n->tree)
		lg_die("%s is in no kernel tree; --tree DIR names one, "
		       "--build DIR a build of it", here);
}

static const char *plural(size_t n)
{
	return n == 1 ? "" : "s";
}

static bool headers_laid_out(const struct noconfig *n)
{
	for (size_t i = 0; i < n->scan.found.n; i++)
		if (n->scan.found.v[i].zone)
			return true;
	return false;
}

/* "gcc 12.2.0 (...), text and spatch 1.1.1 (45 other files: ...)" */
static const char *engines(struct noconfig *n)
{
	const struct spatch *sp = &n->spatch;
	const char *gcc = n->output.coverage.engine, *by = "text", *rules;
	struct lg_pool *pool = &n->pool;
	bool include;

	if (sp->version && !sp->missing)
		by = lg_printf(pool, "text and spatch %s", sp->version);
	rules = spatch_rules(pool, n->o, n->policy);
	if (gcc)
		gcc = lg_printf(pool, "%s (ABI headers, each alone, x86-64 "
				"against arm64)", gcc);
	include = options_want(n->o, n->policy, "private-include");
	if (!headers_laid_out(n))
		gcc = n->output.coverage.engine;
	if (!sp->files.n)
		return gcc;
	return lg_printf(pool, "%s%s%s (%zu other file%s: %s%s%s)",
			 gcc ? gcc : "", gcc ? ", " : "", by, sp->files.n,
			 plural(sp->files.n),
			 include ? "private-include" : "",
			 include && rules ? ", " : "", rules ? rules : "");
}

/* How many files include a header that is private to an owner: semantic patches
 * do not know the structs in there that policy does not name. */
static size_t intruders(const struct noconfig *n)
{
	size_t files = 0;

	for (size_t i = 0; i < n->scan.found.n; i++) {
		const struct candidate *c = &n->scan.found.v[i];
		bool foreign = false;

		if (c->zone || exact_has(n, c->path))
			continue;
		for (size_t k = 0; k < c->includes.n; k++) {
			const struct lg_owner *o = lg_policy_owner(n->policy,
						c->includes.v[k].header);

			foreign |= o && !lg_policy_may_look(n->policy, o,
							    c->path);
		}
		files += foreign;
	}
	return files;
}

/* What files hand to the next kernel, semantic patches see in one function at a
 * time; NULL: no rule that asks for it is on. */
static const char *unfollowed(struct noconfig *n)
{
	static const char *const by_flow[] = {
		"abi-location", "abi-version-check", "private-serialized",
	};
	const char *others = spatch_others(&n->pool, n->o, n->policy,
					   LG_SUBJECT_CODE);
	size_t files = n->spatch.flows;
	bool asked = others;

	for (size_t i = 0; i < sizeof(by_flow) / sizeof(by_flow[0]); i++)
		asked |= options_want(n->o, n->policy, by_flow[i]);
	if (!files || !asked)
		return NULL;
	return lg_printf(&n->pool, "what %zu file%s hand%s over was not followed "
			 "from one function to another%s%s", files,
			 plural(files), files == 1 ? "s" : "",
			 others ? ", nor checked for " : "",
			 others ? others : "");
}

/* What of the files no engine could decide; NULL: nothing. */
static const char *undecided(struct noconfig *n)
{
	const struct spatch *sp = &n->spatch;
	struct lg_pool *pool = &n->pool;
	const char *others = spatch_others(pool, n->o, n->policy,
					   LG_SUBJECT_SERIALIZED);
	size_t files = intruders(n);
	const char *said = NULL;

	if (sp->undecided && others)
		said = lg_printf(pool, "what %zu file%s define%s was not "
			"checked for %s", sp->undecided, plural(sp->undecided),
			sp->undecided == 1 ? "s" : "", others);
	if (files && options_want(n->o, n->policy, "private-use"))
		said = lg_printf(pool, "%s%s%zu file%s that include%s a private "
			"header %s not checked for private-use of structs "
			"that policy does not name", said ? said : "",
			said ? "; " : "", files, plural(files),
			files == 1 ? "s" : "", files == 1 ? "was" : "were");
	if (unfollowed(n))
		said = lg_printf(pool, "%s%s%s", said ? said : "",
				 said ? "; " : "", unfollowed(n));
	if (!said || n->o->build)
		return said;
	return lg_printf(pool, "%s (give --build DIR)", said);
}

/* What a build helped with. */
static const char *build_said(struct noconfig *n)
{
	struct exact_count c = { 0, 0, 0 };
	size_t built = 0;

	if (!n->o->build)
		return "without a build";
	exact_count(n->exact, &c);
	for (size_t i = 0; i < n->scan.found.n; i++)
		built += exact_has(n, n->scan.found.v[i].path);
	return lg_printf(&n->pool, "%s%s", exact_said(&n->pool, n->o->build,
						      &c),
			 built < n->scan.found.n ?
			 "; the rest without a build" : "");
}

/* Which engine decided what, and what none could. */
static void remark(struct noconfig *n)
{
	const struct spatch *sp = &n->spatch;
	struct lg_pool *pool = &n->pool;
	const char *decided = spatch_rules(pool, n->o, n->policy);
	const char *others = undecided(n), *said = build_said(n);
	size_t headers = n->scan.found.n - sp->files.n;

	if (sp->left.n)
		said = lg_printf(pool, "%s: %zu file%s not checked%s%s", said,
				 sp->left.n, plural(sp->left.n),
				 sp->missing ? ", " : "",
				 sp->missing ? sp->missing : "");
	if (others)
		said = lg_printf(pool, "%s%s %s", said, sp->left.n ? ";" : ":",
				 others);
	n->output.coverage.engine = engines(n);
	n->output.sparse = said;
	/* Nothing found because nothing was looked at is no success. */
	if (!headers && (sp->left.n || (others && !decided)))
		n->output.incomplete = true;
}

static void make_state(struct noconfig *n)
{
	n->state = lg_printf(&n->pool, "%s/state", n->work);
	if (mkdir(n->state, 0700) < 0 && errno != EEXIST)
		lg_die("%s: %s", n->state, strerror(errno));
}

void noconfig_check(struct noconfig *n)
{
	make_state(n);
	n->output.no_build = true;
	if (n->see)
		contain_show(&n->pool, n->o, &n->shown);
	noconfig_lay_out(n);
	if (n->exact)
		exact_compile(n);
	check_files(n);
	remark(n);
	lg_vec_free(&n->spatch.files);
	lg_vec_free(&n->shown);
	spatch_free(&n->spatch);
}

void noconfig_engines(void)
{
	struct lg_pool pool = { NULL };

	if (!plugin_path(&pool))
		lg_die("luoguard.so is missing: neither beside the luoguard "
		       "command nor in ../lib/luoguard");
	if (!process_find(&pool, plugin_gcc()))
		lg_die("cannot run %s: %s", plugin_gcc(), strerror(ENOENT));
	lg_pool_free(&pool);
}

/* Finds what @o asks for; signals are held then. */
static void begin(struct noconfig *n, struct options *o)
{
	n->o = o;
	find_tree(n);
	noconfig_engines();
	n->policy = options_policy(o);
	output_init(&n->output, o, n->tree);
	find_files(n);
	signals_hold();
	n->temp = n->work = temp_make(&n->pool);
}

bool contracts_without_build(struct options *o, struct lg_contracts *all)
{
	struct noconfig n;
	size_t headers = 0;
	bool whole;

	memset(&n, 0, sizeof(n));
	n.scan.append_only = true;
	n.contracts = all;
	begin(&n, o);
	make_state(&n);
	noconfig_lay_out(&n);
	temp_remove(n.temp);
	signals_release();
	for (size_t i = 0; i < n.scan.found.n; i++)
		headers += n.scan.found.v[i].zone;
	if (!headers)
		output_not_checked(&n.output, "there is no ABI header in %s",
				   n.whole ? n.tree : "what is named");
	whole = !n.output.incomplete && !n.output.coverage.not_checked.n;
	output_free(&n.output);
	scan_free(&n.scan);
	lg_policy_free(n.policy);
	lg_pool_free(&n.pool);
	return whole;
}

int check_without_build(struct options *o)
{
	struct noconfig n;
	int status;

	memset(&n, 0, sizeof(n));
	begin(&n, o);
	noconfig_check(&n);
	temp_remove(n.temp);
	signals_release();
	output_settle(&n.output, n.policy);
	if (n.o->fix)
		fix_findings(&n.output, n.o->in_place);
	output_stale_exceptions(&n.output, n.policy);
	output_baseline(&n.output, n.policy);
	status = output_finish(&n.output);
	output_free(&n.output);
	scan_free(&n.scan);
	lg_policy_free(n.policy);
	lg_pool_free(&n.pool);
	return status;
}
