// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * prose.c - unit tests of where sentences, paragraphs and histories begin and
 * end, up to the bounds that a comment of megabytes meets.
 */
#include "facts.h"

static struct lg_pool pool;

static struct lg_file *parse(const char *text)
{
	return lg_file_parse(&pool, ABI "foo.h", lg_strdup(&pool, text));
}

/* Does @text, in which "x-v1" is quoted, speak of another time there? */
static bool history(const char *text)
{
	struct lg_file *f = parse(lg_printf(&pool, "/*\n * %s\n */\n", text));
	const char *at = strstr(f->text, "\"x-v1\"");
	bool ret = lg_prose_history(f, &f->comments.v[0],
				    (size_t)(at - f->text) + 1,
				    (size_t)(at - f->text) + 5);

	lg_file_free(f);
	return ret;
}

static void test_sentences(void)
{
	tap(!history("It was so! Now \"x-v1\".") &&
	    !history("Was it? Now \"x-v1\".") &&
	    !history("It was so; now \"x-v1\".") &&
	    !history("it { was } \"x-v1\".") &&
	    !history("{ was { \"x-v1\" }") &&
	    !history("\"x-v1\"; it was.") && !history("\"x-v1\" } it was.") &&
	    !history("\"x-v1\" { it was.") && !history("\"x-v1\"! It was.") &&
	    !history("\"x-v1\"? It was.") && !history("\"x-v1\". It was.") &&
	    !history("It was.\n * Now \"x-v1\"."), "prose: what ends one");
	tap(history("It was 7.3 that had \"x-v1\".") &&
	    history("It was e.g. with \"x-v1\".") &&
	    history("It was a!b and \"x-v1\".") &&
	    history("\"x-v1\" in i.e. what was.") &&
	    history("WAS \"x-v1\"") && history("\"x-v1\" Before") &&
	    history("was-not \"x-v1\"") &&
	    history("(it was.) \"x-v1\"") && history("it;from \"x-v1\""),
	    "prose: what does not");
	tap(!history("wash \"x-v1\" washed") && !history("awas \"x-v1\"") &&
	    !history("was_it \"x-v1\"") && !history("a.was.b \"x-v1\"") &&
	    history("was. b \"x-v1\"") == false, "prose: parts of words");
	tap(history("from \"x-v1\" on") && history("From *\"x-v1\"") &&
	    history("from %\"x-v1\"") && history("from\n * '\"x-v1\"'") &&
	    history("from `\"x-v1\"`") && !history("form \"x-v1\"") &&
	    !history("from it: \"x-v1\""), "prose: from");
	tap(!history("Now \"x-v1\"") && !history("\"x-v1\""), "prose: now");
}

static void test_paragraphs(void)
{
	tap(!history("It was\n *\n * \"x-v1\"\n *\n * was") &&
	    !history("It was\n * ---\n * \"x-v1\"\n * +++\n * was") &&
	    history("It was\n * so\n * \"x-v1\"") &&
	    history("\"x-v1\"\n * that\n * was") &&
	    history("It was\n * {\n * \"x-v1\"") == false &&
	    history("It was\n * \"\n * \"x-v1\"") &&
	    history("It was\n * <\n * \"x-v1\"") &&
	    history("\"x-v1\"\n * %\n * was"), "prose: empty lines");
}

/* The paragraph around byte @at of a comment of @n times "b\n". */
static void bounds(size_t n, size_t at, size_t *from, size_t *to)
{
	char *text = (char *)lg_alloc(&pool, 2 * n + 5);
	struct lg_file *f;

	memcpy(text, "/*", 2);
	for (size_t i = 0; i < n; i++)
		memcpy(text + 2 + 2 * i, "b\n", 2);
	memcpy(text + 2 + 2 * n, "*/", 3);
	f = parse(text);
	lg_prose_paragraph(f, &f->comments.v[0], at, from, to);
	lg_file_free(f);
}

static void test_bounds(void)
{
	size_t from, to;
	char *line;
	struct lg_file *f;

	bounds(20, 10, &from, &to);
	tap(from == 0 && to >= 40, "prose: a short one is taken whole");
	bounds(50000, 50000, &from, &to);
	tap(from >= 50000 - 4200 && from <= 50000 - 4000 &&
	    to <= 50000 + 4200 && to >= 50000 + 4000,
	    "prose: a long one is cut at both ends");
	line = (char *)lg_alloc(&pool, 100001);
	memset(line, 'b', 100000);
	memcpy(line, "/*", 2);
	memcpy(line + 99998, "*/", 2);
	f = parse(line);
	lg_prose_paragraph(f, &f->comments.v[0], 50000, &from, &to);
	tap(from >= 50000 - 8192 && to <= 50000 + 8192,
	    "prose: so is a long line");
	lg_file_free(f);
}

static size_t start_of(const char *text)
{
	struct lg_file *f = parse(text);
	size_t at = lg_prose_history_start(f, &f->comments.v[0]);

	lg_file_free(f);
	return at;
}

static void test_headings(void)
{
	tap(start_of("/*\n * Changelog:\n * x */") == 16 &&
	    start_of("/*\n * a\n *\n * == HISTORY ==\n * x */") == 27 &&
	    start_of("/* Revisions\n * x */") == 12, "prose: headings");
	tap(start_of("/*\n * Changelogs:\n */") == 21 &&
	    start_of("/*\n * Changelog of it\n */") == 25 &&
	    start_of("/*\n * The history\n */") == 21 &&
	    start_of("/* - */") == 7, "prose: no headings");
}

static bool governs(const char *text)
{
	return lg_prose_governs(text, strlen(text));
}

static void test_versions(void)
{
	tap(lg_prose_sentence("One v1.2 here. Two.") == 14 &&
	    lg_prose_sentence("one\n line\n\nnext") == 11 &&
	    lg_prose_sentence("one\n@member: x") == 4 &&
	    lg_prose_sentence("") == 0, "prose: where a sentence ends");
	tap(governs("Bump A_VERSION") && governs("the A_VERSION is INCREASED") &&
	    governs("needs a New Version") && governs("it is versioned"),
	    "prose: words of a version, in any case");
	tap(!governs("The version Need Not change") &&
	    !governs("no need to bump it") && !governs("it's not versioned"),
	    "prose: who says that none is needed");
	tap(!governs("A_VERSION") && !governs("") && !governs("bum") &&
	    !lg_prose_governs("bump", 3), "prose: none of the words");
}

int main(void)
{
	test_versions();
	test_sentences();
	test_paragraphs();
	test_bounds();
	test_headings();
	lg_pool_free(&pool);
	return tap_end();
}
