// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * abi-config - the layout is the same in every configuration and on both
 * architectures that live update runs on.
 *
 * Three ways to see it: a conditional in the struct's text (whichever side
 * the compiler saw), a CONFIG option in a member's declaration, followed
 * through macros, and the layouts that compilers for two machines made. An
 * option that is an enumerator's value is not followed.
 *
 * A whole struct under #ifdef CONFIG_X is right: a kernel without X neither
 * writes nor reads it. So is what follows the page size: KHO hands nothing
 * over between kernels that differ in it.
 */
#include <ctype.h>
#include <fnmatch.h>

#include "luoguard.h"

#define MAX_DEPTH 8

static const char *const page_size[] = {
	"CONFIG_PAGE_SHIFT", "CONFIG_PAGE_SIZE_*", "CONFIG_HAVE_PAGE_SIZE_*",
	"CONFIG_*_4K_PAGES", "CONFIG_*_16K_PAGES", "CONFIG_*_64K_PAGES",
	"CONFIG_*_256K_PAGES",
};

static const char *const machine_words[] = {
	"__x86_64__", "__i386__", "__aarch64__", "__arm__", "__LP64__",
	"BITS_PER_LONG", "__BITS_PER_LONG",
};

/* The option or machine that @name stands for by itself; else NULL. */
static const char *varies(const char *name)
{
	for (size_t i = 0; i < sizeof(machine_words) / sizeof(char *); i++)
		if (!strcmp(name, machine_words[i]))
			return name;
	if (!lg_starts(name, "CONFIG_"))
		return NULL;
	for (size_t i = 0; i < sizeof(page_size) / sizeof(char *); i++)
		if (!fnmatch(page_size[i], name, 0))
			return NULL;
	return name;
}

static const char *find_option(struct lg_check *c, const char *text,
			       size_t bytes, int depth, bool lengths);

/* A macro of an ABI header that a conditional chooses the body of. */
static const char *macro_option(struct lg_check *c, const struct lg_macro *m,
				int depth)
{
	const char *found = find_option(c, m->body, strlen(m->body),
					depth + 1, true);
	lg_groups groups = { NULL, 0, 0 };

	if (found || !m->loc.file ||
	    !lg_policy_zone(c->facts->policy, m->loc.file))
		return found;
	lg_file_groups(&c->facts->pool, lg_facts_file(c->facts, m->loc.file),
		       &groups);
	for (size_t i = 0; i < groups.n && !found; i++) {
		const struct lg_group *g = &groups.v[i];

		if (!g->guard && g->line < m->loc.line &&
		    g->end_line > m->loc.line)
			found = find_option(c, g->condition,
					    strlen(g->condition), depth + 1,
					    false);
	}
	lg_vec_free(&groups);
	return found;
}

/* The first option that @text names, itself or through macros. BITS_PER_LONG
 * is 64 wherever KHO is: as a length it is no variation. */
static const char *find_option(struct lg_check *c, const char *text,
			       size_t bytes, int depth, bool lengths)
{
	for (size_t at = 0; at < bytes && depth < MAX_DEPTH;) {
		size_t n = 0;
		const char *name, *found;
		const struct lg_macro *m;

		while (at + n < bytes && (isalnum((unsigned char)text[at + n]) ||
					  text[at + n] == '_'))
			n++;
		if (!n || isdigit((unsigned char)text[at])) {
			at += n ? n : 1;
			continue;
		}
		name = lg_strndup(&c->facts->pool, text + at, n);
		at += n;
		found = varies(name);
		if (found && !(lengths && strstr(found, "BITS_PER_LONG")))
			return found;
		m = found || lg_starts(name, "CONFIG_") ? NULL :
			lg_facts_macro(c->facts, name);
		found = m ? macro_option(c, m, depth) : NULL;
		if (found)
			return found;
	}
	return NULL;
}

/* ------------------------------------------------- conditionals in the body */

/* The first name that the lines of @g declare, or NULL: they declare none. */
static const char *declared(struct lg_check *c, const struct lg_file *f,
			    const struct lg_group *g, unsigned int *line)
{
	for (unsigned int n = g->line + 1; n < g->end_line; n++) {
		size_t at = f->lines.v[n - 1];
		size_t end = n < f->lines.n ? f->lines.v[n] : f->bytes;
		size_t stop = at;

		while (at < end && isspace((unsigned char)f->code[at]))
			at++;
		if (at < end && f->code[at] == '#')
			continue;
		while (stop < end && !strchr(";[:", f->code[stop]))
			stop++;
		if (stop == end || (f->code[stop] == ':' && stop == at))
			continue;
		while (stop > at && !isalnum((unsigned char)f->code[stop - 1]) &&
		       f->code[stop - 1] != '_')
			stop--;
		for (at = stop; at && (isalnum((unsigned char)f->code[at - 1]) ||
				       f->code[at - 1] == '_'); at--)
			;
		*line = n;
		return lg_strndup(&c->facts->pool, f->code + at, stop - at);
	}
	return NULL;
}

static void report_group(struct lg_check *c, const struct lg_struct *s,
			 const struct lg_file *f, const struct lg_group *g,
			 const char *option)
{
	unsigned int line = 0;
	const char *name = declared(c, f, g, &line);
	struct lg_finding *fi;
	struct lg_loc loc = { f->path, 0, 0, 0 };

	if (!name)
		return;
	fi = lg_report_struct(c, LG_WARNING, s, NULL,
			      "@%s of %s stands under #%s %s: the layout "
			      "changes with %s", name,
			      lg_struct_name(c->facts, s), g->directive,
			      g->condition, option);
	loc.line = line;
	fi->loc.line = line;
	fi->loc.column = 0;
	fi->loc.origin = 0;
	fi->member = lg_strdup(&c->findings->pool, name);
	loc.line = g->line;
	lg_finding_note(c, fi, loc, "a kernel with it reads other bytes than "
			"one without it has written");
	lg_finding_fix(c, fi, "keep the member in every configuration, and "
		       "write 0 where there is nothing to say");
}

/* Reports each group in the body that is in no other reported one. */
static void check_groups(struct lg_check *c, const struct lg_struct *s,
			 const struct lg_file *f)
{
	lg_groups groups = { NULL, 0, 0 };
	size_t start = lg_struct_start(f, s);
	unsigned int first, through = 0;

	if (start == (size_t)-1 || !s->end.file || !f->text)
		return;
	first = lg_file_loc(f, start).line;
	lg_file_groups(&c->facts->pool, f, &groups);
	for (size_t i = 0; i < groups.n; i++) {
		const struct lg_group *g = &groups.v[i];
		const char *option;

		if (g->guard || g->line <= first || g->line < through ||
		    g->end_line > s->end.line)
			continue;
		option = find_option(c, g->condition, strlen(g->condition), 0,
				     false);
		if (!option)
			continue;
		through = g->end_line;
		report_group(c, s, f, g, option);
	}
	lg_vec_free(&groups);
}

/* ------------------------------------------------------------ declarations */

/* Does the line that byte @at lies on begin with a "#"? */
static bool in_directive(const struct lg_file *f, size_t at)
{
	while (at && f->code[at - 1] != '\n')
		at--;
	while (isspace((unsigned char)f->code[at]))
		at++;
	return f->code[at] == '#';
}

/* The text of the declaration around byte @at: the type in front of the name
 * and the lengths behind it. A name in parentheses is a macro's argument, as
 * in DECLARE_BITMAP(name, BITS): all of its arguments count. */
static void declaration(const struct lg_file *f, size_t at, size_t *from,
			size_t *to)
{
	int depth = 0;

	for (*from = at; *from; --*from) {
		char b = f->code[*from - 1];

		depth += (b == '(') - (b == ')');
		if (strchr(";{}", b) || (b == ',' && depth == 0) ||
		    (b == '\n' && in_directive(f, *from - 1)))
			break;
	}
	for (*to = at; *to < f->bytes; ++*to) {
		char b = f->code[*to];

		if (strchr(";{}", b) || (b == ',' && depth <= 0) ||
		    (b == '\n' && in_directive(f, *to + 1)))
			break;
		depth += (b == '(') - (b == ')');
	}
}

static void check_declaration(struct lg_check *c, const struct lg_struct *s,
			      const struct lg_file *f,
			      const struct lg_visit *v)
{
	size_t at, from, to;
	const char *option;
	struct lg_finding *fi;

	if (!v->m->name || !v->m->loc.file || strcmp(v->m->loc.file, f->path))
		return;
	at = lg_file_offset(f, v->m->loc.line, v->m->loc.column);
	if (at == (size_t)-1)
		return;
	declaration(f, at, &from, &to);
	/* The name itself may be a macro's, too: "current". */
	option = find_option(c, f->code + from, at - from, 0, true);
	at += strlen(v->m->name);
	if (!option && at < to)
		option = find_option(c, f->code + at, to - at, 0, true);
	if (!option)
		return;
	fi = lg_report_struct(c, LG_WARNING, s, v->m, "@%s of %s is declared "
			      "with %s: the layout changes with the "
			      "configuration", v->path,
			      lg_struct_name(c->facts, s), option);
	fi->member = lg_strdup(&c->findings->pool, v->path);
	lg_finding_fix(c, fi, "give it a number of its own that no "
		       "configuration changes, and check at build time that "
		       "%s fits in", option);
}

/* ---------------------------------------------------------- other machines */

/* "byte 12", or "bit 99" where it is no whole byte. */
static const char *units(struct lg_check *c, uint64_t bits, bool place)
{
	bool whole = bits % 8 == 0;
	unsigned long long n = whole ? bits / 8 : bits;

	if (place)
		return lg_printf(&c->facts->pool, "%s %llu",
				 whole ? "byte" : "bit", n);
	return lg_printf(&c->facts->pool, "%llu %s%s", n,
			 whole ? "byte" : "bit", n == 1 ? "" : "s");
}

static void report_difference(struct lg_check *c, const struct lg_struct *s,
			      const struct lg_visit *v,
			      const struct lg_layout *l,
			      const struct lg_layout_line *other)
{
	bool width = v->m->bits != other->bits;
	struct lg_finding *fi;

	fi = lg_report_struct(c, LG_WARNING, s, v->m, "@%s of %s is %s%s here "
			      "and %s%s on %s: the layout changes with the "
			      "architecture", v->path,
			      lg_struct_name(c->facts, s), width ? "" : "at ",
			      units(c, width ? v->m->bits : v->offset, !width),
			      width ? "" : "at ",
			      units(c, width ? other->bits : other->offset,
				    !width), l->machine);
	fi->member = lg_strdup(&c->findings->pool, v->path);
	lg_finding_fix(c, fi, "use a type of fixed width and alignment");
}

/* No member moves, and what follows the struct does: padding at its end. */
static void check_size(struct lg_check *c, const struct lg_struct *s,
		       const struct lg_layout *l)
{
	const struct lg_layout_line *other = lg_layout_find(l, s->tag, "");
	struct lg_finding *fi;

	if (!other || other->bits == s->bits)
		return;
	fi = lg_report_struct(c, LG_WARNING, s, NULL, "%s is %s here and %s "
			      "on %s: its size changes with the architecture",
			      lg_struct_name(c->facts, s),
			      units(c, s->bits, false),
			      units(c, other->bits, false), l->machine);
	lg_finding_fix(c, fi, "add __packed, or members that fill the "
		       "padding, and no alignment of the architecture's");
}

/* The first member that differs: it moves all that follow. */
static void check_layout(struct lg_check *c, const struct lg_struct *s,
			 const lg_visits *all, const struct lg_layout *l)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct lg_visit *v = &all->v[i];
		const struct lg_layout_line *other = v->m->name ?
			lg_layout_find(l, s->tag, v->path) : NULL;

		if (!other || (other->bits == v->m->bits &&
			       other->offset == v->offset))
			continue;
		report_difference(c, s, v, l, other);
		return;
	}
	check_size(c, s, l);
}

/* One cause for a member is enough. */
static bool reported(const struct lg_check *c, size_t first,
		     const struct lg_visit *v)
{
	for (size_t i = first; i < c->findings->v.n; i++)
		if (v->m->name && c->findings->v.v[i]->member &&
		    !strcmp(c->findings->v.v[i]->member, v->m->name))
			return true;
	return false;
}

static void check_struct(struct lg_check *c, const struct lg_struct *s)
{
	struct lg_file *f = lg_facts_file(c->facts, s->loc.file);
	lg_visits all = { NULL, 0, 0 };
	size_t before = c->findings->v.n;

	if (!f->text || lg_struct_borrowed(s))
		return;
	lg_struct_members(c->facts, s, &all);
	check_groups(c, s, f);
	for (size_t i = 0; i < all.n; i++)
		if (!reported(c, before, &all.v[i]))
			check_declaration(c, s, f, &all.v[i]);
	for (const struct lg_layout *l = c->facts->others;
	     l && c->findings->v.n == before; l = l->next)
		check_layout(c, s, &all, l);
	lg_vec_free(&all);
}

const struct lg_rule lg_rule_abi_config = {
	"abi-config",
	"a layout that changes with configuration, architecture or page size",
	LG_WARNING,
	"The two kernels of a live update are configured apart. A member that is\n"
	"there only with CONFIG_FOO moves every member behind it, and nothing in\n"
	"the version says so: both kernels were built from the same header.\n"
	"\n"
	"A whole struct under #ifdef CONFIG_FOO is right: a kernel without FOO\n"
	"neither writes nor reads it. What follows the page size alone is right,\n"
	"too: KHO hands nothing over between kernels that differ in it.",
	"struct foo_ser {\n"
	"	u64 token;\n"
	"#ifdef CONFIG_FOO_STATS\n"
	"	u64 hits;\n"
	"#endif\n"
	"	u64 end;\n"
	"} __packed;\n",
	"struct foo_ser {\n"
	"	u64 token;\n"
	"	u64 hits;\n"
	"	u64 end;\n"
	"} __packed;\n",
	"Keep every member in every configuration; one that has nothing to say\n"
	"is 0. Give arrays a length of their own and check at build time that\n"
	"what the configuration asks for fits in.",
	"include/linux/kho/abi/luo.h: \"Any modification to the structure fields,\n"
	"compatible strings, or the layout of the `__packed` serialization\n"
	"structures defined here constitutes a breaking change.\" An option makes\n"
	"one without a new version.",
	check_struct, NULL, NULL, LG_SUBJECT_SERIALIZED, NULL, true,
};
