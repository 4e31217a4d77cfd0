// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * review-new.c - what reviewers ask of a new struct, said once, for the text
 * form: where it is and under which version, what its members are, who writes
 * and reads it, and what older kernels make of it.
 */
#include "review.h"

/* Who refuses whose data, and what that costs. LUO compares whole strings: a
 * file handler's (luo_file_deserialize_one(): -ENOENT, which ends the
 * deserialization of all sessions, and /dev/liveupdate gives -EIO), an FLB's
 * (luo_flb_retrieve_one(): -ENOENT for who asks), its own (luo_early_startup():
 * -EINVAL, and luo_restore_fail() panics). A KHO subtree is looked up by its
 * user, by name. Which of them a version is cannot be told from the header. */
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
	return lg_printf(pool, "a kernel that does not know \"%s\", older or "
			 "newer, refuses the data, and what was preserved with "
			 "it is lost to that kernel: versions are compared as "
			 "a whole. For a file handler all sessions are lost, "
			 "for LUO's own data the boot ends in a panic; a KHO "
			 "subtree whose name it does not know is left alone",
			 is->value);
}

static const char *introduce(struct pair *p, struct output *out,
			     const struct lg_contract *was,
			     const struct lg_contract_struct *s,
			     const struct lg_contract_version *version)
{
	struct lg_pool *pool = &out->pool;
	const char *text = lg_printf(pool, "%s:%llu: new: %s, %s%s%s%s\n",
		s->file, (unsigned long long)s->line,
		lg_contract_struct_name(pool, s), lg_say_size(pool, s->bits),
		version ? lg_printf(pool, ", under %s", version->name) : "",
		s->doc ? ": " : "", s->doc ? s->doc : "");

	for (size_t i = 0; i < s->members.n; i++) {
		const struct lg_contract_member *m = &s->members.v[i];

		text = lg_printf(pool, "%s  %-8s %s %s%s%s%s\n", text,
				 lg_say_place(pool, m->offset),
				 lg_say_element(pool, m), m->path,
				 lg_say_extent(pool, m), m->doc ? ": " : "",
				 m->doc ? m->doc : "");
	}
	if (!p->many)		/* users may come with later patches */
		text = lg_printf(pool, "%s  %s\n", text,
				 places_say(pool, p->places, s->tag));
	return lg_printf(pool, "%s  %s\n", text,
			 who_reads(pool, version ? lg_contract_version_find(was,
					version->name) : NULL, version));
}

/* ------------------------------------------------------------ who uses them */

/* Of a file that was compiled, what the compiler saw; else by its text. */
static void look_at(struct pair *p, struct verdict *v, const struct change *c)
{
	struct lg_pool pool = { NULL };
	struct lg_file *f;
	size_t bytes = 0;
	char *text;
	bool compiled = exact_has(&v->after, c->path);

	if (lg_ends(c->path, ".c"))
		places_begin(p->places, c->path, c->from, !compiled);
	text = compiled ? NULL : snapshot_read(&pool, &p->after, c->path,
					       &bytes);
	for (size_t i = 0; text && i < bytes; i++)
		if (!text[i])
			text[i] = ' ';
	if (text) {
		f = lg_file_parse(&pool, c->path, text);
		places_text(p->places, f);
		lg_file_free(f);
	}
	lg_pool_free(&pool);
}

/* Does the text of @c name one of the structs, now or before? */
static bool concerns(struct pair *p, const struct change *c)
{
	struct lg_pool pool = { NULL };
	const struct places *l = p->places;
	size_t bytes = 0;
	const char *text = snapshot_read(&pool, &p->after, c->path, &bytes);
	bool named = false;

	for (size_t i = 0; i < l->compiled.n; i++)
		named |= !strcmp(l->compiled.v[i], c->from);
	for (size_t i = 0; i < l->as_text.n; i++)
		named |= !strcmp(l->as_text.v[i], c->from);
	for (size_t i = 0; text && i < l->structs.n; i++)
		named |= strstr(text, l->structs.v[i].tag) != NULL;
	lg_pool_free(&pool);
	return named;
}

void new_look(struct pair *p, struct verdict *v)
{
	const struct noconfig *n = &v->after;

	if (!p->places || !p->places->structs.n)
		return;
	for (size_t i = 0; i < p->changes.v.n; i++) {
		const struct change *c = &p->changes.v.v[i];

		if (matters_by_name(c) && (lg_ends(c->path, ".c") ||
					   concerns(p, c)))
			look_at(p, v, c);
	}
	for (size_t i = 0; i < n->accesses.n; i++)
		if (places_knows(p->places, n->accesses.v[i].tag))
			places_enter(p->places, &n->accesses.v[i]);
}

/* ------------------------------------------------------------------ the news */

/* Is @s new with this change? */
static bool is_new(struct pair *p, const struct lg_contract *was,
		   const struct lg_contract_struct *s)
{
	const struct lg_contract *fresh = p->fresh && p->fresh->machines.n ?
					  p->fresh->machines.v[0] : NULL;

	return s->zone == LG_ZONE_VERSIONED &&
	       change_of(&p->changes, s->file) &&
	       drift_was_seen(p, was, s->file) &&
	       !lg_contract_struct_find(was, s->tag) &&
	       !(fresh && lg_contract_struct_find(fresh, s->tag));
}

void new_introduce(struct pair *p, struct verdict *v,
		   const struct lg_contract *was, const struct lg_contract *is)
{
	static const struct lg_contract none;
	struct output *out = v->output;
	LG_VEC(const struct lg_contract_struct *) list = { NULL, 0, 0 };

	was = was ? was : &none;
	for (size_t i = 0; is && i < is->structs.n; i++)
		if (is_new(p, was, is->structs.v[i]))
			lg_vec_push(&list, is->structs.v[i]);
	for (size_t i = 0; i < list.n; i++)
		places_add_struct(p->places, list.v[i]->tag,
			lg_contract_struct_name(&out->pool, list.v[i]),
			p->patch ? patch_short(&out->pool, p->patch) : "");
	for (size_t i = 0; is && i < was->structs.n; i++)
		if (!lg_contract_struct_find(is, was->structs.v[i]->tag))
			places_drop_struct(p->places, was->structs.v[i]->tag);
	if (list.n)
		new_look(p, v);
	for (size_t i = 0; i < list.n; i++) {
		lg_vec_push(&out->introduced,
			    lg_strdup(&out->pool, list.v[i]->tag));
		out->summary = lg_printf(&out->pool, "%s%s",
			out->summary ? out->summary : "",
			introduce(p, out, was, list.v[i],
				lg_contract_version_find(is,
						list.v[i]->version)));
	}
	lg_vec_free(&list);
}
