// SPDX-License-Identifier: GPL-2.0-or-later
/* private-member: inline functions of public headers, the owner's and others' */
/* file: include/linux/srcutree.h */
#ifndef LINUX_SRCUTREE_H
#define LINUX_SRCUTREE_H
#include <linux/list_private.h>
#include <linux/types.h>

struct srcu_usage {
	int node;
	int __private lock;
	int __private state;
	struct list_head __private list;
	struct {
		int x, y;
	} __private place;
	struct {
		int __private deep;
	} open;
};

#define srcu_state(s) ((s)->state)
#define SRCU_MEMBER(s, m) ((s)->m)

/* the header's own, wherever it is called */
static inline int srcu_locked(struct srcu_usage *s)
{
	return s->lock;
}
#endif
/* file: include/linux/srcu.h */
#include <linux/srcutree.h>

/* one of the owner's headers by its name: include/linux/srcu*.h */
static inline int srcu_both(struct srcu_usage *s)
{
	return s->lock + s->state + srcu_locked(s);
}
/* file: include/linux/third.h */
#ifndef LINUX_THIRD_H
#define LINUX_THIRD_H
#include <linux/srcutree.h>

static inline int third_later(struct srcu_usage *s);

static inline int third_direct(struct srcu_usage *s)
{
	return s->state; /* expect: private-member "@state of struct srcu_usage" without "a macro of" */
}

static inline int third_deep(struct srcu_usage *s)
{
	return third_direct(s) + third_later(s);
}

static inline int third_later(struct srcu_usage *s)
{
	return s->lock; /* expect: private-member "@lock" */
}

/* the macro is the owner's, the member is named here */
static inline int third_named(struct srcu_usage *s)
{
	return SRCU_MEMBER(s, lock); /* expect: private-member "@lock" unless spatch "what a macro does" */
}

static inline struct srcu_usage *third_entry(struct list_head *l)
{
	return list_entry(l, struct srcu_usage, list); /* expect: private-member "@list" */
}

static inline int third_init(void)
{
	struct srcu_usage s = {
		.lock = 1, /* expect: private-member "@lock" */
	};

	return s.node;
}

/* What lies in a private member is no second one. */
static inline int third_place(struct srcu_usage *s)
{
	return s->place.x + /* expect: private-member "@place of struct srcu_usage" */
	       s->open.deep; /* expect: private-member "@deep of struct srcu_usage" unless spatch "what a named struct inside holds" */
}

static inline int third_taken(struct srcu_usage *s)
{
	return s->state; /* expect: private-member "@state" */
}

static inline int third_allowed(struct srcu_usage *s)
{
	return s->node + srcu_locked(s) + srcu_state(s) +
	       ACCESS_PRIVATE(s, lock);
}

/* a struct of its own, with members that are called alike */
struct third {
	int lock, state;
};

static inline int third_own(struct third *t)
{
	return t->lock + t->state;
}
#endif
/* file: drivers/foo/foo.c */
#include <linux/srcu.h>
#include <linux/third.h>

int foo(struct srcu_usage *s, struct third *t);
int foo(struct srcu_usage *s, struct third *t)
{
	return third_place(s) + third_deep(s) + third_named(s) + third_init() +
	       (third_entry(NULL) != NULL) + third_allowed(s) +
	       third_own(t) + srcu_both(s);
}

static const struct foo_ops {
	int (*get)(struct srcu_usage *s);
} foo_ops = { .get = third_taken };

int use(struct srcu_usage *s);
int use(struct srcu_usage *s)
{
	return foo_ops.get(s);
}
/* file: include/linux/pci-foo.h */
#ifndef LINUX_PCI_FOO_H
#define LINUX_PCI_FOO_H
#include <linux/srcutree.h>

/* nobody calls it: policy watches the header, though for others' sake */
static inline int pci_foo(struct srcu_usage *s)
{
	return s->state; /* expect: private-member "@state" */
}
#endif
/* file: drivers/foo/pci.c */
#include <linux/pci-foo.h>
/* file: kernel/rcu/srcutree.c */
#include <linux/third.h>

int owner(struct srcu_usage *s);
int owner(struct srcu_usage *s)
{
	return s->state + third_deep(s);
}
