// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * luoguard.c - the command: a table of subcommands, as git has one.
 */
#include <errno.h>

#include "command.h"
#include "config.h"

struct subcommand {
	const char *name, *args, *help;
	int (*run)(int argc, char **argv);	/* NULL: not there yet */
};

static const struct subcommand subcommands[] = {
	{ "cc", "CHECKFLAGS CFLAGS FILE",
	  "kbuild's checker: make C=1 CHECK=\"luoguard cc\"", cmd_cc },
	{ "kcflags", "",
	  "in-build: make KCFLAGS=\"$(luoguard kcflags)\"", cmd_kcflags },
	{ "check", "[--tree DIR] [--build DIR] [PATH...]",
	  "files of a tree, without make", cmd_check },
	{ "review", "[--tree DIR] --staged",
	  "what the commit to be makes worse", cmd_review },
	{ "abi", "dump|diff|catalog",
	  "can two built kernels hand over to each other?", NULL },
	{ "report", "--build DIR",
	  "every standing finding of a build, once", cmd_report },
	{ "facts", "--build DIR FILE...",
	  "what a front end saw, as JSON lines", cmd_facts },
	{ "rules", "", "the rules, one a line", cmd_rules },
	{ "explain", "ID", "one rule: why, wrong, right, how to mend",
	  cmd_explain },
	{ NULL, NULL, NULL, NULL }
};

static void usage(FILE *out)
{
	const struct subcommand *s;

	fputs("Usage: luoguard COMMAND [OPTION...]\n"
	      "Keeps the Linux kernel's Live Update contract: "
	      "what one kernel writes,\nthe next one must read.\n\n", out);
	for (s = subcommands; s->name; s++)
		if (s->run)
			fprintf(out, "  %-9s %s\n", s->name, s->help);
	fputs("\nArriving with a later version:", out);
	for (s = subcommands; s->name; s++)
		if (!s->run)
			fprintf(out, " %s", s->name);
	fputs("\n\nluoguard COMMAND --help tells a command's options.\n"
	      "Exit status: 0 nothing at or above --fail-on, 1 findings, "
	      "2 could not run.\n", out);
}

static int unknown(const char *name)
{
	const char *names[sizeof(subcommands) / sizeof(subcommands[0])];
	const char *near;
	size_t i;

	for (i = 0; subcommands[i].name; i++)
		names[i] = subcommands[i].name;
	names[i] = NULL;
	near = nearest(name, names);
	fprintf(stderr, "luoguard: there is no command \"%s\"", name);
	if (near)
		fprintf(stderr, "; did you mean \"%s\"?", near);
	fputs("\nluoguard --help lists the commands.\n", stderr);
	return EXIT_NOT_RUN;
}

/* A full disk must not look like "no findings". */
static int flushed(int status)
{
	errno = 0;
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	/* the reason of an earlier write is lost */
	fprintf(stderr, "luoguard: cannot write the output%s%s\n",
		errno ? ": " : "", errno ? strerror(errno) : "");
	return EXIT_NOT_RUN;
}

static int run(const struct subcommand *s, int argc, char **argv)
{
	char name[64];

	if (!s->run) {
		fprintf(stderr, "luoguard: \"%s\" arrives with a later "
			"version; this is %s\n", s->name, LUOGUARD_VERSION);
		return EXIT_NOT_RUN;
	}
	snprintf(name, sizeof(name), "luoguard %s", s->name);
	argv[1] = name;
	return flushed(s->run(argc - 1, argv + 1));
}

int main(int argc, char **argv)
{
	const struct subcommand *s;

	argp_err_exit_status = EXIT_NOT_RUN;
	if (argc < 2) {
		usage(stderr);
		return EXIT_NOT_RUN;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") ||
	    !strcmp(argv[1], "help")) {
		usage(stdout);
		return flushed(EXIT_CLEAN);
	}
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V")) {
		printf("luoguard %s (plugin for gcc %s)\n", LUOGUARD_VERSION,
		       LG_PLUGIN_GCC_VERSION);
		return flushed(EXIT_CLEAN);
	}
	for (s = subcommands; s->name; s++)
		if (!strcmp(s->name, argv[1]))
			return run(s, argc, argv);
	return unknown(argv[1]);
}
