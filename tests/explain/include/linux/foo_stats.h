/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_FOO_STATS_H
#define _LINUX_FOO_STATS_H

#include <linux/types.h>

struct foo_stats {
	u64 rx;
	u64 tx;
};

#endif /* _LINUX_FOO_STATS_H */
