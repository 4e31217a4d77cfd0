// SPDX-License-Identifier: GPL-2.0-or-later
/* what a name is at its line, and what a chain of members comes to */
/* unless spatch: private-use "policy does not name the struct" */
/* file: drivers/pci/pci.h */
#ifndef DRIVERS_PCI_H
#define DRIVERS_PCI_H
#include <linux/types.h>

struct pci_link {
	u16 speed;
	u16 width;
	u32 data[4];
};
#endif
/* file: include/linux/holder.h */
#ifndef LINUX_HOLDER_H
#define LINUX_HOLDER_H
#include <linux/types.h>

struct pci_link;

struct holder {
	struct pci_link *token;
	struct pci_link *few[4];
	struct pci_link **many;
	struct pci_link *(*get)(int n);
	u32 *words;
	struct {
		struct pci_link *unnamed;
	};
};

struct pci_link *link_get(int n);
extern struct pci_link *link_root;
extern u32 *word_root;
#endif
/* file: drivers/vfio/before.c */
#include <linux/holder.h>

struct other {
	u32 *late;
};

#include "../pci/pci.h" /* expect: private-include */

struct mine {
	struct pci_link *late;
};

/* What was declared when nothing was private yet is known, too. */
size_t before(struct holder *h, struct holder v[]);
size_t before(struct holder *h, struct holder v[])
{
	size_t n = sizeof(*h->token); /* expect: private-use "the size of struct pci_link" */

	n += sizeof(*link_get(1)); /* expect: private-use "the size of struct pci_link" */
	n += sizeof(*link_root); /* expect: private-use "the size of struct pci_link" */
	n += sizeof(*h->unnamed); /* expect: private-use "the size of struct pci_link" */
	n += sizeof(*h->get(1)); /* expect: private-use "the size of struct pci_link" */
	n += sizeof(v[1].token->speed); /* expect: private-use "@speed of struct pci_link" */
	n += sizeof(*word_root) + sizeof(*h->words) + sizeof(h->token);
	return n + sizeof(link_root) + sizeof(link_get(1)) + sizeof(h->get);
}

/* A member is what it is in its own struct. */
size_t same_name(struct other *o, struct mine *m);
size_t same_name(struct other *o, struct mine *m)
{
	size_t n = sizeof(*o->late);

	return n + sizeof(*m->late); /* expect: private-use "the size of struct pci_link" */
}

/* As many stars as it takes, and no fewer. */
size_t stars(struct holder *h, struct pci_link **l);
size_t stars(struct holder *h, struct pci_link **l)
{
	size_t n = sizeof(*l) + sizeof(l[0]) + sizeof(*h->many) +
		   sizeof(h->few) + sizeof(h->few[1]) + sizeof(*h->few);

	n += sizeof(**l); /* expect: private-use "the size of struct pci_link" */
	n += sizeof(*l[0]); /* expect: private-use "the size of struct pci_link" */
	n += sizeof l[0][0]; /* expect: private-use "the size of struct pci_link" */
	n += sizeof(*h->few[1]); /* expect: private-use "the size of struct pci_link" */
	n += sizeof(**h->many); /* expect: private-use "the size of struct pci_link" */
	n += sizeof((&l[0][0])->data); /* expect: private-use "@data of struct pci_link" */
	return n + sizeof(&**l) + sizeof(struct pci_link (*)[2]) +
	       sizeof(struct pci_link *[2]);
}

void take(void *p);

/* A name ends with its block, and the innermost one counts. */
size_t outer_words(u32 *l);
size_t outer_words(u32 *l)
{
	{
		struct pci_link *l = link_get(1);

		take(l);
	}
	return sizeof(*l);
}

size_t outer_token(struct pci_link *l);
size_t outer_token(struct pci_link *l)
{
	{
		u32 *l = NULL;

		take(l);
	}
	return sizeof(*l); /* expect: private-use "the size of struct pci_link" */
}

size_t own_tag(void);
size_t own_tag(void)
{
	struct pci_link {
		int a;
	};

	return sizeof(struct pci_link);
}

/* typeof() says it in other words. */
size_t said(struct pci_link *l, void *p);
size_t said(struct pci_link *l, void *p)
{
	size_t n = sizeof(typeof(*l)); /* expect: private-use "the size of struct pci_link" */

	n += sizeof(__typeof__(*l)[4]); /* expect: private-use "the size of struct pci_link" */
	n += sizeof(typeof(struct pci_link)); /* expect: private-use "the size of struct pci_link" */
	n += sizeof(((typeof(l))p)->data); /* expect: private-use "@data of struct pci_link" */
	n += sizeof(*(typeof(l))p); /* expect: private-use "the size of struct pci_link" */
	n += sizeof(((typeof(*l) *)0)->data); /* expect: private-use "@data of struct pci_link" */
	return n + sizeof(typeof(l)) + sizeof(typeof(*l) *) +
	       sizeof(typeof(u32));
}
/* file: include/linux/objects.h */
/* As mainline's slab.h allocates what its argument is. */
void *kzalloc(size_t size, unsigned int flags);
#define alloc_objs(alloc, flags, type, count)	\
	(type *)alloc(sizeof(type) * (count), flags)
#define kzalloc_obj(of) alloc_objs(kzalloc, 0, typeof(of), 1)
/* file: drivers/vfio/objects.c */
#include <linux/holder.h>
#include <linux/objects.h>
#include "../pci/pci.h" /* expect: private-include */

#define THE_LINK struct pci_link
#define A_TOKEN struct pci_link *

struct own {
	struct pci_link *token;
};

void *object(struct pci_link *l, struct own *o, int n);
void *object(struct pci_link *l, struct own *o, int n)
{
	if (n == 1)
		return kzalloc_obj(*l); /* expect: private-use "the size of struct pci_link" */
	if (n == 2)
		return kzalloc_obj(struct pci_link); /* expect: private-use "the size of struct pci_link" */
	if (n == 3)
		return kzalloc(sizeof(THE_LINK), 0); /* expect: private-use "the size of struct pci_link" */
	if (n == 4)
		return kzalloc(__builtin_offsetof(THE_LINK, data), 0); /* expect: private-use "the offset of @data" */
	if (n == 5)
		return kzalloc(sizeof(A_TOKEN), 0);
	if (n == 6)
		return kzalloc_obj(l);
	return n ? kzalloc_obj(*o) : kzalloc_obj(o->token);
}

/*
 * The preprocessor expands no macro in itself, and these would never end. What
 * the first says of a private struct is found all the same.
 */
#define around(x) (x ? around(0) + around(1) + around(2) + sizeof(struct pci_link) : around(3) + around(4))
#define ping(x) (pong(x) + pong(x) + pong(x) + pong(x))
#define pong(x) (ping(x) + ping(x) + ping(x) + ping(x))
int (around)(int n);
int (ping)(int n);

int loops(int n);
int loops(int n)
{
	return around(n) + /* expect: private-use "the size of struct pci_link" */
	       ping(n);
}

/* Nor does it take long to see that these have nothing of it. */
#define ten(x) x + x + x + x + x + x + x + x + x + x
#define hundred(x) ten(ten(x))
#define more(x) hundred(hundred(x))

int many(int n);
int many(int n)
{
	return more(n);
}
