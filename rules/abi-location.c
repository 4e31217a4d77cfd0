// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * abi-location - a serialized struct belongs in a zone.
 *
 * A struct that crosses a kexec from a driver's own header looks like any
 * other struct there: the next patch moves a member and nobody is warned.
 */
#include "luoguard.h"

/* The zone that new contracts go to: the first that is a directory. */
static const char *zone_dir(const struct lg_policy *p)
{
	for (size_t i = 0; i < p->zones.n; i++)
		if (p->zones.v[i].kind == LG_ZONE_VERSIONED &&
		    lg_ends(p->zones.v[i].dir, "/"))
			return p->zones.v[i].dir;
	return "the zone's directory ";
}

/* "drivers/vfio/pci/vfio_pci_liveupdate.c" to "vfio_pci": what a header of
 * the ABI alone would be called. */
static const char *header_stem(struct lg_facts *facts, const char *file)
{
	static const char *const tails[] = {
		"_liveupdate", "_luo", "_kho", "_ser", "_abi", "_priv",
		"_private",
	};
	const char *slash = strrchr(file, '/');
	const char *name = slash ? slash + 1 : file;
	char *stem = lg_strndup(&facts->pool, name, strcspn(name, "."));

	for (char *p = stem; *p; p++)
		if (*p == '-')
			*p = '_';
	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++)
		if (lg_ends(stem, tails[i]) &&
		    strlen(stem) > strlen(tails[i]))
			stem[strlen(stem) - strlen(tails[i])] = '\0';
	return stem;
}

static void check_struct(struct lg_check *c, const struct lg_struct *s)
{
	const struct lg_version *v;
	struct lg_finding *f;
	const char *to;

	if (s->zone || !s->loc.file)
		return;
	to = lg_printf(&c->facts->pool, "%s%s.h",
		       zone_dir(c->facts->policy),
		       header_stem(c->facts, s->loc.file));
	f = lg_report_struct(c, LG_ERROR, s, NULL,
			     "%s is serialized but not defined in an ABI header",
			     lg_struct_name(c->facts, s));
	v = lg_struct_version(c->facts, s, NULL);
	if (lg_struct_borrowed(s))
		lg_finding_fix(c, f, "define a *_ser struct with what is handed "
			       "over in an ABI header and use that there "
			       "instead; if nothing else uses this one, move "
			       "it to %s", to);
	else if (v)
		lg_finding_fix(c, f, "move it, together with %s that governs "
			       "it, to %s", v->macro->name, to);
	else
		lg_finding_fix(c, f, "move it to %s, together with a "
			       "compatible string that versions it", to);
	if (lg_struct_borrowed(s))
		lg_finding_left(c, f, LG_LEFT_BORROWED);
	else if (s->no_layout)
		lg_finding_left(c, f, LG_LEFT_NO_LAYOUT);
	else
		f->mends = lg_edit_move(c, f, s, to);
}

const struct lg_rule lg_rule_abi_location = {
	"abi-location",
	"a serialized struct defined outside every zone",
	LG_ERROR,
	"A struct whose bytes cross a kexec is an ABI between two kernels that\n"
	"were never built together. In a driver's file or in include/linux/ it\n"
	"looks like any other struct, and the next cleanup changes it. Under\n"
	"include/linux/kho/abi/ every reviewer sees that a change needs a new\n"
	"version, and one directory holds all that a kernel must understand.\n"
	"\n"
	"A struct counts as serialized when the code hands it to KHO or LUO or\n"
	"takes it back from there, when an ABI struct holds it or points to it by\n"
	"KHO's serializable pointer, or when it is named *_ser and its file uses\n"
	"KHO or LUO. The name alone proves nothing.",
	"/* drivers/foo/foo_liveupdate.c */\n"
	"#include <linux/kexec_handover.h>\n"
	"\n"
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
	"Move the struct, its version macro and the constants its members are\n"
	"made of to include/linux/kho/abi/<name>.h. Give the header a DOC:\n"
	"section, an .rst that includes it and a MAINTAINERS entry.",
	"Mainline keeps the structs of KHO, LUO, memfd and memblock in\n"
	"include/linux/kho/abi/; reviewers of the KHO and LUO series ask the same\n"
	"of each new user.",
	check_struct, NULL, NULL, LG_SUBJECT_SERIALIZED, NULL, false,
};
