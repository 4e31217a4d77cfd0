// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * exact.c - files of a state that a build knows, compiled with their true flags.
 *
 * As "luoguard check --build" does it, but for a stranger's change: the files
 * are copies (stage.c, built-lay.c), and the compiler runs in a container. Where
 * this and another engine say something of the same file or struct, this counts:
 * it saw what the kernel is made of.
 */
#include <errno.h>
#include <json-c/json.h>
#include <unistd.h>

#include "noconfig.h"

#define COMPILE_SECONDS 120
#define COMPILE_TRIES 4		/* each drops the flags that GCC refused */

/* What a slot of jobs is at. */
struct compile {
	struct exact_unit *unit;
	struct flags flags;
	unsigned int tries;
};

struct run {
	struct noconfig *n;
	struct exact *x;
	size_t next;
	struct compile *at;
};

static const char *file_of(const struct run *r, const struct exact_unit *u)
{
	return r->n->was ? u->was : u->is;
}

/* Is it to be compiled in this state? What is not compiled as it is, is not
 * compared with what it was. */
static bool wanted(const struct run *r, const struct exact_unit *u)
{
	return file_of(r, u) && (!r->n->was || u->compiled);
}

/* Of a file as it was, nothing is said before it is known what that means. */
static void failed(struct run *r, struct exact_unit *u, const char *why)
{
	struct noconfig *n = r->n;

	why = noconfig_without(n, n->tree, noconfig_without(n, r->x->laid,
							    why));
	why = lg_printf(&n->pool, "with the flags of %s: %s", r->x->built->given,
			why);
	if (n->was)
		u->unknown = why;
	else
		output_file_not_checked(&n->output, u->is, why);
}

/* What the configuration makes of a contract is one more of the machines that
 * headers are laid out for. */
static bool takes_contracts(const struct noconfig *n)
{
	return n->contracts && n->contracts->machines.n;
}

static bool start(struct run *r, struct job *job)
{
	struct compile *c = &r->at[job->slot];
	struct noconfig *n = r->n;
	struct variant_job *v = &n->slots[job->slot];
	lg_strings arguments = { NULL, 0, 0 };
	struct gcc_job gcc = { n->o, n->tree, NULL, c->unit->of->object,
			       v->record, n->state, false, &arguments };
	char **argv;

	lg_vec_push(&arguments, lg_printf(&n->pool, "files=%s", v->files));
	if (n->want_accesses && !n->was)
		lg_vec_push(&arguments, lg_printf(&n->pool, "facts=%s",
						  v->facts));
	if (takes_contracts(n))
		lg_vec_push(&arguments, lg_printf(&n->pool,
			    "contract=this configuration:%s", v->contract));
	job->contain = NULL;
	if (n->see) {
		lg_vec_push(&arguments, "root=" CONTAIN_ROOT);
		job->contain = &v->contain;
		gcc.state = v->dir;
	}
	argv = gcc_command(&n->pool, &gcc, &c->flags);
	lg_vec_free(&arguments);
	unlink(v->record);
	unlink(v->files);
	unlink(v->facts);
	unlink(v->contract);
	if (!job_start(job, argv, n->work, COMPILE_SECONDS))
		lg_die("cannot run %s: %s", plugin_gcc(), strerror(errno));
	return true;
}

static bool start_next(void *run, struct job *job)
{
	struct run *r = run;
	struct compile *c = &r->at[job->slot];

	while (r->next < r->x->units.n) {
		const char *wrong, *path;

		c->unit = &r->x->units.v[r->next++];
		c->tries = 1;
		path = file_of(r, c->unit);
		if (!wanted(r, c->unit))
			continue;
		wrong = built_flags(&r->n->pool, r->x->built, c->unit->of,
				    path, r->n->tree, r->x->laid, &c->flags);
		if (*path == '@' || strstr(path, "/@"))
			wrong = "its name begins with @";
		if (!wrong)
			return start(r, job);
		failed(r, c->unit, wrong);
		lg_vec_free(&c->flags.keep);
	}
	return false;
}

/* What stands in no file of the tree is nobody's finding. */
static bool of_tree(void *arg, const char *file)
{
	(void)arg;
	return file && *file != '/';
}

/* Notes which files were read; why not, or NULL. */
static const char *take_files(struct noconfig *n, const char *path)
{
	const char *wrong = noconfig_astray(path);
	char *text = wrong ? NULL : lg_read_file(&n->pool, path, NULL), *line;

	if (!text)
		return wrong ? wrong : strerror(errno);
	while ((line = strsep(&text, "\n")) && *line)
		lg_vec_push(&n->exact_files, line);
	return NULL;
}

static const char *string_of(struct json_object *o, const char *key)
{
	struct json_object *v;

	return json_object_object_get_ex(o, key, &v) ?
	       json_object_get_string(v) : NULL;
}

/* One line of facts. Whose address is taken, or what is handed on, is written
 * before the kexec and read after it. */
static void take_access(struct noconfig *n, struct json_object *o)
{
	const char *fact = string_of(o, "fact"), *how = string_of(o, "access");
	const char *tag = string_of(o, "struct"), *file = string_of(o, "file");
	const char *function = string_of(o, "function");
	struct json_object *v;
	struct accessor p;
	unsigned int line;

	if (!fact || strcmp(fact, "access") || !how || !tag || !file ||
	    !function || !json_object_object_get_ex(o, "line", &v))
		return;
	line = (unsigned int)json_object_get_int(v);
	memset(&p, 0, sizeof(p));
	p.tag = lg_strdup(&n->pool, tag);
	p.file = lg_strdup(&n->pool, file);
	p.function = lg_strdup(&n->pool, function);
	if (!strcmp(how, "read"))
		p.read = line;
	else if (strcmp(how, "both"))
		p.written = line;
	else if (json_object_object_get_ex(o, "before", &v) &&
		 json_object_get_boolean(v))
		p.written = line;
	else if (json_object_object_get_ex(o, "after", &v) &&
		 json_object_get_boolean(v))
		p.read = line;
	if (p.read || p.written)
		lg_vec_push(&n->accesses, p);
}

static void take_accesses(struct noconfig *n, const char *path)
{
	struct lg_pool pool = { NULL };
	char *text = lg_read_file(&pool, path, NULL), *line;

	while (text && (line = strsep(&text, "\n"))) {
		struct json_object *o = strstr(line, "\"access\"") ?
					json_tokener_parse(line) : NULL;

		if (o)
			take_access(n, o);
		json_object_put(o);
	}
	lg_pool_free(&pool);
}

/* Why the record cannot be used; NULL: it was. */
static const char *take_record(struct run *r, const struct exact_unit *u,
			       const struct variant_job *v)
{
	struct output *out = &r->n->output;
	struct output_mark mark = output_mark(out);
	const char *wrong = noconfig_astray(v->record);

	if (!wrong)
		wrong = take_files(r->n, v->files);
	if (!wrong && r->n->want_accesses && !r->n->was)
		wrong = noconfig_astray(v->facts);
	if (!wrong && r->n->want_accesses && !r->n->was)
		take_accesses(r->n, v->facts);
	if (!wrong)
		wrong = output_add_record(out, v->record);
	if (wrong)
		return wrong;
	if (takes_contracts(r->n))
		noconfig_take_contract(r->n, v, file_of(r, u));
	output_keep(out, &mark, of_tree, NULL);
	for (size_t i = mark.structs; i < out->coverage.structs.n; i++)
		lg_vec_push(&r->n->exact_structs, out->coverage.structs.v[i]);
	out->incomplete |= out->coverage.not_checked.n > mark.failed;
	return NULL;
}

/* True when the job was started again with fewer flags. */
static bool finish(void *run, struct job *job, int status)
{
	struct run *r = run;
	struct compile *c = &r->at[job->slot];
	struct lg_pool *pool = &r->n->pool;
	const char *stopped = job_stopped(pool, job, status), *why;
	const char *said = job_said(pool, job);

	if (status == 0)
		why = take_record(r, c->unit, &r->n->slots[job->slot]);
	else if (stopped)
		why = lg_printf(pool, "the compiler was %s", stopped);
	else if (c->tries++ < COMPILE_TRIES &&
		 flags_drop_unknown(pool, &c->flags, said))
		return start(r, job);
	else
		why = gcc_first_error(pool, said);
	if (why)
		failed(r, c->unit, why);
	else if (!r->n->was)
		c->unit->compiled = true;
	lg_vec_free(&c->flags.keep);
	return false;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void exact_compile(struct noconfig *n)
{
	struct run r = { .n = n, .x = n->exact };
	struct jobs jobs = {
		.slots = n->o->jobs,
		.temp = n->work,
		.arg = &r,
		.next = start_next,
		.ended = finish,
		.interrupted = noconfig_interrupted,
	};
	size_t first = n->output.findings.v.n;

	/* a header that was laid out by itself knows no configuration */
	r.at = lg_alloc(&n->pool, n->o->jobs * sizeof(*r.at));
	noconfig_slots(n);
	jobs_run(&jobs);
	if (n->exact_files.n)
		qsort(n->exact_files.v, n->exact_files.n,
		      sizeof(*n->exact_files.v), by_name);
	exact_overrule(n, 0, first);
}

void exact_count(const struct exact *x, struct exact_count *c)
{
	for (size_t i = 0; x && i < x->units.n; i++) {
		const struct exact_unit *u = &x->units.v[i];

		c->compiled += u->compiled && !u->rechecked;
		c->rechecked += u->compiled && u->rechecked;
	}
	c->including += x ? x->including : 0;
}

const char *exact_said(struct lg_pool *pool, const char *build,
		       const struct exact_count *c)
{
	const char *said = lg_printf(pool, "%zu file%s with the flags of %s",
				     c->compiled, c->compiled == 1 ? "" : "s",
				     build);

	if (!c->including)
		return said;
	return lg_printf(pool, "%s, and %zu of %zu file%s there that include%s "
			 "a header which changes", said, c->rechecked,
			 c->including, c->including == 1 ? "" : "s",
			 c->including == 1 ? "s" : "");
}

bool exact_saw(const struct noconfig *n, const char *path)
{
	for (size_t i = 0; i < n->scan.found.n; i++)
		if (!strcmp(n->scan.found.v[i].path, path))
			return true;
	return n->exact_files.n &&
	       bsearch(&path, n->exact_files.v, n->exact_files.n,
		       sizeof(*n->exact_files.v), by_name);
}

bool exact_has(const struct noconfig *n, const char *path)
{
	for (size_t i = 0; n->exact && i < n->exact->units.n; i++) {
		const struct exact_unit *u = &n->exact->units.v[i];
		const char *file = n->was ? u->was : u->is;

		if (u->compiled && file && !strcmp(file, path))
			return true;
	}
	return false;
}

/* Was the struct that @f is about seen? What machines and configurations make
 * of it is another question. */
static bool overruled(struct noconfig *n, const struct lg_finding *f)
{
	const char *key;

	if (!f->tag || !f->loc.file || !strcmp(f->rule, "abi-config"))
		return false;
	key = lg_printf(&n->pool, "%s\t%s", f->loc.file, f->tag);
	for (size_t i = 0; i < n->exact_structs.n; i++)
		if (!strcmp(n->exact_structs.v[i], key))
			return true;
	return false;
}

void exact_overrule(struct noconfig *n, size_t first, size_t end)
{
	struct lg_findings *fs = &n->output.findings;
	size_t kept = first;

	for (size_t i = first; i < fs->v.n; i++)
		if (i >= end || !overruled(n, fs->v.v[i]))
			fs->v.v[kept++] = fs->v.v[i];
	fs->v.n = kept;
}
