/*
 * abi-packed: holes are named, members without holes still need __packed.
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
 * struct foo_ser - Two holes and trailing padding.
 * @flags: Flags.
 * @len: Length.
 * @id: Id.
 * @data: Data.
 * @tail: Tail.
 */
struct foo_ser { /* expect: abi-packed error "struct foo_ser is serialized but not __packed, and has 3 holes" notes "3-byte hole at byte 1, between flags and len" notes "6-byte hole at byte 10, between id and data" notes "6 bytes of padding at the end, at byte 26, after tail" fix "FOO_COMPATIBLE" evidence "zone: it lives in the ABI header include/linux/kho/abi/foo.h" */
	u8 flags;
	u32 len;
	u16 id;
	u64 data;
	u16 tail;
};

/**
 * struct foo_full_ser - No hole today.
 * @a: A.
 * @b: B.
 */
struct foo_full_ser { /* expect: abi-packed error "it has no hole today" fix "add __packed" */
	u64 a;
	u64 b;
};

/**
 * struct foo_one_ser - A single array.
 * @table: Table.
 */
struct foo_one_ser { /* expect: abi-packed error "it has no hole today" */
	u64 table[16];
};

/**
 * struct foo_pinned_ser - Pinned, without a hole.
 * @a: A.
 */
struct foo_pinned_ser { /* expect: abi-packed note "a static assertion pins its size" */
	u64 a;
};
static_assert(sizeof(struct foo_pinned_ser) == 8);

/**
 * struct foo_pinned_hole_ser - Pinned, with a hole.
 * @a: A.
 * @b: B.
 */
struct foo_pinned_hole_ser { /* expect: abi-packed error "has 1 hole" notes "4-byte hole at byte 4, between a and b" */
	u32 a;
	u64 b;
};
static_assert(sizeof(struct foo_pinned_hole_ser) == 16);

/**
 * struct foo_bits_ser - Unused bits are a hole.
 * @pfn: Number.
 * @index: Index.
 */
struct foo_bits_ser { /* expect: abi-packed error notes "12 unused bits at byte 6, bit 4, between pfn and index" */
	u64 pfn:52; /* expect: abi-bitfield */
	u64 index;
};

/**
 * union foo_choice_ser - A union has trailing padding only.
 * @bytes: Bytes.
 * @word: Word.
 */
union foo_choice_ser { /* expect: abi-packed error "union foo_choice_ser" notes "3 bytes of padding at the end, at byte 5, after bytes" */
	u8 bytes[5];
	u32 word;
};

/**
 * struct foo_inner_ser - Holes in an unnamed struct, not in the outer one.
 * @a: A.
 * @inner: Inner.
 * @inner.b: B.
 * @inner.c: C.
 */
struct foo_inner_ser { /* expect: abi-packed error "is serialized but not __packed, and has 1 hole" notes "4-byte hole at byte 12, between b and c" */
	u64 a;
	struct {
		u32 b;
		u64 c;
	} inner;
};

/**
 * struct foo_outer_ser - __packed does not reach into the unnamed struct.
 * @a: A.
 * @b: B.
 * @c: C.
 */
struct foo_outer_ser { /* expect: abi-packed error "is __packed, but a struct inside it is not and has 1 hole" notes "7-byte hole at byte 9, between b and c" unless spatch "the hole is in an unnamed struct" */
	u64 a;
	struct {
		u8 b;
		u64 c;
	};
} __packed;

/**
 * struct foo_ptr_ser - KHO's serializable pointer is like a u64.
 * @next: Next.
 */
struct foo_ptr_ser { /* expect: abi-packed error "it has no hole today" */
	DECLARE_KHOSER_PTR(next, struct foo_ser *);
};

/**
 * struct foo_flex_ser - A hole before a flexible array.
 * @count: Count.
 * @data: Data.
 */
struct foo_flex_ser { /* expect: abi-packed error "has 1 hole" notes "4-byte hole at byte 4, between count and data" */
	u32 count;
	u64 data[];
};

/**
 * typedef foo_t_ser - A struct without a tag.
 * @a: A.
 */
typedef struct {
	u64 a;
} foo_t_ser; /* expect: abi-packed error "foo_t_ser is serialized but not __packed" */

#endif
