// SPDX-License-Identifier: GPL-2.0-or-later
/* abi-type: each type is called what kernel code calls it */
/* file: include/linux/foo.h */
#include <linux/types.h>

union foo_word {
	u32 all;
};

typedef struct { int a; } foo_box_t;
/* file: include/linux/kho/abi/foo.h */
#ifndef FOO_H
#define FOO_H

#include <linux/types.h>
#include <linux/foo.h>

/**
 * DOC: foo ABI
 *
 * Any change needs a new version in FOO_COMPATIBLE.
 */
#define FOO_COMPATIBLE "foo-v1"

typedef enum { FOO_E } foo_enum_t;
typedef void *foo_ptrs_t[2];
typedef unsigned long foo_row_t[4];

/**
 * struct foo_ser - Pointers, for they show what they point to.
 * @a: X.
 * @b: X.
 * @c: X.
 * @d: X.
 * @e: X.
 * @f: X.
 * @g: X.
 * @h: X.
 * @i: X.
 * @j: X.
 * @k: X.
 * @l: X.
 * @m: X.
 * @n: X.
 * @o: X.
 */
struct foo_ser {
	short *a; /* expect: abi-type "pointer (short *)" */
	unsigned short *b; /* expect: abi-type "pointer (unsigned short *)" */
	long *c; /* expect: abi-type "pointer (long *)" */
	unsigned long *d; /* expect: abi-type "pointer (unsigned long *)" */
	long long *e; /* expect: abi-type "pointer (long long *)" */
	unsigned long long *f; /* expect: abi-type "pointer (unsigned long long *)" */
	_Bool *g; /* expect: abi-type "pointer (bool *)" */
	union foo_word *h; /* expect: abi-type "pointer (union foo_word *)" */
	void **i; /* expect: abi-type "pointer (void **)" */
	struct { int x; } *j; /* expect: abi-type "pointer (unnamed struct *)" */
	foo_box_t *k; /* expect: abi-type "pointer (foo_box_t *)" */
	enum { FOO_L } *l; /* expect: abi-type "pointer (unnamed enum *)" */
	int (**m)(void); /* expect: abi-type "pointer (function pointer *)" */
	struct list_head (*n)[2]; /* expect: abi-type "pointer (" fix "finds its own by" */
	foo_ptrs_t o; /* expect: abi-type "pointer (foo_ptrs_t)" unless spatch "a typedef that policy does not name" */
} __packed;

/**
 * struct foo_value_ser - Values.
 * @i: X.
 * @ui: X.
 * @row: X.
 * @e: X.
 * @d: X.
 * @s: X.
 * @us: X.
 */
struct foo_value_ser {
	long long i; /* expect: abi-type "is long long: 64" */
	unsigned long long ui; /* expect: abi-type "is unsigned long long: 64" */
	foo_row_t row[2]; /* expect: abi-type "is foo_row_t (unsigned long): its" unless spatch "a typedef that policy does not name" */
	double d; /* expect: abi-type "is double: the kernel has no floating point" */
	foo_enum_t e; /* expect: abi-type "is foo_enum_t: the" unless spatch "a typedef that policy does not name" */
	short s; /* expect: abi-type "is short: 16" */
	unsigned short us; /* expect: abi-type "is unsigned short: 16" */
} __packed;

#endif
