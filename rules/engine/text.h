/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * text.h - the engine: what source text says that no compiler keeps, sectioned
 * by file. Part of luoguard.h; include that.
 */
#ifndef LUOGUARD_TEXT_H
#define LUOGUARD_TEXT_H

#ifdef __cplusplus
extern "C" {
#endif

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
	bool types_asked, types_known;	/* u8, u16, ...: edit.c's */
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
/* Does byte @at of @f stand behind one? */
bool lg_doc_hides_at(const struct lg_file *f, const struct lg_doc *doc,
		     size_t at);
/* Byte where the definition of @s begins ("struct", "typedef"), comments in
 * front of it left out; (size_t)-1 when the text does not tell. */
size_t lg_struct_start(const struct lg_file *f, const struct lg_struct *s);
/* The comment that ends before byte @at with only white space between, or
 * NULL. */
const struct lg_comment *lg_file_comment_before(const struct lg_file *f,
						size_t at);
/* The place of byte @at of @f. */
struct lg_loc lg_file_loc(const struct lg_file *f, size_t at);

/* ----------------------------------------------------------- privatemark.c */
/* Lines, both inclusive, whose declarations a header may mark private. */
struct lg_mark_range {
	unsigned int first, last;
};
typedef LG_VEC(struct lg_mark_range) lg_mark_ranges;
/* Those of a header's raw @text, some of them wrong; @comments: not __private
 * alone. Costs little more than reading the text. */
void lg_text_mark_ranges(const char *text, bool comments,
			 lg_mark_ranges *ranges);
/* How the member declared at @member is marked: parses its file. */
enum lg_mark lg_member_mark(struct lg_facts *facts,
			    const struct lg_loc *member, bool comments);

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
/* Bytes of the sentence at @s, which ends at ". ", at an empty line, and where
 * "@member:" starts. */
size_t lg_prose_sentence(const char *s);
/* Do the @n bytes at @s tell their reader to change a version, or what one
 * versions? */
bool lg_prose_governs(const char *s, size_t n);

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

/* ---------------------------------------------------------------- shapes.c */
/* The private struct, known from its owner's text, that another one repeats. */
struct lg_original {
	const char *tag;
	const char *name;		/* "struct foo", as C writes it */
	struct lg_loc loc;
};

/* For front ends, which see thousands of structs: does any owner's struct begin
 * with a member @name? Has one these members, unnamed structs opened up? */
bool lg_shapes_begin(struct lg_facts *facts, const char *name);
bool lg_shapes_named(struct lg_facts *facts, const char *const *names,
		     size_t n);
/* Fills *@original when @s has the members of an owner's struct by name, type
 * and order; where it lies is not asked. */
bool lg_struct_original(struct lg_facts *facts, const struct lg_struct *s,
			struct lg_original *original);

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

#ifdef __cplusplus
}
#endif
#endif /* LUOGUARD_TEXT_H */
