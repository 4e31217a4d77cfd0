/*
 * abi-location: serialized structs in a driver's files, by name and by nesting.
 */
/* file: drivers/foo/foo-core.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _FOO_CORE_H
#define _FOO_CORE_H

#include <linux/types.h>

#define FOO_COMPATIBLE	"foo-v1"

/**
 * struct foo_core_ser - In a header that the user of KHO includes.
 * @a: X.
 */
struct foo_core_ser { /* expect: abi-location error "struct foo_core_ser is serialized" evidence "name: its name ends in _ser and drivers/foo/foo-liveupdate.c uses KHO (includes <linux/kexec_handover.h>)" fix "move it, together with FOO_COMPATIBLE that governs it, to include/linux/kho/abi/foo_core.h" unless spatch "its header does not use KHO itself" */
	u64 a;
} __packed;

struct foo_core;

#endif
/* file: drivers/foo/foo-liveupdate.c */
// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/kexec_handover.h>
#include "foo-core.h"

#define FOO_DEV_COMPAT	"foo-dev-v1"

/**
 * struct foo_dev_ser - In a .c.
 * @part: X.
 */
struct foo_dev_ser { /* expect: abi-location error fix "FOO_DEV_COMPAT" fix "include/linux/kho/abi/foo.h", abi-packed error "no hole today" */
	struct foo_part {
		u64 x;
	} __packed part; /* expect@-2: abi-location "struct foo_part" evidence "nested: struct foo_dev_ser holds it as member @part" unless spatch "defined in another struct", abi-doc "struct foo_part" unless spatch "defined in another struct" */
};

/* Not named so, and nothing serialized holds it. */
struct foo_state {
	u64 x;
	struct foo_dev_ser *ser;
};

struct foo_state foo_state;
