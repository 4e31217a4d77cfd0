// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * json.c - findings as JSON, for reports and for the store.
 *
 * A finding is an object with exactly these keys, in this order, null where
 * there is nothing to say:
 *
 *     rule severity file line column struct member message evidence fix
 *     fingerprint
 *
 * severity is "note", "warning" or "error"; line and column are numbers from
 * 1; the rest are strings. A record, which only the store reads, has these
 * keys more; the last three may be missing:
 *
 *     notes     [{"file", "line", "column", "text"}, ...]
 *     inserts   [{"file", "line", "column", "text"}, ...]
 *     accepted  null, or {"label", "reason", "file", "line"} of the exception
 *     replaces  [{"file", "line", "column", "text", "bytes"}, ...]
 *     mends     true: inserts and replaces, applied whole, mend the finding
 *     left      why --fix leaves it
 *
 * JSON is UTF-8 and C source need not be: bytes that are not, become \xNN; so
 * do characters that a terminal would act on and JSON does not escape.
 */
#include <ctype.h>
#include <limits.h>

#include "json.h"

/* Bytes of the UTF-8 character that @s begins with; 0: it begins with none. */
static size_t utf8_length(const unsigned char *s)
{
	size_t n = s[0] < 0x80 ? 1 : s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 :
		   s[0] < 0xf0 ? 3 : s[0] < 0xf5 ? 4 : 0;

	for (size_t i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	/* Overlong forms, surrogates, and beyond U+10FFFF. */
	if ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f) ||
	    (s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return n;
}

/*
 * Does the character at @s act on a terminal: C0 (unless @c0 may stay), DEL,
 * C1 (U+0080..9F), or a mark that turns the direction of text (U+202A..2E,
 * U+2066..69), by which a name shows up as another one?
 */
static bool is_control(const unsigned char *s, bool c0)
{
	if (s[0] < 0x20)
		return !c0;
	if (s[0] == 0x7f)
		return true;
	if (s[0] == 0xc2)
		return s[1] < 0xa0;
	return s[0] == 0xe2 &&
	       ((s[1] == 0x80 && s[2] >= 0xaa && s[2] <= 0xae) ||
		(s[1] == 0x81 && s[2] >= 0xa6 && s[2] <= 0xa9));
}

/* Length of the character at @s that may stay, or 0. */
static size_t clean_length(const char *s, bool c0)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t n = utf8_length(u);

	return n && !is_control(u, c0) ? n : 0;
}

/* @s with broken UTF-8 and controls as \xNN; line feeds and the like stay if
 * @c0. */
static const char *escape(struct lg_pool *pool, const char *s, bool c0)
{
	size_t n, bytes = 0;
	const char *from;
	char *out, *to;

	for (from = s; *from && (n = clean_length(from, c0)); from += n)
		;
	if (!*from)
		return s;
	for (from = s; *from; from += n ? n : 1) {
		n = clean_length(from, c0);
		bytes += n ? n : 4;
	}
	out = to = (char *)lg_alloc(pool, bytes + 1);
	for (from = s; *from; from += n ? n : 1) {
		n = clean_length(from, c0);
		if (n)
			memcpy(to, from, n);
		else
			sprintf(to, "\\x%02x", (unsigned char)*from);
		to += n ? n : 4;
	}
	return out;
}

const char *lg_printable(struct lg_pool *pool, const char *s)
{
	return s ? escape(pool, s, false) : NULL;
}

size_t lg_printable_length(const char *s)
{
	return clean_length(s, false);
}

void lg_json_add_string(struct json_object *o, const char *key, const char *s)
{
	struct lg_pool pool = { NULL };

	json_object_object_add(o, key, s ?
		json_object_new_string(escape(&pool, s, true)) : NULL);
	lg_pool_free(&pool);
}

void lg_json_add_number(struct json_object *o, const char *key, unsigned int n)
{
	json_object_object_add(o, key, n ? json_object_new_int64(n) : NULL);
}

void lg_json_add_loc(struct json_object *o, struct lg_loc loc)
{
	lg_json_add_string(o, "file", loc.file);
	lg_json_add_number(o, "line", loc.line);
	lg_json_add_number(o, "column", loc.column);
}

struct json_object *lg_json_object(void)
{
	struct json_object *o = json_object_new_object();

	if (!o)
		lg_die("out of memory");
	return o;
}

struct json_object *lg_finding_to_json(const struct lg_finding *f)
{
	struct json_object *o = lg_json_object();

	lg_json_add_string(o, "rule", f->rule);
	lg_json_add_string(o, "severity", lg_severity_name[f->severity]);
	lg_json_add_loc(o, f->loc);
	lg_json_add_string(o, "struct", f->tag);
	lg_json_add_string(o, "member", f->member);
	lg_json_add_string(o, "message", f->message);
	lg_json_add_string(o, "evidence", f->evidence);
	lg_json_add_string(o, "fix", f->fix);
	lg_json_add_string(o, "fingerprint", f->fingerprint);
	return o;
}

/* Notes and inserts are alike: a place and a text. */
static struct json_object *add_text(struct json_object *list,
				    struct lg_loc loc, const char *text)
{
	struct json_object *o = lg_json_object();

	lg_json_add_loc(o, loc);
	lg_json_add_string(o, "text", text);
	json_object_array_add(list, o);
	return o;
}

static void add_mends(struct json_object *o, const struct lg_finding *f)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < f->replaces.n; i++) {
		const struct lg_replace *r = &f->replaces.v[i];

		json_object_object_add(add_text(list, r->loc, r->text),
				       "bytes",
				       json_object_new_int64(r->bytes));
	}
	json_object_object_add(o, "replaces", list);
	json_object_object_add(o, "mends", json_object_new_boolean(f->mends));
}

struct json_object *lg_finding_to_record(const struct lg_finding *f)
{
	struct json_object *o = lg_finding_to_json(f);
	struct json_object *notes = json_object_new_array();
	struct json_object *inserts = json_object_new_array();
	struct json_object *accepted = NULL;

	for (size_t i = 0; i < f->notes.n; i++)
		add_text(notes, f->notes.v[i].loc, f->notes.v[i].text);
	for (size_t i = 0; i < f->inserts.n; i++)
		add_text(inserts, f->inserts.v[i].loc, f->inserts.v[i].text);
	if (f->accepted) {
		accepted = lg_json_object();
		lg_json_add_string(accepted, "label", f->accepted->label);
		lg_json_add_string(accepted, "reason", f->accepted->reason);
		lg_json_add_string(accepted, "file", f->accepted->policy_file);
		lg_json_add_number(accepted, "line", f->accepted->line);
	}
	json_object_object_add(o, "notes", notes);
	json_object_object_add(o, "inserts", inserts);
	json_object_object_add(o, "accepted", accepted);
	if (f->replaces.n || f->mends)
		add_mends(o, f);
	if (f->left)
		lg_json_add_string(o, "left", f->left);
	if (f->picture)
		lg_json_add_string(o, "picture", f->picture);
	return o;
}

bool lg_json_string(struct lg_pool *pool, struct json_object *o,
		    const char *key, bool optional, const char **to)
{
	struct json_object *v;

	if (!json_object_object_get_ex(o, key, &v))
		return false;
	*to = NULL;
	if (!v)
		return optional;
	if (!json_object_is_type(v, json_type_string))
		return false;
	/* "\u0000" would hide what follows it. */
	if (strlen(json_object_get_string(v)) !=
	    (size_t)json_object_get_string_len(v))
		return false;
	*to = lg_strdup(pool, json_object_get_string(v));
	return true;
}

static bool get_number(struct json_object *o, const char *key,
		       unsigned int *to)
{
	struct json_object *v;
	int64_t n;

	if (!json_object_object_get_ex(o, key, &v))
		return false;
	*to = 0;
	if (!v)
		return true;
	if (!json_object_is_type(v, json_type_int))
		return false;
	n = json_object_get_int64(v);
	*to = (unsigned int)n;
	return n > 0 && n <= UINT_MAX;
}

static bool get_loc(struct lg_pool *pool, struct json_object *o,
		    struct lg_loc *loc)
{
	return lg_json_string(pool, o, "file", true, &loc->file) &&
	       get_number(o, "line", &loc->line) &&
	       get_number(o, "column", &loc->column);
}

static bool get_severity(struct lg_pool *pool, struct json_object *o,
			 enum lg_severity *to)
{
	const char *word;

	if (!lg_json_string(pool, o, "severity", false, &word))
		return false;
	for (int s = LG_NOTE; s <= LG_ERROR; s++) {
		if (strcmp(lg_severity_name[s], word))
			continue;
		*to = (enum lg_severity)s;
		return true;
	}
	return false;
}

static bool get_fingerprint(struct lg_pool *pool, struct json_object *o,
			    char to[17])
{
	const char *s;

	if (!lg_json_string(pool, o, "fingerprint", false, &s) ||
	    strlen(s) != 16 || strspn(s, "0123456789abcdef") != 16)
		return false;
	memcpy(to, s, 17);
	return true;
}

/* The list @key of @o; NULL when it is none. */
static struct json_object *get_list(struct json_object *o, const char *key)
{
	struct json_object *list;

	if (!json_object_object_get_ex(o, key, &list) ||
	    !json_object_is_type(list, json_type_array))
		return NULL;
	return list;
}

static bool get_notes(struct lg_pool *pool, struct json_object *o,
		      struct lg_finding *f)
{
	struct json_object *list = get_list(o, "notes");

	for (size_t i = 0; list && i < json_object_array_length(list); i++) {
		struct json_object *v = json_object_array_get_idx(list, i);
		struct lg_note note;

		memset(&note, 0, sizeof(note));
		if (!get_loc(pool, v, &note.loc) ||
		    !lg_json_string(pool, v, "text", false, &note.text))
			return false;
		lg_vec_push(&f->notes, note);
	}
	return list != NULL;
}

static bool get_inserts(struct lg_pool *pool, struct json_object *o,
			struct lg_finding *f)
{
	struct json_object *list = get_list(o, "inserts");

	for (size_t i = 0; list && i < json_object_array_length(list); i++) {
		struct json_object *v = json_object_array_get_idx(list, i);
		struct lg_insert insert;

		memset(&insert, 0, sizeof(insert));
		if (!get_loc(pool, v, &insert.loc) ||
		    !lg_json_string(pool, v, "text", false, &insert.text))
			return false;
		lg_vec_push(&f->inserts, insert);
	}
	return list != NULL;
}

static bool get_replaces(struct lg_pool *pool, struct json_object *o,
			 struct lg_finding *f)
{
	struct json_object *list, *mends;

	if (!json_object_object_get_ex(o, "mends", &mends))
		return true;
	list = get_list(o, "replaces");
	f->mends = json_object_is_type(mends, json_type_boolean) &&
		   json_object_get_boolean(mends);
	for (size_t i = 0; list && i < json_object_array_length(list); i++) {
		struct json_object *v = json_object_array_get_idx(list, i);
		struct lg_replace r;

		memset(&r, 0, sizeof(r));
		if (!get_loc(pool, v, &r.loc) ||
		    !lg_json_string(pool, v, "text", false, &r.text) ||
		    !get_number(v, "bytes", &r.bytes) || !r.bytes)
			return false;
		lg_vec_push(&f->replaces, r);
	}
	return list != NULL;
}

/* What a finding may do without. */
static bool get_rest(struct lg_pool *pool, struct json_object *o,
		     struct lg_finding *f)
{
	return (!json_object_object_get_ex(o, "left", NULL) ||
		lg_json_string(pool, o, "left", false, &f->left)) &&
	       (!json_object_object_get_ex(o, "picture", NULL) ||
		lg_json_string(pool, o, "picture", false, &f->picture));
}

static bool get_accepted(struct lg_pool *pool, struct json_object *o,
			 struct lg_finding *f)
{
	struct lg_exception *e;
	struct json_object *v;

	if (!json_object_object_get_ex(o, "accepted", &v))
		return false;
	if (!v)
		return true;
	e = lg_new(pool, struct lg_exception);
	e->rule = f->rule;
	e->used = true;
	f->accepted = e;
	return lg_json_string(pool, v, "label", true, &e->label) &&
	       lg_json_string(pool, v, "reason", true, &e->reason) &&
	       lg_json_string(pool, v, "file", true, &e->policy_file) &&
	       get_number(v, "line", &e->line);
}

struct lg_finding *lg_finding_from_record(struct lg_findings *fs,
					  struct json_object *o)
{
	struct lg_pool *pool = &fs->pool;
	struct lg_finding f, *added;

	memset(&f, 0, sizeof(f));
	if (lg_json_string(pool, o, "rule", false, &f.rule) &&
	    get_severity(pool, o, &f.severity) && get_loc(pool, o, &f.loc) &&
	    lg_json_string(pool, o, "struct", true, &f.tag) &&
	    lg_json_string(pool, o, "member", true, &f.member) &&
	    lg_json_string(pool, o, "message", false, &f.message) &&
	    lg_json_string(pool, o, "evidence", true, &f.evidence) &&
	    lg_json_string(pool, o, "fix", true, &f.fix) &&
	    get_fingerprint(pool, o, f.fingerprint) &&
	    get_notes(pool, o, &f) && get_inserts(pool, o, &f) &&
	    get_replaces(pool, o, &f) && get_rest(pool, o, &f) &&
	    get_accepted(pool, o, &f)) {
		added = lg_findings_add(fs);
		*added = f;
		return added;
	}
	lg_vec_free(&f.notes);
	lg_vec_free(&f.inserts);
	lg_vec_free(&f.replaces);
	return NULL;
}

void lg_finding_print_json(const struct lg_finding *f, FILE *out)
{
	const int flags = JSON_C_TO_STRING_PLAIN |
			  JSON_C_TO_STRING_NOSLASHESCAPE;
	struct json_object *o = lg_finding_to_json(f);

	fprintf(out, "%s\n", json_object_to_json_string_ext(o, flags));
	json_object_put(o);
}
