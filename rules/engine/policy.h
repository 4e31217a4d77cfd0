/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * policy.h - the engine: what the project decides. Part of luoguard.h; include
 * that.
 */
#ifndef LUOGUARD_POLICY_H
#define LUOGUARD_POLICY_H

#ifdef __cplusplus
extern "C" {
#endif

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
	lg_strings open_files;	/* what lies under @dir and is for all */
	lg_strings more_files;	/* its own, and not under @dir */
	const char *instead;	/* what others do, imperative; or NULL */
};

struct lg_friend {
	const char *path;	/* a file, or a directory with closing slash */
	lg_strings owners;	/* lg_owner.dir of each */
	lg_strings structs;	/* patterns of the tags it may look into */
	const char *reason;
};

/* Headers that mark members private: [private-members include/linux/foo.h] */
struct lg_private_members {
	const char *headers;	/* one, a directory with its slash, a pattern */
	size_t plain;		/* bytes of it before a wild card, or all */
	lg_strings owners;	/* files and directories that may use them */
	bool only_attribute;	/* comments say what is documented, no more */
	const char *instead;	/* what others do, imperative; or NULL */
};

/* Array member that holds compatible strings: [holds luo_file_ser.compatible] */
struct lg_holds {
	const char *tag, *member;
	lg_strings macros;	/* fnmatch patterns of macro names */
};

/* A struct of callbacks: [callbacks liveupdate_file_ops] */
struct lg_callbacks {
	const char *tag;
	lg_strings required;	/* an initializer has to have them */
	lg_strings before;	/* run before the kexec ... */
	lg_strings after;	/* ... and after it */
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
	LG_VEC(struct lg_private_members) private_members;
	LG_VEC(struct lg_holds) holds;
	LG_VEC(struct lg_callbacks) callbacks;
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
	lg_strings accessors;	/* macros that may: "ACCESS_PRIVATE" */
	lg_strings byte_calls;	/* functions that want a pointer's bytes */
	lg_strings rules_off;	/* rules that policy turns off */
	bool nested_suffices;	/* the version of a struct that is held is
				 * enough for its holder */
	/* [flow]; flow-words.c knows its words: */
	lg_strings flow_hands;	/* memory that is handed to the next kernel */
	lg_strings flow_takes;	/* ... taken from the previous one */
	lg_strings flow_trees;	/* what goes into and comes out of a tree */
	lg_strings flow_members; /* "TAG.MEMBER" that hold such an address */
	lg_strings flow_addresses; /* pointer to address: "virt_to_phys" */
	lg_strings flow_pointers; /* address to pointer: "phys_to_virt" */
	lg_strings flow_pages;	/* structs that stand for memory: "folio" */
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
/* The zone (owner) that @path lies in, or NULL; the longest match wins. What
 * an owner keeps open is nobody's. */
const struct lg_zone *lg_policy_zone(const struct lg_policy *p, const char *path);
const struct lg_owner *lg_policy_owner(const struct lg_policy *p, const char *path);
/* Does @path lie where @owner keeps its own, or under an owner inside it? */
bool lg_policy_owns(const struct lg_owner *owner, const char *path);
/* The owner that names struct @tag private wherever it is defined, or NULL. */
const struct lg_owner *lg_policy_names_private(const struct lg_policy *p,
					       const char *tag);
/* May code in @path include @owner's headers? Its own code, that of owners
 * inside it, and friends; an owner's code has no such right to one inside. */
bool lg_policy_may_look(const struct lg_policy *p, const struct lg_owner *owner,
			const char *path);
/* May it look into @owner's struct @tag? A friend only where policy says. */
bool lg_policy_may_see(const struct lg_policy *p, const struct lg_owner *owner,
		       const char *tag, const char *path);
bool lg_friend_of(const struct lg_friend *f, const struct lg_owner *owner);
bool lg_policy_stable(const struct lg_policy *p, const char *path);
/* What covers header @path, or NULL; the longest match wins. */
const struct lg_private_members *
lg_policy_private_members(const struct lg_policy *p, const char *path);
/* May code written in @path use what headers of @m mark private? They may
 * themselves. */
bool lg_policy_may_use(const struct lg_policy *p,
		       const struct lg_private_members *m, const char *path);

#ifdef __cplusplus
}
#endif
#endif /* LUOGUARD_POLICY_H */
