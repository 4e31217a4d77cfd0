/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Offsets in what typeof() says.
 */

/* file: drivers/pci/private.h */
#include <linux/types.h>

struct pci_saved_state {
	u32 config_space[16];
	u32 more;
};

/* file: drivers/vfio/vfio.c */
#include <linux/kernel.h>
#include <linux/stddef.h>
#include "../pci/private.h"	/* expect: private-include */

struct token {
	struct pci_saved_state *state;
};

struct own {
	u32 more;
};

unsigned long of_token(struct token *t)
{
	return offsetof(typeof(*t->state), more);	/* expect: private-use */
}

unsigned long of_own(struct own *own, struct token *t)
{
	return offsetof(typeof(*own), more) + offsetof(typeof(*t), state);
}

void *of_pointer(struct token *t, u32 *more)
{
	typeof(t->state) state = t->state;

	return container_of(more, typeof(*state), more);	/* expect: private-use unless spatch "typeof() says the type" */
}

#define WHERE(p, m) offsetof(typeof(*(p)), m)

unsigned long in_macro(struct token *t, struct own *own)
{
	return WHERE(own, more) +
	       WHERE(t->state, more);	/* expect: private-use unless spatch "typeof() says the type" */
}
