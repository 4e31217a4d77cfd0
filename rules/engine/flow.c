// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * flow.c - flows as evidence, and how they read.
 *
 * A front end says along which path a struct's memory gets into KHO or comes
 * out of it. That is what a finding shows: first the call that makes it cross
 * the kexec, then each step from there to the struct.
 */
#include "luoguard.h"

/* A front end's strings may not live as long. */
static const char *keep(struct lg_facts *facts, const char *s)
{
	return s ? lg_strdup(&facts->pool, s) : NULL;
}

struct lg_flow *lg_flow_add(struct lg_facts *facts, const struct lg_flow *seed,
			    const char *tag)
{
	struct lg_flow *flow = lg_new(&facts->pool, struct lg_flow);

	*flow = *seed;
	memset(&flow->steps, 0, sizeof(flow->steps));
	flow->tag = keep(facts, tag);
	flow->name = keep(facts, seed->name);
	flow->holder = keep(facts, seed->holder);
	lg_vec_push(&facts->flows, flow);
	return flow;
}

void lg_flow_step(struct lg_facts *facts, struct lg_flow *flow,
		  struct lg_flow_step step)
{
	step.name = keep(facts, step.name);
	step.function = keep(facts, step.function);
	lg_vec_push(&flow->steps, step);
}

const struct lg_flow *lg_flow_of(const struct lg_facts *facts, const char *tag)
{
	const struct lg_flow *best = NULL;

	for (size_t i = 0; i < facts->flows.n; i++) {
		const struct lg_flow *f = facts->flows.v[i];

		if (strcmp(f->tag, tag) == 0 &&
		    (!best || (best->in && !f->in)))
			best = f;
	}
	return best;
}

struct lg_ops *lg_ops_add(struct lg_facts *facts)
{
	struct lg_ops *ops = lg_new(&facts->pool, struct lg_ops);

	lg_vec_push(&facts->ops, ops);
	return ops;
}

const struct lg_callbacks *lg_policy_callbacks(const struct lg_policy *p,
					       const char *tag)
{
	for (size_t i = 0; i < p->callbacks.n; i++)
		if (strcmp(p->callbacks.v[i].tag, tag) == 0)
			return &p->callbacks.v[i];
	return NULL;
}

struct lg_order *lg_order_find(struct lg_facts *facts, const char *function,
			       const char *buffer, unsigned int id)
{
	struct lg_order *o;

	for (size_t i = 0; i < facts->orders.n; i++) {
		o = facts->orders.v[i];
		if (o->id == id && strcmp(o->function, function) == 0 &&
		    strcmp(o->buffer, buffer) == 0)
			return o;
	}
	o = lg_new(&facts->pool, struct lg_order);
	o->function = keep(facts, function);
	o->buffer = keep(facts, buffer);
	o->id = id;
	lg_vec_push(&facts->orders, o);
	return o;
}

void lg_flow_free(struct lg_facts *facts)
{
	for (size_t i = 0; i < facts->flows.n; i++)
		lg_vec_free(&facts->flows.v[i]->steps);
	for (size_t i = 0; i < facts->ops.n; i++)
		lg_vec_free(&facts->ops.v[i]->members);
	lg_vec_free(&facts->flows);
	lg_vec_free(&facts->ops);
	lg_vec_free(&facts->accesses);
	lg_vec_free(&facts->unchecked);
	for (size_t i = 0; i < facts->orders.n; i++)
		lg_vec_free(&facts->orders.v[i]->words);
	lg_vec_free(&facts->orders);
}

/* -------------------------------------------------------------- evidence */

/* A type that is right wherever it stands, or wrong and its holder's. */
static bool nobodys(const struct lg_facts *facts, const struct lg_struct *s,
		    const struct lg_flow *flow)
{
	const struct lg_policy *p = facts->policy;
	struct lg_type t;

	memset(&t, 0, sizeof(t));
	t.kind = s->is_union ? LG_TYPE_UNION : LG_TYPE_STRUCT;
	t.tag = s->tag;
	t.def = (struct lg_struct *)s;
	if (lg_matches_any(&p->fixed_types, s->tag) ||
	    lg_matches_any(&p->loose_types, s->tag) ||
	    lg_matches_any(&p->internal_structs, s->tag))
		return true;
	return flow->part && lg_type_internal(facts, &t);
}

static void resolve(struct lg_facts *facts, struct lg_struct *s)
{
	const struct lg_flow *flow = lg_flow_of(facts, s->tag);

	if (!flow || (s->zone && s->zone->kind == LG_ZONE_APPEND_ONLY) ||
	    (s->loc.file && lg_policy_stable(facts->policy, s->loc.file)) ||
	    nobodys(facts, s, flow))
		return;
	s->flow = flow;
	/* Its owner is not to move it to an ABI header: private-serialized says
	 * so where it is handed over. */
	if (s->owner && (!facts->main_file || !s->loc.file ||
			 lg_policy_names_private(facts->policy, s->tag) ||
			 !lg_policy_may_look(facts->policy, s->owner,
					     facts->main_file)))
		return;
	if (s->evidence != LG_EV_NONE)
		return;		/* its zone is reason enough */
	s->evidence = LG_EV_FLOW;
	s->because = lg_flow_because(facts, flow);
	if (flow->steps.n)
		s->because_loc = flow->steps.v[0].loc;
}

void lg_flow_resolve(struct lg_facts *facts)
{
	for (size_t i = 0; i < facts->structs.n; i++)
		resolve(facts, facts->structs.v[i]);
}

/* ------------------------------------------------------------------ texts */

static const char *which_argument(struct lg_facts *facts,
				  const struct lg_flow *flow)
{
	static const char *const words[] = {
		"first", "second", "third", "fourth", "fifth", "sixth",
	};

	if (flow->arg < 1 || flow->arg > 6)
		return lg_printf(&facts->pool, "argument %d", flow->arg);
	return lg_printf(&facts->pool, "its %s argument", words[flow->arg - 1]);
}

/* "struct foo", or a typedef's name alone. */
static const char *tag_name(struct lg_facts *facts, const char *tag)
{
	const struct lg_struct *s = lg_facts_struct(facts, tag);

	return s ? lg_struct_name(facts, s) :
		   lg_printf(&facts->pool, "struct %s", tag);
}

const char *lg_flow_because(struct lg_facts *facts, const struct lg_flow *flow)
{
	struct lg_pool *pool = &facts->pool;

	switch (flow->what) {
	case LG_FLOW_ARGUMENT:
		return lg_printf(pool, flow->in ?
			"%s() takes it back from the previous kernel (%s)" :
			"%s() hands it to the next kernel (%s)",
			flow->name, which_argument(facts, flow));
	case LG_FLOW_RESULT:
		return lg_printf(pool, flow->in ?
			"%s() gives it as the previous kernel left it" :
			"%s() allocates it for the next kernel", flow->name);
	case LG_FLOW_OUTPUT:
		return lg_printf(pool,
			"%s() says where the previous kernel left it",
			flow->name);
	case LG_FLOW_MEMBER:
		return lg_printf(pool, flow->in ?
			"its address comes in %s of struct %s" :
			"its address goes to the next kernel in %s of struct %s",
			flow->name, flow->holder);
	case LG_FLOW_MACRO:
		return lg_printf(pool, flow->in ?
			"%s() gives it as the previous kernel left it" :
			"%s() keeps its address for the next kernel",
			flow->name);
	case LG_FLOW_STRUCT:
		return lg_printf(pool,
			"%s, which is serialized, holds its address",
			tag_name(facts, flow->name));
	}
	return NULL;
}

const char *lg_flow_step_text(struct lg_facts *facts,
			      const struct lg_flow *flow, size_t i)
{
	const struct lg_flow_step *s = &flow->steps.v[i];
	struct lg_pool *pool = &facts->pool;
	const char *name = s->name ? s->name : "";

	switch (s->kind) {
	case LG_STEP_SEED:
		return NULL;	/* the finding began with it */
	case LG_STEP_PASS:
		return lg_printf(pool, "it is handed to %s() here", name);
	case LG_STEP_RETURN:
		return lg_printf(pool, "%s() returns it", name);
	case LG_STEP_STORE:
		return lg_printf(pool, "it is kept in %s", name);
	case LG_STEP_LOAD:
		return lg_printf(pool, "it is taken from %s", name);
	case LG_STEP_ADDRESS:
		return lg_printf(pool, "%s() makes its physical address", name);
	case LG_STEP_POINTER:
		return lg_printf(pool, "%s() finds it by its physical address",
				 name);
	case LG_STEP_COPY:
		return "its bytes are copied here";
	case LG_STEP_TREE:
		return s->name ?
			lg_printf(pool, "%s() reaches the tree it is in", name) :
			"it is in a tree";
	case LG_STEP_HOLDS:
		return lg_printf(pool, "%s, which crosses the kexec, holds its "
				 "address", tag_name(facts, name));
	case LG_STEP_TYPED:
		return lg_printf(pool, "%s is a %s *", name,
				 tag_name(facts, flow->tag));
	}
	return NULL;
}

void lg_flow_notes(struct lg_check *c, struct lg_finding *f,
		   const struct lg_flow *flow)
{
	for (size_t i = 0; i < flow->steps.n; i++) {
		const char *text = lg_flow_step_text(c->facts, flow, i);

		if (text)
			lg_finding_note(c, f, flow->steps.v[i].loc, "%s", text);
	}
}
