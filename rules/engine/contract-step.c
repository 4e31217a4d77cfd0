// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * contract-step.c - constants that others are computed from.
 *
 * KHO_TREE_MAX_DEPTH is what it is by way of KHO_TABLE_SIZE_LOG2: a step that
 * disappears, while all that was computed from it keeps its value, was rewritten
 * and not broken.
 */
#include "macro.h"

static bool says(const char *p, const char *end, const char *name)
{
	size_t length = strlen(name);

	while (p < end) {
		size_t n = lg_macro_word_length(p, end);

		if (n == length && !memcmp(p, name, n))
			return true;
		p += n ? n : 1;
	}
	return false;
}

/* Behind the value that enumerator @e is given, in @f's code without comments;
 * *@from: where its name ends. NULL: it cannot be read. */
static const char *value_end(const struct lg_file *f,
			     const struct lg_enumerator *e, const char **from)
{
	size_t at = lg_file_offset(f, e->loc.line, e->loc.column);
	const char *end = f->code + f->bytes, *p = f->code + at;
	size_t n = strlen(e->name);
	unsigned int depth = 0;

	if (!f->text || at + n > f->bytes || memcmp(p, e->name, n))
		return NULL;
	*from = p + n;
	for (p += n; p < end && (depth || !strchr(",}", *p)); p++) {
		depth += *p == '(';
		depth -= depth && *p == ')';
	}
	return p;
}

bool lg_constant_is_step(struct lg_facts *facts, const char *name,
			 const char *file)
{
	const struct lg_file *f = lg_facts_file(facts, file);

	for (size_t i = 0; i < facts->enumerators.n; i++) {
		const struct lg_enumerator *e = &facts->enumerators.v[i];
		const char *from, *end;

		if (!e->loc.file || strcmp(e->loc.file, file))
			continue;
		end = value_end(f, e, &from);
		if (end && says(from, end, name))
			return true;
	}
	for (size_t i = 0; i < f->macros.n; i++) {
		const struct lg_macro *m = f->macros.v[i];

		if (!m->params && m->body &&
		    says(m->body, m->body + strlen(m->body), name))
			return true;
	}
	return false;
}
