// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * policy-cocci - writes the policy's names into the semantic patches.
 *
 *     policy-cocci cocci/x.cocci >x.cocci.new
 *
 * The names are read from rules/policy.ini by the engine; where they go, and
 * what else is written there, scripts/luoguard/semantic.c says.
 */
#include "../luoguard/semantic.h"

int main(int argc, char **argv)
{
	struct lg_policy *policy = lg_policy_default();
	struct lg_pool pool = { NULL };

	if (argc != 2)
		lg_die("usage: policy-cocci FILE.cocci");
	if (!semantic_write(&pool, policy, argv[1], true, stdout))
		lg_die("cannot read %s", argv[1]);
	lg_pool_free(&pool);
	lg_policy_free(policy);
	if (fflush(stdout) || ferror(stdout))
		lg_die("cannot write");
	return 0;
}
