// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * flow-stmt.c - a function's statements to edges of the flow graph. It only
 * looks: the function is compiled as it would be without luoguard.
 */
#include "flow.h"

/* Calls of the unit are told apart by a number. */
static unsigned int sites;

/* A union of a u64 and typed pointers: what KHO keeps addresses in
 * (lg_member_khoser_ptr() is the engine's word for it). */
static bool khoser_union(tree type)
{
	unsigned int words = 0, pointers = 0;

	if (TREE_CODE(type) != UNION_TYPE)
		return false;
	for (tree f = TYPE_FIELDS(type); f; f = DECL_CHAIN(f)) {
		if (TREE_CODE(f) != FIELD_DECL)
			continue;
		if (POINTER_TYPE_P(TREE_TYPE(f)))
			pointers++;
		else if (INTEGRAL_TYPE_P(TREE_TYPE(f)) &&
			 TYPE_PRECISION(TREE_TYPE(f)) == 64)
			words++;
		else
			return false;
	}
	return words == 1 && pointers;
}

/* ------------------------------------------------------ memory references */

/* What is under members, array elements and casts of @ref. */
static tree base_of(tree ref)
{
	while (handled_component_p(ref))
		ref = TREE_OPERAND(ref, 0);
	return ref;
}

/* The innermost member that @ref names, or NULL_TREE: none. */
static tree field_of(tree ref)
{
	for (; handled_component_p(ref); ref = TREE_OPERAND(ref, 0))
		if (TREE_CODE(ref) == COMPONENT_REF)
			return TREE_OPERAND(ref, 1);
	return NULL_TREE;
}

/* An integer of another unit carries nothing: page_offset_base and its kin are
 * constants of what __pa() and __va() compute. */
static bool variable(tree t)
{
	if (VAR_P(t) && DECL_EXTERNAL(t) && INTEGRAL_TYPE_P(TREE_TYPE(t)))
		return false;
	return VAR_P(t) || TREE_CODE(t) == PARM_DECL ||
	       TREE_CODE(t) == RESULT_DECL;
}

static bool through_pointer(tree base)
{
	return TREE_CODE(base) == MEM_REF || TREE_CODE(base) == TARGET_MEM_REF;
}

/* The variable that @base is, or that it is read through the address of. */
static tree variable_of(tree base)
{
	if (through_pointer(base) &&
	    TREE_CODE(TREE_OPERAND(base, 0)) == ADDR_EXPR)
		base = base_of(TREE_OPERAND(TREE_OPERAND(base, 0), 0));
	return variable(base) ? base : NULL_TREE;
}

/* The pointer that @base is read through, or the address of the variable. */
static int pointer_of(tree base)
{
	if (variable_of(base))
		return flow_node_address(variable_of(base));
	if (through_pointer(base))
		return flow_value(TREE_OPERAND(base, 0), UNKNOWN_LOCATION);
	return -1;
}

static int memory_node(tree ref)
{
	tree field = field_of(ref), base = base_of(ref);
	int pointer;

	if (field)
		return flow_node_memory(field);
	if (variable_of(base))
		return flow_node_memory(variable_of(base));
	pointer = pointer_of(base);
	return pointer < 0 ? -1 : flow_node_deref(pointer);
}

/* KHO's own pointers hold addresses of serialized memory, and the struct that
 * holds one is serialized, whoever's it is. */
static void khoser(tree ref, int pointer, int value, bool store, location_t loc)
{
	static struct lg_flow seeds[2];
	struct lg_flow *seed = &seeds[store];
	tree at = ref, holder;

	while (handled_component_p(at) && !khoser_union(TREE_TYPE(at)))
		at = TREE_OPERAND(at, 0);
	if (!khoser_union(TREE_TYPE(at)))
		return;
	seed->in = !store;
	seed->what = LG_FLOW_MACRO;
	seed->name = store ? "KHOSER_STORE_PTR" : "KHOSER_LOAD_PTR";
	if (at != ref && value >= 0)
		flow_seed(value, FLOW_NUMBER, store, seed, loc);
	if (TREE_CODE(at) != COMPONENT_REF || pointer < 0)
		return;
	holder = TYPE_MAIN_VARIANT(DECL_CONTEXT(TREE_OPERAND(at, 1)));
	if (!lg_type_tag(holder))
		return;
	if (flow_nodes[pointer].record != holder)
		pointer = flow_node_view(pointer, holder, loc);
	flow_seed(pointer, FLOW_POINTER, false, seed, loc);
}

/* Each struct that @ref reaches into: what it holds is data when it is handed
 * over, and the memory is seen as one. */
static void access_structs(tree ref, int whole, int value,
			   enum flow_edge_kind kind, location_t loc)
{
	tree outer = TYPE_MAIN_VARIANT(TREE_TYPE(base_of(ref)));

	for (; handled_component_p(ref); ref = TREE_OPERAND(ref, 0)) {
		tree in;

		if (TREE_CODE(ref) != COMPONENT_REF)
			continue;
		in = TYPE_MAIN_VARIANT(DECL_CONTEXT(TREE_OPERAND(ref, 1)));
		if (!lg_type_tag(in))
			continue;
		flow_edge(flow_node_type(in), value, kind, loc,
			  lg_type_tag(in));
		if (in != outer && whole >= 0)
			flow_edge(whole, flow_node_view(whole, in, loc),
				  EDGE_INSIDE, loc, NULL);
	}
}

/* @ref is read to, or written from, @value (-1: none of ours). */
static void access(tree ref, int value, bool store, location_t loc)
{
	enum flow_edge_kind kind = store ? EDGE_STORE : EDGE_LOAD;
	tree base = base_of(ref), record = TREE_TYPE(base);
	int whole = pointer_of(base);

	if (whole >= 0 && through_pointer(base) &&
	    RECORD_OR_UNION_TYPE_P(record) && lg_type_tag(record) &&
	    TYPE_MAIN_VARIANT(record) != flow_nodes[whole].record)
		whole = flow_node_view(whole, record, loc);
	khoser(ref, whole, value, store, loc);
	flow_edge(whole, value, kind, loc, NULL);
	access_structs(ref, whole, value, kind, loc);
}

/* The address of @ref, a struct or a part of one: a node that says which. */
static int address_of(tree ref, location_t loc)
{
	tree base = base_of(ref), field = field_of(ref);
	int pointer = pointer_of(base), n;

	if (pointer < 0 || (!field && lg_type_element(TREE_TYPE(base)) ==
				      lg_type_element(TREE_TYPE(ref)))) {
		if (pointer >= 0 && variable_of(base))
			flow_points(pointer, flow_node_memory(variable_of(base)));
		return pointer;
	}
	n = flow_node_part(TREE_TYPE(ref), loc);
	flow_edge(pointer, n, EDGE_INSIDE, loc, NULL);
	if (field)
		flow_points(n, flow_node_memory(field));
	return n;
}

int flow_value(tree t, location_t loc)
{
	switch (TREE_CODE(t)) {
	case SSA_NAME:
		return SSA_NAME_IS_VIRTUAL_OPERAND(t) ? -1 : flow_node_ssa(t);
	case ADDR_EXPR:
		return address_of(TREE_OPERAND(t, 0), loc);
	case VAR_DECL:
	case PARM_DECL:
	case RESULT_DECL:
		return variable(t) ? flow_node_memory(t) : -1;
	default:
		return -1;
	}
}

/* -------------------------------------------------------------- statements */

static bool aggregate(tree t)
{
	return AGGREGATE_TYPE_P(TREE_TYPE(t)) && TREE_CODE(t) != CONSTRUCTOR;
}

static void struct_copy(tree to, tree from, location_t loc)
{
	int dst, src;

	if (!aggregate(to) || !aggregate(from))
		return;
	access(to, -1, true, loc);
	access(from, -1, false, loc);
	dst = address_of(to, loc);
	src = address_of(from, loc);
	flow_edge(dst, src, EDGE_FILL, loc, NULL);
	flow_edge(src, dst, EDGE_EMPTY, loc, NULL);
}

/* GCC makes one load and one store of a short memcpy(); their type may alias
 * all others. The pointer that @ref is then read or written through, or -1. */
static int short_copy(tree ref, location_t loc)
{
	if (TREE_CODE(ref) != MEM_REF ||
	    !TYPE_REF_CAN_ALIAS_ALL(TREE_TYPE(TREE_OPERAND(ref, 1))))
		return -1;
	return flow_value(TREE_OPERAND(ref, 0), loc);
}

static void short_copies(tree to, tree value, location_t loc)
{
	gimple *load = TREE_CODE(value) == SSA_NAME ? SSA_NAME_DEF_STMT(value)
						     : NULL;
	int src, dst = short_copy(to, loc);

	if (dst < 0 || !load || !gimple_assign_load_p(load))
		return;
	src = short_copy(gimple_assign_rhs1(load), loc);
	flow_edge(dst, src, EDGE_FILL, loc, NULL);
	flow_edge(src, dst, EDGE_EMPTY, loc, NULL);
}

/* One member to the variable or value that it is copied to, or from. */
static int operand(tree t, int other, bool store, location_t loc)
{
	int n;

	if (!handled_component_p(t) && !through_pointer(t) && !DECL_P(t))
		return flow_value(t, loc);
	n = memory_node(t);
	access(t, other, store, loc);
	return n;
}

static void single(gassign *s, location_t loc)
{
	tree to = gimple_assign_lhs(s), from = gimple_assign_rhs1(s);
	int dst, src;

	if (AGGREGATE_TYPE_P(TREE_TYPE(to))) {
		struct_copy(to, from, loc);
		return;
	}
	if (TREE_CODE(to) == SSA_NAME) {
		dst = flow_node_ssa(to);
		src = operand(from, dst, false, loc);
	} else {
		src = flow_value(from, loc);
		dst = operand(to, src, true, loc);
		short_copies(to, from, loc);
	}
	flow_edge(src, dst, EDGE_COPY, loc, NULL);
}

/* Of @op in an integer expression with result @dst. */
static void arithmetic(gassign *s, int dst, location_t loc)
{
	enum flow_edge_kind kind = EDGE_COPY;
	const struct lg_policy *p = lg_options.policy;
	const char *name = NULL;

	switch (gimple_assign_rhs_code(s)) {
	case PLUS_EXPR:
	case MINUS_EXPR:
	case BIT_IOR_EXPR:
	case BIT_AND_EXPR:
	case BIT_XOR_EXPR:
		name = flow_macro(loc, &p->flow_addresses);
		if (!name)
			name = flow_macro(loc, &p->flow_pointers);
		kind = name ? EDGE_CONVERT : EDGE_COPY;
		break;
	default:
		kind = EDGE_NUMBER;
		break;
	}
	for (unsigned int i = 1; i < gimple_num_ops(s); i++)
		flow_edge(flow_value(gimple_op(s, i), loc), dst, kind, loc,
			  name);
}

static void pointer_plus(gassign *s, int dst, location_t loc)
{
	flow_edge(flow_value(gimple_assign_rhs1(s), loc), dst, EDGE_OFFSET,
		  loc, NULL);
	if (flow_nodes[dst].page)
		flow_edge(flow_value(gimple_assign_rhs2(s), loc), dst,
			  EDGE_NUMBER, loc, NULL);
}

static void assign(gassign *s, location_t loc)
{
	tree lhs = gimple_assign_lhs(s);
	enum tree_code code = gimple_assign_rhs_code(s);
	int dst;

	if (gimple_assign_single_p(s)) {
		single(s, loc);
		return;
	}
	if (TREE_CODE(lhs) != SSA_NAME ||
	    TREE_CODE_CLASS(code) == tcc_comparison ||
	    code == POINTER_DIFF_EXPR)
		return;
	dst = flow_node_ssa(lhs);
	if (code == POINTER_PLUS_EXPR) {
		pointer_plus(s, dst, loc);
	} else if (CONVERT_EXPR_CODE_P(code)) {
		flow_edge(flow_value(gimple_assign_rhs1(s), loc), dst,
			  EDGE_COPY, loc, NULL);
	} else if (code == COND_EXPR) {
		for (unsigned int i = 2; i < gimple_num_ops(s); i++)
			flow_edge(flow_value(gimple_op(s, i), loc), dst,
				  EDGE_COPY, loc, NULL);
	} else if (INTEGRAL_TYPE_P(TREE_TYPE(lhs))) {
		arithmetic(s, dst, loc);
	}
}

/* An asm that hides where a value comes from: in, and out again. */
static void assembler(gasm *s, location_t loc)
{
	if (gimple_asm_noutputs(s) != 1 || gimple_asm_ninputs(s) != 1)
		return;
	flow_edge(flow_value(TREE_VALUE(gimple_asm_input_op(s, 0)), loc),
		  flow_value(TREE_VALUE(gimple_asm_output_op(s, 0)), loc),
		  EDGE_COPY, loc, NULL);
}

static void statement(gimple *s, tree fndecl)
{
	location_t loc = gimple_location(s);
	tree value;

	switch (gimple_code(s)) {
	case GIMPLE_ASSIGN:
		assign(as_a<gassign *>(s), loc);
		break;
	case GIMPLE_CALL:
		flow_call(as_a<gcall *>(s), ++sites);
		break;
	case GIMPLE_ASM:
		assembler(as_a<gasm *>(s), loc);
		break;
	case GIMPLE_RETURN:
		value = gimple_return_retval(as_a<greturn *>(s));
		if (value && !AGGREGATE_TYPE_P(TREE_TYPE(value)))
			flow_edge(flow_value(value, loc),
				  flow_node_return(fndecl), EDGE_COPY, loc,
				  NULL);
		break;
	default:
		break;
	}
}

static void phis(basic_block bb)
{
	for (gphi_iterator i = gsi_start_phis(bb); !gsi_end_p(i);
	     gsi_next(&i)) {
		gphi *phi = i.phi();
		tree result = gimple_phi_result(phi);

		if (virtual_operand_p(result))
			continue;
		for (unsigned int k = 0; k < gimple_phi_num_args(phi); k++) {
			location_t loc = gimple_phi_arg_location(phi, k);

			flow_edge(flow_value(gimple_phi_arg_def(phi, k), loc),
				  flow_node_ssa(result), EDGE_COPY, loc, NULL);
		}
	}
}

void flow_stmt_function(struct function *fn)
{
	basic_block bb;

	flow_function = IDENTIFIER_POINTER(DECL_NAME(fn->decl));
	flow_call_body(fn->decl);
	FOR_EACH_BB_FN(bb, fn) {
		phis(bb);
		for (gimple_stmt_iterator i = gsi_start_bb(bb); !gsi_end_p(i);
		     gsi_next(&i))
			statement(gsi_stmt(i), fn->decl);
	}
	flow_function = NULL;
}
