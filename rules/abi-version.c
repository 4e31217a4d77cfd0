// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * abi-version - every contract has a version that the next kernel compares.
 *
 * How a version is found is version.c's; this rule says what was looked for.
 */
#include <ctype.h>

#include "macro.h"

/* "struct foo_state_ser" to "FOO_STATE": what its macros would be called. */
static const char *macro_stem(struct lg_facts *facts, const struct lg_struct *s)
{
	char *stem = lg_strdup(&facts->pool, s->tag);

	if (lg_ends(stem, "_ser"))
		stem[strlen(stem) - 4] = '\0';
	for (char *p = stem; *p; p++)
		*p = (char)toupper((unsigned char)*p);
	return stem;
}

/* "FOO_STATE" to "foo-state-v1" */
static const char *string_stem(struct lg_facts *facts, const char *macro)
{
	char *stem = lg_strdup(&facts->pool, macro);

	for (char *p = stem; *p; p++)
		*p = *p == '_' ? '-' : (char)tolower((unsigned char)*p);
	return stem;
}

/* A compatible string that is there but says no version explains a lot. */
static void note_unversioned(struct lg_check *c, struct lg_finding *f,
			     const struct lg_struct *s)
{
	lg_macros own = { NULL, 0, 0 };

	lg_file_macros(c->facts, s->loc.file, &own);
	for (size_t i = 0; i < own.n; i++)
		if (lg_macro_is_compatible(c->facts, own.v[i]))
			lg_finding_note(c, f, own.v[i]->loc,
				"%s is \"%s\", which says no version",
				own.v[i]->name,
				lg_macro_string(c->facts, own.v[i]));
	lg_vec_free(&own);
}

/* Does any word of @file, comments included, look like a version's macro? Its
 * value, or who it governs, may be for the preprocessor to tell. */
static bool names_version(struct lg_facts *facts, const char *file)
{
	const struct lg_policy *p = facts->policy;
	const char *at = lg_facts_file(facts, file)->text;
	const char *end = at ? at + strlen(at) : NULL, *word;
	struct lg_pool pool = { NULL };
	bool found = false;

	while (at < end && !found) {
		size_t n = lg_macro_word_length(at, end);

		word = n ? lg_strndup(&pool, at, n) : "";
		found = lg_matches_any(&p->compatible_macros, word) ||
			lg_matches_any(&p->version_macros, word);
		at += n ? n : 1;
	}
	lg_pool_free(&pool);
	return found;
}

static void check_struct(struct lg_check *c, const struct lg_struct *s)
{
	static const struct lg_loc nowhere = { NULL, 0, 0, 0 };
	const char *missing = NULL;
	const char *stem;
	struct lg_finding *f;

	if (!s->loc.file || lg_struct_version(c->facts, s, &missing))
		return;
	/* Who only read the text says so where no macro could be one. */
	if (s->no_layout && names_version(c->facts, s->loc.file))
		return;
	if (missing) {
		f = lg_report_struct(c, LG_ERROR, s, NULL,
			"no version governs %s: its documentation names %s, "
			"which no header defines",
			lg_struct_name(c->facts, s), missing);
		lg_finding_fix(c, f, "define %s, or name the macro that is "
			       "to be updated when the layout changes", missing);
		return;
	}
	stem = macro_stem(c->facts, s);
	f = lg_report_struct(c, LG_ERROR, s, NULL, "no version governs %s",
			     lg_struct_name(c->facts, s));
	lg_finding_note(c, f, nowhere,
		"looked for a macro that its kernel-doc or a DOC: section of "
		"%s says must be updated, for a version member with a "
		"*_VERSION macro, and for a compatible string with a version",
		s->loc.file);
	note_unversioned(c, f, s);
	if (lg_struct_borrowed(s)) {
		lg_finding_fix(c, f, "hand over a *_ser struct of an ABI header "
			       "instead, under that header's version: a "
			       "change of this one would raise none");
		return;
	}
	lg_finding_fix(c, f, "define %s_COMPATIBLE \"%s-v1\" beside it, compare "
		       "it before the first member is read, and say in the "
		       "kernel-doc that it must be updated when the struct is "
		       "modified", stem, string_stem(c->facts, stem));
}

const struct lg_rule lg_rule_abi_version = {
	"abi-version",
	"a contract that no version governs",
	LG_ERROR,
	"The kernel that reads a serialized struct was not built with the one that\n"
	"wrote it. Unless a version tells it that the layout is the one it knows,\n"
	"it reads garbage and cannot notice. With one, an unknown layout is\n"
	"refused before the first member is read.\n"
	"\n"
	"A version is a compatible string with a version in it (\"luo-v5\", also\n"
	"composed of others), a *_VERSION macro beside an unversioned string, or a\n"
	"version member with its *_VERSION macro. Which one governs a struct, its\n"
	"kernel-doc says, or a DOC: section of its header (the macro may live in\n"
	"another ABI header), or the header has only one.",
	"/* include/linux/kho/abi/foo.h */\n"
	"struct foo_ser {\n"
	"	u64 state;\n"
	"} __packed;\n",
	"/* include/linux/kho/abi/foo.h */\n"
	"#define FOO_COMPATIBLE	\"foo-v1\"\n"
	"\n"
	"/**\n"
	" * struct foo_ser - State of a foo across a live update.\n"
	" * @state: What the device was doing.\n"
	" *\n"
	" * If this structure is modified, `FOO_COMPATIBLE` must be updated.\n"
	" */\n"
	"struct foo_ser {\n"
	"	u64 state;\n"
	"} __packed;\n",
	"Define a compatible string that ends in -v1 in the struct's header, hand\n"
	"it over with the data, compare it on restore, and name it in the struct's\n"
	"kernel-doc. If another macro governs already, name that one.",
	"The headers' own text: \"Any modification to the structure fields [...]\n"
	"constitutes a breaking change. Such changes require incrementing the\n"
	"version number\" (include/linux/kho/abi/luo.h, memfd.h, block.h).",
	check_struct, NULL, NULL, LG_SUBJECT_SERIALIZED, NULL, false,
};
