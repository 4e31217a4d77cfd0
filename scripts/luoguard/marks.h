/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * marks.h - members that a tree's headers mark private, and the files that may
 * use one: what is known of private-member before anybody is asked.
 */
#ifndef LUOGUARD_MARKS_H
#define LUOGUARD_MARKS_H

#include "command.h"

/* ----------------------------------------------------------------- marks.c */
/* One member. */
struct marked {
	const char *tag, *member;
	const char *of;			/* "struct foo" */
	enum lg_mark mark;
	struct lg_loc declared;		/* in its header */
	const struct lg_private_members *policy;
};

struct marks {
	struct lg_pool pool;
	const struct lg_policy *policy;
	LG_VEC(struct marked) v;	/* those of one struct side by side */
	lg_strings left;		/* headers that were not read whole */
};

/* A tree: paths are as in findings, directories end with a slash. */
struct marks_tree {
	void *from;
	/* Adds the headers in @dir, if @deep also those below, to @list. */
	void (*list)(struct lg_pool *pool, void *from, const char *dir,
		     bool deep, lg_strings *list);
	/* The text of plain file @path in @pool; NULL: there is none. */
	char *(*read)(struct lg_pool *pool, void *from, const char *path,
		      size_t *bytes);
};

/* Reads what the headers of @policy's [private-members] mark. Structs without
 * a tag are left out: no engine but a compiler knows their members' uses. */
void marks_read(struct marks *m, const struct lg_policy *policy,
		const struct marks_tree *tree);
/* The same of the directory @tree. */
void marks_read_dir(struct marks *m, const struct lg_policy *policy,
		    const char *tree);
/* Adds the directories, with the closing slash, that all those headers are in or
 * below to @list; none is inside another. */
void marks_dirs(struct lg_pool *pool, const struct lg_policy *policy,
		lg_strings *list);
void marks_free(struct marks *m);
/* Adds the headers that they stand in to @list, each once. */
void marks_headers(const struct marks *m, lg_strings *list);
const struct marked *marks_find(const struct marks *m, const char *tag,
				const char *member);
/* May the C code at @text, of file @path, use such a member and not be allowed
 * to? It names the struct, and the member where one is used. Adds the structs'
 * tags to @tags, or to none if that is NULL. */
bool marks_may_use(const struct marks *m, const char *path, const char *text,
		   size_t bytes, lg_strings *tags);
/* Is @path a header that was not read whole? Then it has to be told of. */
bool marks_left(const struct marks *m, const char *path);
/* One of the two? */
bool marks_matter(const struct marks *m, const char *path, const char *text,
		  size_t bytes);
/* Does the line of code at @text name a member of structs @tags where one is
 * used? */
bool marks_in_line(const struct marks *m, const lg_strings *tags,
		   const char *text, size_t bytes);

/* ----------------------------------------------------------- marks-cache.c */
/* A file for what is read of one repository, called @name, or NULL: nowhere. */
char *marks_file(struct lg_pool *pool, const char *name);
/* Fills empty @m with what marks_save() left in @file under @key, a word. False:
 * nothing of that key and this @policy. */
bool marks_load(struct marks *m, const struct lg_policy *policy,
		const char *file, const char *key);
/* A failure costs the next run some time, and no more. */
void marks_save(const struct marks *m, const char *file, const char *key);

#endif /* LUOGUARD_MARKS_H */
