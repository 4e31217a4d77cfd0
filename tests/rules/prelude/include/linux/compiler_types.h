/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_COMPILER_TYPES_H
#define _LINUX_COMPILER_TYPES_H

#define __packed		__attribute__((__packed__))
#define __aligned(x)		__attribute__((__aligned__(x)))
#define __always_inline		inline __attribute__((__always_inline__))
#define __maybe_unused		__attribute__((__unused__))
#define __must_check		__attribute__((__warn_unused_result__))
#define __init
#define __user
#define __iomem
#define __rcu
#define __force
#define __bitwise
#define __private
#define ACCESS_PRIVATE(p, member) ((p)->member)
#define __randomize_layout
#define __counted_by(member)

#endif /* _LINUX_COMPILER_TYPES_H */
