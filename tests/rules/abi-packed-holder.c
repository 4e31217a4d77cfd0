/*
 * abi-packed: to pack a struct moves what holds it, or what is not its own.
 */
/* file: include/linux/span.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_SPAN_H
#define _LINUX_SPAN_H

#include <linux/types.h>

/**
 * struct span - A kernel-wide struct.
 * @start: X.
 * @end: X.
 */
struct span { /* expect: abi-packed error "no hole today" fix "hold a *_ser struct of an ABI header instead" unless spatch "another struct holds it", abi-location fix "define a *_ser struct" unless spatch "another struct holds it", abi-version fix "under that header's version" */
	u64 start;
	u64 end;
};

#endif
/* file: include/linux/kho/abi/foo.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_FOO_H
#define _LINUX_KHO_ABI_FOO_H

#include <linux/types.h>
#include <linux/span.h>

/**
 * DOC: Foo ABI
 *
 * Any change requires incrementing the version in FOO_COMPATIBLE.
 */
#define FOO_COMPATIBLE	"foo-v1"

/**
 * struct foo_in_ser - Aligned to 8 bytes, until it is packed.
 * @x: X.
 */
struct foo_in_ser { /* expect: abi-packed error "no hole today" fix "name the holes of struct foo_out_ser, which holds it" */
	u64 x;
};

/**
 * struct foo_tight_ser - Has no holes that could close.
 * @in: X.
 * @in2: X.
 * @y: X.
 */
struct foo_tight_ser { /* expect: abi-packed error "no hole today" fix "none of its members moves" */
	struct foo_in_ser in;
	struct {
		struct foo_in_ser in2;
	} __packed;
	u64 y;
};

/**
 * struct foo_out_ser - Four bytes before @in, four behind @tail.
 * @head: X.
 * @in: X.
 * @tail: X.
 */
struct foo_out_ser { /* expect: abi-packed error "has 2 holes" fix "name each hole as a reserved member and add __packed; where members move, give FOO_COMPATIBLE a new value" */
	u32 head;
	struct foo_in_ser in;
	u32 tail;
};

/**
 * struct foo_ser - Is packed: nothing moves.
 * @span: X.
 * @tight: X.
 */
struct foo_ser {
	struct span span; /* expect: abi-nested error "holds struct span" */
	struct foo_tight_ser tight;
} __packed;

/**
 * struct foo_tail_ser - Its size counts bytes in which @data already lies.
 * @a: X.
 * @n: X.
 * @data: X.
 */
struct foo_tail_ser { /* expect: abi-packed error "has 1 hole" notes "4 bytes of padding at the end, at byte 12: the size counts them, and data begins there" fix "add __packed: no member moves, but the size ends where @data begins" */
	u64 a;
	u32 n;
	u8 data[];
};

#endif
