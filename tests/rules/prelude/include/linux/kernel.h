/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KERNEL_H
#define _LINUX_KERNEL_H

#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/container_of.h>
#include <linux/stringify.h>
#include <linux/types.h>

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

#define EINVAL		22
#define ENOMEM		12

void *memcpy(void *dest, const void *src, size_t count);
void *memset(void *s, int c, size_t count);
int strcmp(const char *a, const char *b);
void *kzalloc(size_t size, gfp_t flags);
void kfree(const void *p);

#define GFP_KERNEL	0u

#endif /* _LINUX_KERNEL_H */
