// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * spatch-facts.c - the facts that semantic patches find, and those that text
 * has before them.
 *
 * A semantic patch reports "FILE:LINE:COLUMN-END: WORDS [rule]". The words are
 * for people who run it by itself; they hold the names it bound. Here they
 * become the facts that the plugin would have made, less what only a compiler
 * knows, and the rule makes its finding of those: same message, same
 * fingerprint.
 */
#include <ctype.h>

#include "spatch-state.h"

#define FAR 4096	/* bytes: nobody writes that many attributes */

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* -------------------------------------------------------------------- text */

/* An identifier of @f's code. */
struct word {
	size_t at, n;
	char text[128];
};

static bool next_word(const struct lg_file *f, size_t from, struct word *w)
{
	while (from < f->bytes && !is_word(f->code[from]))
		from++;
	w->at = from;
	for (w->n = 0; from + w->n < f->bytes && is_word(f->code[from + w->n]);)
		w->n++;
	snprintf(w->text, sizeof(w->text), "%.*s",
		 (int)(w->n < sizeof(w->text) ? w->n : 0), f->code + from);
	return w->n > 0;
}

static bool is_blank(char c)
{
	return isspace((unsigned char)c) || c == '\2';	/* a comment */
}

/* Behind the attributes, __packed or __attribute__((packed)), at @at. */
static size_t skip_attributes(const struct lg_file *f, size_t at)
{
	size_t end = at + FAR < f->bytes ? at + FAR : f->bytes;

	for (;;) {
		int depth = 0;

		while (at < end && is_blank(f->code[at]))
			at++;
		if (at >= end || f->code[at] != '_' || f->code[at + 1] != '_')
			return at;
		while (at < end && is_word(f->code[at]))
			at++;
		while (at < end && (depth || f->code[at] == '(')) {
			depth += (f->code[at] == '(') - (f->code[at] == ')');
			at++;
		}
	}
}

/* Does the word name what is defined there: "struct w {", or "} w;"? */
static bool defines(const struct lg_file *f, const struct word *w)
{
	size_t end = skip_attributes(f, w->at + w->n), at = w->at;

	if (f->code[end] == '{')
		return true;
	if (f->code[end] != ';' && f->code[end] != ',')
		return false;
	while (at && at + FAR > w->at && !strchr(";{}", f->code[at - 1]))
		at--;
	return at && f->code[at - 1] == '}' && skip_attributes(f, at) == w->at;
}

static bool uses_kho(const struct lg_policy *p, const struct lg_file *f)
{
	for (size_t i = 0; i < f->includes.n; i++)
		if (lg_matches_any(&p->kho_headers, f->includes.v[i].path))
			return true;
	for (size_t i = 0; i < p->kho_symbols.n; i++)
		if (lg_file_mentions(f, p->kho_symbols.v[i]))
			return true;
	return false;
}

bool spatch_defines_serialized(const struct lg_policy *p,
			       const struct lg_file *f)
{
	struct word w;

	for (size_t at = 0; next_word(f, at, &w); at = w.at + w.n)
		if (lg_matches_any(&p->ser_names, w.text) && defines(f, &w))
			return uses_kho(p, f);
	return false;
}

static bool foreign(const struct lg_policy *p, const struct lg_file *f,
		    const char *tag)
{
	const struct lg_owner *o = lg_policy_names_private(p, tag);

	return o && !lg_policy_may_look(p, o, f->path);
}

bool spatch_defines_private(const struct lg_policy *p, const struct lg_file *f)
{
	const struct lg_owner *o;
	struct word w;

	for (size_t at = 0; next_word(f, at, &w); at = w.at + w.n) {
		o = lg_policy_names_private(p, w.text);
		if (o && !lg_path_under(f->path, o->dir) && defines(f, &w))
			return true;
	}
	return false;
}

bool spatch_names_private(const struct lg_policy *p, const struct lg_file *f,
			  lg_strings *tags)
{
	bool any = false;

	for (size_t i = 0; i < p->owners.n; i++)
		for (size_t k = 0; k < p->owners.v[i].structs.n; k++) {
			const char *tag = p->owners.v[i].structs.v[k];

			if (!foreign(p, f, tag))
				continue;
			lg_vec_push(tags, tag);
			any |= lg_file_mentions(f, tag);
		}
	return any;
}

/* ---------------------------------------------------------------- unparsed */

/* Does the line name what the rules are about: a private struct or a way into
 * KHO, when those are asked for, or a serialized struct where it may be
 * defined? */
static bool matters(const struct lg_policy *p, const char *code, size_t n,
		    unsigned int about)
{
	bool brace = memchr(code, '{', n) || memchr(code, '}', n);
	size_t length;
	char word[128];

	for (size_t at = 0; at < n; at += length + 1) {
		length = 0;
		while (at + length < n && is_word(code[at + length]))
			length++;
		if (!length || length >= sizeof(word))
			continue;
		memcpy(word, code + at, length);
		word[length] = '\0';
		if ((about & SPATCH_PRIVATE &&
		     lg_policy_names_private(p, word)) ||
		    (about & SPATCH_CODE && spatch_on_way(p, word)) ||
		    (brace && lg_matches_any(&p->ser_names, word)))
			return true;
	}
	return false;
}

const char *spatch_unparsed(struct spatch *s, const char *said,
			    unsigned int about, const lg_strings *tags)
{
	/* Whole functions that it left out; words that it passed over, mostly
	 * attributes and #if. */
	static const char *const starts[] = { "bad: ", "BAD:!!!!! ", "passed:" };

	for (const char *line = said; *line; line += *line == '\n') {
		size_t n = strcspn(line, "\n");

		for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
			size_t mark = strlen(starts[i]);
			unsigned int asked = about;
			bool code;

			if (!lg_starts(line, starts[i]))
				continue;
			code = i == 2 && memchr(line, ';', n) &&
			       line[mark] != '#';
			/* A declaration hands nothing over. */
			if (code && !memchr(line, '(', n) &&
			    !memchr(line, '=', n))
				asked &= ~SPATCH_CODE;
			if ((code && about & SPATCH_PRIVATE) ||
			    matters(s->policy, line + mark, n - mark, asked) ||
			    marks_in_line(&s->state->marks, tags, line + mark,
					  n - mark)) {
				line += mark;
				line += strspn(line, " \t");
				n = strcspn(line, "\n");
				return lg_strndup(&s->pool, line,
						  n < 80 ? n : 80);
			}
		}
		line += n;
	}
	return NULL;
}

/* ------------------------------------------------------------------- facts */

/* The report at @line, which begins with "@full:". */
static bool read_report(struct lg_pool *pool, const char *line,
			const char *full, const char *id,
			struct spatch_report *r)
{
	const char *at = line + strlen(full), *colon, *end;
	int n = 0;

	memset(r, 0, sizeof(*r));
	if (sscanf(at, ":%u:%u-%*u: %n", &r->loc.line, &r->loc.column, &n) < 2 ||
	    !n)
		return false;
	r->loc.column++;	/* spatch counts from 0 */
	at += n;
	end = strstr(at, lg_printf(pool, " [%s]", id));
	colon = strstr(at, ": ");
	if (!end || !colon || colon > end)
		return false;
	r->name = lg_strndup(pool, at, (size_t)(colon - at));
	r->what = lg_strndup(pool, colon + 2, (size_t)(end - colon - 2));
	return true;
}

static const char *tag_of(const struct spatch_report *r)
{
	const char *space = strchr(r->name, ' ');

	return space ? space + 1 : r->name;
}

/* "its size, private to the PCI core" */
static void add_use(struct lg_facts *facts, const struct spatch_report *r)
{
	static const struct {
		const char *words;
		enum lg_use_kind kind;
	} kinds[] = {
		{ "its size", LG_USE_SIZE },
		{ "its bytes, by a cast", LG_USE_BYTES },
		{ "its bytes, by ", LG_USE_BYTES },
		{ "by value", LG_USE_VALUE },
		{ "pointer arithmetic", LG_USE_ARITHMETIC },
		{ "offset of @", LG_USE_OFFSET },
		{ "embedded as @", LG_USE_EMBED },
		{ "@", LG_USE_MEMBER },
	};
	struct lg_use use;

	memset(&use, 0, sizeof(use));
	use.tag = lg_strdup(&facts->pool, tag_of(r));
	use.loc = r->loc;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const char *rest = r->what + strlen(kinds[i].words);

		if (!lg_starts(r->what, kinds[i].words))
			continue;
		use.kind = kinds[i].kind;
		if (lg_ends(kinds[i].words, "@"))
			use.member = lg_strndup(&facts->pool, rest,
						strcspn(rest, ","));
		if (lg_ends(kinds[i].words, "by "))
			use.via = lg_strndup(&facts->pool, rest,
					     strcspn(rest, ","));
		lg_vec_push(&facts->uses, use);
		return;
	}
}

/* The struct that the report is about; @loc is its name's place. */
static struct lg_struct *add_struct(struct lg_facts *facts,
				    const struct spatch_report *r,
				    struct lg_loc loc)
{
	const struct lg_file *f = lg_facts_file(facts, loc.file);
	struct lg_struct *s = lg_facts_struct(facts, tag_of(r));

	if (s)
		return s;
	s = lg_facts_add_struct(facts, tag_of(r));
	s->loc = loc;
	s->is_union = lg_starts(r->name, "union ");
	s->is_typedef = !strchr(r->name, ' ');
	s->no_layout = true;
	if (f->text && !s->is_typedef)
		s->end = lg_file_closing_brace(f, loc);
	return s;
}

/* Where the struct is defined that holds what stands at @inside. */
static struct lg_loc definition(struct lg_facts *facts,
				const struct spatch_report *r)
{
	const struct lg_file *f = lg_facts_file(facts, r->loc.file);
	size_t inside = lg_file_offset(f, r->loc.line, r->loc.column);
	bool behind = !strchr(r->name, ' ');	/* a typedef's name */
	struct lg_loc loc = r->loc;
	struct word w;

	for (size_t at = 0; f->text && next_word(f, at, &w); at = w.at + w.n) {
		if (strcmp(w.text, tag_of(r)) || !defines(f, &w))
			continue;
		if (w.at > inside && !behind)
			break;
		loc = lg_file_loc(f, w.at);
		if (w.at > inside)
			break;
	}
	return loc;
}

static bool has_word(const char *text, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = text; (p = strstr(p, word)); p += n)
		if ((p == text || !is_word(p[-1])) && !is_word(p[n]))
			return true;
	return false;
}

/* An integer spelled in plain C; bits 0: @text is none. */
static void plain_integer(const char *text, struct lg_type *t)
{
	const char *first = strstr(text, "long");

	if (has_word(text, "char"))
		t->bits = 8;
	else if (has_word(text, "short"))
		t->bits = 16;
	else if (first)
		t->bits = 64;
	else if (has_word(text, "int") || has_word(text, "unsigned") ||
		 has_word(text, "signed"))
		t->bits = 32;
	t->kind = t->bits ? LG_TYPE_INT : LG_TYPE_OTHER;
}

/* "unsigned int", "struct foo *", "size_t [ 4 ]" */
static void read_type(struct lg_facts *facts, const char *text,
		      struct lg_member *m)
{
	char *name = lg_strdup(&facts->pool, text);
	struct lg_type *t = &m->type;
	const char *star = strchr(name, '*');
	static const char *const words[] = { "struct ", "union ", "enum " };

	m->array = strchr(name, '[') != NULL;
	name[strcspn(name, "[")] = '\0';
	while (*name && name[strlen(name) - 1] == ' ')
		name[strlen(name) - 1] = '\0';
	t->name = t->base = name;
	for (size_t i = 0; i < 3; i++) {
		const char *tag = name + strlen(words[i]);

		if (!lg_starts(name, words[i]))
			continue;
		t->tag = lg_strndup(&facts->pool, tag, strcspn(tag, " *"));
		t->kind = i == 2 ? LG_TYPE_ENUM : i ? LG_TYPE_UNION :
			  LG_TYPE_STRUCT;
	}
	if (star)
		t->kind = LG_TYPE_POINTER;
	else if (has_word(name, "bool") || has_word(name, "_Bool"))
		t->kind = LG_TYPE_BOOL;
	else if (has_word(name, "float") || has_word(name, "double"))
		t->kind = LG_TYPE_FLOAT;
	else if (!t->tag)
		plain_integer(name, t);
	if (t->kind == LG_TYPE_ENUM)
		t->bits = 32;
	if (t->kind == LG_TYPE_OTHER && !strchr(name, ' '))
		lg_vec_push(&t->typedefs, name);
}

/* "@flags is unsigned int" */
static void add_member(struct lg_facts *facts, const struct spatch_report *r)
{
	struct lg_struct *s = lg_facts_struct(facts, tag_of(r));
	const char *is = strstr(r->what, " is ");
	struct lg_member m;

	if (*r->what != '@' || !is)
		return;
	if (!s)
		s = add_struct(facts, r, definition(facts, r));
	memset(&m, 0, sizeof(m));
	m.name = lg_strndup(&facts->pool, r->what + 1,
			    (size_t)(is - r->what - 1));
	m.loc = r->loc;
	m.count = 1;
	read_type(facts, is + 4, &m);
	lg_vec_push(&s->members, m);
}

/* "@list, which include/linux/x.h marks private": the marks know the rest. */
static void add_member_use(struct lg_facts *facts, const struct marks *marks,
			   const struct spatch_report *r)
{
	const struct marked *k;
	struct lg_member_use use;

	if (*r->what != '@')
		return;
	k = marks_find(marks, tag_of(r),
		       lg_strndup(&facts->pool, r->what + 1,
				  strcspn(r->what + 1, ",")));
	if (!k)
		return;
	memset(&use, 0, sizeof(use));
	use.tag = k->tag;
	use.member = k->member;
	use.of = k->of;
	use.mark = k->mark;
	use.declared = k->declared;
	use.loc = r->loc;
	use.written_in = r->loc.file;
	lg_vec_push(&facts->member_uses, use);
}

static void add_fact(struct lg_facts *facts, const struct spatch *s,
		     const char *id, const struct spatch_report *r)
{
	if (!strcmp(id, "private-use"))
		add_use(facts, r);
	else if (!strcmp(id, "private-member"))
		add_member_use(facts, &s->state->marks, r);
	else if (spatch_on_code(id))
		spatch_add_code(facts, id, r);
	else if (!strcmp(id, "abi-type"))
		add_member(facts, r);
	else
		add_struct(facts, r, r->loc);
	if (!strcmp(id, "abi-location"))
		spatch_add_code(facts, id, r);
}

void spatch_take(struct spatch *s, const char *id, const char *path,
		 const char *full, const char *said)
{
	struct lg_facts *facts = lg_facts_new(s->policy, s->tree, path);
	lg_strings only = { NULL, 0, 0 };
	struct spatch_report r;

	for (const char *at = said; (at = strstr(at, full)); at++)
		if ((at == said || at[-1] == '\n') &&
		    read_report(&facts->pool, at, full, id, &r)) {
			r.loc.file = facts->main_file;
			add_fact(facts, s, id, &r);
		}
	lg_facts_resolve(facts);
	lg_vec_push(&only, id);
	/* Text says that, too, of each struct that is somewhere else. */
	if (!strcmp(id, "abi-location"))
		lg_vec_push(&only, "abi-version");
	lg_rules_run(facts, &s->out->findings, &only);
	lg_vec_free(&only);
	lg_facts_free(facts);
}
