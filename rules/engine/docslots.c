// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * docslots.c - a struct's facts held against its kernel-doc: where the
 * definition begins, which comment is its own, which members have to be
 * described, and a skeleton that describes them all.
 *
 * Member names come from the facts, never from text: __counted_by(),
 * DECLARE_BITMAP(), bit-fields and function pointers need no parsing then.
 * Text only tells whether somebody wrote a member's name between the braces:
 * what a macro put there (the .phys and .ptr of DECLARE_KHOSER_PTR()) is
 * described by the name that the macro was given.
 */
#include <ctype.h>

#include "luoguard.h"

#define MAX_NESTING 32

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* ------------------------------------------------------------- definitions */

/* Code of line @line (from 1) without the white space at both ends. */
static const char *code_line(const struct lg_file *f, unsigned int line,
			     size_t *n)
{
	size_t start = f->lines.v[line - 1];
	size_t end = line < f->lines.n ? f->lines.v[line] : f->bytes;

	while (start < end && (f->code[start] <= ' ' && f->code[start] >= 0))
		start++;
	while (end > start && f->code[end - 1] <= ' ' && f->code[end - 1] >= 0)
		end--;
	*n = end - start;
	return f->code + start;
}

/* The "{" that the "}" at @at closes, or 0. */
static size_t opening(const struct lg_file *f, size_t at)
{
	int depth = 0;

	for (; at > 0; at--) {
		if (f->code[at] == '}')
			depth++;
		else if (f->code[at] == '{' && --depth == 0)
			return at;
	}
	return 0;
}

/* A typedef's name stands behind the braces: go back before them. */
static size_t before_braces(const struct lg_file *f, size_t at)
{
	size_t i = at;

	while (i > 0 && f->code[i - 1] != ';' && f->code[i - 1] != '{' &&
	       f->code[i - 1] != '}')
		i--;
	if (!i || f->code[i - 1] != '}')
		return at;
	i = opening(f, i - 1);
	return i ? i : at;
}

size_t lg_struct_start(const struct lg_file *f, const struct lg_struct *s)
{
	size_t at, n;
	const char *code;
	unsigned int line;

	if (!f->text || !s->loc.line || s->loc.line > f->lines.n)
		return (size_t)-1;
	at = lg_file_offset(f, s->loc.line, s->loc.column ? s->loc.column : 1);
	if (at == (size_t)-1)
		at = f->lines.v[s->loc.line - 1];
	if (s->is_typedef)
		at = before_braces(f, at);
	line = lg_file_loc(f, at).line;
	/* A definition may have its keyword on a line of its own. */
	while (line > 1) {
		code = code_line(f, line - 1, &n);
		if (!n || strchr(";{}\\", code[n - 1]) || *code == '#')
			break;
		line--;
	}
	code = code_line(f, line, &n);
	return (size_t)(code - f->code);
}

static bool describes(const struct lg_doc *doc, const struct lg_struct *s)
{
	enum lg_doc_kind kind = s->is_union ? LG_DOC_UNION : LG_DOC_STRUCT;

	return doc->attached && !strcmp(doc->name, s->tag) &&
	       (doc->kind == kind ||
		(doc->kind == LG_DOC_TYPEDEF && s->is_typedef));
}

/* "typedef struct foo { ... } foo_t" may be described as typedef foo_t. */
static bool encloses(const struct lg_file *f, const struct lg_doc *doc,
		     const struct lg_struct *s)
{
	return doc->attached && doc->kind == LG_DOC_TYPEDEF &&
	       s->loc.line > doc->end_line &&
	       s->loc.line <= lg_file_loc(f, doc->body).line;
}

const struct lg_doc *lg_struct_doc(struct lg_facts *facts,
				   const struct lg_struct *s)
{
	const struct lg_doc *found = NULL;
	struct lg_file *f;

	if (!s->tag || !s->loc.file)
		return NULL;
	f = lg_facts_file(facts, s->loc.file);
	lg_file_read_docs(&facts->pool, f);
	for (size_t i = 0; i < f->docs.n; i++) {
		const struct lg_doc *doc = f->docs.v[i];

		if (!describes(doc, s) && !encloses(f, doc, s))
			continue;
		/* One tag may be defined for two configurations. */
		if (!found || doc->end_line < s->loc.line)
			found = doc;
	}
	return found;
}

/* ------------------------------------------------------------------ members */

/* Is line @line part of a preprocessor directive? */
static bool in_directive(const struct lg_file *f, unsigned int line)
{
	const char *code;
	size_t n;

	for (int i = 0; line > 1 && i < 1000; i++, line--) {
		code = code_line(f, line - 1, &n);
		if (!n || code[n - 1] != '\\')
			break;
	}
	code = code_line(f, line, &n);
	return n && *code == '#';
}

/* Did somebody write @m's name in the definition, if only as the argument of
 * a macro? When the text is not there, the answer is yes: then the member has
 * to be described. */
static bool spelled(struct lg_facts *facts, const struct lg_struct *s,
		    const struct lg_member *m)
{
	struct lg_file *f;
	size_t at, n = strlen(m->name);

	if (!m->loc.file || !m->loc.line)
		return true;
	if (s->loc.file && strcmp(m->loc.file, s->loc.file))
		return false;
	f = lg_facts_file(facts, m->loc.file);
	at = lg_file_offset(f, m->loc.line, m->loc.column ? m->loc.column : 1);
	if (!f->text || at == (size_t)-1)
		return true;
	if (in_directive(f, m->loc.line))
		return false;
	for (; at < f->bytes && !strchr(";{}", f->code[at]); at++)
		if (!strncmp(f->code + at, m->name, n) &&
		    !is_word(f->code[at + n]) &&
		    !(at && is_word(f->code[at - 1])))
			return true;
	return false;
}

static bool same_names(const struct lg_struct *a, const struct lg_struct *b)
{
	if (a->members.n != b->members.n)
		return false;
	for (size_t i = 0; i < a->members.n; i++) {
		const char *x = a->members.v[i].name, *y = b->members.v[i].name;

		if ((x || y) && (!x || !y || strcmp(x, y)))
			return false;
	}
	return a->members.n > 0;
}

/* struct_group() makes a union of the same members without and with a name;
 * kernel-doc wants them described once, without. */
static bool group_mirror(const struct lg_struct *s, const struct lg_member *m)
{
	if (!s->is_union || !m->type.def)
		return false;
	for (size_t i = 0; i < s->members.n; i++) {
		const struct lg_member *o = &s->members.v[i];

		if (!o->name && o->type.def &&
		    same_names(o->type.def, m->type.def))
			return true;
	}
	return false;
}

static void add_slots(struct lg_facts *facts, const struct lg_struct *top,
		      const struct lg_struct *s, const char *prefix, int depth,
		      lg_doc_slots *slots)
{
	for (size_t i = 0; i < s->members.n && depth < MAX_NESTING; i++) {
		const struct lg_member *m = &s->members.v[i];
		const struct lg_struct *def = m->type.def;
		struct lg_doc_slot slot;

		if (!m->name) {
			if (def)
				add_slots(facts, top, def, prefix, depth + 1,
					  slots);
			continue;
		}
		if (group_mirror(s, m) ||
		    (depth && !spelled(facts, top, m)))
			continue;
		slot.name = lg_printf(&facts->pool, "%s%s", prefix, m->name);
		slot.member = m;
		lg_vec_push(slots, slot);
		if (def && !def->tag && !lg_member_khoser_ptr(m))
			add_slots(facts, top, def,
				  lg_printf(&facts->pool, "%s.", slot.name),
				  depth + 1, slots);
	}
}

void lg_struct_doc_slots(struct lg_facts *facts, const struct lg_struct *s,
			 lg_doc_slots *slots)
{
	add_slots(facts, s, s, "", 0, slots);
}

/* Does the comment at @at begin with @word, right behind its mark? */
static bool marked(const struct lg_file *f, size_t at, const char *word)
{
	for (at += 2; f->text[at] == ' ' || f->text[at] == '\t'; at++)
		;
	return !strncmp(f->text + at, word, strlen(word));
}

bool lg_doc_hides_at(const struct lg_file *f, const struct lg_doc *doc,
		     size_t at)
{
	bool hidden[MAX_NESTING] = { false };
	int depth = 0;
	size_t c = 0;

	if (at <= doc->body || at >= doc->body_end)
		return false;
	while (c < f->comments.n && f->comments.v[c].start < doc->body)
		c++;
	for (size_t i = doc->body + 1; i < at; i++) {
		if (c < f->comments.n && f->comments.v[c].start == i) {
			if (marked(f, i, "private:"))
				hidden[depth] = true;
			else if (marked(f, i, "public:"))
				hidden[depth] = false;
			i = f->comments.v[c++].end - 1;
		} else if (f->code[i] == '{' && depth < MAX_NESTING - 1) {
			hidden[depth + 1] = hidden[depth];
			depth++;
		} else if (f->code[i] == '}' && depth) {
			depth--;
		}
	}
	return hidden[depth];
}

bool lg_doc_hides(struct lg_facts *facts, const struct lg_struct *s,
		  const struct lg_doc *doc, const struct lg_member *m)
{
	const struct lg_file *f = lg_facts_file(facts, s->loc.file);
	size_t at = lg_file_offset(f, m->loc.line,
				   m->loc.column ? m->loc.column : 1);

	return m->loc.file && !strcmp(m->loc.file, s->loc.file) &&
	       at != (size_t)-1 && lg_doc_hides_at(f, doc, at);
}

/* ----------------------------------------------------------------- skeleton */

#define WIDEST 40	/* a longer name is on its own */

char *lg_struct_doc_skeleton(struct lg_facts *facts, const struct lg_struct *s)
{
	lg_doc_slots slots = { NULL, 0, 0 };
	char *text = NULL, *out;
	size_t widest = 0, bytes = 0;
	FILE *f = open_memstream(&text, &bytes);

	if (!f)
		lg_die("out of memory");
	lg_struct_doc_slots(facts, s, &slots);
	for (size_t i = 0; i < slots.n; i++) {
		size_t n = strlen(slots.v[i].name);

		if (n > widest && n <= WIDEST)
			widest = n;
	}
	fprintf(f, "/**\n * %s %s - describe what it hands to the next "
		"kernel\n", s->is_union ? "union" : "struct",
		s->tag ? s->tag : "");
	for (size_t i = 0; i < slots.n; i++) {
		const char *name = slots.v[i].name;
		size_t n = strlen(name);

		fprintf(f, " * @%s:%*s describe %s, its unit and its values\n",
			name, (int)(n < widest ? widest - n : 0), "", name);
	}
	fputs(" */\n", f);
	if (fclose(f))
		lg_die("out of memory");
	out = lg_strdup(&facts->pool, text);
	free(text);
	lg_vec_free(&slots);
	return out;
}
