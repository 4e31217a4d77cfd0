// SPDX-License-Identifier: GPL-2.0-or-later
/* cache.c - files of the tree, and what is kept of them. See cache.h. */
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "cache.h"

#define MAX_DEPTH 32

/* -------------------------------------------------------- files of the tree */

uint64_t lg_stat_hash(const char *path, const struct stat *st)
{
	uint64_t hash = lg_hash(LG_HASH_SEED, path);

	hash = lg_hash_number(hash, (uint64_t)st->st_size);
	hash = lg_hash_number(hash, (uint64_t)st->st_mtim.tv_sec);
	return lg_hash_number(hash, (uint64_t)st->st_mtim.tv_nsec);
}

uint64_t lg_tree_file_hash(const struct lg_facts *facts, const char *path)
{
	struct lg_pool pool = { NULL };
	struct stat st;
	uint64_t hash = 0;

	if (stat(lg_printf(&pool, "%s/%s", facts->tree, path), &st) == 0)
		hash = lg_stat_hash(path, &st);
	lg_pool_free(&pool);
	return hash;
}

struct walk {
	bool (*wanted)(const char *name);
	void (*visit)(void *arg, const char *path, const struct stat *st);
	void *arg;
};

static bool walk_dir(const struct walk *w, int parent, const char *name,
		     const char *dir, int depth);

/* "DIR/NAME": a tree has thousands, and printf() is ten times as long at it. */
static char *path_of(struct lg_pool *pool, const char *dir, const char *name)
{
	size_t n = strlen(dir), bytes = strlen(name);
	char *path = (char *)lg_alloc(pool, n + bytes + 2);

	memcpy(path, dir, n);
	path[n] = '/';
	memcpy(path + n + 1, name, bytes);
	return path;
}

static void walk_entry(const struct walk *w, int fd, const struct dirent *e,
		       const char *path, int depth)
{
	struct stat st;

	if (fstatat(fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
	    strpbrk(path, "\t\n"))	/* would break an index's lines */
		return;
	if (S_ISDIR(st.st_mode) && depth < MAX_DEPTH)
		walk_dir(w, fd, e->d_name, path, depth + 1);
	else if (S_ISREG(st.st_mode) && st.st_size <= LG_MAX_SOURCE &&
		 w->wanted(e->d_name))
		w->visit(w->arg, path, &st);
}

static bool walk_dir(const struct walk *w, int parent, const char *name,
		     const char *dir, int depth)
{
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
			O_CLOEXEC);
	DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
	struct lg_pool pool = { NULL };
	struct dirent *e;

	if (!d && fd >= 0)
		close(fd);
	while (d && (e = readdir(d))) {
		if (e->d_name[0] == '.' ||
		    (e->d_type != DT_DIR && e->d_type != DT_UNKNOWN &&
		     !w->wanted(e->d_name)))
			continue;
		walk_entry(w, fd, e, path_of(&pool, dir, e->d_name), depth);
	}
	if (d)
		closedir(d);
	lg_pool_free(&pool);
	return d != NULL;
}

bool lg_tree_files(const struct lg_facts *facts, const char *dir,
		   bool (*wanted)(const char *name),
		   void (*visit)(void *arg, const char *path,
				 const struct stat *st),
		   void *arg)
{
	struct walk w = { wanted, visit, arg };
	int tree = open(facts->tree, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool there;

	if (tree < 0)
		return false;
	there = walk_dir(&w, tree, dir, dir, 0);
	close(tree);
	return there;
}

/* ------------------------------------------------------------------ the cache */

static char *cache_path(struct lg_facts *facts, const struct lg_cache *c)
{
	return lg_printf(&facts->pool, "%s/%s", facts->state, c->name);
}

void lg_cache_write(struct lg_facts *facts, const struct lg_cache *c,
		    uint64_t key, const char *body)
{
	const char *run = lg_run_id(&facts->pool), *head;
	size_t n, bytes = strlen(body);
	char *text;

	if (!facts->state)
		return;
	head = lg_printf(&facts->pool, "%s\nrun\t%s\nkey\t%016llx\n", c->magic,
			 run ? run : "-", (unsigned long long)key);
	n = strlen(head);
	text = (char *)lg_alloc(&facts->pool, n + bytes);
	memcpy(text, head, n);
	memcpy(text + n, body, bytes);
	lg_write_file(cache_path(facts, c), text, n + bytes);
}

/* Takes line "WORD\tVALUE" from *@at on, or without @tab the line WORD alone:
 * the VALUE; NULL: it is another line. */
static char *take_line(char **at, const char *word, const char *tab)
{
	size_t n = strlen(word);
	char *line = *at, *end = strchr(line, '\n');

	if (!end || strncmp(line, word, n) || strncmp(line + n, tab,
						       strlen(tab)))
		return NULL;
	*end = '\0';
	*at = end + 1;
	line += n + strlen(tab);
	return *tab || !*line ? line : NULL;
}

char *lg_cache_read(struct lg_facts *facts, const struct lg_cache *c)
{
	const char *run = lg_run_id(&facts->pool);
	char *at, *looked, *key;
	uint64_t now;

	if (!facts->state)
		return NULL;
	at = lg_read_file(&facts->pool, cache_path(facts, c), NULL);
	if (!at || !take_line(&at, c->magic, ""))
		return NULL;
	looked = take_line(&at, "run", "\t");
	key = looked ? take_line(&at, "key", "\t") : NULL;
	if (!key)
		return NULL;
	if (run && !strcmp(looked, run))
		return at;		/* this run looked before */
	now = c->key(facts);
	if (now != strtoull(key, NULL, 16))
		return NULL;
	if (run)
		lg_cache_write(facts, c, now, at);
	return at;
}
