// SPDX-License-Identifier: GPL-2.0-or-later
/* a private struct that has no tag, only a typedef's name */
/* unless spatch: private-use "a typedef's struct has no tag" */
/* file: drivers/pci/stack.h */
typedef struct {
	int depth;
	union {
		int top;
		int bottom;
	};
} pci_stack_t;
/* file: drivers/vfio/stack.c */
#include "../pci/stack.h" /* expect: private-include "drivers/pci/stack.h" */

int depth(pci_stack_t *s);
int depth(pci_stack_t *s)
{
	return s->depth; /* expect: private-use "depth" */
}

int bottom(pci_stack_t *s);
int bottom(pci_stack_t *s)
{
	return s->bottom; /* expect: private-use "bottom" */
}

void *token(pci_stack_t *s);
void *token(pci_stack_t *s)
{
	return s;
}
/* file: drivers/pci/stack.c */
#include "stack.h"

int own_depth(pci_stack_t *s);
int own_depth(pci_stack_t *s)
{
	return s->depth;
}
