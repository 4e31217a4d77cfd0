// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * docs.c - unit tests of the cache that docs.c keeps of Documentation/ and
 * MAINTAINERS: when it is written, believed, made anew; and of the patterns
 * of maintainers.c that decide.
 */
#include <sys/stat.h>
#include <unistd.h>

#include "facts.h"

static struct lg_pool pool;
static struct lg_policy *policy;
static char *dir;

static const char *path_of(const char *name)
{
	return lg_printf(&pool, "%s/%s", dir, name);
}

static void put(const char *name, const char *text)
{
	char *full = lg_printf(&pool, "%s/%s", dir, name);

	for (char *p = full + strlen(dir) + 1; (p = strchr(p, '/')); p++) {
		*p = '\0';
		mkdir(full, 0777);
		*p = '/';
	}
	if (lg_write_file(full, text, strlen(text)))
		printf("Bail out! cannot write %s\n", full);
}

static const char *index_text(void)
{
	const char *s = lg_read_file(&pool, path_of("state/docs-index"), NULL);

	return s ? s : "";
}

struct answer {
	const char *rst;
	bool maintained, docs, maintainers;
};

/* What a process of make run @run (NULL: of none) says of @header. */
static struct answer ask_of(const char *tree, const char *run,
			    const char *header)
{
	struct lg_facts *facts = lg_facts_new(policy, path_of(tree), NULL);
	struct answer a;

	if (run)
		setenv("LUOGUARD_RUN", run, 1);
	else
		unsetenv("LUOGUARD_RUN");
	facts->state = lg_strdup(&facts->pool, path_of("state"));
	a.rst = lg_header_rst(facts, header);
	a.rst = a.rst ? lg_strdup(&pool, a.rst) : NULL;
	a.maintained = lg_header_maintained(facts, header);
	a.docs = lg_tree_has_docs(facts);
	a.maintainers = lg_tree_has_maintainers(facts);
	lg_facts_free(facts);
	return a;
}

static const char *rst(const char *run)
{
	return ask_of("tree", run, ABI "a.h").rst;
}

/* The index on disk with @from (the first of it) replaced by @to. */
static void forge(const char *from, const char *to)
{
	const char *s = index_text(), *at = strstr(s, from);

	if (!at) {
		tap(false, lg_printf(&pool, "docs: the index has %s", from));
		return;
	}
	put("state/docs-index", lg_printf(&pool, "%.*s%s%s", (int)(at - s), s,
					  to, at + strlen(from)));
}

static void lay_tree(void)
{
	put("state/x", "");
	put("tree/MAINTAINERS", "A\nF:\tinclude/linux/kho/\n"
				"X:\tinclude/linux/kho/abi/x.h\n\n"
				"B\nN:\tname_\n");
	put("tree/Documentation/one.rst", ".. kernel-doc:: " ABI "a.h\n");
}

static void test_written(void)
{
	const char *s;

	tap_string(rst("1-1"), "Documentation/one.rst", "docs: the first asks");
	s = index_text();
	tap(lg_starts(s, "luoguard docs-index 2\nrun\t1-1\nkey\t"),
	    "docs: and writes the index, in its run's name");
	tap(strstr(s, "\nhas\t1\t1\nrst\t" ABI "a.h\tDocumentation/one.rst\n"
		      "entry\nF\tinclude/linux/kho/\n"
		      "X\tinclude/linux/kho/abi/x.h\n") != NULL,
	    "docs: with all that speaks of the zones");
	rst(NULL);
	tap(strstr(index_text(), "run\t1-1\n") != NULL,
	    "docs: outside of a run a right index is left as it is");
}

static void test_same_run(void)
{
	put("tree/Documentation/one.rst", "gone, of another size\n");
	put("tree/Documentation/two.rst", ".. kernel-doc:: " ABI "a.h\n");
	tap_string(rst("1-1"), "Documentation/one.rst",
		   "docs: the run that looked does not look again");
	tap_string(rst(NULL), "Documentation/two.rst",
		   "docs: who belongs to no run does");
	tap(strstr(index_text(), "run\t-\n") != NULL,
	    "docs: and says that no run looked");
	put("tree/Documentation/two.rst", "gone\n");
	tap(!rst("-1"), "docs: an edit is seen by the next run");
	put("tree/Documentation/one.rst", ".. kernel-doc:: " ABI "a.h\n");
	tap_string(rst("2-2"), "Documentation/one.rst",
		   "docs: and by the one after it");
}

static void test_believed(void)
{
	forge("one.rst", "lie.rst");
	tap_string(rst("3-3"), "Documentation/lie.rst",
		   "docs: a new run believes the index of an unchanged tree");
	tap(strstr(index_text(), "run\t3-3\n") != NULL,
	    "docs: and puts its own name into it");
	forge("has\t1\t1", "has\t0\t1");
	tap(!ask_of("tree", "3-3", "x").docs &&
	    ask_of("tree", "3-3", "x").maintainers, "docs: has, its first");
	forge("has\t0\t1", "has\t1\t0");
	tap(ask_of("tree", "3-3", "x").docs &&
	    !ask_of("tree", "3-3", "x").maintainers, "docs: has, its second");
}

static void test_read_back(void)
{
	put("state/docs-index", "");
	rst("4-4");
	for (int i = 0; i < 2; i++) {
		tap(ask_of("tree", "4-4", ABI "a.h").maintained &&
		    !ask_of("tree", "4-4", ABI "x.h").maintained &&
		    !ask_of("tree", "4-4", "kho/a.h").maintained,
		    "maintainers: an entry's patterns, from the index too");
		rst("5-5");
	}
	put("tree/MAINTAINERS", "A\nX:\tinclude/linux/kho/abi/\n\n"
				"B\nF:\tinclude/linux/kho/\n");
	for (int i = 0; i < 3; i++)
		tap(ask_of("tree", "6-6", ABI "a.h").maintained,
		    "maintainers: one entry's X: is not another's");
}

static void test_damaged(void)
{
	static const char *const from[] = {
		"luoguard docs-index 2", "run\t", "key\t", "rst\t", "has\t",
		"F\t", "\tDocumentation", "key\t", "entry\nF",
	};
	static const char *const to[] = {
		"luoguard docs-index 1", "run ", "kez\t", "rsu\t", "has ",
		"F ", " Documentation", "kez", "G\tx\ty\nF",
	};

	for (size_t i = 0; i < sizeof(from) / sizeof(from[0]); i++) {
		put("state/docs-index", "");
		rst("7-7");
		forge("one.rst", "lie.rst");
		forge(from[i], to[i]);
		tap_string(rst("7-7"), "Documentation/one.rst",
			   lg_printf(&pool, "docs: damage %zu is seen", i));
		tap_string(rst("7-7"), "Documentation/one.rst",
			   "docs: and mended");
	}
	put("state/docs-index", "luoguard docs-index 2\n");
	tap_string(rst("7-7"), "Documentation/one.rst", "docs: only its head");
	put("state/docs-index", "luoguard docs-index 2\nrun\t7-7\n");
	tap_string(rst("7-7"), "Documentation/one.rst", "docs: half its head");
}

static void test_other_tree(void)
{
	put("tree2/README", "x");
	tap(!ask_of("tree2", "8-8", ABI "a.h").rst &&
	    !ask_of("tree2", "8-8", ABI "a.h").docs,
	    "docs: the index of one tree says nothing of another");
	put("tree2/Documentation/README", "x");
	tap(ask_of("tree2", "8-9", ABI "a.h").docs,
	    "docs: a Documentation without any .rst is noticed");
	tap_string(rst("9-9"), "Documentation/one.rst", "docs: nor back");
	put("tree/Documentation/note.txt", "x");
	forge("one.rst", "lie.rst");
	tap_string(rst("10-1"), "Documentation/lie.rst",
		   "docs: a file that is no .rst changes nothing");
	unlink(path_of("tree/MAINTAINERS"));
	tap(!ask_of("tree", "11-1", "x").maintainers &&
	    ask_of("tree", "11-1", "x").docs,
	    "docs: MAINTAINERS that went is noticed");
	put("tree/MAINTAINERS", "A\nF:\tinclude/linux/kho/\n");
	tap(ask_of("tree", "12-1", ABI "a.h").maintained,
	    "docs: and that came back");
}

static void test_walk(void)
{
	put("tree/Documentation/.hidden/a.rst", ".. kernel-doc:: " ABI "h.h\n");
	put("tree/Documentation/z.rst", ".. kernel-doc:: " ABI "z.h\n"
	    " .. kernel-doc::\t" ABI "y.h \n.. kernel-doc::\n"
	    ".. kernel-doc:: fs/not.h");
	put("tree/Documentation/y/deep/y.rst", ".. kernel-doc:: " ABI "z.h");
	put("out/o.rst", ".. kernel-doc:: " ABI "o.h\n");
	if (symlink(path_of("out"), path_of("tree/Documentation/out")) ||
	    symlink(path_of("out/o.rst"), path_of("tree/Documentation/o.rst")))
		printf("# no symbolic links here\n");
	tap_string(ask_of("tree", "13-1", ABI "z.h").rst,
		   "Documentation/y/deep/y.rst", "docs: the first by name");
	tap_string(ask_of("tree", "13-1", ABI "y.h").rst,
		   "Documentation/z.rst", "docs: several in one file");
	tap(!ask_of("tree", "13-1", ABI "h.h").rst,
	    "docs: hidden directories are left out");
	tap(!ask_of("tree", "13-1", ABI "o.h").rst,
	    "docs: symbolic links are not followed");
	tap(!strstr(index_text(), "not.h") && !strstr(index_text(), "rst\t\t"),
	    "docs: what is outside of the zones is not kept");
}

/* ------------------------------------------------------------ maintainers.c */

/* Edits of the same size within a tick of the clock look like none. */
static bool covers(const char *lines)
{
	put("state/docs-index", "");
	put("tree/MAINTAINERS", lg_printf(&pool, "A\n%s\n", lines));
	return ask_of("tree", NULL, ABI "a.h").maintained;
}

static void test_patterns(void)
{
	tap(covers("F: include/linux/kho/abi/[a-c].h") &&
	    covers("F: include/linux/kho/abi/[xa].h") &&
	    covers("F: include/linux/kho/abi/[Z-b].h") &&
	    covers("F: include/linux/kho/abi/[Z-a].h") &&
	    covers("F: include/linux/kho/abi/[^b-z].h") &&
	    covers("F: include/linux/kho/abi/[^bc].h") &&
	    covers("F: include/linux/kho/abi/[-a].h"),
	    "maintainers: sets that hold it");
	tap(!covers("F: include/linux/kho/abi/[b-z].h") &&
	    !covers("F: include/linux/kho/abi/[^a].h") &&
	    !covers("F: include/linux/kho/abi/[^a-c].h") &&
	    !covers("F: include/linux/kho/abi/[bc].h") &&
	    !covers("F: include/linux/kho/abi/[0-9-b].h") &&
	    !covers("F: include/linux/kho/abi/[a.h"),
	    "maintainers: sets that do not");
	tap(covers("F: include/linux/kho/abi/?.h") &&
	    !covers("F: include/linux/kho/abi/??.h") &&
	    !covers("F: include/linux/kho/abi/a.h?") &&
	    covers("F: include/linux/kho/abi/a.h*") &&
	    covers("F: include/linux/kho/abi/a") &&
	    covers("F: include/*/kho/abi/*.h") &&
	    covers("F: include/l*x/kho/a*/*h") &&
	    !covers("F: include/l*y/kho/abi/") &&
	    !covers("F: include/*"), "maintainers: ? and *");
	tap(covers("F: include/**") && covers("F: */linux/kho/abi/a.h") &&
	    covers("F: include/*/") && covers("F: include/[kl]*/"),
	    "maintainers: patterns that begin with a wildcard");
	tap(!covers("F: *") && !covers("F: */") && !covers("F: **") &&
	    !covers("F: ./*") && !covers("F: ?*") && !covers("F: ?*/"),
	    "maintainers: the rest");
	tap(!covers("F: include/linux/kho/\nX: */") &&
	    covers("F: include/linux/kho/\nX: *") &&
	    !covers("X: include/linux/kho/abi/a.h\nF: include/linux/kho/") &&
	    covers("F: include/linux/kho/\nX: include/linux/kho/abi/b.h"),
	    "maintainers: what an entry takes out");
}

static void test_entries(void)
{
	put("tree/" ABI "a.h", "");
	put("tree/inc/x", "");
	tap(covers("F: include/linux/kho/abi/a.h") &&
	    covers("F: include/linux/kho") && covers("F: include/linux/kho/"),
	    "maintainers: files and directories that are there");
	covers("N: my-x");
	tap(ask_of("tree", NULL, ABI "my-x.h").maintained,
	    "maintainers: a name with a dash");
	tap(covers("N: kho") && covers("N: kho\\/abi") &&
	    covers("N: a\\.h") && !covers("N: b\\.h") &&
	    !covers("N: kho.abi\\.") && !covers("N: ab\\i/a\\.h") &&
	    !covers("N: bi\\/a.h") && covers("N: inc"),
	    "maintainers: N:");
	tap(!covers("F:") && !covers("F: \t") && !covers("S: Maintained") &&
	    !covers("G: include/linux/kho/") && !covers("F include/linux/kho/"),
	    "maintainers: lines of other kinds");
	tap(covers("F: include/linux/kho/\n\nB\nX: include/linux/kho/") &&
	    covers("F: include/linux/kho/\nB\nX: include/linux/kho/") &&
	    covers("F: include/linux/kho/\r\n\r\nB\nX: include/linux/kho/") &&
	    !covers("F: include/linux/kho/\nM: B\nX: include/linux/kho/"),
	    "maintainers: where an entry ends");
}

int main(void)
{
	char name[] = "/tmp/lg-docs-XXXXXX";

	policy = lg_policy_default();
	dir = mkdtemp(name);
	lay_tree();
	test_written();
	test_same_run();
	test_believed();
	test_read_back();
	test_damaged();
	test_other_tree();
	test_walk();
	test_patterns();
	test_entries();
	if (system(lg_printf(&pool, "rm -rf %s", dir)))
		printf("# cannot remove %s\n", dir);
	lg_policy_free(policy);
	lg_pool_free(&pool);
	return tap_end();
}
