// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * layouts.c - the layouts of ABI headers in a tree without a build.
 *
 * Each header is parsed alone, by a GCC of its own with limits on time and
 * memory, once for each machine and page size. The first run, for arm64 with 4K
 * pages, leaves its layouts for the last one, for x86-64, whose record counts;
 * those between only have to succeed.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "noconfig.h"

#define COMPILE_SECONDS 20
#define COMPILE_TRIES 24	/* each makes a header that was missing */
#define POLL_NANOSECONDS 200000000L

static void __attribute__((noreturn)) interrupted(struct noconfig *n, int sig)
{
	for (unsigned int i = 0; i < n->o->jobs; i++) {
		if (!n->jobs[i].header)
			continue;
		process_kill(&n->jobs[i].process);
		waitpid(n->jobs[i].process.pid, NULL, 0);
	}
	noconfig_remove_temp(n);
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

static bool start(struct noconfig *n, struct header_job *j)
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
static bool asked(void *noconfig, const char *file)
{
	const struct noconfig *n = noconfig;

	for (size_t i = 0; i < n->scan.found.n; i++)
		if (file && !strcmp(n->scan.found.v[i].path, file))
			return true;
	return n->whole;
}

static void take_record(struct noconfig *n, struct header_job *j)
{
	struct output *out = &n->output;
	struct output_mark mark = output_mark(out);
	char *unit = NULL, *source = NULL, *error = NULL;

	if (lg_record_read(j->record, &out->findings, &out->coverage, &unit,
			   &source, &error) < 0)
		not_checked(n, j->header, error);
	else	/* of what a header includes, what was asked for counts */
		output_keep(out, &mark, asked, n);
	out->incomplete |= out->coverage.not_checked.n > mark.failed;
	free(unit);
	free(source);
	free(error);
}

/* Why the variant could not be laid out; NULL: it was, or is at it again. */
static const char *failure(struct noconfig *n, struct header_job *j, int status,
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
static void failed(struct noconfig *n, struct header_job *j, const char *why)
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
static void tell_failures(struct noconfig *n, struct header_job *j)
{
	for (size_t i = 0; i < j->failures.n; i++)
		not_checked(n, lg_printf(&n->pool, "%s for %.*s", j->header,
				(int)strcspn(j->failures.v[i], ":"),
				j->failures.v[i]),
			    strchr(j->failures.v[i], ':') + 2);
}

/* True when the job goes on: the same machine again, or the next one. */
static bool finish(struct noconfig *n, struct header_job *j, int status)
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

static void start_next(struct noconfig *n, struct header_job *j)
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
		struct header_job *j = &n->jobs[i];
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

void noconfig_lay_out(struct noconfig *n)
{
	static const struct timespec tick = { 0, POLL_NANOSECONDS };

	block_signals(n);
	for (unsigned int i = 0; i < n->o->jobs; i++)
		start_next(n, &n->jobs[i]);
	while (n->running) {
		int sig = sigtimedwait(&n->signals, NULL, &tick);

		if (sig > 0 && sig != SIGCHLD)
			interrupted(n, sig);
		reap(n);
	}
	noconfig_remove_temp(n);
	sigprocmask(SIG_UNBLOCK, &n->signals, NULL);
}
