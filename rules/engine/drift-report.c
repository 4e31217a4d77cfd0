// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * drift-report.c - what abi-drift says of constants and of versions, and how it
 * is mended.
 */
#include "luoguard.h"
#include "drift.h"

struct lg_loc lg_drift_place(const char *file, uint64_t line, uint64_t column)
{
	struct lg_loc loc = { file, (unsigned int)line, (unsigned int)column,
			      0 };

	return loc;
}

/* ---------------------------------------------------------------- versions */

/* Line @line of @text; NULL: there is none. */
static const char *line_of(const char *text, uint64_t line)
{
	while (text && line > 1) {
		text = strchr(text, '\n');
		text = text ? text + 1 : NULL;
		line--;
	}
	return text;
}

/* Adds the edit that makes @v's value @next, if it stands where it was read,
 * in one piece. */
static void edit_version(struct drift *x, struct lg_finding *f,
			 const struct lg_contract_version *v, const char *next)
{
	size_t bytes, column = v->column;
	const char *text = x->d->read && *v->file && v->line && column ?
		x->d->read(x->pool, x->d->from, v->file, &bytes) : NULL;
	const char *line = line_of(text, v->line), *at;

	if (!line || strcspn(line, "\n") < column ||
	    !lg_starts(line + column - 1, v->name))
		return;
	at = line + column - 1 + strlen(v->name);
	at += strspn(at, " \t");
	if (!lg_starts(at, v->body))
		return;
	lg_finding_replace(x->c, f,
			   lg_drift_place(v->file, v->line,
					  (uint64_t)(at - line) + 1),
			   (unsigned int)strlen(v->body), next);
	f->mends = true;
}

void lg_drift_mend(struct drift *x, struct lg_finding *f,
		   const struct lg_contract_version *v)
{
	const char *next = lg_version_next(x->pool, v->value);
	const char *body = lg_version_next(x->pool, v->body);
	struct lg_note hunk;

	if (!next || !body) {
		lg_finding_fix(x->c, f, "give %s a value that it never had",
			       v->name);
		return;
	}
	lg_finding_fix(x->c, f, "bump %s from \"%s\" to \"%s\", in this commit "
		       "or at the end of the series", v->name, v->value, next);
	f->picture = lg_printf(&x->c->findings->pool,
			       "%s-#define %s %s\n+#define %s %s\n",
			       f->picture ? f->picture : "", v->name, v->body,
			       v->name, body);
	memset(&hunk, 0, sizeof(hunk));
	hunk.loc = lg_drift_place(lg_strdup(&x->c->findings->pool, v->file), v->line,
			 v->column);
	hunk.text = lg_printf(&x->c->findings->pool, "%s is still \"%s\" here",
			      v->name, v->value);
	lg_vec_push(&f->notes, hunk);
	edit_version(x, f, v, body);
}

const char *lg_drift_standing(struct drift *x, const struct lg_standing *s)
{
	if (!s->is)
		return "no version governs it";
	if (!s->is->value)
		return lg_printf(x->pool, "%s is no constant", s->is->name);
	return lg_printf(x->pool, "%s is still \"%s\"", s->is->name,
			 s->is->value);
}

bool lg_drift_covered(const struct lg_standing *s)
{
	return s->moved && (s->here || s->earlier);
}

/* --------------------------------------------------------------- constants */

/* Is it the length of an array whose struct was told of? Then it is why. */
static bool explains(struct drift *x, const struct lg_constant_change *k,
		     const struct lg_contract_struct *is)
{
	const struct lg_contract_struct *was =
		lg_contract_struct_find(x->before, is->tag);

	for (size_t i = 0; was && i < is->members.n; i++)
		for (size_t m = 0; m < was->members.n; m++)
			if (is->members.v[i].count == k->is->number &&
			    was->members.v[m].count == k->was->number &&
			    !strcmp(is->members.v[i].path,
				    was->members.v[m].path))
				return true;
	return false;
}

/* Another machine may have said the same. */
static bool noted(const struct lg_finding *f, const char *text)
{
	for (size_t i = 0; i < f->notes.n; i++)
		if (!strcmp(f->notes.v[i].text, text))
			return true;
	return false;
}

static bool add_to_struct(struct drift *x, const struct lg_constant_change *k)
{
	for (size_t i = 0; k->is && !k->harmless && !k->is->of &&
	     k->is->kind == LG_VALUE_INTEGER && i < x->c->findings->v.n; i++) {
		struct lg_finding *f = x->c->findings->v.v[i];
		const struct lg_contract_struct *is;

		is = strcmp(f->rule, x->c->rule->id) || !f->tag ? NULL :
		     lg_contract_struct_find(x->after, f->tag);
		if (!is || !explains(x, k, is))
			continue;
		if (!noted(f, k->text))
			lg_finding_note(x->c, f,
					lg_drift_place(k->is->file, k->is->line,
						       k->is->column),
					"%s", k->text);
		return true;
	}
	return false;
}

static bool append_only(const struct lg_constant_change *k)
{
	return k->was->zone == LG_ZONE_APPEND_ONLY;
}

static enum lg_severity severity_of(const struct lg_constant_change *k,
				    const struct lg_standing *s)
{
	if (k->harmless || k->step || (s->moved && !append_only(k)))
		return LG_NOTE;
	if (!k->is || k->was->kind == LG_VALUE_TEXT ||
	    k->is->kind == LG_VALUE_TEXT)
		return LG_WARNING;	/* what it did is not known */
	return LG_ERROR;
}

static struct lg_loc constant_place(const struct lg_constant_change *k,
				    const struct lg_standing *s)
{
	if (k->is)
		return lg_drift_place(k->is->file, k->is->line, k->is->column);
	if (s->is && *s->is->file)
		return lg_drift_place(s->is->file, s->is->line, s->is->column);
	return lg_drift_place(k->was->file, 0, 0);
}

/* What is behind the change: ", and foo.h is append-only". */
static const char *constant_text(struct drift *x,
				 const struct lg_constant_change *k,
				 const struct lg_standing *s)
{
	if (k->harmless)
		return strcmp(k->is->name, k->was->name) ?
		       "; no byte that is handed over changed" :
		       ", which only counts";
	if (k->step)
		return "; what was computed from it is as it was";
	if (append_only(k))
		return lg_printf(x->pool, ", and %s is append-only",
				 k->was->file);
	if (s->moved)
		return lg_printf(x->pool, ", and %s moves later in the series",
				 s->is->name);
	return lg_printf(x->pool, ", and %s", lg_drift_standing(x, s));
}

/* Tells of change @i, and of those behind it that are of the same enum. Gives
 * the first that is not. */
static size_t report_constants(struct drift *x,
			       const lg_constant_changes *list, size_t i)
{
	const struct lg_constant_change *k = &list->v[i];
	struct lg_standing s = lg_version_standing(x->d, k->was->version,
					k->is ? k->is->version : NULL);
	struct lg_finding *f;
	size_t next = i + 1;

	if (!append_only(k) && (lg_drift_covered(&s) || (!k->is && !s.is)))
		return next;
	f = lg_report(x->c, severity_of(k, &s), constant_place(k, &s),
		      "%s%s%s", k->text, x->where,
		      constant_text(x, k, &s));
	f->member = lg_strdup(&x->c->findings->pool, k->was->name);
	for (; k->was->of && k->is && !k->harmless && next < list->n; next++) {
		const struct lg_constant_change *n = &list->v[next];

		if (!n->is || !n->was->of ||
		    strcmp(n->was->of, k->was->of) ||
		    strcmp(n->was->file, k->was->file))
			break;
		lg_finding_note(x->c, f, constant_place(n, &s), "%s", n->text);
	}
	if (f->severity == LG_NOTE)
		return next;
	if (append_only(k))
		lg_finding_fix(x->c, f, "leave it as it is: user space was "
			       "built with it");
	else if (s.is && s.is->value)
		lg_drift_mend(x, f, s.is);
	return next;
}

/* Is the constant new in the series, or again what it was before? */
static bool of_the_series(const struct drift *x,
			  const struct lg_constant_change *k)
{
	const struct lg_contracts *base = x->d->base;
	const struct lg_contract_constant *first;

	if (!base || !base->machines.n)
		return false;
	first = lg_contract_constant_find(base->machines.v[0], k->was->name);
	return !first || (!*x->where && k->is && lg_constant_same(first, k->is));
}

void lg_drift_constants(struct drift *x)
{
	lg_constant_changes list = { NULL, 0, 0 };

	lg_constants_compare(x->pool, x->before, x->after, &list);
	for (size_t i = 0; i < list.n;) {
		const struct lg_constant_change *k = &list.v[i];
		bool known = of_the_series(x, k);

		for (size_t n = 0; *x->where && n < x->c->findings->v.n; n++) {
			const struct lg_finding *f = x->c->findings->v.v[n];

			known |= f->member &&
				 !strcmp(f->member, k->was->name);
		}
		if (known || (*x->where && k->harmless) || add_to_struct(x, k))
			i++;
		else
			i = report_constants(x, &list, i);
	}
	lg_vec_free(&list);
}

/* ------------------------------------------------------- versions themselves */

/* Did anything change that version @name governs, its docs included? */
static bool has_reason(struct drift *x, const char *name)
{
	lg_constant_changes constants = { NULL, 0, 0 };
	bool any = false;

	for (size_t i = 0; i < x->after->structs.n && !any; i++) {
		const struct lg_contract_struct *is = x->after->structs.v[i];
		struct lg_struct_pair p = { x->before, x->after,
			lg_contract_struct_find(x->before, is->tag), is };
		lg_changes list = { NULL, 0, 0 };

		if (!is->version || strcmp(is->version, name))
			continue;
		if (p.was)
			lg_struct_changes(x->pool, &p, &list);
		any = !p.was || list.n;
		lg_vec_free(&list);
	}
	for (size_t i = 0; i < x->before->structs.n && !any; i++) {
		const struct lg_contract_struct *was = x->before->structs.v[i];

		any = was->version && !strcmp(was->version, name) &&
		      !lg_contract_struct_find(x->after, was->tag);
	}
	for (size_t i = 0; i < x->after->constants.n && !any; i++) {
		const struct lg_contract_constant *is =
			x->after->constants.v[i];

		any = is->version && !strcmp(is->version, name) &&
		      !lg_contract_constant_find(x->before, is->name);
	}
	lg_constants_compare(x->pool, x->before, x->after, &constants);
	for (size_t i = 0; i < constants.n && !any; i++)
		any = constants.v[i].was->version &&
		      !strcmp(constants.v[i].was->version, name);
	lg_vec_free(&constants);
	return any;
}

/* "a-v1;b-v1" to "a-v2;b-v1": the part that is its own did not move. */
static bool only_base_moved(const char *was, const char *is)
{
	const char *a = strrchr(was, ';'), *b = strrchr(is, ';');

	return a && b && !strcmp(a, b);
}

static bool governs_any(const struct lg_contract *c, const char *name)
{
	for (size_t i = 0; i < c->structs.n; i++)
		if (c->structs.v[i]->version &&
		    !strcmp(c->structs.v[i]->version, name))
			return true;
	return false;
}

void lg_drift_versions(struct drift *x)
{
	for (size_t i = 0; i < x->after->versions.n; i++) {
		const struct lg_contract_version *is = x->after->versions.v[i];
		const struct lg_contract_version *was =
			lg_contract_version_find(x->before, is->name);
		struct lg_finding *f;

		if (!was || !was->value || !is->value ||
		    !strcmp(was->value, is->value))
			continue;
		if (lg_version_older(was->value, is->value))
			f = lg_report(x->c, LG_NOTE, lg_drift_place(is->file, is->line,
							   is->column),
				"%s went back from \"%s\" to \"%s\": a kernel "
				"that knows the older one expects its layout",
				is->name, was->value, is->value);
		else if (!x->d->base && governs_any(x->after, is->name) &&
			 !only_base_moved(was->value, is->value) &&
			 !has_reason(x, is->name))
			f = lg_report(x->c, LG_NOTE, lg_drift_place(is->file, is->line,
							   is->column),
				"%s moved from \"%s\" to \"%s\", and nothing "
				"that it governs changed in the ABI headers",
				is->name, was->value, is->value);
		else
			continue;
		f->member = lg_strdup(&x->c->findings->pool, is->name);
	}
}

bool lg_drift_settled(const struct lg_drift *d, const char *tag,
		      const char *name)
{
	const struct lg_contract *before, *after;
	const struct lg_contract_struct *s;
	const struct lg_contract_constant *c;
	const char *version;
	struct lg_standing standing;
	bool same = false;

	if (!d->before->machines.n || !d->after->machines.n)
		return false;
	before = d->before->machines.v[0];
	after = d->after->machines.v[0];
	s = lg_contract_struct_find(before, tag);
	c = lg_contract_constant_find(before, name);
	version = s ? s->version : c ? c->version : NULL;
	standing = lg_version_standing(d, version, version);
	if (s && lg_contract_struct_find(after, tag)) {
		struct lg_struct_pair p = { before, after, s,
			lg_contract_struct_find(after, tag) };
		struct lg_pool pool = { NULL };
		lg_changes list = { NULL, 0, 0 };

		lg_struct_changes(&pool, &p, &list);
		same = !lg_changes_harm(&list);
		lg_vec_free(&list);
		lg_pool_free(&pool);
	} else if (c && lg_contract_constant_find(after, name)) {
		same = lg_constant_same(c, lg_contract_constant_find(after,
								     name));
	}
	return same || (version && standing.moved);
}
