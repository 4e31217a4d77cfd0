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
	u64 data;		/* expect: abi-align note "@data of struct foo_ser is at byte 1, but its type is aligned to 8 bytes" fix "7 reserved bytes" notes "so is @len, at byte 9" */
	u16 len[2];
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

/**
 * struct foo_entry_ser - 9 bytes.
 * @id: X.
 * @kind: X.
 */
struct foo_entry_ser {
	u64 id;
	u8 kind;
} __packed;

/**
 * struct foo_table_ser - Elements that do not keep their line.
 * @head: X.
 * @entry: X.
 * @pair: X.
 * @alone: X.
 * @fill: X.
 * @entries: X.
 */
struct foo_table_ser {
	u8 head;
	struct foo_entry_ser entry;	/* expect: abi-align note "@entry of struct foo_table_ser is at byte 1, but a member of it is aligned to 8 bytes" */
	u16 pair[3];
	struct foo_part_ser alone[2];
	u8 fill[8];
	struct foo_entry_ser entries[];	/* expect: abi-align note "the elements of @entries of struct foo_table_ser take 9 bytes" fix "end struct foo_entry_ser in 7 reserved bytes" */
} __packed;

#endif
