/* SPDX-License-Identifier: GPL-2.0-or-later */
/* macro.h - what the files that read the bodies of macros share. */
#ifndef LUOGUARD_MACRO_H
#define LUOGUARD_MACRO_H

#include "luoguard.h"

/* ----------------------------------------------------------- macro-words.c */
/* Behind white space and comments at @p. */
const char *lg_macro_skip_space(const char *p, const char *end);
/* The bytes of the identifier at @p; 0: there is none. */
size_t lg_macro_word_length(const char *p, const char *end);
/* Behind the literal that starts at @p, or NULL when it does not end. */
const char *lg_macro_literal_end(const char *p, const char *end);
/* The parenthesis that closes the one at @p, or NULL. */
const char *lg_macro_closing(const char *p, const char *end);
/* Splits [@p, @end) at its top commas. */
void lg_macro_split(struct lg_pool *pool, const char *p, const char *end,
		    lg_strings *list);

/* ---------------------------------------------------------- macro-expand.c */
/* What @m stands for, all macros in it expanded, in @facts' pool; NULL: it
 * takes arguments, is too long, or cannot be read. */
const char *lg_macro_expanded(struct lg_facts *facts,
			      const struct lg_macro *m);

/* ------------------------------------------------------------ macro-type.c */
struct lg_macro_type {
	unsigned int bits;	/* of an integer; 0: not known */
	bool is_unsigned;
	bool other;		/* a pointer, a struct, a typeof */
	bool sized;		/* @size is known */
	uint64_t size;		/* bytes, of a pointer or struct */
};

/* Takes the type whose name stands at *@p. False: there is none. */
bool lg_macro_type(struct lg_facts *facts, const char **p, const char *end,
		   struct lg_macro_type *t);
/* What sizeof() says of [@p, @end), expanded text: a type or a string. */
bool lg_macro_sizeof(struct lg_facts *facts, const char *p, const char *end,
		     uint64_t *size);

#endif /* LUOGUARD_MACRO_H */
