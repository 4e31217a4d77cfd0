/*
 * abi-type: advice that fits the member, and says when the layout changes.
 */
/* file: include/linux/kho/abi/foo.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_FOO_H
#define _LINUX_KHO_ABI_FOO_H

#include <linux/types.h>

/**
 * DOC: Foo ABI
 *
 * Any change requires incrementing the version in FOO_COMPATIBLE.
 */
#define FOO_COMPATIBLE	"foo-v1"

struct iommu_domain;

enum foo_small { FOO_SMALL } __packed;
enum foo_big { FOO_BIG = 0x100000000ULL };

/**
 * struct foo_part_ser - Preserved itself.
 * @x: X.
 */
struct foo_part_ser {
	u64 x;
} __packed;

/**
 * struct foo_ser - Each with a mend of its own.
 * @part: X.
 * @parts: X.
 * @domain: X.
 * @name: X.
 * @where: X.
 * @big: X.
 * @small: X.
 */
struct foo_ser {
	struct foo_part_ser *part;	/* expect: abi-type fix "DECLARE_KHOSER_PTR(part, struct foo_part_ser *); a released layout needs a new version" */
	struct foo_part_ser *parts[2];	/* expect: abi-type fix "an array of u64;" */
	struct iommu_domain *domain;	/* expect: abi-type fix "store what the next kernel finds its own by" */
	const char *name;		/* expect: abi-type fix "hold the text itself" */
	void **where;			/* expect: abi-type fix "finds its own by" */
	enum foo_big big;		/* expect: abi-type fix "use u64," */
	enum foo_small small;		/* expect: abi-type fix "use u8," */
} __packed;

#endif
