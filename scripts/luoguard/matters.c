// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * matters.c - what of a change can matter to a rule?
 *
 *     a C file or header       as in a whole tree (scan.c)
 *     another header           when it defines what an ABI header names
 *     an .rst, MAINTAINERS     where they speak of ABI headers
 *
 * Most commits touch nothing of it, and are told so before anything is
 * compiled, or written to disk.
 */
#include "review.h"

static bool is_source(const char *path)
{
	return (lg_ends(path, ".c") || lg_ends(path, ".h")) &&
	       !lg_starts(path, "tools/") &&
	       !lg_starts(path, "Documentation/") && *path != '.' &&
	       !strstr(path, "/.");
}

bool matters_by_name(const struct change *c)
{
	return c->has && is_source(c->path);
}

static bool is_rst(const char *path)
{
	return lg_starts(path, "Documentation/") && lg_ends(path, ".rst");
}

static bool entered(const struct scan *s, const char *path)
{
	for (size_t i = 0; i < s->found.n; i++)
		if (!strcmp(s->found.v[i].path, path))
			return true;
	return false;
}

static void enter_text(struct scan *s, struct snapshot *from,
		       const char *path)
{
	struct lg_pool pool = { NULL };
	size_t bytes = 0;
	char *text = snapshot_read(&pool, from, path, &bytes);

	if (text && !entered(s, path))
		scan_text(s, path, text, bytes);
	lg_pool_free(&pool);
}

/* A merge brings what another parent already has: nothing of its own. */
static bool same_in_parent(struct review *r, const struct change *c)
{
	for (size_t i = 1; i < r->parents.n; i++)
		if (snapshot_same(&r->parents.v[i], c))
			return true;
	return false;
}

/* ------------------------------------------------------------------ headers */

/* The code of @path, for uses_add() and uses_mark(); lg_file_free() it. */
static struct lg_file *code(struct lg_pool *pool, struct snapshot *s,
			    const char *path)
{
	size_t bytes = 0;
	char *text = snapshot_read(pool, s, path, &bytes);

	for (size_t i = 0; text && i < bytes; i++)
		if (!text[i])
			text[i] = ' ';	/* as compilers read it */
	return lg_file_parse(pool, path, text ? text : "");
}

/* What the zone's headers use, with their place in @zone. */
static struct uses *used_in(struct snapshot *after, const lg_strings *zone)
{
	struct uses *uses = uses_new();

	for (size_t i = 0; i < zone->n; i++) {
		struct lg_pool pool = { NULL };
		struct lg_file *f = code(&pool, after, zone->v[i]);

		uses_add(uses, f, i);
		lg_file_free(f);
		lg_pool_free(&pool);
	}
	return uses;
}

/* Which of the zone's headers does one state of a changed header define a name
 * for? */
static bool mark(struct uses *uses, struct snapshot *s, const char *path,
		 bool *hit)
{
	struct lg_pool pool = { NULL };
	struct lg_file *f = code(&pool, s, path);
	bool any = uses_mark(uses, f, hit);

	lg_file_free(f);
	lg_pool_free(&pool);
	return any;
}

static bool is_header(const struct change *c)
{
	return lg_ends(c->path, ".h") || lg_ends(c->from, ".h");
}

/* Enters the ABI headers whose layout a changed header may change. */
static void enter_affected(struct review *r, struct snapshot *after)
{
	lg_strings zone = { NULL, 0, 0 };
	struct uses *uses = NULL;
	bool *hit = NULL;

	for (size_t i = 0; i < r->changes.v.n; i++) {
		struct change *c = &r->changes.v.v[i];

		if (!is_header(c) || same_in_parent(r, c))
			continue;
		if (!uses) {
			stage_zone(&r->pool, r->policy, after, &zone);
			uses = used_in(after, &zone);
			hit = lg_alloc(&r->pool, zone.n + 1);
		}
		c->matters |= mark(uses, after, c->path, hit);
		c->matters |= mark(uses, &r->parents.v[0], c->from, hit);
	}
	for (size_t i = 0; i < zone.n; i++)
		if (hit[i])
			enter_text(&r->scan, after, zone.v[i]);
	uses_free(uses);
	lg_vec_free(&zone);
}

/* ------------------------------------------------------------ documentation */

/* Does @text speak of a zone's headers? */
static bool speaks_of_zones(const struct review *r, const char *text)
{
	struct lg_pool pool = { NULL };
	bool speaks = false;

	for (size_t i = 0; text && i < r->policy->zones.n && !speaks; i++)
		speaks = r->policy->zones.v[i].kind == LG_ZONE_VERSIONED &&
			 strstr(text, stage_literal(&pool,
					r->policy->zones.v[i].dir));
	lg_pool_free(&pool);
	return speaks;
}

static bool rst_speaks(struct review *r, struct snapshot *s,
		       const char *path)
{
	struct lg_pool pool = { NULL };
	size_t bytes = 0;
	bool speaks = speaks_of_zones(r, snapshot_read(&pool, s, path, &bytes));

	lg_pool_free(&pool);
	return speaks;
}

/* An ABI header that is new, or has a new name, has to be found in an .rst and
 * in MAINTAINERS. */
static bool needs_place(const struct review *r, const struct change *c)
{
	return c->has && scan_abi_header(r->policy, c->path) &&
	       (!c->had || strcmp(c->from, c->path));
}

/* True: ABI headers' places in the documentation have to be looked at. */
static bool enter_docs(struct review *r, struct snapshot *after,
		       const struct change *c)
{
	bool speaks = false;

	if (needs_place(r, c)) {
		r->docs = r->maintainers = speaks = true;
	} else if (!strcmp(c->path, "MAINTAINERS")) {
		r->maintainers = speaks = true;
	} else if (is_rst(c->path) || is_rst(c->from)) {
		speaks = rst_speaks(r, after, c->path) ||
			 rst_speaks(r, &r->parents.v[0], c->from);
		r->docs |= speaks;
	}
	return speaks;
}

void matters_docs(struct review *r, struct snapshot *s,
		  lg_strings *texts)
{
	lg_strings all = { NULL, 0, 0 };

	if (r->maintainers)
		lg_vec_push(texts, "MAINTAINERS");
	if (r->docs)
		snapshot_list(&r->pool, s, "Documentation/", ".rst", &all);
	for (size_t i = 0; i < all.n; i++)
		if (rst_speaks(r, s, all.v[i]))
			lg_vec_push(texts, all.v[i]);
	lg_vec_free(&all);
}

/* --------------------------------------------------------------------- all */

bool matters_left_zone(struct review *r, const struct change *c)
{
	return c->had && matters_by_name(c) &&
	       scan_abi_header(r->policy, c->from) &&
	       !scan_abi_header(r->policy, c->path) &&
	       !entered(&r->scan, c->path) && !same_in_parent(r, c);
}

bool matters_zone_link(struct review *r, const struct change *c)
{
	struct lg_pool pool = { NULL };
	bool in_zone = c->link && (scan_abi_header(r->policy, c->path) ||
		scan_abi_header(r->policy, lg_printf(&pool, "%s/x.h",
						     c->path)));

	lg_pool_free(&pool);
	return in_zone;
}

/* True: what @c makes of an ABI header cannot be checked. */
static bool enter_outsider(struct review *r, const struct change *c)
{
	bool outside = matters_left_zone(r, c) || matters_zone_link(r, c);

	r->outsiders |= outside;
	return outside;
}

void matters_select(struct review *r, struct snapshot *after)
{
	for (size_t i = 0; i < r->changes.v.n; i++) {
		struct change *c = &r->changes.v.v[i];

		if (same_in_parent(r, c))
			continue;
		if (matters_by_name(c))
			enter_text(&r->scan, after, c->path);
		c->matters = enter_docs(r, after, c);
		c->matters |= entered(&r->scan, c->path);
		c->matters |= enter_outsider(r, c);
	}
	enter_affected(r, after);
}

void matters_before(struct review *r, struct snapshot *before,
		    struct scan *s)
{
	for (size_t i = 0; i < r->scan.found.n; i++) {
		const char *path = r->scan.found.v[i].path;
		const struct change *c = change_of(&r->changes, path);

		/* names of HEAD; a branch that is merged may have made them */
		if (c && (before == &r->parents.v[0] ||
			  !snapshot_has(before, path)))
			path = c->from;
		enter_text(s, before, path);
	}
	/* a struct may have come from a file that is gone, or no longer
	 * matters */
	for (size_t i = 0; i < r->changes.v.n; i++)
		if (r->changes.v.v[i].had && is_source(r->changes.v.v[i].from))
			enter_text(s, before, r->changes.v.v[i].from);
}
