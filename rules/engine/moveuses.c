// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * moveuses.c - what a struct that moves to an ABI header uses: its version, the
 * macros of its arrays' lengths, which go along, and what other headers define.
 */
#include "move.h"

#define MAX_PIECES 256	/* a header made to be slow has more */

/* The lines of @macro; false: they stand under #if, or CR ends them. */
static bool macro_range(const struct lg_file *f, const struct lg_macro *macro,
			struct lg_piece *p)
{
	size_t line = macro->loc.line;

	if (!line || line >= f->lines.n)
		return false;
	p->from = f->lines.v[line - 1];
	while (line < f->lines.n && (f->code[f->lines.v[line] - 2] == '\\' ||
				     f->code[f->lines.v[line] - 1] != '\n'))
		line++;		/* spliced, or in a comment */
	if (line >= f->lines.n)
		return false;
	p->end = f->lines.v[line];
	p->name = macro->name;
	p->macro = true;
	return f->code[p->from] == '#' && lg_move_plain(f, p);
}

void lg_move_need(struct lg_move *m, const char *header)
{
	for (size_t i = 0; i < m->headers.n; i++)
		if (!strcmp(m->headers.v[i], header))
			return;
	lg_vec_push(&m->headers, header);
}

/* Something that @file, in a zone, defines: that header is included. */
static bool from_zone(struct lg_move *m, const char *file)
{
	static const char root[] = "include/";

	if (!file || !lg_starts(file, root) ||
	    !lg_policy_zone(m->c->facts->policy, file))
		return false;
	if (strcmp(file, m->to))
		lg_move_need(m, file + strlen(root));
	return true;
}

bool lg_moves_too(const struct lg_move *m, const char *tag)
{
	for (size_t i = 0; i < m->movers.n; i++)
		if (!m->movers.v[i].why && !strcmp(m->movers.v[i].s->tag, tag))
			return true;
	return false;
}

/* A type that is right in an ABI, and where it comes from. */
static bool fixed_type(struct lg_move *m, const char *word)
{
	static const struct { const char *word, *header; } others[] = {
		{ "uuid_t", "linux/uuid.h" },
		{ "guid_t", "linux/uuid.h" },
		{ "gpa_t", "linux/kvm_types.h" },
		{ "gfn_t", "linux/kvm_types.h" },
		{ "__stringify", "linux/stringify.h" },
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (strcmp(word, others[i].word))
			continue;
		lg_move_need(m, others[i].header);
		return true;
	}
	return lg_matches_any(&m->c->facts->policy->fixed_types, word);
}

static bool language(const char *word)
{
	static const char *const words[] = {
		"struct", "union", "typedef", "unsigned", "signed", "int",
		"short", "long", "char", "bool", "size_t", "DECLARE_BITMAP",
		"__packed", "__packed__", "packed", "__attribute__",
		"__aligned", "__aligned__", "aligned", "sizeof",
		"const", "volatile", "__counted_by", "__counted_by_le",
		"__counted_by_be",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(words[i], word))
			return true;
	return isdigit((unsigned char)*word);
}

static const char *unknown(struct lg_move *m, const char *who, size_t from,
			   size_t end, const lg_visits *members);

/* What the file itself defines as a macro goes along. True: it does not, and
 * @why says nothing, or it cannot, and it says why. */
static bool macro_stays(struct lg_move *m, const char *name, const char **why)
{
	struct lg_pool *pool = &m->c->facts->pool;
	const struct lg_macro *macro = NULL;
	struct lg_piece p;
	size_t n = 0;

	for (size_t i = 0; i < m->pieces.n; i++)
		if (m->pieces.v[i].macro &&
		    !strcmp(m->pieces.v[i].name, name))
			return false;
	for (size_t i = 0; i < m->f->macros.n; i++) {
		if (strcmp(m->f->macros.v[i]->name, name))
			continue;
		macro = m->f->macros.v[i];
		n++;
	}
	if (!macro)
		return true;
	if (n > 1 || macro->params || !macro_range(m->f, macro, &p)) {
		*why = lg_printf(pool, "%s cannot go along: %s", name, n > 1 ?
				 "it is defined more than once" :
				 macro->params ? "it takes arguments" :
				 "its definition stands under #if");
		return true;
	}
	if (m->pieces.n >= MAX_PIECES) {
		*why = "it needs too many macros";
		return true;
	}
	lg_vec_push(&m->pieces, p);
	n = lg_file_offset(m->f, macro->loc.line, macro->loc.column);
	*why = unknown(m, name, n + strlen(name), p.end, NULL);
	return *why != NULL;
}

static bool member_name(const lg_visits *members, const char *word)
{
	for (size_t i = 0; members && i < members->n; i++)
		if (members->v[i].m->name &&
		    !strcmp(members->v[i].m->name, word))
			return true;
	return false;
}

static bool known(struct lg_move *m, const char *word, const lg_visits *members,
		  const char **why)
{
	struct lg_facts *facts = m->c->facts;
	const struct lg_struct *s;
	const struct lg_macro *macro;

	if (member_name(members, word))
		return true;
	if (!macro_stays(m, word, why))
		return true;
	if (*why)
		return false;
	if (language(word) || lg_moves_too(m, word) || fixed_type(m, word))
		return true;
	s = lg_facts_struct(facts, word);
	if (s)
		return from_zone(m, s->loc.file);
	macro = lg_facts_macro(facts, word);
	return macro && from_zone(m, macro->loc.file);
}

/* Why not every name of code @from to @end, which @who uses, is known where it
 * goes; NULL: all are. */
static const char *unknown(struct lg_move *m, const char *who, size_t from,
			   size_t end, const lg_visits *members)
{
	struct lg_pool *pool = &m->c->facts->pool;
	const char *why = NULL;
	size_t n;

	for (size_t at = from; !why && at < end; at += n ? n : 1) {
		const char *word;

		for (n = 0; lg_move_word(m->f->code[at + n]); n++)
			;
		if (!n)
			continue;
		word = lg_strndup(pool, m->f->code + at, n);
		if (!known(m, word, members, &why) && !why)
			why = lg_printf(pool, "%s uses %s, which neither "
				"<linux/types.h> nor an ABI header defines",
				who, word);
	}
	return why;
}

/* An unversioned string beside a *_VERSION macro goes where that goes. */
static const char *strings_stay(struct lg_move *m, const struct lg_macro *v)
{
	struct lg_facts *facts = m->c->facts;
	lg_macros own = { NULL, 0, 0 };
	const char *why = NULL;

	lg_file_macros(facts, m->f->path, &own);
	for (size_t i = 0; !why && i < own.n; i++)
		if (lg_macro_is_compatible(facts, own.v[i]) &&
		    lg_macro_is_version(facts, v) &&
		    lg_macro_beside(facts, own.v[i]) == v)
			macro_stays(m, own.v[i]->name, &why);
	lg_vec_free(&own);
	return why;
}

/* Why the version of @s cannot go along; NULL: it does, or there is none. */
static const char *version_stays(struct lg_move *m, const struct lg_struct *s)
{
	const struct lg_version *v = lg_struct_version(m->c->facts, s, NULL);
	const char *why = NULL;

	if (!v || from_zone(m, v->macro->loc.file))
		return NULL;
	if (v->macro->loc.file && !strcmp(v->macro->loc.file, m->f->path) &&
	    !macro_stays(m, v->macro->name, &why))
		return strings_stay(m, v->macro);
	return why ? why : "its version cannot go along";
}

bool lg_move_along(struct lg_move *m, struct lg_mover *mover)
{
	lg_visits members = { NULL, 0, 0 };

	lg_struct_members(m->c->facts, mover->s, &members);
	mover->why = unknown(m, "it", mover->piece.from, mover->piece.end,
			     &members);
	lg_vec_free(&members);
	if (!mover->why)
		mover->why = version_stays(m, mover->s);
	lg_vec_push(&m->pieces, mover->piece);
	return !mover->why;
}
