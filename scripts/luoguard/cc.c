// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cc.c - "luoguard cc", the checker that kbuild calls:
 *
 *	make C=1 CHECK="luoguard cc"
 *
 * kbuild's command is $(CHECK) $(CHECKFLAGS) $(c_flags) FILE, after FILE was
 * compiled. What it must not do: write kbuild's dependency file again, exit
 * non-zero unasked (make would delete the object), or say "error" when the
 * tree's scripts/checker-valid.sh tries it on a file that is no kernel source.
 */
#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command.h"

#define COMPILE_SECONDS 600
#define COMPILE_TRIES 4		/* each drops the flags that GCC refused */

struct cc {
	struct options o;
	struct lg_pool pool;
	struct flags flags;
	char **compiler;	/* what stands behind our own options */
	char *tree, *build;
	const char *unit, *source;
	struct lg_store *store;	/* NULL: cannot be written */
	int store_error;	/* why */
	bool color;
};

static const struct argp cc_argp = {
	NULL, NULL, "CHECKFLAGS CFLAGS FILE",
	"Checks one file as kbuild asks: make C=1 CHECK=\"luoguard cc\"\v"
	"These options come before the compiler's flags: "
	"CHECK=\"luoguard cc --fail-on=error\". The exit status is 0 whatever "
	"is found, unless --fail-on asks: make deletes the object of a file "
	"whose checker fails. sparse runs first when it is installed and can "
	"parse the tree (SPARSE names another one).",
	common_children, NULL, NULL
};

/* argv up to where the compiler's flags begin is ours. False when this is only
 * checker-valid.sh's trial: not kbuild's flags, not a kernel source. Then bad
 * usage is not said: one "error" would turn the checker off, and hide it. */
static bool parse_own(struct cc *cc, int argc, char **argv)
{
	int n = 1, width;
	char **own;

	while (n < argc && (width = options_width(argc, argv, n)))
		n += width;
	cc->compiler = argv + n;
	flags_translate(&cc->pool, cc->compiler, (size_t)(argc - n),
			&cc->flags);
	if (cc->flags.file && !cc->flags.kernel)
		return false;
	own = lg_alloc(&cc->pool, ((size_t)n + 1) * sizeof(*own));
	memcpy(own, argv, (size_t)n * sizeof(*own));
	cc->o.fail_on = FAIL_NEVER;
	options_parse(&cc->o, &cc_argp, n, own);
	if (n < argc && options_nearest(argv[n]))
		lg_die("cc: there is no option %s; did you mean --%s?",
		       argv[n], options_nearest(argv[n]));
	if (cc->o.format == FORMAT_SARIF)
		lg_die("cc: --format=sarif needs the whole build: "
		       "luoguard report --format=sarif");
	if (!cc->flags.file)
		lg_die("cc: no file to check; kbuild calls it: "
		       "make C=1 CHECK=\"luoguard cc\"");
	return true;
}

/* The parent of an -I DIR/include that is a kernel tree. */
static char *tree_of_flags(struct cc *cc, const char *cwd)
{
	for (size_t i = 0; i < cc->flags.keep.n; i++) {
		const char *f = cc->flags.keep.v[i];
		char *dir;

		if (!lg_starts(f, "-I") ||
		    (!lg_ends(f, "/include") && strcmp(f, "-Iinclude")))
			continue;
		dir = lg_path_normal(&cc->pool, cwd,
				     lg_printf(&cc->pool, "%s/..", f + 2));
		if (is_kernel_tree(dir))
			return dir;
	}
	return NULL;
}

static void find_places(struct cc *cc)
{
	char *cwd = current_directory(&cc->pool);
	const char *srctree = getenv("srctree");

	if (srctree && *srctree)
		cc->tree = lg_path_normal(&cc->pool, cwd, srctree);
	if (!cc->tree || !is_kernel_tree(cc->tree))
		cc->tree = tree_of_flags(cc, cwd);
	if (!cc->tree)
		cc->tree = cwd;
	cc->build = lg_run_build(&cc->pool, cwd);
	if (!is_directory(cc->build))
		cc->build = cwd;
	cc->source = lg_path_in_tree(&cc->pool, cc->tree, cwd, cc->flags.file);
	if (!cc->flags.object)
		cc->flags.object = lg_printf(&cc->pool, "%.*s.o",
			(int)strlen(cc->source) - 2 * lg_ends(cc->source, ".c"),
			cc->source);
	cc->unit = lg_path_in_tree(&cc->pool, cc->build, cwd,
				   cc->flags.object);
}

static void keep(struct cc *cc, const struct lg_findings *fs,
		 const struct lg_coverage *cov)
{
	int err = cc->store_error;

	if (cc->store)
		err = lg_store_put(cc->store, cc->unit, cc->source, fs,
				   cov) < 0 ? errno : 0;
	if (err)
		fprintf(stderr, "luoguard: note: cannot record the findings "
			"of %s: %s; luoguard report will not know them\n",
			lg_printable(&cc->pool, cc->unit), strerror(err));
}

/* The file stands in the record as not checked, so that report tells it. */
static int record_not_checked(struct cc *cc, const char *why)
{
	struct lg_findings none;
	struct lg_coverage cov;

	memset(&none, 0, sizeof(none));
	memset(&cov, 0, sizeof(cov));
	lg_vec_push(&cov.not_checked,
		    lg_printf(&cc->pool, "%s: %s", cc->source, why));
	keep(cc, &none, &cov);
	lg_vec_free(&cov.not_checked);
	return cc->o.fail_on == FAIL_NEVER ? EXIT_CLEAN : EXIT_NOT_RUN;
}

static int not_checked(struct cc *cc, const char *why)
{
	fprintf(stderr, "luoguard: %s: not checked: %s\n",
		lg_printable(&cc->pool, cc->source), why);
	return record_not_checked(cc, why);
}

/* What no file can be checked without is missing: once a run is enough. */
static int nothing_checked(struct cc *cc, const char *why)
{
	if (!cc->store || lg_store_claim(cc->store, "nothing-checked"))
		fprintf(stderr, "luoguard: no file is checked: %s\n", why);
	return record_not_checked(cc, why);
}

/* Runs GCC until it knows all flags; its wait status, or -1. */
static int compile(struct cc *cc, const char *record, char **said)
{
	struct gcc_job job = { &cc->o, cc->tree, cc->build, cc->unit, record,
			       NULL, cc->color };
	int status = -1;

	for (int i = 0; i < COMPILE_TRIES; i++) {
		char **argv = gcc_command(&cc->pool, &job, &cc->flags);

		status = process_capture(&cc->pool, argv, NULL, false,
					 COMPILE_SECONDS, said);
		if (status <= 0 ||
		    !flags_drop_unknown(&cc->pool, &cc->flags, *said))
			break;
	}
	if (status < 0)
		*said = lg_printf(&cc->pool, "cannot run %s: %s",
				  plugin_gcc(), strerror(errno));
	return status;
}

/* Leaves those findings that this make run has not printed yet. */
static void claim(struct cc *cc, struct lg_findings *fs)
{
	size_t kept = 0;
	char key[17];

	for (size_t i = 0; cc->store && i < fs->v.n; i++) {
		lg_finding_key(fs->v.v[i], key);
		if (lg_store_claim(cc->store, key))
			fs->v.v[kept++] = fs->v.v[i];
	}
	if (cc->store)
		fs->v.n = kept;
}

/* The way round the plugin's own printing: from its record. For --fail-on,
 * which counts what stands, printed before or not; and for GitHub. */
static int from_record(struct cc *cc, const char *record)
{
	struct output out;
	char *unit = NULL, *source = NULL, *error = NULL;
	int status = EXIT_CLEAN;

	output_init(&out, &cc->o, cc->tree);
	out.out = stderr;
	out.color = cc->color;
	if (lg_record_read(record, &out.findings, &out.coverage, &unit,
			   &source, &error) < 0) {
		status = not_checked(cc, lg_printable(&cc->pool, error));
	} else {
		keep(cc, &out.findings, &out.coverage);
		lg_findings_sort(&out.findings);
		if (cc->o.fail_on != FAIL_NEVER &&
		    lg_findings_count(&out.findings, cc->o.fail_on))
			status = EXIT_FINDINGS;
		claim(cc, &out.findings);
		output_findings(&out);
	}
	free(error);
	free(unit);
	free(source);
	output_free(&out);
	return status;
}

static int compile_to_record(struct cc *cc)
{
	char *record = temp_template(&cc->pool), *said;
	int fd = mkstemp(record), status;

	if (fd < 0)
		return not_checked(cc, lg_printf(&cc->pool,
				   "cannot make %s: %s", record,
				   strerror(errno)));
	close(fd);
	if (compile(cc, record, &said) == 0) {
		fputs(said, stderr);
		status = from_record(cc, record);
	} else {
		status = not_checked(cc, gcc_first_error(&cc->pool, said));
	}
	unlink(record);
	return status;
}

static int run_plugin(struct cc *cc)
{
	const char *wrong = gcc_wrong_machine(&cc->pool, &cc->flags);
	char *said;

	if (!plugin_path(&cc->pool))
		return nothing_checked(cc, "luoguard.so is missing: neither "
				       "beside the luoguard command nor in "
				       "../lib/luoguard");
	if (!process_find(&cc->pool, plugin_gcc()))
		return nothing_checked(cc, lg_printf(&cc->pool,
				       "cannot run %s: %s", plugin_gcc(),
				       strerror(ENOENT)));
	if (wrong)
		return nothing_checked(cc, wrong);
	if (cc->o.fail_on != FAIL_NEVER || cc->o.format == FORMAT_GITHUB)
		return compile_to_record(cc);
	if (compile(cc, NULL, &said) != 0)
		return not_checked(cc, gcc_first_error(&cc->pool, said));
	fputs(said, stderr);
	return EXIT_CLEAN;
}

int cmd_cc(int argc, char **argv)
{
	struct cc cc;
	int status;

	memset(&cc, 0, sizeof(cc));
	if (!parse_own(&cc, argc, argv))
		return EXIT_CLEAN;
	if (cc.o.policies.n)	/* a wrong one is bad usage, and said so */
		lg_policy_free(options_policy(&cc.o));
	find_places(&cc);
	cc.color = options_color(&cc.o, stderr);
	cc.store = lg_store_open(cc.build);
	cc.store_error = cc.store ? 0 : errno;
	status = sparse_run(&cc.pool, cc.store, cc.tree, cc.compiler);
	if (status)	/* only when asked, by -Wsparse-error */
		status = EXIT_FINDINGS;
	if (access(cc.flags.file, R_OK) < 0)
		status |= not_checked(&cc, strerror(errno));
	else
		status |= run_plugin(&cc);
	if (cc.store)
		lg_store_close(cc.store);
	lg_pool_free(&cc.pool);
	return status > EXIT_NOT_RUN ? EXIT_NOT_RUN : status;
}
