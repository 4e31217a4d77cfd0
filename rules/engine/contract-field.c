// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * contract-field.c - the lines of a contract's record, by tables: what prints a
 * field and what reads it stand in one line.
 */
#include <ctype.h>

#include "contract-text.h"

static const char *const zone_words[] = {
	"versioned", "append-only", "held", NULL
};
static const char *const bytes_words[] = {
	"unsigned", "signed", "bool", "enum", "pointer", "kho-pointer", "float",
	"struct", "union", "other", NULL
};
static const char *const value_words[] = { "integer", "string", "text", NULL };

#define FIELD(type, key, kind, field) \
	{ key, kind, offsetof(struct type, field), NULL }
#define CHOICE(type, key, words, field) \
	{ key, WORD, offsetof(struct type, field), words }
#define PLACE(type) \
	FIELD(type, "line", NUMBER, line), FIELD(type, "column", NUMBER, column)
#define END { NULL, TEXT, 0, NULL }

const struct field lg_machine_fields[] = {
	FIELD(lg_contract, "", TEXT, machine), END
};

const struct field lg_header_fields[] = {
	FIELD(lg_contract_header, "", TEXT, path), END
};

const struct field lg_version_fields[] = {
	FIELD(lg_contract_version, "", TEXT, name),
	FIELD(lg_contract_version, "value", TEXT, value),
	FIELD(lg_contract_version, "body", TEXT, body),
	FIELD(lg_contract_version, "file", TEXT, file),
	PLACE(lg_contract_version), END
};

const struct field lg_struct_fields[] = {
	FIELD(lg_contract_struct, "", TEXT, tag),
	FIELD(lg_contract_struct, "size", BYTES, bits),
	FIELD(lg_contract_struct, "align", BYTES, align),
	FIELD(lg_contract_struct, "packed", FLAG, packed),
	FIELD(lg_contract_struct, "union", FLAG, is_union),
	FIELD(lg_contract_struct, "typedef", FLAG, is_typedef),
	CHOICE(lg_contract_struct, "zone", zone_words, zone),
	FIELD(lg_contract_struct, "version", TEXT, version),
	FIELD(lg_contract_struct, "file", TEXT, file),
	PLACE(lg_contract_struct),
	FIELD(lg_contract_struct, "doc", TEXT, doc), END
};

const struct field lg_member_fields[] = {
	FIELD(lg_contract_member, "", TEXT, path),
	FIELD(lg_contract_member, "offset", BYTES, offset),
	FIELD(lg_contract_member, "size", BYTES, bits),
	FIELD(lg_contract_member, "count", NUMBER, count),
	CHOICE(lg_contract_member, "is", bytes_words, kind),
	FIELD(lg_contract_member, "type", TEXT, type),
	FIELD(lg_contract_member, "holds", TEXT, holds),
	FIELD(lg_contract_member, "bitfield", FLAG, bitfield),
	FIELD(lg_contract_member, "flexible", FLAG, flexible),
	PLACE(lg_contract_member),
	FIELD(lg_contract_member, "doc", TEXT, doc), END
};

const struct field lg_constant_fields[] = {
	FIELD(lg_contract_constant, "", TEXT, name),
	CHOICE(lg_contract_constant, "is", value_words, kind),
	FIELD(lg_contract_constant, "number", SIGNED, number),
	FIELD(lg_contract_constant, "value", TEXT, text),
	FIELD(lg_contract_constant, "of", TEXT, of),
	FIELD(lg_contract_constant, "last", FLAG, last),
	FIELD(lg_contract_constant, "step", FLAG, step),
	CHOICE(lg_contract_constant, "zone", zone_words, zone),
	FIELD(lg_contract_constant, "version", TEXT, version),
	FIELD(lg_contract_constant, "file", TEXT, file),
	PLACE(lg_contract_constant), END
};

/* ------------------------------------------------------------------ writing */

static bool bare(const char *s)
{
	for (const char *p = s; *p; p++)
		if (!isalnum((unsigned char)*p) && !strchr("_-./", *p))
			return false;
	return *s != '\0';
}

static void put_text(const char *s, FILE *out)
{
	if (bare(s)) {
		fputs(s, out);
		return;
	}
	fputc('"', out);
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			fprintf(out, "\\%c", *s);
		else if ((unsigned char)*s < ' ' || *s == 0x7f)
			fprintf(out, "\\x%02x", (unsigned char)*s);
		else
			fputc(*s, out);
	}
	fputc('"', out);
}

static void put_number(const struct field *f, uint64_t n, FILE *out)
{
	fprintf(out, " %s ", f->key);
	if (f->kind == WORD)
		fputs(f->words[n], out);
	else if (f->kind == SIGNED)
		fprintf(out, "%lld", (long long)n);
	else if (f->kind == BYTES && n % 8)
		fprintf(out, "%llub", (unsigned long long)n);
	else
		fprintf(out, "%llu", (unsigned long long)
				     (f->kind == BYTES ? n / 8 : n));
}

static void put_field(const struct field *f, const void *entry, FILE *out)
{
	const void *at = (const char *)entry + f->offset;

	if (f->kind == FLAG) {
		if (*(const bool *)at)
			fprintf(out, " %s yes", f->key);
	} else if (f->kind != TEXT) {
		put_number(f, *(const uint64_t *)at, out);
	} else if (*(const char *const *)at) {
		fprintf(out, " %s%s", f->key, *f->key ? " " : "");
		put_text(*(const char *const *)at, out);
	}
}

void lg_field_put(const char *kind, const struct field *fields,
		  const void *entry, FILE *out)
{
	fputs(kind, out);
	for (; fields->key; fields++)
		put_field(fields, entry, out);
	fputc('\n', out);
}

void lg_field_copy(struct lg_pool *pool, const struct field *fields,
		   void *entry)
{
	for (; fields->key; fields++) {
		const char **at = (const char **)((char *)entry +
						  fields->offset);

		if (fields->kind == TEXT && *at)
			*at = lg_strdup(pool, *at);
	}
}

/* ------------------------------------------------------------------ reading */

bool lg_field_wrong(struct reading *r, const char *fmt, ...)
{
	struct lg_pool *pool = &r->all->pool;
	va_list ap;

	if (r->error)
		return false;
	va_start(ap, fmt);
	r->error = lg_printf(pool, "%s:%u: %s", r->name, r->line,
			     lg_vprintf(pool, fmt, ap));
	va_end(ap);
	return false;
}

static int hex(char c)
{
	if (isdigit((unsigned char)c))
		return c - '0';
	return isxdigit((unsigned char)c) ?
	       tolower((unsigned char)c) - 'a' + 10 : -1;
}

/* The character that an escape at *@at stands for; 0: it is none. */
static char escaped(const char **at)
{
	const char *p = *at + 1;

	*at += 2;
	switch (*p) {
	case 'x':
		if (hex(p[1]) < 0 || hex(p[2]) < 0)
			return '\0';
		*at += 2;
		return (char)(hex(p[1]) * 16 + hex(p[2]));
	case 'n':
		return '\n';
	case 't':
		return '\t';
	}
	return *p == '"' || *p == '\\' ? *p : '\0';
}

/* Takes the quoted text at *@at. */
static const char *quoted(struct reading *r, const char **at)
{
	const char *p = *at + 1;
	char *s = lg_strdup(&r->all->pool, p), *to = s;

	while (*p && *p != '"') {
		*to = *p == '\\' ? escaped(&p) : *p++;
		if (!*to++) {
			lg_field_wrong(r, "a backslash that escapes nothing");
			return NULL;
		}
	}
	if (*p != '"' || (p[1] && p[1] != ' ')) {
		lg_field_wrong(r, "a quote that is not closed");
		return NULL;
	}
	*to = '\0';
	*at = p + 1;
	return s;
}

const char *lg_field_word(struct reading *r, const char **at)
{
	size_t n;
	const char *s;

	*at += strspn(*at, " \t");
	if (!**at)
		return NULL;
	if (**at == '"')
		return quoted(r, at);
	n = strcspn(*at, " \t");
	s = lg_strndup(&r->all->pool, *at, n);
	*at += n;
	return s;
}

static bool read_number(struct reading *r, const struct field *f,
			const char *s, uint64_t *n)
{
	bool negative = f->kind == SIGNED && *s == '-';
	char *end = NULL;

	s += negative;
	*n = isdigit((unsigned char)*s) ? strtoull(s, &end, 10) : 0;
	if (end && f->kind == BYTES && !strcmp(end, "b"))
		return true;
	if (!end || *end)
		return lg_field_wrong(r, "%s: \"%s\" is no number", f->key, s);
	if (f->kind == BYTES)
		*n *= 8;
	if (negative)
		*n = -*n;
	return true;
}

static bool read_field(struct reading *r, const struct field *f,
		       const char *s, void *entry)
{
	void *at = (char *)entry + f->offset;
	uint64_t n = 0;

	if (f->kind == TEXT) {
		*(const char **)at = s;
		return true;
	}
	if (f->kind == FLAG) {
		*(bool *)at = !strcmp(s, "yes");
		return *(bool *)at || lg_field_wrong(r, "%s: expected yes", f->key);
	}
	if (f->kind != WORD)
		return read_number(r, f, s, (uint64_t *)at);
	while (f->words[n] && strcmp(f->words[n], s))
		n++;
	*(uint64_t *)at = n;
	return f->words[n] || lg_field_wrong(r, "%s: unknown word \"%s\"", f->key, s);
}

bool lg_field_read(struct reading *r, const char *kind,
		   const struct field *fields, const char *at, void *entry)
{
	const char *key = lg_field_word(r, &at), *value;

	if (!key)
		return lg_field_wrong(r, "%s: of what name?", kind);
	read_field(r, fields, key, entry);
	while (!r->error && (key = lg_field_word(r, &at))) {
		const struct field *f = fields + 1;

		while (f->key && strcmp(f->key, key))
			f++;
		if (!f->key)
			return lg_field_wrong(r, "%s: unknown key \"%s\"", kind, key);
		value = lg_field_word(r, &at);
		if (!value)
			return lg_field_wrong(r, "%s: nothing follows %s", kind, key);
		if (!read_field(r, f, value, entry))
			return false;
	}
	return !r->error;
}
