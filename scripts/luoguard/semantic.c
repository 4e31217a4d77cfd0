// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * semantic.c - writes a policy's names into a semantic patch.
 *
 * `make coccicheck` runs a semantic patch from where it lies, with nothing
 * beside it, so the names have to stand in the file. They stand between two
 * lines:
 *
 *     # begin NAME          in Python
 *     # end NAME
 *     // begin NAME         in SmPL
 *     // end NAME
 *
 * NAME is one of blocks[] below, or a file beside the semantic patch (file.py),
 * whose text goes there. What stood there before is dropped; everything else
 * is copied.
 */
#include "semantic.h"

#define WIDTH 78

/* Python's string; the number of columns it takes. */
static int print_string(FILE *out, const char *text)
{
	int n = 2;

	putc('"', out);
	for (; *text; text++, n++) {
		if (*text == '"' || *text == '\\')
			n += fprintf(out, "\\");
		putc(*text, out);
	}
	putc('"', out);
	return n;
}

/* Python's list of @words, after @col columns of text; broken lines begin
 * with @indent blanks. */
static void print_list(FILE *out, const lg_strings *words, int col,
		       int indent)
{
	putc('[', out);
	col++;
	for (size_t i = 0; i < words->n; i++) {
		int n = (int)strlen(words->v[i]) + 3;

		if (i && col + n + 1 > WIDTH)
			col = fprintf(out, "\n%*s", indent, "") - 1;
		else if (i)
			col += fprintf(out, " ");
		col += print_string(out, words->v[i]);
		if (i + 1 < words->n)
			col += fprintf(out, ",");
	}
	putc(']', out);
}

static void print_named(FILE *out, const char *name, const lg_strings *words)
{
	int col = fprintf(out, "%s = ", name);

	print_list(out, words, col, 4);
	putc('\n', out);
}

static void print_zones(FILE *out, const struct lg_policy *p)
{
	lg_strings dirs = { NULL, 0, 0 };

	for (size_t i = 0; i < p->zones.n; i++)
		if (p->zones.v[i].kind == LG_ZONE_VERSIONED)
			lg_vec_push(&dirs, p->zones.v[i].dir);
	print_named(out, "ZONES", &dirs);
	lg_vec_free(&dirs);
}

/* ABIs with rules of their own: user space's, and the append-only zones. */
static void print_other_abis(FILE *out, const struct lg_policy *p)
{
	lg_strings dirs = { NULL, 0, 0 };

	for (size_t i = 0; i < p->stable.n; i++)
		lg_vec_push(&dirs, p->stable.v[i]);
	for (size_t i = 0; i < p->zones.n; i++)
		if (p->zones.v[i].kind == LG_ZONE_APPEND_ONLY)
			lg_vec_push(&dirs, p->zones.v[i].dir);
	print_named(out, "OTHER_ABIS", &dirs);
	lg_vec_free(&dirs);
}

/* Who may look into which structs: friends that only call functions have no
 * business in a semantic patch. */
static void print_friends(FILE *out, const struct lg_policy *p,
			  const struct lg_owner *o)
{
	fprintf(out, "{");
	for (size_t i = 0; i < p->friends.n; i++) {
		const struct lg_friend *f = &p->friends.v[i];

		if (!lg_friend_of(f, o) || !f->structs.n)
			continue;
		fprintf(out, "\n            ");
		print_string(out, f->path);
		fprintf(out, ":\n                ");
		print_list(out, &f->structs, 16, 16);
		fprintf(out, ",");
	}
	fprintf(out, "}");
}

static void print_owner(FILE *out, const struct lg_policy *p,
			const struct lg_owner *o)
{
	fputs("    ", out);
	print_string(out, o->dir);
	fputs(": {\n        \"name\": ", out);
	print_string(out, o->name);
	fputs(",\n        \"structs\": ", out);
	print_list(out, &o->structs, 19, 12);
	fprintf(out, ",\n        \"friends\": ");
	print_friends(out, p, o);
	fprintf(out, "},\n");
}

static void print_owners(FILE *out, const struct lg_policy *p)
{
	fprintf(out, "OWNERS = {\n");
	for (size_t i = 0; i < p->owners.n; i++)
		print_owner(out, p, &p->owners.v[i]);
	fprintf(out, "}\n");
}

static void print_private_members(FILE *out, const struct lg_policy *p)
{
	fprintf(out, "MEMBERS = {\n");
	for (size_t i = 0; i < p->private_members.n; i++) {
		const struct lg_private_members *m = &p->private_members.v[i];

		fputs("    ", out);
		print_string(out, m->headers);
		fputs(": {\n        \"owners\": ", out);
		print_list(out, &m->owners, 18, 12);
		fprintf(out, ",\n        \"only_attribute\": %s},\n",
			m->only_attribute ? "True" : "False");
	}
	fprintf(out, "}\n");
}

static void print_kho(FILE *out, const struct lg_policy *p)
{
	print_named(out, "SER_NAMES", &p->ser_names);
	print_named(out, "KHO_HEADERS", &p->kho_headers);
	print_named(out, "KHO_SYMBOLS", &p->kho_symbols);
}

static void print_bytes(FILE *out, const struct lg_policy *p)
{
	print_named(out, "BYTE_CALLS", &p->byte_calls);
}

static void print_callbacks(FILE *out, const struct lg_policy *p)
{
	fprintf(out, "CALLBACKS = {\n");
	for (size_t i = 0; i < p->callbacks.n; i++) {
		const struct lg_callbacks *c = &p->callbacks.v[i];

		fputs("    ", out);
		print_string(out, c->tag);
		fputs(": {\n        \"required\": ", out);
		print_list(out, &c->required, 20, 12);
		fputs(",\n        \"before\": ", out);
		print_list(out, &c->before, 18, 12);
		fputs(",\n        \"after\": ", out);
		print_list(out, &c->after, 17, 12);
		fputs("},\n", out);
	}
	fprintf(out, "}\n");
}

static void print_flows(FILE *out, const struct lg_policy *p)
{
	print_named(out, "HANDS", &p->flow_hands);
	print_named(out, "TAKES", &p->flow_takes);
	print_named(out, "FLOW_MEMBERS", &p->flow_members);
	print_named(out, "PAGES", &p->flow_pages);
}

/* An identifier metavariable @name that is one of @words; what is no identifier,
 * such as a pattern, is left out: SmPL knows none. */
static void print_one_of(FILE *out, const char *name, const lg_strings *words)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz_0123456789"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	int col = fprintf(out, "identifier %s = {", name);
	const char *sep = "";

	for (size_t i = 0; i < words->n; i++) {
		if (words->v[i][strspn(words->v[i], letters)])
			continue;
		col += fprintf(out, "%s", sep);
		if (col + (int)strlen(words->v[i]) + 2 > WIDTH)
			col = fprintf(out, "\n    ") - 1;
		col += fprintf(out, "%s%s", *sep && col > 4 ? " " : "",
			       words->v[i]);
		sep = ",";
	}
	fprintf(out, "%s};\n", *sep ? "" : "nothing");
}

/* The functions (or macros) of policy's [flow] whose words say @where: a number,
 * "return" or, behind a '*', a number. */
static void print_flow_names(FILE *out, const struct lg_policy *p,
			     bool (*wanted)(const struct lg_flow_word *w))
{
	const lg_strings *const lists[] = { &p->flow_hands, &p->flow_takes };
	lg_strings names = { NULL, 0, 0 };
	struct lg_pool pool = { NULL };
	struct lg_flow_word w;

	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < lists[i]->n; k++)
			if (lg_flow_word(&pool, lists[i]->v[k], false, &w) &&
			    wanted(&w) && !lg_matches_any(&names, w.name))
				lg_vec_push(&names, w.name);
	print_one_of(out, "fn", &names);
	lg_vec_free(&names);
	lg_pool_free(&pool);
}

static bool is_argument(const struct lg_flow_word *w)
{
	return w->arg && !w->deref;
}

static bool is_result(const struct lg_flow_word *w)
{
	return w->arg <= 0;
}

static bool is_output(const struct lg_flow_word *w)
{
	return w->deref;
}

static void print_arguments(FILE *out, const struct lg_policy *p)
{
	print_flow_names(out, p, is_argument);
}

static void print_results(FILE *out, const struct lg_policy *p)
{
	print_flow_names(out, p, is_result);
}

static void print_outputs(FILE *out, const struct lg_policy *p)
{
	print_flow_names(out, p, is_output);
}

static void print_addresses(FILE *out, const struct lg_policy *p)
{
	print_one_of(out, "to", &p->flow_addresses);
}

static void print_pointers(FILE *out, const struct lg_policy *p)
{
	print_one_of(out, "to", &p->flow_pointers);
}

static void print_flow_members(FILE *out, const struct lg_policy *p)
{
	lg_strings names = { NULL, 0, 0 };

	for (size_t i = 0; i < p->flow_members.n; i++) {
		const char *name = strrchr(p->flow_members.v[i], '.') + 1;

		if (!lg_matches_any(&names, name))
			lg_vec_push(&names, name);
	}
	print_one_of(out, "m", &names);
	lg_vec_free(&names);
}

static void print_versions(FILE *out, const struct lg_policy *p)
{
	print_named(out, "VERSIONS", &p->version_members);
}

static void print_types(FILE *out, const struct lg_policy *p)
{
	print_named(out, "FIXED", &p->fixed_types);
	print_named(out, "LOOSE", &p->loose_types);
	print_named(out, "INTERNAL", &p->internal_structs);
}

/* A pattern for each private struct: @before and its name. */
static void print_each(FILE *out, const struct lg_policy *p,
		       const char *before, const char **sep)
{
	for (size_t i = 0; i < p->owners.n; i++)
		for (size_t k = 0; k < p->owners.v[i].structs.n; k++) {
			fprintf(out, "%s  %s%s\n", *sep, before,
			       p->owners.v[i].structs.v[k]);
			*sep = "|\n";
		}
}

static void print_gate(FILE *out, const struct lg_policy *p)
{
	const char *sep = "";

	fprintf(out, "@named@\n@@\n\n(\n");
	print_each(out, p, "struct ", &sep);
	fprintf(out, ")\n\n@held@\nexpression E;\n@@\n\n(\n");
	sep = "";
	print_each(out, p, "E->", &sep);
	print_each(out, p, "E.", &sep);
	fprintf(out, ")\n");
}

static const struct block {
	const char *name;
	void (*print)(FILE *out, const struct lg_policy *p);
} blocks[] = {
	{ "zones", print_zones },
	{ "other-abis", print_other_abis },
	{ "owners", print_owners },
	{ "private-members", print_private_members },
	{ "kho", print_kho },
	{ "bytes", print_bytes },
	{ "types", print_types },
	{ "callbacks", print_callbacks },
	{ "flows", print_flows },
	{ "flow-arguments", print_arguments },
	{ "flow-results", print_results },
	{ "flow-outputs", print_outputs },
	{ "flow-addresses", print_addresses },
	{ "flow-pointers", print_pointers },
	{ "flow-members", print_flow_members },
	{ "versions", print_versions },
	{ "gate", print_gate },
};

/* How a text is written: whose names, and the file that it stands in. */
struct writing {
	struct lg_pool *pool;
	const struct lg_policy *p;
	const char *path;
	bool beside;
	FILE *out;
};

static void write_text(const struct writing *w, char *text);

/* Writes what belongs between the lines that say @name. False: what stands
 * there is right. */
static bool print_block(const struct writing *w, const char *name)
{
	const char *slash = strrchr(w->path, '/'), *file;
	int dir = slash ? (int)(slash + 1 - w->path) : 0;
	char *text;

	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++)
		if (!strcmp(blocks[i].name, name)) {
			blocks[i].print(w->out, w->p);
			return true;
		}
	if (!w->beside)
		return false;
	file = lg_printf(w->pool, "%.*s%s", dir, w->path, name);
	text = lg_read_file(w->pool, file, NULL);
	if (!text)
		lg_die("%s: begin %s: no such block, and no %s", w->path, name,
		       file);
	write_text(w, text);
	return true;
}

static void write_text(const struct writing *w, char *text)
{
	const char *end = NULL, *name;
	char *line;

	while ((line = strsep(&text, "\n")) && (text || *line)) {
		if (end && strcmp(line, end))
			continue;
		fprintf(w->out, "%s\n", line);
		end = NULL;
		name = strstr(line, " begin ");
		if (!name || (strncmp(line, "# ", 2) && strncmp(line, "// ", 3)))
			continue;
		if (print_block(w, name + 7))
			end = lg_printf(w->pool, "%.*s end %s",
					(int)(name - line), line, name + 7);
	}
	if (end)
		lg_die("%s: no line \"%s\"", w->path, end);
}

bool semantic_write(struct lg_pool *pool, const struct lg_policy *p,
		    const char *path, bool beside, FILE *out)
{
	const struct writing w = { pool, p, path, beside, out };
	char *text = lg_read_file(pool, path, NULL);

	if (!text)
		return false;
	write_text(&w, text);
	return true;
}
