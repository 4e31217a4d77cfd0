// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * facts.c - the facts of one analysis, and which structs are serialized.
 *
 * A front end only says what the code holds. Whether a struct's bytes cross a
 * kexec is decided here and nowhere else, so that all front ends agree: by
 * the zone it is defined in, by the serialized struct that holds it, or by
 * its name. A name alone proves nothing (a touchscreen has a struct tsc_ser),
 * so a name counts only where KHO or LUO is used.
 */
#include <fnmatch.h>

#include "luoguard.h"

struct lg_facts *lg_facts_new(const struct lg_policy *policy, const char *tree,
			      const char *main_file)
{
	struct lg_facts *facts =
		(struct lg_facts *)calloc(1, sizeof(struct lg_facts));

	if (!facts)
		lg_die("out of memory");
	facts->policy = policy;
	if (tree)
		facts->tree = lg_strdup(&facts->pool, tree);
	if (main_file)
		facts->main_file = lg_strdup(&facts->pool, main_file);
	return facts;
}

/* A member owns the list of typedefs of its type: the only heap memory in it. */
static void struct_free(struct lg_struct *s)
{
	for (size_t i = 0; i < s->members.n; i++)
		lg_vec_free(&s->members.v[i].type.typedefs);
	lg_vec_free(&s->members);
}

void lg_facts_free(struct lg_facts *facts)
{
	if (!facts)
		return;
	for (size_t i = 0; i < facts->all.n; i++)
		struct_free(facts->all.v[i]);
	for (size_t i = 0; i < facts->files.n; i++)
		lg_file_free(facts->files.v[i]);
	lg_flow_free(facts);
	lg_vec_free(&facts->all);
	lg_vec_free(&facts->structs);
	lg_vec_free(&facts->macros);
	lg_vec_free(&facts->enumerators);
	lg_vec_free(&facts->includes);
	lg_vec_free(&facts->uses);
	lg_vec_free(&facts->member_uses);
	lg_vec_free(&facts->files);
	lg_pool_free(&facts->pool);
	free(facts);
}

struct lg_struct *lg_facts_add_struct(struct lg_facts *facts, const char *tag)
{
	struct lg_struct *s = lg_new(&facts->pool, struct lg_struct);

	s->evidence = LG_EV_NONE;
	lg_vec_push(&facts->all, s);
	if (tag) {
		s->tag = lg_strdup(&facts->pool, tag);
		lg_vec_push(&facts->structs, s);
	}
	return s;
}

struct lg_struct *lg_facts_struct(const struct lg_facts *facts, const char *tag)
{
	for (size_t i = 0; i < facts->structs.n; i++)
		if (strcmp(facts->structs.v[i]->tag, tag) == 0)
			return facts->structs.v[i];
	return NULL;
}

static struct lg_macro *macro_in_files(const struct lg_facts *facts,
				       const char *name)
{
	for (size_t i = 0; i < facts->files.n; i++) {
		struct lg_file *f = facts->files.v[i];

		for (size_t k = 0; k < f->macros.n; k++)
			if (strcmp(f->macros.v[k]->name, name) == 0)
				return f->macros.v[k];
	}
	return NULL;
}

struct lg_macro *lg_facts_macro(struct lg_facts *facts, const char *name)
{
	struct lg_macro *m;

	for (size_t i = 0; i < facts->macros.n; i++)
		if (strcmp(facts->macros.v[i]->name, name) == 0)
			return facts->macros.v[i];
	m = macro_in_files(facts, name);
	if (m || facts->zone_read)
		return m;
	lg_facts_zone_files(facts);
	return macro_in_files(facts, name);
}

const char *lg_struct_name(struct lg_facts *facts, const struct lg_struct *s)
{
	const char *kind = s->is_union ? "union" : "struct";

	if (!s->tag)
		return lg_printf(&facts->pool, "the unnamed %s", kind);
	if (s->is_typedef)
		return s->tag;
	return lg_printf(&facts->pool, "%s %s", kind, s->tag);
}

bool lg_struct_serialized(const struct lg_struct *s)
{
	if (s->evidence == LG_EV_NONE)
		return false;
	return !s->zone || s->zone->kind == LG_ZONE_VERSIONED;
}

/* "u64", however a compiler spells it: 64 bits wide by two longs, not by one,
 * which is as wide as the machine. */
static bool fixed_u64(const struct lg_member *m)
{
	const char *base = m->type.base ? m->type.base : m->type.name;
	const char *first = base ? strstr(base, "long") : NULL;

	if (m->type.kind != LG_TYPE_INT || m->array || m->bitfield ||
	    m->type.bits != 64)
		return false;
	return first && strstr(first + 4, "long");
}

bool lg_type_function(const struct lg_type *t)
{
	if (t->kind != LG_TYPE_POINTER)
		return false;
	return strchr(t->name, '(') ||
	       (t->base && (strchr(t->base, '(') ||
			    strcmp(t->base, "function pointer") == 0));
}

bool lg_member_khoser_ptr(const struct lg_member *m)
{
	const struct lg_struct *u = m->type.def;
	const char *to = NULL;
	unsigned int words = 0;

	if (m->type.kind != LG_TYPE_UNION || !u || u->bits != 64)
		return false;
	for (size_t i = 0; i < u->members.n; i++) {
		const struct lg_member *in = &u->members.v[i];

		if (fixed_u64(in)) {
			words++;
			continue;
		}
		/* A function does not lie in preserved memory. */
		if (in->type.kind != LG_TYPE_POINTER || in->array ||
		    lg_type_function(&in->type))
			return false;
		if (to && strcmp(to, in->type.name) != 0)
			return false;
		to = in->type.name;
	}
	return words == 1 && to;
}

bool lg_member_unnamed(const struct lg_member *m)
{
	return (m->type.kind == LG_TYPE_STRUCT ||
		m->type.kind == LG_TYPE_UNION) &&
	       m->type.def && !m->type.def->tag && !lg_member_khoser_ptr(m);
}

/* ------------------------------------------------ who uses KHO or LUO */

struct kho_sign {
	const char *text;	/* "includes <linux/kexec_handover.h>" */
	struct lg_loc loc;
};

static bool kho_include(struct lg_facts *facts, const struct lg_file *f,
			struct kho_sign *sign)
{
	const lg_strings *headers = &facts->policy->kho_headers;

	for (size_t i = 0; i < f->includes.n; i++) {
		const struct lg_text_include *in = &f->includes.v[i];

		if (!lg_matches_any(headers, in->path))
			continue;
		sign->text = lg_printf(&facts->pool, "includes %c%s%c",
				       in->quoted ? '"' : '<', in->path,
				       in->quoted ? '"' : '>');
		sign->loc.file = f->path;
		sign->loc.line = in->line;
		return true;
	}
	return false;
}

/* The front end's includes: it knows where "../x.h" led. */
static bool kho_include_fact(struct lg_facts *facts, const char *file,
			     struct kho_sign *sign)
{
	for (size_t i = 0; i < facts->includes.n; i++) {
		const struct lg_include *in = &facts->includes.v[i];
		const char *header = in->header;

		if (!in->loc.file || strcmp(in->loc.file, file) != 0)
			continue;
		if (lg_starts(header, "include/"))
			header += strlen("include/");
		if (!lg_matches_any(&facts->policy->kho_headers, header))
			continue;
		sign->text = lg_printf(&facts->pool, "includes <%s>", header);
		sign->loc = in->loc;
		return true;
	}
	return false;
}

static bool kho_sign(struct lg_facts *facts, const char *file,
		     struct kho_sign *sign)
{
	const lg_strings *symbols = &facts->policy->kho_symbols;
	const struct lg_file *f;

	if (kho_include_fact(facts, file, sign))
		return true;
	f = lg_facts_file(facts, file);
	if (!f->text)
		return false;
	if (kho_include(facts, f, sign))
		return true;
	for (size_t i = 0; i < symbols->n; i++) {
		if (!lg_file_mentions(f, symbols->v[i]))
			continue;
		sign->text = lg_printf(&facts->pool, "its code mentions %s",
				       symbols->v[i]);
		return true;
	}
	return false;
}

static bool included_by_main(const struct lg_facts *facts, const char *header)
{
	for (size_t i = 0; i < facts->includes.n; i++) {
		const struct lg_include *in = &facts->includes.v[i];

		if (in->loc.file &&
		    strcmp(in->loc.file, facts->main_file) == 0 &&
		    strcmp(in->header, header) == 0)
			return true;
	}
	return false;
}

/* ------------------------------------------------------------ evidence */

/* An ABI of its own: the rules of a live update do not apply to it. */
static bool own_abi(const struct lg_facts *facts, const struct lg_struct *s)
{
	if (s->zone)
		return s->zone->kind == LG_ZONE_APPEND_ONLY;
	return s->loc.file && lg_policy_stable(facts->policy, s->loc.file);
}

bool lg_type_listed(const lg_strings *list, const struct lg_type *t)
{
	if (t->tag && lg_matches_any(list, t->tag))
		return true;
	for (size_t i = 0; i < t->typedefs.n; i++)
		if (lg_matches_any(list, t->typedefs.v[i]))
			return true;
	return false;
}

/* Policy's word on a type is final: uuid_t is right as it is, cpumask_t is
 * wrong as it is; what either is made of is nobody's business. */
static bool listed_type(const struct lg_policy *p, const struct lg_type *t)
{
	return lg_type_listed(&p->fixed_types, t) ||
	       lg_type_listed(&p->loose_types, t);
}

/* Holds @s a bare pointer, or a struct that is internal? */
static bool holds_internal(const struct lg_facts *facts,
			   const struct lg_struct *s)
{
	for (size_t i = 0; i < s->members.n; i++) {
		const struct lg_member *m = &s->members.v[i];

		if (m->type.kind == LG_TYPE_POINTER)
			return true;
		if (m->type.kind != LG_TYPE_STRUCT &&
		    m->type.kind != LG_TYPE_UNION)
			continue;
		if (!lg_member_khoser_ptr(m) &&
		    !listed_type(facts->policy, &m->type) &&
		    lg_type_internal(facts, &m->type))
			return true;
	}
	return false;
}

bool lg_type_internal(const struct lg_facts *facts, const struct lg_type *t)
{
	const struct lg_policy *p = facts->policy;
	const struct lg_struct *def = t->def;

	if (t->kind != LG_TYPE_STRUCT && t->kind != LG_TYPE_UNION)
		return false;
	if (lg_type_listed(&p->internal_structs, t))
		return true;
	if (!def)
		return false;
	/* What is an ABI, or calls itself one, answers for its members itself. */
	if (def->tag) {
		const char *file = def->loc.file;

		if (def->evidence == LG_EV_FLOW ||
		    def->evidence == LG_EV_ZONE ||
		    lg_matches_any(&p->ser_names, def->tag))
			return false;
		if (file && (lg_policy_zone(p, file) ||
			     lg_policy_stable(p, file)))
			return false;
	}
	return holds_internal(facts, def);
}

static void place(const struct lg_facts *facts, struct lg_struct *s)
{
	const struct lg_policy *p = facts->policy;

	if (s->loc.file) {
		s->zone = lg_policy_zone(p, s->loc.file);
		s->owner = lg_policy_owner(p, s->loc.file);
	}
	if (!s->owner && s->tag)
		s->owner = lg_policy_names_private(p, s->tag);
}

static void by_zone(struct lg_facts *facts, struct lg_struct *s)
{
	if (s->evidence <= LG_EV_ZONE || !s->zone ||
	    s->zone->kind != LG_ZONE_VERSIONED)
		return;
	s->evidence = LG_EV_ZONE;
	s->because = lg_printf(&facts->pool, "it lives in the ABI header %s",
			       s->loc.file);
}

static void by_name(struct lg_facts *facts, struct lg_struct *s)
{
	const lg_strings *names = &facts->policy->ser_names;
	struct kho_sign sign = { NULL, { NULL, 0, 0, 0 } };
	const char *file = s->loc.file;
	const char *pattern = NULL;
	bool tail;

	for (size_t i = 0; !pattern && i < names->n; i++)
		if (fnmatch(names->v[i], s->tag, 0) == 0)
			pattern = names->v[i];
	if (s->evidence != LG_EV_NONE || !pattern || !file || own_abi(facts, s))
		return;
	if (!kho_sign(facts, file, &sign)) {
		file = facts->main_file;
		if (!file || !included_by_main(facts, s->loc.file) ||
		    !kho_sign(facts, file, &sign))
			return;
	}
	s->evidence = LG_EV_NAME;
	tail = *pattern == '*' && !strpbrk(pattern + 1, "*?[");
	s->because = lg_printf(&facts->pool, "its name %s %s and %s uses KHO (%s)",
			       tail ? "ends in" : "matches", pattern + tail,
			       file, sign.text);
	s->because_loc = sign.loc;
}

typedef LG_VEC(struct lg_struct *) struct_list;

struct nesting {
	struct lg_facts *facts;
	struct lg_struct *holder;
	struct_list *work;
};

static void nested_in(struct nesting *n, struct lg_struct *s,
		      const struct lg_member *m, bool pointed)
{
	struct lg_facts *facts = n->facts;
	const char *holder = n->holder->tag;

	if (!s || s->evidence != LG_EV_NONE || own_abi(facts, s))
		return;
	s->evidence = LG_EV_NESTED;
	s->because_loc = m->loc;
	if (pointed)
		s->because = lg_printf(&facts->pool,
			"the KHO serializable pointer %s.%s points to it",
			holder, m->name ? m->name : "(unnamed)");
	else if (m->name)
		s->because = lg_printf(&facts->pool,
			"%s holds it as member @%s",
			lg_struct_name(facts, n->holder), m->name);
	else
		s->because = lg_printf(&facts->pool, "%s holds it",
				       lg_struct_name(facts, n->holder));
	lg_vec_push(n->work, s);
}

/* A definition that only its holder's member knows becomes a fact itself. */
static struct lg_struct *adopt(struct lg_facts *facts, struct lg_struct *def)
{
	for (size_t i = 0; i < facts->structs.n; i++)
		if (facts->structs.v[i] == def)
			return def;
	place(facts, def);
	lg_vec_push(&facts->structs, def);
	return def;
}

static void khoser_target(struct nesting *n, const struct lg_member *m)
{
	const struct lg_struct *u = m->type.def;

	for (size_t i = 0; i < u->members.n; i++) {
		const struct lg_type *t = &u->members.v[i].type;

		if (t->kind != LG_TYPE_POINTER || !t->tag ||
		    lg_matches_any(&n->facts->policy->internal_structs, t->tag))
			continue;
		nested_in(n, lg_facts_struct(n->facts, t->tag), m, true);
		return;
	}
}

static void nested_members(struct nesting *n, const struct lg_struct *s)
{
	const struct lg_policy *p = n->facts->policy;

	for (size_t i = 0; i < s->members.n; i++) {
		const struct lg_member *m = &s->members.v[i];

		if (m->type.kind != LG_TYPE_STRUCT &&
		    m->type.kind != LG_TYPE_UNION)
			continue;
		if (lg_member_khoser_ptr(m))
			khoser_target(n, m);
		else if (lg_member_unnamed(m))
			nested_members(n, m->type.def);
		else if (m->type.def && !listed_type(p, &m->type) &&
			 !lg_type_internal(n->facts, &m->type))
			nested_in(n, adopt(n->facts, m->type.def), m, false);
		/* else it is abi-type's, on the holder */
	}
}

/* Follows what serialized structs hold until nothing new is found. */
static void by_nesting(struct lg_facts *facts)
{
	struct_list work = { NULL, 0, 0 };
	struct nesting n = { facts, NULL, &work };

	for (size_t i = 0; i < facts->structs.n; i++)
		if (lg_struct_serialized(facts->structs.v[i]))
			lg_vec_push(&work, facts->structs.v[i]);
	while (work.n) {
		n.holder = work.v[--work.n];
		nested_members(&n, n.holder);
	}
	lg_vec_free(&work);
}

void lg_facts_resolve(struct lg_facts *facts)
{
	for (size_t i = 0; i < facts->structs.n; i++) {
		place(facts, facts->structs.v[i]);
		by_zone(facts, facts->structs.v[i]);
	}
	lg_flow_resolve(facts);
	by_nesting(facts);
	for (size_t i = 0; i < facts->structs.n; i++)
		by_name(facts, facts->structs.v[i]);
	by_nesting(facts);
}
