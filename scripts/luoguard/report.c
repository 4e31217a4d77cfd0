// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * report.c - "luoguard report": every standing finding of a build, once.
 *
 * Reads the records that luoguard left in DIR/.luoguard while make ran. make
 * checks only what it compiles; the records of all other files still stand,
 * unless their object or their source is gone.
 *
 * A file that changed after a record was written may have lost the findings
 * that the record has in it, and may have got others. Those are left out, and
 * the file counts as not checked, unless a younger record answers for it.
 */
#include <errno.h>
#include <sys/stat.h>

#include "command.h"

struct report {
	struct options o;
	struct lg_pool pool;
	char *build, *store;
	struct output output;
	lg_strings changed;	/* files that are younger than a record */
	lg_strings current;	/* files that a younger record answers for */
};

static const struct argp_option report_options[] = {
	OPTION_BUILD, OPTION_BASELINE, OPTION_END
};

static const struct argp report_argp = {
	report_options, options_shared, "",
	"Prints every standing finding of a build, once.\v"
	"A build records them when it runs with C=1 CHECK=\"luoguard cc\" or "
	"KCFLAGS=\"$(luoguard kcflags)\".",
	common_children, NULL, NULL
};

static void find_store(struct report *r)
{
	char *units;

	if (!r->o.build)
		lg_die("report: --build DIR is missing");
	if (!is_directory(r->o.build))
		lg_die("--build %s: %s", r->o.build,
		       path_exists(r->o.build) ? "not a directory" :
		       strerror(ENOENT));
	r->build = lg_path_normal(&r->pool, current_directory(&r->pool),
				  r->o.build);
	r->store = lg_printf(&r->pool, "%s/.luoguard", r->build);
	units = lg_printf(&r->pool, "%s/units", r->store);
	if (!is_directory(units))
		lg_die("nothing was recorded here: %s; build with "
		       "C=1 CHECK=\"luoguard cc\" first", r->build);
}

static bool stands(struct report *r, const char *dir, const char *path)
{
	return path_exists(lg_path_normal(&r->pool, dir, path));
}

static bool changed_since(struct report *r, const char *file,
			  const struct stat *record)
{
	const char *path = lg_path_normal(&r->pool, r->output.tree, file);
	struct stat st;

	if (stat(path, &st) < 0)
		return true;	/* gone, and what was found in it */
	if (st.st_mtim.tv_sec != record->st_mtim.tv_sec)
		return st.st_mtim.tv_sec > record->st_mtim.tv_sec;
	return st.st_mtim.tv_nsec > record->st_mtim.tv_nsec;
}

static bool listed(const lg_strings *list, const char *file)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->v[i], file))
			return true;
	return false;
}

static void list(struct report *r, lg_strings *l, const char *file)
{
	if (!listed(l, file))
		lg_vec_push(l, lg_strdup(&r->pool, file));
}

/* Of the findings behind @mark, keeps those in files that are as the record at
 * @path saw them. */
static void drop_changed(struct report *r, const char *path,
			 const struct output_mark *mark, const char *source)
{
	const struct lg_coverage *cov = &r->output.coverage;
	struct lg_findings *fs = &r->output.findings;
	lg_strings changed = { NULL, 0, 0 };
	struct stat record;
	size_t kept = mark->findings;

	if (stat(path, &record) < 0)
		return;
	for (size_t i = mark->files; i <= cov->files.n; i++) {
		const char *file = i < cov->files.n ? cov->files.v[i] : source;
		bool is = changed_since(r, file, &record);

		list(r, is ? &r->changed : &r->current, file);
		if (is)
			lg_vec_push(&changed, file);
	}
	for (size_t i = kept; i < fs->v.n; i++)
		if (!fs->v.v[i]->loc.file ||
		    !listed(&changed, fs->v.v[i]->loc.file))
			fs->v.v[kept++] = fs->v.v[i];
	fs->v.n = kept;
	lg_vec_free(&changed);
}

static void say_changed(struct report *r)
{
	for (size_t i = 0; i < r->changed.n; i++) {
		const char *file = r->changed.v[i];

		if (listed(&r->current, file))
			continue;
		lg_vec_push(&r->output.coverage.not_checked,
			    lg_printf(&r->pool, "%s: it changed since it was "
				      "checked; run make again", file));
	}
}

/* Adds one record, unless its object or source is gone. */
static void add_record(struct report *r, const char *path)
{
	struct output *out = &r->output;
	struct output_mark mark = output_mark(out);
	char *unit = NULL, *source = NULL, *error = NULL;

	if (lg_record_read(path, &out->findings, &out->coverage, &unit,
			   &source, &error) < 0) {
		output_not_checked(out, "%s", error);
	} else if (!stands(r, r->build, unit) ||
		   !stands(r, out->tree, source)) {
		output_forget(out, &mark);
	} else {
		out->objects++;
		lg_vec_push(&out->coverage.files,
			    lg_strdup(&out->pool, source));
		drop_changed(r, path, &mark, source);
	}
	free(unit);
	free(source);
	free(error);
}

static void read_records(struct report *r)
{
	const char *units = lg_printf(&r->pool, "%s/units", r->store);
	FTS *fts = tree_walk(units);
	FTSENT *e;

	if (!fts)
		lg_die("%s: %s", units, strerror(errno));
	while ((e = fts_read(fts))) {
		if (e->fts_info == FTS_F && lg_ends(e->fts_name, ".json"))
			add_record(r, e->fts_path);
		else if (tree_walk_error(e))
			output_not_checked(&r->output, "%s: %s", e->fts_path,
					   tree_walk_error(e));
	}
	fts_close(fts);
	say_changed(r);
	for (size_t i = 0; i < r->output.coverage.not_checked.n; i++)
		output_not_checked(&r->output, "not checked: %s",
				   r->output.coverage.not_checked.v[i]);
}

int cmd_report(int argc, char **argv)
{
	struct report r;
	struct lg_policy *policy;
	const char *tree;
	int status;

	memset(&r, 0, sizeof(r));
	r.o.fail_on = LG_ERROR;
	options_parse(&r.o, &report_argp, argc, argv);
	find_store(&r);
	policy = options_policy(&r.o);
	tree = tree_of_build(&r.pool, r.build);
	if (!tree)
		tree = tree_above(&r.pool, r.build);
	output_init(&r.output, &r.o, tree ? tree : r.build);
	read_records(&r);
	r.output.sparse = sparse_remark(&r.pool, r.store);
	if (!r.output.objects)
		output_not_checked(&r.output, "no record stands any more in "
				   "%s: its objects or sources are gone",
				   r.store);
	output_settle(&r.output, policy);
	output_stale_exceptions(&r.output, policy);
	output_baseline(&r.output, policy);
	status = output_finish(&r.output);
	output_free(&r.output);
	lg_policy_free(policy);
	lg_pool_free(&r.pool);
	return status;
}
