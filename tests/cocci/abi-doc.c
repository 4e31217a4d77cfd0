// SPDX-License-Identifier: GPL-2.0-or-later
/* kernel-doc right above, of that name */
/* file: include/linux/kho/abi/foo.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */

struct foo_none_ser { /* expect: abi-doc */
	u64 a;
} __packed;

/* struct foo_plain_ser - No kernel-doc: one star. */
struct foo_plain_ser { /* expect: abi-doc */
	u64 a;
} __packed;

/**
 * struct foo_other_ser - Of another name.
 */
struct foo_named_ser { /* expect: abi-doc */
	u64 a;
} __packed;

/**
 * struct foo_far_ser - Not right above.
 */
#define FOO 1
struct foo_far_ser { /* expect: abi-doc */
	u64 a;
} __packed;

/**
 * struct foo_right_ser - Right.
 * @a: A.
 *
 * A * and a / in it.
 */
struct foo_right_ser {
	u64 a;
} __packed;

/**
 * union foo_choice_ser - A union.
 * @a: A.
 */
union foo_choice_ser {
	u64 a;
} __packed;

/**
 * struct foo_front_ser - An attribute in front.
 * @a: A.
 */
struct __packed foo_front_ser {
	u64 a;
};

/**
 * typedef foo_t - A typedef.
 * @a: A.
 */
typedef struct {
	u64 a;
	struct {
		u64 b;
	} c;
} __packed foo_t;

struct foo_opaque;
/* file: include/linux/kho/abi/many.h */
struct foo_many_ser { /* expect: abi-doc */
	u64 a; /* not: b */
	u32 b, __c __aligned(4), d[4];
	u8 e:4, :2, f:2;
	DECLARE_KHOSER_PTR(g, struct foo *);
	struct {
		u32 x;
		union {
			u32 y;
			u16 z[2];
		};
	} __packed h[2];
	struct {
		u32 i;
	} __packed;
	struct foo_right_ser j;
	u64 k[] __counted_by(a);
} __packed;

#define FOO_SIZE (4 * sizeof(struct foo_right_ser))

/**
 * struct foo_sized_ser - Behind a macro that names a struct.
 * @a: A.
 */
struct foo_sized_ser {
	u8 a[FOO_SIZE];
} __packed;

struct foo_macro_ser { /* stays; expect: abi-doc */
	FOO_MEMBER(b);
	u64 a;
} __packed;

struct foo_config_ser { /* stays; expect: abi-doc */
	u64 a;
#ifdef CONFIG_FOO
	u64 b;
#endif
} __packed;
/* file: drivers/foo/foo.c */
struct foo_kernel {
	u8 a;
};
