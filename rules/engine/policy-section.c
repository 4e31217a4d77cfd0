// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * policy-section.c - the sections of a policy file and their keys, as a table:
 * policy-read.c reads lines and knows none of them by name.
 */
#include "luoguard.h"
#include "policy-read.h"

#define KEY(section, name, value, required, type, field) \
	{ section, name, value, required, offsetof(struct type, field) }

const struct key lg_policy_keys[] = {
	{ "policy", "replace", VALUE_REPLACE, false, 0 },
	KEY("zone", "kind", VALUE_KIND, true, lg_zone, kind),
	KEY("owner", "name", VALUE_TEXT, true, lg_owner, name),
	KEY("owner", "structs", VALUE_LIST, false, lg_owner, structs),
	KEY("owner", "public", VALUE_LIST, false, lg_owner, open_files),
	KEY("owner", "private", VALUE_LIST, false, lg_owner, more_files),
	KEY("owner", "instead", VALUE_TEXT, false, lg_owner, instead),
	KEY("friend", "owner", VALUE_LIST, true, lg_friend, owners),
	KEY("friend", "structs", VALUE_LIST, false, lg_friend, structs),
	KEY("friend", "reason", VALUE_TEXT, true, lg_friend, reason),
	KEY("private-members", "owners", VALUE_LIST, true, lg_private_members,
	    owners),
	KEY("private-members", "only-attribute", VALUE_BOOL, false,
	    lg_private_members, only_attribute),
	KEY("private-members", "instead", VALUE_TEXT, false,
	    lg_private_members, instead),
	KEY("holds", "macros", VALUE_LIST, true, lg_holds, macros),
	KEY("callbacks", "required", VALUE_LIST, false, lg_callbacks, required),
	KEY("callbacks", "before", VALUE_LIST, false, lg_callbacks, before),
	KEY("callbacks", "after", VALUE_LIST, false, lg_callbacks, after),
	KEY("exception", "rule", VALUE_WORD, true, lg_exception, rule),
	KEY("exception", "struct", VALUE_WORD, false, lg_exception, tag),
	KEY("exception", "member", VALUE_WORD, false, lg_exception, member),
	KEY("exception", "file", VALUE_WORD, false, lg_exception, file),
	KEY("exception", "reason", VALUE_TEXT, true, lg_exception, reason),
	KEY("names", "kho-headers", VALUE_LIST, false, lg_policy, kho_headers),
	KEY("names", "kho-symbols", VALUE_LIST, false, lg_policy, kho_symbols),
	KEY("names", "ser-names", VALUE_LIST, false, lg_policy, ser_names),
	KEY("names", "version-macros", VALUE_LIST, false, lg_policy,
	    version_macros),
	KEY("names", "compatible-macros", VALUE_LIST, false, lg_policy,
	    compatible_macros),
	KEY("names", "version-members", VALUE_LIST, false, lg_policy,
	    version_members),
	KEY("names", "private-accessors", VALUE_LIST, false, lg_policy,
	    accessors),
	KEY("types", "fixed", VALUE_LIST, false, lg_policy, fixed_types),
	KEY("types", "loose", VALUE_LIST, false, lg_policy, loose_types),
	KEY("types", "internal", VALUE_LIST, false, lg_policy,
	    internal_structs),
	KEY("flow", "hands-over", VALUE_FLOW, false, lg_policy, flow_hands),
	KEY("flow", "takes-back", VALUE_FLOW, false, lg_policy, flow_takes),
	KEY("flow", "trees", VALUE_TREES, false, lg_policy, flow_trees),
	KEY("flow", "members", VALUE_MEMBERS, false, lg_policy, flow_members),
	KEY("flow", "addresses", VALUE_LIST, false, lg_policy, flow_addresses),
	KEY("flow", "pointers", VALUE_LIST, false, lg_policy, flow_pointers),
	KEY("flow", "pages", VALUE_LIST, false, lg_policy, flow_pages),
	KEY("stable", "paths", VALUE_LIST, false, lg_policy, stable),
	KEY("bytes", "calls", VALUE_LIST, false, lg_policy, byte_calls),
	KEY("drift", "nested-suffices", VALUE_BOOL, false, lg_policy,
	    nested_suffices),
	KEY("rules", "off", VALUE_RULES, false, lg_policy, rules_off),
};

const size_t lg_policy_n_keys =
	sizeof(lg_policy_keys) / sizeof(lg_policy_keys[0]);

int lg_policy_fail(struct reader *r, unsigned int line, const char *fmt, ...)
{
	struct lg_pool *pool = &r->policy->pool;
	va_list ap;

	if (r->error)
		return 0;
	va_start(ap, fmt);
	r->error_line = line;
	r->error = lg_printf(pool, "%s:%u: %s", r->file, line,
			     lg_vprintf(pool, fmt, ap));
	va_end(ap);
	return 0;
}

/* Returns the element of @vec whose @field is @name, made when missing. */
#define FIND_OR_ADD(r, vec, type, field, name)				\
	do {								\
		struct type empty;					\
		size_t i = 0;						\
									\
		while (i < (vec)->n && strcmp((vec)->v[i].field, name))	\
			i++;						\
		if (i == (vec)->n) {					\
			memset(&empty, 0, sizeof(empty));		\
			empty.field = name;				\
			lg_vec_push(vec, empty);			\
		}							\
		(r)->entry = &(vec)->v[i];				\
	} while (0)

static int open_zone(struct reader *r, const char *dir)
{
	if (!lg_ends(dir, "/") && !lg_ends(dir, ".h"))
		return FAIL(r, "[zone %s]: a zone is a directory, with its "
			    "closing slash, or a header", dir);
	FIND_OR_ADD(r, &r->policy->zones, lg_zone, dir, dir);
	return 1;
}

static int open_owner(struct reader *r, const char *dir)
{
	if (!lg_ends(dir, "/"))
		return FAIL(r, "[owner %s]: an owner is a directory, with its "
			    "closing slash", dir);
	FIND_OR_ADD(r, &r->policy->owners, lg_owner, dir, dir);
	return 1;
}

static int open_friend(struct reader *r, const char *path)
{
	const char *base = strrchr(path, '/');

	base = base ? base + 1 : path;
	if (*base && !strchr(base, '.'))
		return FAIL(r, "[friend %s]: neither a file nor a directory "
			    "with its closing slash", path);
	FIND_OR_ADD(r, &r->policy->friends, lg_friend, path, path);
	return 1;
}

static int open_private_members(struct reader *r, const char *headers)
{
	if (!lg_ends(headers, "/") && !lg_ends(headers, ".h"))
		return FAIL(r, "[private-members %s]: neither a header, nor a "
			    "directory with its closing slash", headers);
	FIND_OR_ADD(r, &r->policy->private_members, lg_private_members,
		    headers, headers);
	((struct lg_private_members *)r->entry)->plain =
		strcspn(headers, "*?[\\");
	return 1;
}

static int open_holds(struct reader *r, const char *name)
{
	struct lg_policy *p = r->policy;
	const char *dot = strchr(name, '.');
	const char *tag;
	struct lg_holds h;

	if (!dot || dot == name || !dot[1])
		return FAIL(r, "[holds %s]: expected TAG.MEMBER", name);
	tag = lg_strndup(&p->pool, name, (size_t)(dot - name));
	for (size_t i = 0; i < p->holds.n; i++) {
		if (strcmp(p->holds.v[i].tag, tag) ||
		    strcmp(p->holds.v[i].member, dot + 1))
			continue;
		r->entry = &p->holds.v[i];
		return 1;
	}
	memset(&h, 0, sizeof(h));
	h.tag = tag;
	h.member = dot + 1;
	lg_vec_push(&p->holds, h);
	r->entry = &p->holds.v[p->holds.n - 1];
	return 1;
}

static int open_callbacks(struct reader *r, const char *tag)
{
	FIND_OR_ADD(r, &r->policy->callbacks, lg_callbacks, tag, tag);
	return 1;
}

static int open_exception(struct reader *r, const char *label)
{
	struct lg_exception *e;

	FIND_OR_ADD(r, &r->policy->exceptions, lg_exception, label, label);
	e = (struct lg_exception *)r->entry;
	e->policy_file = r->file;
	e->line = r->line;
	return 1;
}

static int open_policy(struct reader *r, const char *name)
{
	(void)name;
	if (r->sections.n > 1)
		return FAIL(r, "[policy] must be the first section");
	return 1;
}

static const struct {
	const char *kind;
	bool named;		/* [kind NAME] */
	int (*open)(struct reader *r, const char *name); /* NULL: the policy */
} kinds[] = {
	{ "policy", false, open_policy },
	{ "zone", true, open_zone },
	{ "owner", true, open_owner },
	{ "friend", true, open_friend },
	{ "private-members", true, open_private_members },
	{ "holds", true, open_holds },
	{ "callbacks", true, open_callbacks },
	{ "exception", true, open_exception },
	{ "names", false, NULL },
	{ "types", false, NULL },
	{ "flow", false, NULL },
	{ "stable", false, NULL },
	{ "bytes", false, NULL },
	{ "drift", false, NULL },
	{ "rules", false, NULL },
};

#define N_KINDS (sizeof(kinds) / sizeof(kinds[0]))

void *lg_policy_field(const struct reader *r, const struct key *k)
{
	return (char *)r->entry + k->offset;
}

/* Does the entry say @k, here or in an earlier file? */
static bool key_said(const struct reader *r, const struct key *k)
{
	const char *s;

	if (k->value == VALUE_LIST)
		return ((lg_strings *)lg_policy_field(r, k))->n;
	if (k->value != VALUE_TEXT && k->value != VALUE_WORD)
		/* A zone's kind is an enum without an empty value. */
		return r->seen & (1ULL << (k - lg_policy_keys));
	s = *(const char **)lg_policy_field(r, k);
	return s && *s;
}

int lg_policy_close(struct reader *r)
{
	const struct section *s;

	if (!r->kind || r->error)
		return !r->error;
	s = &r->sections.v[r->sections.n - 1];
	for (size_t i = 0; i < lg_policy_n_keys; i++) {
		const struct key *k = &lg_policy_keys[i];

		if (k->required && strcmp(k->section, r->kind) == 0 &&
		    !key_said(r, k))
			return lg_policy_fail(r, s->line,
					      "[%s] needs a \"%s\"", s->head,
					      k->name);
	}
	r->kind = NULL;
	return 1;
}

static int open_named(struct reader *r, size_t kind, const char *name)
{
	if (kinds[kind].named && !*name)
		return FAIL(r, "[%s] needs a name", kinds[kind].kind);
	if (!kinds[kind].named && *name)
		return FAIL(r, "[%s] takes no name", kinds[kind].kind);
	r->kind = kinds[kind].kind;
	r->entry = r->policy;
	r->seen = 0;
	return kinds[kind].open ? kinds[kind].open(r, name) : 1;
}

int lg_policy_open(struct reader *r, const char *head)
{
	struct section s = { head, r->line };
	size_t n = strcspn(head, " \t");
	const char *name = head + n + strspn(head + n, " \t");

	if (!lg_policy_close(r))
		return 0;
	for (size_t i = 0; i < r->sections.n; i++)
		if (strcmp(r->sections.v[i].head, head) == 0)
			return FAIL(r, "[%s] stands at line %u already", head,
				    r->sections.v[i].line);
	lg_vec_push(&r->sections, s);
	for (size_t i = 0; i < N_KINDS; i++)
		if (strlen(kinds[i].kind) == n &&
		    strncmp(kinds[i].kind, head, n) == 0)
			return open_named(r, i, name);
	return FAIL(r, "unknown section [%s]", head);
}
