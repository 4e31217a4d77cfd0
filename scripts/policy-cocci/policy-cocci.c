// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * policy-cocci - writes the policy's names into the semantic patches.
 *
 *     policy-cocci cocci/x.cocci >x.cocci.new
 *
 * `make coccicheck` runs a semantic patch from where it lies, with nothing
 * beside it, so the names have to stand in the file. They are read from
 * rules/policy.ini by the engine, and written between two lines:
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
#include "luoguard.h"

#define WIDTH 78

/* Python's list of @words, after @col columns of text; broken lines begin
 * with @indent blanks. */
static void print_list(const lg_strings *words, int col, int indent)
{
	putchar('[');
	col++;
	for (size_t i = 0; i < words->n; i++) {
		int n = (int)strlen(words->v[i]) + 3;

		if (i && col + n + 1 > WIDTH)
			col = printf("\n%*s", indent, "") - 1;
		else if (i)
			col += printf(" ");
		col += printf("\"%s\"%s", words->v[i],
			      i + 1 < words->n ? "," : "");
	}
	putchar(']');
}

static void print_named(const char *name, const lg_strings *words)
{
	int col = printf("%s = ", name);

	print_list(words, col, 4);
	putchar('\n');
}

static void print_zones(const struct lg_policy *p)
{
	lg_strings dirs = { NULL, 0, 0 };

	for (size_t i = 0; i < p->zones.n; i++)
		if (p->zones.v[i].kind == LG_ZONE_VERSIONED)
			lg_vec_push(&dirs, p->zones.v[i].dir);
	print_named("ZONES", &dirs);
	lg_vec_free(&dirs);
}

/* ABIs with rules of their own: user space's, and the append-only zones. */
static void print_other_abis(const struct lg_policy *p)
{
	lg_strings dirs = { NULL, 0, 0 };

	for (size_t i = 0; i < p->stable.n; i++)
		lg_vec_push(&dirs, p->stable.v[i]);
	for (size_t i = 0; i < p->zones.n; i++)
		if (p->zones.v[i].kind == LG_ZONE_APPEND_ONLY)
			lg_vec_push(&dirs, p->zones.v[i].dir);
	print_named("OTHER_ABIS", &dirs);
	lg_vec_free(&dirs);
}

static void print_owner(const struct lg_policy *p, const struct lg_owner *o)
{
	lg_strings friends = { NULL, 0, 0 };

	for (size_t i = 0; i < p->friends.n; i++)
		if (!strcmp(p->friends.v[i].owner, o->dir))
			lg_vec_push(&friends, p->friends.v[i].path);
	printf("    \"%s\": {\n        \"name\": \"%s\",\n        \"structs\": ",
	       o->dir, o->name);
	print_list(&o->structs, 19, 12);
	printf(",\n        \"friends\": ");
	print_list(&friends, 19, 12);
	printf("},\n");
	lg_vec_free(&friends);
}

static void print_owners(const struct lg_policy *p)
{
	printf("OWNERS = {\n");
	for (size_t i = 0; i < p->owners.n; i++)
		print_owner(p, &p->owners.v[i]);
	printf("}\n");
}

static void print_kho(const struct lg_policy *p)
{
	print_named("SER_NAMES", &p->ser_names);
	print_named("KHO_HEADERS", &p->kho_headers);
	print_named("KHO_SYMBOLS", &p->kho_symbols);
}

static void print_types(const struct lg_policy *p)
{
	print_named("FIXED", &p->fixed_types);
	print_named("LOOSE", &p->loose_types);
	print_named("INTERNAL", &p->internal_structs);
}

/* A pattern for each private struct: @before and its name. */
static void print_each(const struct lg_policy *p, const char *before,
		       const char **sep)
{
	for (size_t i = 0; i < p->owners.n; i++)
		for (size_t k = 0; k < p->owners.v[i].structs.n; k++) {
			printf("%s  %s%s\n", *sep, before,
			       p->owners.v[i].structs.v[k]);
			*sep = "|\n";
		}
}

static void print_gate(const struct lg_policy *p)
{
	const char *sep = "";

	printf("@named@\n@@\n\n(\n");
	print_each(p, "struct ", &sep);
	printf(")\n\n@held@\nexpression E;\n@@\n\n(\n");
	sep = "";
	print_each(p, "E->", &sep);
	print_each(p, "E.", &sep);
	printf(")\n");
}

static const struct block {
	const char *name;
	void (*print)(const struct lg_policy *p);
} blocks[] = {
	{ "zones", print_zones },
	{ "other-abis", print_other_abis },
	{ "owners", print_owners },
	{ "kho", print_kho },
	{ "types", print_types },
	{ "gate", print_gate },
};

/* What belongs between the lines that say @name, in the file @path. */
static void print_block(struct lg_pool *pool, const struct lg_policy *p,
			const char *path, const char *name)
{
	const char *slash = strrchr(path, '/');
	int dir = slash ? (int)(slash + 1 - path) : 0;
	const char *beside, *text;

	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++)
		if (!strcmp(blocks[i].name, name)) {
			blocks[i].print(p);
			return;
		}
	beside = lg_printf(pool, "%.*s%s", dir, path, name);
	text = lg_read_file(pool, beside, NULL);
	if (!text)
		lg_die("%s: begin %s: no such block, and no %s", path, name,
		       beside);
	fputs(text, stdout);
}

static void rewrite(struct lg_pool *pool, const struct lg_policy *p,
		    const char *path)
{
	char *text = lg_read_file(pool, path, NULL), *line;
	const char *end = NULL, *name;

	if (!text)
		lg_die("cannot read %s", path);
	while ((line = strsep(&text, "\n")) && (text || *line)) {
		if (end && strcmp(line, end))
			continue;
		puts(line);
		end = NULL;
		name = strstr(line, " begin ");
		if (!name || (strncmp(line, "# ", 2) && strncmp(line, "// ", 3)))
			continue;
		end = lg_printf(pool, "%.*s end %s", (int)(name - line), line,
				name + 7);
		print_block(pool, p, path, name + 7);
	}
	if (end)
		lg_die("%s: no line \"%s\"", path, end);
}

int main(int argc, char **argv)
{
	struct lg_policy *policy = lg_policy_default();
	struct lg_pool pool = { NULL };

	if (argc != 2)
		lg_die("usage: policy-cocci FILE.cocci");
	rewrite(&pool, policy, argv[1]);
	lg_pool_free(&pool);
	lg_policy_free(policy);
	if (fflush(stdout) || ferror(stdout))
		lg_die("cannot write");
	return 0;
}
