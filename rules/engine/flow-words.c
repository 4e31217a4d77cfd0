// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * flow-words.c - the words of policy's [flow] section: NAME, NAME:WHERE and
 * NAME:TREE:WHERE, where WHERE is an argument's number, one behind a '*', or
 * "return".
 */
#include <ctype.h>

#include "luoguard.h"

static bool identifier(const char *s, size_t n)
{
	if (!n || isdigit((unsigned char)*s))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!isalnum((unsigned char)s[i]) && s[i] != '_')
			return false;
	return true;
}

/* The number of an argument, from 1 to 16, at @s; moves behind it. */
static bool number(const char **s, int *n)
{
	char *end;
	long value;

	if (!isdigit((unsigned char)**s))
		return false;
	value = strtol(*s, &end, 10);
	if (value < 1 || value > 16)
		return false;
	*n = (int)value;
	*s = end;
	return true;
}

static bool where(const char *s, struct lg_flow_word *w)
{
	if (strcmp(s, "return") == 0)
		return true;
	w->deref = *s == '*';
	s += w->deref;
	return number(&s, &w->arg) && !*s;
}

bool lg_flow_word(struct lg_pool *pool, const char *word, bool trees,
		  struct lg_flow_word *w)
{
	size_t n = strcspn(word, ":");
	const char *s = word + n;

	memset(w, 0, sizeof(*w));
	if (!identifier(word, n))
		return false;
	w->name = lg_strndup(pool, word, n);
	if (!*s) {
		w->arg = -1;
		return !trees;
	}
	s++;
	if (trees && (!number(&s, &w->tree) || *s++ != ':'))
		return false;
	return where(s, w);
}
