// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * flow-sides.c - which members of the serialized structs are read and written,
 * and on which side of the kexec.
 *
 * A function is before the kexec when it is a callback that runs there, calls
 * such a callback, or hands something over; so is what it calls. Likewise after
 * it. One that is both, or neither, says nothing of its side.
 */
#include "flow.h"

#define BEFORE 1u
#define AFTER 2u

static hash_map<tree, unsigned int> *sides;

void flow_side_add(tree fndecl, bool before)
{
	if (!sides)
		sides = new hash_map<tree, unsigned int>;
	sides->get_or_insert(fndecl) |= before ? BEFORE : AFTER;
}

static unsigned int side_of(tree fndecl)
{
	unsigned int *s = sides ? sides->get(fndecl) : NULL;

	return s ? *s : 0;
}

/* --------------------------------------------------------------- which side */

/* A call through a pointer that is a member of a struct of callbacks. */
static void indirect_call(gcall *call, tree fndecl)
{
	tree fn = gimple_call_fn(call), ref, field;
	const struct lg_callbacks *of;
	const char *tag, *name;
	gimple *def;

	if (!fn || TREE_CODE(fn) != SSA_NAME)
		return;
	def = SSA_NAME_DEF_STMT(fn);
	if (!def || !gimple_assign_load_p(def))
		return;
	ref = gimple_assign_rhs1(def);
	if (TREE_CODE(ref) != COMPONENT_REF)
		return;
	field = TREE_OPERAND(ref, 1);
	tag = lg_type_tag(DECL_CONTEXT(field));
	of = tag ? lg_policy_callbacks(lg_options.policy, tag) : NULL;
	if (!of || !DECL_NAME(field))
		return;
	name = IDENTIFIER_POINTER(DECL_NAME(field));
	if (lg_matches_any(&of->before, name))
		flow_side_add(fndecl, true);
	if (lg_matches_any(&of->after, name))
		flow_side_add(fndecl, false);
}

static void name_side(const char *name, tree fndecl)
{
	if (flow_hands(name))
		flow_side_add(fndecl, true);
	if (flow_takes(name))
		flow_side_add(fndecl, false);
}

static void call_side(gcall *call, tree fndecl)
{
	tree callee = gimple_call_fndecl(call);

	if (!callee)
		indirect_call(call, fndecl);
	else if (DECL_NAME(callee))
		name_side(IDENTIFIER_POINTER(DECL_NAME(callee)), fndecl);
}

typedef void (*visit)(gimple *s, tree fndecl);

static void each_statement(struct cgraph_node *node, visit v)
{
	struct function *fn = node->get_fun();
	basic_block bb;

	if (!fn || !fn->cfg)
		return;
	FOR_EACH_BB_FN(bb, fn)
		for (gimple_stmt_iterator i = gsi_start_bb(bb); !gsi_end_p(i);
		     gsi_next(&i))
			v(gsi_stmt(i), fn->decl);
}

static void statement_side(gimple *s, tree fndecl)
{
	if (is_gimple_call(s))
		call_side(as_a<gcall *>(s), fndecl);
}

/* What @node calls is on its side, too. True: something changed. */
static bool to_callees(struct cgraph_node *node)
{
	unsigned int side = side_of(node->decl);
	bool changed = false;

	for (struct cgraph_edge *e = node->callees; side && e;
	     e = e->next_callee) {
		unsigned int old = side_of(e->callee->decl);

		if ((old | side) == old || !e->callee->has_gimple_body_p())
			continue;
		sides->get_or_insert(e->callee->decl) = old | side;
		changed = true;
	}
	return changed;
}

static void find_sides(void)
{
	struct cgraph_node *node;
	bool changed = true;

	FOR_EACH_FUNCTION_WITH_GIMPLE_BODY (node) {
		name_side(IDENTIFIER_POINTER(DECL_NAME(node->decl)),
			  node->decl);
		each_statement(node, statement_side);
	}
	while (changed) {
		changed = false;
		FOR_EACH_FUNCTION_WITH_GIMPLE_BODY (node)
			changed |= to_callees(node);
	}
}

/* ----------------------------------------------------------------- accesses */

/* Are accesses to @record's members facts? */
static const char *watched(tree record)
{
	const char *tag;
	const struct lg_place *p;

	if (!record || !RECORD_OR_UNION_TYPE_P(record))
		return NULL;
	tag = lg_type_tag(record);
	if (!tag || !TYPE_STUB_DECL(TYPE_MAIN_VARIANT(record)))
		return NULL;
	p = lg_place_of(DECL_SOURCE_LOCATION(
		TYPE_STUB_DECL(TYPE_MAIN_VARIANT(record))));
	return (p && p->zone) || lg_flow_of(lg_facts, tag) ? tag : NULL;
}

static void add(enum lg_access_kind kind, tree record, tree field, gimple *s,
		tree fndecl)
{
	unsigned int side = side_of(fndecl);
	struct lg_access a;

	memset(&a, 0, sizeof(a));
	a.tag = watched(record);
	if (!a.tag || (field && !DECL_NAME(field)))
		return;
	a.kind = kind;
	a.tag = lg_strdup(&lg_facts->pool, a.tag);
	if (field)
		a.member = lg_strdup(&lg_facts->pool,
				     IDENTIFIER_POINTER(DECL_NAME(field)));
	a.function = lg_strdup(&lg_facts->pool,
			       IDENTIFIER_POINTER(DECL_NAME(fndecl)));
	a.before = side & BEFORE;
	a.after = side & AFTER;
	a.loc = lg_loc_of(gimple_location(s));
	lg_vec_push(&lg_facts->accesses, a);
}

/* @t is read, written, or its address is taken: each struct on its way. */
static void reference(enum lg_access_kind kind, tree t, gimple *s, tree fndecl)
{
	tree type = lg_type_element(TREE_TYPE(t));

	if (RECORD_OR_UNION_TYPE_P(type) && TREE_CODE(t) != CONSTRUCTOR)
		add(kind, type, NULL_TREE, s, fndecl);
	for (; handled_component_p(t); t = TREE_OPERAND(t, 0)) {
		tree in;

		if (TREE_CODE(t) == BIT_FIELD_REF) {
			add(kind, lg_type_element(TREE_TYPE(TREE_OPERAND(t, 0))),
			    NULL_TREE, s, fndecl);
			continue;
		}
		if (TREE_CODE(t) != COMPONENT_REF)
			continue;
		in = TYPE_MAIN_VARIANT(DECL_CONTEXT(TREE_OPERAND(t, 1)));
		add(kind, in, TREE_OPERAND(t, 1), s, fndecl);
	}
	if (TREE_CODE(t) != MEM_REF)
		return;
	/* A short memcpy() is a load of an integer. */
	type = TREE_TYPE(TREE_OPERAND(t, 0));
	if (POINTER_TYPE_P(type) &&
	    TYPE_REF_CAN_ALIAS_ALL(TREE_TYPE(TREE_OPERAND(t, 1))))
		add(kind, lg_type_element(TREE_TYPE(type)), NULL_TREE, s,
		    fndecl);
}

/* The address of a part leads to it; that of the whole is as good as itself. */
static void operand(tree t, gimple *s, tree fndecl)
{
	if (TREE_CODE(t) == ADDR_EXPR)
		t = TREE_OPERAND(t, 0);
	if (handled_component_p(t))
		reference(LG_ACCESS_BOTH, t, s, fndecl);
}

static void assign(gassign *g, tree fndecl)
{
	tree lhs = gimple_assign_lhs(g), rhs = gimple_assign_rhs1(g);

	if (TREE_CODE(lhs) != SSA_NAME && !gimple_clobber_p(g))
		reference(TREE_CODE(rhs) == CONSTRUCTOR &&
			  AGGREGATE_TYPE_P(TREE_TYPE(lhs))
				  ? LG_ACCESS_ZERO : LG_ACCESS_WRITE,
			  lhs, g, fndecl);
	if (gimple_assign_load_p(g))
		reference(LG_ACCESS_READ, rhs, g, fndecl);
	else
		operand(rhs, g, fndecl);
}

/* A function of another file sees all members, unless it only frees them. */
static bool looks_away(const char *name)
{
	return strstr(name, "free") || flow_hands(name) || flow_takes(name) ||
	       lg_matches_any(&lg_options.policy->kho_symbols, name) ||
	       lg_matches_any(&lg_options.policy->flow_addresses, name) ||
	       lg_matches_any(&lg_options.policy->flow_pointers, name);
}

static void argument(tree arg, const char *name, bool body, gcall *call,
		     tree fndecl)
{
	tree type = TREE_TYPE(arg);

	if (TREE_CODE(arg) == ADDR_EXPR &&
	    handled_component_p(TREE_OPERAND(arg, 0)))
		operand(arg, call, fndecl);
	if (!POINTER_TYPE_P(type) || body || looks_away(name))
		return;
	add(strcmp(name, "memset") && strcmp(name, "__builtin_memset")
		    ? LG_ACCESS_BOTH : LG_ACCESS_ZERO,
	    lg_type_element(TREE_TYPE(type)), NULL_TREE, call, fndecl);
}

/* "kzalloc_noprof", "kcalloc", "vzalloc", "get_zeroed_page" */
static bool zeroes(const char *name)
{
	return strstr(name, "zalloc") || strstr(name, "calloc") ||
	       strstr(name, "zeroed") || !strcmp(name, "kho_alloc_preserve");
}

static void call(gcall *c, tree fndecl)
{
	tree callee = gimple_call_fndecl(c), lhs = gimple_call_lhs(c);
	const char *name = callee && DECL_NAME(callee)
				   ? IDENTIFIER_POINTER(DECL_NAME(callee)) : "";
	struct cgraph_node *node = callee ? cgraph_node::get(callee) : NULL;
	bool body = node && node->has_gimple_body_p();

	for (unsigned int i = 0; i < gimple_call_num_args(c); i++)
		argument(gimple_call_arg(c, i), name, body, c, fndecl);
	if (lhs && POINTER_TYPE_P(TREE_TYPE(lhs)) && zeroes(name))
		add(LG_ACCESS_ZERO, lg_type_element(TREE_TYPE(TREE_TYPE(lhs))),
		    NULL_TREE, c, fndecl);
}

static void statement(gimple *s, tree fndecl)
{
	if (is_gimple_call(s))
		call(as_a<gcall *>(s), fndecl);
	else if (is_gimple_assign(s))
		assign(as_a<gassign *>(s), fndecl);
	else
		for (unsigned int i = 0; i < gimple_num_ops(s); i++)
			if (gimple_op(s, i))
				operand(gimple_op(s, i), s, fndecl);
}

void flow_sides(void)
{
	struct cgraph_node *node;

	find_sides();
	FOR_EACH_FUNCTION_WITH_GIMPLE_BODY (node)
		each_statement(node, statement);
	delete sides;
	sides = NULL;
}
