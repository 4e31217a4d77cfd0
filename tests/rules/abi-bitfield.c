/*
 * abi-bitfield: a note for each named bit-field, with the mask to use.
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

#define FOO_BITS(name, n)	u32 name:n

/**
 * struct foo_ser - Bit-fields.
 * @pfn: X.
 * @flags: X.
 * @lo: X.
 * @hi: X.
 * @made: X.
 * @in: X.
 * @in.all: X.
 * @in.bit: X.
 * @plain: X.
 */
struct foo_ser {
	u64 pfn:52;		/* expect: abi-bitfield note "@pfn of struct foo_ser is a bit-field" fix "GENMASK_ULL(51, 0)" */
	u64 flags:12;		/* expect: abi-bitfield note fix "GENMASK_ULL(63, 52)" */
	u32 lo:4;		/* expect: abi-bitfield note fix "GENMASK(3, 0)" */
	u32 :12;
	u32 hi:16;		/* expect: abi-bitfield note fix "GENMASK(31, 16)" */
	FOO_BITS(made, 32);	/* expect: abi-bitfield note "@made" */
	union {
		u64 all;
		u64 bit:1;	/* expect: abi-bitfield note "@in.bit of struct foo_ser" */
	} in;
	u64 plain;
} __packed;

/**
 * struct foo_cross_ser - A packed bit-field may cross into the next unit.
 * @a: X.
 * @b: X.
 * @c: X.
 */
struct foo_cross_ser {
	u32 a:20;		/* expect: abi-bitfield fix "use one u64 for the whole unit and GENMASK_ULL(19, 0)" */
	u32 b:20;		/* expect: abi-bitfield fix "GENMASK_ULL(39, 20)" */
	u32 c:24;		/* expect: abi-bitfield fix "GENMASK_ULL(63, 40)" */
} __packed;

/**
 * struct foo_obj_ser - Two bits that take one byte, not the four of their type.
 * @idx: X.
 * @deleted: X.
 * @incoming: X.
 */
struct foo_obj_ser {
	u32 idx;
	u32 deleted:1;		/* expect: abi-bitfield fix "use one u8 for the whole unit and GENMASK(0, 0) for deleted" */
	u32 incoming:1;		/* expect: abi-bitfield fix "use one u8 for the whole unit and GENMASK(1, 1) for incoming" */
} __packed;

/**
 * struct foo_odd_ser - The unit begins where the bit-fields do.
 * @a: X.
 * @x: X.
 * @y: X.
 * @b: X.
 * @z: X.
 */
struct foo_odd_ser {
	u8 a;
	u32 x:4;		/* expect: abi-bitfield fix "use one u32 for the whole unit and GENMASK(3, 0) for x" */
	u32 y:28;		/* expect: abi-bitfield fix "use one u32 for the whole unit and GENMASK(31, 4) for y" */
	u8 b;
	u32 z:17;		/* expect: abi-bitfield fix "a member of its own" fix "needs a new version" */
} __packed;

#endif
/* file: drivers/foo/foo.c */
// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/kho/abi/foo.h>

struct foo_kernel {
	unsigned int on:1;
};

struct foo_kernel foo_kernel;
