// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * prose.c - what a comment's prose speaks of: now, or some other time.
 *
 * A version that a comment quotes is only wrong when the sentence claims that
 * it is the one in force. Grammar is out of reach, so a sentence with any of
 * the words in which history, plans and conditions are told is taken to speak
 * of another time: to stay silent once is cheaper than to be wrong once.
 *
 * And whether a sentence says which version governs what: see version.c.
 */
#include <ctype.h>
#include <strings.h>

#include "luoguard.h"

/* No paragraph is longer: a comment of megabytes must not cost its square. */
#define MAX_PARAGRAPH 4096

static bool is_word(char ch)
{
	return isalnum((unsigned char)ch) || ch == '_';
}

static bool line_blank(const struct lg_file *f, size_t at, size_t end)
{
	while (at < end && !is_word(f->text[at]) &&
	       !strchr("\"'`%(<{", f->text[at]))
		at++;
	return at >= end;
}

static size_t line_start(const struct lg_file *f, const struct lg_comment *k,
			 size_t at)
{
	size_t floor = at - k->start > MAX_PARAGRAPH ? at - MAX_PARAGRAPH :
						       k->start;

	while (at > floor && f->text[at - 1] != '\n')
		at--;
	return at;
}

static size_t line_end(const struct lg_file *f, const struct lg_comment *k,
		       size_t at)
{
	size_t ceiling = k->end - at > MAX_PARAGRAPH ? at + MAX_PARAGRAPH :
						       k->end;

	while (at < ceiling && f->text[at] != '\n')
		at++;
	return at;
}

/* The paragraph around @at: lines up to an empty one. */
void lg_prose_paragraph(const struct lg_file *f, const struct lg_comment *k,
			size_t at, size_t *from, size_t *to)
{
	*from = line_start(f, k, at);
	while (*from > k->start && at - *from < MAX_PARAGRAPH) {
		size_t above = line_start(f, k, *from - 1);

		if (line_blank(f, above, *from - 1))
			break;
		*from = above;
	}
	*to = line_end(f, k, at);
	while (*to < k->end && *to - at < MAX_PARAGRAPH) {
		size_t below = line_end(f, k, *to + 1);

		if (line_blank(f, *to + 1, below))
			break;
		*to = below;
	}
}

static bool ends_sentence(const char *s, size_t i, size_t to)
{
	if (strchr(";{}", s[i]))
		return true;
	if (i >= 2 && s[i] == '.' && s[i - 2] == '.')
		return false;	/* "e.g." */
	return (s[i] == '.' || s[i] == '!' || s[i] == '?') &&
	       (i + 1 >= to || isspace((unsigned char)s[i + 1]));
}

/* The sentence around the quote at @at, inside its paragraph. */
static void sentence(const struct lg_file *f, const struct lg_comment *k,
		     size_t at, size_t quote_end, size_t *from, size_t *to)
{
	const char *s = f->text;
	size_t lo, hi, i;

	lg_prose_paragraph(f, k, at, &lo, &hi);
	*from = lo;
	for (i = lo; i < at; i++)
		if (ends_sentence(s, i, at))
			*from = i + 1;
	for (i = quote_end; i < hi && !ends_sentence(s, i, hi); i++)
		;
	*to = i;
}

/* Words of a sentence that does not speak of what is now. */
static const char *const history_words[] = {
	"accept", "accepts", "accepted", "added", "ago", "also", "appeared",
	"backward", "backwards", "became", "becomes", "been", "before",
	"began", "both", "bump", "bumped", "bumping", "called", "change",
	"changed", "changes", "could", "deprecated", "did", "dropped", "e.g",
	"earlier", "earliest", "either", "example", "former", "formerly",
	"future", "had", "historical", "historically", "history", "if",
	"initial", "initially", "instead", "introduced", "lacked", "legacy",
	"longer", "might", "misinterpret", "newer", "not", "obsolete", "old",
	"older", "once", "original", "originally", "past", "predates",
	"previous", "previously", "prior", "refuse", "refuses", "reject",
	"rejected", "rejects", "removed", "renamed", "replace", "replaced",
	"replaces", "since", "started", "still", "successor", "superseded",
	"supersedes", "support", "supported", "supports", "than", "unlike",
	"unsupported", "until", "up", "upgrade", "upgraded", "upgrades",
	"was", "were", "when", "will", "would", "wrote",
};

static bool history_word(const char *s, size_t n)
{
	size_t words = sizeof(history_words) / sizeof(history_words[0]);

	for (size_t i = 0; n && i < words; i++)
		if (strlen(history_words[i]) == n &&
		    !strncasecmp(history_words[i], s, n))
			return true;
	return false;
}

static bool tells_history(const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		size_t len = 0;

		while (i + len < n && (is_word(s[i + len]) ||
				       (len && s[i + len] == '.' &&
					i + len + 1 < n &&
					is_word(s[i + len + 1]))))
			len++;
		if (history_word(s + i, len))
			return true;
		i += len ? len : 1;
	}
	return false;
}

/* A line that is nothing but a heading of history. */
static bool history_heading(const char *s, size_t n)
{
	static const char *const heads[] = {
		"changelog", "change log", "history", "changes", "versions",
		"version history", "revision history", "revisions",
		"abi history", "known versions", "past versions",
	};

	while (n && !is_word(*s)) {
		s++;
		n--;
	}
	while (n && !is_word(s[n - 1]))
		n--;
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (strlen(heads[i]) == n && !strncasecmp(heads[i], s, n))
			return true;
	return false;
}

/* Where the comment begins to tell its history, or its end. */
size_t lg_prose_history_start(const struct lg_file *f,
			      const struct lg_comment *k)
{
	size_t from = k->start;

	while (from < k->end) {
		size_t to = line_end(f, k, from);

		if (history_heading(f->text + from, to - from))
			return to;
		from = to + 1;
	}
	return k->end;
}

bool lg_prose_history(const struct lg_file *f, const struct lg_comment *k,
		      size_t at, size_t end)
{
	const char *s = f->text;
	size_t from, to;

	sentence(f, k, at, end, &from, &to);
	/* What is quoted has no say in it. */
	if (tells_history(s + from, at - from) ||
	    tells_history(s + end, to - end))
		return true;
	while (at > from && (isspace((unsigned char)s[at - 1]) ||
			     strchr("*%\"'`", s[at - 1])))
		at--;
	return at - from >= 4 && !strncasecmp(s + at - 4, "from", 4);
}

/* ------------------------------------------------------- what governs whom */

/* @word is in small letters. Asked 17 times of each sentence of a header, for
 * each of its structs, in every file that includes it. */
static bool contains_word(const char *s, size_t n, const char *word)
{
	size_t k = strlen(word);

	for (size_t i = 0; i + k <= n; i++)
		if ((s[i] | ('a' - 'A')) == *word &&
		    strncasecmp(s + i, word, k) == 0)
			return true;
	return false;
}

bool lg_prose_governs(const char *s, size_t n)
{
	static const char *const yes[] = {
		"update", "bump", "increment", "increas", "versioned",
		"govern", "change", "changing", "new version", "raise",
	};
	static const char *const no[] = {
		"need not", "not need", "needn't", "not necessary",
		"no need", "not versioned", "not govern",
	};

	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		if (contains_word(s, n, no[i]))
			return false;
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		if (contains_word(s, n, yes[i]))
			return true;
	return false;
}

size_t lg_prose_sentence(const char *s)
{
	const char *p;

	for (p = s; *p; p++) {
		const char *next;

		if (*p == '.' && (!p[1] || isspace((unsigned char)p[1])))
			return (size_t)(p + 1 - s);
		if (*p != '\n')
			continue;
		next = p + strspn(p, " \t\n");
		if (*next == '@' ||
		    memchr(p + 1, '\n', (size_t)(next - p - 1)))
			return (size_t)(next - s);
		p = next - 1;
	}
	return (size_t)(p - s);
}
