/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * plugin.h - the GCC front end, sectioned by file.
 *
 * GCC's trees become facts here and nowhere else; rules/ decides, and
 * diagnostics.c prints. Trees are read when a type or function is finished and
 * never kept, but for the few that struct.c marks for the garbage collector.
 * Nothing here makes a tree, a declaration or a type: objects compiled with
 * the plugin must be the ones compiled without it.
 */
#ifndef LG_PLUGIN_H
#define LG_PLUGIN_H

#include "gcc.h"
#include "luoguard.h"

/* --------------------------------------------------------------- options.c */
struct lg_options {
	const char *tree;	/* absolute, normal; NULL: not a kernel tree */
	const char *build;	/* where .luoguard/ lives, or NULL: nowhere */
	const char *unit;	/* "mm/memfd_luo.o" */
	const char *state;	/* for the engine's caches, or NULL */
	const char *record;	/* write the unit's record there, print nothing */
	const char *facts;	/* write the facts there, as JSON lines */
	const char *files;	/* write there which files were read */
	const char *root;	/* all that is left of the files; or NULL */
	const char *cwd;
	bool json;
	int fail_on;		/* enum lg_severity; LG_NEVER */
	lg_strings rules;	/* empty: all */
	bool privacy;		/* a private-* rule is among them */
	bool flows;		/* one about what is serialized is */
	struct lg_policy *policy;
};

#define LG_NEVER (LG_ERROR + 1)

extern struct lg_options lg_options;
extern struct lg_pool lg_plugin_pool;	/* as long as the compiler runs */

/* Reads -fplugin-arg-luoguard-*. False after a clear error on stderr. */
bool lg_options_read(struct plugin_name_args *args);
/* What needs the compiler's own options: the unit. At PLUGIN_START_UNIT. */
void lg_options_unit(void);
/* Takes -fplugin* out of the options that -g records in DW_AT_producer, so
 * that objects with debug information are the same too. */
void lg_options_hide(const struct plugin_name_args *args);

/* ----------------------------------------------------------------- place.c */
/* What a source file is to the policy; found once a file. */
struct lg_place {
	const char *path;		/* as in findings; no symbolic link */
	const char *link;		/* the link that leads there, or NULL */
	const struct lg_zone *zone;
	const struct lg_owner *owner;
	const struct lg_private_members *members;
	bool is_public;			/* below an include/ for all */
	bool shared;			/* under some include/ */
};

const struct lg_place *lg_place_of(location_t loc);
const struct lg_place *lg_place_of_name(const char *linemap_name);
/* Where the user wrote @loc: a macro's expansion, or the spelling of a
 * macro's argument. */
location_t lg_user_location(location_t loc);
struct lg_loc lg_loc_of(location_t loc);
/* The location_t for @loc: its origin, else looked up by file, line and
 * column; UNKNOWN_LOCATION when the file is not part of this compilation. */
location_t lg_location_of(const struct lg_loc *loc);

/* ----------------------------------------------------------------- types.c */
void lg_type_finished(void *gcc_type, void *unused);
/* A typedef was declared: it may name a struct that has no tag. */
void lg_type_named(tree typedef_decl);
/* Tag or typedef name of a struct or union type; NULL: none. */
const char *lg_type_tag(tree type);
/* The TYPE_DECL that names an unnamed struct, or NULL_TREE. */
tree lg_type_typedef(tree type);
/* Type, arrays stripped, main variant. */
tree lg_type_element(tree type);

/* ---------------------------------------------------------------- struct.c */
/* The fact for @type (complete struct or union), made once. */
struct lg_struct *lg_struct_extract(tree type);
/* Keeps what struct.c holds from the garbage collector. */
void lg_struct_mark(void);
void lg_struct_finish_pointees(void);

/* --------------------------------------------------------------- private.c */
/* A struct private to an owner that this unit's file may not look into. */
struct lg_private {
	const char *tag;
	const struct lg_owner *owner;
	const struct lg_struct *def;	/* NULL: only declared in this unit */
};

/* @type is complete here, and private. */
void lg_private_add(tree type, const char *tag, const struct lg_owner *owner,
		    const struct lg_struct *s);
/* Is there one that is complete? */
bool lg_private_any(void);
/* The complete one that @type is; NULL: none. */
const struct lg_private *lg_private_of(tree type);
/* The one that type @pointer points to, complete or only declared. */
const struct lg_private *lg_private_pointee(tree pointer);
/* The complete one whose tag, or typedef's name, is the @n bytes at @s. */
const struct lg_private *lg_private_tagged(const char *s, size_t n);
const struct lg_private *lg_private_typedef(const char *s, size_t n);
/* Is the tag or a typedef's name of a complete one somewhere in @text? */
bool lg_private_spoken(const char *text);
/* Remembers a typedef: it may name a struct that turns out to be private. */
void lg_private_note_typedef(tree typedef_decl);
/* Has the complete struct @type a member that points to a private one? */
bool lg_private_held(tree type);
/* Does policy name any that this unit's file may not look into? */
bool lg_private_expected(void);
/* Has this unit's text named one of these so far? */
bool lg_private_met(void);
/* Has @type the members of one of them, by name? Call when there are any. */
bool lg_private_alike(tree type);

/* ----------------------------------------------------------------- lines.c */
/* From now on, remembers which lines the preprocessor did not leave out. */
void lg_lines_start(void);
/* Calls @fn with each file that has such lines, until it gives false. */
void lg_lines_files(bool (*fn)(const struct lg_place *place));
bool lg_lines_compiled(const struct lg_place *place, unsigned int line);

/* ------------------------------------------------------------------ uses.c */
void lg_uses_type(tree type);
void lg_uses_function(void *gcc_fndecl, void *unused);
/* A variable or function at file scope, and its initializer. */
void lg_uses_decl(tree decl);
/* The first private struct is complete: what was declared before? */
void lg_uses_before(void);
/* What is used, to lg_uses_add(). */
struct lg_deed {
	enum lg_use_kind kind;
	const struct lg_private *what;
	const char *member = NULL, *via = NULL;	/* as in struct lg_use */
	const char *function = NULL;	/* NULL: the one that is walked */
	location_t inside = 0;		/* as in struct lg_use; 0: nowhere */
	const char *inside_via = NULL;
};
void lg_uses_add(const struct lg_deed *deed, location_t loc);

/* ------------------------------------------------------------ uses-bytes.c */
/* Is conversion, call or calculation @t one that reaches for the bytes behind a
 * pointer to a private struct? Tells of it, at @loc when it has no place. */
void lg_bytes_use(tree t, location_t loc, const char *function);
/* The private struct that @t, under its conversions, is a pointer to; NULL */
const struct lg_private *lg_bytes_token(tree t);
/* "memcpy()", when @call is one of policy's; NULL: it is another. */
const char *lg_bytes_call(tree call);
/* What @type is called: "u32", "struct foo"; NULL: it has no name. */
const char *lg_bytes_word(tree type);

/* ----------------------------------------------------------- uses-helper.c */
/* A call at @loc in function @in gives a token of @what to @fn's parameter
 * number @param. Tells of it when @fn reaches for its bytes, then or when
 * lg_helper_defined() comes. */
void lg_helper_given(tree fn, int param, const struct lg_private *what,
		     const char *in, location_t loc);
void lg_helper_defined(tree fn);
/* A variable of @fn, which is called @in, is assigned a token of @what. */
void lg_helper_variable(tree fn, tree var, const struct lg_private *what,
			const char *in);

/* ------------------------------------------------------------ uses-chain.c */
/* What the unit's names are, for uses-text.c. */
enum lg_name_role { LG_NAME_VARIABLE, LG_NAME_FUNCTION, LG_NAME_MEMBER };
struct lg_name {
	enum lg_name_role role;
	const char *name;
	tree type;			/* a function's: of what it gives */
	const char *file;		/* NULL: everywhere */
	unsigned int first, last;	/* lines; 0: everywhere */
};

void lg_text_name(const struct lg_name *name);
/* The line that the block ends at which @loc stands in; 0: it is in none, or in
 * a very long one. */
unsigned int lg_text_block_end(const struct lg_loc *loc);
/* A struct of the unit is complete: its members have names. */
void lg_text_struct(tree type);
/* Keeps what uses-chain.c holds from the garbage collector. */
void lg_text_mark(void);

/* ------------------------------------------------------------- uses-text.c */
/* sizeof, offsetof and their kin are constants before a plugin sees a tree:
 * found in the text, with the names that the unit has. */
void lg_uses_text(void);
/* Do the unit's macros stand for more text than is looked into? */
bool lg_uses_exhausted(void);

/* --------------------------------------------------------------- members.c */
/* A member that its header may mark private, of a unit that is not its owner.
 * What the text says is asked when it is used: lg_member_private(). */
struct lg_private_member {
	const char *tag, *name;
	const char *of;		/* "struct foo"; a typedef's name */
	const struct lg_place *home;
	location_t loc;
	uint64_t offset;	/* bytes; of a member without one, UINT64_MAX */
	struct lg_private_member *holder; /* it lies in, by name; or NULL */
	bool is_typedef;	/* @tag is a typedef's name */
	bool asked;
	enum lg_mark mark;
};

/* @type, called @tag, is complete in @place. */
void lg_members_type(tree type, const char *tag, const struct lg_place *place);
bool lg_members_any(void);
void lg_members_function(void *gcc_fndecl, void *unused);
/* A variable at file scope, and its initializer. */
void lg_members_decl(tree decl);
/* Enters a use at @loc, in which @file names the member; not if it may. */
void lg_members_add(struct lg_private_member *m, const struct lg_loc *loc,
		    const char *file);

/* ---------------------------------------------------------- members-text.c */
/* What is no expression in a tree, or has no location there: ".m = x" in the
 * declaration or literal at @loc ... */
void lg_members_designator(struct lg_private_member *m, location_t loc);
/* ... a member whose name stands in the statement from @loc on ... */
bool lg_members_named(struct lg_private_member *m, struct lg_loc *loc);
/* ... and "struct foo, m" as offsetof() and its kin take it, in the unit's
 * own file and the headers beside it. */
void lg_members_text(struct lg_private_member *const *members, size_t n);
void lg_members_finish(void);

/* ---------------------------------------------------------------- macros.c */
/* Is @word a macro that the unit defines? Its definition, and where. */
const char *lg_macro_definition(const char *word, location_t *loc);
void lg_macros_start(void);
/* The definition of macro @name now, without a place; NULL: it is none. */
struct lg_macro *lg_macro_now(const char *name, size_t length);
void lg_macros_finish(void);

/* -------------------------------------------------------------- includes.c */
void lg_includes_start(void);
void lg_includes_finish(void);
/* Writes the tree's files that GCC has read to @path, one a line. False and
 * errno. */
bool lg_includes_write(const char *path);

/* --------------------------------------------------------------- variant.c */
/* Takes the arguments layout, compare, contract and errors. False: it is
 * another. */
bool lg_variant_option(const char *key, const char *value);
/* Do errors of GCC leave the facts what they are? The caller says so. */
bool lg_variant_tolerates(void);
/* An error when a file's own text says that it is another file: findings would
 * be told of that one, and its zone would count. Only in runs with errors=. */
void lg_variant_check(void);
/* Are the unit's contracts asked for? */
bool lg_variant_contract(void);
/* Writes and reads what is exchanged with the compiler's other runs. */
void lg_variant_finish(void);

/* ----------------------------------------------------------- diagnostics.c */
/* Prints @f as a GCC diagnostic; never counts as an error or a warning. */
void lg_diagnose(const struct lg_finding *f);

/* ------------------------------------------------------------------ flow.c */
/* Enters the flows of units that use KHO or LUO, from SSA: see flow.h. */
void lg_flow_register(const char *plugin);

/* ------------------------------------------------------------------ main.c */
/* Ends the unit, and the compiler: nothing else of the compile is wanted. */
void lg_unit_finish_early(void);
extern struct lg_facts *lg_facts;	/* of this unit; NULL: not watching */

#endif /* LG_PLUGIN_H */
