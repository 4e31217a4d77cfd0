// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * page-layout.c - how a struct's bytes are used: a bar that is to scale, and a
 * table that says the same in words.
 *
 * What is drawn is the contract that the engines laid out, for the first
 * machine. Members that share bytes stand in one piece of the bar.
 */
#include "page.h"

#define MOST_PIECES 200

bool layout_minded(const char *rule)
{
	const struct lg_rule *r = lg_rule_find(rule);

	return r && r->layout;
}

/* Some of a struct's bits: of a member, of some that share them, or of none. */
struct piece {
	uint64_t from, to;
	const struct lg_contract_member *m;	/* the first one; NULL: a hole */
	bool shared;
};
typedef LG_VEC(struct piece) piece_list;

static void add_hole(piece_list *list, uint64_t from, uint64_t to)
{
	struct piece p = { from, to, NULL, false };

	if (to > from)
		lg_vec_push(list, p);
}

/* Do the members of @s behind the one at @i belong to it? Then they stand for
 * it, and its holes are seen. */
static bool opened(const struct lg_contract_struct *s, size_t i)
{
	const struct lg_contract_member *m = &s->members.v[i];
	size_t n = strlen(m->path);

	return i + 1 < s->members.n &&
	       !strncmp(s->members.v[i + 1].path, m->path, n) &&
	       s->members.v[i + 1].path[n] == '.';
}

/* @s, from its first bit to its last one. Members come in order. */
static void cut(const struct lg_contract_struct *s, piece_list *list)
{
	uint64_t end = 0;

	for (size_t i = 0; i < s->members.n; i++) {
		const struct lg_contract_member *m = &s->members.v[i];
		struct piece p = { m->offset, m->offset + m->bits, m, false };

		if (m->flexible || !m->bits || opened(s, i))
			continue;
		if (p.from < end && list->n) {
			struct piece *last = &list->v[list->n - 1];

			last->shared = true;
			end = p.to > end ? p.to : end;
			last->to = end;
			continue;
		}
		add_hole(list, end, p.from);
		lg_vec_push(list, p);
		end = p.to;
	}
	add_hole(list, end, s->bits);
}

static void say_bits(FILE *to, uint64_t bits)
{
	if (bits % 8)
		fprintf(to, "%llu bits", (unsigned long long)bits);
	else
		fprintf(to, "%llu byte%s", (unsigned long long)(bits / 8),
			bits == 8 ? "" : "s");
}

static void draw_bar(FILE *to, const struct lg_contract_struct *s,
		     const piece_list *list)
{
	fputs("<div class=\"bar\" aria-hidden=\"true\">", to);
	for (size_t i = 0; i < list->n && i < MOST_PIECES; i++) {
		const struct piece *p = &list->v[i];

		fprintf(to, "<span%s style=\"flex:%llu 1 0\" title=\"",
			p->m ? "" : " class=\"hole\"",
			(unsigned long long)(p->to - p->from));
		html_text(to, p->m ? p->m->path : "hole");
		fputs("\">", to);
		html_text(to, p->m ? p->m->path : "hole");
		fputs(p->shared ? " \342\200\246</span>" : "</span>", to);
	}
	if (s->members.n && s->members.v[s->members.n - 1].flexible)
		fputs("<span style=\"flex:0 0 1.2rem\">\342\200\246</span>",
		      to);
	fputs("</div>\n", to);
}

/* What is another than it was, in a cell. */
static void tell_change(FILE *to, const struct lg_contract_struct *was,
			const struct lg_contract_member *m)
{
	const struct lg_contract_member *old = NULL;
	struct lg_pool pool = { NULL };

	if (!was)
		return;
	for (size_t i = 0; i < was->members.n && !old; i++)
		if (!strcmp(was->members.v[i].path, m->path))
			old = &was->members.v[i];
	fputs("<td>", to);
	if (!old) {
		fputs("new", to);
	} else {
		if (old->offset != m->offset) {
			fprintf(to, "was at %s",
				lg_say_place(&pool, old->offset));
		}
		if (old->bits != m->bits) {
			fputs(old->offset != m->offset ? ", " : "was ", to);
			say_bits(to, old->bits);
			fputs(" long", to);
		}
	}
	fputs("</td>", to);
	lg_pool_free(&pool);
}

static void place_cells(FILE *to, uint64_t offset, uint64_t bits)
{
	fprintf(to, "<td class=\"num\">%llu", (unsigned long long)(offset / 8));
	if (offset % 8)
		fprintf(to, " + %llu bits", (unsigned long long)(offset % 8));
	fputs("</td><td class=\"num\">", to);
	if (bits % 8)
		say_bits(to, bits);
	else
		fprintf(to, "%llu", (unsigned long long)(bits / 8));
	fputs("</td>", to);
}

static void hole_row(FILE *to, const struct piece *p, bool compared)
{
	fputs("<tr class=\"hole\">", to);
	place_cells(to, p->from, p->to - p->from);
	fprintf(to, "<td>hole</td><td>no member has these bytes</td>%s"
		"</tr>\n", compared ? "<td></td>" : "");
}

static void member_row(FILE *to, const struct lg_contract_member *m,
		       const struct lg_contract_struct *was)
{
	fputs("<tr>", to);
	place_cells(to, m->offset, m->bits);
	fputs("<td><code>", to);
	html_text(to, m->path);
	fputs(m->flexible ? "[]</code></td><td><code>" :
	      "</code></td><td><code>", to);
	html_text(to, m->type);
	if (m->count > 1)
		fprintf(to, "[%llu]", (unsigned long long)m->count);
	fputs("</code></td>", to);
	tell_change(to, was, m);
	fputs("</tr>\n", to);
}

static void draw_table(FILE *to, const struct lg_contract_struct *s,
		       const piece_list *list,
		       const struct lg_contract_struct *was)
{
	size_t k = 0;

	fprintf(to, "<table class=\"layout\"><thead><tr><th scope=\"col\" "
		"class=\"num\">At byte</th><th scope=\"col\" class=\"num\">"
		"Bytes</th><th scope=\"col\">Member</th><th scope=\"col\">Type"
		"</th>%s</tr></thead><tbody>\n",
		was ? "<th scope=\"col\">Before</th>" : "");
	for (size_t i = 0; i < s->members.n; i++) {
		for (; k < list->n && list->v[k].from <= s->members.v[i].offset;
		     k++)
			if (!list->v[k].m)
				hole_row(to, &list->v[k], was);
		member_row(to, &s->members.v[i], was);
	}
	for (; k < list->n; k++)
		if (!list->v[k].m)
			hole_row(to, &list->v[k], was);
	fputs("</tbody></table>\n", to);
}

static void draw(FILE *to, const char *when, const char *machine,
		 const struct lg_contract_struct *s,
		 const struct lg_contract_struct *was)
{
	struct lg_pool pool = { NULL };
	piece_list list = { NULL, 0, 0 };

	cut(s, &list);
	fputs("<figure>\n<figcaption><code>", to);
	html_text(to, lg_contract_struct_name(&pool, s));
	fprintf(to, "</code>%s: ", when);
	say_bits(to, s->bits);
	fprintf(to, "%s, on ", s->packed ? ", packed" : "");
	html_text(to, machine);
	fputs("</figcaption>\n", to);
	draw_bar(to, s, &list);
	draw_table(to, s, &list, was);
	fputs("</figure>\n", to);
	lg_vec_free(&list);
	lg_pool_free(&pool);
}

static const struct lg_contract *first(const struct lg_contracts *all)
{
	return all->machines.n ? all->machines.v[0] : NULL;
}

static bool same_layout(const struct lg_contract_struct *a,
			const struct lg_contract_struct *b)
{
	bool same = a->bits == b->bits && a->members.n == b->members.n;

	for (size_t i = 0; same && i < a->members.n; i++)
		same = a->members.v[i].offset == b->members.v[i].offset &&
		       a->members.v[i].bits == b->members.v[i].bits &&
		       !strcmp(a->members.v[i].path, b->members.v[i].path);
	return same;
}

bool layout_draw(FILE *to, const struct verdict *v, const char *tag)
{
	const struct lg_contract *after = first(&v->is), *before = first(&v->was);
	const struct lg_contract_struct *is, *was;

	is = after ? lg_contract_struct_find(after, tag) : NULL;
	was = before ? lg_contract_struct_find(before, tag) : NULL;
	if (!is)
		return false;
	if (was && same_layout(was, is))
		was = NULL;
	if (was)
		draw(to, " before", before->machine, was, NULL);
	draw(to, was ? " after" : "", after->machine, is, was);
	return true;
}
