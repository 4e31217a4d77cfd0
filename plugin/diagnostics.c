// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diagnostics.c - the reporter: findings as GCC diagnostics.
 *
 * A finding must never break a build that would have passed: -Werror turns a
 * plugin's warnings into errors, -Wfatal-errors ends the compiler at the first
 * error, and errors count. So every finding goes to GCC as a note, which none
 * of these touch, and a starter of our own writes the prefix in front of it:
 *
 *     include/linux/kho/abi/foo.h:12:8: error: message [rule-id]
 *
 * GCC adds the source line, the caret and the fix-it hints below.
 */
#include "plugin.h"

static char *next_prefix;

LG_STARTER(starter)
{
	/* The printer frees it. */
	pp_set_prefix(LG_STARTER_PRINTER, next_prefix);
	next_prefix = NULL;
}

static const char *color(const char *name)
{
	return colorize_start(LG_SHOW_COLOR, name);
}

static const char *color_stop(void)
{
	return colorize_stop(LG_SHOW_COLOR);
}

/* "file:line:column: " in GCC's colours. */
static void set_prefix(const struct lg_loc *loc, const char *severity)
{
	char place[64] = "";
	const char *file = loc->file ? loc->file : "luoguard";

	if (loc->file && loc->line && loc->column)
		snprintf(place, sizeof(place), "%u:%u:", loc->line, loc->column);
	else if (loc->file && loc->line)
		snprintf(place, sizeof(place), "%u:", loc->line);
	next_prefix = xasprintf("%s%s:%s%s %s%s:%s ", color("locus"),
				lg_printable(&lg_facts->pool, file), place,
				color_stop(), color(severity), severity,
				color_stop());
}

/* The length of the name under the caret, to underline it whole. */
static unsigned int name_length(const struct lg_loc *loc)
{
	struct lg_file *f;
	const char *line;
	unsigned int n = 0;

	if (!loc->file || !loc->line || !loc->column)
		return 1;
	f = lg_facts_file(lg_facts, loc->file);
	line = lg_file_line(&lg_facts->pool, f, loc->line);
	if (!line || strlen(line) < loc->column)
		return 1;
	line += loc->column - 1;
	while (ISALNUM(line[n]) || line[n] == '_')
		n++;
	return n ? n : 1;
}

static location_t underline(const struct lg_loc *loc)
{
	location_t start = lg_location_of(loc), end;

	if (start <= BUILTINS_LOCATION)
		return UNKNOWN_LOCATION;
	end = linemap_position_for_loc_and_offset(line_table, start,
						  name_length(loc) - 1);
	return make_location(start, start, end);
}

/* A text of several lines is several insertions, each a whole line. */
static void add_insert(rich_location *where, const struct lg_insert *ins)
{
	struct lg_loc loc = ins->loc;
	const char *text = ins->text, *nl;
	location_t at;

	loc.origin = 0;		/* a rule moved it from where GCC had it */
	at = lg_location_of(&loc);
	if (at <= BUILTINS_LOCATION)
		return;
	while ((nl = strchr(text, '\n')) != NULL) {
		where->add_fixit_insert_before(
			at, lg_strndup(&lg_facts->pool, text,
				       (size_t)(nl - text) + 1));
		text = nl + 1;
	}
	if (*text)
		where->add_fixit_insert_before(at, text);
}

/* GCC takes a replacement within one line. */
static void add_replace(rich_location *where, const struct lg_replace *r)
{
	struct lg_loc loc = r->loc;
	source_range range;
	const char *line;

	line = lg_file_line(&lg_facts->pool, lg_facts_file(lg_facts, loc.file),
			    loc.line);
	if (!line || loc.column - 1 + r->bytes > strlen(line))
		return;
	loc.origin = 0;
	range.m_start = lg_location_of(&loc);
	loc.column += r->bytes - 1;
	range.m_finish = lg_location_of(&loc);
	if (range.m_start > BUILTINS_LOCATION &&
	    range.m_finish > BUILTINS_LOCATION)
		where->add_fixit_replace(range, r->text);
}

static void say(rich_location *where, const struct lg_loc *loc,
		const char *severity, const char *text)
{
	auto old = LG_STARTER_SLOT;

	set_prefix(loc, severity);
	LG_STARTER_SLOT = starter;
	inform(where, "%s", lg_printable(&lg_facts->pool, text));
	LG_STARTER_SLOT = old;
}

/* Notes of one finding that stand at its own place show no source again. */
static void say_note(const struct lg_finding *f, const struct lg_note *note)
{
	struct lg_loc loc = note->loc.file ? note->loc : f->loc;
	rich_location where(line_table, note->loc.file ? underline(&loc)
						       : UNKNOWN_LOCATION);

	say(&where, &loc, "note", note->text);
}

void lg_diagnose(const struct lg_finding *f)
{
	auto_diagnostic_group group;
	rich_location where(line_table, underline(&f->loc));

	for (size_t i = 0; i < f->inserts.n; i++)
		add_insert(&where, &f->inserts.v[i]);
	for (size_t i = 0; i < f->replaces.n; i++)
		add_replace(&where, &f->replaces.v[i]);
	say(&where, &f->loc, lg_severity_name[f->severity],
	    lg_printf(&lg_facts->pool, "%s [%s]", f->message, f->rule));
	for (size_t i = 0; i < f->notes.n; i++)
		say_note(f, &f->notes.v[i]);
	if (f->fix) {
		struct lg_note fix = { { NULL, 0, 0, 0 }, NULL };

		fix.text = lg_printf(&lg_facts->pool, "to mend: %s", f->fix);
		say_note(f, &fix);
	}
}
