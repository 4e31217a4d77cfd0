// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * abi-doc-header - an ABI header that nobody introduces, finds or looks after.
 *
 * One finding for each lack: they are mended in three different files.
 */
#include "luoguard.h"

/* @what goes where a member's name would: it keeps the three findings about
 * one header apart, for fingerprints and for exceptions. */
static struct lg_finding *report(struct lg_check *c, struct lg_loc loc,
				 const char *what, const char *text)
{
	struct lg_finding *f = lg_report(c, LG_WARNING, loc, "%s", text);

	f->member = lg_strdup(&c->findings->pool, what);
	return f;
}

static const struct lg_doc *first_section(const struct lg_file *f)
{
	for (size_t i = 0; i < f->docs.n; i++)
		if (f->docs.v[i]->kind == LG_DOC_SECTION)
			return f->docs.v[i];
	return NULL;
}

static void check_header(struct lg_check *c, struct lg_file *header)
{
	struct lg_loc loc = { header->path, 1, 1, 0 };
	const struct lg_doc *section;
	struct lg_finding *f;

	lg_file_read_docs(&c->facts->pool, header);
	section = first_section(header);
	if (section) {
		loc.line = section->line;
	} else {
		f = report(c, loc, "DOC:", "this ABI header has no \"DOC:\" "
			   "section that says what it hands over");
		lg_finding_fix(c, f, "begin it with a kernel-doc comment "
			       "\"DOC: title\" that says who writes and who "
			       "reads this state, and which version goes up "
			       "with a change");
	}
	if (lg_tree_has_docs(c->facts) &&
	    !lg_header_rst(c->facts, header->path)) {
		f = report(c, loc, "Documentation", "no .rst below "
			   "Documentation/ includes this ABI header");
		lg_finding_fix(c, f, "add \".. kernel-doc:: %s\" to an .rst, "
			       "for KHO's own to "
			       "Documentation/core-api/kho/abi.rst",
			       header->path);
	}
	if (lg_tree_has_maintainers(c->facts) &&
	    !lg_header_maintained(c->facts, header->path)) {
		f = report(c, loc, "MAINTAINERS", "no entry of MAINTAINERS "
			   "covers this ABI header");
		lg_finding_fix(c, f, "add an F: line with %s to the entry of "
			       "the subsystem that owns it, and of LIVE UPDATE",
			       header->path);
	}
}

const struct lg_rule lg_rule_abi_doc_header = {
	"abi-doc-header",
	"an ABI header without a `DOC:` section, in no Documentation/*.rst, or in no MAINTAINERS entry",
	LG_WARNING,
	"A header in a zone is a contract with kernels that do not exist yet. Its\n"
	"\"DOC:\" section is where the contract is written down: what is handed\n"
	"over, by whom, and which version string goes up with a change.\n"
	"\n"
	"kernel-doc that no .rst includes is never built: nobody reads it, and\n"
	"nobody notices when it stops being kernel-doc at all. A header that no\n"
	"entry of MAINTAINERS covers is changed without a word to those who have\n"
	"to keep the contract: get_maintainer.pl does not name them. The entry\n"
	"for the rest of the tree is no such cover.",
	"/* SPDX-License-Identifier: GPL-2.0 */\n"
	"#ifndef _LINUX_KHO_ABI_FOO_H\n"
	"#define _LINUX_KHO_ABI_FOO_H\n"
	"\n"
	"#define FOO_COMPATIBLE \"foo-v1\"\n"
	"\n"
	"#endif\n",
	"/* SPDX-License-Identifier: GPL-2.0 */\n"
	"#ifndef _LINUX_KHO_ABI_FOO_H\n"
	"#define _LINUX_KHO_ABI_FOO_H\n"
	"\n"
	"/**\n"
	" * DOC: foo Live Update ABI\n"
	" *\n"
	" * foo hands the list of its open bars to the next kernel. Any change of\n"
	" * the structs below needs a new version in FOO_COMPATIBLE.\n"
	" */\n"
	"#define FOO_COMPATIBLE \"foo-v1\"\n"
	"\n"
	"#endif\n",
	"Write the \"DOC:\" section, include the header in the subsystem's .rst by\n"
	"\".. kernel-doc:: include/linux/kho/abi/foo.h\" (with \":doc:\" and\n"
	"\":internal:\" as they fit), and name it in an F: line of MAINTAINERS.",
	"Documentation/doc-guide/kernel-doc.rst, \"Including kernel-doc comments\";\n"
	"Documentation/core-api/kho/abi.rst, which includes KHO's headers; the F:\n"
	"lines of KEXEC HANDOVER (KHO) and LIVE UPDATE in MAINTAINERS.",
	NULL, check_header, NULL, LG_SUBJECT_PLACE, NULL, false,
};
