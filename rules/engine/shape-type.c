// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shape-type.c - one spelling for the types of members: a copy may write
 * uint16_t where the original has u16, or leave a __rcu out.
 */
#include <ctype.h>

#include "shape.h"

/* What stands among a member's words and is none of its type. */
static const char *const noise[] = {
	"const", "volatile", "__rcu", "__user", "__iomem", "__percpu",
	"__private", "__force", "__packed", "__kernel", "__bitwise",
	"__maybe_unused", "__always_unused", "__read_mostly",
	"____cacheline_aligned", "____cacheline_aligned_in_smp",
	"____cacheline_internodealigned_in_smp", "__randomize_layout",
	"__no_randomize_layout", "__attribute__", "__aligned", "_Alignas",
};

static const char *const spellings[][2] = {
	{ "__u8", "u8" }, { "uint8_t", "u8" }, { "u_int8_t", "u8" },
	{ "__s8", "s8" }, { "int8_t", "s8" }, { "unchar", "u8" },
	{ "__u16", "u16" }, { "uint16_t", "u16" }, { "u_int16_t", "u16" },
	{ "__s16", "s16" }, { "int16_t", "s16" }, { "ushort", "u16" },
	{ "__u32", "u32" }, { "uint32_t", "u32" }, { "u_int32_t", "u32" },
	{ "__s32", "s32" }, { "int32_t", "s32" }, { "uint", "u32" },
	{ "__u64", "u64" }, { "uint64_t", "u64" }, { "u_int64_t", "u64" },
	{ "__s64", "s64" }, { "int64_t", "s64" }, { "ulong", "unsigned long" },
	{ "_Bool", "bool" }, { "char", "s8" },
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static bool is_word(const char *s, size_t n, const char *word)
{
	return strlen(word) == n && !strncmp(s, word, n);
}

static bool is_noise(const char *s, size_t n)
{
	for (size_t i = 0; i < COUNT(noise); i++)
		if (is_word(s, n, noise[i]))
			return true;
	return false;
}

/* The words of C's own integers, however many and in which order. */
struct integer {
	bool is_unsigned, is_short, is_char, any;
	int longs;
};

static bool integer_word(struct integer *i, const char *s, size_t n)
{
	if (is_word(s, n, "unsigned"))
		i->is_unsigned = true;
	else if (is_word(s, n, "short"))
		i->is_short = true;
	else if (is_word(s, n, "char"))
		i->is_char = true;
	else if (is_word(s, n, "long"))
		i->longs++;
	else if (!is_word(s, n, "int") && !is_word(s, n, "signed"))
		return false;
	i->any = true;
	return true;
}

static const char *integer_name(const struct integer *i)
{
	if (i->is_char)
		return i->is_unsigned ? "u8" : "s8";
	if (i->is_short)
		return i->is_unsigned ? "u16" : "s16";
	if (i->longs == 1)
		return i->is_unsigned ? "unsigned long" : "long";
	if (i->longs)
		return i->is_unsigned ? "u64" : "s64";
	return i->is_unsigned ? "u32" : "s32";
}

static const char *spelled(struct lg_pool *pool, const char *s, size_t n)
{
	for (size_t i = 0; i < COUNT(spellings); i++)
		if (is_word(s, n, spellings[i][0]))
			return spellings[i][1];
	return lg_strndup(pool, s, n);
}

const char *lg_shape_type(struct lg_pool *pool, const char *s, size_t n)
{
	struct integer integer;
	const char *type = "", *end = s + n;
	int stars = 0;

	memset(&integer, 0, sizeof(integer));
	while (s < end) {
		const char *word = s;

		if (*s == '*')
			stars++;
		while (s < end && (isalnum((unsigned char)*s) || *s == '_'))
			s++;
		if (s == word) {
			s++;
			continue;
		}
		if (is_noise(word, (size_t)(s - word)) ||
		    integer_word(&integer, word, (size_t)(s - word)))
			continue;
		type = lg_printf(pool, "%s%s%s", type, *type ? " " : "",
				 spelled(pool, word, (size_t)(s - word)));
	}
	if (integer.any && !*type)
		type = integer_name(&integer);
	if (stars)
		type = lg_printf(pool, "%s ", type);
	while (stars-- > 0)
		type = lg_printf(pool, "%s*", type);
	return type;
}
