/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_BUILD_BUG_H
#define _LINUX_BUILD_BUG_H

#define BUILD_BUG_ON(cond) \
	((void)sizeof(struct { int build_bug : (cond) ? -1 : 1; }))
#define static_assert(expr, ...) _Static_assert(expr, #expr)

#endif /* _LINUX_BUILD_BUG_H */
