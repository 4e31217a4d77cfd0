// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * output.c - settles what there is to print, and the line of coverage.
 *
 * Coverage is told on standard error at the end of every run: "no findings"
 * means something only beside what was looked at.
 */
#include "command.h"

void output_init(struct output *out, const struct options *o,
		 const char *tree)
{
	memset(out, 0, sizeof(*out));
	out->o = o;
	out->tree = tree;
	out->out = stdout;
	out->color = options_color(o, stdout);
}

void output_free(struct output *out)
{
	lg_findings_free(&out->findings);
	lg_vec_free(&out->coverage.structs);
	lg_vec_free(&out->coverage.files);
	lg_vec_free(&out->coverage.not_checked);
	lg_vec_free(&out->missed);
	lg_pool_free(&out->source.pool);
	lg_vec_free(&out->introduced);
	lg_pool_free(&out->pool);
}

const char *safe(struct output *out, const char *s)
{
	return lg_printable(&out->pool, s ? s : "");
}

#define LONGEST_LINE 4000	/* a longer one says nothing to who reads it */

const char *output_line(struct output *out, const char *path,
			unsigned int line)
{
	struct source *src = &out->source;
	const char *p;
	size_t bytes;

	if (!src->path || strcmp(src->path, path)) {
		lg_pool_free(&src->pool);
		src->path = lg_strdup(&src->pool, path);
		src->text = out->read ?
			out->read(&src->pool, out->from, path, &bytes) :
			lg_read_source(&src->pool, lg_path_normal(&src->pool,
						out->tree, path), &bytes);
	}
	for (p = src->text; p && *p && line > 1; line--) {
		p += strcspn(p, "\n");
		p += *p == '\n';
	}
	if (!p || !*p || strcspn(p, "\n") > LONGEST_LINE)
		return NULL;
	return lg_strndup(&src->pool, p, strcspn(p, "\n"));
}

void output_not_checked(struct output *out, const char *fmt, ...)
{
	const char *text;
	va_list ap;

	out->incomplete = true;
	if (out->silent)
		return;
	va_start(ap, fmt);
	text = safe(out, lg_printf(&out->pool, "%s%s%s",
				   out->about ? out->about : "",
				   out->about ? ": " : "",
				   lg_vprintf(&out->pool, fmt, ap)));
	va_end(ap);
	fprintf(stderr, "luoguard: %s\n", text);
	lg_vec_push(&out->missed, text);
}

void output_file_not_checked(struct output *out, const char *file,
			     const char *why)
{
	lg_vec_push(&out->coverage.not_checked,
		    lg_printf(&out->pool, "%s: %s", file, why));
	output_not_checked(out, "%s: not checked: %s", file, why);
}

void output_list_not_checked(struct output *out, const lg_strings *list)
{
	for (size_t i = 0; i < list->n; i++) {
		lg_vec_push(&out->coverage.not_checked,
			    lg_strdup(&out->pool, list->v[i]));
		output_not_checked(out, "%s; not checked", list->v[i]);
	}
}

const char *output_add_record(struct output *out, const char *path)
{
	char *unit = NULL, *source = NULL, *error = NULL;
	const char *why = NULL;

	if (lg_record_read(path, &out->findings, &out->coverage, &unit,
			   &source, &error) < 0)
		why = lg_strdup(&out->pool, error);
	free(unit);
	free(source);
	free(error);
	return why;
}

struct output_mark output_mark(const struct output *out)
{
	struct output_mark mark;

	mark.findings = out->findings.v.n;
	mark.structs = out->coverage.structs.n;
	mark.files = out->coverage.files.n;
	mark.failed = out->coverage.not_checked.n;
	return mark;
}

void output_keep(struct output *out, const struct output_mark *mark,
		 bool (*keep)(void *arg, const char *file), void *arg)
{
	struct lg_findings *fs = &out->findings;
	struct lg_coverage *cov = &out->coverage;
	size_t n = mark->findings;

	for (size_t i = n; i < fs->v.n; i++)
		if (keep(arg, fs->v.v[i]->loc.file))
			fs->v.v[n++] = fs->v.v[i];
	fs->v.n = n;
	n = mark->structs;
	for (size_t i = n; i < cov->structs.n; i++) {
		const char *s = cov->structs.v[i];

		if (keep(arg, lg_strndup(&out->pool, s, strcspn(s, "\t"))))
			cov->structs.v[n++] = s;
	}
	cov->structs.n = n;
	n = mark->files;
	for (size_t i = n; i < cov->files.n; i++)
		if (keep(arg, cov->files.v[i]))
			cov->files.v[n++] = cov->files.v[i];
	cov->files.n = n;
}

void output_forget(struct output *out, const struct output_mark *mark)
{
	out->findings.v.n = mark->findings;
	out->coverage.structs.n = mark->structs;
	out->coverage.files.n = mark->files;
	out->coverage.not_checked.n = mark->failed;
}

void output_settle(struct output *out, struct lg_policy *policy)
{
	struct lg_findings *fs = &out->findings;
	size_t kept = 0;

	for (size_t i = 0; i < fs->v.n; i++) {
		struct lg_finding *f = fs->v.v[i];

		if (!options_want(out->o, policy, f->rule))
			continue;
		/* What the policy of the run said does not count any more. */
		f->accepted = NULL;
		fs->v.v[kept++] = f;
	}
	fs->v.n = kept;
	lg_findings_accept(fs, policy);
	lg_findings_sort(fs);
}

bool output_whole(const struct output *out)
{
	return !out->o->args.n && !out->incomplete && !out->no_build;
}

bool output_looked_at(const struct output *out, const char *path)
{
	const struct lg_coverage *cov = &out->coverage;

	for (size_t i = 0; path && i < cov->files.n; i++)
		if (lg_path_under(cov->files.v[i], path))
			return true;
	return false;
}

/* One that accepts nothing hides the next finding there. */
void output_stale_exceptions(struct output *out, const struct lg_policy *p)
{
	for (size_t i = 0; i < p->exceptions.n; i++) {
		const struct lg_exception *e = &p->exceptions.v[i];

		if (e->used || !options_want(out->o, p, e->rule) ||
		    !(e->file ? output_looked_at(out, e->file)
			      : output_whole(out)))
			continue;
		fprintf(stderr, "%s:%u: warning: exception for %s%s%s%s%s%s%s "
			"matches nothing any more\n",
			safe(out, e->policy_file), e->line, e->rule,
			e->tag ? " of " : "", safe(out, e->tag),
			e->member ? ", @" : "", safe(out, e->member),
			e->file ? " in " : "", safe(out, e->file));
	}
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorts @v of @n strings and drops doubles; the number left. */
static size_t unique(const char **v, size_t n)
{
	size_t kept = 0;

	if (n)
		qsort(v, n, sizeof(*v), compare);
	for (size_t i = 0; i < n; i++)
		if (!kept || strcmp(v[kept - 1], v[i]))
			v[kept++] = v[i];
	return kept;
}

static size_t count_headers(struct lg_coverage *cov)
{
	size_t headers = 0;

	cov->files.n = unique(cov->files.v, cov->files.n);
	for (size_t i = 0; i < cov->files.n; i++)
		headers += lg_ends(cov->files.v[i], ".h");
	return headers;
}

static size_t count_accepted(const struct lg_findings *fs)
{
	size_t n = 0;

	for (size_t i = 0; i < fs->v.n; i++)
		n += fs->v.v[i]->accepted != NULL;
	return n;
}

static const char *s_of(size_t n)
{
	return n == 1 ? "" : "s";
}

void output_coverage(struct output *out, FILE *to)
{
	struct lg_coverage *cov = &out->coverage;
	size_t structs, headers, failed, accepted;

	structs = unique(cov->structs.v, cov->structs.n);
	headers = count_headers(cov);
	failed = unique(cov->not_checked.v, cov->not_checked.n);
	accepted = count_accepted(&out->findings);
	fprintf(to, "%zu struct%s in %zu header%s checked",
		structs, s_of(structs), headers, s_of(headers));
	if (!out->no_build)
		fprintf(to, " (%zu object%s)", out->objects,
			s_of(out->objects));
	fprintf(to, ", %zu not parsed; ", failed);
	if (accepted)
		fprintf(to, "%zu finding%s accepted by policy; ", accepted,
			s_of(accepted));
	if (out->recorded)
		fprintf(to, "%zu finding%s in the baseline; ",
			out->recorded, s_of(out->recorded));
	if (out->mending)
		fprintf(to, "%zu mended, %zu left; ", out->mended,
			out->left);
	fprintf(to, "engines: %s",
		cov->engine ? safe(out, cov->engine) : "none ran");
	if (out->sparse)
		fprintf(to, ", %s", safe(out, out->sparse));
	if (out->bare)
		fprintf(to, "; the compiler ran without a sandbox: %s",
			safe(out, out->bare));
	fputc('\n', to);
}

void output_findings(struct output *out)
{
	switch (out->o->format) {
	case FORMAT_TEXT:
		report_text(out);
		break;
	case FORMAT_JSON:
		report_json(out);
		break;
	case FORMAT_SARIF:
		report_sarif(out);
		break;
	case FORMAT_GITHUB:
		report_github(out);
		break;
	case FORMAT_MAIL:	/* patch by patch, by reply.c */
		break;
	case FORMAT_TERSE:
		report_terse(out);
		break;
	}
}

static void print_coverage(struct output *out)
{
	fputs("luoguard: ", stderr);
	output_coverage(out, stderr);
}

int output_finish(struct output *out)
{
	int fail_on = out->o->fail_on;

	if (!out->told)
		output_findings(out);
	fflush(out->out);
	if (out->o->format != FORMAT_TERSE || out->incomplete)
		print_coverage(out);
	if (out->incomplete)
		return EXIT_NOT_RUN;
	if (fail_on != FAIL_NEVER &&
	    lg_findings_count(&out->findings, fail_on))
		return EXIT_FINDINGS;
	return EXIT_CLEAN;
}
