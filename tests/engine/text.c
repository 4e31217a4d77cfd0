// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * text.c - unit tests of what reads text: source.c, sizepin.c, kerneldoc.c,
 * docslots.c, prose.c, docs.c and maintainers.c.
 */
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "facts.h"

static struct lg_pool pool;

static struct lg_file *parse(const char *text)
{
	struct lg_file *f = lg_file_parse(&pool, ABI "foo.h",
					  lg_strdup(&pool, text));

	lg_file_read_docs(&pool, f);
	return f;
}

/* ----------------------------------------------------------------- source.c */

static void test_define(void)
{
	struct lg_file *f = parse(
		"#define A\n"
		"  #  define B /* x */ \"a // b\" /* y */\r\n"
		"#define C(x, y)  x + \\\n\ty  // z\n"
		"/* #define D 1 */ // #define E 1\n"
		"\"#define F\"\n"
		"#define G 'x' \"\\\"#\" /* over\n lines */ end\n"
		"/* a */ #define H (1)\n"
		"#define I \\\n#define J\n"
		"#define K no newline");
	static const char *const names[] = { "A", "B", "C", "G", "H", "I", "K" };

	tap(f->macros.n == 7, "source: seven macros, no more");
	for (size_t i = 0; i < 7 && i < f->macros.n; i++)
		tap_string(f->macros.v[i]->name, names[i], "source: its name");
	tap_string(f->macros.v[0]->body, "", "source: an empty body");
	tap_string(f->macros.v[1]->body, "\"a // b\"",
		   "source: a comment mark inside a string");
	tap(f->macros.v[1]->loc.line == 2 && f->macros.v[1]->loc.column == 13,
	    "source: line and column of a macro's name");
	tap_string(f->macros.v[2]->params, "x, y", "source: parameters");
	tap_string(f->macros.v[2]->body, "x + y", "source: a spliced body");
	tap(!f->macros.v[4]->params, "source: (1) is no parameter list");
	tap_string(f->macros.v[3]->body, "'x' \"\\\"#\" end",
		   "source: a comment over lines inside a body");
	lg_file_free(f);
}

static void test_include(void)
{
	struct lg_file *f = parse("#include <linux/kho_a.h>\n"
				  "# include \"b.h\" // c\n"
				  "#include MACRO\n#include <open\n"
				  "int kho_use; char *s = \"kho_text\"; /* kho_c */\n"
				  "int x1kho_no, don't;\nint last_kho;");

	tap(f->includes.n == 2 && f->includes.v[1].quoted &&
	    !strcmp(f->includes.v[0].path, "linux/kho_a.h"),
	    "source: two includes");
	tap(lg_file_mentions(f, "kho_*") && lg_file_mentions(f, "kho_use"),
	    "source: an identifier is mentioned");
	tap(!lg_file_mentions(f, "kho_a") && !lg_file_mentions(f, "kho_text") &&
	    !lg_file_mentions(f, "kho_c") && !lg_file_mentions(f, "kho") &&
	    !lg_file_mentions(f, "kho_no"),
	    "source: paths, strings, comments and parts of words are none");
	tap(lg_file_mentions(f, "last_kho"),
	    "source: an apostrophe swallows no more than its line");
	lg_file_free(f);
}

static void test_places(void)
{
	struct lg_file *f = parse("ab\r\n/* c */d \"e\"\n\nf");

	tap_string(lg_file_line(&pool, f, 1), "ab", "source: a line, no CR");
	tap_string(lg_file_line(&pool, f, 4), "f", "source: the last line");
	tap(!lg_file_line(&pool, f, 5) && !lg_file_line(&pool, f, 0),
	    "source: no such line");
	tap(lg_file_offset(f, 2, 8) == 11 && lg_file_loc(f, 11).line == 2 &&
	    lg_file_loc(f, 11).column == 8, "source: to an offset and back");
	tap(lg_file_offset(f, 4, 9) == (size_t)-1 &&
	    lg_file_offset(f, 9, 1) == (size_t)-1, "source: no such offset");
	tap(lg_file_in_comment(f, 6) && !lg_file_in_comment(f, 11) &&
	    lg_file_in_comment(f, 14) && !lg_file_in_comment(f, 999),
	    "source: in a comment or a string");
	lg_file_free(f);
}

static bool pinned(const char *text, bool is_typedef)
{
	struct lg_struct s;
	struct lg_file *f = parse(text);
	bool ret;

	memset(&s, 0, sizeof(s));
	s.tag = "foo";
	s.is_typedef = is_typedef;
	ret = lg_file_pins_size(f, &s);
	lg_file_free(f);
	return ret;
}

static void test_pins(void)
{
	tap(pinned("static_assert(sizeof(struct foo) == 8);", false) &&
	    pinned("_Static_assert ( 8 ==\n sizeof ( struct\tfoo ), \"m\");",
		   false) &&
	    pinned("void f(void) { BUILD_BUG_ON(sizeof(struct foo) != 8); }",
		   false) &&
	    pinned("static_assert(sizeof(struct a) == 1 && "
		   "(sizeof(struct foo) == (2 * sizeof(u64))));", false) &&
	    pinned("static_assert(sizeof(foo) == PAGE_SIZE);", true),
	    "sizepin: forms that pin");
	tap(!pinned("static_assert(sizeof(struct foo) <= 8);", false) &&
	    !pinned("static_assert(sizeof(struct foobar) == 8);", false) &&
	    !pinned("static_assert(sizeof(struct foo) == sizeof(struct b));",
		    false) &&
	    !pinned("static_assert(sizeof(struct foo) + 1 == 8);", false) &&
	    !pinned("BUILD_BUG_ON(sizeof(struct foo) == 8);", false) &&
	    !pinned("/* static_assert(sizeof(struct foo) == 8); */", false) &&
	    !pinned("static_assert(sizeof(foo) == 8);", false) &&
	    !pinned("static_assert(sizeof(struct foo) == 8", false),
	    "sizepin: near misses");
}

/* ------------------------------------------------------------- kerneldoc.c */

static void test_docs(void)
{
	struct lg_file *f = parse(
		"/**\n * DOC: A title\n *\n * @no: member\n */\n"
		"/**\n * struct foo - does\n *\tthis\n * @a: first\n"
		" *     and more\n * @b.c: second\n *\n * not more\n"
		" * @d::\n * @e, @f: no\n * Note: x\n * @...: any */\n"
		"struct foo {\n\tu64 a;\n"
		"\t/** @g: in line */\n\tu64 g;\n"
		"\t/**\n\t * @h: long\n\t * form\n\t */\n\tu64 h;\n"
		"\tu64 i; /** @i: behind */\n};\n"
		"/**\n * do_it() - a function\n * @x: y\n */\nint do_it(int x);\n"
		"/**\n * Just some words here.\n */\n"
		"/***\n * struct stars - no\n */\n"
		"/**\n * struct open_end - never closed\n");
	const struct lg_doc *d = f->docs.n > 1 ? f->docs.v[1] : NULL;

	tap(f->docs.n == 4, "kerneldoc: four of them");
	tap(f->docs.v[0]->kind == LG_DOC_SECTION &&
	    !strcmp(f->docs.v[0]->name, "A title") && !f->docs.v[0]->params.n,
	    "kerneldoc: a section has a title and no members");
	tap(d && d->kind == LG_DOC_STRUCT && d->attached && d->line == 6,
	    "kerneldoc: a struct's, attached");
	tap_string(d->purpose, "does this", "kerneldoc: purpose over lines");
	tap(d->params.n == 5, "kerneldoc: five members");
	tap_string(lg_doc_member(d, "a")->text, "first and more",
		   "kerneldoc: text until an empty line");
	tap(lg_doc_member(d, "b.c") && lg_doc_member(d, "b.c")->line == 11,
	    "kerneldoc: a nested name and its line");
	tap(lg_doc_member(d, "g") && lg_doc_member(d, "g")->in_body &&
	    lg_doc_member(d, "h") && !lg_doc_member(d, "i"),
	    "kerneldoc: in line, but not behind a member");
	tap_string(lg_doc_member(d, "h")->text, "long form",
		   "kerneldoc: in line, over lines");
	tap(f->docs.v[2]->kind == LG_DOC_OTHER &&
	    !strcmp(f->docs.v[2]->name, "do_it"), "kerneldoc: a function");
	tap(!f->docs.v[3]->attached, "kerneldoc: nothing follows the last");
	lg_file_free(f);
}

static void test_skeleton(const struct lg_policy *policy)
{
	struct lg_facts *facts = lg_facts_new(policy, "/nowhere", NULL);
	struct lg_struct *s, *in;
	struct lg_file *f;

	f = add_text(facts, ABI "foo.h",
		     "#define X 1\n\nstruct foo_ser {\n\tu64 a;\n"
		     "\tstruct {\n\t\tu64 deep;\n\t} in;\n"
		     "\tDECLARE_KHOSER_PTR(next, struct foo_ser *);\n};\n");
	s = add_struct(facts, "foo_ser", ABI "foo.h", 3);
	add_member(s, "a", 0, 64);
	in = add_struct(facts, NULL, ABI "foo.h", 5);
	add_member(in, "deep", 0, 64)->loc.column = 7;
	add_holder(s, "in", 64, in);
	add_khoser(facts, s, "next", 128, "struct foo_ser *", "foo_ser");
	tap_string(lg_struct_doc_skeleton(facts, s),
		   "/**\n"
		   " * struct foo_ser - describe what it hands to the next kernel\n"
		   " * @a:       describe a, its unit and its values\n"
		   " * @in:      describe in, its unit and its values\n"
		   " * @in.deep: describe in.deep, its unit and its values\n"
		   " * @next:    describe next, its unit and its values\n"
		   " */\n", "docslots: a skeleton");
	tap(lg_file_loc(f, lg_struct_start(f, s)).line == 3,
	    "docslots: where the definition begins");
	tap(!lg_struct_doc(facts, s), "docslots: no kernel-doc");
	lg_facts_free(facts);
}

/* Bytes that no header has: each parse has to end, and soon. */
static void test_hostile(void)
{
	static const char *const texts[] = {
		"", "/", "/*", "/**", "/**/", "/***/", "\"", "'", "\\", "#",
		"#define", "#define (", "#define A(", "#include", "#include <",
		"//\\\n", "/**\n", "/**\n *", "/**\n * struct", "/**\n * @:\n*/",
		"/**\n * struct a - b\n */\nstruct a {", "\"\\", "'\\",
		"/**\n * DOC:\n */", "/**\n * struct a\n */\nstruct a { /**",
		"\n\n\n", "\r\n", "{", "}", "static_assert(", "static_assert",
		"#\\", "#define A \\", "/**\n * a(\n */", "/**\n\n\n*/",
		"\1\2\3\377\376", "/**\n * struct \377 - x\n */\n#\377",
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		pinned(texts[i], false);
		lg_file_free(parse(texts[i]));
	}
	tap(true, "source, kerneldoc: ends, marks and bytes of all kinds");
}

static void test_big(const char *what, const char *unit)
{
	size_t n = strlen(unit), times = (10u << 20) / n;
	char *text = (char *)malloc(n * times + 1);
	clock_t start = clock();
	struct lg_struct s;
	struct lg_pool own = { NULL };
	struct lg_file *f;

	memset(&s, 0, sizeof(s));
	s.tag = "foo";
	for (size_t i = 0; i < times; i++)
		memcpy(text + i * n, unit, n);
	text[n * times] = '\0';
	f = lg_file_parse(&own, "big.h", text);
	lg_file_read_docs(&own, f);
	lg_file_pins_size(f, &s);
	lg_file_mentions(f, "kho_*");
	lg_file_free(f);
	lg_pool_free(&own);
	free(text);
	tap((clock() - start) / CLOCKS_PER_SEC < 10, what);
}

static void test_sizes(void)
{
	test_big("10 MB: one line", "x");
	test_big("10 MB: one comment", "/* ");
	test_big("10 MB: strings without an end", "\"\\\n");
	test_big("10 MB: braces", "{");
	test_big("10 MB: assertions", "static_assert(");
	test_big("10 MB: kernel-doc without code", "/**\n * struct a - b\n */\n");
	test_big("10 MB: kernel-doc of open structs",
		 "/**\n * struct a - b\n */\nstruct a {\n");
	test_big("10 MB: defines", "#define A \\\n");
	test_big("10 MB: one kernel-doc comment", "/**\n * struct a - b\n * @a: b\n * c\n");
}

/* -------------------------------------------------------------------- prose */

static bool history(const char *before, const char *after)
{
	struct lg_file *f = parse(lg_printf(&pool, "/*\n * %s\"x-v1\"%s\n */\n",
					    before, after));
	size_t at = strlen(before) + 7;
	bool ret = lg_prose_history(f, &f->comments.v[0], at, at + 4);

	lg_file_free(f);
	return ret;
}

static void test_prose(void)
{
	tap(history("Changed from ", " last year.") &&
	    history("Until\n * ", ", it was so.") &&
	    history("", " was the first.") && history("e.g. ", "."),
	    "prose: history, plans, examples");
	tap(!history("Compatible: ", ".") &&
	    !history("It was so. Now ", " is it. Before, not.") &&
	    !history("Before.\n *\n * ", "\n *\n * Before."),
	    "prose: other sentences and paragraphs have no say");
}

/* -------------------------------------------------- docs.c, maintainers.c */

static char *tree;

static void put(const char *path, const char *text)
{
	char *full = lg_printf(&pool, "%s/%s", tree, path);

	for (char *p = full + strlen(tree) + 1; (p = strchr(p, '/')); p++) {
		*p = '\0';
		mkdir(full, 0777);
		*p = '/';
	}
	if (lg_write_file(full, text, strlen(text)))
		printf("Bail out! cannot write %s\n", full);
}

static const char *rst_of(const struct lg_policy *p, const char *header,
			  bool cached, bool *maintained)
{
	struct lg_facts *facts = lg_facts_new(p, tree, NULL);
	const char *rst;

	if (cached)
		facts->state = lg_strdup(&facts->pool, tree);
	rst = lg_header_rst(facts, header);
	rst = rst ? lg_strdup(&pool, rst) : NULL;
	*maintained = lg_header_maintained(facts, header);
	lg_facts_free(facts);
	return rst;
}

static bool covers(const struct lg_policy *p, const char *maintainers)
{
	bool ret;

	put("MAINTAINERS", maintainers);
	rst_of(p, ABI "a.h", false, &ret);
	return ret;
}

static void test_maintainers(const struct lg_policy *p)
{
	tap(covers(p, "X\nF:\tinclude/linux/kho/\n") &&
	    covers(p, "X\nF:\tinclude/linux/kho\n") &&
	    covers(p, "X\r\nF: include/linux/kho/abi/a.h\r\n") &&
	    covers(p, "X\nF:\tinclude/linux/kho/abi/a.h") &&
	    covers(p, "X\nF:\tinclude/**/a.h\n") &&
	    covers(p, "X\nF:\tinclude/*/*/*/?.[ch]\n") &&
	    covers(p, "X\nF:\tinclude/linux/kho/abi/\nX:\tinclude/x/\n") &&
	    covers(p, "X\nF:\tfs/\nX:\tinclude/\n\nY\nF:\tinclude/linux/\n") &&
	    covers(p, "X\nN:\tkho/abi/a\\.h\n"), "maintainers: covered");
	tap(!covers(p, "") && !covers(p, "THE REST\nF:\t*\nF:\t*/\n") &&
	    !covers(p, "X\nF:\tinclude/linux/kho/*\n") &&
	    !covers(p, "X\nF:\tinclude/linux/*.h\n") &&
	    !covers(p, "X\nF:\tinclude/linux/kho/abi/b.h\n") &&
	    !covers(p, "X\nF:\tkho/abi/a.h\n") &&
	    !covers(p, "X\nF:\tinclude/linux/\nX:\tinclude/linux/kho/\n") &&
	    !covers(p, "X\nM:\tF: include/linux/kho/\n F: include/linux/\n") &&
	    !covers(p, "X\nN:\t.*\nN:\tfoo\n"), "maintainers: not covered");
}

static void test_index(const struct lg_policy *p)
{
	bool maintained;

	put("MAINTAINERS", "X\nF:\tinclude/linux/kho/\n");
	put("Documentation/a/b.rst", ".. kernel-doc:: " ABI "a.h\n   :doc: x\n");
	for (int cached = 0; cached < 3; cached++) {
		tap_string(rst_of(p, ABI "a.h", cached, &maintained),
			   "Documentation/a/b.rst", "docs: found");
		tap(maintained, "docs: maintained");
	}
	tap(!rst_of(p, ABI "b.h", true, &maintained), "docs: not found");
	put("Documentation/c.rst", "x\n\n\t.. kernel-doc::   ./" ABI "b.h\r\n");
	tap_string(rst_of(p, ABI "b.h", true, &maintained),
		   "Documentation/c.rst", "docs: a new file is seen at once");
	put("Documentation/c.rst", ".. kernel-doc:: " ABI "b.hh\n");
	tap(!rst_of(p, ABI "b.h", true, &maintained),
	    "docs: an edit is seen at once");
	put("MAINTAINERS", "X\nF:\tinclude/linux/khx/\n");
	rst_of(p, ABI "b.h", true, &maintained);
	tap(!maintained, "docs: MAINTAINERS is seen at once");
	put("docs-index", "luoguard docs-index 1\nkey\tx\nrubbish");
	tap_string(rst_of(p, ABI "a.h", true, &maintained),
		   "Documentation/a/b.rst", "docs: a broken cache is made anew");
}

static void test_no_docs(const struct lg_policy *p)
{
	char bare[] = "/tmp/lg-text-XXXXXX";
	struct lg_facts *facts;

	facts = lg_facts_new(p, mkdtemp(bare), NULL);
	tap(!lg_tree_has_docs(facts) && !lg_tree_has_maintainers(facts),
	    "docs: a bare tree has none");
	lg_facts_free(facts);
	facts = lg_facts_new(p, NULL, NULL);
	tap(!lg_tree_has_docs(facts) && !lg_header_rst(facts, "x") &&
	    !lg_header_maintained(facts, "x"), "docs: no tree, no answer");
	lg_facts_zone_files(facts);
	tap(!lg_facts_file(facts, "/dev/zero")->text &&
	    !lg_facts_file(facts, "/nowhere/x.h")->text,
	    "source: what is no file has no text");
	lg_facts_free(facts);
	rmdir(bare);
}

static void test_zone_files(const struct lg_policy *p)
{
	struct lg_facts *facts;

	put(ABI "b.h", "#define B 1\n");
	put(ABI "a.h", "#define A 1\n");
	put(ABI "sub/c.h", "#define C 1\n");
	put(ABI "not.c", "#define D 1\n");
	if (symlink("..", lg_printf(&pool, "%s/" ABI "sub/loop", tree)))
		printf("# no symbolic links here\n");
	facts = lg_facts_new(p, tree, NULL);
	lg_facts_zone_files(facts);
	lg_facts_zone_files(facts);
	tap(facts->files.n == 3 && !strcmp(facts->files.v[0]->path, ABI "a.h") &&
	    !strcmp(facts->files.v[2]->path, ABI "sub/c.h"),
	    "source: every header of the zones, sorted, once");
	tap(lg_facts_file(facts, ABI "b.h") == facts->files.v[1],
	    "source: a file is read once");
	lg_facts_free(facts);
}

int main(void)
{
	char name[] = "/tmp/lg-text-XXXXXX", *rm;
	struct lg_policy *policy = lg_policy_default();

	tree = mkdtemp(name);
	test_define();
	test_include();
	test_places();
	test_pins();
	test_docs();
	test_skeleton(policy);
	test_hostile();
	test_sizes();
	test_prose();
	test_zone_files(policy);
	test_index(policy);
	test_maintainers(policy);
	test_no_docs(policy);
	rm = lg_printf(&pool, "rm -rf %s", tree);
	if (system(rm))
		printf("# cannot remove %s\n", tree);
	lg_policy_free(policy);
	lg_pool_free(&pool);
	return tap_end();
}
