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
#include <unistd.h>

#include "noconfig.h"

#define COMPILE_SECONDS 20
#define COMPILE_TRIES 24	/* each makes a header that was missing */

/* Starts the variant that the header of @job is at. True. */
static bool start(struct noconfig *n, struct job *job)
{
	struct header_job *j = &n->headers[job->slot];
	struct variant *v = &n->variants[j->step];
	lg_strings arguments = { NULL, 0, 0 };
	struct gcc_job gcc = { n->o, n->tree, NULL, j->header, j->record,
			       n->state, false, &arguments };
	struct flags flags;
	char **argv;

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
	if (!job_start(job, argv, n->temp, COMPILE_SECONDS))
		lg_die("cannot run %s: %s", plugin_gcc(), strerror(errno));
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
	const char *wrong = output_add_record(out, j->record);

	if (wrong)
		output_file_not_checked(out, j->header, wrong);
	else	/* of what a header includes, what was asked for counts */
		output_keep(out, &mark, asked, n);
	out->incomplete |= out->coverage.not_checked.n > mark.failed;
}

/* Why the variant could not be laid out; NULL: it was, or is at it again. */
static const char *failure(struct noconfig *n, const struct job *job,
			   int status, bool *again)
{
	struct header_job *j = &n->headers[job->slot];
	const char *stopped = job_stopped(&n->pool, job, status);
	const char *said = job_said(&n->pool, job), *harm;

	*again = false;
	if (stopped)
		return lg_printf(&n->pool, "the compiler was %s", stopped);
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
static void failed(struct noconfig *n, const struct job *job, const char *why)
{
	struct header_job *j = &n->headers[job->slot];
	const struct variant *v = &n->variants[j->step];

	if (job->process.timed_out)
		j->step = VARIANTS - 1;		/* so would the others be */
	if (j->step == VARIANTS - 1)
		output_file_not_checked(&n->output, j->header, why);
	else
		lg_vec_push(&j->failures, lg_printf(&n->pool,
			    "%s, %s pages: %s", v->machine, v->page, why));
}

/* The header was laid out; for the other machines, perhaps not. */
static void tell_failures(struct noconfig *n, struct header_job *j)
{
	for (size_t i = 0; i < j->failures.n; i++)
		output_file_not_checked(&n->output,
			lg_printf(&n->pool, "%s for %.*s", j->header,
				  (int)strcspn(j->failures.v[i], ":"),
				  j->failures.v[i]),
			strchr(j->failures.v[i], ':') + 2);
}

/* True when the job goes on: the same machine again, or the next one. */
static bool finish(void *noconfig, struct job *job, int status)
{
	struct noconfig *n = noconfig;
	struct header_job *j = &n->headers[job->slot];
	bool again;
	const char *why = failure(n, job, status, &again);

	if (again)
		return start(n, job);
	if (why) {
		failed(n, job, why);
	} else if (j->step == VARIANTS - 1) {
		take_record(n, j);
		tell_failures(n, j);
	} else if (j->step == 0) {
		j->laid_out = true;
	}
	j->tolerate = false;
	j->tries = 0;
	if (++j->step < VARIANTS)
		return start(n, job);
	lg_vec_free(&j->failures);
	return false;
}

static bool start_next(void *noconfig, struct job *job)
{
	struct noconfig *n = noconfig;
	struct header_job *j = &n->headers[job->slot];

	while (n->next < n->scan.found.n) {
		struct candidate *c = &n->scan.found.v[n->next++];
		const char *slash = strrchr(c->path, '/');

		if (!c->zone)
			continue;
		if (slash && slash[1] == '@') {	/* GCC would open it as a list */
			output_file_not_checked(&n->output, c->path,
						"its name begins with @");
			continue;
		}
		j->header = c->path;
		j->step = 0;
		j->tries = 0;
		j->tolerate = j->laid_out = false;
		return start(n, job);
	}
	return false;
}

static void interrupted(void *noconfig)
{
	temp_remove(((struct noconfig *)noconfig)->temp);
}

void noconfig_lay_out(struct noconfig *n)
{
	struct jobs jobs = {
		.slots = n->o->jobs,
		.temp = n->temp,
		.arg = n,
		.next = start_next,
		.ended = finish,
		.interrupted = interrupted,
	};

	jobs_run(&jobs);
}
