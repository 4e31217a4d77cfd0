// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * contract.c - the contracts among the facts of a compilation.
 *
 * In: every serialized struct, and what it holds by value, with the version
 * that governs it; of the zones' headers the macros and enumerators that have a
 * value. A constant's version is what governs a struct of that name there. What
 * is a version is no constant.
 */
#include <ctype.h>

#include "luoguard.h"
#include "macro.h"

struct gather {
	struct lg_facts *facts;
	struct lg_pool *pool;
	struct lg_contract *c;
};

static const char *keep(struct gather *g, const char *s)
{
	return s ? lg_strdup(g->pool, s) : NULL;
}

/* @s in one line, for a comparison of what it says. */
static const char *fold(struct gather *g, const char *s)
{
	char *to, *copy;

	if (!s)
		return NULL;
	to = copy = lg_strdup(g->pool, s);
	for (; *s; s++) {
		if (!isspace((unsigned char)*s))
			*to++ = *s;
		else if (to > copy && to[-1] != ' ')
			*to++ = ' ';
	}
	while (to > copy && to[-1] == ' ')
		to--;
	*to = '\0';
	return *copy ? copy : NULL;
}

#define FIND(list, field, name)						\
	do {								\
		for (size_t i = 0; (name) && i < (list)->n; i++)	\
			if (!strcmp((list)->v[i]->field, name))		\
				return (list)->v[i];			\
		return NULL;						\
	} while (0)

/* ------------------------------------------------------- headers, versions */

const struct lg_contract_header *
lg_contract_header_find(const struct lg_contract *c, const char *path)
{
	FIND(&c->headers, path, path);
}

static void add_headers(struct gather *g)
{
	lg_strings paths = { NULL, 0, 0 };
	const char *own = g->facts->main_file;

	lg_facts_zone_headers(g->facts, &paths);
	/* append-only ones */
	if (own && lg_policy_zone(g->facts->policy, own))
		lg_vec_push(&paths, own);
	for (size_t i = 0; i < g->facts->includes.n; i++) {
		const char *header = g->facts->includes.v[i].header;

		if (header && lg_policy_zone(g->facts->policy, header))
			lg_vec_push(&paths, header);
	}
	for (size_t i = 0; i < paths.n; i++) {
		struct lg_contract_header *h;

		if (lg_contract_header_find(g->c, paths.v[i]))
			continue;
		h = lg_new(g->pool, struct lg_contract_header);
		h->path = keep(g, paths.v[i]);
		lg_vec_push(&g->c->headers, h);
	}
	lg_vec_free(&paths);
}


const struct lg_contract_version *
lg_contract_version_find(const struct lg_contract *c, const char *name)
{
	FIND(&c->versions, name, name);
}

static const char *add_version(struct gather *g, const struct lg_macro *m,
			       const char *value)
{
	struct lg_contract_version *v;

	if (lg_contract_version_find(g->c, m->name))
		return lg_contract_version_find(g->c, m->name)->name;
	v = lg_new(g->pool, struct lg_contract_version);
	v->name = keep(g, m->name);
	v->value = keep(g, value);
	v->body = keep(g, m->body);
	v->file = keep(g, m->loc.file ? m->loc.file : "");
	v->line = m->loc.line;
	v->column = m->loc.column;
	lg_vec_push(&g->c->versions, v);
	return v->name;
}

static const char *version_of(struct gather *g, const struct lg_struct *s)
{
	const struct lg_version *v = lg_struct_version(g->facts, s, NULL);

	return v ? add_version(g, v->macro, v->value) : NULL;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Is a member of @s declared with @name? */
static bool declared_with(struct gather *g, const struct lg_struct *s,
			  const char *name)
{
	struct lg_file *f = lg_facts_file(g->facts, s->loc.file);
	size_t from = lg_file_offset(f, s->loc.line, 1);
	size_t to = s->end.file ? lg_file_offset(f, s->end.line, 1) : from;
	size_t n = strlen(name);

	for (; from < to && to != (size_t)-1; from++)
		if (!strncmp(f->code + from, name, n) &&
		    !is_word(f->code[from + n]) &&
		    (!from || !is_word(f->code[from - 1])))
			return true;
	return false;
}

/* The struct of constant @name's header that is declared with it; else the
 * first one there that a version governs; or NULL. */
static const struct lg_struct *user_of(struct gather *g, const char *name,
				       const char *file, bool any)
{
	for (size_t i = 0; i < g->facts->structs.n; i++) {
		const struct lg_struct *s = g->facts->structs.v[i];

		if (s->loc.file && !strcmp(s->loc.file, file) &&
		    lg_struct_version(g->facts, s, NULL) &&
		    (any || declared_with(g, s, name)))
			return s;
	}
	return NULL;
}

/* What governs constant @name: the version of a struct that uses it as a
 * length, else of one of that name, which has no members and no doc. A macro
 * that makes strings of its arguments is nobody's version. */
static const char *version_of_constant(struct gather *g, const char *name,
				       struct lg_loc loc)
{
	const struct lg_struct *user = user_of(g, name, loc.file, false);
	const struct lg_version *v;
	struct lg_struct s;

	if (user)
		return version_of(g, user);
	memset(&s, 0, sizeof(s));
	s.tag = name;
	s.loc = loc;
	s.zone = lg_policy_zone(g->facts->policy, loc.file);
	v = lg_struct_version(g->facts, &s, NULL);
	user = v && v->macro->params ? user_of(g, name, loc.file, true) : NULL;
	return version_of(g, user ? user : &s);
}

/* ----------------------------------------------------------------- structs */

const struct lg_contract_struct *
lg_contract_struct_find(const struct lg_contract *c, const char *tag)
{
	FIND(&c->structs, tag, tag);
}

const char *lg_contract_struct_name(struct lg_pool *pool,
				    const struct lg_contract_struct *s)
{
	if (s->is_typedef)
		return s->tag;
	return lg_printf(pool, "%s %s", s->is_union ? "union" : "struct",
			 s->tag);
}

static enum lg_bytes_kind integer(const struct lg_type *t)
{
	const char *base = t->base ? t->base : t->name;

	if (strstr(base, "unsigned") || !strcmp(base, "char"))
		return LG_BYTES_UNSIGNED;
	return LG_BYTES_SIGNED;
}

static enum lg_bytes_kind bytes_of(const struct lg_member *m)
{
	switch (m->type.kind) {
	case LG_TYPE_INT:
		return integer(&m->type);
	case LG_TYPE_BOOL:
		return LG_BYTES_BOOL;
	case LG_TYPE_ENUM:
		return LG_BYTES_ENUM;
	case LG_TYPE_POINTER:
		return LG_BYTES_POINTER;
	case LG_TYPE_FLOAT:
		return LG_BYTES_FLOAT;
	case LG_TYPE_STRUCT:
		return LG_BYTES_STRUCT;
	case LG_TYPE_UNION:
		return lg_member_khoser_ptr(m) ? LG_BYTES_KHO_POINTER :
						 LG_BYTES_UNION;
	default:
		return LG_BYTES_OTHER;
	}
}

/* "struct foo *" of DECLARE_KHOSER_PTR(name, struct foo *) */
static const char *kho_pointer_type(const struct lg_member *m)
{
	const struct lg_struct *u = m->type.def;

	for (size_t i = 0; i < u->members.n; i++)
		if (u->members.v[i].type.kind == LG_TYPE_POINTER)
			return u->members.v[i].type.name;
	return m->type.name;
}

static void add_struct(struct gather *g, const struct lg_struct *s);

static void add_member(struct gather *g, struct lg_contract_struct *to,
		       const struct lg_doc *doc, const struct lg_visit *v)
{
	const struct lg_member *m = v->m;
	const struct lg_doc_param *says = doc ? lg_doc_member(doc, v->path) :
					  NULL;
	struct lg_contract_member c;

	memset(&c, 0, sizeof(c));
	c.path = keep(g, v->path);
	c.offset = v->offset;
	c.bits = m->flexible ? 0 : m->bits;
	c.count = m->flexible ? 0 : m->count;
	c.kind = bytes_of(m);
	c.bitfield = m->bitfield;
	c.flexible = m->flexible;
	c.type = keep(g, c.kind == LG_BYTES_KHO_POINTER ? kho_pointer_type(m) :
			 m->type.name);
	c.doc = says ? fold(g, says->text) : NULL;
	if (m->loc.file && !strcmp(m->loc.file, to->file)) {
		c.line = m->loc.line;
		c.column = m->loc.column;
	}
	if ((c.kind == LG_BYTES_STRUCT || c.kind == LG_BYTES_UNION) &&
	    m->type.def && m->type.def->tag) {
		add_struct(g, m->type.def);
		c.holds = keep(g, m->type.def->tag);
	}
	lg_vec_push(&to->members, c);
}

static void add_members(struct gather *g, struct lg_contract_struct *to,
			const struct lg_struct *s, const struct lg_doc *doc)
{
	lg_visits all = { NULL, 0, 0 };

	lg_struct_members(g->facts, s, &all);
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].m->name)
			add_member(g, to, doc, &all.v[i]);
	lg_vec_free(&all);
}

static void add_struct(struct gather *g, const struct lg_struct *s)
{
	const struct lg_doc *doc;
	struct lg_contract_struct *to;

	if (!s->tag || !s->loc.file || s->no_layout ||
	    lg_contract_struct_find(g->c, s->tag))
		return;
	to = lg_new(g->pool, struct lg_contract_struct);
	to->tag = keep(g, s->tag);
	lg_vec_push(&g->c->structs, to);
	to->is_union = s->is_union;
	to->is_typedef = s->is_typedef;
	to->packed = s->packed;
	to->bits = s->bits;
	to->align = s->align;
	to->zone = s->zone ? (uint64_t)s->zone->kind :
		   lg_struct_serialized(s) ? LG_ZONE_VERSIONED :
		   LG_CONTRACT_HELD;
	to->file = keep(g, s->loc.file);
	to->line = s->loc.line;
	to->column = s->loc.column;
	to->version = version_of(g, s);
	doc = lg_struct_doc(g->facts, s);
	to->doc = doc ? fold(g, doc->purpose) : NULL;
	add_members(g, to, s, doc);
}

/* --------------------------------------------------------------- constants */

const struct lg_contract_constant *
lg_contract_constant_find(const struct lg_contract *c, const char *name)
{
	FIND(&c->constants, name, name);
}

static struct lg_contract_constant *new_constant(struct gather *g,
						 const char *name,
						 struct lg_loc loc)
{
	const struct lg_zone *zone = loc.file ?
		lg_policy_zone(g->facts->policy, loc.file) : NULL;
	struct lg_contract_constant *c;

	if (!zone || lg_contract_constant_find(g->c, name) ||
	    lg_contract_version_find(g->c, name))
		return NULL;
	c = lg_new(g->pool, struct lg_contract_constant);
	c->name = keep(g, name);
	c->zone = zone->kind;
	c->file = keep(g, loc.file);
	c->line = loc.line;
	c->column = loc.column;
	c->version = version_of_constant(g, name, loc);
	c->step = lg_constant_is_step(g->facts, name, loc.file);
	lg_vec_push(&g->c->constants, c);
	return c;
}

static void add_enumerator(struct gather *g, const struct lg_enumerator *e)
{
	struct lg_contract_constant *c = new_constant(g, e->name, e->loc);

	if (!c)
		return;
	c->number = (uint64_t)e->value;
	c->of = keep(g, e->of);
	c->last = e->last;
}

/* Can @text, expanded, be a value? A type, an attribute or a statement is
 * none. */
static bool is_expression(const char *name, const char *text)
{
	bool capital = false;

	for (const char *p = name; *p; p++) {
		if (islower((unsigned char)*p))
			return false;
		capital |= isupper((unsigned char)*p) != 0;
	}
	return capital && text && *text && !strpbrk(text, "{};") &&
	       !strstr(text, "__attribute__");
}

static void add_macro(struct gather *g, const struct lg_macro *m)
{
	const char *string, *text;
	struct lg_contract_constant *c;
	int64_t number = 0;
	bool computed;

	if (m->params || !m->body || !*m->body || !m->loc.file ||
	    !lg_policy_zone(g->facts->policy, m->loc.file))
		return;
	string = lg_macro_string(g->facts, m);
	computed = !string && lg_macro_value(g->facts, m, &number);
	text = string || computed ? string : lg_macro_expanded(g->facts, m);
	if (!string && !computed && !is_expression(m->name, text))
		return;
	c = new_constant(g, m->name, m->loc);
	if (!c)
		return;
	c->kind = string ? LG_VALUE_STRING : computed ? LG_VALUE_INTEGER :
		  LG_VALUE_TEXT;
	c->number = (uint64_t)number;
	c->text = keep(g, text);
}

/* A version that governs nothing here may govern what no header shows: a tree
 * that C code makes. */
static void add_lone_version(struct gather *g, const struct lg_macro *m)
{
	const char *string;

	if (!m->loc.file || !lg_policy_zone(g->facts->policy, m->loc.file))
		return;
	string = lg_macro_string(g->facts, m);
	if (string ? lg_macro_is_compatible(g->facts, m) &&
		     lg_compatible_versioned(string) :
		     lg_macro_is_version(g->facts, m))
		add_version(g, m, string ? string : m->body);
}

/* --------------------------------------------------------------------- all */

struct lg_contract *lg_contract_of(struct lg_contracts *all,
				   const char *machine)
{
	struct lg_contract *c;

	for (size_t i = 0; i < all->machines.n; i++)
		if (!strcmp(all->machines.v[i]->machine, machine))
			return all->machines.v[i];
	c = lg_new(&all->pool, struct lg_contract);
	c->machine = lg_strdup(&all->pool, machine);
	lg_vec_push(&all->machines, c);
	return c;
}

void lg_contract_add(struct lg_contracts *all, const char *machine,
		     struct lg_facts *facts)
{
	struct gather g = { facts, &all->pool, lg_contract_of(all, machine) };

	add_headers(&g);
	for (size_t i = 0; i < facts->structs.n; i++) {
		const struct lg_struct *s = facts->structs.v[i];

		if (s->zone || lg_struct_serialized(s))
			add_struct(&g, s);
	}
	for (size_t i = facts->macros.n; i; i--)
		add_lone_version(&g, facts->macros.v[i - 1]);
	for (size_t i = 0; i < facts->enumerators.n; i++)
		add_enumerator(&g, &facts->enumerators.v[i]);
	/* of several definitions the last one counts */
	for (size_t i = facts->macros.n; i; i--)
		add_macro(&g, facts->macros.v[i - 1]);
}

void lg_contracts_free(struct lg_contracts *all)
{
	for (size_t i = 0; i < all->machines.n; i++) {
		struct lg_contract *c = all->machines.v[i];

		for (size_t k = 0; k < c->structs.n; k++)
			lg_vec_free(&c->structs.v[k]->members);
		lg_vec_free(&c->headers);
		lg_vec_free(&c->structs);
		lg_vec_free(&c->constants);
		lg_vec_free(&c->versions);
	}
	lg_vec_free(&all->machines);
	lg_pool_free(&all->pool);
}
