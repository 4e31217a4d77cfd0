/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <linux/io.h>
#include <linux/kernel.h>

struct page {
	unsigned long flags;
	unsigned long private;
};

struct folio {
	struct page page;
};

extern struct page *mem_map;

#define pfn_to_page(pfn)	(mem_map + (pfn))
#define page_to_pfn(page)	((unsigned long)((page) - mem_map))
#define virt_to_page(addr)	pfn_to_page(__pa(addr) >> PAGE_SHIFT)
#define page_to_virt(page)	__va(page_to_pfn(page) << PAGE_SHIFT)

struct folio *folio_alloc(gfp_t gfp, unsigned int order);
void folio_put(struct folio *folio);
struct folio *virt_to_folio(const void *address);
void *folio_address(const struct folio *folio);
struct page *alloc_page(gfp_t gfp);
void *vmalloc(unsigned long size);
void vfree(const void *address);

#endif /* _LINUX_MM_H */
