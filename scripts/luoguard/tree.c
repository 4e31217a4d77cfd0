// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tree.c - where the kernel tree, its build directory and the plugin are.
 */
#include <errno.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command.h"
#include "config.h"

bool path_exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

bool is_directory(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

char *current_directory(struct lg_pool *pool)
{
	char *cwd = getcwd(NULL, 0), *kept;

	if (!cwd)
		lg_die("the current directory is gone: %s", strerror(errno));
	kept = lg_strdup(pool, cwd);
	free(cwd);
	return kept;
}

char *temp_template(struct lg_pool *pool)
{
	const char *dir = getenv("TMPDIR");

	return lg_path_normal(pool, current_directory(pool),
			      lg_printf(pool, "%s/luoguard-XXXXXX",
					dir && *dir ? dir : "/tmp"));
}

/* The one that is there: a run has one. */
static char *the_temp;

static void forget_temp(void)
{
	temp_remove(the_temp);
}

/* It goes when the process does, whatever ends it but a signal. */
static char *make_it(char *dir)
{
	static bool registered;

	if (!mkdtemp(dir))
		lg_die("cannot make a temporary directory %s: %s", dir,
		       strerror(errno));
	the_temp = dir;
	if (!registered)
		atexit(forget_temp);
	registered = true;
	return dir;
}

char *temp_make(struct lg_pool *pool)
{
	return make_it(temp_template(pool));
}

char *temp_make_in_memory(struct lg_pool *pool)
{
	const char *dir = getenv("TMPDIR");

	if ((dir && *dir) || access("/dev/shm", W_OK | X_OK) < 0)
		return temp_make(pool);
	return make_it(lg_strdup(pool, "/dev/shm/luoguard-XXXXXX"));
}

/* Also half-written files of children that were killed. */
void temp_remove(char *dir)
{
	char *roots[] = { dir, NULL };
	FTS *fts = dir ? fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL)
		       : NULL;
	FTSENT *e;

	if (dir == the_temp)
		the_temp = NULL;
	while (fts && (e = fts_read(fts))) {
		if (e->fts_info == FTS_DP)
			rmdir(e->fts_accpath);
		else if (e->fts_info != FTS_D)
			unlink(e->fts_accpath);
	}
	if (fts)
		fts_close(fts);
}

void directories_make(struct lg_pool *pool, const char *path)
{
	char *dir = lg_strdup(pool, path);

	for (char *slash = dir + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		mkdir(dir, 0700);
		*slash = '/';
	}
}

static bool has(const char *dir, const char *name)
{
	struct lg_pool pool = { NULL };
	bool there = path_exists(lg_printf(&pool, "%s/%s", dir, name));

	lg_pool_free(&pool);
	return there;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

FTS *tree_walk(const char *root)
{
	char *roots[] = { (char *)root, NULL };

	return fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
}

const char *tree_walk_error(const FTSENT *e)
{
	if (e->fts_info != FTS_DNR && e->fts_info != FTS_ERR &&
	    e->fts_info != FTS_NS)
		return NULL;
	return strerror(e->fts_errno);
}

bool is_kernel_tree(const char *dir)
{
	if (has(dir, "Kbuild") && has(dir, "Kconfig") &&
	    has(dir, "MAINTAINERS"))
		return true;
	return has(dir, "include/linux") && has(dir, "scripts/Makefile.build");
}

/* "include DIR/Makefile" in the Makefile that kbuild writes for O=. */
static char *tree_of_makefile(struct lg_pool *pool, const char *build)
{
	char *text = lg_read_file(pool, lg_printf(pool, "%s/Makefile", build),
				  NULL);
	static const char tail[] = "/Makefile";
	char *line = text, *end;

	while (line && *line) {
		end = line + strcspn(line, "\n");
		if (lg_starts(line, "include ") &&
		    (size_t)(end - line) > strlen("include ") + strlen(tail) &&
		    !strncmp(end - strlen(tail), tail, strlen(tail))) {
			line += strlen("include ");
			line = lg_strndup(pool, line, (size_t)(end - line) -
					  strlen(tail));
			return lg_path_normal(pool, build, line);
		}
		line = *end ? end + 1 : end;
	}
	return NULL;
}

char *tree_of_build(struct lg_pool *pool, const char *build)
{
	char *tree = tree_of_makefile(pool, build);
	char real[PATH_MAX];

	if (tree && is_kernel_tree(tree))
		return tree;
	if (realpath(lg_printf(pool, "%s/source", build), real) &&
	    is_kernel_tree(real))
		return lg_strdup(pool, real);
	if (is_kernel_tree(build))
		return lg_strdup(pool, build);
	return NULL;
}

char *tree_above(struct lg_pool *pool, const char *build)
{
	char *dir = lg_strdup(pool, build), *slash;

	while ((slash = strrchr(dir, '/')) && slash > dir) {
		*slash = '\0';
		if (is_kernel_tree(dir))
			return dir;
	}
	return NULL;
}

static char *real_directory(struct lg_pool *pool, const char *what,
			    const char *path)
{
	char real[PATH_MAX];

	if (!realpath(path, real))
		lg_die("%s %s: %s", what, path, strerror(errno));
	if (!is_directory(real))
		lg_die("%s %s: not a directory", what, path);
	return lg_strdup(pool, real);
}

/* The user's --tree must be the one that the build directory was made from;
 * flags of one tree say nothing about another. */
static char *agreed_tree(struct options *o, const char *build)
{
	char *made_from = tree_of_build(&o->pool, build);
	char *given;

	if (!o->tree) {
		if (!made_from)
			lg_die("%s: neither a kernel tree nor a build "
			       "directory of one; --tree DIR names the tree",
			       build);
		return made_from;
	}
	given = real_directory(&o->pool, "--tree", o->tree);
	if (!is_kernel_tree(given))
		lg_die("--tree %s: not a kernel tree", o->tree);
	if (made_from &&
	    strcmp(real_directory(&o->pool, "tree", made_from), given))
		lg_die("--build %s is a build directory of %s, not of %s",
		       o->build, made_from, o->tree);
	return made_from ? made_from : given;
}

void tree_and_build(struct options *o, char **tree, char **build)
{
	*build = real_directory(&o->pool, "--build", o->build);
	*tree = agreed_tree(o, *build);
}

const char *plugin_gcc(void)
{
	const char *gcc = getenv("LUOGUARD_GCC");

	return gcc && *gcc ? gcc : LG_PLUGIN_GCC;
}

const char *library_path(struct lg_pool *pool, const char *name)
{
	char exe[PATH_MAX], *path;
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);

	if (n < 0)
		lg_die("cannot tell where luoguard is: %s", strerror(errno));
	exe[n] = '\0';
	*strrchr(exe, '/') = '\0';
	path = lg_printf(pool, "%s/%s", exe, name);
	if (!path_exists(path))
		path = lg_printf(pool, "%s/../lib/luoguard/%s", exe, name);
	if (!path_exists(path))
		return NULL;
	return lg_path_normal(pool, "/", path);
}

const char *plugin_path(struct lg_pool *pool)
{
	return library_path(pool, "luoguard.so");
}

void tree_needs_config(struct lg_pool *pool, const char *build)
{
	if (!path_exists(lg_printf(pool, "%s/.config", build)))
		lg_die("%s: no .config: not a configured build directory",
		       build);
}
