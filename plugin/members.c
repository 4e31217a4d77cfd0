// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * members.c - where a unit uses members that a header marks private.
 *
 * Nearly every unit includes such a header and hardly any uses one of these
 * members, so what comes often is cheap: a type's members are told by their
 * lines, an expression by its member's UID, and a header's text is parsed for
 * the first use that no accessor and no owner made. The functions of public
 * headers are most of what a unit parses: walked are those that it calls, and
 * all of the headers that policy speaks of.
 */
#include "plugin.h"

typedef int_hash<unsigned int, 0> uid_hash;

static hash_map<uid_hash, struct lg_private_member *> *members;
static hash_set<uid_hash> *types;	/* that have one */
static hash_set<uid_hash> *reached;	/* functions: walked, or called so far */
static vec<tree> called;		/* functions that are to be walked */
static LG_VEC(struct lg_private_member *) list;
static location_t first;		/* where the first member is declared */

struct walk {
	hash_set<tree> *visited;
	location_t around;	/* of the innermost expression with one */
};

bool lg_members_any(void)
{
	return members != NULL;
}

/* ------------------------------------------------------------- what to watch */

/* Found once a header. */
static const lg_mark_ranges *ranges_of(const struct lg_place *place)
{
	static hash_map<nofree_ptr_hash<const struct lg_place>,
			lg_mark_ranges *> *known;
	lg_mark_ranges **slot;
	bool existed;
	char *text;

	if (!known)
		known = new hash_map<nofree_ptr_hash<const struct lg_place>,
				     lg_mark_ranges *>;
	slot = &known->get_or_insert(place, &existed);
	if (existed)
		return *slot;
	*slot = lg_new(&lg_plugin_pool, lg_mark_ranges);
	text = lg_read_file(&lg_plugin_pool,
			    lg_path_normal(&lg_plugin_pool, lg_options.tree,
					   place->path), NULL);
	if (text)
		lg_text_mark_ranges(text, !place->members->only_attribute,
				    *slot);
	return *slot;
}

static bool in_ranges(const lg_mark_ranges *ranges, location_t loc)
{
	unsigned int line = (unsigned int)expand_location(
		lg_user_location(loc)).line;

	for (size_t i = 0; i < ranges->n; i++)
		if (line >= ranges->v[i].first && line <= ranges->v[i].last)
			return true;
	return false;
}

/* A struct and what it is called, while its members are looked at. */
struct watched {
	const char *tag, *of;
	bool is_typedef;
	const struct lg_place *home;
	const lg_mark_ranges *ranges;
	struct lg_private_member *holder;
};

static struct lg_private_member *add_field(tree field, const struct watched *s)
{
	struct lg_private_member *m;

	if (!members) {
		members = new hash_map<uid_hash, struct lg_private_member *>;
		first = linemap_resolve_location(line_table,
				DECL_SOURCE_LOCATION(field),
				LRK_MACRO_EXPANSION_POINT, NULL);
	}
	m = lg_new(&lg_plugin_pool, struct lg_private_member);
	m->tag = s->tag;
	m->of = s->of;
	m->name = IDENTIFIER_POINTER(DECL_NAME(field));
	m->home = s->home;
	m->is_typedef = s->is_typedef;
	m->holder = s->holder;
	m->loc = DECL_SOURCE_LOCATION(field);
	m->offset = TREE_CODE(DECL_FIELD_OFFSET(field)) == INTEGER_CST
			    ? (uint64_t)int_byte_position(field)
			    : UINT64_MAX;
	members->put(DECL_UID(field), m);
	lg_vec_push(&list, m);
	return m;
}

/* The members of an unnamed struct inside are its own, too. */
static bool add_fields(tree type, const struct watched *s)
{
	bool any = false;

	for (tree f = TYPE_FIELDS(type); f; f = DECL_CHAIN(f)) {
		struct watched in = *s;
		tree inner;

		if (TREE_CODE(f) != FIELD_DECL)
			continue;
		if (DECL_NAME(f) &&
		    in_ranges(s->ranges, DECL_SOURCE_LOCATION(f))) {
			in.holder = add_field(f, s);
			any = true;
		}
		inner = lg_type_element(TREE_TYPE(f));
		if (RECORD_OR_UNION_TYPE_P(inner) && !lg_type_tag(inner))
			any |= add_fields(inner, &in);
	}
	return any;
}

void lg_members_type(tree type, const char *tag, const struct lg_place *place)
{
	struct watched s;
	tree name;

	if (lg_policy_may_use(lg_options.policy, place->members,
			      lg_facts->main_file))
		return;
	s.ranges = ranges_of(place);
	if (!s.ranges->n)
		return;
	name = TYPE_NAME(TYPE_MAIN_VARIANT(type));
	s.tag = tag;
	s.is_typedef = !name || TREE_CODE(name) == TYPE_DECL;
	s.of = s.is_typedef ? tag
			    : lg_printf(&lg_plugin_pool, "%s %s",
					TREE_CODE(type) == UNION_TYPE
						? "union" : "struct", tag);
	s.home = place;
	s.holder = NULL;
	if (!add_fields(type, &s))
		return;
	if (!types)
		types = new hash_set<uid_hash>;
	types->add(TYPE_UID(TYPE_MAIN_VARIANT(type)));
}

static struct lg_private_member *member_of(tree field)
{
	struct lg_private_member **slot = members->get(DECL_UID(field));

	return slot ? *slot : NULL;
}

/* ------------------------------------------------------------------ its uses */

static enum lg_mark mark_of(struct lg_private_member *m)
{
	struct lg_loc declared = lg_loc_of(m->loc);

	if (!m->asked)
		m->mark = lg_member_mark(lg_facts, &declared,
					 !m->home->members->only_attribute);
	m->asked = true;
	return m->mark;
}

void lg_members_add(struct lg_private_member *m, const struct lg_loc *loc,
		    const char *file)
{
	const struct lg_private_members *policy = m->home->members;
	struct lg_member_use use;

	if (lg_policy_may_use(lg_options.policy, policy, file) ||
	    mark_of(m) == LG_MARK_NONE)
		return;
	/* who reaches for it has named the one that it lies in */
	for (struct lg_private_member *h = m->holder; h; h = h->holder)
		if (mark_of(h) != LG_MARK_NONE)
			return;
	memset(&use, 0, sizeof(use));
	use.declared = lg_loc_of(m->loc);
	use.tag = m->tag;
	use.member = m->name;
	use.of = m->of;
	use.mark = m->mark;
	use.loc = *loc;
	use.written_in = file;
	lg_vec_push(&lg_facts->member_uses, use);
}

static location_t spelling(location_t loc)
{
	return linemap_resolve_location(line_table, loc, LRK_SPELLING_LOCATION,
					NULL);
}

/* The macro in whose definition the token at @loc is written, or NULL. */
static const char *written_by(location_t loc)
{
	const line_map *map;

	loc = get_pure_location(line_table, loc);
	if (!linemap_location_from_macro_definition_p(line_table, loc))
		return NULL;
	for (;;) {
		location_t up;

		map = linemap_lookup(line_table, loc);
		up = linemap_unwind_toward_expansion(line_table, loc, &map);
		if (!linemap_location_from_macro_expansion_p(line_table, up) ||
		    spelling(up) != spelling(loc))
			break;
		loc = up;
	}
	map = linemap_lookup(line_table, loc);
	return linemap_map_get_macro_name(linemap_check_macro(map));
}

static bool by_accessor(location_t loc)
{
	const char *macro = written_by(loc);

	return macro && lg_matches_any(&lg_options.policy->accessors, macro);
}

/* Does @name stand in the text at @loc, or end there? Its place in *@at. */
static bool spells(location_t loc, const char *name, struct lg_loc *at)
{
	size_t n = strlen(name), byte;
	struct lg_file *f;

	*at = lg_loc_of(spelling(get_pure_location(line_table, loc)));
	f = at->file ? lg_facts_file(lg_facts, at->file) : NULL;
	byte = f && f->text ? lg_file_offset(f, at->line, at->column)
			    : (size_t)-1;
	if (byte == (size_t)-1)
		return false;
	if (!strncmp(f->text + byte, name, n))
		return true;
	if (at->column < n || strncmp(f->text + byte + 1 - n, name, n))
		return false;
	at->column -= (unsigned int)n - 1;
	at->origin = 0;
	return true;
}

/* The tokens of a macro's expansion have consecutive locations. */
#define NEAR 3

/*
 * Where the name behind the operator at @op is written: where the expression
 * ends, unless it stands in parentheses, or next to the operator.
 */
static location_t name_location(location_t op, const char *name,
				struct lg_loc *at)
{
	location_t end = get_finish(op);

	if (spells(end, name, at))
		return end;
	op = get_pure_location(line_table, op);
	if (!linemap_location_from_macro_expansion_p(line_table, op)) {
		*at = lg_loc_of(op);
		return op;
	}
	for (unsigned int i = 1; i <= NEAR; i++)
		if (linemap_lookup(line_table, op + i) ==
			    linemap_lookup(line_table, op) &&
		    spells(op + i, name, at))
			return op + i;
	*at = lg_loc_of(spelling(op));
	return op;
}

/* "p->m": the operator tells the accessor, the name the user: list.h writes
 * the "->" of list_for_each_entry(p, head, m). */
static void component_use(tree ref, location_t around)
{
	struct lg_private_member *m = member_of(TREE_OPERAND(ref, 1));
	location_t loc = EXPR_HAS_LOCATION(ref) ? EXPR_LOCATION(ref) : around;
	struct lg_loc written, at;

	if (!m || by_accessor(loc))
		return;
	loc = name_location(loc, m->name, &written);
	at = lg_loc_of(loc);
	if (!at.file || !written.file)
		return;
	if (!strcmp(at.file, written.file) && at.line == written.line)
		at = written;
	lg_members_add(m, &at, written.file);
}

/* container_of(p, struct foo, m), however it spells the type: a pointer to
 * struct foo, m's offset before another, in a statement that names m. GCC may
 * have folded the cast into the subtraction. */
static void container_use(tree expr, location_t around)
{
	tree type = TREE_TYPE(expr), plus = expr;
	struct lg_private_member *m;
	struct lg_loc at;
	uint64_t offset;

	if (!types || !POINTER_TYPE_P(type) ||
	    !types->contains(TYPE_UID(TYPE_MAIN_VARIANT(TREE_TYPE(type)))))
		return;
	STRIP_NOPS(plus);
	if (TREE_CODE(plus) != POINTER_PLUS_EXPR ||
	    TREE_CODE(TREE_OPERAND(plus, 1)) != INTEGER_CST)
		return;
	if (EXPR_HAS_LOCATION(plus))
		around = EXPR_LOCATION(plus);
	if (by_accessor(around))
		return;
	offset = -(uint64_t)TREE_INT_CST_LOW(TREE_OPERAND(plus, 1));
	for (tree f = TYPE_FIELDS(TREE_TYPE(type)); f; f = DECL_CHAIN(f)) {
		if (TREE_CODE(f) != FIELD_DECL)
			continue;
		m = member_of(f);
		at = lg_loc_of(around);
		if (m && m->offset == offset && at.file &&
		    lg_members_named(m, &at))
			lg_members_add(m, &at, at.file);
	}
}

static void constructor_use(tree expr, location_t around)
{
	unsigned HOST_WIDE_INT i;
	tree index;

	if (!RECORD_OR_UNION_TYPE_P(TREE_TYPE(expr)))
		return;
	for (i = 0; i < CONSTRUCTOR_NELTS(expr); i++) {
		struct lg_private_member *m;

		index = CONSTRUCTOR_ELT(expr, i)->index;
		m = index && TREE_CODE(index) == FIELD_DECL ? member_of(index)
							    : NULL;
		if (m)
			lg_members_designator(m, around);
	}
}

/* Remembers @fn; was it before? */
static bool reach(tree fn)
{
	if (!reached)
		reached = new hash_set<uid_hash>;
	return reached->add(DECL_UID(fn));
}

/* A function that is called or whose address is taken. One that is defined
 * later is walked then; one that was before all of these members knows none. */
static void function_use(tree fn)
{
	if (DECL_SAVED_TREE(fn) && DECL_SOURCE_LOCATION(fn) < first)
		return;
	if (!reach(fn) && DECL_SAVED_TREE(fn))
		called.safe_push(fn);
}

static tree walk(tree *tp, int *walk_subtrees, void *data);

/* What a variable begins with is not part of a statement. */
static void walk_initial(tree decl, location_t loc, struct walk *w)
{
	struct walk inner = { w->visited, loc };

	if (VAR_P(decl) && DECL_INITIAL(decl) &&
	    DECL_INITIAL(decl) != error_mark_node)
		walk_tree(&DECL_INITIAL(decl), walk, &inner, w->visited);
}

static tree walk(tree *tp, int *, void *data)
{
	struct walk *w = (struct walk *)data;
	tree t = *tp;

	if (EXPR_P(t) && EXPR_HAS_LOCATION(t))
		w->around = EXPR_LOCATION(t);
	switch (TREE_CODE(t)) {
	case COMPONENT_REF:
		component_use(t, w->around);
		break;
	case POINTER_PLUS_EXPR:
	CASE_CONVERT:
		container_use(t, w->around);
		break;
	case CONSTRUCTOR:
		constructor_use(t, w->around);
		break;
	case FUNCTION_DECL:
		function_use(t);
		break;
	case COMPOUND_LITERAL_EXPR:
		walk_initial(COMPOUND_LITERAL_EXPR_DECL(t), w->around, w);
		break;
	case BIND_EXPR:
		for (tree d = BIND_EXPR_VARS(t); d; d = DECL_CHAIN(d))
			walk_initial(d, DECL_SOURCE_LOCATION(d), w);
		break;
	default:
		break;
	}
	return NULL_TREE;
}

static void walk_functions(hash_set<tree> *visited)
{
	while (called.length()) {
		tree fn = called.pop();
		struct walk w = { visited, DECL_SOURCE_LOCATION(fn) };

		walk_tree(&DECL_SAVED_TREE(fn), walk, &w, visited);
	}
}

static bool worth_walking(tree fn)
{
	const struct lg_place *place = lg_place_of(DECL_SOURCE_LOCATION(fn));

	if (!place)
		return false;
	return !place->is_public || place->members || place->zone ||
	       place->owner || (reached && reached->contains(DECL_UID(fn)));
}

void lg_members_function(void *gcc_fndecl, void *)
{
	tree fn = (tree)gcc_fndecl;

	if (lg_facts && members && worth_walking(fn)) {
		hash_set<tree> visited;

		reach(fn);
		called.safe_push(fn);
		walk_functions(&visited);
	}
}

void lg_members_decl(tree decl)
{
	location_t loc = DECL_SOURCE_LOCATION(decl);

	if (DECL_FILE_SCOPE_P(decl) && DECL_INITIAL(decl)) {
		hash_set<tree> visited;
		struct walk w = { &visited, loc };

		walk_initial(decl, loc, &w);
		walk_functions(&visited);
	}
}

void lg_members_finish(void)
{
	lg_members_text(list.v, list.n);
	lg_vec_free(&list);
}
