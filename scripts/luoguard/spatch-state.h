/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * spatch-state.h - what spatch.c and spatch-ask.c share: the questions.
 */
#ifndef LUOGUARD_SPATCH_STATE_H
#define LUOGUARD_SPATCH_STATE_H

#include "marks.h"
#include "spatch.h"

/* One file that something is asked about. */
struct subject {
	const char *path;	/* as in findings */
	const char *full;
	const char *types;	/* header with types, for private-use; or NULL */
	const char *narrow;	/* what of the file is asked; NULL: all */
};

/* One process: a rule's semantic patch, or what can be parsed. */
struct task {
	struct subject *of;
	const char *rule;	/* NULL: can it be parsed? */
	unsigned int about;	/* SPATCH_PRIVATE, SPATCH_CODE */
	lg_strings tags;	/* structs whose private members it is about */
	bool again;		/* without PYTHON */
	struct ahead_entry *ahead;	/* of another state; NULL: of this */
};

struct spatch_state {
	struct spatch_engine engine;
	const char *narrow;	/* trees of what narrow.c left of files,
				 * "-RULE" behind it ... */
	const char *ahead;	/* ... and of those of the other state */
	struct types *types;
	struct marks marks;	/* of the tree's headers ... */
	const char *marked;	/* ... and a file with them */
	LG_VEC(struct task) tasks;
	size_t next;
	struct task **at;	/* what each job is at */
	lg_strings asked;	/* files that something is asked about */
};

/* ------------------------------------------------------------ spatch-ask.c */
/* Reads the file and enters what there is to ask about it. */
void spatch_look(struct spatch *s, const char *path);
/* Notes, and tells once, that a file or a part of it is not checked. */
void spatch_not_checked(struct spatch *s, const char *path, const char *why);

#endif /* LUOGUARD_SPATCH_STATE_H */
