// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * units.c - which built objects stand for the paths that the user named.
 *
 * A C file is its own object. A directory is every object built from a file
 * below it, and every header below it that those do not include. A header
 * needs one object that includes it: the first in the order of names.
 */
#include <dirent.h>
#include <errno.h>

#include "command.h"

/* Called for each .o.cmd file; false ends the walk. */
typedef bool visit_fn(struct selection *s, const char *path);

static bool is_cmdfile(const FTSENT *e)
{
	return e->fts_info == FTS_F && e->fts_name[0] == '.' &&
	       lg_ends(e->fts_name, ".o.cmd");
}

/* What cannot be looked into may hold what was asked for. */
static bool unreadable(struct selection *s, const FTSENT *e)
{
	const char *error = tree_walk_error(e);

	if (error)
		lg_vec_push(&s->not_checked, lg_printf(&s->pool, "%s: %s",
						       e->fts_path, error));
	return error;
}

static void walk(struct selection *s, const char *root, visit_fn *visit)
{
	FTS *fts = tree_walk(root);
	FTSENT *e;

	if (!fts)
		lg_die("%s: %s", root, strerror(errno));
	while ((e = fts_read(fts))) {
		if (unreadable(s, e)) {
			continue;
		} else if (e->fts_info == FTS_D && e->fts_level > 0 &&
			   e->fts_name[0] == '.') {
			fts_set(fts, e, FTS_SKIP);
		} else if (is_cmdfile(e) && !visit(s, e->fts_path)) {
			break;
		}
	}
	fts_close(fts);
}

/* @path of a .cmd file, relative to the directory that make ran in. */
static const char *in_findings(struct selection *s, const char *path)
{
	return lg_path_in_tree(&s->pool, s->tree, s->build, path);
}

static void add_unit(struct selection *s, const struct cmdfile *c,
		     bool vehicle)
{
	const char *object = lg_path_in_tree(&s->pool, s->build, s->build,
					     c->object);
	struct unit u = { NULL, NULL, { NULL, 0, 0 }, vehicle };

	for (size_t i = 0; i < s->units.n; i++) {
		struct unit *old = &s->units.v[i];

		if (!strcmp(old->object, object)) {
			old->vehicle &= vehicle;
			return;
		}
	}
	u.object = object;
	u.source = in_findings(s, c->source);
	/* Of a .cmd file, which lists a thousand headers, the flags are kept. */
	for (size_t i = 0; i < c->words.n; i++)
		lg_vec_push(&u.words, lg_strdup(&s->pool, c->words.v[i]));
	lg_vec_push(&s->units, u);
}

/* Does @want ask for @source? */
static bool asks_for(const struct want *w, const char *source)
{
	if (w->header)
		return false;
	if (!w->dir)
		return !strcmp(w->path, source);
	return !*w->path || (lg_starts(source, w->path) &&
			     source[strlen(w->path)] == '/');
}

/* The object that a damaged .cmd file belongs to is asked for when a source
 * of its name would be. */
static void damaged(struct selection *s, const char *path,
		    const struct cmdfile *c)
{
	const char *object = lg_path_in_tree(&s->pool, s->build, s->build,
					     c->object);
	char *source = lg_strdup(&s->pool, object);

	source[strlen(source) - 1] = 'c';
	for (size_t i = 0; i < s->wants.n; i++) {
		struct want *w = &s->wants.v[i];

		if (!asks_for(w, source))
			continue;
		w->met = true;
		lg_vec_push(&s->not_checked,
			    lg_printf(&s->pool, "%s: %s", path, c->error));
		return;
	}
}

static bool visit_source(struct selection *s, const char *path)
{
	struct lg_pool scratch = { NULL };
	struct cmdfile c;
	bool asked = false;
	const char *source;

	cmdfile_read(&scratch, path, &c);
	if (c.error) {
		damaged(s, path, &c);
	} else if (c.is_c) {
		source = in_findings(s, c.source);
		for (size_t i = 0; i < s->wants.n; i++) {
			if (!asks_for(&s->wants.v[i], source))
				continue;
			s->wants.v[i].met = true;
			asked = true;
		}
	}
	if (asked)
		add_unit(s, &c, false);
	lg_vec_free(&c.words);
	lg_pool_free(&scratch);
	return true;
}

/* Is the path from @start to @end the header @header? */
static bool is_header(struct selection *s, const char *start, const char *end,
		      const char *header)
{
	const char *path = lg_strndup(&s->pool, start, (size_t)(end - start));

	return !strcmp(in_findings(s, path), header);
}

/* Does @c's object include @header (as in findings)? fixdep writes one path a
 * line; a path may hold a space. */
static bool includes(struct selection *s, const struct cmdfile *c,
		     const char *header)
{
	const char *deps = cmdfile_deps(c), *at = deps;
	size_t n = strlen(header);

	while ((at = strstr(at, header))) {
		const char *word = at, *line;

		at += n;
		if (*at != ' ' && *at != '\n')
			continue;
		while (word > deps && !strchr(" \n", word[-1]))
			word--;
		for (line = word; line > deps && line[-1] != '\n'; line--)
			;
		line += strspn(line, " ");
		if (is_header(s, word, at, header) ||
		    is_header(s, line, at, header))
			return true;
	}
	return false;
}

static bool visit_headers(struct selection *s, const char *path)
{
	struct lg_pool scratch = { NULL };
	struct cmdfile c;
	bool all = true, found = false;

	cmdfile_read(&scratch, path, &c);
	for (size_t i = 0; i < s->wants.n; i++) {
		struct want *w = &s->wants.v[i];

		if (!w->header || w->met)
			continue;
		if (!c.error && c.is_c && includes(s, &c, w->path))
			w->met = found = true;
		all &= w->met;
	}
	if (found)
		add_unit(s, &c, true);
	lg_vec_free(&c.words);
	lg_pool_free(&scratch);
	return !all;
}

/* The directories of a build that can hold the objects asked for: a file
 * below drivers/pci/ is compiled below drivers/pci/, with few exceptions. */
static void select_sources(struct selection *s)
{
	for (size_t i = 0; i < s->wants.n; i++) {
		struct want *w = &s->wants.v[i];
		char *dir;

		if (w->header || *w->path == '/')
			continue;
		dir = lg_printf(&s->pool, "%s/%s", s->build, w->path);
		if (!w->dir)
			*strrchr(dir, '/') = '\0';
		if (is_directory(dir))
			walk(s, dir, visit_source);
	}
	for (size_t i = 0; i < s->wants.n; i++) {
		if (!s->wants.v[i].header && !s->wants.v[i].met) {
			walk(s, s->build, visit_source);
			return;
		}
	}
}

static void add_want(struct selection *s, const char *given, const char *path,
		     bool dir)
{
	struct want w = { given, path, dir, lg_ends(path, ".h"), false };

	lg_vec_push(&s->wants, w);
}

/* A path as the user gave it: relative to the tree, or to where they are. */
/* @path with symlinks followed when that leads into @tree, else as it is. */
static char *real_path(struct lg_pool *pool, char *path, const char *tree)
{
	char *real = realpath(path, NULL), *root = realpath(tree, NULL);
	size_t n = root ? strlen(root) : 0;

	if (real && root && !strncmp(real, root, n) &&
	    (!real[n] || real[n] == '/'))
		path = lg_printf(pool, "%s%s", tree, real + n);
	free(real);
	free(root);
	return path;
}

static void add_path(struct selection *s, const char *given)
{
	char *full = lg_path_normal(&s->pool, s->tree, given);
	const char *path;

	if (!path_exists(full))
		full = lg_path_normal(&s->pool, current_directory(&s->pool),
				      given);
	if (!path_exists(full)) {
		lg_vec_push(&s->no_match,
			    lg_printf(&s->pool, "%s: no such file in %s",
				      given, s->tree));
		return;
	}
	/* The tree may be reached through a symlink, too. */
	if (!lg_path_under(full, lg_printf(&s->pool, "%s/", s->tree)))
		full = real_path(&s->pool, full, s->tree);
	path = strcmp(full, s->tree) ? in_findings(s, full) : "";
	add_want(s, given, path, is_directory(full));
}

/* Headers below @dir that lie in a zone: they are what a directory of ABI
 * headers is asked for. */
static void add_zone_headers(struct selection *s, const struct lg_policy *p,
			     const char *given, const char *dir)
{
	const char *root = lg_printf(&s->pool, "%s/%s", s->tree, dir);
	FTS *fts = tree_walk(root);
	FTSENT *e;

	if (!fts)
		lg_die("%s: %s", root, strerror(errno));
	while ((e = fts_read(fts))) {
		const char *path;

		if (unreadable(s, e) || e->fts_info != FTS_F || !lg_ends(e->fts_name, ".h"))
			continue;
		path = in_findings(s, e->fts_path);
		if (lg_policy_zone(p, path))
			add_want(s, given, path, false);
	}
	fts_close(fts);
}

/* A directory of headers alone is met when its headers are. */
static void settle(struct selection *s, size_t given)
{
	for (size_t i = 0; i < s->wants.n; i++) {
		struct want *w = &s->wants.v[i];

		for (size_t j = given; w->dir && j < s->wants.n; j++)
			if (s->wants.v[j].met &&
			    s->wants.v[j].given == w->given)
				w->met = true;
		if (!w->met)
			lg_vec_push(&s->no_match, lg_printf(&s->pool,
				    w->header ? "%s: no built object includes it"
					      : "%s: no built object is made "
						"from it", i < given ?
				    w->given : w->path));
	}
}

void units_select(struct selection *s, const struct lg_policy *policy,
		  const lg_strings *paths)
{
	size_t given;
	bool headers = false;

	for (size_t i = 0; i < paths->n; i++)
		add_path(s, paths->v[i]);
	if (!paths->n)
		add_want(s, s->build, "", true);
	given = s->wants.n;
	for (size_t i = 0; i < given; i++) {
		const struct want *w = &s->wants.v[i];

		/* Outside the tree there is no zone. */
		if (w->dir && *w->path && *w->path != '/')
			add_zone_headers(s, policy, w->given, w->path);
	}
	for (size_t i = 0; i < s->wants.n; i++)
		headers |= s->wants.v[i].header;
	select_sources(s);
	if (headers)
		walk(s, s->build, visit_headers);
	settle(s, given);
}
