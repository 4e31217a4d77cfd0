/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KEXEC_HANDOVER_H
#define _LINUX_KEXEC_HANDOVER_H

#include <linux/types.h>

bool kho_is_enabled(void);
int kho_preserve_pages(void *page, unsigned long pages);
void *kho_alloc_preserve(size_t size);
void kho_unpreserve_free(void *mem);
void *kho_restore_folio(phys_addr_t phys);
int kho_add_subtree(const char *name, void *blob, size_t size);

#endif /* _LINUX_KEXEC_HANDOVER_H */
