// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * macro-expand.c - text with its macros expanded, as the preprocessor would.
 *
 * A front end knows the macros, but not what each stands for: BIT(3) is three
 * macros and a "##" away from a number. Expanded here are object-like and
 * function-like macros, "#" and "##", __VA_ARGS__, and a macro's name that
 * another macro leaves behind to be called. A macro is not expanded within
 * itself.
 */
#include <ctype.h>

#include "luoguard.h"
#include "macro.h"

/* Hostile source must not keep us busy; const_ilog2() needs some thousands. */
#define MAX_DEPTH 64
#define MAX_STEPS 100000
#define MAX_BYTES (256u << 10)

struct text {
	char *v;
	size_t n, cap;
};

/* The macros being expanded, innermost first. */
struct hidden {
	const struct lg_macro *m;
	const struct hidden *next;
	unsigned int depth;
};

struct expand {
	struct lg_facts *facts;
	unsigned int steps;
	bool failed;
};

static void expand(struct expand *x, struct text *out, const char *p,
		   const char *end, const struct hidden *hide);

static void put(struct expand *x, struct text *out, const char *s, size_t n)
{
	if (n > MAX_BYTES - out->n) {
		x->failed = true;
		return;
	}
	while (out->cap - out->n < n + 1)
		out->v = (char *)lg_vec_grow(out->v, &out->cap, 1);
	memcpy(out->v + out->n, s, n);
	out->n += n;
}

static bool is_hidden(const struct hidden *hide, const struct lg_macro *m)
{
	for (; hide; hide = hide->next)
		if (hide->m == m || !strcmp(hide->m->name, m->name))
			return true;
	return false;
}

/* --------------------------------------------------------------- one macro */

struct call {
	const struct lg_macro *m;
	lg_strings params, args;
	const struct hidden *hide;
};

/* The argument for the word of @n bytes at @p; NULL: it is no parameter. */
static const char *argument(struct expand *x, const struct call *c,
			    const char *p, size_t n)
{
	struct lg_pool *pool = &x->facts->pool;
	const char *rest = NULL;

	for (size_t i = 0; i < c->params.n; i++) {
		const char *param = c->params.v[i];

		if (strlen(param) == n && !memcmp(param, p, n))
			return i < c->args.n ? c->args.v[i] : "";
		if (strcmp(param, "...") || n != strlen("__VA_ARGS__") ||
		    memcmp(p, "__VA_ARGS__", n))
			continue;
		for (size_t k = i; k < c->args.n; k++)
			rest = !rest ? c->args.v[k] :
			       lg_printf(pool, "%s, %s", rest, c->args.v[k]);
		return rest ? rest : "";
	}
	return NULL;
}

static void put_quoted(struct expand *x, struct text *out, const char *s)
{
	put(x, out, "\"", 1);
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			put(x, out, "\\", 1);
		put(x, out, s, 1);
	}
	put(x, out, "\"", 1);
}

static bool pastes(const char *p, const char *end)
{
	p = lg_macro_skip_space(p, end);
	return end - p >= 2 && p[0] == '#' && p[1] == '#';
}

/* A word of the body: a parameter is its argument, expanded unless it is
 * pasted to what stands beside it. */
static void put_word(struct expand *x, struct text *out, const struct call *c,
		     const char *p, size_t n, bool raw)
{
	const char *arg = argument(x, c, p, n);

	if (!arg)
		put(x, out, p, n);
	else if (raw)
		put(x, out, arg, strlen(arg));
	else
		expand(x, out, arg, arg + strlen(arg), c->hide);
}

/* What can stand in one piece at @p: a literal, a number, or a byte. */
static size_t piece(const char *p, const char *end)
{
	const char *q = p;

	if (*p == '"' || *p == '\'') {
		q = lg_macro_literal_end(p, end);
		return q ? (size_t)(q - p) : 1;
	}
	if (isdigit((unsigned char)*p))
		while (q < end && (isalnum((unsigned char)*q) || *q == '_' ||
				   *q == '.'))
			q++;
	return q > p ? (size_t)(q - p) : 1;
}

/* "##": what was put last is joined to what comes next. */
static const char *paste(struct text *out, const char *p, const char *end)
{
	while (out->n && isspace((unsigned char)out->v[out->n - 1]))
		out->n--;
	return lg_macro_skip_space(lg_macro_skip_space(p, end) + 2, end);
}

/* The body of @c with its arguments put in. */
static void substitute(struct expand *x, struct text *out, const struct call *c)
{
	const char *p = c->m->body, *end = p + strlen(p), *arg;
	bool raw = false;

	while (p < end && !x->failed) {
		size_t n = lg_macro_word_length(p, end);

		if (pastes(p, end)) {
			p = paste(out, p, end);
			raw = true;
			continue;
		}
		if (*p == '#' && c->m->params) {
			p = lg_macro_skip_space(p + 1, end);
			n = lg_macro_word_length(p, end);
			arg = n ? argument(x, c, p, n) : NULL;
			x->failed |= !arg;
			put_quoted(x, out, arg ? arg : "");
		} else if (n) {
			put_word(x, out, c, p, n, raw || pastes(p + n, end));
		} else {
			n = piece(p, end);
			put(x, out, p, n);
		}
		p += n;
		raw = false;
	}
}

static void put_macro(struct expand *x, struct text *out, const struct call *c)
{
	struct hidden hide = { c->m, c->hide,
			       c->hide ? c->hide->depth + 1 : 1 };
	struct text body = { NULL, 0, 0 };

	if (hide.depth > MAX_DEPTH || ++x->steps > MAX_STEPS)
		x->failed = true;
	if (x->failed)
		return;
	substitute(x, &body, c);
	if (body.v)
		expand(x, out, body.v, body.v + body.n, &hide);
	free(body.v);
}

/* -------------------------------------------------------------------- text */

/* The macro that @m stands for by its name alone, as BIT may for _BITUL. */
static const struct lg_macro *called(struct expand *x, const struct lg_macro *m,
				     const struct hidden *hide)
{
	while (m && !m->params && m->body && *m->body && !is_hidden(hide, m) &&
	       ++x->steps < MAX_STEPS) {
		size_t n = strlen(m->body);
		const struct lg_macro *next;

		if (lg_macro_word_length(m->body, m->body + n) != n)
			break;
		next = lg_facts_macro(x->facts, m->body);
		if (!next)
			break;
		m = next;
	}
	return m;
}

/* The word of @n bytes at @p, and its arguments when it is called; gives what
 * comes behind them. */
static const char *put_name(struct expand *x, struct text *out, const char *p,
			    size_t n, const char *end,
			    const struct hidden *hide)
{
	struct lg_pool *pool = &x->facts->pool;
	struct call c = { NULL, { NULL, 0, 0 }, { NULL, 0, 0 }, hide };
	const char *open = lg_macro_skip_space(p + n, end), *close = NULL;
	const struct lg_macro *m;

	m = lg_facts_macro(x->facts, lg_strndup(pool, p, n));
	if (m && open < end && *open == '(') {
		m = called(x, m, hide);
		if (m->params)
			close = lg_macro_closing(open, end);
	}
	if (!m || !m->body || is_hidden(hide, m) || (m->params && !close)) {
		put(x, out, p, n);
		return p + n;
	}
	c.m = m;
	if (m->params) {
		lg_macro_split(pool, m->params, m->params + strlen(m->params),
			       &c.params);
		lg_macro_split(pool, open + 1, close, &c.args);
	}
	put_macro(x, out, &c);
	lg_vec_free(&c.params);
	lg_vec_free(&c.args);
	return close ? close + 1 : p + n;
}

static void expand(struct expand *x, struct text *out, const char *p,
		   const char *end, const struct hidden *hide)
{
	while (p < end && !x->failed) {
		const char *next = lg_macro_skip_space(p, end);
		size_t n = lg_macro_word_length(next, end);

		if (next > p && out->n && out->v[out->n - 1] != ' ')
			put(x, out, " ", 1);
		p = next;
		if (p == end)
			return;
		if (n) {
			p = put_name(x, out, p, n, end, hide);
			continue;
		}
		n = piece(p, end);
		put(x, out, p, n);
		p += n;
	}
}

const char *lg_macro_expanded(struct lg_facts *facts, const struct lg_macro *m)
{
	struct expand x = { facts, 0, false };
	struct text out = { NULL, 0, 0 };
	const char *s = NULL;

	if (m->params || !m->body)
		return NULL;
	expand(&x, &out, m->body, m->body + strlen(m->body), NULL);
	while (out.n && out.v[out.n - 1] == ' ')
		out.n--;
	if (!x.failed)
		s = lg_strndup(&facts->pool, out.v ? out.v : "", out.n);
	free(out.v);
	return s;
}
