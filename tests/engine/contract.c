// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * contract.c - contracts as text, and two of them compared.
 *
 *     contract                          tests of the text
 *     contract BEFORE AFTER [POLICY]    abi-drift's findings, as JSON lines:
 *                                       what drift.t compares with its cases
 */
#include <json-c/json.h>

#include "facts.h"

static const char record[] =
	"luoguard-contract 1\n"
	"machine \"x86-64 with 4K pages\"\n"
	"header include/linux/kho/abi/foo.h\n"
	"version FOO_COMPATIBLE value foo-v1 body \"\\\"foo-v1\\\"\" file "
	"include/linux/kho/abi/foo.h line 3 column 9\n"
	"struct foo_ser size 12 align 1 packed yes zone versioned version "
	"FOO_COMPATIBLE file include/linux/kho/abi/foo.h line 5 column 8 "
	"doc \"a \\x09 tab\"\n"
	"  member pfn offset 0 size 52b count 1 is unsigned type u64 bitfield "
	"yes line 6 column 6\n"
	"  member last offset 8 size 4 count 1 is struct type \"struct bar\" "
	"holds bar line 8 column 6 doc \"what \\\"it\\\" is\"\n"
	"constant FOO_LOW is integer number -1 of \"\" last yes zone versioned "
	"file include/linux/kho/abi/foo.h line 9 column 9\n"
	"constant FOO_NAME is string number 0 value \"a b\" zone versioned "
	"version FOO_COMPATIBLE file include/linux/kho/abi/foo.h line 10 "
	"column 9\n";

/* What @all is as text; free() it. */
static char *written(struct lg_contracts *all)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	if (!out)
		lg_die("out of memory");
	lg_contracts_write(all, out);
	fclose(out);
	return text;
}

static void test_round_trip(void)
{
	struct lg_contracts all;
	const struct lg_contract_struct *s;
	char *text;

	memset(&all, 0, sizeof(all));
	tap_string(lg_contracts_read(&all, "r", record), NULL, "a record");
	s = lg_contract_struct_find(all.machines.v[0], "foo_ser");
	tap(s && s->bits == 96 && s->packed && !s->is_union, "a struct");
	tap(s && s->members.n == 2 && s->members.v[0].bits == 52 &&
	    s->members.v[0].bitfield, "a bit-field, in bits");
	tap_string(s ? s->doc : "", "a \t tab", "an escape");
	tap(lg_contract_constant_find(all.machines.v[0], "FOO_LOW")->number ==
	    (uint64_t)-1, "a negative number");
	text = written(&all);
	tap_string(text, record, "written, it is what was read");
	free(text);
	tap_string(lg_contracts_read(&all, "r", record), NULL,
		   "read a second time ...");
	text = written(&all);
	tap_string(text, record, "... it adds nothing");
	free(text);
	lg_contracts_free(&all);
}

static void wrong(const char *lines, const char *want)
{
	struct lg_contracts all;
	struct lg_pool pool = { NULL };
	const char *text = lg_starts(lines, "luoguard") || !*lines ? lines :
		lg_printf(&pool, "luoguard-contract 1\nmachine m\n%s", lines);

	memset(&all, 0, sizeof(all));
	tap_string(lg_contracts_read(&all, "r", text), want, want);
	lg_contracts_free(&all);
	lg_pool_free(&pool);
}

static void test_errors(void)
{
	wrong("", "r:1: the first line is not \"luoguard-contract 1\"");
	wrong("luoguard-contract 2\n",
	      "r:1: the first line is not \"luoguard-contract 1\"");
	wrong("luoguard-contract 1\nstruct a\n", "r:2: struct: of no machine");
	wrong("luoguard-contract 1\nmachine\n",
	      "r:2: machine: expected one name");
	wrong("union foo file f\n", "r:3: unknown line \"union\"");
	wrong("member a type u8\n", "r:3: member: of no struct");
	wrong("struct\n", "r:3: struct: of what name?");
	wrong("struct a colour red\n", "r:3: struct: unknown key \"colour\"");
	wrong("struct a size\n", "r:3: struct: nothing follows size");
	wrong("struct a size big\n", "r:3: size: \"big\" is no number");
	wrong("struct a size -1\n", "r:3: size: \"-1\" is no number");
	wrong("struct a line 1b\n", "r:3: line: \"1b\" is no number");
	wrong("struct a packed no\n", "r:3: packed: expected yes");
	wrong("struct a zone twilight\n",
	      "r:3: zone: unknown word \"twilight\"");
	wrong("struct a\n", "r:3: struct: of no file");
	wrong("struct a file f\nmember b\n", "r:4: member: of no type");
	wrong("struct a doc \"b\n", "r:3: a quote that is not closed");
	wrong("struct a doc \"b\\q\"\n",
	      "r:3: a backslash that escapes nothing");
	wrong("struct a doc \"\\x0\"\n",
	      "r:3: a backslash that escapes nothing");
	wrong("struct a file f", "r:3: the line does not end");
}

/* ------------------------------------------------------------ macros' values */

static struct lg_facts *facts;

static void define(const char *name, const char *params, const char *body)
{
	struct lg_macro *m = lg_new(&facts->pool, struct lg_macro);

	m->name = name;
	m->params = params;
	m->body = body;
	lg_vec_push(&facts->macros, m);
}

static void value(const char *body, const char *want)
{
	struct lg_macro m;
	int64_t got = 0;
	bool known;

	memset(&m, 0, sizeof(m));
	m.name = "X";
	m.body = body;
	known = lg_macro_value(facts, &m, &got);
	tap_string(known ? lg_printf(&facts->pool, "%lld", (long long)got) :
		   "unknown", want, body);
}

static void define_some(void)
{
	define("BIT", "nr", "(UL(1) << (nr))");
	define("UL", "x", "(_UL(x))");
	define("_UL", "x", "(_AC(x, UL))");
	define("_AC", "X,Y", "__AC(X,Y)");
	define("__AC", "X,Y", "(X##Y)");
	define("PAGE_SHIFT", NULL, "12");
	define("PAGE_SIZE", NULL, "(_AC(1,UL) << PAGE_SHIFT)");
	define("ALIGN", "x, a", "__ALIGN_MASK(x, (__typeof__(x))(a) - 1)");
	define("__ALIGN_MASK", "x, mask", "(((x) + (mask)) & ~(mask))");
	define("NAME", NULL, "\"luo\" \"-v5\"");
	define("LOOP", NULL, "LOOP + 1");
	define("A", NULL, "B");
	define("B", NULL, "A");
	define("BITS", NULL, "BIT");
	define("ZERO", "e", "((int)sizeof(struct { int:-!!(e); }))");
	define("FIRST", "a, ...", "PICK(a, __VA_ARGS__, 0)");
	define("PICK", "a, b, ...", "(b)");
}

static void test_values(void)
{
	define_some();
	value("BIT(3) | BIT(0)", "9");
	value("BITS(3)", "8");
	value("PAGE_SIZE / sizeof(u64)", "512");
	value("ALIGN(sizeof(NAME), 8)", "8");
	value("ALIGN(9, 8)", "16");
	value("~0U", "4294967295");
	value("~0", "-1");
	value("-1 < 0U", "0");
	value("(u8)300", "44");
	value("(1 << 4) - 1 == 0xf ? 'a' : 0", "97");
	value("1 + 2 * 3 - 4 / 2", "5");
	value("10 - 3 - 2", "5");
	value("1 << 2 + 1", "8");
	value("1 | 2 && 0 || 1", "1");
	value("5 >= 5 && 4 != 3 && !(2 > 3)", "1");
	value("ZERO(1 > 2) + 7", "7");
	value("__builtin_choose_expr(0, foo(1), 4)", "4");
	value("__builtin_constant_p(x) ? 6 : y", "6");
	value("FIRST(1, 2)", "2");
	value("sizeof(u32 *)", "8");
	value("0b101", "5");
	value("0x10UL", "16");
	value("010", "8");
	value("foo", "unknown");
	value("foo(1)", "unknown");
	value("LOOP", "unknown");
	value("A", "unknown");
	value("1 / 0", "unknown");
	value("1 << 64", "unknown");
	value("1 +", "unknown");
	value("1 2", "unknown");
	value("(1", "unknown");
	value("sizeof(struct nowhere)", "unknown");
	value("\"text\"", "unknown");
	value("({ 1; })", "unknown");
	value("1.5", "unknown");
	value("", "unknown");
}

/* ------------------------------------------------------------------- compare */

static void read_record(struct lg_contracts *all, const char *path)
{
	struct lg_pool pool = { NULL };
	char *text = lg_read_file(&pool, path, NULL);
	const char *wrong = text ? lg_contracts_read(all, path, text) :
			    "cannot be read";

	if (wrong)
		lg_die("%s: %s", path, wrong);
	lg_pool_free(&pool);
}

static int compare(char **argv)
{
	struct lg_contracts before, after;
	struct lg_policy *policy = lg_policy_default();
	struct lg_drift d = { &before, &after, NULL, NULL, NULL };
	struct lg_findings found;
	char *error = NULL;

	memset(&before, 0, sizeof(before));
	memset(&after, 0, sizeof(after));
	memset(&found, 0, sizeof(found));
	read_record(&before, argv[1]);
	read_record(&after, argv[2]);
	if (argv[3])
		policy = lg_policy_add(policy, argv[3], &error);
	if (!policy)
		lg_die("%s", error);
	d.policy = policy;
	lg_rules_compare(&d, &found, NULL);
	for (size_t i = 0; i < found.v.n; i++) {
		struct json_object *o = lg_finding_to_record(found.v.v[i]);

		puts(json_object_to_json_string(o));
		json_object_put(o);
	}
	lg_findings_free(&found);
	lg_contracts_free(&before);
	lg_contracts_free(&after);
	lg_policy_free(policy);
	return 0;
}

int main(int argc, char **argv)
{
	struct lg_policy *policy;

	if (argc > 2)
		return compare(argv);
	policy = lg_policy_default();
	facts = lg_facts_new(policy, NULL, NULL);
	facts->zone_read = true;
	test_round_trip();
	test_errors();
	test_values();
	lg_facts_free(facts);
	lg_policy_free(policy);
	return tap_end();
}
