/*
 * abi-compatible: no version, the same string twice, too long for its array.
 */
/* file: include/linux/kho/abi/luo.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_LUO_H
#define _LINUX_KHO_ABI_LUO_H

#include <linux/types.h>

/**
 * DOC: The part of LUO's ABI that holds strings
 *
 * Increment the version number in LUO_ABI_COMPATIBLE.
 */
#define LUO_ABI_COMPATIBLE	"luo-v5"

/**
 * struct luo_file_ser - A file. Its string is a handler's, not this header's.
 * @compatible: X.
 */
struct luo_file_ser {
	char compatible[16];
} __packed;

/**
 * struct luo_flb_ser - An FLB.
 * @name: X.
 */
struct luo_flb_ser {
	char name[8];
} __packed;

#endif
/* file: include/linux/kho/abi/a.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_A_H
#define _LINUX_KHO_ABI_A_H

#include <linux/types.h>
#include <linux/kho/abi/luo.h>

/**
 * DOC: A ABI
 *
 * Increment the version number in A_COMPATIBLE.
 */
#define A_COMPATIBLE	"a-long-string-v1" /* expect: abi-compatible error "\"a-long-string-v1\" of A_COMPATIBLE takes 17 bytes with its NUL, but @compatible of struct a_ser holds 16" notes "@compatible is declared here" fix "15 characters" */
#define A_ALIAS_COMPATIBLE	A_COMPATIBLE
#define A_PAREN_COMPATIBLE	(A_COMPATIBLE)
#define A_PLAIN_COMPATIBLE	"plain" /* expect: abi-compatible error "compatible string \"plain\" of A_PLAIN_COMPATIBLE says no version" fix "\"plain-v1\"" */
#define A_V4L2_COMPATIBLE	"v4l2-fh" /* expect: abi-compatible error "compatible string \"v4l2-fh\" of A_V4L2_COMPATIBLE says no version" */
#define A_TAIL_COMPATIBLE	"tail-v1;sub" /* expect: abi-compatible error "says no version" */
#define A_FH_COMPATIBLE		"sixteen-bytes-v1" /* expect: abi-compatible error "@compatible of struct luo_file_ser holds 16" */
#define A_OK_FH_COMPATIBLE	"fifteen-byte-v1"
#define A_FLB_COMPATIBLE(i)	"a-flb-v" #i /* expect: abi-compatible error "takes 9 bytes" */
#define A_COMPAT_LEN		16
#define A_NAME			"plain"

/**
 * struct a_ser - Its own string does not fit.
 * @compatible: X.
 * @b: X.
 */
struct a_ser {
	char compatible[16];
	u64 b;
} __packed;

#endif
/* file: include/linux/kho/abi/b.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_B_H
#define _LINUX_KHO_ABI_B_H

#include <linux/types.h>

/**
 * DOC: B ABI
 *
 * Increment the version number in B_COMPATIBLE.
 */
#define B_PREFIX	"a-long-"
#define B_COMPATIBLE	B_PREFIX "string-v1" /* expect: abi-compatible error "B_COMPATIBLE is \"a-long-string-v1\", the same compatible string as A_COMPATIBLE" notes "A_COMPATIBLE is defined here" */

/**
 * struct b_ser - The array is as long as it has to be.
 * @compatible: X.
 */
struct b_ser {
	char compatible[sizeof(B_COMPATIBLE)];
} __packed;

#endif
