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

/* file: drivers/foo/flow.c */
#include <linux/kexec_handover.h>

struct handed {	/* expect: abi-location */
	u64 state;
};

struct allocated {	/* expect: abi-location */
	u64 state;
};

struct retrieved {	/* expect: abi-location */
	u64 state;
};

struct table {	/* expect: abi-location */
	u64 state;
};

typedef struct {
	u64 state;
} data_t;	/* expect: abi-location */

/* Scratch, a name, what is only looked up, and what a helper hands over. */
struct scratch {
	u64 state;
};

struct name {
	char text[8];
};

struct looked_up {
	u64 state;
};

struct by_helper {
	u64 state;
};

static struct table table[4];

int preserve(struct liveupdate_file_op_args *args, struct handed *handed,
	     struct scratch *scratch, struct name *name)
{
	struct allocated *mem = kho_alloc_preserve(sizeof(*mem));

	scratch->state = virt_to_phys(mem);
	kho_preserve_vmalloc(table, scratch);
	return kho_add_subtree(name->text, handed, sizeof(*handed));
}

u64 retrieve(struct liveupdate_file_op_args *args, phys_addr_t other)
{
	data_t *data = phys_to_virt(args->serialized_data);
	struct looked_up *looked_up;
	struct retrieved *found;
	phys_addr_t phys;

	looked_up = phys_to_virt(other);
	if (kho_retrieve_subtree("foo", &phys, NULL))
		return looked_up->state;
	found = (struct retrieved *)phys_to_virt(phys);
	return found->state + data->state;
}

int helped(struct by_helper *h)
{
	return publish(h);
}
