// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * main.c - the plugin's life: options, events, and the unit's end.
 *
 * While GCC parses, facts are gathered; at the end of the unit the engine
 * decides what is serialized, the rules make findings, the store says which
 * of them this make run has printed already, and the rest is printed.
 *
 * PLUGIN_FINISH_UNIT does not happen under -fsyntax-only, so the end of the
 * unit is that event or PLUGIN_FINISH, whichever comes first.
 */
#include "plugin.h"

int plugin_is_GPL_compatible;

struct lg_facts *lg_facts;

static struct lg_store *store;	/* NULL: nowhere to keep findings ... */
static int store_errno;		/* ... because of this */

static char engine_name[32];

/* kbuild asks the compiler about its options with an empty file or stdin. */
static bool is_probe(const char *file)
{
	return !strcmp(file, "/dev/null") || !strcmp(file, "-") || !*file;
}

/* When the source is only looked at (luoguard cc, check), it may be anybody's:
 * a precompiled header is a memory image, and nobody's to trust. */
static void refuse_precompiled(void)
{
	if (flag_syntax_only)
		cpp_get_callbacks(parse_in)->valid_pch = NULL;
}

/* Now, not when there is something to keep: what the first units of a build
 * directory look up for all others is kept beside it. */
static void open_store(void)
{
	if (lg_options.build && !lg_options.record)
		store = lg_store_open(lg_options.build);
	store_errno = errno;
}

static void unit_start(void *, void *)
{
	refuse_precompiled();
	if (!lg_options.tree || is_probe(main_input_filename))
		return;		/* not a kernel file: nothing to check */
	lg_options_unit();
	lg_facts = lg_facts_new(lg_options.policy, lg_options.tree,
				lg_place_of_name(main_input_filename)->path);
	lg_facts->state = lg_options.state;
	open_store();
	lg_macros_start();
	if (lg_options.privacy)
		lg_includes_start();
}

static void typedef_finished(tree decl)
{
	if (lg_options.privacy)
		lg_private_note_typedef(decl);
	lg_type_named(decl);
}

static void decl_finished(void *gcc_decl, void *)
{
	tree decl = (tree)gcc_decl;

	if (!lg_facts)
		return;
	if (TREE_CODE(decl) == TYPE_DECL)
		typedef_finished(decl);
	else if (lg_private_any())
		lg_uses_decl(decl);
	if (VAR_P(decl) && lg_members_any())
		lg_members_decl(decl);
}

static void mark(void *, void *)
{
	lg_struct_mark();
	lg_text_mark();
}

/* Enters @file, once. Half of the rules read its text: GCC may have got it from
 * a preprocessed file, and then they found nothing because they saw nothing. */
static void coverage_add(struct lg_coverage *cov, const char *file)
{
	for (size_t i = 0; i < cov->files.n; i++)
		if (!strcmp(cov->files.v[i], file))
			return;
	lg_vec_push(&cov->files, file);
	if (!lg_facts_file(lg_facts, file)->text)
		lg_vec_push(&cov->not_checked,
			    lg_printf(&lg_plugin_pool,
				      "%s: its text cannot be read", file));
}

/* Which structs and files this unit's record answers for. */
static void coverage_fill(struct lg_coverage *cov)
{
	lg_strings headers = { NULL, 0, 0 };

	cov->engine = engine_name;
	for (size_t i = 0; i < lg_facts->structs.n; i++) {
		const struct lg_struct *s = lg_facts->structs.v[i];

		if (!lg_struct_serialized(s))
			continue;
		lg_vec_push(&cov->structs,
			    lg_printf(&lg_plugin_pool, "%s\t%s", s->loc.file,
				      s->tag));
		coverage_add(cov, s->loc.file);
	}
	lg_facts_zone_headers(lg_facts, &headers);
	for (size_t i = 0; i < headers.n; i++)
		coverage_add(cov, headers.v[i]);
	if (!lg_policy_zone(lg_options.policy, lg_facts->main_file))
		lg_vec_push(&cov->files, lg_facts->main_file);
	if (lg_uses_exhausted())
		lg_vec_push(&cov->not_checked,
			    lg_printf(&lg_plugin_pool, "%s: its macros stand "
				      "for more text than is looked into for "
				      "private structs", lg_facts->main_file));
	lg_vec_free(&headers);
}

static void print_finding(const struct lg_finding *f)
{
	if (lg_options.json)
		lg_finding_print_json(f, stderr);
	else
		lg_diagnose(f);
}

/* Each finding once a make run; without a store or a run, each. */
static void print_findings(const struct lg_findings *fs)
{
	for (size_t i = 0; i < fs->v.n; i++) {
		const struct lg_finding *f = fs->v.v[i];
		char key[17];

		if (f->accepted)
			continue;
		lg_finding_key(f, key);
		if (!store || lg_store_claim(store, key))
			print_finding(f);
	}
}

static void store_findings(const struct lg_findings *fs,
			   const struct lg_coverage *cov)
{
	if (lg_options.build && !store && fs->v.n)
		fprintf(stderr, "luoguard: note: cannot keep findings in %s/.luoguard: %s; they may be printed more than once\n",
			lg_options.build, xstrerror(store_errno));
	print_findings(fs);
	if (!store)
		return;
	if (lg_store_put(store, lg_options.unit, lg_facts->main_file, fs, cov))
		fprintf(stderr, "luoguard: note: cannot record the findings of %s: %s; `luoguard report` will not know them\n",
			lg_options.unit, xstrerror(errno));
	lg_store_close(store);
}

static void record_findings(const struct lg_findings *fs,
			    const struct lg_coverage *cov)
{
	if (lg_record_write(lg_options.record, lg_options.unit,
			    lg_facts->main_file, fs, cov))
		error("luoguard: cannot write %qs: %m", lg_options.record);
}

/* A build breaks only when the user asked for it with fail-on. */
static void fail_when_asked(const struct lg_findings *fs)
{
	size_t n;

	if (lg_options.fail_on == LG_NEVER)
		return;
	n = lg_findings_count(fs, (enum lg_severity)lg_options.fail_on);
	if (n)
		error("luoguard: %d findings at or above %qs", (int)n,
		      lg_severity_name[lg_options.fail_on]);
}

static void unit_check(void)
{
	struct lg_findings fs;
	struct lg_coverage cov;

	memset(&fs, 0, sizeof(fs));
	memset(&cov, 0, sizeof(cov));
	lg_struct_finish_pointees();
	lg_macros_finish();
	lg_includes_finish();
	lg_uses_text();
	lg_members_finish();
	lg_facts_resolve(lg_facts);
	lg_variant_finish();
	if (lg_options.facts && lg_facts_write(lg_facts, lg_options.facts))
		error("luoguard: cannot write %qs: %m", lg_options.facts);
	if (lg_options.files && !lg_includes_write(lg_options.files))
		error("luoguard: cannot write %qs: %m", lg_options.files);
	lg_rules_run(lg_facts, &fs, lg_options.rules.n ? &lg_options.rules
						       : NULL);
	lg_findings_accept(&fs, lg_options.policy);
	lg_findings_sort(&fs);
	coverage_fill(&cov);
	if (lg_options.record)
		record_findings(&fs, &cov);
	else
		store_findings(&fs, &cov);
	fail_when_asked(&fs);
	lg_vec_free(&cov.structs);
	lg_vec_free(&cov.files);
	lg_vec_free(&cov.not_checked);
	lg_findings_free(&fs);
}

/* A unit that GCC could not compile has no facts to trust: the caller sees
 * GCC's errors, and `luoguard cc` and `check` record "not checked". */
static void unit_end(void *, void *)
{
	if (!lg_facts)
		return;
	lg_variant_check();
	if (!seen_error() || lg_variant_tolerates())
		unit_check();
	lg_facts_free(lg_facts);
	lg_facts = NULL;
}

void lg_unit_finish_early(void)
{
	unit_end(NULL, NULL);
	fflush(stderr);
	exit(seen_error() ? FATAL_EXIT_CODE : SUCCESS_EXIT_CODE);
}

static bool version_fits(const struct plugin_gcc_version *v)
{
	struct plugin_gcc_version built = gcc_version;

	if (plugin_default_version_check(&built,
					 (struct plugin_gcc_version *)v))
		return true;
	fprintf(stderr, "luoguard: error: this plugin was built for GCC %s (%s), but the compiler is GCC %s (%s); rebuild it with \"make PLUGIN_GCC=gcc-N\" for that compiler\n",
		built.basever, built.datestamp, v->basever, v->datestamp);
	return false;
}

int plugin_init(struct plugin_name_args *args, struct plugin_gcc_version *v)
{
	const char *name = args->base_name;

	if (!version_fits(v) || !lg_options_read(args))
		return 1;
	snprintf(engine_name, sizeof(engine_name), "gcc %s", v->basever);
	lg_options_hide(args);
	register_callback(name, PLUGIN_START_UNIT, unit_start, NULL);
	register_callback(name, PLUGIN_FINISH_TYPE, lg_type_finished, NULL);
	register_callback(name, PLUGIN_PRE_GENERICIZE, lg_uses_function, NULL);
	register_callback(name, PLUGIN_PRE_GENERICIZE, lg_members_function,
			  NULL);
	register_callback(name, PLUGIN_FINISH_DECL, decl_finished, NULL);
	register_callback(name, PLUGIN_GGC_MARKING, mark, NULL);
	lg_flow_register(name);
	register_callback(name, PLUGIN_FINISH_UNIT, unit_end, NULL);
	register_callback(name, PLUGIN_FINISH, unit_end, NULL);
	return 0;
}
