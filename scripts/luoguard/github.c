// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * github.c - findings as annotations of a GitHub workflow:
 *
 *	::error file=PATH,line=N,col=N,title=RULE::MESSAGE
 *
 * A property escapes % CR LF : and comma as %XX, a message % CR LF.
 */
#include "command.h"

static void escape(FILE *out, const char *s, const char *what)
{
	for (; *s; s++) {
		if (strchr(what, *s))
			fprintf(out, "%%%02X", (unsigned char)*s);
		else
			fputc(*s, out);
	}
}

static void annotate(struct output *out, const struct lg_finding *f)
{
	static const char *const levels[] = {
		[LG_NOTE] = "notice", [LG_WARNING] = "warning",
		[LG_ERROR] = "error",
	};

	fprintf(out->out, "::%s file=", levels[f->severity]);
	escape(out->out, safe(out, f->loc.file), "%\r\n:,");
	if (f->loc.line)
		fprintf(out->out, ",line=%u", f->loc.line);
	if (f->loc.line && f->loc.column)
		fprintf(out->out, ",col=%u", f->loc.column);
	fputs(",title=", out->out);
	escape(out->out, safe(out, f->rule), "%\r\n:,");
	fputs("::", out->out);
	escape(out->out, safe(out, f->message), "%\r\n");
	if (f->fix) {
		fputs("%0A", out->out);
		escape(out->out, safe(out, f->fix), "%\r\n");
	}
	fputc('\n', out->out);
}

void report_github(struct output *out)
{
	for (size_t i = 0; i < out->findings.v.n; i++)
		if (!out->findings.v.v[i]->accepted)
			annotate(out, out->findings.v.v[i]);
}
