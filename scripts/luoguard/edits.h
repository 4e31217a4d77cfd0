/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * edits.h - what fix.c, which merges mends, and patch.c, which prints or
 * writes them, share.
 */
#ifndef LUOGUARD_EDITS_H
#define LUOGUARD_EDITS_H

#include "command.h"

/* A file that is edited. */
struct edited {
	const char *path;	/* as in findings */
	const char *full;
	const char *text;	/* NULL: left alone */
	size_t bytes;
	bool is_new;		/* not there yet */
	const char *moved;	/* what came here from elsewhere */
	char *mended;		/* NULL: as it was */
	size_t mended_bytes;
};

/* Bytes @from to @to become @text. */
struct edit {
	struct edited *in;
	size_t from, to;
	const char *text;
	size_t order;		/* among those at one place */
	struct edited *moves;	/* where the bytes go, or NULL */
};
typedef LG_VEC(struct edit) edit_list;

struct fix {
	struct lg_pool pool;
	struct output *out;
	const char *tree;
	LG_VEC(struct edited *) files;
	edit_list edits;
	LG_VEC(struct lg_finding *) mended;
};

/* ----------------------------------------------------------------- patch.c */
/* What becomes of @e, as a patch without what stands above its first "@@". */
const char *fix_file_hunks(struct lg_pool *pool, const struct edited *e);
/* The mended files as a patch, after lines that say what it mends; nothing
 * when nothing is. */
void fix_print(struct fix *x, FILE *out);
/* Writes the mended files over the old ones: all of them, or death before the
 * first. */
void fix_write(struct fix *x);

#endif /* LUOGUARD_EDITS_H */
