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
	const char *cwd;
	bool json;
	int fail_on;		/* enum lg_severity; LG_NEVER */
	lg_strings rules;	/* empty: all */
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
	const char *path;		/* as in findings */
	const struct lg_zone *zone;
	const struct lg_owner *owner;
};

const struct lg_place *lg_place_of(location_t loc);
const struct lg_place *lg_place_of_name(const char *linemap_name);
/* The file that the preprocessor is in: no look-up, for what comes often. */
const struct lg_place *lg_place_being_read(void);
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
/* Structs private to an owner that are complete in this unit. */
void lg_private_add(tree type, const char *tag);
const char *lg_private_tag(tree type);	/* NULL: not private */
bool lg_private_any(void);
bool lg_private_struct(const char *tag);
/* Has @type the members of one of them, by name? Call when there are any. */
bool lg_private_alike(tree type);

/* ------------------------------------------------------------------ uses.c */
void lg_uses_type(tree type);
void lg_uses_function(void *gcc_fndecl, void *unused);
/* A variable at file scope, and its initializer. */
void lg_uses_decl(tree decl);
void lg_uses_add(enum lg_use_kind kind, const char *tag, const char *member,
		 location_t loc);

/* ------------------------------------------------------------- uses-text.c */
/* sizeof, offsetof and their kin are constants before a plugin sees a tree:
 * found in the text, with the names of the unit's private pointers. */
void lg_text_pointer(const char *name, const char *tag, const char *file,
		     unsigned int first_line, unsigned int last_line);
void lg_uses_text(void);

/* ---------------------------------------------------------------- macros.c */
void lg_macros_start(void);
void lg_macros_finish(void);

/* -------------------------------------------------------------- includes.c */
void lg_includes_finish(void);

/* --------------------------------------------------------------- variant.c */
/* Takes the arguments layout, compare and errors. False: it is another. */
bool lg_variant_option(const char *key, const char *value);
/* Do errors of GCC leave the facts what they are? The caller says so. */
bool lg_variant_tolerates(void);
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
