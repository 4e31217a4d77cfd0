// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * version.c - strings that macros expand to, and what governs a struct.
 */
#include "facts.h"

static struct lg_facts *facts;

/* A new analysis in which the zone holds nothing but @text as foo.h. */
static struct lg_struct *fresh(const struct lg_policy *policy, const char *tag,
			       const char *text)
{
	if (facts)
		lg_facts_free(facts);
	facts = lg_facts_new(policy, "/nowhere", "x.c");
	facts->zone_read = true;
	add_text(facts, ABI "foo.h", text);
	struct lg_struct *s = add_struct(facts, tag, ABI "foo.h", 1);

	/* Its definition's line, for the kernel-doc before it. */
	const char *def = strstr(text, "\nstruct ");

	for (const char *p = text; def && p <= def; p++)
		s->loc.line += *p == '\n';
	s->zone = lg_policy_zone(policy, ABI "foo.h");
	add_member(s, "a", 0, 64);
	return s;
}

static const char *expands(const char *name)
{
	struct lg_macro *m = lg_facts_macro(facts, name);

	return m ? lg_macro_string(facts, m) : "(no such macro)";
}

static void strings(const struct lg_policy *policy)
{
	fresh(policy, "foo",
	      "#define BASE \"luo\"\n"
	      "#define SUB \"foo-v1\"\n"
	      "#define NUM 3\n"
	      "#define PAREN (4)\n"
	      "#define JOIN \"a\" \"b\"\n"
	      "#define BOTH BASE \";\" SUB\n"
	      "#define WRAP ((BASE) \"-v\" __stringify(NUM))\n"
	      "#define PAREN_S \"v\" __stringify(PAREN)\n"
	      "#define TEST(i) \"test-v\" #i\n"
	      "#define PIECE(s) \"foo-\" s\n"
	      "#define CALL PIECE(SUB)\n"
	      "#define CALL_N TEST(7)\n"
	      "#define STR(x) __stringify(x)\n"
	      "#define CALL_S \"v\" STR(NUM)\n"
	      "#define LOOP LOOP \"x\"\n"
	      "#define PING PONG\n"
	      "#define PONG PING\n"
	      "#define NUMBER 12\n"
	      "#define EXPR \"a\" + 1\n"
	      "#define NONE\n"
	      "#define OPEN \"abc\n"
	      "#define UNCLOSED (\"abc\"\n"
	      "#define QUOTE \"a\\\"b\"\n"
	      "#define UNKNOWN \"a\" WHAT\n");
	tap_string(expands("BASE"), "luo", "a literal");
	tap_string(expands("JOIN"), "ab", "joined literals");
	tap_string(expands("BOTH"), "luo;foo-v1", "composed of macros");
	tap_string(expands("WRAP"), "luo-v3", "parentheses, __stringify()");
	tap_string(expands("PAREN_S"), "v(4)", "__stringify() keeps them");
	tap_string(expands("TEST"), "test-v<i>", "an open parameter");
	tap_string(expands("CALL"), "foo-foo-v1", "a call with a macro");
	tap_string(expands("CALL_N"), "test-v7", "a call with #param");
	tap_string(expands("CALL_S"), "v3", "a call of __stringify()");
	tap_string(expands("QUOTE"), "a\"b", "an escaped quote");
	tap(!expands("LOOP") && !expands("PING"), "recursion is no string");
	tap(!expands("NUMBER") && !expands("EXPR"), "numbers are no strings");
	tap(!expands("NONE") && !expands("OPEN") && !expands("UNCLOSED"),
	    "nothing, and what does not end, are no strings");
	tap(!expands("UNKNOWN"), "an unknown piece makes no string");
}

/* Every macro is the next one twice: without a limit, 2^30 pieces. */
static void hostile(const struct lg_policy *policy)
{
	char text[4096];
	size_t n = 0;

	for (int i = 0; i < 30; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
				      "#define M%d M%d M%d\n", i, i + 1, i + 1);
	snprintf(text + n, sizeof(text) - n, "#define M30 \"x\"\n");
	fresh(policy, "foo", text);
	tap(!expands("M0"), "an exponential macro is given up");
	tap_string(expands("M28"), "xxxx", "a harmless one is not");
}

static void versioned(void)
{
	static const char *const yes[] = {
		"luo-v5", "a;b-v1", "x-v<i>", "v2", "foo-v1.2", "foo-version-3",
		"foo_v2", "liveupdate-test-flb-v<i>", "kho-v4-x86", "foo,V1",
	};
	static const char *const no[] = {
		"luo", "", "luo-v1;sub", "dev2", "foo-vx", "via-82", "v",
		"vfio-pci", "foo-v", "ipv6", "v4l2-fh",
	};

	for (size_t i = 0; i < sizeof(yes) / sizeof(*yes); i++)
		tap(lg_compatible_versioned(yes[i]), yes[i]);
	for (size_t i = 0; i < sizeof(no) / sizeof(*no); i++)
		tap(!lg_compatible_versioned(no[i]),
		    lg_printf(&facts->pool, "not: %s", no[i]));
}

/* One header; what governs its struct must be @macro with @value. */
static const struct lg_version *governed(const struct lg_struct *s,
					 const char *macro, const char *value,
					 const char *what)
{
	const struct lg_version *v = lg_struct_version(facts, s, NULL);

	tap_string(v ? v->macro->name : NULL, macro, what);
	if (macro)
		tap_string(v ? v->value : NULL, value, what);
	return v;
}

#define DOC(text) "/**\n * DOC: Foo ABI\n *\n" text " */\n"
#define KDOC(text) "/**\n * struct foo_ser - A foo.\n * @a: It.\n *\n" text \
	" */\n\nstruct foo_ser {\n\tu64 a;\n} __packed;\n"
#define TWO "#define BAR_COMPATIBLE \"bar-v1\"\n" \
	    "#define LUO_ABI_COMPATIBLE \"luo-v5\"\n"
#define BARE "\nstruct foo_ser {\n\tu64 a;\n} __packed;\n"

static void by_prose(const struct lg_policy *policy)
{
	const char *missing = NULL;
	struct lg_struct *s;

	s = fresh(policy, "foo_ser", TWO
		  KDOC(" * If this structure is modified,\n"
		       " * `LUO_ABI_COMPATIBLE` must be updated.\n"));
	s->loc.line = 10;
	governed(s, "LUO_ABI_COMPATIBLE", "luo-v5", "the struct's kernel-doc");

	s = fresh(policy, "foo_ser", TWO
		  DOC(" * Such changes require incrementing the\n"
		      " * version number in the LUO_ABI_COMPATIBLE string.\n")
		  BARE);
	governed(s, "LUO_ABI_COMPATIBLE", "luo-v5", "a DOC: section");

	s = fresh(policy, "foo_ser",
		  "#define FOO_COMPATIBLE \"foo-v2\"\n" TWO
		  DOC(" * This requires incrementing the version number in the\n"
		      " * relevant `_COMPATIBLE` string to be safe.\n") BARE);
	governed(s, "FOO_COMPATIBLE", "foo-v2", "a suffix in a DOC: section");

	s = fresh(policy, "foo_ser",
		  DOC(" * The layout is versioned by the KHO_FDT_COMPATIBLE\n"
		      " * string.\n") BARE);
	add_text(facts, ABI "kho.h", "#define KHO_FDT_COMPATIBLE \"kho-v4\"\n");
	governed(s, "KHO_FDT_COMPATIBLE", "kho-v4", "another header's macro");

	s = fresh(policy, "foo_ser", TWO
		  DOC(" * A change requires a new version in GONE_COMPATIBLE.\n")
		  BARE);
	governed(s, NULL, NULL, "a macro that nobody defines");
	lg_struct_version(facts, s, &missing);
	tap_string(missing, "GONE_COMPATIBLE", "is named as missing");

	s = fresh(policy, "foo_ser", "#define FOO_COMPATIBLE \"foo-v1\"\n"
		  DOC(" * Written by KERNEL_VERSION; GONE_COMPATIBLE is a name.\n")
		  BARE);
	governed(s, "FOO_COMPATIBLE", "foo-v1", "prose that governs nothing");
}

static void by_macros(const struct lg_policy *policy)
{
	struct lg_struct *s;
	const struct lg_version *v;

	s = fresh(policy, "foo_ser", TWO BARE);
	governed(s, "BAR_COMPATIBLE", "bar-v1", "none fits: the first");
	s = fresh(policy, "luo_ser", TWO BARE);
	governed(s, "LUO_ABI_COMPATIBLE", "luo-v5", "the one that fits");

	s = fresh(policy, "foo_ser", "#define FOO_COMPATIBLE \"foo\"\n" BARE);
	governed(s, NULL, NULL, "a string without a version");

	s = fresh(policy, "foo_ser", "#define FOO_COMPATIBLE \"foo\"\n"
		  "#define FOO_VERSION 2\n" BARE);
	v = governed(s, "FOO_VERSION", "2", "a *_VERSION beside the string");
	tap(v && v->kind == LG_VERSION_MACRO, "is a macro's version");

	s = fresh(policy, "foo_ser", "#define FOO_VERSION 2\n"
		  "#define FOO_HDR_VERSION 3\n" BARE);
	add_member(s, "version", 64, 32);
	v = governed(s, "FOO_VERSION", "2", "a version member");
	tap(v && v->kind == LG_VERSION_MEMBER, "is a member's version");

	s = fresh(policy, "foo_ser",
		  "#define KERNEL_VERSION(a, b, c) ((a) << 16)\n"
		  "#define FOO_VERSION\n" BARE);
	governed(s, NULL, NULL, "a function and a flag are no version");

	s = fresh(policy, "foo_ser",
		  "#define FOO_TEST_COMPATIBLE(i) \"foo-test-v\" #i\n" BARE);
	governed(s, "FOO_TEST_COMPATIBLE", "foo-test-v<i>", "with a parameter");

	s = fresh(policy, "foo_ser", BARE);
	governed(s, NULL, NULL, "nothing at all");
}

static void outside(const struct lg_policy *policy)
{
	struct lg_struct *s = fresh(policy, "foo_ser", "");

	s->loc.file = "drivers/foo.c";
	s->zone = NULL;
	add_text(facts, "drivers/foo.c", "#define DRV_VERSION \"1.0\"\n" BARE);
	governed(s, NULL, NULL, "a driver's own version governs nothing");

	s = fresh(policy, "foo_ser", "");
	s->loc.file = "drivers/foo.c";
	s->zone = NULL;
	add_text(facts, "drivers/foo.c", "#define FOO_VERSION 1\n" BARE);
	governed(s, "FOO_VERSION", "1", "one that shares the tag's word does");
}

int main(void)
{
	struct lg_policy *policy = lg_policy_default();

	strings(policy);
	hostile(policy);
	versioned();
	by_prose(policy);
	by_macros(policy);
	outside(policy);
	lg_facts_free(facts);
	lg_policy_free(policy);
	return tap_end();
}
