// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * options.c - the options that all subcommands take.
 */
#include <ctype.h>
#include <unistd.h>

#include "command.h"

static const char *const format_names[] = {
	"text", "json", "sarif", "github", "mail", NULL
};
static const char *const color_names[] = { "auto", "always", "never", NULL };
/* In the order of enum lg_severity; FAIL_NEVER comes last. */
const char *const fail_on_names[] = {
	"note", "warning", "error", "never", NULL
};

static const struct argp_option common_options[] = {
	{ "format", 'f', "FORMAT", 0, "text, json, sarif or github; review has "
	  "mail, too", 0 },
	{ "policy", 'p', "FILE", 0,
	  "Add FILE to the policy; may be repeated", 0 },
	{ "rules", 'r', "LIST", 0, "Only these rules: ID[,ID...]", 0 },
	{ "fail-on", 'F', "LEVEL", 0,
	  "Exit 1 from this severity on: error, warning, note, or never", 0 },
	{ "color", 'C', "WHEN", 0, "auto, always or never", 0 },
	{ "jobs", 'j', "N", 0, "Files at once; all cores by default", 0 },
	{ NULL, 0, NULL, 0, NULL, 0 }
};

static int choose(struct argp_state *state, const char *option,
		  const char *word, const char *const *names)
{
	struct lg_pool pool = { NULL };
	const char *list;

	for (int i = 0; names[i]; i++)
		if (!strcmp(names[i], word))
			return i;
	list = lg_strdup(&pool, names[0]);
	for (int i = 1; names[i]; i++)
		list = lg_printf(&pool, "%s, %s", list, names[i]);
	argp_error(state, "--%s: \"%s\" is none of %s", option, word, list);
	return 0;
}

static void set_rules(struct argp_state *state, struct options *o,
		      const char *list)
{
	char *bad = NULL;

	o->rules = list;
	if (!lg_rules_parse(list, &o->only, &bad))
		argp_error(state, "--rules: there is no rule \"%s\"; "
			   "luoguard rules lists them", bad ? bad : list);
}

static void set_jobs(struct argp_state *state, struct options *o,
		     const char *text)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	if (!isdigit((unsigned char)*text) || *end || n < 1 || n > 4096)
		argp_error(state, "-j: \"%s\" is not a number from 1 to 4096",
			   text);
	o->jobs = (unsigned int)n;
}

static error_t parse_common(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case 'f':
		o->format = choose(state, "format", arg, format_names);
		if (o->format == FORMAT_MAIL && !o->reviews)
			argp_error(state, "--format=mail answers patches: it "
				   "goes with luoguard review");
		return 0;
	case 'p':
		lg_vec_push(&o->policies,
			    lg_path_normal(&o->pool,
					   current_directory(&o->pool), arg));
		return 0;
	case 'r':
		set_rules(state, o, arg);
		return 0;
	case 'F':
		o->fail_on = choose(state, "fail-on", arg, fail_on_names);
		o->fail_on_given = true;
		return 0;
	case 'C':
		o->color = choose(state, "color", arg, color_names);
		return 0;
	case 'j':
		set_jobs(state, o, arg);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static const struct argp common_argp = {
	common_options, parse_common, NULL, NULL, NULL, NULL, NULL
};

const struct argp_child common_children[] = {
	{ &common_argp, 0, "For every command:", 0 },
	{ NULL, 0, NULL, 0 }
};

error_t options_shared(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case KEY_TREE:
		o->tree = arg;
		return 0;
	case KEY_BUILD:
		o->build = arg;
		return 0;
	case KEY_BASELINE:
		o->baseline = arg;
		return 0;
	case KEY_UPDATE:
		o->update_baseline = true;
		return 0;
	case ARGP_KEY_END:
		if (o->update_baseline && !o->baseline)
			argp_error(state, "--update-baseline goes with "
				   "--baseline FILE");
		if (o->baseline && o->fix)
			argp_error(state, "--baseline does not go with --fix");
		return 0;
	case ARGP_KEY_INIT:
		state->child_inputs[0] = o;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

int options_width(int argc, char **argv, int i)
{
	static const char *const alone[] = {
		"--help", "--usage", "-?", NULL
	};
	const char *arg = argv[i];

	for (const char *const *a = alone; *a; a++)
		if (!strcmp(arg, *a))
			return 1;
	for (const struct argp_option *opt = common_options; opt->name; opt++) {
		size_t n = strlen(opt->name);

		if (lg_starts(arg, "--") && !strncmp(arg + 2, opt->name, n)) {
			if (arg[2 + n] == '=')
				return 1;
			if (!arg[2 + n])
				return i + 1 < argc ? 2 : 1;
		}
	}
	/* The compiler knows -f, -p and more, but neither it nor sparse -j. */
	if (!strcmp(arg, "-j"))
		return i + 1 < argc ? 2 : 1;
	return lg_starts(arg, "-j") && isdigit((unsigned char)arg[2]) ? 1 : 0;
}

const char *options_nearest(const char *arg)
{
	const char *names[sizeof(common_options) / sizeof(common_options[0])];
	char word[32];
	size_t i;

	if (!lg_starts(arg, "--") || lg_starts(arg, "--target"))
		return NULL;	/* the compiler's, or clang's */
	for (i = 0; common_options[i].name; i++)
		names[i] = common_options[i].name;
	names[i] = NULL;
	snprintf(word, sizeof(word), "%.*s", (int)strcspn(arg + 2, "="),
		 arg + 2);
	return nearest(word, names);
}

void options_parse(struct options *o, const struct argp *argp, int argc,
		   char **argv)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	o->jobs = cores > 0 ? (unsigned int)cores : 1;
	argp_parse(argp, argc, argv, 0, NULL, o);
}

struct lg_policy *options_policy(const struct options *o)
{
	struct lg_policy *policy = lg_policy_default();
	char *error = NULL;

	for (size_t i = 0; i < o->policies.n; i++) {
		policy = lg_policy_add(policy, o->policies.v[i], &error);
		if (!policy)
			lg_die("%s", error);
	}
	return policy;
}

bool options_color(const struct options *o, FILE *out)
{
	const char *term = getenv("TERM"), *emacs = getenv("INSIDE_EMACS");

	if (o->color != COLOR_AUTO)
		return o->color == COLOR_ALWAYS;
	/* M-x compile has a terminal that shows no color, whatever TERM. */
	if (emacs && strstr(emacs, ",compile"))
		return false;
	return isatty(fileno(out)) && term && strcmp(term, "dumb") &&
	       !getenv("NO_COLOR");
}

/* Levenshtein's distance between @a and @b, both short. */
static unsigned int distance(const char *a, const char *b)
{
	unsigned int row[64];
	size_t n = strlen(b);

	if (n >= 64)
		return 64;
	for (size_t j = 0; j <= n; j++)
		row[j] = (unsigned int)j;
	for (unsigned int i = 1; *a; a++, i++) {
		unsigned int diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			unsigned int best = diagonal + (*a != b[j - 1]);

			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[n];
}

const char *nearest(const char *word, const char *const *words)
{
	unsigned int least = (unsigned int)strlen(word) / 2 + 2;
	const char *best = NULL;

	for (; *words; words++) {
		unsigned int d = distance(word, *words);

		if (d < least) {
			least = d;
			best = *words;
		}
	}
	return best;
}

static bool among(const lg_strings *list, const char *word)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->v[i], word))
			return true;
	return false;
}

bool options_want(const struct options *o, const struct lg_policy *policy,
		  const char *rule)
{
	return (!o->rules || among(&o->only, rule)) &&
	       !among(&policy->rules_off, rule);
}
