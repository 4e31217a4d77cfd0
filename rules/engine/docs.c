// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * docs.c - what Documentation/ and MAINTAINERS say of the zones' headers.
 *
 * A tree has 4,000 .rst files and 28,000 lines of MAINTAINERS, and a compile
 * asks about one header or two, so the few lines that speak of the zones are
 * kept in the file "docs-index" of facts->state:
 *
 *     has DOCS MAINT      1 or 0: is there a Documentation/, a MAINTAINERS?
 *     rst HEADER FILE     FILE has a ".. kernel-doc:: HEADER" directive
 *     entry               a MAINTAINERS entry begins:
 *     F PATTERN  X PATTERN  N REGEX
 *
 * Fields are separated by one tab, and cache.h's lines stand above. The key
 * covers the tree's path, the zones, and name, size and time (to the
 * nanosecond) of every .rst file and of MAINTAINERS: 30 milliseconds once a
 * make run, where reading the files would cost a second.
 */
#include <sys/stat.h>

#include "cache.h"
#include "docs.h"
#include "luoguard.h"

/* ---------------------------------------------------------------- rst files */

struct walk {
	struct lg_facts *facts;
	struct lg_index *index;	/* NULL: only compute the key */
	uint64_t key;
};

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

static bool is_rst(const char *name)
{
	return lg_ends(name, ".rst");
}

/* The key is a sum, so that the order in which a directory lists its files does
 * not matter. */
static void visit_rst(void *arg, const char *path, const struct stat *st)
{
	struct walk *w = (struct walk *)arg;

	w->key += lg_stat_hash(path, st);
	if (w->index)
		read_rst(w, path);
}

static void walk_docs(struct walk *w)
{
	const struct lg_facts *facts = w->facts;

	w->key = lg_hash(LG_HASH_SEED, facts->tree);
	for (size_t i = 0; i < facts->policy->zones.n; i++)
		w->key = lg_hash(w->key, facts->policy->zones.v[i].dir);
	w->key += lg_tree_file_hash(facts, "MAINTAINERS");
	if (lg_tree_files(facts, "Documentation", is_rst, visit_rst, w))
		w->key += lg_hash(LG_HASH_SEED, "Documentation");
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
	walk_docs(&w);
	if (index->rsts.n)
		qsort(index->rsts.v, index->rsts.n, sizeof(*index->rsts.v),
		      by_rst);
	lg_maintainers_read(facts, index);
	return w.key;
}

static uint64_t docs_key(struct lg_facts *facts)
{
	struct walk w = { facts, NULL, 0 };

	walk_docs(&w);
	return w.key;
}

static const struct lg_cache cache = {
	"docs-index", "luoguard docs-index 2", docs_key
};

static void write_index(struct lg_facts *facts, const struct lg_index *index)
{
	char *text = NULL;
	size_t bytes = 0;
	FILE *f = open_memstream(&text, &bytes);

	if (!f)
		return;
	fprintf(f, "has\t%d\t%d\n", index->has_docs, index->has_maintainers);
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
		lg_cache_write(facts, &cache, index->key, text);
	free(text);
}

/* One line of the cache; false: not ours, or broken. */
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

static bool read_index(struct lg_facts *facts, struct lg_index *index)
{
	char *text = lg_cache_read(facts, &cache), *save = NULL, *line;
	bool first = false;

	if (!text)
		return false;
	for (line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save))
		if (!read_index_line(index, line, &first))
			return false;
	return true;
}

static void forget(struct lg_index *index)
{
	lg_vec_free(&index->rsts);
	lg_vec_free(&index->patterns);
	index->has_docs = index->has_maintainers = false;
}

static struct lg_index *the_index(struct lg_facts *facts)
{
	struct lg_index *index = facts->index;

	if (index)
		return index;
	index = facts->index = lg_new(&facts->pool, struct lg_index);
	if (!facts->tree)
		return index;
	if (!read_index(facts, index)) {
		forget(index);
		index->key = make_index(facts, index);
		write_index(facts, index);
	}
	LG_FREEZE(&facts->pool, &index->rsts);
	LG_FREEZE(&facts->pool, &index->patterns);
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
