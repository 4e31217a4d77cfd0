// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * maintainers.c - which headers do MAINTAINERS' entries cover?
 *
 * An entry begins with a line that has no "X:" type and ends at an empty
 * line. Read as scripts/get_maintainer.pl reads it:
 *     F:  dir/        everything below dir/
 *     F:  dir         the same, when it is a directory
 *     F:  a/b*.c      "*" is any text, slashes too, "?" one character,
 *                     "[ch]" one of a set; the path has to begin with a
 *                     match, and to have as many slashes as the pattern
 *     F:  a/[**]/b    "**" (here in brackets: C comments) lifts that last
 *                     condition
 *     X:  PATTERN     takes what it matches out of its entry
 *     N:  REGEX       only when it is plain text that the path contains: a
 *                     regular expression says nothing clear about a header
 * An entry that covers the whole tree ("F: *", and the same
 * with a slash) names nobody who looks after a header, so such patterns do
 * not count.
 */
#include <ctype.h>
#include <sys/stat.h>

#include "docs.h"
#include "luoguard.h"

/* How much of @pattern one character @c takes: "?", "[ch]", "[^a-z]", or @c
 * itself; 0 when it does not match. */
static size_t step(const char *pattern, char c)
{
	const char *close = *pattern == '[' ? strchr(pattern + 1, ']') : NULL;
	bool hit = false, negated;

	if (!c)
		return 0;
	if (!close)
		return *pattern == '?' || *pattern == c;
	negated = pattern[1] == '^';
	for (const char *p = pattern + 1 + negated; p < close; p++) {
		if (p[1] == '-' && p + 2 < close) {
			hit |= *p <= c && c <= p[2];
			p += 2;
		} else {
			hit |= *p == c;
		}
	}
	return hit != negated ? (size_t)(close - pattern) + 1 : 0;
}

/* Does @s begin with a match of @pattern? A later "*" that fits makes an
 * earlier one's choice final, so this never goes back further than one. */
static bool prefix_matches(const char *pattern, const char *s)
{
	const char *star = NULL, *resume = NULL;

	while (*pattern) {
		size_t n = 0;

		if (*pattern == '*') {
			star = ++pattern;
			resume = s;
			continue;
		}
		n = step(pattern, *s);
		if (n) {
			pattern += n;
			s++;
		} else if (star && *resume) {
			pattern = star;
			s = ++resume;
		} else {
			return false;
		}
	}
	return true;
}

static size_t slashes(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += *s == '/';
	return n;
}

static bool file_matches(const char *pattern, const char *path)
{
	if (!prefix_matches(pattern, path))
		return false;
	return lg_ends(pattern, "/") || strstr(pattern, "**") ||
	       slashes(pattern) == slashes(path);
}

/* Is REGEX @re plain text, "\." apart, that @path contains? */
static bool regex_names(const char *re, const char *path)
{
	char plain[256];
	size_t n = 0;

	for (; *re && n < sizeof(plain) - 1; re++) {
		if (*re == '\\' && (re[1] == '.' || re[1] == '/'))
			re++;
		else if (!isalnum((unsigned char)*re) && !strchr("_-/", *re))
			return false;
		plain[n++] = *re;
	}
	plain[n] = '\0';
	return n && !*re && strstr(path, plain);
}

static bool entry_covers(const struct lg_index_pattern *p, size_t n,
			 const char *path)
{
	bool covered = false;

	for (size_t i = 0; i < n; i++) {
		if (p[i].type == 'X' && file_matches(p[i].pattern, path))
			return false;
		if (p[i].type == 'F' && file_matches(p[i].pattern, path))
			covered = true;
		if (p[i].type == 'N' && regex_names(p[i].pattern, path))
			covered = true;
	}
	return covered;
}

bool lg_maintainers_cover(const struct lg_index *index, const char *path)
{
	size_t i = 0;

	while (i < index->patterns.n) {
		size_t end = i + 1;

		while (end < index->patterns.n && !index->patterns.v[end].first)
			end++;
		if (entry_covers(&index->patterns.v[i], end - i, path))
			return true;
		i = end;
	}
	return false;
}

static bool catch_all(const char *pattern)
{
	return pattern[strspn(pattern, "*?/.")] == '\0';
}

/* Could @pattern match something in zone @dir? Up to its first wildcard it
 * has to agree with it. */
static bool reaches(const char *pattern, const char *dir)
{
	size_t n = strcspn(pattern, "*?["), m = strcspn(dir, "*?[");

	return strncmp(pattern, dir, n < m ? n : m) == 0;
}

static bool wanted(const struct lg_facts *facts, char type, const char *pattern)
{
	if (type == 'N')
		return regex_names(pattern, pattern) || strchr(pattern, '\\');
	if (catch_all(pattern))
		return type == 'X';
	for (size_t i = 0; i < facts->policy->zones.n; i++)
		if (reaches(pattern, facts->policy->zones.v[i].dir))
			return true;
	return false;
}

/* get_maintainer.pl lets a directory go without its closing slash. */
static const char *with_slash(struct lg_facts *facts, const char *pattern)
{
	struct stat st;

	if (strpbrk(pattern, "*?[") || lg_ends(pattern, "/") ||
	    stat(lg_printf(&facts->pool, "%s/%s", facts->tree, pattern), &st) ||
	    !S_ISDIR(st.st_mode))
		return pattern;
	return lg_printf(&facts->pool, "%s/", pattern);
}

/* "F:	pattern"; @first is taken by the first pattern that is kept. */
static void read_line(struct lg_facts *facts, struct lg_index *index,
		      const char *s, size_t n, bool *first)
{
	struct lg_index_pattern p = { s[0], NULL, false };
	size_t at = 2;

	while (at < n && isspace((unsigned char)s[at]))
		at++;
	while (n > at && isspace((unsigned char)s[n - 1]))
		n--;
	if (at == n)
		return;
	p.pattern = lg_strndup(&facts->pool, s + at, n - at);
	if (!wanted(facts, p.type, p.pattern))
		return;
	if (p.type != 'N')
		p.pattern = with_slash(facts, p.pattern);
	p.first = *first;
	*first = false;
	lg_vec_push(&index->patterns, p);
}

void lg_maintainers_read(struct lg_facts *facts, struct lg_index *index)
{
	struct lg_pool pool = { NULL };
	const char *s = lg_read_source(&pool,
				       lg_printf(&pool, "%s/MAINTAINERS",
						 facts->tree), NULL);
	bool first = true;

	index->has_maintainers = s != NULL;
	while (s && *s) {
		size_t n = strcspn(s, "\n");

		if (n > 2 && s[1] == ':' && strchr("FXN", s[0]))
			read_line(facts, index, s, n, &first);
		else if (!n || *s == '\r' || s[1] != ':')
			first = true;
		s += n + (s[n] == '\n');
	}
	lg_pool_free(&pool);
}
