// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * uses.c - where a unit looks into a private struct: members, values, arrays,
 * pointer arithmetic, embedding.
 *
 * Bodies are walked before GENERIC is lowered, while the tree is still what
 * the user wrote, and only once some foreign private struct is complete.
 */
#include "plugin.h"

static const char *current_function;

static bool place_may_look(const struct lg_place *place, const char *tag)
{
	const struct lg_owner *owner =
		lg_policy_names_private(lg_options.policy, tag);
	const struct lg_struct *s;

	if (!owner) {
		s = lg_facts_struct(lg_facts, tag);
		if (s && s->loc.file)
			owner = lg_policy_owner(lg_options.policy,
						s->loc.file);
	}
	return owner &&
	       lg_policy_may_look(lg_options.policy, owner, place->path);
}

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

void lg_uses_add(enum lg_use_kind kind, const char *tag, const char *member,
		 location_t loc)
{
	const struct lg_place *place;
	struct lg_use use;

	loc = lg_user_location(loc);
	place = lg_place_of(loc);
	if (!place || place_may_look(place, tag))
		return;
	memset(&use, 0, sizeof(use));
	use.kind = kind;
	use.tag = tag;
	use.member = member;
	use.function = current_function;
	use.loc = lg_loc_of(loc);
	if (kind == LG_USE_MEMBER && use.loc.file)
		point_at_member(&use.loc, member);
	lg_vec_push(&lg_facts->uses, use);
}

static const char *field_name(tree field)
{
	return DECL_NAME(field) ? IDENTIFIER_POINTER(DECL_NAME(field)) : NULL;
}

/*
 * The private struct that COMPONENT_REF @ref looks into. A member of an
 * anonymous struct or union inside it is reached through references without a
 * name: climb over those.
 */
static const char *component_tag(tree ref)
{
	while (TREE_CODE(ref) == COMPONENT_REF) {
		tree field = TREE_OPERAND(ref, 1);
		const char *tag = lg_private_tag(DECL_CONTEXT(field));

		if (tag)
			return tag;
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

static tree walk(tree *tp, int *walk_subtrees, void *data);

/*
 * One access "p->a.b": a use for each link whose struct is private. The
 * dereference of p belongs to it and is no use of its own.
 */
static void component_use(tree *tp, location_t loc, void *data)
{
	for (tree r = *tp; TREE_CODE(r) == COMPONENT_REF;
	     r = TREE_OPERAND(r, 0)) {
		const char *name = field_name(TREE_OPERAND(r, 1));
		const char *tag = name ? component_tag(r) : NULL;

		if (tag)
			lg_uses_add(LG_USE_MEMBER, tag, name,
				    EXPR_HAS_LOCATION(r) ? EXPR_LOCATION(r)
							 : loc);
	}
	tp = component_base(tp);
	if (INDIRECT_REF_P(*tp))
		tp = &TREE_OPERAND(*tp, 0);
	if (DECL_P(*tp))
		return;		/* its declaration was the use by value */
	walk_tree(tp, walk, data, NULL);
}

static void decl_use(tree decl)
{
	tree type = TREE_TYPE(decl);
	const char *tag, *name;
	unsigned int first;

	if (!VAR_P(decl) && TREE_CODE(decl) != PARM_DECL)
		return;
	name = DECL_NAME(decl) ? IDENTIFIER_POINTER(DECL_NAME(decl)) : NULL;
	tag = lg_private_tag(lg_type_element(type));
	if (tag) {
		lg_uses_add(LG_USE_VALUE, tag, NULL, DECL_SOURCE_LOCATION(decl));
		return;
	}
	if (!name || !POINTER_TYPE_P(type))
		return;
	tag = lg_private_tag(TREE_TYPE(type));
	first = LOCATION_LINE(DECL_SOURCE_LOCATION(decl));
	if (tag)
		lg_text_pointer(name, tag, lg_loc_of(DECL_SOURCE_LOCATION(decl)).file,
				current_function ? first : 0,
				current_function && cfun
					? LOCATION_LINE(cfun->function_end_locus)
					: 0);
}

static void arithmetic_use(tree expr, location_t loc)
{
	tree pointer = TREE_CODE(expr) == POINTER_DIFF_EXPR
			       ? TREE_TYPE(TREE_OPERAND(expr, 0))
			       : TREE_TYPE(expr);
	const char *tag = POINTER_TYPE_P(pointer)
				  ? lg_private_tag(TREE_TYPE(pointer))
				  : NULL;

	if (tag)
		lg_uses_add(LG_USE_ARITHMETIC, tag, NULL, loc);
}

/* @data points to the location of the innermost statement around. */
static tree walk(tree *tp, int *walk_subtrees, void *data)
{
	location_t *around = (location_t *)data, outer = *around;
	const char *tag;
	tree t = *tp;

	if (EXPR_P(t) && EXPR_HAS_LOCATION(t))
		*around = EXPR_LOCATION(t);
	switch (TREE_CODE(t)) {
	case COMPONENT_REF:
		*walk_subtrees = 0;
		component_use(tp, *around, data);
		*around = outer;
		break;
	case INDIRECT_REF:
		tag = lg_private_tag(TREE_TYPE(t));
		if (tag && TREE_CODE(TREE_OPERAND(t, 0)) != POINTER_PLUS_EXPR)
			lg_uses_add(LG_USE_VALUE, tag, NULL, *around);
		break;
	case POINTER_PLUS_EXPR:
	case POINTER_DIFF_EXPR:
	case PREINCREMENT_EXPR:
	case PREDECREMENT_EXPR:
	case POSTINCREMENT_EXPR:
	case POSTDECREMENT_EXPR:
		arithmetic_use(t, *around);
		break;
	case DECL_EXPR:
		decl_use(DECL_EXPR_DECL(t));
		break;
	default:
		break;
	}
	return NULL_TREE;
}

void lg_uses_function(void *gcc_fndecl, void *)
{
	tree fn = (tree)gcc_fndecl;
	location_t around;

	if (!lg_facts || !lg_private_any())
		return;
	current_function = DECL_NAME(fn) ? IDENTIFIER_POINTER(DECL_NAME(fn))
					 : NULL;
	around = DECL_SOURCE_LOCATION(fn);
	for (tree p = DECL_ARGUMENTS(fn); p; p = DECL_CHAIN(p))
		decl_use(p);
	walk_tree_without_duplicates(&DECL_SAVED_TREE(fn), walk, &around);
	current_function = NULL;
}

/* File-scope variables; those of functions come with DECL_EXPR. */
void lg_uses_decl(tree decl)
{
	if (!DECL_FILE_SCOPE_P(decl))
		return;
	decl_use(decl);
	if (DECL_INITIAL(decl) && DECL_INITIAL(decl) != error_mark_node) {
		location_t around = DECL_SOURCE_LOCATION(decl);

		walk_tree_without_duplicates(&DECL_INITIAL(decl), walk,
					     &around);
	}
}

/* Is @field the holder of an unnamed struct? Its members were looked at. */
static void field_use(tree field)
{
	tree type = lg_type_element(TREE_TYPE(field));
	const char *tag = lg_private_tag(type);

	if (tag)
		lg_uses_add(LG_USE_EMBED, tag, field_name(field),
			    DECL_SOURCE_LOCATION(field));
	else if (POINTER_TYPE_P(type) && field_name(field) &&
		 lg_private_tag(TREE_TYPE(type)))
		lg_text_pointer(field_name(field),
				lg_private_tag(TREE_TYPE(type)), NULL, 0, 0);
}

/* A struct that holds a private one by value, outside the owner. */
void lg_uses_type(tree type)
{
	const char *tag = lg_private_tag(type);

	if (tag)
		return;		/* private itself: its definition is the matter */
	for (tree f = TYPE_FIELDS(type); f; f = DECL_CHAIN(f))
		if (TREE_CODE(f) == FIELD_DECL)
			field_use(f);
}
