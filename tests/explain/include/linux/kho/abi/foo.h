/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where an example stands that names no file. */
#ifndef _LINUX_KHO_ABI_FOO_H
#define _LINUX_KHO_ABI_FOO_H

#include <linux/types.h>
#include <linux/kho/abi/kexec_handover.h>

enum foo_mode {
	FOO_MODE_OFF,
	FOO_MODE_ON,
};

/* EXAMPLE: declarations */

#endif /* _LINUX_KHO_ABI_FOO_H */
