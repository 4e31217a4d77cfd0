// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sizepin.c - unit tests of which assertions pin a struct's size.
 */
#include "facts.h"

static struct lg_pool pool;

static bool pins(const char *text, bool is_union)
{
	struct lg_file *f = lg_file_parse(&pool, ABI "foo.h",
					  lg_strdup(&pool, text));
	struct lg_struct s;
	bool ret;

	memset(&s, 0, sizeof(s));
	s.tag = "foo";
	s.is_union = is_union;
	ret = lg_file_pins_size(f, &s);
	lg_file_free(f);
	return ret;
}

/* @expr in a static_assert() of struct foo */
static bool asserts(const char *expr)
{
	return pins(lg_printf(&pool, "static_assert(%s);\n", expr), false);
}

static void test_comparisons(void)
{
	tap(asserts("sizeof(struct foo) == 8") &&
	    asserts("8 == sizeof(struct foo)") &&
	    asserts("(sizeof(struct foo)) == (8)") &&
	    asserts("((sizeof(struct foo) == 8))") &&
	    asserts("sizeof (struct foo) == 8") &&
	    asserts("8 == (sizeof(struct foo))") &&
	    asserts("8 == sizeof(struct foo), \"m\"") &&
	    asserts("MIN(8, 9) == sizeof(struct foo)") &&
	    asserts("sizeof(struct foo) == 8, \"foo, == or not\"") &&
	    asserts("sizeof(struct foo) == (A) + (B)") &&
	    asserts("(A) + (B) == sizeof(struct foo)") &&
	    asserts("sizeof(struct foo) == MIN(8, 9)") &&
	    asserts("A == 1 && sizeof(struct foo) == 8") &&
	    asserts("sizeof(struct \\\n foo) == 8"), "sizepin: pinned");
	tap(!asserts("sizeof(struct foo) ==") &&
	    !asserts("== sizeof(struct foo)") &&
	    !asserts("sizeof(struct foo)") &&
	    !asserts("sizeof(struct foo) == sizeof(union b)") &&
	    !asserts("sizeof(struct b) == sizeof(struct foo)") &&
	    !asserts("sizeof(struct foo) == 2 * sizeof(struct b)") &&
	    !asserts("sizeof(struct foo) == a = 8") &&
	    !asserts("sizeof(struct foo) == A ? 8 : 9") &&
	    !asserts("sizeof(struct foo) == 8 & A") &&
	    !asserts("sizeof(struct foo) == 8 | A") &&
	    !asserts("sizeof(struct foo) == 8 || A") &&
	    !asserts("A, sizeof(struct foo) == 8") &&
	    !asserts("(sizeof(struct foo)) + (A) == 8") &&
	    !asserts("sizeof(struct foo x) == 8"), "sizepin: not pinned");
}

static void test_words(void)
{
	tap(pins("BUILD_BUG_ON_MSG(sizeof(struct foo) != 8, \"m\");", false) &&
	    pins("BUILD_BUG_ON(A || sizeof(struct foo) != 8);", false) &&
	    pins("BUILD_BUG_ON((A) || (sizeof(struct foo) != 8));", false) &&
	    pins("static_assert(sizeof(union foo) == 8);", true) &&
	    pins(";static_assert(sizeof(struct foo) == 8);", false) &&
	    pins("static_assert(sizeof(struct foo) == 8", false) == false &&
	    pins("static_assert(A; static_assert(sizeof(struct foo) == 8);",
		 false) &&
	    pins("static_assert(A == 1);static_assert(8 == "
		 "sizeof(struct foo));", false), "sizepin: words that assert");
	tap(!pins("BUILD_BUG_ON_MSG(sizeof(struct foo) == 8, \"m\");", false) &&
	    !pins("BUILD_BUG_ON(A && sizeof(struct foo) != 8);", false) &&
	    !pins("static_assert(sizeof(struct foo) == 8);", true) &&
	    !pins("static_assert(sizeof(union foo) == 8);", false) &&
	    !pins("static_assert2(sizeof(struct foo) == 8);", false) &&
	    !pins("static(sizeof(struct foo) == 8);", false) &&
	    !pins("my_static_assert(sizeof(struct foo) == 8);", false) &&
	    !pins("static_assert(A; sizeof(struct foo) == 8);", false) &&
	    !pins("static_assert sizeof(struct foo) == 8;", false),
	    "sizepin: words that do not");
}

int main(void)
{
	test_comparisons();
	test_words();
	lg_pool_free(&pool);
	return tap_end();
}
