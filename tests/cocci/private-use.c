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
/* file: drivers/vfio/bytes.c */
struct mine {
	u32 x;
};

u32 cast(struct pci_saved_state *s)
{
	return *(u32 *)s; /* expect: private-use */
}

u32 cast_to_mine(struct pci_saved_state *s)
{
	return ((struct mine *)s)->x; /* expect: private-use */
}

void copy(void *to, struct pci_saved_state *s, size_t n)
{
	memcpy(to, s, n); /* expect: private-use */
}

void *dup(struct pci_saved_state *s, size_t n)
{
	return kmemdup(s, n, GFP_KERNEL); /* expect: private-use */
}

int keep_bytes(struct pci_saved_state *s, struct mine *m, size_t n)
{
	void *p = (void *)s;
	struct pci_saved_state *again = (struct pci_saved_state *)p;

	memcpy(m, m + 1, n);
	xa_store(&xa, 1, s, GFP_KERNEL);
	pr_info("%p\n", s);
	return IS_ERR(s) || again != s || *(u32 *)m;
}
/* file: drivers/vfio/more.c */
struct more {
	struct pci_saved_state state[2]; /* expect: private-use */
};

u32 by_value(int a, struct pci_saved_state s, int b) /* expect: private-use */
{
	return a;
}

struct pci_saved_state result(void) /* expect: private-use */
{
	return nothing();
}

void steps(struct pci_saved_state *s)
{
	s++; /* expect: private-use */
	s += 2; /* expect: private-use */
}

size_t measure(struct list_head *l)
{
	size_t n = __alignof__(struct pci_saved_state); /* expect: private-use */

	n += sizeof_field(struct pci_saved_state, words); /* expect: private-use */
	n += __builtin_offsetof(struct pci_saved_state, words); /* expect: private-use */
	n += (size_t)list_entry(l, struct pci_saved_state, list); /* expect: private-use */
	return n;
}

size_t measure_token(struct pci_saved_state **list)
{
	list++;
	return sizeof(struct pci_saved_state *) + sizeof(list[0]) +
		offsetof(struct more, state);
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
