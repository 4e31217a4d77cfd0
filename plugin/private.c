// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * private.c - the private structs that this unit meets though its file has no
 * business with them.
 *
 * Those that are complete are known by their type: two structs may bear one
 * tag. Mostly there are none, and then hardly a function body is walked. Of one
 * that is only declared, the tag is all there is; policy's list decides.
 */
#include "plugin.h"

typedef int_hash<unsigned int, 0> uid_hash;

static hash_map<uid_hash, const struct lg_private *> *complete;
static LG_VEC(const struct lg_private *) declared;

static const struct lg_private *make(const char *tag,
				     const struct lg_owner *owner)
{
	struct lg_private *p = lg_new(&lg_plugin_pool, struct lg_private);

	p->tag = lg_strdup(&lg_plugin_pool, tag);
	p->owner = owner;
	return p;
}

void lg_private_add(tree type, const char *tag, const struct lg_owner *owner,
		    const struct lg_struct *s)
{
	struct lg_private *p = (struct lg_private *)make(tag, owner);

	if (!complete) {
		complete = new hash_map<uid_hash, const struct lg_private *>;
		lg_lines_start();
		lg_uses_before();
	}
	p->def = s;
	complete->put(TYPE_UID(TYPE_MAIN_VARIANT(type)), p);
}

bool lg_private_any(void)
{
	return complete != NULL;
}

const struct lg_private *lg_private_of(tree type)
{
	const struct lg_private **slot;

	if (!complete || !type || !RECORD_OR_UNION_TYPE_P(type))
		return NULL;
	slot = complete->get(TYPE_UID(TYPE_MAIN_VARIANT(type)));
	return slot ? *slot : NULL;
}

static const struct lg_private *declared_as(const char *tag)
{
	const struct lg_owner *owner;

	for (size_t i = 0; i < declared.n; i++)
		if (!strcmp(declared.v[i]->tag, tag))
			return declared.v[i];
	owner = lg_policy_names_private(lg_options.policy, tag);
	if (!owner || lg_policy_may_see(lg_options.policy, owner, tag,
					lg_facts->main_file))
		return NULL;
	lg_vec_push(&declared, make(tag, owner));
	return declared.v[declared.n - 1];
}

const struct lg_private *lg_private_pointee(tree pointer)
{
	tree to, name;

	if (!pointer || !POINTER_TYPE_P(pointer))
		return NULL;
	to = TREE_TYPE(pointer);
	if (!RECORD_OR_UNION_TYPE_P(to))
		return NULL;
	if (COMPLETE_TYPE_P(TYPE_MAIN_VARIANT(to)))
		return lg_private_of(to);
	name = TYPE_NAME(TYPE_MAIN_VARIANT(to));
	if (!name || TREE_CODE(name) != IDENTIFIER_NODE)
		return NULL;
	return declared_as(IDENTIFIER_POINTER(name));
}

/* @deep: or in one of the structs that it holds? */
static bool holds(tree type, bool deep)
{
	for (tree f = TYPE_FIELDS(type); f; f = DECL_CHAIN(f)) {
		tree in;

		if (TREE_CODE(f) != FIELD_DECL)
			continue;
		if (lg_private_pointee(TREE_TYPE(f)))
			return true;
		in = deep ? lg_type_element(TREE_TYPE(f)) : NULL_TREE;
		if (in && RECORD_OR_UNION_TYPE_P(in) && holds(in, false))
			return true;
	}
	return false;
}

bool lg_private_held(tree type)
{
	static hash_map<uid_hash, bool> *holders;
	bool existed;

	type = TYPE_MAIN_VARIANT(type);
	if (!RECORD_OR_UNION_TYPE_P(type) || !COMPLETE_TYPE_P(type))
		return false;
	if (!holders)
		holders = new hash_map<uid_hash, bool>;
	bool &held = holders->get_or_insert(TYPE_UID(type), &existed);
	if (!existed)
		held = holds(type, true);
	return held;
}

/* ------------------------------------------------------------------- names */

struct typedefed {
	const char *name;
	unsigned int uid;		/* of the struct; arrays stripped */
};

static LG_VEC(struct typedefed) typedefs;

void lg_private_note_typedef(tree decl)
{
	tree type = lg_type_element(TREE_TYPE(decl));
	struct typedefed t;

	if (!RECORD_OR_UNION_TYPE_P(type) || !DECL_NAME(decl))
		return;
	t.name = IDENTIFIER_POINTER(DECL_NAME(decl));
	t.uid = TYPE_UID(type);
	lg_vec_push(&typedefs, t);
}

const struct lg_private *lg_private_typedef(const char *s, size_t n)
{
	for (size_t i = 0; i < typedefs.n; i++) {
		const struct lg_private **slot;

		if (strncmp(typedefs.v[i].name, s, n) || typedefs.v[i].name[n])
			continue;
		slot = complete->get(typedefs.v[i].uid);
		if (slot)
			return *slot;
	}
	return NULL;
}

const struct lg_private *lg_private_tagged(const char *s, size_t n)
{
	for (auto entry : *complete)
		if (!entry.second->def->is_typedef &&
		    !strncmp(entry.second->tag, s, n) && !entry.second->tag[n])
			return entry.second;
	return NULL;
}

bool lg_private_spoken(const char *text)
{
	for (auto entry : *complete)
		if (strstr(text, entry.second->tag))
			return true;
	for (size_t i = 0; i < typedefs.n; i++)
		if (complete->get(typedefs.v[i].uid) &&
		    strstr(text, typedefs.v[i].name))
			return true;
	return false;
}

/* The tags that policy names and that this unit's file may not look into. */
static const lg_strings *hidden_tags(void)
{
	static lg_strings tags;
	static bool known;
	const struct lg_policy *p = lg_options.policy;

	for (size_t i = 0; !known && i < p->owners.n; i++) {
		const struct lg_owner *o = &p->owners.v[i];

		for (size_t k = 0; k < o->structs.n; k++)
			if (!lg_policy_may_see(p, o, o->structs.v[k],
					       lg_facts->main_file))
				lg_vec_push(&tags, o->structs.v[k]);
	}
	known = true;
	return &tags;
}

bool lg_private_expected(void)
{
	return hidden_tags()->n > 0;
}

bool lg_private_met(void)
{
	static bool met;
	const lg_strings *tags = hidden_tags();

	for (size_t i = 0; !met && i < tags->n; i++)
		met = strpbrk(tags->v[i], "*?[") ||
		      maybe_get_identifier(tags->v[i]);
	return met;
}

/* ------------------------------------------------------------------ copies */

static bool same_names(const struct lg_struct *s, tree type)
{
	size_t n = 0;

	for (tree f = TYPE_FIELDS(type); f; f = DECL_CHAIN(f)) {
		if (TREE_CODE(f) != FIELD_DECL)
			continue;
		if (n == s->members.n || !DECL_NAME(f) ||
		    !s->members.v[n].name ||
		    strcmp(s->members.v[n].name,
			   IDENTIFIER_POINTER(DECL_NAME(f))))
			return false;
		n++;
	}
	return n && n == s->members.n;
}

bool lg_private_alike(tree type)
{
	for (auto entry : *complete)
		if (entry.second->def && same_names(entry.second->def, type))
			return true;
	return false;
}
