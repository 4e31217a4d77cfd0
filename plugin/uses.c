// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * uses.c - where a unit looks into a private struct: members, values, arrays,
 * pointer arithmetic, embedding.
 *
 * Bodies are walked before GENERIC is lowered, while the tree is still what
 * the user wrote. Where some foreign private struct is complete, all of them;
 * where one is only named, those that can hold a token: the unit's own, and in
 * headers those that are given one.
 */
#include "plugin.h"

static const char *current_function;

/* A variable of the function that is walked, and the token it is assigned. */
struct assigned {
	tree var;
	const struct lg_private *what;
};
static LG_VEC(struct assigned) assigned;

/* GCC's place for p->m is the arrow; the reader looks for the name behind. */
static void point_at_member(struct lg_loc *loc, const char *member)
{
	struct lg_file *f = lg_facts_file(lg_facts, loc->file);
	const char *line = lg_file_line(&lg_facts->pool, f, loc->line);
	size_t at = loc->column ? loc->column - 1 : 0, n = strlen(member);

	if (!line || at >= strlen(line))
		return;
	at += strspn(line + at, "->. \t");
	if (strncmp(line + at, member, n) || ISIDNUM(line[at + n]))
		return;
	loc->column = (unsigned int)at + 1;
	loc->origin = 0;
}

void lg_uses_add(const struct lg_deed *deed, location_t loc)
{
	const struct lg_private *what = deed->what;
	const struct lg_place *place;
	struct lg_use use;

	loc = lg_user_location(loc);
	place = lg_place_of(loc);
	if (!place || lg_policy_may_see(lg_options.policy, what->owner,
					what->tag, place->path))
		return;
	memset(&use, 0, sizeof(use));
	use.kind = deed->kind;
	use.tag = what->tag;
	use.def = what->def;
	use.member = deed->member;
	use.via = deed->via;
	use.function = deed->function ? deed->function : current_function;
	use.loc = lg_loc_of(loc);
	if (deed->inside)
		use.inside = lg_loc_of(deed->inside);
	use.inside_via = deed->inside_via;
	if (deed->kind == LG_USE_MEMBER && use.loc.file)
		point_at_member(&use.loc, deed->member);
	lg_vec_push(&lg_facts->uses, use);
}

static void add(enum lg_use_kind kind, const struct lg_private *what,
		const char *member, location_t loc)
{
	struct lg_deed deed = { kind, what, member, NULL };

	if (what)
		lg_uses_add(&deed, loc);
}

static const char *field_name(tree field)
{
	return DECL_NAME(field) ? IDENTIFIER_POINTER(DECL_NAME(field)) : NULL;
}

/* --------------------------------------------------------- names, for text */

/* Enters @decl's name, for readers of sizeof(name) and sizeof(*name), where it
 * is in scope: parameters in their function, variables in their block, and
 * what is declared outside of functions everywhere. */
static void name_decl(tree decl, tree type, enum lg_name_role role)
{
	struct lg_name name = { role, field_name(decl), type, NULL, 0, 0 };
	struct lg_loc loc;

	if (!name.name)
		return;
	name.name = lg_strdup(&lg_facts->pool, name.name);
	if (role == LG_NAME_VARIABLE && current_function && cfun) {
		loc = lg_loc_of(DECL_SOURCE_LOCATION(decl));
		if (!loc.file)
			return;
		name.file = loc.file;
		name.first = loc.line;
		name.last = VAR_P(decl) ? lg_text_block_end(&loc) : 0;
		if (!name.last)
			name.last = LOCATION_LINE(cfun->function_end_locus);
	}
	lg_text_name(&name);
}

static void name_outer(tree decl)
{
	if (TREE_CODE(decl) == FUNCTION_DECL)
		name_decl(decl, TREE_TYPE(TREE_TYPE(decl)), LG_NAME_FUNCTION);
	else if (VAR_P(decl))
		name_decl(decl, TREE_TYPE(decl), LG_NAME_VARIABLE);
}

static int name_before(cpp_reader *, cpp_hashnode *node, void *)
{
	tree decl = lookup_name(HT_IDENT_TO_GCC_IDENT(HT_NODE(node)));

	if (decl && (TREE_CODE(decl) == FUNCTION_DECL || VAR_P(decl)) &&
	    DECL_FILE_SCOPE_P(decl))
		name_outer(decl);
	return 1;
}

void lg_uses_before(void)
{
	const char *function = current_function;

	current_function = NULL;
	cpp_forall_identifiers(parse_in, name_before, NULL);
	current_function = function;
}

/* ------------------------------------------------------------- expressions */

/*
 * The private struct that COMPONENT_REF @ref looks into. A member of an
 * anonymous struct or union inside it is reached through references without a
 * name: climb over those.
 */
static const struct lg_private *component_of(tree ref)
{
	while (TREE_CODE(ref) == COMPONENT_REF) {
		tree field = TREE_OPERAND(ref, 1);
		const struct lg_private *what =
			lg_private_of(DECL_CONTEXT(field));

		if (what)
			return what;
		ref = TREE_OPERAND(ref, 0);
		if (TREE_CODE(ref) != COMPONENT_REF ||
		    field_name(TREE_OPERAND(ref, 1)))
			return NULL;
	}
	return NULL;
}

/* What is under the references of one member access. */
static tree *component_base(tree *ref)
{
	while (TREE_CODE(*ref) == COMPONENT_REF)
		ref = &TREE_OPERAND(*ref, 0);
	return ref;
}

struct walker {
	location_t around;		/* of the innermost statement */
	hash_set<tree> *seen;
};

static tree walk(tree *tp, int *walk_subtrees, void *data);

static void walk_from(tree *tp, struct walker *w)
{
	walk_tree(tp, walk, w, w->seen);
}

/*
 * One access "p->a.b": a use for each link whose struct is private. The
 * dereference of p belongs to it and is no use of its own.
 */
static void component_use(tree *tp, struct walker *w)
{
	for (tree r = *tp; TREE_CODE(r) == COMPONENT_REF;
	     r = TREE_OPERAND(r, 0)) {
		const char *name = field_name(TREE_OPERAND(r, 1));

		if (name)
			add(LG_USE_MEMBER, component_of(r), name,
			    EXPR_HAS_LOCATION(r) ? EXPR_LOCATION(r)
						 : w->around);
	}
	tp = component_base(tp);
	if (INDIRECT_REF_P(*tp))
		tp = &TREE_OPERAND(*tp, 0);
	if (DECL_P(*tp))
		return;		/* its declaration was the use by value */
	walk_from(tp, w);
}

/* What a void pointer is assigned is followed when the body is known. */
static void follow(tree to, tree value)
{
	const struct lg_private *what;
	struct assigned a;

	if (!current_function || !VAR_P(to) || !DECL_CONTEXT(to) ||
	    TREE_STATIC(to) || !POINTER_TYPE_P(TREE_TYPE(to)) ||
	    !VOID_TYPE_P(TREE_TYPE(TREE_TYPE(to))))
		return;
	what = lg_bytes_token(value);
	for (size_t i = 0; what && i < assigned.n; i++)
		if (assigned.v[i].var == to)
			return;
	if (!what)
		return;
	a.var = to;
	a.what = what;
	lg_vec_push(&assigned, a);
}

static void decl_use(tree decl)
{
	tree type = TREE_TYPE(decl);

	if (!VAR_P(decl) && TREE_CODE(decl) != PARM_DECL)
		return;
	if (lg_private_any())
		name_decl(decl, type, LG_NAME_VARIABLE);
	if (VAR_P(decl) && DECL_INITIAL(decl))
		follow(decl, DECL_INITIAL(decl));
	/* "extern struct foo x;" needs no definition of foo */
	if (!VAR_P(decl) || !DECL_EXTERNAL(decl))
		add(LG_USE_VALUE, lg_private_of(lg_type_element(type)), NULL,
		    DECL_SOURCE_LOCATION(decl));
}

static void arithmetic_use(tree expr, location_t loc)
{
	tree pointer = TREE_CODE(expr) == POINTER_DIFF_EXPR
			       ? TREE_TYPE(TREE_OPERAND(expr, 0))
			       : TREE_TYPE(expr);

	add(LG_USE_ARITHMETIC, lg_private_pointee(pointer), NULL, loc);
}

/* Initializers come before the statements, and have no place of their own. */
static void block_use(tree block, struct walker *w)
{
	for (tree v = BIND_EXPR_VARS(block); v; v = DECL_CHAIN(v)) {
		if (!VAR_P(v) || !DECL_INITIAL(v))
			continue;
		w->around = DECL_SOURCE_LOCATION(v);
		walk_from(&DECL_INITIAL(v), w);
	}
	walk_from(&BIND_EXPR_BODY(block), w);
}

/* "a = b" and "f(a)" copy a struct whose declaration is elsewhere. */
static void copy_use(tree t, location_t loc)
{
	if (TREE_CODE(t) == MODIFY_EXPR)
		add(LG_USE_VALUE, lg_private_of(TREE_TYPE(t)), NULL, loc);
	else
		for (int i = 0; i < call_expr_nargs(t); i++)
			add(LG_USE_VALUE,
			    lg_private_of(TREE_TYPE(CALL_EXPR_ARG(t, i))),
			    NULL, loc);
}

static void expression_use(tree t, location_t loc)
{
	switch (TREE_CODE(t)) {
	case INDIRECT_REF:
		if (TREE_CODE(TREE_OPERAND(t, 0)) != POINTER_PLUS_EXPR)
			add(LG_USE_VALUE, lg_private_of(TREE_TYPE(t)), NULL,
			    loc);
		break;
	case POINTER_PLUS_EXPR:
		lg_bytes_use(t, loc, current_function);
		/* fall through */
	case POINTER_DIFF_EXPR:
	case PREINCREMENT_EXPR:
	case PREDECREMENT_EXPR:
	case POSTINCREMENT_EXPR:
	case POSTDECREMENT_EXPR:
		arithmetic_use(t, loc);
		break;
	case CALL_EXPR:
		copy_use(t, loc);
		lg_bytes_use(t, loc, current_function);
		break;
	case MODIFY_EXPR:
		copy_use(t, loc);
		follow(TREE_OPERAND(t, 0), TREE_OPERAND(t, 1));
		break;
	CASE_CONVERT:
		lg_bytes_use(t, loc, current_function);
		break;
	case DECL_EXPR:
		decl_use(DECL_EXPR_DECL(t));
		break;
	default:
		break;
	}
}

/* To compare a token, as whatever it is cast to, needs none of its bytes. */
static void compare_use(tree t, struct walker *w)
{
	for (int i = 0; i < 2; i++) {
		tree *op = &TREE_OPERAND(t, i);

		while (lg_bytes_token(*op) && CONVERT_EXPR_P(*op))
			op = &TREE_OPERAND(*op, 0);
		walk_from(op, w);
	}
}

static tree walk(tree *tp, int *walk_subtrees, void *data)
{
	struct walker *w = (struct walker *)data;
	location_t outer = w->around;
	tree t = *tp;

	if (EXPR_P(t) && EXPR_HAS_LOCATION(t))
		w->around = EXPR_LOCATION(t);
	if (TREE_CODE(t) == COMPONENT_REF) {
		*walk_subtrees = 0;
		component_use(tp, w);
		w->around = outer;
	} else if (TREE_CODE(t) == BIND_EXPR) {
		*walk_subtrees = 0;
		block_use(t, w);
	} else if (COMPARISON_CLASS_P(t)) {
		*walk_subtrees = 0;
		compare_use(t, w);
		w->around = outer;
	} else {
		expression_use(t, w->around);
	}
	return NULL_TREE;
}

/* ------------------------------------------- functions, variables, structs */

/* Is a token, or a struct that may hold one, among @fn's parameters? */
static bool given_token(tree fn)
{
	for (tree p = DECL_ARGUMENTS(fn); p; p = DECL_CHAIN(p)) {
		tree to = TREE_TYPE(p);

		if (!POINTER_TYPE_P(to))
			continue;
		if (lg_private_pointee(to) || lg_private_held(TREE_TYPE(to)))
			return true;
	}
	return false;
}

static bool worth_walking(tree fn)
{
	const struct lg_place *place;

	if (lg_private_any())
		return true;
	if (!lg_private_expected())
		return false;
	place = lg_place_of(DECL_SOURCE_LOCATION(fn));
	if (!place)
		return false;
	return place->shared ? given_token(fn) : lg_private_met();
}

static void walk_function(tree fn)
{
	hash_set<tree> seen;
	struct walker w = { DECL_SOURCE_LOCATION(fn), &seen };

	current_function = DECL_NAME(fn) ? IDENTIFIER_POINTER(DECL_NAME(fn))
					 : NULL;
	add(LG_USE_VALUE, lg_private_of(TREE_TYPE(TREE_TYPE(fn))), NULL,
	    DECL_SOURCE_LOCATION(fn));
	for (tree p = DECL_ARGUMENTS(fn); p; p = DECL_CHAIN(p))
		decl_use(p);
	walk_from(&DECL_SAVED_TREE(fn), &w);
	for (size_t i = 0; i < assigned.n; i++)
		lg_helper_variable(fn, assigned.v[i].var, assigned.v[i].what,
				   current_function);
	assigned.n = 0;
	current_function = NULL;
}

void lg_uses_function(void *gcc_fndecl, void *)
{
	if (!lg_facts || !lg_options.privacy)
		return;
	if (worth_walking((tree)gcc_fndecl))
		walk_function((tree)gcc_fndecl);
	lg_helper_defined((tree)gcc_fndecl);
}

/* Those inside of functions come with DECL_EXPR. */
void lg_uses_decl(tree decl)
{
	hash_set<tree> seen;
	struct walker w = { DECL_SOURCE_LOCATION(decl), &seen };

	if (TREE_CODE(decl) == FUNCTION_DECL)
		name_outer(decl);
	if (!VAR_P(decl) || !DECL_FILE_SCOPE_P(decl))
		return;
	decl_use(decl);
	if (DECL_INITIAL(decl) && DECL_INITIAL(decl) != error_mark_node)
		walk_from(&DECL_INITIAL(decl), &w);
}

/* Is @field the holder of an unnamed struct? Its members were looked at. */
static void field_use(tree field)
{
	tree type = TREE_TYPE(field);

	add(LG_USE_EMBED, lg_private_of(lg_type_element(type)),
	    field_name(field), DECL_SOURCE_LOCATION(field));
}

/* A struct that holds a private one by value, outside the owner. */
void lg_uses_type(tree type)
{
	if (lg_private_of(type))
		return;		/* private itself: its definition is the matter */
	for (tree f = TYPE_FIELDS(type); f; f = DECL_CHAIN(f))
		if (TREE_CODE(f) == FIELD_DECL)
			field_use(f);
}
