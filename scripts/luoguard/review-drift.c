// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * review-drift.c - the contracts of two states, held against each other.
 *
 * An ABI header that changed, or that uses what another header defines anew, is
 * laid out as it is and as it was, even when nothing is to be said of how it
 * is: what drifted is only seen by comparing.
 */
#include "review.h"

bool drift_wanted(const struct pair *p)
{
	for (size_t i = 0; lg_rules[i]; i++)
		if (lg_rules[i]->check_drift &&
		    options_want(&p->r->o, p->policy, lg_rules[i]->id))
			return true;
	return false;
}

bool drift_matters(const struct pair *p)
{
	if (!drift_wanted(p))
		return false;
	if (p->deletes)
		return true;
	for (size_t i = 0; i < p->scan.found.n; i++)
		if (p->scan.found.v[i].zone)
			return true;
	return false;
}

void drift_only(struct noconfig *n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n->scan.found.n; i++) {
		struct candidate *c = &n->scan.found.v[i];

		if (c->zone)
			n->scan.found.v[kept++] = *c;
		else
			lg_vec_free(&c->includes);
	}
	n->scan.found.n = kept;
}

bool drift_finding(const struct lg_finding *f)
{
	return lg_rule_find(f->rule)->check_drift != NULL;
}

/* What a merge brings is new when no parent has it. */
static void keep_common(struct lg_findings *found,
			const struct lg_findings *other)
{
	size_t kept = 0;

	for (size_t i = 0; i < found->v.n; i++) {
		struct lg_finding *f = found->v.v[i];
		bool there = !drift_finding(f);

		for (size_t k = 0; k < other->v.n && !there; k++)
			there = !strcmp(f->fingerprint,
					other->v.v[k]->fingerprint);
		if (there)
			found->v.v[kept++] = f;
	}
	found->v.n = kept;
}

/* ----------------------------------------------------------------- contracts */

static const struct lg_contract *first(const struct lg_contracts *all)
{
	return all && all->machines.n ? all->machines.v[0] : NULL;
}

bool drift_was_seen(const struct pair *p, const struct lg_contract *was,
		     const char *file)
{
	const struct change *c = change_of(&p->changes, file);

	return c && !c->had ? true :
	       lg_contract_header_find(was, c ? c->from : file) != NULL;
}

/* What could be laid out as it is, but not as it was. */
static void tell_unseen(struct pair *p, struct verdict *v,
			const struct lg_contracts *before)
{
	static const struct lg_contract none;
	const struct lg_contract *was = first(before), *is = first(&v->is);

	was = was ? was : &none;
	for (size_t i = 0; is && i < is->headers.n; i++) {
		const char *path = is->headers.v[i]->path;
		const struct change *c = change_of(&p->changes, path);

		if (c && scan_abi_header(p->policy, c->from) &&
		    !drift_was_seen(p, was, path))
			output_not_checked(v->output, "%s: not compared with "
				"what it was: that could not be laid out",
				path);
	}
}

/* Adds to @list the ABI headers that are deleted. Where none is left, nothing
 * was laid out, and that is what all machines see. */
static void find_deleted(struct pair *p, struct verdict *v,
			 const struct lg_contracts *was, lg_strings *list)
{
	for (size_t i = 0; p->deletes && i < p->changes.v.n; i++)
		if (matters_deleted(p, &p->changes.v.v[i]))
			lg_vec_push(list, p->changes.v.v[i].from);
	for (size_t i = 0; list->n && i < was->machines.n; i++)
		lg_contract_of(&v->is, was->machines.v[i]->machine);
}

void drift_tell(struct pair *p, struct verdict *v,
		const struct lg_contracts *was, size_t parent)
{
	lg_strings deleted = { NULL, 0, 0 };
	struct lg_drift d = { was, &v->is, p->base, NULL, p->policy,
			      snapshot_text, &p->after, &deleted };
	struct lg_findings *found = &v->output->findings, other;

	memset(&other, 0, sizeof(other));
	find_deleted(p, v, was, &deleted);
	if (!parent) {
		tell_unseen(p, v, was);
		new_introduce(p, v, first(was), first(&v->is));
	}
	if (p->base) {
		lg_contracts_merge(p->base, was, p->fresh);
		lg_contracts_merge(p->fresh, &v->is, p->base);
	}
	lg_rules_compare(&d, parent ? &other : found, NULL);
	if (parent)
		keep_common(found, &other);
	else
		output_settle(v->output, p->policy);
	lg_findings_free(&other);
	lg_vec_free(&deleted);
}

bool drift_settled(const struct pair *p, const struct verdict *v,
		   const struct lg_finding *f)
{
	struct lg_drift d = { p->base, &v->is, NULL, NULL, p->policy };

	return p->compares && drift_finding(f) &&
	       lg_drift_settled(&d, f->tag, f->member);
}
