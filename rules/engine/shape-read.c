// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shape-read.c - the structs of a file, from its text alone.
 *
 * The owner's files are read in any tree, configured or not, so there is no
 * compiler to ask. Directives are taken out first; members under an #if that
 * begins inside their struct may be missing from a copy. A struct with a member
 * that a macro makes cannot be read and is left out.
 */
#include <ctype.h>

#include "shape.h"

#define MARK_IF    '\5'
#define MARK_ENDIF '\6'
/* No struct that means to be read is longer, or deeper: a tree may be hostile */
#define MAX_BODY   (64 << 10)
#define MAX_DEPTH  16
#define MAX_WORK   16	/* how often a file may be read over, in all */

static bool is_ident(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* White space, comments (source.c's marks) and our own marks. */
static bool is_gap(char c)
{
	return isspace((unsigned char)c) || (c > 0 && c <= MARK_ENDIF);
}

static const char *skip_gap(const char *s)
{
	while (is_gap(*s))
		s++;
	return s;
}

static const char *skip_ident(const char *s)
{
	while (is_ident(*s))
		s++;
	return s;
}

static bool is_word(const char *s, const char *word)
{
	size_t n = strlen(word);

	return !strncmp(s, word, n) && !is_ident(s[n]);
}

/* Behind the bracket that closes the one at @s, or far behind it. */
static const char *skip_brackets(const char *s)
{
	const char *limit = s + MAX_BODY;
	int depth = 0;

	for (; *s && s < limit; s++) {
		depth += *s == '(' || *s == '{' || *s == '[';
		depth -= *s == ')' || *s == '}' || *s == ']';
		if (!depth)
			return s + 1;
	}
	return s;
}

/* -------------------------------------------------------------- directives */

/* Blanks the directive at @s, up to the end of its logical line. */
static char *blank_directive(char *s)
{
	const char *word = skip_gap(s + 1);
	char mark = ' ', *first = s;

	if (!strncmp(word, "if", 2))
		mark = MARK_IF;
	else if (is_word(word, "endif"))
		mark = MARK_ENDIF;
	for (; *s && *s != '\n'; s++) {
		if (*s == '\\' && s[1] == '\n')
			*s++ = ' ';
		*s = ' ';
	}
	*first = mark;
	return s;
}

static char *without_directives(struct lg_pool *pool, const struct lg_file *f)
{
	char *code = lg_strndup(pool, f->code, f->bytes), *s = code;

	while (*s) {
		char *first = (char *)skip_gap(s);

		if (*first == '#')
			s = blank_directive(first);
		else
			s = first + strcspn(first, "\n");
		if (*s)
			s++;
	}
	return code;
}

/* ----------------------------------------------------------------- members */

struct reading {
	struct lg_pool *pool;
	struct lg_shape *shape;
	int ifs;		/* open ones inside of the struct */
	int depth;		/* of structs in structs */
	bool unread;		/* something could not be read */
	bool cut;		/* it is longer than is looked at */
	bool parts;		/* the rest is wanted all the same */
	const char *code;	/* of the file */
	size_t work;		/* bytes between the struct's braces */
};

static void add_member(struct reading *r, const char *name, size_t n,
		       const char *type, bool array)
{
	struct lg_shape_member m;

	m.name = lg_strndup(r->pool, name, n);
	m.type = type;
	m.array = array;
	m.optional = r->ifs > 0;
	m.at = (size_t)(name - r->code);
	lg_vec_push(&r->shape->members, m);
}

/* The end of the declarator at @s: ',' or @end. */
static const char *declarator_end(const char *s, const char *end)
{
	while (s < end && *s != ',')
		s = *s == '(' || *s == '[' ? skip_brackets(s) : s + 1;
	return s < end ? s : end;
}

/* "int (*name)(...)": the name behind the star; NULL: no such thing. */
static const char *function_name(const char *s, const char *end)
{
	for (; s < end; s++)
		if (*s == '(' && *skip_gap(s + 1) == '*') {
			s = skip_gap(skip_gap(s + 1) + 1);
			while (!strncmp(s, "__", 2))	/* __private */
				s = skip_gap(skip_ident(s));
			return is_ident(*s) ? s : NULL;
		}
	return NULL;
}

/* The last identifier from @s to @end that stands outside of brackets, which
 * is in front of "[...]", ":..." or an attribute's. */
static const char *declared_name(const char *s, const char *end, bool *array)
{
	const char *name = NULL;

	*array = false;
	while (s < end && *s != ':') {
		if (is_ident(*s)) {
			const char *word = s;

			s = skip_ident(s);
			if (*skip_gap(s) == '(')
				s = skip_brackets(skip_gap(s));
			else if (strncmp(word, "__", 2) || !name)
				name = word;
		} else if (*s == '[') {
			*array = true;
			s = skip_brackets(s);
		} else {
			s++;
		}
	}
	return name;
}

/* "u32 a, *b[2];" without the semicolon. */
static void read_plain(struct reading *r, const char *s, const char *end)
{
	const char *first = declarator_end(s, end), *at = s, *base_end;
	const char *name;
	bool array;

	name = function_name(s, end);
	if (name) {
		add_member(r, name, (size_t)(skip_ident(name) - name),
			   "function", false);
		return;
	}
	name = declared_name(s, first, &array);
	if (!name || name == s) {
		r->unread = true;	/* DECLARE_SOMETHING(x) */
		return;
	}
	/* before the first star: "char *const name" */
	for (base_end = s; base_end < name && *base_end != '*';)
		base_end = *base_end == '(' ? skip_brackets(base_end) :
					      base_end + 1;
	base_end = base_end < name ? base_end : name;
	for (;; at = first + 1, first = declarator_end(at, end)) {
		char *type;

		name = declared_name(at, first, &array);
		if (!name)
			break;
		type = lg_strndup(r->pool, s, (size_t)(base_end - s));
		for (const char *p = at; p < name; p++)
			if (*p == '*')
				type = lg_printf(r->pool, "%s*", type);
		add_member(r, name, (size_t)(skip_ident(name) - name),
			   lg_shape_type(r->pool, type, strlen(type)), array);
		if (first >= end)
			break;
	}
}

static void read_members(struct reading *r, const char *s, const char *end);

/* "struct { ... } name;" from the brace on; unnamed, its members count. */
static void read_nested(struct reading *r, const char *brace, const char *end)
{
	const char *behind = skip_brackets(brace);
	bool array;
	const char *name = declared_name(behind, end, &array);

	if (name && strncmp(name, "__", 2)) {
		add_member(r, name, (size_t)(skip_ident(name) - name),
			   "struct", array);
	} else if (r->depth == MAX_DEPTH) {
		r->unread = true;
	} else {
		r->depth++;
		read_members(r, brace + 1, behind - 1);
		r->depth--;
	}
}

/* The semicolon that ends the declaration at @s. */
static const char *declaration_end(const char *s, const char *end)
{
	while (s < end && *s != ';')
		s = *s == '(' || *s == '[' || *s == '{' ? skip_brackets(s) :
							  s + 1;
	return s < end ? s : end;
}

static void read_members(struct reading *r, const char *s, const char *end)
{
	while (s < end && (!r->unread || r->parts)) {
		const char *stop, *brace;

		if (is_gap(*s) || *s == ';') {
			r->ifs += *s == MARK_IF;
			r->ifs -= *s == MARK_ENDIF;
			s++;
			continue;
		}
		stop = declaration_end(s, end);
		brace = (const char *)memchr(s, '{', (size_t)(stop - s));
		if (!brace)
			read_plain(r, s, stop);
		else if (is_word(s, "struct") || is_word(s, "union"))
			read_nested(r, brace, stop);
		else
			r->unread = true;	/* enum { }, or a macro's */
		s = stop;
	}
}

/* ----------------------------------------------------------------- structs */

/* The name behind "struct { }" at @s, of a typedef; or NULL. */
static const char *typedef_name(const char *s)
{
	bool array;
	const char *end = s + strcspn(s, ";{}");

	return *end == ';' ? declared_name(s, end, &array) : NULL;
}

/* Reads the struct whose keyword is at @s into r->shape. False: it is none that
 * has a name and members. */
static bool read_struct(struct reading *r, const char *s, bool is_typedef,
			const char **tag)
{
	const char *name = skip_gap(skip_ident(s)), *brace = name, *end;

	r->shape->is_union = is_word(s, "union");
	while (is_ident(*brace))
		brace = skip_gap(skip_ident(brace));
	if (*brace != '{')
		return false;
	end = skip_brackets(brace);
	r->work = (size_t)(end - brace);
	if (end[-1] != '}') {
		r->cut = true;
		return false;
	}
	if (!is_ident(*name) || is_word(name, "__packed")) {
		name = is_typedef ? typedef_name(end) : NULL;
		r->shape->is_typedef = true;
	}
	if (!name)
		return false;
	*tag = name;
	r->shape->tag = lg_strndup(r->pool, name,
				   (size_t)(skip_ident(name) - name));
	read_members(r, brace + 1, end - 1);
	return !r->unread || r->parts;
}

/* False: a struct is too long to be read at all. */
static bool read_file(struct lg_pool *pool, const struct lg_file *f,
		      size_t least, bool parts, lg_shape_list *list)
{
	char *code = f->text ? without_directives(pool, f) : NULL;
	bool is_typedef = false, all = true;
	size_t work = 0;

	/* A struct inside of another one is read with it, and by itself. */
	for (const char *s = code; s && *s && work / MAX_WORK <= f->bytes;) {
		struct lg_shape shape;
		struct reading r;
		const char *tag;

		if (!is_ident(*s)) {
			is_typedef &= is_gap(*s);
			s++;
			continue;
		}
		memset(&shape, 0, sizeof(shape));
		memset(&r, 0, sizeof(r));
		r.pool = pool;
		r.shape = &shape;
		r.parts = parts;
		r.code = code;
		if ((is_word(s, "struct") || is_word(s, "union")) &&
		    read_struct(&r, s, is_typedef, &tag) &&
		    shape.members.n >= least) {
			shape.loc = lg_file_loc(f, (size_t)(tag - code));
			lg_vec_push(list, shape);
		} else {
			all &= !r.cut;
			lg_vec_free(&shape.members);
		}
		work += r.work;
		is_typedef = is_word(s, "typedef");
		s = skip_ident(s);
	}
	return all;
}

void lg_file_shapes(struct lg_pool *pool, const struct lg_file *f,
		    size_t least, lg_shape_list *list)
{
	read_file(pool, f, least, false, list);
}

bool lg_file_members(struct lg_pool *pool, const struct lg_file *f,
		     lg_shape_list *list)
{
	return read_file(pool, f, 1, true, list);
}
