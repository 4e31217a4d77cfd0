// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * check.c - "luoguard check": files of a configured tree, without make.
 *
 * Each object asked for is parsed again by the plugin's GCC, in parallel,
 * with the flags kbuild left in its .cmd file. The plugin writes a record to
 * a temporary directory and touches nothing in the build directory.
 */
#include <errno.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "noconfig.h"

#define COMPILE_SECONDS 300
#define COMPILE_TRIES 4

/* The object that a job is at work on. */
struct compile {
	struct unit *unit;
	struct flags flags;
	char *record;		/* file */
	int tries;
};

struct check {
	struct options o;
	struct lg_pool pool;
	char *tree, *build, *temp;
	struct lg_policy *policy;
	struct selection selection;
	struct output output;
	struct progress progress;
	struct compile *compiles;	/* one a slot */
	size_t next;
};

enum { KEY_FIX = KEY_OWN, KEY_IN_PLACE };

static const struct argp_option check_options[] = {
	OPTION_TREE,
	OPTION_BUILD,
	OPTION_BASELINE,
	{ "fix", KEY_FIX, NULL, 0, "Print a patch that mends what can be "
	  "mended; findings that are left go to standard error", 0 },
	{ "in-place", KEY_IN_PLACE, NULL, 0, "With --fix: mend the files", 0 },
	OPTION_END
};

static error_t parse_check(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case KEY_FIX:
		o->fix = true;
		return 0;
	case KEY_IN_PLACE:
		o->in_place = true;
		return 0;
	case ARGP_KEY_ARG:
		lg_vec_push(&o->args, arg);
		return 0;
	case ARGP_KEY_END:
		if (o->in_place && !o->fix)
			argp_error(state, "--in-place goes with --fix");
		break;
	}
	return options_shared(key, arg, state);
}

static const struct argp check_argp = {
	check_options, parse_check, "[PATH...]",
	"Checks files of a kernel tree, without make.\v"
	"PATH is a C file, a header or a directory, relative to the tree; "
	"without one, every object in the build directory is checked. Without "
	"--build, in a tree that need not be configured: the ABI headers, and "
	"of other files what text and Coccinelle say. The last line names each "
	"engine and what it was asked, and what none could tell.",
	common_children, NULL, NULL
};

static void make_temp(struct check *c)
{
	c->compiles = lg_alloc(&c->pool, c->o.jobs * sizeof(*c->compiles));
	c->temp = temp_make(&c->pool);
	for (unsigned int i = 0; i < c->o.jobs; i++)
		c->compiles[i].record = lg_printf(&c->pool, "%s/%u.json",
						  c->temp, i);
}

static void not_checked(struct check *c, const char *file, const char *why)
{
	progress_end(&c->progress);
	output_file_not_checked(&c->output, file, why);
}

static bool start(struct check *c, struct job *j)
{
	struct compile *w = &c->compiles[j->slot];
	struct gcc_job gcc = { &c->o, c->tree, c->build, w->unit->object,
			       w->record, c->temp, false };
	const char *wrong = gcc_wrong_machine(&c->pool, &w->flags);
	char **argv = gcc_command(&c->pool, &gcc, &w->flags);

	if (!wrong) {
		unlink(w->record);
		if (job_start(j, argv, c->build, COMPILE_SECONDS))
			return true;
		wrong = lg_printf(&c->pool, "cannot run %s: %s", plugin_gcc(),
				  strerror(errno));
	}
	not_checked(c, w->unit->source, wrong);
	return false;
}

static bool start_next(void *check, struct job *j)
{
	struct check *c = check;
	struct compile *w = &c->compiles[j->slot];

	while (c->next < c->selection.units.n) {
		struct unit *u = &c->selection.units.v[c->next++];

		w->unit = u;
		w->tries = 1;
		flags_translate(&c->pool, (char *const *)u->words.v + 1,
				u->words.n - 1, &w->flags);
		if (start(c, j))
			return true;
		c->progress.done++;
	}
	return false;
}

/* Was @file asked for as a header? */
static bool header_asked(void *check, const char *file)
{
	const struct check *c = check;

	for (size_t i = 0; file && i < c->selection.wants.n; i++)
		if (c->selection.wants.v[i].header &&
		    !strcmp(c->selection.wants.v[i].path, file))
			return true;
	return false;
}

static void take_record(struct check *c, const struct compile *w)
{
	struct output *out = &c->output;
	struct output_mark mark = output_mark(out);
	const char *wrong = output_add_record(out, w->record);

	if (wrong) {
		not_checked(c, w->unit->source, wrong);
		return;
	}
	/* Of one that is only there for a header, that counts. */
	if (w->unit->vehicle)
		output_keep(out, &mark, header_asked, c);
	out->objects++;
	lg_findings_sort(&out->findings);
	c->progress.findings = lg_findings_count(&out->findings, LG_NOTE);
}

/* GCC cannot say that the disk is full where its messages go. */
static const char *why_failed(struct check *c, const char *said)
{
	struct statvfs vfs;

	if (!*said && statvfs(c->temp, &vfs) == 0 && !vfs.f_bavail)
		return lg_printf(&c->pool, "no space left in %s", c->temp);
	return gcc_first_error(&c->pool, said);
}

/* True when the job was started again with fewer flags. */
static bool finish(void *check, struct job *j, int status)
{
	struct check *c = check;
	struct compile *w = &c->compiles[j->slot];
	const char *stopped = job_stopped(&c->pool, j, status);
	char *said = job_said(&c->pool, j);

	if (status == 0) {
		take_record(c, w);
	} else if (stopped) {
		not_checked(c, w->unit->source,
			    lg_printf(&c->pool, "the compiler was %s",
				      stopped));
	} else if (w->tries++ < COMPILE_TRIES &&
		   flags_drop_unknown(&c->pool, &w->flags, said)) {
		if (start(c, j))
			return true;
	} else {
		not_checked(c, w->unit->source, why_failed(c, said));
	}
	lg_vec_free(&w->flags.keep);
	c->progress.done++;
	return false;
}

static void show_progress(void *check)
{
	progress_show(&((struct check *)check)->progress);
}

static void interrupted(void *check)
{
	struct check *c = check;

	progress_end(&c->progress);
	temp_remove(c->temp);
}

static void run_jobs(struct check *c)
{
	struct jobs jobs = {
		.slots = c->o.jobs,
		.arg = c,
		.next = start_next,
		.ended = finish,
		.tick = show_progress,
		.interrupted = interrupted,
	};

	signals_hold();
	make_temp(c);
	jobs.temp = c->temp;
	lg_run_begin();	/* the children share what they cache */
	progress_start(&c->progress, c->selection.units.n, "files");
	jobs_run(&jobs);
	progress_end(&c->progress);
	temp_remove(c->temp);
	signals_release();
}

static void select_units(struct check *c)
{
	struct selection *s = &c->selection;

	s->tree = c->tree;
	s->build = c->build;
	units_select(s, c->policy, &c->o.args);
	if (!c->o.args.n && !s->units.n && !s->not_checked.n)
		lg_die("%s: nothing is built here yet; run make first",
		       c->build);
	for (size_t i = 0; i < s->no_match.n; i++)
		output_not_checked(&c->output, "%s", s->no_match.v[i]);
	output_list_not_checked(&c->output, &s->not_checked);
}

static void find_everything(struct check *c)
{
	tree_and_build(&c->o, &c->tree, &c->build);
	tree_needs_config(&c->pool, c->build);
	noconfig_engines();
	c->policy = options_policy(&c->o);
}

int cmd_check(int argc, char **argv)
{
	struct check c;
	int status;

	memset(&c, 0, sizeof(c));
	c.o.fail_on = LG_ERROR;
	options_parse(&c.o, &check_argp, argc, argv);
	if (!c.o.build)
		return check_without_build(&c.o);
	find_everything(&c);
	output_init(&c.output, &c.o, c.tree);
	select_units(&c);
	run_jobs(&c);
	output_settle(&c.output, c.policy);
	if (c.o.fix)
		fix_findings(&c.output, c.o.in_place);
	output_stale_exceptions(&c.output, c.policy);
	output_baseline(&c.output, c.policy);
	status = output_finish(&c.output);
	output_free(&c.output);
	lg_policy_free(c.policy);
	lg_pool_free(&c.selection.pool);
	lg_pool_free(&c.pool);
	return status;
}
