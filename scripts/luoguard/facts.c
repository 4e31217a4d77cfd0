// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * facts.c - "luoguard facts": what the plugin saw in files of a build, as JSON
 * lines. rules/engine/facts-out.c says which keys they have. With --contract,
 * what of it is a contract, as rules/engine/contract-text.c describes; ABI
 * headers need no build for that.
 */
#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "noconfig.h"

#define COMPILE_SECONDS 300
#define COMPILE_TRIES 4

enum { KEY_CONTRACT = KEY_OWN };

struct facts {
	struct options o;
	struct lg_contracts contracts;
	struct lg_pool pool;
	char *tree, *build;
	char *record, *facts;	/* files; the second one may hold contracts */
	bool failed;
};

static const struct argp_option facts_options[] = {
	OPTION_TREE,
	OPTION_BUILD,
	{ "contract", KEY_CONTRACT, NULL, 0, "Print contracts: layouts, "
	  "constants and versions", 0 },
	OPTION_END
};

static error_t parse_facts(int key, char *arg, struct argp_state *state)
{
	struct options *o = state->input;

	switch (key) {
	case KEY_CONTRACT:
		o->contract = true;
		return 0;
	case ARGP_KEY_ARG:
		lg_vec_push(&o->args, arg);
		return 0;
	case ARGP_KEY_END:
		if (!o->args.n && (!o->contract || o->build))
			argp_error(state, "which FILE?");
		if (!o->build && !o->contract)
			argp_error(state, "--build is missing: facts are what "
				   "the compiler sees");
		return 0;
	}
	return options_shared(key, arg, state);
}

static const struct argp facts_argp = {
	facts_options, parse_facts, "--build DIR FILE...\n--contract [FILE...]",
	"Prints what the plugin saw in FILE, as JSON lines.\v"
	"Each line is an object whose \"fact\" is unit, struct, version, flow, "
	"access, unchecked, order, ops or use. A flow is a way of a struct's bytes into KHO or out of it, "
	"with its steps. For whoever wonders why a finding is there, or is not. With "
	"--contract, a record of what the next kernel depends on, which needs "
	"no --build of ABI headers: all of them, when no FILE is named.",
	common_children, NULL, NULL
};

static char *temp_file(struct facts *f)
{
	char *path = temp_template(&f->pool);
	int fd = mkstemp(path);

	if (fd < 0)
		lg_die("cannot make %s: %s", path, strerror(errno));
	close(fd);
	return path;
}

/* Compiles @u; GCC's wait status, what it said in *@said. */
static int compile(struct facts *f, const struct unit *u, char **said)
{
	lg_strings arguments = { NULL, 0, 0 };
	struct gcc_job job = { &f->o, f->tree, f->build, u->object, f->record,
			       f->record, false, &arguments };
	struct flags flags;
	int status = -1;

	lg_vec_push(&arguments, lg_printf(&f->pool, f->o.contract ?
					  "contract=this build:%s" : "facts=%s",
					  f->facts));
	flags_translate(&f->pool, (char *const *)u->words.v + 1, u->words.n - 1,
			&flags);
	for (int i = 0; i < COMPILE_TRIES; i++) {
		char **argv = gcc_command(&f->pool, &job, &flags);

		status = process_capture(&f->pool, argv, f->build, false,
					 COMPILE_SECONDS, said);
		if (status <= 0 || !flags_drop_unknown(&f->pool, &flags, *said))
			break;
	}
	lg_vec_free(&arguments);
	lg_vec_free(&flags.keep);
	return status;
}

static void failed(struct facts *f, const char *source, const char *why)
{
	fprintf(stderr, "luoguard: %s: no facts: %s\n",
		lg_printable(&f->pool, source), lg_printable(&f->pool, why));
	f->failed = true;
}

static void add_contract(struct facts *f, const char *source, const char *text)
{
	const char *wrong = lg_contracts_read(&f->contracts, f->facts, text);

	if (wrong)
		failed(f, source, wrong);
}

static void print_unit(struct facts *f, const struct unit *u)
{
	char *said = NULL, *text;
	int status = compile(f, u, &said);

	if (status) {
		failed(f, u->source, status < 0 ? strerror(errno) :
		       gcc_first_error(&f->pool, said));
		return;
	}
	text = lg_read_file(&f->pool, f->facts, NULL);
	if (!text || !*text)
		failed(f, u->source, text ? "the plugin wrote none" :
		       strerror(errno));
	else if (f->o.contract)
		add_contract(f, u->source, text);
	else
		fputs(text, stdout);
}

static void print_units(struct facts *f, struct lg_policy *policy)
{
	struct selection s;

	memset(&s, 0, sizeof(s));
	s.tree = f->tree;
	s.build = f->build;
	units_select(&s, policy, &f->o.args);
	for (size_t i = 0; i < s.no_match.n; i++)
		fprintf(stderr, "luoguard: %s\n",
			lg_printable(&f->pool, s.no_match.v[i]));
	for (size_t i = 0; i < s.not_checked.n; i++)
		fprintf(stderr, "luoguard: %s\n",
			lg_printable(&f->pool, s.not_checked.v[i]));
	f->failed |= s.no_match.n || s.not_checked.n;
	for (size_t i = 0; i < s.units.n; i++)
		print_unit(f, &s.units.v[i]);
	lg_pool_free(&s.pool);
}

static void of_build(struct facts *f)
{
	struct lg_policy *policy;

	tree_and_build(&f->o, &f->tree, &f->build);
	tree_needs_config(&f->pool, f->build);
	noconfig_engines();
	policy = options_policy(&f->o);
	f->record = temp_file(f);
	f->facts = temp_file(f);
	print_units(f, policy);
	unlink(f->record);
	unlink(f->facts);
	lg_policy_free(policy);
}

int cmd_facts(int argc, char **argv)
{
	struct facts f;

	memset(&f, 0, sizeof(f));
	f.o.fail_on = FAIL_NEVER;
	options_parse(&f.o, &facts_argp, argc, argv);
	if (f.o.build)
		of_build(&f);
	else
		f.failed = !contracts_without_build(&f.o, &f.contracts);
	if (f.o.contract)
		lg_contracts_write(&f.contracts, stdout);
	lg_contracts_free(&f.contracts);
	lg_pool_free(&f.pool);
	return f.failed ? EXIT_NOT_RUN : EXIT_CLEAN;
}
