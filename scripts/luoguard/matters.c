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

bool matters_by_path(const char *path)
{
	return path && (is_source(path) || is_rst(path) ||
			!strcmp(path, "MAINTAINERS"));
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

bool matters_brought(struct pair *p, const struct change *c)
{
	for (size_t i = 1; i < p->parents.n; i++)
		if (snapshot_same(&p->parents.v[i], c))
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

/* Do changes on top of its commit make other ABI headers of @after? */
static bool zone_changes(const struct pair *p)
{
	const struct snapshot *after = &p->after;

	for (size_t i = 0; after->changes && i < after->changes->v.n; i++) {
		const struct change *c = &after->changes->v.v[i];

		if (scan_abi_header(p->policy, c->path) ||
		    scan_abi_header(p->policy, c->from))
			return true;
	}
	return after->over && overlay_touches(after, p->policy,
					      scan_abi_header);
}

/* What the zone's headers use. The last one's is kept: in a mailbox, many
 * patches are for one commit. */
static struct zone_uses *used_in(struct pair *p)
{
	struct zone_uses *z = &p->r->zone;
	const char *commit = p->after.commit;

	if (zone_changes(p))
		commit = NULL;
	if (z->uses && z->commit && commit && !strcmp(z->commit, commit))
		return z;
	zone_uses_free(z);
	z->uses = uses_new();
	z->commit = commit ? lg_strdup(&z->pool, commit) : NULL;
	stage_zone(&z->pool, p->policy, &p->after, &z->headers);
	for (size_t i = 0; i < z->headers.n; i++) {
		struct lg_pool pool = { NULL };
		struct lg_file *f = code(&pool, &p->after, z->headers.v[i]);

		uses_add(z->uses, f, i);
		lg_file_free(f);
		lg_pool_free(&pool);
	}
	return z;
}

void zone_uses_free(struct zone_uses *z)
{
	uses_free(z->uses);
	lg_vec_free(&z->headers);
	lg_pool_free(&z->pool);
	memset(z, 0, sizeof(*z));
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

/* Does ABI header @path of the state after the change define a string that
 * policy says goes into the array of a struct? */
static bool defines_held(struct pair *p, const char *path)
{
	struct lg_pool pool = { NULL };
	struct lg_file *f = code(&pool, &p->after, path);
	bool held = false;

	for (size_t i = 0; i < f->macros.n && !held; i++)
		for (size_t k = 0; k < p->policy->holds.n && !held; k++)
			held = lg_matches_any(&p->policy->holds.v[k].macros,
					      f->macros.v[i]->name);
	lg_file_free(f);
	lg_pool_free(&pool);
	return held;
}

/* Does ABI header @path declare such an array? */
static bool declares_holder(struct pair *p, const char *path)
{
	struct lg_pool pool = { NULL };
	struct lg_file *f = code(&pool, &p->after, path);
	bool holder = false;

	for (size_t k = 0; k < p->policy->holds.n && !holder; k++)
		holder = strstr(f->code, lg_printf(&pool, "struct %s {",
					p->policy->holds.v[k].tag));
	lg_file_free(f);
	lg_pool_free(&pool);
	return holder;
}

/* A string is held against the array that it goes into, which stands in another
 * ABI header: that one is looked at, too. */
static void enter_holders(struct pair *p)
{
	struct zone_uses *zone = NULL;

	for (size_t i = 0; i < p->changes.v.n && !zone; i++) {
		const struct change *c = &p->changes.v.v[i];

		if (c->has && scan_abi_header(p->policy, c->path) &&
		    !matters_brought(p, c) && defines_held(p, c->path))
			zone = used_in(p);
	}
	for (size_t i = 0; zone && i < zone->headers.n; i++)
		if (declares_holder(p, zone->headers.v[i]))
			enter_text(&p->scan, &p->after, lg_strdup(&p->pool,
						zone->headers.v[i]));
}

/* Enters the ABI headers whose layout a changed header may change. */
static void enter_affected(struct pair *p)
{
	struct zone_uses *zone = NULL;
	bool *hit = NULL;

	for (size_t i = 0; i < p->changes.v.n; i++) {
		struct change *c = &p->changes.v.v[i];

		if (!is_header(c) || matters_brought(p, c))
			continue;
		if (!zone) {
			zone = used_in(p);
			hit = lg_alloc(&p->pool, zone->headers.n + 1);
		}
		c->matters |= mark(zone->uses, &p->after, c->path, hit);
		c->matters |= mark(zone->uses, &p->parents.v[0], c->from, hit);
	}
	for (size_t i = 0; zone && i < zone->headers.n; i++)
		if (hit[i])
			enter_text(&p->scan, &p->after, lg_strdup(&p->pool,
						zone->headers.v[i]));
}

bool matters_deleted(struct pair *p, const struct change *c)
{
	return c->had && !c->has && !c->link &&
	       scan_abi_header(p->policy, c->from) &&
	       !matters_brought(p, c);
}

/* The structs of an ABI header that is deleted may stand in another one now,
 * the version that governs them may stay in a third, and who included it may
 * not compile any more: all that are left are looked at. */
static void enter_left(struct pair *p)
{
	struct zone_uses *zone = NULL;

	for (size_t i = 0; i < p->changes.v.n; i++) {
		if (!matters_deleted(p, &p->changes.v.v[i]))
			continue;
		p->changes.v.v[i].matters = p->deletes = true;
		zone = used_in(p);
	}
	for (size_t i = 0; zone && i < zone->headers.n; i++)
		enter_text(&p->scan, &p->after, lg_strdup(&p->pool,
						zone->headers.v[i]));
}

/* ------------------------------------------------------------ documentation */

/* Does @text speak of a zone's headers? */
static bool speaks_of_zones(const struct pair *p, const char *text)
{
	struct lg_pool pool = { NULL };
	bool speaks = false;

	for (size_t i = 0; text && i < p->policy->zones.n && !speaks; i++)
		speaks = p->policy->zones.v[i].kind == LG_ZONE_VERSIONED &&
			 strstr(text, stage_literal(&pool,
					p->policy->zones.v[i].dir));
	lg_pool_free(&pool);
	return speaks;
}

static bool rst_speaks(struct pair *p, struct snapshot *s,
		       const char *path)
{
	struct lg_pool pool = { NULL };
	size_t bytes = 0;
	bool speaks = speaks_of_zones(p, snapshot_read(&pool, s, path, &bytes));

	lg_pool_free(&pool);
	return speaks;
}

/* An ABI header that is new, or has a new name, has to be found in an .rst and
 * in MAINTAINERS. */
static bool needs_place(const struct pair *p, const struct change *c)
{
	return c->has && scan_abi_header(p->policy, c->path) &&
	       (!c->had || strcmp(c->from, c->path));
}

/* True: ABI headers' places in the documentation have to be looked at. */
static bool enter_docs(struct pair *p, const struct change *c)
{
	bool speaks = false;

	if (needs_place(p, c)) {
		p->docs = p->maintainers = speaks = true;
	} else if (!strcmp(c->path, "MAINTAINERS")) {
		p->maintainers = speaks = true;
	} else if (is_rst(c->path) || is_rst(c->from)) {
		speaks = rst_speaks(p, &p->after, c->path) ||
			 rst_speaks(p, &p->parents.v[0], c->from);
		p->docs |= speaks;
	}
	return speaks;
}

void matters_docs(struct pair *p, struct snapshot *s,
		  lg_strings *texts)
{
	lg_strings all = { NULL, 0, 0 };

	if (p->maintainers)
		lg_vec_push(texts, "MAINTAINERS");
	if (p->docs)
		snapshot_list(&p->pool, s, "Documentation/", true, ".rst",
			      &all);
	for (size_t i = 0; i < all.n; i++)
		if (rst_speaks(p, s, all.v[i]))
			lg_vec_push(texts, all.v[i]);
	lg_vec_free(&all);
}

/* --------------------------------------------------------------------- all */

bool matters_left_zone(struct pair *p, const struct change *c)
{
	return c->had && matters_by_name(c) &&
	       scan_abi_header(p->policy, c->from) &&
	       !scan_abi_header(p->policy, c->path) &&
	       !entered(&p->scan, c->path) && !matters_brought(p, c);
}

bool matters_zone_link(struct pair *p, const struct change *c)
{
	struct lg_pool pool = { NULL };
	bool in_zone = c->link && (scan_abi_header(p->policy, c->path) ||
		scan_abi_header(p->policy, lg_printf(&pool, "%s/x.h",
						     c->path)));

	lg_pool_free(&pool);
	return in_zone;
}

/* True: what @c makes of an ABI header cannot be checked. */
static bool enter_outsider(struct pair *p, const struct change *c)
{
	bool outside = matters_left_zone(p, c) || matters_zone_link(p, c);

	p->outsiders |= outside;
	return outside;
}

void matters_select(struct pair *p)
{
	for (size_t i = 0; i < p->changes.v.n; i++) {
		struct change *c = &p->changes.v.v[i];

		if (matters_brought(p, c))
			continue;
		if (matters_by_name(c))
			enter_text(&p->scan, &p->after, c->path);
		c->matters = enter_docs(p, c);
		c->matters |= entered(&p->scan, c->path);
		c->matters |= enter_outsider(p, c);
	}
	enter_affected(p);
	enter_holders(p);
	enter_left(p);
}

void matters_before(struct pair *p, struct snapshot *before,
		    struct scan *s)
{
	for (size_t i = 0; i < p->scan.found.n; i++) {
		const char *path = p->scan.found.v[i].path;
		const struct change *c = change_of(&p->changes, path);

		/* names of HEAD; a branch that is merged may have made them */
		if (c && (before == &p->parents.v[0] ||
			  !snapshot_has(before, path)))
			path = c->from;
		enter_text(s, before, path);
	}
	/* a struct may have come from a file that is gone, or no longer
	 * matters */
	for (size_t i = 0; i < p->changes.v.n; i++)
		if (p->changes.v.v[i].had && is_source(p->changes.v.v[i].from))
			enter_text(s, before, p->changes.v.v[i].from);
}
