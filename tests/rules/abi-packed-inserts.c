// SPDX-License-Identifier: GPL-2.0-or-later
/* abi-packed: which braces get a __packed, and one of what others have many */
/* file: include/linux/span.h */
#ifndef SPAN_H
#define SPAN_H
#include <linux/types.h>

/**
 * struct span - kernel-wide
 * @start: X.
 * @end: X.
 */
struct span { /* expect: abi-packed "1 hole" without ": __packed" without "1 holes" unless spatch "another struct holds it", abi-location unless spatch "another struct holds it", abi-version */
	u32 start;
	u64 end;
};
#endif
/* file: include/linux/kho/abi/foo.h */
#ifndef FOO_H
#define FOO_H

#include <linux/types.h>
#include <linux/span.h>

/**
 * DOC: foo ABI
 *
 * Any change needs a new version in FOO_COMPATIBLE.
 */
#define FOO_COMPATIBLE "foo-v1"

/**
 * struct foo_byte_ser - One byte at the end.
 * @a: X.
 * @b: X.
 */
struct foo_byte_ser { /* expect: abi-packed "has 1 hole" without "1 holes" notes "1 byte of padding at the end, at byte 3, after b" without "1 bytes" inserts "+3:2: __packed" */
	u16 a;
	u8 b;
};

/**
 * struct foo_bit_ser - One bit.
 * @bits: X.
 * @next: X.
 */
struct foo_bit_ser { /* expect: abi-packed notes "1 unused bit at byte 0, bit 7, between bits and next" without "unused bits" */
	u8 bits:7; /* expect: abi-bitfield */
	u8 next;
};

/**
 * struct foo_full_ser - None.
 * @a: X.
 */
struct foo_full_ser { /* expect: abi-packed "no hole today" inserts "+2:2: __packed" */
	u64 a;
};

/**
 * struct foo_parts_ser - Only the parts that have holes, and the whole.
 * @a: X.
 * @b: X.
 * @c: X.
 * @d: X.
 * @full: X.
 * @full.e: X.
 */
struct foo_parts_ser { /* expect: abi-packed "has 1 hole" inserts "+10:2: __packed" inserts "+6:3: __packed" without "+9:" notes "between c and d" */
	u32 a;
	u32 b;
	struct {
		u32 c;
		u64 d;
	};
	struct {
		u64 e;
	} full;
};

/**
 * struct foo_in_ser - Packed itself, but not what is inside.
 * @b: X.
 * @c: X.
 */
struct foo_in_ser { /* expect: abi-packed "struct inside it is not and has 1 hole" without "1 holes" inserts "+4:3: __packed" without "+5:" unless spatch "the hole is in an unnamed struct" */
	struct {
		u8 b;
		u64 c;
	};
} __packed;

/**
 * struct foo_ser - A hole beside members without a name.
 * @a: X.
 * @b: X.
 * @span: X.
 */
struct foo_ser { /* expect: abi-packed notes "4-byte hole at byte 4, between an unnamed member and an unnamed member" inserts "+8:2: __packed" */
	union {
		u32 a;
	};
	union {
		u64 b;
	};
	struct span span; /* expect: abi-nested */
};

#endif
