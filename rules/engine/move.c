// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * move.c - the edits that move a struct to an ABI header of its own.
 *
 * Only a definition that stands alone moves: no #if around or in it, nothing
 * declared with it, and every name in it one that <linux/types.h> or another
 * ABI header defines. What it leaves behind is an #include in its place, so
 * whatever saw the struct sees it still.
 *
 * The ranges that go are replacements; LG_EDIT_MOVED in the new file's text
 * says where they come: what else is mended in them goes along.
 */
#include <ctype.h>

#include "luoguard.h"

#define NOWHERE ((size_t)-1)

struct move {
	struct lg_check *c;
	const struct lg_struct *s;
	const struct lg_file *f;
	const struct lg_macro *version;	/* that goes along, or NULL */
	const char *to;
	const char *includes;		/* of ABI headers */
	const char *why;		/* it cannot move */
	size_t from, end;		/* of what moves */
};

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool blank_until_line_end(const struct lg_file *f, size_t at)
{
	for (; at < f->bytes && f->code[at] != '\n'; at++)
		if (!strchr(" \t\2", f->code[at]))
			return false;
	return at < f->bytes;
}

/* How deep in #if byte @at stands, an include guard not counted. */
static int depth_at(const struct lg_file *f, size_t at)
{
	int depth = 0, guard = 0;
	bool first = true;

	for (size_t i = 0; i < f->lines.n && f->lines.v[i] < at; i++) {
		const char *p = f->code + f->lines.v[i];

		if (*p != '#')
			continue;
		p += 1 + strspn(p + 1, " \t");
		if (lg_starts(p, "if")) {
			guard += first && lg_starts(p, "ifndef");
			depth++;
		} else if (lg_starts(p, "endif")) {
			depth--;
		}
		first = false;
	}
	return depth - guard;
}

/* The comment that describes the struct goes along. */
static size_t with_comment(const struct lg_file *f, size_t start)
{
	const struct lg_comment *k = lg_file_comment_before(f, start);

	if (!k || k->end_line + 1 != lg_file_loc(f, start).line ||
	    lg_file_loc(f, k->start).column != 1 || k->line == 1)
		return start;
	return k->start;
}

static bool find_range(struct move *m)
{
	static const char *const words[] = { "struct", "union", "typedef" };
	const struct lg_file *f = m->f;
	size_t start = lg_struct_start(f, m->s), at;
	bool plain = false;

	if (start == NOWHERE || !m->s->end.file ||
	    strcmp(m->s->end.file, f->path))
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		plain |= lg_starts(f->code + start, words[i]);
	at = lg_file_offset(f, m->s->end.line, m->s->end.column);
	if (!plain || at == NOWHERE || lg_file_loc(f, start).column != 1)
		return false;
	while (at < f->bytes && f->code[at] != ';')
		at++;
	if (at >= f->bytes || !blank_until_line_end(f, at + 1))
		return false;
	for (at++; f->code[at] != '\n'; at++)
		;
	m->from = with_comment(f, start);
	m->end = at + 1;
	for (size_t i = m->from; i < m->end; i++)
		if (f->code[i] == '#' || f->text[i] == '\r')
			return false;
	return depth_at(f, m->from) == 0;
}

/* The member that names struct @word, defined in an ABI header, as its type:
 * that header is included. */
static bool abi_type(struct move *m, const char *word)
{
	struct lg_facts *facts = m->c->facts;
	const struct lg_struct *s = lg_facts_struct(facts, word);
	const char *line;

	if (!s || !s->zone || !lg_starts(s->loc.file, "include/"))
		return false;
	line = lg_printf(&facts->pool, "#include <%s>\n",
			 s->loc.file + strlen("include/"));
	if (!strstr(m->includes, line))
		m->includes = lg_printf(&facts->pool, "%s%s", m->includes,
					line);
	return true;
}

static bool known(struct move *m, const lg_visits *all, const char *word)
{
	static const char *const words[] = {
		"struct", "union", "typedef", "unsigned", "signed", "int",
		"short", "long", "char", "bool", "size_t", "DECLARE_BITMAP",
		"__packed", "__packed__", "packed", "__attribute__",
		"__aligned", "__aligned__", "aligned",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(words[i], word))
			return true;
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].m->name && !strcmp(all->v[i].m->name, word))
			return true;
	return isdigit((unsigned char)*word) || !strcmp(m->s->tag, word) ||
	       lg_matches_any(&m->c->facts->policy->fixed_types, word) ||
	       abi_type(m, word);
}

/* Is every name in it known where it goes? */
static bool names_known(struct move *m)
{
	lg_visits all = { NULL, 0, 0 };
	bool ok = true;
	size_t at, n;

	lg_struct_members(m->c->facts, m->s, &all);
	for (at = m->from; ok && at < m->end; at += n ? n : 1) {
		const char *word;

		for (n = 0; is_word(m->f->code[at + n]); n++)
			;
		word = lg_strndup(&m->c->facts->pool, m->f->code + at, n);
		ok = !n || known(m, &all, word);
		if (!ok)
			m->why = lg_printf(&m->c->facts->pool, "it uses %s, "
				"which neither <linux/types.h> nor an ABI "
				"header defines", word);
	}
	lg_vec_free(&all);
	return ok;
}

/* Does no other struct of the file have to move there, too? */
static bool alone(const struct move *m)
{
	const struct lg_facts *facts = m->c->facts;

	for (size_t i = 0; i < facts->structs.n; i++) {
		const struct lg_struct *o = facts->structs.v[i];

		if (o != m->s && o->loc.file && !o->zone &&
		    !strcmp(o->loc.file, m->s->loc.file) &&
		    lg_struct_serialized(o))
			return false;
	}
	return true;
}

/* The line of the version macro, which goes along; false: it cannot. */
static bool version_range(const struct move *m, size_t *from, size_t *end)
{
	const struct lg_loc *loc = &m->version->loc;
	const struct lg_file *f = m->f;
	size_t n = strlen(m->version->name);

	if (!loc->file || strcmp(loc->file, f->path) || !loc->line ||
	    loc->line >= f->lines.n)
		return false;
	*from = f->lines.v[loc->line - 1];
	*end = f->lines.v[loc->line];
	if (f->code[*from] != '#' || *from >= m->from ||
	    depth_at(f, *from) != 0 || (*end > 1 && f->code[*end - 2] == '\\'))
		return false;
	/* The #include comes later: nothing before it may need the macro. */
	for (size_t i = *end; i + n < m->from; i++)
		if (!strncmp(f->code + i, m->version->name, n) &&
		    !is_word(f->code[i + n]))
			return false;
	return true;
}

static const char *license(const struct move *m)
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
static char *guard(const struct move *m)
{
	char *g = lg_printf(&m->c->facts->pool, "_%s",
			    m->to + strlen("include/"));

	for (char *p = g; *p; p++)
		*p = is_word(*p) ? (char)toupper((unsigned char)*p) : '_';
	return g;
}

static const char *header_text(const struct move *m)
{
	struct lg_facts *facts = m->c->facts;
	const char *name = lg_struct_name(facts, m->s), *g = guard(m);
	const char *version = !m->version ? "a new version" :
		lg_printf(&facts->pool, "a new version in %s",
			  m->version->name);

	return lg_printf(&facts->pool,
		"/* SPDX-License-Identifier: %s */\n"
		"#ifndef %s\n#define %s\n\n#include <linux/types.h>\n%s\n"
		"/**\n * DOC: %s ABI\n *\n"
		" * Describe what crosses the kexec, and who writes and reads "
		"it.\n *\n"
		" * Any change to the layout of &%s requires\n * %s.\n */\n\n"
		LG_EDIT_MOVED "\n#endif /* %s */\n", license(m), g, g,
		m->includes, m->s->tag, name, version, g);
}

static bool add_edits(struct move *m, struct lg_finding *found)
{
	struct lg_facts *facts = m->c->facts;
	struct lg_loc there = { m->to, 1, 1, 0 };
	size_t from, end;

	if (m->version) {
		if (!version_range(m, &from, &end))
			return false;
		lg_finding_replace(m->c, found, lg_file_loc(m->f, from),
				   (unsigned int)(end - from), "");
	}
	lg_finding_insert(m->c, found, there, header_text(m));
	lg_finding_replace(m->c, found, lg_file_loc(m->f, m->from),
			   (unsigned int)(m->end - m->from),
			   lg_printf(&facts->pool, "#include <%s>\n",
				     m->to + strlen("include/")));
	return true;
}

bool lg_edit_move(struct lg_check *c, struct lg_finding *found,
		  const struct lg_struct *s, const struct lg_macro *version,
		  const char *to)
{
	struct move m = { c, s, lg_facts_file(c->facts, s->loc.file), version,
			  to, "", NULL, 0, 0 };

	if (!m.f->text || !s->tag || !lg_starts(to, "include/"))
		return false;
	if (lg_facts_file(c->facts, to)->text)
		m.why = lg_printf(&c->facts->pool, "%s is there already", to);
	else if (!alone(&m))
		m.why = "other serialized structs stand beside it";
	else if (!find_range(&m))
		m.why = "its definition is not all that stands there";
	else if (names_known(&m) && add_edits(&m, found))
		return true;
	lg_finding_note(c, found, s->loc, "--fix does not move it: %s", m.why ?
			m.why : "its version cannot go along");
	return false;
}
