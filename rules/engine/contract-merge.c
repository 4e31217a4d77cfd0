// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * contract-merge.c - contracts of several states put together.
 */
#include "contract-text.h"

/* Adds a copy of each entry of list @list of @from that neither @to nor @except
 * (may be NULL) has; @own is what else a copy needs. */
#define MERGE(pool, to, from, except, list, type, find, key, fields, own)	\
	do {								\
		for (size_t i = 0; i < (from)->list.n; i++) {		\
			const struct type *e = (from)->list.v[i];	\
			struct type *copy;				\
									\
			if (find(to, e->key) ||				\
			    ((except) && find(except, e->key)))		\
				continue;				\
			copy = lg_new(pool, struct type);		\
			*copy = *e;					\
			lg_field_copy(pool, fields, copy);		\
			own;						\
			lg_vec_push(&(to)->list, copy);			\
		}							\
	} while (0)

static void copy_members(struct lg_pool *pool, struct lg_contract_struct *to,
			 const struct lg_contract_struct *from)
{
	memset(&to->members, 0, sizeof(to->members));
	for (size_t i = 0; i < from->members.n; i++) {
		struct lg_contract_member m = from->members.v[i];

		lg_field_copy(pool, lg_member_fields, &m);
		lg_vec_push(&to->members, m);
	}
}

static void merge(struct lg_pool *pool, struct lg_contract *to,
		  const struct lg_contract *from,
		  const struct lg_contract *except)
{
	MERGE(pool, to, from, except, headers, lg_contract_header,
	      lg_contract_header_find, path, lg_header_fields, (void)0);
	MERGE(pool, to, from, except, versions, lg_contract_version,
	      lg_contract_version_find, name, lg_version_fields, (void)0);
	MERGE(pool, to, from, except, structs, lg_contract_struct,
	      lg_contract_struct_find, tag, lg_struct_fields,
	      copy_members(pool, copy, e));
	MERGE(pool, to, from, except, constants, lg_contract_constant,
	      lg_contract_constant_find, name, lg_constant_fields, (void)0);
}

void lg_contracts_merge(struct lg_contracts *to,
			const struct lg_contracts *from,
			const struct lg_contracts *except)
{
	for (size_t i = 0; i < from->machines.n; i++) {
		const struct lg_contract *c = from->machines.v[i];
		const struct lg_contract *not_these = NULL;

		for (size_t k = 0; except && k < except->machines.n; k++)
			if (!strcmp(except->machines.v[k]->machine, c->machine))
				not_these = except->machines.v[k];
		merge(&to->pool, lg_contract_of(to, c->machine), c, not_these);
	}
}
