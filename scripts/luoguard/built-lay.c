// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * built-lay.c - a build's flags and generated files, for another directory.
 *
 * A state of the tree is laid into a directory of its own (stage.c), and what
 * the build generated into a second one. The flags name the tree and the build
 * directory; each name becomes that of the copy. So nothing of the two is
 * touched, whatever they are mounted as, and the compiler's container holds no
 * more of the build than headers: a module signing key lies there, too.
 */
#include <errno.h>
#include <stdio.h>

#include "built.h"

/* -------------------------------------------------------------- generated files */

/* One that is gone is missed when it is included. */
static void copy(const struct built *b, const char *path, const char *to)
{
	struct lg_pool pool = { NULL };
	char *full = lg_printf(&pool, "%s/%s", to, path);
	size_t bytes = 0;
	char *text;

	if (!path_exists(full)) {
		text = lg_read_source(&pool, lg_printf(&pool, "%s/%s", b->build,
						       path), &bytes);
		directories_make(&pool, full);
		if (text && lg_write_file(full, text, bytes) < 0)
			lg_die("cannot write %s: %s", full, strerror(errno));
	}
	lg_pool_free(&pool);
}

static void copy_headers(const struct built *b, const char *dir,
			 const char *to)
{
	struct lg_pool pool = { NULL };
	const char *root = lg_printf(&pool, "%s/%s", b->build, dir);
	FTS *fts = is_directory(root) ? tree_walk(root) : NULL;
	FTSENT *e;

	while (fts && (e = fts_read(fts)))
		if (e->fts_info == FTS_F && lg_ends(e->fts_name, ".h"))
			copy(b, e->fts_path + strlen(b->build) + 1, to);
	if (fts)
		fts_close(fts);
	lg_pool_free(&pool);
}

static void copy_architectures(const struct built *b, const char *to)
{
	struct lg_pool pool = { NULL };
	FTS *fts = tree_walk(lg_printf(&pool, "%s/arch", b->build));
	FTSENT *e;

	while (fts && (e = fts_read(fts))) {
		if (e->fts_info != FTS_D || e->fts_level == 0)
			continue;
		fts_set(fts, e, FTS_SKIP);
		copy_headers(b, lg_printf(&pool, "arch/%s/include/generated",
					  e->fts_name), to);
	}
	if (fts)
		fts_close(fts);
	lg_pool_free(&pool);
}

void built_lay(struct built *b, const struct built_unit *const *units, size_t n,
	       const char *to, bool (*in_tree)(void *arg, const char *path),
	       void *arg)
{
	bool in_place = !strcmp(b->build, b->tree);

	copy_headers(b, "include/generated", to);
	copy_architectures(b, to);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < units[i]->deps.n; k++) {
			const char *path = b->paths.v[units[i]->deps.v[k]];

			if (lg_starts(path, BUILT_GENERATED))
				copy(b, path + strlen(BUILT_GENERATED), to);
			else if (in_place && *path != '/' &&
				 !in_tree(arg, path))
				copy(b, path, to);
		}
}

/* ------------------------------------------------------------------------ flags */

/* @path of a command line, as both trees know it; "" the tree itself. NULL: it
 * lies in neither. */
static const char *relative(struct lg_pool *pool, const struct built *b,
			    const char *path, bool *generated)
{
	const char *full = lg_path_normal(pool, b->build, path);
	const char *const roots[] = { b->build, b->tree };

	for (int i = 0; i < 2; i++) {
		size_t n = strlen(roots[i]);

		*generated = i == 0 && strcmp(b->build, b->tree);
		if (lg_starts(full, roots[i]) && (!full[n] || full[n] == '/'))
			return full + n + (full[n] == '/');
	}
	return NULL;
}

static const char *const directories[] = {
	"-I", "-iquote", "-isystem", "-idirafter", NULL
};
static const char *const files[] = { "-include", "-imacros", NULL };

/* The one of @list that @flag begins with; NULL: none. */
static const char *option_of(const char *const *list, const char *flag)
{
	for (; *list; list++)
		if (lg_starts(flag, *list))
			return *list;
	return NULL;
}

static void keep(struct flags *flags, const char *option, const char *path)
{
	lg_vec_push(&flags->keep, option);
	lg_vec_push(&flags->keep, path);
}

/* @option with directory @path: of the tree, and what was generated there. */
static void keep_directory(struct lg_pool *pool, const char *option,
			   const char *path, const char *tree,
			   const char *laid, struct flags *flags)
{
	keep(flags, option, lg_printf(pool, "%s/%s", tree, path));
	keep(flags, option, lg_printf(pool, "%s/%s", laid, path));
}

static void keep_file(struct lg_pool *pool, const char *option,
		      const char *path, const char *tree, const char *laid,
		      struct flags *flags)
{
	const char *full = lg_printf(pool, "%s/%s", laid, path);

	keep(flags, option, path_exists(full) ? full :
	     lg_printf(pool, "%s/%s", tree, path));
}

/* The flags of @u's .cmd file, as they stand there. Why there are none. */
static const char *read_flags(struct lg_pool *pool, const struct built_unit *u,
			      struct flags *flags)
{
	struct cmdfile c;

	memset(flags, 0, sizeof(*flags));
	cmdfile_read(pool, u->cmdfile, &c);
	if (!c.error)
		flags_translate(pool, (char *const *)c.words.v + 1,
				c.words.n - 1, flags);
	lg_vec_free(&c.words);
	return c.error;
}

/* The path that word @i of @flags names for an option among @list; *@option is
 * that, and *@width how many words it takes. NULL: it is none. */
static const char *named(const struct flags *flags, size_t i,
			 const char *const *list, const char **option,
			 size_t *width)
{
	const char *flag = flags->keep.v[i];

	*option = option_of(list, flag);
	*width = 1;
	if (!*option)
		return NULL;
	if (flag[strlen(*option)])
		return flag + strlen(*option);
	*width = 2;
	return i + 1 < flags->keep.n ? flags->keep.v[i + 1] : NULL;
}

/* Word @i of what the build had, as it is here; how many words that was. */
static size_t translate(struct lg_pool *pool, const struct built *b,
			const struct flags *had, size_t i, const char *tree,
			const char *laid, struct flags *flags)
{
	const char *option, *path;
	bool directory, generated;
	size_t width;

	path = named(had, i, directories, &option, &width);
	directory = path;
	if (!path)
		path = named(had, i, files, &option, &width);
	path = path ? relative(pool, b, path, &generated) : NULL;
	if (path && directory)
		keep_directory(pool, option, path, tree, laid, flags);
	else if (path)
		keep_file(pool, option, path, tree, laid, flags);
	for (size_t k = 0; !path && k < width; k++)
		lg_vec_push(&flags->keep, had->keep.v[i + k]);
	return width;
}

const char *built_flags(struct lg_pool *pool, const struct built *b,
			const struct built_unit *u, const char *source,
			const char *tree, const char *laid,
			struct flags *flags)
{
	struct flags had;
	const char *wrong = read_flags(pool, u, &had);
	const char *slash = strrchr(source, '/');

	memset(flags, 0, sizeof(*flags));
	if (!wrong)
		wrong = gcc_wrong_machine(pool, &had);
	for (size_t i = 0; !wrong && i < had.keep.n;)
		i += translate(pool, b, &had, i, tree, laid, flags);
	/* what was generated beside it */
	keep(flags, "-iquote", lg_printf(pool, "%s/%.*s", laid,
					 slash ? (int)(slash - source) : 0,
					 source));
	flags->file = lg_printf(pool, "%s/%s", tree, source);
	flags->kernel = had.kernel;
	lg_vec_free(&had.keep);
	return wrong;
}

void built_search(struct lg_pool *pool, const struct built *b,
		  const struct built_unit *u, lg_strings *dirs)
{
	const char *option, *path;
	struct flags had;
	size_t width;
	bool generated;

	read_flags(pool, u, &had);
	for (size_t i = 0; i < had.keep.n; i += width) {
		path = named(&had, i, directories, &option, &width);
		path = path ? relative(pool, b, path, &generated) : NULL;
		if (path && !generated)
			lg_vec_push(dirs, lg_printf(pool, "%s%s", path,
						    *path ? "/" : ""));
	}
	lg_vec_free(&had.keep);
}
