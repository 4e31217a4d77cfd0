// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * review-marks.c - what the headers of a state mark private.
 *
 * They are asked for whenever a C file changes, and hardly ever change: they are
 * read once, and anew only for a state that changes one of the headers, or a
 * commit whose directories of headers are others.
 */
#include "review.h"

static void list_headers(struct lg_pool *pool, void *from, const char *dir,
			 bool deep, lg_strings *list)
{
	snapshot_list(pool, from, dir, deep, ".h", list);
}

/* Is @path a header whose marks count? */
static bool watched(const struct lg_policy *policy, const char *path)
{
	return lg_policy_private_members(policy, path);
}

/* Do changes on top of its commit make other marks of @s? */
static bool marks_change(const struct snapshot *s,
			 const struct lg_policy *policy)
{
	for (size_t i = 0; s->changes && i < s->changes->v.n; i++)
		if (watched(policy, s->changes->v.v[i].path) ||
		    watched(policy, s->changes->v.v[i].from))
			return true;
	return s->over && s->step && overlay_touches(s, policy, watched);
}

struct dirs *review_marking(struct review *r)
{
	struct dirs *dirs = &r->marking;

	if (dirs->ids || !options_want(&r->o, r->policy, "private-member"))
		return dirs->ids ? dirs : NULL;
	marks_dirs(&r->pool, r->policy, &dirs->v);
	dirs->ids = lg_alloc(&r->pool, dirs->v.n * sizeof(*dirs->ids));
	return dirs;
}

/* What marks are read from: the ids of the trees that the headers lie in, of a
 * state that changes nothing there. NULL: nothing to know it by. */
static char *key_of(struct lg_pool *pool, struct review *r, struct snapshot *s)
{
	const struct dirs *dirs = review_marking(r);
	bool known = dirs && dirs->commit && s->commit &&
		     !strcmp(dirs->commit, s->commit);
	char *key = lg_strdup(pool, "");

	if (!dirs || !s->commit)
		return NULL;
	for (size_t i = 0; i < dirs->v.n; i++) {
		char hex[GIT_OID_HEXSZ + 1];
		git_oid id;

		if (known)
			id = dirs->ids[i];
		else
			snapshot_dir(s, dirs->v.v[i], &id);
		key = lg_printf(pool, "%s%s%s", key, i ? "-" : "",
				git_oid_tostr(hex, sizeof(hex), &id));
	}
	return key;
}

/* A hook asks of one commit, and then it ends: what it has read is kept for the
 * next one. */
static void read_or_load(struct review *r, struct snapshot *s, const char *key)
{
	const struct marks_tree tree = { s, list_headers, snapshot_text };
	const char *file = key && r->o.staged ?
		marks_file(&r->pool, r->repo.gitdir) : NULL;

	if (file && marks_load(&r->marks.marks, r->policy, file, key))
		return;
	marks_read(&r->marks.marks, r->policy, &tree);
	if (file)
		marks_save(&r->marks.marks, file, key);
}

const struct marks *review_marks(struct review *r, struct snapshot *s,
				 struct marks *own)
{
	const struct marks_tree tree = { s, list_headers, snapshot_text };
	struct commit_marks *m = &r->marks;
	struct lg_pool pool = { NULL };
	char *key;

	if (marks_change(s, r->policy)) {
		marks_read(own, r->policy, &tree);
		return own;
	}
	if (m->commit && s->commit && !strcmp(m->commit, s->commit))
		return &m->marks;
	key = key_of(&pool, r, s);
	if (!key || !m->key || strcmp(m->key, key)) {
		commit_marks_free(m);
		read_or_load(r, s, key);
		m->key = key ? lg_strdup(&m->marks.pool, key) : NULL;
	}
	m->commit = s->commit ? lg_strdup(&m->marks.pool, s->commit) : NULL;
	lg_pool_free(&pool);
	return &m->marks;
}

void commit_marks_free(struct commit_marks *m)
{
	marks_free(&m->marks);
	memset(m, 0, sizeof(*m));
}
