/*
 * abi-packed: every way to write __packed is one, and what is no struct of the ABI is none.
 */
/* file: include/linux/kho/abi/foo.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_FOO_H
#define _LINUX_KHO_ABI_FOO_H

#include <linux/types.h>
#include <linux/kho/abi/kexec_handover.h>

/**
 * DOC: Foo ABI
 *
 * Any change requires incrementing the version in FOO_COMPATIBLE.
 */
#define FOO_COMPATIBLE	"foo-v1"

struct foo_opaque;

/**
 * struct foo_behind_ser - The attribute behind.
 * @a: A.
 * @b: B.
 */
struct foo_behind_ser {
	u64 b;
	u8 a;
} __packed;

/**
 * struct foo_before_ser - The attribute in front.
 * @a: A.
 * @b: B.
 */
struct __attribute__((packed)) foo_before_ser {
	u64 b;
	u8 a;
};

/**
 * struct foo_spelled_ser - The attribute spelled out, and an alignment.
 * @a: A.
 * @b: B.
 */
struct foo_spelled_ser {
	u64 b;
	u8 a;
} __attribute__((__packed__, aligned(8)));

/**
 * struct foo_inner_ser - Packed in and out.
 * @in: In.
 * @in.a: A.
 * @in.b: B.
 * @pad: X.
 * @p: P.
 */
struct foo_inner_ser {
	struct {
		u64 b;
		u8 a;
	} __packed in;
	u8 pad[7];
	DECLARE_KHOSER_PTR(p, struct foo_before_ser *);
} __packed;

/**
 * union foo_choice_ser - A packed union.
 * @a: A.
 * @b: B.
 */
union foo_choice_ser {
	u8 a[5];
	u32 b;
} __packed;

#endif
/* file: lib/foo.c */
// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/kho/abi/foo.h>

struct foo_kernel {
	u8 a;
	u64 b;
};

struct foo_kernel foo_kernel;
