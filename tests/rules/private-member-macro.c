// SPDX-License-Identifier: GPL-2.0-or-later
/* private-member: accessors, lists, offsets, initializers, macros */
/* file: include/linux/srcutree.h */
#ifndef LINUX_SRCUTREE_H
#define LINUX_SRCUTREE_H
#include <linux/list_private.h>
#include <linux/types.h>

struct srcu_usage {
	int node;
	struct list_head __private lock;
	int __private state;
};

#define SRCU_USAGE_INIT(name) { .node = 1, .lock = LIST_HEAD_INIT(name.lock) }
#define srcu_state(s) ((s)->state)
#define SRCU_MEMBER(s, m) ((s)->m)
#endif
/* file: include/linux/third.h */
#ifndef LINUX_THIRD_H
#define LINUX_THIRD_H
#define third_state(s) ((s)->state)
#define THIRD_INIT { .state = 7 }
#endif
/* file: drivers/foo/foo.h */
#include <linux/srcutree.h>

static inline int foo_state(struct srcu_usage *s)
{
	return s->state; /* expect: private-member "@state of struct srcu_usage" */
}
/* file: drivers/foo/access.c */
#include <linux/srcutree.h>

#define foo_access(s) ACCESS_PRIVATE(s, state)

int accessors(struct srcu_usage *s, struct list_head *head);
int accessors(struct srcu_usage *s, struct list_head *head)
{
	struct srcu_usage *t;
	int n = 0;

	list_private_for_each_entry(t, head, lock)
		n += ACCESS_PRIVATE(t, state);
	t = list_private_entry(head, struct srcu_usage, lock);
	return n + foo_access(s) + foo_access(t) + srcu_state(s);
}

/* what an accessor is given is not accessed by it */
int argument(struct srcu_usage *s, struct srcu_usage *t);
int argument(struct srcu_usage *s, struct srcu_usage *t)
{
	return ACCESS_PRIVATE(&s[t->state], state); /* expect: private-member "@state" */
}
/* file: drivers/foo/lists.c */
#include <linux/srcutree.h>

int walk(struct list_head *head);
int walk(struct list_head *head)
{
	struct srcu_usage *s;
	int n = 0;

	list_for_each_entry(s, head, lock) /* expect: private-member "@lock of struct srcu_usage" */
		n++;
	return n;
}

struct srcu_usage *entry(struct list_head *l);
struct srcu_usage *entry(struct list_head *l)
{
	return list_entry(l, struct srcu_usage, lock); /* expect: private-member "@lock" */
}

struct srcu_usage *contain(struct list_head *l, struct srcu_usage *like);
struct srcu_usage *contain(struct list_head *l, struct srcu_usage *like)
{
	return container_of(l, __typeof__(*like),
			    lock); /* expect: private-member "@lock" */
}

struct srcu_usage *contain_public(int *node);
struct srcu_usage *contain_public(int *node)
{
	return container_of(node, struct srcu_usage, node);
}

size_t offset(void);
size_t offset(void)
{
	return offsetof(struct srcu_usage, lock) + /* expect: private-member "@lock" */
	       __builtin_offsetof(struct srcu_usage, state); /* expect: private-member "@state" */
}

size_t offset_public(void);
size_t offset_public(void)
{
	/* not offsetof(struct srcu_usage, state) */
	return offsetof(struct srcu_usage, node) + sizeof(struct srcu_usage);
}

/* variables called like the struct and its member */
int call(int a, int b);
int names(int srcu_usage, int state);
int names(int srcu_usage, int state)
{
	return call(srcu_usage, state);
}
/* file: drivers/foo/init.c */
#include <linux/srcutree.h>
#include <linux/third.h>

struct srcu_usage designated = {
	.node = 1,
	.state = 2, /* expect: private-member "@state" */
};

struct srcu_usage by_owner = SRCU_USAGE_INIT(by_owner);

struct srcu_usage public_only = { .node = 3 };

#define FOO_INIT { .state = 4 }
struct srcu_usage by_macro = FOO_INIT; /* expect: private-member "@state" without "a macro of" unless spatch "a macro makes the initializer" */

struct srcu_usage by_third = THIRD_INIT; /* expect: private-member "@state" notes "a macro of include/linux/third.h names it" unless spatch "a macro makes the initializer" */

struct outer {
	struct srcu_usage usage;
	int state;
} nested = {
	.usage = { .state = 5 }, /* expect: private-member "@state" unless spatch "it stands inside of another initializer" */
	.state = 6,
};

struct outer path = {
	.usage.state = 5, /* expect: private-member "@state" unless spatch "it stands inside of another initializer" */
};

int local(void);
int local(void)
{
	struct srcu_usage a = { .state = 1 }; /* expect: private-member "@state" */
	struct srcu_usage b = { .node = 1 };
	static struct srcu_usage c = SRCU_USAGE_INIT(c);

	b = (struct srcu_usage){ .node = 2 };
	a = (struct srcu_usage){ .state = 3 }; /* expect: private-member "@state" */
	return a.node + b.node + c.node;
}
/* file: drivers/foo/macros.c */
#include "foo.h"
#include <linux/third.h>

#define foo_raw(s) ((s)->state)
#define foo_any(s, m) SRCU_MEMBER(s, m)

int macros(struct srcu_usage *s);
int macros(struct srcu_usage *s)
{
	int n = foo_raw(s); /* expect: private-member "@state" unless spatch "what a macro does" */

	n += third_state(s); /* expect: private-member "@state" notes "a macro of include/linux/third.h names it" unless spatch "what a macro does" */
	n += SRCU_MEMBER(s, state); /* expect: private-member "@state" unless spatch "what a macro does" */
	n += foo_any(s, state); /* expect: private-member "@state" unless spatch "what a macro does" */
	n += foo_any(s, node);
	return n + srcu_state(s) + foo_state(s);
}
/* file: kernel/rcu/srcutree.c */
#include <linux/srcutree.h>
#include <linux/third.h>

struct srcu_usage owned = { .state = 1 };

int owner(struct srcu_usage *s);
int owner(struct srcu_usage *s)
{
	return s->state + third_state(s) + (int)offsetof(struct srcu_usage, lock);
}
