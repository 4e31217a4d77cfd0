// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * conditional.c - groups of #if in a text, and layouts through a file.
 */
#include <unistd.h>

#include "facts.h"

static struct lg_facts *facts;

/* "2-5 ifdef A!" of each group; "!" marks an include guard. */
static void groups_are(const char *text, const char *want, const char *what)
{
	struct lg_file *f = lg_file_parse(&facts->pool, "x.h",
					  lg_strdup(&facts->pool, text));
	lg_groups groups = { NULL, 0, 0 };
	const char *all = "";

	lg_file_groups(&facts->pool, f, &groups);
	for (size_t i = 0; i < groups.n; i++) {
		const struct lg_group *g = &groups.v[i];

		all = lg_printf(&facts->pool, "%s%s%u-%u %s %s%s", all,
				i ? "; " : "", g->line, g->end_line,
				g->directive, g->condition,
				g->guard ? "!" : "");
	}
	tap_string(all, want, what);
	lg_vec_free(&groups);
	lg_file_free(f);
}

static void groups(void)
{
	char deep[4096] = "";

	groups_are("#ifdef A\nint a;\n#else\n#endif\n", "1-4 ifdef A", "one");
	groups_are("#ifndef G\n#define G\n#if B\n#endif\n#endif\n",
		   "1-5 ifndef G!; 3-4 if B", "an include guard");
	groups_are("#ifndef G\n#define G 1\n#endif\n", "1-3 ifndef G",
		   "a default is none");
	groups_are("#if A && \\\n  B /* C */\n#elif D\n#endif\n",
		   "1-4 if A && B || D", "a splice, a comment, #elif");
	groups_are("/*\n#ifdef A\n*/\n# ifdef B\r\n # endif\r\n",
		   "4-5 ifdef B", "in a comment; blanks; CRLF");
	groups_are("#endif\n#else\n#ifdef A\n", "3-4 ifdef A",
		   "bad nesting ends with the file");
	groups_are("", "", "an empty file");
	groups_are("#", "", "a bare mark");
	for (int i = 0; i < 200; i++)
		strcat(deep, "#if A\n");
	for (int i = 0; i < 200; i++)
		strcat(deep, "#endif\n");
	groups_are(strcat(deep, "#if B\n#endif\n") + 6 * 190,
		   "1-20 if A; 2-19 if A; 3-18 if A; 4-17 if A; 5-16 if A; "
		   "6-15 if A; 7-14 if A; 8-13 if A; 9-12 if A; 10-11 if A; "
		   "211-212 if B", "deep nesting, and more ends than begins");
}

static void layouts(void)
{
	char path[] = "/tmp/luoguard-test-XXXXXX";
	struct lg_struct *s = add_struct(facts, "box_ser",
					 "include/linux/kho/abi/box.h", 1);
	const struct lg_layout_line *line;
	int fd = mkstemp(path);

	add_member(s, "lid", 0, 8);
	add_member(s, "weight", 64, 64);
	s->bits = 128;
	lg_facts_resolve(facts);
	tap(lg_layout_write(facts, path) == 0, "layouts are written");
	tap(lg_layout_read(facts, "arm64", path) == 0, "and read");
	tap_string(facts->others->machine, "arm64", "the machine");
	line = lg_layout_find(facts->others, "box_ser", "weight");
	tap(line && line->offset == 64 && line->bits == 64, "a member");
	line = lg_layout_find(facts->others, "box_ser", "");
	tap(line && line->bits == 128, "the struct");
	tap(!lg_layout_find(facts->others, "box_ser", "none"), "no member");
	tap(lg_layout_read(facts, "x", "/nonexistent/x") < 0, "no file");
	tap(write(fd, "half\tline", 9) == 9 &&
	    lg_layout_read(facts, "x", path) == 0, "a half-written file");
	close(fd);
	unlink(path);
}

int main(void)
{
	struct lg_policy *policy = lg_policy_default();

	facts = lg_facts_new(policy, "/nowhere", "x.c");
	groups();
	layouts();
	lg_facts_free(facts);
	lg_policy_free(policy);
	return tap_end();
}
