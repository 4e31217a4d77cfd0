/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * noconfig.h - what the files of `luoguard check` without a build share.
 */
#ifndef LUOGUARD_NOCONFIG_H
#define LUOGUARD_NOCONFIG_H

#include "built.h"
#include "contain.h"
#include "marks.h"
#include "places.h"
#include "spatch.h"

/* ------------------------------------------------------------------ scan.c */
/* A file that can matter to a rule. */
struct candidate {
	const char *path;	/* as in findings */
	bool zone;		/* a header of a zone */
	bool uses;		/* of KHO, LUO or something private */
	LG_VEC(struct lg_include) includes;	/* of owners' headers */
};

struct scan {
	struct lg_pool pool;
	const char *tree;
	const struct lg_policy *policy;
	lg_strings links;	/* names of links that lead to an owner */
	lg_strings all;		/* absolute; what scan_files() reads */
	LG_VEC(struct candidate) found;
	lg_strings unread;	/* "file: reason" */
	struct scan_words *words;
	struct scan_words *tags;	/* of what is in @marks */
	bool append_only;	/* headers of such zones are wanted, too */
	/* What the tree's headers mark private, when that is asked first. NULL:
	 * private-member is off. */
	const struct marks *(*read_marks)(struct scan *s);
	const struct marks *marks;
	struct marks own_marks;	/* for read_marks() to fill; scan_free()'s */
	bool marks_known;
	/* Is there a file @path, as in findings? NULL: the disk knows. */
	bool (*there)(void *from, const char *path);
	void *from;
	void *arg;		/* read_marks()'s */
};

/* Adds every *.c and *.h below @root (absolute, in the tree) to s->all. */
void scan_walk(struct scan *s, const char *root);
/* Reads s->all, and fills found and unread. */
void scan_files(struct scan *s, unsigned int jobs);
/* Enters @path (as in findings; kept) in found if it matters, by its place or
 * by its text of @bytes bytes and a NUL, which may be changed. */
bool scan_text(struct scan *s, const char *path, char *text, size_t bytes);
/* Does @text mention what policy names? */
bool scan_names(struct scan *s, const char *text, size_t bytes);
/* The same of all that @path says; or may it use a private member? If not, it
 * matters by its place, or not at all. */
bool scan_mentions(struct scan *s, const char *path, const char *text,
		   size_t bytes);
/* Is @path a header of a versioned zone? */
bool scan_abi_header(const struct lg_policy *policy, const char *path);
void scan_free(struct scan *s);

/* --------------------------------------------------------------- standin.c */
/* One machine that headers are laid out for. */
struct variant {
	const char *machine;	/* "x86-64", "arm64" */
	const char *arch;	/* the kernel's: "x86" */
	const char *page;	/* "4K" */
	unsigned int page_shift;
	const char *dir;	/* stand-in headers */
	lg_strings keep;	/* compiler's flags; without: no such arch */
};

#define VARIANTS 4		/* arm64 4K, 16K, 64K; x86-64 last */

/* Lays stand-in headers below @temp and fills @v with VARIANTS of them. */
void standin_make(struct lg_pool *pool, const char *tree, const char *temp,
		  struct variant *v);
/* Makes the header that GCC's message @said misses, if it is one that a build
 * would generate. False: it is not. */
bool standin_missing(struct lg_pool *pool, const struct variant *v,
		     const char *said);
/* Makes header @name for all of @v, if a build would generate it and the
 * machine has none. */
void standin_generate(struct lg_pool *pool, const struct variant *v,
		      const char *name);
/* The first error in @said that does not lie in a function's body outside of
 * every zone, or what else is wrong; NULL: all of them do. */
const char *standin_harm(struct lg_pool *pool, const struct lg_policy *policy,
			 const char *tree, const char *said);

/* --------------------------------------------------------------- closure.c */
/* The files of a tree that a compiler may open on its way, each once. */
struct closure {
	/* The tree: is there a plain file @path, as in findings? Its text in
	 * @pool, or NULL. */
	bool (*has)(void *from, const char *path);
	char *(*read)(struct lg_pool *pool, void *from, const char *path,
		      size_t *bytes);
	void *from;
	const lg_strings *search;	/* further directories of the tree where
					 * headers are, "dir/"; or NULL */

	struct lg_pool pool;
	lg_strings files;	/* as in findings; roots among them */
	lg_strings missing;	/* "generated/x.h": included, and nowhere */
	size_t done;
	struct closure_set *seen;
};

/* Adds @root and all that it includes, whatever the condition, for every
 * machine that headers are laid out for. */
void closure_add(struct closure *c, const char *root);
/* The same for @path, whose text is another one than when it was added. */
void closure_again(struct closure *c, const char *path);
/* Did an #include ask for what @path, as in findings, may be? */
bool closure_asked(struct closure *c, const char *path);
void closure_free(struct closure *c);

/* -------------------------------------------------------------- noconfig.c */
/* An ABI header to be laid out. */
struct header_job {
	const char *path;	/* as in findings */
	bool started[VARIANTS];
	unsigned int ended;	/* variants */
	bool comparable;	/* arm64's run with 4K pages is over, ... */
	bool laid_out;		/* ... and left its layouts here: */
	char *layout;		/* a file */
	bool failed;		/* told as not checked */
	lg_strings failures;	/* "MACHINE, PAGE pages: reason" */
};

/* What a slot of jobs is at. */
struct variant_job {
	struct header_job *header;
	size_t step;		/* the variant */
	unsigned int tries;
	char *dir;		/* what it writes goes there */
	char *record, *contract, *files, *facts; /* files in it */
	struct contain contain;
};

struct exact;
struct noconfig {
	struct options *o;
	struct lg_pool pool;
	char *tree;
	char *temp;		/* removed when a signal ends us */
	char *work, *state;	/* in it; state for caches */
	struct lg_policy *policy;
	struct scan scan;
	struct variant variants[VARIANTS];
	struct output output;
	LG_VEC(struct header_job) headers;
	struct variant_job *slots;	/* one a slot of jobs */
	struct spatch spatch;
	struct lg_contracts *contracts;	/* of the headers, if asked for; NULL */
	bool whole;		/* no PATH was given */
	const char *see;	/* the directory that holds tree and work, for
				 * the containers that engines run in; or NULL */
	lg_strings shown;	/* what else they see (contain_show()) */
	struct exact *exact;	/* what a build knows better; or NULL */
	bool was;		/* this is the state before the change */
	lg_strings exact_structs;	/* "file\ttag": seen with true flags */
	lg_strings exact_files;	/* read with true flags, sorted */
	bool want_accesses;	/* the next one is asked for: */
	LG_VEC(struct accessor) accesses;	/* of zones' structs, seen so */
};

/* Checks what n->scan found, by the best engine there is without a build, into
 * n->output. The caller has filled in the rest up to n->work, a directory
 * that is there, holds signals, and removes n->temp. */
void noconfig_check(struct noconfig *n);
/* The engines that noconfig_check() needs; death when one is missing. */
void noconfig_engines(void);
/* luoguard check without --build; its exit status. */
int check_without_build(struct options *o);
/* Adds the contracts of the headers that @o asks for, of all zones' when it
 * names none, to @all. False: not of all; that was told. */
bool contracts_without_build(struct options *o, struct lg_contracts *all);
/* A signal ends the run; @noconfig is a struct noconfig. */
void noconfig_interrupted(void *noconfig);

/* --------------------------------------------------------------- layouts.c */
/* "x86-64 with 4K pages" */
const char *machine_name(struct lg_pool *pool, const struct variant *v);
/* Lays out the ABI headers among n->scan.found. */
void noconfig_lay_out(struct noconfig *n);
/* Makes n->slots, if they are not there. */
void noconfig_slots(struct noconfig *n);
/* Adds the contracts that the compiler left for @path. */
void noconfig_take_contract(struct noconfig *n, const struct variant_job *v,
			    const char *path);
/* What is wrong with a file that the compiler left; NULL: nothing. */
const char *noconfig_astray(const char *path);
/* @why without the directory @dir, a temporary one. */
const char *noconfig_without(struct noconfig *n, const char *dir,
			     const char *why);

/* ----------------------------------------------------------------- exact.c */
/* An object of a build that is compiled again, with its true flags, from two
 * states of its file. */
struct exact_unit {
	const struct built_unit *of;
	const char *is, *was;	/* its file after and before the change, as in
				 * findings; was NULL: there was none */
	bool rechecked;		/* only a header that it includes changes */
	bool compiled;		/* as it is */
	const char *unknown;	/* why not as it was; or NULL */
};

struct exact {
	struct built *built;
	const char *laid;	/* directory with what the build generated */
	LG_VEC(struct exact_unit) units;
	size_t including;	/* files that include a header that changes, and
				 * do not change themselves */
};

/* How many of them there are. */
struct exact_count {
	size_t compiled;	/* files that change */
	size_t rechecked, including;	/* of those, what is compiled again */
};

/* Adds those of @x, which may be NULL. */
void exact_count(const struct exact *x, struct exact_count *c);
/* "2 files with the flags of DIR, ..." for the line of coverage. */
const char *exact_said(struct lg_pool *pool, const char *build,
		       const struct exact_count *c);
/* Compiles the files of one state into n->output. */
void exact_compile(struct noconfig *n);
/* Was @path looked at in this state, by any engine? */
bool exact_saw(const struct noconfig *n, const char *path);
/* Was C file @path of this state compiled so? */
bool exact_has(const struct noconfig *n, const char *path);
/* Of n->output's findings from @first up to @end, drops those about structs
 * that such a compile saw: its findings count. */
void exact_overrule(struct noconfig *n, size_t first, size_t end);

#endif /* LUOGUARD_NOCONFIG_H */
