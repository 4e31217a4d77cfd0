// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * range.c - "luoguard review A..B": commits, one after the other.
 *
 * Each is compared with its own parents, as what is staged is with HEAD: a
 * merge brings nothing of its own unless no parent has it.
 */
#include "series.h"

bool range_is(const char *arg)
{
	return strstr(arg, "..") && !path_exists(arg);
}

/* The commit at one end of a range; none is said: HEAD. */
static const char *end_of(struct repo *r, const char *rev)
{
	const char *id = repo_commit(r, *rev ? rev : "HEAD");

	if (!id)
		lg_die("%s: there is no such commit", *rev ? rev : "HEAD");
	return id;
}

static const char *two_dots(const char *range)
{
	const char *dots = strstr(range, "..");

	if (dots[2] == '.')
		lg_die("%s: three dots are not understood; commits are A..B, "
		       "with two", range);
	return dots;
}

/* Each commit: id, parents, author, date, subject, each with a NUL behind it,
 * and a newline. */
static char *list_commits(struct repo *r, struct lg_pool *pool,
			  const char *range, size_t *bytes)
{
	const char *dots = two_dots(range);
	const char *from = end_of(r, lg_strndup(pool, range,
						(size_t)(dots - range)));
	const char *to = end_of(r, dots + 2);
	const char *argv[] = {
		"git", "rev-list", "--reverse", "--topo-order",
		"--no-commit-header",
		"--format=%H%x00%P%x00%an <%ae>%x00%aD%x00%s%x00",
		lg_printf(pool, "%s..%s", from, to), "--", NULL
	};
	char *text;

	if (repo_git(pool, r, argv, NULL, &text, bytes))
		lg_die("git rev-list failed; %s is not checked", range);
	return text;
}

static void add_parents(struct pair *p, const char *ids)
{
	while (*ids) {
		size_t n = strcspn(ids, " ");
		struct snapshot s = { .repo = &p->r->repo };

		s.commit = lg_strndup(&p->pool, ids, n);
		lg_vec_push(&p->parents, s);
		ids += n + (ids[n] == ' ');
	}
	if (!p->parents.n) {
		struct snapshot none = { .repo = &p->r->repo };

		lg_vec_push(&p->parents, none);
	}
}

void range_text(struct pair *p, struct patch *patch, struct diff *d)
{
	char *text = changes_text(&p->r->repo, &p->pool,
				  p->parents.v[0].commit, patch->commit,
				  &patch->bytes);

	if (!text)
		return;
	patch->text = text;
	diff_read(&p->pool, patch, d);
	patch->parsed = d;
}

static void check_commit(struct progression *g, struct patch *patch,
			 const char *parents)
{
	struct review *r = g->review;
	struct diff d = { { NULL, 0, 0 }, NULL };
	struct pair p;

	pair_init(&p, r);
	p.patch = patch;
	add_parents(&p, parents);
	changes_between(&r->repo, p.parents.v[0].commit, patch->commit,
			&p.changes);
	changes_load(&r->repo, &p.changes, matters_by_name, NULL);
	p.after = p.parents.v[0];
	p.after.changes = &p.changes;
	g->patches++;
	g->tally->patches++;
	if (pair_matters(&p)) {
		range_text(&p, patch, &d);
		progression_check(g, &p);
	} else {
		progression_idle(g, &p);
	}
	patch->text = NULL;
	patch->diff = NULL;
	patch->parsed = NULL;
	diff_free(&d);
	pair_free(&p);
}

/* The next field of @at, which moves behind it. */
static const char *field(char **at, const char *end)
{
	char *f = *at;

	if (f >= end)
		lg_die("git rev-list said what is not its format");
	*at += strlen(f) + 1;
	return f;
}

void review_range(struct review *r, const char *range, struct tally *t)
{
	struct lg_pool pool = { NULL };
	struct progression g;
	size_t bytes, total = 0;
	char *at = list_commits(&r->repo, &pool, range, &bytes);
	const char *end = at + bytes;

	for (const char *p = at; p < end; p++)
		total += !*p;
	total /= 5;		/* fields of a commit */
	if (!total)
		output_not_checked(&t->left, "%s: there is no commit in it",
				   range);
	progression_begin(&g, r, t, total);
	g.total = total;
	g.title = range;
	while (at < end) {
		struct patch *p = lg_new(&pool, struct patch);
		const char *parents;

		p->commit = field(&at, end);
		parents = field(&at, end);
		p->author = field(&at, end);
		p->date = field(&at, end);
		p->subject = field(&at, end);
		p->prefix = "";
		p->version = 1;
		p->where = lg_printf(&pool, "commit %.12s", p->commit);
		check_commit(&g, p, parents);
		at += *at == '\n';
	}
	progression_end(&g);
	lg_pool_free(&pool);
}
