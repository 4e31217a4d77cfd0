// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * scan.c - one pass over a tree that nobody configured: which C files and
 * headers can matter to a rule?
 *
 * Every file is read once and searched for what policy names (Wu and Manber's
 * search for many words at once: a table of two-byte blocks says how far it
 * may skip). The few that are left are lexed, and looked at for good:
 *
 *     an ABI header            by its path alone
 *     uses KHO or LUO          includes a kho-header, mentions a kho-symbol
 *     a private struct         mentions one outside its owner
 *     an owner's header        includes one, spelled with "../" or by a
 *                              symbolic link that the walk came across
 *     a private member         may use one that a header marks (marks.c)
 *
 * tools/ and Documentation/ are left out: programs for user space, and prose.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include "noconfig.h"

#define BLOCKS    65536

struct scan_words {
	lg_strings v;
	size_t shortest;
	bool everything;	/* policy names what no search can find */
	unsigned char skip[BLOCKS];
};

struct pass {
	struct scan *scan;
	char **hits;		/* a state for each file: NULL, "", an error */
	size_t next;
	pthread_mutex_t lock;
};

/* ------------------------------------------------------------------- words */

static void add_word(struct scan *s, struct scan_words *w, const char *pattern)
{
	size_t n = strcspn(pattern, "*?[\\");

	if (n < 3)
		w->everything = true;
	else
		lg_vec_push(&w->v, lg_strndup(&s->pool, pattern, n));
}

static void add_words(struct scan *s, struct scan_words *w, const lg_strings *list)
{
	for (size_t i = 0; i < list->n; i++)
		add_word(s, w, list->v[i]);
}

/* From outside of drivers/pci/, its header is "../pci/x.h", "pci/x.h", or
 * spelled whole. */
static void add_owner(struct scan *s, struct scan_words *w, const char *dir)
{
	size_t n = strlen(dir), last = n ? n - 1 : 0;

	while (last && dir[last - 1] != '/')
		last--;
	add_word(s, w, dir);
	add_word(s, w, lg_printf(&s->pool, "../%s", dir + last));
	add_word(s, w, lg_printf(&s->pool, "\"%s", dir + last));
}

static unsigned int block(const char *p)
{
	return (unsigned int)(unsigned char)p[0] << 8 | (unsigned char)p[1];
}

/* Fills the table once all words are there. */
static void finish_words(struct scan_words *w)
{
	w->shortest = 255;
	for (size_t i = 0; i < w->v.n; i++)
		if (strlen(w->v.v[i]) < w->shortest)
			w->shortest = strlen(w->v.v[i]);
	memset(w->skip, (int)(w->shortest - 1), sizeof(w->skip));
	for (size_t i = 0; i < w->v.n; i++)
		for (size_t j = 1; j < w->shortest; j++) {
			unsigned char *k = &w->skip[block(w->v.v[i] + j - 1)];
			unsigned char far = (unsigned char)(w->shortest - 1 - j);

			*k = far < *k ? far : *k;
		}
}

/* What the headers mark private, and the structs' names as words. */
static void find_marks(struct scan *s)
{
	if (s->marks_known)
		return;
	s->marks_known = true;
	if (s->read_marks)
		s->marks = s->read_marks(s);
	if (!s->marks || !s->marks->v.n)
		return;
	s->tags = lg_new(&s->pool, struct scan_words);
	for (size_t i = 0; i < s->marks->v.n; i++)
		if (!i || strcmp(s->marks->v.v[i].tag, s->marks->v.v[i - 1].tag))
			add_word(s, s->tags, s->marks->v.v[i].tag);
	finish_words(s->tags);
}

static const struct scan_words *words_of(struct scan *s)
{
	const struct lg_policy *p = s->policy;
	struct scan_words *w = s->words;

	find_marks(s);
	if (w)
		return w;
	w = s->words = lg_new(&s->pool, struct scan_words);

	add_words(s, w, &p->kho_headers);
	add_words(s, w, &p->kho_symbols);
	for (size_t i = 0; i < p->owners.n; i++) {
		add_words(s, w, &p->owners.v[i].structs);
		add_owner(s, w, p->owners.v[i].dir);
	}
	for (size_t i = 0; i < s->links.n; i++)
		add_word(s, w, s->links.v[i]);
	finish_words(w);
	return w;
}

static bool has_word(const struct scan_words *w, const char *text, size_t bytes)
{
	size_t m = w->shortest, at = m - 1;

	if (w->everything)
		return true;
	while (at < bytes) {
		unsigned char far = w->skip[block(text + at - 1)];
		const char *start = text + at - (m - 1);

		if (far) {
			at += far;
			continue;
		}
		for (size_t i = 0; i < w->v.n; i++) {
			size_t n = strlen(w->v.v[i]);

			if (n <= (size_t)(text + bytes - start) &&
			    !memcmp(start, w->v.v[i], n))
				return true;
		}
		at++;
	}
	return false;
}

/* Does the text of @path mention what policy names, or may it use a private
 * member? words_of() and marks_of() were called. */
static bool mentions(const struct scan *s, const char *path, const char *text,
		     size_t bytes)
{
	return has_word(s->words, text, bytes) ||
	       (s->marks && marks_left(s->marks, path)) ||
	       (s->tags && has_word(s->tags, text, bytes) &&
		marks_may_use(s->marks, path, text, bytes, NULL));
}

/* -------------------------------------------------------------- every file */

struct buffer {
	char *v;
	size_t cap;
};

/* What @path holds: NULL nothing, "" a word of ours, else why it could not be
 * read. A name may have become a pipe or a link since the walk. */
static char *look(const struct scan *s, const char *path, struct buffer *b)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	size_t n = 0;
	ssize_t got = 1;
	char *said = NULL;

	if (fd < 0 || fstat(fd, &st) < 0) {
		said = strdup(strerror(errno));
	} else if (!S_ISREG(st.st_mode) || st.st_size > LG_MAX_SOURCE) {
		said = strdup("too big, or no plain file");
	} else {
		if ((size_t)st.st_size > b->cap) {
			free(b->v);
			b->cap = (size_t)st.st_size * 2;
			b->v = malloc(b->cap);
		}
		if (!b->v)
			lg_die("out of memory");
		while (n < (size_t)st.st_size &&
		       (got = read(fd, b->v + n, (size_t)st.st_size - n)) > 0)
			n += (size_t)got;
		if (got < 0)
			said = strdup(strerror(errno));
		else if (mentions(s, path + strlen(s->tree) + 1, b->v, n))
			said = strdup("");
	}
	if (fd >= 0)
		close(fd);
	return said;
}

#define SHARE 64

static void *worker(void *data)
{
	struct pass *p = data;
	struct buffer b = { malloc(1 << 20), 1 << 20 };
	size_t first, end;

	for (;;) {
		pthread_mutex_lock(&p->lock);
		first = p->next;
		p->next += SHARE;
		pthread_mutex_unlock(&p->lock);
		if (first >= p->scan->all.n)
			break;
		end = first + SHARE < p->scan->all.n ? first + SHARE
						     : p->scan->all.n;
		for (; first < end; first++)
			p->hits[first] = look(p->scan, p->scan->all.v[first],
					      &b);
	}
	free(b.v);
	return NULL;
}

static void run_workers(struct pass *p, unsigned int jobs)
{
	pthread_t threads[16];
	unsigned int n = 0;

	pthread_mutex_init(&p->lock, NULL);
	while (n + 1 < jobs && n < 16 &&
	       !pthread_create(&threads[n], NULL, worker, p))
		n++;
	worker(p);
	while (n)
		pthread_join(threads[--n], NULL);
	pthread_mutex_destroy(&p->lock);
}

/* ---------------------------------------------------------- the few of them */

static void add_include(struct scan *s, struct candidate *c,
			const struct lg_text_include *inc)
{
	const char *slash = strrchr(c->path, '/');
	const struct lg_owner *owner;
	struct lg_include in;
	char *dir, *header, *real;

	for (size_t i = 0; i < s->policy->kho_headers.n; i++)
		if (!fnmatch(s->policy->kho_headers.v[i], inc->path, 0))
			c->uses = true;
	if (!inc->quoted && !strstr(inc->path, "../"))
		return;
	dir = lg_printf(&s->pool, "%s/%.*s", s->tree,
			slash ? (int)(slash - c->path) : 0, c->path);
	if (!inc->quoted)	/* <../drivers/pci/pci.h> */
		dir = lg_printf(&s->pool, "%s/include", s->tree);
	header = lg_path_in_tree(&s->pool, s->tree, dir, inc->path);
	/* What is not on disk yet has no links that could be followed. */
	real = s->there ? (s->there(s->from, header) ? header : NULL) :
			  lg_path_followed(&s->pool, s->tree,
					   lg_printf(&s->pool, "%s/%s", dir,
						     inc->path));
	owner = lg_policy_owner(s->policy, real);
	if (!owner)
		return;
	memset(&in, 0, sizeof(in));
	in.link = strcmp(real, header) ? header : NULL;
	header = real;
	in.loc.file = c->path;
	in.loc.line = inc->line;
	in.header = header;
	lg_vec_push(&c->includes, in);
	if (!lg_policy_may_look(s->policy, owner, c->path))
		c->uses = true;
}

static bool mentions_private(struct scan *s, const struct candidate *c,
			     const struct lg_file *f)
{
	for (size_t i = 0; i < s->policy->owners.n; i++) {
		const struct lg_owner *o = &s->policy->owners.v[i];

		if (lg_policy_may_look(s->policy, o, c->path))
			continue;
		for (size_t j = 0; j < o->structs.n; j++)
			if (lg_file_mentions(f, o->structs.v[j]))
				return true;
	}
	return false;
}

/* Enters a file when it matters: by its place, else by its text. */
static bool judge(struct scan *s, struct lg_pool *scratch, const char *path,
		  bool in_zone, char *text, size_t bytes)
{
	struct candidate c;
	struct lg_file *f;

	memset(&c, 0, sizeof(c));
	c.path = path;
	c.zone = in_zone;
	for (size_t i = 0; text && i < bytes; i++)
		if (!text[i])
			text[i] = ' ';
	if (text) {
		f = lg_file_parse(scratch, c.path, text);
		for (size_t i = 0; i < f->includes.n; i++)
			add_include(s, &c, &f->includes.v[i]);
		for (size_t i = 0; !c.uses && i < s->policy->kho_symbols.n; i++)
			c.uses = lg_file_mentions(f, s->policy->kho_symbols.v[i]);
		if (!c.uses)
			c.uses = mentions_private(s, &c, f);
		c.uses = c.uses || (s->marks && marks_matter(s->marks, path,
							     f->code, f->bytes));
		lg_file_free(f);
	}
	if (c.zone || c.uses)
		lg_vec_push(&s->found, c);
	else
		lg_vec_free(&c.includes);
	return c.zone || c.uses;
}

static void judge_file(struct scan *s, const char *full, bool in_zone)
{
	char *path = lg_path_in_tree(&s->pool, s->tree, s->tree, full);
	struct lg_pool scratch = { NULL };
	size_t bytes = 0;
	char *text = in_zone ? NULL : lg_read_source(&scratch, full, &bytes);

	if (!in_zone && !text)
		lg_vec_push(&s->unread, lg_printf(&s->pool, "%s: %s", path,
						  strerror(errno)));
	judge(s, &scratch, path, in_zone, text, bytes);
	lg_pool_free(&scratch);
}

bool scan_abi_header(const struct lg_policy *policy, const char *path)
{
	const struct lg_zone *z = lg_policy_zone(policy, path);

	return z && z->kind == LG_ZONE_VERSIONED && lg_ends(path, ".h");
}

bool scan_names(struct scan *s, const char *text, size_t bytes)
{
	return has_word(words_of(s), text, bytes);
}

bool scan_mentions(struct scan *s, const char *path, const char *text,
		   size_t bytes)
{
	words_of(s);
	return mentions(s, path, text, bytes);
}

/* Is it laid out? */
static bool wanted_header(const struct scan *s, const char *path)
{
	return scan_abi_header(s->policy, path) ||
	       (s->append_only && lg_ends(path, ".h") &&
		lg_policy_zone(s->policy, path));
}

bool scan_text(struct scan *s, const char *path, char *text, size_t bytes)
{
	bool zone = wanted_header(s, path), found;
	struct lg_pool scratch = { NULL };

	if (!zone && !scan_mentions(s, path, text, bytes))
		return false;
	found = judge(s, &scratch, path, zone, zone ? NULL : text, bytes);
	lg_pool_free(&scratch);
	return found;
}

void scan_files(struct scan *s, unsigned int jobs)
{
	struct pass p;

	memset(&p, 0, sizeof(p));
	p.scan = s;
	p.hits = calloc(s->all.n + 1, sizeof(*p.hits));
	if (!p.hits)
		lg_die("out of memory");
	words_of(s);		/* the workers only read them */
	run_workers(&p, jobs);
	for (size_t i = 0; i < s->all.n; i++) {
		bool zone = wanted_header(s, lg_path_in_tree(&s->pool, s->tree,
						s->tree, s->all.v[i]));

		if (p.hits[i] && *p.hits[i])
			lg_vec_push(&s->unread,
				    lg_printf(&s->pool, "%s: %s",
					      lg_path_in_tree(&s->pool, s->tree,
						      s->tree, s->all.v[i]),
					      p.hits[i]));
		else if (p.hits[i] || zone)
			judge_file(s, s->all.v[i], zone);
		free(p.hits[i]);
	}
	free(p.hits);
}

/* --------------------------------------------------------------------- walk */

static bool skipped(const struct scan *s, const FTSENT *e)
{
	if (e->fts_level == 0)
		return false;
	if (e->fts_name[0] == '.')
		return true;
	return e->fts_level == 1 && !strcmp(e->fts_parent->fts_path, s->tree) &&
	       (!strcmp(e->fts_name, "tools") ||
		!strcmp(e->fts_name, "Documentation"));
}

void scan_free(struct scan *s)
{
	for (size_t i = 0; i < s->found.n; i++)
		lg_vec_free(&s->found.v[i].includes);
	lg_vec_free(&s->found);
	lg_vec_free(&s->links);
	lg_vec_free(&s->all);
	lg_vec_free(&s->unread);
	if (s->words)
		lg_vec_free(&s->words->v);
	if (s->tags)
		lg_vec_free(&s->tags->v);
	marks_free(&s->own_marks);
	lg_pool_free(&s->pool);
}

/* A link, pipe or device: would a compiler find an ABI header there? Links are
 * not followed, and nobody shall hide a header behind one. */
static void no_plain_file(struct scan *s, const char *full)
{
	const char *path = lg_path_in_tree(&s->pool, s->tree, s->tree, full);

	if (scan_abi_header(s->policy, path) ||
	    scan_abi_header(s->policy, lg_printf(&s->pool, "%s/x.h", path)))
		lg_vec_push(&s->unread, lg_printf(&s->pool,
						  "%s: no plain file", path));
}

/* A link that leads to an owner: who names it, matters. */
static void add_link(struct scan *s, const FTSENT *e)
{
	char *to = lg_path_followed(&s->pool, s->tree, e->fts_path);

	if (to && (lg_policy_owner(s->policy, to) ||
		   lg_policy_owner(s->policy, lg_printf(&s->pool, "%s/", to))))
		lg_vec_push(&s->links, lg_strdup(&s->pool, e->fts_name));
}

void scan_walk(struct scan *s, const char *root)
{
	FTS *fts = tree_walk(root);
	FTSENT *e;

	if (!fts)
		lg_die("%s: %s", root, strerror(errno));
	while ((e = fts_read(fts))) {
		const char *error = tree_walk_error(e);

		if (error)
			lg_vec_push(&s->unread, lg_printf(&s->pool, "%s: %s",
				    e->fts_path, error));
		else if (e->fts_info == FTS_D && skipped(s, e))
			fts_set(fts, e, FTS_SKIP);
		else if (e->fts_info == FTS_F && (lg_ends(e->fts_name, ".c") ||
						  lg_ends(e->fts_name, ".h")))
			lg_vec_push(&s->all, lg_strdup(&s->pool, e->fts_path));
		else if (e->fts_info != FTS_D && e->fts_info != FTS_DP &&
			 e->fts_info != FTS_F)
			no_plain_file(s, e->fts_path);
		if (!error && e->fts_info == FTS_SL)
			add_link(s, e);
	}
	fts_close(fts);
}
