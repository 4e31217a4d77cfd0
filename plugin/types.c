// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * types.c - which of a unit's types the rules watch.
 *
 * PLUGIN_FINISH_TYPE comes at every mention of a struct, 30,000 times in a
 * kernel file, so the common answer ("seen", "not watched") has to be cheap. A
 * type is known by its TYPE_UID: an address may be used again after a garbage
 * collection, a UID is not.
 */
#include "plugin.h"

#define MAX_NAMES 256		/* members that are compared */

/* Was @type here before? TYPE_UIDs are small numbers: a bit for each. */
static bool seen(tree type)
{
	static LG_VEC(uint64_t) bits;
	unsigned int uid = TYPE_UID(type);
	uint64_t bit = 1ULL << uid % 64;
	bool before;

	while (bits.n <= uid / 64)
		lg_vec_push(&bits, 0);
	before = bits.v[uid / 64] & bit;
	bits.v[uid / 64] |= bit;
	return before;
}

tree lg_type_element(tree type)
{
	while (TREE_CODE(type) == ARRAY_TYPE)
		type = TREE_TYPE(type);
	return TYPE_MAIN_VARIANT(type);
}

/* In C, "typedef struct { } foo" names a variant of the type, not the type. */
tree lg_type_typedef(tree type)
{
	tree first = NULL_TREE;

	type = TYPE_MAIN_VARIANT(type);
	if (TYPE_NAME(type) && TREE_CODE(TYPE_NAME(type)) != TYPE_DECL)
		return NULL_TREE;
	for (; type; type = TYPE_NEXT_VARIANT(type)) {
		tree name = TYPE_NAME(type);

		if (name && TREE_CODE(name) == TYPE_DECL && DECL_NAME(name) &&
		    (!first || DECL_UID(name) < DECL_UID(first)))
			first = name;
	}
	return first;
}

const char *lg_type_tag(tree type)
{
	tree name = TYPE_NAME(TYPE_MAIN_VARIANT(type));

	if (!name || TREE_CODE(name) == TYPE_DECL) {
		name = lg_type_typedef(type);
		name = name ? DECL_NAME(name) : NULL_TREE;
	}
	return name ? IDENTIFIER_POINTER(name) : NULL;
}

/* Enters @type, called @tag, among the facts when a rule may ask for it. */
static void watch(tree type, const char *tag, location_t loc)
{
	const struct lg_place *place = lg_place_of(loc);
	const struct lg_owner *named, *owner;
	bool foreign, moved, serialized;
	struct lg_struct *s;

	if (!place)
		return;
	named = tag && lg_options.privacy ?
		lg_policy_names_private(lg_options.policy, tag) : NULL;
	owner = named || !lg_options.privacy ? named : place->owner;
	foreign = owner && !lg_policy_may_see(lg_options.policy, owner, tag,
					      lg_facts->main_file);
	/* Whoever compiles what its owner does not define, even the owner, is
	 * to know. */
	moved = named && !lg_policy_owns(named, place->path);
	serialized = place->zone ||
		     (tag && lg_matches_any(&lg_options.policy->ser_names,
					    tag));
	if (place->members && tag && lg_options.privacy)
		lg_members_type(type, tag, place);
	if (!foreign && !serialized && !moved)
		return;
	s = lg_struct_extract(type);
	if (foreign && tag)
		lg_private_add(type, tag, owner, s);
}

/* The names of @type's members, unnamed structs opened up; false: too many. */
static bool member_names(tree type, const char **names, size_t *n)
{
	for (tree f = TYPE_FIELDS(type); f; f = DECL_CHAIN(f)) {
		if (TREE_CODE(f) != FIELD_DECL)
			continue;
		if (!DECL_NAME(f)) {
			if (RECORD_OR_UNION_TYPE_P(TREE_TYPE(f)) &&
			    !member_names(TREE_TYPE(f), names, n))
				return false;
			continue;
		}
		if (*n == MAX_NAMES)
			return false;
		names[(*n)++] = IDENTIFIER_POINTER(DECL_NAME(f));
	}
	return true;
}

/* May @type repeat a struct that this unit does not see? */
static bool repeats_owner(tree type, location_t loc)
{
	const struct lg_place *place = lg_place_of(loc);
	const char *names[MAX_NAMES];
	tree first = TYPE_FIELDS(type);
	size_t n = 0;

	while (first && !DECL_NAME(first) &&
	       RECORD_OR_UNION_TYPE_P(TREE_TYPE(first)))
		first = TYPE_FIELDS(TREE_TYPE(first));
	if (!lg_options.privacy || !first || !DECL_NAME(first) || !place || place->owner ||
	    place->zone ||
	    !lg_shapes_begin(lg_facts, IDENTIFIER_POINTER(DECL_NAME(first))))
		return false;
	return member_names(type, names, &n) &&
	       lg_shapes_named(lg_facts, names, n);
}

/* "typedef struct { } foo;": the name comes after the type. */
void lg_type_named(tree decl)
{
	tree type = TYPE_MAIN_VARIANT(TREE_TYPE(decl));

	if (!RECORD_OR_UNION_TYPE_P(type) || !COMPLETE_TYPE_P(type) ||
	    TYPE_NAME(type) || lg_type_typedef(type) != decl)
		return;
	watch(type, IDENTIFIER_POINTER(DECL_NAME(decl)),
	      DECL_SOURCE_LOCATION(decl));
	if (repeats_owner(type, DECL_SOURCE_LOCATION(decl)))
		lg_struct_extract(type);
}

/* Where enumerator @name stands: GCC keeps no place of it, the text does. */
static struct lg_loc enumerator_loc(struct lg_loc from, const char *name)
{
	struct lg_file *f = lg_facts_file(lg_facts, from.file);
	size_t at = lg_file_offset(f, from.line, 1), n = strlen(name);

	for (; at < f->bytes && f->code[at] != '}'; at++)
		if (!strncmp(f->code + at, name, n) &&
		    !ISIDNUM(f->code[at + n]) &&
		    (!at || !ISIDNUM(f->code[at - 1])))
			return lg_file_loc(f, at);
	return from;
}

/* The values of an ABI header's enum are part of the contract. */
static void watch_enum(tree type)
{
	const char *tag = lg_type_tag(type);
	const struct lg_place *place;

	if (!TYPE_VALUES(type) || !TYPE_STUB_DECL(type))
		return;
	place = lg_place_of(DECL_SOURCE_LOCATION(TYPE_STUB_DECL(type)));
	if (!place || !place->zone || seen(type))
		return;
	for (tree v = TYPE_VALUES(type); v; v = TREE_CHAIN(v)) {
		tree value = TREE_VALUE(v);
		struct lg_enumerator e;

		memset(&e, 0, sizeof(e));
		e.name = IDENTIFIER_POINTER(TREE_PURPOSE(v));
		e.of = tag ? tag : "";
		e.last = !TREE_CHAIN(v);
		if (TREE_CODE(value) == CONST_DECL)
			value = DECL_INITIAL(value);
		if (!value || TREE_CODE(value) != INTEGER_CST)
			continue;
		e.value = (int64_t)TREE_INT_CST_LOW(value);
		e.loc = enumerator_loc(lg_loc_of(DECL_SOURCE_LOCATION(
					TYPE_STUB_DECL(type))), e.name);
		lg_vec_push(&lg_facts->enumerators, e);
	}
}

void lg_type_finished(void *gcc_type, void *)
{
	tree type = (tree)gcc_type;
	const char *tag;

	if (!lg_facts || !type)
		return;
	if (TREE_CODE(type) == ENUMERAL_TYPE)
		watch_enum(TYPE_MAIN_VARIANT(type));
	if (!RECORD_OR_UNION_TYPE_P(type))
		return;
	type = TYPE_MAIN_VARIANT(type);
	if (!COMPLETE_TYPE_P(type) || !TYPE_STUB_DECL(type))
		return;
	if (seen(type))
		return;
	if (lg_options.privacy)
		lg_text_struct(type);
	tag = lg_type_tag(type);
	if (tag)
		watch(type, tag, DECL_SOURCE_LOCATION(TYPE_STUB_DECL(type)));
	if (tag && repeats_owner(type, DECL_SOURCE_LOCATION(
						TYPE_STUB_DECL(type))))
		lg_struct_extract(type);	/* a copy, perhaps */
	if (!lg_private_any())
		return;
	lg_uses_type(type);
	if (tag && lg_private_alike(type))
		lg_struct_extract(type);
}
