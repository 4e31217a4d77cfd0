/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_MODULE_H
#define _LINUX_MODULE_H

#include <linux/kernel.h>

#define EXPORT_SYMBOL_GPL(sym)	extern typeof(sym) sym
#define MODULE_LICENSE(text)	_Static_assert(1, text)

#endif /* _LINUX_MODULE_H */
