/*
 * abi-packed: structs that macros make, pragmas, and a size pinned another way.
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

#define __foo_packed	__attribute__((packed))
#define FOO_PAIR(t)	t a; t b

/**
 * struct foo_own_ser - An attribute behind another name.
 * @a: X.
 * @b: X.
 * @c: X.
 */
struct foo_own_ser {
	FOO_PAIR(u32);
	u8 c;
} __foo_packed;

/**
 * struct foo_made_ser - Members that a macro makes.
 * @c: X.
 * @a: X.
 * @b: X.
 */
struct foo_made_ser { /* expect: abi-packed error "has 1 hole" notes "3-byte hole at byte 1, between c and a" */
	u8 c;
	FOO_PAIR(u32);
};

/**
 * struct foo_aligned_ser - An aligned member opens the hole.
 * @a: X.
 * @b: X.
 */
struct foo_aligned_ser { /* expect: abi-packed error "has 2 holes" notes "12-byte hole at byte 4, between a and b" notes "12 bytes of padding at the end, at byte 20, after b" */
	u32 a;
	u32 b __aligned(16);
};

/**
 * struct foo_members_ser - Each member packed is not the struct packed.
 * @a: X.
 * @b: X.
 */
struct foo_members_ser { /* expect: abi-packed error "it has no hole today" */
	u8 a __packed;
	u32 b __packed; /* expect: abi-align "at byte 1" */
};

/**
 * struct foo_asserted_ser - Pinned by C11's own word.
 * @a: X.
 */
struct foo_asserted_ser { /* expect: abi-packed note "pins its size" */
	u64 a;
};
_Static_assert(sizeof(struct foo_asserted_ser) == 8, "size");

/**
 * struct foo_bounded_ser - A bound pins nothing.
 * @a: X.
 */
struct foo_bounded_ser { /* expect: abi-packed error "it has no hole today" */
	u64 a;
};
static_assert(sizeof(struct foo_bounded_ser) <= 4096);

/**
 * struct foo_array_ser - An array of structs.
 * @parts: X.
 * @parts.x: X.
 * @parts.y: X.
 */
struct foo_array_ser { /* expect: abi-packed error "has 1 hole" notes "4 bytes of padding at the end, at byte 12, after y" */
	struct {
		u64 x;
		u32 y;
	} parts[4];
};

#endif
