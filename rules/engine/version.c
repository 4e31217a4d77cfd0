// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * version.c - which version governs a serialized struct.
 *
 * No syntax says so. The kernel's headers say it in prose, by a version
 * member, or by defining only one thing that can be meant. In this order:
 *
 *   1. the struct's own kernel-doc names the macro: "`LUO_ABI_COMPATIBLE`
 *      must be updated";
 *   2. it has a version member, and its header a *_VERSION macro;
 *   3. a DOC: section of its header names the macro, "incrementing the version
 *      number in the MEMFD_LUO_FH_COMPATIBLE string", or a suffix of its own
 *      macros, "the relevant `_COMPATIBLE` string". The macro may live in
 *      another ABI header;
 *   4. its header's own versioned compatible macro, or an unversioned one
 *      with a *_VERSION macro beside it. Of several, the one that shares most
 *      leading words with the struct's tag, else the first.
 *
 * Prose that names a macro which nothing defines governs nothing: whoever
 * follows it has no version to increment.
 */
#include <ctype.h>
#include <strings.h>

#include "luoguard.h"

struct search {
	struct lg_facts *facts;
	const struct lg_struct *s;
	const char *how;
	const char *missing;
	struct lg_version *best;
	int score;
};

/* --------------------------------------------------------------- macros */

static const struct lg_macro *front_end_macro(const struct lg_facts *facts,
					      const char *file,
					      const char *name)
{
	for (size_t i = 0; i < facts->macros.n; i++) {
		const struct lg_macro *m = facts->macros.v[i];

		if (m->loc.file && strcmp(m->loc.file, file) == 0 &&
		    (!name || strcmp(m->name, name) == 0))
			return m;
	}
	return NULL;
}

void lg_file_macros(struct lg_facts *facts, const char *file, lg_macros *list)
{
	const struct lg_file *f = lg_facts_file(facts, file);

	for (size_t i = 0; i < f->macros.n; i++) {
		const struct lg_macro *m = f->macros.v[i];
		const struct lg_macro *fact =
			front_end_macro(facts, file, m->name);

		/* What the compiler took wins over what the text offers. */
		lg_vec_push(list, fact ? fact : m);
	}
	if (f->macros.n)
		return;
	for (size_t i = 0; i < facts->macros.n; i++) {
		const struct lg_macro *m = facts->macros.v[i];

		if (m->loc.file && strcmp(m->loc.file, file) == 0)
			lg_vec_push(list, m);
	}
}

/* A macro that prose names: the zones' and, for code outside them, what the
 * struct's file and the one being compiled include. */
static const struct lg_macro *prose_macro(struct search *q, const char *name)
{
	struct lg_facts *facts = q->facts;
	const struct lg_macro *m = lg_facts_macro(facts, name);

	if (m || q->s->zone)
		return m;
	for (size_t i = 0; i < facts->includes.n; i++) {
		const struct lg_include *in = &facts->includes.v[i];
		const struct lg_file *f;

		if (!in->loc.file ||
		    (strcmp(in->loc.file, q->s->loc.file) != 0 &&
		     (!facts->main_file ||
		      strcmp(in->loc.file, facts->main_file) != 0)))
			continue;
		f = lg_facts_file(facts, in->header);
		for (size_t k = 0; k < f->macros.n; k++)
			if (strcmp(f->macros.v[k]->name, name) == 0)
				return f->macros.v[k];
	}
	return NULL;
}

/* A constant that one can compare: a number, an expression of numbers, a
 * string with a digit, or another macro's. NULL: none of these. */
static const char *version_value(struct lg_facts *facts,
				 const struct lg_macro *m, int depth)
{
	const char *s = m->body;
	const char *string;
	const struct lg_macro *next;

	if (m->params || !s || !*s || depth > 8)
		return NULL;
	string = lg_macro_string(facts, m);
	if (string)
		return strpbrk(string, "0123456789") ? string : NULL;
	if (strpbrk(s, "0123456789") &&
	    s[strspn(s, "0123456789abcdefABCDEFxXuUlL()<>|+* \t")] == '\0')
		return s;
	for (const char *p = s; *p; p++)
		if (!isalnum((unsigned char)*p) && *p != '_')
			return NULL;
	next = lg_facts_macro(facts, s);
	if (next)
		return version_value(facts, next, depth + 1);
	return s;	/* an enumerator: not ours to resolve, but constant */
}

bool lg_macro_is_version(struct lg_facts *facts, const struct lg_macro *m)
{
	return lg_matches_any(&facts->policy->version_macros, m->name) &&
	       version_value(facts, m, 0);
}

/* How many leading words, apart by "_", do @a and @b share, case aside? */
static int common_words(const char *a, const char *b)
{
	int words = 0;

	for (;;) {
		size_t n = strcspn(a, "_"), k = strcspn(b, "_");

		if (n == 0 || n != k || strncasecmp(a, b, n) != 0)
			return words;
		words++;
		a += n + (a[n] == '_');
		b += k + (b[k] == '_');
	}
}

/* The *_VERSION macro of @m's file that shares most words with @m's name. A
 * stranger's only when @m is the one compatible macro there is. */
const struct lg_macro *lg_macro_beside(struct lg_facts *facts,
				       const struct lg_macro *m)
{
	const struct lg_macro *best = NULL;
	lg_macros own = { NULL, 0, 0 };
	size_t compatibles = 0;
	int score = -1;

	if (!m->loc.file)
		return NULL;
	lg_file_macros(facts, m->loc.file, &own);
	for (size_t i = 0; i < own.n; i++) {
		int words = common_words(own.v[i]->name, m->name);

		compatibles += lg_matches_any(&facts->policy->compatible_macros,
					      own.v[i]->name);
		if (words > score && lg_macro_is_version(facts, own.v[i])) {
			best = own.v[i];
			score = words;
		}
	}
	lg_vec_free(&own);
	return score > 0 || compatibles == 1 ? best : NULL;
}

/* ------------------------------------------------------- what can govern */

static const struct lg_member *version_member(const struct lg_facts *facts,
					      const struct lg_struct *s)
{
	for (size_t i = 0; i < s->members.n; i++) {
		const struct lg_member *m = &s->members.v[i];

		if (m->name && !m->array && m->type.kind == LG_TYPE_INT &&
		    lg_matches_any(&facts->policy->version_members, m->name))
			return m;
	}
	return NULL;
}

static struct lg_version *version_new(struct search *q,
				      const struct lg_macro *m,
				      enum lg_version_kind kind,
				      const char *value)
{
	struct lg_version *v = lg_new(&q->facts->pool, struct lg_version);

	v->kind = kind;
	v->macro = m;
	v->value = value;
	v->how = q->how;
	return v;
}

/* What version does @m give, or NULL: it governs nothing. */
static struct lg_version *governs(struct search *q, const struct lg_macro *m)
{
	struct lg_facts *facts = q->facts;
	const char *string = lg_macro_string(facts, m);

	if (lg_macro_is_version(facts, m))
		return version_new(q, m, version_member(facts, q->s) ?
				   LG_VERSION_MEMBER : LG_VERSION_MACRO,
				   version_value(facts, m, 0));
	if (!string)
		return NULL;
	if (lg_compatible_versioned(string))
		return version_new(q, m, LG_VERSION_COMPATIBLE, string);
	if (!lg_macro_is_compatible(facts, m))
		return NULL;
	m = lg_macro_beside(facts, m);
	return m ? version_new(q, m, LG_VERSION_MACRO,
			       version_value(facts, m, 0)) : NULL;
}

static void consider(struct search *q, const struct lg_macro *m)
{
	int words = common_words(m->name, q->s->tag);
	struct lg_version *v;

	if (q->best && words <= q->score)
		return;
	v = governs(q, m);
	if (!v)
		return;
	q->best = v;
	q->score = words;
}

/* ---------------------------------------------------------------- prose */

/* Names that no header of a contract defines, and that versions nothing. */
static bool kernels_own(const char *name)
{
	return strcmp(name, "KERNEL_VERSION") == 0 ||
	       strcmp(name, "LINUX_VERSION") == 0 ||
	       lg_starts(name, "CONFIG_");
}

/* Is it a version, and the struct's by its name? */
static bool related(struct search *q, const struct lg_macro *m)
{
	return common_words(m->name, q->s->tag) && governs(q, m);
}

static void named_suffix(struct search *q, const char *suffix)
{
	lg_macros own = { NULL, 0, 0 };

	bool kin = false;

	lg_file_macros(q->facts, q->s->loc.file, &own);
	for (size_t i = 0; i < own.n; i++)
		kin |= related(q, own.v[i]);
	/* A stranger's suffix is no better than a relative without it. */
	for (size_t i = 0; i < own.n; i++)
		if (lg_ends(own.v[i]->name, suffix) &&
		    (!kin || common_words(own.v[i]->name, q->s->tag)))
			consider(q, own.v[i]);
	lg_vec_free(&own);
}

/* An enumerator is a constant as good as a macro: one whose own value is its
 * name. Only the struct's header may define it. */
static const struct lg_macro *enumerator(struct search *q, const char *name)
{
	const struct lg_file *f = lg_facts_file(q->facts, q->s->loc.file);
	struct lg_macro *m;

	if (!lg_matches_any(&q->facts->policy->version_macros, name) ||
	    !lg_file_mentions(f, name))
		return NULL;
	m = lg_new(&q->facts->pool, struct lg_macro);
	m->name = name;
	m->body = name;
	m->loc = q->s->loc;
	return m;
}

static void named(struct search *q, const char *name)
{
	const struct lg_policy *p = q->facts->policy;
	bool pattern = lg_matches_any(&p->compatible_macros, name) ||
		       lg_matches_any(&p->version_macros, name);
	const struct lg_macro *m;

	if (kernels_own(name))
		return;
	if (*name == '_') {
		if (pattern)
			named_suffix(q, name);
		return;
	}
	m = prose_macro(q, name);
	m = m ? m : enumerator(q, name);
	if (m)
		consider(q, m);
	else if (pattern && !q->missing)
		q->missing = name;
}

/* Every name in capitals, with a "_", of the sentence. */
static void sentence_names(struct search *q, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		size_t k = i;
		bool caps = true, low = false;

		for (; k < n && (isalnum((unsigned char)s[k]) || s[k] == '_');
		     k++) {
			caps = caps && !islower((unsigned char)s[k]);
			low = low || s[k] == '_';
		}
		if (k > i + 2 && caps && low)
			named(q, lg_strndup(&q->facts->pool, s + i, k - i));
		i = k > i ? k : i + 1;
	}
}

/* A macro's name has a "_"; most sentences have none, and need no reading. */
static void prose(struct search *q, const char *text)
{
	while (text && *text) {
		size_t n = lg_prose_sentence(text);

		if (memchr(text, '_', n) && lg_prose_governs(text, n))
			sentence_names(q, text, n);
		text += n ? n : 1;
	}
}

/* ------------------------------------------------------------- the steps */

static bool settled(const struct search *q)
{
	return q->best || q->missing;
}

static void by_own_doc(struct search *q)
{
	const struct lg_doc *doc = lg_struct_doc(q->facts, q->s);

	q->how = "its kernel-doc says so";
	if (doc)
		prose(q, doc->text);
}

static void by_member(struct search *q)
{
	const struct lg_member *m = version_member(q->facts, q->s);
	const struct lg_doc *doc = m ? lg_struct_doc(q->facts, q->s) : NULL;
	const struct lg_doc_param *says =
		doc ? lg_doc_member(doc, m->name) : NULL;
	lg_macros own = { NULL, 0, 0 };

	if (!m)
		return;
	q->how = lg_printf(&q->facts->pool, "its member @%s holds it", m->name);
	lg_file_macros(q->facts, q->s->loc.file, &own);
	for (size_t i = 0; i < own.n; i++) {
		if (!lg_macro_is_version(q->facts, own.v[i]))
			continue;
		consider(q, own.v[i]);
		if (says && says->text && strstr(says->text, own.v[i]->name)) {
			q->best = governs(q, own.v[i]);
			break;
		}
	}
	if (!q->best && says && says->text)
		sentence_names(q, says->text, strlen(says->text));
	lg_vec_free(&own);
}

static void by_header_doc(struct search *q)
{
	struct lg_file *f = lg_facts_file(q->facts, q->s->loc.file);

	if (!f->text)
		return;
	lg_file_read_docs(&q->facts->pool, f);
	for (size_t i = 0; i < f->docs.n; i++) {
		const struct lg_doc *d = f->docs.v[i];

		if (d->kind != LG_DOC_SECTION)
			continue;
		q->how = lg_printf(&q->facts->pool,
				   "the section \"DOC: %s\" of %s says so",
				   d->name ? d->name : "", f->path);
		prose(q, d->text);
	}
}

/*
 * In an ABI header a *_VERSION macro is there for the contract, and so is a
 * string with a version, whatever its macro is called. Elsewhere it may be a
 * driver's own (DRV_VERSION), so it must share the tag's first word.
 */
static void by_header_macros(struct search *q)
{
	lg_macros own = { NULL, 0, 0 };

	q->how = lg_printf(&q->facts->pool, "it is the version in %s",
			   q->s->loc.file);
	lg_file_macros(q->facts, q->s->loc.file, &own);
	for (size_t i = 0; i < own.n; i++)
		if (lg_macro_is_compatible(q->facts, own.v[i]))
			consider(q, own.v[i]);
	for (size_t i = 0; (!q->best || !q->score) && i < own.n; i++)
		if (q->s->zone ||
		    (lg_macro_is_version(q->facts, own.v[i]) &&
		     common_words(own.v[i]->name, q->s->tag)))
			consider(q, own.v[i]);
	lg_vec_free(&own);
}

const struct lg_version *lg_struct_version(struct lg_facts *facts,
					   const struct lg_struct *s,
					   const char **missing)
{
	static void (*const steps[])(struct search *) = {
		by_own_doc, by_member, by_header_doc, by_header_macros,
	};
	struct search q = { facts, s, NULL, NULL, NULL, 0 };
	/* Found once: the cache is no part of the fact. */
	struct lg_struct *cache = (struct lg_struct *)s;

	if (!s->version_known && s->tag && s->loc.file) {
		for (size_t i = 0; i < 4 && !settled(&q); i++)
			steps[i](&q);
		cache->version = q.best;
		cache->version_missing = q.best ? NULL : q.missing;
		cache->version_known = true;
	}
	if (missing)
		*missing = s->version_missing;
	return s->version;
}
