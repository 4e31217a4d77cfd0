// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * abi-doc - a serialized struct without kernel-doc.
 *
 * The kernel's reader takes a comment or leaves it without a word to whoever
 * builds without W=1, so a comment that looks right and is not read is named
 * as what it is, instead of "there is none".
 */
#include "luoguard.h"

/* Kernel-doc in @f that speaks of @s by name, read or not; or NULL. */
static const struct lg_doc *doc_by_name(const struct lg_file *f,
					const struct lg_struct *s)
{
	for (size_t i = 0; i < f->docs.n; i++) {
		const struct lg_doc *doc = f->docs.v[i];

		if ((doc->kind == LG_DOC_STRUCT || doc->kind == LG_DOC_UNION ||
		     doc->kind == LG_DOC_TYPEDEF) &&
		    !strcmp(doc->name, s->tag) &&
		    (!s->loc.line || doc->end_line < s->loc.line))
			return doc;
	}
	return NULL;
}

/* The comment right above byte @start: not across an empty line, not one that
 * belongs to the code in front of it. */
static const struct lg_comment *comment_above(const struct lg_file *f,
					      size_t start)
{
	const struct lg_comment *above;

	if (start == (size_t)-1)
		return NULL;
	above = lg_file_comment_before(f, start);
	if (!above || above->end_line + 1 < lg_file_loc(f, start).line)
		return NULL;
	for (size_t i = f->lines.v[above->line - 1]; i < above->start; i++)
		if (f->text[i] != ' ' && f->text[i] != '\t')
			return NULL;
	return above;
}

static const struct lg_doc *doc_at_line(const struct lg_file *f,
					unsigned int line)
{
	for (size_t i = 0; i < f->docs.n; i++)
		if (f->docs.v[i]->line == line)
			return f->docs.v[i];
	return NULL;
}

static const char *kind_name(const struct lg_doc *doc)
{
	return doc->kind == LG_DOC_STRUCT ? "struct " :
	       doc->kind == LG_DOC_UNION ? "union " :
	       doc->kind == LG_DOC_ENUM ? "enum " :
	       doc->kind == LG_DOC_TYPEDEF ? "typedef " : "";
}

/* Adds to finding @found why the comment above @s is not its kernel-doc. */
static void explain_comment(struct lg_check *c, struct lg_finding *found,
			    const struct lg_struct *s,
			    const struct lg_file *f,
			    const struct lg_comment *above)
{
	const char *name = lg_struct_name(c->facts, s);
	const struct lg_doc *doc = doc_at_line(f, above->line);
	struct lg_loc loc = lg_file_loc(f, above->start);

	if (strncmp(f->text + above->start, "/**", 3))
		lg_finding_note(c, found, loc, "the comment above it begins "
				"with \"%.2s\": kernel-doc only reads "
				"\"/**\"", f->text + above->start);
	else if (!doc)
		lg_finding_note(c, found, loc, "the comment above it is no "
				"kernel-doc: it needs \"/**\" on a line of "
				"its own and \"* %s - purpose\" on the next",
				name);
	else if (doc->kind == LG_DOC_SECTION)
		return;
	else
		lg_finding_note(c, found, loc, "the kernel-doc above it "
				"describes \"%s%s\", not \"%s\"",
				kind_name(doc), doc->name, name);
}

/* Does the definition itself begin at @start, no macro's use, and is it in no
 * other, where nobody reads kernel-doc? */
static bool plain_definition(const struct lg_struct *s,
			     const struct lg_file *f, size_t start)
{
	static const char *const words[] = { "struct", "union", "typedef" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (s->end.file && lg_file_loc(f, start).column == 1 &&
		    lg_starts(f->code + start, words[i]))
			return true;
	return false;
}

static void offer_skeleton(struct lg_check *c, struct lg_finding *found,
			   const struct lg_struct *s, const struct lg_file *f,
			   size_t start)
{
	struct lg_loc loc = lg_file_loc(f, start);

	loc.column = 1;
	loc.origin = s->loc.origin;
	if (s->no_layout) {	/* nor is every member known */
		lg_finding_left(c, found, LG_LEFT_NO_LAYOUT);
	} else {
		lg_finding_insert(c, found, loc,
				  lg_struct_doc_skeleton(c->facts, s));
		found->mends = plain_definition(s, f, start);
		if (!found->mends)
			lg_finding_left(c, found, "a macro defines it, or it "
					"stands inside something else");
	}
	lg_finding_fix(c, found, "describe %s and each of its members in a "
		       "kernel-doc comment right above it",
		       lg_struct_name(c->facts, s));
}

static void check_struct(struct lg_check *c, const struct lg_struct *s)
{
	const struct lg_comment *above;
	const struct lg_doc *doc;
	struct lg_finding *found;
	struct lg_file *f;
	const char *name;
	size_t start;

	if (!s->loc.file || lg_struct_doc(c->facts, s))
		return;
	f = lg_facts_file(c->facts, s->loc.file);
	if (!f->text)
		return;
	name = lg_struct_name(c->facts, s);
	start = lg_struct_start(f, s);
	above = comment_above(f, start);
	doc = doc_by_name(f, s);
	if (doc && (!above || above->line != doc->line)) {
		found = lg_report_struct(c, LG_ERROR, s, NULL,
					 "kernel-doc does not read the comment "
					 "that describes %s: other code "
					 "follows it", name);
		lg_finding_note(c, found, lg_file_loc(f, f->lines.v[doc->line - 1]),
				"this comment describes %s", name);
		lg_finding_fix(c, found, "move the comment right above the "
			       "definition");
		return;
	}
	found = lg_report_struct(c, LG_ERROR, s, NULL,
				 "%s crosses a kexec and has no kernel-doc",
				 name);
	if (above)
		explain_comment(c, found, s, f, above);
	if (start != (size_t)-1)
		offer_skeleton(c, found, s, f, start);
}

const struct lg_rule lg_rule_abi_doc = {
	"abi-doc",
	"a serialized struct without kernel-doc",
	LG_ERROR,
	"The struct is read by a kernel that somebody else builds, years later,\n"
	"from other source. What its bytes mean cannot be asked of the code that\n"
	"wrote them: that code is gone when they are read. The kernel-doc of the\n"
	"ABI header is the only place where both sides look.\n"
	"\n"
	"A comment counts when the kernel's own reader takes it: \"/**\" alone on\n"
	"a line in column 1, \"struct foo - purpose\" on the next, and the\n"
	"definition right behind it. Everything else is dropped from the book\n"
	"that Documentation/ builds, mostly without a warning.",
	"/* Keeps the state of one foo. */\n"
	"struct foo_ser {\n"
	"	u64 pa;\n"
	"	u64 count;\n"
	"} __packed;\n",
	"/**\n"
	" * struct foo_ser - state of one foo, kept across a kexec\n"
	" * @pa:    physical address of the first entry, page aligned\n"
	" * @count: number of entries that follow @pa\n"
	" */\n"
	"struct foo_ser {\n"
	"	u64 pa;\n"
	"	u64 count;\n"
	"} __packed;\n",
	"Put a kernel-doc comment right above the definition: a purpose, then one\n"
	"@member: line for each member with its unit, its valid values and what\n"
	"0 means. The diagnostic's fix-it holds a skeleton with every member.",
	"Documentation/doc-guide/kernel-doc.rst, \"Structure, union, and\n"
	"enumeration documentation\". Reviews of live update series ask for it on\n"
	"each struct below include/linux/kho/abi/, and luo.h, memfd.h and block.h\n"
	"there describe every struct that way.",
	check_struct, NULL, NULL, LG_SUBJECT_SERIALIZED, NULL, false,
};
