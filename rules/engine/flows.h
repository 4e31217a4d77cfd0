/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flows.h - the engine: memory that code hands to the next kernel or takes from
 * the previous one, sectioned by file. Part of luoguard.h; include that.
 */
#ifndef LUOGUARD_FLOWS_H
#define LUOGUARD_FLOWS_H

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------------ flow-words.c */
/*
 * A word of policy's [flow]: "kho_add_subtree:2" (its second argument),
 * "kho_alloc_preserve:return", "kho_retrieve_subtree:*2" (what the second
 * argument points to), "fdt_property:1:3" (the tree and what goes into it),
 * "KHOSER_STORE_PTR" (a macro).
 */
struct lg_flow_word {
	const char *name;
	int arg;		/* from 1; 0: the return value; -1: a macro */
	bool deref;		/* what the argument points to */
	int tree;		/* the argument that is the tree; 0: none */
	struct lg_flow_word *next; /* of the same name */
};

/* Parses @word; strings go to @pool. False: it is no such word. @trees: it
 * names a tree as well. */
bool lg_flow_word(struct lg_pool *pool, const char *word, bool trees,
		  struct lg_flow_word *w);

/* ------------------------------------------------------------------ flow.c */
enum lg_flow_what {
	LG_FLOW_ARGUMENT,	/* a call takes it */
	LG_FLOW_RESULT,		/* a call gives it */
	LG_FLOW_OUTPUT,		/* a call stores its address behind @arg */
	LG_FLOW_MEMBER,		/* its address is kept in a member */
	LG_FLOW_MACRO,		/* a macro makes or reads its address */
	LG_FLOW_STRUCT,		/* a serialized struct holds its address */
};

enum lg_flow_step_kind {
	LG_STEP_SEED,		/* what makes it serialized; always the first */
	LG_STEP_PASS,		/* handed to function @name */
	LG_STEP_RETURN,		/* returned by function @name */
	LG_STEP_STORE,		/* kept in member or variable @name */
	LG_STEP_LOAD,		/* taken from there */
	LG_STEP_ADDRESS,	/* a pointer to an address, by @name */
	LG_STEP_POINTER,	/* an address to a pointer, by @name */
	LG_STEP_COPY,		/* copied as bytes */
	LG_STEP_TREE,		/* a property of a tree that is handed over */
	LG_STEP_HOLDS,		/* struct @name, which is serialized, holds
				 * its address */
	LG_STEP_TYPED,		/* variable @name says which struct it is; last */
};

struct lg_flow_step {
	enum lg_flow_step_kind kind;
	const char *name;	/* or NULL */
	const char *function;	/* in which it happens, or NULL */
	struct lg_loc loc;
};

/* One way of a struct's bytes into KHO or out of it. */
struct lg_flow {
	const char *tag;	/* the struct's */
	bool in;		/* after the kexec; false: before it */
	bool part;		/* only as a part of what is handed over */
	enum lg_flow_what what;
	const char *name;	/* of the call, macro, member or struct */
	const char *holder;	/* MEMBER: tag of the struct it is in */
	int arg;		/* ARGUMENT, OUTPUT: from 1 */
	/* From the call (member, ...) to where the struct is seen. */
	LG_VEC(struct lg_flow_step) steps;
};

/* One member of an initializer of callbacks. */
struct lg_callback {
	const char *member;
	const char *function;
	bool idle;		/* does nothing but return a constant */
	struct lg_loc loc;	/* of the function */
};

/* An initializer of a struct of callbacks that policy knows. */
struct lg_ops {
	const struct lg_callbacks *of;
	const char *name;	/* the variable's, or NULL */
	struct lg_loc loc;
	bool open;		/* members may be set elsewhere, too */
	LG_VEC(struct lg_callback) members;
};

/* A new, empty initializer among the facts. */
struct lg_ops *lg_ops_add(struct lg_facts *facts);
const struct lg_callbacks *lg_policy_callbacks(const struct lg_policy *p,
					       const char *tag);

/* A word of a buffer that is handed over: "PCI_EXP_DEVCTL". */
struct lg_word {
	const char *what;
	struct lg_loc loc;	/* where it is written */
};

/* A buffer whose words are filled one behind the other. */
struct lg_order {
	const char *buffer;	/* the variable's or member's name */
	const char *function;
	unsigned int id;	/* the front end's, of what counts the words */
	LG_VEC(struct lg_word) words;
};

/* The order of @buffer in @function that @id counts; made when missing. */
struct lg_order *lg_order_find(struct lg_facts *facts, const char *function,
			       const char *buffer, unsigned int id);

/* A new flow among the facts, like @seed but without steps. */
struct lg_flow *lg_flow_add(struct lg_facts *facts, const struct lg_flow *seed,
			    const char *tag);
/* Adds a copy of @step behind the others. */
void lg_flow_step(struct lg_facts *facts, struct lg_flow *flow,
		  struct lg_flow_step step);
/* Of every struct outside the zones that has flows: evidence and because. */
void lg_flow_resolve(struct lg_facts *facts);
/* The first flow of struct @tag, before the kexec when there is one; or NULL. */
const struct lg_flow *lg_flow_of(const struct lg_facts *facts, const char *tag);
/* What makes @flow one, a sentence without its subject: "kho_add_subtree()
 * hands it to the next kernel". */
const char *lg_flow_because(struct lg_facts *facts, const struct lg_flow *flow);
/* Step @i of @flow for the reader, who comes from the step before; NULL:
 * nothing that one wants to read. */
const char *lg_flow_step_text(struct lg_facts *facts,
			      const struct lg_flow *flow, size_t i);

/* Frees the lists of flows, accesses and callbacks. */
void lg_flow_free(struct lg_facts *facts);
struct lg_check;
struct lg_finding;
/* A note for each step of @flow. */
void lg_flow_notes(struct lg_check *c, struct lg_finding *f,
		   const struct lg_flow *flow);

/* ------------------------------------------------------------- facts-out.c */
/* Writes all facts to @path as JSON lines: see the top of facts-out.c. 0, or
 * -1 and errno. */
int lg_facts_write(struct lg_facts *facts, const char *path);

#ifdef __cplusplus
}
#endif
#endif /* LUOGUARD_FLOWS_H */
