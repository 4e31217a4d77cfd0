// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * uses-chain.c - what an expression in a text comes to: "a->b[1].c", as a
 * reader of the unit's declarations would say.
 *
 * Trees say what a name is at its line: a variable of a block ends with it, one
 * of a file does not. From there each link of a chain is looked up in the type
 * of the one before it. Where that is not known (a macro's parameter, what a
 * cast hides), a member means what it means in the one struct of the unit that
 * has a member of its name; when several have, nothing.
 */
#include "plugin.h"
#include "uses-text.h"

#define MAX_BLOCK (1 << 16)	/* bytes that are read for a block's end */

typedef LG_VEC(struct lg_name) name_list;

static hash_map<nofree_string_hash, name_list *> *names;
static bool members_entered;
/* All structs of the unit, for their members, and the names' types. */
static vec<tree> structs;
static vec<tree> types;

void lg_text_struct(tree type)
{
	structs.safe_push(type);
}

void lg_text_mark(void)
{
	unsigned int i;
	tree type;

	FOR_EACH_VEC_ELT(structs, i, type)
		gt_ggc_mx_tree_node(type);
	FOR_EACH_VEC_ELT(types, i, type)
		gt_ggc_mx_tree_node(type);
}

void lg_text_name(const struct lg_name *name)
{
	bool existed;

	if (!names)
		names = new hash_map<nofree_string_hash, name_list *>;
	name_list *&list = names->get_or_insert(name->name, &existed);
	if (!existed)
		list = XCNEW(name_list);
	lg_vec_push(list, *name);
	types.safe_push(name->type);
}

static void enter_members(void)
{
	for (unsigned int i = 0; !members_entered && i < structs.length(); i++)
		for (tree f = TYPE_FIELDS(structs[i]); f; f = DECL_CHAIN(f)) {
			struct lg_name name = { LG_NAME_MEMBER, NULL, NULL_TREE,
						NULL, 0, 0 };

			if (TREE_CODE(f) != FIELD_DECL || !DECL_NAME(f))
				continue;
			name.name = IDENTIFIER_POINTER(DECL_NAME(f));
			name.type = TREE_TYPE(f);
			lg_text_name(&name);
		}
	members_entered = true;
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

	if (role == LG_NAME_MEMBER)
		enter_members();
	if (!names || !n)
		return NULL;
	list = names->get(lg_strndup(&lg_facts->pool, s, n));
	for (size_t i = 0; list && i < (*list)->n; i++) {
		const struct lg_name *at = &(*list)->v[i];

		if (at->role != role || !in_scope(sc, at))
			continue;
		if (role == LG_NAME_MEMBER && best &&
		    TYPE_MAIN_VARIANT(best->type) !=
		    TYPE_MAIN_VARIANT(at->type))
			return NULL;	/* whose member is it? */
		if (!best || at->first >= best->first)
			best = at;
	}
	return best;
}

unsigned int lg_text_block_end(const struct lg_loc *loc)
{
	const struct lg_file *f = lg_facts_file(lg_facts, loc->file);
	size_t at = lg_file_offset(f, loc->line, loc->column);
	size_t left = MAX_BLOCK;
	int depth = 0;

	for (; at < f->bytes && left--; at++) {
		depth += f->code[at] == '{';
		depth -= f->code[at] == '}';
		if (depth < 0)
			return lg_file_loc(f, at).line;
	}
	return 0;
}

/* Does a block around @sc have a struct of its own that is called @tag? */
static bool hidden(const struct lg_scan *sc, const char *tag)
{
	unsigned int i;
	tree type;

	FOR_EACH_VEC_ELT(structs, i, type) {
		const char *other = lg_type_tag(type);
		struct lg_loc loc;

		if (!other || strcmp(other, tag) || lg_private_of(type))
			continue;
		loc = lg_loc_of(DECL_SOURCE_LOCATION(TYPE_STUB_DECL(type)));
		if (loc.file && !strcmp(loc.file, sc->path) &&
		    sc->line >= loc.line && sc->line <= lg_text_block_end(&loc))
			return true;
	}
	return false;
}

static const struct lg_private *tagged_as(const struct lg_scan *sc,
					  const char *s, size_t n)
{
	const struct lg_private *what = lg_private_tagged(s, n);

	return what && !hidden(sc, what->tag) ? what : NULL;
}

/* What macro @s of @n bytes stands for, when it is no more than a type. */
static const struct lg_private *macro_type(const struct lg_scan *sc,
					   const char *s, size_t n)
{
	struct lg_scan inside = *sc;
	const struct lg_private *what;
	const struct lg_macro *m;
	const char *behind;

	m = ++inside.depth <= LG_TEXT_DEPTH ? lg_macro_now(s, n) : NULL;
	if (!m || m->params || !*m->body)
		return NULL;
	behind = m->body;
	what = lg_text_type(&inside, lg_text_space(m->body), &behind);
	return *behind ? NULL : what;
}

const struct lg_private *lg_text_type(const struct lg_scan *sc, const char *s,
				      const char **behind)
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
	what = tagged ? tagged_as(sc, s, n) : lg_private_typedef(s, n);
	if (!tagged && find_name(sc, s, n, LG_NAME_VARIABLE))
		return NULL;
	if (!what && !tagged)
		what = macro_type(sc, s, n);
	*behind = lg_text_space(s + n);
	return what;
}

/* ------------------------------------------------------------------- values */

/* What a value of @type is, or what it is @v->stars away from: an array of
 * pointers is one more than they are, one of structs is the struct itself. */
static void set_type(struct lg_value *v, tree type)
{
	unsigned int arrays = 0;
	tree pointer = NULL_TREE;

	v->type = type;
	v->stars = 0;
	v->what = NULL;
	for (; type && (POINTER_TYPE_P(type) || TREE_CODE(type) == ARRAY_TYPE);
	     type = TREE_TYPE(type)) {
		arrays++;
		if (!POINTER_TYPE_P(type))
			continue;
		v->stars += arrays;
		arrays = 0;
		pointer = type;
	}
	if (!type || !RECORD_OR_UNION_TYPE_P(type))
		return;
	v->what = lg_private_of(type);
	if (!v->what && pointer && TREE_TYPE(pointer) == type)
		v->what = lg_private_pointee(pointer);
}

/* One star or index less. */
static void follow(struct lg_value *v)
{
	tree type = v->type;

	if (type && (POINTER_TYPE_P(type) || TREE_CODE(type) == ARRAY_TYPE))
		v->type = TREE_TYPE(type);
	if (v->stars)
		v->stars--;
}

/* The type of member @name of @record; NULL_TREE: it has none. */
static tree member_type(tree record, const char *name, size_t n)
{
	for (tree f = TYPE_FIELDS(record); f; f = DECL_CHAIN(f)) {
		tree inner;

		if (TREE_CODE(f) != FIELD_DECL)
			continue;
		if (DECL_NAME(f)) {
			if (lg_text_is(name, n,
				       IDENTIFIER_POINTER(DECL_NAME(f))))
				return TREE_TYPE(f);
			continue;
		}
		if (!RECORD_OR_UNION_TYPE_P(TREE_TYPE(f)))
			continue;
		inner = member_type(TREE_TYPE(f), name, n);
		if (inner)
			return inner;
	}
	return NULL_TREE;
}

/* The struct whose member stands behind the arrow or dot; NULL_TREE. */
static tree record_of(tree type, bool arrow)
{
	if (arrow && type && (POINTER_TYPE_P(type) ||
			      TREE_CODE(type) == ARRAY_TYPE))
		type = TREE_TYPE(type);
	return type && RECORD_OR_UNION_TYPE_P(type) ? type : NULL_TREE;
}

/* What calling a value gives; it may be a pointer to a function. */
static void call(struct lg_value *v)
{
	tree type = v->type;

	if (type && POINTER_TYPE_P(type))
		type = TREE_TYPE(type);
	if (type && FUNC_OR_METHOD_TYPE_P(type))
		set_type(v, TREE_TYPE(type));
}

const char *lg_text_skip_brackets(const char *s)
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

/* The member at @s, behind an arrow or a dot. */
static void take_member(const struct lg_scan *sc, const char *s, bool arrow,
			struct lg_value *v)
{
	size_t n = lg_text_ident(s);
	tree record = record_of(v->type, arrow);
	const struct lg_name *name;

	if (record) {
		set_type(v, member_type(record, s, n));
		return;
	}
	name = v->type ? NULL : find_name(sc, s, n, LG_NAME_MEMBER);
	set_type(v, name ? name->type : NULL_TREE);
}

/* What follows a value at @s: calls, indices, members; up to a member of
 * something private. */
static void read_links(const struct lg_scan *sc, const char *s,
		       struct lg_value *v)
{
	for (;;) {
		bool arrow;

		s = lg_text_space(s);
		for (; *s == '[' || *s == '(';
		     s = lg_text_space(lg_text_skip_brackets(s)))
			if (*s == '[')
				follow(v);
			else
				call(v);
		v->end = s;
		arrow = s[0] == '-' && s[1] == '>';
		if (!arrow && *s != '.')
			return;
		s = lg_text_space(s + (arrow ? 2 : 1));
		if (v->what && v->stars <= 1) {
			v->member = s;
			v->member_len = lg_text_ident(s);
			return;
		}
		if (!lg_text_ident(s))
			return;
		take_member(sc, s, arrow, v);
		s += lg_text_ident(s);
	}
}

/* A name at @s, and what follows it. */
static void read_chain(const struct lg_scan *sc, const char *s,
		       struct lg_value *v)
{
	size_t n = lg_text_ident(s);
	const char *behind = lg_text_space(s + n);
	bool calls = *behind == '(';
	const struct lg_name *name =
		find_name(sc, s, n, calls ? LG_NAME_FUNCTION :
					    LG_NAME_VARIABLE);

	if (!name && calls) {	/* a variable that points to a function */
		name = find_name(sc, s, n, LG_NAME_VARIABLE);
		calls = false;
	}
	set_type(v, name ? name->type : NULL_TREE);
	if (calls)
		behind = lg_text_skip_brackets(behind);
	read_links(sc, behind, v);
}

/* The type in a cast at @s, "struct foo *" or "typeof(p)"; *@behind gets what
 * follows. */
static void cast_type(const struct lg_scan *sc, const char *s,
		      struct lg_value *v, const char **behind)
{
	size_t n = lg_text_ident(s);
	const char *open = lg_text_space(s + n);
	struct lg_scan inside = *sc;

	memset(v, 0, sizeof(*v));
	*behind = s;
	if (*open == '(' && lg_text_typeof(s, n) &&
	    ++inside.depth <= LG_TEXT_DEPTH) {
		lg_text_value(&inside, lg_text_space(open + 1), v);
		*behind = lg_text_space(lg_text_skip_brackets(open));
		if (v->member)
			v->what = NULL;
	}
	if (!v->what)
		v->what = lg_text_type(sc, s, behind);
	v->type = NULL_TREE;
	for (; v->what && **behind == '*'; v->stars++)
		*behind = lg_text_space(*behind + 1);
}

/* A cast to a pointer to something private, at the bracket @s. */
static bool read_cast(const struct lg_scan *sc, const char *s,
		      struct lg_value *v)
{
	struct lg_value to;
	const char *behind;

	cast_type(sc, lg_text_space(s + 1), &to, &behind);
	if (!to.what || !to.stars || *behind != ')')
		return false;
	*v = to;
	behind = lg_text_space(behind + 1);
	/* and what is cast, a name or something in brackets */
	while (*behind == '&' || *behind == '*')
		behind = lg_text_space(behind + 1);
	if (*behind == '(')
		behind = lg_text_skip_brackets(behind);
	while (ISIDNUM(*behind))
		behind++;
	v->end = behind;
	return true;
}

static void unstar(struct lg_value *v, int *stars)
{
	for (; *stars > 0 && v->stars; --*stars)
		follow(v);
}

void lg_text_value(const struct lg_scan *sc, const char *s, struct lg_value *v)
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
		else if (*s == '&')
			stars--;
		else
			break;
	}
	if (!v->what && lg_text_ident(s))
		read_chain(sc, s, v);
	/* "(*p).m", "((struct foo *)p)->m", "(p)[0]" */
	for (s = lg_text_space(v->end ? v->end : s);
	     open && *s == ')' && !v->member; open--) {
		s = lg_text_space(s + 1);
		if (*s == '.' || *s == '[')
			unstar(v, &stars);
		read_links(sc, s, v);
		s = lg_text_space(v->end);
	}
	if (v->what && v->member)
		return;
	v->member = NULL;
	unstar(v, &stars);
	if (stars < 0)
		v->stars += (unsigned int)-stars;
}
