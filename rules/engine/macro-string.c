// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * macro-string.c - the string that a macro expands to.
 *
 * A compatible string is the version of a contract, so luoguard has to know
 * its value even where it is composed of others. Only what composes strings
 * is understood; anything else is no string:
 *
 *	string  = piece { piece }
 *	piece   = "literal" | "(" string ")"
 *		| NAME				an object-like macro
 *		| NAME "(" args ")"		a function-like one
 *		| param				its argument, or "<param>"
 *		| "#" param			its argument's text, or "<param>"
 *		| "__stringify" "(" text ")"	macros in text expanded
 *
 * A macro that is asked for by itself has no arguments yet: its parameters
 * read "<param>" then, as in "liveupdate-test-flb-v<i>".
 */
#include <ctype.h>
#include <strings.h>

#include "luoguard.h"
#include "macro.h"

/* Hostile source must not keep us busy: mainline's need is below 10 of each. */
#define MAX_DEPTH 32
#define MAX_STEPS 4096
#define MAX_BYTES 4096
#define MAX_BODY  16384

/* One macro being expanded: its parameters, and the arguments' text, which
 * is to be read in the frame that calls it. args NULL: asked for by itself. */
struct frame {
	const struct frame *caller;
	const struct lg_macro *macro;
	lg_strings params, args;
	bool called;
	unsigned int depth;
};

struct expand {
	struct lg_facts *facts;
	unsigned int steps;
	unsigned int pieces;
	size_t n;
	char out[MAX_BYTES];
};

static bool eval(struct expand *x, const struct frame *f, const char *p,
		 const char *end);

static bool put(struct expand *x, const char *s, size_t n)
{
	if (n >= sizeof(x->out) - x->n)
		return false;
	memcpy(x->out + x->n, s, n);
	x->n += n;
	x->pieces++;
	return true;
}

static bool put_literal(struct expand *x, const char *p, const char *end)
{
	const char *start = p;

	if (!put(x, "", 0))
		return false;
	for (; p < end; p++) {
		if (*p != '\\' || p + 1 >= end ||
		    (p[1] != '"' && p[1] != '\\'))
			continue;
		if (!put(x, start, (size_t)(p - start)))
			return false;
		start = ++p;
	}
	return put(x, start, (size_t)(end - start));
}

/* Which of the frame's parameters is the word? -1: none. */
static int param_index(const struct frame *f, const char *p, size_t n)
{
	for (size_t i = 0; i < f->params.n; i++)
		if (strlen(f->params.v[i]) == n &&
		    memcmp(f->params.v[i], p, n) == 0)
			return (int)i;
	return -1;
}

static bool put_open_param(struct expand *x, const struct frame *f, int i)
{
	return put(x, "<", 1) &&
	       put(x, f->params.v[i], strlen(f->params.v[i])) &&
	       put(x, ">", 1);
}

/* A parameter among the pieces: @raw for "#param". */
static bool eval_param(struct expand *x, const struct frame *f, int i, bool raw)
{
	const char *arg;

	if (!f->called)
		return put_open_param(x, f, i);
	if ((size_t)i >= f->args.n)
		return false;
	arg = f->args.v[i];
	if (raw)
		return put(x, arg, strlen(arg));
	return eval(x, f->caller, arg, arg + strlen(arg));
}

static bool expanding(const struct frame *f, const struct lg_macro *m)
{
	for (; f; f = f->caller)
		if (f->macro == m)
			return true;
	return false;
}

/* The text inside __stringify(): words that are macros are expanded. */
static bool stringify(struct expand *x, const struct frame *f, const char *p,
		      const char *end, unsigned int depth)
{
	if (depth > MAX_DEPTH || ++x->steps > MAX_STEPS || !put(x, "", 0))
		return false;
	while (p < end) {
		size_t n = lg_macro_word_length(p, end);
		int i = n ? param_index(f, p, n) : -1;
		struct lg_macro *m = NULL;
		bool ok;

		if (n && i < 0)
			m = lg_facts_macro(x->facts,
					   lg_strndup(&x->facts->pool, p, n));
		if (i >= 0 && !f->called)
			ok = put_open_param(x, f, i);
		else if (i >= 0)
			ok = (size_t)i < f->args.n &&
			     stringify(x, f->caller, f->args.v[i],
				       f->args.v[i] + strlen(f->args.v[i]),
				       depth + 1);
		else if (m && !m->params && !expanding(f, m))
			ok = stringify(x, f, m->body,
				       m->body + strlen(m->body), depth + 1);
		else
			ok = put(x, p, n ? n : 1);
		if (!ok)
			return false;
		p += n ? n : 1;
	}
	return true;
}

static bool call(struct expand *x, const struct frame *f,
		 const struct lg_macro *m, const char *args, const char *end)
{
	struct frame in = { f, m, { NULL, 0, 0 }, { NULL, 0, 0 }, true,
			    f->depth + 1 };
	struct lg_pool *pool = &x->facts->pool;
	bool ok;

	if (in.depth > MAX_DEPTH || expanding(f, m))
		return false;
	if (m->params) {
		lg_macro_split(pool, m->params, m->params + strlen(m->params),
			       &in.params);
		lg_macro_split(pool, args, end, &in.args);
	}
	ok = eval(x, &in, m->body, m->body + strlen(m->body));
	lg_vec_free(&in.params);
	lg_vec_free(&in.args);
	return ok;
}

static bool is_stringify(const char *word)
{
	return strcmp(word, "__stringify") == 0 ||
	       strcmp(word, "stringify") == 0;
}

/* The word at *@at and, when it is called, its arguments. */
static bool eval_word(struct expand *x, const struct frame *f, size_t n,
		      const char **at, const char *end)
{
	const char *p = *at, *open, *close = NULL;
	int i = param_index(f, p, n);
	const char *word;
	const struct lg_macro *m;

	*at = p + n;
	if (i >= 0)
		return eval_param(x, f, i, false);
	word = lg_strndup(&x->facts->pool, p, n);
	open = lg_macro_skip_space(p + n, end);
	if (open < end && *open == '(')
		close = lg_macro_closing(open, end);
	if (is_stringify(word)) {
		if (!close)
			return false;
		*at = close + 1;
		return stringify(x, f, open + 1, close, f->depth);
	}
	m = lg_facts_macro(x->facts, word);
	if (!m || !m->body || (m->params && !close))
		return false;
	if (m->params)
		*at = close + 1;
	return call(x, f, m, open + 1, close);
}

static bool eval(struct expand *x, const struct frame *f, const char *p,
		 const char *end)
{
	if (!f || ++x->steps > MAX_STEPS)
		return false;
	for (p = lg_macro_skip_space(p, end); p < end;
	     p = lg_macro_skip_space(p, end)) {
		const char *stop = NULL;
		size_t n = lg_macro_word_length(p, end);
		bool ok = false;

		if (*p == '"') {
			stop = lg_macro_literal_end(p, end);
			ok = stop && put_literal(x, p + 1, stop - 1);
		} else if (*p == '(') {
			stop = lg_macro_closing(p, end);
			ok = stop && eval(x, f, p + 1, stop);
			stop = stop ? stop + 1 : NULL;
		} else if (*p == '#') {
			p = lg_macro_skip_space(p + 1, end);
			n = lg_macro_word_length(p, end);
			stop = p + n;
			ok = n && param_index(f, p, n) >= 0 &&
			     eval_param(x, f, param_index(f, p, n), true);
		} else if (n) {
			stop = p;
			ok = eval_word(x, f, n, &stop, end);
		}
		if (!ok)
			return false;
		p = stop;
	}
	return true;
}

const char *lg_macro_string(struct lg_facts *facts, const struct lg_macro *m)
{
	struct frame f = { NULL, m, { NULL, 0, 0 }, { NULL, 0, 0 }, false, 0 };
	struct expand *x;
	const char *s = NULL;

	if (!m->body || !*m->body || strlen(m->body) > MAX_BODY)
		return NULL;
	x = (struct expand *)calloc(1, sizeof(*x));
	if (!x)
		lg_die("out of memory");
	x->facts = facts;
	if (m->params)
		lg_macro_split(&facts->pool, m->params,
			       m->params + strlen(m->params), &f.params);
	if (eval(x, &f, m->body, m->body + strlen(m->body)) && x->pieces)
		s = lg_strndup(&facts->pool, x->out, x->n);
	lg_vec_free(&f.params);
	free(x);
	return s;
}

bool lg_macro_is_compatible(struct lg_facts *facts, const struct lg_macro *m)
{
	return lg_matches_any(&facts->policy->compatible_macros, m->name) &&
	       lg_macro_string(facts, m);
}

/* Does a version start at @p: "v5", "v<i>", "ver2", "version-3", "rev1"? Of
 * "v4l2" the 4 is part of a name. */
static bool version_at(const char *p)
{
	static const char *const words[] = { "version", "ver", "rev", "v" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i]);

		if (strncasecmp(p, words[i], n) != 0)
			continue;
		p += n;
		if (n > 1 && (*p == '-' || *p == '_' || *p == '.'))
			p++;
		if (*p == '<')
			return true;
		n = strspn(p, "0123456789");
		return n && !isalpha((unsigned char)p[n]);
	}
	return false;
}

bool lg_compatible_versioned(const char *s)
{
	/* Of a composed string, the last part names what is handed over. */
	const char *part = strrchr(s, ';');

	part = part ? part + 1 : s;
	for (const char *p = part; *p; p++)
		if ((p == part || !isalnum((unsigned char)p[-1])) &&
		    version_at(p))
			return true;
	return false;
}
