/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * places.h - where a new struct is written and read, for who reviews it.
 */
#ifndef LUOGUARD_PLACES_H
#define LUOGUARD_PLACES_H

#include "command.h"

/* A function that writes or reads a struct, or takes the address of a member:
 * what is done with that is not known. */
struct accessor {
	const char *tag, *function, *file;
	unsigned int written, read;	/* the first line that does; 0: none */
	unsigned int taken;
};

struct new_struct {
	const char *tag, *name;	/* "foo_ser", "struct foo_ser" */
	const char *with;	/* "2/7": what it came with */
};

struct places {
	struct lg_pool pool;
	LG_VEC(struct new_struct) structs;
	LG_VEC(struct accessor) v;
	lg_strings compiled, as_text;	/* files that were looked at */
};

/* ---------------------------------------------------------------- places.c */
void places_add_struct(struct places *l, const char *tag, const char *name,
		       const char *with);
/* It is no more. */
void places_drop_struct(struct places *l, const char *tag);
bool places_knows(const struct places *l, const char *tag);
/* File @path, which was @from, is looked at anew, compiled or @as_text: what was
 * known of it is forgotten. */
void places_begin(struct places *l, const char *path, const char *from,
		  bool as_text);
/* Enters one; nothing, if it is known. */
void places_enter(struct places *l, const struct accessor *p);
/* "written in f() (FILE:LINE); read in ...", or what was not found, in @pool. */
const char *places_say(struct lg_pool *pool, const struct places *l,
		       const char *tag);
void places_free(struct places *l);

/* ----------------------------------------------------------- places-text.c */
/* Enters what the functions of @f, by their text, do to the structs of @l. */
void places_text(struct places *l, const struct lg_file *f);

#endif /* LUOGUARD_PLACES_H */
