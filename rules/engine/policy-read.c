// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * policy-read.c - reads a policy file.
 *
 * The format is INI, as inih reads it. Lines that begin with ';' or '#' are
 * comments, and so is what follows a ';' behind white space. An indented line
 * continues the value above it. No line is longer than inih's buffer.
 *
 *     [policy]            only as the first section of a file
 *     replace = yes|no    yes: forget what earlier files said
 *
 *     [zone DIR]          a directory of ABI headers, or one header
 *     kind = versioned|append-only
 *
 *     [owner DIR]         a directory whose structs are private to it
 *     name = TEXT         for messages: "the PCI core"
 *     structs = TAGS      private wherever they are defined
 *
 *     [friend PATH]       a file or directory that may look at private things
 *     owner = DIR         at those of which [owner]
 *     reason = TEXT
 *
 *     [holds TAG.MEMBER]  an array that holds compatible strings
 *     macros = PATTERNS   of which macros
 *
 *     [exception LABEL]   accepts a finding
 *     rule = ID
 *     struct = PATTERN    these three: only where it matches
 *     member = PATTERN
 *     file = PATH         a file, a directory with its slash, or a pattern
 *     reason = TEXT
 *
 *     [names]             patterns of names:
 *     kho-headers =       who includes one uses KHO/LUO
 *     kho-symbols =       who mentions one uses KHO/LUO
 *     ser-names =         structs; weak evidence
 *     version-macros =    macros that hold a version
 *     compatible-macros = macros that hold a compatible string
 *     version-members =   members that hold a version
 *
 *     [types]             patterns of typedefs, and of tags:
 *     fixed =             right in an ABI
 *     loose =             size or meaning changes
 *     internal =          kernel-internal by nature
 *
 *     [stable]
 *     paths = DIRS        whose structs are an ABI by themselves
 *
 *     [rules]
 *     off = IDS           rules that stay silent
 *
 * DIR ends in a slash. PATTERN is a fnmatch(3) pattern; lists are words with
 * white space between. A later file adds to lists, and its section extends an
 * entry of the same name: what it says again, it overrides.
 *
 * Debian's inih does not tell the line of a key and cuts names of sections
 * at 50 bytes. So the reader of lines below counts, and keeps section names.
 */
#include <ctype.h>
#include <errno.h>
#include <ini.h>

#include "luoguard.h"
#include "policy-read.h"

enum value { VALUE_LIST, VALUE_RULES, VALUE_WORD, VALUE_TEXT, VALUE_KIND,
	     VALUE_REPLACE };

struct key {
	const char *section, *name;
	enum value value;
	bool required;
	size_t offset;		/* into the section's entry */
};

#define KEY(section, name, value, required, type, field) \
	{ section, name, value, required, offsetof(struct type, field) }

static const struct key keys[] = {
	{ "policy", "replace", VALUE_REPLACE, false, 0 },
	KEY("zone", "kind", VALUE_KIND, true, lg_zone, kind),
	KEY("owner", "name", VALUE_TEXT, true, lg_owner, name),
	KEY("owner", "structs", VALUE_LIST, false, lg_owner, structs),
	KEY("friend", "owner", VALUE_WORD, true, lg_friend, owner),
	KEY("friend", "reason", VALUE_TEXT, true, lg_friend, reason),
	KEY("holds", "macros", VALUE_LIST, true, lg_holds, macros),
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
	KEY("types", "fixed", VALUE_LIST, false, lg_policy, fixed_types),
	KEY("types", "loose", VALUE_LIST, false, lg_policy, loose_types),
	KEY("types", "internal", VALUE_LIST, false, lg_policy,
	    internal_structs),
	KEY("stable", "paths", VALUE_LIST, false, lg_policy, stable),
	KEY("rules", "off", VALUE_RULES, false, lg_policy, rules_off),
};

#define N_KEYS (sizeof(keys) / sizeof(keys[0]))

struct section {
	const char *head;	/* "friend drivers/xen/pci.c" */
	unsigned int line;
};

struct reader {
	struct lg_policy *policy;
	const char *file;
	const char *at;		/* the text from here on is unread */
	unsigned int line;	/* of the line that inih works on */
	bool indented;		/* that line */
	LG_VEC(struct section) sections;	/* of this file */
	const char *kind;	/* of the open section, "zone"; NULL: none */
	void *entry;		/* what it fills */
	uint64_t seen;		/* its keys, by index */
	char *error;
	unsigned int error_line;
};

/* Keeps the first error. Returns 0: inih's word for a failed handler. */
static int LG_PRINTF(3, 4) fail(struct reader *r, unsigned int line,
				const char *fmt, ...)
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
		return fail(r, r->line, "[zone %s]: a zone is a directory, "
			    "with its closing slash, or a header", dir);
	FIND_OR_ADD(r, &r->policy->zones, lg_zone, dir, dir);
	return 1;
}

static int open_owner(struct reader *r, const char *dir)
{
	if (!lg_ends(dir, "/"))
		return fail(r, r->line, "[owner %s]: an owner is a directory, "
			    "with its closing slash", dir);
	FIND_OR_ADD(r, &r->policy->owners, lg_owner, dir, dir);
	return 1;
}

static int open_friend(struct reader *r, const char *path)
{
	const char *base = strrchr(path, '/');

	base = base ? base + 1 : path;
	if (*base && !strchr(base, '.'))
		return fail(r, r->line, "[friend %s]: neither a file nor a "
			    "directory with its closing slash", path);
	FIND_OR_ADD(r, &r->policy->friends, lg_friend, path, path);
	return 1;
}

static int open_holds(struct reader *r, const char *name)
{
	struct lg_policy *p = r->policy;
	const char *dot = strchr(name, '.');
	const char *tag;
	struct lg_holds h;

	if (!dot || dot == name || !dot[1])
		return fail(r, r->line, "[holds %s]: expected TAG.MEMBER",
			    name);
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
		return fail(r, r->line, "[policy] must be the first section");
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
	{ "holds", true, open_holds },
	{ "exception", true, open_exception },
	{ "names", false, NULL },
	{ "types", false, NULL },
	{ "stable", false, NULL },
	{ "rules", false, NULL },
};

#define N_KINDS (sizeof(kinds) / sizeof(kinds[0]))

static const void *field(const struct reader *r, const struct key *k)
{
	return (const char *)r->entry + k->offset;
}

/* Does the entry say @k, here or in an earlier file? */
static bool key_said(const struct reader *r, const struct key *k)
{
	if (r->seen & (1ULL << (k - keys)))
		return true;
	if (k->value == VALUE_LIST)
		return ((const lg_strings *)field(r, k))->n;
	if (k->value == VALUE_TEXT || k->value == VALUE_WORD)
		return *(const char *const *)field(r, k);
	/* A zone's kind has no empty state: 'versioned' is said or not. */
	return false;
}

/* Closes the open section: what it must say, it has said by now. */
static int close_section(struct reader *r)
{
	const struct section *s;

	if (!r->kind || r->error)
		return !r->error;
	s = &r->sections.v[r->sections.n - 1];
	for (size_t i = 0; i < N_KEYS; i++)
		if (keys[i].required && strcmp(keys[i].section, r->kind) == 0 &&
		    !key_said(r, &keys[i]))
			return fail(r, s->line, "[%s] needs a \"%s\"", s->head,
				    keys[i].name);
	r->kind = NULL;
	return 1;
}

static int open_named(struct reader *r, size_t kind, const char *name)
{
	if (kinds[kind].named && !*name)
		return fail(r, r->line, "[%s] needs a name",
			    kinds[kind].kind);
	if (!kinds[kind].named && *name)
		return fail(r, r->line, "[%s] takes no name",
			    kinds[kind].kind);
	r->kind = kinds[kind].kind;
	r->entry = r->policy;
	r->seen = 0;
	return kinds[kind].open ? kinds[kind].open(r, name) : 1;
}

/* @head: what stands between the brackets. */
static int open_section(struct reader *r, const char *head)
{
	struct section s = { head, r->line };
	size_t n = strcspn(head, " \t");
	const char *name = head + n + strspn(head + n, " \t");

	if (!close_section(r))
		return 0;
	for (size_t i = 0; i < r->sections.n; i++)
		if (strcmp(r->sections.v[i].head, head) == 0)
			return fail(r, r->line,
				    "[%s] stands at line %u already", head,
				    r->sections.v[i].line);
	lg_vec_push(&r->sections, s);
	for (size_t i = 0; i < N_KINDS; i++)
		if (strlen(kinds[i].kind) == n &&
		    strncmp(kinds[i].kind, head, n) == 0)
			return open_named(r, i, name);
	return fail(r, r->line, "unknown section [%s]", head);
}

/* The line of @n bytes at @line begins with '[': opens that section. */
static int read_head(struct reader *r, const char *line, size_t n)
{
	const char *end = (const char *)memchr(line, ']', n);
	const char *rest;
	char *head;

	if (!end)
		return fail(r, r->line, "no ']' behind the section's name");
	for (rest = end + 1; rest < line + n; rest++) {
		if (*rest == ';' || *rest == '#')
			break;
		if (!isspace((unsigned char)*rest))
			return fail(r, r->line,
				    "text behind the section's name");
	}
	for (line++; line < end && isspace((unsigned char)*line); line++)
		;
	while (end > line && isspace((unsigned char)end[-1]))
		end--;
	head = lg_strndup(&r->policy->pool, line, (size_t)(end - line));
	return open_section(r, head);
}

/*
 * inih's fgets(3). Comments are handed over as empty lines: inih would look
 * at each of their bytes.
 */
static char *next_line(char *buf, int room, void *stream)
{
	struct reader *r = (struct reader *)stream;
	const char *line = r->at, *first;
	size_t n = strcspn(line, "\n");

	if (r->error || !*line)
		return NULL;
	r->at += n + (line[n] == '\n');
	r->line++;
	first = line + strspn(line, " \t\r");
	r->indented = first > line;
	if (first >= line + n || *first == ';' || *first == '#')
		return strcpy(buf, "\n");
	if (n + 2 > (size_t)room) {
		fail(r, r->line, "line longer than %d bytes; an indented "
		     "line can continue it", room - 2);
		return NULL;
	}
	if (*line == '[' && !read_head(r, line, n))
		return NULL;
	if (*first == '[' && r->indented && !r->seen) {
		fail(r, r->line, "a section begins at the start of its line");
		return NULL;
	}
	memcpy(buf, line, n);
	strcpy(buf + n, "\n");
	return buf;
}

static int add_words(struct reader *r, const struct key *k, const char *value)
{
	lg_strings *list = (lg_strings *)field(r, k);

	for (;;) {
		size_t n;
		char *word;

		value += strspn(value, " \t\r");
		n = strcspn(value, " \t\r");
		if (!n)
			return 1;
		word = lg_strndup(&r->policy->pool, value, n);
		if (k->value == VALUE_RULES && lg_rules[0] &&
		    !lg_rule_find(word))
			return fail(r, r->line, "unknown rule \"%s\"", word);
		lg_vec_push(list, word);
		value += n;
	}
}

static int set_string(struct reader *r, const struct key *k, const char *value)
{
	struct lg_pool *pool = &r->policy->pool;
	const char **s = (const char **)field(r, k);

	if (r->indented && k->value == VALUE_TEXT) {
		*s = lg_printf(pool, "%s %s", *s, value);
		return 1;
	}
	if (r->indented || (k->value == VALUE_WORD && strpbrk(value, " \t")))
		return fail(r, r->line, "\"%s\" takes one word", k->name);
	if (!*value)
		return fail(r, r->line, "\"%s\" has no value", k->name);
	*s = lg_strdup(pool, value);
	if (r->kind && strcmp(r->kind, "exception") == 0 &&
	    strcmp(k->name, "rule") == 0 && lg_rules[0] &&
	    !lg_rule_find(value))
		return fail(r, r->line, "unknown rule \"%s\"", value);
	return 1;
}

static int set_kind(struct reader *r, const struct key *k, const char *value)
{
	enum lg_zone_kind *kind = (enum lg_zone_kind *)field(r, k);

	if (r->indented || (strcmp(value, "versioned") &&
			    strcmp(value, "append-only")))
		return fail(r, r->line, "\"kind\" is versioned or append-only");
	*kind = strcmp(value, "versioned") ? LG_ZONE_APPEND_ONLY :
					     LG_ZONE_VERSIONED;
	return 1;
}

static int set_replace(struct reader *r, const char *value)
{
	if (r->indented || (strcmp(value, "yes") && strcmp(value, "no")))
		return fail(r, r->line, "\"replace\" is yes or no");
	if (strcmp(value, "yes") == 0)
		lg_policy_forget(r->policy);
	return 1;
}

static int on_key(void *user, const char *section, const char *name,
		  const char *value)
{
	struct reader *r = (struct reader *)user;
	size_t i = 0;

	(void)section;
	if (!r->kind)
		return fail(r, r->line, "\"%s\" stands in no section", name);
	while (i < N_KEYS && (strcmp(keys[i].section, r->kind) ||
			      strcmp(keys[i].name, name)))
		i++;
	if (i == N_KEYS)
		return fail(r, r->line, "unknown key \"%s\" in [%s]", name,
			    r->kind);
	if (!r->indented && (r->seen & (1ULL << i)))
		return fail(r, r->line, "\"%s\" stands in [%s] twice", name,
			    r->kind);
	r->seen |= 1ULL << i;
	switch (keys[i].value) {
	case VALUE_LIST:
	case VALUE_RULES:
		return add_words(r, &keys[i], value);
	case VALUE_WORD:
	case VALUE_TEXT:
		return set_string(r, &keys[i], value);
	case VALUE_KIND:
		return set_kind(r, &keys[i], value);
	case VALUE_REPLACE:
		return set_replace(r, value);
	}
	return 0;
}

/* An owner may follow its friends in the file: looked for at the end. */
static int check_friends(struct reader *r)
{
	const struct lg_policy *p = r->policy;

	for (size_t i = 0; i < p->friends.n; i++) {
		const struct lg_friend *f = &p->friends.v[i];
		unsigned int line = 1;
		size_t j = 0;

		while (j < p->owners.n && strcmp(p->owners.v[j].dir, f->owner))
			j++;
		if (j < p->owners.n)
			continue;
		for (j = 0; j < r->sections.n; j++)
			if (lg_starts(r->sections.v[j].head, "friend") &&
			    lg_ends(r->sections.v[j].head, f->path))
				line = r->sections.v[j].line;
		return fail(r, line, "[friend %s]: there is no [owner %s]",
			    f->path, f->owner);
	}
	return 1;
}

char *lg_policy_read(struct lg_policy *policy, const char *name,
		     const char *text)
{
	struct reader r;
	int line;

	memset(&r, 0, sizeof(r));
	r.policy = policy;
	r.file = lg_strdup(&policy->pool, name);
	r.at = lg_starts(text, "\xef\xbb\xbf") ? text + 3 : text;
	line = ini_parse_stream(next_line, &r, on_key, &r);
	if (line > 0 && (!r.error || (unsigned int)line < r.error_line)) {
		r.error = NULL;
		fail(&r, (unsigned int)line,
		     "expected [SECTION] or KEY = VALUE");
	}
	if (close_section(&r))
		check_friends(&r);
	lg_vec_free(&r.sections);
	return r.error;
}
