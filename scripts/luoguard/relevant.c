// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * relevant.c - can a patch matter? The first answer, for most of them the last.
 *
 * By the names of its files, by the lines that it adds and takes away, and for
 * a C file by the text that it applies to: what no line of either mentions, the
 * file does not mention afterwards. It is not applied for that. Who may matter
 * is asked again, of the states before and after it (matters.c).
 */
#include "series.h"

/* Does @wanted say yes to a line that @f adds or takes away? */
static bool any_line(const struct file_diff *f,
		     bool (*wanted)(void *arg, const char *line, size_t bytes),
		     void *arg)
{
	for (size_t i = 0; i < f->hunks.n; i++) {
		const char *p = f->hunks.v[i].text, *end = f->hunks.v[i].end;

		while (p < end) {
			const char *eol = memchr(p, '\n', (size_t)(end - p));
			size_t n = (size_t)((eol ? eol : end) - p);

			if (n && (*p == '+' || *p == '-') &&
			    wanted(arg, p + 1, n - 1))
				return true;
			p += n + 1;
		}
	}
	return false;
}

/* ------------------------------------------------------------ documentation */

/* Does the line speak of where ABI headers are? */
static bool speaks(void *policy, const char *line, size_t bytes)
{
	const struct lg_policy *p = policy;
	struct lg_pool pool = { NULL };
	bool yes = false;

	for (size_t i = 0; i < p->zones.n && !yes; i++) {
		const char *dir = stage_literal(&pool, p->zones.v[i].dir);

		yes = p->zones.v[i].kind == LG_ZONE_VERSIONED &&
		      memmem(line, bytes, dir, strlen(dir));
	}
	lg_pool_free(&pool);
	return yes;
}

/* "F: include/linux/": may it be about ABI headers, or about all? Regular
 * expressions ("N:") may. */
static bool covers(void *policy, const char *line, size_t bytes)
{
	const struct lg_policy *p = policy;
	struct lg_pool pool = { NULL };
	const char *path;
	bool yes = false;

	if (bytes < 3 || line[1] != ':' || !strchr("FXN", line[0]))
		return false;
	path = lg_strndup(&pool, line + 2, bytes - 2);
	path += strspn(path, " \t");
	path = stage_literal(&pool, path);
	for (size_t i = 0; i < p->zones.n && !yes; i++) {
		const char *dir = stage_literal(&pool, p->zones.v[i].dir);

		yes = lg_starts(dir, path) || lg_starts(path, dir);
	}
	yes |= line[0] == 'N';
	lg_pool_free(&pool);
	return yes;
}

/* -------------------------------------------------------------------- files */

static bool mentions(void *scan, const char *line, size_t bytes)
{
	return scan_names(scan, line, bytes);
}

/* What a file and the lines of a diff say, to be looked at as one. */
struct collected {
	FILE *out;
};

static bool collect(void *collected, const char *line, size_t bytes)
{
	struct collected *c = collected;

	fwrite(line, 1, bytes, c->out);
	putc('\n', c->out);
	return false;
}

/* May the file use a private member, as @text of @bytes bytes (NULL: none) or
 * with the lines of @f? The struct may be named in one, the member in the
 * other, and the header may be one that the series changes. */
static bool uses_member(struct review *r, const struct snapshot *base,
			const struct file_diff *f, const char *text,
			size_t bytes)
{
	struct marks own = { .policy = NULL };
	struct snapshot now = *base;
	const struct marks *m;
	struct collected c;
	char *all = NULL;
	size_t n = 0;
	bool yes;

	if (!options_want(&r->o, r->policy, "private-member"))
		return false;
	now.step = f->step - 1;
	m = review_marks(r, &now, &own);
	c.out = open_memstream(&all, &n);
	if (!c.out)
		lg_die("out of memory");
	if (text)
		fwrite(text, 1, bytes, c.out);
	any_line(f, collect, &c);
	if (fclose(c.out))
		lg_die("out of memory");
	yes = marks_may_use(m, f->to ? f->to : f->from, all, n, NULL);
	free(all);
	marks_free(&own);
	return yes;
}

/* A C file that no patch of the series has touched before. */
static bool c_file(struct review *r, struct overlay *over,
		   const struct file_diff *f)
{
	struct lg_pool pool = { NULL };
	struct snapshot base;
	size_t bytes = 0;
	char *text = NULL;
	bool yes;

	if (any_line(f, mentions, &r->words))
		return true;
	base = overlay_state(over, 0);
	if (f->from)
		text = snapshot_read(&pool, &base, f->from, &bytes);
	/* one that is there and cannot be read is told when it is applied to */
	yes = text ? scan_names(&r->words, text, bytes) :
		     f->from && snapshot_has(&base, f->from);
	yes = yes || uses_member(r, &base, f, text, bytes);
	snapshot_close(&base);
	lg_pool_free(&pool);
	return yes;
}

static bool file_may(struct review *r, struct overlay *over,
		     const struct file_diff *f)
{
	const char *path = f->to ? f->to : f->from;

	if (f->to_mode == 0120000)
		return true;
	if (!matters_by_path(f->from) && !matters_by_path(f->to))
		return false;
	if (f->from && f->to && strcmp(f->from, f->to))
		return true;
	if (lg_ends(path, ".rst"))
		return any_line(f, speaks, r->policy);
	if (!strcmp(path, "MAINTAINERS"))
		return any_line(f, covers, r->policy);
	if (r->built) {		/* a compiler sees what no line mentions */
		built_load(r->built);
		if ((f->from && built_from(r->built, f->from)) ||
		    (f->to && built_from(r->built, f->to)))
			return true;
	}
	if (lg_ends(path, ".h") || f->binary ||
	    overlay_touched(over, path, f->step))
		return true;
	return c_file(r, over, f);
}

bool relevant(struct review *r, struct overlay *over, const struct diff *d)
{
	if (!r->words.policy) {
		r->words.policy = r->policy;
		r->words.tree = r->repo.tree;
	}
	for (size_t i = 0; i < d->v.n; i++)
		if (file_may(r, over, &d->v.v[i]))
			return true;
	return false;
}
