// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * variant.c - what the runs of the compiler over one header tell each other,
 * when `luoguard check` lays it out without a build.
 *
 *     layout=FILE            leave the layouts in FILE
 *     compare=MACHINE:FILE   read what the run for MACHINE left in FILE
 *     errors=functions       GCC's errors all lie in function bodies of other
 *                            headers (the command has read them): no struct
 *                            depends on them
 */
#include "plugin.h"

static const char *layout, *other_run;
static bool tolerates;

bool lg_variant_option(const char *key, const char *value)
{
	if (!strcmp(key, "layout"))
		layout = value;
	else if (!strcmp(key, "compare"))
		other_run = value;
	else if (!strcmp(key, "errors"))
		tolerates = !strcmp(value, "functions");
	else
		return false;
	return true;
}

bool lg_variant_tolerates(void)
{
	return tolerates;
}

void lg_variant_finish(void)
{
	const char *colon = other_run ? strchr(other_run, ':') : NULL;

	if (layout && lg_layout_write(lg_facts, layout) < 0)
		error("luoguard: cannot write %qs: %m", layout);
	if (colon && lg_layout_read(lg_facts,
				    lg_strndup(&lg_plugin_pool, other_run,
					       (size_t)(colon - other_run)),
				    colon + 1) < 0)
		error("luoguard: cannot read %qs: %m", colon + 1);
}
