// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * flow-facts.c - from the marks of the flow graph to facts: for each struct that
 * marked memory is seen as, the shortest path before the kexec and the shortest
 * one after it.
 */
#include "flow.h"

/* The marks from the seed to @mark, the seed first. */
static void path_of(int mark, vec<int> *path)
{
	for (; mark >= 0; mark = flow_marks[mark].parent)
		path->safe_push(mark);
	for (unsigned int i = 0; i < path->length() / 2; i++) {
		int other = (int)(path->length() - 1 - i), was = (*path)[i];

		(*path)[i] = (*path)[other];
		(*path)[other] = was;
	}
}

/* Before the kexec or after it: what the last struct of the path that holds an
 * address says, or a tree; else the seed. */
static bool path_in(const vec<int> *path)
{
	const struct lg_flow *seed = flow_marks[(*path)[0]].seed;
	bool in = seed->in;

	for (unsigned int i = 1; i < path->length(); i++) {
		int edge = flow_marks[(*path)[i]].edge;

		if (edge < 0)
			continue;
		switch (flow_edges[edge].kind) {
		case EDGE_STORE:
		case EDGE_PUT:
		case EDGE_PUT_VALUE:
			in = false;
			break;
		case EDGE_LOAD:
		case EDGE_GET:
			in = true;
			break;
		default:
			break;
		}
	}
	return in;
}

static const char *memory_name(const struct flow_node *n)
{
	struct lg_pool *pool = &lg_facts->pool;

	if (n->holder && n->name)
		return lg_printf(pool, "member @%s of struct %s", n->name,
				 n->holder);
	if (n->name && !n->type)
		return lg_printf(pool, "%s", n->name);
	return NULL;
}

/* What the move from one mark to the next was; false: nothing to tell. */
static bool step_of(const struct flow_mark *from, const struct flow_mark *to,
		    struct lg_flow_step *s)
{
	const struct flow_edge *e;
	const struct flow_node *f = &flow_nodes[from->node],
			       *t = &flow_nodes[to->node];
	bool against;

	if (to->edge < 0)
		return false;
	e = &flow_edges[to->edge];
	against = e->from == to->node && e->to == from->node;
	s->name = e->name;
	switch (e->kind) {
	case EDGE_ADDRESS:
	case EDGE_POINTER:
	case EDGE_CONVERT:
		s->kind = (e->kind == EDGE_POINTER) ? LG_STEP_POINTER
						    : LG_STEP_ADDRESS;
		return e->name;
	case EDGE_LOAD:
	case EDGE_STORE:
		s->kind = LG_STEP_HOLDS;
		s->name = f->record ? lg_type_tag(f->record) : NULL;
		return s->name;
	case EDGE_FILL:
	case EDGE_EMPTY:
		s->kind = LG_STEP_COPY;
		return true;
	case EDGE_PUT:
	case EDGE_PUT_VALUE:
	case EDGE_GET:
		s->kind = LG_STEP_TREE;
		return true;
	default:
		break;
	}
	if (e->way != WAY_NONE) {
		s->kind = e->way == WAY_CALL ? LG_STEP_PASS : LG_STEP_RETURN;
		return true;
	}
	if (t->memory || f->memory) {
		s->name = memory_name(t->memory ? t : f);
		s->kind = t->memory == !against ? LG_STEP_STORE : LG_STEP_LOAD;
		return s->name;
	}
	return false;
}

static void add_step(struct lg_flow *flow, struct lg_flow_step *s,
		     location_t loc, const char *function)
{
	s->function = function;
	if (loc != UNKNOWN_LOCATION)
		s->loc = lg_loc_of(loc);
	lg_flow_step(lg_facts, flow, *s);
}

static location_t edge_loc(const struct flow_mark *m)
{
	location_t loc = m->edge < 0 ? UNKNOWN_LOCATION
				     : flow_edges[m->edge].loc;

	return loc != UNKNOWN_LOCATION ? loc : flow_nodes[m->node].loc;
}

/* The seed stands where the first value is used. */
static location_t seed_loc(const vec<int> *path)
{
	for (unsigned int i = 1; i < path->length(); i++) {
		int edge = flow_marks[(*path)[i]].edge;

		if (edge >= 0 && flow_edges[edge].loc != UNKNOWN_LOCATION)
			return flow_edges[edge].loc;
	}
	return flow_nodes[flow_marks[(*path)[0]].node].loc;
}

static void add_typed(struct lg_flow *flow, const struct flow_mark *last)
{
	const struct flow_node *n = &flow_nodes[last->node];
	struct lg_flow_step s;

	if (!n->name || n->view)
		return;
	memset(&s, 0, sizeof(s));
	s.kind = LG_STEP_TYPED;
	s.name = n->name;
	add_step(flow, &s, n->loc, n->function);
}

static void add_flow(const char *tag, int mark)
{
	vec<int> path = vNULL;
	struct lg_flow *flow;
	struct lg_flow_step s;
	const struct flow_mark *first;

	path_of(mark, &path);
	first = &flow_marks[path[0]];
	flow = lg_flow_add(lg_facts, first->seed, tag);
	flow->in = path_in(&path);
	memset(&s, 0, sizeof(s));
	s.kind = LG_STEP_SEED;
	s.name = first->seed->name;
	add_step(flow, &s, first->seed_loc != UNKNOWN_LOCATION
				   ? first->seed_loc : seed_loc(&path),
		 flow_nodes[first->node].function);
	for (unsigned int i = 1; i < path.length(); i++) {
		const struct flow_mark *m = &flow_marks[path[i]];

		memset(&s, 0, sizeof(s));
		if (m->edge >= 0 && flow_edges[m->edge].kind == EDGE_INSIDE)
			flow->part = true;
		if (step_of(&flow_marks[path[i - 1]], m, &s))
			add_step(flow, &s, edge_loc(m),
				 flow_nodes[m->node].function);
	}
	add_typed(flow, &flow_marks[mark]);
	path.release();
}

/* Is the direction of @tag known already? */
static bool known(const char *tag, bool in)
{
	for (size_t i = 0; i < lg_facts->flows.n; i++)
		if (lg_facts->flows.v[i]->in == in &&
		    !strcmp(lg_facts->flows.v[i]->tag, tag))
			return true;
	return false;
}

static bool mark_in(int mark)
{
	vec<int> path = vNULL;
	bool in;

	path_of(mark, &path);
	in = path_in(&path);
	path.release();
	return in;
}

/* One that nobody may look into, and whose bytes may go all the same. */
static bool opaque(const char *tag)
{
	return lg_policy_names_private(lg_options.policy, tag) != NULL;
}

/* Marks stand in the order of their distance from the seeds: the first of a
 * struct is its shortest. */
void flow_facts(void)
{
	for (unsigned int i = 0; i < flow_marks.length(); i++) {
		const struct flow_mark *m = &flow_marks[i];
		const struct flow_node *n = &flow_nodes[m->node];
		const char *tag = n->record ? lg_type_tag(n->record) : NULL;

		if (m->kind != FLOW_POINTER || n->type || !tag ||
		    (!COMPLETE_TYPE_P(n->record) && !opaque(tag)) ||
		    known(tag, mark_in((int)i)))
			continue;
		if (COMPLETE_TYPE_P(n->record))
			lg_struct_extract(n->record);
		add_flow(tag, (int)i);
	}
}
