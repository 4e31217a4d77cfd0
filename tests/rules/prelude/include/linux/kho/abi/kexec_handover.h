/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_KEXEC_HANDOVER_H
#define _LINUX_KHO_ABI_KEXEC_HANDOVER_H

#include <linux/types.h>

/**
 * DOC: The prelude's own ABI header
 *
 * What the ABI headers of the cases share: the serializable pointer. Any change
 * to it requires a new version in KHO_PRELUDE_COMPATIBLE.
 */

/* The version of what stands here. */
#define KHO_PRELUDE_COMPATIBLE	"kho-prelude-v1"

/* A pointer that survives kexec: physical when serialized, typed in use. */
#define DECLARE_KHOSER_PTR(name, type)	\
	union {				\
		u64 phys;		\
		type ptr;		\
	} name

/* To the physical address of @val, and back. */
#define KHOSER_STORE_PTR(dest, val)			\
	({						\
		__typeof__(val) v = val;		\
		(dest).phys = virt_to_phys(v);		\
	})

#define KHOSER_LOAD_PTR(src)				\
	({						\
		__typeof__(src) s = src;		\
		(__typeof__(s.ptr))(s.phys ? phys_to_virt(s.phys) : NULL); \
	})

#endif /* _LINUX_KHO_ABI_KEXEC_HANDOVER_H */
