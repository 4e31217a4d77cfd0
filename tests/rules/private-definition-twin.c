// SPDX-License-Identifier: GPL-2.0-or-later
/* a struct written again where the original is not seen */
/* unless spatch: private-definition "a copy has another name" */
/* file: drivers/pci/pci.h */
#ifndef DRIVERS_PCI_H
#define DRIVERS_PCI_H
#include <linux/types.h>

struct pci_cap_saved_data {
	u16		cap_nr;
	bool		cap_extended;
	unsigned int	size;
	u32		data[];
};

#ifdef CONFIG_PCI_IOV
struct pci_vf_token {
	struct mutex		lock;	/* not known to anybody */
	u8			uuid[16];
	const char		*name;
	int			(*check)(struct pci_vf_token *t, int how);
};
#endif

struct pci_words {
	u32 first, *second, third[2];
	struct {
		u8 inner;
	} in;
	union {
		u64 whole;
		struct {
			u32 low;
			u32 high;
		};
	};
#ifdef CONFIG_PCI_MORE
	u16 more;
#endif
	unsigned long bits:3;
};

struct pci_pair {
	u32 a;
	u32 b;
	u32 c;
};

struct pci_chain {
	struct pci_chain *next;
	u32 nr, size;
	u64 address;
};

typedef struct {
	u64 when;
	void *who;
	int how;
	int why;
} pci_event_t;
#endif
/* file: drivers/pci/pci.c */
#include "pci.h"

struct pci_saved_state {
	u32 config_space[16];
	struct pci_cap_saved_data cap[];
};

struct pci_saved_state *state;
/* file: drivers/vfio/twin.c */
#include <linux/kernel.h>

struct vfio_cap_data { /* expect: private-definition error "struct vfio_cap_data repeats struct pci_cap_saved_data, which is private to the PCI core, member by member" notes "struct pci_cap_saved_data is defined here" fix "opaque token" */
	__u16 cap_nr;
	_Bool cap_extended;
	uint32_t size;
	u32 data[];
} __packed;

/* it holds the twin where the original holds the original */
struct vfio_saved_state { /* expect: private-definition "struct vfio_saved_state repeats struct pci_saved_state" */
	u32 config_space[16];
	struct vfio_cap_data cap[];
};

struct mutex {
	int owner;
};

struct vfio_vf_token { /* expect: private-definition "struct vfio_vf_token repeats struct pci_vf_token" */
	struct mutex lock;
	u8 uuid[16];
	const char *name;
	int (*check)(struct vfio_vf_token *t, int how);
};

struct vfio_words { /* expect: private-definition "struct vfio_words repeats struct pci_words" */
	u32 first;
	u32 *second;
	u32 third[2];
	struct {
		u8 inner;
	} in;
	union {
		u64 whole;
		struct {
			u32 low;
			u32 high;
		};
	};
	unsigned long bits:3;
};

typedef struct {
	unsigned long long when;
	void *who;
	int how, why;
} vfio_event_t; /* expect: private-definition "vfio_event_t repeats pci_event_t" */

/* A pointer to itself has to be called by another name in a copy. */
struct vfio_chain { /* expect: private-definition "struct vfio_chain repeats struct pci_chain" fix "only happen to be alike" without "opaque token" */
	struct vfio_chain *next;
	u32 nr, size;
	u64 address;
};

/* This is one to somebody else. */
struct vfio_no_chain {
	struct vfio_words *next;
	u32 nr, size;
	u64 address;
};

struct vfio_chain *chain;
struct vfio_no_chain *no_chain;
struct vfio_cap_data *cap;
struct vfio_saved_state *saved;
struct vfio_vf_token *token;
struct vfio_words *words;
vfio_event_t *event;
/* file: include/linux/vfio_twin.h */
#ifndef LINUX_VFIO_TWIN_H
#define LINUX_VFIO_TWIN_H
#include <linux/types.h>

struct public_cap_data { /* expect: private-definition "struct public_cap_data repeats struct pci_cap_saved_data" */
	u16 cap_nr;
	bool cap_extended;
	unsigned int size;
	u32 data[];
};
#endif
/* file: drivers/vfio/header.c */
#include <linux/vfio_twin.h>

struct public_cap_data *header;
/* file: drivers/vfio/near.c */
#include <linux/kernel.h>

/* One type is another. */
struct vfio_other_cap {
	u16 cap_nr;
	bool cap_extended;
	u64 size;
	u32 data[];
};

/* One name is. */
struct vfio_named_cap {
	u16 cap_nr;
	bool extended;
	unsigned int size;
	u32 data[];
};

/* No array. */
struct vfio_single_cap {
	u16 cap_nr;
	bool cap_extended;
	unsigned int size;
	u32 data;
};

/* One more, and one less. */
struct vfio_longer_cap {
	u16 cap_nr;
	bool cap_extended;
	unsigned int size;
	u32 more;
	u32 data[];
};

struct vfio_shorter_cap {
	u16 cap_nr;
	bool cap_extended;
	unsigned int size;
};

/* Another order. */
struct vfio_turned_cap {
	bool cap_extended;
	u16 cap_nr;
	unsigned int size;
	u32 data[];
};

/* Holds a struct that is like none of the owner's. */
struct vfio_other_state {
	u32 config_space[16];
	struct vfio_other_cap cap[];
};

/* A union is no struct. */
union vfio_union_cap {
	u16 cap_nr;
	bool cap_extended;
	unsigned int size;
	u32 data[4];
};

/* Three members are alike by chance. */
struct vfio_pair {
	u32 a;
	u32 b;
	u32 c;
};

struct vfio_other_cap *a;
struct vfio_named_cap *b;
struct vfio_single_cap *c;
struct vfio_longer_cap *d;
struct vfio_shorter_cap *e;
struct vfio_turned_cap *f;
struct vfio_other_state *g;
union vfio_union_cap *h;
struct vfio_pair *i;
/* file: drivers/pci/hotplug/own.c */
#include <linux/types.h>

/* The owner may repeat itself. */
struct own_cap_data {
	u16 cap_nr;
	bool cap_extended;
	unsigned int size;
	u32 data[];
};

struct own_cap_data *own;
