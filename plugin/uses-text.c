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
 * A name means what it means at its line: a variable of a function ends with
 * it, and a member that some other struct has as well means nothing.
 */
#include "plugin.h"
#include "uses-text.h"

typedef LG_VEC(struct lg_name) name_list;

static hash_map<nofree_string_hash, name_list *> *names;

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

/* ------------------------------------------------------------------- names */

void lg_text_name(const struct lg_name *name)
{
	bool existed;

	if (!names)
		names = new hash_map<nofree_string_hash, name_list *>;
	name_list *&list = names->get_or_insert(name->name, &existed);
	if (!existed)
		list = XCNEW(name_list);
	lg_vec_push(list, *name);
}

static bool in_scope(const struct lg_scan *sc, const struct lg_name *n)
{
	if (n->file && strcmp(n->file, sc->path))
		return false;
	return !n->last || (sc->line >= n->first && sc->line <= n->last);
}

/* What the @n bytes at @s name, as a @role; NULL: nothing that is known. */
static const struct lg_name *find_name(const struct lg_scan *sc,
				       const char *s, size_t n,
				       enum lg_name_role role)
{
	const struct lg_name *best = NULL;
	name_list **list;

	if (!names || !n)
		return NULL;
	list = names->get(lg_strndup(&lg_facts->pool, s, n));
	for (size_t i = 0; list && i < (*list)->n; i++) {
		const struct lg_name *at = &(*list)->v[i];

		if (at->role != role || !in_scope(sc, at))
			continue;
		if (role == LG_NAME_MEMBER && !at->what)
			return NULL;	/* whose member is it? */
		if (!best || at->first >= best->first)
			best = at;
	}
	return best;
}

/* The private struct that a type is called at @s; *@behind gets what follows.
 * A variable may be called like a tag, or like a typedef of another scope. */
static const struct lg_private *find_type(const struct lg_scan *sc,
					  const char *s, const char **behind)
{
	size_t n = lg_text_ident(s);
	const struct lg_private *what;
	bool tagged;

	for (; lg_text_is(s, n, "const") || lg_text_is(s, n, "volatile");
	     n = lg_text_ident(s))
		s = lg_text_space(s + n);
	tagged = lg_text_is(s, n, "struct") || lg_text_is(s, n, "union");
	if (tagged) {
		s = lg_text_space(s + n);
		n = lg_text_ident(s);
	}
	if (!n)
		return NULL;
	what = tagged ? lg_private_tagged(s, n) : lg_private_typedef(s, n);
	if (what && !tagged && find_name(sc, s, n, LG_NAME_VARIABLE))
		return NULL;
	*behind = lg_text_space(s + n);
	return what;
}

/* ------------------------------------------------------------- expressions */

/* What an expression comes to, as far as it is about something private. */
struct value {
	const struct lg_private *what;	/* NULL: nothing private */
	bool pointer;			/* to it */
	const char *member;		/* of it, when one is named; */
	size_t member_len;
	const char *end;		/* behind what was read */
};

/* Behind the bracket that closes the one at @s. */
static const char *skip_brackets(const char *s)
{
	int depth = 0;

	for (; *s; s++) {
		depth += *s == '(' || *s == '[';
		depth -= *s == ')' || *s == ']';
		if (!depth)
			return s + 1;
	}
	return s;
}

/* What follows a name: calls, indices, and the next link of the chain. False:
 * the chain ends. */
static bool next_link(struct value *v, const char **at)
{
	const char *s = lg_text_space(*at);
	bool arrow;

	while (*s == '[' || *s == '(') {
		if (*s == '[')
			v->pointer = false;
		s = lg_text_space(skip_brackets(s));
	}
	v->end = s;
	arrow = s[0] == '-' && s[1] == '>';
	if (!arrow && *s != '.')
		return false;
	s = lg_text_space(s + (arrow ? 2 : 1));
	if (v->what) {
		v->member = s;
		v->member_len = lg_text_ident(s);
		return false;
	}
	*at = s;
	return lg_text_ident(s) > 0;
}

/* "a->b[1].c" at @s. */
static void read_chain(const struct lg_scan *sc, const char *s,
		       struct value *v)
{
	enum lg_name_role role = LG_NAME_VARIABLE;

	do {
		size_t n = lg_text_ident(s);
		const char *behind = lg_text_space(s + n);
		const struct lg_name *name;

		if (role == LG_NAME_VARIABLE && *behind == '(')
			role = LG_NAME_FUNCTION;
		name = find_name(sc, s, n, role);
		v->what = name ? name->what : NULL;
		v->pointer = name && name->pointer;
		role = LG_NAME_MEMBER;
		s = behind;
		v->end = s;
	} while (next_link(v, &s));
}

/* "(struct foo *)" at @s, which is a bracket: a cast. */
static bool read_cast(const struct lg_scan *sc, const char *s, struct value *v)
{
	const char *behind = s;
	const struct lg_private *what =
		find_type(sc, lg_text_space(s + 1), &behind);

	if (!what || *behind != '*')
		return false;
	behind = lg_text_space(behind + 1);
	if (*behind != ')')
		return false;
	v->what = what;
	v->pointer = true;
	behind = lg_text_space(behind + 1);
	/* and what is cast, a name or something in brackets */
	while (*behind == '&' || *behind == '*')
		behind = lg_text_space(behind + 1);
	if (*behind == '(')
		behind = skip_brackets(behind);
	while (ISIDNUM(*behind))
		behind++;
	v->end = behind;
	return true;
}

/* The expression at @s: stars and brackets in front of a chain or a cast. */
static void read_value(const struct lg_scan *sc, const char *s,
		       struct value *v)
{
	int stars = 0, open = 0;

	memset(v, 0, sizeof(*v));
	for (;; s = lg_text_space(s + 1)) {
		if (*s == '(' && read_cast(sc, s, v))
			break;
		if (*s == '(')
			open++;
		else if (*s == '*')
			stars++;
		else
			break;
	}
	if (!v->what && lg_text_ident(s))
		read_chain(sc, s, v);
	if (!v->what || v->member)
		return;
	/* "(*p).m", "((struct foo *)p)->m", "(p)[0]" */
	for (s = lg_text_space(v->end); open && *s == ')'; open--) {
		s = lg_text_space(s + 1);
		if (stars && v->pointer && (*s == '.' || *s == '[')) {
			v->pointer = false;
			stars--;
		}
		if (!next_link(v, &s) && v->member)
			return;
		s = lg_text_space(v->end);
	}
	if (stars && v->pointer)
		v->pointer = false;
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

/* "struct foo" at @s, whichever argument it is: a use of foo. */
static bool named_use(const struct lg_scan *sc, const char *s, bool offset)
{
	const struct lg_private *what;
	struct value v;
	size_t n = lg_text_ident(s);

	if (offset && IS_ONE_OF(s, n, typeof_words)) {
		s = lg_text_space(s + n);
		read_value(sc, s, &v);
		what = v.pointer || v.member ? NULL : v.what;
		s = lg_text_space(skip_brackets(s));
	} else {
		what = find_type(sc, s, &s);
	}
	if (!what || *s == '*')
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
	struct value v;

	if (*s == '(' && how != MEASURE_TYPE &&
	    named_use(sc, lg_text_space(s + 1), false))
		return;
	read_value(sc, s, &v);
	if (v.member)
		add(sc, LG_USE_MEMBER, v.what, v.member, v.member_len);
	else if (v.what && how != MEASURE_TYPE &&
		 (!v.pointer || how == MEASURE_COUNT))
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
