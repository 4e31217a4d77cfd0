// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * private-serialized - what is private to an owner is not handed over by others,
 * nor as it is.
 *
 * A struct that policy names private is never to be handed over, whoever does
 * it: its owner changes it at will. Other structs under an owner's directory are
 * the owner's to hand over, and nobody else's.
 */
#include "luoguard.h"

static const struct lg_owner *owner_of(struct lg_check *c,
				       const struct lg_flow *flow)
{
	const struct lg_policy *p = c->facts->policy;
	const struct lg_struct *s = lg_facts_struct(c->facts, flow->tag);
	const struct lg_owner *owner = lg_policy_names_private(p, flow->tag);
	const char *file = s ? s->loc.file : NULL;

	if (owner || !file || lg_policy_zone(p, file))
		return owner;
	owner = lg_policy_owner(p, file);
	if (owner && c->facts->main_file &&
	    lg_policy_may_look(p, owner, c->facts->main_file))
		return NULL;
	return owner;
}

static void check_flow(struct lg_check *c, const struct lg_flow *flow)
{
	const struct lg_owner *owner = owner_of(c, flow);
	const struct lg_struct *s = lg_facts_struct(c->facts, flow->tag);
	struct lg_finding *f;
	struct lg_loc loc = { NULL, 0, 0, 0 };

	if (!owner)
		return;
	if (flow->steps.n)
		loc = flow->steps.v[0].loc;
	f = lg_report(c, LG_ERROR, loc, "struct %s is private to %s, and %s",
		      flow->tag, owner->name, flow->in ?
		      "is taken from the previous kernel here" :
		      "is handed to the next kernel here");
	f->tag = lg_strdup(&c->findings->pool, flow->tag);
	f->evidence = lg_printf(&c->findings->pool, "flow: %s",
				lg_flow_because(c->facts, flow));
	lg_finding_note(c, f, loc, "%s", lg_flow_because(c->facts, flow));
	lg_flow_notes(c, f, flow);
	if (s)
		lg_finding_note(c, f, s->loc, "struct %s is defined here",
				flow->tag);
	lg_finding_fix(c, f, "%s%scopy what the next kernel needs, member by "
		       "member, into a *_ser struct of an ABI header",
		       owner->instead ? owner->instead : "",
		       owner->instead ? "; or " : "");
}

static void check_facts(struct lg_check *c)
{
	for (size_t i = 0; i < c->facts->flows.n; i++)
		check_flow(c, c->facts->flows.v[i]);
}

const struct lg_rule lg_rule_private_serialized = {
	"private-serialized",
	"a private struct, or its bytes, handed to KHO/LUO",
	LG_ERROR,
	"A struct that is private to its owner changes whenever the owner likes.\n"
	"Once its bytes cross a kexec, the owner can never change it again: the\n"
	"next kernel reads them as its own struct of that name. Copying it into a\n"
	"buffer that is handed over is the same thing.\n"
	"\n"
	"What is followed is the memory, not the name: through void *, casts,\n"
	"helpers and memcpy(), within a C file.",
	"/* drivers/vfio/pci/vfio_pci_liveupdate.c */\n"
	"#include <linux/kexec_handover.h>\n"
	"\n"
	"int vfio_pci_publish(struct pci_saved_state *state);\n"
	"\n"
	"int vfio_pci_publish(struct pci_saved_state *state)\n"
	"{\n"
	"	return kho_add_subtree(\"vfio-pci\", state, 64);\n"
	"}\n",
	"/* drivers/vfio/pci/vfio_pci_liveupdate.c */\n"
	"#include <linux/kexec_handover.h>\n"
	"#include <linux/kho/abi/bar.h>\n"
	"\n"
	"int vfio_pci_publish(u64 state);\n"
	"\n"
	"int vfio_pci_publish(u64 state)\n"
	"{\n"
	"	struct bar_ser *ser = kho_alloc_preserve(sizeof(*ser));\n"
	"\n"
	"	ser->state = state;\n"
	"	return kho_add_subtree(\"vfio-pci\", ser, sizeof(*ser));\n"
	"}\n",
	"Define a struct in an ABI header with what the next kernel needs, and\n"
	"fill it through the owner's API. Hold the private struct as an opaque\n"
	"token, in memory of this kernel.",
	"Review of the VFIO and PCI live update series: the layout of\n"
	"pci_saved_state is not to become an ABI.",
	NULL, NULL, check_facts, LG_SUBJECT_SERIALIZED, NULL, false,
};
