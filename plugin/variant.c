// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * variant.c - what the runs of the compiler over one header tell each other,
 * when `luoguard check` lays it out without a build.
 *
 *     layout=FILE            leave the layouts in FILE
 *     compare=MACHINE:FILE   read what the run for MACHINE left in FILE
 *     contract=MACHINE:FILE  leave the contracts in FILE, as laid out for
 *                            MACHINE
 *     errors=functions       GCC's errors all lie in function bodies of other
 *                            headers (the command has read them): no struct
 *                            depends on them
 */
#include "plugin.h"

static const char *layout, *other_run, *contract;
static bool tolerates;

bool lg_variant_option(const char *key, const char *value)
{
	if (!strcmp(key, "layout"))
		layout = value;
	else if (!strcmp(key, "compare"))
		other_run = value;
	else if (!strcmp(key, "contract"))
		contract = value;
	else if (!strcmp(key, "errors"))
		tolerates = !strcmp(value, "functions");
	else
		return false;
	return true;
}

/* A file that #line (or a linemarker) in the source says it is, though it is
 * another one; NULL: all are what they are. GCC itself goes from one name to
 * another before it begins with the main file, and only there. */
static const char *false_name(void)
{
	LG_VEC(const char *) stack = { NULL, 0, 0 };
	bool begun = false;
	const char *found = NULL;

	for (unsigned int i = 0; i < LINEMAPS_ORDINARY_USED(line_table); i++) {
		const line_map_ordinary *map =
			LINEMAPS_ORDINARY_MAP_AT(line_table, i);
		const char *file = ORDINARY_MAP_FILE_NAME(map);

		if (map->reason == LC_ENTER || !stack.n) {
			lg_vec_push(&stack, file);
		} else if (map->reason == LC_LEAVE) {
			stack.n -= stack.n > 1;
		} else if (strcmp(file, stack.v[stack.n - 1])) {
			if (stack.n > 1 || begun)
				found = file;
			stack.v[stack.n - 1] = file;
			begun |= stack.n == 1 &&
				 !strcmp(file, main_input_filename);
		}
	}
	lg_vec_free(&stack);
	return found;
}

void lg_variant_check(void)
{
	const char *file = tolerates ? false_name() : NULL;

	if (file)
		error("a %<#line%> says that what follows it is of %qs",
		      file);
}

bool lg_variant_tolerates(void)
{
	return tolerates;
}

bool lg_variant_contract(void)
{
	return contract;
}

/* "MACHINE:FILE": the file, and MACHINE in *@machine. */
static const char *split(const char *value, const char **machine)
{
	const char *colon = value ? strchr(value, ':') : NULL;

	if (!colon)
		return NULL;
	*machine = lg_strndup(&lg_plugin_pool, value, (size_t)(colon - value));
	return colon + 1;
}

static void write_contract(const char *machine, const char *path)
{
	FILE *out = fopen(path, "we");
	struct lg_contracts all;
	bool bad;

	memset(&all, 0, sizeof(all));
	lg_contract_add(&all, machine, lg_facts);
	if (out)
		lg_contracts_write(&all, out);
	bad = !out || ferror(out);
	if ((out && fclose(out)) || bad)
		error("luoguard: cannot write %qs: %m", path);
	lg_contracts_free(&all);
}

void lg_variant_finish(void)
{
	const char *machine = NULL, *path;

	if (layout && lg_layout_write(lg_facts, layout) < 0)
		error("luoguard: cannot write %qs: %m", layout);
	path = split(other_run, &machine);
	if (path && lg_layout_read(lg_facts, machine, path) < 0)
		error("luoguard: cannot read %qs: %m", path);
	path = split(contract, &machine);
	if (path)
		write_contract(machine, path);
}
