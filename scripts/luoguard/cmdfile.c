// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cmdfile.c - reads kbuild's .foo.o.cmd files.
 *
 * Written by scripts/basic/fixdep beside every object, in make's syntax:
 *
 *	savedcmd_mm/foo.o := gcc -Wp,-MMD,mm/.foo.o.d ... -c -o mm/foo.o foo.c
 *
 *	source_mm/foo.o := ../mm/foo.c
 *
 *	deps_mm/foo.o := \
 *	  ../include/linux/kconfig.h \
 *	    $(wildcard include/config/FOO) \
 *
 *	mm/foo.o: $(deps_mm/foo.o)
 *
 *	$(deps_mm/foo.o):
 *
 * Before 6.3 the first word was "cmd_". The command is one line for the
 * shell, with make's escapes on top ($$ and $(pound)); objtool may follow
 * behind a semicolon. Objects that are linked from others have no source_.
 * A make that was killed leaves a file without its last lines.
 */
#include <errno.h>

#include "command.h"

/* The value of the line "PREFIX... := VALUE", or NULL. */
static char *value_of(struct lg_pool *pool, const char *text,
		      const char *prefix)
{
	const char *line = text, *sep;
	size_t n;

	while (*line) {
		n = strcspn(line, "\n");
		sep = lg_starts(line, prefix) ? strstr(line, " := ") : NULL;
		if (sep && sep < line + n) {
			sep += strlen(" := ");
			return lg_strndup(pool, sep, n - (size_t)(sep - line));
		}
		line += n + (line[n] == '\n');
	}
	return NULL;
}

/* Undoes make's escapes in place. */
static void unmake(char *s)
{
	static const char pound[] = "$(pound)";
	char *to = s;

	while (*s) {
		if (s[0] == '$' && s[1] == '$') {
			*to++ = '$';
			s += 2;
		} else if (lg_starts(s, pound)) {
			*to++ = '#';
			s += strlen(pound);
		} else {
			*to++ = *s++;
		}
	}
	*to = '\0';
}

/* One shell word from *@s; NULL: none, or *@bad when a quote stays open. */
static char *shell_word(struct lg_pool *pool, const char **s, bool *bad)
{
	const char *p = *s + strspn(*s, " \t");
	char *word, *to, quote = 0;

	if (!*p || strchr(";|&<>", *p))
		return NULL;
	word = to = lg_alloc(pool, strlen(p) + 1);
	for (; *p; p++) {
		if (quote && *p == quote) {
			quote = 0;
		} else if (!quote && (*p == '\'' || *p == '"')) {
			quote = *p;
		} else if (*p == '\\' && quote != '\'' && p[1] &&
			   (!quote || strchr("\\\"$`", p[1]))) {
			*to++ = *++p;
		} else if (!quote && strchr(" \t;|&<>", *p)) {
			break;
		} else {
			*to++ = *p;
		}
	}
	*bad = quote != 0;
	*s = p;
	return *bad ? NULL : word;
}

/* The words of the first command; what stands behind a ";" is not ours. */
static bool split(struct lg_pool *pool, const char *command, lg_strings *words)
{
	bool bad = false;
	char *word;

	while ((word = shell_word(pool, &command, &bad)))
		lg_vec_push(words, word);
	return !bad;
}

static bool compiles_c(const lg_strings *words)
{
	bool compile = false, kernel = false, c = false;

	for (size_t i = 0; i < words->n; i++) {
		const char *w = words->v[i];

		compile |= !strcmp(w, "-c");
		kernel |= !strcmp(w, "-D__KERNEL__");
		c |= *w != '-' && lg_ends(w, ".c");
	}
	return compile && kernel && c;
}

/* "DIR/.foo.o.cmd" to "DIR/foo.o" */
static const char *object_of(struct lg_pool *pool, const char *path)
{
	const char *base = strrchr(path, '/');
	size_t dir = base ? (size_t)(base + 1 - path) : 0;
	size_t tail = strlen(path) - dir - strlen(".cmd");

	return lg_printf(pool, "%.*s%.*s", (int)dir, path, (int)tail - 1,
			 path + dir + 1);
}

void cmdfile_read(struct lg_pool *pool, const char *path, struct cmdfile *c)
{
	char *command;

	memset(c, 0, sizeof(*c));
	c->object = object_of(pool, path);
	c->text = lg_read_file(pool, path, NULL);
	if (!c->text) {
		c->error = lg_printf(pool, "cannot read it: %s",
				     strerror(errno));
		return;
	}
	command = value_of(pool, c->text, "savedcmd_");
	if (!command)
		command = value_of(pool, c->text, "cmd_");
	if (!command || !lg_ends(c->text, "\n")) {
		c->error = "half-written: no complete command in it";
		return;
	}
	unmake(command);
	if (!split(pool, command, &c->words)) {
		c->error = "half-written: a quote stays open";
		return;
	}
	c->is_c = compiles_c(&c->words);
	if (!c->is_c)
		return;
	c->source = value_of(pool, c->text, "source_");
	if (!c->source || !strstr(c->text, "\n$(deps_"))
		c->error = "half-written: its dependencies are missing";
}

const char *cmdfile_deps(const struct cmdfile *c)
{
	const char *deps = c->text ? strstr(c->text, "\ndeps_") : NULL;

	return deps ? deps + 1 : "";
}
