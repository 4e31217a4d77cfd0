// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * html.c - text in HTML, and what a page looks like.
 *
 * A page shows a stranger's patch to who opens it in a browser, perhaps where
 * they are logged in. So all text is escaped here and nowhere else, a policy
 * forbids whatever is not this style, and no script is needed for anything.
 *
 * What a colour says, a word or a sign says as well.
 */
#include "page.h"

static const char *entity(char c)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\'': return "&#39;";
	}
	return NULL;
}

/* @text ends in a NUL, somewhere behind @end. */
static void put(FILE *to, const char *at, const char *end, bool lines)
{
	while (at < end) {
		size_t n = lg_printable_length(at);
		const char *e = entity(*at);

		if (*at == '\t' || (lines && *at == '\n'))
			n = 1;
		if (e)
			fputs(e, to);
		else if (n && at + n <= end)
			fwrite(at, 1, n, to);
		else
			fprintf(to, "\\x%02x", (unsigned char)*at);
		at += n && at + n <= end ? n : 1;
	}
}

void html_text(FILE *to, const char *text)
{
	if (text)
		put(to, text, text + strlen(text), false);
}

#define LONGEST_SHOWN 2000

void html_line(FILE *to, const char *at, const char *end)
{
	bool whole = end - at <= LONGEST_SHOWN;

	put(to, at, whole ? end : at + LONGEST_SHOWN, false);
	if (!whole)
		fputs(" [\342\200\246]", to);
}

void html_lines(FILE *to, const char *text)
{
	put(to, text, text + strlen(text), true);
}

void html_count(FILE *to, size_t n, const char *one)
{
	fprintf(to, "%zu %s%s", n, one, n == 1 ? "" : "s");
}

const char html_style[] =
":root{color-scheme:light dark;--fg:#1b1f24;--bg:#fff;--soft:#f2f4f6;"
"--line:#c5ccd4;--muted:#525b65;--add:#e0f4e5;--del:#fde8e8;--error:#a8201a;"
"--warning:#7a4a00;--note:#0a549e;--good:#186330;--hole:#d3d9df;"
"--member:#e6edf7}\n"
"@media(prefers-color-scheme:dark){:root{--fg:#e4e8ec;--bg:#14181c;"
"--soft:#1d2329;--line:#414b55;--muted:#a9b3bd;--add:#12331d;--del:#40191c;"
"--error:#ff9f97;--warning:#f0b960;--note:#8ac2ff;--good:#83d89d;"
"--hole:#353e47;--member:#1f3046}}\n"
"*{box-sizing:border-box}\n"
"body{margin:0 auto;max-width:70rem;padding:1rem 1rem 4rem;color:var(--fg);"
"background:var(--bg);font:1rem/1.5 system-ui,sans-serif;"
"overflow-wrap:anywhere}\n"
"h1{font-size:1.5rem;margin:.5rem 0}h2{font-size:1.3rem;margin:2.5rem 0 .5rem;"
"padding-top:.5rem;border-top:2px solid var(--line)}\n"
"h3{font-size:1.1rem;margin:2rem 0 .25rem}h4{font-size:1rem;margin:1.25rem 0 "
".5rem}\n"
"a{color:var(--note)}a:focus-visible,summary:focus-visible{outline:3px solid "
"var(--note);outline-offset:2px}\n"
"code,pre,.src{font-family:ui-monospace,monospace;font-size:.875rem}\n"
"pre{white-space:pre-wrap;background:var(--soft);padding:.5rem;margin:.5rem 0;"
"tab-size:8}\n"
"table{border-collapse:collapse;width:100%}caption{text-align:left;"
"font-weight:600;padding:.5rem 0 .25rem}\n"
"th,td{text-align:left;vertical-align:top;padding:.25rem .5rem;"
"border-bottom:1px solid var(--line)}th{font-weight:600;overflow-wrap:normal}"
"\n"
".num{text-align:right;white-space:nowrap;width:4.5em}.muted,.by{color:"
"var(--muted)}.by{margin:0}\n"
".verdict{padding:.75rem 1rem;background:var(--soft);border-left:.4rem solid "
"var(--good);margin:.75rem 0}.verdict.bad{border-color:var(--error)}"
".verdict p{margin:.25rem 0}\n"
".diff{table-layout:fixed;border:1px solid var(--line)}.diff td{border:0;"
"padding:0 .5rem}.diff .ln{width:4.2em;text-align:right;color:var(--muted);"
"font:.75rem/1.7 ui-monospace,monospace;user-select:none}\n"
".diff .src{white-space:pre-wrap;tab-size:8;line-height:1.4}.add{background:"
"var(--add)}.del{background:var(--del)}.at td{background:var(--soft);"
"color:var(--muted);padding:.2rem .5rem}\n"
".diff .said{padding:.5rem}.finding{border:1px solid var(--line);"
"border-left:.4rem solid var(--note);background:var(--bg);padding:.5rem "
".75rem;margin:.25rem 0;font-family:system-ui,sans-serif}.finding.error{"
"border-left-color:var(--error)}.finding.warning{border-left-color:"
"var(--warning)}\n"
".finding p,.finding ul{margin:.25rem 0}.finding ul{padding-left:1.25rem}\n"
".word{font-weight:700;text-transform:uppercase;font-size:.8rem;letter-spacing:"
".03em}.error>p .word,.word.error{color:var(--error)}.warning>p .word,"
".word.warning{color:var(--warning)}.note>p .word,.word.note{color:"
"var(--note)}.word.good{color:var(--good)}\n"
"figure{margin:.75rem 0}figcaption{font-weight:600}.bar{display:flex;height:"
"2.25rem;border:1px solid var(--fg);margin:.25rem 0}.bar span{min-width:0;"
"overflow:hidden;white-space:nowrap;text-overflow:clip;padding:.4rem 0 0 "
".2rem;font-size:.75rem;background:var(--member);border-left:1px solid "
"var(--fg)}.bar span:first-child{border-left:0}.bar .hole{background:"
"repeating-linear-gradient(45deg,var(--hole) 0 4px,var(--bg) 4px 8px);"
"border-left-style:dashed;font-style:italic}\n"
"tr.hole td{font-style:italic;background:var(--hole)}\n"
".layout{font-size:.875rem}.layout td,.layout th{padding:.1rem .5rem}\n"
"details{margin:.5rem 0}summary{cursor:pointer}\n"
"@media(max-width:40rem){body{padding:.5rem .5rem 3rem}.diff .ln{"
"width:3em;padding:0 .25rem}.diff .ln:first-child{width:0;padding:0;"
"font-size:0}"
".diff .src{tab-size:4;padding:0 .25rem}.num{width:auto;padding:.25rem}"
"th,td{padding:.25rem}.patches thead,.whole thead{display:none}.patches tr,"
".whole tr{display:block;padding:.35rem 0;border-bottom:1px solid "
"var(--line)}.patches td,.whole td{display:inline;border:0;padding:0 .5rem 0 "
"0}.patches .muted.num{display:none}.patches td+.num::after{content:\" \" "
"attr(data-of)}.whole td{display:block}.whole .num{text-align:left}"
".whole .num::before{content:attr(data-of) \" \"}.layout th,.layout td{"
"padding:.1rem .2rem;font-size:.8rem}}\n"
"@media print{body{max-width:none;padding:0;font-size:10pt}.finding,figure,"
".verdict{break-inside:avoid}*{print-color-adjust:exact;"
"-webkit-print-color-adjust:exact}h2,h3,h4{break-after:avoid}}\n";
