/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * findings.h - the engine: findings, their records, and what the rules call,
 * sectioned by file. Part of luoguard.h; include that.
 */
#ifndef LUOGUARD_FINDINGS_H
#define LUOGUARD_FINDINGS_H

#ifdef __cplusplus
extern "C" {
#endif

/* --------------------------------------------------------------- finding.c */
enum lg_severity { LG_NOTE, LG_WARNING, LG_ERROR };
extern const char *const lg_severity_name[];	/* "note", ... */

struct lg_note {
	struct lg_loc loc;	/* file NULL: no place */
	const char *text;
};

/* A textual mend: insert @text before column of @loc. */
struct lg_insert {
	struct lg_loc loc;
	const char *text;
};

/* Another one: @bytes bytes from @loc on become @text. */
struct lg_replace {
	struct lg_loc loc;
	unsigned int bytes;
	const char *text;
};

struct lg_finding {
	const char *rule;
	enum lg_severity severity;
	struct lg_loc loc;
	const char *tag;	/* JSON "struct"; NULL */
	const char *member;
	const char *message;
	const char *evidence;	/* "zone: it lives in ..." or NULL */
	const char *fix;	/* how to mend, a sentence, or NULL */
	const char *picture;	/* lines to look at, each ended; or NULL */
	char fingerprint[17];	/* hex of rule, struct, member, file */
	LG_VEC(struct lg_note) notes;
	LG_VEC(struct lg_insert) inserts;
	LG_VEC(struct lg_replace) replaces;
	bool mends;		/* these two, applied whole, mend it */
	const char *left;	/* else: why --fix leaves it, or NULL */
	const struct lg_exception *accepted;	/* by policy, or NULL */
};

struct lg_findings {
	struct lg_pool pool;
	LG_VEC(struct lg_finding *) v;
};

/* Sorts by file, line, column, rule; drops doubles. */
void lg_findings_sort(struct lg_findings *fs);
void lg_findings_free(struct lg_findings *fs);
struct lg_finding *lg_findings_add(struct lg_findings *fs);
void lg_finding_set_fingerprint(struct lg_finding *f);
/* Marks findings that an exception accepts, and the exceptions as used. */
void lg_findings_accept(struct lg_findings *fs, struct lg_policy *policy);
/* Does @e accept such a finding? What is NULL, it has not. */
bool lg_exception_accepts(const struct lg_exception *e, const char *rule,
			  const char *tag, const char *member,
			  const char *file);
/* What tells one printed finding from another within a run: fingerprint,
 * place and message. 16 hex digits + NUL into @key. */
void lg_finding_key(const struct lg_finding *f, char key[17]);
/* How many findings, not accepted, stand at or above @severity. */
size_t lg_findings_count(const struct lg_findings *fs, enum lg_severity s);

/* ------------------------------------------------------------------ json.c */
struct json_object;
/* With exactly the keys of the contract, in its order. */
struct json_object *lg_finding_to_json(const struct lg_finding *f);
/* The same plus notes, mends and acceptance, for the store. */
struct json_object *lg_finding_to_record(const struct lg_finding *f);
/* The contract's JSON line on @out, for callers without json-c. */
void lg_finding_print_json(const struct lg_finding *f, FILE *out);
/* NULL when @o is no record. Strings go to fs->pool. */
struct lg_finding *lg_finding_from_record(struct lg_findings *fs,
					  struct json_object *o);
/* @s without control characters or broken UTF-8 (each as \xNN), in @pool:
 * names of a hostile tree never reach a terminal raw. */
const char *lg_printable(struct lg_pool *pool, const char *s);
/* Bytes of the character at @s when a terminal only shows it, else 0. */
size_t lg_printable_length(const char *s);

/* ----------------------------------------------------------------- store.c */
/*
 * What stands between processes: DIR/.luoguard/ in the build directory.
 *     units/PATH.json    one object file's record: findings, coverage
 *     runs/ID/KEY        claim: this run has printed this finding
 */
struct lg_coverage {
	LG_VEC(const char *) structs;	/* "file\ttag" of serialized structs checked */
	LG_VEC(const char *) files;	/* headers of zones and files looked at */
	LG_VEC(const char *) not_checked; /* "file: reason" */
	const char *engine;		/* "gcc 12.2" */
};

struct lg_store {
	const char *dir;		/* absolute, ends in /.luoguard */
	const char *run;		/* id of this make run; NULL: alone */
	struct lg_pool pool;
	int error;			/* errno of the first failed write */
};

/* Opens (creates) the store of build directory @build. NULL and errno when it
 * cannot be written: callers then print everything and say so once. */
struct lg_store *lg_store_open(const char *build);
void lg_store_close(struct lg_store *store);
/* True for the first caller of a run that asks for @key. */
bool lg_store_claim(struct lg_store *store, const char *key);
/* Replaces unit @unit's record ("mm/memfd_luo.o"). 0, or -1 and errno. */
int lg_store_put(struct lg_store *store, const char *unit, const char *source,
		 const struct lg_findings *fs, const struct lg_coverage *cov);
/* Writes such a record to any file. */
int lg_record_write(const char *path, const char *unit, const char *source,
		    const struct lg_findings *fs, const struct lg_coverage *cov);
/* Adds the record's findings and coverage, whose strings live in fs->pool. 0,
 * or -1 and *@error; *@unit and *@source (may be NULL) as well are malloc'd. */
int lg_record_read(const char *path, struct lg_findings *fs,
		   struct lg_coverage *cov, char **unit, char **source,
		   char **error);
/* The make run this process belongs to, "PID-STARTTIME" of the nearest
 * ancestor that kbuild did not start (no sub_make_done in its environment),
 * or NULL when this process was not started by kbuild. */
char *lg_run_id(struct lg_pool *pool);
/* The directory that kbuild, which started this process in @cwd, builds in:
 * objtree; for M= the module's own, for the kernel's may be another user's. */
char *lg_run_build(struct lg_pool *pool, const char *cwd);
/* Makes this process a run of its own, for what it will start. */
void lg_run_begin(void);

/* ----------------------------------------------------------------- rules.c */
struct lg_check {		/* one rule at work on one set of facts */
	struct lg_facts *facts;
	struct lg_findings *findings;
	const struct lg_rule *rule;
};

/* What a rule looks at, for who has to say what was not checked. */
enum lg_subject {
	LG_SUBJECT_SERIALIZED,	/* structs that are serialized */
	LG_SUBJECT_PLACE,	/* ABI headers, and where Documentation/ and
				 * MAINTAINERS speak of them */
	LG_SUBJECT_CODE,	/* what code does with them */
	LG_SUBJECT_PRIVATE,	/* others' private structs, members, headers */
};

struct lg_drift;		/* contract.h */

struct lg_rule {
	const char *id;		/* the file's name */
	const char *title;	/* what it finds: README's table */
	enum lg_severity severity; /* its highest */
	const char *why;	/* paragraphs for explain */
	const char *wrong;	/* example, C */
	const char *right;	/* the same one, right */
	const char *mend;	/* how to mend */
	const char *source;	/* where the rule comes from */
	/* Any of these, called by lg_rules_run() in this order: */
	void (*check_struct)(struct lg_check *c, const struct lg_struct *s);
				/* each serialized struct */
	void (*check_header)(struct lg_check *c, struct lg_file *header);
				/* each versioned-zone header among the facts */
	void (*check_facts)(struct lg_check *c); /* once */
	enum lg_subject subject;
	/* Called by lg_rules_compare(), of two states; c->facts is NULL: */
	void (*check_drift)(struct lg_check *c, const struct lg_drift *d);
	bool layout;		/* a picture of the struct's bytes explains it */
};

/* Every rule in rules/, by id; NULL-terminated. Made by the Makefile. */
extern const struct lg_rule *const lg_rules[];
const struct lg_rule *lg_rule_find(const char *id);
/* Runs all rules in @only (NULL: all) that policy has not turned off. */
void lg_rules_run(struct lg_facts *facts, struct lg_findings *findings,
		  const lg_strings *only);
/* "a,b" to a list; unknown id: false and *@bad (malloc). */
bool lg_rules_parse(const char *list, lg_strings *only, char **bad);
/* All headers of versioned zones among the facts (included or main file). */
void lg_facts_zone_headers(struct lg_facts *facts, lg_strings *headers);

/* Calls @check for each of lg_struct_members(). */
void lg_check_members(struct lg_check *c, const struct lg_struct *s,
		      void (*check)(struct lg_check *c,
				    const struct lg_struct *s,
				    const struct lg_visit *v));
/* A finding at @loc about nothing in particular. */
struct lg_finding *lg_report(struct lg_check *c, enum lg_severity severity,
			     struct lg_loc loc, const char *fmt, ...)
			     LG_PRINTF(4, 5);
/* About @s (and @m, may be NULL): struct, member and evidence are filled in
 * and a note says why @s counts as serialized. Location is m's or s's. */
struct lg_finding *lg_report_struct(struct lg_check *c, enum lg_severity sev,
				    const struct lg_struct *s,
				    const struct lg_member *m,
				    const char *fmt, ...) LG_PRINTF(5, 6);
void lg_finding_note(struct lg_check *c, struct lg_finding *f,
		     struct lg_loc loc, const char *fmt, ...) LG_PRINTF(4, 5);
/* How to mend, one sentence in the imperative; printed as a note. */
void lg_finding_fix(struct lg_check *c, struct lg_finding *f,
		    const char *fmt, ...) LG_PRINTF(3, 4);
/* Reasons that more than one rule has. */
#define LG_LEFT_BORROWED "it has other users than what crosses the kexec"
#define LG_LEFT_NO_LAYOUT "nobody laid it out; --build DIR does"
/* Why --fix leaves it, for those who asked for that: half a sentence. */
void lg_finding_left(struct lg_check *c, struct lg_finding *f,
		     const char *fmt, ...) LG_PRINTF(3, 4);
void lg_finding_insert(struct lg_check *c, struct lg_finding *f,
		       struct lg_loc loc, const char *text);
void lg_finding_replace(struct lg_check *c, struct lg_finding *f,
			struct lg_loc loc, unsigned int bytes,
			const char *text);

/* ------------------------------------------------------------------ edit.c */
/*
 * Edits of source text that more than one rule asks for. Each adds its inserts
 * and replacements to finding @f, or nothing, and says which.
 */
/* The #include @lines get into @to, behind its others. False: there is no
 * place. */
bool lg_edit_include(struct lg_check *c, struct lg_finding *f,
		     const struct lg_file *to, const char *lines);
/* Does @f know u8, u16, ...: does it include their header, or use one? */
bool lg_file_knows_types(struct lg_file *f);
/* u8, u16, ... are known in @file, or will be: an #include is added. False: it
 * says why --fix leaves @f. */
bool lg_edit_types(struct lg_check *c, struct lg_finding *f, const char *file);
/* The type of member @m, spelled in plain C, becomes @type. */
bool lg_edit_type(struct lg_check *c, struct lg_finding *f,
		  const struct lg_member *m, const char *type);
/* Names @holes of @s, which is @top or an unnamed struct in it, as reserved
 * members; *@n counts those of @top. No member moves. */
bool lg_edit_holes(struct lg_check *c, struct lg_finding *f,
		   const struct lg_struct *top, const struct lg_struct *s,
		   const lg_holes *holes, unsigned int *n);

/* ------------------------------------------------------------------ move.c */
/* Stands, in text that is inserted, for what the finding's replacements take
 * away elsewhere. */
#define LG_EDIT_MOVED "\f"
/* Moves @s, with all of its file that has to move and what that needs, to
 * header @to, which is made or added to. */
bool lg_edit_move(struct lg_check *c, struct lg_finding *f,
		  const struct lg_struct *s, const char *to);

#ifdef __cplusplus
}
#endif
#endif /* LUOGUARD_FINDINGS_H */
