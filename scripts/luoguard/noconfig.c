// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * noconfig.c - "luoguard check" in a tree without a build.
 *
 * Each ABI header is parsed alone, by a GCC of its own with limits on time and
 * memory, once for each machine and page size; what they made of it is held
 * against each other. What a C file or another header says as text is checked
 * as text. Nothing of the tree is run, and nothing is written to it.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "noconfig.h"

#define COMPILE_SECONDS 20
#define COMPILE_TRIES 24	/* each makes a header that was missing */
#define POLL_NANOSECONDS 200000000L

struct job {
	const char *header;	/* as in findings; NULL: free */
	size_t slot;		/* its place in temp */
	size_t step;		/* the variant at work */
	unsigned int tries;
	bool tolerate;
	bool laid_out;		/* by the arm64 run with 4K pages */
	struct process process;
	char *record, *said, *layout;
	lg_strings failures;	/* "MACHINE, PAGE pages: reason" */
};

struct noconfig {
	struct options *o;
	struct lg_pool pool;
	char *tree, *temp, *state;
	struct lg_policy *policy;
	struct scan scan;
	struct variant variants[VARIANTS];
	struct output output;
	struct job *jobs;
	size_t next, running, unchecked;
	bool whole;		/* no PATH was given */
	sigset_t signals;
};

/* ---------------------------------------------------------------- temporary */

static void remove_temp(struct noconfig *n)
{
	char *roots[] = { n->temp, NULL };
	FTS *fts = n->temp ? fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL)
			   : NULL;
	FTSENT *e;

	while (fts && (e = fts_read(fts))) {
		if (e->fts_info == FTS_DP)
			rmdir(e->fts_accpath);
		else if (e->fts_info != FTS_D)
			unlink(e->fts_accpath);
	}
	if (fts)
		fts_close(fts);
	n->temp = NULL;
}

static void make_temp(struct noconfig *n)
{
	const char *dir = getenv("TMPDIR");

	n->temp = lg_path_normal(&n->pool, current_directory(&n->pool),
				 lg_printf(&n->pool, "%s/luoguard-XXXXXX",
					   dir && *dir ? dir : "/tmp"));
	if (!mkdtemp(n->temp))
		lg_die("cannot make a temporary directory %s: %s", n->temp,
		       strerror(errno));
	n->state = lg_printf(&n->pool, "%s/state", n->temp);
	n->jobs = lg_alloc(&n->pool, n->o->jobs * sizeof(*n->jobs));
	for (unsigned int i = 0; i < n->o->jobs; i++) {
		struct job *j = &n->jobs[i];

		j->slot = i;
		j->record = lg_printf(&n->pool, "%s/%u.json", n->temp, i);
		j->said = lg_printf(&n->pool, "%s/%u.err", n->temp, i);
		j->layout = lg_printf(&n->pool, "%s/%u.layout", n->temp, i);
	}
	if (mkdir(n->state, 0700) < 0)
		lg_die("%s: %s", n->state, strerror(errno));
	standin_make(&n->pool, n->tree, n->temp, n->variants);
}

static void __attribute__((noreturn)) interrupted(struct noconfig *n, int sig)
{
	for (unsigned int i = 0; i < n->o->jobs; i++) {
		if (!n->jobs[i].header)
			continue;
		process_kill(&n->jobs[i].process);
		waitpid(n->jobs[i].process.pid, NULL, 0);
	}
	remove_temp(n);
	sigprocmask(SIG_UNBLOCK, &n->signals, NULL);
	signal(sig, SIG_DFL);
	raise(sig);
	_exit(EXIT_NOT_RUN);
}

static void block_signals(struct noconfig *n)
{
	static const int ends[] = { SIGINT, SIGTERM, SIGHUP };

	sigemptyset(&n->signals);
	sigaddset(&n->signals, SIGCHLD);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (!signal_ignored(ends[i]))
			sigaddset(&n->signals, ends[i]);
	sigprocmask(SIG_BLOCK, &n->signals, NULL);
}

static void not_checked(struct noconfig *n, const char *file, const char *why)
{
	lg_vec_push(&n->output.coverage.not_checked,
		    lg_printf(&n->output.pool, "%s: %s", file, why));
	output_not_checked(&n->output, "%s: not checked: %s", file, why);
}

/* -------------------------------------------------------------- ABI headers */

static bool start(struct noconfig *n, struct job *j)
{
	struct variant *v = &n->variants[j->step];
	lg_strings arguments = { NULL, 0, 0 };
	struct gcc_job gcc = { n->o, n->tree, NULL, j->header, j->record,
			       n->state, false, &arguments };
	struct flags flags;
	char **argv;
	int fd, err;

	memset(&flags, 0, sizeof(flags));
	flags.keep = v->keep;
	flags.file = lg_printf(&n->pool, "%s/%s", n->tree, j->header);
	if (j->tolerate)
		lg_vec_push(&arguments, "errors=functions");
	if (j->step == 0)
		lg_vec_push(&arguments,
			    lg_printf(&n->pool, "layout=%s", j->layout));
	if (j->step == VARIANTS - 1 && j->laid_out)
		lg_vec_push(&arguments, lg_printf(&n->pool, "compare=%s:%s",
			    n->variants[0].machine, j->layout));
	argv = gcc_command(&n->pool, &gcc, &flags);
	lg_vec_free(&arguments);
	unlink(j->record);
	fd = open(j->said, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		lg_die("%s: %s", j->said, strerror(errno));
	err = process_start(&j->process, argv, n->temp, fd, false,
			    COMPILE_SECONDS) < 0 ? errno : 0;
	close(fd);
	if (err)
		lg_die("cannot run %s: %s", plugin_gcc(), strerror(err));
	return true;
}

/* Was @file asked for? */
static bool asked(struct noconfig *n, const char *file)
{
	for (size_t i = 0; i < n->scan.found.n; i++)
		if (file && !strcmp(n->scan.found.v[i].path, file))
			return true;
	return n->whole;
}

/* Of what a header includes, only what was asked for counts. */
static void keep_asked(struct noconfig *n, size_t findings, size_t structs,
		       size_t files)
{
	struct lg_findings *fs = &n->output.findings;
	struct lg_coverage *cov = &n->output.coverage;
	size_t kept = findings;

	for (size_t i = findings; i < fs->v.n; i++)
		if (asked(n, fs->v.v[i]->loc.file))
			fs->v.v[kept++] = fs->v.v[i];
	fs->v.n = kept;
	for (kept = structs; structs < cov->structs.n; structs++) {
		const char *s = cov->structs.v[structs];

		if (asked(n, lg_strndup(&n->pool, s, strcspn(s, "\t"))))
			cov->structs.v[kept++] = s;
	}
	cov->structs.n = kept;
	for (kept = files; files < cov->files.n; files++)
		if (asked(n, cov->files.v[files]))
			cov->files.v[kept++] = cov->files.v[files];
	cov->files.n = kept;
}

static void take_record(struct noconfig *n, struct job *j)
{
	struct output *out = &n->output;
	size_t findings = out->findings.v.n;
	size_t structs = out->coverage.structs.n;
	size_t files = out->coverage.files.n;
	size_t failed = out->coverage.not_checked.n;
	char *unit = NULL, *source = NULL, *error = NULL;

	if (lg_record_read(j->record, &out->findings, &out->coverage, &unit,
			   &source, &error) < 0)
		not_checked(n, j->header, error);
	else
		keep_asked(n, findings, structs, files);
	out->incomplete |= out->coverage.not_checked.n > failed;
	free(unit);
	free(source);
	free(error);
}

/* Why the variant could not be laid out; NULL: it was, or is at it again. */
static const char *failure(struct noconfig *n, struct job *j, int status,
			   bool *again)
{
	char *said = lg_read_file(&n->pool, j->said, NULL);
	const char *harm;

	*again = false;
	said = said ? said : lg_strdup(&n->pool, "");
	if (j->process.timed_out || WIFSIGNALED(status))
		return lg_printf(&n->pool, "the compiler was stopped after %d "
				 "seconds or by a limit", COMPILE_SECONDS);
	/* The driver's status hides that cc1 was killed. */
	if (strstr(said, "internal compiler error") ||
	    strstr(said, "terminated program") ||
	    strstr(said, "out of memory"))
		return gcc_first_error(&n->pool, said);
	if (status == 0 || (j->tolerate && path_exists(j->record)))
		return NULL;
	if (j->tolerate || j->tries++ >= COMPILE_TRIES)
		return gcc_first_error(&n->pool, said);
	*again = standin_missing(&n->pool, &n->variants[j->step], said);
	if (*again)
		return NULL;
	harm = standin_harm(&n->pool, n->policy, n->tree, said);
	*again = j->tolerate = !harm;
	return harm;
}

/* A layout for the other machine, or page size, that cannot be made is told
 * when there is one for the machine that findings come from; else the header
 * is not checked at all, and saying so once is enough. */
static void failed(struct noconfig *n, struct job *j, const char *why)
{
	const struct variant *v = &n->variants[j->step];

	if (j->process.timed_out)
		j->step = VARIANTS - 1;		/* so would the others be */
	if (j->step == VARIANTS - 1)
		not_checked(n, j->header, why);
	else
		lg_vec_push(&j->failures, lg_printf(&n->pool,
			    "%s, %s pages: %s", v->machine, v->page, why));
}

/* The header was laid out; for the other machines, perhaps not. */
static void tell_failures(struct noconfig *n, struct job *j)
{
	for (size_t i = 0; i < j->failures.n; i++)
		not_checked(n, lg_printf(&n->pool, "%s for %.*s", j->header,
				(int)strcspn(j->failures.v[i], ":"),
				j->failures.v[i]),
			    strchr(j->failures.v[i], ':') + 2);
}

/* True when the job goes on: the same machine again, or the next one. */
static bool finish(struct noconfig *n, struct job *j, int status)
{
	bool again;
	const char *why = failure(n, j, status, &again);

	if (again)
		return start(n, j);
	if (why) {
		failed(n, j, why);
	} else if (j->step == VARIANTS - 1) {
		take_record(n, j);
		tell_failures(n, j);
	} else if (j->step == 0) {
		j->laid_out = true;
	}
	j->tolerate = false;
	j->tries = 0;
	if (++j->step < VARIANTS)
		return start(n, j);
	lg_vec_free(&j->failures);
	j->header = NULL;
	n->running--;
	return false;
}

static void start_next(struct noconfig *n, struct job *j)
{
	while (n->next < n->scan.found.n) {
		struct candidate *c = &n->scan.found.v[n->next++];
		const char *slash = strrchr(c->path, '/');

		if (!c->zone)
			continue;
		if (slash && slash[1] == '@') {	/* GCC would open it as a list */
			not_checked(n, c->path, "its name begins with @");
			continue;
		}
		j->header = c->path;
		j->step = 0;
		j->tries = 0;
		j->tolerate = j->laid_out = false;
		n->running++;
		start(n, j);
		return;
	}
}

static void reap(struct noconfig *n)
{
	for (unsigned int i = 0; i < n->o->jobs; i++) {
		struct job *j = &n->jobs[i];
		int status;

		if (!j->header)
			continue;
		if (now_seconds() > j->process.deadline &&
		    !j->process.timed_out) {
			j->process.timed_out = true;
			process_kill(&j->process);
		}
		if (waitpid(j->process.pid, &status, WNOHANG) ==
		    j->process.pid && !finish(n, j, status))
			start_next(n, j);
	}
}

static void lay_out(struct noconfig *n)
{
	static const struct timespec tick = { 0, POLL_NANOSECONDS };

	for (unsigned int i = 0; i < n->o->jobs; i++)
		start_next(n, &n->jobs[i]);
	while (n->running) {
		int sig = sigtimedwait(&n->signals, NULL, &tick);

		if (sig > 0 && sig != SIGCHLD)
			interrupted(n, sig);
		reap(n);
	}
}

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

static void check_texts(struct noconfig *n)
{
	for (size_t i = 0; i < n->scan.found.n; i++) {
		const struct candidate *c = &n->scan.found.v[i];

		if (c->zone)
			continue;
		check_text(n, c);
		n->unchecked++;
		if (!n->whole)
			output_not_checked(&n->output, "%s: not checked: no "
				"engine without a build (give --build DIR)",
				c->path);
	}
}

/* ------------------------------------------------------------------- paths */

static void add_path(struct noconfig *n, const char *given)
{
	char *full = lg_path_normal(&n->pool, n->tree, given);

	if (!path_exists(full))
		full = lg_path_normal(&n->pool, current_directory(&n->pool),
				      given);
	if (!path_exists(full))
		output_not_checked(&n->output, "%s: no such file in %s", given,
				   n->tree);
	else if (*lg_path_in_tree(&n->pool, n->tree, n->tree, full) == '/' &&
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

static void find_files(struct noconfig *n)
{
	n->scan.tree = n->tree;
	n->scan.policy = n->policy;
	n->whole = !n->o->args.n;
	if (n->whole)
		scan_walk(&n->scan, n->tree);
	for (size_t i = 0; i < n->o->args.n; i++)
		add_path(n, n->o->args.v[i]);
	scan_files(&n->scan, n->o->jobs);
	for (size_t i = 0; i < n->scan.unread.n; i++) {
		lg_vec_push(&n->output.coverage.not_checked,
			    n->scan.unread.v[i]);
		output_not_checked(&n->output, "%s; not checked",
				   n->scan.unread.v[i]);
	}
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

static void remark(struct noconfig *n)
{
	size_t headers = 0;

	for (size_t i = 0; i < n->scan.found.n; i++)
		headers += n->scan.found.v[i].zone;
	n->output.sparse = lg_printf(&n->pool, "without a build (ABI headers: "
		"each alone, x86-64 against arm64; private-include: as text)");
	if (n->unchecked)
		n->output.sparse = lg_printf(&n->pool, "%s; %zu file%s not "
			"checked: no engine without a build (give --build "
			"DIR)", n->output.sparse, n->unchecked,
			n->unchecked == 1 ? "" : "s");
	/* Nothing found because nothing was looked at is no success. */
	if (!headers && n->unchecked)
		n->output.incomplete = true;
}

int check_without_build(struct options *o)
{
	struct noconfig n;
	int status;

	memset(&n, 0, sizeof(n));
	n.o = o;
	find_tree(&n);
	if (!plugin_path(&n.pool))
		lg_die("luoguard.so is missing: neither beside the luoguard "
		       "command nor in ../lib/luoguard");
	if (!process_find(&n.pool, plugin_gcc()))
		lg_die("cannot run %s: %s", plugin_gcc(), strerror(ENOENT));
	n.policy = options_policy(o);
	output_init(&n.output, o, n.tree);
	n.output.no_build = true;
	find_files(&n);
	make_temp(&n);
	block_signals(&n);
	lay_out(&n);
	remove_temp(&n);
	sigprocmask(SIG_UNBLOCK, &n.signals, NULL);
	check_texts(&n);
	remark(&n);
	output_settle(&n.output, n.policy);
	status = output_finish(&n.output);
	output_free(&n.output);
	for (size_t i = 0; i < n.scan.found.n; i++)
		lg_vec_free(&n.scan.found.v[i].includes);
	lg_vec_free(&n.scan.found);
	lg_vec_free(&n.scan.all);
	lg_vec_free(&n.scan.unread);
	lg_policy_free(n.policy);
	lg_pool_free(&n.scan.pool);
	lg_pool_free(&n.pool);
	return status;
}
