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

typedef int_hash<unsigned int, 0> uid_hash;

static hash_set<uid_hash> *seen;
/* Unnamed structs outside another: a typedef may name them later. */
static vec<tree> unnamed;

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

/* Private to an owner that this unit's file has no business with? */
static const struct lg_owner *foreign_owner(const struct lg_place *place,
					    const char *tag)
{
	const struct lg_owner *owner = NULL;

	if (tag)
		owner = lg_policy_names_private(lg_options.policy, tag);
	if (!owner)
		owner = place->owner;
	if (owner && lg_policy_may_look(lg_options.policy, owner,
					lg_facts->main_file))
		return NULL;
	return owner;
}

/* Enters @type, called @tag, among the facts when a rule may ask for it. */
static void watch(tree type, const char *tag, location_t loc)
{
	const struct lg_place *place = lg_place_of(loc);
	bool foreign, serialized;

	if (!place)
		return;
	foreign = foreign_owner(place, tag) != NULL;
	serialized = place->zone ||
		     (tag && lg_matches_any(&lg_options.policy->ser_names,
					    tag));
	if (foreign && tag)
		lg_private_add(type, tag);
	if (foreign || serialized)
		lg_struct_extract(type);
}

void lg_type_finished(void *gcc_type, void *)
{
	tree type = (tree)gcc_type;
	const char *tag;

	if (!lg_facts || !type || !RECORD_OR_UNION_TYPE_P(type))
		return;
	type = TYPE_MAIN_VARIANT(type);
	if (!COMPLETE_TYPE_P(type) || !TYPE_STUB_DECL(type))
		return;
	if (!seen)
		seen = new hash_set<uid_hash>;
	if (seen->add(TYPE_UID(type)))
		return;
	tag = lg_type_tag(type);
	if (tag)
		watch(type, tag, DECL_SOURCE_LOCATION(TYPE_STUB_DECL(type)));
	else
		unnamed.safe_push(type);
	if (lg_private_any())
		lg_uses_type(type);
}

void lg_types_mark(void)
{
	unsigned int i;
	tree type;

	FOR_EACH_VEC_ELT(unnamed, i, type)
		gt_ggc_mx_tree_node(type);
}

void lg_types_finish(void)
{
	unsigned int i;
	tree type;

	FOR_EACH_VEC_ELT(unnamed, i, type) {
		const char *tag = lg_type_tag(type);

		if (tag)
			watch(type, tag,
			      DECL_SOURCE_LOCATION(lg_type_typedef(type)));
	}
	lg_struct_finish_pointees();
}
