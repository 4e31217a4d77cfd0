/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shape.h - structs as their text has them: shape-read.c reads the text,
 * shapes.c keeps those of the owners, and finds the one that a struct repeats.
 */
#ifndef LUOGUARD_SHAPE_H
#define LUOGUARD_SHAPE_H

#include "luoguard.h"

#ifdef __cplusplus
extern "C" {
#endif

struct lg_shape_member {
	const char *name;
	const char *type;	/* "u32", "struct list_head", "void *"; see
				 * lg_shape_type() */
	bool array;
	bool optional;		/* under an #if inside the struct */
	size_t at;		/* byte of its name in the file */
};

struct lg_shape {
	const char *tag;	/* or a typedef's name */
	bool is_union, is_typedef;
	struct lg_loc loc;
	LG_VEC(struct lg_shape_member) members;	/* unnamed ones opened up */
	unsigned int next;	/* shapes.c: its list's next one */
};

typedef LG_VEC(struct lg_shape) lg_shape_list;

/* Adds the structs of @f that have @least members or more, of which each can be
 * read; what macros make of members cannot. */
void lg_file_shapes(struct lg_pool *pool, const struct lg_file *f,
		    size_t least, lg_shape_list *list);
/* Adds them all, each with the members that can be read. False: but for one
 * that is too long. */
bool lg_file_members(struct lg_pool *pool, const struct lg_file *f,
		     lg_shape_list *list);
/* The type that the @n bytes of C at @s name, in one spelling: "u16" for
 * unsigned short and __u16, no qualifiers, one space between words. */
const char *lg_shape_type(struct lg_pool *pool, const char *s, size_t n);

#ifdef __cplusplus
}
#endif
#endif /* LUOGUARD_SHAPE_H */
