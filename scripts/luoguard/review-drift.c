// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * review-drift.c - the contracts of two states, held against each other.
 *
 * An ABI header that changed, or that uses what another header defines anew, is
 * laid out as it is and as it was, even when nothing is to be said of how it
 * is: what drifted is only seen by comparing.
 */
#include "review.h"

bool drift_matters(const struct pair *p)
{
	if (!options_want(&p->r->o, p->policy, "abi-drift"))
		return false;
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

static bool is_drift(const struct lg_finding *f)
{
	return !strcmp(f->rule, "abi-drift");
}

/* What a merge brings is new when no parent has it. */
static void keep_common(struct lg_findings *found,
			const struct lg_findings *other)
{
	size_t kept = 0;

	for (size_t i = 0; i < found->v.n; i++) {
		struct lg_finding *f = found->v.v[i];
		bool there = !is_drift(f);

		for (size_t k = 0; k < other->v.n && !there; k++)
			there = !strcmp(f->fingerprint,
					other->v.v[k]->fingerprint);
		if (there)
			found->v.v[kept++] = f;
	}
	found->v.n = kept;
}

void drift_tell(struct pair *p, struct verdict *v,
		const struct lg_contracts *was, size_t parent)
{
	struct lg_drift d = { was, &v->is, p->base, NULL, p->policy };
	struct lg_findings *found = &v->output->findings, other;

	memset(&other, 0, sizeof(other));
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
}

bool drift_settled(const struct pair *p, const struct verdict *v,
		   const struct lg_finding *f)
{
	struct lg_drift d = { p->base, &v->is, NULL, NULL, p->policy };

	return p->compares && is_drift(f) &&
	       lg_drift_settled(&d, f->tag, f->member);
}
