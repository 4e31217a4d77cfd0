/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * docs.h - the index that docs.c keeps and maintainers.c helps to fill.
 */
#ifndef LUOGUARD_DOCS_H
#define LUOGUARD_DOCS_H

#include "luoguard.h"

#ifdef __cplusplus
extern "C" {
#endif

struct lg_index_rst {
	const char *header, *rst;
};

struct lg_index_pattern {
	char type;		/* 'F', 'X', 'N' */
	const char *pattern;	/* as MAINTAINERS writes it */
	bool first;		/* the first one of its entry */
};

struct lg_index {
	bool has_docs, has_maintainers;
	uint64_t key;		/* of what it was made from */
	LG_VEC(struct lg_index_rst) rsts;
	LG_VEC(struct lg_index_pattern) patterns;
};

/* Enters the patterns that could cover a header of the zones. */
void lg_maintainers_read(struct lg_facts *facts, struct lg_index *index);
/* Does one of the entries cover @path? */
bool lg_maintainers_cover(const struct lg_index *index, const char *path);

#ifdef __cplusplus
}
#endif
#endif /* LUOGUARD_DOCS_H */
