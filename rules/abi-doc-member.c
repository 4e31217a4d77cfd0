// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * abi-doc-member - a member without "@member:", or "@member:" without one.
 *
 * Which members have to be described, the facts say; what is described, the
 * comment says. Where the braces hold #if, the facts are one configuration's,
 * so a name that stands anywhere between them counts as a member.
 */
#include <ctype.h>

#include "luoguard.h"

/* ------------------------------------------------------------ near misses */

#define MAX_NAME 64

/* How many letters to insert, drop, change or swap to make @b of @a. */
static size_t distance(const char *a, const char *b)
{
	size_t row[3][MAX_NAME + 1], n = strlen(a), m = strlen(b);

	if (n > MAX_NAME || m > MAX_NAME)
		return MAX_NAME;
	for (size_t j = 0; j <= m; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t *now = row[i % 3], *last = row[(i - 1) % 3];
		size_t *before = row[(i + 1) % 3];

		now[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t best = last[j - 1] + (a[i - 1] != b[j - 1]);

			if (last[j] + 1 < best)
				best = last[j] + 1;
			if (now[j - 1] + 1 < best)
				best = now[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && before[j - 2] + 1 < best)
				best = before[j - 2] + 1;
			now[j] = best;
		}
	}
	return row[n % 3][m];
}

/* The member that @name was probably meant to be: an undescribed one first. */
static const char *nearest(const struct lg_doc *doc, const lg_doc_slots *slots,
			   const char *name)
{
	size_t limit = strlen(name) / 3, best = 0;
	const char *found = NULL;

	limit = limit < 1 ? 1 : limit > 3 ? 3 : limit;
	for (size_t i = 0; i < slots->n; i++) {
		const char *other = slots->v[i].name;
		const char *last = strrchr(other, '.');
		size_t d = distance(name, other);

		if (lg_doc_member(doc, other))
			continue;
		if (last && !strcmp(last + 1, name))
			d = 0;
		if (d <= limit && (!found || d < best)) {
			found = other;
			best = d;
		}
	}
	return found;
}

static const struct lg_member *find_path(const struct lg_struct *s,
					 const char *path, int depth)
{
	size_t n = strcspn(path, ".");

	for (size_t i = 0; i < s->members.n && depth < 32; i++) {
		const struct lg_member *m = &s->members.v[i];
		const struct lg_struct *def = m->type.def;
		const struct lg_member *in = NULL;

		if (!m->name && def) {
			in = find_path(def, path, depth + 1);
		} else if (m->name && strlen(m->name) == n &&
			   !strncmp(m->name, path, n)) {
			if (!path[n])
				return m;
			if (def)
				in = find_path(def, path + n + 1, depth + 1);
		}
		if (in)
			return in;
	}
	return NULL;
}

/* The "@name:" without a member that was probably meant to be @slot's. */
static const struct lg_doc_param *
meant_for(const struct lg_struct *s, const struct lg_doc *doc,
	  const lg_doc_slots *slots, const struct lg_doc_slot *slot)
{
	for (size_t i = 0; i < doc->params.n; i++) {
		const struct lg_doc_param *p = &doc->params.v[i];
		const char *name;

		if (find_path(s, p->name, 0))
			continue;
		name = nearest(doc, slots, p->name);
		if (name && !strcmp(name, slot->name))
			return p;
	}
	return NULL;
}

/* Where the name that @p describes stands in its line; (size_t)-1. */
static size_t name_at(const struct lg_file *f, const struct lg_doc_param *p)
{
	size_t at = f->lines.v[p->line - 1], n = strlen(p->name);
	size_t end = p->line < f->lines.n ? f->lines.v[p->line] : f->bytes;

	while (at < end && f->text[at] != '@')
		at++;
	at++;
	if (at + n >= end || strncmp(f->text + at, p->name, n))
		return (size_t)-1;
	return at;
}

/* The name that stands there becomes the one that was meant. */
static void rename_param(struct lg_check *c, struct lg_finding *found,
			 const struct lg_file *f, const struct lg_doc_param *p,
			 const char *name)
{
	size_t at = name_at(f, p);

	if (at == (size_t)-1)
		return;
	lg_finding_replace(c, found, lg_file_loc(f, at),
			   (unsigned int)strlen(p->name), name);
	found->mends = true;
}

/* ------------------------------------------------------- missing @member: */

/* Is line @line of a comment the last of what @member: or the purpose says? */
static bool text_ends(const struct lg_file *f, unsigned int line)
{
	size_t at = f->lines.v[line];	/* the next line */

	while (at < f->bytes && (f->text[at] == ' ' || f->text[at] == '\t'))
		at++;
	if (at >= f->bytes || f->text[at] != '*')
		return true;
	while (at < f->bytes && f->text[at] == '*')
		at++;		/* the comment may end in two stars */
	while (at < f->bytes && (f->text[at] == ' ' || f->text[at] == '\t'))
		at++;
	return at >= f->bytes || strchr("\r\n@/", f->text[at]);
}

/* The line behind the last member described in the head comment, or behind
 * the purpose; 0: the comment has no such line. */
static unsigned int last_place(const struct lg_file *f,
			       const struct lg_doc *doc)
{
	unsigned int line = doc->line + 1;

	for (size_t i = 0; i < doc->params.n; i++)
		if (!doc->params.v[i].in_body && doc->params.v[i].line > line)
			line = doc->params.v[i].line;
	while (line < doc->end_line && !text_ends(f, line))
		line++;
	return line < doc->end_line ? line + 1 : 0;
}

/* Where the line for slot @at belongs: in front of the next one described in
 * the head comment. False: it would come last. */
static bool place_for(const struct lg_doc *doc, const lg_doc_slots *slots,
		      size_t at, unsigned int *line)
{
	for (at++; at < slots->n; at++) {
		const struct lg_doc_param *p =
			lg_doc_member(doc, slots->v[at].name);

		if (p && !p->in_body) {
			*line = p->line;
			return true;
		}
	}
	return false;
}

static void report_missing(struct lg_check *c, const struct lg_struct *s,
			   const struct lg_doc *doc, const lg_doc_slots *slots,
			   size_t i)
{
	const struct lg_doc_slot *slot = &slots->v[i];
	const struct lg_file *f = lg_facts_file(c->facts, s->loc.file);
	struct lg_finding *found;
	struct lg_loc head, at;
	const struct lg_doc_param *wrong;
	unsigned int line;

	found = lg_report_struct(c, LG_WARNING, s, slot->member,
				 "the kernel-doc of %s does not describe @%s",
				 lg_struct_name(c->facts, s), slot->name);
	found->member = lg_strdup(&c->findings->pool, slot->name);
	head = lg_file_loc(f, f->lines.v[doc->line - 1]);
	lg_finding_note(c, found, head, "its kernel-doc is here");
	lg_finding_fix(c, found, "add \"@%s:\" with its unit and its values",
		       slot->name);
	wrong = meant_for(s, doc, slots, slot);
	if (wrong) {
		rename_param(c, found, f, wrong, slot->name);
		return;
	}
	if (!place_for(doc, slots, i, &line)) {
		line = last_place(f, doc);
		if (!line) {
			lg_finding_left(c, found, "its kernel-doc has no line "
					"to put it behind");
			return;
		}
	}
	at = lg_file_loc(f, f->lines.v[line - 1]);
	at.origin = s->loc.origin;
	lg_finding_insert(c, found, at,
			  lg_printf(&c->facts->pool,
				    " * @%s: describe %s, its unit and its "
				    "values\n", slot->name, slot->name));
	found->mends = true;
}

/* -------------------------------------------------- @member: without one */

static bool is_word(char ch)
{
	return isalnum((unsigned char)ch) || ch == '_';
}

/* May another configuration have a member of that name? */
static bool conditional(const struct lg_file *f, const struct lg_doc *doc,
			const char *path)
{
	const char *name = strrchr(path, '.');
	size_t n, at;
	bool has_if = false, named = false;

	name = name ? name + 1 : path;
	n = strlen(name);
	for (at = doc->body; at + n < doc->body_end; at++) {
		if (f->code[at] == '#') {
			size_t word = at + 1 + strspn(f->code + at + 1, " \t");

			has_if |= !strncmp(f->code + word, "if", 2);
		}
		named |= !strncmp(f->code + at, name, n) &&
			 !is_word(f->code[at - 1]) &&
			 !is_word(f->code[at + n]);
	}
	return has_if && named;
}

static void report_excess(struct lg_check *c, const struct lg_struct *s,
			  const struct lg_doc *doc, const lg_doc_slots *slots,
			  const struct lg_doc_param *p)
{
	const struct lg_file *f = lg_facts_file(c->facts, s->loc.file);
	const char *meant = nearest(doc, slots, p->name);
	const char *name = lg_struct_name(c->facts, s);
	struct lg_finding *found;
	struct lg_loc loc;
	size_t at, end;

	found = lg_report_struct(c, LG_WARNING, s, NULL,
				 meant ? "%s has no member @%s: did you mean "
					 "@%s?" : "%s has no member @%s",
				 name, p->name, meant);
	at = f->lines.v[p->line - 1];
	end = p->line < f->lines.n ? f->lines.v[p->line] : f->bytes;
	while (at < end && f->text[at] != '@')
		at++;
	loc = lg_file_loc(f, at < end ? at : f->lines.v[p->line - 1]);
	found->loc.line = loc.line;
	found->loc.column = loc.column;
	/* The front end's handle stands for the struct, not for this line. */
	found->loc.origin = 0;
	found->member = lg_strdup(&c->findings->pool, p->name);
	if (meant) {
		lg_finding_fix(c, found, "write \"@%s:\"", meant);
		rename_param(c, found, f, p, meant);
	} else {
		lg_finding_fix(c, found, "remove \"@%s:\", or name the member "
			       "that it describes", p->name);
		lg_finding_left(c, found, "which of the two is right, only its "
				"author knows");
	}
}

static void check_struct(struct lg_check *c, const struct lg_struct *s)
{
	const struct lg_doc *doc = lg_struct_doc(c->facts, s);
	lg_doc_slots slots = { NULL, 0, 0 };
	const struct lg_file *f;

	if (!doc)
		return;		/* abi-doc says so */
	f = lg_facts_file(c->facts, s->loc.file);
	lg_struct_doc_slots(c->facts, s, &slots);
	for (size_t i = 0; i < slots.n; i++)
		if (!lg_doc_member(doc, slots.v[i].name) &&
		    !lg_doc_hides(c->facts, s, doc, slots.v[i].member))
			report_missing(c, s, doc, &slots, i);
	for (size_t i = 0; i < doc->params.n; i++) {
		const struct lg_doc_param *p = &doc->params.v[i];

		if (!find_path(s, p->name, 0) && !conditional(f, doc, p->name))
			report_excess(c, s, doc, &slots, p);
	}
	lg_vec_free(&slots);
}

const struct lg_rule lg_rule_abi_doc_member = {
	"abi-doc-member",
	"a member without `@member:`, or an `@member:` without a member",
	LG_WARNING,
	"Each member is a promise to another kernel: its unit, its valid values,\n"
	"what its spare bits have to be. A member that the kernel-doc leaves out\n"
	"has made no promise, and the next change to it will look harmless. A\n"
	"line for a member that is gone, or that has another name now, describes\n"
	"a layout that no kernel has.\n"
	"\n"
	"Names are kernel-doc's: @inner.count: for member count of member inner\n"
	"when inner's struct has no tag, plain @count: when it has no name\n"
	"either. A pointer made by DECLARE_KHOSER_PTR(next, ...) is @next:.\n"
	"Members behind \"/* private: */\" need no line.",
	"/**\n"
	" * struct foo_ser - state of one foo, kept across a kexec\n"
	" * @pa:  physical address of the first entry\n"
	" * @cnt: number of entries\n"
	" */\n"
	"struct foo_ser {\n"
	"	u64 pa;\n"
	"	u64 count;\n"
	"} __packed;\n",
	"/**\n"
	" * struct foo_ser - state of one foo, kept across a kexec\n"
	" * @pa:    physical address of the first entry\n"
	" * @count: number of entries\n"
	" */\n"
	"struct foo_ser {\n"
	"	u64 pa;\n"
	"	u64 count;\n"
	"} __packed;\n",
	"Add the missing line, or write the member's name as it is now. When a\n"
	"member is gone, its line goes with it, and the version goes up.",
	"Documentation/doc-guide/kernel-doc.rst, \"Members\" and \"Nested\n"
	"structs/unions\"; tools/docs/kernel-doc warns about the same lines, but\n"
	"make W=1 never runs it on a header.",
	check_struct, NULL, NULL, LG_SUBJECT_SERIALIZED, NULL, false,
};
