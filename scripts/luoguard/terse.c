// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * terse.c - findings for bots, on standard error, each in one line:
 *
 *	PATH:LINE:COLUMN: SEVERITY: MESSAGE [RULE]
 *
 * b4 and NIPA take every line for something to mend. So nothing else is said
 * there but what was not checked: no line is what a clean patch gets.
 */
#include "command.h"

void report_terse(struct output *out)
{
	for (size_t i = 0; i < out->findings.v.n; i++) {
		const struct lg_finding *f = out->findings.v.v[i];

		if (f->accepted)
			continue;
		fputs(safe(out, f->loc.file), stderr);
		if (f->loc.line)
			fprintf(stderr, ":%u", f->loc.line);
		if (f->loc.line && f->loc.column)
			fprintf(stderr, ":%u", f->loc.column);
		fprintf(stderr, ": %s: %s [%s]\n",
			lg_severity_name[f->severity], safe(out, f->message),
			safe(out, f->rule));
	}
}
