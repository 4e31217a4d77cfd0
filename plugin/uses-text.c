// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * uses-text.c - sizeof, offsetof, typeof and their kin on private structs.
 *
 * GCC folds them to constants while it parses: no tree is left to see. So the
 * text is read (uses-scan.c says which), with what the trees said of its
 * names:
 *
 *     sizeof(struct foo)   offsetof(foo_t, m)   container_of(p, struct foo, m)
 *     sizeof(*p)   sizeof(p[0])   sizeof(get_foo()->m)   struct_size(p, ...)
 *     typeof(p->m)         what is measured there is a member
 *
 * uses-chain.c says what a name and a chain of members are.
 */
#include "plugin.h"
#include "uses-text.h"

static const char *const size_words[] = {
	"sizeof", "_Alignof", "__alignof__", "__alignof", "struct_size_t",
};

static const char *const count_words[] = {
	"struct_size", "flex_array_size",
};

static const char *const typeof_words[] = {
	"typeof", "__typeof__", "__typeof", "typeof_unqual",
	"__typeof_unqual__", "_Generic",
};

static const char *const offset_words[] = {
	"offsetof", "__builtin_offsetof", "offsetofend", "sizeof_field",
	"typeof_member", "container_of", "container_of_const", "list_entry",
	"list_first_entry", "list_last_entry", "hlist_entry", "rb_entry",
};

#define IS_ONE_OF(s, n, words) lg_text_one_of(s, n, words, ARRAY_SIZE(words))

bool lg_text_typeof(const char *s, size_t n)
{
	return IS_ONE_OF(s, n, typeof_words);
}

/* ------------------------------------------------------------------- words */

static void add(const struct lg_scan *sc, enum lg_use_kind kind,
		const struct lg_private *what, const char *member,
		size_t member_len)
{
	struct lg_use use;

	memset(&use, 0, sizeof(use));
	use.kind = kind;
	use.tag = what->tag;
	use.def = what->def;
	if (member_len)
		use.member = lg_strndup(&lg_facts->pool, member, member_len);
	use.loc.file = sc->path;
	use.loc.line = sc->line;
	use.loc.column = sc->column;
	lg_vec_push(&lg_facts->uses, use);
}

/* The private struct that the typeof() whose bracket is at @s names. */
static const struct lg_private *typeof_names(const struct lg_scan *sc,
					     const char *s)
{
	const char *behind = s;
	const struct lg_private *what;
	struct lg_value v;

	if (*s != '(')
		return NULL;
	what = lg_text_type(sc, lg_text_space(s + 1), &behind);
	if (what)
		return *behind == ')' ? what : NULL;
	lg_text_value(sc, lg_text_space(s + 1), &v);
	return v.stars || v.member ? NULL : v.what;
}

/* Is what is declared at @s, behind a type's name, a pointer: "*", "(*)[2]"? */
static bool declares_pointer(const char *s)
{
	while (*s == '(')
		s = lg_text_space(s + 1);
	return *s == '*';
}

/* "struct foo" at @s, whichever argument it is: a use of foo. */
static bool named_use(const struct lg_scan *sc, const char *s, bool offset)
{
	const struct lg_private *what;
	size_t n = lg_text_ident(s);

	if (IS_ONE_OF(s, n, typeof_words)) {
		s = lg_text_space(s + n);
		what = typeof_names(sc, s);
		s = lg_text_space(lg_text_skip_brackets(s));
	} else {
		what = lg_text_type(sc, s, &s);
	}
	if (!what || declares_pointer(s))
		return false;		/* a pointer's size is no secret */
	if (offset && *s == ',') {
		s = lg_text_space(s + 1);
		add(sc, LG_USE_OFFSET, what, s, lg_text_ident(s));
	} else {
		add(sc, offset ? LG_USE_OFFSET : LG_USE_SIZE, what, NULL, 0);
	}
	return true;
}

/* Each argument of offsetof() and its kin may be the type. */
static void offset_use(const struct lg_scan *sc, const char *s)
{
	int depth = 0;

	if (*s != '(')
		return;
	for (; *s; s++) {
		if (*s == '(' || *s == ',') {
			depth += *s == '(';
			if (depth == 1 &&
			    named_use(sc, lg_text_space(s + 1), true))
				return;
		} else if (*s == ')' && --depth == 0) {
			return;
		}
	}
}

enum measure { MEASURE_SIZE, MEASURE_COUNT, MEASURE_TYPE };

static void size_use(const struct lg_scan *sc, const char *s,
		     enum measure how)
{
	struct lg_value v;

	if (*s == '(' && how != MEASURE_TYPE &&
	    named_use(sc, lg_text_space(s + 1), false))
		return;
	lg_text_value(sc, s, &v);
	if (v.member)
		add(sc, LG_USE_MEMBER, v.what, v.member, v.member_len);
	else if (v.what && how != MEASURE_TYPE &&
		 (!v.stars || how == MEASURE_COUNT))
		add(sc, LG_USE_SIZE, v.what, NULL, 0);
}

bool lg_text_word(const struct lg_scan *sc, const char *s, size_t n)
{
	const char *behind = lg_text_space(s + n);

	if (IS_ONE_OF(s, n, size_words))
		size_use(sc, behind, MEASURE_SIZE);
	else if (IS_ONE_OF(s, n, count_words))
		size_use(sc, behind, MEASURE_COUNT);
	else if (IS_ONE_OF(s, n, typeof_words))
		size_use(sc, behind, MEASURE_TYPE);
	else if (IS_ONE_OF(s, n, offset_words))
		offset_use(sc, behind);
	else
		return false;
	return true;
}
