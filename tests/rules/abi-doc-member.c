// SPDX-License-Identifier: GPL-2.0-or-later
/* members without @member: lines, lines without members */
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
 * struct foo_ser - one is missing
 * @a: a
 * @c: c
 */
struct foo_ser {
	u64 a;
	u64 b; /* expect: abi-doc-member warning "the kernel-doc of struct foo_ser does not describe @b" fix "add \"@b:\"" */
	u64 c;
} __packed;

/**
 * struct foo_typo_ser - a slip of the pen
 * @pages: number of pages
 * expect@+1: abi-doc-member "struct foo_typo_ser has no member @cuont: did you mean @count?" fix "@count:"
 * @cuont: number of entries
 */
struct foo_typo_ser {
	u64 pages;
	u64 count; /* expect: abi-doc-member "@count" */
} __packed;

/**
 * struct foo_gone_ser - a member that is gone
 * expect@+1: abi-doc-member "has no member @serial" fix "remove \"@serial:\""
 * @serial: what nobody needs now
 * @a: a
 */
struct foo_gone_ser {
	u64 a;
} __packed;

/**
 * struct foo_two_ser - two names in one line are none
 * @a, @b: both
 */
struct foo_two_ser {
	u64 a; /* expect: abi-doc-member "@a" */
	u64 b; /* expect: abi-doc-member "@b" */
} __packed;

/**
 * struct foo_nested_ser - named and unnamed parts
 * @inner: a part
 * @inner.a: its first
 * @c: of an unnamed one
 */
struct foo_nested_ser {
	struct {
		u64 a;
		u64 b; /* expect: abi-doc-member "@inner.b" */
	} __packed inner;
	union {
		u64 c;
		u64 d; /* expect: abi-doc-member "@d" */
	};
} __packed;

/**
 * struct foo_trailing_ser - a comment behind its member is not read
 * @a: a
 */
struct foo_trailing_ser {
	u64 a;
	u64 b; /** @b: b */ /* expect: abi-doc-member "@b" */
} __packed;

/**
 * struct foo_public_ser - hidden, and shown again
 * @a: a
 */
struct foo_public_ser {
	u64 a;
	/* private: */
	u64 b;
	/* public: */
	u64 c; /* expect: abi-doc-member "@c" */
} __packed;

/**
 * struct foo_config_ser - another configuration may have @maybe, none @never
 * @a: a
 * @maybe: there by configuration
 * @never: nowhere
 */
struct foo_config_ser { /* expect@-2: abi-doc-member "no member @never" */
	u64 a;
#ifdef CONFIG_FOO
	u64 maybe;	/* expect: abi-config "@maybe" */
#endif
} __packed;

#endif
