// SPDX-License-Identifier: GPL-2.0-or-later
/* inlines of a public header: told there, not where they are called */
/* file: include/linux/inline.h */
#ifndef LINUX_INLINE_H
#define LINUX_INLINE_H
struct pci_saved_state { /* expect: private-definition */
	int words[16];
};

static inline int saved_first(struct pci_saved_state *s)
{
	return s->words[0]; /* expect: private-use "@words" */
}

static inline unsigned long saved_bytes(void)
{
	return sizeof(struct pci_saved_state); /* expect: private-use "the size of struct pci_saved_state" */
}

struct saved_in {
	int n;
	struct saved_holder {
		struct pci_saved_state *state;
	} in;
};

static inline int saved_deep(struct saved_in *o)
{
	return o->in.state->words[1]; /* expect: private-use "@words" */
}

static inline int saved_is(struct pci_saved_state *a, struct pci_saved_state *b)
{
	return a == b;
}
#endif
/* file: drivers/vfio/inline.c */
#include <linux/inline.h>

unsigned long user(struct pci_saved_state *s);
unsigned long user(struct pci_saved_state *s)
{
	return saved_first(s) + saved_bytes() + saved_is(s, s);
}
