// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * uses-helper.c - who reaches for a token's bytes through a void pointer: in a
 * variable, or in a function of the unit that is given one.
 *
 *     const void *p = token;              static void save(void *p, size_t n)
 *     memcpy(buf, p, n);                  {
 *     save(token, n);                             memcpy(buf, p, n);
 *                                         }
 *
 * A variable stands for the token when nothing else is ever assigned to it. A
 * function that only keeps, compares or frees what it is given does nothing that
 * a token's holder may not. What it does is told where it is given the token;
 * one that is defined later is looked into then.
 */
#include "plugin.h"

typedef int_hash<unsigned int, 0> uid_hash;
typedef hash_set<uid_hash> uid_set;

#define MAX_ROUNDS 4	/* of variables that are assigned from each other */
#define MAX_DEPTH  4	/* of functions that call each other */

/* A token is given to parameter number @param of a function. */
struct question {
	unsigned int function;		/* its DECL_UID */
	int param;
	int depth;
	const struct lg_private *what;
	const char *via;		/* the outermost one, "save()" ... */
	const char *in;			/* ... called in this function ... */
	location_t loc;			/* ... here */
};

static vec<struct question> waiting;	/* for a definition */

/* A body that is searched. */
struct search {
	const struct question *q;	/* what for */
	tree root;			/* its variable or parameter */
	bool local;			/* @root is assigned the token itself */
	bool answered;
	uid_set *names;			/* what stands for the token */
	uid_set *found, *others;	/* by this round: assigned it; else */
	location_t around;
};

static bool is_variable(tree t)
{
	return VAR_P(t) || TREE_CODE(t) == PARM_DECL;
}

/* The variable that @t is the value of, or points into what that points to. */
static tree base_of(tree t)
{
	while (POINTER_TYPE_P(TREE_TYPE(t))) {
		switch (TREE_CODE(t)) {
		CASE_CONVERT:
		case NON_LVALUE_EXPR:
		case SAVE_EXPR:
		case POINTER_PLUS_EXPR:
		case PREINCREMENT_EXPR:
		case PREDECREMENT_EXPR:
		case POSTINCREMENT_EXPR:
		case POSTDECREMENT_EXPR:
			t = TREE_OPERAND(t, 0);
			break;
		default:
			return is_variable(t) ? t : NULL_TREE;
		}
	}
	return NULL_TREE;
}

static bool stands_for(const struct search *s, tree t)
{
	tree base = base_of(t);

	return base && s->names->contains(DECL_UID(base));
}

/* ------------------------------------------------------- which variables do */

static void assigned(struct search *s, tree to, tree value)
{
	if (!is_variable(to) || base_of(value) == to || integer_zerop(value))
		return;
	if (stands_for(s, value) || (s->local && to == s->root &&
				     lg_bytes_token(value) == s->q->what))
		s->found->add(DECL_UID(to));
	else
		s->others->add(DECL_UID(to));
}

static tree find_names(tree *tp, int *, void *data)
{
	struct search *s = (struct search *)data;
	tree t = *tp, decl;

	switch (TREE_CODE(t)) {
	case MODIFY_EXPR:
	case INIT_EXPR:
		assigned(s, TREE_OPERAND(t, 0), TREE_OPERAND(t, 1));
		break;
	case DECL_EXPR:
		decl = DECL_EXPR_DECL(t);
		if (VAR_P(decl) && DECL_INITIAL(decl))
			assigned(s, decl, DECL_INITIAL(decl));
		break;
	case ADDR_EXPR:		/* whoever gets it may assign something */
		if (is_variable(TREE_OPERAND(t, 0)))
			s->others->add(DECL_UID(TREE_OPERAND(t, 0)));
		break;
	default:
		break;
	}
	return NULL_TREE;
}

/* One more round; true: it found names that the last one did not. */
static bool name_round(struct search *s, tree body)
{
	hash_set<tree> visited;
	uid_set found, others;
	bool more = false;

	s->found = &found;
	s->others = &others;
	found.add(DECL_UID(s->root));
	walk_tree(&body, find_names, s, &visited);
	for (auto uid : found)
		more |= !others.contains(uid) && !s->names->contains(uid);
	s->names->empty();
	for (auto uid : found)
		if (!others.contains(uid))
			s->names->add(uid);
	return more;
}

/* ------------------------------------------------------------ what they do */

static void ask(tree fn, struct question q);

/* Something that is told once of a function, each time of a variable. */
static void answer(struct search *s, const char *via, location_t loc)
{
	struct lg_deed deed = { LG_USE_BYTES, s->q->what, NULL, via };

	if (s->answered && !s->local)
		return;
	s->answered = true;
	deed.function = s->q->in;
	if (s->q->depth) {
		deed.inside = loc;
		deed.inside_via = via;
		deed.via = s->q->via;
		loc = s->q->loc;
	}
	lg_uses_add(&deed, loc);
}

static void search_call(struct search *s, tree call)
{
	const char *via = NULL;

	for (int i = 0; i < call_expr_nargs(call); i++) {
		struct question q = *s->q;

		if (!stands_for(s, CALL_EXPR_ARG(call, i)))
			continue;
		if (!via)
			via = lg_bytes_call(call);
		if (via) {
			answer(s, via, s->around);
			return;
		}
		q.param = i;
		q.loc = q.depth ? q.loc : s->around;
		ask(get_callee_fndecl(call), q);
	}
}

/* "&p->m" reads nothing of what p points to. */
static bool only_address(tree t)
{
	t = TREE_OPERAND(t, 0);
	while (handled_component_p(t))
		t = TREE_OPERAND(t, 0);
	return INDIRECT_REF_P(t);
}

static tree search(tree *tp, int *walk_subtrees, void *data)
{
	struct search *s = (struct search *)data;
	tree t = *tp, type;

	if (EXPR_P(t) && EXPR_HAS_LOCATION(t))
		s->around = EXPR_LOCATION(t);
	switch (TREE_CODE(t)) {
	case ADDR_EXPR:
		*walk_subtrees = !only_address(t);
		break;
	case CALL_EXPR:
		search_call(s, t);
		break;
	case INDIRECT_REF:
		/* through a pointer to the struct itself: found without us */
		type = TYPE_MAIN_VARIANT(TREE_TYPE(t));
		if (!VOID_TYPE_P(type) && !lg_private_of(type) &&
		    stands_for(s, TREE_OPERAND(t, 0)))
			answer(s, lg_bytes_word(TREE_TYPE(t)), s->around);
		break;
	default:
		break;
	}
	return NULL_TREE;
}

static void search_body(tree fn, tree root, bool local,
			const struct question *q)
{
	uid_set names;
	hash_set<tree> visited;
	struct search s = { q, root, local, false, &names, NULL, NULL,
			    DECL_SOURCE_LOCATION(fn) };
	int rounds = 0;

	names.add(DECL_UID(root));
	while (name_round(&s, DECL_SAVED_TREE(fn)) && ++rounds < MAX_ROUNDS)
		;
	if (names.contains(DECL_UID(root)))
		walk_tree(&DECL_SAVED_TREE(fn), search, &s, &visited);
}

/* -------------------------------------------------------------- who is asked */

static void look_into(tree fn, const struct question *q)
{
	tree param = DECL_ARGUMENTS(fn);

	for (int i = 0; param && i < q->param; i++)
		param = DECL_CHAIN(param);
	if (param && POINTER_TYPE_P(TREE_TYPE(param)))
		search_body(fn, param, false, q);
}

static void ask(tree fn, struct question q)
{
	if (!fn || !DECL_NAME(fn) || q.depth == MAX_DEPTH)
		return;
	if (!q.depth++)
		q.via = lg_printf(&lg_facts->pool, "%s()",
				  IDENTIFIER_POINTER(DECL_NAME(fn)));
	q.function = DECL_UID(fn);
	if (DECL_SAVED_TREE(fn))
		look_into(fn, &q);
	else if (!DECL_IS_UNDECLARED_BUILTIN(fn))
		waiting.safe_push(q);
}

void lg_helper_given(tree fn, int param, const struct lg_private *what,
		     const char *in, location_t loc)
{
	struct question q = { 0, param, 0, what, NULL, in, loc };
	tree types = TYPE_ARG_TYPES(TREE_TYPE(fn));

	for (int i = 0; types && i < param; i++)
		types = TREE_CHAIN(types);
	if (types && POINTER_TYPE_P(TREE_VALUE(types)) &&
	    VOID_TYPE_P(TREE_TYPE(TREE_VALUE(types))))
		ask(fn, q);
}

void lg_helper_defined(tree fn)
{
	for (unsigned int i = 0; i < waiting.length(); i++) {
		struct question q = waiting[i];

		if (q.function == DECL_UID(fn))
			look_into(fn, &q);
	}
}

void lg_helper_variable(tree fn, tree var, const struct lg_private *what,
			const char *in)
{
	struct question q = { 0, 0, 0, what, NULL, in, UNKNOWN_LOCATION };

	search_body(fn, var, true, &q);
}
