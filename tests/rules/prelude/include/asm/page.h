/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _ASM_PAGE_H
#define _ASM_PAGE_H

#ifndef PAGE_SHIFT
#define PAGE_SHIFT	12
#endif
#define PAGE_SIZE	(1UL << PAGE_SHIFT)

extern unsigned long page_offset_base;

/* Memory is mapped from there on. */
#define __pa(x)		((unsigned long)(x) - page_offset_base)
#define __va(x)		((void *)((unsigned long)(x) + page_offset_base))

#endif /* _ASM_PAGE_H */
