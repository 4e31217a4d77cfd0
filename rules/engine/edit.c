// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * edit.c - edits of source text that more than one rule asks for.
 *
 * Facts say what has to change, text says where. An edit is only made where
 * the text is plainly what the facts speak of: a member whose name stands at
 * its place, a declaration of C's own words, no macro, no #if in between.
 * Elsewhere there is none, and the finding stays one for a human.
 */
#include <ctype.h>

#include "luoguard.h"

#define NOWHERE ((size_t)-1)

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* White space and comments: what code is not. */
static bool is_blank(char c)
{
	return c >= 0 && c <= ' ' && c != '\1';
}

/* Where the name of @m stands in @f; NOWHERE when another thing does. */
static size_t spelled_at(const struct lg_file *f, const struct lg_member *m)
{
	size_t at, n;

	if (!m->name || !m->loc.file || strcmp(m->loc.file, f->path) ||
	    !m->loc.column || !f->text)
		return NOWHERE;
	n = strlen(m->name);
	at = lg_file_offset(f, m->loc.line, m->loc.column);
	if (at == NOWHERE || at + n > f->bytes ||
	    strncmp(f->code + at, m->name, n) || is_word(f->code[at + n]) ||
	    (at && is_word(f->code[at - 1])))
		return NOWHERE;
	return at;
}

/* ---------------------------------------------------------------- #include */

/* The first word of line @line (from 0) behind its "#"; NULL: none there. */
static const char *directive(const struct lg_file *f, size_t line)
{
	size_t at = f->lines.v[line];
	size_t end = line + 1 < f->lines.n ? f->lines.v[line + 1] : f->bytes;

	while (at < end && is_blank(f->code[at]) && f->code[at] != '\n')
		at++;
	if (at >= end || f->code[at] != '#')
		return NULL;
	at++;
	while (at < end && (f->code[at] == ' ' || f->code[at] == '\t'))
		at++;
	return f->code + at;
}

/* The line where an #include may stand: behind the others that no #if holds,
 * else behind the include guard; lines.n: there is neither. */
static size_t include_line(const struct lg_file *f, bool *others)
{
	size_t found = f->lines.n, depth = 0, base = 0;
	const char *last = NULL;

	*others = false;
	for (size_t i = 0; i < f->lines.n; i++) {
		const char *word = directive(f, i);

		if (!word)
			continue;
		if (lg_starts(word, "if")) {
			if (!last && lg_starts(word, "ifndef"))
				base = 1;
			depth++;
		} else if (lg_starts(word, "endif") && depth) {
			depth--;
		} else if (depth == base && lg_starts(word, "include")) {
			found = i + 1;
			*others = true;
		} else if (base && depth == 1 && !*others &&
			   lg_starts(word, "define") && last &&
			   lg_starts(last, "ifndef")) {
			found = i + 1;
		}
		last = word;
	}
	return found;
}

/* The first line with code. */
static size_t first_line(const struct lg_file *f)
{
	size_t at = 0;

	while (at < f->bytes && is_blank(f->code[at]))
		at++;
	return at < f->bytes ? lg_file_loc(f, at).line - 1 : f->lines.n;
}

static bool find_types(const struct lg_file *f)
{
	static const char *const words[] = {
		"[us]8", "[us]16", "[us]32", "[us]64",
	};

	for (size_t i = 0; i < f->includes.n; i++)
		if (!strcmp(f->includes.v[i].path, "linux/types.h"))
			return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (lg_file_mentions(f, words[i]))
			return true;
	return false;
}

/* A struct of a thousand members asks a thousand times. */
bool lg_file_knows_types(struct lg_file *f)
{
	if (!f->types_asked) {
		f->types_known = find_types(f);
		f->types_asked = true;
	}
	return f->types_known;
}

bool lg_edit_include(struct lg_check *c, struct lg_finding *f,
		     const struct lg_file *to, const char *lines)
{
	struct lg_pool *pool = &c->facts->pool;
	const char *text = lines;
	bool others;
	size_t line;

	if (!to->text)
		return false;
	line = include_line(to, &others);
	if (line >= to->lines.n) {
		line = first_line(to);
		if (line >= to->lines.n)
			return false;
		text = lg_printf(pool, "%s\n", lines);
	} else if (!others) {
		text = lg_printf(pool, "\n%s", lines);
	}
	lg_finding_insert(c, f, lg_file_loc(to, to->lines.v[line]), text);
	return true;
}

bool lg_edit_types(struct lg_check *c, struct lg_finding *f, const char *file)
{
	struct lg_file *to = lg_facts_file(c->facts, file);

	if (!to->text)
		return false;
	if (lg_file_knows_types(to))
		return true;
	if (!lg_facts_file(c->facts, "include/linux/types.h")->text)
		lg_finding_left(c, f, "it knows no u8, u16, u32 and u64, and "
				"the tree has no include/linux/types.h");
	else if (lg_edit_include(c, f, to, "#include <linux/types.h>\n"))
		return true;
	else
		lg_finding_left(c, f, "it has no place for an #include of "
				"linux/types.h");
	return false;
}

/* -------------------------------------------------------------------- types */

static size_t word_end(const struct lg_file *f, size_t at, size_t end)
{
	while (at < end && is_word(f->code[at]))
		at++;
	return at;
}

/* Is the word from @at to @end one that plain C makes an integer type of? */
static bool type_word(const struct lg_file *f, size_t at, size_t end)
{
	static const char *const words[] = {
		"unsigned", "signed", "int", "short", "long",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i]) == end - at &&
		    !strncmp(f->code + at, words[i], end - at))
			return true;
	return false;
}

/* Where the declaration that holds byte @at begins. */
static size_t declaration(const struct lg_file *f, size_t at)
{
	while (at && !strchr(";{}#", f->code[at - 1]))
		at--;
	while (is_blank(f->code[at]))
		at++;
	return at;
}

/* Behind the "const" and "volatile" that a declaration may begin with. */
static size_t qualified(const struct lg_file *f, size_t at)
{
	static const char *const words[] = { "const", "volatile" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]);) {
		size_t n = strlen(words[i]);

		if (strncmp(f->code + at, words[i], n) ||
		    is_word(f->code[at + n])) {
			i++;
			continue;
		}
		for (at += n; is_blank(f->code[at]); at++)
			;
		i = 0;
	}
	return at;
}

/* Only declarators stand from @at to @end: no pointer, no type's word. */
static bool declarators(const struct lg_file *f, size_t at, size_t end)
{
	while (at < end) {
		size_t to = word_end(f, at, end);

		if (f->code[at] == '*' || (to > at && type_word(f, at, to)))
			return false;
		at = to > at ? to : at + 1;
	}
	return true;
}

bool lg_edit_type(struct lg_check *c, struct lg_finding *f,
		  const struct lg_member *m, const char *type)
{
	const struct lg_file *file;
	size_t name, from, at, to;

	if (!m->loc.file)
		return false;
	file = lg_facts_file(c->facts, m->loc.file);
	name = spelled_at(file, m);
	if (name == NOWHERE)
		return false;
	from = to = at = qualified(file, declaration(file, name));
	if (from && file->code[from - 1] == '#')
		return false;
	while (at < name && type_word(file, at, word_end(file, at, name))) {
		at = to = word_end(file, at, name);
		while (at < name && (file->code[at] == ' ' ||
				     file->code[at] == '\t'))
			at++;
	}
	if (to == from || !declarators(file, at, name) ||
	    !lg_edit_types(c, f, file->path))
		return false;
	lg_finding_replace(c, f, lg_file_loc(file, from),
			   (unsigned int)(to - from), type);
	return true;
}

/* -------------------------------------------------------------------- holes */

/* The ";" that ends the declaration of @m; NOWHERE: the text does not tell. */
static size_t member_end(const struct lg_file *f, const struct lg_member *m)
{
	const struct lg_struct *def = m->type.def;
	size_t at = spelled_at(f, m);
	int depth = 0;

	if (!m->name && def && def->end.file && !strcmp(def->end.file, f->path))
		at = lg_file_offset(f, def->end.line, def->end.column);
	for (; at < f->bytes; at++) {
		if (f->code[at] == ';' && !depth)
			return at;
		depth += f->code[at] == '{';
		depth -= f->code[at] == '}';
		if (depth < 0 || f->code[at] == '#')
			break;
	}
	return NOWHERE;
}

/* The start of the line behind the one that ends @m's declaration, when that
 * one holds nothing else and @next begins later. */
static size_t line_behind(const struct lg_file *f, const struct lg_member *m,
			  const struct lg_member *next)
{
	size_t at = member_end(f, m);

	if (at == NOWHERE)
		return NOWHERE;
	if (next && next->loc.file && !strcmp(next->loc.file, f->path) &&
	    lg_file_offset(f, next->loc.line, next->loc.column) < at)
		return NOWHERE;
	for (at++; at < f->bytes && f->code[at] != '\n'; at++)
		if (!is_blank(f->code[at]))
			return NOWHERE;
	return at + 1 < f->bytes ? at + 1 : NOWHERE;
}

/* Is there a directive between the first member of @s and its brace? */
static bool conditional(const struct lg_file *f, const struct lg_struct *s)
{
	size_t first = s->loc.line, last = s->end.line;

	if (s->members.n && (!first || first > s->members.v[0].loc.line))
		first = s->members.v[0].loc.line;
	for (; first && first < last && first < f->lines.n; first++)
		if (directive(f, first))
			return true;
	return !first;
}

/* "reserved", "reserved2": the next one that no member of @top has. */
static const char *free_name(struct lg_facts *facts,
			     const struct lg_struct *top, unsigned int *n)
{
	lg_visits all = { NULL, 0, 0 };
	const char *name;
	bool taken;

	lg_struct_members(facts, top, &all);
	do {
		++*n;
		name = *n == 1 ? "reserved" :
		       lg_printf(&facts->pool, "reserved%u", *n);
		taken = false;
		for (size_t i = 0; i < all.n; i++)
			taken |= all.v[i].m->name &&
				 !strcmp(all.v[i].m->name, name);
	} while (taken);
	lg_vec_free(&all);
	return name;
}

/* The white space that the line of byte @at begins with. */
static const char *indent(struct lg_pool *pool, const struct lg_file *f,
			  size_t at)
{
	size_t start = f->lines.v[lg_file_loc(f, at).line - 1];

	return lg_strndup(pool, f->text + start,
			  strspn(f->text + start, " \t"));
}

static bool name_hole(struct lg_check *c, struct lg_finding *f,
		      const struct lg_file *file, const struct lg_struct *top,
		      const struct lg_hole *h, unsigned int *n)
{
	struct lg_pool *pool = &c->facts->pool;
	const char *name, *tab, *count = "";
	size_t at;

	if (!h->after || h->after->flexible || h->offset % 8 || h->bits % 8)
		return false;
	at = line_behind(file, h->after, h->before);
	if (at == NOWHERE)
		return false;
	name = free_name(c->facts, top, n);
	tab = indent(pool, file, member_end(file, h->after));
	if (h->bits > 8)
		count = lg_printf(pool, "[%llu]",
				  (unsigned long long)h->bits / 8);
	lg_finding_insert(c, f, lg_file_loc(file, at), lg_printf(pool,
		"%s/** @%s: unused, has to be zero */\n%su8 %s%s;\n", tab,
		name, tab, name, count));
	return true;
}

/* Do the members of @s belong to @top, as those of an unnamed member do? */
static bool inlined(struct lg_facts *facts, const struct lg_struct *top,
		    const struct lg_struct *s)
{
	lg_visits all = { NULL, 0, 0 };
	bool found = s == top;

	lg_struct_members(facts, top, &all);
	for (size_t i = 0; i < all.n; i++)
		found |= all.v[i].m->type.def == s && !all.v[i].m->name;
	lg_vec_free(&all);
	return found;
}

bool lg_edit_holes(struct lg_check *c, struct lg_finding *f,
		   const struct lg_struct *top, const struct lg_struct *s,
		   const lg_holes *holes, unsigned int *n)
{
	const struct lg_file *file;
	size_t inserts = f->inserts.n;

	if (!holes->n)
		return true;
	file = lg_facts_file(c->facts, top->loc.file);
	if (s->is_union || !file->text || !inlined(c->facts, top, s) ||
	    !s->end.file || strcmp(s->end.file, file->path) ||
	    conditional(file, s) || !lg_edit_types(c, f, file->path))
		return false;
	for (size_t i = 0; i < holes->n; i++) {
		if (name_hole(c, f, file, top, &holes->v[i], n))
			continue;
		f->inserts.n = inserts;
		return false;
	}
	return true;
}
