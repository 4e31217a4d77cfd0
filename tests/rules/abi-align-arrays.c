// SPDX-License-Identifier: GPL-2.0-or-later
/* abi-align: dimensions are multiplied, one element alone is in line */
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

/**
 * struct foo_entry_ser - 9 bytes.
 * @id: X.
 * @kind: X.
 */
struct foo_entry_ser {
	u64 id;
	u8 kind;
} __packed;

typedef struct foo_entry_ser foo_pair_t[2];

/**
 * struct foo_ser - Arrays of them.
 * @table: X.
 * @turned: X.
 * @one: X.
 * @fill3: X.
 * @pair: X.
 */
struct foo_ser {
	struct foo_entry_ser table[8][1];	/* expect: abi-align "the elements of @table" */
	struct foo_entry_ser turned[1][8];	/* expect: abi-align "the elements of @turned" */
	struct foo_entry_ser one[1][1];
	u8 fill3[7];
	foo_pair_t pair[1];	/* expect: abi-align "the elements of @pair" */
} __packed;

#endif
