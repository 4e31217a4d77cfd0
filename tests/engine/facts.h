/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * facts.h - TAP, and facts made by hand, for the engine's unit tests.
 *
 * A front end needs a compiler; these tests need only what it would have said.
 */
#ifndef TESTS_FACTS_H
#define TESTS_FACTS_H

#include "luoguard.h"

static unsigned int tap_n, tap_failed;

static inline void tap(bool ok, const char *what)
{
	printf("%sok %u - %s\n", ok ? "" : "not ", ++tap_n, what);
	tap_failed += !ok;
}

static inline void tap_string(const char *got, const char *want,
			      const char *what)
{
	bool ok = got && want ? strcmp(got, want) == 0 : got == want;

	tap(ok, what);
	if (!ok)
		printf("# got %s, want %s\n", got ? got : "(null)",
		       want ? want : "(null)");
}

static inline int tap_end(void)
{
	printf("1..%u\n", tap_n);
	return tap_failed != 0;
}

#define ABI "include/linux/kho/abi/"

/* A struct @tag (NULL: unnamed) that stands in line @line of @file. */
static inline struct lg_struct *add_struct(struct lg_facts *facts,
					   const char *tag, const char *file,
					   unsigned int line)
{
	struct lg_struct *s = lg_facts_add_struct(facts, tag);

	s->loc.file = file;
	s->loc.line = line;
	s->loc.column = 8;
	s->align = 8;
	return s;
}

/* A member of @bits at @offset, of an integer as wide as itself. */
static inline struct lg_member *add_member(struct lg_struct *s,
					   const char *name, uint64_t offset,
					   uint64_t bits)
{
	static const struct lg_member empty;

	lg_vec_push(&s->members, empty);
	struct lg_member *m = &s->members.v[s->members.n - 1];
	m->name = name;
	m->loc = s->loc;
	m->loc.line += s->members.n;
	m->offset = offset;
	m->bits = bits;
	m->count = 1;
	m->type.name = m->type.base = bits == 64 ? "long long unsigned int" :
						   "unsigned int";
	m->type.kind = LG_TYPE_INT;
	m->type.bits = bits;
	m->type.align = bits > 64 ? 64 : bits;
	if (offset + bits > s->bits)
		s->bits = offset + bits;
	return m;
}

static inline struct lg_member *add_pointer(struct lg_struct *s,
					    const char *name, uint64_t offset,
					    const char *type, const char *tag)
{
	struct lg_member *m = add_member(s, name, offset, 64);

	m->type.kind = LG_TYPE_POINTER;
	m->type.name = type;
	m->type.tag = tag;
	return m;
}

static inline struct lg_member *add_holder(struct lg_struct *s,
					   const char *name, uint64_t offset,
					   struct lg_struct *def)
{
	struct lg_member *m = add_member(s, name, offset, def->bits);

	m->type.kind = def->is_union ? LG_TYPE_UNION : LG_TYPE_STRUCT;
	m->type.name = "struct";
	m->type.tag = def->is_typedef ? NULL : def->tag;
	m->type.def = def;
	m->type.align = def->align;
	return m;
}

/* DECLARE_KHOSER_PTR(name, type) */
static inline struct lg_member *add_khoser(struct lg_facts *facts,
					   struct lg_struct *s,
					   const char *name, uint64_t offset,
					   const char *type, const char *tag)
{
	struct lg_struct *u = add_struct(facts, NULL, s->loc.file, s->loc.line);

	u->is_union = true;
	u->align = 64;
	add_member(u, "phys", 0, 64);
	add_pointer(u, "ptr", 0, type, tag);
	return add_holder(s, name, offset, u);
}

/* The text of @path, as if it had been read. */
static inline struct lg_file *add_text(struct lg_facts *facts,
				       const char *path, const char *text)
{
	struct lg_file *f = lg_file_parse(&facts->pool, path,
					  lg_strdup(&facts->pool, text));

	lg_vec_push(&facts->files, f);
	return f;
}

static inline void add_include(struct lg_facts *facts, const char *from,
			       unsigned int line, const char *header)
{
	struct lg_include in = { { from, line, 1, 0 }, header };

	lg_vec_push(&facts->includes, in);
}

#endif /* TESTS_FACTS_H */
