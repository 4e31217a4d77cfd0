// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shapes.c - unit tests of shape-read.c and shapes.c: what text says of a
 * struct's members, hostile text, and the index of the owners' structs.
 */
#include <sys/stat.h>
#include <unistd.h>

#include "facts.h"
#include "shape.h"

static struct lg_pool pool;

/* "tag: type name[], ...; tag: ..." of all structs in @text; @parts: also of
 * those that cannot be read whole. */
static const char *structs(const char *text, bool parts)
{
	struct lg_file *f = lg_file_parse(&pool, "a.h", text);
	lg_shape_list list = { NULL, 0, 0 };
	const char *out = "";

	if (parts)
		lg_file_members(&pool, f, &list);
	else
		lg_file_shapes(&pool, f, 1, &list);
	for (size_t i = 0; i < list.n; i++) {
		struct lg_shape *s = &list.v[i];

		out = lg_printf(&pool, "%s%s%s:", out, *out ? "; " : "",
				s->tag);
		for (size_t k = 0; k < s->members.n; k++) {
			struct lg_shape_member *m = &s->members.v[k];

			out = lg_printf(&pool, "%s %s %s%s%s", out, m->type,
					m->name, m->array ? "[]" : "",
					m->optional ? "?" : "");
		}
		lg_vec_free(&s->members);
	}
	lg_vec_free(&list);
	lg_file_free(f);
	return out;
}

static const char *shapes(const char *text)
{
	return structs(text, false);
}

static void reads_parts(void)
{
	tap_string(shapes("struct a { int x; MACRO(y); int z; };"), "",
		   "shapes: a macro's member");
	tap_string(structs("struct a { int x; MACRO(y); int z; };", true),
		   "a: s32 x s32 z", "members: the rest");
	tap_string(structs("struct a { int (*__private f)(int); int *__private g;"
			   " };", true), "a: function f s32 * g",
		   "members: behind an attribute");
	tap_string(structs("struct a { raw_lock __private l __aligned(8); "
			   "struct { int y; } __private in; };", true),
		   "a: raw_lock l struct in", "members: attributes around");
}

static void reads(void)
{
	tap_string(shapes("struct a { unsigned int x; };"), "a: u32 x",
		   "shapes: one member");
	tap_string(shapes("struct a {\n\tu32 x, *y, z[3];\n};"),
		   "a: u32 x u32 * y u32 z[]", "shapes: three in one line");
	tap_string(shapes("union u { __u16 x; unsigned short y; uint16_t z; };"),
		   "u: u16 x u16 y u16 z", "shapes: one spelling");
	tap_string(shapes("struct a { const char *s; struct b __rcu *p; };"),
		   "a: s8 * s struct b * p", "shapes: no qualifiers");
	tap_string(shapes("struct a { char *const s, *t; };"),
		   "a: s8 * s s8 * t", "shapes: a constant pointer");
	tap_string(shapes("struct a { int (*f)(int, void (*g)(void)); };"),
		   "a: function f", "shapes: a pointer to a function");
	tap_string(shapes("struct a { struct { int x; union { int y; }; }; };"),
		   "a: s32 x s32 y", "shapes: unnamed ones are opened");
	tap_string(shapes("struct a { struct { int x; } in[2]; };"),
		   "a: struct in[]", "shapes: a named one is not");
	tap_string(shapes("struct a { struct b { int x; } in; };"),
		   "a: struct in; b: s32 x", "shapes: a struct inside");
	tap_string(shapes("typedef struct { int x; } a_t;"), "a_t: s32 x",
		   "shapes: a typedef's name");
	tap_string(shapes("struct { int x; } a;"), "",
		   "shapes: a variable's is none");
	tap_string(shapes("struct a { int x:3; u8 y __aligned(8); };"),
		   "a: s32 x u8 y", "shapes: bits and attributes");
	tap_string(shapes("struct a {\n#ifdef B\n int x;\n#endif\n int y;\n};"),
		   "a: s32 x? s32 y", "shapes: what may be missing");
	tap_string(shapes("#ifdef B\nstruct a {\n int y;\n};\n#endif"),
		   "a: s32 y", "shapes: an #if around all of it");
	tap_string(shapes("struct a { /* int x; */ int y; // int z;\n};"),
		   "a: s32 y", "shapes: comments");
	tap_string(shapes("struct a { int x; DECLARE_FOO(b); };"), "",
		   "shapes: a macro's members");
	tap_string(shapes("#define A struct a { int x; }\nstruct a *b(void);"),
		   "", "shapes: no struct");
}

static void takes_anything(void)
{
	static const char *const texts[] = {
		"struct a {", "struct a { int", "struct a { int x; ", "struct",
		"struct a { } } } ;", "struct a { int (*; };", "#if",
		"struct a { struct { struct { ; } ; };", "typedef struct { int x;",
		"struct a { int x[; };", "struct a { , ; : ; * ; };", "#define \\",
		"struct a { int x, };", "union { ( };", "struct a { \\\n };",
	};
	char *deep = (char *)lg_alloc(&pool, 1 << 20);
	size_t at = 0;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		shapes(texts[i]);
	while (at < (1 << 20) - 32)
		at += (size_t)sprintf(deep + at, "struct a {");
	tap_string(shapes(deep), "", "shapes: a hundred thousand braces");
}

/* ---------------------------------------------------------------- the index */

static char *dir;
static struct lg_policy *policy;

static void put(const char *text)
{
	const char *path = lg_printf(&pool, "%s/drivers/pci/a.h", dir);

	if (lg_write_file(path, text, strlen(text)))
		printf("Bail out! cannot write %s\n", path);
}

/* What { u32 one; u32 two; u32 three; u32 four; } repeats, in run @run. */
static const char *original(const char *run)
{
	static const char *const names[] = { "one", "two", "three", "four" };
	struct lg_facts *facts = lg_facts_new(policy, dir, NULL);
	struct lg_struct *s = add_struct(facts, "copy", "drivers/b.c", 1);
	struct lg_original from;
	const char *name = NULL;

	setenv("LUOGUARD_RUN", run, 1);
	facts->state = lg_strdup(&facts->pool, dir);
	for (unsigned int i = 0; i < 4; i++)
		add_member(s, names[i], i * 32, 32);
	if (lg_struct_original(facts, s, &from))
		name = lg_printf(&pool, "%s %s:%u:%u", from.name, from.loc.file,
				 from.loc.line, from.loc.column);
	tap(!name || (lg_shapes_begin(facts, "one") &&
		      lg_shapes_named(facts, names, 4)),
	    "owners-index: the front end is told to look");
	lg_facts_free(facts);
	return name;
}

static void index_tests(void)
{
	char template[] = "/tmp/luoguard-shapes-XXXXXX";
	const char *want = "struct first drivers/pci/a.h:1:8";

	dir = mkdtemp(template);
	if (!dir)
		lg_die("cannot make a directory");
	mkdir(lg_printf(&pool, "%s/drivers", dir), 0777);
	mkdir(lg_printf(&pool, "%s/drivers/pci", dir), 0777);
	policy = lg_policy_default();
	put("struct first { u32 one, two, three; unsigned int four; };\n");
	tap_string(original("1-1"), want, "owners-index: made");
	tap(access(lg_printf(&pool, "%s/owners-index", dir), R_OK) == 0,
	    "owners-index: kept");
	tap_string(original("1-1"), want, "owners-index: read");
	put("struct other { u32 one, two, three; u64 four; };\n");
	tap_string(original("1-1"), want, "owners-index: this run has looked");
	tap_string(original("1-2"), NULL, "owners-index: the next one looks");
	put("struct other {\n u32 one, two, three;\n#if 1\n u8 more;\n#endif\n"
	    " u32 four; };\n");
	tap_string(original("1-3"), "struct other drivers/pci/a.h:1:8",
		   "owners-index: what may be missing");
	put("struct other { u32 one, two, three; };\n");
	tap_string(original("1-4"), NULL, "owners-index: three are too few");
	if (lg_write_file(lg_printf(&pool, "%s/owners-index", dir),
			  "luoguard owners-index 1\nrun\t1-5\nkey\t0\nm\tx\n",
			  strlen("luoguard owners-index 1\nrun\t1-5\nkey\t0\nm\tx\n")))
		printf("Bail out! cannot write\n");
	put("struct first { u32 one, two, three; unsigned int four; };\n");
	tap_string(original("1-5"), want, "owners-index: broken, made anew");
	lg_policy_free(policy);
	unlink(lg_printf(&pool, "%s/owners-index", dir));
	unlink(lg_printf(&pool, "%s/drivers/pci/a.h", dir));
	rmdir(lg_printf(&pool, "%s/drivers/pci", dir));
	rmdir(lg_printf(&pool, "%s/drivers", dir));
	rmdir(dir);
}

int main(void)
{
	reads();
	reads_parts();
	takes_anything();
	index_tests();
	lg_pool_free(&pool);
	return tap_end();
}
