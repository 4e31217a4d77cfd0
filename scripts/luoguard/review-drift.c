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

/* ------------------------------------------------------------- new structs */

static const struct lg_contract *first(const struct lg_contracts *all)
{
	return all && all->machines.n ? all->machines.v[0] : NULL;
}

/* Who refuses whose data: the restoring kernel compares the whole string with
 * the one it knows. */
static const char *who_reads(struct lg_pool *pool,
			     const struct lg_contract_version *was,
			     const struct lg_contract_version *is)
{
	if (!is || !is->value)
		return "no version governs it: no kernel can tell whether it "
		       "knows the layout";
	if (was && was->value && !strcmp(was->value, is->value))
		return lg_printf(pool, "%s is \"%s\" as before: kernels with "
				 "and without this change take each other's "
				 "data, and only one of them knows the struct",
				 is->name, is->value);
	return lg_printf(pool, "an older kernel knows no \"%s\" and leaves the "
			 "data alone; this one does so with data of any other "
			 "version: versions are compared as a whole",
			 is->value);
}

static const char *introduce(struct output *out, const struct lg_contract *was,
			     const struct lg_contract_struct *s,
			     const struct lg_contract_version *version)
{
	struct lg_pool *pool = &out->pool;
	const char *text = lg_printf(pool, "%s:%llu: new: %s%s%s, %s%s\n",
		s->file, (unsigned long long)s->line,
		lg_contract_struct_name(pool, s), s->doc ? ": " : "",
		s->doc ? s->doc : "", lg_say_size(pool, s->bits),
		version ? lg_printf(pool, ", under %s", version->name) : "");

	for (size_t i = 0; i < s->members.n; i++) {
		const struct lg_contract_member *m = &s->members.v[i];

		text = lg_printf(pool, "%s  %-8s %s %s%s%s\n", text,
				 lg_say_place(pool, m->offset), m->type,
				 m->path, m->doc ? ": " : "",
				 m->doc ? m->doc : "");
	}
	return lg_printf(pool, "%s  %s\n", text,
			 who_reads(pool, version ? lg_contract_version_find(was,
					version->name) : NULL, version));
}

/* Is all of @file, as it was, in @was? A new file was empty. */
static bool was_seen(const struct pair *p, const struct lg_contract *was,
		     const char *file)
{
	const struct change *c = change_of(&p->changes, file);

	return c && !c->had ? true :
	       lg_contract_header_find(was, c ? c->from : file) != NULL;
}

/* What reviewers ask of a new struct, once: for the text form. */
static void introduce_new(struct pair *p, struct verdict *v,
			  const struct lg_contracts *before)
{
	static const struct lg_contract none;
	const struct lg_contract *was = first(before), *is = first(&v->is);
	const struct lg_contract *fresh = first(p->fresh);

	was = was ? was : &none;
	for (size_t i = 0; is && i < is->structs.n; i++) {
		const struct lg_contract_struct *s = is->structs.v[i];
		const char *said = v->output->summary;

		if (s->zone != LG_ZONE_VERSIONED ||
		    !change_of(&p->changes, s->file) ||
		    !was_seen(p, was, s->file) ||
		    lg_contract_struct_find(was, s->tag) ||
		    (fresh && lg_contract_struct_find(fresh, s->tag)))
			continue;
		lg_vec_push(&v->output->introduced,
			    lg_strdup(&v->output->pool, s->tag));
		v->output->summary = lg_printf(&v->output->pool, "%s%s",
			said ? said : "", introduce(v->output, was, s,
				lg_contract_version_find(is, s->version)));
	}
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
		    !was_seen(p, was, path))
			output_not_checked(v->output, "%s: not compared with "
				"what it was: that could not be laid out",
				path);
	}
}

void drift_tell(struct pair *p, struct verdict *v,
		const struct lg_contracts *was, size_t parent)
{
	struct lg_drift d = { was, &v->is, p->base, NULL, p->policy,
			      snapshot_text, &p->after };
	struct lg_findings *found = &v->output->findings, other;

	memset(&other, 0, sizeof(other));
	if (!parent) {
		tell_unseen(p, v, was);
		introduce_new(p, v, was);
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
}

bool drift_settled(const struct pair *p, const struct verdict *v,
		   const struct lg_finding *f)
{
	struct lg_drift d = { p->base, &v->is, NULL, NULL, p->policy };

	return p->compares && drift_finding(f) &&
	       lg_drift_settled(&d, f->tag, f->member);
}
