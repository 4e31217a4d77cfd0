/*
 * abi-version: no version, one that nobody defines, and all that count as one.
 */
/* file: include/linux/kho/abi/none.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_NONE_H
#define _LINUX_KHO_ABI_NONE_H

#include <linux/types.h>

/**
 * DOC: An ABI without a version
 *
 * Written by hand; nobody thought of the next kernel.
 */

/**
 * struct none_state_ser - Nothing governs it.
 * @version: A version that no macro gives.
 */
struct none_state_ser { /* expect: abi-version error "no version governs struct none_state_ser" fix "define NONE_STATE_COMPATIBLE \"none-state-v1\"" notes "looked for" */
	u64 version;
} __packed;

/**
 * struct none_prose_ser - If it is modified, `GONE_COMPATIBLE` must be updated.
 * @a: X.
 */
struct none_prose_ser { /* expect: abi-version error "its documentation names GONE_COMPATIBLE, which no header defines" fix "define GONE_COMPATIBLE" */
	u64 a;
} __packed;

#endif
/* file: include/linux/kho/abi/bare.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_BARE_H
#define _LINUX_KHO_ABI_BARE_H

#include <linux/types.h>

/**
 * DOC: A string without a version
 *
 * The string below finds the handler.
 */
#define BARE_COMPATIBLE	"bare" /* expect: abi-compatible "\"bare\" of BARE_COMPATIBLE says no version" */

/**
 * struct bare_ser - Governed by a string that says no version.
 * @a: X.
 */
struct bare_ser { /* expect: abi-version "no version governs struct bare_ser" notes "BARE_COMPATIBLE is \"bare\", which says no version" */
	u64 a;
} __packed;

#endif
/* file: lib/none.c */
// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/kho/abi/none.h>
#include <linux/kho/abi/bare.h>
/* file: lib/own.c */
// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/kexec_handover.h>

#define DRV_VERSION	"1.0"

/**
 * struct own_ser - The driver's own version is not the struct's.
 * @a: X.
 */
struct own_ser { /* expect: abi-location, abi-version "no version governs struct own_ser" */
	u64 a;
} __packed;
