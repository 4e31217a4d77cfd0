// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * review-built.c - which files of a change a build can say more of.
 *
 * A C file that changes is compiled with its true flags where the build has an
 * object of it. A header that changes is seen in the files that include it, as
 * the build noted when it made them: those nearest to it, as many as --depth
 * says. What is nearest:
 *
 *     a file that has to do with what the rules watch before one that has not
 *     a file that includes the header itself
 *     a file that shares more of the header's directory
 */
#include <errno.h>
#include <fnmatch.h>
#include <sys/stat.h>

#include "review.h"

/* --------------------------------------------------------------- C files */

static struct exact_unit *unit_of(struct exact *x, const struct built_unit *of)
{
	for (size_t i = 0; i < x->units.n; i++)
		if (x->units.v[i].of == of)
			return &x->units.v[i];
	return NULL;
}

/* An object may have been built from the file's name before the change, or, of
 * a commit that is checked out, from the one after it. */
static bool add_changed(struct pair *p, const struct change *c)
{
	const struct built *b = p->exact.built;
	struct exact_unit u;

	memset(&u, 0, sizeof(u));
	if (!lg_ends(c->path, ".c") || !matters_by_name(c) ||
	    matters_brought(p, c))
		return false;
	u.of = built_from(b, c->path);
	if (!u.of && c->had)
		u.of = built_from(b, c->from);
	if (!u.of)
		return false;
	u.is = c->path;
	u.was = c->had ? c->from : NULL;
	if (!unit_of(&p->exact, u.of))
		lg_vec_push(&p->exact.units, u);
	return true;
}

/* ---------------------------------------------------------------- headers */

struct candidate_unit {
	const struct built_unit *of;
	bool watched, direct;
	unsigned int shared;	/* directories */
};

/* What is known of a path that a build read. */
enum { UNKNOWN, NOTHING, WATCHED, OWNED };

struct search {
	struct pair *p;
	struct lg_pool pool;
	unsigned char *known;	/* of each of built->paths */
	bool *including;	/* units: they include a header that changes */
	const char **names;	/* units: what their files include */
};

/* Is it a header of KHO's, or of a zone? */
static bool is_watched(const struct lg_policy *policy, const char *path)
{
	const char *name = strstr(path, "include/");

	if (lg_policy_zone(policy, path))
		return true;
	for (size_t i = 0; name && i < policy->kho_headers.n; i++)
		if (!fnmatch(policy->kho_headers.v[i],
			     name + strlen("include/"), 0))
			return true;
	return false;
}

static unsigned char know(struct search *s, uint32_t number)
{
	const struct lg_policy *policy = s->p->policy;
	const char *path = s->p->exact.built->paths.v[number];

	if (s->known[number] == UNKNOWN)
		s->known[number] = is_watched(policy, path) ? WATCHED :
				   lg_policy_owner(policy, path) &&
				   lg_ends(path, ".h") ? OWNED : NOTHING;
	return s->known[number];
}

/* Does @u see what rules are about: ABI headers, KHO, others' private ones? */
static bool watches(struct search *s, const struct built_unit *u)
{
	const struct lg_policy *policy = s->p->policy;

	for (size_t i = 0; i < u->deps.n; i++) {
		unsigned char what = know(s, u->deps.v[i]);

		if (what == WATCHED ||
		    (what == OWNED && !lg_policy_may_look(policy,
				lg_policy_owner(policy, s->p->exact.built->
						paths.v[u->deps.v[i]]),
				u->source)))
			return true;
	}
	return false;
}

static unsigned int shared_directories(const char *a, const char *b)
{
	unsigned int n = 0;

	for (; *a && *a == *b; a++, b++)
		n += *a == '/';
	return n;
}

/* The name behind "#include" on the line at @line; NULL: it is no such line. */
static char *included(struct lg_pool *pool, const char *line)
{
	const char *slash;
	char *name;

	line += strspn(line, " \t");
	if (*line != '#')
		return NULL;
	line += 1 + strspn(line + 1, " \t");
	if (!lg_starts(line, "include"))
		return NULL;
	line += strcspn(line, "<\"\n");
	if (!*line || *line == '\n')
		return NULL;
	name = lg_strndup(pool, line + 1, strcspn(line + 1, ">\"\n"));
	slash = strrchr(name, '/');
	return slash ? name + (slash + 1 - name) : name;
}

/* What @u's file includes, without directories: "/a.h/b.h/". A patch may change
 * many headers, and each asks. */
static const char *names_in(struct search *s, const struct built_unit *u)
{
	const char **names = &s->names[u - s->p->exact.built->units.v];
	struct lg_pool pool = { NULL };
	size_t bytes = 0;
	const char *text, *all = "/";

	if (*names)
		return *names;
	text = snapshot_read(&pool, &s->p->after, u->source, &bytes);
	for (; text && *text; text += strcspn(text, "\n"),
	     text += *text == '\n') {
		const char *name = included(&pool, text);

		if (name)
			all = lg_printf(&pool, "%s%s/", all, name);
	}
	*names = lg_strdup(&s->pool, all);
	lg_pool_free(&pool);
	return *names;
}

/* Does @u's file include the header itself? */
static bool names(struct search *s, const struct built_unit *u,
		  const char *header)
{
	const char *slash = strrchr(header, '/');
	struct lg_pool pool = { NULL };
	bool named = strstr(names_in(s, u), lg_printf(&pool, "/%s/",
				slash ? slash + 1 : header));

	lg_pool_free(&pool);
	return named;
}

static int nearest_first(const void *a, const void *b)
{
	const struct candidate_unit *one = a, *two = b;

	if (one->watched != two->watched)
		return one->watched ? -1 : 1;
	if (one->direct != two->direct)
		return one->direct ? -1 : 1;
	if (one->shared != two->shared)
		return one->shared > two->shared ? -1 : 1;
	return strcmp(one->of->object, two->of->object);
}

typedef LG_VEC(struct candidate_unit) candidate_list;

static void find_including(struct search *s, const struct change *c,
			   candidate_list *list)
{
	const struct built *b = s->p->exact.built;

	for (size_t i = 0; i < b->units.n; i++) {
		const struct built_unit *u = &b->units.v[i];
		struct candidate_unit found = { .of = u };
		const char *name = built_includes(b, u, c->path) ? c->path :
				   built_includes(b, u, c->from) ? c->from :
				   NULL;

		if (!name || !snapshot_has(&s->p->after, u->source) ||
		    built_from(b, u->source) != u)
			continue;
		s->including[i] = true;
		found.watched = watches(s, u);
		found.direct = names(s, u, c->path);
		found.shared = shared_directories(name, u->source);
		lg_vec_push(list, found);
	}
	if (list->n)
		qsort(list->v, list->n, sizeof(*list->v), nearest_first);
}

/* True: @c is why files are compiled. */
static bool add_including(struct search *s, const struct change *c)
{
	struct exact *x = &s->p->exact;
	unsigned int left = s->p->r->o.depth;
	candidate_list list = { NULL, 0, 0 };

	find_including(s, c, &list);
	for (size_t i = 0; i < list.n && left; i++, left--) {
		const struct built_unit *of = list.v[i].of;
		struct exact_unit u = { .of = of, .is = of->source,
					.was = of->source, .rechecked = true };

		if (!unit_of(x, of))
			lg_vec_push(&x->units, u);
	}
	lg_vec_free(&list);
	return left < s->p->r->o.depth;
}

static bool is_header(const struct change *c)
{
	return (lg_ends(c->path, ".h") && matters_by_path(c->path)) ||
	       (lg_ends(c->from, ".h") && matters_by_path(c->from));
}

static void count_including(struct search *s)
{
	struct exact *x = &s->p->exact;

	for (size_t i = 0; i < x->built->units.n; i++) {
		const struct exact_unit *u = unit_of(x, &x->built->units.v[i]);

		x->including += s->including[i] && (!u || u->rechecked);
	}
}

void built_select(struct pair *p)
{
	struct built *b = p->r->built;
	struct search s = { .p = p };

	if (!b)
		return;
	built_load(b);
	p->exact.built = b;
	s.known = lg_alloc(&s.pool, b->paths.n + 1);
	s.names = lg_alloc(&s.pool, b->units.n * sizeof(*s.names));
	s.including = lg_alloc(&s.pool, b->units.n * sizeof(*s.including) + 1);
	for (size_t i = 0; i < p->changes.v.n; i++)
		if (add_changed(p, &p->changes.v.v[i]))
			p->changes.v.v[i].matters = true;
	for (size_t i = 0; i < p->changes.v.n; i++)
		if (is_header(&p->changes.v.v[i]) &&
		    !matters_brought(p, &p->changes.v.v[i]) &&
		    add_including(&s, &p->changes.v.v[i]))
			p->changes.v.v[i].matters = true;
	count_including(&s);
	lg_pool_free(&s.pool);
}

/* ----------------------------------------------------------------- a state */

/* Is @path a file of the tree, now or at HEAD, from which the build was made? */
static bool known_file(void *pair, const char *path)
{
	struct pair *p = pair;

	if (snapshot_has(&p->after, path) ||
	    (p->parents.n && p->parents.v[0].commit &&
	     snapshot_has(&p->parents.v[0], path)))
		return true;
	if (!p->built_head.commit)
		return false;
	return snapshot_has(&p->built_head, path);
}

void built_prepare(struct pair *p)
{
	struct exact *x = &p->exact;
	const struct built_unit **units;
	char *laid;

	if (!x->units.n)
		return;
	p->built_head.repo = &p->r->repo;
	p->built_head.commit = p->r->repo.head;
	laid = lg_printf(&p->pool, "%s/built", p->dir);
	if (mkdir(laid, 0700) < 0)
		lg_die("%s: %s", laid, strerror(errno));
	x->laid = laid;
	units = lg_alloc(&p->pool, x->units.n * sizeof(*units));
	for (size_t i = 0; i < x->units.n; i++) {
		units[i] = x->units.v[i].of;
		built_search(&p->pool, x->built, units[i], &p->search);
	}
	built_lay(x->built, units, x->units.n, laid, known_file, p);
}

void built_enter(struct pair *p, bool was, lg_strings *files)
{
	for (size_t i = 0; i < p->exact.units.n; i++) {
		const struct exact_unit *u = &p->exact.units.v[i];
		const char *path = was ? u->was : u->is;

		if (!path)
			continue;
		lg_vec_push(files, path);
		built_files(p->exact.built, u->of, files);
	}
}

/* Of a file that could not be compiled as it was, what was found is not known
 * to be new. Nor is it in a header that does not change, and that nothing led to
 * before. */
static bool is_compared(struct pair *p, const struct noconfig *before,
			const struct lg_finding *f)
{
	const char *file = f->loc.file;

	for (size_t i = 0; i < p->exact.units.n; i++) {
		const struct exact_unit *u = &p->exact.units.v[i];

		if (u->unknown && file && !strcmp(u->is, file))
			return false;
	}
	return !file || change_of(&p->changes, file) ||
	       exact_saw(before, file);
}

void built_compare(struct pair *p, struct noconfig *after,
		   const struct noconfig *before)
{
	struct lg_findings *fs = &after->output.findings;
	size_t kept = 0;

	if (!before->exact)
		return;
	for (size_t i = 0; i < p->exact.units.n; i++) {
		const struct exact_unit *u = &p->exact.units.v[i];

		if (u->unknown)
			output_not_checked(&after->output, "%s: not compared "
					   "with what it was, %s", u->is,
					   u->unknown);
	}
	for (size_t i = 0; i < fs->v.n; i++)
		if (is_compared(p, before, fs->v.v[i]))
			fs->v.v[kept++] = fs->v.v[i];
	fs->v.n = kept;
}

/* Who no longer includes a header has not mended it. */
void built_mended(struct pair *p, const struct noconfig *after,
		  lg_finding_list *mended)
{
	size_t kept = 0;

	for (size_t i = 0; i < mended->n; i++) {
		const char *file = mended->v[i]->loc.file;

		if (!after->exact || !file || exact_saw(after, file) ||
		    change_from(&p->changes, file))
			mended->v[kept++] = mended->v[i];
	}
	mended->n = kept;
}

void built_free(struct pair *p)
{
	lg_vec_free(&p->exact.units);
	lg_vec_free(&p->search);
	snapshot_close(&p->built_head);
}
