/*
 * abi-nested: two structs beside each other outside the zone are abi-location's.
 */
/* file: drivers/foo/foo.c */
// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/kexec_handover.h>

#define FOO_VERSION	1

/**
 * struct foo_part - A part. FOO_VERSION must be updated with it.
 * @x: X.
 */
struct foo_part { /* expect: abi-location "struct foo_part" evidence "nested: struct foo_ser holds it as member @part" */
	u64 x;
} __packed;

/**
 * struct foo_ser - The whole.
 * @part: X.
 */
struct foo_ser { /* expect: abi-location "struct foo_ser" */
	struct foo_part part;
} __packed;
