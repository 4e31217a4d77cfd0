/*
 * abi-location: a name alone proves nothing; user space's ABI stays where it is.
 */
/* file: drivers/touch/tsc.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _TSC_H
#define _TSC_H

#include <linux/types.h>

/* A touchscreen on a serial line: not kho_preserve_folio()'s. */
struct tsc_ser {
	void *serio;
	unsigned long idx;
	char phys[32];
};

#endif
/* file: include/uapi/linux/foo.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _UAPI_LINUX_FOO_H
#define _UAPI_LINUX_FOO_H

#include <linux/types.h>

struct foo_uapi_ser {
	__u8 a;
	__u64 b;
};

#endif
/* file: include/linux/between.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_BETWEEN_H
#define _LINUX_BETWEEN_H

#include "../../drivers/touch/tsc.h"

#endif
/* file: drivers/touch/tsc.c */
// SPDX-License-Identifier: GPL-2.0-or-later
#include "tsc.h"

struct tsc_ser tsc;
/* file: drivers/foo/foo.c */
// SPDX-License-Identifier: GPL-2.0-or-later
/* Uses KHO, but the struct comes by a header that has nothing to do with it. */
#include <linux/kexec_handover.h>
#include <linux/between.h>
#include <uapi/linux/foo.h>

struct tsc_ser foo_tsc;
struct foo_uapi_ser foo_uapi;
