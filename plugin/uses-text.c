// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * uses-text.c - sizeof, offsetof and their kin on private structs.
 *
 * GCC folds them to constants while it parses: no tree is left to see. So the
 * text is read, in the unit's own file and the headers beside it, and only in
 * a unit where a foreign private struct is complete. Two spellings count:
 *
 *     sizeof(struct foo)   offsetof(struct foo, m)   container_of(p, struct foo, m)
 *     sizeof(*p)   sizeof(p[0])   struct_size(p, ...)   flex_array_size(p, ...)
 *                  where p is known (from the trees) to point to a private
 *                  struct at that line
 */
#include "plugin.h"
#include <ctype.h>

struct pointer {
	const char *name, *tag, *file;
	unsigned int first, last;	/* lines; 0: everywhere */
};

static LG_VEC(struct pointer) pointers;

static const char *const size_words[] = {
	"sizeof", "_Alignof", "__alignof__", "__alignof", "typeof_member",
	"struct_size", "struct_size_t", "flex_array_size",
};

static const char *const offset_words[] = {
	"offsetof", "__builtin_offsetof", "offsetofend", "sizeof_field",
	"container_of", "container_of_const", "list_entry",
	"list_first_entry", "list_last_entry", "hlist_entry", "rb_entry",
};

struct scan {
	struct lg_file *file;
	const char *at;			/* behind the word */
	unsigned int line, column;	/* of the word */
	bool offset;			/* an offset word, not a size word */
};

void lg_text_pointer(const char *name, const char *tag, const char *file,
		     unsigned int first_line, unsigned int last_line)
{
	struct pointer p = { name, tag, file, first_line, last_line };

	lg_vec_push(&pointers, p);
}

static bool ident_char(char c)
{
	return ISALNUM(c) || c == '_';
}

static const char *skip_space(const char *s)
{
	while (ISSPACE(*s))
		s++;
	return s;
}

/* Length of the identifier at @s. */
static size_t ident(const char *s)
{
	size_t n = 0;

	if (ISDIGIT(*s))
		return 0;
	while (ident_char(s[n]))
		n++;
	return n;
}

static bool is_word(const char *s, size_t n, const char *word)
{
	return strlen(word) == n && !strncmp(s, word, n);
}

/* The private struct named @s: behind "struct" (@tagged) by its tag, else by
 * the typedef that is its only name. A variable may be called like the tag. */
static const char *private_by_name(const char *s, size_t n, bool tagged)
{
	for (size_t i = 0; i < lg_facts->structs.n; i++) {
		const struct lg_struct *st = lg_facts->structs.v[i];

		if (st->tag && st->is_typedef != tagged &&
		    is_word(s, n, st->tag) &&
		    lg_private_struct(st->tag))
			return st->tag;
	}
	return NULL;
}

/* The struct that pointer or member @s names at @line of the scanned file. */
static const char *pointer_by_name(const struct scan *sc, const char *s,
				   size_t n)
{
	for (size_t i = 0; i < pointers.n; i++) {
		const struct pointer *p = &pointers.v[i];

		if (!is_word(s, n, p->name))
			continue;
		if (p->file && strcmp(p->file, sc->file->path))
			continue;
		if (!p->last || (sc->line >= p->first && sc->line <= p->last))
			return p->tag;
	}
	return NULL;
}

static void add(const struct scan *sc, enum lg_use_kind kind, const char *tag,
		const char *member, size_t member_len)
{
	struct lg_use use;

	memset(&use, 0, sizeof(use));
	use.kind = kind;
	use.tag = tag;
	if (member_len)
		use.member = lg_strndup(&lg_facts->pool, member, member_len);
	use.loc.file = sc->file->path;
	use.loc.line = sc->line;
	use.loc.column = sc->column;
	lg_vec_push(&lg_facts->uses, use);
}

/* "struct foo" at @s, whichever argument it is: a use of foo. */
static bool named_use(const struct scan *sc, const char *s)
{
	const char *tag;
	size_t n = ident(s);
	bool tagged = is_word(s, n, "struct") || is_word(s, n, "union");

	if (tagged) {
		s = skip_space(s + n);
		n = ident(s);
	}
	tag = n ? private_by_name(s, n, tagged) : NULL;
	if (!tag)
		return false;
	s = skip_space(s + n);
	if (*s == '*')
		return false;		/* a pointer's size is no secret */
	if (sc->offset && *s == ',') {
		s = skip_space(s + 1);
		add(sc, LG_USE_OFFSET, tag, s, ident(s));
	} else {
		add(sc, sc->offset ? LG_USE_OFFSET : LG_USE_SIZE, tag, NULL, 0);
	}
	return true;
}

/* "*a->b", "a->b[0]", or for struct_size() "a->b,": by the last name. */
static void expression_use(const struct scan *sc, const char *s, bool counted)
{
	bool deref = false;
	const char *name = NULL, *tag;
	size_t n = 0;

	for (; *s == '*' || *s == '('; s = skip_space(s + 1))
		deref |= *s == '*';
	while (ident(s)) {
		name = s;
		n = ident(s);
		s = skip_space(s + n);
		if (*s == '.')
			s = skip_space(s + 1);
		else if (s[0] == '-' && s[1] == '>')
			s = skip_space(s + 2);
		else
			break;
	}
	if (!name || (!deref && !(counted && *s == ',') && *s != '['))
		return;
	tag = pointer_by_name(sc, name, n);
	if (tag)
		add(sc, LG_USE_SIZE, tag, NULL, 0);
}

/* Each argument of offsetof() and its kin may be the type. */
static void offset_use(const struct scan *sc)
{
	const char *s = skip_space(sc->at);
	int depth = 0;

	if (*s != '(')
		return;
	for (; *s; s++) {
		if (*s == '(' || *s == ',') {
			depth += *s == '(';
			if (depth == 1 && named_use(sc, skip_space(s + 1)))
				return;
		} else if (*s == ')' && --depth == 0) {
			return;
		}
	}
}

static void size_use(const struct scan *sc, bool counted)
{
	const char *s = skip_space(sc->at);
	bool paren = *s == '(';

	if (paren)
		s = skip_space(s + 1);
	if (paren && named_use(sc, s))
		return;
	expression_use(sc, s, counted);
}

static void word_use(struct scan *sc, const char *s, size_t n)
{
	for (size_t i = 0; i < ARRAY_SIZE(size_words); i++)
		if (is_word(s, n, size_words[i])) {
			size_use(sc, lg_ends(size_words[i], "_size"));
			return;
		}
	for (size_t i = 0; i < ARRAY_SIZE(offset_words); i++)
		if (is_word(s, n, offset_words[i])) {
			sc->offset = true;
			offset_use(sc);
			return;
		}
}

static void scan_line(struct lg_file *f, unsigned int line)
{
	size_t start = f->lines.v[line - 1];
	size_t end = line < f->lines.n ? f->lines.v[line] : f->bytes;

	for (size_t at = start; at < end;) {
		size_t n = ident(f->text + at);
		struct scan sc;

		if (!n) {
			/* step over a number whole */
			at++;
			while (ISALNUM(f->text[at - 1]) && at < end &&
			       ident_char(f->text[at]))
				at++;
			continue;
		}
		memset(&sc, 0, sizeof(sc));
		sc.file = f;
		sc.at = f->text + at + n;
		sc.line = line;
		sc.column = (unsigned int)(at - start) + 1;
		if (!lg_file_in_comment(f, at))
			word_use(&sc, f->text + at, n);
		at += n;
	}
}

static void scan_file(const char *path)
{
	struct lg_file *f = lg_facts_file(lg_facts, path);

	if (!f->text)
		return;
	for (unsigned int line = 1; line <= f->lines.n; line++)
		scan_line(f, line);
}

/* The unit's own file, and headers of its directory that it includes. */
void lg_uses_text(void)
{
	const char *main_file = lg_facts->main_file;
	const char *slash = strrchr(main_file, '/');
	size_t dir = slash ? (size_t)(slash - main_file) + 1 : 0;

	if (!lg_private_any())
		return;
	scan_file(main_file);
	for (size_t i = 0; i < lg_facts->includes.n; i++) {
		const char *h = lg_facts->includes.v[i].header;

		if (!strncmp(h, main_file, dir) && !strchr(h + dir, '/'))
			scan_file(h);
	}
}
