// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * marks-cache.c - what a repository's headers mark private, kept from one
 * commit's hook to the next one's.
 *
 * To read it takes the hook as long as all else that it does where nothing
 * matters, and it hardly ever changes. ~/.cache/luoguard/marks-HASH says, in
 * lines whose fields are separated by one tab:
 *
 *     luoguard marks 1
 *     key KEY             what it was read from: trees, policy and program
 *     m TAG MEMBER OF MARK FILE LINE COLUMN
 *     left FILE           a header that was not read whole
 *     sum HASH            of all above: what is damaged is read anew
 *
 * Who may write there may also write the hook. Nothing of the kernel's tree or
 * its repository is written.
 */
#include <sys/stat.h>

#include "cache.h"
#include "marks.h"

#define MAGIC  "luoguard marks 1"
#define FIELDS 7

char *marks_file(struct lg_pool *pool, const char *name)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	if (!cache || *cache != '/')
		cache = home && *home == '/' && is_directory(home) ?
			lg_printf(pool, "%s/.cache", home) : NULL;
	return cache ? lg_printf(pool, "%s/luoguard/marks-%016llx", cache,
			(unsigned long long)lg_hash(LG_HASH_SEED, name)) : NULL;
}

/* Another program may read headers in another way, and another policy others. */
static char *full_key(struct lg_pool *pool, const struct lg_policy *policy,
		      const char *key)
{
	uint64_t hash = LG_HASH_SEED;
	struct stat st;

	if (stat("/proc/self/exe", &st) == 0)
		hash = lg_stat_hash("", &st);
	for (size_t i = 0; i < policy->private_members.n; i++) {
		const struct lg_private_members *p =
			&policy->private_members.v[i];

		hash = lg_hash(hash, p->headers);
		hash = lg_hash_number(hash, p->only_attribute);
	}
	return lg_printf(pool, "key\t%s-%016llx", key,
			 (unsigned long long)hash);
}

static bool read_member(struct marks *m, char *line)
{
	struct marked k;
	char *f[FIELDS];

	if (!lg_split_tabs(line, f, FIELDS))
		return false;
	memset(&k, 0, sizeof(k));
	k.tag = f[0];
	k.member = f[1];
	k.of = f[2];
	k.mark = *f[3] == 'a' ? LG_MARK_ATTRIBUTE : LG_MARK_COMMENT;
	k.declared.file = f[4];
	k.declared.line = (unsigned int)strtoul(f[5], NULL, 10);
	k.declared.column = (unsigned int)strtoul(f[6], NULL, 10);
	k.policy = lg_policy_private_members(m->policy, f[4]);
	lg_vec_push(&m->v, k);
	return k.policy && k.declared.line;
}

static bool read_line(struct marks *m, char *line)
{
	if (lg_starts(line, "m\t"))
		return read_member(m, line + 2);
	if (!lg_starts(line, "left\t"))
		return false;
	lg_vec_push(&m->left, line + strlen("left\t"));
	return true;
}

static char *sum_of(struct lg_pool *pool, const char *text)
{
	return lg_printf(pool, "sum\t%016llx\n",
			 (unsigned long long)lg_hash(LG_HASH_SEED, text));
}

/* Takes the last line off @text; false: it is not the sum of the others. */
static bool take_sum(struct lg_pool *pool, char *text)
{
	char *last = strstr(text, "\nsum\t");
	const char *sum;

	if (!last)
		return false;
	sum = lg_strdup(pool, ++last);
	*last = '\0';
	return !strcmp(sum, sum_of(pool, text));
}

bool marks_load(struct marks *m, const struct lg_policy *policy,
		const char *file, const char *key)
{
	char *text = lg_read_file(&m->pool, file, NULL), *state = NULL, *line;
	bool good = text && take_sum(&m->pool, text);

	m->policy = policy;
	line = good ? strtok_r(text, "\n", &state) : NULL;
	good = line && !strcmp(line, MAGIC);
	line = good ? strtok_r(NULL, "\n", &state) : NULL;
	good = line && !strcmp(line, full_key(&m->pool, policy, key));
	while (good && (line = strtok_r(NULL, "\n", &state)))
		good = read_line(m, line);
	if (good)
		return true;
	marks_free(m);
	memset(m, 0, sizeof(*m));
	return false;
}

static bool plain(const char *s)
{
	return *s && !strpbrk(s, "\t\n");
}

/* False: a name in it would break the lines. */
static bool write_all(FILE *out, const struct marks *m)
{
	for (size_t i = 0; i < m->v.n; i++) {
		const struct marked *k = &m->v.v[i];

		if (!plain(k->tag) || !plain(k->member) || !plain(k->of) ||
		    !plain(k->declared.file))
			return false;
		fprintf(out, "m\t%s\t%s\t%s\t%s\t%s\t%u\t%u\n", k->tag,
			k->member, k->of,
			k->mark == LG_MARK_ATTRIBUTE ? "attribute" : "comment",
			k->declared.file, k->declared.line,
			k->declared.column);
	}
	for (size_t i = 0; i < m->left.n; i++) {
		if (!plain(m->left.v[i]))
			return false;
		fprintf(out, "left\t%s\n", m->left.v[i]);
	}
	return true;
}

void marks_save(const struct marks *m, const char *file, const char *key)
{
	struct lg_pool pool = { NULL };
	char *made = NULL, *text;
	size_t bytes = 0;
	FILE *out = open_memstream(&made, &bytes);
	bool good = out;

	if (good) {
		fprintf(out, MAGIC "\n%s\n",
			full_key(&pool, m->policy, key));
		good = write_all(out, m);
		good = fclose(out) == 0 && good;
	}
	if (good) {
		text = lg_printf(&pool, "%s%s", made, sum_of(&pool, made));
		directories_make(&pool, file);
		lg_write_file(file, text, strlen(text));
	}
	free(made);
	lg_pool_free(&pool);
}
