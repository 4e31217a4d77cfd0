// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * closure.c - what the compiler may open on its way through a header.
 *
 * Every "#include" counts, whatever condition it stands under, and every place
 * that it can mean: the architectures' directories, include/, their uapi twins,
 * and asm-generic for "asm/x.h". That is more than the compiler will open and
 * never less, but for a macro behind #include, which no header of the kernel's
 * ABI has.
 */
#include "noconfig.h"

/* Open addressing; strings live in the closure's pool. */
struct closure_set {
	const char **v;
	size_t n, cap;		/* cap: a power of two */
};

static const char **slot(struct closure_set *s, const char *word)
{
	size_t i = lg_hash(LG_HASH_SEED, word) & (s->cap - 1);

	while (s->v[i] && strcmp(s->v[i], word))
		i = (i + 1) & (s->cap - 1);
	return &s->v[i];
}

static void grow(struct closure *c, struct closure_set *s)
{
	struct closure_set old = *s;

	s->cap = old.cap ? old.cap * 2 : 1024;
	s->v = lg_alloc(&c->pool, s->cap * sizeof(*s->v));
	for (size_t i = 0; i < old.cap; i++)
		if (old.v[i])
			*slot(s, old.v[i]) = old.v[i];
}

/* True for the first caller with @word. */
static bool first_time(struct closure *c, const char *word)
{
	struct closure_set *s = c->seen;
	const char **place;

	if (!s)
		s = c->seen = lg_new(&c->pool, struct closure_set);
	if (s->n * 2 >= s->cap)
		grow(c, s);
	place = slot(s, word);
	if (*place)
		return false;
	*place = lg_strdup(&c->pool, word);
	s->n++;
	return true;
}

/* A path that is one of the tree's: no way out of it. */
static bool enter(struct closure *c, const char *path)
{
	if (*path == '/' || !strcmp(path, "..") || lg_starts(path, "../") ||
	    !c->has(c->from, path))
		return false;
	if (first_time(c, path))
		lg_vec_push(&c->files, lg_strdup(&c->pool, path));
	return true;
}

static bool try_path(struct closure *c, const char *dir, const char *name)
{
	const char *path = lg_printf(&c->pool, "/%s%s", dir, name);

	/* "/" is the tree: what leads above it stays there */
	return enter(c, lg_path_normal(&c->pool, "/", path) + 1);
}

/* <@name>, or a quoted one that is not beside its includer. */
static void enter_name(struct closure *c, const char *name)
{
	static const char *const dirs[] = {
		"arch/x86/include/", "arch/arm64/include/", "include/",
		"arch/x86/include/uapi/", "arch/arm64/include/uapi/",
		"include/uapi/"
	};
	bool any = false;

	/* no path begins with '<': names have a part of the set of their own */
	if (!first_time(c, lg_printf(&c->pool, "<%s", name)))
		return;
	for (size_t i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++)
		any |= try_path(c, dirs[i], name);
	for (size_t i = 0; c->search && i < c->search->n; i++)
		any |= try_path(c, c->search->v[i], name);
	if (lg_starts(name, "asm/")) {
		name += strlen("asm/");
		any |= try_path(c, "include/asm-generic/", name);
		any |= try_path(c, "include/uapi/asm-generic/", name);
		name -= strlen("asm/");
	}
	if (!any)
		lg_vec_push(&c->missing, lg_strdup(&c->pool, name));
}

/* The line at @p, up to @end: is it an #include? */
static void read_line(struct closure *c, const char *path, const char *p,
		      const char *end)
{
	const char *slash = strrchr(path, '/'), *close;
	char *name;

	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	if (p == end || *p++ != '#')
		return;
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	if (end - p < 8 || strncmp(p, "include", strlen("include")))
		return;
	p += strlen("include");
	if (end - p > 5 && !strncmp(p, "_next", strlen("_next")))
		p += strlen("_next");
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	if (p == end || (*p != '<' && *p != '"'))
		return;
	close = memchr(p + 1, *p == '<' ? '>' : '"', (size_t)(end - p - 1));
	if (!close)
		return;
	name = lg_strndup(&c->pool, p + 1, (size_t)(close - p - 1));
	if (*p == '"' && try_path(c, lg_strndup(&c->pool, path,
				  slash ? (size_t)(slash - path) + 1 : 0),
				  name))
		return;
	enter_name(c, name);
}

static void read_file(struct closure *c, const char *path)
{
	struct lg_pool scratch = { NULL };
	size_t bytes = 0;
	const char *p = c->read(&scratch, c->from, path, &bytes);
	const char *end = p + bytes;

	while (p && p < end) {
		const char *eol = memchr(p, '\n', (size_t)(end - p));

		eol = eol ? eol : end;
		read_line(c, path, p, eol);
		p = eol + 1;
	}
	lg_pool_free(&scratch);
}

void closure_add(struct closure *c, const char *root)
{
	enter(c, root);
	while (c->done < c->files.n)
		read_file(c, c->files.v[c->done++]);
}

void closure_again(struct closure *c, const char *path)
{
	if (c->has(c->from, path))
		read_file(c, path);
	closure_add(c, path);
}

bool closure_asked(struct closure *c, const char *path)
{
	struct closure_set *s = c->seen;

	for (const char *name = path; s && name; name = strchr(name, '/')) {
		name += *name == '/';
		if (*slot(s, lg_printf(&c->pool, "<%s", name)))
			return true;
	}
	return false;
}

void closure_free(struct closure *c)
{
	lg_vec_free(&c->files);
	lg_vec_free(&c->missing);
	lg_pool_free(&c->pool);
	c->seen = NULL;
}
