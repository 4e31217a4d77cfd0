// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * options.c - the plugin's arguments, and what it learns from kbuild.
 *
 * `luoguard cc` and `check` pass everything as -fplugin-arg-luoguard-KEY=VALUE.
 * Inside a build (KCFLAGS) only -fplugin stands on the command line; kbuild's
 * environment and GCC's own options say the rest:
 *
 *     tree      srctree, when kbuild runs us (sub_make_done)
 *     build     objtree; an external module's own directory for M=
 *     unit      -MMD's file: mm/.memfd_luo.o.d is mm/memfd_luo.o's
 */
#include "plugin.h"
#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

struct lg_options lg_options;
struct lg_pool lg_plugin_pool;

/* Each takes a value. */
static const char *const known_keys[] = {
	"tree", "build", "unit", "policy", "rules", "fail-on", "format",
	"record", "state", "facts", "layout", "compare", "contract", "errors",
	"root", "files",
};

static bool bad_option(const char *fmt, const char *a, const char *b)
{
	fputs("luoguard: error: ", stderr);
	fprintf(stderr, fmt, a, b);
	fputc('\n', stderr);
	return false;
}

static bool key_known(const struct plugin_argument *arg)
{
	for (size_t i = 0; i < ARRAY_SIZE(known_keys); i++) {
		if (strcmp(known_keys[i], arg->key))
			continue;
		if (arg->value && *arg->value)
			return true;
		return bad_option("plugin argument \"%s\" needs a value: -fplugin-arg-luoguard-%s=VALUE",
				  arg->key, arg->key);
	}
	return bad_option("unknown plugin argument \"%s\"%s; known are tree, build, unit, policy, rules, fail-on, format, record, state, facts, layout, compare, contract, errors, root and files",
			  arg->key, "");
}

static bool read_fail_on(const char *value)
{
	if (!strcmp(value, "never")) {
		lg_options.fail_on = LG_NEVER;
		return true;
	}
	for (int s = LG_NOTE; s <= LG_ERROR; s++)
		if (!strcmp(value, lg_severity_name[s])) {
			lg_options.fail_on = s;
			return true;
		}
	return bad_option("fail-on=%s: expected error, warning, note or never%s",
			  value, "");
}

static bool read_format(const char *value)
{
	lg_options.json = !strcmp(value, "json");
	if (lg_options.json || !strcmp(value, "gcc"))
		return true;
	return bad_option("format=%s: expected gcc or json%s", value, "");
}

static bool read_rules(const char *value)
{
	char *bad = NULL;

	if (lg_rules_parse(value, &lg_options.rules, &bad))
		return true;
	return bad_option("rules=%s: no rule \"%s\"", value, bad ? bad : "");
}

static bool read_policy(const char *value)
{
	char *why = NULL;

	lg_options.policy = lg_policy_add(lg_options.policy, value, &why);
	if (lg_options.policy)
		return true;
	return bad_option("%s%s", why ? why : value, "");
}

static bool read_argument(const struct plugin_argument *arg)
{
	const char *key = arg->key, *value = arg->value;

	if (!key_known(arg))
		return false;
	if (lg_variant_option(key, value))
		return true;
	if (!strcmp(key, "tree"))
		lg_options.tree = lg_path_normal(&lg_plugin_pool,
						 lg_options.cwd, value);
	else if (!strcmp(key, "build"))
		lg_options.build = lg_path_normal(&lg_plugin_pool,
						  lg_options.cwd, value);
	else if (!strcmp(key, "unit"))
		lg_options.unit = value;
	else if (!strcmp(key, "record"))
		lg_options.record = value;
	else if (!strcmp(key, "state"))
		lg_options.state = value;
	else if (!strcmp(key, "facts"))
		lg_options.facts = value;
	else if (!strcmp(key, "files"))
		lg_options.files = value;
	else if (!strcmp(key, "root"))
		lg_options.root = value;
	else if (!strcmp(key, "policy"))
		return read_policy(value);
	else if (!strcmp(key, "rules"))
		return read_rules(value);
	else if (!strcmp(key, "fail-on"))
		return read_fail_on(value);
	else
		return read_format(value);
	return true;
}

/* What kbuild exports to everything it starts. */
static void read_kbuild(void)
{
	const char *srctree = getenv("srctree");

	if (!getenv("sub_make_done") || !srctree)
		return;
	if (!lg_options.tree)
		lg_options.tree = lg_path_normal(&lg_plugin_pool,
						 lg_options.cwd, srctree);
	if (!lg_options.build && !lg_options.record)
		lg_options.build = lg_run_build(&lg_plugin_pool,
						lg_options.cwd);
}

/* Leaves for the directory that has nothing but what is to be compiled, and
 * gives up what that takes: contain.c of the command says why. GCC has opened no
 * source yet. */
static bool leave(const char *root)
{
	struct __user_cap_header_struct head = {
		_LINUX_CAPABILITY_VERSION_3, 0
	};
	struct __user_cap_data_struct none[2];

	memset(none, 0, sizeof(none));
	if (chroot(root) == 0 && chdir(lg_options.cwd) == 0 &&
	    syscall(SYS_capset, &head, none) == 0)
		return true;
	return bad_option("root=%s: %s", root, xstrerror(errno));
}

static bool about_private(const struct lg_rule *r)
{
	return lg_starts(r->id, "private-");
}

static bool about_serialized(const struct lg_rule *r)
{
	return r->subject != LG_SUBJECT_PRIVATE;
}

/* Is a rule of the kind among those to run? Without one that asks, nobody looks
 * for private structs and members, nor follows flows. */
static bool any_wanted(bool (*kind)(const struct lg_rule *))
{
	for (size_t i = 0; lg_rules[i]; i++)
		if (kind(lg_rules[i]) &&
		    (!lg_options.rules.n ||
		     lg_matches_any(&lg_options.rules, lg_rules[i]->id)) &&
		    !lg_matches_any(&lg_options.policy->rules_off,
				    lg_rules[i]->id))
			return true;
	return lg_options.facts != NULL;
}

bool lg_options_read(struct plugin_name_args *args)
{
	char *cwd = getcwd(NULL, 0);

	lg_options.cwd = cwd ? cwd : "/";
	lg_options.fail_on = LG_NEVER;
	lg_options.policy = lg_policy_default();
	for (int i = 0; i < args->argc; i++)
		if (!read_argument(&args->argv[i]))
			return false;
	lg_options.privacy = any_wanted(about_private);
	lg_options.flows = any_wanted(about_serialized);
	read_kbuild();
	if (!lg_options.state && lg_options.build)
		lg_options.state = lg_printf(&lg_plugin_pool, "%s/.luoguard",
					     lg_options.build);
	return !lg_options.root || leave(lg_options.root);
}

/* "mm/.memfd_luo.o.d" to "mm/memfd_luo.o"; NULL when it is no such name. */
static const char *unit_of_depfile(const char *depfile)
{
	const char *base = strrchr(depfile, '/');
	size_t dir = base ? (size_t)(base - depfile) + 1 : 0;
	const char *name = depfile + dir;

	if (*name != '.' || !lg_ends(name, ".d"))
		return NULL;
	return lg_printf(&lg_plugin_pool, "%.*s%.*s", (int)dir, depfile,
			 (int)strlen(name) - 3, name + 1);
}

/* The argument "unit" is relative to "build" already; GCC's words are relative
 * to where it runs. */
void lg_options_unit(void)
{
	if (lg_options.unit)
		return;
	for (unsigned int i = 0; i < save_decoded_options_count; i++) {
		const struct cl_decoded_option *o = &save_decoded_options[i];

		if (!lg_options.unit && o->arg &&
		    (o->opt_index == OPT_MMD || o->opt_index == OPT_MD ||
		     o->opt_index == OPT_MF))
			lg_options.unit = unit_of_depfile(o->arg);
	}
	if (!lg_options.unit)
		lg_options.unit = main_input_filename;
	if (lg_options.build)
		lg_options.unit = lg_path_in_tree(&lg_plugin_pool,
						  lg_options.build,
						  lg_options.cwd,
						  lg_options.unit);
}

/* Debug information quotes the options. Those of other plugins (the kernel has
 * its own) stay. */
void lg_options_hide(const struct plugin_name_args *args)
{
	size_t n = strlen(args->base_name);

	for (unsigned int i = 0; i < save_decoded_options_count; i++) {
		struct cl_decoded_option *o = &save_decoded_options[i];

		if ((o->opt_index == OPT_fplugin_ &&
		     !strcmp(o->arg, args->full_name)) ||
		    (o->opt_index == OPT_fplugin_arg_ &&
		     !strncmp(o->arg, args->base_name, n) && o->arg[n] == '-'))
			o->opt_index = OPT_SPECIAL_ignore;
	}
}
