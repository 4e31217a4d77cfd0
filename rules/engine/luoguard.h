/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * luoguard.h - the engine's header, sectioned by file: memory and facts.
 * It brings policy.h, text.h (what source text says), flows.h and findings.h
 * along.
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
/* Splits @line at its tabs into @n fields; false: it has another number. */
bool lg_split_tabs(char *line, char **fields, int n);
/* Does @s equal one of the @list's words, taken as fnmatch(3) patterns? */
bool lg_matches_any(const lg_strings *list, const char *s);
/* @path made absolute against @cwd, "." and ".." and "//" folded; no symlink
 * is followed. */
char *lg_path_normal(struct lg_pool *pool, const char *cwd, const char *path);
/* @path as it stands in a finding: relative to @tree (absolute, normal) when
 * it lies inside, else absolute and normal. */
char *lg_path_in_tree(struct lg_pool *pool, const char *tree, const char *cwd,
		      const char *path);
/* What symbolic links make of it: the same for the file that @path (absolute,
 * any "../" in it) leads to, or NULL: nowhere in @tree. */
char *lg_path_followed(struct lg_pool *pool, const char *tree,
		       const char *path);
/* Is @path (as in findings) under @dir ("drivers/pci/", or a pattern such as
 * "arch/?/include/")? A @dir without the closing slash names one file, or is a
 * fnmatch(3) pattern. */
bool lg_path_under(const char *path, const char *dir);
/* 64-bit FNV-1a of @s, chained through @seed (LG_HASH_SEED to start). */
#define LG_HASH_SEED 0xcbf29ce484222325ULL
uint64_t lg_hash(uint64_t seed, const char *s);
/* The same of the eight bytes of @n, the low one first. */
uint64_t lg_hash_number(uint64_t seed, uint64_t n);
/* Prints "luoguard: MESSAGE" on stderr and exits 2. */
void lg_die(const char *fmt, ...) LG_PRINTF(1, 2) __attribute__((noreturn));
/* Whole file @path as a NUL-terminated string in @pool; NULL and errno set
 * when it cannot be read. @bytes may be NULL. */
char *lg_read_file(struct lg_pool *pool, const char *path, size_t *bytes);
/* The same of a file of a tree, which is not to be trusted: only a plain file,
 * of no more bytes than a source file can have. */
#define LG_MAX_SOURCE (64u << 20)
char *lg_read_source(struct lg_pool *pool, const char *path, size_t *bytes);
/* Writes @bytes to a temporary file beside @path, then renames: no reader
 * ever sees half a file. 0, or -1 and errno. */
int lg_write_file(const char *path, const char *data, size_t bytes);

#include "policy.h"

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
	bool no_layout;		/* the front end knows of no size or offset,
				 * and not of every member */
	bool randomized;	/* __randomize_layout in force */
	LG_VEC(struct lg_member) members;
	/* Filled by lg_facts_resolve(): */
	enum lg_evidence_kind evidence;
	const char *because;	/* "it lives in the ABI header ..." */
	const struct lg_flow *flow;	/* its way into KHO, or NULL */
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

/* An enumerator of a zone's header. */
struct lg_enumerator {
	const char *name;
	const char *of;		/* its enum's tag; "": it has none */
	int64_t value;
	bool last;		/* of its enum */
	struct lg_loc loc;
};

struct lg_include {
	struct lg_loc loc;	/* the #include line */
	const char *header;	/* the file it brought, as in findings */
	const char *link;	/* the symbolic link that led there, or NULL */
	bool forced;		/* by -include: @loc has no line */
};

enum lg_use_kind {
	LG_USE_MEMBER,		/* p->m, s.m, designated initializer */
	LG_USE_VALUE,		/* *p read or copied, a variable by value */
	LG_USE_EMBED,		/* a member of another struct, by value */
	LG_USE_SIZE,		/* sizeof, alignof, typeof that completes */
	LG_USE_OFFSET,		/* offsetof, container_of */
	LG_USE_ARITHMETIC,	/* p + 1, p[i], p2 - p1 */
	LG_USE_BYTES,		/* memcpy(to, p, n), *(u32 *)p */
};

/* A use of a private struct outside its owner. */
struct lg_use {
	enum lg_use_kind kind;
	const char *tag;	/* of the private struct */
	const struct lg_struct *def;	/* its definition, when there is one */
	const char *member;	/* MEMBER, OFFSET; or the holder's for EMBED */
	const char *via;	/* BYTES: "memcpy()", "u32"; or NULL */
	const char *function;	/* in which, or NULL */
	struct lg_loc loc;	/* where the user wrote it */
	/* @via is a function that is given a void pointer and does, itself or
	 * by others, @inside_via to it there; else file NULL: */
	struct lg_loc inside;
	const char *inside_via;	/* as @via */
};

/* How a header says that a member is private. */
enum lg_mark {
	LG_MARK_NONE,
	LG_MARK_ATTRIBUTE,	/* __private */
	LG_MARK_COMMENT,	/* behind "private:", up to "public:" */
};

/* A use of a member that is marked private, by no accessor. */
struct lg_member_use {
	const char *tag, *member;
	const char *of;		/* "struct foo"; as the reader writes it */
	enum lg_mark mark;
	struct lg_loc declared;	/* the member, in its header */
	struct lg_loc loc;	/* where the user wrote it */
	const char *written_in;	/* the file that names the member: loc's, or
				 * that of a macro which stands there */
};

struct lg_file;			/* source.c */
struct lg_index;		/* docs.c */
struct lg_shapes;		/* shapes.c */
struct lg_flow;			/* flows.h */
struct lg_ops;			/* flows.h */
struct lg_order;		/* flows.h */

enum lg_access_kind {
	LG_ACCESS_READ,
	LG_ACCESS_WRITE,
	LG_ACCESS_BOTH,		/* its address is taken, or it is handed on */
	LG_ACCESS_ZERO,		/* all members are written as zero */
};

/* Code reads a member of a blob before it compared the blob's version. */
struct lg_unchecked {
	const char *tag, *member;
	const char *version;	/* the member that was to be compared */
	const char *function;
	bool compared;		/* elsewhere, or later */
	struct lg_loc loc;
};

/* Code reads or writes a serialized struct. */
struct lg_access {
	enum lg_access_kind kind;
	const char *tag;
	const char *member;	/* NULL: all of them */
	const char *function;
	bool before, after;	/* the kexec; neither or both: not known */
	struct lg_loc loc;
};

struct lg_facts {
	struct lg_pool pool;
	const struct lg_policy *policy;
	const char *tree;	/* the tree's root, absolute and normal */
	const char *state;	/* directory for caches, or NULL: none */
	const char *main_file;	/* the file being compiled, as in findings */
	LG_VEC(struct lg_struct *) structs;	/* named ones, watched */
	LG_VEC(struct lg_struct *) all;		/* also unnamed: lg_facts_free()'s */
	LG_VEC(struct lg_macro *) macros;	/* of zones and KHO files */
	LG_VEC(struct lg_enumerator) enumerators;
	LG_VEC(struct lg_include) includes;
	LG_VEC(struct lg_use) uses;
	LG_VEC(struct lg_member_use) member_uses;
	LG_VEC(struct lg_flow *) flows;
	LG_VEC(struct lg_access) accesses;
	LG_VEC(struct lg_unchecked) unchecked;
	LG_VEC(struct lg_ops *) ops;
	LG_VEC(struct lg_order *) orders;
	LG_VEC(struct lg_file *) files;		/* lg_facts_file()'s cache */
	struct lg_index *index;			/* docs.c's cache */
	struct lg_shapes *shapes;		/* shapes.c's */
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

#ifdef __cplusplus
}
#endif

#include "text.h"
#include "flows.h"
#include "findings.h"
#include "contract.h"

#endif /* LUOGUARD_H */
