/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * contract.h - the engine: contracts, what changes in them, and whether their
 * versions moved, sectioned by file. Part of luoguard.h; include that.
 *
 * The facts of one compilation are about code; a contract is what is left of
 * them when the code is gone: layouts, values, versions and what the docs say
 * they mean. It can be written down, read again, and held against another one.
 */
#ifndef LUOGUARD_CONTRACT_H
#define LUOGUARD_CONTRACT_H

#ifdef __cplusplus
extern "C" {
#endif

/* -------------------------------------------------------------- contract.c */
enum lg_bytes_kind {		/* what a member's bytes are */
	LG_BYTES_UNSIGNED,	/* integers; char, as the kernel compiles it */
	LG_BYTES_SIGNED,
	LG_BYTES_BOOL,
	LG_BYTES_ENUM,
	LG_BYTES_POINTER,
	LG_BYTES_KHO_POINTER,	/* DECLARE_KHOSER_PTR(): 8 bytes */
	LG_BYTES_FLOAT,
	LG_BYTES_STRUCT,
	LG_BYTES_UNION,
	LG_BYTES_OTHER,
};

/* A named member; one of an unnamed struct inside has a path. */
struct lg_contract_member {
	const char *path;	/* "count", "inner.count" */
	uint64_t offset, bits;	/* bits; of a whole array; 0: flexible */
	uint64_t count;		/* elements; 1; 0: flexible */
	uint64_t kind;		/* enum lg_bytes_kind, of an element */
	bool bitfield, flexible;
	const char *type;	/* as C writes it: "u64" */
	const char *holds;	/* tag of the struct it is, or NULL */
	const char *doc;	/* what kernel-doc says of it, or NULL */
	uint64_t line, column;	/* 0: not in the struct's file */
};

/* No contract: only there because one holds it. */
#define LG_CONTRACT_HELD 2

struct lg_contract_struct {
	const char *tag;
	bool is_union, is_typedef, packed;
	uint64_t bits, align;	/* bits */
	uint64_t zone;		/* enum lg_zone_kind; of no zone: versioned, or
				 * LG_CONTRACT_HELD */
	const char *version;	/* name of what governs it, or NULL */
	const char *doc;	/* its purpose, as kernel-doc says it, or NULL */
	const char *file;
	uint64_t line, column;
	LG_VEC(struct lg_contract_member) members;	/* in order */
};

enum lg_value_kind { LG_VALUE_INTEGER, LG_VALUE_STRING, LG_VALUE_TEXT };

/* A macro or enumerator of an ABI header. */
struct lg_contract_constant {
	const char *name;
	uint64_t kind;		/* enum lg_value_kind; TEXT: not computable */
	uint64_t number;	/* INTEGER */
	const char *text;	/* STRING, TEXT */
	const char *of;		/* its enum's tag, "" for one without; NULL: a
				 * macro */
	bool last;		/* of its enum */
	bool step;		/* others of its file are computed from it */
	uint64_t zone;		/* enum lg_zone_kind */
	const char *version;	/* as in struct lg_contract_struct */
	const char *file;
	uint64_t line, column;
};

/* What governs: a macro, and what it stands for. */
struct lg_contract_version {
	const char *name;
	const char *value;	/* "luo-v5", "1"; NULL: not constant */
	const char *body;	/* as it is written */
	const char *file;
	uint64_t line, column;
};

/* A zone's header, all of which is in the contract. */
struct lg_contract_header {
	const char *path;
};

/* What the headers of a tree are for one machine and page size. */
struct lg_contract {
	const char *machine;	/* "x86-64 with 4K pages" */
	LG_VEC(struct lg_contract_header *) headers;
	LG_VEC(struct lg_contract_struct *) structs;
	LG_VEC(struct lg_contract_constant *) constants;
	LG_VEC(struct lg_contract_version *) versions;
};

/* The same for all of them; the first one is what findings speak of. */
struct lg_contracts {
	struct lg_pool pool;
	LG_VEC(struct lg_contract *) machines;
};

/* Adds the contracts among @facts, resolved, as @machine lays them out; what is
 * there already stays. Strings are copied. */
void lg_contract_add(struct lg_contracts *all, const char *machine,
		     struct lg_facts *facts);
/* That of @machine, made when it is missing. */
struct lg_contract *lg_contract_of(struct lg_contracts *all,
				   const char *machine);
const struct lg_contract_struct *
lg_contract_struct_find(const struct lg_contract *c, const char *tag);
const struct lg_contract_constant *
lg_contract_constant_find(const struct lg_contract *c, const char *name);
const struct lg_contract_version *
lg_contract_version_find(const struct lg_contract *c, const char *name);
const struct lg_contract_header *
lg_contract_header_find(const struct lg_contract *c, const char *path);
/* "struct foo", "union foo", "foo_t" */
const char *lg_contract_struct_name(struct lg_pool *pool,
				    const struct lg_contract_struct *s);
/* Adds copies of what is in @from and neither in @to nor in @except. */
void lg_contracts_merge(struct lg_contracts *to,
			const struct lg_contracts *from,
			const struct lg_contracts *except);
void lg_contracts_free(struct lg_contracts *all);

/* --------------------------------------------------------- contract-text.c */
/* Prints @all, in an order that does not depend on how it was gathered. */
void lg_contracts_write(struct lg_contracts *all, FILE *out);
/* Adds the record @text, called @name in messages, to @all: of what is there
 * already, the first one stays. NULL, or what is wrong with it, in @all's pool;
 * then some of it may have been added. */
const char *lg_contracts_read(struct lg_contracts *all, const char *name,
			      const char *text);

/* ----------------------------------------------------------- macro-value.c */
/* The integer that macro @m stands for, its own macros, the enumerators of ABI
 * headers and sizeof() resolved. False: it is none, or cannot be computed. */
bool lg_macro_value(struct lg_facts *facts, const struct lg_macro *m,
		    int64_t *value);

/* ----------------------------------------------------------------- drift.c */
/*
 * Two states of a tree. A series has more of them: what changes between two of
 * its patches needs no version of its own when one moves between @base and
 * @final, the states before and after the whole series; and what is not in
 * @base is new in the series, and no contract yet. What is in one state alone
 * may not have been laid out in the other: nothing is said of it, unless it
 * stood in a header that was @deleted.
 */
struct lg_drift {
	const struct lg_contracts *before, *after;
	const struct lg_contracts *base, *final;	/* NULL: these two */
	const struct lg_policy *policy;
	/* The text of a file of the later state, in @pool, for mends that are
	 * edits; NULL: there is none to edit. */
	char *(*read)(struct lg_pool *pool, void *from, const char *path,
		      size_t *bytes);
	void *from;
	const lg_strings *deleted;	/* NULL: none */
};

/* Calls each rule that compares states; @only as in lg_rules_run(). */
void lg_rules_compare(const struct lg_drift *d, struct lg_findings *findings,
		      const lg_strings *only);

/* Is nothing left of what abi-drift said of struct @tag, or of constant @name
 * (the other one is NULL), by the state @after, when it was said of a change
 * since @before: did the version move, or is all as it was? */
bool lg_drift_settled(const struct lg_drift *d, const char *tag,
		      const char *name);

enum lg_change_kind {
	LG_CHANGE_INSERTED, LG_CHANGE_GROWN, LG_CHANGE_REMOVED,
	LG_CHANGE_RESIZED, LG_CHANGE_RETYPED, LG_CHANGE_NESTED,
	LG_CHANGE_MOVED, LG_CHANGE_ATTRIBUTE, LG_CHANGE_RENAMED,
	LG_CHANGE_SPELLED, LG_CHANGE_DOC,
};

struct lg_change {
	enum lg_change_kind kind;
	bool harmless;		/* every byte means what it did */
	const struct lg_contract_member *was, *is;	/* or NULL */
	const char *text;	/* "@flags (u32) was inserted at byte 8" */
};
typedef LG_VEC(struct lg_change) lg_changes;

/* The same struct in two contracts. */
struct lg_struct_pair {
	const struct lg_contract *before, *after;
	const struct lg_contract_struct *was, *is;
};

/* What became of the struct: what explains the rest comes first. Texts go to
 * @pool. */
void lg_struct_changes(struct lg_pool *pool, const struct lg_struct_pair *p,
		       lg_changes *list);
/* Is any of @list no harmless one? */
bool lg_changes_harm(const lg_changes *list);

/* ------------------------------------------------------- drift-constants.c */
struct lg_constant_change {
	const struct lg_contract_constant *was, *is;	/* or NULL */
	bool harmless;		/* renamed, or a count that grew */
	bool step;		/* gone, and what was computed from it stayed */
	const char *text;	/* "FOO_DIRTY was 0x1 and is 0x2" */
};
typedef LG_VEC(struct lg_constant_change) lg_constant_changes;

/* Have both the same value? */
bool lg_constant_same(const struct lg_contract_constant *a,
		      const struct lg_contract_constant *b);
/* Is constant @name of @file said where another of its constants gets its
 * value? */
bool lg_constant_is_step(struct lg_facts *facts, const char *name,
			 const char *file);
/* What became of the constants, in the order of @after's; those that are new
 * are none. Texts go to @pool. */
void lg_constants_compare(struct lg_pool *pool,
			  const struct lg_contract *before,
			  const struct lg_contract *after,
			  lg_constant_changes *list);

/* --------------------------------------------------------- drift-version.c */
/* Where a version stands: over a series from its base to its end. */
struct lg_standing {
	const struct lg_contract_version *was, *is;	/* or NULL */
	bool moved;		/* between base and end */
	bool here;		/* between these two states */
	bool earlier;		/* before them */
};

/* Where the version stands that governed @was and governs @is, names of
 * versions or NULL. */
struct lg_standing lg_version_standing(const struct lg_drift *d,
				       const char *was, const char *is);
/* @text, "foo-v1" or a macro's body, with the next version in it; NULL: it has
 * none. */
const char *lg_version_next(struct lg_pool *pool, const char *text);
/* Is version @is an older one than @was, "foo-v1" than "foo-v2"? */
bool lg_version_older(const char *was, const char *is);

/* ----------------------------------------------------------- drift-words.c */
/* Does @was say the same as @is, but for spelling? Either may be NULL. */
bool lg_doc_same(const char *was, const char *is);
/* "byte 8", "bit 52"; "8 bytes", "12 bits" */
const char *lg_say_place(struct lg_pool *pool, uint64_t bits);
const char *lg_say_size(struct lg_pool *pool, uint64_t bits);
/* What @m's bytes are, without how many: "u64", "KHO pointer to struct foo" */
const char *lg_say_element(struct lg_pool *pool,
			   const struct lg_contract_member *m);
/* ... and how many: "[64]", all dimensions multiplied; "[]", ":3", or "" */
const char *lg_say_extent(struct lg_pool *pool,
			  const struct lg_contract_member *m);
/* The two layouts side by side, a line a member; ends in a newline. */
char *lg_struct_picture(struct lg_pool *pool,
			const struct lg_struct_pair *p);

#ifdef __cplusplus
}
#endif
#endif /* LUOGUARD_CONTRACT_H */
