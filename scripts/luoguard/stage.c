// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * stage.c - what the engines read of one state, laid into a directory.
 *
 * A little tree with the same paths: the files that are checked, what they
 * include, the zones' headers, and what stand-in headers are made from. Only
 * plain files are made, and none outside of the directory.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "review.h"

/* Git's objects may say "..", or be made by hand: a path is used when it
 * is the plain one. */
static bool stays_inside(struct lg_pool *pool, const char *path)
{
	const char *normal = lg_path_normal(pool, "/", lg_printf(pool, "/%s",
								 path));

	return *path && !strcmp(normal + 1, path);
}

static void put(struct stage *s, const char *path)
{
	struct lg_pool pool = { NULL };
	size_t bytes = 0;
	char *text = stays_inside(&pool, path) ?
		     snapshot_read(&pool, s->snapshot, path, &bytes) : NULL;
	char *full = lg_printf(&pool, "%s/%s", s->dir, path);
	FILE *out;

	if (text) {
		out = fopen(full, "we");
		if (!out && errno == ENOENT) {	/* seldom: they are made once */
			directories_make(&pool, full);
			out = fopen(full, "we");
		}
		if (!out || fwrite(text, 1, bytes, out) != bytes ||
		    fclose(out))
			lg_die("cannot write %s: %s", full, strerror(errno));
	}
	lg_pool_free(&pool);
}

static void put_all(struct stage *s, const lg_strings *paths)
{
	for (size_t i = 0; i < paths->n; i++)
		put(s, paths->v[i]);
}

const char *stage_literal(struct lg_pool *pool, const char *dir)
{
	size_t n = strcspn(dir, "*?[\\");

	if (dir[n])
		while (n && dir[n - 1] != '/')
			n--;
	return lg_strndup(pool, dir, n);
}

void stage_zone(struct lg_pool *pool, const struct lg_policy *policy,
		struct snapshot *s, lg_strings *list)
{
	for (size_t i = 0; i < policy->zones.n; i++) {
		const struct lg_zone *z = &policy->zones.v[i];
		const char *dir = stage_literal(pool, z->dir);
		lg_strings found = { NULL, 0, 0 };

		if (z->kind != LG_ZONE_VERSIONED)
			continue;
		if (!lg_ends(dir, "/") && *dir)
			lg_vec_push(&found, dir);	/* one header */
		else
			snapshot_list(pool, s, dir, true, ".h", &found);
		for (size_t j = 0; j < found.n; j++)
			if (lg_policy_zone(policy, found.v[j]) == z &&
			    snapshot_has(s, found.v[j]))
				lg_vec_push(list, found.v[j]);
		lg_vec_free(&found);
	}
}

/* What standin.c reads, besides headers. */
static void put_architectures(struct stage *s)
{
	put(s, "arch/x86/Kconfig");
	put(s, "arch/arm64/Kconfig");
	put(s, "arch/arm64/tools/cpucaps");
}

/* Files that the closure has found since the last call. */
static void put_found(struct stage *s)
{
	while (s->put < s->closure.files.n)
		put(s, s->closure.files.v[s->put++]);
}

/* The files that are there for themselves, not for what includes them. */
static void put_zone(struct stage *s, const lg_strings *texts)
{
	lg_strings zone = { NULL, 0, 0 };

	stage_zone(&s->pool, s->policy, s->snapshot, &zone);
	put_all(s, &zone);
	put_all(s, texts);
	lg_vec_free(&zone);
}

void stage_make(struct stage *s, const lg_strings *compiled,
		const lg_strings *texts)
{
	struct closure *c = &s->closure;

	c->has = snapshot_there;
	c->read = snapshot_text;
	c->from = s->snapshot;
	if (compiled->n) {
		closure_add(c, "include/linux/kconfig.h");
		closure_add(c, "include/linux/compiler_types.h");
		put_architectures(s);
	}
	for (size_t i = 0; i < compiled->n; i++)
		closure_add(c, compiled->v[i]);
	put_found(s);
	put_zone(s, texts);
}

/* Was @path laid into the directory? */
static bool is_there(struct stage *s, const char *path)
{
	return path_exists(lg_printf(&s->pool, "%s/%s", s->dir, path));
}

/* Takes @path away, and directories that are empty then: it may have been a
 * file before, what is one now. The top ones stay. */
static void take_away(struct stage *s, const char *path)
{
	char *at = lg_strdup(&s->pool, path), *slash;

	unlink(lg_printf(&s->pool, "%s/%s", s->dir, at));
	while ((slash = strrchr(at, '/'))) {
		*slash = '\0';
		if (!strchr(at, '/') ||
		    rmdir(lg_printf(&s->pool, "%s/%s", s->dir, at)) < 0)
			break;
	}
}

void stage_turn(struct stage *s, struct snapshot *to,
		const struct changes *changes, const lg_strings *compiled,
		const lg_strings *texts)
{
	lg_strings again = { NULL, 0, 0 };

	s->snapshot = to;
	s->closure.from = to;
	for (size_t i = 0; i < changes->v.n; i++) {
		const struct change *c = &changes->v.v[i];

		if (is_there(s, c->path)) {
			take_away(s, c->path);
			lg_vec_push(&again, c->from);
		} else if (c->had && closure_asked(&s->closure, c->from)) {
			lg_vec_push(&again, c->from);	/* it was missed */
		}
	}
	put_all(s, &again);
	for (size_t i = 0; i < again.n; i++)
		closure_again(&s->closure, again.v[i]);
	for (size_t i = 0; i < compiled->n; i++)
		closure_add(&s->closure, compiled->v[i]);
	put_found(s);
	put_zone(s, texts);
	lg_vec_free(&again);
}

void stage_free(struct stage *s)
{
	closure_free(&s->closure);
	lg_pool_free(&s->pool);
}
