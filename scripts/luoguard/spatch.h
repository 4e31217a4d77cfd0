/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * spatch.h - C files checked by Coccinelle, without a build.
 */
#ifndef LUOGUARD_SPATCH_H
#define LUOGUARD_SPATCH_H

#include "command.h"

/* ---------------------------------------------------------------- spatch.c */
/*
 * Checks files that no compiler is asked about. Each is searched as text first:
 * spatch is only started for a rule that has something to decide in it, which
 * in most files is none. Nothing of the tree is run, and nothing written to it.
 */
struct spatch {
	/* What the caller fills in. */
	const struct options *o;	/* for jobs and rules */
	const struct lg_policy *policy;
	const char *tree;	/* the files lie here; absolute, normal; may
				 * hold nothing else, not even MAINTAINERS */
	const char *headers;	/* another tree, for headers that are not in
				 * the first one; or NULL */
	const char *temp;	/* a directory to write to, the caller's */
	const struct contain *contain;	/* where spatch runs; or NULL */
	lg_strings files;	/* as in findings; C files and headers */
	void (*interrupted)(void *arg);	/* a signal ends the run; or NULL */
	void *arg;
	struct output *out;	/* gets the findings; what could not be
				 * checked is said, and noted in coverage */
	/* For who checks another state of the tree behind this one: the text
	 * of a file there (NULL: none), to ask of both at once. What is said
	 * of it is left in @ahead, where the other state's check finds it. */
	char *(*other)(void *arg, struct lg_pool *pool, const char *path,
		       size_t *bytes);
	void *other_arg;
	struct spatch_ahead *ahead;	/* or NULL */
	/* What spatch_check() tells. */
	struct lg_pool pool;
	const char *version;	/* "1.1.1"; NULL: there was nothing to ask */
	const char *missing;	/* why there is no spatch to ask; NULL */
	lg_strings left;	/* files that it would have to decide on */
	size_t undecided;	/* files with a serialized struct in them: for
				 * spatch_others() only a build will do */
	size_t flows;		/* files that name a way into KHO */
	struct spatch_state *state;
};

/* Signals are held (signals_hold()) while it runs. */
void spatch_check(struct spatch *s);
/* Frees what spatch_check() told. The lists' strings live until then. */
void spatch_free(struct spatch *s);
/* Is rule @id decided by a semantic patch? */
bool spatch_decides(const char *id);
/* "abi-doc, abi-location": the rules among those that @o and @policy ask for
 * that semantic patches decide. NULL: none. */
const char *spatch_rules(struct lg_pool *pool, const struct options *o,
			 const struct lg_policy *policy);
/* Those about @subject that they cannot. */
const char *spatch_others(struct lg_pool *pool, const struct options *o,
			  const struct lg_policy *policy,
			  enum lg_subject subject);

/* --------------------------------------------------------- spatch-engine.c */
struct spatch_engine {
	const char *program;	/* spatch */
	const char *dir;	/* of the semantic patches */
	const char *python;	/* the one to take; NULL: spatch's own */
};

/* Fills @e, and s->version or s->missing. */
void spatch_find(struct spatch *s, struct spatch_engine *e);
/* A copy of rule @id's semantic patch with the names of this run's policy. */
const char *spatch_patch(struct spatch *s, const struct spatch_engine *e,
			 const char *id);
/* The last line of what it @said, for a message; in @pool. */
const char *spatch_last_line(struct lg_pool *pool, char *said);
/* All that process @j wrote, its NULs as blanks; in @pool. */
char *spatch_output(struct lg_pool *pool, const struct job *j);

/* ---------------------------------------------------------- spatch-facts.c */
/* What text says of a file, before anybody is asked. */
bool spatch_defines_serialized(const struct lg_policy *p,
			       const struct lg_file *f);
bool spatch_defines_private(const struct lg_policy *p,
			    const struct lg_file *f);
/* Adds the private structs to @tags (may be NULL) that @f names and may not
 * look into; true: there are some. */
bool spatch_names_private(const struct lg_policy *p, const struct lg_file *f,
			  lg_strings *tags);
/* Makes facts of what rule @id's semantic patch @said of the file @path, called
 * @full there, and findings of those. */
void spatch_take(struct spatch *s, const char *id, const char *path,
		 const char *full, const char *said);
/* The first code in what `spatch --parse-c` @said that it could not parse, and
 * that has to do with the rules; NULL: there is none. @about: what else than
 * serialized structs the file is asked for; @tags: structs whose private members
 * it is asked for. */
#define SPATCH_PRIVATE	1u	/* uses of private structs */
#define SPATCH_CODE	2u	/* what code hands over, its callbacks */
const char *spatch_unparsed(struct spatch *s, const char *said,
			    unsigned int about, const lg_strings *tags);

/* What one line of a semantic patch's report says. */
struct spatch_report {
	struct lg_loc loc;
	const char *name;	/* "struct foo", or a typedef's */
	const char *what;	/* behind it, up to the rule */
};

/* ----------------------------------------------------------- spatch-code.c */
/* What text says of what a file's code may do. */
struct spatch_code {
	bool flows;	/* calls what policy's [flow] names, or is given ... */
	bool holders;	/* ... a struct with such a member */
	bool structs;	/* defines structs */
	bool blobs;	/* calls one that says where a blob lies */
	bool callbacks;	/* initializes a struct of callbacks */
};

struct spatch_code spatch_code_of(const struct lg_policy *p,
				  const struct lg_file *f);
/* Does @word have to do with one of the three? */
bool spatch_on_way(const struct lg_policy *p, const char *word);
/* Is rule @id about what code does? */
bool spatch_on_code(const char *id);
/* Enters what one report of rule @id says of the code. */
void spatch_add_code(struct lg_facts *facts, const char *id,
		     const struct spatch_report *r);

/* ----------------------------------------------------------------- types.c */
struct types;
/* @headers may be NULL. */
struct types *types_new(const char *tree, const char *headers);
void types_free(struct types *types);
/* Prints what the headers of @f, all of them, declare of the structs @tags and
 * of structs that hold those. Why that is not all; NULL: it is. */
const char *types_print(struct types *types, const struct lg_file *f,
			const lg_strings *tags, FILE *out);

/* One declaration at the top level of a file: bytes into its text. */
struct declaration {
	size_t from, end;
	size_t body;		/* its first '{', or end */
	bool function;
};

/* The next declaration at or behind byte @at. False: there is none. */
bool declaration_next(const struct lg_file *f, size_t at,
		      struct declaration *d);

/* ----------------------------------------------------------------- ahead.c */
struct ahead_entry;
struct spatch_ahead {
	struct lg_pool pool;
	struct ahead_entry *entries;
};

/* Enters that spatch is asked @rule of file @full, as @path, with header @types
 * (NULL: none). */
struct ahead_entry *ahead_enter(struct spatch_ahead *a, const char *rule,
				const char *path, const char *full,
				const char *types);
/* It was well, and @said this. */
void ahead_said(struct spatch_ahead *a, struct ahead_entry *e,
		const char *said);
/* What it said of a file like @narrow, as @path, with a header like @types; NULL:
 * it was not asked. *@full: what it calls the file. @a may be NULL. */
const char *ahead_find(const struct spatch_ahead *a, const char *rule,
		       const char *path, const char *narrow,
		       const char *types, const char **full);

/* ---------------------------------------------------------------- narrow.c */
/* The text of @f with blanks for the bodies of functions in which nothing of
 * the structs @tags can be used; @types is what types_print() said of them. */
char *spatch_narrow(struct lg_pool *pool, const struct lg_file *f,
		    const char *types, const lg_strings *tags);

#endif /* LUOGUARD_SPATCH_H */
