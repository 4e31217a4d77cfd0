// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rules.c - runs the rules over one set of facts, and what they report with.
 *
 * Which struct a rule gets to see is decided here, once: a rule that had to
 * ask for the evidence itself would forget to.
 */
#include "luoguard.h"

/* Evidence as a finding names it, before ": " and the because. */
static const char *const evidence_word[] = {
	"flow", "zone", "nested", "name", NULL,
};

const struct lg_rule *lg_rule_find(const char *id)
{
	for (size_t i = 0; lg_rules[i]; i++)
		if (strcmp(lg_rules[i]->id, id) == 0)
			return lg_rules[i];
	return NULL;
}

bool lg_rules_parse(const char *list, lg_strings *only, char **bad)
{
	/* No id is an error, too: "--rules=" must not check nothing. */
	for (;;) {
		size_t n = strcspn(list, ",");
		char *id = strndup(list, n);
		const struct lg_rule *rule;

		if (!id)
			lg_die("out of memory");
		rule = lg_rule_find(id);
		if (!rule) {
			*bad = id;
			return false;
		}
		free(id);
		lg_vec_push(only, rule->id);
		if (!list[n])
			return true;
		list += n + 1;
	}
}

static bool listed(const lg_strings *list, const char *s)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->v[i], s) == 0)
			return true;
	return false;
}

/* Enters @path when it is a versioned zone's header and not in the list. */
static void add_zone_header(struct lg_facts *facts, lg_strings *headers,
			    const char *path)
{
	const struct lg_zone *zone = lg_policy_zone(facts->policy, path);

	if (zone && zone->kind == LG_ZONE_VERSIONED && lg_ends(path, ".h") &&
	    !listed(headers, path))
		lg_vec_push(headers, path);
}

void lg_facts_zone_headers(struct lg_facts *facts, lg_strings *headers)
{
	if (facts->main_file)
		add_zone_header(facts, headers, facts->main_file);
	for (size_t i = 0; i < facts->includes.n; i++)
		if (facts->includes.v[i].header)
			add_zone_header(facts, headers,
					facts->includes.v[i].header);
	for (size_t i = 0; i < facts->structs.n; i++)
		if (facts->structs.v[i]->loc.file)
			add_zone_header(facts, headers,
					facts->structs.v[i]->loc.file);
}

static void run_rule(struct lg_check *c, const lg_strings *headers)
{
	const struct lg_rule *rule = c->rule;
	struct lg_facts *facts = c->facts;

	if (rule->check_struct)
		for (size_t i = 0; i < facts->structs.n; i++)
			if (lg_struct_serialized(facts->structs.v[i]))
				rule->check_struct(c, facts->structs.v[i]);
	for (size_t i = 0; rule->check_header && i < headers->n; i++) {
		struct lg_file *f = lg_facts_file(facts, headers->v[i]);

		/* What cannot be read, the front end counts as not checked. */
		if (f->text)
			rule->check_header(c, f);
	}
	if (rule->check_facts)
		rule->check_facts(c);
}

void lg_rules_run(struct lg_facts *facts, struct lg_findings *findings,
		  const lg_strings *only)
{
	size_t first = findings->v.n;
	lg_strings headers = { NULL, 0, 0 };

	lg_facts_zone_headers(facts, &headers);
	for (size_t i = 0; lg_rules[i]; i++) {
		struct lg_check c = { facts, findings, lg_rules[i] };

		if (only && !listed(only, lg_rules[i]->id))
			continue;
		if (!listed(&facts->policy->rules_off, lg_rules[i]->id))
			run_rule(&c, &headers);
	}
	lg_vec_free(&headers);
	/* Rules may still fill in a struct's tag after lg_report(). */
	for (size_t i = first; i < findings->v.n; i++)
		lg_finding_set_fingerprint(findings->v.v[i]);
	lg_findings_sort(findings);
}

void lg_rules_compare(const struct lg_drift *d, struct lg_findings *findings,
		      const lg_strings *only)
{
	size_t first = findings->v.n;

	for (size_t i = 0; lg_rules[i]; i++) {
		const struct lg_rule *rule = lg_rules[i];
		struct lg_check c = { NULL, findings, rule };

		if (rule->check_drift && (!only || listed(only, rule->id)) &&
		    !listed(&d->policy->rules_off, rule->id))
			rule->check_drift(&c, d);
	}
	for (size_t i = first; i < findings->v.n; i++)
		lg_finding_set_fingerprint(findings->v.v[i]);
	lg_findings_sort(findings);
}

bool lg_struct_borrowed(const struct lg_struct *s)
{
	return !s->zone && s->evidence == LG_EV_NESTED && s->loc.file &&
	       s->because_loc.file &&
	       strcmp(s->because_loc.file, s->loc.file) != 0;
}

/* The facts die before the findings do: keep copies of their strings. */
static const char *keep(struct lg_check *c, const char *s)
{
	return s ? lg_strdup(&c->findings->pool, s) : NULL;
}

static struct lg_loc keep_loc(struct lg_check *c, struct lg_loc loc)
{
	loc.file = keep(c, loc.file);
	return loc;
}

static struct lg_finding *report(struct lg_check *c, enum lg_severity severity,
				 struct lg_loc loc, const char *fmt,
				 va_list ap)
{
	struct lg_finding *f = lg_findings_add(c->findings);

	f->rule = c->rule->id;
	f->severity = severity;
	f->loc = keep_loc(c, loc);
	f->message = lg_vprintf(&c->findings->pool, fmt, ap);
	lg_finding_set_fingerprint(f);
	return f;
}

void lg_check_members(struct lg_check *c, const struct lg_struct *s,
		      void (*check)(struct lg_check *c,
				    const struct lg_struct *s,
				    const struct lg_visit *v))
{
	lg_visits all = { NULL, 0, 0 };

	lg_struct_members(c->facts, s, &all);
	for (size_t i = 0; i < all.n; i++)
		check(c, s, &all.v[i]);
	lg_vec_free(&all);
}

struct lg_finding *lg_report(struct lg_check *c, enum lg_severity severity,
			     struct lg_loc loc, const char *fmt, ...)
{
	struct lg_finding *f;
	va_list ap;

	va_start(ap, fmt);
	f = report(c, severity, loc, fmt, ap);
	va_end(ap);
	return f;
}

struct lg_finding *lg_report_struct(struct lg_check *c, enum lg_severity sev,
				    const struct lg_struct *s,
				    const struct lg_member *m,
				    const char *fmt, ...)
{
	/* An anonymous member may have no place of its own. */
	struct lg_loc loc = m && m->loc.file ? m->loc : s->loc;
	const char *kind = evidence_word[s->evidence];
	struct lg_finding *f;
	va_list ap;

	va_start(ap, fmt);
	f = report(c, sev, loc, fmt, ap);
	va_end(ap);
	f->tag = keep(c, s->tag);
	f->member = m ? keep(c, m->name) : NULL;
	lg_finding_set_fingerprint(f);
	if (!kind || !s->because)
		return f;
	f->evidence = lg_printf(&c->findings->pool, "%s: %s", kind,
				s->because);
	lg_finding_note(c, f, s->because_loc, "%s counts as serialized: %s",
			lg_struct_name(c->facts, s), s->because);
	if (s->evidence == LG_EV_FLOW)
		lg_flow_notes(c, f, s->flow);
	return f;
}

void lg_finding_note(struct lg_check *c, struct lg_finding *f,
		     struct lg_loc loc, const char *fmt, ...)
{
	struct lg_note note;
	va_list ap;

	va_start(ap, fmt);
	note.loc = keep_loc(c, loc);
	note.text = lg_vprintf(&c->findings->pool, fmt, ap);
	va_end(ap);
	lg_vec_push(&f->notes, note);
}

void lg_finding_fix(struct lg_check *c, struct lg_finding *f,
		    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	f->fix = lg_vprintf(&c->findings->pool, fmt, ap);
	va_end(ap);
}

void lg_finding_left(struct lg_check *c, struct lg_finding *f,
		     const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	f->left = lg_vprintf(&c->findings->pool, fmt, ap);
	va_end(ap);
}

void lg_finding_insert(struct lg_check *c, struct lg_finding *f,
		       struct lg_loc loc, const char *text)
{
	struct lg_insert insert;

	insert.loc = keep_loc(c, loc);
	insert.text = keep(c, text);
	lg_vec_push(&f->inserts, insert);
}

void lg_finding_replace(struct lg_check *c, struct lg_finding *f,
			struct lg_loc loc, unsigned int bytes,
			const char *text)
{
	struct lg_replace replace;

	replace.loc = keep_loc(c, loc);
	replace.bytes = bytes;
	replace.text = keep(c, text);
	lg_vec_push(&f->replaces, replace);
}
