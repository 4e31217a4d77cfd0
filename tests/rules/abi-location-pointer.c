/*
 * abi-location: what an ABI struct points to, and names without an include.
 */
/* file: include/linux/page_list.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_PAGE_LIST_H
#define _LINUX_PAGE_LIST_H

#include <linux/types.h>

/**
 * struct page_list - Pointed to. FOO_COMPATIBLE must be updated with it.
 * @phys: X.
 * @priv: X.
 */
struct page_list { /* expect: abi-location error "struct page_list" evidence "nested: the KHO serializable pointer foo_ser.first points to it" unless spatch "another struct holds it" */
	u64 phys;
	void *priv; /* expect: abi-type error "@priv of struct page_list is a bare pointer" unless spatch "another struct holds it" */
} __packed;

struct bare_target {
	u64 x;
};

struct internal_target {
	struct list_head list;
};

#endif
/* file: include/linux/kho/abi/foo.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_FOO_H
#define _LINUX_KHO_ABI_FOO_H

#include <linux/types.h>
#include <linux/page_list.h>
#include <linux/kho/abi/kexec_handover.h>

/**
 * DOC: Foo ABI
 *
 * Any change requires incrementing the version in FOO_COMPATIBLE.
 */
#define FOO_COMPATIBLE	"foo-v1"

/**
 * struct foo_ser - Points.
 * @first: X.
 * @list: X.
 * @bare: X.
 */
struct foo_ser {
	DECLARE_KHOSER_PTR(first, struct page_list *);
	DECLARE_KHOSER_PTR(list, struct list_head *);
	struct bare_target *bare; /* expect: abi-type error "(struct bare_target *)" */
} __packed;

#endif
/* file: drivers/bar/bar.c */
// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/types.h>

int kho_preserve_bar(void *bar);

#define BAR_VERSION	1

/**
 * typedef bar_ser - A typedef's name counts like a tag.
 * @a: X.
 */
typedef struct {
	u64 a;
} __packed bar_ser; /* expect: abi-location error "bar_ser is serialized" evidence "name: its name ends in _ser and drivers/bar/bar.c uses KHO (its code mentions kho_*)" fix "BAR_VERSION" */

/**
 * union bar_choice_ser - A union counts like a struct.
 * @a: X.
 */
union bar_choice_ser { /* expect: abi-location error "union bar_choice_ser" */
	u64 a;
} __packed;

/* A token: nobody looks through it. */
struct bar_opaque_ser;

int bar(bar_ser *ser)
{
	return kho_preserve_bar(ser);
}
/* file: lib/foo.c */
// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/kho/abi/foo.h>
