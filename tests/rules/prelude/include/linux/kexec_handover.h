/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KEXEC_HANDOVER_H
#define _LINUX_KEXEC_HANDOVER_H

#include <linux/types.h>

struct folio;
struct kho_vmalloc;

bool kho_is_enabled(void);
int kho_preserve_pages(void *page, unsigned long pages);
void *kho_alloc_preserve(size_t size);
void kho_unpreserve_free(void *mem);
void *kho_restore_folio(phys_addr_t phys);
int kho_add_subtree(const char *name, void *blob, size_t size);
int kho_retrieve_subtree(const char *name, phys_addr_t *phys, size_t *size);
int kho_preserve_folio(struct folio *folio);
int kho_preserve_vmalloc(void *ptr, struct kho_vmalloc *preservation);
void *kho_restore_vmalloc(const struct kho_vmalloc *preservation);
void kho_restore_free(void *mem);

#endif /* _LINUX_KEXEC_HANDOVER_H */
