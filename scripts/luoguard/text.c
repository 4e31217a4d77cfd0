// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * text.c - findings as GCC prints its diagnostics:
 *
 *	include/linux/kho/abi/x.h:12:8: error: MESSAGE [abi-packed]
 *	   12 | struct x_ser {
 *	      |        ^~~~~
 *	include/linux/kho/abi/x.h:12:8: note: WHY
 *
 * Editors and bots know this form, and under kbuild the plugin prints it too.
 */
#include <ctype.h>

#include "command.h"

#define TAB 8

static const char *paint(const struct output *out, const char *code)
{
	return out->color ? code : "";
}

static const char *reset(const struct output *out)
{
	return out->color ? "\033[m\033[K" : "";
}

static const char *severity_color(const struct output *out, int severity)
{
	static const char *const codes[] = {
		[LG_NOTE] = "\033[01;36m\033[K",
		[LG_WARNING] = "\033[01;35m\033[K",
		[LG_ERROR] = "\033[01;31m\033[K",
	};

	return paint(out, codes[severity]);
}

static void print_head(struct output *out, struct lg_loc loc, int severity,
		       const char *message)
{
	FILE *f = out->out;

	fputs(paint(out, "\033[01m\033[K"), f);
	fputs(loc.file ? safe(out, loc.file) : "luoguard", f);
	if (loc.file && loc.line)
		fprintf(f, ":%u", loc.line);
	if (loc.file && loc.line && loc.column)
		fprintf(f, ":%u", loc.column);
	fprintf(f, ":%s ", reset(out));
	fprintf(f, "%s%s: %s", severity_color(out, severity),
		lg_severity_name[severity], reset(out));
	fputs(safe(out, message), f);
}

/* A byte inside a UTF-8 character takes no column. */
static bool takes_column(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

/* Prints @line with tabs expanded and nothing that could hurt a terminal. */
static void print_line(struct output *out, const char *line)
{
	size_t col = 0, n;

	for (; *line; line += n ? n : 1) {
		n = lg_printable_length(line);
		if (*line == '\t') {
			do
				fputc(' ', out->out);
			while (++col % TAB);
			continue;
		}
		if (n)
			fwrite(line, 1, n, out->out);
		else if (takes_column(*line))
			fputc(' ', out->out);
		col += takes_column(*line);
	}
}

/* The column on the screen of byte @column (from 1) of @line. */
static size_t screen_column(const char *line, unsigned int column)
{
	size_t col = 0;

	for (unsigned int i = 1; i < column && *line; i++, line++) {
		if (*line == '\t')
			col = (col / TAB + 1) * TAB;
		else
			col += takes_column(*line);
	}
	return col;
}

/* How much the caret underlines: the name that begins there. */
static size_t word_length(const char *line, unsigned int column)
{
	size_t n = 0;

	if (column > strlen(line))
		return 1;
	line += column - 1;
	while (isalnum((unsigned char)line[n]) || line[n] == '_')
		n++;
	return n ? n : 1;
}

static void print_caret(struct output *out, struct lg_loc loc, int severity)
{
	const char *line;
	size_t n;

	if (!loc.file || !loc.line)
		return;
	line = output_line(out, loc.file, loc.line);
	if (!line)
		return;
	fprintf(out->out, "%5u | ", loc.line);
	print_line(out, line);
	fputc('\n', out->out);
	if (!loc.column || loc.column > strlen(line) + 1)
		return;
	fprintf(out->out, "      | %*s%s^",
		(int)screen_column(line, loc.column), "",
		severity_color(out, severity));
	for (n = word_length(line, loc.column); n > 1; n--)
		fputc('~', out->out);
	fprintf(out->out, "%s\n", reset(out));
}

/* A mend as GCC shows a fix-it: new lines with "+++", a word in its place. */
static void print_insert(struct output *out, const struct lg_insert *in)
{
	const char *green = paint(out, "\033[32m\033[K"), *text = in->text;
	const char *line = NULL;

	if (in->loc.file && in->loc.line)
		line = output_line(out, in->loc.file, in->loc.line);
	if (!line)
		return;
	if (!strchr(text, '\n')) {
		fprintf(out->out, "%5u | ", in->loc.line);
		print_line(out, line);
		fprintf(out->out, "\n      | %*s%s%s%s\n",
			(int)screen_column(line, in->loc.column), "", green,
			safe(out, text), reset(out));
		return;
	}
	while (*text) {
		size_t n = strcspn(text, "\n");

		fprintf(out->out, "  +++ |%s+", green);
		print_line(out, lg_strndup(&out->pool, text, n));
		fprintf(out->out, "%s\n", reset(out));
		text += n + (text[n] == '\n');
	}
	fprintf(out->out, "%5u | ", in->loc.line);
	print_line(out, line);
	fputc('\n', out->out);
}

static bool same_place(struct lg_loc a, struct lg_loc b)
{
	return a.file && b.file && !strcmp(a.file, b.file) &&
	       a.line == b.line && a.column == b.column;
}

static void print_lines(struct output *out, const char *front,
			const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		fputs(front, out->out);
		print_line(out, lg_strndup(&out->pool, text, n));
		fputc('\n', out->out);
		text += n + (text[n] == '\n');
	}
}

static void print_finding(struct output *out, const struct lg_finding *f)
{
	print_head(out, f->loc, f->severity, f->message);
	fprintf(out->out, " [%s%s%s]\n", severity_color(out, f->severity),
		safe(out, f->rule), reset(out));
	print_caret(out, f->loc, f->severity);
	if (f->picture)
		print_lines(out, "      | ", f->picture);
	for (size_t i = 0; i < f->notes.n; i++) {
		const struct lg_note *n = &f->notes.v[i];

		print_head(out, n->loc.file ? n->loc : f->loc, LG_NOTE,
			   n->text);
		fputc('\n', out->out);
		if (!same_place(n->loc, f->loc))
			print_caret(out, n->loc, LG_NOTE);
	}
	if (f->fix) {
		print_head(out, f->loc, LG_NOTE,
			   lg_printf(&out->pool, "to mend: %s", f->fix));
		fputc('\n', out->out);
	}
	for (size_t i = 0; i < f->inserts.n; i++)
		print_insert(out, &f->inserts.v[i]);
}

void report_text(struct output *out)
{
	for (size_t i = 0; i < out->findings.v.n; i++)
		if (!out->findings.v.v[i]->accepted)
			print_finding(out, out->findings.v.v[i]);
	if (out->summary)
		print_lines(out, "", out->summary);
}
