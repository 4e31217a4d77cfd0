// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vfio_pci_handlers.c - a driver that uses what linux/liveupdate.h keeps for
 * LUO, and srcu.h for RCU, with the kernel's own macros. As vfio_pci_saved.c;
 * only in a kernel that has LUO.
 */
#include <linux/irq.h>
#include <linux/list.h>
#include <linux/list_private.h>
#include <linux/liveupdate.h>
#include <linux/module.h>
#include <linux/srcu.h>

int vfio_pci_handlers_count(struct list_head *all);
int vfio_pci_handlers_right(struct list_head *all, struct irq_data *d);
struct liveupdate_flb *vfio_pci_handlers_flb(struct luo_flb_private *p);
size_t vfio_pci_handlers_offset(void);
void vfio_pci_handlers_lock(struct srcu_usage *s);

static struct liveupdate_file_handler handler = {
	.compatible = "vfio-pci-test-v1",
	.list = LIST_HEAD_INIT(handler.list),		/* expect: private-member */
};

DEFINE_STATIC_SRCU(vfio_pci_srcu);

int vfio_pci_handlers_count(struct list_head *all)
{
	struct liveupdate_file_handler *h;
	int n = 0;

	list_for_each_entry(h, all, list)		/* expect: private-member */
		n += h->ops ? 1 : 0;
	n += !list_empty(&handler.flb_list);		/* expect: private-member */
	h = list_first_entry(all, typeof(*h), list);	/* expect: private-member */
	return n + (h == &handler);
}

int vfio_pci_handlers_right(struct list_head *all, struct irq_data *d)
{
	struct liveupdate_file_handler *h;
	int n = irqd_is_started(d) + srcu_read_lock(&vfio_pci_srcu);

	list_private_for_each_entry(h, all, list)
		n += list_empty(&ACCESS_PRIVATE(h, flb_list));
	srcu_read_unlock(&vfio_pci_srcu, 0);
	return n;
}

struct liveupdate_flb *vfio_pci_handlers_flb(struct luo_flb_private *p)
{
	return container_of(p, struct liveupdate_flb,
			    private);			/* expect: private-member */
}

size_t vfio_pci_handlers_offset(void)
{
	return offsetof(struct liveupdate_flb, private); /* expect: private-member */
}

void vfio_pci_handlers_lock(struct srcu_usage *s)
{
	raw_spin_lock(&s->lock);			/* expect: private-member */
	raw_spin_unlock(&ACCESS_PRIVATE(s, lock));
}

MODULE_DESCRIPTION("a test of luoguard");
MODULE_LICENSE("GPL");
