// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sarif.c - findings as SARIF 2.1.0 (OASIS), the form that code hosts read.
 *
 * One run: the rules with their texts, the results, and one invocation that
 * says whether everything asked for was looked at. Paths are relative to
 * %SRCROOT%; the fingerprint keeps a result the same one across commits.
 */
#include <json-c/json.h>

#include "command.h"

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

typedef struct json_object json;

static void add(json *o, const char *key, json *value)
{
	json_object_object_add(o, key, value);
}

static void add_text(struct output *out, json *o, const char *key,
		     const char *text)
{
	add(o, key, json_object_new_string(safe(out, text)));
}

/* { "text": TEXT } */
static json *message(struct output *out, const char *text)
{
	json *o = json_object_new_object();

	add_text(out, o, "text", text);
	return o;
}

/* The same for the rules' own texts, which have lines. */
static json *prose(const char *text)
{
	json *o = json_object_new_object();

	add(o, "text", json_object_new_string(text));
	return o;
}

/* @path as a URI reference: what RFC 3986 does not allow becomes %XX. */
static const char *uri(struct output *out, const char *path)
{
	char *buf = lg_alloc(&out->pool, strlen(path) * 3 + 8), *to = buf;

	if (*path == '/')
		to = stpcpy(to, "file://");
	for (; *path; path++) {
		unsigned char c = (unsigned char)*path;

		if (c > 0x20 && c < 0x7f && !strchr("%\"<>\\^`{|}?#[]", c))
			*to++ = (char)c;
		else
			to += sprintf(to, "%%%02X", c);
	}
	*to = '\0';
	return buf;
}

static json *artifact(struct output *out, const char *file)
{
	json *o = json_object_new_object();

	add(o, "uri", json_object_new_string(uri(out, file)));
	if (*file != '/')
		add(o, "uriBaseId", json_object_new_string("%SRCROOT%"));
	return o;
}

/* Byte column loc.column as SARIF counts: UTF-16 code units of the line. */
static unsigned int column(struct output *out, struct lg_loc loc)
{
	const char *line = output_line(out, loc.file, loc.line);
	unsigned int units = 1;

	if (!line || !loc.column || loc.column > strlen(line) + 1)
		return loc.column;
	for (unsigned int i = 0; i + 1 < loc.column; i++) {
		unsigned char c = (unsigned char)line[i];

		units += c >= 0xf0 ? 2 : (c & 0xc0) != 0x80;
	}
	return units;
}

static json *location(struct output *out, struct lg_loc loc)
{
	json *o = json_object_new_object(), *region;
	json *physical = json_object_new_object();

	add(physical, "artifactLocation", artifact(out, loc.file));
	if (loc.line) {
		region = json_object_new_object();
		add(region, "startLine", json_object_new_int64(loc.line));
		if (loc.column)
			add(region, "startColumn",
			    json_object_new_int64(column(out, loc)));
		add(physical, "region", region);
	}
	add(o, "physicalLocation", physical);
	return o;
}

static json *related(struct output *out, const struct lg_finding *f)
{
	json *list = json_object_new_array();

	for (size_t i = 0; i < f->notes.n; i++) {
		const struct lg_note *n = &f->notes.v[i];
		struct lg_loc loc = n->loc.file ? n->loc : f->loc;
		json *o;

		if (!loc.file)
			continue;
		o = location(out, loc);
		add(o, "message", message(out, n->text));
		json_object_array_add(list, o);
	}
	return list;
}

/* @bytes at @loc become @text; a region that ends where it begins inserts. */
static void add_replacement(struct output *out, json *list, struct lg_loc loc,
			    unsigned int bytes, const char *text)
{
	struct lg_loc end = loc;
	json *o = json_object_new_object(), *region = json_object_new_object();
	json *content = json_object_new_object();

	add(region, "startLine", json_object_new_int64(loc.line));
	end.column += bytes;
	add(region, "startColumn", json_object_new_int64(column(out, loc)));
	add(region, "endColumn", json_object_new_int64(column(out, end)));
	add(o, "deletedRegion", region);
	add(content, "text", json_object_new_string(text));
	add(o, "insertedContent", content);
	json_object_array_add(list, o);
}

/* Are all edits of @f in its own file, and within lines? Those that move a
 * struct to a new one are not. */
static bool plain_edits(const struct lg_finding *f)
{
	bool plain = f->mends && f->loc.file && f->inserts.n + f->replaces.n;

	for (size_t i = 0; plain && i < f->inserts.n; i++)
		plain = f->inserts.v[i].loc.file &&
			!strcmp(f->inserts.v[i].loc.file, f->loc.file);
	for (size_t i = 0; plain && i < f->replaces.n; i++)
		plain = f->replaces.v[i].loc.file &&
			!strcmp(f->replaces.v[i].loc.file, f->loc.file);
	return plain;
}

static void add_fixes(struct output *out, json *o, const struct lg_finding *f)
{
	json *fix = json_object_new_object(), *list = json_object_new_array();
	json *changes = json_object_new_array();
	json *change = json_object_new_object();
	json *edits = json_object_new_array();

	for (size_t i = 0; i < f->inserts.n; i++)
		add_replacement(out, edits, f->inserts.v[i].loc, 0,
				f->inserts.v[i].text);
	for (size_t i = 0; i < f->replaces.n; i++)
		add_replacement(out, edits, f->replaces.v[i].loc,
				f->replaces.v[i].bytes,
				f->replaces.v[i].text);
	add(change, "artifactLocation", artifact(out, f->loc.file));
	add(change, "replacements", edits);
	json_object_array_add(changes, change);
	if (f->fix)
		add(fix, "description", message(out, f->fix));
	add(fix, "artifactChanges", changes);
	json_object_array_add(list, fix);
	add(o, "fixes", list);
}

static json *result(struct output *out, const struct lg_finding *f, int index)
{
	json *o = json_object_new_object(), *prints = json_object_new_object();
	json *places = json_object_new_array();
	const char *text = f->message;

	if (f->fix)
		text = lg_printf(&out->pool, "%s. To mend: %s", text, f->fix);
	add_text(out, o, "ruleId", f->rule);
	if (index >= 0)
		add(o, "ruleIndex", json_object_new_int(index));
	add_text(out, o, "level", lg_severity_name[f->severity]);
	add(o, "message", message(out, text));
	if (f->loc.file)
		json_object_array_add(places, location(out, f->loc));
	add(o, "locations", places);
	add(o, "relatedLocations", related(out, f));
	add_text(out, prints, "luoguard/v1", f->fingerprint);
	add(o, "partialFingerprints", prints);
	if (plain_edits(f))
		add_fixes(out, o, f);
	return o;
}

static json *rule_object(struct output *out, const struct lg_rule *r)
{
	json *o = json_object_new_object(), *level = json_object_new_object();

	add_text(out, o, "id", r->id);
	add(o, "shortDescription", message(out, r->title));
	add(o, "fullDescription", prose(r->why));
	add(o, "help", prose(lg_printf(&out->pool,
		"%s\n\nWrong:\n\n%s\n\nRight:\n\n%s\n\n%s\n\nSource: %s\n",
		r->why, r->wrong, r->right, r->mend, r->source)));
	add_text(out, level, "level", lg_severity_name[r->severity]);
	add(o, "defaultConfiguration", level);
	return o;
}

static json *tool(struct output *out)
{
	json *o = json_object_new_object(), *driver = json_object_new_object();
	json *rules = json_object_new_array();

	add_text(out, driver, "name", "luoguard");
	add_text(out, driver, "version", LUOGUARD_VERSION);
	for (size_t i = 0; lg_rules[i]; i++)
		json_object_array_add(rules, rule_object(out, lg_rules[i]));
	add(driver, "rules", rules);
	add(o, "driver", driver);
	return o;
}

static int rule_index(const char *id)
{
	for (int i = 0; lg_rules[i]; i++)
		if (!strcmp(lg_rules[i]->id, id))
			return i;
	return -1;
}

static json *invocations(struct output *out)
{
	json *list = json_object_new_array(), *o = json_object_new_object();
	json *notes = json_object_new_array();

	add(o, "executionSuccessful",
	    json_object_new_boolean(!out->incomplete));
	for (size_t i = 0; i < out->missed.n; i++) {
		json *n = json_object_new_object();

		add_text(out, n, "level", "error");
		add(n, "message", message(out, out->missed.v[i]));
		json_object_array_add(notes, n);
	}
	add(o, "toolExecutionNotifications", notes);
	json_object_array_add(list, o);
	return list;
}

static json *one_run(struct output *out)
{
	json *run = json_object_new_object(), *results, *runs;

	add(run, "tool", tool(out));
	add(run, "invocations", invocations(out));
	add_text(out, run, "columnKind", "utf16CodeUnits");
	results = json_object_new_array();
	for (size_t i = 0; i < out->findings.v.n; i++) {
		const struct lg_finding *f = out->findings.v.v[i];

		if (!f->accepted)
			json_object_array_add(results, result(out, f,
						rule_index(f->rule)));
	}
	add(run, "results", results);
	runs = json_object_new_array();
	json_object_array_add(runs, run);
	return runs;
}

void report_sarif(struct output *out)
{
	json *log = json_object_new_object();

	add_text(out, log, "$schema", SCHEMA);
	add_text(out, log, "version", "2.1.0");
	add(log, "runs", one_run(out));
	fputs(json_object_to_json_string_ext(log, JSON_C_TO_STRING_PRETTY |
					     JSON_C_TO_STRING_NOSLASHESCAPE),
	      out->out);
	fputc('\n', out->out);
	json_object_put(log);
}
