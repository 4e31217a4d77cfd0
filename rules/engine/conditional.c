// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * conditional.c - the preprocessor's conditionals of one file, as text.
 *
 * A compiler sees one side of an #if only; what stands on the other side is
 * in the text alone. Each group of #if ... #elif ... #else ... #endif is found
 * with its lines and the conditions that it names. Bad nesting ends with the
 * file: a group without its #endif reaches to the last line.
 */
#include <ctype.h>

#include "luoguard.h"

#define MAX_DEPTH 64

/* The directive's word and what follows it, on the line at @at; 0: none. */
static size_t directive(const struct lg_file *f, size_t at, size_t end,
			size_t *rest)
{
	const char *c = f->code;
	size_t word;

	while (at < end && (isspace((unsigned char)c[at]) || c[at] == '\2'))
		at++;
	if (at >= end || c[at] != '#')
		return 0;
	for (at++; at < end && (c[at] == ' ' || c[at] == '\t'); at++)
		;
	for (word = at; at < end && isalpha((unsigned char)c[at]); at++)
		;
	*rest = at;
	return at > word ? word : 0;
}

static bool is_word(const struct lg_file *f, size_t word, size_t rest,
		    const char *name)
{
	return strlen(name) == rest - word &&
	       !strncmp(f->code + word, name, rest - word);
}

/* The condition's text with comments gone and splices joined, in @pool. */
static char *condition(struct lg_pool *pool, const struct lg_file *f,
		       size_t rest)
{
	size_t end = rest, n = 0;
	char *text;

	while (end < f->bytes && (f->code[end] != '\n' ||
				  (end && f->code[end - 1] == '\\')))
		end++;
	text = (char *)lg_alloc(pool, end - rest + 1);
	for (size_t i = rest; i < end; i++) {
		char c = f->code[i];

		if (c == '\2' || c == '\\' || isspace((unsigned char)c))
			c = ' ';
		if (c != ' ' || (n && text[n - 1] != ' '))
			text[n++] = c;
	}
	while (n && text[n - 1] == ' ')
		n--;
	text[n] = '\0';
	return text;
}

/* "#ifndef X" and then "#define X": it keeps the file from being read twice,
 * and is no condition. */
static bool is_guard(const struct lg_file *f, const char *name,
		     unsigned int line)
{
	for (size_t i = 0; i < f->macros.n; i++) {
		const struct lg_macro *m = f->macros.v[i];

		if (m->loc.line > line && m->loc.line <= line + 2 &&
		    !*m->body && !m->params && !strcmp(m->name, name))
			return true;
	}
	return false;
}

struct stack {
	size_t group[MAX_DEPTH];	/* indices into the list */
	size_t depth, too_deep;
};

static void open_group(struct lg_pool *pool, const struct lg_file *f,
		       lg_groups *list, struct stack *st, unsigned int line,
		       size_t word, size_t rest)
{
	struct lg_group g;

	if (st->depth == MAX_DEPTH) {
		st->too_deep++;
		return;
	}
	memset(&g, 0, sizeof(g));
	g.line = line;
	g.end_line = (unsigned int)f->lines.n + 1;
	g.condition = condition(pool, f, rest);
	g.directive = lg_strndup(pool, f->code + word, rest - word);
	g.guard = !strcmp(g.directive, "ifndef") &&
		  is_guard(f, g.condition, line);
	st->group[st->depth++] = list->n;
	lg_vec_push(list, g);
}

void lg_file_groups(struct lg_pool *pool, const struct lg_file *f,
		    lg_groups *list)
{
	struct stack st;

	memset(&st, 0, sizeof(st));
	for (unsigned int line = 1; f->text && line <= f->lines.n; line++) {
		size_t at = f->lines.v[line - 1], rest = 0, word;
		size_t end = line < f->lines.n ? f->lines.v[line] : f->bytes;
		struct lg_group *top = st.depth ?
			&list->v[st.group[st.depth - 1]] : NULL;

		word = directive(f, at, end, &rest);
		if (!word)
			continue;
		if (is_word(f, word, rest, "if") ||
		    is_word(f, word, rest, "ifdef") ||
		    is_word(f, word, rest, "ifndef")) {
			open_group(pool, f, list, &st, line, word, rest);
		} else if (is_word(f, word, rest, "endif")) {
			if (st.too_deep) {
				st.too_deep--;
			} else if (top) {
				top->end_line = line;
				st.depth--;
			}
		} else if (top && !st.too_deep &&
			   lg_starts(f->code + word, "elif")) {
			top->condition = lg_printf(pool, "%s || %s",
						   top->condition,
						   condition(pool, f, rest));
		}
	}
}
