/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * contain.h - a container for what reads a stranger's code.
 */
#ifndef LUOGUARD_CONTAIN_H
#define LUOGUARD_CONTAIN_H

#include "command.h"

/* The compiler's second root, for the plugin's argument "root". */
#define CONTAIN_ROOT "/empty"

/* What a child in a container sees, besides the system's programs. Paths are
 * absolute and the same inside and outside. */
struct contain {
	const char *see;	/* a directory, read-only: the files that are
				 * checked, and what we made for that */
	const char *write;	/* a directory in it, to write to; or NULL */
	const lg_strings *more;	/* files and directories, read-only; or NULL */
	bool compiler;		/* the plugin will leave for CONTAIN_ROOT */
};

/* Why the kernel does not let us make such containers, trying one that sees
 * directory @dir; NULL: it does. */
const char *contain_forbidden(struct lg_pool *pool, const char *dir);
/* Adds to @list what GCC, spatch and the plugin are made of where they are not
 * the system's, and the policy's files. */
void contain_show(struct lg_pool *pool, const struct options *o,
		  lg_strings *list);
/* fork(), into namespaces of its own if @c isn't NULL. */
pid_t contain_fork(const struct contain *c);
/* In that child: makes the container of them. NULL, or what could not be had;
 * errno says why. */
const char *contain_enter(const struct contain *c);

#endif /* LUOGUARD_CONTAIN_H */
