// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * flow-call.c - calls in the flow graph: those that policy's [flow] names, those
 * of functions whose body is in this unit, and memcpy() and its kin.
 */
#include "flow.h"

/* Policy's words, by the name of the function. */
struct word {
	struct lg_flow_word w;
	bool in, tree;
	struct lg_flow seed;
	struct word *next;	/* of the same name */
};

enum convert { CONVERT_NONE, CONVERT_ADDRESS, CONVERT_POINTER };

static hash_map<nofree_string_hash, struct word *> *words;

static void add_words(const lg_strings *list, bool in, bool tree)
{
	for (size_t i = 0; i < list->n; i++) {
		struct word *w = lg_new(&lg_plugin_pool, struct word);
		bool existed;

		if (!lg_flow_word(&lg_plugin_pool, list->v[i], tree, &w->w))
			continue;
		w->in = in;
		w->tree = tree;
		w->seed.in = in;
		w->seed.name = w->w.name;
		w->seed.arg = w->w.arg;
		w->seed.what = w->w.deref ? LG_FLOW_OUTPUT
			       : w->w.arg ? LG_FLOW_ARGUMENT
					  : LG_FLOW_RESULT;
		if (w->w.arg < 0)
			w->seed.what = LG_FLOW_MACRO;
		struct word *&slot =
			words->get_or_insert(w->w.name, &existed);
		w->next = existed ? slot : NULL;
		slot = w;
	}
}

static struct word *words_of(const char *name)
{
	struct word **slot;

	if (!words) {
		const struct lg_policy *p = lg_options.policy;

		words = new hash_map<nofree_string_hash, struct word *>;
		add_words(&p->flow_hands, false, false);
		add_words(&p->flow_takes, true, false);
		add_words(&p->flow_trees, false, true);
	}
	slot = words->get(name);
	return slot ? *slot : NULL;
}

static bool named(const char *name, bool in)
{
	for (struct word *w = words_of(name); w; w = w->next)
		if (!w->tree && w->in == in)
			return true;
	return false;
}

bool flow_hands(const char *name)
{
	return named(name, false);
}

bool flow_takes(const char *name)
{
	return named(name, true);
}

bool flow_used(void)
{
	words_of("");
	for (auto entry : *words) {
		tree id = maybe_get_identifier(entry.first);
		tree decl = id ? identifier_global_value(id) : NULL_TREE;

		if (decl && TREE_CODE(decl) == FUNCTION_DECL &&
		    TREE_USED(decl) && !entry.second->tree)
			return true;
	}
	return false;
}

/* ------------------------------------------------------------------ macros */

static bool listed(const lg_strings *list, const char *name)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->v[i], name))
			return true;
	return false;
}

/* From the innermost macro outwards. */
static const line_map_macro *macro_at(location_t *loc)
{
	const line_map *map;

	*loc = get_pure_location(line_table, *loc);
	if (*loc <= BUILTINS_LOCATION ||
	    !linemap_location_from_macro_expansion_p(line_table, *loc))
		return NULL;
	map = linemap_lookup(line_table, *loc);
	return map ? linemap_check_macro(map) : NULL;
}

const char *flow_macro(location_t loc, const lg_strings *list)
{
	const line_map_macro *map;

	while ((map = macro_at(&loc))) {
		const char *name = linemap_map_get_macro_name(map);

		if (listed(list, name))
			return name;
		loc = LG_MACRO_POINT(map);
	}
	return NULL;
}

/* The word for a macro of policy that @loc is in the expansion of. */
static struct word *macro_word(location_t loc)
{
	const line_map_macro *map;

	while ((map = macro_at(&loc))) {
		for (struct word *w = words_of(linemap_map_get_macro_name(map));
		     w; w = w->next)
			if (w->w.arg < 0)
				return w;
		loc = LG_MACRO_POINT(map);
	}
	return NULL;
}

/* ------------------------------------------------------ what policy names */

static enum convert converts(const char *name)
{
	if (listed(&lg_options.policy->flow_addresses, name))
		return CONVERT_ADDRESS;
	if (listed(&lg_options.policy->flow_pointers, name))
		return CONVERT_POINTER;
	return CONVERT_NONE;
}

/* Is a value of @type the number of memory, or a pointer to it? */
static enum flow_kind kind_of(int node, tree type)
{
	return POINTER_TYPE_P(type) && !flow_nodes[node].page ? FLOW_POINTER
							      : FLOW_NUMBER;
}

static void seed_value(int node, tree type, bool back, const struct word *w,
		       location_t loc)
{
	if (node < 0)
		return;
	if (!w->w.deref) {
		flow_seed(node, kind_of(node, type), back, &w->seed, loc);
		return;
	}
	if (!POINTER_TYPE_P(type))
		return;
	type = TREE_TYPE(type);
	flow_seed(flow_node_deref(node),
		  POINTER_TYPE_P(type) ? FLOW_POINTER : FLOW_NUMBER, back,
		  &w->seed, loc);
}

static int argument(gcall *call, int n)
{
	if (n < 1 || n > (int)gimple_call_num_args(call))
		return -1;
	return flow_value(gimple_call_arg(call, (unsigned int)n - 1),
			  gimple_location(call));
}

static int result(gcall *call)
{
	tree lhs = gimple_call_lhs(call);

	return lhs && TREE_CODE(lhs) == SSA_NAME ? flow_node_ssa(lhs) : -1;
}

static void tree_call(gcall *call, const struct word *w)
{
	location_t loc = gimple_location(call);
	int from = argument(call, w->w.tree), to;

	if (!w->w.arg) {
		flow_edge(from, result(call), EDGE_GET, loc, w->w.name);
		return;
	}
	to = argument(call, w->w.arg);
	if (from < 0 || to < 0)
		return;
	if (w->w.deref)
		flow_edge(from, flow_node_deref(to), EDGE_GET, loc, w->w.name);
	else if (POINTER_TYPE_P(TREE_TYPE(gimple_call_arg(
			 call, (unsigned int)w->w.arg - 1))))
		flow_edge(from, to, EDGE_PUT, loc, w->w.name);
	else
		flow_edge(from, to, EDGE_PUT_VALUE, loc, w->w.name);
}

static void word_call(gcall *call, const struct word *w)
{
	location_t loc = gimple_location(call);
	tree lhs = gimple_call_lhs(call);
	int n;

	if (w->tree) {
		tree_call(call, w);
	} else if (!w->w.arg && lhs) {
		seed_value(result(call), TREE_TYPE(lhs), false, w, loc);
	} else if (w->w.arg > 0) {
		n = argument(call, w->w.arg);
		if (n >= 0)
			seed_value(n, TREE_TYPE(gimple_call_arg(
					      call, (unsigned int)w->w.arg - 1)),
				   !w->w.deref, w, loc);
	}
}

static void convert_call(gcall *call, enum convert how, const char *name)
{
	location_t loc = gimple_location(call);
	int from = argument(call, 1), to = result(call);
	struct word *w = macro_word(loc);

	flow_edge(from, to,
		  how == CONVERT_ADDRESS ? EDGE_ADDRESS : EDGE_POINTER, loc,
		  name);
	if (!w)
		return;
	if (how == CONVERT_ADDRESS && from >= 0)
		flow_seed(from, FLOW_POINTER, true, &w->seed, loc);
	else if (how == CONVERT_POINTER && to >= 0)
		flow_seed(to, FLOW_POINTER, false, &w->seed, loc);
}

/* ------------------------------------------------------------- other calls */

static void copy_call(gcall *call)
{
	location_t loc = gimple_location(call);
	int dst = argument(call, 1), src = argument(call, 2);

	flow_edge(dst, src, EDGE_FILL, loc, NULL);
	flow_edge(src, dst, EDGE_EMPTY, loc, NULL);
	flow_edge(dst, result(call), EDGE_COPY, loc, NULL);
}

static bool library_call(gcall *call, const char *name)
{
	static const char *const copies[] = {
		"memcpy", "memmove", "__memcpy", "__memmove",
		"__builtin_memcpy", "__builtin_memmove", "memcpy_toio",
		"memcpy_fromio", "unsafe_memcpy", "__builtin___memcpy_chk",
	};
	static const char *const same[] = {
		"__builtin_expect", "__builtin_expect_with_probability",
		"__builtin_assume_aligned", "ERR_CAST",
	};

	for (size_t i = 0; i < ARRAY_SIZE(copies); i++)
		if (!strcmp(copies[i], name)) {
			copy_call(call);
			return true;
		}
	for (size_t i = 0; i < ARRAY_SIZE(same); i++)
		if (!strcmp(same[i], name)) {
			flow_edge(argument(call, 1), result(call), EDGE_COPY,
				  gimple_location(call), NULL);
			return true;
		}
	return false;
}

static bool has_body(tree fn)
{
	struct function *f = DECL_STRUCT_FUNCTION(fn);

	return f && f->cfg && f->gimple_df && f->gimple_df->in_ssa_p;
}

static int parameter(tree fn, tree parm)
{
	struct function *f = DECL_STRUCT_FUNCTION(fn);
	tree name;

	if (!is_gimple_reg(parm))
		return flow_node_memory(parm);
	name = ssa_default_def(f, parm);
	return name ? flow_node_ssa(name) : -1;
}

static void body_call(gcall *call, tree fn, unsigned int site)
{
	location_t loc = gimple_location(call);
	const char *name = IDENTIFIER_POINTER(DECL_NAME(fn));
	int i = 1, to = result(call);

	for (tree p = DECL_ARGUMENTS(fn); p; p = DECL_CHAIN(p), i++)
		flow_edge_call(argument(call, i), parameter(fn, p), WAY_CALL,
			       site, loc, name);
	if (to >= 0)
		flow_edge_call(flow_node_return(fn), to, WAY_RETURN, site,
			       loc, name);
}

void flow_call(gcall *call, unsigned int site)
{
	tree fn = gimple_call_fndecl(call);
	enum convert how;
	const char *name;

	if (!fn || !DECL_NAME(fn))
		return;
	name = IDENTIFIER_POINTER(DECL_NAME(fn));
	how = converts(name);
	if (how != CONVERT_NONE) {
		convert_call(call, how, name);
		return;
	}
	for (struct word *w = words_of(name); w; w = w->next)
		word_call(call, w);
	if (!library_call(call, name) && has_body(fn))
		body_call(call, fn, site);
}

void flow_call_body(tree fn)
{
	for (struct word *w = words_of(IDENTIFIER_POINTER(DECL_NAME(fn))); w;
	     w = w->next) {
		tree p = DECL_ARGUMENTS(fn), type;

		if (w->tree || w->w.arg < 0)
			continue;
		type = TREE_TYPE(TREE_TYPE(fn));
		if (!w->w.arg && !VOID_TYPE_P(type)) {
			seed_value(flow_node_return(fn), type, true, w,
				   DECL_SOURCE_LOCATION(fn));
			continue;
		}
		for (int i = 1; p && i < w->w.arg; i++)
			p = DECL_CHAIN(p);
		if (p)
			seed_value(parameter(fn, p), TREE_TYPE(p), w->w.deref,
				   w, DECL_SOURCE_LOCATION(p));
	}
}
