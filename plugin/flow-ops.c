// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * flow-ops.c - initializers of the structs of callbacks that policy knows, and
 * which of their functions do nothing.
 */
#include "flow.h"

/* Does @fndecl nothing but return a constant? A call, whatever it does, is
 * something; so is a look at an argument. */
static bool idle(tree fndecl)
{
	struct function *fn = DECL_STRUCT_FUNCTION(fndecl);
	basic_block bb;

	if (!fn || !fn->cfg)
		return false;
	FOR_EACH_BB_FN(bb, fn) {
		for (gimple_stmt_iterator i = gsi_start_bb(bb); !gsi_end_p(i);
		     gsi_next(&i)) {
			gimple *s = gsi_stmt(i);

			if (gimple_code(s) == GIMPLE_RETURN ||
			    gimple_code(s) == GIMPLE_LABEL ||
			    gimple_code(s) == GIMPLE_PREDICT ||
			    gimple_clobber_p(s) || is_gimple_debug(s) ||
			    gimple_nop_p(s))
				continue;
			if (!gimple_assign_single_p(s) ||
			    !is_gimple_min_invariant(gimple_assign_rhs1(s)) ||
			    TREE_CODE(gimple_assign_lhs(s)) != SSA_NAME)
				return false;
		}
	}
	return true;
}

static void add_side(const struct lg_callbacks *of, const char *member,
		     tree fndecl)
{
	if (lg_matches_any(&of->before, member))
		flow_side_add(fndecl, true);
	if (lg_matches_any(&of->after, member))
		flow_side_add(fndecl, false);
}

static void add_member(struct lg_ops *ops, tree field, tree value)
{
	struct lg_callback c;

	STRIP_NOPS(value);
	if (!DECL_NAME(field) || integer_zerop(value))
		return;
	memset(&c, 0, sizeof(c));
	c.member = IDENTIFIER_POINTER(DECL_NAME(field));
	if (TREE_CODE(value) == ADDR_EXPR &&
	    TREE_CODE(TREE_OPERAND(value, 0)) == FUNCTION_DECL) {
		tree fn = TREE_OPERAND(value, 0);

		c.function = lg_strdup(&lg_facts->pool, IDENTIFIER_POINTER(
							   DECL_NAME(fn)));
		c.loc = lg_loc_of(DECL_SOURCE_LOCATION(fn));
		c.idle = idle(fn);
		add_side(ops->of, c.member, fn);
	}
	lg_vec_push(&ops->members, c);
}

/* @init initializes @decl, or a part of it. */
static void initializer(tree decl, tree init)
{
	const char *tag = RECORD_OR_UNION_TYPE_P(TREE_TYPE(init))
				  ? lg_type_tag(TREE_TYPE(init)) : NULL;
	const struct lg_callbacks *of =
		tag ? lg_policy_callbacks(lg_options.policy, tag) : NULL;
	struct lg_ops *ops = NULL;
	unsigned HOST_WIDE_INT i;
	tree field, value;

	if (of) {
		ops = lg_ops_add(lg_facts);
		ops->of = of;
		ops->loc = lg_loc_of(DECL_SOURCE_LOCATION(decl));
		ops->open = !TREE_READONLY(decl);
		if (DECL_NAME(decl))
			ops->name = lg_strdup(&lg_facts->pool,
				IDENTIFIER_POINTER(DECL_NAME(decl)));
	}
	FOR_EACH_CONSTRUCTOR_ELT(CONSTRUCTOR_ELTS(init), i, field, value) {
		if (TREE_CODE(value) == CONSTRUCTOR)
			initializer(decl, value);
		else if (ops && field && TREE_CODE(field) == FIELD_DECL)
			add_member(ops, field, value);
	}
}

void flow_ops(void)
{
	struct varpool_node *node;

	FOR_EACH_VARIABLE (node) {
		tree init = DECL_INITIAL(node->decl);

		if (init && TREE_CODE(init) == CONSTRUCTOR)
			initializer(node->decl, init);
	}
}
