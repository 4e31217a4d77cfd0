// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * findings.c - fingerprints, order, exceptions, JSON and what a terminal gets.
 */
#include <json-c/json.h>

#include "facts.h"

static struct lg_findings fs;

static struct lg_finding *finding(const char *rule, const char *file,
				  unsigned int line, const char *tag,
				  const char *member)
{
	struct lg_finding *f = lg_findings_add(&fs);

	f->rule = rule;
	f->severity = LG_ERROR;
	f->loc.file = file;
	f->loc.line = line;
	f->loc.column = 8;
	f->tag = tag;
	f->member = member;
	f->message = "something is wrong";
	lg_finding_set_fingerprint(f);
	return f;
}

static void clear(void)
{
	lg_findings_free(&fs);
	memset(&fs, 0, sizeof(fs));
}

static bool alike(const struct lg_finding *a, const struct lg_finding *b)
{
	return strcmp(a->fingerprint, b->fingerprint) == 0;
}

static void fingerprints(void)
{
	struct lg_finding *a = finding("abi-packed", "a.h", 3, "foo", "m");
	char key[17], other[17];
	struct lg_finding *b;

	tap(strlen(a->fingerprint) == 16 &&
	    strspn(a->fingerprint, "0123456789abcdef") == 16, "16 hex digits");
	/* Baselines in the field hold these: they never change. */
	tap_string(a->fingerprint, "9e80cb85558fdf6e", "a known one");
	b = finding("abi-packed", "a.h", 9, "foo", "m");
	tap(alike(a, b), "the line is no part of it");
	lg_finding_key(a, key);
	lg_finding_key(b, other);
	tap(strcmp(key, other), "but of the key");
	b->loc.line = 3;
	lg_finding_key(b, other);
	tap(!strcmp(key, other), "the same place, the same key");
	b->message = "something else is wrong";
	lg_finding_key(b, other);
	tap(strcmp(key, other), "the message is part of the key");
	tap(!alike(a, finding("abi-packed", "b.h", 3, "foo", "m")), "file");
	tap(!alike(a, finding("abi-packed", "a.h", 3, "foo", "n")), "member");
	tap(!alike(a, finding("abi-packed", "a.h", 3, "foom", "")),
	    "parts do not run together");
	clear();
}

static void order(void)
{
	finding("b", "b.h", 1, NULL, NULL);
	finding("b", "a.h", 10, NULL, NULL);
	finding("b", "a.h", 9, NULL, NULL);
	finding("a", "a.h", 9, NULL, NULL);
	finding("a", "a.h", 9, NULL, NULL);
	finding("a", NULL, 0, NULL, NULL);
	finding("c", "b.h", 1, NULL, NULL)->loc.column = 2;
	lg_findings_sort(&fs);
	tap(fs.v.n == 6, "a double is dropped");
	tap(!fs.v.v[0]->loc.file, "no file comes first");
	tap(fs.v.v[1]->loc.line == 9 && !strcmp(fs.v.v[1]->rule, "a") &&
	    fs.v.v[2]->loc.line == 9 && fs.v.v[3]->loc.line == 10 &&
	    !strcmp(fs.v.v[4]->loc.file, "b.h"), "file, line, rule");
	tap(!strcmp(fs.v.v[4]->rule, "c") && !strcmp(fs.v.v[5]->rule, "b"),
	    "the column before the rule");
	clear();
	lg_findings_sort(&fs);
	tap(fs.v.n == 0, "none at all");
}

static void exceptions(void)
{
	char *error = NULL;
	struct lg_policy *p = lg_policy_add_text(lg_policy_default(), "p",
		"[exception foo]\nrule = abi-packed\nstruct = foo_*\n"
		"file = include/\nreason = r\n"
		"[exception member]\nrule = abi-type\nmember = m\nreason = r\n"
		"[exception stale]\nrule = abi-align\nreason = r\n", &error);
	struct lg_finding *hit, *other_file, *other_rule, *no_tag, *member;

	hit = finding("abi-packed", "include/a.h", 1, "foo_ser", "x");
	other_file = finding("abi-packed", "lib/a.h", 1, "foo_ser", NULL);
	other_rule = finding("abi-doc", "include/a.h", 1, "foo_ser", NULL);
	no_tag = finding("abi-packed", "include/a.h", 1, NULL, NULL);
	member = finding("abi-type", "x.h", 1, "s", "m");
	member->severity = LG_WARNING;
	tap(lg_findings_count(&fs, LG_ERROR) == 4 &&
	    lg_findings_count(&fs, LG_NOTE) == 5, "counted by severity");
	lg_findings_accept(&fs, p);
	tap(hit->accepted == &p->exceptions.v[0], "accepted");
	tap(!other_file->accepted && !other_rule->accepted &&
	    !no_tag->accepted, "each part has to match");
	tap(member->accepted == &p->exceptions.v[1], "by member alone");
	tap(p->exceptions.v[0].used && p->exceptions.v[1].used &&
	    !p->exceptions.v[2].used, "the stale one is known");
	tap(lg_findings_count(&fs, LG_ERROR) == 3 &&
	    lg_findings_count(&fs, LG_NOTE) == 3, "accepted ones don't count");
	clear();
	lg_policy_free(p);
}

static void json(void)
{
	const int flags = JSON_C_TO_STRING_PLAIN |
			  JSON_C_TO_STRING_NOSLASHESCAPE;
	struct lg_finding *f = finding("abi-type", "a/b.h", 3, "foo", "m");
	struct json_object *o;

	f->message = "a \"quoted\"\tbyte \xff";
	f->fix = "use u64";
	o = lg_finding_to_json(f);
	tap_string(json_object_to_json_string_ext(o, flags),
		   lg_printf(&fs.pool, "{\"rule\":\"abi-type\","
			"\"severity\":\"error\",\"file\":\"a/b.h\",\"line\":3,"
			"\"column\":8,\"struct\":\"foo\",\"member\":\"m\","
			"\"message\":\"a \\\"quoted\\\"\\tbyte \\\\xff\","
			"\"evidence\":null,\"fix\":\"use u64\","
			"\"fingerprint\":\"%s\"}", f->fingerprint),
		   "all keys, in order");
	json_object_put(o);
	f = finding("abi-doc-header", NULL, 0, NULL, NULL);
	f->loc.column = 0;
	o = lg_finding_to_json(f);
	tap(strstr(json_object_to_json_string_ext(o, flags),
		   "\"file\":null,\"line\":null,\"column\":null,"
		   "\"struct\":null,\"member\":null,") != NULL,
	    "null where there is nothing");
	json_object_put(o);
	clear();
}

static void printable_is(const char *s, const char *want, const char *what)
{
	struct lg_pool pool = { NULL };

	tap_string(lg_printable(&pool, s), want, what);
	lg_pool_free(&pool);
}

static void printable(void)
{
	printable_is("plain \xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80",
		     "plain \xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80", "UTF-8");
	printable_is("\xe0\xa4\x85", "\xe0\xa4\x85", "its shortest three bytes");
	printable_is("\xe0\x9f\xbf", "\\xe0\\x9f\\xbf", "overlong in three");
	printable_is("a\x1b[31m\n\t\x7f", "a\\x1b[31m\\x0a\\x09\\x7f", "C0");
	printable_is("\xc2\x9b" "1m", "\\xc2\\x9b1m", "C1");
	printable_is("a\xe2\x80\xae" "b", "a\\xe2\\x80\\xaeb",
		     "a mark that turns text around");
	printable_is("\xff\xc3", "\\xff\\xc3", "broken UTF-8");
	printable_is("\xe2\x82", "\\xe2\\x82", "cut off");
	printable_is("\xc0\xaf \xed\xa0\x80 \xf4\x90\x80\x80",
		     "\\xc0\\xaf \\xed\\xa0\\x80 \\xf4\\x90\\x80\\x80",
		     "overlong, surrogate, too large");
	printable_is("", "", "empty");
	printable_is(NULL, NULL, "NULL");
}

static void rule_lists(void)
{
	lg_strings only = { NULL, 0, 0 };
	char *bad = NULL;

	tap(lg_rules_parse("abi-packed,private-use", &only, &bad) &&
	    only.n == 2, "two rules");
	tap_string(only.n == 2 ? only.v[1] : NULL, "private-use", "by id");
	tap(!lg_rules_parse("abi-packed,nope", &only, &bad), "no such rule");
	tap_string(bad, "nope", "which one");
	free(bad);
	tap(!lg_rules_parse("abi-packed,,abi-doc", &only, &bad),
	    "an empty id is none");
	free(bad);
	tap(!lg_rules_parse("", &only, &bad) && !*bad, "nor is no list");
	free(bad);
	tap(!lg_rules_parse("abi-doc,", &only, &bad), "nor a last one");
	free(bad);
	lg_vec_free(&only);
}

/* Runs the rules in @list over one struct that breaks several. */
static void run(const char *list, const char *policy)
{
	char *error = NULL;
	struct lg_policy *p = lg_policy_add_text(lg_policy_default(), "p",
						 policy, &error);
	struct lg_facts *facts = lg_facts_new(p, "/nonexistent", "a.c");
	struct lg_struct *s = add_struct(facts, "foo", ABI "foo.h", 3);
	lg_strings only = { NULL, 0, 0 };

	add_member(s, "a", 0, 8);
	s->bits = 32;
	if (list)
		lg_rules_parse(list, &only, &error);
	lg_facts_resolve(facts);
	clear();
	lg_rules_run(facts, &fs, list ? &only : NULL);
	lg_vec_free(&only);
	lg_facts_free(facts);
	lg_policy_free(p);
}

static size_t by_rule(const char *rule)
{
	size_t n = 0;

	for (size_t i = 0; i < fs.v.n; i++)
		n += strcmp(fs.v.v[i]->rule, rule) == 0;
	return n;
}

static void runs(void)
{
	const struct lg_finding *f;

	run(NULL, "");
	tap(by_rule("abi-packed") == 1 && by_rule("abi-version") == 1,
	    "every rule runs");
	run("abi-packed", "");
	tap(fs.v.n == 1 && by_rule("abi-packed") == 1, "one rule runs");
	f = fs.v.v[0];
	/* The facts are gone by now: a finding keeps what it says. */
	tap_string(f->loc.file, ABI "foo.h", "a finding's file");
	tap_string(f->evidence, "zone: it lives in the ABI header " ABI
		   "foo.h", "its evidence");
	tap_string(f->notes.n ? f->notes.v[0].text : NULL,
		   "struct foo counts as serialized: it lives in the ABI "
		   "header " ABI "foo.h", "its first note");
	run(NULL, "[rules]\noff = abi-packed\n");
	tap(by_rule("abi-packed") == 0 && by_rule("abi-version") == 1,
	    "policy turns one off");
	run(NULL, "[policy]\nreplace = yes\n");
	tap(fs.v.n == 0, "no zone, nothing serialized");
	clear();
}

int main(void)
{
	fingerprints();
	order();
	exceptions();
	json();
	printable();
	rule_lists();
	runs();
	return tap_end();
}
