// SPDX-License-Identifier: GPL-2.0-or-later
/* abi-type: names that hold a marked word, and how an enum is called */
/* file: policy.ini */
[types]
fixed = foo_fixed_t
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

typedef size_t foo_fixed_t;
typedef foo_fixed_t foo_outer_t;
typedef enum foo_tagged { FOO_T } foo_tagged_t;

#define MY_DECLARE_BITMAP(name, bits)	unsigned long name[(bits) / 64]
#define DECLARE_BITMAP_OF(name, bits)	unsigned long name[(bits) / 64]

/**
 * struct foo_ser - What policy calls fixed is right, whatever is below.
 * @fixed: X.
 * @outer: X.
 * @x__user: X.
 * @__user_x: X.
 * @__user9: X.
 * @a: X.
 * @b: X.
 * @tagged: X.
 * @plain: X.
 * @none: X.
 */
struct foo_ser {
	foo_fixed_t fixed;
	foo_outer_t outer;
	void *x__user; /* expect: abi-type "is a bare pointer" */
	void *__user_x; /* expect: abi-type "is a bare pointer" */
	void *__user9; /* expect: abi-type "is a bare pointer" */
	MY_DECLARE_BITMAP(a, 64); /* expect: abi-type fix "use u64" without "bitmap_to_arr64" unless spatch "a macro declares it" */
	DECLARE_BITMAP_OF(b, 64); /* expect: abi-type fix "use u64" without "bitmap_to_arr64" unless spatch "a macro declares it" */
	foo_tagged_t tagged; /* expect: abi-type "@tagged of struct foo_ser is foo_tagged_t: the" unless spatch "a typedef that policy does not name" */
	enum foo_tagged plain; /* expect: abi-type "@plain of struct foo_ser is enum foo_tagged: the" */
	enum { FOO_N } none; /* expect: abi-type "@none of struct foo_ser is an enum: the" */
} __packed;

#endif
