/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KEXEC_HANDOVER_H
#define _LINUX_KEXEC_HANDOVER_H

#include <linux/types.h>

/* Memory that outlives a kexec, and the way to find it again. */
void *kho_alloc_preserve(size_t size);
int kho_add_subtree(const char *name, void *blob, size_t size);
void *kho_retrieve_subtree(const char *name, size_t *size);

#endif /* _LINUX_KEXEC_HANDOVER_H */
