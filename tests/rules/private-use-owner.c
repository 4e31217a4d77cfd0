// SPDX-License-Identifier: GPL-2.0-or-later
/* owners of a policy: nested, with open headers, files elsewhere, and friends */
/* unless spatch: private-use "this policy is not asked" */
/* file: policy.ini */
[owner drivers/vfio/]
name = VFIO
private = include/linux/vfio_core.h
public = drivers/vfio/vfio_uapi.h

[owner drivers/vfio/pci/]
name = VFIO's PCI driver

[owner drivers/iommu/]
name = the IOMMU core
structs = iommu_group

[friend drivers/net/half.c]
owner = drivers/vfio/ drivers/iommu/
structs = vfio_group iommu_group
reason = it needs one struct of each
/* file: drivers/vfio/vfio.h */
#ifndef DRIVERS_VFIO_H
#define DRIVERS_VFIO_H
struct vfio_group {
	int id;
};
struct vfio_container {
	int users;
};
#endif
/* file: drivers/vfio/vfio_uapi.h */
#ifndef DRIVERS_VFIO_UAPI_H
#define DRIVERS_VFIO_UAPI_H
struct vfio_reply {
	int status;
};
#endif
/* file: drivers/vfio/pci/priv.h */
#ifndef DRIVERS_VFIO_PCI_PRIV_H
#define DRIVERS_VFIO_PCI_PRIV_H
struct vfio_pci_irq {
	int vector;
};
#endif
/* file: include/linux/vfio_core.h */
#ifndef LINUX_VFIO_CORE_H
#define LINUX_VFIO_CORE_H
struct vfio_core {
	int state;
};
static inline int vfio_core_state(struct vfio_core *c)
{
	return c->state;
}
#endif
/* file: drivers/iommu/priv.h */
#ifndef DRIVERS_IOMMU_PRIV_H
#define DRIVERS_IOMMU_PRIV_H
struct iommu_group {
	int id;
};
#endif
/* file: drivers/vfio/pci/inner.c */
#include "../vfio.h"
#include "priv.h"

/* the inner owner's code is the outer one's, too */
int inner(struct vfio_group *g, struct vfio_pci_irq *irq);
int inner(struct vfio_group *g, struct vfio_pci_irq *irq)
{
	return g->id + irq->vector;
}
/* file: drivers/vfio/outer.c */
#include "vfio.h"
#include "pci/priv.h" /* expect: private-include "drivers/vfio/pci/priv.h is private to VFIO's PCI driver" */

/* and not the other way */
int outer(struct vfio_group *g, struct vfio_pci_irq *irq);
int outer(struct vfio_group *g, struct vfio_pci_irq *irq)
{
	return g->id +
	       irq->vector; /* expect: private-use "@vector of struct vfio_pci_irq is used; it is private to VFIO's PCI driver" */
}
/* file: drivers/net/public.c */
#include "../vfio/vfio_uapi.h"

/* what policy keeps open is nobody's */
int reply(struct vfio_reply *r);
int reply(struct vfio_reply *r)
{
	return r->status + (int)sizeof(*r);
}
/* file: drivers/net/elsewhere.c */
#include <linux/vfio_core.h> /* expect: private-include "include/linux/vfio_core.h is private to VFIO" unless noconfig "its text looks public" */

int elsewhere(struct vfio_core *c);
int elsewhere(struct vfio_core *c)
{
	return c->state; /* expect: private-use "@state of struct vfio_core is used; it is private to VFIO" notes "is defined in include/linux/vfio_core.h, where VFIO" */
}
/* file: drivers/vfio/core.c */
#include <linux/vfio_core.h>

int core(struct vfio_core *c);
int core(struct vfio_core *c)
{
	return c->state;
}
/* file: drivers/net/half.c */
#include "../vfio/vfio.h"
#include "../iommu/priv.h"

int half(struct vfio_group *g, struct iommu_group *i, struct vfio_container *c);
int half(struct vfio_group *g, struct iommu_group *i, struct vfio_container *c)
{
	return g->id + i->id +
	       c->users; /* expect: private-use "@users of struct vfio_container" */
}
/* file: drivers/net/stranger.c */
#include "../iommu/priv.h" /* expect: private-include "private to the IOMMU core" */

int stranger(struct iommu_group *i);
int stranger(struct iommu_group *i)
{
	return i->id; /* expect: private-use "@id of struct iommu_group is used; it is private to the IOMMU core" */
}
