// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * facts-out.c - what a front end saw in one file, as JSON lines: for people who
 * debug a rule, and for tests.
 *
 * Every line is an object with "fact" first. null where there is nothing to
 * say; bits are bits; "file", "line" and "column" are a place.
 *
 *     unit     file: what was compiled
 *     struct   struct, kind ("struct", "union"), a place, bits, align, packed,
 *              zone, owner (directories), evidence (a list: "flow", "zone",
 *              "nested", "name"; empty: not serialized), because, and members:
 *              [{member, type, offset, bits, a place}]
 *     version  struct, macro, value, how, the macro's place; of each serialized
 *              struct that a version governs
 *     flow     struct, direction ("out" before the kexec, "in" after it), part
 *              (only a part of what is handed over), because, and steps, from
 *              the call that makes it serialized to the struct:
 *              [{step, name, function, text, a place}]
 *     access   struct, member (null: all), access ("read", "write", "both",
 *              "zero"), before, after (the kexec), function, a place: of a
 *              serialized struct
 *     unchecked struct, member, version (the member that says it), compared
 *              (later, or elsewhere), function, a place: of a read before the
 *              version was compared
 *     order    buffer, function, words: [{word, a place}]: what is written to
 *              the words of a buffer that is handed over, in the code's order
 *     ops      struct, name, open, a place, and members: [{member, function,
 *              idle, a place}]: an initializer of callbacks
 *     use      struct, use ("member", "value", "embed", "size", "offset",
 *              "arithmetic"), member, function, a place: of a private struct
 *              outside of its owner
 */
#include <errno.h>

#include "json.h"

static const char *const step_words[] = {
	"seed", "pass", "return", "store", "load", "address", "pointer",
	"copy", "tree", "holds", "typed",
};

static const char *const use_words[] = {
	"member", "value", "embed", "size", "offset", "arithmetic",
};

static void add_bits(struct json_object *o, const char *key, uint64_t bits)
{
	json_object_object_add(o, key, json_object_new_int64((int64_t)bits));
}

static void add_bool(struct json_object *o, const char *key, bool b)
{
	json_object_object_add(o, key, json_object_new_boolean(b));
}

static struct json_object *line_new(const char *fact)
{
	struct json_object *o = lg_json_object();

	lg_json_add_string(o, "fact", fact);
	return o;
}

static void line_put(struct json_object *o, FILE *out)
{
	fputs(json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN |
					     JSON_C_TO_STRING_NOSLASHESCAPE),
	      out);
	fputc('\n', out);
	json_object_put(o);
}

static struct json_object *evidence_of(const struct lg_struct *s)
{
	static const char *const words[] = { "flow", "zone", "nested", "name" };
	struct json_object *list = json_object_new_array();

	if (s->flow && s->evidence != LG_EV_FLOW)
		json_object_array_add(list, json_object_new_string("flow"));
	if (s->evidence != LG_EV_NONE)
		json_object_array_add(list, json_object_new_string(
					      words[s->evidence]));
	return list;
}

static struct json_object *members_of(const struct lg_struct *s)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < s->members.n; i++) {
		const struct lg_member *m = &s->members.v[i];
		struct json_object *o = lg_json_object();

		lg_json_add_string(o, "member", m->name);
		lg_json_add_string(o, "type", m->type.name);
		add_bits(o, "offset", m->offset);
		add_bits(o, "bits", m->bits);
		lg_json_add_loc(o, m->loc);
		json_object_array_add(list, o);
	}
	return list;
}

static void put_struct(const struct lg_struct *s, FILE *out)
{
	struct json_object *o = line_new("struct");

	lg_json_add_string(o, "struct", s->tag);
	lg_json_add_string(o, "kind", s->is_union ? "union" : "struct");
	lg_json_add_loc(o, s->loc);
	add_bits(o, "bits", s->bits);
	add_bits(o, "align", s->align);
	add_bool(o, "packed", s->packed);
	lg_json_add_string(o, "zone", s->zone ? s->zone->dir : NULL);
	lg_json_add_string(o, "owner", s->owner ? s->owner->dir : NULL);
	json_object_object_add(o, "evidence", evidence_of(s));
	lg_json_add_string(o, "because", s->because);
	json_object_object_add(o, "members", members_of(s));
	line_put(o, out);
}

static void put_version(struct lg_facts *facts, const struct lg_struct *s,
			FILE *out)
{
	const struct lg_version *v;
	struct json_object *o;

	if (!lg_struct_serialized(s) || !s->loc.file)
		return;
	v = lg_struct_version(facts, s, NULL);
	if (!v)
		return;
	o = line_new("version");
	lg_json_add_string(o, "struct", s->tag);
	lg_json_add_string(o, "macro", v->macro->name);
	lg_json_add_string(o, "value", v->value);
	lg_json_add_string(o, "how", v->how);
	lg_json_add_loc(o, v->macro->loc);
	line_put(o, out);
}

static void put_flow(struct lg_facts *facts, const struct lg_flow *flow,
		     FILE *out)
{
	struct json_object *o = line_new("flow"), *steps;

	lg_json_add_string(o, "struct", flow->tag);
	lg_json_add_string(o, "direction", flow->in ? "in" : "out");
	add_bool(o, "part", flow->part);
	lg_json_add_string(o, "because", lg_flow_because(facts, flow));
	steps = json_object_new_array();
	for (size_t i = 0; i < flow->steps.n; i++) {
		const struct lg_flow_step *s = &flow->steps.v[i];
		struct json_object *step = lg_json_object();

		lg_json_add_string(step, "step", step_words[s->kind]);
		lg_json_add_string(step, "name", s->name);
		lg_json_add_string(step, "function", s->function);
		lg_json_add_string(step, "text",
				   lg_flow_step_text(facts, flow, i));
		lg_json_add_loc(step, s->loc);
		json_object_array_add(steps, step);
	}
	json_object_object_add(o, "steps", steps);
	line_put(o, out);
}

static void put_use(const struct lg_use *use, FILE *out)
{
	struct json_object *o = line_new("use");

	lg_json_add_string(o, "struct", use->tag);
	lg_json_add_string(o, "use", use_words[use->kind]);
	lg_json_add_string(o, "member", use->member);
	lg_json_add_string(o, "function", use->function);
	lg_json_add_loc(o, use->loc);
	line_put(o, out);
}

static void put_access(const struct lg_access *a, FILE *out)
{
	static const char *const words[] = { "read", "write", "both", "zero" };
	struct json_object *o = line_new("access");

	lg_json_add_string(o, "struct", a->tag);
	lg_json_add_string(o, "member", a->member);
	lg_json_add_string(o, "access", words[a->kind]);
	add_bool(o, "before", a->before);
	add_bool(o, "after", a->after);
	lg_json_add_string(o, "function", a->function);
	lg_json_add_loc(o, a->loc);
	line_put(o, out);
}

static void put_unchecked(const struct lg_unchecked *u, FILE *out)
{
	struct json_object *o = line_new("unchecked");

	lg_json_add_string(o, "struct", u->tag);
	lg_json_add_string(o, "member", u->member);
	lg_json_add_string(o, "version", u->version);
	add_bool(o, "compared", u->compared);
	lg_json_add_string(o, "function", u->function);
	lg_json_add_loc(o, u->loc);
	line_put(o, out);
}

static void put_order(const struct lg_order *order, FILE *out)
{
	struct json_object *o = line_new("order"), *words;

	lg_json_add_string(o, "buffer", order->buffer);
	lg_json_add_string(o, "function", order->function);
	words = json_object_new_array();
	for (size_t i = 0; i < order->words.n; i++) {
		struct json_object *w = lg_json_object();

		lg_json_add_string(w, "word", order->words.v[i].what);
		lg_json_add_loc(w, order->words.v[i].loc);
		json_object_array_add(words, w);
	}
	json_object_object_add(o, "words", words);
	line_put(o, out);
}

static void put_ops(const struct lg_ops *ops, FILE *out)
{
	struct json_object *o = line_new("ops"), *members;

	lg_json_add_string(o, "struct", ops->of->tag);
	lg_json_add_string(o, "name", ops->name);
	add_bool(o, "open", ops->open);
	lg_json_add_loc(o, ops->loc);
	members = json_object_new_array();
	for (size_t i = 0; i < ops->members.n; i++) {
		const struct lg_callback *c = &ops->members.v[i];
		struct json_object *m = lg_json_object();

		lg_json_add_string(m, "member", c->member);
		lg_json_add_string(m, "function", c->function);
		add_bool(m, "idle", c->idle);
		lg_json_add_loc(m, c->loc);
		json_object_array_add(members, m);
	}
	json_object_object_add(o, "members", members);
	line_put(o, out);
}

int lg_facts_write(struct lg_facts *facts, const char *path)
{
	FILE *out = fopen(path, "w");
	struct json_object *unit;
	int bad;

	if (!out)
		return -1;
	unit = line_new("unit");
	lg_json_add_string(unit, "file", facts->main_file);
	line_put(unit, out);
	for (size_t i = 0; i < facts->structs.n; i++)
		put_struct(facts->structs.v[i], out);
	for (size_t i = 0; i < facts->structs.n; i++)
		put_version(facts, facts->structs.v[i], out);
	for (size_t i = 0; i < facts->flows.n; i++)
		put_flow(facts, facts->flows.v[i], out);
	for (size_t i = 0; i < facts->accesses.n; i++)
		put_access(&facts->accesses.v[i], out);
	for (size_t i = 0; i < facts->unchecked.n; i++)
		put_unchecked(&facts->unchecked.v[i], out);
	for (size_t i = 0; i < facts->orders.n; i++)
		put_order(facts->orders.v[i], out);
	for (size_t i = 0; i < facts->ops.n; i++)
		put_ops(facts->ops.v[i], out);
	for (size_t i = 0; i < facts->uses.n; i++)
		put_use(&facts->uses.v[i], out);
	bad = ferror(out);
	if (fclose(out) || bad)
		return -1;
	return 0;
}
