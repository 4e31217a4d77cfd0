/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * luoguard.h - the engine's one header, sectioned by file.
 *
 *     front ends make facts -> rules read facts, make findings
 *                           -> reporters print findings
 *
 * A front end fills a struct lg_facts; lg_facts_resolve() decides what is
 * serialized and why; lg_rules_run() makes findings; a reporter prints them.
 * Sizes, offsets and alignments are in BITS everywhere in the facts; findings
 * speak of bytes. Compiles as C11 and as C++ (GCC's plugin headers need it).
 */
#ifndef LUOGUARD_H
#define LUOGUARD_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LG_PRINTF(f, a) __attribute__((format(printf, f, a)))

/* ------------------------------------------------------------------ pool.c */
/*
 * Memory. One pool lives as long as one analysis; nothing in it is freed on
 * its own. Out of memory ends the process with a message (exit status 2):
 * no caller could do better.
 */

struct lg_pool_chunk;
struct lg_pool {
	struct lg_pool_chunk *chunks;
};

/* Zeroed memory of @bytes bytes from @pool, aligned for any object. */
void *lg_alloc(struct lg_pool *pool, size_t bytes);
char *lg_strdup(struct lg_pool *pool, const char *s);
char *lg_strndup(struct lg_pool *pool, const char *s, size_t bytes);
char *lg_printf(struct lg_pool *pool, const char *fmt, ...) LG_PRINTF(2, 3);
char *lg_vprintf(struct lg_pool *pool, const char *fmt, va_list ap);
void lg_pool_free(struct lg_pool *pool);
#define lg_new(pool, type) ((type *)lg_alloc((pool), sizeof(type)))

/* A growing array: struct { T *v; size_t n, cap; }; heap memory, not pool. */
#define LG_VEC(T) struct { T *v; size_t n, cap; }
#define lg_vec_push(vec, item)						\
	do {								\
		if ((vec)->n == (vec)->cap)				\
			(vec)->v = (__typeof__((vec)->v))lg_vec_grow(	\
				(vec)->v, &(vec)->cap, sizeof(*(vec)->v));\
		(vec)->v[(vec)->n++] = (item);				\
	} while (0)
#define lg_vec_free(vec)						\
	do {								\
		free((vec)->v);						\
		(vec)->v = NULL;					\
		(vec)->n = (vec)->cap = 0;				\
	} while (0)
void *lg_vec_grow(void *v, size_t *cap, size_t size);

typedef LG_VEC(const char *) lg_strings;

/* Strings and paths. */
bool lg_starts(const char *s, const char *prefix);
bool lg_ends(const char *s, const char *suffix);
/* Does @s equal one of the @list's words, taken as fnmatch(3) patterns? */
bool lg_matches_any(const lg_strings *list, const char *s);
/* @path made absolute against @cwd, "." and ".." and "//" folded; no symlink
 * is followed. */
char *lg_path_normal(struct lg_pool *pool, const char *cwd, const char *path);
/* @path as it stands in a finding: relative to @tree (absolute, normal) when
 * it lies inside, else absolute and normal. */
char *lg_path_in_tree(struct lg_pool *pool, const char *tree, const char *cwd,
		      const char *path);
/* Is @path (as in findings) under @dir ("drivers/pci/", or a pattern such as
 * "arch/?/include/")? A @dir without the closing slash names one file, or is a
 * fnmatch(3) pattern. */
bool lg_path_under(const char *path, const char *dir);
/* 64-bit FNV-1a of @s, chained through @seed (LG_HASH_SEED to start). */
#define LG_HASH_SEED 0xcbf29ce484222325ULL
uint64_t lg_hash(uint64_t seed, const char *s);
/* Prints "luoguard: MESSAGE" on stderr and exits 2. */
void lg_die(const char *fmt, ...) LG_PRINTF(1, 2) __attribute__((noreturn));
/* Whole file @path as a NUL-terminated string in @pool; NULL and errno set
 * when it cannot be read. @bytes may be NULL. */
char *lg_read_file(struct lg_pool *pool, const char *path, size_t *bytes);
/* Writes @bytes to a temporary file beside @path, then renames: no reader
 * ever sees half a file. 0, or -1 and errno. */
int lg_write_file(const char *path, const char *data, size_t bytes);

/* ---------------------------------------------------------------- policy.c */
/*
 * What the project decides, and no C code: rules/policy.ini is the default and
 * is compiled in. Its format is described at the top of policy-read.c.
 */

enum lg_zone_kind {
	LG_ZONE_VERSIONED,	/* any layout change needs a new version */
	LG_ZONE_APPEND_ONLY,	/* new members at the end only (uapi) */
};

struct lg_zone {
	const char *dir;	/* "include/linux/kho/abi/", or one header */
	enum lg_zone_kind kind;
};

struct lg_owner {
	const char *dir;	/* "drivers/pci/" */
	const char *name;	/* "the PCI core"; for messages */
	lg_strings structs;	/* tags private wherever they are defined */
	const char *instead;	/* what others do, imperative; or NULL */
};

struct lg_friend {
	const char *path;	/* a file, or a directory with closing slash */
	const char *owner;	/* lg_owner.dir */
	const char *reason;
};

/* Array member that holds compatible strings: [holds luo_file_ser.compatible] */
struct lg_holds {
	const char *tag, *member;
	lg_strings macros;	/* fnmatch patterns of macro names */
};

/* A line of policy that accepts a finding, with its reason. NULL: any. */
struct lg_exception {
	const char *label;	/* [exception LABEL] */
	const char *rule, *tag, *member, *file, *reason;
	const char *policy_file;
	unsigned int line;	/* of its section in @policy_file */
	bool used;		/* matched a finding in this process */
};

struct lg_policy {
	struct lg_pool pool;
	LG_VEC(struct lg_zone) zones;
	LG_VEC(struct lg_owner) owners;
	LG_VEC(struct lg_friend) friends;
	LG_VEC(struct lg_holds) holds;
	LG_VEC(struct lg_exception) exceptions;
	lg_strings kho_headers;	/* "linux/kexec_handover.h": who includes one uses KHO/LUO */
	lg_strings kho_symbols;	/* "kho_*": who mentions one uses KHO/LUO */
	lg_strings ser_names;	/* "*_ser": weak evidence */
	lg_strings stable;	/* dirs whose structs are ABI by themselves: "include/uapi/" */
	lg_strings fixed_types;	/* typedefs that are right in an ABI: "u64" */
	lg_strings loose_types;	/* typedefs whose size or meaning changes: "size_t" */
	lg_strings internal_structs; /* kernel-internal by nature: "list_head" */
	lg_strings version_macros; /* "*_VERSION" */
	lg_strings compatible_macros; /* "*_COMPATIBLE" */
	lg_strings version_members; /* "version" */
	lg_strings rules_off;	/* rules that policy turns off */
};

/* Parses the built-in default. Dies when it is wrong: a test reads it. */
struct lg_policy *lg_policy_default(void);
/* Adds the file @path to @policy, or replaces it when the file says
 * "[policy] replace = yes". On error returns NULL and *@error is
 * "FILE:LINE: what is wrong" (malloc). @policy is consumed either way. */
struct lg_policy *lg_policy_add(struct lg_policy *policy, const char *path,
				char **error);
/* As above, from memory; @name is the file name in messages. */
struct lg_policy *lg_policy_add_text(struct lg_policy *policy,
				     const char *name, const char *text,
				     char **error);
void lg_policy_free(struct lg_policy *policy);
/* The zone (owner) that @path lies in, or NULL; the longest match wins. */
const struct lg_zone *lg_policy_zone(const struct lg_policy *p, const char *path);
const struct lg_owner *lg_policy_owner(const struct lg_policy *p, const char *path);
/* The owner that names struct @tag private wherever it is defined, or NULL. */
const struct lg_owner *lg_policy_names_private(const struct lg_policy *p,
					       const char *tag);
/* May code in @path look at @owner's private things? (owner's own, friend) */
bool lg_policy_may_look(const struct lg_policy *p, const struct lg_owner *owner,
			const char *path);
bool lg_policy_stable(const struct lg_policy *p, const char *path);

/* ----------------------------------------------------------------- facts.c */

/* A place in source. @file is relative to the tree when inside it. */
struct lg_loc {
	const char *file;
	unsigned int line;	/* from 1; 0: no line */
	unsigned int column;	/* from 1, bytes; 0: no column */
	uint64_t origin;	/* the front end's own handle (GCC: location_t) */
};

enum lg_type_kind {
	LG_TYPE_INT,		/* integers and char */
	LG_TYPE_BOOL,
	LG_TYPE_ENUM,
	LG_TYPE_POINTER,
	LG_TYPE_FLOAT,
	LG_TYPE_STRUCT,
	LG_TYPE_UNION,
	LG_TYPE_OTHER,		/* function, vector, ... */
};

/* A member's element type: arrays stripped, typedefs seen through. */
struct lg_type {
	const char *name;	/* as C writes it: "u64", "struct foo *" */
	enum lg_type_kind kind;
	/* Typedef names from the outermost to the innermost: phys_addr_t, u64 */
	lg_strings typedefs;
	const char *base;	/* without typedefs: "unsigned long long" */
	uint64_t bits;		/* of one element */
	uint32_t align;		/* natural alignment, bits */
	/* STRUCT, UNION, ENUM: its tag. POINTER: tag of the struct pointed to.
	 * NULL when there is none. */
	const char *tag;
	/* STRUCT and UNION by value: the definition, also when unnamed. */
	struct lg_struct *def;
};

struct lg_member {
	const char *name;	/* NULL: anonymous struct/union, unnamed bits */
	struct lg_loc loc;	/* caret on the name */
	uint64_t offset;	/* bits from the start of the struct it is in */
	uint64_t bits;		/* whole array; bit-field width; 0 flexible */
	struct lg_type type;
	bool bitfield;
	bool array;
	bool flexible;		/* [] or [0] at the end */
	uint64_t count;		/* elements, dimensions multiplied; 1 */
	uint32_t user_align;	/* __aligned() on the member, bits, else 0 */
	bool packed;		/* __packed on the member */
};

enum lg_evidence_kind {		/* strongest first */
	LG_EV_FLOW,
	LG_EV_ZONE,
	LG_EV_NESTED,
	LG_EV_NAME,
	LG_EV_NONE,
};

struct lg_struct {
	const char *tag;	/* or typedef name; NULL: unnamed, inside another */
	bool is_union;
	bool is_typedef;	/* @tag is a typedef's name of an unnamed struct */
	struct lg_loc loc;	/* caret on the name */
	struct lg_loc end;	/* just behind the closing brace: "}|;" */
	uint64_t bits;
	uint32_t align;		/* bits */
	uint32_t user_align;	/* __aligned(), bits, else 0 */
	bool packed;
	bool randomized;	/* __randomize_layout in force */
	LG_VEC(struct lg_member) members;
	/* Filled by lg_facts_resolve(): */
	enum lg_evidence_kind evidence;
	const char *because;	/* "it lives in the ABI header ..." */
	struct lg_loc because_loc; /* where the evidence stands; file NULL: none */
	const struct lg_zone *zone;	/* that it is defined in, or NULL */
	const struct lg_owner *owner;	/* that it is private to, or NULL */
	/* lg_struct_version()'s answer, found once: */
	bool version_known;
	const struct lg_version *version;
	const char *version_missing;
};

struct lg_macro {
	const char *name;
	struct lg_loc loc;	/* caret on the name */
	const char *body;	/* replacement, white space folded; "" none */
	const char *params;	/* "a, b" for a function-like macro, else NULL */
};

struct lg_include {
	struct lg_loc loc;	/* the #include line */
	const char *header;	/* the file it brought, as in findings */
};

enum lg_use_kind {
	LG_USE_MEMBER,		/* p->m, s.m, designated initializer */
	LG_USE_VALUE,		/* *p read or copied, a variable by value */
	LG_USE_EMBED,		/* a member of another struct, by value */
	LG_USE_SIZE,		/* sizeof, alignof, typeof that completes */
	LG_USE_OFFSET,		/* offsetof, container_of */
	LG_USE_ARITHMETIC,	/* p + 1, p[i], p2 - p1 */
};

/* A use of a private struct outside its owner. */
struct lg_use {
	enum lg_use_kind kind;
	const char *tag;	/* of the private struct */
	const char *member;	/* MEMBER, OFFSET; or the holder's for EMBED */
	const char *function;	/* in which, or NULL */
	struct lg_loc loc;	/* where the user wrote it */
};

struct lg_file;			/* source.c */
struct lg_index;		/* docs.c */

struct lg_facts {
	struct lg_pool pool;
	const struct lg_policy *policy;
	const char *tree;	/* the tree's root, absolute and normal */
	const char *state;	/* directory for caches, or NULL: none */
	const char *main_file;	/* the file being compiled, as in findings */
	LG_VEC(struct lg_struct *) structs;	/* named ones, watched */
	LG_VEC(struct lg_struct *) all;		/* also unnamed: lg_facts_free()'s */
	LG_VEC(struct lg_macro *) macros;	/* of zones and KHO files */
	LG_VEC(struct lg_include) includes;
	LG_VEC(struct lg_use) uses;
	LG_VEC(struct lg_file *) files;		/* lg_facts_file()'s cache */
	struct lg_index *index;			/* docs.c's cache */
	bool zone_read;				/* lg_facts_zone_files()'s */
	struct lg_layout *others;	/* for other machines: variant.c's */
};

struct lg_facts *lg_facts_new(const struct lg_policy *policy, const char *tree,
			      const char *main_file);
/* Frees the lists too: each member owns its type's typedefs, never shared. */
void lg_facts_free(struct lg_facts *facts);
/* A new, empty struct fact; a named one is entered in facts->structs. */
struct lg_struct *lg_facts_add_struct(struct lg_facts *facts, const char *tag);
struct lg_struct *lg_facts_struct(const struct lg_facts *facts, const char *tag);
/* A macro by name: the front end's, else one read from a zone's text. */
struct lg_macro *lg_facts_macro(struct lg_facts *facts, const char *name);
/* Decides zone, owner, evidence and because of every struct. Call once, when
 * the front end has entered everything. */
void lg_facts_resolve(struct lg_facts *facts);
/* Is @s serialized under a versioned zone's rules? False for structs of a
 * stable ABI (uapi), of an append-only zone, and without evidence. */
bool lg_struct_serialized(const struct lg_struct *s);
/* Does a serialized struct of another file reach for @s, which is no ABI? Then
 * @s has other users, and the mend is the holder's. */
bool lg_struct_borrowed(const struct lg_struct *s);
/* "struct foo", "union foo", "foo_ser" (typedef): as the reader writes it. */
const char *lg_struct_name(struct lg_facts *facts, const struct lg_struct *s);
/* Is @m KHO's serializable pointer: a union of one fixed 64-bit integer
 * member and typed pointers to the same thing (DECLARE_KHOSER_PTR)? */
bool lg_member_khoser_ptr(const struct lg_member *m);
/* Does @list name the type: its tag or one of its typedefs? */
bool lg_type_listed(const lg_strings *list, const struct lg_type *t);
/* Is @m a struct or union whose members belong to the struct it is in? */
bool lg_member_unnamed(const struct lg_member *m);
/* Is @t a pointer to a function? Its name or its base says so. */
bool lg_type_function(const struct lg_type *t);
/* Is @t by value a kernel-internal struct: named so by policy, or defined
 * outside every zone and stable ABI and holding a bare pointer or such a
 * struct? It is no contract: the finding is its holder's (abi-type). */
bool lg_type_internal(const struct lg_facts *facts, const struct lg_type *t);

/* ---------------------------------------------------------------- layout.c */
struct lg_hole {
	const struct lg_member *after;	/* NULL: at the start */
	const struct lg_member *before;	/* NULL: trailing padding */
	uint64_t offset, bits;
};
typedef LG_VEC(struct lg_hole) lg_holes;
/* Every hole and the trailing padding of @s as it is laid out; bits of
 * padding inside a bit-field's storage unit count. Unnamed members inside are
 * not descended into: call again on their def. */
void lg_struct_holes(const struct lg_struct *s, lg_holes *holes);

/* A member as the reader of the whole struct sees it. */
struct lg_visit {
	const struct lg_member *m;
	const struct lg_struct *in;	/* the struct, or unnamed one inside */
	uint64_t offset;		/* bits from the outermost's start */
	const char *path;		/* "inner.count" */
};
typedef LG_VEC(struct lg_visit) lg_visits;
/* All members of @s in order; those of unnamed structs and unions inside
 * follow the member that holds them. KHO's serializable pointer is one. */
void lg_struct_members(struct lg_facts *facts, const struct lg_struct *s,
		       lg_visits *list);

/* --------------------------------------------------------------- variant.c */
/* What a compiler for another machine made of the same header. */
struct lg_layout_line {
	const char *tag;
	const char *member;	/* path; "": the struct itself */
	uint64_t offset, bits;
};

struct lg_layout {
	const char *machine;	/* "arm64" */
	struct lg_layout_line *lines;
	size_t n;
	struct lg_layout *next;
};

/* Leaves the layout of every struct of a versioned zone in file @path. 0, or
 * -1 and errno. */
int lg_layout_write(struct lg_facts *facts, const char *path);
/* Enters such a file among facts->others. 0, or -1 and errno. */
int lg_layout_read(struct lg_facts *facts, const char *machine,
		   const char *path);
const struct lg_layout_line *lg_layout_find(const struct lg_layout *l,
					    const char *tag,
					    const char *member);

/* ---------------------------------------------------------------- source.c */
/*
 * Source text: what no compiler keeps. Lines, comments, #define, #include and
 * static_assert() of one file, without preprocessing.
 */
struct lg_comment {
	unsigned int line, end_line;	/* from 1, inclusive */
	size_t start, end;		/* bytes into text, with the marks */
};

struct lg_text_include {
	unsigned int line;
	const char *path;		/* as written between <> or "" */
	bool quoted;
};

struct lg_file {
	const char *path;		/* as in findings */
	const char *text;		/* NULL: could not be read */
	size_t bytes;
	char *code;			/* text without comments and literals:
					 * see the top of source.c */
	LG_VEC(size_t) lines;		/* byte offset of each line's start */
	LG_VEC(struct lg_comment) comments;
	LG_VEC(struct lg_macro *) macros;
	LG_VEC(struct lg_text_include) includes;
	LG_VEC(struct lg_doc *) docs;	/* kerneldoc.c */
	bool docs_read;
};

/* The file's text facts, read once; never NULL (see .text). */
struct lg_file *lg_facts_file(struct lg_facts *facts, const char *path);
/* Parses @text (kept, not copied) as a file @path; used by the tests too. */
struct lg_file *lg_file_parse(struct lg_pool *pool, const char *path,
			      const char *text);
void lg_file_free(struct lg_file *file);
/* Reads every *.h of the versioned zones into facts->files, once. */
void lg_facts_zone_files(struct lg_facts *facts);
/* Line @line (from 1) without its newline, in @pool; NULL: no such line. */
char *lg_file_line(struct lg_pool *pool, const struct lg_file *f,
		   unsigned int line);
/* Byte offset of (line, column) in f->text, or (size_t)-1. */
size_t lg_file_offset(const struct lg_file *f, unsigned int line,
		      unsigned int column);
/* Is byte @at of f->text inside a comment or a string literal? */
bool lg_file_in_comment(const struct lg_file *f, size_t at);
/* Is the size of @s pinned: static_assert(), _Static_assert or BUILD_BUG_ON()
 * comparing sizeof() of it in @f by == (or != for BUILD_BUG_ON)? */
bool lg_file_pins_size(const struct lg_file *f, const struct lg_struct *s);
/* Does @word stand in @f's code as an identifier, outside comments and
 * strings? Word is a fnmatch(3) pattern. */
bool lg_file_mentions(const struct lg_file *f, const char *word);

/* ----------------------------------------------------------------- brace.c */
/* Just behind the closing brace of the definition whose keyword or name stands
 * at @from in @f; file NULL when there is none (made by a macro). */
struct lg_loc lg_file_closing_brace(const struct lg_file *f,
				    struct lg_loc from);

/* ----------------------------------------------------------- conditional.c */
/* One #if ... #endif of a file. */
struct lg_group {
	unsigned int line, end_line;	/* of #if and #endif */
	const char *directive;		/* "if", "ifdef", "ifndef" */
	const char *condition;		/* all of them, joined by "||" */
	bool guard;			/* an include guard: no condition */
};
typedef LG_VEC(struct lg_group) lg_groups;
/* Every one in @f, in the order of their #if; those around a line are the
 * stack of its conditionals, outermost first. */
void lg_file_groups(struct lg_pool *pool, const struct lg_file *f,
		    lg_groups *list);

/* ------------------------------------------------------------- kerneldoc.c */
/*
 * kernel-doc, as scripts/kernel-doc of the kernel tree reads it
 * (Documentation/doc-guide/kernel-doc.rst).
 */
struct lg_doc_param {
	const char *name;		/* "count", "inner.count", "..." */
	unsigned int line;
	const char *text;
	bool in_body;			/* an in-line comment inside the struct */
};

enum lg_doc_kind {
	LG_DOC_SECTION,		/* DOC: title */
	LG_DOC_STRUCT, LG_DOC_UNION, LG_DOC_ENUM, LG_DOC_TYPEDEF,
	LG_DOC_OTHER,		/* function, macro */
};

struct lg_doc {
	enum lg_doc_kind kind;
	const char *name;		/* title, tag or symbol */
	const char *purpose;		/* behind the dash, or NULL */
	unsigned int line, end_line;	/* of the comment */
	LG_VEC(struct lg_doc_param) params;
	const char *text;		/* whole comment, marks stripped */
	/* STRUCT, UNION, TYPEDEF: the definition of @name follows at once, and
	 * its braces stand at these bytes of the file. */
	bool attached;
	size_t body, body_end;
};

/* A member as kernel-doc names it. */
struct lg_doc_slot {
	const char *name;		/* "count", "inner.count" */
	const struct lg_member *member;
};
typedef LG_VEC(struct lg_doc_slot) lg_doc_slots;

/* Reads f's kernel-doc comments into f->docs, once. */
void lg_file_read_docs(struct lg_pool *pool, struct lg_file *f);
/* The kernel-doc of @s: by kind and name, before its definition. NULL: none */
const struct lg_doc *lg_struct_doc(struct lg_facts *facts,
				   const struct lg_struct *s);
/* What the doc says of member @name ("inner.count" for a nested one), in the
 * head comment or in line; NULL: nothing. */
const struct lg_doc_param *lg_doc_member(const struct lg_doc *doc,
					 const char *name);
/* A kernel-doc skeleton for @s with every member in order, as text ending
 * in a newline, to stand before its definition. */
char *lg_struct_doc_skeleton(struct lg_facts *facts, const struct lg_struct *s);
/* Every member of @s that its kernel-doc has to describe, in order: members
 * of an unnamed struct or union too, unless a macro wrote them. */
void lg_struct_doc_slots(struct lg_facts *facts, const struct lg_struct *s,
			 lg_doc_slots *slots);
/* Does @m stand behind a "private:" mark in the body that @doc describes? */
bool lg_doc_hides(struct lg_facts *facts, const struct lg_struct *s,
		  const struct lg_doc *doc, const struct lg_member *m);
/* Byte where the definition of @s begins ("struct", "typedef"), comments in
 * front of it left out; (size_t)-1 when the text does not tell. */
size_t lg_struct_start(const struct lg_file *f, const struct lg_struct *s);
/* The comment that ends before byte @at with only white space between, or
 * NULL. */
const struct lg_comment *lg_file_comment_before(const struct lg_file *f,
						size_t at);
/* The place of byte @at of @f. */
struct lg_loc lg_file_loc(const struct lg_file *f, size_t at);

/* ----------------------------------------------------------------- prose.c */
/* The lines around byte @at of comment @k, up to empty ones. */
void lg_prose_paragraph(const struct lg_file *f, const struct lg_comment *k,
			size_t at, size_t *from, size_t *to);
/* Does the sentence around bytes @at to @end of comment @k speak of another
 * time than now: of what was, will be, or would be if? */
bool lg_prose_history(const struct lg_file *f, const struct lg_comment *k,
		      size_t at, size_t end);
/* The byte of @k where a heading ("Changelog:") begins its history, or its
 * end. */
size_t lg_prose_history_start(const struct lg_file *f,
			      const struct lg_comment *k);

/* ------------------------------------------------------------------ docs.c */
/*
 * What Documentation/ and MAINTAINERS say of a header. Reading them costs as
 * much as compiling a small file, so the answer is kept in facts->state.
 */
/* The .rst with a ".. kernel-doc:: HEADER" directive, or NULL. */
const char *lg_header_rst(struct lg_facts *facts, const char *header);
/* Does an F: entry of MAINTAINERS other than a catch-all cover @header? */
bool lg_header_maintained(struct lg_facts *facts, const char *header);
/* Could Documentation/ and MAINTAINERS be read at all? (a bare tree has none) */
bool lg_tree_has_docs(struct lg_facts *facts);
bool lg_tree_has_maintainers(struct lg_facts *facts);

/* --------------------------------------------------------------- version.c */
enum lg_version_kind {
	LG_VERSION_COMPATIBLE,	/* "luo-v5", or composed of others */
	LG_VERSION_MACRO,	/* a *_VERSION macro beside unversioned strings */
	LG_VERSION_MEMBER,	/* a version member with its macro */
};

struct lg_version {
	enum lg_version_kind kind;
	const struct lg_macro *macro;	/* never NULL */
	const char *value;		/* "luo-v5", "1"; NULL: not constant */
	const char *how;		/* "its kernel-doc says ...": for notes */
};

/* What governs @s, or NULL. *@missing (may be NULL) gets the name of a macro
 * that prose calls governing but no header defines, else NULL. */
const struct lg_version *lg_struct_version(struct lg_facts *facts,
					   const struct lg_struct *s,
					   const char **missing);
typedef LG_VEC(const struct lg_macro *) lg_macros;
/* The macros that @file itself defines, in its order. */
void lg_file_macros(struct lg_facts *facts, const char *file,
		    lg_macros *list);
/* Is @m an object-like *_VERSION macro with a constant body? */
bool lg_macro_is_version(struct lg_facts *facts, const struct lg_macro *m);
/* The *_VERSION macro of @m's file that versions compatible macro @m. */
const struct lg_macro *lg_macro_beside(struct lg_facts *facts,
				       const struct lg_macro *m);
/* The string that @m expands to: pieces joined, macros and __stringify()
 * resolved, a "#param" as "<param>"; NULL: not a string. */
const char *lg_macro_string(struct lg_facts *facts, const struct lg_macro *m);
bool lg_macro_is_compatible(struct lg_facts *facts, const struct lg_macro *m);
/* Does compatible string @s say a version ("luo-v5", "a;b-v1", "x-v<i>")? */
bool lg_compatible_versioned(const char *s);

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
	char fingerprint[17];	/* hex of rule, struct, member, file */
	LG_VEC(struct lg_note) notes;
	LG_VEC(struct lg_insert) inserts;
	LG_VEC(struct lg_replace) replaces;
	bool mends;		/* these two, applied whole, mend it */
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
/* u8, u16, ... are known in @file, or will be: an #include is added. */
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
/* Stands, in the text that is inserted into a new file, for what a finding's
 * replacements take away elsewhere. */
#define LG_EDIT_MOVED "\f"
/* Moves the definition of @s, and @version (may be NULL), to @to, which is not
 * there yet. */
bool lg_edit_move(struct lg_check *c, struct lg_finding *f,
		  const struct lg_struct *s, const struct lg_macro *version,
		  const char *to);

#ifdef __cplusplus
}
#endif
#endif /* LUOGUARD_H */
