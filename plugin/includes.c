// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * includes.c - who included what, from GCC's line maps.
 *
 * A kernel file includes a thousand headers; the facts keep the edges that a
 * rule can ask for: what the unit's own file includes, whatever leads to a
 * zone's or an owner's header, and the chain back to the unit from there.
 */
#include "plugin.h"

static void (*next_include)(cpp_reader *, location_t, const unsigned char *,
			    const char *, int, const cpp_token **);

/* An #include that named an owner's file, and where. */
struct named {
	location_t loc;
	const struct lg_place *to;
};
static LG_VEC(struct named) named;

/* A file with a guard that was read before is not entered again, so the line
 * maps do not know who asks for it, too. Only "..." is looked at: for <...> it
 * would take the search path. */
static void included(cpp_reader *reader, location_t loc,
		     const unsigned char *directive, const char *name,
		     int angle, const cpp_token **comments)
{
	struct named n = { loc, NULL };
	const char *from, *slash;
	char *path;

	if (next_include)
		next_include(reader, loc, directive, name, angle, comments);
	if (!lg_facts || angle)
		return;
	from = LINEMAP_FILE(LINEMAPS_LAST_ORDINARY_MAP(line_table));
	slash = strrchr(from, '/');
	path = lg_printf(&lg_plugin_pool, "%.*s%s",
			 slash ? (int)(slash - from) + 1 : 0, from, name);
	if (access(path, R_OK))
		return;
	n.to = lg_place_of_name(path);
	if (n.to->owner)
		lg_vec_push(&named, n);
}

void lg_includes_start(void)
{
	cpp_callbacks *cb = cpp_get_callbacks(parse_in);

	next_include = cb->include;
	cb->include = included;
}

static bool wanted(const struct lg_place *to)
{
	return to->zone || to->owner;
}

static bool known(const char *includer, const char *header)
{
	for (size_t i = 0; i < lg_facts->includes.n; i++) {
		const struct lg_include *inc = &lg_facts->includes.v[i];

		if (!strcmp(inc->header, header) &&
		    !strcmp(inc->loc.file, includer))
			return true;
	}
	return false;
}

static void add_edge(location_t from, const struct lg_place *to)
{
	struct lg_include inc;

	memset(&inc, 0, sizeof(inc));
	inc.loc = lg_loc_of(from);
	inc.header = to->path;
	inc.link = to->link;
	if (inc.loc.file && !known(inc.loc.file, inc.header))
		lg_vec_push(&lg_facts->includes, inc);
}

/* @from and every #include above it, up to the unit's own file. */
static void add_chain(location_t from, const struct lg_place *to)
{
	while (from > BUILTINS_LOCATION) {
		const line_map_ordinary *map = NULL;

		add_edge(from, to);
		linemap_resolve_location(line_table, from,
					 LRK_MACRO_EXPANSION_POINT, &map);
		if (!map)
			return;
		to = lg_place_of_name(LINEMAP_FILE(map));
		from = linemap_included_from(map);
	}
}

/* -include on the compiler's command line, of an owner's header: it is the
 * file that it was compiled with. */
static void add_forced(const struct lg_place *to)
{
	struct lg_include inc;

	if (!to->owner || !strcmp(to->path, lg_facts->main_file))
		return;
	memset(&inc, 0, sizeof(inc));
	inc.loc.file = lg_facts->main_file;
	inc.header = to->path;
	inc.link = to->link;
	inc.forced = true;
	lg_vec_push(&lg_facts->includes, inc);
}

void lg_includes_finish(void)
{
	unsigned int n = LINEMAPS_ORDINARY_USED(line_table);

	for (unsigned int i = 0; i < n; i++) {
		const line_map_ordinary *map =
			LINEMAPS_ORDINARY_MAP_AT(line_table, i);
		location_t from = linemap_included_from(map);
		const struct lg_place *to, *includer;

		if (map->reason != LC_ENTER)
			continue;
		to = lg_place_of_name(LINEMAP_FILE(map));
		includer = lg_place_of(from);
		if (!includer || !strncmp(includer->path, "<", 1)) {
			add_forced(to);
			continue;
		}
		if (wanted(to))
			add_chain(from, to);
		else if (includer &&
			 !strcmp(includer->path, lg_facts->main_file))
			add_edge(from, to);
	}
	for (size_t i = 0; i < named.n; i++)
		add_chain(named.v[i].loc, named.v[i].to);
}

bool lg_includes_write(const char *path)
{
	unsigned int n = LINEMAPS_ORDINARY_USED(line_table);
	FILE *out = fopen(path, "we");

	for (unsigned int i = 0; out && i < n; i++) {
		const line_map_ordinary *map =
			LINEMAPS_ORDINARY_MAP_AT(line_table, i);
		const struct lg_place *file;

		if (map->reason != LC_ENTER)
			continue;
		file = lg_place_of_name(LINEMAP_FILE(map));
		if (*file->path != '/' && *file->path != '<' &&
		    !strchr(file->path, '\n'))
			fprintf(out, "%s\n", file->path);
	}
	return out && !ferror(out) && !fclose(out);
}
