// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * abi-drift - what changed in a contract, and whether its version did.
 *
 * Compares two states of a tree (struct lg_drift). One finding a struct, with
 * all that changed in it; one an enum, or a macro. What only other machines or
 * page sizes see is told of the first one that does.
 */
#include "luoguard.h"
#include "drift.h"

/* ----------------------------------------------------------------- structs */

struct told {
	struct drift *x;
	const struct lg_struct_pair *p;
	const char *name;
	lg_changes list;
	struct lg_standing version;
};

static void note_changes(struct told *t, struct lg_finding *f, size_t first)
{
	for (size_t i = first; i < t->list.n; i++) {
		const struct lg_change *k = &t->list.v[i];
		struct lg_loc loc = f->loc;

		if (k->is && k->is->line)
			loc = lg_drift_place(t->p->is->file, k->is->line,
				    k->is->column);
		lg_finding_note(t->x->c, f, loc, "%s", k->text);
	}
}

static struct lg_loc change_place(const struct told *t)
{
	for (size_t i = 0; i < t->list.n; i++) {
		const struct lg_contract_member *m = t->list.v[i].is;

		if (m && m->line)
			return lg_drift_place(t->p->is->file, m->line, m->column);
		if (!m)
			break;
	}
	return lg_drift_place(t->p->is->file, t->p->is->line, t->p->is->column);
}

static struct lg_finding *LG_PRINTF(3, 4) report(struct told *t,
						 enum lg_severity severity,
						 const char *fmt, ...)
{
	struct lg_finding *f;
	va_list ap;

	va_start(ap, fmt);
	f = lg_report(t->x->c, severity, change_place(t), "%s",
		      lg_vprintf(t->x->pool, fmt, ap));
	va_end(ap);
	f->tag = lg_strdup(&t->x->c->findings->pool, t->p->is->tag);
	return f;
}

/* "...: FIRST CHANGE (and 3 more changes)" */
static const char *summary(struct told *t)
{
	const char *text = t->list.v[0].text;
	size_t more = t->list.n - 1;

	if (!more)
		return text;
	return lg_printf(t->x->pool, "%s (and %zu more change%s)", text, more,
			 more == 1 ? "" : "s");
}

static void draw(struct told *t, struct lg_finding *f)
{
	f->picture = lg_strdup(&t->x->c->findings->pool,
			       lg_struct_picture(t->x->pool, t->p));
}

static void report_harmless(struct told *t)
{
	struct lg_finding *f = report(t, LG_NOTE, "%s: %s; no byte of it "
				      "changed", t->name, summary(t));

	note_changes(t, f, 1);
}

static void report_drift(struct told *t)
{
	struct drift *x = t->x;
	const struct lg_contract_version *v = t->version.is;
	struct lg_finding *f;

	if (t->version.moved) {
		f = report(t, LG_NOTE, "%s changed%s, and %s moves from \"%s\" "
			   "to \"%s\" later in the series: %s", t->name,
			   x->where, v->name, t->version.was ?
			   t->version.was->value : "", v->value, summary(t));
		note_changes(t, f, 1);
		return;
	}
	f = report(t, LG_ERROR, "%s changed%s, and %s: %s", t->name, x->where,
		   lg_drift_standing(x, &t->version), summary(t));
	note_changes(t, f, 1);
	draw(t, f);
	if (v && v->value)
		lg_drift_mend(x, f, v);
	else
		lg_finding_fix(x->c, f, "give it a version that the restoring "
			       "kernel compares, see abi-version");
}

/* May a change of what is held be left to the version of what is held? */
static bool left_to_nested(struct told *t)
{
	bool any = false;

	for (size_t i = 0; i < t->list.n; i++) {
		const struct lg_change *k = &t->list.v[i];
		const struct lg_contract_struct *was, *is;
		struct lg_standing s;

		if (k->harmless || k->kind == LG_CHANGE_MOVED ||
		    k->kind == LG_CHANGE_ATTRIBUTE)
			continue;
		if (k->kind != LG_CHANGE_NESTED)
			return false;
		was = lg_contract_struct_find(t->p->before, k->was->holds);
		is = lg_contract_struct_find(t->p->after, k->is->holds);
		s = lg_version_standing(t->x->d, was ? was->version : NULL,
					is ? is->version : NULL);
		if (!s.moved)
			return false;
		any = true;
	}
	return any && t->x->d->policy->nested_suffices;
}

static void report_flexible(struct drift *x,
			    const struct lg_contract_struct *s,
			    const struct lg_contract_member *m)
{
	struct lg_finding *f;

	f = lg_report(x->c, LG_WARNING, lg_drift_place(s->file, m->line,
						       m->column),
		      "@%s of %s, a flexible array at the end, forbids it to "
		      "grow", m->path, lg_contract_struct_name(x->pool, s));
	f->tag = lg_strdup(&x->c->findings->pool, s->tag);
	f->member = lg_strdup(&x->c->findings->pool, m->path);
	lg_finding_fix(x->c, f, "put what may grow in a struct of its own, "
		       "found by an offset");
}

/* At the end of an append-only struct there is room; nowhere else. */
static void check_append_only(struct told *t)
{
	struct drift *x = t->x;
	struct lg_finding *f;
	bool harm = false;

	for (size_t i = 0; i < t->list.n; i++) {
		const struct lg_change *k = &t->list.v[i];
		bool size = k->kind == LG_CHANGE_ATTRIBUTE && !k->is &&
			    t->p->is->bits > t->p->was->bits &&
			    t->p->is->packed == t->p->was->packed;

		harm |= !k->harmless && k->kind != LG_CHANGE_GROWN && !size;
		if (k->kind == LG_CHANGE_GROWN && k->is->flexible)
			report_flexible(x, t->p->is, k->is);
	}
	if (harm) {
		f = report(t, LG_ERROR, "%s changed%s, and %s is append-only: "
			   "%s", t->name, x->where, t->p->is->file,
			   summary(t));
		note_changes(t, f, 1);
		draw(t, f);
		lg_finding_fix(x->c, f, "leave what is there as it is, and add "
			       "new members at the end");
	} else if (t->list.n && !lg_changes_harm(&t->list)) {
		report_harmless(t);
	}
}

static void check_versioned(struct told *t)
{
	bool harm = lg_changes_harm(&t->list);

	t->version = lg_version_standing(t->x->d, t->p->was->version,
					 t->p->is->version);
	if (!t->list.n || lg_drift_covered(&t->version))
		return;
	if (!harm)
		report_harmless(t);
	else if (!left_to_nested(t))
		report_drift(t);
}

/* Did an earlier machine tell of it? */
static bool told_before(struct drift *x, const struct lg_contract_struct *is)
{
	for (size_t i = 0; i < x->c->findings->v.n; i++) {
		const struct lg_finding *f = x->c->findings->v.v[i];

		if (!strcmp(f->rule, x->c->rule->id) && f->tag &&
		    !strcmp(f->tag, is->tag) && f->severity > LG_NOTE)
			return true;
	}
	return false;
}

static void compare_structs(struct drift *x, const struct lg_contract_struct *was,
			    const struct lg_contract_struct *is)
{
	struct lg_struct_pair p = { x->before, x->after, was, is };
	struct told t;

	memset(&t, 0, sizeof(t));
	t.x = x;
	t.p = &p;
	t.name = lg_contract_struct_name(x->pool, is);
	lg_struct_changes(x->pool, &p, &t.list);
	if (*x->where && !lg_changes_harm(&t.list))
		t.list.n = 0;
	if (strcmp(was->tag, is->tag) && !*x->where) {
		struct lg_change k = { LG_CHANGE_RENAMED, true, NULL, NULL,
			lg_printf(x->pool, "it was called %s",
				  lg_contract_struct_name(x->pool, was)) };

		lg_vec_push(&t.list, k);
	}
	if (is->zone == LG_ZONE_APPEND_ONLY)
		check_append_only(&t);
	else
		check_versioned(&t);
	lg_vec_free(&t.list);
}

/* The struct of @x->after that @was is called now, byte for byte; or NULL. */
static const struct lg_contract_struct *
renamed(struct drift *x, const struct lg_contract_struct *was)
{
	for (size_t i = 0; was->members.n && i < x->after->structs.n; i++) {
		const struct lg_contract_struct *is = x->after->structs.v[i];
		struct lg_struct_pair p = { x->before, x->after, was, is };
		lg_changes list = { NULL, 0, 0 };
		bool harm = is->zone == LG_CONTRACT_HELD ||
			    lg_contract_struct_find(x->before, is->tag) ||
			    is->members.n != was->members.n;

		for (size_t k = 0; !harm && k < is->members.n; k++)
			harm = strcmp(is->members.v[k].path,
				      was->members.v[k].path);
		if (!harm)
			lg_struct_changes(x->pool, &p, &list);
		harm |= lg_changes_harm(&list);
		lg_vec_free(&list);
		if (!harm)
			return is;
	}
	return NULL;
}

static bool deleted(const struct drift *x, const char *file)
{
	const lg_strings *list = x->d->deleted;

	for (size_t i = 0; list && i < list->n; i++)
		if (!strcmp(list->v[i], file))
			return true;
	return false;
}

/* Its header was deleted, and no version stayed that could be read for it. A
 * kernel that finds the old version refuses what comes with it, which is safe,
 * and may be meant. */
static void gone_with_header(struct drift *x,
			     const struct lg_contract_struct *was)
{
	const struct lg_contract_version *version = !was->version ? NULL :
		lg_contract_version_find(x->before, was->version);
	bool with = version && version->value &&
		    (deleted(x, version->file) ||
		     lg_contract_header_find(x->after, version->file));
	const char *text = !version ? ", and no version governed it" : !with ?
		lg_printf(x->pool, ", and %s governed it", version->name) :
		lg_printf(x->pool, ", and so is %s, which was \"%s\"",
			  version->name, version->value);
	struct lg_finding *f;

	f = lg_report(x->c, with ? LG_NOTE : LG_WARNING,
		      lg_drift_place(was->file, 0, 0),
		      "%s is gone with %s%s: what older kernels hand over in "
		      "it can no longer be read",
		      lg_contract_struct_name(x->pool, was), was->file, text);
	f->tag = lg_strdup(&x->c->findings->pool, was->tag);
}

static void gone(struct drift *x, const struct lg_contract_struct *was)
{
	struct lg_standing s = lg_version_standing(x->d, was->version, NULL);
	const char *name = lg_contract_struct_name(x->pool, was);
	bool with_header = deleted(x, was->file);
	struct lg_finding *f;

	if (with_header && !s.is) {
		gone_with_header(x, was);
		return;
	}
	if ((!with_header && !lg_contract_header_find(x->after, was->file)) ||
	    !s.is || !s.is->value || s.moved)
		return;
	f = lg_report(x->c, LG_WARNING, lg_drift_place(s.is->file, s.is->line,
					      s.is->column),
		      "%s is gone from %s, and %s: a kernel that finds this "
		      "version expects the struct", name, was->file,
		      lg_drift_standing(x, &s));
	f->tag = lg_strdup(&x->c->findings->pool, was->tag);
	lg_drift_mend(x, f, s.is);
}

/* Is it new in the series? Until that has landed, it is no contract. */
static bool is_new(const struct drift *x, const char *tag)
{
	return x->d->base && x->d->base->machines.n &&
	       !lg_contract_struct_find(x->d->base->machines.v[0], tag);
}

/* A new struct of an append-only header has to leave itself room. */
static void check_new(struct drift *x)
{
	for (size_t i = 0; !*x->where && i < x->after->structs.n; i++) {
		const struct lg_contract_struct *s = x->after->structs.v[i];
		const struct lg_contract_member *last = s->members.n ?
			&s->members.v[s->members.n - 1] : NULL;

		if (s->zone == LG_ZONE_APPEND_ONLY && last && last->flexible &&
		    !lg_contract_struct_find(x->before, s->tag))
			report_flexible(x, s, last);
	}
}

/* Does @s differ, in its bytes, from what it was in @base? */
static bool differs(struct drift *x, const struct lg_contract *base,
		    const struct lg_contract *in,
		    const struct lg_contract_struct *s)
{
	struct lg_struct_pair p = { base, in, NULL, s };
	lg_changes list = { NULL, 0, 0 };
	bool harm;

	p.was = lg_contract_struct_find(base, s->tag);
	if (p.was)
		lg_struct_changes(x->pool, &p, &list);
	harm = !p.was || lg_changes_harm(&list);
	lg_vec_free(&list);
	return harm;
}

/* Does the change lead back to what the struct was before the series? */
static bool undoes(struct drift *x, const struct lg_contract_struct *was,
		   const struct lg_contract_struct *is)
{
	const struct lg_contracts *all = x->d->base;

	for (size_t i = 0; all && i < all->machines.n; i++) {
		const struct lg_contract *base = all->machines.v[i];

		if (!strcmp(base->machine, x->after->machine))
			return !differs(x, base, x->after, is) &&
			       differs(x, base, x->before, was);
	}
	return false;
}

static void check_structs(struct drift *x)
{
	for (size_t i = 0; i < x->before->structs.n; i++) {
		const struct lg_contract_struct *was = x->before->structs.v[i];
		const struct lg_contract_struct *is =
			lg_contract_struct_find(x->after, was->tag);

		if (was->zone == LG_CONTRACT_HELD || is_new(x, was->tag) ||
		    (is && is->zone == LG_CONTRACT_HELD))
			continue;
		is = is ? is : renamed(x, was);
		if (!is && !*x->where)
			gone(x, was);
		else if (is && !told_before(x, is) && !undoes(x, was, is))
			compare_structs(x, was, is);
	}
}

/* -------------------------------------------------------------------- rule */

static void check_drift(struct lg_check *c, const struct lg_drift *d)
{
	struct lg_pool pool = { NULL };

	for (size_t i = 0; i < d->after->machines.n; i++) {
		struct drift x = { c, d, &pool, NULL, d->after->machines.v[i],
				   "" };

		for (size_t k = 0; k < d->before->machines.n; k++)
			if (!strcmp(d->before->machines.v[k]->machine,
				    x.after->machine))
				x.before = d->before->machines.v[k];
		if (!x.before)
			continue;
		if (i)
			x.where = lg_printf(&pool, " on %s", x.after->machine);
		check_structs(&x);
		check_new(&x);
		lg_drift_constants(&x);
		if (!i)
			lg_drift_versions(&x);
	}
	lg_pool_free(&pool);
}

const struct lg_rule lg_rule_abi_drift = {
	"abi-drift",
	"layout, constant or meaning changed and the governing version did not",
	LG_ERROR,
	"A kernel reads what another one has written. If a layout changes and the\n"
	"version does not, both say \"foo-v1\", the comparison that would have\n"
	"refused the data passes, and every member behind the change is garbage.\n"
	"Whoever adds a member to a struct sees none of this: the kernel that they\n"
	"test is on both sides.\n"
	"\n"
	"Told apart is what the bytes are: a member that was inserted, moved,\n"
	"resized, retyped or removed, a flag's bit, an array's length, an enum's\n"
	"value, a node's name. A rename, another spelling of the same type, a new\n"
	"union's second name for the same bytes and another doc are notes. A struct\n"
	"that holds a changed one changes with it, and its own version has to move;\n"
	"[drift] nested-suffices = yes in a policy leaves that to the version of the\n"
	"struct that is held. In a series one new version is enough. In an\n"
	"append-only header members may be added at the end, and nothing else may\n"
	"change: no version tells user space.\n"
	"\n"
	"It takes two states of a tree: luoguard review.",
	"/* before */\n"
	"#define FOO_COMPATIBLE	\"foo-v1\"\n"
	"\n"
	"struct foo_ser {\n"
	"	u64 state;\n"
	"} __packed;\n"
	"/* after */\n"
	"#define FOO_COMPATIBLE	\"foo-v1\"\n"
	"\n"
	"struct foo_ser {\n"
	"	u32 flags;\n"
	"	u64 state;\n"
	"} __packed;\n",
	"/* before */\n"
	"#define FOO_COMPATIBLE	\"foo-v1\"\n"
	"\n"
	"struct foo_ser {\n"
	"	u64 state;\n"
	"} __packed;\n"
	"/* after */\n"
	"#define FOO_COMPATIBLE	\"foo-v2\"\n"
	"\n"
	"struct foo_ser {\n"
	"	u32 flags;\n"
	"	u64 state;\n"
	"} __packed;\n",
	"Give the version that governs the struct its next value, in the commit\n"
	"that changes the layout or in the last one of the series.",
	"The headers' own text: \"Any modification to the structure fields [...]\n"
	"constitutes a breaking change. Such changes require incrementing the\n"
	"version number\" (include/linux/kho/abi/luo.h, memfd.h, block.h).",
	NULL, NULL, NULL, LG_SUBJECT_SERIALIZED, check_drift, true,
};
