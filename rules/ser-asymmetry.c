// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ser-asymmetry - what one kernel writes, the next one reads.
 *
 * Judged where one file holds both sides of a struct: code that surely runs
 * before the kexec writes it, and code that surely runs after it reads it.
 * Whatever may be on either side counts for both.
 */
#include <ctype.h>
#include <strings.h>

#include "luoguard.h"

/* What is known of one member, or of all members of a struct. */
struct seen {
	const struct lg_access *write;	/* surely before; NULL: none */
	const struct lg_access *read;	/* surely after */
	bool written, looked_at;	/* perhaps */
	bool zeroed;
};

static bool reads(const struct lg_access *a)
{
	return a->kind == LG_ACCESS_READ || a->kind == LG_ACCESS_BOTH;
}

static bool writes(const struct lg_access *a)
{
	return a->kind == LG_ACCESS_WRITE || a->kind == LG_ACCESS_BOTH;
}

static void see(struct seen *s, const struct lg_access *a)
{
	bool unknown = a->before == a->after;

	if (a->kind == LG_ACCESS_ZERO && (a->before || unknown))
		s->zeroed = true;
	if (writes(a) && (a->before || unknown))
		s->written = true;
	if (reads(a) && (a->after || unknown))
		s->looked_at = true;
	if (a->kind == LG_ACCESS_WRITE && a->before && !a->after && !s->write)
		s->write = a;
	if (a->kind == LG_ACCESS_READ && a->after && !a->before && !s->read)
		s->read = a;
}

/* All accesses to @member of struct @tag; NULL: to all members at once. */
static void look(const struct lg_facts *facts, const char *tag,
		 const char *member, struct seen *s)
{
	memset(s, 0, sizeof(*s));
	for (size_t i = 0; i < facts->accesses.n; i++) {
		const struct lg_access *a = &facts->accesses.v[i];

		if (strcmp(a->tag, tag) == 0 &&
		    (member ? a->member && strcmp(a->member, member) == 0
			    : !a->member))
			see(s, a);
	}
}

/* Has the file both sides of @s? */
static bool both_sides(const struct lg_facts *facts, const struct lg_struct *s)
{
	bool before = false, after = false;

	for (size_t i = 0; i < s->members.n; i++) {
		struct seen m;

		if (!s->members.v[i].name)
			continue;
		look(facts, s->tag, s->members.v[i].name, &m);
		before = before || m.write;
		after = after || m.read;
	}
	return before && after;
}

/* "reserved" is a word of "reserved_2", and none of "preserved". */
static bool has_word(const char *text, const char *word)
{
	size_t n = strlen(word);
	bool inside = false;

	for (; text && *text; text++) {
		if (!inside && strncasecmp(text, word, n) == 0)
			return true;
		inside = isalnum((unsigned char)*text);
	}
	return false;
}

/* Is nobody to use it yet, by its name or by what is said of it? */
static bool reserved(struct lg_facts *facts, const struct lg_struct *s,
		     const struct lg_member *m)
{
	static const char *const words[] = {
		"reserved", "unused", "rsvd", "padding", "not used",
		"informational", "for debugging",
	};
	const struct lg_doc *doc = lg_struct_doc(facts, s);
	const struct lg_doc_param *p = doc ? lg_doc_member(doc, m->name) : NULL;

	if (lg_starts(m->name, "pad") || lg_starts(m->name, "__"))
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (has_word(m->name, words[i]) ||
		    (p && has_word(p->text, words[i])))
			return true;
	return false;
}

static struct lg_finding *report(struct lg_check *c, const struct lg_struct *s,
				 const struct lg_member *m,
				 const struct lg_access *at, const char *what)
{
	struct lg_finding *f;

	f = lg_report(c, LG_WARNING, at->loc, "@%s of %s is %s", m->name,
		      lg_struct_name(c->facts, s), what);
	f->tag = lg_strdup(&c->findings->pool, s->tag);
	f->member = lg_strdup(&c->findings->pool, m->name);
	lg_finding_note(c, f, m->loc, "@%s is declared here", m->name);
	return f;
}

static void check_member(struct lg_check *c, const struct lg_struct *s,
			 const struct lg_member *m, const struct seen *all)
{
	struct lg_finding *f;
	struct seen seen;

	look(c->facts, s->tag, m->name, &seen);
	if (seen.write && !seen.looked_at && !all->looked_at) {
		f = report(c, s, m, seen.write, "written before the kexec, "
			   "and nothing in this file reads it after it");
		lg_finding_fix(c, f, "read it where %s is restored; if the next "
			       "kernel does not need it, say so in its "
			       "kernel-doc (\"reserved\" or \"unused\"), and "
			       "drop it with the next version",
			       lg_struct_name(c->facts, s));
	} else if (seen.read && !seen.written && !all->written &&
		   !all->zeroed && !seen.zeroed) {
		f = report(c, s, m, seen.read, "read after the kexec, and "
			   "nothing in this file writes it before it");
		lg_finding_fix(c, f, "write it where the rest of %s is written, "
			       "or allocate the struct as zero",
			       lg_struct_name(c->facts, s));
	}
}

static void check_struct(struct lg_check *c, const struct lg_struct *s)
{
	struct seen all;

	if (s->is_union || !both_sides(c->facts, s))
		return;
	look(c->facts, s->tag, NULL, &all);
	for (size_t i = 0; i < s->members.n; i++)
		if (s->members.v[i].name &&
		    !reserved(c->facts, s, &s->members.v[i]))
			check_member(c, s, &s->members.v[i], &all);
}

const struct lg_rule lg_rule_ser_asymmetry = {
	"ser-asymmetry",
	"a member written before kexec and never read after it, or read and never written",
	LG_WARNING,
	"A member that is written and never read is a part of the contract that\n"
	"nobody keeps: the next kernel goes without what was saved for it, or\n"
	"everybody carries bytes that mean nothing. One that is read and never\n"
	"written is worse: the next kernel acts on what happened to lie there.\n"
	"\n"
	"It is judged where one file holds both sides. Callbacks of LUO say which\n"
	"side they run on; so does what calls KHO. Copies of the whole struct,\n"
	"memory that is allocated as zero, members whose address goes elsewhere,\n"
	"and those that are called reserved or unused are no finding.",
	"/* drivers/foo/foo_liveupdate.c */\n"
	"#include <linux/io.h>\n"
	"#include <linux/kexec_handover.h>\n"
	"#include <linux/kho/abi/bar.h>	/* struct bar_ser: state, speed */\n"
	"#include <linux/liveupdate.h>\n"
	"\n"
	"u64 bar_state, bar_speed;\n"
	"\n"
	"static int bar_preserve(struct liveupdate_file_op_args *args)\n"
	"{\n"
	"	struct bar_ser *ser = kho_alloc_preserve(sizeof(*ser));\n"
	"\n"
	"	ser->state = bar_state;\n"
	"	ser->speed = bar_speed;\n"
	"	args->serialized_data = virt_to_phys(ser);\n"
	"	return 0;\n"
	"}\n"
	"\n"
	"static int bar_retrieve(struct liveupdate_file_op_args *args)\n"
	"{\n"
	"	struct bar_ser *ser = phys_to_virt(args->serialized_data);\n"
	"\n"
	"	bar_state = ser->state;\n"
	"	return 0;\n"
	"}\n"
	"\n"
	"struct liveupdate_file_ops bar_ops = {\n"
	"	.preserve = bar_preserve,\n"
	"	.retrieve = bar_retrieve,\n"
	"};\n",
	"/* drivers/foo/foo_liveupdate.c */\n"
	"#include <linux/io.h>\n"
	"#include <linux/kexec_handover.h>\n"
	"#include <linux/kho/abi/bar.h>	/* struct bar_ser: state, speed */\n"
	"#include <linux/liveupdate.h>\n"
	"\n"
	"u64 bar_state, bar_speed;\n"
	"\n"
	"static int bar_preserve(struct liveupdate_file_op_args *args)\n"
	"{\n"
	"	struct bar_ser *ser = kho_alloc_preserve(sizeof(*ser));\n"
	"\n"
	"	ser->state = bar_state;\n"
	"	ser->speed = bar_speed;\n"
	"	args->serialized_data = virt_to_phys(ser);\n"
	"	return 0;\n"
	"}\n"
	"\n"
	"static int bar_retrieve(struct liveupdate_file_op_args *args)\n"
	"{\n"
	"	struct bar_ser *ser = phys_to_virt(args->serialized_data);\n"
	"\n"
	"	bar_state = ser->state;\n"
	"	bar_speed = ser->speed;\n"
	"	return 0;\n"
	"}\n"
	"\n"
	"struct liveupdate_file_ops bar_ops = {\n"
	"	.preserve = bar_preserve,\n"
	"	.retrieve = bar_retrieve,\n"
	"};\n",
	"Read it where the struct is restored, or write it where it is made. A\n"
	"member that is kept for later is documented as reserved, and written as\n"
	"zero.",
	"Review of the LUO and KHO series: state that was saved and not restored,\n"
	"and restored from what nobody saved.",
	check_struct, NULL, NULL, LG_SUBJECT_CODE, NULL, false,
};
