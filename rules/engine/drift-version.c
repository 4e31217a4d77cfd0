// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * drift-version.c - did the version move that governs?
 */
#include <ctype.h>

#include "luoguard.h"

static const struct lg_contract_version *
in_state(const struct lg_contracts *all, const char *name)
{
	if (!all->machines.n)
		return NULL;
	return lg_contract_version_find(all->machines.v[0], name);
}

/* A version that has another name by now is the one that the other name says. */
static const struct lg_contract_version *
either(const struct lg_contracts *all, const char *first, const char *second)
{
	const struct lg_contract_version *v = in_state(all, first);

	return v ? v : in_state(all, second);
}

static bool differ(const struct lg_contract_version *was,
		   const struct lg_contract_version *is)
{
	return was && is && was->value && is->value &&
	       strcmp(was->value, is->value) != 0;
}

/*
 * Did what governs move from @from to @to? It was called @was and is called @is.
 * A name that @from does not know is the old version's new one. One that it
 * knows governs instead: what the old kernel left says that one's value, so it
 * has to be another by now, or the old one has.
 */
static bool moved(const struct lg_contracts *from,
		  const struct lg_contracts *to, const char *was,
		  const char *is)
{
	const struct lg_contract_version *before = either(from, was, is);
	const struct lg_contract_version *after = either(to, is, was);

	if (was && is && strcmp(was, is) && in_state(from, is))
		return differ(in_state(from, is), in_state(to, is)) ||
		       differ(in_state(from, was), in_state(to, was));
	return differ(before, after) || (!before && after);
}

struct lg_standing lg_version_standing(const struct lg_drift *d,
				       const char *was, const char *is)
{
	const struct lg_contracts *base = d->base ? d->base : d->before;
	const struct lg_contracts *final = d->final ? d->final : d->after;
	struct lg_standing s;

	s.was = either(base, was, is);
	s.is = either(final, is, was);
	s.here = moved(d->before, d->after, was, is);
	s.earlier = moved(base, d->before, was, is);
	s.moved = moved(base, final, was, is);
	return s;
}

/* The version's number in @text: the last one that a letter or nothing but a
 * sign stands in front of, with its length. NULL: none. */
static const char *number(const char *text, size_t *n)
{
	const char *found = NULL;

	for (const char *p = text; *p; p += *p != '\0') {
		size_t k = strspn(p, "0123456789");

		if (!k)
			continue;
		found = p;
		*n = k;
		p += k;
		if (!*p)
			break;
	}
	return found;
}

const char *lg_version_next(struct lg_pool *pool, const char *text)
{
	size_t n = 0;
	const char *at = text ? number(text, &n) : NULL;

	if (!at || n > 9)
		return NULL;
	return lg_printf(pool, "%.*s%lu%s", (int)(at - text), text,
			 strtoul(at, NULL, 10) + 1, at + n);
}

bool lg_version_older(const char *was, const char *is)
{
	size_t n = 0, k = 0;
	const char *a = number(was, &n), *b = number(is, &k);

	return a && b && a - was == b - is &&
	       !strncmp(was, is, (size_t)(a - was)) &&
	       strtoul(b, NULL, 10) < strtoul(a, NULL, 10);
}
