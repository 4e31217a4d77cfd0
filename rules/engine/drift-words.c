// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * drift-words.c - is a doc another one, or only spelled another way? And two
 * layouts, side by side.
 */
#include <ctype.h>

#include "luoguard.h"

/* -------------------------------------------------------------------- docs */

/* The next word at *@p, without what is no letter or digit; 0: none. */
static size_t word(const char **p)
{
	size_t n = 0;

	while (**p && !isalnum((unsigned char)**p))
		++*p;
	while (isalnum((unsigned char)(*p)[n]))
		n++;
	return n;
}

static bool alike(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

static bool equal(const char *a, size_t n, const char *b, size_t k)
{
	if (n != k)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!alike(a[i], b[i]))
			return false;
	return true;
}

/* Is a letter left out, put in, put in another's place, or two swapped? Numbers
 * and short words mean something else then. */
static bool typo(const char *a, size_t n, const char *b, size_t k)
{
	size_t i = 0;

	if (n > k)
		return typo(b, k, a, n);
	if (n < 5 || k > n + 1)
		return false;
	for (size_t d = 0; d < k; d++)
		if (isdigit((unsigned char)b[d]) ||
		    (d < n && isdigit((unsigned char)a[d])))
			return false;
	while (i < n && alike(a[i], b[i]))
		i++;
	if (n < k)
		return equal(a + i, n - i, b + i + 1, k - i - 1);
	if (i == n || equal(a + i + 1, n - i - 1, b + i + 1, k - i - 1))
		return true;
	return i + 1 < n && alike(a[i], b[i + 1]) && alike(a[i + 1], b[i]) &&
	       equal(a + i + 2, n - i - 2, b + i + 2, k - i - 2);
}

bool lg_doc_same(const char *was, const char *is)
{
	if (!was || !is)
		return was == is;
	for (;;) {
		size_t n = word(&was), k = word(&is);

		if (!n || !k)
			return n == k;
		if (!equal(was, n, is, k) && !typo(was, n, is, k))
			return false;
		was += n;
		is += k;
	}
}

/* ------------------------------------------------------------------ members */

const char *lg_say_element(struct lg_pool *pool,
			   const struct lg_contract_member *m)
{
	return m->kind == LG_BYTES_KHO_POINTER ?
	       lg_printf(pool, "KHO pointer to %s", m->type) : m->type;
}

const char *lg_say_extent(struct lg_pool *pool,
			  const struct lg_contract_member *m)
{
	if (m->bitfield)
		return lg_printf(pool, ":%llu", (unsigned long long)m->bits);
	if (m->flexible)
		return "[]";
	return m->count == 1 ? "" :
	       lg_printf(pool, "[%llu]", (unsigned long long)m->count);
}

/* ----------------------------------------------------------------- pictures */

#define WIDTH 28		/* of the left column, if nothing is longer */

/* "u32 flags" */
static const char *declared(struct lg_pool *pool,
			    const struct lg_contract_member *m)
{
	return lg_printf(pool, "%s %s%s", m->kind == LG_BYTES_KHO_POINTER ?
			 "KHO pointer" : m->type, m->path,
			 lg_say_extent(pool, m));
}

/* "     8  u32 flags", as wide as @width when there is more to come. */
static const char *cell(struct lg_pool *pool,
			const struct lg_contract_member *m, int width)
{
	const char *at = m->bitfield || m->offset % 8 ?
		lg_printf(pool, "%llu.%llu",
			  (unsigned long long)(m->offset / 8),
			  (unsigned long long)(m->offset % 8)) :
		lg_printf(pool, "%llu", (unsigned long long)(m->offset / 8));

	return lg_printf(pool, "%6s  %-*s", at, width, declared(pool, m));
}

static bool same_line(const struct lg_contract_member *a,
		      const struct lg_contract_member *b)
{
	return a && b && a->offset == b->offset && a->bits == b->bits &&
	       a->count == b->count && !strcmp(a->path, b->path) &&
	       !strcmp(a->type, b->type);
}

static char *line(struct lg_pool *pool, char *text, int width,
		  const struct lg_contract_member *a,
		  const struct lg_contract_member *b)
{
	char mark = same_line(a, b) ? ' ' : a && b ? '!' : a ? '-' : '+';
	const char *left = a ? cell(pool, a, width) :
			   lg_printf(pool, "%*s", width + 8, "");
	const char *right = b ? cell(pool, b, 0) : "";

	return lg_printf(pool, "%s%s %c%s\n", text, left, mark, right);
}

/* The member of @s called @path from the @from'th on; NULL: none. */
static const struct lg_contract_member *
find(const struct lg_contract_struct *s, size_t from, const char *path)
{
	for (size_t i = from; i < s->members.n; i++)
		if (!strcmp(s->members.v[i].path, path))
			return &s->members.v[i];
	return NULL;
}

/* How wide the left column is, for the longest of its lines. */
static int column(struct lg_pool *pool, const struct lg_contract_struct *was)
{
	size_t width = WIDTH;

	for (size_t i = 0; i < was->members.n; i++) {
		size_t n = strlen(declared(pool, &was->members.v[i]));

		width = n > width ? n : width;
	}
	return (int)width;
}

char *lg_struct_picture(struct lg_pool *pool, const struct lg_struct_pair *p)
{
	const struct lg_contract_struct *was = p->was, *is = p->is;
	size_t i = 0, k = 0;
	int width = column(pool, was);
	char *text = lg_printf(pool, "%6s  %-*s %s\n", "before", width, "",
			       "   after");

	while (i < was->members.n || k < is->members.n) {
		const struct lg_contract_member *a =
			i < was->members.n ? &was->members.v[i] : NULL;
		const struct lg_contract_member *b =
			k < is->members.n ? &is->members.v[k] : NULL;

		if (a && b && strcmp(a->path, b->path)) {
			if (!find(was, i, b->path))
				a = find(is, k, a->path) ? NULL : a;
			else if (!find(is, k, a->path))
				b = NULL;
		}
		i += a != NULL;
		k += b != NULL;
		text = line(pool, text, width, a, b);
	}
	return lg_printf(pool, "%s%6llu  %-*s  %6llu  (size)\n", text,
			 (unsigned long long)(was->bits / 8), width,
			 "(size)", (unsigned long long)(is->bits / 8));
}
