// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * flow-version.c - which members of a blob are read before its version was
 * compared.
 *
 * A blob is what kho_retrieve_subtree() brings (policy's NAME:*N), as long as it
 * is that memory itself and nothing that it leads to. From where a function gets
 * one, all paths are followed up to a branch that depends on the version or
 * compatible member; what is read until then is unchecked. A helper that is
 * handed the blob is walked as well; one that compares counts where its caller
 * branches on what it returns.
 */
#include "flow.h"

#define DEPTH 8			/* of definitions and of calls */

static hash_set<int_hash<int, -1, -2>> *blobs;	/* nodes */
/* Structs and functions, as pairs of their numbers. */
static hash_set<int_hash<int64_t, -1, -2>> *checked;

/* ------------------------------------------------------------------- blobs */

static void find_blobs(void)
{
	blobs = new hash_set<int_hash<int, -1, -2>>;
	for (unsigned int i = 0; i < flow_marks.length(); i++)
		if (flow_marks[i].blob && flow_marks[i].kind == FLOW_POINTER)
			blobs->add(flow_marks[i].node);
}

static bool blob(tree t)
{
	int n = TREE_CODE(t) == SSA_NAME ? flow_value(t, UNKNOWN_LOCATION) : -1;

	return n >= 0 && blobs->contains(n);
}

/* ----------------------------------------------------------------- versions */

static bool says_version(tree field)
{
	static const char *const words[] = { "compat", "magic", "signature" };
	const char *name = DECL_NAME(field)
				   ? IDENTIFIER_POINTER(DECL_NAME(field)) : "";

	if (lg_matches_any(&lg_options.policy->version_members, name))
		return true;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strstr(name, words[i]))
			return true;
	return false;
}

/* The member of @record that says its version: magic alone does not. */
static const char *version_of(tree record)
{
	for (tree f = TYPE_FIELDS(record); f; f = DECL_CHAIN(f)) {
		const char *name = TREE_CODE(f) == FIELD_DECL && DECL_NAME(f)
			? IDENTIFIER_POINTER(DECL_NAME(f)) : NULL;

		if (name && (strstr(name, "compat") ||
			     lg_matches_any(
				     &lg_options.policy->version_members,
				     name)))
			return name;
	}
	return NULL;
}

/* The member of @record that @ref reads, or NULL_TREE. */
static tree member_read(tree ref, tree record)
{
	for (; handled_component_p(ref); ref = TREE_OPERAND(ref, 0))
		if (TREE_CODE(ref) == COMPONENT_REF &&
		    TYPE_MAIN_VARIANT(DECL_CONTEXT(TREE_OPERAND(ref, 1))) ==
			    record)
			return TREE_OPERAND(ref, 1);
	return NULL_TREE;
}

static struct function *body_of(tree fndecl);
static bool depends(tree t, tree record, int depth);
static bool compares(tree fndecl, tree record, int depth);

static bool call_depends(gcall *call, tree record, int depth)
{
	tree fn = gimple_call_fndecl(call);

	for (unsigned int i = 0; i < gimple_call_num_args(call); i++) {
		tree arg = gimple_call_arg(call, i);

		/* Of another file's function, nobody knows. */
		if (blob(arg) && (!fn ||
		    !body_of(fn) || compares(fn, record, depth - 1)))
			return true;
		if (depends(arg, record, depth - 1))
			return true;
	}
	return false;
}

/* Does @t come from the version member of a @record? */
static bool depends(tree t, tree record, int depth)
{
	gimple *def;
	tree field;

	if (!t || depth <= 0)
		return false;
	if (TREE_CODE(t) == ADDR_EXPR)
		t = TREE_OPERAND(t, 0);
	if (TREE_CODE(t) == MEM_REF)
		return depends(TREE_OPERAND(t, 0), record, depth - 1);
	if (TREE_CODE(t) != SSA_NAME) {
		field = member_read(t, record);
		/* Two members compared at once are read as bits. */
		return field ? says_version(field)
			     : TREE_CODE(t) == BIT_FIELD_REF;
	}
	def = SSA_NAME_DEF_STMT(t);
	if (!def || gimple_nop_p(def))
		return false;
	if (is_gimple_call(def))
		return call_depends(as_a<gcall *>(def), record, depth);
	if (gphi *phi = dyn_cast<gphi *>(def)) {
		for (unsigned int i = 0; i < gimple_phi_num_args(phi); i++)
			if (depends(gimple_phi_arg_def(phi, i), record,
				    depth - 1))
				return true;
		return false;
	}
	for (unsigned int i = 1; is_gimple_assign(def) &&
				 i < gimple_num_ops(def); i++)
		if (depends(gimple_op(def, i), record, depth - 1))
			return true;
	return false;
}

/* Is @s a branch that depends on the version? */
static bool branches(gimple *s, tree record)
{
	if (gimple_code(s) == GIMPLE_COND)
		return depends(gimple_cond_lhs(s), record, DEPTH) ||
		       depends(gimple_cond_rhs(s), record, DEPTH);
	if (gimple_code(s) == GIMPLE_SWITCH)
		return depends(gimple_switch_index(as_a<gswitch *>(s)), record,
			       DEPTH);
	return false;
}

static bool returns(gimple *s, tree record)
{
	return gimple_code(s) == GIMPLE_RETURN &&
	       depends(gimple_return_retval(as_a<greturn *>(s)), record, DEPTH);
}

static struct function *body_of(tree fndecl)
{
	struct function *fn = DECL_STRUCT_FUNCTION(fndecl);

	return fn && fn->cfg && fn->gimple_df && fn->gimple_df->in_ssa_p
		       ? fn : NULL;
}

/* Does @fndecl compare the version? */
static bool compares(tree fndecl, tree record, int depth)
{
	struct function *fn = body_of(fndecl);
	basic_block bb;

	if (!fn || depth <= 0)
		return false;
	FOR_EACH_BB_FN(bb, fn)
		for (gimple_stmt_iterator i = gsi_start_bb(bb); !gsi_end_p(i);
		     gsi_next(&i))
			if (branches(gsi_stmt(i), record) ||
			    returns(gsi_stmt(i), record))
				return true;
	return false;
}

/* ------------------------------------------------------------------- paths */

struct walk {
	tree record;
	const char *version;
	bool compared;		/* a branch on the version was met */
	size_t first;		/* of its facts */
	hash_set<tree> *seen;	/* functions */
};

static void walk_function(struct walk *w, tree fndecl);

static void add_read(struct walk *w, tree field, gimple *s, tree fndecl)
{
	struct lg_pool *pool = &lg_facts->pool;
	struct lg_unchecked u;

	if (!DECL_NAME(field) || says_version(field))
		return;
	memset(&u, 0, sizeof(u));
	u.tag = lg_strdup(pool, lg_type_tag(w->record));
	u.member = lg_strdup(pool, IDENTIFIER_POINTER(DECL_NAME(field)));
	u.version = lg_strdup(pool, w->version);
	u.function = lg_strdup(pool, IDENTIFIER_POINTER(DECL_NAME(fndecl)));
	u.loc = lg_loc_of(gimple_location(s));
	lg_vec_push(&lg_facts->unchecked, u);
}

static void walk_statement(struct walk *w, gimple *s, tree fndecl)
{
	tree ref, base, field;

	if (is_gimple_call(s)) {
		tree fn = gimple_call_fndecl(s);

		for (unsigned int i = 0; fn && body_of(fn) &&
					 i < gimple_call_num_args(s); i++)
			if (blob(gimple_call_arg(s, i)))
				walk_function(w, fn);
		return;
	}
	if (!gimple_assign_load_p(s))
		return;
	ref = base = gimple_assign_rhs1(s);
	field = member_read(ref, w->record);
	while (handled_component_p(base))
		base = TREE_OPERAND(base, 0);
	if (field && TREE_CODE(base) == MEM_REF && blob(TREE_OPERAND(base, 0)))
		add_read(w, field, s, fndecl);
}

/* The statements of @bb, up to a branch on the version. True: it has one. */
static bool walk_block(struct walk *w, basic_block bb, tree fndecl)
{
	for (gimple_stmt_iterator i = gsi_start_bb(bb); !gsi_end_p(i);
	     gsi_next(&i)) {
		if (branches(gsi_stmt(i), w->record)) {
			w->compared = true;
			return true;
		}
		walk_statement(w, gsi_stmt(i), fndecl);
	}
	return false;
}

static void walk_function(struct walk *w, tree fndecl)
{
	struct function *fn = body_of(fndecl);
	auto_vec<basic_block> work;
	hash_set<basic_block> seen;
	edge_iterator ei;
	edge e;

	if (!fn || w->seen->add(fndecl))
		return;
	work.safe_push(ENTRY_BLOCK_PTR_FOR_FN(fn));
	for (unsigned int i = 0; i < work.length(); i++) {
		if (walk_block(w, work[i], fndecl))
			continue;
		FOR_EACH_EDGE(e, ei, work[i]->succs)
			if (!seen.add(e->dest))
				work.safe_push(e->dest);
	}
}

/* Does @fn get a blob, rather than be handed it? */
static bool gets_blob(struct function *fn)
{
	unsigned int i;
	tree name;

	FOR_EACH_SSA_NAME(i, name, fn)
		if (!SSA_NAME_IS_DEFAULT_DEF(name) && blob(name))
			return true;
	return false;
}

static void check_blob(tree record, tree fndecl)
{
	hash_set<tree> seen;
	struct walk w = { TYPE_MAIN_VARIANT(record), version_of(record), false,
			  lg_facts->unchecked.n, &seen };
	int64_t pair = (int64_t)TYPE_UID(w.record) << 32 | DECL_UID(fndecl);

	if (!w.version || !lg_type_tag(record) || checked->add(pair) ||
	    !gets_blob(DECL_STRUCT_FUNCTION(fndecl)))
		return;
	walk_function(&w, fndecl);
	for (size_t i = w.first; i < lg_facts->unchecked.n; i++)
		lg_facts->unchecked.v[i].compared = w.compared;
}

/* Each struct that @node takes a blob for: there, or where the blob comes from
 * as a void *. */
static void check_function(struct cgraph_node *node)
{
	struct function *fn = node->get_fun();
	unsigned int i;
	tree name;

	FOR_EACH_SSA_NAME(i, name, fn) {
		tree to;

		if (!POINTER_TYPE_P(TREE_TYPE(name)))
			continue;
		to = lg_type_element(TREE_TYPE(TREE_TYPE(name)));
		if (!RECORD_OR_UNION_TYPE_P(to) || !COMPLETE_TYPE_P(to) ||
		    !blob(name))
			continue;
		check_blob(to, fn->decl);
		for (struct cgraph_edge *e = node->callers; e;
		     e = e->next_caller)
			if (body_of(e->caller->decl))
				check_blob(to, e->caller->decl);
	}
}

void flow_version(void)
{
	struct cgraph_node *node;

	find_blobs();
	checked = new hash_set<int_hash<int64_t, -1, -2>>;
	FOR_EACH_FUNCTION_WITH_GIMPLE_BODY (node)
		if (blobs->elements() && body_of(node->decl))
			check_function(node);
	delete blobs;
	delete checked;
	blobs = NULL;
	checked = NULL;
}
