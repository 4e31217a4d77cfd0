/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * semantic.h - a policy's names in the semantic patches of cocci/.
 */
#ifndef LUOGUARD_SEMANTIC_H
#define LUOGUARD_SEMANTIC_H

#include "luoguard.h"

/* -------------------------------------------------------------- semantic.c */
/* Writes the semantic patch @path to @out with the names of @p in it, and with
 * the text of the files beside it when @beside. False and errno: @path cannot
 * be read. */
bool semantic_write(struct lg_pool *pool, const struct lg_policy *p,
		    const char *path, bool beside, FILE *out);

#endif /* LUOGUARD_SEMANTIC_H */
