/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_STDDEF_H
#define _LINUX_STDDEF_H

#include <linux/compiler_types.h>

#define NULL ((void *)0)
#define offsetof(type, member) __builtin_offsetof(type, member)
#define sizeof_field(type, member) sizeof(((type *)0)->member)

enum {
	false = 0,
	true = 1,
};

#endif /* _LINUX_STDDEF_H */
