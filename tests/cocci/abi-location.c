// SPDX-License-Identifier: GPL-2.0-or-later
/* evidence is a name in a file that uses KHO or LUO, not a name alone */
/* file: drivers/foo/foo.c */
#include <linux/kexec_handover.h>

/**
 * struct foo_ser - Handed over.
 */
struct foo_ser { /* expect: abi-location */
	u64 a;
} __packed;

/**
 * union foo_ser_v2 - Handed over.
 */
union foo_ser_v2 { /* expect: abi-location */
	u64 a;
} __packed;

/**
 * typedef foo_ser_t - Handed over.
 */
typedef struct {
	u64 a;
} __packed foo_ser_t; /* expect: abi-location */

struct other_ser;

struct foo_server {
	struct foo_ser *ser;
	u64 a;
};
/* file: drivers/foo/symbol.c */

/**
 * struct sym_ser - The file mentions LUO's API.
 */
struct sym_ser { /* expect: abi-location */
	u64 a;
} __packed;

int sym(struct sym_ser *s)
{
	return liveupdate_register_file_handler(s);
}
/* file: drivers/touch/tsc.c */
#include <linux/module.h>

/* A touchscreen on a serial line: not kho_preserve_folio()'s. */
struct tsc_ser {
	void *serio;
	const char *text;
};

const char *said = "luo_foo";
/* file: include/uapi/linux/foo.h */
#include <linux/liveupdate.h>

struct uapi_ser {
	__u8 a;
	__u64 b;
};
/* file: include/linux/kho/abi/foo.h */
/**
 * struct zone_ser - In its place.
 */
struct zone_ser {
	u64 a;
} __packed;
