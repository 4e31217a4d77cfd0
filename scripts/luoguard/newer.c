// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * newer.c - which findings a commit brings.
 *
 * Two findings are the same one by their fingerprint, the file's name being
 * the one it has after the commit. What is left is compared once more without
 * the file: a serialized struct that moved took its findings along. (What is
 * done to another's struct is wrong in the file that does it.) Two findings
 * may bear one fingerprint (two comments that quote the same stale version), so
 * each old one accounts for one new one, the one with the same words first.
 */
#include "review.h"

struct old {
	const struct lg_finding *f;
	const char *file;	/* its name after the commit */
	bool taken;
};

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* How much two findings have to have in common. */
enum likeness { WORDS, FINGERPRINT, STRUCT };

static bool alike(const struct old *o, const struct lg_finding *f,
		  enum likeness how)
{
	if (o->taken || strcmp(o->f->rule, f->rule) ||
	    !same(o->f->tag, f->tag) || !same(o->f->member, f->member))
		return false;
	if (how == STRUCT)
		return f->tag && f->evidence && o->f->evidence;
	return same(o->file, f->loc.file) &&
	       (how == FINGERPRINT || same(o->f->message, f->message));
}

/* Does an old finding account for @f? */
static bool was_there(struct old *olds, size_t n, const struct lg_finding *f,
		      enum likeness how)
{
	for (size_t i = 0; i < n; i++) {
		if (!alike(&olds[i], f, how) ||
		    olds[i].f->severity < f->severity)
			continue;
		olds[i].taken = true;
		return true;
	}
	return false;
}

/* Those that nothing accounts for, not even a worse one, are no more. */
static void add_mended(const struct old *olds, size_t n,
		       const struct lg_findings *after, lg_finding_list *mended)
{
	for (size_t i = 0; i < n; i++) {
		bool there = olds[i].taken || olds[i].f->accepted;

		for (size_t j = 0; j < after->v.n && !there; j++)
			there = alike(&olds[i], after->v.v[j], FINGERPRINT);
		if (!there)
			lg_vec_push(mended, olds[i].f);
	}
}

void newer_keep(struct lg_findings *after, const struct lg_findings *before,
		const struct changes *changes, struct difference *diff)
{
	struct lg_pool pool = { NULL };
	struct old *olds = lg_alloc(&pool, (before->v.n + 1) * sizeof(*olds));

	for (size_t i = 0; i < before->v.n; i++) {
		const char *file = before->v.v[i]->loc.file;
		const struct change *c = file ? change_from(changes, file) :
					 NULL;

		olds[i].f = before->v.v[i];
		olds[i].file = c ? c->path : file;
	}
	for (int how = WORDS; how <= STRUCT; how++) {
		size_t kept = 0;

		for (size_t i = 0; i < after->v.n; i++) {
			struct lg_finding *f = after->v.v[i];

			if (!was_there(olds, before->v.n, f, how))
				after->v.v[kept++] = f;
			else if (diff)
				lg_vec_push(&diff->still, f);
		}
		after->v.n = kept;
	}
	if (diff)
		add_mended(olds, before->v.n, after, &diff->mended);
	lg_pool_free(&pool);
}
