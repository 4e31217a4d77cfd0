// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * flow.c - when the flow graph is made: in a pass behind SSA construction, when
 * every function of the unit is in SSA form and none is inlined yet. The pass
 * reads, and changes nothing: objects are the same with it.
 *
 * `luoguard cc` and check give -fsyntax-only. A file that includes a header of
 * KHO or LUO, or uses a function of policy's [flow], is compiled up to this
 * pass all the same, and ends there; all others cost what they did.
 */
#include "flow.h"

static bool wanted;		/* this unit uses KHO or LUO */
static bool syntax_only;	/* ... and the compiler ends behind the pass */

static void want(void)
{
	if (wanted || !lg_facts || !lg_options.flows || lg_variant_tolerates() ||
	    !lg_ends(lg_facts->main_file, ".c"))
		return;
	wanted = true;
	if (flag_syntax_only) {
		syntax_only = true;
		flag_syntax_only = 0;
	}
}

/* PLUGIN_INCLUDE_FILE */
void lg_flow_include(void *gcc_path, void *)
{
	const lg_strings *headers = &lg_options.policy->kho_headers;
	const char *path = (const char *)gcc_path, *in;

	if (wanted || !lg_facts || !path)
		return;
	in = strstr(path, "include/");
	for (; in; in = strstr(in + 1, "include/"))
		if (lg_matches_any(headers, in + strlen("include/")))
			want();
}

/* PLUGIN_FINISH_PARSE_FUNCTION: a wrapper of policy may be declared anywhere. */
void lg_flow_function(void *gcc_fndecl, void *)
{
	tree fn = (tree)gcc_fndecl;

	/* Inline ones are a header's, by the thousand; in a C file, somebody
	 * else calls them. */
	if (wanted || !lg_facts || !fn || fn == error_mark_node ||
	    DECL_DECLARED_INLINE_P(fn) ||
	    LOCATION_FILE(DECL_SOURCE_LOCATION(fn)) != main_input_filename)
		return;
	if (flow_used())
		want();
}

static unsigned int run(void)
{
	struct cgraph_node *node;

	FOR_EACH_FUNCTION_WITH_GIMPLE_BODY (node) {
		struct function *fn = node->get_fun();

		if (fn && fn->cfg && fn->gimple_df && fn->gimple_df->in_ssa_p)
			flow_stmt_function(fn);
	}
	flow_graph_finish();
	flow_solve();
	flow_facts();
	flow_ops();
	flow_sides();
	flow_version();
	flow_order();
	flow_solve_free();
	flow_graph_free();
	return 0;
}

static const pass_data flow_data = {
	SIMPLE_IPA_PASS, "luoguard", OPTGROUP_NONE, TV_NONE,
	PROP_ssa, 0, 0, 0, 0,
};

class flow_pass : public simple_ipa_opt_pass {
public:
	flow_pass(gcc::context *context)
		: simple_ipa_opt_pass(flow_data, context)
	{
	}

	bool gate(function *) final override
	{
		return lg_facts && wanted && !seen_error();
	}

	unsigned int execute(function *) final override
	{
		run();
		if (syntax_only)
			lg_unit_finish_early();
		return 0;
	}
};

void lg_flow_register(const char *plugin)
{
	struct register_pass_info info;

	info.pass = new flow_pass(g);
	info.reference_pass_name = "build_ssa_passes";
	info.ref_pass_instance_number = 1;
	info.pos_op = PASS_POS_INSERT_AFTER;
	register_callback(plugin, PLUGIN_PASS_MANAGER_SETUP, NULL, &info);
	register_callback(plugin, PLUGIN_INCLUDE_FILE, lg_flow_include, NULL);
	register_callback(plugin, PLUGIN_FINISH_PARSE_FUNCTION,
			  lg_flow_function, NULL);
}
