/*
 * abi-type: types that are right, however they are named or nested.
 */
/* file: include/uapi/linux/foo.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _UAPI_LINUX_FOO_H
#define _UAPI_LINUX_FOO_H

#include <linux/types.h>

struct foo_uapi {
	__u64 a;
};

#endif
/* file: include/linux/kho/abi/foo.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_FOO_H
#define _LINUX_KHO_ABI_FOO_H

#include <linux/types.h>
#include <uapi/linux/foo.h>
#include <linux/kho/abi/kexec_handover.h>

/**
 * DOC: Foo ABI
 *
 * Any change requires incrementing the version in FOO_COMPATIBLE.
 */
#define FOO_COMPATIBLE	"foo-v1"

typedef u32 foo_id_t;
typedef foo_id_t foo_sub_id_t;

/**
 * struct foo_small_ser - A part.
 * @x: X.
 */
struct foo_small_ser {
	u64 x;
} __packed;

/**
 * struct foo_ser - All that is right.
 * @a: X.
 * @b: X.
 * @c: X.
 * @le: X.
 * @off: X.
 * @next: X.
 * @ptrs: X.
 * @parts: X.
 * @uapi: X.
 * @in: X.
 * @in.y: X.
 * @in.z: X.
 * @id: X.
 * @sub: X.
 * @h: X.
 * @name: X.
 * @raw: X.
 * @sc: X.
 * @rest: X.
 */
struct foo_ser {
	u64 a;
	__u64 b;
	uint64_t c;
	__le64 le;
	loff_t off;
	DECLARE_KHOSER_PTR(next, struct foo_ser *);
	DECLARE_KHOSER_PTR(ptrs[4], void *);
	struct foo_small_ser parts[2];
	struct foo_uapi uapi;
	union {
		u64 y;
		DECLARE_KHOSER_PTR(z, struct foo_small_ser *);
	} in;
	foo_id_t id;
	foo_sub_id_t sub;
	u16 h[4];
	char name[32];
	unsigned char raw[7];
	signed char sc;
	u8 rest[];
} __packed;

#endif
/* file: drivers/foo/foo.c */
// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/kexec_handover.h>
#include <linux/kho/abi/foo.h>

struct foo_kernel {
	struct list_head list;
	struct foo_ser *ser;
	unsigned long flags;
	bool on;
};

struct foo_kernel foo_kernel;
