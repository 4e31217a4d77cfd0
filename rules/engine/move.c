// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * move.c - the edits that move the structs of a file to an ABI header.
 *
 * All serialized structs of a file go together, in their order, which is the
 * one that C asks for. Only a definition that stands alone moves: no #if around
 * or in it, nothing declared with it, and every name in it one that is known
 * where it goes: a type of a fixed width, a struct that goes along, what an ABI
 * header defines, or a macro of the same file, which then goes along, too. What
 * is left behind is one #include in the place of the first, so whatever saw
 * the structs sees them still.
 *
 * The finding of each struct carries all edits of its file: they are made once.
 *
 * The ranges that go are replacements; LG_EDIT_MOVED in the text that is
 * inserted where they come says where: what else is mended in them goes along.
 */
#include "move.h"

#define NOWHERE ((size_t)-1)
#define MAX_MOVERS 32

static bool blank_until_line_end(const struct lg_file *f, size_t at)
{
	for (; at < f->bytes && f->code[at] != '\n'; at++)
		if (!strchr(" \t\2", f->code[at]))
			return false;
	return at < f->bytes;
}

int lg_move_depth(const struct lg_file *f, size_t at)
{
	int depth = 0, guard = 0;
	bool first = true;

	for (size_t i = 0; i < f->lines.n && f->lines.v[i] < at; i++) {
		const char *p = f->code + f->lines.v[i];

		p += strspn(p, " \t\2");
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

/* ------------------------------------------------------------- what moves */

/* The comment that describes a definition goes along; a DOC: section is the
 * file's. */
static size_t with_comment(const struct lg_file *f, size_t start)
{
	const struct lg_comment *k = lg_file_comment_before(f, start);

	if (!k || k->end_line + 1 != lg_file_loc(f, start).line ||
	    lg_file_loc(f, k->start).column != 1 || k->line == 1 ||
	    memmem(f->text + k->start, k->end - k->start, "DOC:", 4))
		return start;
	return k->start;
}

bool lg_move_plain(const struct lg_file *f, const struct lg_piece *p)
{
	return !memchr(f->text + p->from, '\r', p->end - p->from) &&
	       !lg_move_depth(f, p->from);
}

/* The whole lines of @s; false: it does not stand alone there. */
static bool struct_range(const struct lg_file *f, const struct lg_struct *s,
			 struct lg_piece *p)
{
	static const char *const words[] = { "struct", "union", "typedef" };
	size_t start = lg_struct_start(f, s), at;
	bool plain = false;

	if (start == NOWHERE || !s->end.file || strcmp(s->end.file, f->path))
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		plain |= lg_starts(f->code + start, words[i]);
	at = lg_file_offset(f, s->end.line, s->end.column);
	if (!plain || at == NOWHERE || lg_file_loc(f, start).column != 1)
		return false;
	while (at < f->bytes && f->code[at] != ';')
		at++;
	if (at >= f->bytes || !blank_until_line_end(f, at + 1))
		return false;
	for (at++; f->code[at] != '\n'; at++)
		;
	p->from = with_comment(f, start);
	p->end = at + 1;
	p->name = s->tag;
	p->macro = false;
	return !memchr(f->code + p->from, '#', p->end - p->from) &&
	       lg_move_plain(f, p);
}

/* --------------------------------------------------------- who moves at all */

static bool accepted(const struct lg_check *c, const struct lg_struct *s)
{
	const struct lg_policy *p = c->facts->policy;

	for (size_t i = 0; i < p->exceptions.n; i++)
		if (lg_exception_accepts(&p->exceptions.v[i], c->rule->id,
					 s->tag, NULL, s->loc.file))
			return true;
	return false;
}

static void find_movers(struct lg_move *m)
{
	const struct lg_facts *facts = m->c->facts;

	for (size_t i = 0; i < facts->structs.n; i++) {
		const struct lg_struct *s = facts->structs.v[i];
		struct lg_mover mover = { s, { 0, 0, NULL, false }, NULL };

		if (!s->tag || s->zone || !s->loc.file ||
		    strcmp(s->loc.file, m->f->path) ||
		    !lg_struct_serialized(s) || lg_struct_borrowed(s) ||
		    accepted(m->c, s))
			continue;
		if (!struct_range(m->f, s, &mover.piece))
			mover.why = "its definition is not all that stands "
				    "there";
		lg_vec_push(&m->movers, mover);
	}
}

/* One that stays may keep others: until all that are left can move. */
static void settle(struct lg_move *m)
{
	bool again = true;

	while (again) {
		again = false;
		m->pieces.n = m->headers.n = 0;
		lg_move_need(m, "linux/types.h");
		for (size_t i = 0; !again && i < m->movers.n; i++)
			again = !m->movers.v[i].why &&
				!lg_move_along(m, &m->movers.v[i]);
	}
}

static int by_place(const void *pa, const void *pb)
{
	const struct lg_piece *a = (const struct lg_piece *)pa;
	const struct lg_piece *b = (const struct lg_piece *)pb;

	return a->from < b->from ? -1 : a->from > b->from;
}

/* -------------------------------------------------------------- the ranges */

/* The piece that byte @at of the file belongs to, or NULL. */
static const struct lg_piece *piece_at(const struct lg_move *m, size_t at)
{
	for (size_t i = 0; i < m->pieces.n; i++)
		if (at >= m->pieces.v[i].from && at < m->pieces.v[i].end)
			return &m->pieces.v[i];
	return NULL;
}

/* A comment over macros of which one stays is theirs, too. */
static void add_comments(struct lg_move *m)
{
	for (size_t i = 0; i < m->pieces.n; i++) {
		struct lg_piece *p = &m->pieces.v[i];

		if (p->macro && (m->f->code[p->end] != '#' ||
				 piece_at(m, p->end)))
			p->from = with_comment(m->f, p->from);
	}
}

/* The #include comes before all of them: where it stands, and until it stood
 * there itself, nothing else may use the name of a macro. */
static const char *used_before(const struct lg_move *m)
{
	size_t first = m->pieces.n ? m->pieces.v[0].from : 0;

	for (size_t i = 0; i < m->pieces.n; i++) {
		const struct lg_piece *p = &m->pieces.v[i];
		size_t n = strlen(p->name);

		for (size_t at = first; p->macro && at < p->from; at++)
			if (!strncmp(m->f->code + at, p->name, n) &&
			    !lg_move_word(m->f->code[at + n]) &&
			    (!at || !lg_move_word(m->f->code[at - 1])) &&
			    !piece_at(m, at))
				return lg_printf(&m->c->facts->pool, "%s is "
					"used before it is defined", p->name);
	}
	return NULL;
}

/* Does the file include the header already, before all that moves? */
static bool included(const struct lg_move *m)
{
	const char *to = m->to + strlen("include/");

	for (size_t i = 0; i < m->f->includes.n; i++) {
		const struct lg_text_include *in = &m->f->includes.v[i];
		size_t at = m->f->lines.v[in->line - 1];

		if (!in->quoted && !strcmp(in->path, to) &&
		    at < m->pieces.v[0].from && !lg_move_depth(m->f, at))
			return true;
	}
	return false;
}

/* What is cut between empty lines takes one of them along. */
static size_t cut_end(const struct lg_file *f, const struct lg_piece *p)
{
	bool above = !p->from || (p->from > 1 && f->text[p->from - 2] == '\n');

	return p->end + (above && p->end < f->bytes && f->text[p->end] == '\n');
}

static void cut(struct lg_move *m, struct lg_finding *found)
{
	const char *line = included(m) ? "" :
		lg_printf(&m->c->facts->pool, "#include <%s>\n",
			  m->to + strlen("include/"));

	for (size_t i = 0; i < m->pieces.n; i++) {
		const struct lg_piece *p = &m->pieces.v[i];
		size_t end = i || !*line ? cut_end(m->f, p) : p->end;

		lg_finding_replace(m->c, found, lg_file_loc(m->f, p->from),
				   (unsigned int)(end - p->from),
				   i ? "" : line);
	}
}

/* Why nothing of the file moves; NULL: some of it does. */
static const char *plan(struct lg_move *m)
{
	if (m->movers.n > MAX_MOVERS)
		return "too many serialized structs stand beside it";
	if (lg_file_mentions(m->f, "pragma"))
		return "a #pragma stands in its file";
	settle(m);
	if (m->pieces.n)
		qsort(m->pieces.v, m->pieces.n, sizeof(m->pieces.v[0]),
		      by_place);
	add_comments(m);
	return used_before(m) ? used_before(m) : lg_move_obstacle(m);
}

bool lg_edit_move(struct lg_check *c, struct lg_finding *found,
		  const struct lg_struct *s, const char *to)
{
	struct lg_move m;
	const char *why;
	bool ok;

	memset(&m, 0, sizeof(m));
	m.c = c;
	m.f = lg_facts_file(c->facts, s->loc.file);
	m.to = to;
	if (!m.f->text || !s->tag || !lg_starts(to, "include/"))
		return false;
	find_movers(&m);
	why = plan(&m);
	for (size_t i = 0; i < m.movers.n; i++)
		if (m.movers.v[i].s == s && m.movers.v[i].why)
			why = m.movers.v[i].why;
	ok = !why && lg_moves_too(&m, s->tag) && lg_move_arrive(&m, found);
	if (ok)
		cut(&m, found);
	else if (why)
		lg_finding_left(c, found, "%s", why);
	lg_vec_free(&m.movers);
	lg_vec_free(&m.pieces);
	lg_vec_free(&m.headers);
	return ok;
}
