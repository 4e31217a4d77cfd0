// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * private.c - the private structs that are complete in this unit though its
 * file has no business with them. Mostly there are none, and then no function
 * body is walked at all.
 */
#include "plugin.h"

typedef int_hash<unsigned int, 0> uid_hash;

static hash_map<uid_hash, const char *> *tags;

void lg_private_add(tree type, const char *tag)
{
	if (!tags)
		tags = new hash_map<uid_hash, const char *>;
	tags->put(TYPE_UID(TYPE_MAIN_VARIANT(type)), tag);
}

bool lg_private_any(void)
{
	return tags != NULL;
}

const char *lg_private_tag(tree type)
{
	const char **slot;

	if (!tags || !type || !RECORD_OR_UNION_TYPE_P(type))
		return NULL;
	slot = tags->get(TYPE_UID(TYPE_MAIN_VARIANT(type)));
	return slot ? *slot : NULL;
}

bool lg_private_struct(const char *tag)
{
	if (!tags)
		return false;
	for (auto entry : *tags)
		if (!strcmp(entry.second, tag))
			return true;
	return false;
}

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
	for (auto entry : *tags) {
		const struct lg_struct *s =
			lg_facts_struct(lg_facts, entry.second);

		if (s && same_names(s, type))
			return true;
	}
	return false;
}
