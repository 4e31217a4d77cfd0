/*
 * abi-location: what else serialized structs are called.
 */
/* file: drivers/foo/foo.c */
// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/kexec_handover.h>
#include <linux/types.h>

#define FOO_COMPATIBLE	"foo-v2"

/**
 * struct foo_ser_v2 - The second layout, kept beside the first.
 * @a: X.
 */
struct foo_ser_v2 { /* expect: abi-location evidence "its name matches *_ser_v[0-9] and drivers/foo/foo.c uses KHO" */
	u64 a;
} __packed;

/**
 * typedef foo_ser_t - By a typedef.
 * @a: X.
 */
typedef struct {
	u64 a;
} __packed foo_ser_t; /* expect: abi-location evidence "its name ends in _ser_t and" */

struct foo_server {
	u64 a;
	struct foo_ser_v2 *ser;
};

struct foo_ser_vma {
	u64 a;
};

struct foo_server foo_server;
struct foo_ser_vma foo_vma;
foo_ser_t foo_ser;
