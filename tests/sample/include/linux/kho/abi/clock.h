/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_CLOCK_H
#define _LINUX_KHO_ABI_CLOCK_H

#include <linux/types.h>

/**
 * DOC: Live Update of the clock
 *
 * The clock's offset crosses a kexec in &struct clock_ser. Any change to the
 * layout of that struct is a breaking change, and requires a new version in
 * CLOCK_KHO_COMPATIBLE.
 */

/* The compatible string, which names the version. */
#define CLOCK_KHO_COMPATIBLE	"clock-v1"

/**
 * struct clock_ser - the clock, as the next kernel finds it
 * @offset: nanoseconds between the counter's start and the epoch
 * @frequency: of the counter, in Hz
 * @source: which counter: 0 is the first
 */
struct clock_ser {
	u64 offset;
	u32 frequency;
	u32 source;
} __packed;

#endif /* _LINUX_KHO_ABI_CLOCK_H */
