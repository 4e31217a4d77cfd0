// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * layouts.c - the layouts of ABI headers in a tree without a build.
 *
 * Each header is parsed alone, by a GCC of its own with limits on time and
 * memory, once for each machine and page size. The first run, for arm64 with 4K
 * pages, leaves its layouts for the last one, for x86-64, whose record counts;
 * those between only have to succeed. What a build would have generated is
 * found beforehand (closure.c), or else when GCC asks for it.
 */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "noconfig.h"

#define COMPILE_SECONDS 20
#define COMPILE_TRIES 24	/* each makes a header that was missing */

/* ------------------------------------------------------- what is generated */

static bool file_there(void *noconfig, const char *path)
{
	struct noconfig *n = noconfig;
	struct stat st;

	return stat(lg_printf(&n->pool, "%s/%s", n->tree, path), &st) == 0 &&
	       S_ISREG(st.st_mode);
}

static char *file_text(struct lg_pool *pool, void *noconfig, const char *path,
		       size_t *bytes)
{
	struct noconfig *n = noconfig;

	return lg_read_source(pool, lg_printf(pool, "%s/%s", n->tree, path),
			      bytes);
}

/* Makes what the headers include and no directory has: each try of GCC's costs
 * as much as the layout. */
static void generate(struct noconfig *n)
{
	struct closure c = { .has = file_there, .read = file_text, .from = n };

	closure_add(&c, "include/linux/kconfig.h");
	closure_add(&c, "include/linux/compiler_types.h");
	for (size_t i = 0; i < n->headers.n; i++)
		closure_add(&c, n->headers.v[i].path);
	for (size_t i = 0; i < c.missing.n; i++)
		standin_generate(&n->pool, n->variants, c.missing.v[i]);
	closure_free(&c);
}

/* ------------------------------------------------------------------ layouts */

const char *machine_name(struct lg_pool *pool, const struct variant *v)
{
	return lg_printf(pool, "%s with %s pages", v->machine, v->page);
}

/* Starts the variant that the slot of @job is at. True. */
static bool start(struct noconfig *n, struct job *job)
{
	struct variant_job *v = &n->slots[job->slot];
	struct header_job *h = v->header;
	struct variant *on = &n->variants[v->step];
	lg_strings arguments = { NULL, 0, 0 };
	struct gcc_job gcc = { n->o, n->tree, NULL, h->path, v->record,
			       n->state, false, &arguments };
	struct flags flags;
	char **argv;

	memset(&flags, 0, sizeof(flags));
	flags.keep = on->keep;
	flags.file = lg_printf(&n->pool, "%s/%s", n->tree, h->path);
	lg_vec_push(&arguments, "errors=functions");
	if (n->see) {
		lg_vec_push(&arguments, "root=" CONTAIN_ROOT);
		job->contain = &v->contain;
		gcc.state = v->dir;
	}
	if (v->step == 0) {
		h->layout = lg_printf(&n->pool, "%s/%zu.layout", v->dir,
				      (size_t)(h - n->headers.v));
		lg_vec_push(&arguments,
			    lg_printf(&n->pool, "layout=%s", h->layout));
	}
	if (v->step == VARIANTS - 1 && h->laid_out)
		lg_vec_push(&arguments, lg_printf(&n->pool, "compare=%s:%s",
			    n->variants[0].machine, h->layout));
	if (n->contracts)
		lg_vec_push(&arguments, lg_printf(&n->pool, "contract=%s:%s",
			    machine_name(&n->pool, on), v->contract));
	argv = gcc_command(&n->pool, &gcc, &flags);
	lg_vec_free(&arguments);
	unlink(v->record);
	unlink(v->contract);
	if (!job_start(job, argv, n->work, COMPILE_SECONDS))
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

/* Whoever wrote it is gone, but may have been led astray. */
const char *noconfig_astray(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && !S_ISREG(st.st_mode) ?
	       "the compiler left no plain file" : NULL;
}

static void take_record(struct noconfig *n, const struct variant_job *v)
{
	struct output *out = &n->output;
	struct output_mark mark = output_mark(out);
	const char *wrong = noconfig_astray(v->record);

	if (!wrong)
		wrong = output_add_record(out, v->record);
	if (wrong)
		output_file_not_checked(out, v->header->path, wrong);
	else	/* of what a header includes, what was asked for counts */
		output_keep(out, &mark, asked, n);
	out->incomplete |= out->coverage.not_checked.n > mark.failed;
}

void noconfig_take_contract(struct noconfig *n, const struct variant_job *v,
			    const char *path)
{
	const char *wrong = noconfig_astray(v->contract);
	char *text = wrong ? NULL : lg_read_file(&n->pool, v->contract, NULL);

	if (text)
		wrong = lg_contracts_read(n->contracts, v->contract, text);
	else if (!wrong)
		wrong = strerror(errno);
	if (wrong)
		output_file_not_checked(&n->output, path, wrong);
	n->output.incomplete |= wrong != NULL;
}

/* Why the variant could not be laid out; NULL: it was, or is at it again. */
static const char *failure(struct noconfig *n, const struct job *job,
			   int status, bool *again)
{
	struct variant_job *v = &n->slots[job->slot];
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
	if (status == 0)
		return NULL;
	*again = v->tries++ < COMPILE_TRIES &&
		 standin_missing(&n->pool, &n->variants[v->step], said);
	if (*again)
		return NULL;
	harm = standin_harm(&n->pool, n->policy, n->tree, said);
	if (!harm && !path_exists(v->record))
		harm = gcc_first_error(&n->pool, said);
	return harm;
}

/* What ran out of its time for one machine does so for the others. */
static void skip_others(struct header_job *h)
{
	for (size_t i = 0; i < VARIANTS; i++) {
		h->ended += !h->started[i];
		h->started[i] = true;
	}
}

const char *noconfig_without(struct noconfig *n, const char *dir,
			     const char *why)
{
	const char *prefix = lg_printf(&n->pool, "%s/", dir);
	const char *at = strstr(why, prefix);

	return !at ? why : lg_printf(&n->pool, "%.*s%s", (int)(at - why), why,
				     at + strlen(prefix));
}

/* A layout for the other machine, or page size, that cannot be made is told
 * when there is one for the machine that findings come from; else the header
 * is not checked at all, and saying so once is enough. */
static void failed(struct noconfig *n, const struct job *job, const char *why)
{
	struct variant_job *v = &n->slots[job->slot];
	struct header_job *h = v->header;
	const struct variant *on = &n->variants[v->step];

	why = noconfig_without(n, n->tree, why);
	if (job->process.timed_out)
		skip_others(h);
	if (job->process.timed_out || v->step == VARIANTS - 1) {
		if (!h->failed)
			output_file_not_checked(&n->output, h->path, why);
		h->failed = true;
	} else {
		lg_vec_push(&h->failures, lg_printf(&n->pool,
			    "%s, %s pages: %s", on->machine, on->page, why));
	}
}

/* The header was laid out; for the other machines, perhaps not. */
static void tell_failures(struct noconfig *n, struct header_job *h)
{
	for (size_t i = 0; i < h->failures.n && !h->failed; i++)
		output_file_not_checked(&n->output,
			lg_printf(&n->pool, "%s for %.*s", h->path,
				  (int)strcspn(h->failures.v[i], ":"),
				  h->failures.v[i]),
			strchr(h->failures.v[i], ':') + 2);
	lg_vec_free(&h->failures);
}

/* True when the job goes on: the same machine again. */
static bool finish(void *noconfig, struct job *job, int status)
{
	struct noconfig *n = noconfig;
	struct variant_job *v = &n->slots[job->slot];
	struct header_job *h = v->header;
	bool again;
	const char *why = failure(n, job, status, &again);

	if (again)
		return start(n, job);
	if (why)
		failed(n, job, why);
	else if (v->step == VARIANTS - 1)
		take_record(n, v);
	if (!why && n->contracts)
		noconfig_take_contract(n, v, h->path);
	if (v->step == 0) {
		h->laid_out = !why;
		h->comparable = true;
	}
	if (++h->ended == VARIANTS)
		tell_failures(n, h);
	return false;
}

/* The next variant of @h that may start; VARIANTS: none now. */
static size_t ready(const struct header_job *h)
{
	size_t i = 0;

	while (i < VARIANTS && h->started[i])
		i++;
	return i == VARIANTS - 1 && !h->comparable ? VARIANTS : i;
}

static bool start_next(void *noconfig, struct job *job)
{
	struct noconfig *n = noconfig;
	struct variant_job *v = &n->slots[job->slot];

	for (size_t i = 0; i < n->headers.n; i++) {
		struct header_job *h = &n->headers.v[i];
		size_t step = ready(h);

		if (step == VARIANTS)
			continue;
		h->started[step] = true;
		v->header = h;
		v->step = step;
		v->tries = 0;
		return start(n, job);
	}
	return false;
}

static void add_header(struct noconfig *n, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct header_job h;

	if (slash && slash[1] == '@') {	/* GCC would open it as a list */
		output_file_not_checked(&n->output, path,
					"its name begins with @");
		return;
	}
	memset(&h, 0, sizeof(h));
	h.path = path;
	/* who isn't told has no use for what can only fail */
	for (size_t i = 1; n->output.silent && !n->contracts &&
	     i < VARIANTS - 1; i++) {
		h.started[i] = true;
		h.ended++;
	}
	lg_vec_push(&n->headers, h);
}

void noconfig_interrupted(void *noconfig)
{
	temp_remove(((struct noconfig *)noconfig)->temp);
}

/* A directory each: one that was led astray spoils nothing for the others. */
void noconfig_slots(struct noconfig *n)
{
	if (n->slots)
		return;
	n->slots = lg_alloc(&n->pool, n->o->jobs * sizeof(*n->slots));
	for (unsigned int i = 0; i < n->o->jobs; i++) {
		struct variant_job *v = &n->slots[i];

		v->dir = lg_printf(&n->pool, "%s/%u", n->work, i);
		if (mkdir(v->dir, 0700) < 0 && errno != EEXIST)
			lg_die("%s: %s", v->dir, strerror(errno));
		v->record = lg_printf(&n->pool, "%s/json", v->dir);
		v->files = lg_printf(&n->pool, "%s/files", v->dir);
		v->facts = lg_printf(&n->pool, "%s/facts", v->dir);
		v->contract = lg_printf(&n->pool, "%s/contract", v->dir);
		v->contain.see = n->see;
		v->contain.write = v->dir;
		v->contain.more = &n->shown;
		v->contain.compiler = true;
	}
}

void noconfig_lay_out(struct noconfig *n)
{
	struct jobs jobs = {
		.slots = n->o->jobs,
		.temp = n->work,
		.arg = n,
		.next = start_next,
		.ended = finish,
		.interrupted = noconfig_interrupted,
	};

	for (size_t i = 0; i < n->scan.found.n; i++)
		if (n->scan.found.v[i].zone)
			add_header(n, n->scan.found.v[i].path);
	if (!n->headers.n)
		return;
	standin_make(&n->pool, n->tree, n->work, n->variants);
	generate(n);
	/* in an order of their own; the one that findings come from is first */
	for (size_t i = 0; n->contracts && i < VARIANTS; i++)
		lg_contract_of(n->contracts, machine_name(&n->pool,
			       &n->variants[(i + VARIANTS - 1) % VARIANTS]));
	noconfig_slots(n);
	jobs_run(&jobs);
	lg_vec_free(&n->headers);
	for (size_t i = 0; i < VARIANTS; i++)
		lg_vec_free(&n->variants[i].keep);
}
