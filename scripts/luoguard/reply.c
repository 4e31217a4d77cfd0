// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * reply.c - "luoguard review --format=mail": an answer to each patch that has
 * errors or warnings, one behind the other, as an mbox.
 *
 * An answer says the same every time, and has the same Message-Id: who sends it
 * twice has sent one mail. With SOURCE_DATE_EPOCH its date is the same, too.
 */
#include <ctype.h>
#include <time.h>

#include "forms.h"

/* ------------------------------------------------------------------- header */

/* Who git says that we are, as `git send-email` asks it; NULL: nobody. */
static const char *own_name(struct review *r)
{
	static const char *const argv[] = {
		"git", "var", "GIT_AUTHOR_IDENT", NULL
	};
	size_t bytes;
	char *text;

	if (r->identity_asked)
		return r->identity;
	r->identity_asked = true;
	if (!repo_git(&r->pool, &r->repo, argv, NULL, &text, &bytes) &&
	    strchr(text, '>')) {
		strchr(text, '>')[1] = '\0';
		r->identity = text;
	}
	return r->identity;
}

/* The host of "NAME <USER@HOST>"; one that is nobody's. */
static const char *host_of(struct lg_pool *pool, const char *name)
{
	const char *at = name ? strrchr(name, '@') : NULL;
	size_t n = at ? strspn(at + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLM"
			       "NOPQRSTUVWXYZ0123456789.-") : 0;

	return n && at[1 + n] == '>' ? lg_strndup(pool, at + 1, n) :
	       "luoguard.invalid";
}

static const char *new_id(struct lg_pool *pool, const struct patch *p,
			  const char *from, const char *body)
{
	uint64_t of = lg_hash(LG_HASH_SEED, p->message_id ? p->message_id :
			      p->commit ? p->commit : p->subject);

	return lg_printf(pool, "luoguard.%016llx.%016llx@%s",
			 (unsigned long long)of,
			 (unsigned long long)lg_hash(of, body),
			 host_of(pool, from));
}

static long long now(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");

	return epoch && isdigit((unsigned char)*epoch) ?
	       strtoll(epoch, NULL, 10) : (long long)time(NULL);
}

/* "[PATCH 3/7] what it does", as git format-patch calls a commit. */
static const char *subject_of(struct lg_pool *pool,
			      const struct progression *g,
			      const struct patch *p)
{
	if (!p->commit || *p->prefix)
		return *p->prefix ? lg_printf(pool, "[%s] %s", p->prefix,
					      p->subject) : p->subject;
	if (g->total > 1)
		return lg_printf(pool, "[PATCH %zu/%zu] %s", g->patches,
				 g->total, p->subject);
	return lg_printf(pool, "[PATCH] %s", p->subject);
}

/* --------------------------------------------------------------------- body */

/* "On DATE, NAME wrote:" */
static void tell_who(struct output *out, FILE *to, const struct patch *p)
{
	struct lg_pool *pool = &out->pool;
	const char *author = p->author ? p->author : "somebody";
	size_t n = strcspn(author, "<");

	while (n && author[n - 1] == ' ')
		n--;
	if (n > 2 && *author == '"' && author[n - 1] == '"')
		author = lg_strndup(pool, author + 1, n - 2);
	else if (n)
		author = lg_strndup(pool, author, n);
	if (p->date)
		quote_words(to, "On ", "", lg_printf(pool, "%s, %s wrote:",
				p->date + strspn(p->date, " "), author));
	else
		quote_words(to, "", "", lg_printf(pool, "%s wrote:", author));
}

/* What the patch mends, in one sentence. */
static void tell_mended(struct progression *g, FILE *to,
			const struct verdict *v)
{
	struct lg_pool pool = { NULL };
	char *text = NULL;
	size_t bytes;
	FILE *list = v->diff.mended.n ? open_memstream(&text, &bytes) : NULL;

	if (!list)
		return;
	fputs("Thanks for what this patch mends: ", list);
	for (size_t i = 0; i < v->diff.mended.n; i++) {
		const struct lg_finding *f = v->diff.mended.v[i];
		const struct standing *s = standing_of(g, f);

		fprintf(list, "%s%s [%s]%s%s", i ? "; " : "", f->message,
			f->rule, s ? ", which came with " : "",
			s ? patch_public(&pool, s->came_with) : "");
	}
	fputc('.', list);
	if (fclose(list))
		lg_die("out of memory");
	fputc('\n', to);
	quote_words(to, "", "", text);
	free(text);
	lg_pool_free(&pool);
}

/* What reviewers ask of a new struct. */
static void tell_new(struct output *out, FILE *to)
{
	const char *text = out->summary;

	if (!text)
		return;
	fputs("\nFor whoever reviews it, what is new here:\n\n", to);
	while (*text) {
		size_t n = strcspn(text, "\n"), indent = strspn(text, " ");
		const char *front = lg_strndup(&out->pool, text, indent);

		quote_words(to, front, "            ",
			    lg_strndup(&out->pool, text + indent, n - indent));
		text += n + (text[n] == '\n');
	}
}

static void tell_not_checked(struct output *out, FILE *to)
{
	if (!out->missed.n)
		return;
	fputs("\nSomething of it was not checked:\n", to);
	for (size_t i = 0; i < out->missed.n; i++)
		quote_words(to, "* ", "  ", missed_text(out, i));
}

static void tell_rules(struct output *out, FILE *to, const remark_list *list)
{
	const char *text = NULL, *last = "";

	for (size_t k = 0; lg_rules[k]; k++)
		for (size_t i = 0; i < list->n; i++)
			if (!strcmp(list->v[i].f->rule, lg_rules[k]->id) &&
			    strcmp(last, lg_rules[k]->id)) {
				last = lg_rules[k]->id;
				text = lg_printf(&out->pool, "%s%s%s",
						 text ? text : "",
						 text ? ", " : "", last);
			}
	fputc('\n', to);
	quote_words(to, "", "", lg_printf(&out->pool, "In brackets is a rule's "
		"name: \"luoguard explain NAME\" says where it comes from (%s).",
		text));
	fputs("\n-- \nluoguard " LUOGUARD_VERSION "\n", to);
}

/* An answer, until the series' end is known. */
struct reply {
	const struct patch *patch;
	const char *subject;
	char *body;
	LG_VEC(struct request) requests;	/* findings are the series' */
};

static void write_body(struct progression *g, struct reply *reply,
		       struct verdict *v, const remark_list *list)
{
	const struct patch *p = reply->patch;
	struct told told = { v->output, { NULL, 0, 0 }, { NULL, 0, 0 } };
	size_t bytes, i;
	FILE *to = open_memstream(&reply->body, &bytes);

	if (!to)
		lg_die("out of memory");
	tell_who(v->output, to, p);
	quote_patch(to, p->parsed, p->text, list, remark_tell, &told);
	for (i = 0; i < list->n && list->v[i].file; i++)
		;
	if (i < list->n)
		fputs("\nAnd in files that this patch leaves as they are:\n",
		      to);
	for (; i < list->n; i++)
		remark_tell(&told, to, &list->v[i]);
	tell_mended(g, to, v);
	tell_new(v->output, to);
	tell_not_checked(v->output, to);
	tell_rules(v->output, to, list);
	if (fclose(to))
		lg_die("out of memory");
	for (i = 0; i < told.requests.n; i++) {
		struct request r = told.requests.v[i];

		r.f = finding_keep(&g->own, r.f);
		lg_vec_push(&reply->requests, r);
	}
	lg_vec_free(&told.requests);
	lg_vec_free(&told.notes);
}

/* ------------------------------------------------------------------ the end */

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static bool alike(const struct lg_finding *a, const struct lg_finding *b)
{
	return same(a->rule, b->rule) && same(a->tag, b->tag) &&
	       same(a->member, b->member) &&
	       (a->tag || same(a->loc.file, b->loc.file));
}

/* The later patch that mends @f, which came with @p; NULL: it stays, or one
 * that is like it does. Of what drifts, each further change is part of the
 * first one. */
static const struct patch *mended_by(const struct progression *g,
				     const struct patch *p,
				     const struct lg_finding *f)
{
	const struct patch *in = NULL;

	for (size_t i = 0; i < g->standing.n; i++) {
		const struct standing *s = &g->standing.v[i];

		if (!alike(s->f, f) ||
		    (s->came_with != p && !drift_finding(f)))
			continue;
		if (!s->mended_in)
			return NULL;
		in = s->mended_in;
	}
	return in;
}

/* The text of @r, without asking for what the series itself does. */
static char *final_body(const struct progression *g, const struct reply *r)
{
	struct lg_pool pool = { NULL };
	char *text = NULL;
	size_t bytes, at = 0;
	FILE *to = open_memstream(&text, &bytes);

	if (!to)
		lg_die("out of memory");
	for (size_t i = 0; i < r->requests.n; i++) {
		const struct request *q = &r->requests.v[i];
		const struct patch *in = mended_by(g, r->patch, q->f);

		if (!in)
			continue;
		fwrite(r->body + at, 1, q->from - at, to);
		fputc('\n', to);
		quote_words(to, "", "", lg_printf(&pool, "%s mends this.",
						  patch_public(&pool, in)));
		at = q->to;
	}
	fputs(r->body + at, to);
	if (fclose(to))
		lg_die("out of memory");
	lg_pool_free(&pool);
	return text;
}

/* --------------------------------------------------------------------- mbox */

/* As mboxrd has it: what looks like the line between two mails, or was one
 * that was marked so, gets one more ">". */
static void print_mail(FILE *to, const char *text)
{
	const char *end = text + strlen(text);

	fputs("From luoguard Mon Sep 17 00:00:00 2001\n", to);
	for (; text < end; text = line_next(text, end)) {
		const char *next = line_next(text, end);

		if (lg_starts(text + strspn(text, ">"), "From "))
			fputc('>', to);
		fwrite(text, 1, (size_t)(next - text), to);
	}
	fputc('\n', to);
}

/* Is it worth a mail? Notes alone are not, unless they are asked for; nor is a
 * layout that changes under a version which moves later, as it should. */
static bool worth(const struct progression *g, const struct reply *r)
{
	for (size_t i = 0; i < r->requests.n; i++) {
		const struct lg_finding *f = r->requests.v[i].f;

		if ((f->severity > LG_NOTE ||
		     g->review->o.fail_on == LG_NOTE) &&
		    !(drift_finding(f) && mended_by(g, r->patch, f)))
			return true;
	}
	return false;
}

void reply_patch(struct progression *g, const struct patch *p,
		 struct verdict *v)
{
	remark_list list = { NULL, 0, 0 };
	struct reply *r;

	if (!p->parsed)
		return;
	remarks_place(p->parsed, &v->output->findings, &list);
	if (list.n) {
		r = lg_new(&g->own.pool, struct reply);
		r->patch = p;
		r->subject = subject_of(&g->own.pool, g, p);
		write_body(g, r, v, &list);
		lg_vec_push(&g->replies, r);
	}
	lg_vec_free(&list);
}

static void print_reply(struct progression *g, const struct reply *r)
{
	struct output *out = &g->tally->left;
	char *body = final_body(g, r);
	struct answer a;

	memset(&a, 0, sizeof(a));
	a.patch = r->patch;
	a.subject = r->subject;
	a.from = own_name(g->review);
	a.id = new_id(&out->pool, r->patch, a.from, body);
	a.date = now();
	a.body = body;
	print_mail(out->out, mail_answer(&out->pool, &a));
	free(body);
}

void reply_series(struct progression *g)
{
	for (size_t i = 0; i < g->replies.n; i++) {
		struct reply *r = g->replies.v[i];

		if (worth(g, r))
			print_reply(g, r);
		free(r->body);
		lg_vec_free(&r->requests);
	}
	lg_vec_free(&g->replies);
}
