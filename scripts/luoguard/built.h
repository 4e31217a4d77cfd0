/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * built.h - `luoguard review --build`: files compiled with their true flags.
 */
#ifndef LUOGUARD_BUILT_H
#define LUOGUARD_BUILT_H

#include "contain.h"

/* ----------------------------------------------------------------- built.c */
/* An object of the build directory, compiled from one C file. */
struct built_unit {
	const char *object;	/* relative to the build directory */
	const char *source;	/* as in findings */
	const char *cmdfile;
	LG_VEC(uint32_t) deps;	/* into built->paths, sorted */
};

/* What make left in the build directory. Nothing is written there. */
struct built {
	struct lg_pool pool;
	const char *given;	/* as the user wrote it */
	const char *build;	/* absolute */
	const char *tree;	/* as the build names it; absolute */
	lg_strings paths;	/* each once: in the tree as in findings; what
				 * was generated as "build:" and its path there;
				 * else absolute */
	LG_VEC(struct built_unit) units;
	struct built_index *index;
};

#define BUILT_GENERATED "build:"

/* The build directory that @o names, if it is one of @tree (absolute); or
 * death. */
struct built *built_open(const struct options *o, const char *tree);
/* Reads all of its .cmd files, once; what cannot be read is said. */
void built_load(struct built *b);
void built_close(struct built *b);
/* The object made from @source (as in findings); NULL: there is none. */
const struct built_unit *built_from(const struct built *b, const char *source);
/* Is @path (as in findings) among what was read for @u? */
bool built_includes(const struct built *b, const struct built_unit *u,
		    const char *path);
/* Adds what was read for @u and lies in the tree to @list. */
void built_files(const struct built *b, const struct built_unit *u,
		 lg_strings *list);

/* ------------------------------------------------------------ built-lay.c */
/* Copies what the build generated, headers for all and what @units were made
 * from, to directory @to. In a tree built in place, what @in_tree knows is the
 * tree's own. */
void built_lay(struct built *b, const struct built_unit *const *units, size_t n,
	       const char *to, bool (*in_tree)(void *arg, const char *path),
	       void *arg);
/* The flags that @u was compiled with, for its file @source (as in findings)
 * in the copy of the tree @tree and with the generated files in @laid. Why
 * there are none, or NULL. */
const char *built_flags(struct lg_pool *pool, const struct built *b,
			const struct built_unit *u, const char *source,
			const char *tree, const char *laid,
			struct flags *flags);
/* Adds the directories of the tree that @u's headers are looked for in. */
void built_search(struct lg_pool *pool, const struct built *b,
		  const struct built_unit *u, lg_strings *dirs);

#endif /* LUOGUARD_BUILT_H */
