// SPDX-License-Identifier: GPL-2.0-or-later
/* every form of kernel-doc that the kernel's reader takes */
/* file: include/linux/kho/abi/foo.h */
#ifndef FOO_H
#define FOO_H

#include <linux/types.h>

/**
 * DOC: foo ABI
 *
 * Any change needs a new version in FOO_COMPATIBLE.
 */
#define FOO_COMPATIBLE "foo-v1"

/**
 * struct foo_ser - two structs in one header, the first
 * @a: a
 */
struct foo_ser {
	u64 a;
} __packed;

/**
 * struct foo_second_ser - a purpose that
 *	goes on in the next line
 * @a: a
 * @b: text that goes
 *     on, and on: with a colon
 *
 * And prose.
 *
 * Context: any.
 */

/* A plain comment in between does no harm. */
struct foo_second_ser {
	u64 a;
	u64 b;
} __packed;

/**
 * struct foo_colon_ser: a colon for a dash
 * @a: a
 */
struct
__packed foo_colon_ser
{
	u64 a;
};

/**
 * struct foo_front_ser - the attribute in front
 * @a: a
 */
struct __attribute__((packed)) foo_front_ser {
	u64 a;
};

/**
 * union foo_either_ser - a union
 * @a: the number
 * @bytes: its bytes
 */
union foo_either_ser {
	u64 a;
	u8 bytes[8];
} __packed;

/**
 * struct foo_unnamed_ser - a typedef's struct
 * @a: a
 */
typedef struct {
	u64 a;
} __packed foo_unnamed_ser;

/**
 * typedef foo_said_ser - described as a typedef
 * @a: a
 */
typedef struct {
	u64 a;
} __packed foo_said_ser;

struct foo_declared_ser;

/**
 * struct foo_declared_ser - declared before
 * @a: a
 */
struct foo_declared_ser {
	u64 a;
} __packed;

#endif
