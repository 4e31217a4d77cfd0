/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_LIST_PRIVATE_H
#define _LINUX_LIST_PRIVATE_H

#include <linux/compiler_types.h>
#include <linux/list.h>

#define list_private_entry(ptr, type, member)				\
	((type *)((char *)(ptr) -					\
		  (size_t)&ACCESS_PRIVATE((type *)0, member)))

#define list_private_for_each_entry(pos, head, member)			\
	for (pos = list_private_entry((head)->next, __typeof__(*pos),	\
				      member);				\
	     &ACCESS_PRIVATE(pos, member) != (head);			\
	     pos = list_private_entry(ACCESS_PRIVATE(pos, member).next,	\
				      __typeof__(*pos), member))

#endif /* _LINUX_LIST_PRIVATE_H */
