/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What examples of code hand over. */
#ifndef _LINUX_KHO_ABI_BAR_H
#define _LINUX_KHO_ABI_BAR_H

#include <linux/types.h>

/**
 * DOC: Bar
 *
 * Any change requires a new version in BAR_COMPATIBLE.
 */
#define BAR_COMPATIBLE	"bar-v1"

/**
 * struct bar_ser - state of a bar
 * @compatible: BAR_COMPATIBLE
 * @state: what it was doing
 * @speed: and how fast
 */
struct bar_ser {
	char compatible[8];
	u64 state;
	u64 speed;
} __packed;

#endif /* _LINUX_KHO_ABI_BAR_H */
