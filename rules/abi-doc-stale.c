// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * abi-doc-stale - prose that quotes a version other than the macro's value.
 *
 * What counts, in the comments of an ABI header:
 *     "foo-v3"  'foo-v3'  `foo-v3`  ``foo-v3``  %"foo-v3"
 *         when a zone defines a compatible string that differs in the digits
 *         alone, and none with these digits
 *     FOO_VERSION (2)   FOO_VERSION is 2   FOO_VERSION = 2
 *         when a zone defines FOO_VERSION as another number
 * History is told in old versions, so whatever smells of it is left alone: a
 * sentence with a word as "before" or "changed", a paragraph that quotes the
 * right version too, and all that follows a "Changelog:" line.
 */
#include <ctype.h>

#include "luoguard.h"

#define MAX_QUOTE 128

/* A current version: "foo-v" and "3"; a number's stem is its macro's name. */
struct current {
	const char *stem;	/* without the digits */
	const char *digits;	/* "3", "1.2"; "<i>" any */
	const struct lg_macro *macro;
};
typedef LG_VEC(struct current) currents;

struct prose {
	struct lg_check *c;
	const struct lg_file *f;
	const currents *strings, *numbers;
	const struct lg_comment *k;
	size_t history;		/* byte from which it tells its history */
};

/* ------------------------------------------------------- current versions */

static bool is_word(char ch)
{
	return isalnum((unsigned char)ch) || ch == '_';
}

/* Where the version digits of "foo-v3" begin; 0: it has none. A "v" of its
 * own has to lead them: in "mlx5" the 5 is part of a name. */
static size_t digits_at(const char *s, size_t n)
{
	size_t i = n;

	while (i && (isdigit((unsigned char)s[i - 1]) || s[i - 1] == '.'))
		i--;
	if (i == n || !isdigit((unsigned char)s[i]) || s[n - 1] == '.')
		return 0;
	if (i < 2 || s[i - 1] != 'v' || isalnum((unsigned char)s[i - 2]))
		return 0;
	return i;
}

/* A composed string ("foo-v1;bar-v2") is as many versions as it has parts. */
static void add_string(struct lg_pool *pool, currents *list,
		       const struct lg_macro *m, const char *s)
{
	while (*s) {
		size_t n = strcspn(s, ";"), at = digits_at(s, n);
		const char *open = (const char *)memchr(s, '<', n);
		struct current v = { NULL, "<>", m };

		if (!at && open && open > s && open[-1] == 'v')
			at = (size_t)(open - s);
		else if (at)
			v.digits = lg_strndup(pool, s + at, n - at);
		if (at) {
			v.stem = lg_strndup(pool, s, at);
			lg_vec_push(list, v);
		}
		s += n + (s[n] == ';');
	}
}

/* "3", "(3)", "3U": the number that a version macro stands for. */
static void add_number(struct lg_pool *pool, currents *list,
		       const struct lg_macro *m)
{
	size_t skip = strspn(m->body, "( "), n, rest;
	struct current v = { m->name, NULL, m };

	n = strspn(m->body + skip, "0123456789");
	rest = strspn(m->body + skip + n, "uUlL) ");
	if (!n || m->body[skip + n + rest])
		return;
	v.digits = lg_strndup(pool, m->body + skip, n);
	lg_vec_push(list, v);
}

static void read_versions(struct lg_check *c, currents *strings,
			  currents *numbers)
{
	struct lg_facts *facts = c->facts;

	lg_facts_zone_files(facts);
	for (size_t i = 0; i < facts->files.n; i++) {
		const struct lg_file *f = facts->files.v[i];
		const struct lg_zone *z = lg_policy_zone(facts->policy, f->path);

		if (!z || z->kind != LG_ZONE_VERSIONED)
			continue;
		for (size_t j = 0; j < f->macros.n; j++) {
			const struct lg_macro *m = f->macros.v[j];
			const char *s = NULL;

			if (lg_macro_is_compatible(facts, m))
				s = lg_macro_string(facts, m);
			if (s)
				add_string(&facts->pool, strings, m, s);
			else if (!m->params && lg_matches_any(
				 &facts->policy->version_macros, m->name))
				add_number(&facts->pool, numbers, m);
		}
	}
}

/* The current version with this stem, unless the digits are current, too. */
static const struct current *outdated(const currents *list, const char *stem,
				      size_t n, const char *digits, size_t m)
{
	const struct current *found = NULL;

	for (size_t i = 0; i < list->n; i++) {
		const struct current *v = &list->v[i];

		if (strlen(v->stem) != n || strncmp(v->stem, stem, n))
			continue;
		if (*v->digits == '<' || (strlen(v->digits) == m &&
					  !strncmp(v->digits, digits, m)))
			return NULL;
		if (!found)
			found = v;
	}
	return found;
}

/* ------------------------------------------------------------------- quotes */

/* Does the paragraph around @at quote the current version, too? */
static bool quotes_current(const struct prose *p, size_t at,
			   const struct current *v)
{
	size_t from, to, n = strlen(v->stem), m = strlen(v->digits);

	lg_prose_paragraph(p->f, p->k, at, &from, &to);
	for (; from + n + m <= to; from++)
		if (!strncmp(p->f->text + from, v->stem, n) &&
		    !strncmp(p->f->text + from + n, v->digits, m) &&
		    !is_word(p->f->text[from + n + m]))
			return true;
	return false;
}

static bool is_history(const struct prose *p, size_t at, size_t end,
		       const struct current *v, bool is_string)
{
	return at >= p->history || lg_prose_history(p->f, p->k, at, end) ||
	       (is_string && quotes_current(p, at, v));
}

/* @bytes at @at are what is to be replaced, by @current without its quotes. */
static void report(const struct prose *p, size_t at, size_t bytes,
		   const struct current *v, const char *said,
		   const char *current)
{
	struct lg_pool *pool = &p->c->facts->pool;
	size_t quoted = *current == '"';
	struct lg_check *c = p->c;
	struct lg_finding *f;

	f = lg_report(c, LG_WARNING, lg_file_loc(p->f, at),
		      "this comment says %s, but %s is %s", said,
		      v->macro->name, current);
	f->member = lg_strdup(&c->findings->pool, v->macro->name);
	lg_finding_note(c, f, v->macro->loc, "%s is defined here",
			v->macro->name);
	lg_finding_fix(c, f, "write %s", current);
	lg_finding_replace(c, f, lg_file_loc(p->f, at), (unsigned int)bytes,
			   lg_strndup(pool, current + quoted,
				      strlen(current) - 2 * quoted));
	f->mends = true;
}

/* Text from @at to @end stands between quotes: is a part of it outdated? */
static void check_quoted(const struct prose *p, size_t at, size_t end)
{
	struct lg_pool *pool = &p->c->facts->pool;
	const char *s = p->f->text;

	while (at < end) {
		size_t n = 0, digits;
		const struct current *v = NULL;

		while (at + n < end && s[at + n] != ';')
			n++;
		digits = digits_at(s + at, n);
		if (digits)
			v = outdated(p->strings, s + at, digits,
				     s + at + digits, n - digits);
		if (v && !is_history(p, at, at + n, v, true))
			report(p, at, n, v,
			       lg_printf(pool, "\"%.*s\"", (int)n, s + at),
			       lg_printf(pool, "\"%s%s\"", v->stem,
					 v->digits));
		at += n + 1;
	}
}

/* The length of the word of a compatible string at @at, up to @quote. */
static size_t quoted_length(const struct prose *p, size_t at, char quote)
{
	const char *s = p->f->text;
	size_t n = 0;

	while (at + n < p->k->end && n < MAX_QUOTE && s[at + n] != quote &&
	       (is_word(s[at + n]) || strchr("-.,;:/+@#", s[at + n])))
		n++;
	return at + n < p->k->end && s[at + n] == quote ? n : 0;
}

/* "FOO_VERSION is 2" at the name's end @at: where the number is, or 0. */
static size_t stated_number(const struct prose *p, size_t at)
{
	static const char *const forms[] = {
		"(", "is currently ", "is now ", "is ", "= ", "=",
	};
	const char *s = p->f->text;
	size_t start = at;

	while (at < p->k->end && strchr("`'\"", s[at]))
		at++;
	while (at < p->k->end && (s[at] == ' ' || s[at] == '\t'))
		at++;
	if (at == start && s[at] != '=')
		return 0;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (!strncmp(s + at, forms[i], strlen(forms[i]))) {
			at += strlen(forms[i]);
			return isdigit((unsigned char)s[at]) ? at : 0;
		}
	return 0;
}

/* Behind a number that is a version, the sentence pauses or ends: "is 4 bytes
 * long" speaks of something else. */
static bool number_ends(const struct prose *p, size_t at)
{
	static const char *const words[] = {
		"and ", "as ", "at ", "for ", "in ", "so ", "which ", "now",
		"here", "today",
	};
	const char *s = p->f->text;

	if (is_word(s[at]) || (s[at] == '.' && isdigit((unsigned char)s[at + 1])))
		return false;
	while (at < p->k->end && (s[at] == ' ' || s[at] == '\t' || s[at] == '\r'))
		at++;
	if (at >= p->k->end || strchr(".,;:)\n*", s[at]))
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strncmp(s + at, words[i], strlen(words[i])))
			return true;
	return false;
}

/* The identifier from @at to @end: a version macro with its number said? */
static void check_number(const struct prose *p, size_t at, size_t end)
{
	size_t number = stated_number(p, end), n = 0;
	const char *s = p->f->text, *said;
	const struct current *v;

	if (!number)
		return;
	while (isdigit((unsigned char)s[number + n]))
		n++;
	v = outdated(p->numbers, s + at, end - at, s + number, n);
	if (!v || !number_ends(p, number + n) ||
	    is_history(p, at, number + n, v, false))
		return;
	said = lg_printf(&p->c->facts->pool, "%.*s is %.*s", (int)(end - at),
			 s + at, (int)n, s + number);
	report(p, number, n, v, said, v->digits);
}

static void check_comment(const struct prose *p)
{
	const char *s = p->f->text;
	size_t at = p->k->start;

	while (at < p->k->end) {
		size_t n = 0;

		while (at + n < p->k->end && is_word(s[at + n]))
			n++;
		if (n) {
			check_number(p, at, at + n);
			at += n;
			continue;
		}
		if (s[at] == '"' || s[at] == '\'' || s[at] == '`')
			n = quoted_length(p, at + 1, s[at]);
		if (n)
			check_quoted(p, at + 1, at + 1 + n);
		at++;	/* a macro's name may stand between the quotes */
	}
}

static void check_header(struct lg_check *c, struct lg_file *header)
{
	currents strings = { NULL, 0, 0 }, numbers = { NULL, 0, 0 };

	read_versions(c, &strings, &numbers);
	for (size_t i = 0; i < header->comments.n; i++) {
		const struct lg_comment *k = &header->comments.v[i];
		struct prose p = { c, header, &strings, &numbers, k, 0 };

		p.history = lg_prose_history_start(header, k);
		check_comment(&p);
	}
	lg_vec_free(&strings);
	lg_vec_free(&numbers);
}

const struct lg_rule lg_rule_abi_doc_stale = {
	"abi-doc-stale",
	"prose that quotes a version other than the macro's value",
	LG_WARNING,
	"Whoever writes the other side of a contract reads the header's comment\n"
	"and types in what stands there. A version string is bumped in a hurry,\n"
	"at the end of a series; the comment that quotes it fifty lines above is\n"
	"forgotten. The reader then expects a string that no kernel writes.\n"
	"\n"
	"A comment of an ABI header is compared with the compatible strings of\n"
	"all ABI headers: the same text with other version digits is stale.\n"
	"Sentences that tell history (\"changed from\", \"before\", a changelog)\n"
	"are left alone.",
	"/**\n"
	" * DOC: foo Live Update ABI\n"
	" *\n"
	" * Root node:\n"
	" *   - compatible: \"foo-v3\"\n"
	" */\n"
	"#define FOO_COMPATIBLE \"foo-v4\"\n",
	"/**\n"
	" * DOC: foo Live Update ABI\n"
	" *\n"
	" * Root node:\n"
	" *   - compatible: \"foo-v4\"\n"
	" */\n"
	"#define FOO_COMPATIBLE \"foo-v4\"\n",
	"Write the macro's value, or name the macro instead of its value: then\n"
	"the next bump cannot leave the comment behind.",
	"include/linux/kho/abi/kexec_handover.h of 7.3: its FDT overview says\n"
	"compatible = \"kho-v3\" twice, KHO_FDT_COMPATIBLE is \"kho-v4\".",
	NULL, check_header, NULL, LG_SUBJECT_SERIALIZED, NULL, false,
};
