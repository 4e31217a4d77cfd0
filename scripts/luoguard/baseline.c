// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * baseline.c - --baseline FILE: findings that were there before do not count.
 *
 * FILE is made for version control: a JSON object a line, sorted, without line
 * numbers of the source, and comments (#) above it that an update keeps.
 *
 *     {"fingerprint": "...", "rule": "abi-doc", "struct": "kho_vmalloc",
 *      "member": null, "file": "include/...", "count": 1}      (on one line)
 *
 * A use of one member twice in a file is one fingerprint, so the number of them
 * counts: when there are more, all are printed, since none can tell the new one
 * from the old. What is missing is gone if its file was looked at, or if the
 * run looked at everything.
 */
#include <errno.h>
#include <json-c/json.h>
#include <limits.h>

#include "command.h"

struct entry {
	struct lg_finding f;	/* rule, tag, member, file, fingerprint */
	unsigned int recorded, now;
};

struct baseline {
	struct output *out;
	const struct lg_policy *policy;
	const char *path;
	bool exists;
	const char *comments;	/* above the entries, as they stand there */
	LG_VEC(struct entry) v;
};

/* -------------------------------------------------------------------- read */

static const char *text_of(struct baseline *b, struct json_object *o,
			   const char *key, bool *bad)
{
	struct json_object *v;

	if (!json_object_object_get_ex(o, key, &v))
		*bad = true;
	else if (json_object_is_type(v, json_type_string))
		return lg_strdup(&b->out->pool, json_object_get_string(v));
	else if (v)
		*bad = true;
	return NULL;
}

static struct entry *find(struct baseline *b, const char *fingerprint)
{
	for (size_t i = 0; i < b->v.n; i++)
		if (!strcmp(b->v.v[i].f.fingerprint, fingerprint))
			return &b->v.v[i];
	return NULL;
}

/* What is wrong with @line, or NULL and its entry is in @b. */
static const char *read_line(struct baseline *b, const char *line)
{
	struct json_object *o = json_tokener_parse(line), *v;
	const char *fingerprint;
	struct entry e;
	bool bad = false;

	memset(&e, 0, sizeof(e));
	if (!o || !json_object_is_type(o, json_type_object)) {
		json_object_put(o);
		return "not a JSON object";
	}
	fingerprint = text_of(b, o, "fingerprint", &bad);
	e.f.rule = text_of(b, o, "rule", &bad);
	e.f.tag = text_of(b, o, "struct", &bad);
	e.f.member = text_of(b, o, "member", &bad);
	e.f.loc.file = text_of(b, o, "file", &bad);
	if (!json_object_object_get_ex(o, "count", &v) ||
	    !json_object_is_type(v, json_type_int) ||
	    json_object_get_int(v) < 1)
		bad = true;
	else
		e.recorded = (unsigned int)json_object_get_int(v);
	json_object_put(o);
	if (bad || !fingerprint || !e.f.rule)
		return "not an entry: it needs fingerprint, rule, struct, "
		       "member, file and count";
	lg_finding_set_fingerprint(&e.f);
	if (strcmp(e.f.fingerprint, fingerprint))
		return "the fingerprint belongs to another rule, struct, "
		       "member or file";
	if (find(b, fingerprint))
		return "the same finding stands above already";
	lg_vec_push(&b->v, e);
	return NULL;
}

static void read_baseline(struct baseline *b)
{
	size_t bytes = 0;
	char *text = lg_read_file(&b->out->pool, b->path, &bytes);
	const char *why, *comments = text;
	unsigned int n = 0;
	char *line;

	b->comments = "";
	b->exists = text != NULL;
	if (!text && errno != ENOENT)
		lg_die("--baseline %s: %s", b->path, strerror(errno));
	if (text && strlen(text) != bytes)
		lg_die("--baseline %s: not a text file", b->path);
	if (text)
		comments = lg_strdup(&b->out->pool, text);
	while (text && (line = strsep(&text, "\n"))) {
		n++;
		line += strspn(line, " \t\r");
		if (!*line || *line == '#') {
			if (!b->v.n && text)
				b->comments = lg_strndup(&b->out->pool,
					comments, bytes - strlen(text));
			continue;
		}
		why = read_line(b, line);
		if (why)
			lg_die("%s:%u: %s", b->path, n, why);
	}
}

/* ----------------------------------------------------------------- compare */

/* Counts the findings of each fingerprint; those that are new are entered. */
static void count_findings(struct baseline *b)
{
	const struct lg_findings *fs = &b->out->findings;

	for (size_t i = 0; i < fs->v.n; i++) {
		const struct lg_finding *f = fs->v.v[i];
		struct entry *e = find(b, f->fingerprint), fresh;

		if (f->accepted)
			continue;
		if (!e) {
			memset(&fresh, 0, sizeof(fresh));
			fresh.f.rule = f->rule;
			fresh.f.tag = f->tag;
			fresh.f.member = f->member;
			fresh.f.loc.file = f->loc.file;
			lg_finding_set_fingerprint(&fresh.f);
			lg_vec_push(&b->v, fresh);
			e = &b->v.v[b->v.n - 1];
		}
		e->now++;
	}
}

/* Did the run look where @e was found? */
static bool looked(const struct baseline *b, const struct entry *e)
{
	const struct output *out = b->out;

	return options_want(out->o, b->policy, e->f.rule) &&
	       (output_whole(out) || output_looked_at(out, e->f.loc.file));
}

static void say_gone(struct baseline *b)
{
	for (size_t i = 0; i < b->v.n; i++) {
		const struct entry *e = &b->v.v[i];
		struct output *out = b->out;

		if (e->now >= e->recorded || !looked(b, e))
			continue;
		fprintf(stderr, "luoguard: gone from the baseline: %s: %s%s%s%s%s",
			safe(out, e->f.loc.file), safe(out, e->f.rule),
			e->f.tag ? " of " : "", safe(out, e->f.tag),
			e->f.member ? ", @" : "", safe(out, e->f.member));
		if (e->now)
			fprintf(stderr, " (%u of %u left)", e->now,
				e->recorded);
		fputc('\n', stderr);
	}
}

/* Leaves the new ones. */
static void drop_recorded(struct baseline *b)
{
	struct lg_findings *fs = &b->out->findings;
	size_t kept = 0;

	for (size_t i = 0; i < fs->v.n; i++) {
		const struct entry *e = find(b, fs->v.v[i]->fingerprint);

		if (!fs->v.v[i]->accepted && e->now <= e->recorded) {
			b->out->recorded++;
			continue;
		}
		fs->v.v[kept++] = fs->v.v[i];
	}
	fs->v.n = kept;
}

/* ------------------------------------------------------------------- write */

static int compare(const void *pa, const void *pb)
{
	const struct lg_finding *a = &((const struct entry *)pa)->f;
	const struct lg_finding *b = &((const struct entry *)pb)->f;
	const char *x[] = { a->loc.file, a->rule, a->tag, a->member };
	const char *y[] = { b->loc.file, b->rule, b->tag, b->member };
	int d = 0;

	for (size_t i = 0; !d && i < sizeof(x) / sizeof(x[0]); i++)
		d = strcmp(x[i] ? x[i] : "", y[i] ? y[i] : "");
	return d;
}

static void print_entry(FILE *out, const struct entry *e, unsigned int count)
{
	const struct lg_finding *f = &e->f;
	struct json_object *o = json_object_new_object();
	const char *keys[] = { "rule", "struct", "member", "file" };
	const char *values[] = { f->rule, f->tag, f->member, f->loc.file };

	json_object_object_add(o, "fingerprint",
			       json_object_new_string(f->fingerprint));
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		json_object_object_add(o, keys[i], values[i] ?
				       json_object_new_string(values[i]) :
				       NULL);
	json_object_object_add(o, "count", json_object_new_int((int)count));
	fprintf(out, "%s\n", json_object_to_json_string_ext(o,
		JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(o);
}

/* What stands now, and what was recorded where this run did not look. */
static void write_baseline(struct baseline *b)
{
	char real[PATH_MAX], *text = NULL;
	size_t bytes = 0, n = 0;
	FILE *out = open_memstream(&text, &bytes);

	if (!out)
		lg_die("out of memory");
	fputs(*b->comments ? b->comments :
	      "# Findings that do not count: luoguard report --baseline.\n",
	      out);
	if (b->v.n)
		qsort(b->v.v, b->v.n, sizeof(b->v.v[0]), compare);
	for (size_t i = 0; i < b->v.n; i++) {
		const struct entry *e = &b->v.v[i];
		unsigned int count = looked(b, e) ? e->now : e->recorded;

		if (count < e->now)
			count = e->now;
		if (count)
			print_entry(out, e, count);
		n += count;
	}
	fclose(out);
	/* A link stays one: what it leads to is replaced. */
	if (lg_write_file(realpath(b->path, real) ? real : b->path, text,
			  bytes))
		lg_die("--baseline %s: %s", b->path, strerror(errno));
	free(text);
	fprintf(stderr, "luoguard: %zu finding%s recorded in %s\n", n,
		n == 1 ? "" : "s", safe(b->out, b->path));
}

void output_baseline(struct output *out, const struct lg_policy *policy)
{
	struct baseline b = { out, policy, out->o->baseline, false, NULL,
			      { NULL, 0, 0 } };
	bool record;

	if (!b.path)
		return;
	read_baseline(&b);
	count_findings(&b);
	record = !b.exists || out->o->update_baseline;
	if (record && out->incomplete)
		output_not_checked(out, "%s: not written: what was not checked "
				   "would be missing in it", b.path);
	else if (record)
		write_baseline(&b);
	if (b.exists)
		say_gone(&b);
	if (record && !out->incomplete)
		for (size_t i = 0; i < b.v.n; i++)
			b.v.v[i].recorded = b.v.v[i].now;
	drop_recorded(&b);
	lg_vec_free(&b.v);
}
