// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * macro-words.c - words, literals and arguments in the text of macros.
 */
#include <ctype.h>

#include "luoguard.h"
#include "macro.h"

const char *lg_macro_skip_space(const char *p, const char *end)
{
	for (;;) {
		while (p < end && (isspace((unsigned char)*p) || *p == '\\'))
			p++;
		if (end - p < 2 || p[0] != '/' || p[1] != '*')
			return p;
		for (p += 2; p < end; p++)
			if (p[0] == '*' && p + 1 < end && p[1] == '/')
				break;
		p = end - p >= 2 ? p + 2 : end;
	}
}

size_t lg_macro_word_length(const char *p, const char *end)
{
	const char *q = p;

	if (q < end && (isalpha((unsigned char)*q) || *q == '_'))
		while (q < end && (isalnum((unsigned char)*q) || *q == '_'))
			q++;
	return (size_t)(q - p);
}

const char *lg_macro_literal_end(const char *p, const char *end)
{
	char quote = *p;

	for (p++; p < end && *p != quote; p++)
		if (*p == '\\')
			p++;
	return p < end ? p + 1 : NULL;
}

const char *lg_macro_closing(const char *p, const char *end)
{
	unsigned int open = 0;

	while (p && p < end) {
		if (*p == '"' || *p == '\'') {
			p = lg_macro_literal_end(p, end);
			continue;
		}
		if (*p == '(')
			open++;
		if (*p == ')' && --open == 0)
			return p;
		p++;
	}
	return NULL;
}

void lg_macro_split(struct lg_pool *pool, const char *p, const char *end,
		    lg_strings *list)
{
	const char *start = p = lg_macro_skip_space(p, end);
	unsigned int open = 0;

	for (; p && p <= end; p++) {
		if (p == end || (*p == ',' && !open)) {
			const char *stop = p;

			while (stop > start && isspace((unsigned char)stop[-1]))
				stop--;
			lg_vec_push(list, lg_strndup(pool, start,
						     (size_t)(stop - start)));
			start = p == end ? p : lg_macro_skip_space(p + 1, end);
			continue;
		}
		if (*p == '(')
			open++;
		else if (*p == ')' && open)
			open--;
		else if (*p == '"' || *p == '\'') {
			p = lg_macro_literal_end(p, end);
			if (!p)
				return;
			p--;
		}
	}
}
