// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lines.c - which lines of its files a unit consists of.
 *
 * What is read as text has to leave out what the preprocessor left out, and
 * nothing but the preprocessor knows that: a line counts when its first token
 * was handed to the parser. Lines of directives do not count. Where #line or a
 * preprocessed file says that the code is another's, it is that file's lines.
 * Nothing is remembered before it can matter (private.c).
 */
#include "plugin.h"

static void (*next_line)(cpp_reader *, const cpp_token *, int);

typedef LG_VEC(bool) flags;

static hash_map<nofree_ptr_hash<const struct lg_place>, flags *> *compiled;

static void remember(const struct lg_place *place, unsigned int line)
{
	static const struct lg_place *last_place;
	static flags *last;

	if (place != last_place) {
		bool existed;
		flags *&slot = compiled->get_or_insert(place, &existed);

		if (!existed)
			slot = XCNEW(flags);
		last_place = place;
		last = slot;
	}
	while (last->n <= line)
		lg_vec_push(last, false);
	last->v[line] = true;
}

static void line_changed(cpp_reader *reader, const cpp_token *token,
			 int parsing_args)
{
	if (next_line)
		next_line(reader, token, parsing_args);
	if (!lg_facts || token->type == CPP_EOF ||
	    token->src_loc <= BUILTINS_LOCATION)
		return;
	const line_map_ordinary *map = LINEMAPS_LAST_ORDINARY_MAP(line_table);

	if (token->src_loc >= MAP_START_LOCATION(map))
		remember(lg_place_of_name(LINEMAP_FILE(map)),
			 SOURCE_LINE(map, token->src_loc));
}

void lg_lines_start(void)
{
	cpp_callbacks *cb = cpp_get_callbacks(parse_in);

	compiled = new hash_map<nofree_ptr_hash<const struct lg_place>,
				flags *>;
	next_line = cb->line_change;
	cb->line_change = line_changed;
}

void lg_lines_files(bool (*fn)(const struct lg_place *place))
{
	for (auto entry : *compiled)
		if (!fn(entry.first))
			return;
}

bool lg_lines_compiled(const struct lg_place *place, unsigned int line)
{
	flags **f = compiled->get(place);

	return f && line < (*f)->n && (*f)->v[line];
}
