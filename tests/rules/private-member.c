// SPDX-License-Identifier: GPL-2.0-or-later
/* private-member: each way to a member, and the same way to its neighbour */
/* file: include/linux/liveupdate.h */
#ifndef LINUX_LIVEUPDATE_H
#define LINUX_LIVEUPDATE_H
#include <linux/compiler_types.h>
#include <linux/list.h>
#include <linux/types.h>

/**
 * struct liveupdate_flb - what several files share
 * @ops: its callbacks
 * @node: where its driver keeps it
 */
struct liveupdate_flb {
	const void *ops;
	struct list_head node;

	/* private: */
	struct list_head __private list;
	int users, *more;
	struct {
		int depth;
	};
	union {
		int state;
		int (*__private function)(int);
	};
	/* public: */
	int weight;
};

typedef struct liveupdate_flb flb_t;

struct luo_plain {
	int *__private first, second;
	int __private third, fourth;
	int __private array[4];
	int (*__private call)(struct luo_plain *p);
	struct {
		int x;
	} __private inner;
	int public_one;		/* "private: no" and __private in prose */
	int public_two;
};

typedef struct {
	int bits;
} __private luo_flags_t;

/* What the header writes itself is the owner's, wherever it is used. */
#define LUO_PLAIN_INIT { .third = 1, .public_one = 2 }
#define luo_third(p) ((p)->third)
#define luo_get(p, m) ((p)->m)

static inline int luo_fourth(struct luo_plain *p)
{
	return p->fourth + p->third;
}
#endif
/* file: kernel/liveupdate/luo_core.c */
#include <linux/liveupdate.h>

int luo_core(struct liveupdate_flb *f, struct luo_plain *p, luo_flags_t *b);
int luo_core(struct liveupdate_flb *f, struct luo_plain *p, luo_flags_t *b)
{
	struct liveupdate_flb *g;
	struct luo_plain q = { .third = 3 };

	list_for_each_entry(g, &f->list, list)
		g->users++;
	return f->depth + p->third + q.third + b->bits + p->inner.x +
	       (int)offsetof(struct liveupdate_flb, list);
}
/* file: drivers/vfio/arrow.c */
#include <linux/liveupdate.h>

int arrow(struct liveupdate_flb *f);
int arrow(struct liveupdate_flb *f)
{
	f->users++; /* expect: private-member warning "@users of struct liveupdate_flb is used, and include/linux/liveupdate.h marks it private" notes "stands behind \"private:\"; only kernel/liveupdate/" fix "liveupdate_register_flb" struct "liveupdate_flb" member "users" */
	f->weight++;
	return f->list.next != NULL; /* expect: private-member "@list of struct liveupdate_flb" notes "it is __private" */
}

int dot(struct liveupdate_flb f);
int dot(struct liveupdate_flb f)
{
	return (f).users; /* expect: private-member "@users" */
}

int dot_public(struct liveupdate_flb f);
int dot_public(struct liveupdate_flb f)
{
	return f.weight + (f.ops != NULL);
}

int unnamed(struct liveupdate_flb *f);
int unnamed(struct liveupdate_flb *f)
{
	return f->depth; /* expect: private-member "@depth of struct liveupdate_flb" */
}

int in_union(flb_t *f);
int in_union(flb_t *f)
{
	int n = f->state; /* expect: private-member "@state of struct liveupdate_flb" unless spatch "a typedef's struct has no tag" */

	return n + (f->function != NULL); /* expect: private-member "@function of struct liveupdate_flb" notes "__private" unless spatch "a typedef's struct has no tag" */
}

int through_auto(struct liveupdate_flb *f);
int through_auto(struct liveupdate_flb *f)
{
	__auto_type g = f;
	void *v = g;

	return ((struct liveupdate_flb *)v)->users + /* expect: private-member "@users" */
	       *&(g[1].users); /* expect: private-member "@users" unless spatch "spatch does not take the address apart" */
}

/* a pointer passed on, compared, stored; the struct copied whole */
struct holder {
	struct liveupdate_flb flb;
	struct liveupdate_flb *token;
};

int opaque(struct holder *h, struct liveupdate_flb *f);
int opaque(struct holder *h, struct liveupdate_flb *f)
{
	h->token = f;
	h->flb = *f;
	return f == h->token;
}

/* another struct's members of the same name */
struct other {
	int users, third, bits;
	struct list_head list;
};

int same_name(struct other *o, struct list_head *head);
int same_name(struct other *o, struct list_head *head)
{
	list_for_each_entry(o, head, list)
		o->users++;
	return o->third + o->bits + (int)offsetof(struct other, list);
}
/* file: drivers/vfio/marks.c */
#include <linux/liveupdate.h>

int star(struct luo_plain *p);
int star(struct luo_plain *p)
{
	return p->first != NULL; /* expect: private-member "@first of struct luo_plain" */
}

int behind_star(struct luo_plain *p);
int behind_star(struct luo_plain *p)
{
	return p->second;
}

int list_of_two(struct luo_plain *p);
int list_of_two(struct luo_plain *p)
{
	return p->third + /* expect: private-member "@third" */
	       p->fourth; /* expect: private-member "@fourth" */
}

int rest(struct luo_plain *p);
int rest(struct luo_plain *p)
{
	int n = p->array[2]; /* expect: private-member "@array" */

	n += p->call(p); /* expect: private-member "@call" */
	n += p->inner.x; /* expect: private-member "@inner" */
	return n;
}

int no_mark(struct luo_plain *p);
int no_mark(struct luo_plain *p)
{
	return p->public_one + p->public_two;
}

int whole_type(luo_flags_t *f);
int whole_type(luo_flags_t *f)
{
	return f->bits; /* expect: private-member "@bits of luo_flags_t" unless spatch "a typedef's struct has no tag" */
}

luo_flags_t *type_only(luo_flags_t *f);
luo_flags_t *type_only(luo_flags_t *f)
{
	return f;
}
