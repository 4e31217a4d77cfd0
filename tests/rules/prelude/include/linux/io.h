/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_IO_H
#define _LINUX_IO_H

#include <linux/types.h>
#include <asm/page.h>

/* As on an architecture with inline functions on top of macros. */
static inline phys_addr_t virt_to_phys(const volatile void *address)
{
	return __pa(address);
}

static inline void *phys_to_virt(phys_addr_t address)
{
	return __va(address);
}

#endif /* _LINUX_IO_H */
