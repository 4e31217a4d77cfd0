// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * flow-graph.c - the nodes and edges of the flow graph.
 *
 * Memory is one node for a variable and one for a member, whatever object it is
 * in: two objects of one struct are used alike. What a pointer to a pointer (or
 * to an integer) points to is a node too, tied to that of each pointer it was
 * copied from: so an output parameter leads back to the caller's variable.
 */
#include "flow.h"

vec<struct flow_node> flow_nodes;
vec<struct flow_edge> flow_edges;
const char *flow_function;

enum map { OF_VALUE, OF_ADDRESS, OF_RETURN, OF_TYPE, N_MAPS };

static hash_map<tree, int> *maps[N_MAPS];
/* Pairs: a pointer, the memory node it points to. */
static vec<int> points;

static const char *decl_name(tree decl)
{
	return decl && DECL_P(decl) && DECL_NAME(decl)
		       ? IDENTIFIER_POINTER(DECL_NAME(decl))
		       : NULL;
}

/* What a pointer to @to tells of the memory that it leads to. */
static void set_pointee(struct flow_node *n, tree to)
{
	to = lg_type_element(to);
	n->untyped = VOID_TYPE_P(to);
	n->scalar = POINTER_TYPE_P(to) || INTEGRAL_TYPE_P(to) ||
		    VOID_TYPE_P(to);
	if (!RECORD_OR_UNION_TYPE_P(to))
		return;
	n->page = lg_type_tag(to) &&
		  lg_matches_any(&lg_options.policy->flow_pages,
				 lg_type_tag(to));
	n->record = n->page ? NULL_TREE : to;
}

static void set_type(struct flow_node *n, tree type)
{
	if (TREE_CODE(type) == ARRAY_TYPE)
		type = lg_type_element(type);
	if (POINTER_TYPE_P(type))
		set_pointee(n, TREE_TYPE(type));
	else
		n->untyped = INTEGRAL_TYPE_P(type);
}

static int add(tree type, const char *name, location_t loc)
{
	struct flow_node n;

	memset(&n, 0, sizeof(n));
	n.deref = -1;
	n.name = name;
	n.loc = loc;
	n.function = flow_function;
	if (type)
		set_type(&n, type);
	flow_nodes.safe_push(n);
	return (int)flow_nodes.length() - 1;
}

/* The node of @key in @map; *@made says whether it has to be filled in. */
static int *find(enum map map, tree key, bool *made)
{
	bool existed;
	int *slot;

	if (!maps[map])
		maps[map] = new hash_map<tree, int>;
	slot = &maps[map]->get_or_insert(key, &existed);
	*made = !existed;
	return slot;
}

int flow_node_ssa(tree name)
{
	tree var = SSA_NAME_VAR(name);
	gimple *def = SSA_NAME_DEF_STMT(name);
	bool made;
	int *slot = find(OF_VALUE, name, &made);
	location_t loc = UNKNOWN_LOCATION;

	if (!made)
		return *slot;
	if (def && !gimple_nop_p(def))
		loc = gimple_location(def);
	if (loc == UNKNOWN_LOCATION && var)
		loc = DECL_SOURCE_LOCATION(var);
	*slot = add(TREE_TYPE(name),
		    var && !DECL_ARTIFICIAL(var) ? decl_name(var) : NULL, loc);
	return *slot;
}

int flow_node_memory(tree decl)
{
	bool made;
	int *slot = find(OF_VALUE, decl, &made), n;

	if (!made)
		return *slot;
	n = *slot = add(TREE_TYPE(decl), decl_name(decl),
			DECL_SOURCE_LOCATION(decl));
	flow_nodes[n].memory = true;
	if (TREE_CODE(decl) == FIELD_DECL)
		flow_nodes[n].holder = lg_type_tag(DECL_CONTEXT(decl));
	return n;
}

int flow_node_address(tree decl)
{
	bool made;
	int *slot = find(OF_ADDRESS, decl, &made), n;
	tree type = lg_type_element(TREE_TYPE(decl));

	if (!made)
		return *slot;
	n = *slot = add(NULL_TREE, decl_name(decl), DECL_SOURCE_LOCATION(decl));
	flow_nodes[n].memory = is_global_var(decl);
	if (RECORD_OR_UNION_TYPE_P(type))
		flow_nodes[n].record = type;
	return n;
}

int flow_node_return(tree fndecl)
{
	bool made;
	int *slot = find(OF_RETURN, fndecl, &made);

	if (made)
		*slot = add(TREE_TYPE(TREE_TYPE(fndecl)), decl_name(fndecl),
			    DECL_SOURCE_LOCATION(fndecl));
	return *slot;
}

int flow_node_type(tree record)
{
	bool made;
	int *slot, n;

	record = TYPE_MAIN_VARIANT(record);
	slot = find(OF_TYPE, record, &made);
	if (!made)
		return *slot;
	n = *slot = add(NULL_TREE, lg_type_tag(record), UNKNOWN_LOCATION);
	flow_nodes[n].type = flow_nodes[n].memory = true;
	flow_nodes[n].record = record;
	return n;
}

int flow_node_view(int pointer, tree record, location_t loc)
{
	int n;

	record = TYPE_MAIN_VARIANT(record);
	for (unsigned int i = 0; i < flow_nodes[pointer].out.length(); i++) {
		n = flow_edges[flow_nodes[pointer].out[i]].to;
		if (flow_nodes[n].view && flow_nodes[n].record == record)
			return n;
	}
	n = add(NULL_TREE, flow_nodes[pointer].name, loc);
	flow_nodes[n].record = record;
	flow_nodes[n].view = true;
	flow_edge(pointer, n, EDGE_COPY, loc, NULL);
	return n;
}

int flow_node_part(tree to, location_t loc)
{
	int n = add(NULL_TREE, NULL, loc);

	set_pointee(&flow_nodes[n], to);
	return n;
}

int flow_node_deref(int pointer)
{
	int n = flow_nodes[pointer].deref;

	if (n >= 0)
		return n;
	n = add(NULL_TREE, flow_nodes[pointer].name, flow_nodes[pointer].loc);
	flow_nodes[pointer].deref = n;
	return n;
}

void flow_edge_call(int from, int to, enum flow_way way, unsigned int site,
		    location_t loc, const char *name)
{
	struct flow_edge e = { from, to, EDGE_COPY, way, site, loc, name };
	int at = (int)flow_edges.length();

	if (from < 0 || to < 0 || from == to)
		return;
	flow_edges.safe_push(e);
	flow_nodes[from].out.safe_push(at);
	flow_nodes[to].in.safe_push(at);
}

void flow_edge(int from, int to, enum flow_edge_kind kind, location_t loc,
	       const char *name)
{
	unsigned int n = flow_edges.length();

	flow_edge_call(from, to, WAY_NONE, 0, loc, name);
	if (flow_edges.length() > n)
		flow_edges[n].kind = kind;
}

void flow_points(int pointer, int memory)
{
	points.safe_push(pointer);
	points.safe_push(memory);
}

/* What @a and @b point to is the same, @b being a copy of @a by edge @e. */
static void tie(int a, int b, struct flow_edge e)
{
	static const enum flow_way back[] = { WAY_NONE, WAY_RETURN, WAY_CALL };

	flow_edge_call(a, b, e.way, e.site, e.loc, e.name);
	flow_edge_call(b, a, back[e.way], e.site, e.loc, e.name);
}

static bool copies(const struct flow_edge *e)
{
	return (e->kind == EDGE_COPY || e->kind == EDGE_OFFSET) &&
	       !flow_nodes[e->to].view;
}

/* From each pointer that is looked through to those it was copied from. */
static void tie_derefs(void)
{
	vec<int> work = vNULL;

	for (unsigned int i = 0; i < flow_nodes.length(); i++)
		if (flow_nodes[i].deref >= 0)
			work.safe_push((int)i);
	for (unsigned int w = 0; w < work.length(); w++) {
		int p = work[w];

		for (unsigned int i = 0; i < flow_nodes[p].in.length(); i++) {
			struct flow_edge e = flow_edges[flow_nodes[p].in[i]];
			bool known = flow_nodes[e.from].deref >= 0;
			int from;

			if (!copies(&e))
				continue;
			from = flow_node_deref(e.from);
			if (!known)
				work.safe_push(e.from);
			tie(from, flow_nodes[p].deref, e);
		}
	}
	work.release();
}

void flow_graph_finish(void)
{
	struct flow_edge none;

	memset(&none, 0, sizeof(none));
	tie_derefs();
	for (unsigned int i = 0; i + 1 < points.length(); i += 2)
		if (flow_nodes[points[i]].deref >= 0)
			tie(points[i + 1], flow_nodes[points[i]].deref, none);
}

void flow_graph_free(void)
{
	for (unsigned int i = 0; i < flow_nodes.length(); i++) {
		flow_nodes[i].out.release();
		flow_nodes[i].in.release();
	}
	flow_nodes.release();
	flow_edges.release();
	points.release();
	for (int i = 0; i < N_MAPS; i++) {
		delete maps[i];
		maps[i] = NULL;
	}
}
