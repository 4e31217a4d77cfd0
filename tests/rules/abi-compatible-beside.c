/*
 * abi-compatible: a *_VERSION beside the string, and whose version it is.
 */
/* file: include/linux/kho/abi/one.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_ONE_H
#define _LINUX_KHO_ABI_ONE_H

#include <linux/types.h>

/**
 * DOC: One ABI
 *
 * The version travels beside the string.
 */
#define ONE_COMPATIBLE		"one-without-number" /* expect: abi-compatible "takes 19 bytes with its NUL, but @compatible of struct one_ser holds 8" */
#define ONE_LAYOUT_VERSION	2

/**
 * struct one_ser - One.
 * @compatible: X.
 */
struct one_ser {
	char compatible[8];
} __packed;

#endif
/* file: include/linux/kho/abi/two.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_TWO_H
#define _LINUX_KHO_ABI_TWO_H

#include <linux/types.h>

/**
 * DOC: Two ABIs in one header
 *
 * Each has a version of its own.
 */
#define TWO_COMPATIBLE		"two"
#define TWO_VERSION		1
#define OTHER_COMPATIBLE	"other" /* expect: abi-compatible "\"other\" of OTHER_COMPATIBLE says no version" */

/**
 * struct two_ser - Two.
 * @a: X.
 */
struct two_ser {
	u64 a;
} __packed;

#endif
/* file: include/linux/kho/abi/three.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_THREE_H
#define _LINUX_KHO_ABI_THREE_H

#include <linux/types.h>

/**
 * DOC: An array for a string that nobody defines
 */

/**
 * struct three_ser - Three.
 * @compatible: X.
 */
struct three_ser { /* expect: abi-version "struct three_ser" */
	char compatible[8];
} __packed;

#endif
