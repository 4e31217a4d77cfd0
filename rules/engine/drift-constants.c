// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * drift-constants.c - what became of the constants of two states, in words.
 *
 * A constant that is gone while its value has a new name in the same header was
 * renamed. An enum that got new values at its end moves its last one, if that
 * only counts them: FOO_MAX is no value that anything holds.
 */
#include <ctype.h>
#include <fnmatch.h>

#include "luoguard.h"

bool lg_constant_same(const struct lg_contract_constant *a,
		      const struct lg_contract_constant *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == LG_VALUE_INTEGER)
		return a->number == b->number;
	return !strcmp(a->text, b->text);
}

/* 0x40, 12, "root", A | B */
static const char *value(struct lg_pool *pool,
			 const struct lg_contract_constant *c, bool hex)
{
	if (c->kind == LG_VALUE_STRING)
		return lg_printf(pool, "\"%s\"", c->text);
	if (c->kind == LG_VALUE_TEXT)
		return c->text;
	return lg_printf(pool, hex ? "0x%llx" : "%lld",
			 (unsigned long long)c->number);
}

/* Is it a mask, better shown as one? */
static bool is_mask(const struct lg_contract_constant *c)
{
	return c->kind == LG_VALUE_INTEGER && !c->of && c->number > 0xfffff &&
	       c->number < (uint64_t)-0xfffff;
}

/* An enum's last value that only counts: FOO_MAX, NR_FOO, __FOO_LAST. */
static bool counts(const struct lg_contract_constant *c)
{
	static const char *const names[] = {
		"*_MAX", "*_NR", "*_NUM", "*_COUNT", "*_LAST", "*_END", "NR_*",
		"NUM_*", "MAX_*", "__*", "*_SENTINEL", "*_NR_*", "*_NUM_*",
		"*_MAX_*"
	};

	for (size_t i = 0; c->of && c->last &&
	     i < sizeof(names) / sizeof(names[0]); i++)
		if (!fnmatch(names[i], c->name, 0))
			return true;
	return false;
}

static bool is_zone_file(const struct lg_contract *c, const char *file)
{
	return lg_contract_header_find(c, file) != NULL;
}

/* The constant of @after that @was is called now; NULL: there is none. */
static const struct lg_contract_constant *
renamed(const struct lg_contract *before, const struct lg_contract *after,
	const struct lg_contract_constant *was)
{
	for (size_t i = 0; i < after->constants.n; i++) {
		const struct lg_contract_constant *is = after->constants.v[i];

		if (lg_constant_same(was, is) && !strcmp(was->file, is->file) &&
		    !was->of == !is->of &&
		    !lg_contract_constant_find(before, is->name))
			return is;
	}
	return NULL;
}

/* Did a constant of @file get another value, by what is in @list? */
static bool file_changed(const lg_constant_changes *list, const char *file)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].is && !list->v[i].harmless &&
		    !strcmp(list->v[i].was->file, file))
			return true;
	return false;
}

static void gone(struct lg_pool *pool, const struct lg_contract *before,
		 const struct lg_contract *after,
		 const struct lg_contract_constant *was,
		 lg_constant_changes *list)
{
	struct lg_constant_change c = { was, NULL, false, false, NULL };

	/* what became a version is told as that */
	if (!is_zone_file(after, was->file) ||
	    lg_contract_version_find(after, was->name))
		return;
	c.is = renamed(before, after, was);
	c.harmless = c.is != NULL;
	c.step = !c.is && was->step && !file_changed(list, was->file);
	c.text = c.is ? lg_printf(pool, "%s is now called %s", was->name,
				  c.is->name) :
		 lg_printf(pool, "%s (%s) is gone", was->name,
			   value(pool, was, is_mask(was)));
	lg_vec_push(list, c);
}

void lg_constants_compare(struct lg_pool *pool,
			  const struct lg_contract *before,
			  const struct lg_contract *after,
			  lg_constant_changes *list)
{
	for (size_t i = 0; i < after->constants.n; i++) {
		const struct lg_contract_constant *is = after->constants.v[i];
		const struct lg_contract_constant *was =
			lg_contract_constant_find(before, is->name);
		struct lg_constant_change c = { was, is, false, false, NULL };
		bool hex;

		if (!was || lg_constant_same(was, is))
			continue;
		hex = is_mask(was) || is_mask(is);
		c.harmless = counts(was) && counts(is) &&
			     (int64_t)is->number > (int64_t)was->number;
		c.text = lg_printf(pool, "%s was %s and is %s", is->name,
				   value(pool, was, hex), value(pool, is, hex));
		lg_vec_push(list, c);
	}
	for (size_t i = 0; i < before->constants.n; i++)
		if (!lg_contract_constant_find(after,
					       before->constants.v[i]->name))
			gone(pool, before, after, before->constants.v[i], list);
}
