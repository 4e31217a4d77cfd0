/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_LUO_H
#define _LINUX_KHO_ABI_LUO_H

/**
 * DOC: A neighbour of foo's
 *
 * Any change requires a new version in LUO_ABI_COMPATIBLE.
 */
#define LUO_ABI_COMPATIBLE	"luo-v5"

#endif /* _LINUX_KHO_ABI_LUO_H */
