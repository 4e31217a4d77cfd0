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
 *     public = PATHS      headers under DIR that are for everybody
 *     private = PATHS     files elsewhere that are its own, too
 *     instead = TEXT      what others do, in the imperative; for messages
 *
 *     [friend PATH]       a file or directory that may include private headers
 *     owner = DIRS        those of which [owner]s
 *     structs = PATTERNS  and look into these structs; none without it
 *     reason = TEXT
 *
 *     [private-members HEADERS]  a header, a directory of headers, or a
 *                         pattern: members that they mark private
 *     owners = PATHS      the files and directories that may use them, as the
 *                         headers themselves may
 *     only-attribute = yes|no  yes: __private is a mark, "private:" is not
 *     instead = TEXT      what others do, in the imperative; for messages
 *
 *     [holds TAG.MEMBER]  an array that holds compatible strings
 *     macros = PATTERNS   of which macros
 *
 *     [callbacks TAG]     a struct of callbacks; its members that
 *     required =          an initializer has to have
 *     before =            run before the kexec
 *     after =             run after it
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
 *     private-accessors = macros that may use a private member for anybody
 *
 *     [types]             patterns of typedefs, and of tags:
 *     fixed =             right in an ABI
 *     loose =             size or meaning changes
 *     internal =          kernel-internal by nature
 *
 *     [flow]              which calls, macros and members say that memory
 *                         crosses a kexec. A call is NAME:N, its Nth argument
 *                         points to that memory, or is its page or physical
 *                         address; NAME:*N, the address is stored behind the
 *                         argument; or NAME:return. A macro is its name alone:
 *                         what it turns into an address, or from one.
 *     hands-over =        to the next kernel
 *     takes-back =        from the previous one
 *     trees =             NAME:TREE:N, NAME:TREE:return: what goes into, or
 *                         comes out of, a tree that is itself handed over
 *     members =           TAG.MEMBER, holds the physical address
 *     addresses =         functions and macros: pointer to physical address
 *     pointers =          the other way round
 *     pages =             tags of structs that stand for memory: folio
 *
 *     [stable]
 *     paths = DIRS        whose structs are an ABI by themselves
 *
 *     [bytes]
 *     calls = PATTERNS    functions that read or write what a pointer points to
 *
 *     [drift]             what changed without its version (abi-drift)
 *     nested-suffices = yes|no  yes: a new version of a struct is enough for
 *                         those that hold it; no: theirs have to move, too
 *
 *     [rules]
 *     off = IDS           rules that stay silent
 *
 * An owner may lie inside another one: the nearest owns a file. Code of the
 * inner one is the outer one's as well and may look at what is; the outer one's
 * may not look at the inner one's, or it would need no owner of its own.
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

/* The line of @n bytes at @line begins with '[': opens that section. */
static int read_head(struct reader *r, const char *line, size_t n)
{
	const char *end = (const char *)memchr(line, ']', n);
	const char *rest;
	char *head;

	if (!end)
		return FAIL(r, "no ']' behind the section's name");
	for (rest = end + 1; rest < line + n; rest++) {
		if (*rest == ';' || *rest == '#')
			break;
		if (!isspace((unsigned char)*rest))
			return FAIL(r, "text behind the section's name");
	}
	for (line++; line < end && isspace((unsigned char)*line); line++)
		;
	while (end > line && isspace((unsigned char)end[-1]))
		end--;
	head = lg_strndup(&r->policy->pool, line, (size_t)(end - line));
	return lg_policy_open(r, head);
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
		FAIL(r, "line longer than %d bytes; an indented "
		     "line can continue it", room - 2);
		return NULL;
	}
	if (*line == '[' && !read_head(r, line, n))
		return NULL;
	if (*first == '[' && r->indented && !r->seen) {
		FAIL(r, "a section begins at the start of its line");
		return NULL;
	}
	memcpy(buf, line, n);
	strcpy(buf + n, "\n");
	return buf;
}

/* Is @word one that the list @k takes? */
static int check_word(struct reader *r, const struct key *k, const char *word)
{
	struct lg_flow_word w;
	const char *dot = strchr(word, '.');

	if (k->value == VALUE_RULES && lg_rules[0] && !lg_rule_find(word))
		return FAIL(r, "unknown rule \"%s\"", word);
	if (k->value == VALUE_FLOW &&
	    !lg_flow_word(&r->policy->pool, word, false, &w))
		return FAIL(r, "\"%s\": expected NAME:ARGUMENT, NAME:*ARGUMENT, "
			    "NAME:return or the name of a macro", word);
	if (k->value == VALUE_TREES &&
	    !lg_flow_word(&r->policy->pool, word, true, &w))
		return FAIL(r, "\"%s\": expected NAME:TREE:ARGUMENT or "
			    "NAME:TREE:return", word);
	if (k->value == VALUE_MEMBERS && (!dot || dot == word || !dot[1]))
		return FAIL(r, "\"%s\": expected TAG.MEMBER", word);
	return 1;
}

static int add_words(struct reader *r, const struct key *k, const char *value)
{
	lg_strings *list = (lg_strings *)lg_policy_field(r, k);

	for (;;) {
		size_t n;
		char *word;

		value += strspn(value, " \t\r");
		n = strcspn(value, " \t\r");
		if (!n)
			return 1;
		word = lg_strndup(&r->policy->pool, value, n);
		if (!check_word(r, k, word))
			return 0;
		lg_vec_push(list, word);
		value += n;
	}
}

/* Is @k the one word of an exception that has to be a rule's id? */
static bool is_rule_key(const struct key *k)
{
	return strcmp(k->name, "rule") == 0;
}

static int set_string(struct reader *r, const struct key *k, const char *value)
{
	struct lg_pool *pool = &r->policy->pool;
	const char **s = (const char **)lg_policy_field(r, k);

	if (k->value == VALUE_TEXT) {
		/* The text may begin on the line below its key. */
		*s = r->continues && **s ?
			lg_printf(pool, "%s %s", *s, value) :
			lg_strdup(pool, value);
		return 1;
	}
	if (r->continues || strpbrk(value, " \t"))
		return FAIL(r, "\"%s\" takes one word", k->name);
	if (!*value)
		return FAIL(r, "\"%s\" has no value", k->name);
	if (is_rule_key(k) && lg_rules[0] && !lg_rule_find(value))
		return FAIL(r, "unknown rule \"%s\"", value);
	*s = lg_strdup(pool, value);
	return 1;
}

static int set_kind(struct reader *r, const struct key *k, const char *value)
{
	enum lg_zone_kind *kind = (enum lg_zone_kind *)lg_policy_field(r, k);

	if (r->continues || (strcmp(value, "versioned") &&
			    strcmp(value, "append-only")))
		return FAIL(r, "\"kind\" is versioned or append-only");
	*kind = strcmp(value, "versioned") ? LG_ZONE_APPEND_ONLY :
					     LG_ZONE_VERSIONED;
	return 1;
}

static int read_bool(struct reader *r, const struct key *k, const char *value,
		     bool *yes)
{
	if (r->continues || (strcmp(value, "yes") && strcmp(value, "no")))
		return FAIL(r, "\"%s\" is yes or no", k->name);
	*yes = strcmp(value, "yes") == 0;
	return 1;
}

static int set_replace(struct reader *r, const struct key *k, const char *value)
{
	bool yes = false;

	if (!read_bool(r, k, value, &yes))
		return 0;
	if (yes)
		lg_policy_forget(r->policy);
	return 1;
}

static int on_key(void *user, const char *section, const char *name,
		  const char *value)
{
	struct reader *r = (struct reader *)user;
	const struct key *k;
	size_t i = 0;

	(void)section;
	if (!r->kind)
		return FAIL(r, "\"%s\" stands in no section", name);
	while (i < lg_policy_n_keys &&
	       (strcmp(lg_policy_keys[i].section, r->kind) ||
		strcmp(lg_policy_keys[i].name, name)))
		i++;
	if (i == lg_policy_n_keys)
		return FAIL(r, "unknown key \"%s\" in [%s]", name, r->kind);
	r->continues = r->indented && (r->seen & (1ULL << i));
	if (!r->continues && (r->seen & (1ULL << i)))
		return FAIL(r, "\"%s\" stands in [%s] twice", name, r->kind);
	r->seen |= 1ULL << i;
	k = &lg_policy_keys[i];
	switch (k->value) {
	case VALUE_LIST:
	case VALUE_RULES:
	case VALUE_FLOW:
	case VALUE_TREES:
	case VALUE_MEMBERS:
		return add_words(r, k, value);
	case VALUE_WORD:
	case VALUE_TEXT:
		return set_string(r, k, value);
	case VALUE_KIND:
		return set_kind(r, k, value);
	case VALUE_REPLACE:
		return set_replace(r, k, value);
	case VALUE_BOOL:
		return read_bool(r, k, value, (bool *)lg_policy_field(r, k));
	}
	return 0;
}

static bool is_owner(const struct lg_policy *p, const char *dir)
{
	for (size_t i = 0; i < p->owners.n; i++)
		if (strcmp(p->owners.v[i].dir, dir) == 0)
			return true;
	return false;
}

/* The line of @f's section in this file, or 1. */
static unsigned int friend_line(const struct reader *r,
				const struct lg_friend *f)
{
	unsigned int line = 1;

	for (size_t i = 0; i < r->sections.n; i++)
		if (lg_starts(r->sections.v[i].head, "friend") &&
		    lg_ends(r->sections.v[i].head, f->path))
			line = r->sections.v[i].line;
	return line;
}

/* An owner may follow its friends in the file: looked for at the end. */
static int check_friends(struct reader *r)
{
	const struct lg_policy *p = r->policy;

	for (size_t i = 0; i < p->friends.n; i++) {
		const struct lg_friend *f = &p->friends.v[i];

		for (size_t j = 0; j < f->owners.n; j++)
			if (!is_owner(p, f->owners.v[j]))
				return lg_policy_fail(r, friend_line(r, f),
					"[friend %s]: there is no [owner %s]",
					f->path, f->owners.v[j]);
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
		lg_policy_fail(&r, (unsigned int)line,
			       "expected [SECTION] or KEY = VALUE");
	}
	if (lg_policy_close(&r))
		check_friends(&r);
	lg_vec_free(&r.sections);
	return r.error;
}
