/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flow.h - what the files of the flow facts share, sectioned by file.
 *
 * Which memory crosses a kexec is found in a graph of the whole unit. A node
 * is a value (an SSA name), a piece of memory (a variable; a member, for all
 * objects of its type), the address of a variable, or what a pointer points to.
 * An edge says that one gets the other's value, or what is true of the one when
 * the other points into memory that is handed over.
 *
 * The calls and members of the policy's [flow] mark nodes; marks move along the
 * edges (flow-solve.c) until nothing new is reached. Each mark knows where it
 * came from: that is the path that a finding prints.
 */
#ifndef LG_FLOW_H
#define LG_FLOW_H

#include "plugin.h"

/* ------------------------------------------------------------ flow-graph.c */
enum flow_kind {
	FLOW_POINTER,	/* a virtual address of that memory */
	FLOW_NUMBER,	/* its physical address, page or folio; or data in it */
};

enum flow_edge_kind {
	EDGE_COPY,	/* the same value */
	EDGE_OFFSET,	/* the same object: p + n, container_of() */
	EDGE_INSIDE,	/* &p->member: says nothing about p itself */
	EDGE_NUMBER,	/* arithmetic: numbers alone */
	EDGE_ADDRESS,	/* virt_to_phys(): pointer to number */
	EDGE_POINTER,	/* phys_to_virt(): number to pointer */
	EDGE_CONVERT,	/* arithmetic of __pa() or __va(): either */
	EDGE_LOAD,	/* from is a pointer; to is read through it */
	EDGE_STORE,	/* from is a pointer; to is written through it */
	EDGE_FILL,	/* memcpy(): from is the destination, to the source */
	EDGE_EMPTY,	/* memcpy(): from is the source, to the destination */
	EDGE_PUT,	/* from is a tree; to points to a property's bytes */
	EDGE_PUT_VALUE,	/* from is a tree; to is a property */
	EDGE_GET,	/* from is a tree; to points to a property in it */
};

enum flow_way { WAY_NONE, WAY_CALL, WAY_RETURN };

struct flow_edge {
	int from, to;
	enum flow_edge_kind kind;
	enum flow_way way;	/* into or out of a function ... */
	unsigned int site;	/* ... at this call */
	location_t loc;
	const char *name;	/* of the function, member, variable; or NULL */
};

struct flow_node {
	tree record;		/* struct it points to, or NULL_TREE */
	const char *name;	/* of the variable or member; or NULL */
	const char *holder;	/* tag of the struct it is a member of */
	const char *function;	/* it is in, or NULL */
	location_t loc;
	bool memory;		/* a variable or member: of any caller */
	bool untyped;		/* memory that may hold any pointer */
	bool page;		/* struct page * and the like: numbers */
	bool scalar;		/* points to a pointer or integer */
	bool view;		/* the memory seen as a struct */
	bool type;		/* stands for all objects of its type */
	int deref;		/* the node of what it points to, or -1 */
	vec<int> out, in;	/* edges */
};

extern vec<struct flow_node> flow_nodes;
extern vec<struct flow_edge> flow_edges;
extern const char *flow_function;	/* being walked; for new nodes */

int flow_node_ssa(tree name);
/* A variable, parameter in memory, or member (FIELD_DECL). */
int flow_node_memory(tree decl);
int flow_node_address(tree decl);
int flow_node_return(tree fndecl);
int flow_node_type(tree record);
/* What @pointer points to, seen as a @record. */
int flow_node_view(int pointer, tree record, location_t loc);
int flow_node_deref(int pointer);
/* A node of its own: the address of a part of type @to of something. */
int flow_node_part(tree to, location_t loc);
void flow_edge(int from, int to, enum flow_edge_kind kind, location_t loc,
	       const char *name);
void flow_edge_call(int from, int to, enum flow_way way, unsigned int site,
		    location_t loc, const char *name);
/* @pointer points to the variable or member @memory. */
void flow_points(int pointer, int memory);
/* Ties what pointers point to together where the pointers are the same. */
void flow_graph_finish(void);
void flow_graph_free(void);

/* ------------------------------------------------------------- flow-stmt.c */
/* Enters the body of @fn, which is in SSA form. */
void flow_stmt_function(struct function *fn);
/* The node of operand @t, or -1: a constant. */
int flow_value(tree t, location_t loc);

/* ------------------------------------------------------------- flow-call.c */
void flow_call(gcall *call, unsigned int site);
/* Is @loc in the expansion of a macro that @list names? The macro's name. */
const char *flow_macro(location_t loc, const lg_strings *list);
/* Does the unit use a function that policy says hands over or takes back? */
bool flow_used(void);
/* Is @name a function that policy says hands over (takes back)? */
bool flow_hands(const char *name);
bool flow_takes(const char *name);
/* The parameters and result of a function that policy names, defined here. */
void flow_call_body(tree fndecl);

/* ------------------------------------------------------------ flow-solve.c */
/* What policy says of a node. */
void flow_seed(int node, enum flow_kind kind, bool back,
	       const struct lg_flow *seed, location_t loc);
void flow_solve(void);

struct flow_mark {
	int node;
	enum flow_kind kind;
	bool back;		/* all that comes here is handed over */
	bool blob;		/* what a call said the address of, and no part
				 * of it */
	unsigned int context;
	unsigned int hops;	/* pieces of memory that the number lay in */
	tree record;		/* the last struct that it was known as */
	int parent, edge;	/* the mark it comes from, along which edge */
	const struct lg_flow *seed; /* parent < 0: why, and where */
	location_t seed_loc;
};
extern vec<struct flow_mark> flow_marks;
void flow_solve_free(void);

/* ------------------------------------------------------------ flow-facts.c */
/* Marks to flows, and structs for the facts. */
void flow_facts(void);

/* -------------------------------------------------------------- flow-ops.c */
/* Initializers of the structs of callbacks that policy knows. */
void flow_ops(void);

/* ------------------------------------------------------------ flow-sides.c */
/* Who reads and writes the serialized structs, before or after the kexec. */
void flow_sides(void);
/* @fndecl runs before (after) the kexec. */
void flow_side_add(tree fndecl, bool before);

/* ---------------------------------------------------------- flow-version.c */
/* What is read of a blob before its version was compared. */
void flow_version(void);

/* ------------------------------------------------------------ flow-order.c */
/* Buffers whose words only the order of the code tells apart. */
void flow_order(void);

#endif /* LG_FLOW_H */
