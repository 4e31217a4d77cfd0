/*
 * abi-align: packed members at offsets that their types are not aligned to.
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

/**
 * struct foo_part_ser - Packed: aligned to one byte.
 * @x: X.
 */
struct foo_part_ser {
	u64 x;
} __packed;

/**
 * struct foo_ser - Out of line.
 * @mode: X.
 * @data: X.
 * @len: X.
 * @tail: X.
 * @part: X.
 * @next: X.
 * @odd: X.
 * @in: X.
 * @in.a: X.
 * @in.b: X.
 * @more: X.
 */
struct foo_ser {
	u8 mode;
	u64 data;		/* expect: abi-align note "@data of struct foo_ser is at byte 1, but its type is aligned to 8 bytes" fix "7 reserved bytes" */
	u16 len[2];		/* expect: abi-align note "at byte 9" fix "1 reserved byte before" */
	u8 tail[3];
	struct foo_part_ser part;
	DECLARE_KHOSER_PTR(next, struct foo_ser *);
	u8 odd;
	struct {
		u32 a;		/* expect: abi-align note "@in.a of struct foo_ser is at byte 33" */
		u8 b[3];
	} __packed in;
	u64 more;
} __packed;

#endif
