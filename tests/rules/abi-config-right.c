/*
 * abi-config: what is right: whole structs, page sizes, macros, assertions.
 */
/* file: include/linux/kho/abi/foo.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_FOO_H
#define _LINUX_KHO_ABI_FOO_H

#include <linux/types.h>

/**
 * DOC: Foo ABI
 *
 * Any change requires incrementing the version in FOO_COMPATIBLE.
 */
#define FOO_COMPATIBLE	"foo-v1"

#define FOO_PAGE	(1 << CONFIG_PAGE_SHIFT)
#define token(x)	((x) + CONFIG_FOO)

#ifdef CONFIG_FOO
/**
 * struct foo_ser - Nobody without FOO reads it.
 * @token: X.
 */
struct foo_ser {
	u64 token;	/* not CONFIG_FOO_SLOTS */
} __packed;

#define FOO_TEST_COMPATIBLE	"foo-test-v1"
#endif

/**
 * struct page_ser - As long as a page.
 * @bytes: X.
 */
struct page_ser {
#ifdef CONFIG_FOO
#define PAGE_SER_HINT	1	/* no member */
#endif
	u8 bytes[FOO_PAGE];
#ifndef __ASSEMBLY__
	u8 more[FOO_PAGE - 8];	/* expect: abi-doc-member "@more" */
#endif
} __packed;

#endif
/* file: lib/foo.c */
#define CONFIG_PAGE_SHIFT 12
#define CONFIG_FOO 1
#include <linux/kho/abi/foo.h>
