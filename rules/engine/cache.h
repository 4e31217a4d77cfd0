/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cache.h - files of the tree, and what is kept of them between processes.
 *
 * A file NAME of facts->state begins with three lines:
 *
 *     luoguard docs-index 2
 *     run ID              the make run that looked last, or "-"
 *     key HEX             what the rest was made from
 *
 * The key is computed again, by stat() alone, once a make run (outside of one:
 * each time), so that an edit, a new or a removed file is seen by the next run.
 * Processes that race write the same file, each by a rename. No cache, no harm:
 * a write that fails costs the next process some time.
 */
#ifndef LUOGUARD_CACHE_H
#define LUOGUARD_CACHE_H

#include <sys/stat.h>

#include "luoguard.h"

#ifdef __cplusplus
extern "C" {
#endif

struct lg_cache {
	const char *name;	/* of the file in facts->state */
	const char *magic;	/* its first line */
	uint64_t (*key)(struct lg_facts *facts);
};

/* What is behind the head; NULL: there is none, or it is another tree's, or
 * older than what it was made from. */
char *lg_cache_read(struct lg_facts *facts, const struct lg_cache *c);
void lg_cache_write(struct lg_facts *facts, const struct lg_cache *c,
		    uint64_t key, const char *body);

/* Calls @visit with each regular file under @dir (relative to the tree, no
 * slash behind) whose name @wanted likes; in no order. Links are not followed,
 * and no name has a tab or newline in it. False: there is no such directory. */
bool lg_tree_files(const struct lg_facts *facts, const char *dir,
		   bool (*wanted)(const char *name),
		   void (*visit)(void *arg, const char *path,
				 const struct stat *st),
		   void *arg);
/* Of a file's path, size and time. */
uint64_t lg_stat_hash(const char *path, const struct stat *st);
/* The same for @path of the tree; 0: it is not there. */
uint64_t lg_tree_file_hash(const struct lg_facts *facts, const char *path);

/* Moves a finished array into the pool: the facts then own all of it. */
#define LG_FREEZE(pool, vec)						\
	do {								\
		size_t bytes_ = (vec)->n * sizeof(*(vec)->v);		\
		void *v_ = lg_alloc(pool, bytes_);			\
									\
		if (bytes_)						\
			memcpy(v_, (vec)->v, bytes_);			\
		free((vec)->v);						\
		(vec)->v = (__typeof__((vec)->v))v_;			\
		(vec)->cap = (vec)->n;					\
	} while (0)

#ifdef __cplusplus
}
#endif
#endif /* LUOGUARD_CACHE_H */
