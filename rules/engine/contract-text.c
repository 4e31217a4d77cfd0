// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * contract-text.c - contracts as text: printed and read by the same tables, which stand
 * in contract-field.c.
 *
 * The first line is "luoguard-contract 1". Each further one begins with what
 * it is and its name, and goes on with pairs of a key and a value; what is not
 * there has no pair, a flag's value is "yes". White space in front of a line
 * only helps the eye. A value in double quotes has \" \\ \n \t and \xNN in it.
 * Lines with nothing in them, or a '#' first, say nothing; any other line, key
 * or word is an error.
 *
 *     machine NAME        what follows is laid out for it: "x86-64 with 4K
 *                         pages"; the first machine is the one that findings
 *                         speak of
 *     header PATH         all of it is in the record
 *     version NAME        a macro that governs
 *         value           what it stands for: "luo-v5", "1"
 *         body            its text
 *     struct TAG          size (bytes), align, packed, union, typedef (TAG is
 *                         a typedef's), zone (versioned, append-only; held: no
 *                         contract, but a contract holds it), version (NAME of
 *                         a version line), doc
 *     member PATH         of the struct above: offset, size (bytes; "12b" is
 *                         bits), count (elements), is (unsigned, signed, bool,
 *                         enum, pointer, kho-pointer, float, struct, union,
 *                         other), type, holds (TAG), bitfield, flexible, doc
 *     constant NAME       is (integer, string, text), value, number, of (its
 *                         enum's tag), last (of its enum), step (others of
 *                         its file are computed from it), zone, version
 *
 * version, struct and constant have a file, a line and a column, member a line
 * and a column. Machines stand in the order they were laid out in; headers,
 * versions, structs and constants in that of their files, lines and names; members in
 * their struct's.
 */
#include "contract-text.h"

#define HEAD "luoguard-contract 1"

/* By file, line and name. */
#define ORDER(name, type, key)						\
	static int name(const void *a, const void *b)			\
	{								\
		const struct type *x = *(const struct type *const *)a;	\
		const struct type *y = *(const struct type *const *)b;	\
		int by = strcmp(x->file, y->file);			\
									\
		if (!by)						\
			by = (x->line > y->line) - (x->line < y->line);	\
		return by ? by : strcmp(x->key, y->key);		\
	}

static int header_order(const void *a, const void *b)
{
	return strcmp((*(const struct lg_contract_header *const *)a)->path,
		      (*(const struct lg_contract_header *const *)b)->path);
}

ORDER(version_order, lg_contract_version, name)
ORDER(struct_order, lg_contract_struct, tag)
ORDER(constant_order, lg_contract_constant, name)

#define SORT(list, order)						\
	do {								\
		if ((list)->n)						\
			qsort((list)->v, (list)->n, sizeof(*(list)->v),	\
			      order);					\
	} while (0)

static void write_machine(struct lg_contract *c, FILE *out)
{
	SORT(&c->headers, header_order);
	SORT(&c->versions, version_order);
	SORT(&c->structs, struct_order);
	SORT(&c->constants, constant_order);
	lg_field_put("machine", lg_machine_fields, c, out);
	for (size_t i = 0; i < c->headers.n; i++)
		lg_field_put("header", lg_header_fields, c->headers.v[i], out);
	for (size_t i = 0; i < c->versions.n; i++)
		lg_field_put("version", lg_version_fields, c->versions.v[i], out);
	for (size_t i = 0; i < c->structs.n; i++) {
		const struct lg_contract_struct *s = c->structs.v[i];

		lg_field_put("struct", lg_struct_fields, s, out);
		for (size_t k = 0; k < s->members.n; k++)
			lg_field_put("  member", lg_member_fields, &s->members.v[k],
				 out);
	}
	for (size_t i = 0; i < c->constants.n; i++)
		lg_field_put("constant", lg_constant_fields, c->constants.v[i], out);
}

void lg_contracts_write(struct lg_contracts *all, FILE *out)
{
	fputs(HEAD "\n", out);
	for (size_t i = 0; i < all->machines.n; i++)
		if (all->machines.v[i]->headers.n ||
		    all->machines.v[i]->structs.n ||
		    all->machines.v[i]->constants.n)
			write_machine(all->machines.v[i], out);
}

/* ------------------------------------------------------------------ reading */

static bool read_member(struct reading *r, const char *at)
{
	struct lg_contract_member m;

	memset(&m, 0, sizeof(m));
	if (!r->s)
		return lg_field_wrong(r, "member: of no struct");
	if (!lg_field_read(r, "member", lg_member_fields, at, &m))
		return false;
	if (!m.type)
		return lg_field_wrong(r, "member: of no type");
	if (!r->known)
		lg_vec_push(&r->s->members, m);
	return true;
}

static bool read_machine(struct reading *r, const char *at)
{
	const char *name = lg_field_word(r, &at);

	if (!name || lg_field_word(r, &at))
		return lg_field_wrong(r, "machine: expected one name");
	r->c = lg_contract_of(r->all, name);
	return true;
}

static bool read_struct(struct reading *r, const char *at)
{
	struct lg_contract_struct *s = lg_new(&r->all->pool,
					      struct lg_contract_struct);

	if (!lg_field_read(r, "struct", lg_struct_fields, at, s))
		return false;
	if (!s->file)
		return lg_field_wrong(r, "struct: of no file");
	r->known = lg_contract_struct_find(r->c, s->tag) != NULL;
	if (!r->known)
		lg_vec_push(&r->c->structs, s);
	r->s = s;
	return true;
}

static bool read_header(struct reading *r, const char *at)
{
	struct lg_contract_header *h = lg_new(&r->all->pool,
					      struct lg_contract_header);

	if (!lg_field_read(r, "header", lg_header_fields, at, h))
		return false;
	if (!lg_contract_header_find(r->c, h->path))
		lg_vec_push(&r->c->headers, h);
	return true;
}

static bool read_version(struct reading *r, const char *at)
{
	struct lg_contract_version *v = lg_new(&r->all->pool,
					       struct lg_contract_version);

	if (!lg_field_read(r, "version", lg_version_fields, at, v))
		return false;
	if (!v->file)
		return lg_field_wrong(r, "version: of no file");
	if (!lg_contract_version_find(r->c, v->name))
		lg_vec_push(&r->c->versions, v);
	return true;
}

static bool read_constant(struct reading *r, const char *at)
{
	struct lg_contract_constant *c = lg_new(&r->all->pool,
						struct lg_contract_constant);

	if (!lg_field_read(r, "constant", lg_constant_fields, at, c))
		return false;
	if (!c->file)
		return lg_field_wrong(r, "constant: of no file");
	if (!lg_contract_constant_find(r->c, c->name))
		lg_vec_push(&r->c->constants, c);
	return true;
}

static const struct {
	const char *kind;
	bool (*read)(struct reading *r, const char *at);
} lines[] = {
	{ "header", read_header }, { "version", read_version },
	{ "struct", read_struct }, { "constant", read_constant },
};

static bool read_line(struct reading *r, const char *at)
{
	const char *kind = lg_field_word(r, &at);

	if (!kind || *kind == '#')
		return !r->error;
	if (r->c && !strcmp(kind, "member"))
		return read_member(r, at);
	r->s = NULL;
	if (!strcmp(kind, "machine"))
		return read_machine(r, at);
	if (!r->c)
		return lg_field_wrong(r, "%s: of no machine", kind);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (!strcmp(kind, lines[i].kind))
			return lines[i].read(r, at);
	return lg_field_wrong(r, "unknown line \"%s\"", kind);
}

const char *lg_contracts_read(struct lg_contracts *all, const char *name,
			      const char *text)
{
	size_t n = strcspn(text, "\n");
	struct reading r;

	memset(&r, 0, sizeof(r));
	r.all = all;
	r.name = name;
	r.line = 1;
	if (n != strlen(HEAD) || memcmp(text, HEAD, n)) {
		lg_field_wrong(&r, "the first line is not \"" HEAD "\"");
		return r.error;
	}
	for (text += n; *text && !r.error; text += n) {
		text++;
		r.line++;
		n = strcspn(text, "\n");
		if (n && !text[n])
			lg_field_wrong(&r, "the line does not end");
		else
			read_line(&r, lg_strndup(&all->pool, text, n));
	}
	return r.error;
}
