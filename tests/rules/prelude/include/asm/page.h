/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _ASM_PAGE_H
#define _ASM_PAGE_H

#define PAGE_SHIFT	12
#define PAGE_SIZE	(1UL << PAGE_SHIFT)

#endif /* _ASM_PAGE_H */
