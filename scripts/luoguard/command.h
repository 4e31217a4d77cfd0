/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * command.h - what the files of the luoguard command share, sectioned by file.
 *
 * A subcommand collects findings, from the plugin's records or from the store
 * of a build directory; a reporter prints them. Nobody else prints findings.
 */
#ifndef LUOGUARD_COMMAND_H
#define LUOGUARD_COMMAND_H

#include <argp.h>
#include <fts.h>
#include <signal.h>
#include <sys/types.h>

#include "luoguard.h"

#define LUOGUARD_VERSION "0.1"

/* What the shell sees: 1 is for findings alone. */
#define EXIT_CLEAN    0
#define EXIT_FINDINGS 1
#define EXIT_NOT_RUN  2

/* --------------------------------------------------------------- options.c */
enum format {
	FORMAT_TEXT, FORMAT_JSON, FORMAT_SARIF, FORMAT_GITHUB,
	FORMAT_MAIL,		/* review's alone, as the next */
	FORMAT_TERSE,		/* review --terse */
};
enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

#define FAIL_NEVER (LG_ERROR + 1)	/* beyond every severity */

struct options {
	struct lg_pool pool;
	enum format format;
	enum color color;
	int fail_on;		/* enum lg_severity, or FAIL_NEVER */
	bool fail_on_given;
	lg_strings policies;	/* --policy, absolute */
	const char *rules;	/* --rules as given, or NULL: all */
	lg_strings only;	/* the same, parsed */
	unsigned int jobs;
	const char *tree, *build;	/* as given, or NULL */
	bool fix, in_place, staged, no_sandbox, contract;
	bool reviews;		/* it is luoguard review's */
	bool terse;		/* ... and --terse, which format says, too */
	const char *base;	/* as given, or NULL */
	const char *html;	/* the same */
	unsigned int depth;	/* how many files that include a header */
	bool depth_given;
	const char *baseline;	/* as given, or NULL */
	bool update_baseline;
	lg_strings args;
};

extern const char *const fail_on_names[];
/* For the table of a command that has these options, or of its own ones; what
 * its parser does not know itself, options_shared() may. */
enum { KEY_TREE = 256, KEY_BUILD, KEY_BASELINE, KEY_UPDATE, KEY_OWN };
#define OPTION_TREE { "tree", KEY_TREE, "DIR", 0, "The kernel tree; by " \
	"default the one that the build directory was made from, or that you " \
	"are in", 0 }
#define OPTION_BUILD { "build", KEY_BUILD, "DIR", 0, "The build directory: " \
	"make's O=, or the tree itself", 0 }
#define OPTION_BASELINE { "baseline", KEY_BASELINE, "FILE", 0, "Findings " \
	"recorded in FILE do not count; it is made when it is not there", 0 }, \
	{ "update-baseline", KEY_UPDATE, NULL, 0, "With --baseline: record " \
	"the new ones and forget those that are gone", 0 }
#define OPTION_END { NULL, 0, NULL, 0, NULL, 0 }
error_t options_shared(int key, char *arg, struct argp_state *state);
/* The common options, as every command's children. */
extern const struct argp_child common_children[];
/* Parses a subcommand's arguments into @o, which starts with its defaults.
 * Bad usage ends the process with status 2. */
void options_parse(struct options *o, const struct argp *argp, int argc,
		   char **argv);
/* Is argv[i] one of the common options? The number of arguments it takes
 * (1 or 2), or 0. For cc, whose options end where the compiler's begin. */
int options_width(int argc, char **argv, int i);
/* The common option that @arg, "--WORD[=VALUE]", may be meant for; or NULL. */
const char *options_nearest(const char *arg);
/* The policy that @o asks for; ends the process when it is wrong. */
struct lg_policy *options_policy(const struct options *o);
/* Is rule @rule asked for, and not turned off by @policy? */
bool options_want(const struct options *o, const struct lg_policy *policy,
		  const char *rule);
bool options_color(const struct options *o, FILE *out);
/* The word of @words (NULL-terminated) nearest to @word; NULL: none is near */
const char *nearest(const char *word, const char *const *words);

/* ------------------------------------------------------------------ tree.c */
bool path_exists(const char *path);
bool is_directory(const char *path);
/* "$TMPDIR/luoguard-XXXXXX", absolute, for mkstemp(). */
char *temp_template(struct lg_pool *pool);
/* Makes a temporary directory, or ends the process with a message. */
char *temp_make(struct lg_pool *pool);
/* The same for hundreds of small files: in memory, where there is a place. */
char *temp_make_in_memory(struct lg_pool *pool);
/* Removes it, whatever is in it. @dir may be NULL. */
void temp_remove(char *dir);
/* Opens a walk of @root in the order of names; symlinks are not followed. NULL
 * and errno. */
FTS *tree_walk(const char *root);
/* What is wrong with the entry that a walk is at: errno's message; NULL. */
const char *tree_walk_error(const FTSENT *e);
/* Makes the directories that @path lies in, for this user alone; what fails
 * fails when @path is opened. */
void directories_make(struct lg_pool *pool, const char *path);
/* Does @dir look like the root of a kernel source tree? */
bool is_kernel_tree(const char *dir);
/* The source tree that @build was made from, or NULL. Absolute. */
char *tree_of_build(struct lg_pool *pool, const char *build);
/* The kernel tree that @build lies in, as a module built by make M=drivers/foo
 * does; or NULL. */
char *tree_above(struct lg_pool *pool, const char *build);
/* Tree and build directory for check and report, or death with a message. */
void tree_and_build(struct options *o, char **tree, char **build);
/* Dies with a message when @build is not configured. */
void tree_needs_config(struct lg_pool *pool, const char *build);
char *current_directory(struct lg_pool *pool);
/* Library @name, beside the command or where it was installed; NULL: missing */
const char *library_path(struct lg_pool *pool, const char *name);
/* luoguard.so, beside the command or where it was installed; NULL: missing */
const char *plugin_path(struct lg_pool *pool);
/* The GCC that the plugin is built for. */
const char *plugin_gcc(void);

/* ----------------------------------------------------------------- flags.c */
/* The compiler's flags, after the allow-list. */
struct flags {
	lg_strings keep;	/* for GCC */
	const char *file;	/* the last file named, or NULL */
	const char *depfile;	/* of -Wp,-MMD,FILE; NULL */
	const char *object;	/* of -o, or what depfile belongs to; NULL */
	bool kernel;		/* -D__KERNEL__ among them */
};

void flags_translate(struct lg_pool *pool, char *const *argv, size_t argc,
		     struct flags *flags);
/* Removes from flags->keep what GCC's message @text calls unknown. */
bool flags_drop_unknown(struct lg_pool *pool, struct flags *flags,
			const char *text);

/* ------------------------------------------------------------------- gcc.c */
/* What the plugin is asked to do, besides what @o says. */
struct gcc_job {
	const struct options *o;
	const char *tree, *build, *unit;
	const char *record;	/* or NULL: print, and use the store */
	const char *state;	/* for caches; NULL: the store */
	bool color;
	const lg_strings *arguments;	/* "KEY=VALUE" of the plugin; NULL */
};

/* GCC's command line for @flags; NULL-terminated. */
char **gcc_command(struct lg_pool *pool, const struct gcc_job *job,
		   const struct flags *flags);
/* The first line of @text that is an error of the compiler; never NULL. */
const char *gcc_first_error(struct lg_pool *pool, const char *text);

/* --------------------------------------------------------------- machine.c */
/* Why GCC cannot lay out the structs of the tree that @flags belong to: it is
 * one for another machine. NULL: it can. */
const char *gcc_wrong_machine(struct lg_pool *pool, const struct flags *flags);

/* --------------------------------------------------------------- process.c */
struct process {
	pid_t pid;		/* 0: none */
	double deadline;	/* monotonic seconds */
	bool timed_out;
};

double now_seconds(void);
/* The program that execvp() would start for @name; NULL: none. */
const char *process_find(struct lg_pool *pool, const char *name);
struct contain;
/* The standard files of a child; in, out: -1 for none. */
struct process_io {
	int in, out, err;
	const struct contain *contain;	/* where it runs (contain.h); or NULL */
};

/* Starts @argv in directory @cwd (NULL: here). -1 and errno when it cannot be
 * started. */
int process_start(struct process *p, char *const *argv, const char *cwd,
		  const struct process_io *io, unsigned int seconds);
void process_kill(struct process *p);
/* The signals that end a run. What whoever started us (nohup, a shell's "&")
 * said is to be ignored is not among them. */
void signals_ending(sigset_t *set);
/* Runs @argv to its end; its output in *@text. The wait status, or -1. */
int process_capture(struct lg_pool *pool, char *const *argv, const char *cwd,
		    bool both, unsigned int seconds, char **text);
/* The same for its standard output, of *@bytes bytes with a NUL behind them,
 * while its messages go where ours do; it reads @input, which may be NULL. */
int process_output(struct lg_pool *pool, char *const *argv, const char *cwd,
		   const char *input, unsigned int seconds, char **text, size_t *bytes);
/* The same without input, while its messages go to file descriptor @said. */
int process_apart(struct lg_pool *pool, char *const *argv, const char *cwd,
		  int said, unsigned int seconds, char **text, size_t *bytes);

/* ------------------------------------------------------------------ jobs.c */
/* A child among those that run side by side. */
struct job {
	unsigned int slot;	/* 0, 1, ...: its own as long as it runs */
	bool running, both;
	const char *said;	/* the file its output goes to */
	struct process process;
	unsigned int seconds;	/* its limit */
	const struct contain *contain;	/* set before job_start(); or NULL */
};

/* What runs, at most @slots at once. The functions get @arg. */
struct jobs {
	unsigned int slots;
	const char *temp;	/* a directory for files "N.said" */
	bool both;		/* standard output goes there, too */
	void *arg;
	/* Starts the next child by job_start(). False: nothing is left. */
	bool (*next)(void *arg, struct job *j);
	/* A child has ended, with wait status @status. True: it was started
	 * again, by job_start(). */
	bool (*ended)(void *arg, struct job *j, int status);
	/* A few times a second; may be NULL. */
	void (*tick)(void *arg);
	/* A signal ends the run, the children are gone: remove what is
	 * temporary. */
	void (*interrupted)(void *arg);
};

/* From hold to release, signals that end a run only do so in jobs_run().
 * Around that, and around making and removing what is temporary. */
void signals_hold(void);
void signals_release(void);
/* Runs what @jobs->next starts until nothing is left, signals being held. */
void jobs_run(const struct jobs *jobs);
/* Starts @argv in directory @cwd, to be killed after @seconds. False and
 * errno. */
bool job_start(struct job *j, char *const *argv, const char *cwd,
	       unsigned int seconds);
/* What the child wrote. */
char *job_said(struct lg_pool *pool, const struct job *j);
/* "stopped after ... or by a limit", when that is how the child ended; NULL. */
const char *job_stopped(struct lg_pool *pool, const struct job *j, int status);

/* --------------------------------------------------------------- cmdfile.c */
/* One of kbuild's .foo.o.cmd files. */
struct cmdfile {
	const char *object;	/* "mm/memfd_luo.o" */
	const char *source;	/* as written, or NULL */
	lg_strings words;	/* the compiler's command, unquoted */
	bool is_c;		/* compiles a C file of the kernel */
	const char *text;	/* whole file, for a look at its deps */
	const char *error;	/* why it cannot be used, or NULL */
};

void cmdfile_read(struct lg_pool *pool, const char *path, struct cmdfile *c);
/* The text between "deps_X :=" and its end, one path a line; may be "". */
const char *cmdfile_deps(const struct cmdfile *c);

/* ----------------------------------------------------------------- units.c */
/* One object file that check looks at. */
struct unit {
	const char *object;	/* relative to the build directory */
	const char *source;	/* as in findings */
	lg_strings words;
	bool vehicle;		/* only there for a header it includes */
};

struct want {
	const char *given;	/* as the user wrote it */
	const char *path;	/* as in findings */
	bool dir, header;
	bool met;
};

struct selection {
	struct lg_pool pool;
	const char *tree, *build;
	LG_VEC(struct want) wants;
	LG_VEC(struct unit) units;
	lg_strings not_checked;	/* "file: reason" */
	lg_strings no_match;	/* paths that no built object stands for */
};

void units_select(struct selection *s, const struct lg_policy *policy,
		  const lg_strings *paths);

/* -------------------------------------------------------------- progress.c */
struct progress {
	bool shown;
	size_t done, total, findings;
	const char *what;	/* "files" */
	double start, last;
};

void progress_start(struct progress *p, size_t total, const char *what);
void progress_show(struct progress *p);
void progress_end(struct progress *p);
/* Makes room for something else on the terminal. */
void progress_clear(const struct progress *p);

/* ---------------------------------------------------------------- output.c */
/* Everything that a reporter needs. */
/* The last file whose lines were shown: findings come sorted by file. */
struct source {
	struct lg_pool pool;
	const char *path;
	char *text;
};

struct output {
	struct lg_pool pool;
	const struct options *o;
	const char *tree;
	/* The text of a file, as in findings; NULL: it is in @tree. */
	char *(*read)(struct lg_pool *pool, void *from, const char *path,
		      size_t *bytes);
	void *from;
	struct lg_findings findings;
	struct lg_coverage coverage;
	size_t objects;
	bool no_build;		/* there are no objects to count */
	const char *sparse;	/* what to say of sparse, or of engines; NULL */
	const char *bare;	/* why engines ran in no container, when they
				 * should have; or NULL */
	FILE *out;
	bool color;
	bool incomplete;	/* something asked for was not checked */
	lg_strings missed;	/* what was said of that */
	bool silent;		/* it is not told */
	const char *about;	/* which patch it is of; NULL: there is one */
	bool told;		/* the findings are printed already */
	bool mending;		/* --fix: the next two count */
	size_t mended, left;
	size_t recorded;	/* findings that --baseline knows */
	const char *summary;	/* lines behind the findings, as text; NULL */
	struct source source;
	lg_strings introduced;	/* tags of the structs that it is about */
};

void output_init(struct output *out, const struct options *o,
		 const char *tree);
void output_free(struct output *out);
/* Applies --rules and @policy, sorts, and drops doubles. */
void output_settle(struct output *out, struct lg_policy *policy);
/* Findings in the format asked for, then the coverage line on stderr; the
 * exit status. */
int output_finish(struct output *out);
void output_findings(struct output *out);
/* The line of coverage. */
void output_coverage(struct output *out, FILE *to);
/* Says on stderr that part of the work was not done. */
void output_not_checked(struct output *out, const char *fmt, ...)
			LG_PRINTF(2, 3);

/* The same of @file: counts it as not checked, and says @why. */
void output_file_not_checked(struct output *out, const char *file,
			     const char *why);
/* The same of each "file: reason" in @list. */
void output_list_not_checked(struct output *out, const lg_strings *list);
/* Adds what the plugin's record at @path holds; why it cannot be read, or
 * NULL. */
const char *output_add_record(struct output *out, const char *path);

/* Was every object of the build looked at, and none left out? */
bool output_whole(const struct output *out);
/* Was a file looked at that lies under @path (lg_path_under())? */
bool output_looked_at(const struct output *out, const char *path);
/* Tells on stderr which exceptions accept nothing, though what they speak of
 * was looked at. Call when the findings are settled. */
void output_stale_exceptions(struct output *out, const struct lg_policy *p);

/* How much an output holds: what a record adds comes behind it. */
struct output_mark {
	size_t findings, structs, files, failed;
};
struct output_mark output_mark(const struct output *out);
/* Of what came behind @mark, keeps what stands in a file that @keep wants.
 * What could not be checked stays. */
void output_keep(struct output *out, const struct output_mark *mark,
		 bool (*keep)(void *arg, const char *file), void *arg);
/* Takes back all that came behind @mark. */
void output_forget(struct output *out, const struct output_mark *mark);
/* A path or message for a terminal. */
const char *safe(struct output *out, const char *s);
/* Line @line of @path, as in findings, without its end: valid until another
 * file's is asked for. NULL: there is none to show. */
const char *output_line(struct output *out, const char *path,
			unsigned int line);

/* -------------------------------------------------------------- baseline.c */
/* Leaves the findings that --baseline does not know, tells on stderr which of
 * its findings are gone, and writes the file when it is to. */
void output_baseline(struct output *out, const struct lg_policy *policy);

/* ------------------------------------------------------------------- fix.c */
/* Mends what can be: as a patch on standard output, the findings that are left
 * going to standard error; or in the files. */
void fix_findings(struct output *out, bool in_place);
/* The lines of the patch that mends @f alone, from its first "@@" on, in @pool;
 * NULL: it is not mended by editing one file that is there. */
const char *fix_hunks(struct output *out, struct lg_pool *pool,
		      const struct lg_finding *f);

/* Reporters: text.c, jsonl.c, sarif.c, github.c, terse.c. */
void report_text(struct output *out);
void report_json(struct output *out);
void report_sarif(struct output *out);
void report_github(struct output *out);
void report_terse(struct output *out);

/* ---------------------------------------------------------------- sparse.c */
/* Runs sparse as kbuild would, when it can parse @tree. Its exit status, or 0
 * when it was not run. */
int sparse_run(struct lg_pool *pool, struct lg_store *store, const char *tree,
	       char *const *argv);
/* What the last run said of sparse, from @store_dir; NULL: nothing. */
const char *sparse_remark(struct lg_pool *pool, const char *store_dir);

/* ------------------------------------------------------------- subcommands */
int cmd_cc(int argc, char **argv);
int cmd_kcflags(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_review(int argc, char **argv);
int cmd_report(int argc, char **argv);
int cmd_facts(int argc, char **argv);
int cmd_rules(int argc, char **argv);
int cmd_explain(int argc, char **argv);

#endif /* LUOGUARD_COMMAND_H */
