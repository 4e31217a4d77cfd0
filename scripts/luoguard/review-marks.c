// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * review-marks.c - what the headers of a state mark private.
 *
 * They are asked for whenever a C file changes, and hardly ever change: a
 * commit's are read once, and anew only for a state that changes one of them.
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

const struct marks *review_marks(struct review *r, struct snapshot *s,
				 struct marks *own)
{
	const struct marks_tree tree = { s, list_headers, snapshot_text };
	struct commit_marks *m = &r->marks;

	if (marks_change(s, r->policy)) {
		marks_read(own, r->policy, &tree);
		return own;
	}
	if (m->commit && s->commit && !strcmp(m->commit, s->commit))
		return &m->marks;
	commit_marks_free(m);
	marks_read(&m->marks, r->policy, &tree);
	m->commit = s->commit ? lg_strdup(&m->marks.pool, s->commit) : NULL;
	return &m->marks;
}

void commit_marks_free(struct commit_marks *m)
{
	marks_free(&m->marks);
	memset(m, 0, sizeof(*m));
}
