// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * docs.c - what Documentation/ and MAINTAINERS say of the zones' headers.
 *
 * A tree has 4,000 .rst files and 28,000 lines of MAINTAINERS, and a compile
 * asks about one header or two, so the few lines that speak of the zones are
 * kept in the file "docs-index" of facts->state:
 *
 *     luoguard docs-index 2
 *     run ID              the make run that looked last, or "-"
 *     key HEX             what the index was made from, see below
 *     has DOCS MAINT      1 or 0: is there a Documentation/, a MAINTAINERS?
 *     rst HEADER FILE     FILE has a ".. kernel-doc:: HEADER" directive
 *     entry               a MAINTAINERS entry begins:
 *     F PATTERN  X PATTERN  N REGEX
 *
 * Fields are separated by one tab. The key covers the tree's path, the zones,
 * name, size and time (to the nanosecond) of every .rst file and of
 * MAINTAINERS. It is computed again by stat() alone once a make run (outside
 * of one: each time), so an edit, a new or a removed file is seen by the next
 * run; that costs 30 milliseconds, reading the files would cost a second.
 * Processes that race write the same index, each by a rename.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "docs.h"
#include "luoguard.h"

#define MAGIC     "luoguard docs-index 2"
#define MAX_DEPTH 32

/* ---------------------------------------------------------------- rst files */

struct walk {
	struct lg_facts *facts;
	struct lg_index *index;	/* NULL: only compute the key */
	uint64_t key;
};

static uint64_t stat_hash(const char *path, const struct stat *st)
{
	char buf[96];

	snprintf(buf, sizeof(buf), "|%lld|%lld.%09ld", (long long)st->st_size,
		 (long long)st->st_mtim.tv_sec, st->st_mtim.tv_nsec);
	return lg_hash(lg_hash(LG_HASH_SEED, path), buf);
}

static bool in_zones(const struct lg_policy *p, const char *path)
{
	for (size_t i = 0; i < p->zones.n; i++)
		if (lg_path_under(path, p->zones.v[i].dir))
			return true;
	return false;
}

/* One line of an .rst: ".. kernel-doc:: PATH". */
static void read_rst_line(struct walk *w, const char *rst, const char *s,
			  size_t n)
{
	static const char mark[] = ".. kernel-doc::";
	struct lg_index_rst r = { NULL, NULL };
	size_t len = 0;

	while (n && (*s == ' ' || *s == '\t')) {
		s++;
		n--;
	}
	if (n < sizeof(mark) || strncmp(s, mark, sizeof(mark) - 1))
		return;
	s += sizeof(mark) - 1;
	s += strspn(s, " \t");
	len = strcspn(s, " \t\r\n");
	r.header = lg_strndup(&w->facts->pool, s, len);
	if (lg_starts(r.header, "./"))
		r.header += 2;
	if (!in_zones(w->facts->policy, r.header))
		return;
	r.rst = rst;
	lg_vec_push(&w->index->rsts, r);
}

static void read_rst(struct walk *w, const char *rst)
{
	struct lg_pool pool = { NULL };
	const char *s = lg_read_source(&pool, lg_printf(&pool, "%s/%s",
							w->facts->tree, rst),
				       NULL);

	while (s && (s = strstr(s, ".. kernel-doc::"))) {
		const char *nl = strchr(s, '\n');

		read_rst_line(w, lg_strdup(&w->facts->pool, rst), s,
			      nl ? (size_t)(nl - s) : strlen(s));
		s = nl;
	}
	lg_pool_free(&pool);
}

/* @dir is relative to the tree, without closing slash. The key is a sum, so
 * that the order in which a directory lists its files does not matter. */
static void walk_dir(struct walk *w, int parent, const char *name,
		     const char *dir, int depth)
{
	int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
			O_CLOEXEC);
	DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
	struct lg_pool pool = { NULL };
	struct dirent *e;
	struct stat st;

	if (!d && fd >= 0)
		close(fd);
	while (d && (e = readdir(d))) {
		bool rst = lg_ends(e->d_name, ".rst");
		char *path;

		if (e->d_name[0] == '.' ||
		    (!rst && e->d_type != DT_DIR && e->d_type != DT_UNKNOWN))
			continue;
		if (fstatat(fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		path = lg_printf(&pool, "%s/%s", dir, e->d_name);
		if (strpbrk(path, "\t\n"))
			continue;	/* would break the index's lines */
		if (S_ISDIR(st.st_mode) && depth < MAX_DEPTH)
			walk_dir(w, fd, e->d_name, path, depth + 1);
		if (!rst || !S_ISREG(st.st_mode) || st.st_size > LG_MAX_SOURCE)
			continue;
		w->key += stat_hash(path, &st);
		if (w->index)
			read_rst(w, path);
	}
	if (d)
		closedir(d);
	lg_pool_free(&pool);
}

static void walk_tree(struct walk *w)
{
	const struct lg_facts *facts = w->facts;
	int tree = open(facts->tree, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct stat st;

	w->key = lg_hash(LG_HASH_SEED, facts->tree);
	for (size_t i = 0; i < facts->policy->zones.n; i++)
		w->key = lg_hash(w->key, facts->policy->zones.v[i].dir);
	if (tree < 0)
		return;
	if (fstatat(tree, "MAINTAINERS", &st, 0) == 0)
		w->key += stat_hash("MAINTAINERS", &st);
	if (fstatat(tree, "Documentation", &st, 0) == 0)
		w->key += lg_hash(LG_HASH_SEED, "Documentation");
	walk_dir(w, tree, "Documentation", "Documentation", 0);
	close(tree);
}

/* -------------------------------------------------------------- the index */

static int by_rst(const void *a, const void *b)
{
	const struct lg_index_rst *x = (const struct lg_index_rst *)a;
	const struct lg_index_rst *y = (const struct lg_index_rst *)b;
	int ret = strcmp(x->header, y->header);

	return ret ? ret : strcmp(x->rst, y->rst);
}

static uint64_t make_index(struct lg_facts *facts, struct lg_index *index)
{
	struct walk w = { facts, index, 0 };
	char *path = lg_printf(&facts->pool, "%s/Documentation", facts->tree);
	struct stat st;

	index->has_docs = stat(path, &st) == 0 && S_ISDIR(st.st_mode);
	walk_tree(&w);
	if (index->rsts.n)
		qsort(index->rsts.v, index->rsts.n, sizeof(*index->rsts.v),
		      by_rst);
	lg_maintainers_read(facts, index);
	return w.key;
}

static char *index_path(struct lg_facts *facts)
{
	return lg_printf(&facts->pool, "%s/docs-index", facts->state);
}

/* No cache, no harm: a write that fails costs the next process a second. */
static void write_index(struct lg_facts *facts, const struct lg_index *index,
			uint64_t key)
{
	char *text = NULL;
	size_t bytes = 0;
	FILE *f = open_memstream(&text, &bytes);
	const char *run = lg_run_id(&facts->pool);

	if (!f)
		return;
	fprintf(f, "%s\nrun\t%s\nkey\t%016llx\nhas\t%d\t%d\n", MAGIC,
		run ? run : "-", (unsigned long long)key, index->has_docs,
		index->has_maintainers);
	for (size_t i = 0; i < index->rsts.n; i++)
		fprintf(f, "rst\t%s\t%s\n", index->rsts.v[i].header,
			index->rsts.v[i].rst);
	for (size_t i = 0; i < index->patterns.n; i++) {
		const struct lg_index_pattern *p = &index->patterns.v[i];

		if (p->first)
			fprintf(f, "entry\n");
		fprintf(f, "%c\t%s\n", p->type, p->pattern);
	}
	if (fclose(f) == 0)
		lg_write_file(index_path(facts), text, bytes);
	free(text);
}

/* One line of the cache, behind the magic; false: not ours, or broken. */
static bool read_index_line(struct lg_index *index, char *line, bool *first)
{
	char *tab = strchr(line, '\t'), *second;
	struct lg_index_pattern p = { 0, NULL, false };
	struct lg_index_rst r = { NULL, NULL };

	if (!strcmp(line, "entry")) {
		*first = true;
		return true;
	}
	if (!tab)
		return false;
	*tab++ = '\0';
	if (line[0] && !line[1] && strchr("FXN", line[0])) {
		p.type = line[0];
		p.pattern = tab;
		p.first = *first;
		*first = false;
		lg_vec_push(&index->patterns, p);
		return true;
	}
	second = strchr(tab, '\t');
	if (!second)
		return false;
	*second++ = '\0';
	if (!strcmp(line, "has")) {
		index->has_docs = *tab == '1';
		index->has_maintainers = *second == '1';
		return true;
	}
	r.header = tab;
	r.rst = second;
	lg_vec_push(&index->rsts, r);
	return !strcmp(line, "rst");
}

/* "NAME\tVALUE" at @line: VALUE, else NULL. */
static char *field(char *line, const char *name)
{
	size_t n = strlen(name);

	if (!line || strncmp(line, name, n) || line[n] != '\t')
		return NULL;
	return line + n + 1;
}

enum index_state { INDEX_FRESH, INDEX_CHECKED, INDEX_STALE };

/* FRESH: this run looked before. CHECKED: it is right, and this run should
 * say so. STALE: missing, another tree's, or older than the documents. */
static enum index_state read_index(struct lg_facts *facts,
				   struct lg_index *index)
{
	struct walk w = { facts, NULL, 0 };
	char *text = lg_read_file(&facts->pool, index_path(facts), NULL);
	const char *run = lg_run_id(&facts->pool);
	char *looked, *key, *save = NULL, *line;
	bool first = false, same_run;

	line = text ? strtok_r(text, "\n", &save) : NULL;
	if (!line || strcmp(line, MAGIC))
		return INDEX_STALE;
	looked = field(strtok_r(NULL, "\n", &save), "run");
	key = field(strtok_r(NULL, "\n", &save), "key");
	if (!looked || !key)
		return INDEX_STALE;
	same_run = run && !strcmp(looked, run);
	if (!same_run) {
		walk_tree(&w);
		if (strcmp(key, lg_printf(&facts->pool, "%016llx",
					  (unsigned long long)w.key)))
			return INDEX_STALE;
	}
	while ((line = strtok_r(NULL, "\n", &save)))
		if (!read_index_line(index, line, &first))
			return INDEX_STALE;
	index->key = strtoull(key, NULL, 16);
	return same_run || !run ? INDEX_FRESH : INDEX_CHECKED;
}

static void forget(struct lg_index *index)
{
	lg_vec_free(&index->rsts);
	lg_vec_free(&index->patterns);
	index->has_docs = index->has_maintainers = false;
}

/* Moves a finished array into the pool: the facts then own all of it. */
#define FREEZE(pool, vec)						\
	do {								\
		size_t bytes_ = (vec)->n * sizeof(*(vec)->v);		\
		void *v_ = lg_alloc(pool, bytes_);			\
									\
		if (bytes_)						\
			memcpy(v_, (vec)->v, bytes_);			\
		free((vec)->v);						\
		(vec)->v = (__typeof__((vec)->v))v_;			\
		(vec)->cap = (vec)->n;					\
	} while (0)

static struct lg_index *the_index(struct lg_facts *facts)
{
	struct lg_index *index = facts->index;
	enum index_state state = INDEX_STALE;

	if (index)
		return index;
	index = facts->index = lg_new(&facts->pool, struct lg_index);
	if (!facts->tree)
		return index;
	if (facts->state)
		state = read_index(facts, index);
	if (state == INDEX_STALE) {
		forget(index);
		index->key = make_index(facts, index);
	}
	if (facts->state && state != INDEX_FRESH)
		write_index(facts, index, index->key);
	FREEZE(&facts->pool, &index->rsts);
	FREEZE(&facts->pool, &index->patterns);
	return index;
}

/* ------------------------------------------------------------------ answers */

const char *lg_header_rst(struct lg_facts *facts, const char *header)
{
	const struct lg_index *index = the_index(facts);

	for (size_t i = 0; i < index->rsts.n; i++)
		if (!strcmp(index->rsts.v[i].header, header))
			return index->rsts.v[i].rst;
	return NULL;
}

bool lg_header_maintained(struct lg_facts *facts, const char *header)
{
	return lg_maintainers_cover(the_index(facts), header);
}

bool lg_tree_has_docs(struct lg_facts *facts)
{
	return the_index(facts)->has_docs;
}

bool lg_tree_has_maintainers(struct lg_facts *facts)
{
	return the_index(facts)->has_maintainers;
}
