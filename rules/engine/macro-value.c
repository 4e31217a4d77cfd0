// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * macro-value.c - the integer that a macro stands for.
 *
 * A flag's bit or an array's length is part of a contract, and is written as an
 * expression: BIT(0), ALIGN(sizeof(FOO_COMPATIBLE), 8), PAGE_SIZE / 8. Its
 * macros expanded, it is computed as a compiler for a 64-bit kernel does. What
 * cannot be known here (a function's value, an enumerator of another header)
 * is carried along as unknown: it may stand in the arm that is not taken.
 */
#include <ctype.h>

#include "luoguard.h"
#include "macro.h"

#define MAX_DEPTH 200

struct value {
	uint64_t v;
	unsigned int bits;	/* of its type: 32, 64 */
	bool is_unsigned;
	bool known;
};

struct eval {
	struct lg_facts *facts;
	const char *p, *end;
	unsigned int depth;
	bool failed;
};

static struct value conditional(struct eval *e);

static struct value make(uint64_t v, unsigned int bits, bool is_unsigned)
{
	struct value r = { v, bits, is_unsigned, true };

	if (bits < 64) {
		uint64_t mask = (1ULL << bits) - 1;

		r.v &= mask;
		if (!is_unsigned && (r.v >> (bits - 1)))
			r.v |= ~mask;
	}
	if (bits < 32)		/* promoted */
		r.is_unsigned = false;
	r.bits = bits < 32 ? 32 : bits;
	return r;
}

static struct value unknown(void)
{
	struct value r = { 0, 64, false, false };

	return r;
}

static void skip(struct eval *e)
{
	e->p = lg_macro_skip_space(e->p, e->end);
}

/* Takes @word when it comes next, and is no part of a longer operator. */
static bool take(struct eval *e, const char *word)
{
	size_t n = strlen(word);

	skip(e);
	if ((size_t)(e->end - e->p) < n || memcmp(e->p, word, n))
		return false;
	if (n == 1 && e->end - e->p > 1 && strchr("<>&|=!", *word) &&
	    ((e->p[1] == *word && *word != '!') || e->p[1] == '='))
		return false;
	e->p += n;
	return true;
}

static void expect(struct eval *e, const char *word)
{
	if (!take(e, word))
		e->failed = true;
}

/* Behind the parenthesis that closes the one that comes next. */
static const char *behind(struct eval *e)
{
	const char *close;

	skip(e);
	close = e->p < e->end && *e->p == '(' ?
		lg_macro_closing(e->p, e->end) : NULL;
	if (!close) {
		e->failed = true;
		return e->end;
	}
	return close + 1;
}

/* ---------------------------------------------------------------- operands */

static struct value character(struct eval *e)
{
	const char *end = lg_macro_literal_end(e->p, e->end);
	struct value r = unknown();

	if (end && end - e->p == 3)
		r = make((unsigned char)e->p[1], 32, false);
	e->p = end ? end : e->end;
	e->failed |= !end;
	return r;
}

static struct value number(struct eval *e)
{
	char *end;
	uint64_t v = strtoull(e->p, &end, 0);
	bool hex = *e->p == '0', is_unsigned = false;
	unsigned int longs = 0;

	if (lg_starts(e->p, "0b") || lg_starts(e->p, "0B"))
		v = strtoull(e->p + 2, &end, 2);
	for (; end < e->end && strchr("uUlL", *end); end++) {
		is_unsigned |= *end == 'u' || *end == 'U';
		longs += *end == 'l' || *end == 'L';
	}
	if (end < e->end && (isalnum((unsigned char)*end) || *end == '_' ||
			     *end == '.'))
		e->failed = true;
	e->p = end;
	if (!longs && v <= INT32_MAX)
		return make(v, 32, is_unsigned);
	if (!longs && v <= UINT32_MAX && (is_unsigned || hex))
		return make(v, 32, true);
	return make(v, 64, is_unsigned || v > INT64_MAX);
}

static struct value size_of(struct eval *e)
{
	const char *end = behind(e), *inner = e->p + 1;
	struct value r = unknown();
	uint64_t size;

	if (e->failed)
		return r;
	if (lg_macro_sizeof(e->facts, inner, end - 1, &size))
		r = make(size, 64, true);
	e->p = end;
	return r;
}

static struct value choose(struct eval *e)
{
	struct value c, a, b;

	expect(e, "(");
	c = conditional(e);
	expect(e, ",");
	a = conditional(e);
	expect(e, ",");
	b = conditional(e);
	expect(e, ")");
	return !c.known ? unknown() : c.v ? a : b;
}

static struct value name(struct eval *e, size_t n)
{
	const char *word = lg_strndup(&e->facts->pool, e->p, n);

	e->p += n;
	if (!strcmp(word, "sizeof"))
		return size_of(e);
	if (!strcmp(word, "__builtin_choose_expr"))
		return choose(e);
	skip(e);
	if (e->p < e->end && *e->p == '(') {
		e->p = behind(e);
		return !strcmp(word, "__builtin_constant_p") ?
		       make(1, 32, false) : unknown();
	}
	if (!strcmp(word, "true") || !strcmp(word, "false"))
		return make(*word == 't', 32, false);
	for (size_t i = 0; i < e->facts->enumerators.n; i++)
		if (!strcmp(e->facts->enumerators.v[i].name, word))
			return make((uint64_t)e->facts->enumerators.v[i].value,
				    64, false);
	return unknown();
}

static struct value convert(struct value v, const struct lg_macro_type *t)
{
	if (!v.known || t->other || !t->bits)
		return v;
	return make(v.v, t->bits, t->is_unsigned);
}

static struct value unary(struct eval *e);

static struct value parenthesis(struct eval *e)
{
	struct lg_macro_type t;
	struct value v;

	if (lg_macro_type(e->facts, &e->p, e->end, &t)) {
		expect(e, ")");
		return e->failed ? unknown() : convert(unary(e), &t);
	}
	v = conditional(e);
	expect(e, ")");
	return v;
}

static struct value operand(struct eval *e)
{
	size_t n = lg_macro_word_length(e->p, e->end);

	if (n)
		return name(e, n);
	if (take(e, "("))
		return parenthesis(e);
	if (e->p < e->end && *e->p == '\'')
		return character(e);
	if (e->p < e->end && isdigit((unsigned char)*e->p))
		return number(e);
	e->failed = true;
	return unknown();
}

static struct value unary(struct eval *e)
{
	struct value v;

	if (e->failed || ++e->depth > MAX_DEPTH) {
		e->failed = true;
		return unknown();
	}
	skip(e);
	if (take(e, "-")) {
		v = unary(e);
		v = v.known ? make(-v.v, v.bits, v.is_unsigned) : v;
	} else if (take(e, "~")) {
		v = unary(e);
		v = v.known ? make(~v.v, v.bits, v.is_unsigned) : v;
	} else if (take(e, "!")) {
		v = unary(e);
		v = v.known ? make(!v.v, 32, false) : v;
	} else if (take(e, "+")) {
		v = unary(e);
	} else {
		v = operand(e);
	}
	e->depth--;
	return v;
}

/* --------------------------------------------------------------- operators */

static const struct {
	const char *word;
	int level;
} operators[] = {	/* the longer ones first */
	{ "<<", 8 }, { ">>", 8 }, { "<=", 7 }, { ">=", 7 }, { "==", 6 },
	{ "!=", 6 }, { "&&", 2 }, { "||", 1 }, { "<", 7 }, { ">", 7 },
	{ "&", 5 }, { "^", 4 }, { "|", 3 }, { "+", 9 }, { "-", 9 },
	{ "*", 10 }, { "/", 10 }, { "%", 10 },
};

static bool less(struct value a, struct value b, bool is_unsigned)
{
	return is_unsigned ? a.v < b.v : (int64_t)a.v < (int64_t)b.v;
}

static struct value divide(struct value a, struct value b, bool is_unsigned,
			   unsigned int bits, bool rest)
{
	int64_t sa = (int64_t)a.v, sb = (int64_t)b.v;

	if (!b.v || (!is_unsigned && sb == -1))
		return unknown();
	if (is_unsigned)
		return make(rest ? a.v % b.v : a.v / b.v, bits, true);
	return make((uint64_t)(rest ? sa % sb : sa / sb), bits, false);
}

static struct value shift(struct value a, struct value b, bool left)
{
	if (b.v >= a.bits)
		return unknown();
	if (left)
		return make(a.v << b.v, a.bits, a.is_unsigned);
	return make(a.is_unsigned ? a.v >> b.v :
		    (uint64_t)((int64_t)a.v >> b.v), a.bits, a.is_unsigned);
}

static struct value apply(const char *op, struct value a, struct value b)
{
	unsigned int bits = a.bits > b.bits ? a.bits : b.bits;
	bool u = (a.is_unsigned && a.bits == bits) ||
		 (b.is_unsigned && b.bits == bits), same = a.v == b.v;

	if (!a.known || !b.known)
		return unknown();
	if (!strcmp(op, "<<") || !strcmp(op, ">>"))
		return shift(a, b, *op == '<');
	if (*op == '/' || *op == '%')
		return divide(a, b, u, bits, *op == '%');
	if (*op == '<')
		return make(less(a, b, u) || (op[1] && same), 32, false);
	if (*op == '>')
		return make(less(b, a, u) || (op[1] && same), 32, false);
	if (op[1] == '=')
		return make(same == (*op == '='), 32, false);
	if (op[1])
		return make(*op == '&' ? a.v && b.v : a.v || b.v, 32, false);
	return make(*op == '&' ? a.v & b.v : *op == '^' ? a.v ^ b.v :
		    *op == '|' ? a.v | b.v : *op == '+' ? a.v + b.v :
		    *op == '-' ? a.v - b.v : a.v * b.v, bits, u);
}

static struct value binary(struct eval *e, int level)
{
	struct value left = unary(e), right;
	size_t i, n = sizeof(operators) / sizeof(operators[0]);

	while (!e->failed) {
		const char *at = e->p;

		for (i = 0; i < n && !take(e, operators[i].word); i++)
			;
		if (i == n || operators[i].level < level) {
			e->p = at;
			return left;
		}
		right = binary(e, operators[i].level + 1);
		left = apply(operators[i].word, left, right);
	}
	return left;
}

static struct value conditional(struct eval *e)
{
	struct value c, a, b;

	if (e->failed || ++e->depth > MAX_DEPTH) {
		e->failed = true;
		return unknown();
	}
	c = binary(e, 1);
	if (take(e, "?")) {
		skip(e);
		a = e->p < e->end && *e->p == ':' ? c : conditional(e);
		expect(e, ":");
		b = conditional(e);
		c = !c.known ? unknown() : c.v ? a : b;
	}
	e->depth--;
	return c;
}

bool lg_macro_value(struct lg_facts *facts, const struct lg_macro *m,
		    int64_t *value)
{
	const char *text = lg_macro_expanded(facts, m);
	struct eval e = { facts, text, text ? text + strlen(text) : NULL, 0,
			  false };
	struct value v;

	if (!text || !*text)
		return false;
	v = conditional(&e);
	skip(&e);
	*value = (int64_t)v.v;
	return !e.failed && v.known && e.p == e.end;
}
