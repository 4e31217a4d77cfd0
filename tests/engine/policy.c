// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * policy.c - the policy file: its format, its errors, what it is asked; and
 * the paths and patterns that it is made of.
 */
#include <unistd.h>

#include "facts.h"

static struct lg_policy *add(const char *text, char **error)
{
	return lg_policy_add_text(lg_policy_default(), "p.ini", text, error);
}

/* @text is wrong, and the message is exactly @want. */
static void wrong(const char *text, const char *want)
{
	char *error = NULL;
	struct lg_policy *p = add(text, &error);

	tap_string(p ? "accepted" : error, want, want);
	free(error);
	lg_policy_free(p);
}

static struct lg_policy *right(const char *text)
{
	char *error = NULL;
	struct lg_policy *p = add(text, &error);

	if (p)
		return p;
	printf("Bail out! %s\n", error);
	exit(1);
}

static void wrong_sections(void)
{
	wrong("[zones a/]\n", "p.ini:1: unknown section [zones a/]");
	wrong("\n[zone]\n", "p.ini:2: [zone] needs a name");
	wrong("[names x]\n", "p.ini:1: [names] takes no name");
	wrong("[zone a\n", "p.ini:1: no ']' behind the section's name");
	wrong("[zone a/] b\n", "p.ini:1: text behind the section's name");
	wrong("[zone a/]\nkind = versioned\n[zone a/]\nkind = versioned\n",
	      "p.ini:3: [zone a/] stands at line 1 already");
	wrong("[zone a]\n", "p.ini:1: [zone a]: a zone is a directory, with "
	      "its closing slash, or a header");
	wrong("[owner a]\n", "p.ini:1: [owner a]: an owner is a directory, "
	      "with its closing slash");
	wrong("[friend a/b]\n", "p.ini:1: [friend a/b]: neither a file nor a "
	      "directory with its closing slash");
	wrong("[holds luo]\n", "p.ini:1: [holds luo]: expected TAG.MEMBER");
	wrong("[names]\n[policy]\n",
	      "p.ini:2: [policy] must be the first section");
	wrong(" [names]\n",
	      "p.ini:1: a section begins at the start of its line");
	wrong("x = y\n", "p.ini:1: \"x\" stands in no section");
	wrong("[names]\nabc\n", "p.ini:2: expected [SECTION] or KEY = VALUE");
}

static void flow_words(void)
{
	struct lg_policy *p = right("[flow]\nhands-over = a:2 b:return M\n"
				    "trees = t:1:*3\n");
	struct lg_flow_word w;

	tap(p && lg_matches_any(&p->flow_hands, "kho_add_subtree:2") &&
	    lg_matches_any(&p->flow_hands, "M"), "[flow] adds to the default");
	tap(lg_policy_callbacks(p, "liveupdate_file_ops") &&
	    !lg_policy_callbacks(p, "file_operations"),
	    "LUO's callbacks are policy's");
	tap(lg_flow_word(&p->pool, "a:2", false, &w) && w.arg == 2 &&
	    !w.deref && !w.tree, "an argument");
	tap(lg_flow_word(&p->pool, "b:return", false, &w) && w.arg == 0,
	    "what a call returns");
	tap(lg_flow_word(&p->pool, "M", false, &w) && w.arg == -1, "a macro");
	tap(lg_flow_word(&p->pool, "t:1:*3", true, &w) && w.arg == 3 &&
	    w.deref && w.tree == 1 && strcmp(w.name, "t") == 0, "a tree");
	lg_policy_free(p);
}

static void wrong_keys(void)
{
	wrong("[names]\nser = a\n",
	      "p.ini:2: unknown key \"ser\" in [names]");
	wrong("[zone a/]\n\n# c\n[zone b/]\nkind = versioned\n",
	      "p.ini:1: [zone a/] needs a \"kind\"");
	wrong("[zone a/]\nkind = fast\n",
	      "p.ini:2: \"kind\" is versioned or append-only");
	wrong("[callbacks]\nbefore = a\n", "p.ini:1: [callbacks] needs a name");
	wrong("[callbacks a]\nduring = b\n",
	      "p.ini:2: unknown key \"during\" in [callbacks]");
	wrong("[flow]\nsinks = a:1\n",
	      "p.ini:2: unknown key \"sinks\" in [flow]");
	wrong("[flow]\nhands-over = a:0\n",
	      "p.ini:2: \"a:0\": expected NAME:ARGUMENT, NAME:*ARGUMENT, "
	      "NAME:return or the name of a macro");
	wrong("[flow]\ntakes-back = a:1 b:2x\n",
	      "p.ini:2: \"b:2x\": expected NAME:ARGUMENT, NAME:*ARGUMENT, "
	      "NAME:return or the name of a macro");
	wrong("[flow]\ntakes-back = a:*\n",
	      "p.ini:2: \"a:*\": expected NAME:ARGUMENT, NAME:*ARGUMENT, "
	      "NAME:return or the name of a macro");
	wrong("[flow]\ntakes-back = 1:1\n",
	      "p.ini:2: \"1:1\": expected NAME:ARGUMENT, NAME:*ARGUMENT, "
	      "NAME:return or the name of a macro");
	wrong("[flow]\ntakes-back = a:*return\n",
	      "p.ini:2: \"a:*return\": expected NAME:ARGUMENT, NAME:*ARGUMENT, "
	      "NAME:return or the name of a macro");
	wrong("[flow]\ntrees = a:1\n",
	      "p.ini:2: \"a:1\": expected NAME:TREE:ARGUMENT or "
	      "NAME:TREE:return");
	wrong("[flow]\nmembers = pa\n",
	      "p.ini:2: \"pa\": expected TAG.MEMBER");
	wrong("[policy]\nreplace = maybe\n",
	      "p.ini:2: \"replace\" is yes or no");
	wrong("[names]\nser-names = a\nser-names = b\n",
	      "p.ini:3: \"ser-names\" stands in [names] twice");
	wrong("[owner a/]\nname = a\n[friend b.c]\nowner = a/\n",
	      "p.ini:3: [friend b.c] needs a \"reason\"");
	wrong("[owner a/]\nname = a\n[friend b.c]\nowner = a/\nreason =\n",
	      "p.ini:3: [friend b.c] needs a \"reason\"");
	wrong("[friend b.c]\nowner = zz/\nreason = r\n",
	      "p.ini:1: [friend b.c]: there is no [owner zz/]");
	wrong("[exception e]\nrule = abi-packed\n",
	      "p.ini:1: [exception e] needs a \"reason\"");
	wrong("[exception e]\nreason = r\n",
	      "p.ini:1: [exception e] needs a \"rule\"");
	wrong("[exception e]\nrule = abi-packt\nreason = r\n",
	      "p.ini:2: unknown rule \"abi-packt\"");
	wrong("[exception e]\nrule = a b\nreason = r\n",
	      "p.ini:2: \"rule\" takes one word");
	wrong("[exception e]\nrule =\nreason = r\n",
	      "p.ini:2: \"rule\" has no value");
	wrong("[rules]\noff = abi-packed nope\n",
	      "p.ini:2: unknown rule \"nope\"");
}

static void wrong_lines(void)
{
	char text[512], want[128];
	char *error = NULL;
	struct lg_policy *p;

	memset(text, 'x', sizeof(text));
	memcpy(text, "[names]\nser-names = ", 20);
	strcpy(text + 300, "\n");
	wrong(text, "p.ini:2: line longer than 198 bytes; an indented line "
	      "can continue it");
	/* A comment may be as long as it likes. */
	memcpy(text, "[names]\n# ", 10);
	p = right(text);
	tap(p != NULL, "a long comment");
	lg_policy_free(p);

	snprintf(want, sizeof(want), "/nonexistent/p.ini: %s",
		 "No such file or directory");
	p = lg_policy_add(lg_policy_default(), "/nonexistent/p.ini", &error);
	tap_string(p ? "accepted" : error, want, "no such file");
	free(error);
}

static void nul_byte(void)
{
	static const char text[] = "[names]\nser-names = a\0b\n";
	char path[] = "/tmp/luoguard-policy-XXXXXX";
	char want[128], *error = NULL;
	int fd = mkstemp(path);

	if (fd < 0 || write(fd, text, sizeof(text) - 1) < 0)
		lg_die("cannot write %s", path);
	close(fd);
	snprintf(want, sizeof(want), "%s:2: a NUL byte", path);
	tap(!lg_policy_add(lg_policy_default(), path, &error),
	    "a file with a NUL byte");
	tap_string(error, want, "says where");
	free(error);
	unlink(path);
}

static void adds(void)
{
	struct lg_policy *d = lg_policy_default();
	struct lg_policy *p = right(
		"\xef\xbb\xbf[names]\r\n"
		"ser-names = *_state ; what foo calls them\r\n"
		"\n"
		"[owner drivers/pci/]\n"
		"structs = pci_more\n"
		"    pci_even_more\n"
		"[owner drivers/a/very/long/directory/name/that/inih/cuts/]\n"
		"name = a\n"
		"[friend arch/powerpc/platforms/powernv/eeh-powernv.c]\n"
		"owner = drivers/pci/\n"
		"reason = because\n"
		"	it can\n");
	const struct lg_friend *f = NULL;

	tap(p->ser_names.n == d->ser_names.n + 1, "a list gets longer");
	tap_string(p->ser_names.v[p->ser_names.n - 1], "*_state",
		   "the comment behind is none of it");
	tap(lg_policy_names_private(p, "pci_even_more") != NULL,
	    "an owner's list is extended over two lines");
	tap(lg_policy_names_private(p, "pci_saved_state") != NULL,
	    "and keeps what it had");
	tap_string(lg_policy_owner(p, "drivers/pci/x.c")->name, "the PCI core",
		   "and its name");
	tap(lg_policy_owner(p, "drivers/a/very/long/directory/name/that/inih/"
			    "cuts/x.c") != NULL, "a long section name");
	tap(p->friends.n == d->friends.n, "a friend is not there twice");
	for (size_t i = 0; i < p->friends.n; i++)
		if (lg_ends(p->friends.v[i].path, "eeh-powernv.c"))
			f = &p->friends.v[i];
	tap_string(f ? f->reason : NULL, "because it can",
		   "the later reason counts");
	lg_policy_free(p);
	lg_policy_free(d);
}

static void replaces(void)
{
	struct lg_policy *p = right("[policy]\nreplace = yes\n"
				    "[zone abi/]\nkind = append-only\n");

	tap(p->zones.n == 1 && !p->owners.n && !p->friends.n &&
	    !p->fixed_types.n && !p->flow_hands.n &&
	    !p->flow_pages.n, "replace forgets the default");
	tap(p->zones.v[0].kind == LG_ZONE_APPEND_ONLY, "append-only");
	lg_policy_free(p);
	p = right("[policy]\nreplace = no\n");
	tap(p->zones.n == 2 && p->owners.n, "replace = no keeps it");
	lg_policy_free(p);
}

static void exceptions(void)
{
	struct lg_policy *p = right(
		"[exception one]\n"
		"rule = abi-packed\nstruct = kho_*\nmember = m\n"
		"file = include/linux/kho/abi/\n"
		"reason =\n"
		"   upstream has\n"
		"   decided so\n"
		"[rules]\noff = abi-align abi-bitfield\n");
	const struct lg_exception *e = &p->exceptions.v[0];

	tap_string(e->label, "one", "an exception's label");
	tap_string(e->rule, "abi-packed", "its rule");
	tap_string(e->tag, "kho_*", "its struct");
	tap_string(e->file, "include/linux/kho/abi/", "its file");
	tap_string(e->reason, "upstream has decided so", "its reason");
	tap(e->line == 1 && !strcmp(e->policy_file, "p.ini"), "its place");
	tap(p->rules_off.n == 2, "two rules off");
	lg_policy_free(p);
}

/* A friend includes headers, and looks into what policy names. */
static void friends_asked(const struct lg_policy *p, const struct lg_owner *pci)
{
	tap(lg_policy_may_see(p, pci, "pci_slot_attribute",
			      "arch/s390/pci/pci_sysfs.c"), "its struct");
	tap(!lg_policy_may_see(p, pci, "pci_saved_state",
			       "arch/s390/pci/pci_sysfs.c"), "another one");
	tap(!lg_policy_may_see(p, pci, "pci_saved_state", "drivers/xen/pci.c"),
	    "a friend who looks into nothing");
	tap(lg_policy_may_see(p, pci, "pci_saved_state", "drivers/pci/pci.c"),
	    "the owner sees all");
	tap(!lg_policy_may_see(p, pci, NULL, "drivers/xen/pci.c") &&
	    !lg_policy_may_see(p, pci, "pci_saved_state", NULL),
	    "no name, no file");
}

static void files_asked(void)
{
	struct lg_policy *p = right(
		"[owner drivers/pci/hotplug/]\nname = hotplug\n"
		"public = drivers/pci/hotplug/open.h\n"
		"private = include/linux/hotplug/ drivers/pci/slots.h\n");
	const struct lg_owner *slots =
		lg_policy_owner(p, "drivers/pci/hotplug/slots.h");

	tap(!lg_policy_owner(p, "drivers/pci/hotplug/open.h"),
	    "an open header is nobody's");
	tap(lg_policy_owner(p, "include/linux/hotplug/a.h") == slots &&
	    lg_policy_owner(p, "drivers/pci/slots.h") == slots,
	    "files elsewhere");
	tap(lg_policy_owns(slots, "drivers/pci/slots.h") &&
	    lg_policy_may_look(p, slots, "drivers/pci/slots.h") &&
	    !lg_policy_owns(slots, "drivers/pci/pci.h") &&
	    !lg_policy_owns(slots, NULL), "are its own");
	tap(!lg_policy_may_look(p, slots, "drivers/pci/pci.c"),
	    "the outer owner does not look inside");
	lg_policy_free(p);
}

static void asked(void)
{
	struct lg_policy *p = right(
		"[zone include/linux/kho/abi/draft/]\nkind = append-only\n"
		"[zone include/uapi/linux/vfio_zdev.h]\nkind = append-only\n"
		"[owner drivers/pci/hotplug/]\nname = hotplug\n");
	const struct lg_owner *pci = lg_policy_owner(p, "drivers/pci/pci.c");
	const struct lg_owner *slots =
		lg_policy_owner(p, "drivers/pci/hotplug/slots.h");

	tap(lg_policy_zone(p, "include/linux/kho/abi/luo.h")->kind ==
	    LG_ZONE_VERSIONED, "a zone");
	tap(lg_policy_zone(p, "include/linux/kho/abi/draft/x.h")->kind ==
	    LG_ZONE_APPEND_ONLY, "the longest match wins");
	tap(lg_policy_zone(p, "include/uapi/linux/vfio_zdev.h") != NULL,
	    "one header is a zone");
	tap(!lg_policy_zone(p, "include/linux/kho_block.h"), "no zone");
	tap(!lg_policy_zone(p, NULL) && !lg_policy_owner(p, NULL),
	    "no file, no zone");
	tap_string(pci->name, "the PCI core", "an owner");
	tap_string(slots->name, "hotplug", "an owner inside another");
	tap(!lg_policy_owner(p, "drivers/pcie/x.c"), "a similar directory");
	tap(lg_policy_may_look(p, pci, "drivers/pci/hotplug/x.c"),
	    "the owner's own file");
	tap(lg_policy_may_look(p, pci, "drivers/xen/pci.c"), "a friend");
	tap(!lg_policy_may_look(p, slots, "drivers/xen/pci.c"),
	    "another owner's friend");
	tap(!lg_policy_may_look(p, pci, "drivers/vfio/pci/pci.c") &&
	    !lg_policy_may_look(p, pci, NULL), "a stranger");
	friends_asked(p, pci);
	tap(lg_policy_stable(p, "include/uapi/linux/a.h") &&
	    lg_policy_stable(p, "arch/x86/include/uapi/asm/a.h"), "uapi");
	tap(!lg_policy_stable(p, "arch/x86/x/include/uapi/asm/a.h") &&
	    !lg_policy_stable(p, "include/linux/a.h"), "not uapi");
	lg_policy_free(p);
}

static void matches(void)
{
	struct lg_policy *p = lg_policy_default();

	tap(lg_path_under("drivers/pci/x.c", "drivers/pci/"), "under");
	tap(!lg_path_under("drivers/pci", "drivers/pci/"), "not itself");
	tap(lg_path_under("arch/x86/include/a.h", "arch/*/include/"),
	    "a pattern's directory");
	tap(!lg_path_under("arch/x86/mm/include/a.h", "arch/*/include/"),
	    "a star is one directory");
	tap(!lg_path_under("arch/x86", "arch/*/include/"), "too short");
	tap(lg_path_under("a/b.c", "a/*.c") &&
	    !lg_path_under("a/b/c.c", "a/*.c"),
	    "a pattern of files");
	tap(lg_path_under("a/b.c", "a/b.c") &&
	    !lg_path_under("a/b.cc", "a/b.c"),
	    "a file");
	tap(lg_matches_any(&p->ser_names, "luo_ser"), "*_ser");
	tap(!lg_matches_any(&p->ser_names, "luo_ser2"), "not *_ser");
	tap(lg_matches_any(&p->kho_symbols, "kho_add_subtree"), "kho_*");
	tap(lg_matches_any(&p->fixed_types, "__le64") &&
	    !lg_matches_any(&p->fixed_types, "__le6"), "plain words");
	tap(!lg_matches_any(&p->fixed_types, ""), "no word");
	tap(!lg_path_under("a/b", "a/b.c") && !lg_path_under("", "a/") &&
	    lg_path_under("a/[x].c", "a/\\[x].c") &&
	    !lg_path_under("a*b", "a?b/"), "a pattern's plain beginning");
	lg_policy_free(p);
}

/* A type in two lists would be judged by the order of the questions. */
static void default_is_sound(void)
{
	struct lg_policy *p = lg_policy_default();
	bool apart = true;

	for (size_t i = 0; i < p->fixed_types.n; i++)
		apart = apart &&
			!lg_matches_any(&p->loose_types, p->fixed_types.v[i]) &&
			!lg_matches_any(&p->internal_structs,
					p->fixed_types.v[i]);
	for (size_t i = 0; i < p->loose_types.n; i++)
		apart = apart && !lg_matches_any(&p->internal_structs,
						 p->loose_types.v[i]);
	tap(apart, "no type of the default is in two lists");
	tap(p->zones.n == 2 && p->owners.n == 1 && p->friends.n == 5 &&
	    p->holds.n == 2, "the default's zones, owners, friends, holds");
	lg_policy_free(p);
}

static void fields(void)
{
	char right[] = "a\tb\t", wrong[] = "a\tb", more[] = "a\tb\tc\td";
	char *f[3];

	tap(lg_split_tabs(right, f, 3) && !strcmp(f[0], "a") &&
	    !strcmp(f[1], "b") && !*f[2], "three fields, the last one empty");
	tap(!lg_split_tabs(wrong, f, 3) && !lg_split_tabs(more, f, 3),
	    "too few, too many");
	tap(lg_hash_number(LG_HASH_SEED, 1) != lg_hash_number(LG_HASH_SEED, 0) &&
	    lg_hash_number(LG_HASH_SEED, 1ULL << 63) !=
	    lg_hash_number(LG_HASH_SEED, 0), "a number's ends are hashed");
}

int main(void)
{
	fields();
	wrong_sections();
	wrong_keys();
	wrong_lines();
	nul_byte();
	adds();
	replaces();
	flow_words();
	exceptions();
	asked();
	files_asked();
	matches();
	default_is_sound();
	return tap_end();
}
