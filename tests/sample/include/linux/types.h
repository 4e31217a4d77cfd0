/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_TYPES_H
#define _LINUX_TYPES_H

#define NULL	((void *)0)
#define __packed __attribute__((__packed__))

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef unsigned long size_t;
typedef _Bool bool;

#endif /* _LINUX_TYPES_H */
