// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * variant.c - the layouts of one header for several machines, held against
 * each other.
 *
 * A compiler lays a header out for one machine. It leaves what it saw in a
 * file; whoever lays the same header out for another machine reads that file
 * as facts. The file, one line a struct and one a named member of it:
 *
 *     TAG <tab> <tab> 0 <tab> BITS
 *     TAG <tab> MEMBER <tab> OFFSET <tab> BITS
 *
 * TAG is a tag or a typedef's name, MEMBER a path ("inner.count"), OFFSET and
 * BITS are decimal. Only structs of versioned zones are in it.
 */
#include "luoguard.h"

static bool in_versioned_zone(const struct lg_struct *s)
{
	return s->tag && s->zone && s->zone->kind == LG_ZONE_VERSIONED;
}

static void write_struct(struct lg_facts *facts, const struct lg_struct *s,
			 FILE *out)
{
	lg_visits all = { NULL, 0, 0 };

	fprintf(out, "%s\t\t0\t%llu\n", s->tag, (unsigned long long)s->bits);
	lg_struct_members(facts, s, &all);
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].m->name)
			fprintf(out, "%s\t%s\t%llu\t%llu\n", s->tag,
				all.v[i].path,
				(unsigned long long)all.v[i].offset,
				(unsigned long long)all.v[i].m->bits);
	lg_vec_free(&all);
}

int lg_layout_write(struct lg_facts *facts, const char *path)
{
	FILE *out = fopen(path, "we");
	int bad;

	if (!out)
		return -1;
	for (size_t i = 0; i < facts->structs.n; i++)
		if (in_versioned_zone(facts->structs.v[i]))
			write_struct(facts, facts->structs.v[i], out);
	bad = ferror(out);
	return fclose(out) || bad ? -1 : 0;
}

/* Cuts the next field off *@at; NULL: there is none. */
static char *field(char **at, char end)
{
	char *start = *at, *stop = start ? strchr(start, end) : NULL;

	if (!stop)
		return NULL;
	*stop = '\0';
	*at = stop + 1;
	return start;
}

static bool read_line(struct lg_layout_line *line, char **at)
{
	char *tag = field(at, '\t');
	char *member = tag ? field(at, '\t') : NULL;
	char *offset = member ? field(at, '\t') : NULL;
	char *bits = offset ? field(at, '\n') : NULL;

	if (!bits)
		return false;
	line->tag = tag;
	line->member = member;
	line->offset = strtoull(offset, NULL, 10);
	line->bits = strtoull(bits, NULL, 10);
	return true;
}

int lg_layout_read(struct lg_facts *facts, const char *machine,
		   const char *path)
{
	char *text = lg_read_file(&facts->pool, path, NULL), *at = text;
	struct lg_layout *l;
	size_t lines = 0;

	if (!text)
		return -1;
	for (const char *s = text; (s = strchr(s, '\n')); s++)
		lines++;
	l = lg_new(&facts->pool, struct lg_layout);
	l->machine = lg_strdup(&facts->pool, machine);
	l->lines = (struct lg_layout_line *)
		lg_alloc(&facts->pool, (lines + 1) * sizeof(*l->lines));
	while (l->n < lines && read_line(&l->lines[l->n], &at))
		l->n++;
	l->next = facts->others;
	facts->others = l;
	return 0;
}

const struct lg_layout_line *lg_layout_find(const struct lg_layout *l,
					    const char *tag,
					    const char *member)
{
	for (size_t i = 0; i < l->n; i++)
		if (!strcmp(l->lines[i].tag, tag) &&
		    !strcmp(l->lines[i].member, member))
			return &l->lines[i];
	return NULL;
}
