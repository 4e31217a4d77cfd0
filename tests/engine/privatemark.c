// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * privatemark.c - which members a header's text marks private, exactly and by
 * the lines that are looked at first; which headers policy watches; and where
 * symbolic links lead.
 */
#include <sys/stat.h>
#include <unistd.h>

#include "facts.h"

static const char header[] =
	"/* ->a is a __private member; so be careful */\n"	/* 1 */
	"int before;\n"
	"/**\n"
	" * struct foo - a struct\n"
	" */\n"
	"struct foo {\n"
	"	int a;\n"					/* 7 */
	"	int __private b, c;\n"
	"	int *__private d, e;\n"
	"	int (*__private f)(int g);\n"
	"	struct { int h; } __private i;\n"
	"	char *j;	/* \"__private\" */\n"
	"	/* private: for foo.c */\n"			/* 13 */
	"	union {\n"
	"		int k;\n"
	"	};\n"
	"	/* public: */\n"
	"	int l;\n"					/* 18 */
	"};\n"
	"typedef struct {\n"
	"	int m;\n"					/* 21 */
	"} __private foo_t;\n"
	"struct bar {\n"
	"	/* private: in no kernel-doc */\n"
	"	int n;\n"					/* 25 */
	"	int __privately;\n"
	"};\n";

static struct lg_facts *facts;

static enum lg_mark mark_of(const char *name, bool comments)
{
	struct lg_file *f = lg_facts_file(facts, "include/foo.h");
	size_t n = strlen(name);

	for (size_t at = 0; at + n < f->bytes; at++)
		if (!strncmp(f->code + at, name, n) &&
		    strchr(" *(", f->code[at - 1]) &&
		    strchr(",;)", f->code[at + n])) {
			struct lg_loc loc = lg_file_loc(f, at);

			return lg_member_mark(facts, &loc, comments);
		}
	printf("Bail out! no member %s\n", name);
	exit(1);
}

static void exactly(void)
{
	static const char *const attribute[] = { "b", "c", "d", "f", "i", "m" };
	static const char *const none[] = {
		"before", "a", "e", "j", "l", "n", "__privately"
	};

	for (size_t i = 0; i < sizeof(attribute) / sizeof(*attribute); i++)
		tap(mark_of(attribute[i], true) == LG_MARK_ATTRIBUTE,
		    attribute[i]);
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		tap(mark_of(none[i], true) == LG_MARK_NONE, none[i]);
	tap(mark_of("k", true) == LG_MARK_COMMENT, "behind private:");
	tap(mark_of("k", false) == LG_MARK_NONE, "comments do not count");
	tap(mark_of("b", false) == LG_MARK_ATTRIBUTE, "but __private does");
}

static bool covered(const lg_mark_ranges *ranges, unsigned int line)
{
	for (size_t i = 0; i < ranges->n; i++)
		if (line >= ranges->v[i].first && line <= ranges->v[i].last)
			return true;
	return false;
}

/* May take in too much, never too little. */
static void by_lines(void)
{
	static const unsigned int marked[] = { 8, 9, 10, 11, 15, 21 };
	lg_mark_ranges with = { NULL, 0, 0 }, without = { NULL, 0, 0 };
	lg_mark_ranges plain = { NULL, 0, 0 };
	bool all = true;

	lg_text_mark_ranges(header, true, &with);
	lg_text_mark_ranges(header, false, &without);
	lg_text_mark_ranges("struct a {\n\tint b;\n\tint __privately;\n};\n"
			    "/* not private: */ /** private: */ /*", true,
			    &plain);
	for (size_t i = 0; i < sizeof(marked) / sizeof(*marked); i++)
		all = all && covered(&with, marked[i]);
	tap(all, "each marked line");
	tap(!covered(&with, 7), "an unmarked one in front of them");
	tap(!covered(&without, 18) && covered(&without, 21),
	    "without comments");
	tap(!plain.n, "no marks");
	lg_text_mark_ranges("}; } __private", true, &plain);
	lg_text_mark_ranges("__private", true, &plain);
	tap(plain.n == 2, "braces that nothing opened, a word alone");
	lg_vec_free(&with);
	lg_vec_free(&without);
	lg_vec_free(&plain);
}

static void policy(void)
{
	struct lg_policy *p = lg_policy_default();
	const struct lg_private_members *m, *luo;

	luo = lg_policy_private_members(p, "include/linux/liveupdate.h");
	tap(luo && lg_policy_may_use(p, luo, "kernel/liveupdate/luo_file.c"),
	    "LUO's header, its owner");
	tap(luo && lg_policy_may_use(p, luo, "include/linux/liveupdate.h"),
	    "the header itself");
	tap(luo && !lg_policy_may_use(p, luo, "mm/memfd_luo.c") &&
	    !lg_policy_may_use(p, luo, NULL), "and nobody else");
	m = lg_policy_private_members(p, "include/linux/srcutree.h");
	tap(m && lg_policy_may_use(p, m, "include/linux/srcu.h"),
	    "headers of one section are one owner's");
	tap(!lg_policy_private_members(p, "include/linux/list.h"),
	    "a header that nobody watches");
	lg_policy_free(p);
	p = lg_policy_add_text(lg_policy_default(), "p.ini",
		"[private-members include/]\nowners = lib/\n"
		"[private-members include/linux/liveupdate.h]\n"
		"only-attribute = yes\n", NULL);
	m = lg_policy_private_members(p, "include/linux/list.h");
	tap(m && lg_policy_may_use(p, m, "lib/list_sort.c"), "a directory");
	m = lg_policy_private_members(p, "include/linux/liveupdate.h");
	tap(m && m->only_attribute && m->owners.n == 1 &&
	    !lg_policy_may_use(p, m, "lib/list_sort.c"),
	    "the longest match wins, and a section is added to");
	lg_policy_free(p);
}

static void wrong(const char *text, const char *want)
{
	char *error = NULL;

	if (lg_policy_add_text(lg_policy_default(), "p.ini", text, &error))
		error = strdup("accepted");
	tap_string(error, want, want);
	free(error);
}

static void links(struct lg_pool *pool)
{
	char tree[] = "/tmp/lg-mark-XXXXXX";
	const char *rm;

	if (!mkdtemp(tree) || chdir(tree) || mkdir("a", 0700) ||
	    lg_write_file("a/b.h", "", 0) || symlink("a", "dir") ||
	    symlink("a/b.h", "b.h") || symlink("/", "out") ||
	    symlink("gone", "broken")) {
		printf("Bail out! cannot make links in %s\n", tree);
		exit(1);
	}
	tap_string(lg_path_followed(pool, tree, "a/b.h"), "a/b.h", "a file");
	tap_string(lg_path_followed(pool, tree, "b.h"), "a/b.h", "a link");
	tap_string(lg_path_followed(pool, tree, "dir/../dir/b.h"), "a/b.h",
		   "through a directory that is one");
	tap_string(lg_path_followed(pool, "a/..", "dir/b.h"), "a/b.h",
		   "a tree that is spelled with dots");
	tap_string(lg_path_followed(pool, tree, "out"), NULL, "out of it");
	tap_string(lg_path_followed(pool, tree, "broken"), NULL, "nowhere");
	rm = lg_printf(pool, "rm -rf %s", tree);
	if (chdir("/") || system(rm))
		printf("# cannot remove %s\n", tree);
}

int main(void)
{
	struct lg_policy *p = lg_policy_default();
	struct lg_pool pool = { NULL };

	facts = lg_facts_new(p, "/nowhere", "a.c");
	add_text(facts, "include/foo.h", header);
	exactly();
	by_lines();
	policy();
	wrong("[private-members a]\nowners = b/\n", "p.ini:1: [private-members "
	      "a]: neither a header, nor a directory with its closing slash");
	wrong("[private-members a.h]\n",
	      "p.ini:1: [private-members a.h] needs a \"owners\"");
	wrong("[private-members a.h]\nowners = b/\nonly-attribute = maybe\n",
	      "p.ini:3: \"only-attribute\" is yes or no");
	links(&pool);
	lg_pool_free(&pool);
	lg_facts_free(facts);
	lg_policy_free(p);
	return tap_end();
}
