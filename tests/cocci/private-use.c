// SPDX-License-Identifier: GPL-2.0-or-later
/* what needs the definition, and what a pointer may do */
/* file: include/linux/vfio.h */
struct vfio {
	struct pci_saved_state *pci_saved_state;
	struct pci_saved_state *pm_save[2];
};
/* file: drivers/vfio/header.c */
#include <linux/vfio.h>

u32 through_header(struct vfio *v)
{
	return v->pci_saved_state->size; /* expect: private-use */
}
/* file: drivers/vfio/uses.c */
struct holder {
	int before;
	struct pci_saved_state state; /* expect: private-use */
};

static struct pci_saved_state one = { .size = 1, }; /* expect: private-use */

u32 member(struct pci_saved_state *s)
{
	return s->words[3]; /* expect: private-use */
}

u32 cast(void *opaque)
{
	return ((struct pci_saved_state *)opaque)->size; /* expect: private-use */
}

u32 dot(struct pci_saved_state *s)
{
	struct pci_saved_state l; /* expect: private-use */

	l.size = 3; /* expect: private-use */
	*s = l; /* expect: private-use */
	s[3].words[0] = 0; /* expect: private-use */
	s = s + 1; /* expect: private-use */
	return sizeof(*s); /* expect: private-use */
}

size_t size(void)
{
	take(&(struct pci_saved_state){ .size = 1 }); /* expect: private-use */
	return sizeof(struct pci_saved_state); /* expect: private-use */
}

struct pci_saved_state *contain(struct list_head *l)
{
	return container_of(l, struct pci_saved_state, list); /* expect: private-use */
}
/* file: drivers/vfio/opaque.c */
#include <linux/vfio.h>

struct pci_saved_state;

struct own {
	struct pci_saved_state *token;
};

struct slot {
	int number;
};

int keep(struct vfio *v, struct own *o, struct slot *s)
{
	v->pci_saved_state = pci_store_saved_state(v);
	if (!v->pci_saved_state || v->pci_saved_state == o->token)
		return -ENOMEM;
	o->token = v->pci_saved_state;
	v->pm_save[1] = o->token;
	kfree(v->pci_saved_state);
	release(&o->token);
	memset(v->pm_save, 0, sizeof(v->pm_save));
	return sizeof(o->token) + sizeof(struct pci_saved_state *) +
		s->number;
}
/* file: drivers/xen/pci.c */
u32 friend_of_nothing(struct pci_saved_state *s)
{
	return s->words[0]; /* expect: private-use */
}
/* file: arch/s390/pci/pci_sysfs.c */
u32 friend_of_another(struct pci_saved_state *s)
{
	return s->words[0]; /* expect: private-use */
}
/* file: drivers/pci/core.c */
u32 core(struct pci_saved_state *s)
{
	return s->words[0] + sizeof(*s);
}
