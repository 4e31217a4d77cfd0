/*
 * abi-config: conditionals and options in a serialized struct.
 */
/* unless noconfig: include/linux/kho/abi/foo.h "no configuration, no CONFIG_FOO_SLOTS" */
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

#define FOO_DEEP	(CONFIG_FOO_SLOTS + 1)
#define FOO_SLOTS	FOO_DEEP
#ifdef CONFIG_FOO_WIDE
#define FOO_WIDTH	8
#else
#define FOO_WIDTH	4
#endif

/**
 * struct foo_ser - Conditionals; the compiler sees neither side's options.
 * @token: X.
 * @wide: X.
 * @end: X.
 */
struct foo_ser {
	u64 token;
#ifdef CONFIG_FOO_STATS
	u64 hits;	/* expect: abi-config warning "@hits of struct foo_ser stands under #ifdef CONFIG_FOO_STATS" member "hits" fix "every configuration" */
	u64 misses;
#endif
#if defined(CONFIG_FOO) && \
    CONFIG_FOO > 1
	u32 narrow;	/* expect: abi-config "@narrow" */
#else
	u64 wide;
#endif
	u64 end;
} __packed;

/**
 * struct bar_ser - Options in declarations.
 * @slots: X.
 * @deep: X.
 * @wide: X.
 * @end: X.
 */
struct bar_ser {
	u8 slots[CONFIG_FOO_SLOTS];	/* expect: abi-config "@slots of struct bar_ser is declared with CONFIG_FOO_SLOTS" */
	u8 deep[FOO_SLOTS];		/* expect: abi-config "@deep" */
	u8 wide[FOO_WIDTH];		/* expect: abi-config "CONFIG_FOO_WIDE" */
	u8 end;
} __packed;

#endif
/* file: lib/foo.c */
#define CONFIG_FOO_SLOTS 7
#include <linux/kho/abi/foo.h>
