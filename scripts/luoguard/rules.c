// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rules.c - "luoguard rules" and "luoguard explain ID".
 *
 * Both print what the rule's own file says of it, and nothing else.
 */
#include <json-c/json.h>

#include "command.h"

#define WIDTH 78

static error_t parse_explain(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	if (key == ARGP_KEY_NO_ARGS)
		argp_error(state, "which rule? luoguard rules lists them");
	if (key != ARGP_KEY_ARG)
		return options_shared(key, arg, state);
	lg_vec_push(&o->args, arg);
	return 0;
}

static const struct argp rules_argp = {
	NULL, NULL, "", "Lists the rules: id, severity, what each finds.",
	common_children, NULL, NULL
};

static const struct argp explain_argp = {
	NULL, parse_explain, "ID...",
	"Explains a rule: why, an example that is wrong, the same one right, "
	"and how to mend it.", common_children, NULL, NULL
};

static void text_or_json(const struct options *o, const char *command)
{
	if (o->format != FORMAT_TEXT && o->format != FORMAT_JSON)
		lg_die("%s: prints text or json; findings have the other "
		       "formats", command);
}

static void print_json(const struct lg_rule *r)
{
	const struct { const char *key, *value; } keys[] = {
		{ "id", r->id }, { "severity", lg_severity_name[r->severity] },
		{ "title", r->title }, { "why", r->why },
		{ "wrong", r->wrong }, { "right", r->right },
		{ "mend", r->mend }, { "source", r->source },
	};
	struct json_object *o = json_object_new_object();

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		json_object_object_add(o, keys[i].key, keys[i].value ?
			json_object_new_string(keys[i].value) : NULL);
	puts(json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN |
					    JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(o);
}

int cmd_rules(int argc, char **argv)
{
	struct options o;

	memset(&o, 0, sizeof(o));
	options_parse(&o, &rules_argp, argc, argv);
	text_or_json(&o, "rules");
	for (size_t i = 0; lg_rules[i]; i++) {
		const struct lg_rule *r = lg_rules[i];

		if (o.format == FORMAT_JSON)
			print_json(r);
		else
			printf("%-20s %-8s %s\n", r->id,
			       lg_severity_name[r->severity], r->title);
	}
	return EXIT_CLEAN;
}

/* Prints @text's words, wrapped and indented; an empty line, or a line that
 * begins with white space, stands as it is. */
static void print_wrapped(const char *text, int indent)
{
	int col = 0;

	while (text && *text) {
		size_t n = strcspn(text, " \n");

		if (n) {
			if (col && col + 1 + (int)n > WIDTH) {
				putchar('\n');
				col = 0;
			}
			col += printf("%*s%.*s", col ? 1 : indent, "", (int)n,
				      text);
			text += n;
		}
		if (text[0] == '\n' && (text[1] == '\n' || text[1] == ' ' ||
					text[1] == '\t')) {
			printf("%s", col ? "\n" : "");
			col = 0;
			if (text[1] == '\n')
				putchar('\n');
			text++;
		}
		text += *text != '\0';
	}
	if (col)
		putchar('\n');
}

static void print_code(const char *text)
{
	while (text && *text) {
		size_t n = strcspn(text, "\n");

		printf(n ? "      %.*s\n" : "%.*s\n", (int)n, text);
		text += n + (text[n] == '\n');
	}
}

static void heading(const char *name, bool color)
{
	printf("\n%s%s%s\n", color ? "\033[1m" : "", name,
	       color ? "\033[m" : "");
}

static void explain(const struct lg_rule *r, bool color)
{
	printf("%s%s%s (%s)\n", color ? "\033[1m" : "", r->id,
	       color ? "\033[m" : "", lg_severity_name[r->severity]);
	print_wrapped(r->title, 2);
	heading("Why", color);
	print_wrapped(r->why, 2);
	heading("Wrong", color);
	print_code(r->wrong);
	heading("Right", color);
	print_code(r->right);
	heading("How to mend", color);
	print_wrapped(r->mend, 2);
	heading("Where it comes from", color);
	print_wrapped(r->source, 2);
}

static int unknown_rule(const char *id)
{
	LG_VEC(const char *) ids = { NULL, 0, 0 };
	const char *near;

	for (size_t i = 0; lg_rules[i]; i++)
		lg_vec_push(&ids, lg_rules[i]->id);
	lg_vec_push(&ids, NULL);
	near = nearest(id, ids.v);
	fprintf(stderr, "luoguard: there is no rule \"%s\"", id);
	if (near)
		fprintf(stderr, "; did you mean \"%s\"?", near);
	fputs("\nluoguard rules lists them.\n", stderr);
	lg_vec_free(&ids);
	return EXIT_NOT_RUN;
}

int cmd_explain(int argc, char **argv)
{
	struct options o;
	bool color;

	memset(&o, 0, sizeof(o));
	options_parse(&o, &explain_argp, argc, argv);
	text_or_json(&o, "explain");
	color = options_color(&o, stdout);
	for (size_t i = 0; i < o.args.n; i++) {
		const struct lg_rule *r = lg_rule_find(o.args.v[i]);

		if (!r)
			return unknown_rule(o.args.v[i]);
		if (o.format == FORMAT_JSON) {
			print_json(r);
			continue;
		}
		if (i)
			putchar('\n');
		explain(r, color);
	}
	return EXIT_CLEAN;
}
