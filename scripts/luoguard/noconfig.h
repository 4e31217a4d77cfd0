/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * noconfig.h - what the files of `luoguard check` without a build share.
 */
#ifndef LUOGUARD_NOCONFIG_H
#define LUOGUARD_NOCONFIG_H

#include "command.h"

/* ------------------------------------------------------------------ scan.c */
/* A file that can matter to a rule. */
struct candidate {
	const char *path;	/* as in findings */
	bool zone;		/* a header of a versioned zone */
	bool uses;		/* of KHO, LUO or something private */
	LG_VEC(struct lg_include) includes;	/* of owners' headers */
};

struct scan {
	struct lg_pool pool;
	const char *tree;
	const struct lg_policy *policy;
	lg_strings all;		/* absolute; what scan_files() reads */
	LG_VEC(struct candidate) found;
	lg_strings unread;	/* "file: reason" */
};

/* Adds every *.c and *.h below @root (absolute, in the tree) to s->all. */
void scan_walk(struct scan *s, const char *root);
/* Reads s->all, and fills found and unread. */
void scan_files(struct scan *s, unsigned int jobs);

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
/* The first error in @said that does not lie in a function's body outside of
 * every zone, or what else is wrong; NULL: all of them do. */
const char *standin_harm(struct lg_pool *pool, const struct lg_policy *policy,
			 const char *tree, const char *said);

/* -------------------------------------------------------------- noconfig.c */
struct header_job {
	const char *header;	/* as in findings */
	size_t step;		/* the variant at work */
	unsigned int tries;
	bool tolerate;
	bool laid_out;		/* by the arm64 run with 4K pages */
	char *record, *layout;	/* files */
	lg_strings failures;	/* "MACHINE, PAGE pages: reason" */
};

struct noconfig {
	struct options *o;
	struct lg_pool pool;
	char *tree, *temp, *state;
	struct lg_policy *policy;
	struct scan scan;
	struct variant variants[VARIANTS];
	struct output output;
	struct header_job *headers;	/* one a slot of jobs */
	size_t next, unchecked;
	bool whole;		/* no PATH was given */
};

/* luoguard check without --build; its exit status. */
int check_without_build(struct options *o);

/* --------------------------------------------------------------- layouts.c */
/* Lays out the ABI headers among n->scan.found. */
void noconfig_lay_out(struct noconfig *n);

#endif /* LUOGUARD_NOCONFIG_H */
