// SPDX-License-Identifier: GPL-2.0-or-later
/* __packed in all its spellings, and without */
/* file: include/linux/kho/abi/foo.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <linux/types.h>

struct foo_opaque;

/**
 * struct foo_ser - No attribute; struct bar_ser {} in a comment is none.
 */
struct foo_ser { /* expect: abi-packed */
	u8 a;
	u64 b;
};

/**
 * struct foo_aligned_ser - Another attribute.
 */
struct foo_aligned_ser { /* expect: abi-packed */
	u8 a;
} __aligned(8);

/**
 * union foo_choice_ser - A union.
 */
union foo_choice_ser { /* expect: abi-packed */
	u8 a[5];
	u32 b;
};

/**
 * struct foo_ptr_ser - With the serializable pointer.
 */
struct foo_ptr_ser { /* expect: abi-packed */
	DECLARE_KHOSER_PTR(next, struct foo_ser *);
};

/**
 * typedef foo_t - stays
 */
typedef struct {
	u8 a;
} foo_t; /* stays */ /* expect: abi-packed */

/**
 * struct foo_behind_ser - Behind.
 */
struct foo_behind_ser {
	struct {
		u8 a;
	} __packed in;
	u8 b;
} __packed;

/**
 * struct foo_before_ser - In front.
 */
struct __packed foo_before_ser {
	u8 a;
};

/**
 * struct foo_spelled_ser - Spelled out.
 */
struct __attribute__((packed)) foo_spelled_ser {
	u8 a;
};

/**
 * struct foo_two_ser - Spelled out with another.
 */
struct foo_two_ser {
	u8 a;
} __attribute__((__packed__, aligned(8)));

/**
 * typedef foo_packed_t - A typedef.
 */
typedef struct {
	u8 a;
} __packed foo_packed_t;
/* file: drivers/foo/foo.c */
#include <linux/kho/abi/foo.h>

struct foo_kernel {
	u8 a;
	u64 b;
};
