// SPDX-License-Identifier: GPL-2.0-or-later
/* defined outside its owner; declared is right */
/* file: include/linux/pci.h */
struct pci_saved_state { /* expect: private-definition */
	u32 words[16];
};

struct pci_cap_saved_data;
struct pci_saved_state *pci_store_saved_state(struct pci_dev *dev);
/* file: drivers/vfio/pci/copy.c */
struct pci_cap_saved_data { /* expect: private-definition */
	u16 nr;
};

typedef struct pci_cap_saved_state { /* expect: private-definition */
	u16 nr;
} cap_state_t;

struct holder {
	struct pci_cap_saved_state *token;
};

typedef struct pci_saved_state token_t;

struct slot {
	int number;
};
/* file: drivers/pci/pci.h */
struct pci_cap_saved_data {
	u16 nr;
};

struct slot {
	int number;
};
