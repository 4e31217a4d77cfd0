// SPDX-License-Identifier: GPL-2.0-or-later
/* every shape of member, each described */
/* file: include/linux/kho/abi/foo.h */
#ifndef FOO_H
#define FOO_H

#include <linux/types.h>
#include <linux/kho/abi/kexec_handover.h>

/**
 * DOC: foo ABI
 *
 * Any change needs a new version in FOO_COMPATIBLE.
 */
#define FOO_COMPATIBLE "foo-v1"

/**
 * struct foo_entry_ser - one of many
 * @next: where the next one is
 * @name: its name
 * @map: a square
 */
struct foo_entry_ser {
	DECLARE_KHOSER_PTR(next, struct foo_entry_ser *);
	char name[16];
	u8 map[4][4];
} __packed;

/**
 * struct foo_ser - lines in another order
 * @data: what follows
 * @count : with a space before the colon
 * @first: an entry by value: its own members are described with it
 * @reserved:
 */
struct foo_ser {
	struct foo_entry_ser first;
	u64 count;
	u64 reserved[2];
	u8 data[];
} __packed;

/**
 * struct foo_inline_ser - described in line
 * @a: in the head
 */
struct foo_inline_ser {
	u64 a;
	/** @b: one line */
	u64 b;
	/**
	 * @c: many lines
	 *
	 * of text
	 */
	u64 c;
	union {
		/** @d: of an unnamed union */
		u64 d;
		u8 bytes[8];	/* private: does not count, it comes too late */ /* expect: abi-doc-member "@bytes" */
	};
} __packed;

/**
 * struct foo_private_ser - some are hidden
 * @a: a
 * @last: public again: the braces ended what was private in them
 * @shown: a line for a hidden member does no harm
 */
struct foo_private_ser {
	u64 a;
	struct {
		/* private: */
		u64 hidden;
	};
	u64 last;
	/* private: the rest belongs to foo */
	u64 shown;
	u64 spare;
	struct {
		u64 inside;
	};
} __packed;

/**
 * struct foo_config_ser - what another configuration has
 * @a: a
 * @b: not in this one
 */
struct foo_config_ser {
	u64 a;
#ifdef CONFIG_FOO_B
	u64 b;	/* expect: abi-config "@b" */
#endif
} __packed;

#endif
/* file: drivers/foo/foo.c */
#include <linux/kernel.h>
#include <linux/kho/abi/foo.h>

/**
 * struct foo_local - not serialized, so not looked at
 * @gone: gone
 */
struct foo_local {
	u64 a;
};

u64 foo_a(struct foo_local *p);
u64 foo_a(struct foo_local *p)
{
	return p->a;
}
