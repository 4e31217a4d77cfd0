// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kcflags.c - "luoguard kcflags", for luoguard inside an ordinary build:
 *
 *	make KCFLAGS="$(luoguard kcflags)"
 *
 * The line goes through a shell, through make, and through a shell again,
 * which all split words: a path that one of them would change is refused.
 */
#include <ctype.h>

#include "command.h"

static const struct argp kcflags_argp = {
	NULL, NULL, "",
	"Prints the compiler flags that load luoguard into a build: "
	"make KCFLAGS=\"$(luoguard kcflags)\"\v"
	"Findings never fail the build unless --fail-on asks.",
	common_children, NULL, NULL
};

/* @value, when make and the shell leave it alone. */
static const char *plain(const char *value)
{
	for (const char *p = value; *p; p++)
		if (!isalnum((unsigned char)*p) && !strchr("/._-+,=@%:", *p))
			lg_die("kcflags: make and the shell would split or "
			       "change this at \"%c\": %s", *p, value);
	return value;
}

int cmd_kcflags(int argc, char **argv)
{
	struct options o;
	const char *plugin;

	memset(&o, 0, sizeof(o));
	o.fail_on = FAIL_NEVER;
	options_parse(&o, &kcflags_argp, argc, argv);
	if (o.format != FORMAT_TEXT && o.format != FORMAT_JSON)
		lg_die("kcflags: a compiler prints text or json; luoguard "
		       "report has the other formats");
	plugin = plugin_path(&o.pool);
	if (!plugin)
		lg_die("kcflags: luoguard.so is missing: neither beside the "
		       "luoguard command nor in ../lib/luoguard");
	lg_policy_free(options_policy(&o));
	printf("-fplugin=%s", plain(plugin));
	for (size_t i = 0; i < o.policies.n; i++)
		printf(" -fplugin-arg-luoguard-policy=%s",
		       plain(o.policies.v[i]));
	if (o.rules)
		printf(" -fplugin-arg-luoguard-rules=%s", plain(o.rules));
	if (o.fail_on_given)
		printf(" -fplugin-arg-luoguard-fail-on=%s",
		       fail_on_names[o.fail_on]);
	if (o.format == FORMAT_JSON)
		fputs(" -fplugin-arg-luoguard-format=json", stdout);
	putchar('\n');
	lg_pool_free(&o.pool);
	return EXIT_CLEAN;
}
