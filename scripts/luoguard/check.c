// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * check.c - "luoguard check": files of a configured tree, without make.
 *
 * Each object asked for is parsed again by the plugin's GCC, in parallel,
 * with the flags kbuild left in its .cmd file. The plugin writes a record to
 * a temporary directory and touches nothing in the build directory.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "noconfig.h"

#define COMPILE_SECONDS 300
#define COMPILE_TRIES 4
#define POLL_NANOSECONDS 200000000L

struct job {
	struct unit *unit;	/* NULL: free */
	struct process process;
	struct flags flags;
	char *record, *said;	/* files */
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
	struct job *jobs;
	size_t next, running;
	sigset_t signals;
};

enum { KEY_TREE = 256, KEY_BUILD, KEY_FIX, KEY_IN_PLACE };

static const struct argp_option check_options[] = {
	{ "tree", KEY_TREE, "DIR", 0, "The kernel tree; by default the one "
	  "that the build directory was made from, or that you are in", 0 },
	{ "build", KEY_BUILD, "DIR", 0, "The build directory: make's O=, or "
	  "the tree itself", 0 },
	{ "fix", KEY_FIX, NULL, 0, "Print a patch that mends what can be "
	  "mended; findings that are left go to standard error", 0 },
	{ "in-place", KEY_IN_PLACE, NULL, 0, "With --fix: mend the files", 0 },
	{ NULL, 0, NULL, 0, NULL, 0 }
};

static error_t parse_check(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case KEY_TREE:
		o->tree = arg;
		return 0;
	case KEY_BUILD:
		o->build = arg;
		return 0;
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
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[0] = o;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp_child children[] = {
	{ &common_argp, 0, "For every command:", 0 },
	{ NULL, 0, NULL, 0 }
};

static const struct argp check_argp = {
	check_options, parse_check, "[PATH...]",
	"Checks files of a kernel tree, without make.\v"
	"PATH is a C file, a header or a directory, relative to the tree; "
	"without one, every object in the build directory is checked. Without "
	"--build, in a tree that need not be configured: the ABI headers, and "
	"of other files what they say as text.",
	children, NULL, NULL
};

/* Records, what GCC said, and caches, also half-written ones of children that
 * were killed: all of it plain files. */
static void remove_temp(struct check *c)
{
	DIR *dir = c->temp ? opendir(c->temp) : NULL;
	struct dirent *e;

	while (dir && (e = readdir(dir)))
		unlinkat(dirfd(dir), e->d_name, 0);
	if (dir)
		closedir(dir);
	if (c->temp)
		rmdir(c->temp);
	c->temp = NULL;
}

static void make_temp(struct check *c)
{
	c->jobs = lg_alloc(&c->pool, c->o.jobs * sizeof(*c->jobs));
	c->temp = temp_template(&c->pool);
	if (!mkdtemp(c->temp))
		lg_die("cannot make a temporary directory %s: %s", c->temp,
		       strerror(errno));
	for (unsigned int i = 0; i < c->o.jobs; i++) {
		c->jobs[i].record = lg_printf(&c->pool, "%s/%u.json", c->temp,
					      i);
		c->jobs[i].said = lg_printf(&c->pool, "%s/%u.err", c->temp, i);
	}
}

static void __attribute__((noreturn)) interrupted(struct check *c, int sig)
{
	for (unsigned int i = 0; i < c->o.jobs; i++) {
		if (!c->jobs[i].unit)
			continue;
		process_kill(&c->jobs[i].process);
		waitpid(c->jobs[i].process.pid, NULL, 0);
	}
	progress_end(&c->progress);
	remove_temp(c);
	sigprocmask(SIG_UNBLOCK, &c->signals, NULL);
	signal(sig, SIG_DFL);
	raise(sig);
	_exit(EXIT_NOT_RUN);
}

static void not_checked(struct check *c, const char *file, const char *why)
{
	lg_vec_push(&c->output.coverage.not_checked,
		    lg_printf(&c->output.pool, "%s: %s", file, why));
	progress_end(&c->progress);
	output_not_checked(&c->output, "%s: not checked: %s", file, why);
}

static bool start(struct check *c, struct job *j)
{
	struct gcc_job gcc = { &c->o, c->tree, c->build, j->unit->object,
			       j->record, c->temp, false };
	const char *wrong = gcc_wrong_machine(&c->pool, &j->flags);
	char **argv = gcc_command(&c->pool, &gcc, &j->flags);
	int fd, err;

	if (wrong) {
		not_checked(c, j->unit->source, wrong);
		return false;
	}
	unlink(j->record);
	fd = open(j->said, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		lg_die("%s: %s", j->said, strerror(errno));
	err = process_start(&j->process, argv, c->build, fd, false,
			    COMPILE_SECONDS) < 0 ? errno : 0;
	close(fd);
	if (!err)
		return true;
	not_checked(c, j->unit->source,
		    lg_printf(&c->pool, "cannot run %s: %s", plugin_gcc(),
			      strerror(err)));
	return false;
}

static bool start_next(struct check *c, struct job *j)
{
	while (c->next < c->selection.units.n) {
		struct unit *u = &c->selection.units.v[c->next++];

		j->unit = u;
		j->tries = 1;
		flags_translate(&c->pool, (char *const *)u->words.v + 1,
				u->words.n - 1, &j->flags);
		if (start(c, j)) {
			c->running++;
			return true;
		}
		j->unit = NULL;
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

static void take_record(struct check *c, struct job *j)
{
	struct output *out = &c->output;
	struct output_mark mark = output_mark(out);
	char *unit = NULL, *source = NULL, *error = NULL;

	if (lg_record_read(j->record, &out->findings, &out->coverage, &unit,
			   &source, &error) < 0) {
		not_checked(c, j->unit->source, error);
	} else {
		/* Of one that is only there for a header, that counts. */
		if (j->unit->vehicle)
			output_keep(out, &mark, header_asked, c);
		out->objects++;
		lg_findings_sort(&out->findings);
		c->progress.findings = lg_findings_count(&out->findings,
							 LG_NOTE);
	}
	free(unit);
	free(source);
	free(error);
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
static bool finish(struct check *c, struct job *j, int status)
{
	char *said = lg_read_file(&c->pool, j->said, NULL);

	said = said ? said : lg_strdup(&c->pool, "");
	if (status == 0) {
		take_record(c, j);
	} else if (j->process.timed_out || WIFSIGNALED(status)) {
		not_checked(c, j->unit->source, lg_printf(&c->pool,
			    "the compiler was stopped after %d seconds or by "
			    "a limit", COMPILE_SECONDS));
	} else if (j->tries++ < COMPILE_TRIES &&
		   flags_drop_unknown(&c->pool, &j->flags, said)) {
		if (start(c, j))
			return true;
	} else {
		not_checked(c, j->unit->source,
			    why_failed(c, said));
	}
	lg_vec_free(&j->flags.keep);
	j->unit = NULL;
	c->running--;
	c->progress.done++;
	return false;
}

static void reap(struct check *c)
{
	for (unsigned int i = 0; i < c->o.jobs; i++) {
		struct job *j = &c->jobs[i];
		int status;

		if (!j->unit)
			continue;
		if (now_seconds() > j->process.deadline &&
		    !j->process.timed_out) {
			j->process.timed_out = true;
			process_kill(&j->process);
		}
		if (waitpid(j->process.pid, &status, WNOHANG) ==
		    j->process.pid && !finish(c, j, status))
			start_next(c, j);
	}
}

static void run_jobs(struct check *c)
{
	static const struct timespec tick = { 0, POLL_NANOSECONDS };

	progress_start(&c->progress, c->selection.units.n);
	for (unsigned int i = 0; i < c->o.jobs; i++)
		start_next(c, &c->jobs[i]);
	while (c->running) {
		int sig = sigtimedwait(&c->signals, NULL, &tick);

		if (sig > 0 && sig != SIGCHLD)
			interrupted(c, sig);
		reap(c);
		progress_show(&c->progress);
	}
	progress_end(&c->progress);
}

static void block_signals(struct check *c)
{
	static const int ends[] = { SIGINT, SIGTERM, SIGHUP };

	sigemptyset(&c->signals);
	sigaddset(&c->signals, SIGCHLD);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (!signal_ignored(ends[i]))	/* nohup's stays ignored */
			sigaddset(&c->signals, ends[i]);
	sigprocmask(SIG_BLOCK, &c->signals, NULL);
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
	for (size_t i = 0; i < s->not_checked.n; i++) {
		lg_vec_push(&c->output.coverage.not_checked,
			    s->not_checked.v[i]);
		output_not_checked(&c->output, "%s; not checked",
				   s->not_checked.v[i]);
	}
}

static void find_everything(struct check *c)
{
	tree_and_build(&c->o, &c->tree, &c->build);
	if (!path_exists(lg_printf(&c->pool, "%s/.config", c->build)))
		lg_die("%s: no .config: not a configured build directory",
		       c->build);
	if (!plugin_path(&c->pool))
		lg_die("luoguard.so is missing: neither beside the luoguard "
		       "command nor in ../lib/luoguard");
	if (!process_find(&c->pool, plugin_gcc()))
		lg_die("cannot run %s: %s", plugin_gcc(), strerror(ENOENT));
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
	make_temp(&c);
	block_signals(&c);
	lg_run_begin();	/* the children share what they cache */
	run_jobs(&c);
	remove_temp(&c);
	sigprocmask(SIG_UNBLOCK, &c.signals, NULL);
	output_settle(&c.output, c.policy);
	if (c.o.fix)
		fix_findings(&c.output, c.o.in_place);
	status = output_finish(&c.output);
	output_free(&c.output);
	lg_policy_free(c.policy);
	lg_pool_free(&c.selection.pool);
	lg_pool_free(&c.pool);
	return status;
}
