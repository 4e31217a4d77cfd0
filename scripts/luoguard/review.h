/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * review.h - what the files of "luoguard review" share, sectioned by file.
 *
 * A commit to be is two states of a tree: before it and after it. Both are
 * read from Git's objects (snapshot.c); what the engines need of each is laid
 * into a directory of its own (stage.c) and checked there. What the second
 * check finds and the first did not is what the commit makes worse (newer.c).
 */
#ifndef LUOGUARD_REVIEW_H
#define LUOGUARD_REVIEW_H

#include <git2.h>

#include "noconfig.h"

/* --------------------------------------------------------------- changes.c */
/* A file that differs between two states of the tree. */
struct change {
	const char *path;	/* as in findings; after the change */
	const char *from;	/* before it: another one for a rename */
	bool had, has;		/* a plain file before, after */
	bool link;		/* a symbolic link after */
	bool matters;		/* matters_select(): it is why files are checked */
	git_oid before, after;	/* its content; zero without */
	char *text;		/* after, when changes_load() read it */
	size_t bytes;
};

struct changes {
	struct lg_pool pool;
	LG_VEC(struct change) v;		/* in the order of path */
	LG_VEC(const struct change *) renames;	/* in the order of from */
};

/* The repository that the kernel tree lies in. */
struct repo {
	struct lg_pool pool;
	git_repository *git;	/* snapshot.c opens it */
	const char *cwd;	/* where git runs; NULL: here */
	const char *gitdir;
	const char *top, *tree;	/* the work tree, the kernel's: absolute */
	const char *prefix;	/* of the second in the first: "", "linux/" */
	const char *head;	/* HEAD's commit; NULL: there is none yet */
	bool unpaired;		/* too many files for renames: it was told */
};

/* Finds the repository of the kernel tree that @tree lies in (NULL: that the
 * current directory does), as git does in a hook. Death with a message when
 * there is none. */
void repo_open(struct repo *r, const char *tree);
void repo_close(struct repo *r);
/* Standard output of git with the arguments @argv, of *@bytes bytes and a NUL,
 * in @pool; its exit status. */
int repo_git(struct lg_pool *pool, const struct repo *r,
	     const char *const *argv, const char *input, char **text,
	     size_t *bytes);
/* The same, for who cannot go on unless the status is 0 or 1: death with a
 * message. */
int repo_ask(struct lg_pool *pool, const struct repo *r,
	     const char *const *argv, const char *input, char **text,
	     size_t *bytes);
/* The id of the commit that @rev names; NULL: none. */
const char *repo_commit(struct repo *r, const char *rev);
/* What is staged: the index against HEAD, renames found, in the order of
 * paths. */
void changes_staged(struct repo *r, struct changes *list);
/* The same between two commits; @before NULL: the first one's. */
void changes_between(struct repo *r, const char *before, const char *after,
		     struct changes *list);
/* The same as a patch, in @pool, of paths as in findings; @after NULL: what is
 * staged. NULL: git failed. */
char *changes_text(struct repo *r, struct lg_pool *pool, const char *before,
		   const char *after, size_t *bytes);
/* Puts a list in the order that the next two need. */
void changes_sort(struct changes *list);
/* The change that @path, as in findings, is the later name of (the earlier one
 * before a rename), or NULL. */
const struct change *change_of(const struct changes *list, const char *path);
const struct change *change_from(const struct changes *list, const char *path);
void changes_free(struct changes *list);

/* --------------------------------------------------------------- objects.c */
/* Directories, with the closing slash ("": the top), and what they are in one
 * commit: ids of trees, zero where there is none. */
struct dirs {
	lg_strings v;
	git_oid *ids;		/* room for each */
	const char *commit;	/* whose ids they are; NULL: not known */
};

/* Reads the new text of what is @wanted, unless that is too much at once; and
 * if there is any, what @dirs (may be NULL) are in HEAD. */
void changes_load(struct repo *r, struct changes *list,
		  bool (*wanted)(const struct change *c), struct dirs *dirs);
/* The text of a blob, in r->pool, that is not here: git fetches what a partial
 * clone left out. NULL: it cannot. */
char *repo_fetch(struct repo *r, const git_oid *id, size_t *bytes);

/* -------------------------------------------------------------- snapshot.c */
/* One state of a tree: a commit's, and what is on top of it. */
struct overlay;
struct snapshot {
	struct repo *repo;
	const char *commit;		/* its id; NULL: empty */
	const struct changes *changes;	/* NULL: none */
	struct overlay *over;		/* a series'; NULL: none */
	unsigned int step;		/* of it */
	git_tree *tree;			/* the kernel's, once it was needed */
};

/* What a path can be. */
enum entry {
	ENTRY_NONE, ENTRY_FILE, ENTRY_LINK, ENTRY_DIRECTORY, ENTRY_OTHER
};

void snapshot_close(struct snapshot *s);
enum entry snapshot_entry(struct snapshot *s, const char *path);
/* The text of plain file @path with a NUL behind it, in @pool; NULL: there is
 * none. */
char *snapshot_read(struct lg_pool *pool, struct snapshot *s,
		    const char *path, size_t *bytes);
bool snapshot_has(struct snapshot *s, const char *path);
/* The id of directory @dir (as in struct dirs) of the state's commit; zero:
 * there is none. */
void snapshot_dir(struct snapshot *s, const char *dir, git_oid *id);
/* Does @s have the file of @c as it is after the change? */
bool snapshot_same(struct snapshot *s, const struct change *c);
/* The same two, for who asks a tree of any kind. */
bool snapshot_there(void *snapshot, const char *path);
char *snapshot_text(struct lg_pool *pool, void *snapshot, const char *path,
		    size_t *bytes);
/* Adds the plain files in directory @dir ("" or with a closing slash), if @deep
 * also those below, whose names end in @suffix to @list. */
void snapshot_list(struct lg_pool *pool, struct snapshot *s, const char *dir,
		   bool deep, const char *suffix, lg_strings *list);

/* --------------------------------------------------------------- overlay.c */
/* For snapshot.c, of one with a series. What a patch made of @path; false: none
 * did. */
bool overlay_entry(const struct snapshot *s, const char *path, enum entry *now);
/* The text that it has by a patch; NULL: that did not fit. */
const char *overlay_text(const struct snapshot *s, const char *path,
			 size_t *bytes);
/* Adds those files of a deep snapshot_list() that patches made. */
void overlay_list(const struct snapshot *s, const char *dir,
		  const char *suffix, lg_strings *list);
/* Did a patch do anything to a file that is @wanted? */
bool overlay_touches(const struct snapshot *s, const struct lg_policy *policy,
		     bool (*wanted)(const struct lg_policy *policy,
				    const char *path));
/* Where the commit's tree is, for all states. */
git_tree **overlay_tree(const struct snapshot *s);

/* ----------------------------------------------------------------- stage.c */
/* A directory with what the engines read of one state. */
struct stage {
	struct lg_pool pool;
	struct snapshot *snapshot;
	const struct lg_policy *policy;
	const char *dir;	/* absolute; there, and empty */
	const char *work;	/* the same, for the engines */
	struct closure closure;	/* of what is compiled */
	size_t put;		/* files of it that are there */
};

/* Where zone @dir begins, up to its first wildcard. */
const char *stage_literal(struct lg_pool *pool, const char *dir);
/* Adds the headers of every versioned zone of @s to @list. */
void stage_zone(struct lg_pool *pool, const struct lg_policy *policy,
		struct snapshot *s, lg_strings *list);
/* Fills the directory: the zones' headers, @compiled (as in findings) with all
 * that they include, and @texts. */
void stage_make(struct stage *s, const lg_strings *compiled,
		const lg_strings *texts);
/* Makes it the directory of the state before @changes, which costs less than
 * another one. */
void stage_turn(struct stage *s, struct snapshot *to,
		const struct changes *changes, const lg_strings *compiled,
		const lg_strings *texts);
void stage_free(struct stage *s);

/* ----------------------------------------------------------------- newer.c */
typedef LG_VEC(const struct lg_finding *) lg_finding_list;

struct difference {
	lg_finding_list mended;	/* of those before, what is no more */
	lg_finding_list still;	/* of those after, what was there: perhaps
				 * elsewhere, or more severe */
};

/* Leaves in @after what is worse than in @before: what is not there, or there
 * with a lower severity. A renamed file and a moved struct are the same. Adds
 * to @diff (may be NULL), whose findings live where they did. */
void newer_keep(struct lg_findings *after, const struct lg_findings *before,
		const struct changes *changes, struct difference *diff);

/* --------------------------------------------------------------- defines.c */
/* The words that the code of some headers uses; each header has a number. */
struct uses;
struct uses *uses_new(void);
void uses_free(struct uses *u);
void uses_add(struct uses *u, const struct lg_file *header, size_t number);
/* Sets hit[N] when @changed defines a name that header N uses, by their text;
 * true: there is one. */
bool uses_mark(struct uses *u, const struct lg_file *changed, bool *hit);

/* ---------------------------------------------------------------- review.c */
/* The words that one state's ABI headers use. */
struct zone_uses {
	struct lg_pool pool;
	const char *commit;	/* it is this one's state; NULL: another */
	lg_strings headers;	/* the N'th one of uses */
	struct uses *uses;
};

/* ... and what its headers mark private. */
struct commit_marks {
	const char *commit;	/* NULL: nothing is known yet */
	const char *key;	/* what they were read from; NULL: not known */
	struct marks marks;
};

/* What one run has. */
struct review {
	struct options o;
	struct lg_pool pool;
	struct lg_policy *policy;
	struct repo repo;
	char *temp;		/* a directory, once one is needed */
	unsigned int pairs;	/* directories in it, so far */
	struct zone_uses zone;	/* matters.c's */
	struct scan words;	/* relevant.c's; it finds nothing */
	struct commit_marks marks; /* review-marks.c's ... */
	struct dirs marking;	/* ... and where those headers are */
	struct built *built;	/* --build; or NULL */
	bool contain_known;	/* the next two are decided: */
	bool contain;		/* engines run in containers */
	const char *bare;	/* ... or why not */
	struct page *page;	/* --html with --staged; or NULL (page.h) */
	bool identity_asked;	/* reply.c's: */
	const char *identity;	/* "NAME <ADDRESS>" as git knows it, or NULL */
};

/* --------------------------------------------------------- review-states.c */
struct mail;
struct diff;

/* What is known of a patch. Text is UTF-8, and as hostile as it came. */
struct patch {
	const char *subject;	/* without its "[PATCH v2 3/7]" */
	const char *prefix;	/* "RFC PATCH v2", as in those brackets; "" */
	unsigned int version;	/* of the series: 1 when nothing says it */
	unsigned int number, of; /* 3, 7; of 0: it has no number */
	bool cover;		/* number 0 of 7: the cover letter */
	bool reply;		/* "Re: ..." */
	const char *author, *date, *message_id; /* NULL: unknown */
	const char *references;	/* ids, the last one is replied to; NULL */
	const char *commit;	/* its id, when it is one; NULL */
	const char *where;	/* "FILE", "FILE, mail 12": for messages */
	char *text;		/* what stands above the diff, and the diff */
	size_t bytes;
	const char *diff;	/* where in @text it begins; NULL: no diff */
	const char *wrong;	/* why it cannot be looked at; NULL */
	const struct mail *mail;	/* that it came in; NULL: in none */
	const struct diff *parsed;	/* what @text does; NULL: no text */
};

/* A pair of states, and what is between them: a commit to be, a patch. */
struct pair {
	struct review *r;
	struct lg_policy *policy;
	const struct patch *patch;	/* NULL: what is staged */
	struct lg_pool pool;
	struct changes changes;		/* from parents.v[0] to after */
	LG_VEC(struct snapshot) parents; /* before; a merge has more than one */
	struct snapshot after;
	struct scan scan;	/* files that matter, after the change */
	bool docs, maintainers;	/* ABI headers' places in them matter */
	bool outsiders;		/* an ABI header left its zone, or is a link */
	bool deletes;		/* ... or is no more */
	struct stage stage;	/* of the change, then of its first parent */
	char *dir;		/* what is temporary, while it is checked */
	unsigned int stages;	/* directories in it */
	bool tell_mended;	/* look for findings that are no more */
	bool compares;		/* contracts: a zone's header is among scan */
	struct exact exact;	/* --build: what is compiled with true flags */
	lg_strings search;	/* ... where its headers are, besides */
	struct snapshot built_head;	/* HEAD */
	struct lg_contracts *base;	/* of the state before the series, as
					 * far as it was seen; NULL: no series */
	struct lg_contracts *fresh;	/* what is new in the series */
	struct places *places;	/* where new structs are used */
	bool many;		/* there are more patches than this one */
};

/* What a pair's check said. */
struct verdict {
	struct output *output;	/* what is new; coverage; what could not be
				 * checked is noted there, and was told */
	struct difference diff;
	size_t mattering, files; /* of the files that change: matter; all */
	struct noconfig after, before;	/* where all that lives */
	struct spatch_ahead ahead;	/* the first's spatch, for the second */
	struct lg_contracts is, was;	/* of the two states, if compared */
};

/* Decides, once, whether engines run in containers; r->temp is there. Death
 * where they have to and cannot: the change is not the user's @own. */
void review_contain(struct review *r, bool own);
/* Begins a pair of @r's. The caller fills in changes, parents and after. */
void pair_init(struct pair *p, struct review *r);
/* Can it matter to a rule? Nothing is compiled for the answer. */
bool pair_matters(struct pair *p);
/* Checks the state after the change; and the one before, if the first has
 * findings, or if those that are no more are to be told. Signals are held, and
 * r->temp is there. Free the verdict before the pair: it reads from it. */
void pair_check(struct pair *p, struct verdict *v);
void verdict_free(struct verdict *v);
void pair_free(struct pair *p);

/* ---------------------------------------------------------- review-drift.c */
/* Is a rule wanted that compares two states? */
bool drift_wanted(const struct pair *p);
/* Do contracts have to be compared? Of @p->scan. */
bool drift_matters(const struct pair *p);
/* Of @n->scan, leaves the headers that are laid out. */
void drift_only(struct noconfig *n);
/* Adds to @v->output what drifted from @was, the contracts of parent @parent;
 * for a second parent, takes back what did not drift from it. */
void drift_tell(struct pair *p, struct verdict *v,
		const struct lg_contracts *was, size_t parent);
/* Is all of @file, as it was, in @was? A new file was empty. */
bool drift_was_seen(const struct pair *p, const struct lg_contract *was,
		    const char *file);
/* Is it one of abi-drift's? */
bool drift_finding(const struct lg_finding *f);
/* Is nothing left of @f, a finding of abi-drift's in a series, by the state
 * after @p? */
bool drift_settled(const struct pair *p, const struct verdict *v,
		   const struct lg_finding *f);

/* ---------------------------------------------------------- review-marks.c */
/* The directories of the headers that may mark something, for changes_load();
 * NULL: no rule asks. */
struct dirs *review_marking(struct review *r);
/* What the headers of @s mark private. Where its commit does not say it all,
 * @own is filled, and is the answer; marks_free() it. */
const struct marks *review_marks(struct review *r, struct snapshot *s,
				 struct marks *own);
void commit_marks_free(struct commit_marks *m);

/* ----------------------------------------------------------- review-new.c */
/* Introduces the structs that are in @is and not in @was (either may be NULL),
 * in the summary of @v->output, and enters them in p->places. */
void new_introduce(struct pair *p, struct verdict *v,
		   const struct lg_contract *was, const struct lg_contract *is);
/* Looks where the files of the change use the structs of p->places. */
void new_look(struct pair *p, struct verdict *v);
/* "3/7", a commit's id, a file: how one speaks of a patch. */
const char *patch_short(struct lg_pool *pool, const struct patch *p);

/* --------------------------------------------------------- review-built.c */
/* Fills p->exact by what the build directory knows, if there is one. */
void built_select(struct pair *p);
/* Makes what both states need, in p->dir. */
void built_prepare(struct pair *p);
/* Adds the files of a state that are read then to @files. */
void built_enter(struct pair *p, bool was, lg_strings *files);
/* Takes out of what @after found what cannot be known to be new by @before, and
 * says why. */
void built_compare(struct pair *p, struct noconfig *after,
		   const struct noconfig *before);
/* Takes out of @mended what @after did not look at. */
void built_mended(struct pair *p, const struct noconfig *after,
		  lg_finding_list *mended);
void built_free(struct pair *p);

/* --------------------------------------------------------------- matters.c */
/* Is it a C file or header whose text can matter? For changes_load(). */
bool matters_by_name(const struct change *c);
/* The same of a path (may be NULL), and of documentation. */
bool matters_by_path(const char *path);
/* Is what @c makes of the file already in another parent of a merge? */
bool matters_brought(struct pair *p, const struct change *c);
/* Is the file of @c a link where ABI headers are? Was it an ABI header, and is
 * it, under its new name, one of which nothing shows what it defines? */
bool matters_zone_link(struct pair *p, const struct change *c);
bool matters_left_zone(struct pair *p, const struct change *c);
/* Is an ABI header deleted? One with a new name is not. */
bool matters_deleted(struct pair *p, const struct change *c);
/* Fills p->scan, p->docs, p->maintainers, p->outsiders and p->deletes. */
void matters_select(struct pair *p);
void zone_uses_free(struct zone_uses *z);
/* Enters in @s what the files of p->scan were in @before, and what else matters
 * there of the files that change. */
void matters_before(struct pair *p, struct snapshot *before,
		    struct scan *s);
/* Adds what @s has in Documentation/ and MAINTAINERS that matters to @texts. */
void matters_docs(struct pair *p, struct snapshot *s,
		  lg_strings *texts);

#endif /* LUOGUARD_REVIEW_H */
