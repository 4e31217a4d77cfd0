// SPDX-License-Identifier: GPL-2.0-or-later
/* what headers mark private, its users and its owner */
/* file: include/linux/liveupdate.h */
/**
 * struct liveupdate_flb - what several files share
 * @ops: its callbacks
 */
struct liveupdate_flb {
	const void *ops;
	/* private: */
	struct list_head __private list;
	int users, *more;
	struct {
		int depth;
	};
	/* public: */
	int weight;
};

struct luo_plain {
	int *__private first, second;
	int __private third, fourth;
	int (*__private call)(struct luo_plain *p);
	DECLARE_BITMAP(bits, 3);
	/* private: in no kernel-doc */
	int last;
};
/* file: drivers/vfio/uses.c */
#include <linux/liveupdate.h>

int members(struct liveupdate_flb *f, struct luo_plain *p)
{
	int n = f->users; /* expect: private-member */

	n += f->depth; /* expect: private-member */
	n += *f->more; /* expect: private-member */
	n += f->weight + (f->ops != NULL);
	n += *p->first; /* expect: private-member */
	n += p->second + p->last + p->bits[0];
	n += p->third; /* expect: private-member */
	n += p->call(p); /* expect: private-member */
	return n;
}

int by_value(void)
{
	struct luo_plain p;

	p.second = 0;
	p.fourth = 0; /* expect: private-member */
	return use(&p);
}

int lists(struct list_head *head, struct other *o)
{
	struct liveupdate_flb *f;

	list_for_each_entry(f, head, list) /* expect: private-member */
		use(f);
	list_private_for_each_entry(f, head, list)
		use(f);
	list_for_each_entry(o, head, list)
		use(o->users);
	f = container_of(head, struct liveupdate_flb, list); /* expect: private-member */
	return offsetof(struct liveupdate_flb, users) + /* expect: private-member */
	       offsetof(struct liveupdate_flb, weight) +
	       offsetof(struct other, users);
}

int more_lists(struct list_head *head)
{
	struct liveupdate_flb *f, *n;

	list_for_each_entry_safe(f, n, head, list) /* expect: private-member */
		use(f);
	f = list_next_entry(n, list); /* expect: private-member */
	f = container_of(head, typeof(*n), list); /* expect: private-member */
	return __builtin_offsetof(struct liveupdate_flb, users); /* expect: private-member */
}

struct liveupdate_flb variable = {
	.weight = 1,
	.users = 2, /* expect: private-member */
};
struct liveupdate_flb right = { .weight = 1 };

int literal(struct liveupdate_flb *f)
{
	*f = (struct liveupdate_flb){ .weight = 1 };
	*f = (struct liveupdate_flb){ .users = 1 }; /* expect: private-member */
	return f->weight;
}

int accessor(struct liveupdate_flb *f)
{
	return ACCESS_PRIVATE(f, users) + use(ACCESS_PRIVATE(f, list).next);
}
/* file: kernel/liveupdate/luo_flb.c */
#include <linux/liveupdate.h>

int owner(struct liveupdate_flb *f)
{
	return f->users + offsetof(struct liveupdate_flb, list);
}
