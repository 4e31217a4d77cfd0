// SPDX-License-Identifier: GPL-2.0-or-later
/* which comment above a struct is kernel-doc, and which only looks like it */
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

struct foo_bare_ser { /* expect: abi-doc error "struct foo_bare_ser crosses a kexec and has no kernel-doc" without "comment above" fix "each of its members" */
	u64 a;
} __packed;

/* A comment that lacks the second star. */
struct foo_plain_ser { /* expect: abi-doc "foo_plain_ser" notes "only reads \"/**\"" */
	u64 a;
} __packed;

// A comment of the other kind.
struct foo_slashes_ser { /* expect: abi-doc "foo_slashes_ser" notes "begins with \"//\"" */
	u64 a;
} __packed;

/** struct foo_line_ser - kernel-doc is never one line */
struct foo_line_ser { /* expect: abi-doc "foo_line_ser" notes "on a line of its own" */
	u64 a;
} __packed;

/**
 * struct foo_other_ser - the name of something else
 * @a: a
 */
struct foo_named_ser { /* expect: abi-doc "foo_named_ser" notes "describes \"struct foo_other_ser\", not \"struct foo_named_ser\"" */
	u64 a;
} __packed;

/**
 * union foo_kind_ser - the wrong kind
 * @a: a
 */
struct foo_kind_ser { /* expect: abi-doc "foo_kind_ser" notes "describes \"union foo_kind_ser\"" */
	u64 a;
} __packed;

/**
 * struct foo_far_ser - the definition does not follow
 * @a: a
 */
#define FOO_FAR 1
struct foo_far_ser { /* expect: abi-doc "does not read the comment that describes struct foo_far_ser" fix "move the comment" */
	u64 a;
} __packed;

	/**
	 * struct foo_indented_ser - not in column 1
	 * @a: a
	 */
struct foo_indented_ser { /* expect: abi-doc "foo_indented_ser" */
	u64 a;
} __packed;

union foo_either_ser { /* expect: abi-doc "union foo_either_ser" */
	u64 a;
	u8 bytes[8];
} __packed;

typedef struct {
	u64 a;
} __packed foo_typedef_ser; /* expect: abi-doc "foo_typedef_ser crosses" */

/* Far above it: not its comment. */

struct foo_apart_ser { /* expect: abi-doc "foo_apart_ser crosses" without "comment above" */
	u64 a;
} __packed;

extern int foo_beside; /* belongs to the line before */
struct foo_beside_ser { /* expect: abi-doc "foo_beside_ser crosses" without "comment above" */
	u64 a;
} __packed;

#endif
/* file: drivers/foo/foo.c */
#include <linux/kernel.h>
#include <linux/kexec_handover.h>
#include <linux/kho/abi/foo.h>

/* What a driver keeps to itself needs none. */
struct foo_private {
	u64 a;
};

int foo_size(struct foo_private *p);
int foo_size(struct foo_private *p)
{
	return (int)p->a;
}
