// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * hostile.c - text that nobody wrote in good faith: headers, policies and
 * records with pieces cut out, doubled and put in, through all that reads
 * them, under ASan and UBSan. The same ones at every run; TRIES=N tries more.
 */
#include <sys/stat.h>
#include <unistd.h>

#include "facts.h"

#define HEADER "include/linux/kho/abi/foo.h"
#define OUTSIDE "include/linux/foo.h"
#define STRUCT_LINE 25	/* of the header below */
#define OUTSIDE_LINE 10	/* of the one that is outside of the zone */

static const char header[] =
	"#ifndef FOO_H\n#define FOO_H\n#include <linux/types.h>\n"
	"#include \"bar.h\"\n"
	"/**\n * DOC: foo ABI\n *\n * Any change requires a new version in\n"
	" * FOO_COMPATIBLE, now \"foo-v2\". FOO_VERSION is 1 for now.\n"
	" *\n * Changelog:\n * \"foo-v1\" was the first.\n */\n"
	"#define FOO_NUMBER(a, b...)\t__stringify(a) #b \"x\" \\\n\t\"y\"\n"
	"#define FOO_COMPATIBLE \"foo\" \"-v\" FOO_NUMBER(1, 2)\n"
	"#define FOO_VERSION (2)\n#define FOO_LEN 8\n"
	"/**\n * struct foo_ser - a foo\n * @inner: of it\n * @inner.a: one\n"
	" * @data: %\"foo-v3\"\n */\n"
	"struct foo_ser {\n\tstruct {\n\t\tu64 a; /* private: */\n\t} inner;\n"
	"#ifdef CONFIG_FOO\n\t/** @data: in line */\n#endif\n"
	"\tDECLARE_KHOSER_PTR(data, struct foo_ser *);\n\tu8 c[];\n} __packed;\n"
	"static_assert(sizeof(struct foo_ser) == 8 + '\\'' + sizeof(\"a\\\"\"));\n"
	"static inline void f(void) { BUILD_BUG_ON(sizeof(struct foo_ser) != 8); }"
	"\n#endif\n";

static const char outside[] =
	"#ifndef BOX_H\n#define BOX_H\n#include <linux/kexec_handover.h>\n"
	"#define BOX_LEN (BOX_HALF + \\\n\tBOX_HALF) /* is\n * twice */\n"
	"#define BOX_HALF 2\n#define BOX_COMPATIBLE \"box-v1\"\n"
	"/* it */ struct foo_ser; struct bar_ser;\nstruct foo_ser {\n"
	"\tstruct { u64 a; } inner;\n\tu64 data[BOX_LEN];\n\tu8 c[];\n};\n"
	"#endif\n";

static const char policy[] =
	"[policy]\nreplace = no\n[zone include/foo/]\nkind = versioned\n"
	"[owner drivers/foo/]\nname = foo\nstructs = a b*\ninstead = do\n\tthat\n"
	"[friend a/b.c]\nowner = drivers/foo/\nreason = r\n"
	"[holds a.b]\nmacros = *_C\n[names]\nser-names = *_x\n; x\n# y\n"
	"[exception e]\nrule = abi-packed\nstruct = a\nreason = r\n"
	"[rules]\noff = abi-align\n";

static const char record[] =
	"{\"unit\":\"a.o\",\"source\":\"a.c\",\"engine\":\"gcc\",\"structs\":"
	"[\"a.h\\tfoo\"],\"files\":[\"a.h\"],\"not_checked\":[],\"findings\":1,"
	"\"format\":1}\n"
	"{\"rule\":\"abi-doc\",\"severity\":\"error\",\"file\":\"a.h\",\"line\":3,"
	"\"column\":1,\"struct\":\"foo\",\"member\":null,\"message\":\"m\","
	"\"evidence\":null,\"fix\":null,\"fingerprint\":\"0123456789abcdef\","
	"\"notes\":[{\"file\":\"a.h\",\"line\":1,\"column\":1,\"text\":\"n\"}],"
	"\"inserts\":[],\"accepted\":null,\"left\":\"l\"}\n";

static const char *const pieces[] = {
	"/*", "*/", "/**\n", "//", "\"", "'", "\\", "\\\n", "\r\n", "\n", "\t",
	"#", "##", "#define ", "#if 0\n", "#include <", "{", "}", "(", ")", "[",
	"]", ";", ",", "@", " * @", "DOC:", "private:", "struct ", "union ",
	"FOO_COMPATIBLE", "FOO_VERSION", "__stringify(", "static_assert(",
	"sizeof(", "==", "-v", "999999999999999999999", "\xff", "\xe2\x80\xae",
	"\x1b[31m", "=", "%\"", "``", "...", "*", "[^-", "null", "\\u0000",
};

static char dir[] = "/tmp/luoguard-hostile-XXXXXX";
static struct lg_pool pool;
static uint64_t seed = 88172645463325252ULL;

static size_t below(size_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return n ? (size_t)(seed % n) : 0;
}

/* How often a header's struct could be moved to the zone. */
static size_t moved;

/* Off for a first try of each: what is spoiled later was right. */
static bool spoiling;

/* @text with up to eight cuts, copies and insertions; malloc. */
static char *spoiled(const char *text)
{
	char *s = strdup(text);

	for (size_t left = spoiling ? 1 + below(8) : 0; left; left--) {
		size_t n = strlen(s), at = below(n + 1), end, m;
		const char *piece = pieces[below(sizeof(pieces) /
						 sizeof(pieces[0]))];
		char *to;

		end = at + below(n - at + 1 < 40 ? n - at + 1 : 40);
		m = strlen(piece);
		to = malloc(n + (end - at) + m + 1);
		memcpy(to, s, n + 1);
		switch (below(4)) {
		case 0:		/* cut */
			memmove(to + at, s + end, n - end + 1);
			break;
		case 1:		/* copy */
			memcpy(to + end, s + at, n - at + 1);
			break;
		case 2:		/* end here */
			if (below(8) == 0)
				to[at] = '\0';
			break;
		default:
			memcpy(to + at, piece, m);
			memcpy(to + at + m, s + at, n - at + 1);
		}
		free(s);
		s = to;
	}
	return s;
}

static void put(const char *name, const char *text)
{
	const char *path = lg_printf(&pool, "%s/%s", dir, name);

	unlink(path);	/* to replace a file waits for the disk */
	if (lg_write_file(path, text, strlen(text)))
		lg_die("cannot write %s", path);
}

static struct lg_member *member(struct lg_struct *s, const char *name,
				uint64_t offset, uint64_t bits)
{
	struct lg_member *m = add_member(s, name, offset, bits);

	m->loc.line = 1 + below(60);
	m->loc.column = below(50);
	return m;
}

/* All rules on a header: its text is spoiled, and the front end's facts name
 * places that the text does not have. Outside of the zone its structs have to
 * move, sometimes to a header that is there. How many findings? */
static size_t check_header(const struct lg_policy *p, bool zone)
{
	const char *path = zone ? HEADER : OUTSIDE;

	struct lg_facts *facts = lg_facts_new(p, dir, path);
	struct lg_findings fs;
	char *text = spoiled(zone ? header : outside);
	struct lg_struct *s, *in;
	size_t n;

	memset(&fs, 0, sizeof(fs));
	if (!zone && below(4))
		unlink(lg_printf(&pool, "%s/%s", dir, HEADER));
	put(path, text);
	s = add_struct(facts, "foo_ser", path,
		       zone ? STRUCT_LINE : OUTSIDE_LINE);
	if (spoiling && below(2)) {
		s->loc.line = 1 + below(60);
		s->loc.column = below(30);
	}
	s->end = lg_file_closing_brace(lg_facts_file(facts, path), s->loc);
	in = add_struct(facts, NULL, path, 1 + below(60));
	member(in, "a", 0, 64);
	add_holder(s, "inner", 0, in)->loc.line = 1 + below(60);
	member(s, "data", 64, 64);
	member(s, "c", 128, 0)->flexible = true;
	s->packed = spoiling && below(2);
	lg_facts_resolve(facts);
	if (!s->zone)
		s->evidence = LG_EV_NAME;
	lg_rules_run(facts, &fs, NULL);
	n = fs.v.n;
	for (size_t i = 0; i < fs.v.n; i++)
		moved += fs.v.v[i]->mends && !strcmp(fs.v.v[i]->rule,
						     "abi-location");
	lg_findings_free(&fs);
	lg_facts_free(facts);
	free(text);
	return n;
}

static bool check_policy(void)
{
	char *text = spoiled(policy), *error = NULL;
	struct lg_policy *p = lg_policy_add_text(lg_policy_default(), "p.ini",
						 text, &error);
	bool right = p;

	if (p)
		lg_policy_free(p);
	else if (!error || !strstr(error, "p.ini"))
		tap(false, "a policy without an error says no file");
	free(error);
	free(text);
	return right;
}

static bool check_record(void)
{
	char *text = spoiled(record), *error = NULL;
	struct lg_findings fs;
	struct lg_coverage cov;
	bool right;

	memset(&fs, 0, sizeof(fs));
	memset(&cov, 0, sizeof(cov));
	put("record", text);
	right = lg_record_read(lg_printf(&pool, "%s/record", dir), &fs, &cov,
			       NULL, NULL, &error) == 0;
	if (!right && !error)
		tap(false, "a record without an error is refused");
	free(error);
	lg_findings_free(&fs);
	lg_vec_free(&cov.structs);
	lg_vec_free(&cov.files);
	lg_vec_free(&cov.not_checked);
	free(text);
	return right;
}

int main(void)
{
	const char *given = getenv("TRIES");
	size_t tries = given ? strtoul(given, NULL, 10) : 4000;
	struct lg_policy *p = lg_policy_default();

	if (!mkdtemp(dir))
		lg_die("cannot make %s", dir);
	if (system(lg_printf(&pool, "mkdir -p %s/include/linux/kho/abi", dir)))
		lg_die("cannot make a tree in %s", dir);
	tap(check_header(p, true) > 3 && check_policy() && check_record(),
	    "what was not spoiled is right");
	spoiling = true;
	alarm(tries < 10000 ? 120 : 0);	/* what hangs has failed, too */
	for (size_t i = 0; i < tries; i++)
		check_header(p, i % 2);
	tap(moved > 0, "headers, and some could move");
	for (size_t i = 0; i < tries; i++)
		check_policy();
	tap(true, "policies");
	for (size_t i = 0; i < tries; i++)
		check_record();
	tap(true, "records");
	if (system(lg_printf(&pool, "rm -rf %s", dir)))
		puts("# could not remove the test's directory");
	lg_policy_free(p);
	lg_pool_free(&pool);
	return tap_end();
}
