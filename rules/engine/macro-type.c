// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * macro-type.c - types in the expressions of macros: casts and sizeof().
 */
#include "luoguard.h"
#include "macro.h"

static const struct {
	const char *name;
	unsigned int bits;
	bool is_unsigned;
} type_names[] = {
	{ "char", 8, true }, { "short", 16, false }, { "long", 64, false },
	{ "bool", 8, true }, { "_Bool", 8, true }, { "size_t", 64, true },
	{ "ssize_t", 64, false }, { "uintptr_t", 64, true },
	{ "phys_addr_t", 64, true }, { "dma_addr_t", 64, true },
};

/* u8, __s16, __le32, uint64_t ... */
static bool fixed_type(const char *s, size_t n, struct lg_macro_type *t)
{
	char word[16], *p = word;
	unsigned long bits;
	bool is_signed;

	if (n >= sizeof(word))
		return false;
	memcpy(word, s, n);
	word[n] = '\0';
	p += strspn(p, "_");
	is_signed = *p == 's' || *p == 'i';
	if (lg_starts(p, "le") || lg_starts(p, "be"))
		p += 2;
	else if (lg_starts(p, "uint"))
		p += 4;
	else if (lg_starts(p, "int"))
		p += 3;
	else if (*p == 'u' || *p == 's')
		p++;
	else
		return false;
	bits = strtoul(p, &p, 10);
	if ((*p && strcmp(p, "_t")) ||
	    (bits != 8 && bits != 16 && bits != 32 && bits != 64))
		return false;
	t->bits = (unsigned int)bits;
	t->is_unsigned = !is_signed;
	return true;
}

static bool word_is(const char *p, size_t n, const char *word)
{
	return strlen(word) == n && !memcmp(p, word, n);
}

static bool type_word(const char *p, size_t n, struct lg_macro_type *t)
{
	if (word_is(p, n, "const") || word_is(p, n, "volatile"))
		return true;
	if (word_is(p, n, "unsigned") || word_is(p, n, "signed")) {
		t->is_unsigned = *p == 'u';
		t->bits = t->bits ? t->bits : 32;
		return true;
	}
	if (word_is(p, n, "int")) {
		t->bits = t->bits ? t->bits : 32;
		return true;
	}
	if (word_is(p, n, "void"))
		return t->other = true;
	for (size_t i = 0; i < sizeof(type_names) / sizeof(type_names[0]); i++)
		if (word_is(p, n, type_names[i].name)) {
			t->is_unsigned |= type_names[i].is_unsigned;
			t->bits = type_names[i].bits;
			return true;
		}
	return fixed_type(p, n, t);
}

/* "foo" behind "struct": its size, if it is a fact. Without a tag it is a
 * check at build time, struct { int:-!!(x); }, of no size. */
static bool struct_type(struct lg_facts *facts, const char **p,
			const char *end, struct lg_macro_type *t)
{
	const struct lg_struct *s;
	size_t n;

	*p = lg_macro_skip_space(*p, end);
	n = lg_macro_word_length(*p, end);
	t->other = t->sized = true;
	if (!n) {
		while (*p < end && **p != '}')
			++*p;
		*p += *p < end;
		return true;
	}
	s = lg_facts_struct(facts, lg_strndup(&facts->pool, *p, n));
	*p += n;
	t->sized = s && s->bits;
	t->size = s ? s->bits / 8 : 0;
	return true;
}

static bool type_of(const char **p, const char *end, struct lg_macro_type *t)
{
	const char *open = lg_macro_skip_space(*p, end);
	const char *close = open < end && *open == '(' ?
			    lg_macro_closing(open, end) : NULL;

	if (!close)
		return false;
	*p = close + 1;
	t->other = true;
	return true;
}

/* One word of a type at *@p. */
static bool type_part(struct lg_facts *facts, const char **p, const char *end,
		      struct lg_macro_type *t)
{
	const char *word = *p = lg_macro_skip_space(*p, end);
	size_t n = lg_macro_word_length(word, end);

	if (!n)
		return false;
	*p += n;
	if (word_is(word, n, "struct") || word_is(word, n, "union"))
		return struct_type(facts, p, end, t);
	if (word_is(word, n, "typeof") || word_is(word, n, "__typeof__") ||
	    word_is(word, n, "__typeof_unqual__"))
		return type_of(p, end, t);
	if (type_word(word, n, t))
		return true;
	*p = word;
	return false;
}

bool lg_macro_type(struct lg_facts *facts, const char **p, const char *end,
		   struct lg_macro_type *t)
{
	bool any = false;

	memset(t, 0, sizeof(*t));
	while (type_part(facts, p, end, t))
		any = true;
	for (; any && *p < end && **p == '*';
	     *p = lg_macro_skip_space(*p + 1, end)) {
		t->other = t->sized = true;
		t->size = 8;
	}
	return any;
}

/* The bytes of the string that the literals up to @end make. */
static bool literal_size(const char *p, const char *end, uint64_t *size)
{
	bool any = false;

	for (*size = 1; p < end && *p == '"';
	     p = lg_macro_skip_space(p, end)) {
		const char *stop = lg_macro_literal_end(p, end);

		if (!stop)
			return false;
		for (p++; p < stop - 1; p++, ++*size)
			p += *p == '\\';
		p = stop;
		any = true;
	}
	return any && p == end;
}

bool lg_macro_sizeof(struct lg_facts *facts, const char *p, const char *end,
		     uint64_t *size)
{
	struct lg_macro_type t;

	for (;;) {
		p = lg_macro_skip_space(p, end);
		while (end > p && end[-1] == ' ')
			end--;
		if (p == end || *p != '(' ||
		    lg_macro_closing(p, end) != end - 1)
			break;
		p++;
		end--;
	}
	if (literal_size(p, end, size))
		return true;
	if (!lg_macro_type(facts, &p, end, &t) ||
	    lg_macro_skip_space(p, end) != end || (!t.sized && !t.bits) ||
	    (t.other && !t.sized))
		return false;
	*size = t.sized ? t.size : t.bits / 8;
	return true;
}
