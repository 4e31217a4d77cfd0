// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * record.c - one object file's findings and coverage, as a file.
 *
 * Lines of JSON. The first one is an object:
 *
 *     unit         the object file, "mm/memfd_luo.o"
 *     source       the file it was made of
 *     engine       the front end, "gcc 12.2", or null
 *     structs      ["FILE\tTAG", ...] serialized structs that were checked
 *     files        ["PATH", ...] headers and files that were looked at
 *     not_checked  ["PATH: reason", ...]
 *     findings     how many lines follow
 *     format       1
 *
 * Each further line is a finding (json.c). The file appears under its name
 * when it is whole, so one that is damaged was damaged by someone else, and
 * that is said: half a record would read as "nothing found".
 */
#include <errno.h>

#include "json.h"

#define FORMAT 1

struct text {
	char *v;
	size_t n, cap;
};

static void add_text(struct text *t, const char *s, size_t n)
{
	while (t->cap - t->n < n + 1)
		t->v = (char *)lg_vec_grow(t->v, &t->cap, 1);
	memcpy(t->v + t->n, s, n);
	t->n += n;
}

static void add_line(struct text *t, struct json_object *o)
{
	size_t n;
	const char *s = json_object_to_json_string_length(o,
		JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &n);

	add_text(t, s, n);
	add_text(t, "\n", 1);
}

/* A path of the tree may hold any byte; JSON strings hold UTF-8. */
static struct json_object *to_string(const char *s)
{
	struct lg_pool pool = { NULL };
	struct json_object *o;

	o = json_object_new_string(lg_printable(&pool, s));
	lg_pool_free(&pool);
	return o;
}

/* As to_string(), but a tab is a tab: it stands between file and tag. */
static struct json_object *to_pair(const char *s)
{
	struct lg_pool pool = { NULL };
	const char *tab = strchr(s, '\t');
	struct json_object *o;

	if (!tab)
		return to_string(s);
	o = json_object_new_string(lg_printf(&pool, "%s\t%s",
		lg_printable(&pool, lg_strndup(&pool, s, (size_t)(tab - s))),
		lg_printable(&pool, tab + 1)));
	lg_pool_free(&pool);
	return o;
}

static struct json_object *to_list(const char *const *v, size_t n)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < n; i++)
		json_object_array_add(list, to_pair(v[i]));
	return list;
}

int lg_record_write(const char *path, const char *unit, const char *source,
		    const struct lg_findings *fs, const struct lg_coverage *cov)
{
	struct json_object *o = json_object_new_object();
	struct text t = { NULL, 0, 0 };
	int ret, err;

	json_object_object_add(o, "unit", to_string(unit));
	json_object_object_add(o, "source", to_string(source ? source : ""));
	json_object_object_add(o, "engine", cov->engine ?
			       to_string(cov->engine) : NULL);
	json_object_object_add(o, "structs",
			       to_list(cov->structs.v, cov->structs.n));
	json_object_object_add(o, "files",
			       to_list(cov->files.v, cov->files.n));
	json_object_object_add(o, "not_checked",
			       to_list(cov->not_checked.v,
				       cov->not_checked.n));
	json_object_object_add(o, "findings",
			       json_object_new_int64((int64_t)fs->v.n));
	json_object_object_add(o, "format", json_object_new_int(FORMAT));
	add_line(&t, o);
	json_object_put(o);
	for (size_t i = 0; i < fs->v.n; i++) {
		o = lg_finding_to_record(fs->v.v[i]);
		add_line(&t, o);
		json_object_put(o);
	}
	ret = lg_write_file(path, t.v, t.n);
	err = errno;
	free(t.v);
	errno = err;
	return ret;
}

struct record {			/* being read */
	const char *path;
	unsigned int line;
	struct lg_findings *fs;
	struct lg_coverage *cov;
	const char *unit, *source;	/* in fs->pool */
	int64_t findings;		/* that the first line promises */
	char **error;
};

static int LG_PRINTF(2, 3) damaged(struct record *r, const char *fmt, ...)
{
	struct lg_pool pool = { NULL };
	va_list ap;

	va_start(ap, fmt);
	*r->error = strdup(lg_printf(&pool, "%s:%u: damaged record: %s",
				     r->path, r->line,
				     lg_vprintf(&pool, fmt, ap)));
	va_end(ap);
	lg_pool_free(&pool);
	return -1;
}

/* Adds the strings of list @key to the vector, a lg_strings in all but name. */
#define GET_LIST(r, o, key, vec)					\
	__extension__ ({						\
		struct json_object *list_ = NULL, *v_;			\
		bool ok_ = json_object_object_get_ex(o, key, &list_) &&	\
			   json_object_is_type(list_, json_type_array);	\
		size_t n_ = ok_ ? json_object_array_length(list_) : 0;	\
									\
		for (size_t i_ = 0; ok_ && i_ < n_; i_++) {		\
			v_ = json_object_array_get_idx(list_, i_);	\
			ok_ = json_object_is_type(v_, json_type_string);\
			if (ok_)					\
				lg_vec_push(vec, lg_strdup(&(r)->fs->pool,\
					json_object_get_string(v_)));	\
		}							\
		ok_;							\
	})

static int read_head(struct record *r, struct json_object *o)
{
	struct json_object *v;
	const char *engine;

	if (!json_object_object_get_ex(o, "format", &v) ||
	    !json_object_is_type(v, json_type_int))
		return damaged(r, "no format");
	if (json_object_get_int64(v) != FORMAT)
		return damaged(r, "format %lld is not this luoguard's",
			       (long long)json_object_get_int64(v));
	if (!lg_json_string(&r->fs->pool, o, "unit", false, &r->unit) ||
	    !lg_json_string(&r->fs->pool, o, "source", false, &r->source) ||
	    !lg_json_string(&r->fs->pool, o, "engine", true, &engine))
		return damaged(r, "no unit, source or engine");
	if (!GET_LIST(r, o, "structs", &r->cov->structs) ||
	    !GET_LIST(r, o, "files", &r->cov->files) ||
	    !GET_LIST(r, o, "not_checked", &r->cov->not_checked))
		return damaged(r, "no coverage");
	if (!json_object_object_get_ex(o, "findings", &v) ||
	    !json_object_is_type(v, json_type_int))
		return damaged(r, "no number of findings");
	r->findings = json_object_get_int64(v);
	if (engine)
		r->cov->engine = engine;
	return 0;
}

/* Parses the line of @n bytes at @line and adds what it says. */
static int read_line(struct record *r, struct json_tokener *tok,
		     const char *line, size_t n)
{
	struct json_object *o;
	int ret = 0;

	json_tokener_reset(tok);
	o = json_tokener_parse_ex(tok, line, (int)n);
	if (json_tokener_get_error(tok) != json_tokener_success ||
	    json_tokener_get_parse_end(tok) != n ||
	    !json_object_is_type(o, json_type_object))
		ret = damaged(r, "not a JSON object");
	else if (r->line == 1)
		ret = read_head(r, o);
	else if (!lg_finding_from_record(r->fs, o))
		ret = damaged(r, "not a finding");
	json_object_put(o);
	return ret;
}

static int read_lines(struct record *r, const char *text, size_t bytes)
{
	struct json_tokener *tok = json_tokener_new();
	const char *end = text + bytes;
	int ret = 0;

	if (!tok)
		lg_die("out of memory");
	json_tokener_set_flags(tok, JSON_TOKENER_STRICT);
	while (!ret && text < end) {
		const char *nl = (const char *)memchr(text, '\n',
						      (size_t)(end - text));

		r->line++;
		if (!nl || nl - text > INT32_MAX) {
			ret = damaged(r, "the line does not end");
			break;
		}
		ret = read_line(r, tok, text, (size_t)(nl - text));
		text = nl + 1;
	}
	json_tokener_free(tok);
	return ret;
}

/* Takes back what a damaged record has added. */
static void forget(struct record *r, size_t findings,
		   const struct lg_coverage *before)
{
	for (size_t i = findings; i < r->fs->v.n; i++) {
		lg_vec_free(&r->fs->v.v[i]->notes);
		lg_vec_free(&r->fs->v.v[i]->inserts);
		lg_vec_free(&r->fs->v.v[i]->replaces);
	}
	r->fs->v.n = findings;
	r->cov->structs.n = before->structs.n;
	r->cov->files.n = before->files.n;
	r->cov->not_checked.n = before->not_checked.n;
	r->cov->engine = before->engine;
}

int lg_record_read(const char *path, struct lg_findings *fs,
		   struct lg_coverage *cov, char **unit, char **source,
		   char **error)
{
	struct lg_coverage before = *cov;
	struct lg_pool pool = { NULL };
	size_t bytes = 0, first = fs->v.n;
	struct record r = { path, 0, fs, cov, NULL, NULL, 0, error };
	char *text = lg_read_file(&pool, path, &bytes);
	int ret;

	if (!text) {
		if (asprintf(error, "%s: %s", path, strerror(errno)) < 0)
			lg_die("out of memory");
		return -1;
	}
	ret = read_lines(&r, text, bytes);
	lg_pool_free(&pool);
	if (!ret && !r.line) {
		r.line = 1;
		ret = damaged(&r, "it is empty");
	} else if (!ret && (uint64_t)r.findings != fs->v.n - first) {
		ret = damaged(&r, "%lld findings promised, %zu there",
			      (long long)r.findings, fs->v.n - first);
	}
	if (ret) {
		forget(&r, first, &before);
		return -1;
	}
	if (unit)
		*unit = strdup(r.unit);
	if (source)
		*source = strdup(r.source);
	return 0;
}
