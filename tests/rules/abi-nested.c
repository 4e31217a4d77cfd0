/*
 * abi-nested: a contract that holds what is none.
 */
/* file: include/linux/stats.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_STATS_H
#define _LINUX_STATS_H

#include <linux/types.h>

/**
 * struct stats - A kernel-wide struct. FOO_COMPATIBLE must be updated with it.
 * @rx: X.
 */
struct stats { /* expect: abi-location "struct stats is serialized but not defined in an ABI header" evidence "nested: struct foo_ser holds it as member @stats" unless spatch "another struct holds it" */
	u64 rx;
} __packed;

typedef struct stats stats_alias_t;

/**
 * union choice - Another one. FOO_COMPATIBLE must be updated with it.
 * @a: X.
 */
union choice { /* expect: abi-location "union choice" evidence "nested: struct foo_ser holds it as member @choices" unless spatch "another struct holds it" */
	u64 a;
} __packed;

/**
 * typedef stats_t - A third. FOO_COMPATIBLE must be updated with it.
 * @t: X.
 */
typedef struct {
	u64 t;
} __packed stats_t; /* expect: abi-location "stats_t" unless spatch "another struct holds it" */

#endif
/* file: include/uapi/linux/foo.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _UAPI_LINUX_FOO_H
#define _UAPI_LINUX_FOO_H

#include <linux/types.h>

struct foo_uapi {
	__u64 a;
};

#endif
/* file: include/linux/kho/abi/bar.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_BAR_H
#define _LINUX_KHO_ABI_BAR_H

#include <linux/types.h>

/**
 * DOC: Bar ABI
 *
 * Any change requires incrementing the version in BAR_COMPATIBLE.
 */
#define BAR_COMPATIBLE	"bar-v1"

/**
 * struct bar_ser - A contract of its own.
 * @x: X.
 */
struct bar_ser {
	u64 x;
} __packed;

#endif
/* file: include/linux/kho/abi/foo.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_FOO_H
#define _LINUX_KHO_ABI_FOO_H

#include <linux/types.h>
#include <linux/stats.h>
#include <uapi/linux/foo.h>
#include <linux/kho/abi/bar.h>
#include <linux/kho/abi/kexec_handover.h>

/**
 * DOC: Foo ABI
 *
 * Any change requires incrementing the version in FOO_COMPATIBLE.
 */
#define FOO_COMPATIBLE	"foo-v1"

/**
 * struct foo_ser - Holds good ones and bad ones.
 * @stats: X.
 * @in: X.
 * @in.choices: X.
 * @bars: X.
 * @uapi: X.
 * @alias: X.
 * @third: X.
 * @next: X.
 */
struct foo_ser {
	struct stats stats;	/* expect: abi-nested error "@stats of struct foo_ser holds struct stats, which is not a contract: it is defined in include/linux/stats.h" notes "struct stats is defined here" */
	struct {
		union choice choices[2]; /* expect: abi-nested error "@in.choices of struct foo_ser holds union choice" */
	} __packed in;
	struct bar_ser bars[4];
	struct foo_uapi uapi;
	stats_alias_t alias;	/* expect: abi-nested "@alias of struct foo_ser holds struct stats" */
	stats_t third;		/* expect: abi-nested "@third of struct foo_ser holds stats_t" */
	DECLARE_KHOSER_PTR(next, struct bar_ser *);
} __packed;

#endif
