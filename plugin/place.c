// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * place.c - GCC's locations to files, lines and columns, and back.
 *
 * A unit finishes 4,000 types and defines 20,000 macros; each asks what its
 * file is to the policy. GCC keeps one name pointer a file, so the answer is
 * found once for each pointer, and the last one asked for is at hand.
 */
#include "plugin.h"

static hash_map<nofree_ptr_hash<const char>, struct lg_place *> *places;

/* Is the directory of @name what @path says, its links followed? Asked for a
 * thousand headers, found once for each of a hundred directories. */
static bool plain_directory(const char *name, const char *path)
{
	static hash_map<nofree_string_hash, bool> *known;
	const char *slash = strrchr(name, '/'), *end = strrchr(path, '/');
	char *dir = slash ? lg_strndup(&lg_plugin_pool, name,
				       (size_t)(slash - name) + 1)
			  : lg_strdup(&lg_plugin_pool, "./");
	bool existed, *plain;
	const char *real;

	if (!known)
		known = new hash_map<nofree_string_hash, bool>;
	plain = &known->get_or_insert(dir, &existed);
	if (existed)
		return *plain;
	real = lg_path_followed(&lg_plugin_pool, lg_options.tree, dir);
	path = end ? lg_strndup(&lg_plugin_pool, path, (size_t)(end - path))
		   : ".";
	*plain = !real || !strcmp(real, path) || !*real;
	return *plain;
}

/* A link into a private directory is a way there. One that leads out of the
 * tree is not: trees are also made of links to another one's files. */
static void follow(struct lg_place *p, const char *name)
{
	struct stat st;
	const char *real;

	if (lstat(name, &st) ||
	    (!S_ISLNK(st.st_mode) && plain_directory(name, p->path)))
		return;
	real = lg_path_followed(&lg_plugin_pool, lg_options.tree, name);
	if (!real || !strcmp(real, p->path))
		return;
	p->link = p->path;
	p->path = real;
}

static struct lg_place *place_make(const char *linemap_name)
{
	struct lg_place *p = lg_new(&lg_plugin_pool, struct lg_place);

	p->path = lg_path_in_tree(&lg_plugin_pool, lg_options.tree,
				  lg_options.cwd, linemap_name);
	follow(p, linemap_name);
	p->zone = lg_policy_zone(lg_options.policy, p->path);
	p->owner = lg_policy_owner(lg_options.policy, p->path);
	p->members = lg_policy_private_members(lg_options.policy, p->path);
	p->is_public = lg_starts(p->path, "include/") ||
		       lg_path_under(p->path, "arch/*/include/");
	p->shared = lg_starts(p->path, "include/") ||
		    strstr(p->path, "/include/");
	return p;
}

const struct lg_place *lg_place_of_name(const char *linemap_name)
{
	static const char *last_name;
	static const struct lg_place *last;
	struct lg_place **slot;
	bool existed;

	if (linemap_name == last_name)
		return last;
	if (!places)
		places = new hash_map<nofree_ptr_hash<const char>,
				      struct lg_place *>;
	slot = &places->get_or_insert(linemap_name, &existed);
	if (!existed)
		*slot = place_make(linemap_name);
	last_name = linemap_name;
	last = *slot;
	return last;
}

location_t lg_user_location(location_t loc)
{
	loc = get_pure_location(line_table, loc);
	if (!linemap_location_from_macro_expansion_p(line_table, loc))
		return loc;
	if (linemap_location_from_macro_definition_p(line_table, loc))
		return linemap_resolve_location(line_table, loc,
						LRK_MACRO_EXPANSION_POINT,
						NULL);
	return linemap_resolve_location(line_table, loc, LRK_SPELLING_LOCATION,
					NULL);
}

const struct lg_place *lg_place_of(location_t loc)
{
	const line_map_ordinary *map = LINEMAPS_LAST_ORDINARY_MAP(line_table);

	/* mostly what was parsed just now: no search */
	if (loc >= MAP_START_LOCATION(map) &&
	    loc <= line_table->highest_location)
		return lg_place_of_name(LINEMAP_FILE(map));
	map = NULL;
	loc = get_pure_location(line_table, loc);
	if (loc <= BUILTINS_LOCATION)
		return NULL;
	linemap_resolve_location(line_table, loc, LRK_MACRO_EXPANSION_POINT,
				 &map);
	return map ? lg_place_of_name(LINEMAP_FILE(map)) : NULL;
}

struct lg_loc lg_loc_of(location_t loc)
{
	struct lg_loc l;
	expanded_location x;

	memset(&l, 0, sizeof(l));
	loc = lg_user_location(loc);
	x = expand_location(loc);
	if (!x.file)
		return l;
	l.file = lg_place_of_name(x.file)->path;
	l.line = (unsigned int)x.line;
	l.column = (unsigned int)x.column;
	l.origin = loc;
	return l;
}

/* Where (@line, @column) is in @map, or UNKNOWN_LOCATION: maps of a file
 * follow each other, one for each stretch between two #includes. */
static location_t position(unsigned int n, unsigned int line,
			   unsigned int column)
{
	const line_map_ordinary *map = LINEMAPS_ORDINARY_MAP_AT(line_table, n);
	location_t end = n + 1 < LINEMAPS_ORDINARY_USED(line_table)
				 ? MAP_START_LOCATION(LINEMAPS_ORDINARY_MAP_AT(
					   line_table, n + 1))
				 : line_table->highest_location + 1;
	linenum_type first = ORDINARY_MAP_STARTING_LINE_NUMBER(map);
	location_t loc;

	if (!first || first > line)
		return UNKNOWN_LOCATION;
	loc = linemap_position_for_line_and_column(line_table, map, line,
						   column);
	return loc < end ? loc : UNKNOWN_LOCATION;
}

location_t lg_location_of(const struct lg_loc *loc)
{
	unsigned int n = LINEMAPS_ORDINARY_USED(line_table);

	if (loc->origin)
		return (location_t)loc->origin;
	if (!loc->file || !loc->line)
		return UNKNOWN_LOCATION;
	while (n-- > 0) {
		const line_map_ordinary *map =
			LINEMAPS_ORDINARY_MAP_AT(line_table, n);
		location_t at;

		if (strcmp(lg_place_of_name(LINEMAP_FILE(map))->path,
			   loc->file))
			continue;
		at = position(n, loc->line, loc->column ? loc->column : 1);
		if (at != UNKNOWN_LOCATION)
			return at;
	}
	return UNKNOWN_LOCATION;
}
