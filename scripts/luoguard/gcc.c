// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * gcc.c - the plugin's GCC: its command line, and what it says.
 *
 * The file is only parsed (-fsyntax-only), and GCC's own warnings are off:
 * kbuild has shown them when it compiled the file.
 */
#include "command.h"
#include "config.h"

static void push(struct lg_pool *pool, lg_strings *v, const char *key,
		 const char *value)
{
	lg_vec_push(v, lg_printf(pool, "-fplugin-arg-luoguard-%s=%s", key,
				 value));
}

static void push_plugin(struct lg_pool *pool, lg_strings *v,
			const struct gcc_job *job)
{
	const struct options *o = job->o;

	lg_vec_push(v, lg_printf(pool, "-fplugin=%s", plugin_path(pool)));
	if (job->tree)
		push(pool, v, "tree", job->tree);
	if (job->build)
		push(pool, v, "build", job->build);
	if (job->state)
		push(pool, v, "state", job->state);
	if (job->unit)
		push(pool, v, "unit", job->unit);
	for (size_t i = 0; i < o->policies.n; i++)
		push(pool, v, "policy", o->policies.v[i]);
	if (o->rules)
		push(pool, v, "rules", o->rules);
	push(pool, v, "fail-on", "never");
	if (job->record)
		push(pool, v, "record", job->record);
	else
		push(pool, v, "format",
		     o->format == FORMAT_JSON ? "json" : "gcc");
}

char **gcc_command(struct lg_pool *pool, const struct gcc_job *job,
		   const struct flags *flags)
{
	lg_strings v = { NULL, 0, 0 };
	char **argv;

	lg_vec_push(&v, plugin_gcc());
	for (size_t i = 0; i < flags->keep.n; i++)
		lg_vec_push(&v, flags->keep.v[i]);
	/* 7.3's headers ask for GCC 14 before they use it; C files need not. */
	if (atoi(LG_PLUGIN_GCC_VERSION) < 14)
		lg_vec_push(&v, "-D__typeof_unqual__=__typeof__");
	lg_vec_push(&v, "-w");
	lg_vec_push(&v, "-fsyntax-only");
	lg_vec_push(&v, job->color ? "-fdiagnostics-color=always"
				   : "-fdiagnostics-color=never");
	push_plugin(pool, &v, job);
	for (size_t i = 0; job->arguments && i < job->arguments->n; i++)
		lg_vec_push(&v, lg_printf(pool, "-fplugin-arg-luoguard-%s",
					  job->arguments->v[i]));
	/* A file of any name is C: kbuild says so by asking. */
	lg_vec_push(&v, "-x");
	lg_vec_push(&v, "c");
	lg_vec_push(&v, flags->file);
	argv = lg_alloc(pool, (v.n + 1) * sizeof(*argv));
	memcpy(argv, v.v, v.n * sizeof(*argv));
	lg_vec_free(&v);
	return argv;
}

/* @line without the escape sequences that color it. */
static void uncolor(char *line)
{
	char *to = line;

	while (*line) {
		if (*line == '\033' && line[1] == '[') {
			line += 2;
			while (*line && !(*line >= '@' && *line <= '~'))
				line++;
			if (*line)
				line++;
			continue;
		}
		*to++ = *line++;
	}
	*to = '\0';
}

#define LONGEST_ERROR 500	/* it may quote a name of any length */

static const char *shortened(struct lg_pool *pool, const char *line)
{
	if (strlen(line) > LONGEST_ERROR)
		line = lg_printf(pool, "%.*s...", LONGEST_ERROR, line);
	return lg_printable(pool, line);
}

const char *gcc_first_error(struct lg_pool *pool, const char *text)
{
	const char *line = text;

	while (*line) {
		size_t n = strcspn(line, "\n");
		char *one = lg_strndup(pool, line, n);

		uncolor(one);
		if (strstr(one, "error: "))
			return shortened(pool, one);
		line += n + (line[n] == '\n');
	}
	if (!*text)
		return "the compiler failed and did not say why";
	return shortened(pool, lg_strndup(pool, text, strcspn(text, "\n")));
}
