/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_LIBFDT_H
#define _LINUX_LIBFDT_H

#include <linux/types.h>

int fdt_create(void *fdt, int size);
int fdt_begin_node(void *fdt, const char *name);
int fdt_property(void *fdt, const char *name, const void *val, int len);
int fdt_property_u64(void *fdt, const char *name, u64 val);
int fdt_end_node(void *fdt);
int fdt_finish(void *fdt);
const void *fdt_getprop(const void *fdt, int node, const char *name, int *len);

#endif /* _LINUX_LIBFDT_H */
