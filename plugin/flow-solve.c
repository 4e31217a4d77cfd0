// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * flow-solve.c - moves marks along the edges of the flow graph.
 *
 * A mark says: this value points into memory that crosses a kexec (or is a
 * number of it). One that goes back, against the edges, says more: all that
 * ever comes here does. Such a mark goes forward from everywhere it gets; one
 * that only goes forward never turns round, or whatever shares a variable with
 * serialized memory would count as such.
 *
 * A helper has many callers. A mark that enters a function remembers the call,
 * and leaves by no other; one that was made inside leaves by all. Calls inside
 * calls are remembered up to a depth; beyond it a mark stays inside. What is
 * kept in memory forgets the calls.
 *
 * Memory without a type (a void *, an integer) may hold this and that at
 * different times: what came as one struct does not come out as another.
 */
#include "flow.h"

#define DEPTH 6			/* of remembered calls */
/* A number that went through more memory than that is any number: an
 * allocator's bookkeeping would make all memory one. */
#define HOPS 2

struct context {
	unsigned int site, outer;	/* outer: an index */
	unsigned int depth;
	bool closed;		/* calls further out were forgotten */
};

typedef int_hash<int64_t, -1, -2> key_hash;

vec<struct flow_mark> flow_marks;

/* 0: not inside any call. */
static vec<struct context> contexts;
static hash_set<key_hash> *seen;

static unsigned int context_add(unsigned int site, unsigned int outer,
				bool closed)
{
	struct context c = { site, outer, contexts[outer].depth + 1, closed };

	for (unsigned int i = 1; i < contexts.length(); i++)
		if (contexts[i].site == site && contexts[i].outer == outer &&
		    contexts[i].closed == closed)
			return i;
	contexts.safe_push(c);
	return contexts.length() - 1;
}

/* Into a function by @site. */
static unsigned int context_enter(unsigned int outer, unsigned int site)
{
	if (contexts[outer].depth < DEPTH)
		return context_add(site, outer, contexts[outer].closed);
	return context_add(site, 0, true);
}

/* Out of one, by @site; false: it came in by another. */
static bool context_leave(unsigned int *context, unsigned int site)
{
	const struct context *c = &contexts[*context];

	if (!*context)
		return true;
	if (c->site != site || (c->closed && !c->outer))
		return false;
	*context = c->outer;
	return true;
}

static void seen_init(void)
{
	struct context none = { 0, 0, 0, false };

	if (seen)
		return;
	seen = new hash_set<key_hash>;
	contexts.safe_push(none);
}

/* A struct that a mark was known as, in few bits. */
static int64_t record_bits(tree record)
{
	return record ? (int64_t)(TYPE_UID(record) & 0xfffff) : 0;
}

/* Kernel-internal by nature: no type that all objects' members are data of. */
static bool ordinary(tree record)
{
	const struct lg_policy *p = lg_options.policy;
	const char *tag = record ? lg_type_tag(record) : NULL;

	return tag && !lg_matches_any(&p->internal_structs, tag) &&
	       !lg_matches_any(&p->fixed_types, tag) &&
	       !lg_matches_any(&p->loose_types, tag);
}

/* What is true of the memory is true of all that the type's members hold. */
static void mark_type(int mark)
{
	const struct flow_node *n = &flow_nodes[flow_marks[mark].node];
	struct flow_mark m;
	int64_t key;

	if (flow_marks[mark].kind != FLOW_POINTER || n->type ||
	    !ordinary(n->record))
		return;
	memset(&m, 0, sizeof(m));
	m.node = flow_node_type(n->record);
	m.kind = FLOW_POINTER;
	m.parent = mark;
	m.edge = -1;
	key = (int64_t)m.node << 23;
	if (!seen->add(key))
		flow_marks.safe_push(m);
}

static void push(struct flow_mark m)
{
	const struct flow_node *n = &flow_nodes[m.node];
	int64_t key;

	if (n->page)
		m.kind = FLOW_NUMBER;
	if (n->memory)
		m.context = 0;
	if (n->memory && !n->type && m.kind == FLOW_NUMBER &&
	    ++m.hops > HOPS)
		return;
	if (n->record && !n->type)
		m.record = n->record;
	key = (int64_t)m.node << 23 | (int64_t)m.blob << 22 |
	      (int64_t)m.kind << 21 | (int64_t)m.back << 20;
	if (n->memory && n->untyped)
		key |= record_bits(m.record);
	else
		key |= m.context & 0xfffff;
	if (seen->add(key))
		return;
	flow_marks.safe_push(m);
	mark_type((int)flow_marks.length() - 1);
}

void flow_seed(int node, enum flow_kind kind, bool back,
	       const struct lg_flow *seed, location_t loc)
{
	struct flow_mark m;

	seen_init();
	memset(&m, 0, sizeof(m));
	m.node = node;
	m.kind = kind;
	m.back = back;
	m.blob = !back && seed->in && seed->what == LG_FLOW_OUTPUT;
	m.parent = m.edge = -1;
	m.seed = seed;
	m.seed_loc = loc;
	push(m);
}

/* Does a mark that was known as one struct leave untyped memory as another? */
static bool other_struct(const struct flow_mark *m, int to)
{
	return flow_nodes[m->node].memory && flow_nodes[m->node].untyped &&
	       m->record && flow_nodes[to].record &&
	       flow_nodes[to].record != m->record;
}

/* Along @e (or against it); *@m is what gets there. False: nothing does. */
static bool ways(const struct flow_edge *e, bool against, struct flow_mark *m)
{
	bool enter = against ? e->way == WAY_RETURN : e->way == WAY_CALL;

	if (e->way == WAY_NONE)
		return true;
	if (!enter)
		return context_leave(&m->context, e->site);
	m->context = context_enter(m->context, e->site);
	return true;
}

/* What moves from a marked value to where it goes. */
static bool forward(const struct flow_edge *e, struct flow_mark *m)
{
	bool pointer = m->kind == FLOW_POINTER;

	m->back = false;
	switch (e->kind) {
	case EDGE_COPY:
	case EDGE_OFFSET:
	case EDGE_INSIDE:
		return true;
	case EDGE_NUMBER:
		return !pointer;
	case EDGE_ADDRESS:
		m->kind = FLOW_NUMBER;
		return pointer;
	case EDGE_POINTER:
		m->kind = FLOW_POINTER;
		return !pointer;
	case EDGE_CONVERT:
		return true;
	case EDGE_LOAD:
		m->kind = FLOW_NUMBER;
		return pointer;
	case EDGE_STORE:
	case EDGE_PUT_VALUE:
		m->kind = FLOW_NUMBER;
		m->back = true;
		return pointer;
	case EDGE_FILL:
	case EDGE_PUT:
		m->back = true;
		return pointer;
	case EDGE_EMPTY:
	case EDGE_GET:
		return pointer;
	}
	return false;
}

/* What is true of a value because of where it goes. */
static bool backward(const struct flow_edge *e, struct flow_mark *m)
{
	bool pointer = m->kind == FLOW_POINTER;

	switch (e->kind) {
	case EDGE_COPY:
	case EDGE_OFFSET:
	case EDGE_CONVERT:
		return !flow_nodes[e->to].view;
	case EDGE_INSIDE:
	case EDGE_NUMBER:
		return !pointer;
	case EDGE_ADDRESS:
		m->kind = FLOW_POINTER;
		return !pointer;
	case EDGE_POINTER:
		m->kind = FLOW_NUMBER;
		return pointer;
	default:
		return false;
	}
}

static void move(int mark, int edge, bool against)
{
	const struct flow_edge e = flow_edges[edge];
	struct flow_mark m = flow_marks[mark];
	int to = against ? e.from : e.to;

	m.parent = mark;
	m.edge = edge;
	m.seed = NULL;
	m.blob = m.blob && !against &&
		 (e.kind == EDGE_COPY || e.kind == EDGE_POINTER ||
		  e.kind == EDGE_CONVERT);
	if (other_struct(&m, to) ||
	    !(against ? backward(&e, &m) : forward(&e, &m)) ||
	    !ways(&e, against, &m))
		return;
	m.node = to;
	push(m);
	/* Arithmetic of a conversion: which of the two it is, is not known. */
	if (e.kind == EDGE_CONVERT) {
		m.kind = m.kind == FLOW_POINTER ? FLOW_NUMBER : FLOW_POINTER;
		push(m);
	}
}

/* Members of structs in an ABI header hold what is handed over, whether or not
 * this unit does it itself. */
static void seed_zones(void)
{
	unsigned int n = flow_nodes.length();

	for (unsigned int i = 0; i < n; i++) {
		tree record = flow_nodes[i].record;
		struct lg_flow *seed;
		const struct lg_place *p;

		if (!flow_nodes[i].type || !TYPE_STUB_DECL(record))
			continue;
		p = lg_place_of(DECL_SOURCE_LOCATION(TYPE_STUB_DECL(record)));
		if (!p || !p->zone || p->zone->kind != LG_ZONE_VERSIONED)
			continue;
		seed = lg_new(&lg_facts->pool, struct lg_flow);
		seed->what = LG_FLOW_STRUCT;
		seed->name = lg_type_tag(record);
		flow_seed((int)i, FLOW_POINTER, false, seed,
			  UNKNOWN_LOCATION);
	}
}

static bool member_named(const struct flow_node *n, const char *word)
{
	size_t k = n->holder ? strlen(n->holder) : 0;

	return k && n->name && !strncmp(word, n->holder, k) &&
	       word[k] == '.' && !strcmp(word + k + 1, n->name);
}

static void seed_member(int node, bool back)
{
	struct lg_flow *seed = lg_new(&lg_facts->pool, struct lg_flow);

	seed->in = !back;
	seed->what = LG_FLOW_MEMBER;
	seed->name = flow_nodes[node].name;
	seed->holder = flow_nodes[node].holder;
	flow_seed(node, FLOW_NUMBER, back, seed, UNKNOWN_LOCATION);
}

static void seed_members(void)
{
	const lg_strings *members = &lg_options.policy->flow_members;
	unsigned int n = flow_nodes.length();

	for (unsigned int i = 0; i < n; i++)
		for (size_t k = 0; k < members->n; k++) {
			if (!flow_nodes[i].memory ||
			    !member_named(&flow_nodes[i], members->v[k]))
				continue;
			seed_member((int)i, false);
			seed_member((int)i, true);
		}
}

void flow_solve(void)
{
	seen_init();
	seed_members();
	seed_zones();
	for (unsigned int i = 0; i < flow_marks.length(); i++) {
		int node = flow_marks[i].node;

		for (unsigned int k = 0; k < flow_nodes[node].out.length(); k++)
			move((int)i, flow_nodes[node].out[k], false);
		if (!flow_marks[i].back)
			continue;
		for (unsigned int k = 0; k < flow_nodes[node].in.length(); k++)
			move((int)i, flow_nodes[node].in[k], true);
	}
}

void flow_solve_free(void)
{
	flow_marks.release();
	contexts.release();
	delete seen;
	seen = NULL;
}
