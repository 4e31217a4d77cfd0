// SPDX-License-Identifier: GPL-2.0-or-later
/* a definition that was moved out shows when the owner's own file is compiled */
/* file: include/linux/pci.h */
struct pci_saved_state { /* expect: private-definition "struct pci_saved_state" */
	int words[16];
};
/* file: drivers/pci/core.c */
#include <linux/pci.h>

int first(struct pci_saved_state *s);
int first(struct pci_saved_state *s)
{
	return s->words[0];
}
