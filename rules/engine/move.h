/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * move.h - what move.c, which says what of a file moves to an ABI header, and
 * moveto.c, which says how that header takes it, share.
 */
#ifndef LUOGUARD_MOVE_H
#define LUOGUARD_MOVE_H

#include <ctype.h>

#include "luoguard.h"

/* A definition: bytes @from to @end of the file. */
struct lg_piece {
	size_t from, end;
	const char *name;
	bool macro;
};

/* A struct that has to move. */
struct lg_mover {
	const struct lg_struct *s;
	struct lg_piece piece;
	const char *why;	/* it cannot move, or NULL */
};

/* All of one file that moves to one header. */
struct lg_move {
	struct lg_check *c;
	const struct lg_file *f;
	const char *to;		/* "include/linux/kho/abi/foo.h" */
	LG_VEC(struct lg_mover) movers;
	LG_VEC(struct lg_piece) pieces;	/* in their order */
	lg_strings headers;	/* "linux/types.h": what they need */
};

/* Part of a name? */
static inline bool lg_move_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* ------------------------------------------------------------------ move.c */
/* How deep in #if byte @at of @f stands, an include guard not counted. */
int lg_move_depth(const struct lg_file *f, size_t at);
/* Do its lines stand under no #if, and end in no CR? */
bool lg_move_plain(const struct lg_file *f, const struct lg_piece *p);

/* -------------------------------------------------------------- moveuses.c */
void lg_move_need(struct lg_move *m, const char *header);
/* Is there a mover of that tag that has no reason to stay? */
bool lg_moves_too(const struct lg_move *m, const char *tag);
/* Adds @mover and what it uses to the pieces and headers. False, and its why:
 * it stays. */
bool lg_move_along(struct lg_move *m, struct lg_mover *mover);

/* ---------------------------------------------------------------- moveto.c */
/* Why m->to, which is there already, cannot take what moves; NULL: it is new,
 * or can. */
const char *lg_move_obstacle(struct lg_move *m);
/* Adds what puts the pieces into m->to; false: there is no place. */
bool lg_move_arrive(struct lg_move *m, struct lg_finding *found);

#endif /* LUOGUARD_MOVE_H */
