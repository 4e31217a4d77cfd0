// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * moveto.c - the ABI header that takes what moves: a new one, or the one of
 * that name, which gets it before the #endif of its guard.
 *
 * One contract has one version. A header that has a version takes a struct
 * without one, or one of that version; one with another stays where it is.
 */
#include "move.h"

static const char *license(const struct lg_move *m)
{
	static const char mark[] = "SPDX-License-Identifier: ";
	const char *p = strstr(m->f->text, mark);
	size_t n;

	if (!p || p > m->f->text + 200)
		return "GPL-2.0";
	p += strlen(mark);
	n = strspn(p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		      "0123456789.-+() ");
	while (n && p[n - 1] == ' ')
		n--;
	return lg_strndup(&m->c->facts->pool, p, n);
}

/* "include/linux/kho/abi/foo.h" to "_LINUX_KHO_ABI_FOO_H". */
static char *guard(const struct lg_move *m)
{
	char *g = lg_printf(&m->c->facts->pool, "_%s",
			    m->to + strlen("include/"));

	for (char *p = g; *p; p++)
		*p = isalnum((unsigned char)*p) ? (char)toupper(*p) : '_';
	return g;
}

static const char *version_name(const struct lg_move *m,
				const struct lg_mover *mover)
{
	const struct lg_version *v =
		lg_struct_version(m->c->facts, mover->s, NULL);

	return v ? v->macro->name : NULL;
}

/* " * Any change to ... requires ...", for each struct. */
static const char *requirements(const struct lg_move *m)
{
	struct lg_facts *facts = m->c->facts;
	const char *text = "";

	for (size_t i = 0; i < m->movers.n; i++) {
		const struct lg_mover *mover = &m->movers.v[i];
		const char *v = version_name(m, mover);

		if (!mover->why)
			text = lg_printf(&facts->pool, "%s *\n * Any change to "
				"the layout of &%s requires\n * a new version"
				"%s%s.\n", text,
				lg_struct_name(facts, mover->s), v ? " in " :
				"", v ? v : "");
	}
	return text;
}

/* What the header's section is called: its one struct, or its file. */
static const char *title(const struct lg_move *m)
{
	const struct lg_mover *only = NULL;
	const char *file = strrchr(m->to, '/') + 1;
	size_t n = 0;

	for (size_t i = 0; i < m->movers.n; i++) {
		if (m->movers.v[i].why)
			continue;
		only = &m->movers.v[i];
		n++;
	}
	return n == 1 ? only->s->tag :
	       lg_strndup(&m->c->facts->pool, file, strcspn(file, "."));
}

/* #include lines for what @file (NULL: a new one) does not include yet. */
static const char *include_lines(const struct lg_move *m,
				 struct lg_file *file)
{
	struct lg_facts *facts = m->c->facts;
	const char *lines = "";

	for (size_t i = 0; i < m->headers.n; i++) {
		const char *header = m->headers.v[i];
		bool there = file && !i && lg_file_knows_types(file);

		for (size_t k = 0; file && k < file->includes.n; k++)
			there |= !strcmp(file->includes.v[k].path, header);
		if (!there)
			lines = lg_printf(&facts->pool, "%s#include <%s>\n",
					  lines, header);
	}
	return lines;
}

static const char *header_text(const struct lg_move *m)
{
	const char *g = guard(m);

	return lg_printf(&m->c->facts->pool,
		"/* SPDX-License-Identifier: %s */\n"
		"#ifndef %s\n#define %s\n\n%s\n/**\n * DOC: %s ABI\n *\n"
		" * Describe what crosses the kexec, and who writes and reads "
		"it.\n%s */\n\n"
		LG_EDIT_MOVED "\n#endif /* %s */\n", license(m), g, g,
		include_lines(m, NULL), title(m), requirements(m), g);
}

/* ----------------------------------------------------- one that is there */

/* The byte where the #endif of the file's include guard begins; 0: it has
 * none, or something stands outside. */
static size_t guard_end(struct lg_move *m, const struct lg_file *file)
{
	lg_groups groups = { NULL, 0, 0 };
	size_t from = 0, end = 0, at;

	lg_file_groups(&m->c->facts->pool, file, &groups);
	if (groups.n && groups.v[0].guard &&
	    groups.v[0].end_line <= file->lines.n) {
		from = file->lines.v[groups.v[0].line - 1];
		end = file->lines.v[groups.v[0].end_line - 1];
	}
	for (at = 0; at < from; at++)
		if (!strchr(" \t\n\2", file->code[at]))
			end = 0;
	at = groups.n ? groups.v[0].end_line : 0;
	for (at = end && at < file->lines.n ? file->lines.v[at] : file->bytes;
	     at < file->bytes; at++)
		if (!strchr(" \t\n\2", file->code[at]))
			end = 0;
	lg_vec_free(&groups);
	return end;
}

static bool defines_macro(const struct lg_file *f, const char *name)
{
	for (size_t i = 0; i < f->macros.n; i++)
		if (!strcmp(f->macros.v[i]->name, name))
			return true;
	return false;
}

/* Does a "{" follow the word @tag somewhere in @f? */
static bool defines_struct(const struct lg_file *f, const char *tag)
{
	size_t n = strlen(tag);

	for (const char *p = f->code; (p = strstr(p, tag)); p += n)
		if (p[n + strspn(p + n, " \t\n\2")] == '{')
			return true;
	return false;
}

/* A name that both would define, once both are seen; NULL: there is none. */
static const char *clash(const struct lg_move *m, const struct lg_file *file)
{
	for (size_t i = 0; i < m->pieces.n; i++) {
		const struct lg_piece *p = &m->pieces.v[i];

		if (p->macro ? defines_macro(file, p->name) :
		    defines_struct(file, p->name))
			return p->name;
	}
	for (size_t i = 0; i < file->macros.n; i++)
		if (defines_macro(m->f, file->macros.v[i]->name))
			return file->macros.v[i]->name;
	return NULL;
}

/* Does header @from include @file, itself or through other ABI headers? */
static bool includes(struct lg_facts *facts, const char *from,
		     const char *file, int depth)
{
	const struct lg_file *f = lg_facts_file(facts, from);

	for (size_t i = 0; f->text && depth && i < f->includes.n; i++) {
		const char *path = lg_printf(&facts->pool, "include/%s",
					     f->includes.v[i].path);

		if (!strcmp(path, file) ||
		    (lg_policy_zone(facts->policy, path) &&
		     includes(facts, path, file, depth - 1)))
			return true;
	}
	return false;
}

/* A version of @file that is not one of those that move or stand there. */
static const char *other_version(struct lg_move *m, const struct lg_file *file)
{
	struct lg_facts *facts = m->c->facts;
	const char *other = NULL;
	lg_macros own = { NULL, 0, 0 };
	bool versioned = false;

	lg_file_macros(facts, file->path, &own);
	for (size_t i = 0; i < own.n; i++)
		versioned |= lg_macro_is_version(facts, own.v[i]) ||
			     lg_macro_is_compatible(facts, own.v[i]);
	lg_vec_free(&own);
	for (size_t i = 0; versioned && i < m->movers.n; i++) {
		const char *v = version_name(m, &m->movers.v[i]);

		if (!m->movers.v[i].why && v && !defines_macro(file, v))
			other = v;
	}
	return other;
}

const char *lg_move_obstacle(struct lg_move *m)
{
	struct lg_facts *facts = m->c->facts;
	const struct lg_file *file = lg_facts_file(facts, m->to);
	const char *name;

	if (!file->text)
		return NULL;
	if (!guard_end(m, file) || memchr(file->text, '\r', file->bytes))
		return lg_printf(&facts->pool, "%s is there already, and has "
				 "no plain include guard", m->to);
	name = clash(m, file);
	if (name)
		return lg_printf(&facts->pool, "%s is there already, and both "
				 "define %s", m->to, name);
	if (includes(facts, m->to, m->f->path, 4))
		return lg_printf(&facts->pool, "%s includes %s", m->to,
				 m->f->path);
	name = other_version(m, file);
	return name ? lg_printf(&facts->pool, "%s has a version of its own, "
				"and %s is another", m->to, name) : NULL;
}

bool lg_move_arrive(struct lg_move *m, struct lg_finding *found)
{
	struct lg_file *file = lg_facts_file(m->c->facts, m->to);
	struct lg_loc there = { m->to, 1, 1, 0 };
	const char *lines;
	size_t at;

	if (!file->text) {
		lg_finding_insert(m->c, found, there, header_text(m));
		return true;
	}
	lines = include_lines(m, file);
	if (*lines && !lg_edit_include(m->c, found, file, lines))
		return false;
	at = guard_end(m, file);
	lg_finding_insert(m->c, found, lg_file_loc(file, at),
			  lg_printf(&m->c->facts->pool, "%s" LG_EDIT_MOVED
				    "\n", at > 1 && file->text[at - 2] != '\n' ?
				    "\n" : ""));
	return true;
}
