/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Typedefs that stand there twice: their header has no include guard.
 */

/* file: include/linux/twice.h */
typedef unsigned int u32;
typedef __u64 u64;
typedef unsigned long long_t;
typedef struct foo_part foo_part_t;

/* file: include/linux/kho/abi/foo.h */
#include <linux/types.h>
#include <linux/twice.h>
#include <linux/twice.h>

/**
 * DOC: foo ABI
 *
 * Any change needs a new version in FOO_COMPATIBLE.
 */
#define FOO_COMPATIBLE "foo-v1"

/**
 * struct foo_part - A part.
 * @a: X.
 */
struct foo_part {
	u32 a;
} __packed;

/**
 * struct foo_ser - What is fixed is right however often it is said.
 * @b:     X.
 * @a:     X.
 * @fixed: X.
 * @many:  X.
 * @part:  X.
 * @plain: X.
 * @loose: X.
 */
struct foo_ser {
	u64 b;
	u32 a;
	const u32 fixed;
	u32 many[4];
	foo_part_t part;
	unsigned int plain; /* expect: abi-type "@plain of struct foo_ser is unsigned int" */
	long_t loose; /* expect: abi-type "@loose of struct foo_ser is long_t" unless spatch "a typedef that policy does not name" */
} __packed;
