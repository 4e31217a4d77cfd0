// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * brace.c - where a definition's text ends, for what is inserted behind it.
 */
#include "luoguard.h"

static size_t matching_brace(const struct lg_file *f, size_t at)
{
	int depth = 0;

	for (; at < f->bytes; at++) {
		char c = f->text[at];

		if (c != '{' && c != '}' && c != ';')
			continue;
		if (lg_file_in_comment(f, at))
			continue;
		if (c == ';' && depth == 0)
			break;		/* a declaration, or macro-made */
		depth += c == '{';
		depth -= c == '}';
		if (c == '}' && depth <= 0)
			return depth == 0 ? at : f->bytes;
	}
	return f->bytes;
}

/* The last line that starts at or before byte @at. */
static size_t line_of(const struct lg_file *f, size_t at)
{
	size_t low = 0, high = f->lines.n;

	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (f->lines.v[mid] <= at)
			low = mid;
		else
			high = mid;
	}
	return low;
}

struct lg_loc lg_file_closing_brace(const struct lg_file *f, struct lg_loc from)
{
	struct lg_loc loc;
	size_t at, line;

	memset(&loc, 0, sizeof(loc));
	if (!f->text || !f->lines.n)
		return loc;
	at = lg_file_offset(f, from.line, from.column);
	if (at == (size_t)-1)
		return loc;
	at = matching_brace(f, at);
	if (at >= f->bytes)
		return loc;
	line = line_of(f, at);
	loc.file = f->path;
	loc.line = (unsigned int)line + 1;
	loc.column = (unsigned int)(at - f->lines.v[line]) + 2;
	return loc;
}
