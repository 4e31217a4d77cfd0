// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * spatch-engine.c - where Coccinelle and the semantic patches are, and whether
 * they can be used.
 */
#include <errno.h>
#include <limits.h>
#include <unistd.h>

#include "semantic.h"
#include "spatch.h"

#define OLDEST  10101	/* 1.1.1, Debian 12's */
#define PYTHON  "/usr/bin/python3"

/* Where the semantic patches are: beside the command, or installed. */
static const char *find_patches(struct lg_pool *pool)
{
	static const char *const dirs[] = { "cocci", "../share/luoguard/cocci" };
	char exe[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);

	if (n < 0)
		lg_die("cannot tell where luoguard is: %s", strerror(errno));
	exe[n] = '\0';
	*strrchr(exe, '/') = '\0';
	for (size_t i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++) {
		char *dir = lg_printf(pool, "%s/%s", exe, dirs[i]);

		if (is_directory(dir))
			return dir;
	}
	return NULL;
}

/* "spatch version 1.1.1 compiled with ..." */
static void read_version(struct spatch *s, const char *text)
{
	static const char before[] = "spatch version ";
	const char *at = strstr(text, before);
	int major = 0, minor = 0, patch = 0;

	if (!at || sscanf(at + strlen(before), "%d.%d.%d", &major, &minor,
			  &patch) < 2) {
		s->missing = "spatch does not say its version";
		return;
	}
	at += strlen(before);
	s->version = lg_strndup(&s->pool, at, strcspn(at, " \n"));
	if (major * 10000 + minor * 100 + patch < OLDEST)
		s->missing = lg_printf(&s->pool, "spatch %s is too old, 1.1.1 "
				       "is the oldest", s->version);
	else if (!strstr(text, "Python scripting support: yes"))
		s->missing = lg_printf(&s->pool, "spatch %s was built without "
				       "Python", s->version);
}

/* A Python of another place than the system's, such as pyenv's, takes spatch
 * three times as long to find and load. */
void spatch_find(struct spatch *s, struct spatch_engine *e)
{
	char *argv[3] = { NULL, (char *)"--version", NULL }, *text;

	e->program = process_find(&s->pool, "spatch");
	e->dir = find_patches(&s->pool);
	e->python = access(PYTHON, X_OK) == 0 ? PYTHON : NULL;
	if (!e->program) {
		s->missing = "spatch (Coccinelle) is not installed";
	} else if (!e->dir) {
		s->missing = "the semantic patches are neither beside luoguard "
			     "nor in ../share/luoguard/cocci";
	} else {
		argv[0] = (char *)e->program;
		process_capture(&s->pool, argv, s->temp, true, 10, &text);
		read_version(s, text);
	}
}

const char *spatch_patch(struct spatch *s, const struct spatch_engine *e,
			 const char *id)
{
	char *copy = lg_printf(&s->pool, "%s/%s.cocci", s->temp, id);
	char *from = lg_printf(&s->pool, "%s/%s.cocci", e->dir, id);
	FILE *out;

	if (path_exists(copy))
		return copy;
	out = fopen(copy, "we");
	if (!out)
		lg_die("%s: %s", copy, strerror(errno));
	if (!semantic_write(&s->pool, s->policy, from, false, out))
		lg_die("%s: %s", from, strerror(errno));
	if (fclose(out))
		lg_die("%s: %s", copy, strerror(errno));
	return copy;
}

const char *spatch_last_line(struct lg_pool *pool, char *said)
{
	size_t n = strlen(said);
	char *line;

	while (n && (said[n - 1] == '\n' || said[n - 1] == ' '))
		said[--n] = '\0';
	line = strrchr(said, '\n');
	line = line ? line + 1 : said;
	return *line ? lg_strndup(pool, line, 200) : "spatch failed";
}

char *spatch_output(struct lg_pool *pool, const struct job *j)
{
	size_t bytes = 0;
	char *said = lg_read_file(pool, j->said, &bytes);

	for (size_t i = 0; said && i < bytes; i++)
		if (!said[i])
			said[i] = ' ';
	return said ? said : lg_strdup(pool, "");
}
