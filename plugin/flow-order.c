// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * flow-order.c - words that are handed over, and that only the order of the code
 * gives a meaning: "cap[i++] = read(dev, REG)", or "read(dev, REG, &cap[i++])".
 *
 * Such a place writes through a pointer into serialized memory, at an index (or
 * a pointer) that is counted up by one each time, what a call with a constant
 * argument gives. A constant index has a name of its own, a table of registers
 * is data: neither is meant.
 */
#include "flow.h"

#define DEPTH 6			/* of conversions between index and offset */

static hash_set<int_hash<int, -1, -2>> *marked;	/* nodes: such memory */

static void find_marked(void)
{
	marked = new hash_set<int_hash<int, -1, -2>>;
	for (unsigned int i = 0; i < flow_marks.length(); i++)
		if (flow_marks[i].kind == FLOW_POINTER)
			marked->add(flow_marks[i].node);
}

static bool serialized(tree pointer)
{
	int n = TREE_CODE(pointer) == SSA_NAME
			? flow_value(pointer, UNKNOWN_LOCATION) : -1;

	return n >= 0 && marked->contains(n);
}

/* The variable that @t is a value of, or a copy of one. */
static tree variable_of(tree t)
{
	tree var;

	while (TREE_CODE(t) == SSA_NAME && !SSA_NAME_VAR(t) &&
	       gimple_assign_ssa_name_copy_p(SSA_NAME_DEF_STMT(t)))
		t = gimple_assign_rhs1(SSA_NAME_DEF_STMT(t));
	var = TREE_CODE(t) == SSA_NAME ? SSA_NAME_VAR(t) : NULL_TREE;
	return var && DECL_NAME(var) && !DECL_IGNORED_P(var) ? var : NULL_TREE;
}

/* Is @var counted up somewhere in @fn? */
static bool counted(struct function *fn, tree var)
{
	unsigned int i;
	tree name;

	FOR_EACH_SSA_NAME(i, name, fn) {
		gimple *def = SSA_NAME_DEF_STMT(name);
		enum tree_code code;

		if (SSA_NAME_VAR(name) != var || !is_gimple_assign(def))
			continue;
		code = gimple_assign_rhs_code(def);
		if ((code == PLUS_EXPR || code == POINTER_PLUS_EXPR) &&
		    TREE_CODE(gimple_assign_rhs2(def)) == INTEGER_CST &&
		    variable_of(gimple_assign_rhs1(def)) == var)
			return true;
	}
	return false;
}

/* The counted variable that offset @t is made of. */
static tree index_of(struct function *fn, tree t, int depth)
{
	tree var = variable_of(t);
	gimple *def;

	if (TREE_CODE(t) != SSA_NAME || depth <= 0)
		return NULL_TREE;
	if (var && INTEGRAL_TYPE_P(TREE_TYPE(var)) && counted(fn, var))
		return var;
	def = SSA_NAME_DEF_STMT(t);
	if (!is_gimple_assign(def))
		return NULL_TREE;
	return index_of(fn, gimple_assign_rhs1(def), depth - 1);
}

/* Where @pointer points: the buffer's variable or member, and what counts it.
 * False: not into a buffer that is filled so. */
static bool place_of(struct function *fn, tree pointer, tree *buffer,
		     tree *index)
{
	gimple *def;

	if (TREE_CODE(pointer) == ADDR_EXPR) {
		tree ref = TREE_OPERAND(pointer, 0), in;

		if (TREE_CODE(ref) != ARRAY_REF)
			return false;
		in = TREE_OPERAND(ref, 0);
		*index = index_of(fn, TREE_OPERAND(ref, 1), DEPTH);
		if (TREE_CODE(in) != COMPONENT_REF)
			return false;
		*buffer = TREE_OPERAND(in, 1);
		while (handled_component_p(in))
			in = TREE_OPERAND(in, 0);
		return *index && TREE_CODE(in) == MEM_REF &&
		       serialized(TREE_OPERAND(in, 0));
	}
	if (TREE_CODE(pointer) != SSA_NAME || !serialized(pointer))
		return false;
	*index = *buffer = variable_of(pointer);
	if (*buffer && counted(fn, *buffer))
		return true;
	def = SSA_NAME_DEF_STMT(pointer);
	if (gimple_assign_load_p(def) || !is_gimple_assign(def))
		return false;
	if (gimple_assign_rhs_code(def) == POINTER_PLUS_EXPR) {
		*buffer = variable_of(gimple_assign_rhs1(def));
		*index = index_of(fn, gimple_assign_rhs2(def), DEPTH);
		return *buffer && *index;
	}
	return place_of(fn, gimple_assign_rhs1(def), buffer, index);
}

/* --------------------------------------------------------------------- words */

/* The text of argument @n of the call at @loc, or NULL: not on that line. */
static const char *argument_text(location_t loc, unsigned int n)
{
	struct lg_loc at = lg_loc_of(loc);
	const char *s;
	int depth = 0;

	if (!at.file || !at.column)
		return NULL;
	s = lg_file_line(&lg_facts->pool, lg_facts_file(lg_facts, at.file),
			 at.line);
	if (!s || strlen(s) < at.column)
		return NULL;
	s = strchr(s + at.column - 1, '(');
	for (const char *from = s ? s + 1 : NULL; s && *s; s++) {
		depth += (*s == '(' || *s == '[') - (*s == ')' || *s == ']');
		if (!(depth == 1 && *s == ',') && depth)
			continue;
		while (from < s && ISSPACE(*from))
			from++;
		if (!n--)
			return lg_strndup(&lg_facts->pool, from,
					  (size_t)(s - from));
		if (!depth)
			return NULL;
		from = s + 1;
	}
	return NULL;
}

/* The number of the constant argument that says what @call reads, or -1. */
static int constant_of(gcall *call)
{
	for (unsigned int i = 0; i < gimple_call_num_args(call); i++) {
		tree arg = gimple_call_arg(call, i);

		if (TREE_CODE(arg) == INTEGER_CST &&
		    !POINTER_TYPE_P(TREE_TYPE(arg)))
			return (int)i;
	}
	return -1;
}

/* Argument @n of @call, as written. It takes the text of the call's file, so
 * ask of nothing but a word that is kept. */
static const char *register_of(gcall *call, int n)
{
	const char *text = argument_text(gimple_location(call),
					 (unsigned int)n);

	if (text && *text)
		return text;
	return lg_printf(&lg_facts->pool, "%#llx",
			 (unsigned long long)
			 TREE_INT_CST_LOW(gimple_call_arg(call, n)));
}

static void add_word(struct function *fn, tree buffer, tree index,
		     gcall *call, location_t loc)
{
	const char *function = IDENTIFIER_POINTER(DECL_NAME(fn->decl));
	const char *name = DECL_NAME(buffer)
				   ? IDENTIFIER_POINTER(DECL_NAME(buffer)) : "";
	struct lg_order *o = lg_order_find(lg_facts, function, name,
					   DECL_UID(index));
	struct lg_word w;

	w.what = register_of(call, constant_of(call));
	w.loc = lg_loc_of(loc);
	lg_vec_push(&o->words, w);
}

/* The call that @value comes from, conversions aside. */
static gcall *call_of(tree value)
{
	for (int i = 0; i < DEPTH && TREE_CODE(value) == SSA_NAME; i++) {
		gimple *def = SSA_NAME_DEF_STMT(value);

		if (is_gimple_call(def))
			return as_a<gcall *>(def);
		if (!is_gimple_assign(def) ||
		    !CONVERT_EXPR_CODE_P(gimple_assign_rhs_code(def)))
			return NULL;
		value = gimple_assign_rhs1(def);
	}
	return NULL;
}

static void store(struct function *fn, gassign *s)
{
	tree to = gimple_assign_lhs(s), buffer, index, pointer = NULL_TREE;
	gcall *call = call_of(gimple_assign_rhs1(s));
	tree in;

	if (!call || constant_of(call) < 0 || !INTEGRAL_TYPE_P(TREE_TYPE(to)))
		return;
	if (TREE_CODE(to) == MEM_REF)
		pointer = TREE_OPERAND(to, 0);
	if (pointer && place_of(fn, pointer, &buffer, &index)) {
		add_word(fn, buffer, index, call, gimple_location(s));
		return;
	}
	if (TREE_CODE(to) != ARRAY_REF ||
	    TREE_CODE(TREE_OPERAND(to, 0)) != COMPONENT_REF)
		return;
	buffer = TREE_OPERAND(TREE_OPERAND(to, 0), 1);
	index = index_of(fn, TREE_OPERAND(to, 1), DEPTH);
	for (in = to; handled_component_p(in); in = TREE_OPERAND(in, 0))
		;
	if (index && TREE_CODE(in) == MEM_REF &&
	    serialized(TREE_OPERAND(in, 0)))
		add_word(fn, buffer, index, call, gimple_location(s));
}

static void call(struct function *fn, gcall *c)
{
	if (constant_of(c) < 0)
		return;
	for (unsigned int i = 0; i < gimple_call_num_args(c); i++) {
		tree arg = gimple_call_arg(c, i), buffer, index, to;

		if (!POINTER_TYPE_P(TREE_TYPE(arg)))
			continue;
		to = TREE_TYPE(TREE_TYPE(arg));
		if (INTEGRAL_TYPE_P(to) && place_of(fn, arg, &buffer, &index))
			add_word(fn, buffer, index, c, gimple_location(c));
	}
}

static void function(struct function *fn)
{
	basic_block bb;

	FOR_EACH_BB_FN(bb, fn)
		for (gimple_stmt_iterator i = gsi_start_bb(bb); !gsi_end_p(i);
		     gsi_next(&i)) {
			gimple *s = gsi_stmt(i);

			if (is_gimple_call(s))
				call(fn, as_a<gcall *>(s));
			else if (gimple_store_p(s) && is_gimple_assign(s))
				store(fn, as_a<gassign *>(s));
		}
}

void flow_order(void)
{
	struct cgraph_node *node;

	find_marked();
	FOR_EACH_FUNCTION_WITH_GIMPLE_BODY (node)
		if (marked->elements() && node->get_fun() &&
		    node->get_fun()->cfg)
			function(node->get_fun());
	delete marked;
	marked = NULL;
}
