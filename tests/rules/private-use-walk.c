// SPDX-License-Identifier: GPL-2.0-or-later
/* each kind of expression and declaration that looks inside */
/* unless spatch: private-use "policy does not name the struct" */
/* file: drivers/pci/pci.h */
#ifndef DRIVERS_PCI_H
#define DRIVERS_PCI_H
#include <linux/types.h>

struct pci_link {
	u16 speed;
	struct {
		u16 x;
	} in;
	union {
		struct {
			u16 hidden;
		};
	};
	struct pci_link *next;
};
#endif
/* file: drivers/vfio/walk.c */
#include <linux/kernel.h>
#include "../pci/pci.h" /* expect: private-include */

struct mine {
	struct pci_link *link;
	struct {
		u16 a;
	} in;
};

struct pci_link known; /* expect: private-use "struct pci_link is used by value" */
static struct pci_link some[2]; /* expect: private-use "struct pci_link is used by value" */
u16 *where = &known.speed; /* expect: private-use "@speed" */

void take(struct pci_link *p);
void step(struct pci_link *p, struct pci_link *q, int i);
void step(struct pci_link *p, struct pci_link *q, int i)
{
	++p; /* expect: private-use "is calculated with" */
	--p; /* expect: private-use "is calculated with" */
	p++; /* expect: private-use "is calculated with" */
	p--; /* expect: private-use "is calculated with" */
	p += i; /* expect: private-use "is calculated with" */
	take(&p[i]); /* expect: private-use "is calculated with" */
	take(some);
	if (p - q > 1) /* expect: private-use "is calculated with" */
		take(p);
	if (p == q || !p || p < q)
		take(q);
}

u16 by_value(struct pci_link l); /* a declaration needs no definition */
u16 by_value(struct pci_link l) /* expect: private-use "struct pci_link is used by value" */
{
	return 0;
}

u16 locals(void);
u16 locals(void)
{
	struct pci_link two[2]; /* expect: private-use "struct pci_link is used by value" */
	struct pci_link *p = two;

	take(p);
	return 0;
}

u16 deep(struct mine *v);
u16 deep(struct mine *v)
{
	u16 n = v->link->in.x; /* expect: private-use "@in of struct pci_link" */

	n += v->link->hidden; /* expect: private-use "@hidden of struct pci_link" */
	n += v->link->next->speed; /* expect: private-use "@next of struct pci_link", private-use "@speed of struct pci_link" */
	n += v->in.a;
	n += known.speed; /* expect: private-use "@speed" */
	return n;
}

void passing(struct mine *v, struct pci_link **list, int i);
void passing(struct mine *v, struct pci_link **list, int i)
{
	v->link = list[i];
	list++;
	take(*list);
	take(v->link);
}
