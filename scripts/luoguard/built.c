// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * built.c - what a build directory knows: which object was made from which file,
 * and what the compiler read for it.
 *
 * kbuild leaves both in a .cmd file beside each object. All of them are read
 * once a run: a kernel's are a few hundred megabytes, most of it the same few
 * thousand names of headers, so each name is looked at once and has a number.
 */
#include <errno.h>
#include <limits.h>

#include "built.h"

/* A word of a .cmd file and the path that it means. Open addressing. */
struct word {
	const char *spelled;	/* NULL: free */
	uint32_t path;
};

struct built_index {
	bool loaded;
	struct word *words, *paths;	/* as spelled; as in built->paths */
	size_t n[2], cap[2];	/* powers of two */
	struct word *sources;	/* path is a unit here */
	size_t sources_cap;
};

/* ------------------------------------------------------------------- names */

static struct word *slot(struct word *v, size_t cap, const char *spelled)
{
	size_t i = lg_hash(LG_HASH_SEED, spelled) & (cap - 1);

	while (v[i].spelled && strcmp(v[i].spelled, spelled))
		i = (i + 1) & (cap - 1);
	return &v[i];
}

/* Room for one more in a table that is never more than half full. */
static void make_room(struct built *b, struct word **v, size_t *cap, size_t n)
{
	struct word *old = *v;
	size_t was = *cap;

	if (n * 2 < was)
		return;
	*cap = was ? was * 2 : 8192;
	*v = lg_alloc(&b->pool, *cap * sizeof(**v));
	for (size_t i = 0; i < was; i++)
		if (old[i].spelled)
			*slot(*v, *cap, old[i].spelled) = old[i];
}

static uint32_t path_number(struct built *b, const char *path)
{
	struct built_index *x = b->index;
	struct word *w;

	make_room(b, &x->paths, &x->cap[1], x->n[1]);
	w = slot(x->paths, x->cap[1], path);
	if (!w->spelled) {
		w->spelled = path;
		w->path = (uint32_t)b->paths.n;
		lg_vec_push(&b->paths, path);
		x->n[1]++;
	}
	return w->path;
}

/* What @spelled, a word of a .cmd file, is a path of. A build in place cannot
 * tell what it generated from the tree: that is found out when it is needed. */
static const char *meaning(struct built *b, const char *spelled)
{
	const char *path;

	if (strcmp(b->build, b->tree)) {
		path = lg_path_in_tree(&b->pool, b->build, b->build, spelled);
		if (*path != '/')
			return lg_printf(&b->pool, BUILT_GENERATED "%s", path);
	}
	return lg_path_in_tree(&b->pool, b->tree, b->build, spelled);
}

static uint32_t number_of(struct built *b, const char *spelled)
{
	struct built_index *x = b->index;
	struct word *w;

	make_room(b, &x->words, &x->cap[0], x->n[0]);
	w = slot(x->words, x->cap[0], spelled);
	if (!w->spelled) {
		w->spelled = lg_strdup(&b->pool, spelled);
		w->path = path_number(b, meaning(b, spelled));
		x->n[0]++;
	}
	return w->path;
}

/* ---------------------------------------------------------------- .cmd files */

static int by_number(const void *a, const void *b)
{
	uint32_t one = *(const uint32_t *)a, two = *(const uint32_t *)b;

	return one < two ? -1 : one > two;
}

/* fixdep writes a path a line, " \" behind it; $(wildcard) is of its options. */
static void read_deps(struct built *b, struct built_unit *u, char *deps)
{
	char *line;

	strsep(&deps, "\n");		/* "deps_X := \" */
	while ((line = strsep(&deps, "\n")) && *line == ' ') {
		size_t n;

		line += strspn(line, " ");
		n = strlen(line);
		if (lg_ends(line, " \\"))
			line[n - 2] = '\0';
		if (*line && *line != '$')
			lg_vec_push(&u->deps, number_of(b, line));
	}
	if (u->deps.n)
		qsort(u->deps.v, u->deps.n, sizeof(*u->deps.v), by_number);
}

static void read_cmdfile(struct built *b, const char *path)
{
	struct lg_pool scratch = { NULL };
	struct built_unit u;
	struct cmdfile c;
	uint32_t number;

	memset(&u, 0, sizeof(u));
	cmdfile_read(&scratch, path, &c);
	if (c.error) {
		fprintf(stderr, "luoguard: %s: %s; what it built is taken for "
			"not built\n", lg_printable(&scratch, path),
			lg_printable(&scratch, c.error));
	} else if (c.is_c) {
		u.object = lg_path_in_tree(&b->pool, b->build, b->build,
					   c.object);
		number = number_of(b, c.source);
		u.source = b->paths.v[number];
		u.cmdfile = lg_strdup(&b->pool, path);
		read_deps(b, &u, (char *)cmdfile_deps(&c));
		lg_vec_push(&b->units, u);
	}
	lg_vec_free(&c.words);
	lg_pool_free(&scratch);
}

/* Some files are compiled more than once: the object of the same name is meant
 * (lib/string.o, not what a decompressor makes of it). */
static bool is_namesake(const struct built_unit *u)
{
	size_t n = strlen(u->source);

	return n > 2 && !strncmp(u->source, u->object, n - 1);
}

static void enter_sources(struct built *b)
{
	struct built_index *x = b->index;

	x->sources_cap = 1024;
	while (x->sources_cap < b->units.n * 2)
		x->sources_cap *= 2;
	x->sources = lg_alloc(&b->pool, x->sources_cap * sizeof(*x->sources));
	for (size_t i = 0; i < b->units.n; i++) {
		struct word *w = slot(x->sources, x->sources_cap,
				      b->units.v[i].source);

		if (w->spelled && !is_namesake(&b->units.v[i]))
			continue;
		w->spelled = b->units.v[i].source;
		w->path = (uint32_t)i;
	}
}

/* In the order of names. */
void built_load(struct built *b)
{
	FTS *fts;
	FTSENT *e;

	if (b->index->loaded)
		return;
	fts = tree_walk(b->build);
	if (!fts)
		lg_die("%s: %s", b->build, strerror(errno));
	while ((e = fts_read(fts))) {
		const char *error = tree_walk_error(e);

		if (error)
			lg_die("--build %s: %s: %s", b->given, e->fts_path,
			       error);
		if (e->fts_info == FTS_D && e->fts_level > 0 &&
		    e->fts_name[0] == '.')
			fts_set(fts, e, FTS_SKIP);
		else if (e->fts_info == FTS_F && e->fts_name[0] == '.' &&
			 lg_ends(e->fts_name, ".o.cmd"))
			read_cmdfile(b, e->fts_path);
	}
	fts_close(fts);
	if (!b->units.n)
		lg_die("--build %s: nothing is built there yet; run make first",
		       b->given);
	enter_sources(b);
	b->index->loaded = true;
}

const struct built_unit *built_from(const struct built *b, const char *source)
{
	const struct built_index *x = b->index;
	const struct word *w = slot(x->sources, x->sources_cap, source);

	return w->spelled ? &b->units.v[w->path] : NULL;
}

bool built_includes(const struct built *b, const struct built_unit *u,
		    const char *path)
{
	const struct built_index *x = b->index;
	const struct word *w = slot(x->paths, x->cap[1], path);

	return w->spelled && u->deps.n &&
	       bsearch(&w->path, u->deps.v, u->deps.n, sizeof(*u->deps.v),
		       by_number);
}

void built_files(const struct built *b, const struct built_unit *u,
		 lg_strings *list)
{
	for (size_t i = 0; i < u->deps.n; i++) {
		const char *path = b->paths.v[u->deps.v[i]];

		if (*path != '/' && !lg_starts(path, BUILT_GENERATED))
			lg_vec_push(list, path);
	}
}

/* -------------------------------------------------------------- the directory */

struct built *built_open(const struct options *o, const char *tree)
{
	struct lg_pool pool = { NULL };
	struct built *b = lg_new(&pool, struct built);
	char real[PATH_MAX];
	const char *made_from;

	b->pool = pool;
	b->given = o->build;
	if (!realpath(o->build, real))
		lg_die("--build %s: %s", o->build, strerror(errno));
	if (!is_directory(real))
		lg_die("--build %s: not a directory", o->build);
	b->build = lg_strdup(&b->pool, real);
	made_from = tree_of_build(&b->pool, b->build);
	if (!made_from)
		lg_die("--build %s: neither a kernel tree nor a build directory "
		       "of one", o->build);
	if (!realpath(made_from, real) || strcmp(real, tree))
		lg_die("--build %s is a build directory of %s, not of %s",
		       o->build, made_from, tree);
	tree_needs_config(&b->pool, b->build);
	b->tree = made_from;
	b->index = lg_new(&b->pool, struct built_index);
	return b;
}

void built_close(struct built *b)
{
	struct lg_pool pool;

	if (!b)
		return;
	for (size_t i = 0; i < b->units.n; i++)
		lg_vec_free(&b->units.v[i].deps);
	lg_vec_free(&b->units);
	lg_vec_free(&b->paths);
	pool = b->pool;		/* @b lives in it */
	lg_pool_free(&pool);
}
