// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ahead.c - what spatch says of a file as it was before a change, asked while it
 * is asked of the file as it is.
 *
 * A finding is new when the state before had none, so that state is checked,
 * too, and most of that is to wait for spatch once more. So it is started for
 * both at once, on two cores. What it says of the second is kept with all that
 * it was given, and counts only for who would give it the very same.
 */
#include <errno.h>

#include "spatch.h"

struct ahead_entry {
	const char *rule;			/* what it was asked */
	const char *path, *full, *types, *text;	/* what it was given */
	const char *said;			/* NULL: it does not say yet */
	struct ahead_entry *next;
};

/* A copy of file @path, "" for NULL; death with a message. */
static const char *content(struct lg_pool *pool, const char *path)
{
	const char *text = path ? lg_read_file(pool, path, NULL) : "";

	if (!text)
		lg_die("%s: %s", path, strerror(errno));
	return text;
}

struct ahead_entry *ahead_enter(struct spatch_ahead *a, const char *rule,
				const char *path, const char *full,
				const char *types)
{
	struct ahead_entry *e = lg_new(&a->pool, struct ahead_entry);

	e->rule = lg_strdup(&a->pool, rule);
	e->path = lg_strdup(&a->pool, path);
	e->full = lg_strdup(&a->pool, full);
	e->types = content(&a->pool, types);
	e->text = content(&a->pool, full);
	e->next = a->entries;
	a->entries = e;
	return e;
}

void ahead_said(struct spatch_ahead *a, struct ahead_entry *e,
		const char *said)
{
	e->said = lg_strdup(&a->pool, said);
}

const char *ahead_find(const struct spatch_ahead *a, const char *rule,
		       const char *path, const char *narrow,
		       const char *types, const char **full)
{
	struct lg_pool pool = { NULL };
	const char *said = NULL;

	for (const struct ahead_entry *e = a ? a->entries : NULL; e && !said;
	     e = e->next) {
		if (!e->said || strcmp(e->rule, rule) ||
		    strcmp(e->path, path) ||
		    strcmp(e->text, content(&pool, narrow)) ||
		    strcmp(e->types, content(&pool, types)))
			continue;
		*full = e->full;
		said = e->said;
	}
	lg_pool_free(&pool);
	return said;
}
