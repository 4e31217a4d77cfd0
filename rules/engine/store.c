// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * store.c - what stands between processes, in a build directory.
 *
 * Every compile is a process of its own, and thousands of them see the same
 * header. Two things are shared, without a lock and without a server:
 *
 *     .luoguard/README            says what this is
 *     .luoguard/units/PATH.json   an object file's record (record.c)
 *     .luoguard/runs/ID/KEY       empty: run ID has printed finding KEY
 *
 * A claim is O_CREAT|O_EXCL, of which one of any number succeeds. ID names the
 * make that the user started, so that the next one prints anew. A run that
 * begins removes what runs left behind whose make has ended.
 *
 * Whatever fails here must not cost a finding: then it is printed twice.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "luoguard.h"
#include "run.h"

static const char readme[] =
	"luoguard keeps here what it found in this build directory:\n"
	"units/ holds a record for each object file, which `luoguard report`\n"
	"reads; runs/ what each running make has printed already. All of it\n"
	"may be removed at any time.\n";

/* Keeps the first error of the store; errno stays. */
static void note_error(struct lg_store *store)
{
	if (!store->error)
		store->error = errno ? errno : EIO;
}

/* 0 when @path is a directory now, made or found. */
static int make_dir(const char *path)
{
	struct stat st;

	if (mkdir(path, 0777) == 0)
		return 0;
	if (errno != EEXIST)
		return -1;
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return 0;
	errno = ENOTDIR;
	return -1;
}

/* Makes the directories that @path, below @dir, lies in. */
static int make_parents(struct lg_pool *pool, const char *dir,
			const char *path)
{
	char *copy = lg_strdup(pool, path);
	char *slash = copy + strlen(dir);

	while ((slash = strchr(slash + 1, '/'))) {
		*slash = '\0';
		if (make_dir(copy))
			return -1;
		*slash = '/';
	}
	return 0;
}

static void write_readme(struct lg_pool *pool, const char *dir)
{
	const char *path = lg_printf(pool, "%s/README", dir);

	if (access(path, F_OK))
		lg_write_file(path, readme, sizeof(readme) - 1);
}

struct lg_store *lg_store_open(const char *build)
{
	struct lg_store *store;
	char *real = realpath(build, NULL);
	const char *dir;
	int err;

	if (!real)
		return NULL;
	store = (struct lg_store *)calloc(1, sizeof(*store));
	if (!store)
		lg_die("out of memory");
	dir = lg_printf(&store->pool, "%s/.luoguard", real);
	free(real);
	store->dir = dir;
	/* A directory that was made before may be on a read-only mount now. */
	if (make_dir(dir) || access(dir, W_OK | X_OK)) {
		err = errno;
		lg_store_close(store);
		errno = err;
		return NULL;
	}
	write_readme(&store->pool, dir);
	store->run = lg_run_id(&store->pool);
	return store;
}

void lg_store_close(struct lg_store *store)
{
	if (!store)
		return;
	lg_pool_free(&store->pool);
	free(store);
}

/* Removes the claims of run @id. Its make has ended: nobody adds to them. */
static void remove_run(int runs, const char *id)
{
	int fd = openat(runs, id, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
			O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *e;

	if (!d) {
		if (fd >= 0)
			close(fd);
		return;
	}
	while ((e = readdir(d)))
		if (e->d_name[0] != '.')
			unlinkat(fd, e->d_name, 0);
	closedir(d);
	unlinkat(runs, id, AT_REMOVEDIR);
}

static void remove_old_runs(const char *path, const char *mine)
{
	DIR *d = opendir(path);
	struct dirent *e;

	if (!d)
		return;
	while ((e = readdir(d)))
		if (strcmp(e->d_name, mine) && lg_run_ended(e->d_name))
			remove_run(dirfd(d), e->d_name);
	closedir(d);
}

/* Makes runs/ID/. Whoever makes it begins the run. */
static int begin_run(struct lg_store *store)
{
	char *runs = lg_printf(&store->pool, "%s/runs", store->dir);
	char *mine = lg_printf(&store->pool, "%s/%s", runs, store->run);

	if (make_dir(runs))
		return -1;
	if (mkdir(mine, 0777))
		return errno == EEXIST ? 0 : -1;
	remove_old_runs(runs, store->run);
	return 0;
}

bool lg_store_claim(struct lg_store *store, const char *key)
{
	const char *path;
	int fd;

	/* Alone, a process is its own run and asks once for each key. */
	if (!store || !store->run || strchr(key, '/'))
		return true;
	path = lg_printf(&store->pool, "%s/runs/%s/%s", store->dir, store->run,
			 key);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0 && errno == ENOENT && begin_run(store) == 0)
		fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd >= 0) {
		close(fd);
		return true;
	}
	if (errno == EEXIST)
		return false;
	note_error(store);
	return true;
}

/* units/UNIT.json; a unit outside the build directory stays in units/. */
static char *unit_path(struct lg_store *store, const char *unit)
{
	struct lg_pool *pool = &store->pool;
	char *copy = lg_strdup(pool, unit);

	/* ".." becomes "__", which no folding takes away. */
	for (char *s = copy; (s = strstr(s, "..")); s += 2)
		if ((s == copy || s[-1] == '/') && (!s[2] || s[2] == '/'))
			s[0] = s[1] = '_';
	return lg_printf(pool, "%s/units%s.json", store->dir,
			 lg_path_normal(pool, "/", copy));
}

int lg_store_put(struct lg_store *store, const char *unit, const char *source,
		 const struct lg_findings *fs, const struct lg_coverage *cov)
{
	const char *path = unit_path(store, unit);

	if (make_parents(&store->pool, store->dir, path) == 0 &&
	    lg_record_write(path, unit, source, fs, cov) == 0)
		return 0;
	note_error(store);
	return -1;
}
