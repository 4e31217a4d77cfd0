// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * luo-callback - LUO's callbacks are there, and do something.
 *
 * Which ones a handler has to have, policy says. A callback that does nothing
 * is known by its code: it neither looks at its argument nor calls anything.
 */
#include "luoguard.h"

static const struct lg_callback *callback(const struct lg_ops *ops,
					  const char *member)
{
	for (size_t i = 0; i < ops->members.n; i++)
		if (strcmp(ops->members.v[i].member, member) == 0)
			return &ops->members.v[i];
	return NULL;
}

static const char *called(const struct lg_ops *ops)
{
	return ops->name ? ops->name : ops->of->tag;
}

static bool required(const struct lg_ops *ops, const char *member)
{
	return lg_matches_any(&ops->of->required, member);
}

static void set_about(struct lg_check *c, struct lg_finding *f,
		      const struct lg_ops *ops, const char *member)
{
	f->tag = lg_strdup(&c->findings->pool, ops->of->tag);
	f->member = lg_strdup(&c->findings->pool, member);
}

static void check_missing(struct lg_check *c, const struct lg_ops *ops,
			  const char *member)
{
	struct lg_finding *f;

	/* What is not const may be completed before it is registered. */
	if (ops->open || callback(ops, member))
		return;
	f = lg_report(c, LG_WARNING, ops->loc, "%s has no %s callback, and LUO "
		      "registers nothing without it", called(ops), member);
	set_about(c, f, ops, member);
	lg_finding_fix(c, f, "give it a .%s; struct %s in <linux/liveupdate.h> "
		       "says what that has to do", member, ops->of->tag);
}

static void check_idle(struct lg_check *c, const struct lg_ops *ops,
		       const struct lg_callback *cb)
{
	const struct lg_callbacks *of = ops->of;
	struct lg_finding *f;

	/* can_preserve() and its kin answer a question: a constant may do. */
	if (!cb->idle || (!lg_matches_any(&of->before, cb->member) &&
			  !lg_matches_any(&of->after, cb->member)) ||
	    strcmp(cb->member, "can_finish") == 0)
		return;
	f = lg_report(c, LG_WARNING, cb->loc, "%s(), the %s callback of %s, does "
		      "nothing", cb->function, cb->member, called(ops));
	set_about(c, f, ops, cb->member);
	lg_finding_note(c, f, ops->loc, "%s is defined here", called(ops));
	if (required(ops, cb->member))
		lg_finding_fix(c, f, "do in it what struct %s in "
			       "<linux/liveupdate.h> asks of %s: what was "
			       "preserved has to be undone, restored or freed",
			       of->tag, cb->member);
	else
		lg_finding_fix(c, f, "leave it out: %s is optional",
			       cb->member);
}

static void check_facts(struct lg_check *c)
{
	for (size_t i = 0; i < c->facts->ops.n; i++) {
		const struct lg_ops *ops = c->facts->ops.v[i];

		/* "= { }" is the beginning of one that is filled in later. */
		if (!ops->members.n)
			continue;
		for (size_t k = 0; k < ops->of->required.n; k++)
			check_missing(c, ops, ops->of->required.v[k]);
		for (size_t k = 0; k < ops->members.n; k++)
			check_idle(c, ops, &ops->members.v[k]);
	}
}

const struct lg_rule lg_rule_luo_callback = {
	"luo-callback",
	"a LUO callback that does nothing, or a required one that is missing",
	LG_WARNING,
	"LUO calls a file handler's callbacks in a fixed order: preserve and\n"
	"freeze before the kexec, unpreserve when it does not come to it, retrieve\n"
	"and finish after it. Registration refuses a handler without a required\n"
	"one, and that is only seen when it runs. One that does nothing passes,\n"
	"and what it should have freed stays preserved until the machine is\n"
	"switched off; what it should have restored is lost.\n"
	"\n"
	"Which callbacks are required, policy's [callbacks] says, as the\n"
	"kernel-doc of liveupdate_file_ops and liveupdate_flb_ops does.",
	"/* drivers/foo/foo_liveupdate.c */\n"
	"#include <linux/liveupdate.h>\n"
	"\n"
	"int bar_flb_preserve(struct liveupdate_flb_op_args *args);\n"
	"int bar_flb_retrieve(struct liveupdate_flb_op_args *args);\n"
	"\n"
	"static void bar_flb_unpreserve(struct liveupdate_flb_op_args *args)\n"
	"{\n"
	"}\n"
	"\n"
	"const struct liveupdate_flb_ops bar_flb_ops = {\n"
	"	.preserve = bar_flb_preserve,\n"
	"	.unpreserve = bar_flb_unpreserve,\n"
	"	.retrieve = bar_flb_retrieve,\n"
	"};\n",
	"/* drivers/foo/foo_liveupdate.c */\n"
	"#include <linux/io.h>\n"
	"#include <linux/kexec_handover.h>\n"
	"#include <linux/liveupdate.h>\n"
	"\n"
	"int bar_flb_preserve(struct liveupdate_flb_op_args *args);\n"
	"int bar_flb_retrieve(struct liveupdate_flb_op_args *args);\n"
	"\n"
	"static void bar_flb_unpreserve(struct liveupdate_flb_op_args *args)\n"
	"{\n"
	"	kho_unpreserve_free(phys_to_virt(args->data));\n"
	"}\n"
	"\n"
	"static void bar_flb_finish(struct liveupdate_flb_op_args *args)\n"
	"{\n"
	"	kho_restore_free(args->obj);\n"
	"}\n"
	"\n"
	"const struct liveupdate_flb_ops bar_flb_ops = {\n"
	"	.preserve = bar_flb_preserve,\n"
	"	.unpreserve = bar_flb_unpreserve,\n"
	"	.retrieve = bar_flb_retrieve,\n"
	"	.finish = bar_flb_finish,\n"
	"};\n",
	"Give the handler each required callback, and let each undo, restore or\n"
	"free what belongs to it. Leave optional ones out rather than empty.",
	"Kernel-doc of struct liveupdate_file_ops and struct liveupdate_flb_ops, and\n"
	"what liveupdate_register_file_handler() refuses.",
	NULL, NULL, check_facts, LG_SUBJECT_CODE, NULL, false,
};
