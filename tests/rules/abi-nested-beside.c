/*
 * abi-nested: two structs beside each other outside the zone are abi-location's.
 */
/* file: drivers/foo/far.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * struct foo_far - Not beside it. FOO_VERSION must be updated with it.
 * @x: X.
 */
struct foo_far { /* expect: abi-location "struct foo_far" unless spatch "another struct holds it" */
	u64 x;
} __packed;
/* file: drivers/foo/foo.c */
// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/kexec_handover.h>
#include "far.h"

#define FOO_VERSION	1

/**
 * struct foo_part - A part. FOO_VERSION must be updated with it.
 * @x: X.
 */
struct foo_part { /* expect: abi-location "struct foo_part" evidence "nested: struct foo_ser holds it as member @part" unless spatch "another struct holds it" */
	u64 x;
} __packed;

/**
 * struct foo_ser - The whole.
 * @part: X.
 * @far: X.
 */
struct foo_ser { /* expect: abi-location "struct foo_ser" */
	struct foo_part part;
	struct foo_far far; /* expect: abi-nested "@far of struct foo_ser holds struct foo_far, which is not a contract: it is defined in drivers/foo/far.h" */
} __packed;
