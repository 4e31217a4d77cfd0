// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * macros.c - the #defines of ABI headers and the versions in the unit's own
 * file, as the preprocessor saw them, and the macros that their bodies name.
 */
#include "plugin.h"

static void (*next_define)(cpp_reader *, location_t, cpp_hashnode *);

/* Splits "NAME(a, b) body" as cpp_macro_definition() gives it. */
static void split_definition(struct lg_macro *m, const char *text)
{
	const char *rest = text + strcspn(text, "( ");

	if (*rest == '(') {
		const char *close = strchr(rest, ')');

		if (!close)
			return;
		m->params = lg_strndup(&lg_facts->pool, rest + 1,
				       (size_t)(close - rest) - 1);
		rest = close + 1;
	}
	while (*rest == ' ')
		rest++;
	m->body = lg_strdup(&lg_facts->pool, rest);
}

/* The column of @name in its #define line; 1 when it is not plain text. */
static void find_column(struct lg_macro *m)
{
	struct lg_file *f = lg_facts_file(lg_facts, m->loc.file);
	const char *line = lg_file_line(&lg_facts->pool, f, m->loc.line);
	const char *at = line ? strstr(line, "define") : NULL;

	at = at ? strstr(at + strlen("define"), m->name) : NULL;
	m->loc.column = at ? (unsigned int)(at - line) + 1 : 1;
	m->loc.origin = 0;
}

static void add_macro(cpp_reader *reader, location_t loc, cpp_hashnode *node)
{
	struct lg_macro *m;

	if (!cpp_user_macro_p(node))
		return;
	m = lg_new(&lg_facts->pool, struct lg_macro);
	m->name = lg_strdup(&lg_facts->pool, (const char *)NODE_NAME(node));
	m->loc = lg_loc_of(loc);
	m->body = "";
	split_definition(m, (const char *)cpp_macro_definition(reader, node));
	if (m->loc.file)
		find_column(m);
	lg_vec_push(&lg_facts->macros, m);
}

static bool may_be_version(const char *name)
{
	return lg_matches_any(&lg_options.policy->compatible_macros, name) ||
	       lg_matches_any(&lg_options.policy->version_macros, name);
}

enum wanted { NO_MACROS, VERSION_MACROS, ALL_MACROS };

/* Of which macros in the file that is being read? Asked 20,000 times a unit,
 * looked up once a file. */
static enum wanted wanted_now(void)
{
	static const char *file;
	static enum wanted wanted;
	const char *now = LINEMAP_FILE(LINEMAPS_LAST_ORDINARY_MAP(line_table));
	const struct lg_place *place;

	if (now == file)
		return wanted;
	place = lg_place_of_name(now);
	file = now;
	wanted = NO_MACROS;
	if (place->zone)
		wanted = ALL_MACROS;
	else if (!strcmp(place->path, lg_facts->main_file))
		wanted = VERSION_MACROS;
	return wanted;
}

static void defined(cpp_reader *reader, location_t loc, cpp_hashnode *node)
{
	enum wanted wanted;

	if (next_define)
		next_define(reader, loc, node);
	if (!lg_facts || loc <= BUILTINS_LOCATION)
		return;
	wanted = wanted_now();
	if (wanted == ALL_MACROS ||
	    (wanted == VERSION_MACROS &&
	     may_be_version((const char *)NODE_NAME(node))))
		add_macro(reader, loc, node);
}

void lg_macros_start(void)
{
	cpp_callbacks *cb = cpp_get_callbacks(parse_in);

	next_define = cb->define;
	cb->define = defined;
}

struct lg_macro *lg_macro_now(const char *name, size_t length)
{
	cpp_hashnode *node = cpp_lookup(parse_in, (const unsigned char *)name,
					(unsigned int)length);
	struct lg_macro *m;

	if (!cpp_user_macro_p(node))
		return NULL;
	m = lg_new(&lg_facts->pool, struct lg_macro);
	m->name = lg_strndup(&lg_facts->pool, name, length);
	m->body = "";
	split_definition(m, (const char *)cpp_macro_definition(parse_in, node));
	return m;
}

static bool have_macro(const char *name)
{
	for (size_t i = 0; i < lg_facts->macros.n; i++)
		if (!strcmp(lg_facts->macros.v[i]->name, name))
			return true;
	return false;
}

/* Enters the macros that @body names, unless they are known. */
static void add_named(const char *body)
{
	while (*body) {
		size_t n = strspn(body, "abcdefghijklmnopqrstuvwxyz"
					"ABCDEFGHIJKLMNOPQRSTUVWXYZ_"
					"0123456789");
		cpp_hashnode *node;
		const char *name;

		if (!n || ISDIGIT(*body)) {
			body += n ? n : 1;
			continue;
		}
		name = lg_strndup(&lg_facts->pool, body, n);
		body += n;
		node = cpp_lookup(parse_in, (const unsigned char *)name,
				  (unsigned int)n);
		if (!cpp_user_macro_p(node) || have_macro(name))
			continue;
		add_macro(parse_in, node->value.macro->line, node);
	}
}

/* What the members of an ABI header are declared with: array lengths, types
 * and alignments may be macros that live anywhere. */
static void add_members(void)
{
	for (size_t i = 0; i < lg_facts->structs.n; i++) {
		const struct lg_struct *s = lg_facts->structs.v[i];
		unsigned int first = s->loc.line;
		struct lg_file *f;

		if (!s->loc.file || !s->end.file ||
		    !lg_policy_zone(lg_options.policy, s->loc.file))
			continue;
		/* a typedef's name stands behind the members */
		if (s->is_typedef && s->members.n)
			first = s->members.v[0].loc.line;
		f = lg_facts_file(lg_facts, s->loc.file);
		for (unsigned int n = first; n <= s->end.line; n++) {
			const char *line = lg_file_line(&lg_facts->pool, f, n);

			if (line)
				add_named(line);
		}
	}
}

/* A compatible string, or a constant of an ABI header, may be composed of
 * macros that live anywhere. */
void lg_macros_finish(void)
{
	size_t direct = lg_facts->macros.n;

	add_members();
	for (size_t i = 0; i < lg_facts->macros.n; i++) {
		const struct lg_macro *m = lg_facts->macros.v[i];

		if (i >= direct || may_be_version(m->name) ||
		    (!m->params && lg_variant_contract()))
			add_named(m->body);
	}
}

const char *lg_macro_definition(const char *word, location_t *loc)
{
	cpp_hashnode *node = cpp_lookup(parse_in, (const unsigned char *)word,
					(unsigned int)strlen(word));

	if (!cpp_user_macro_p(node))
		return NULL;
	*loc = node->value.macro->line;
	return (const char *)cpp_macro_definition(parse_in, node);
}
