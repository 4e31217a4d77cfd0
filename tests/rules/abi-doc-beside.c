// SPDX-License-Identifier: GPL-2.0-or-later
/* comments near a struct that are not its own, and where a skeleton goes */
/* file: include/linux/kho/abi/foo.h */
#ifndef FOO_H
#define FOO_H

#include <linux/types.h>

/**
 * DOC: foo ABI
 *
 * Any change needs a new version in FOO_COMPATIBLE.
 */
struct foo_section_ser { /* expect: abi-doc "foo_section_ser crosses" without "above it describes" inserts "+0:1:/**" */
	u64 a;
} __packed;
#define FOO_COMPATIBLE "foo-v1"

struct foo_behind_ser { /* expect: abi-doc "foo_behind_ser crosses a kexec" without "does not read" */
	u64 a;
} __packed;
/**
 * struct foo_behind_ser - below what it describes
 * @a: a
 */
#define FOO_BEHIND 1

/**
 * typedef foo_far_ser - the definition does not follow
 * @a: a
 */
#define FOO_FAR 1
typedef struct {
	u64 a;
} __packed foo_far_ser; /* expect: abi-doc "does not read the comment that describes foo_far_ser" notes "this comment describes foo_far_ser" */

	struct foo_indented_ser { /* expect: abi-doc "foo_indented_ser crosses" inserts "+0:1:/**" */
		u64 a;
	} __packed;

/* expect@include/linux/kho/abi/foo.h:900: abi-doc "foo_nowhere_ser crosses" without "above" without "each of its" unless spatch "the text's lines count" */
/* expect@+3: abi-doc only spatch "the text's lines count" */
/* A line that the file does not have. */
#line 900
struct foo_nowhere_ser {
	u64 a;
} __packed;

#endif
