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
	return scan_mentions(scan, line, bytes);
}

/* A C file that no patch of the series has touched before. */
static bool c_file(struct review *r, struct overlay *over,
		   const struct file_diff *f)
{
	struct lg_pool pool = { NULL };
	struct snapshot base;
	size_t bytes = 0;
	char *text;
	bool yes;

	if (any_line(f, mentions, &r->words))
		return true;
	if (!f->from)
		return false;
	base = overlay_state(over, 0);
	text = snapshot_read(&pool, &base, f->from, &bytes);
	/* one that is there and cannot be read is told when it is applied to */
	yes = text ? scan_mentions(&r->words, text, bytes) :
		     snapshot_has(&base, f->from);
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
