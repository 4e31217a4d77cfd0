// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tell.c - what a series of patches is told like.
 *
 * As text, patch by patch: its name, what it makes worse, what it mends; and
 * behind the last one what becomes of that in the series. The other formats
 * say what the series leaves, but for --terse.
 */
#include "page.h"

const char *patch_short(struct lg_pool *pool, const struct patch *p)
{
	if (p->of)
		return lg_printf(pool, "%u/%u", p->number, p->of);
	if (p->commit)
		return lg_printf(pool, "%.12s", p->commit);
	return p->where;
}

const char *patch_public(struct lg_pool *pool, const struct patch *p)
{
	return p->of || p->commit ? patch_short(pool, p) :
	       lg_printf(pool, "\"%s\"", p->subject);
}

const char *patch_name(struct lg_pool *pool, const struct patch *p)
{
	if (*p->prefix)
		return lg_printf(pool, "[%s] %s", p->prefix, p->subject);
	if (p->commit)
		return lg_printf(pool, "%.12s %s", p->commit, p->subject);
	return *p->subject ? p->subject : p->where;
}

static void tell_heading(struct progression *g, struct output *out,
			 const struct patch *p)
{
	fprintf(out->out, "%s%s%s%s\n", g->tally->headings++ ? "\n" : "",
		out->color ? "\033[01m" : "",
		safe(out, patch_name(&out->pool, p)),
		out->color ? "\033[m" : "");
}

static bool tells(const struct verdict *v)
{
	for (size_t i = 0; i < v->output->findings.v.n; i++)
		if (!v->output->findings.v.v[i]->accepted)
			return true;
	return v->diff.mended.n || v->output->summary;
}

void tell_patch(struct progression *g, const struct patch *p,
		struct verdict *v)
{
	struct output *out = v->output;

	if (out->o->format == FORMAT_TERSE)
		output_findings(out);
	if (out->o->format == FORMAT_MAIL)
		reply_patch(g, p, v);
	if (g->tally->page)
		page_patch(g->tally->page, g, p, v);
	if (out->o->format != FORMAT_TEXT || !tells(v))
		return;
	tell_heading(g, out, p);
	output_findings(out);
	for (size_t i = 0; i < v->diff.mended.n; i++) {
		const struct lg_finding *f = v->diff.mended.v[i];
		const struct standing *s = standing_of(g, f);

		fprintf(out->out, "%s: mended: %s [%s]%s%s\n",
			safe(out, f->loc.file), safe(out, f->message), f->rule,
			s ? ", which came with " : "",
			s ? safe(out, patch_short(&out->pool, s->came_with)) :
			    "");
	}
}

void tell_passed(struct progression *g, const struct patch *p,
		 const char *why)
{
	if (g->tally->page)
		page_pass(g->tally->page, p, why);
}

/* ------------------------------------------------------------------- series */

static void tell_standing(struct output *out, const struct standing *s)
{
	const char *in = s->mended_in ?
			 lg_printf(&out->pool, "mended in %s",
				   patch_short(&out->pool, s->mended_in)) :
			 "stays";

	fprintf(out->out, "  %s, %s: %s: %s: %s [%s]\n",
		safe(out, patch_short(&out->pool, s->came_with)),
		safe(out, in), safe(out, s->f->loc.file),
		lg_severity_name[s->f->severity], safe(out, s->f->message),
		s->f->rule);
}

static void tell_whole(struct progression *g)
{
	struct output *out = &g->tally->left;
	size_t stay = 0;

	for (size_t i = 0; i < g->standing.n; i++)
		stay += !g->standing.v[i].mended_in;
	fprintf(out->out, "\nThe series as a whole brings %zu finding%s; %zu "
		"stay%s\n", g->standing.n, g->standing.n == 1 ? "" : "s",
		stay, stay == 1 ? "s" : "");
	for (size_t i = 0; i < g->standing.n; i++)
		tell_standing(out, &g->standing.v[i]);
}

/* What reviewers ask of a new struct, when all patches are known. */
static void tell_places(struct progression *g)
{
	struct output *out = &g->tally->left;

	fputs("\nStructs that are new in the series:\n", out->out);
	for (size_t i = 0; i < g->places.structs.n; i++) {
		const struct new_struct *s = &g->places.structs.v[i];

		fprintf(out->out, "  %s, which came with %s: %s\n",
			safe(out, s->name), safe(out, s->with),
			safe(out, places_say(&out->pool, &g->places, s->tag)));
	}
}

void tell_series(struct progression *g)
{
	struct output *left = &g->tally->left;

	reply_series(g);
	if (left->o->format == FORMAT_TEXT && g->many && g->places.structs.n)
		tell_places(g);
	if (g->tally->page)
		page_series(g->tally->page, g);
	if (left->o->format == FORMAT_TEXT && g->patches > 1 &&
	    g->standing.n)
		tell_whole(g);
	for (size_t i = 0; i < g->standing.n; i++)
		if (!g->standing.v[i].mended_in)
			finding_keep(&left->findings, g->standing.v[i].f);
}

/* --------------------------------------------------------------------- all */

/* "gcc 12.2.0 (of this, of that), spatch 1.1.1 (2 files)" without what one pair
 * alone was about. */
static const char *without_remarks(struct lg_pool *pool, const char *said)
{
	char *text = lg_strdup(pool, said), *out = text;
	unsigned int deep = 0;

	for (const char *p = text; *p; p++) {
		if (lg_starts(p, " (") || (deep && *p == '('))
			deep++;
		if (!deep)
			*out++ = *p;
		else if (*p == ')')
			deep--;
		else if (lg_starts(p, " ("))
			p++;
	}
	*out = '\0';
	return text;
}

/* What is left at the end is of more than one state: no text is its own. */
static char *no_text(struct lg_pool *pool, void *from, const char *path,
		     size_t *bytes)
{
	(void)pool;
	(void)from;
	(void)path;
	*bytes = 0;
	return NULL;
}

void tally_init(struct tally *t, struct review *r)
{
	memset(t, 0, sizeof(*t));
	output_init(&t->left, &r->o, r->repo.tree);
	t->left.read = no_text;
	t->left.no_build = true;
	t->left.told = r->o.format == FORMAT_TEXT ||
		       r->o.format == FORMAT_TERSE ||
		       r->o.format == FORMAT_MAIL;
}

void tally_engines(struct tally *t, const char *engine, const char *remark)
{
	struct output *all = &t->left;
	struct lg_pool *pool = &all->pool;
	const char *old = all->coverage.engine;

	if (!t->checked && !t->not_checked) {
		all->coverage.engine = engine ? lg_strdup(pool, engine) : NULL;
		all->sparse = lg_strdup(pool, remark);
		return;
	}
	t->several = true;
	engine = engine ? without_remarks(pool, engine) : "";
	old = old ? without_remarks(pool, old) : "";
	all->coverage.engine = strlen(engine) > strlen(old) ? engine : old;
	if (!*all->coverage.engine)
		all->coverage.engine = NULL;
}

/* What a build helped with, of all patches. */
static const char *remark(struct tally *t)
{
	struct lg_pool *pool = &t->left.pool;

	if (!t->left.o->build)
		return "without a build";
	return lg_printf(pool, "%s; the rest without a build",
			 exact_said(pool, t->left.o->build, &t->exact));
}

int tally_finish(struct tally *t)
{
	struct output *all = &t->left;
	const char *said = lg_printf(&all->pool,
		"%zu patch%s: %zu checked, %zu cannot matter, %zu not checked",
		t->patches, t->patches == 1 ? "" : "es", t->checked, t->idle,
		t->not_checked);
	bool named = all->sparse;

	if (named && t->several)
		all->sparse = remark(t);
	if (all->sparse || t->page)
		all->sparse = lg_printf(&all->pool, "%s%s%s", all->sparse ?
					all->sparse : "", all->sparse ? "; " :
					"", said);
	if (t->page)
		page_close(t->page, all);
	if (named)
		return output_finish(all);
	if (all->o->format == FORMAT_SARIF)	/* no file is no report */
		output_findings(all);
	if (all->o->format != FORMAT_TERSE || all->incomplete)
		fprintf(stderr, "luoguard: %s\n", said);
	return all->incomplete ? EXIT_NOT_RUN : EXIT_CLEAN;
}
