// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * finding.c - findings: their order, what makes two the same, and which ones
 * policy accepts.
 */
#include <fnmatch.h>

#include "luoguard.h"

const char *const lg_severity_name[] = { "note", "warning", "error" };

struct lg_finding *lg_findings_add(struct lg_findings *fs)
{
	struct lg_finding *f = lg_new(&fs->pool, struct lg_finding);

	lg_vec_push(&fs->v, f);
	return f;
}

void lg_findings_free(struct lg_findings *fs)
{
	for (size_t i = 0; i < fs->v.n; i++) {
		lg_vec_free(&fs->v.v[i]->notes);
		lg_vec_free(&fs->v.v[i]->inserts);
		lg_vec_free(&fs->v.v[i]->replaces);
	}
	lg_vec_free(&fs->v);
	lg_pool_free(&fs->pool);
}

/*
 * Chains @s and a byte that no string holds in the middle: without it "ab",
 * "c" would hash like "a", "bc". NULL differs from "" neither in a printed
 * finding nor here.
 */
static uint64_t hash_part(uint64_t seed, const char *s)
{
	seed = lg_hash(seed, s ? s : "");
	return seed * 0x100000001b3ULL;	/* FNV-1a of a NUL byte */
}

static uint64_t hash_number(uint64_t seed, unsigned int n)
{
	char digits[16];

	snprintf(digits, sizeof(digits), "%u", n);
	return hash_part(seed, digits);
}

/* The line is no part of it: a finding stays the same one when code moves. */
static uint64_t fingerprint(const struct lg_finding *f)
{
	uint64_t h = hash_part(LG_HASH_SEED, f->rule);

	h = hash_part(h, f->tag);
	h = hash_part(h, f->member);
	return lg_hash(h, f->loc.file ? f->loc.file : "");
}

void lg_finding_set_fingerprint(struct lg_finding *f)
{
	snprintf(f->fingerprint, sizeof(f->fingerprint), "%016llx",
		 (unsigned long long)fingerprint(f));
}

void lg_finding_key(const struct lg_finding *f, char key[17])
{
	uint64_t h = hash_part(LG_HASH_SEED, f->fingerprint);

	h = hash_part(h, f->loc.file);
	h = hash_number(h, f->loc.line);
	h = hash_number(h, f->loc.column);
	h = hash_part(h, f->message);
	snprintf(key, 17, "%016llx", (unsigned long long)h);
}

static int compare_strings(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int compare_numbers(unsigned int a, unsigned int b)
{
	return (a > b) - (a < b);
}

static int compare(const void *pa, const void *pb)
{
	const struct lg_finding *a = *(const struct lg_finding *const *)pa;
	const struct lg_finding *b = *(const struct lg_finding *const *)pb;
	int d = compare_strings(a->loc.file, b->loc.file);

	if (!d)
		d = compare_numbers(a->loc.line, b->loc.line);
	if (!d)
		d = compare_numbers(a->loc.column, b->loc.column);
	if (!d)
		d = compare_strings(a->rule, b->rule);
	/* The rest makes the order, and so the output, the same every time. */
	if (!d)
		d = compare_strings(a->tag, b->tag);
	if (!d)
		d = compare_strings(a->member, b->member);
	if (!d)
		d = compare_strings(a->message, b->message);
	return d;
}

void lg_findings_sort(struct lg_findings *fs)
{
	size_t kept = 0;

	if (!fs->v.n)
		return;
	qsort(fs->v.v, fs->v.n, sizeof(fs->v.v[0]), compare);
	for (size_t i = 0; i < fs->v.n; i++) {
		struct lg_finding *f = fs->v.v[i];

		if (kept && compare(&fs->v.v[kept - 1], &f) == 0) {
			lg_vec_free(&f->notes);
			lg_vec_free(&f->inserts);
			lg_vec_free(&f->replaces);
		} else {
			fs->v.v[kept++] = f;
		}
	}
	fs->v.n = kept;
}

/* NULL in an exception accepts any; a NULL in the finding is no match. */
static bool accepts_part(const char *pattern, const char *s)
{
	return !pattern || (s && fnmatch(pattern, s, 0) == 0);
}

bool lg_exception_accepts(const struct lg_exception *e, const char *rule,
			  const char *tag, const char *member,
			  const char *file)
{
	return strcmp(e->rule, rule) == 0 && accepts_part(e->tag, tag) &&
	       accepts_part(e->member, member) &&
	       (!e->file || (file && lg_path_under(file, e->file)));
}

void lg_findings_accept(struct lg_findings *fs, struct lg_policy *policy)
{
	for (size_t i = 0; i < fs->v.n; i++) {
		struct lg_finding *f = fs->v.v[i];

		f->accepted = NULL;
		for (size_t j = 0; j < policy->exceptions.n; j++) {
			struct lg_exception *e = &policy->exceptions.v[j];

			if (!lg_exception_accepts(e, f->rule, f->tag,
						  f->member, f->loc.file))
				continue;
			/* Every one that matches is of use, not only the
			 * first: none of them is stale. */
			e->used = true;
			if (!f->accepted)
				f->accepted = e;
		}
	}
}

size_t lg_findings_count(const struct lg_findings *fs, enum lg_severity s)
{
	size_t n = 0;

	for (size_t i = 0; i < fs->v.n; i++)
		n += fs->v.v[i]->severity >= s && !fs->v.v[i]->accepted;
	return n;
}
