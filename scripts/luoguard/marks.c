// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * marks.c - members that a tree's headers mark private, and the files that may
 * use one.
 *
 * The headers are few, and policy names them. What they mark is read from their
 * text, as the plugin does it. A file can only be found at fault if it names
 * such a struct, and a member of it as uses are written:
 *
 *     p->m  s.m  { .m = 1 }          behind a dot or an arrow
 *     offsetof(struct foo, m)        as the last thing that one of the macros is
 *     list_for_each_entry(p, h, m)   given which are known for that
 *
 * Few files do; the rest need not be parsed.
 */
#include <ctype.h>

#include "marks.h"
#include "shape.h"

#define FAR 4096	/* bytes: nobody writes that much in one call */
#define MOST 4096	/* calls: then the file is asked about unseen */
/* Headers may be hostile; mainline's have some twenty such members, in files of
 * up to 200 KB. What is more is told. */
#define MOST_BYTES   (1 << 20)	/* of a header */
#define MOST_MEMBERS 512	/* that it may mark, and that all do */

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* ----------------------------------------------------------------- headers */

static void add(struct marks *m, const struct lg_shape *s, size_t member,
		enum lg_mark mark, const struct lg_loc *declared,
		const struct lg_private_members *policy)
{
	struct marked k;

	memset(&k, 0, sizeof(k));
	k.tag = lg_strdup(&m->pool, s->tag);
	k.member = lg_strdup(&m->pool, s->members.v[member].name);
	k.of = lg_printf(&m->pool, "%s %s", s->is_union ? "union" : "struct",
			 s->tag);
	k.mark = mark;
	k.declared = *declared;
	k.declared.file = lg_strdup(&m->pool, declared->file);
	k.policy = policy;
	if (!marks_find(m, k.tag, k.member))
		lg_vec_push(&m->v, k);
}

static bool in_ranges(const lg_mark_ranges *ranges, unsigned int line)
{
	for (size_t i = 0; i < ranges->n; i++)
		if (line >= ranges->v[i].first && line <= ranges->v[i].last)
			return true;
	return false;
}

/* @left: how many more members may be looked at in the file. False: there are
 * more. */
static bool read_struct(struct marks *m, struct lg_facts *facts,
			const struct lg_file *f, const struct lg_shape *s,
			const lg_mark_ranges *ranges, size_t *left)
{
	const struct lg_private_members *policy =
		lg_policy_private_members(m->policy, f->path);

	for (size_t i = 0; !s->is_typedef && i < s->members.n; i++) {
		struct lg_loc at = lg_file_loc(f, s->members.v[i].at);
		enum lg_mark mark;

		if (!in_ranges(ranges, at.line))
			continue;
		if (!*left || m->v.n >= MOST_MEMBERS)
			return false;
		--*left;
		mark = lg_member_mark(facts, &at, !policy->only_attribute);
		if (mark != LG_MARK_NONE)
			add(m, s, i, mark, &at, policy);
	}
	return true;
}

static bool read_marked(struct marks *m, const char *path, const char *text,
			const lg_mark_ranges *ranges)
{
	struct lg_facts *facts = lg_facts_new(m->policy, NULL, path);
	struct lg_file *f = lg_file_parse(&facts->pool, path, text);
	lg_shape_list list = { NULL, 0, 0 };
	size_t left = MOST_MEMBERS;
	bool all;

	lg_vec_push(&facts->files, f);	/* it is not read again */
	all = lg_file_members(&facts->pool, f, &list);
	for (size_t i = 0; i < list.n; i++) {
		all = all && read_struct(m, facts, f, &list.v[i], ranges, &left);
		lg_vec_free(&list.v[i].members);
	}
	lg_vec_free(&list);
	lg_facts_free(facts);
	return all;
}

static void read_header(struct marks *m, const char *path,
			const struct marks_tree *tree)
{
	const struct lg_private_members *policy =
		lg_policy_private_members(m->policy, path);
	lg_mark_ranges ranges = { NULL, 0, 0 };
	struct lg_pool pool = { NULL };
	size_t bytes = 0;
	char *text = tree->read(&pool, tree->from, path, &bytes);
	bool all = true;

	for (size_t i = 0; text && (i = i + strlen(text + i)) < bytes; i++)
		text[i] = ' ';
	if (text)
		lg_text_mark_ranges(text, !policy->only_attribute, &ranges);
	if (ranges.n)
		all = bytes <= MOST_BYTES && ranges.n <= MOST_MEMBERS &&
		      read_marked(m, path, text, &ranges);
	if (!all)
		lg_vec_push(&m->left, lg_strdup(&m->pool, path));
	lg_vec_free(&ranges);
	lg_pool_free(&pool);
}

/* The directory that policy's @headers are in or below. */
static char *dir_of(struct lg_pool *pool, const char *headers)
{
	size_t n = strcspn(headers, "*?[\\");

	while (n && headers[n - 1] != '/')
		n--;
	return lg_strndup(pool, headers, n);
}

void marks_dirs(struct lg_pool *pool, const struct lg_policy *policy,
		lg_strings *list)
{
	for (size_t i = 0; i < policy->private_members.n; i++) {
		const char *dir = dir_of(pool,
				policy->private_members.v[i].headers);
		size_t kept = 0;
		bool inside = false;

		for (size_t k = 0; k < list->n; k++)
			inside = inside || lg_starts(dir, list->v[k]);
		if (inside)
			continue;
		for (size_t k = 0; k < list->n; k++)
			if (!lg_starts(list->v[k], dir))
				list->v[kept++] = list->v[k];
		list->n = kept;
		lg_vec_push(list, dir);
	}
}

void marks_read(struct marks *m, const struct lg_policy *policy,
		const struct marks_tree *tree)
{
	struct lg_pool pool = { NULL };

	m->policy = policy;
	for (size_t i = 0; i < policy->private_members.n; i++) {
		const struct lg_private_members *p =
			&policy->private_members.v[i];
		const char *dir = dir_of(&pool, p->headers);
		bool deep = !strpbrk(p->headers, "*?[\\");
		lg_strings headers = { NULL, 0, 0 };

		if (deep && !lg_ends(p->headers, "/"))	/* one header */
			lg_vec_push(&headers, p->headers);
		else
			tree->list(&pool, tree->from, dir, deep, &headers);
		for (size_t k = 0; k < headers.n; k++)
			if (lg_policy_private_members(policy,
						      headers.v[k]) == p)
				read_header(m, headers.v[k], tree);
		lg_vec_free(&headers);
	}
	lg_pool_free(&pool);
}

static void list_dir(struct lg_pool *pool, void *from, const char *dir,
		     bool deep, lg_strings *list)
{
	const char *tree = from;
	FTS *fts = tree_walk(lg_path_normal(pool, tree, dir));
	FTSENT *e;

	while (fts && (e = fts_read(fts)))
		if (e->fts_info == FTS_D && e->fts_level && !deep)
			fts_set(fts, e, FTS_SKIP);
		else if (e->fts_info == FTS_F && lg_ends(e->fts_name, ".h"))
			lg_vec_push(list, lg_path_in_tree(pool, tree, "/",
							  e->fts_path));
	if (fts)
		fts_close(fts);
}

static char *read_file(struct lg_pool *pool, void *from, const char *path,
		       size_t *bytes)
{
	return lg_read_source(pool, lg_path_normal(pool, from, path), bytes);
}

void marks_read_dir(struct marks *m, const struct lg_policy *policy,
		    const char *tree)
{
	const struct marks_tree dir = { (void *)tree, list_dir, read_file };

	marks_read(m, policy, &dir);
}

void marks_free(struct marks *m)
{
	lg_vec_free(&m->v);
	lg_vec_free(&m->left);
	lg_pool_free(&m->pool);
}

void marks_headers(const struct marks *m, lg_strings *list)
{
	size_t first = list->n;

	for (size_t i = 0; i < m->v.n; i++) {
		const char *path = m->v.v[i].declared.file;
		size_t k = first;

		while (k < list->n && strcmp(list->v[k], path))
			k++;
		if (k == list->n)
			lg_vec_push(list, path);
	}
}

const struct marked *marks_find(const struct marks *m, const char *tag,
				const char *member)
{
	for (size_t i = 0; i < m->v.n; i++)
		if (!strcmp(m->v.v[i].tag, tag) &&
		    !strcmp(m->v.v[i].member, member))
			return &m->v.v[i];
	return NULL;
}

/* -------------------------------------------------------------------- files */

/* The next @word of [@at, @end), or NULL; the text begins at @text. */
static const char *find_word(const char *text, const char *at, const char *end,
			     const char *word)
{
	size_t n = strlen(word);

	for (; at < end && (at = memmem(at, (size_t)(end - at), word, n));
	     at += n)
		if ((at == text || !is_word(at[-1])) &&
		    (at + n == end || !is_word(at[n])))
			return at;
	return NULL;
}

/* Before white space. */
static const char *back(const char *text, const char *at)
{
	while (at > text && isspace((unsigned char)at[-1]))
		at--;
	return at;
}

/* Is what stands at @at the last thing that a macro is given which is given a
 * member? Accessors are not among those. */
static bool is_given(const struct marks *m, const char *text, const char *at,
		     const char *end)
{
	const char *least = at - text > FAR ? at - FAR : text, *p = at;
	char name[64];
	int depth = 0;

	while (p < end && is_word(*p))
		p++;
	while (p < end && isspace((unsigned char)*p))
		p++;
	if (p == end || *p != ')')
		return false;
	for (; at > least && (depth || at[-1] != '('); at--)
		depth += (at[-1] == ')') - (at[-1] == '(');
	end = at = back(text, at > text ? at - 1 : at);
	while (at > text && is_word(at[-1]))
		at--;
	snprintf(name, sizeof(name), "%.*s", (int)(end - at), at);
	return (strstr(name, "list_") || strstr(name, "offsetof") ||
		strstr(name, "container_of")) &&
	       !lg_matches_any(&m->policy->accessors, name);
}

/* Is @member named in [@text, @end) as it is where one is used? */
static bool names_member(const struct marks *m, const char *text,
			 const char *end, const char *member)
{
	size_t calls = 0;

	for (const char *at = text; (at = find_word(text, at, end, member));
	     at++) {
		const char *before = back(text, at);

		if (before == text)
			continue;
		if (before[-1] == '.' ||
		    (before[-1] == '>' && before - 1 > text &&
		     before[-2] == '-') ||
		    (before[-1] == ',' &&
		     (calls++ > MOST || is_given(m, text, at, end))))
			return true;
	}
	return false;
}

/* TRACE_EVENT() and its like make functions of what is no C. */
static bool is_trace(const char *path)
{
	return lg_starts(path, "include/trace/");
}

bool marks_may_use(const struct marks *m, const char *path, const char *text,
		   size_t bytes, lg_strings *tags)
{
	const char *end = text + bytes, *tag = NULL;
	bool named = false, any = false;

	if (is_trace(path))
		return false;
	for (size_t i = 0; i < m->v.n; i++) {
		const struct marked *k = &m->v.v[i];

		if (!tag || strcmp(tag, k->tag)) {
			tag = k->tag;
			named = find_word(text, text, end, tag) &&
				!lg_policy_may_use(m->policy, k->policy, path);
		}
		if (!named || !names_member(m, text, end, k->member))
			continue;
		any = true;
		if (!tags)
			return true;
		lg_vec_push(tags, k->tag);
		named = false;	/* once is enough */
	}
	return any;
}

bool marks_left(const struct marks *m, const char *path)
{
	for (size_t i = 0; i < m->left.n; i++)
		if (!strcmp(m->left.v[i], path))
			return true;
	return false;
}

bool marks_matter(const struct marks *m, const char *path, const char *text,
		  size_t bytes)
{
	return marks_left(m, path) ||
	       marks_may_use(m, path, text, bytes, NULL);
}

bool marks_in_line(const struct marks *m, const lg_strings *tags,
		   const char *text, size_t bytes)
{
	for (size_t i = 0; i < m->v.n; i++)
		if (lg_matches_any(tags, m->v.v[i].tag) &&
		    names_member(m, text, text + bytes, m->v.v[i].member))
			return true;
	return false;
}
