// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * facts.c - which structs are serialized, and why.
 */
#include "facts.h"

static struct lg_facts *facts;
static const struct lg_policy *policy;

static void fresh(void)
{
	if (facts)
		lg_facts_free(facts);
	facts = lg_facts_new(policy, "/nowhere", "drivers/x.c");
	facts->zone_read = true;
	add_text(facts, "drivers/x.c", "int x;\n");
	add_text(facts, "include/linux/x.h", "int y;\n");
}

static void because(const struct lg_struct *s, enum lg_evidence_kind kind,
		    const char *why, const char *what)
{
	tap(s->evidence == kind, what);
	tap_string(s->because, why, what);
}

static void zones(void)
{
	struct lg_struct *in, *uapi, *out, *pci;

	fresh();
	in = add_struct(facts, "a", ABI "a.h", 1);
	uapi = add_struct(facts, "b_ser", "include/uapi/linux/b.h", 1);
	out = add_struct(facts, "c", "include/linux/c.h", 1);
	pci = add_struct(facts, "pci_saved_state", "include/linux/pci.h", 1);
	add_text(facts, "include/uapi/linux/b.h",
		 "#include <linux/kexec_handover.h>\n");
	lg_facts_resolve(facts);
	because(in, LG_EV_ZONE, "it lives in the ABI header " ABI "a.h", "zone");
	tap(lg_struct_serialized(in), "a zone's struct is serialized");
	tap(!lg_struct_serialized(uapi), "user space's ABI is not");
	tap(!lg_struct_serialized(out), "a struct elsewhere is not");
	tap(pci->owner && strcmp(pci->owner->dir, "drivers/pci/") == 0,
	    "named private wherever it is defined");
}

static void nesting(void)
{
	struct lg_struct *top, *mid, *low, *to, *in, *uapi;

	fresh();
	top = add_struct(facts, "top", ABI "a.h", 1);
	mid = add_struct(facts, "mid", "include/linux/x.h", 1);
	low = add_struct(facts, "low", "include/linux/x.h", 5);
	to = add_struct(facts, "to", "include/linux/x.h", 9);
	uapi = add_struct(facts, "u", "include/uapi/linux/u.h", 1);
	in = add_struct(facts, NULL, ABI "a.h", 3);
	add_member(low, "l", 0, 32);
	add_member(to, "t", 0, 32);
	add_member(uapi, "u", 0, 32);
	add_holder(mid, "low", 0, low);
	add_holder(in, "mids", 0, mid)->array = true;
	add_holder(top, NULL, 0, in);
	add_khoser(facts, top, "next", 64, "struct to *", "to");
	add_holder(top, "u", 128, uapi);
	lg_facts_resolve(facts);
	because(mid, LG_EV_NESTED, "struct top holds it as member @mids",
		"held through an unnamed struct");
	because(low, LG_EV_NESTED, "struct mid holds it as member @low",
		"held by what is held");
	because(to, LG_EV_NESTED,
		"the KHO serializable pointer top.next points to it",
		"pointed to");
	because(uapi, LG_EV_NONE, NULL, "user space's ABI stays its own");
	tap(low->because_loc.line == 2, "the note stands at the member");
}

static void internals(void)
{
	struct lg_struct *top, *list, *holds, *deep, *typed, *uuid, *in, *found;
	struct lg_member *m;

	fresh();
	top = add_struct(facts, "top", ABI "a.h", 1);
	list = add_struct(facts, "list_head", "include/linux/types.h", 1);
	holds = add_struct(facts, "holds", "include/linux/x.h", 1);
	deep = add_struct(facts, "deep", "include/linux/x.h", 5);
	typed = add_struct(facts, "spinlock_t", "include/linux/x.h", 9);
	uuid = add_struct(facts, "uuid_t", "include/linux/uuid.h", 9);
	in = add_struct(facts, NULL, ABI "a.h", 3);
	found = add_struct(facts, "found", "include/linux/x.h", 20);
	uuid->is_typedef = true;
	add_member(uuid, "b", 0, 64);
	add_pointer(list, "next", 0, "struct list_head *", "list_head");
	add_pointer(holds, "p", 0, "void *", NULL);
	add_holder(deep, "holds", 0, holds);
	add_member(typed, "slock", 0, 32);
	add_member(found, "f", 0, 32);
	add_pointer(in, "bare", 0, "void *", NULL);
	add_holder(in, "found", 64, found);
	add_holder(top, "list", 0, list);
	add_holder(top, "deep", 128, deep);
	add_holder(top, "lock", 192, typed);
	m = add_holder(top, "id", 256, uuid);
	lg_vec_push(&m->type.typedefs, "uuid_t");
	add_holder(top, NULL, 320, in);
	lg_facts_resolve(facts);
	tap(list->evidence == LG_EV_NONE, "policy's internal struct is not");
	tap(deep->evidence == LG_EV_NONE && holds->evidence == LG_EV_NONE,
	    "nor one that holds a pointer, however deep");
	tap(typed->evidence == LG_EV_NONE, "nor one named by typedef");
	tap(uuid->evidence == LG_EV_NONE, "nor a type that policy calls fixed");
	tap(found->evidence == LG_EV_NESTED,
	    "what stands beside a bare pointer is");
}

static void names(void)
{
	struct lg_struct *own, *inc, *weak;

	fresh();
	own = add_struct(facts, "own_ser", "drivers/own.h", 1);
	inc = add_struct(facts, "inc_ser", "drivers/inc.h", 1);
	weak = add_struct(facts, "tsc_ser", "drivers/tsc.h", 1);
	add_text(facts, "drivers/own.h", "\n#include <linux/kexec_handover.h>\n");
	add_text(facts, "drivers/inc.h", "int i;\n");
	add_text(facts, "drivers/tsc.h", "/* kho_preserve() is not called */\n");
	add_text(facts, "drivers/main.c", "void f(void) { kho_is_enabled(); }\n");
	facts->main_file = "drivers/main.c";
	add_include(facts, "drivers/main.c", 1, "drivers/inc.h");
	add_include(facts, "drivers/inc.h", 1, "drivers/tsc.h");
	lg_facts_resolve(facts);
	because(own, LG_EV_NAME, "its name ends in _ser and drivers/own.h uses "
		"KHO (includes <linux/kexec_handover.h>)", "its file's include");
	tap(own->because_loc.line == 2, "the note stands at the include");
	because(inc, LG_EV_NAME, "its name ends in _ser and drivers/main.c uses "
		"KHO (its code mentions kho_*)", "the file that includes it");
	because(weak, LG_EV_NONE, NULL, "a name alone proves nothing");
}

static void khoser(void)
{
	struct lg_struct *s, *u;
	struct lg_member *m;

	fresh();
	s = add_struct(facts, "s", ABI "a.h", 1);
	tap(lg_member_khoser_ptr(add_khoser(facts, s, "p", 0, "struct b *",
					    "b")), "u64 and pointer");
	tap(!lg_member_khoser_ptr(add_khoser(facts, s, "f", 64,
					     "void (*)(int)", NULL)),
	    "not of a function");
	u = add_struct(facts, NULL, ABI "a.h", 2);
	u->is_union = true;
	m = add_member(u, "phys", 0, 64);
	m->type.base = "long unsigned int";
	add_pointer(u, "ptr", 0, "struct b *", "b");
	tap(!lg_member_khoser_ptr(add_holder(s, "l", 128, u)),
	    "not with unsigned long");
	u = add_struct(facts, NULL, ABI "a.h", 3);
	u->is_union = true;
	add_member(u, "phys", 0, 64);
	add_pointer(u, "a", 0, "struct b *", "b");
	add_pointer(u, "b", 0, "struct c *", "c");
	tap(!lg_member_khoser_ptr(add_holder(s, "two", 192, u)),
	    "not to two different things");
}

int main(void)
{
	struct lg_policy *p = lg_policy_default();

	policy = p;
	zones();
	nesting();
	internals();
	names();
	khoser();
	lg_facts_free(facts);
	lg_policy_free(p);
	return tap_end();
}
