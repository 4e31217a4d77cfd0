/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * shapes.h - structs whose layout a reader may get wrong: for layouts.t alone,
 * most break a rule or two.
 */
#ifndef _LINUX_KHO_ABI_SHAPES_H
#define _LINUX_KHO_ABI_SHAPES_H

#include <linux/types.h>
#include <linux/kho/abi/kexec_handover.h>

#define SHAPES_COMPATIBLE	"shapes-v1"

struct natural_ser {
	u8 a;
	u16 b;
	u8 c;
	u32 d;
	u8 e;
	u64 f;
	u8 g;
};

struct packed_ser {
	u8 a;
	u16 b;
	u8 c;
	u32 d;
	u8 e;
	u64 f;
	u8 g;
} __packed;

struct packed_member_ser {
	u8 a;
	u64 b __packed;
	u8 c;
	u32 d;
};

struct aligned_ser {
	u8 a;
	u32 b __aligned(16);
	u8 c;
} __aligned(64);

struct packed_aligned_ser {
	u8 a;
	u32 b __aligned(4);
	u8 c;
	u64 d;
} __packed __aligned(8);

struct holds_packed_ser {
	u8 a;
	struct packed_ser b;
	u8 c;
	struct natural_ser d;
	struct aligned_ser e;
};

struct packed_holds_ser {
	u8 a;
	struct natural_ser b;
	struct aligned_ser c;
} __packed;

struct bits_ser {
	u32 a:3;
	u32 b:7;
	u32 :6;
	u32 c:20;
	u64 d:33;
	u8 e:1;
	u8 :0;
	u8 f:2;
	u16 g;
	u16 h:9;
	u16 i:9;
};

struct packed_bits_ser {
	u64 pfn:52;
	u64 flags:12;
	u8 a;
	u32 b:4;
	u32 :12;
	u32 c:16;
	u16 d;
} __packed;

/* What crosses the unit of its type. */
struct crossing_bits_ser {
	u8 a;
	u32 b:20;
	u32 c:20;
	u32 d:24;
} __packed;

struct unnamed_ser {
	u8 a;
	struct {
		u8 b;
		u32 c;
		union {
			u64 d;
			struct {
				u16 e;
				u16 f;
			};
			u8 g[3];
		};
	};
	union {
		u8 h;
		u16 i;
	} named;
	struct {
		u8 j;
		struct {
			u8 k;
			u64 l;
		} deeper;
	} __packed packed;
};

union either_ser {
	u8 a;
	u16 b[5];
	struct {
		u8 c;
		u32 d:5;
		u32 e:30;
	} f;
};

struct arrays_ser {
	u8 a[3];
	u16 b[2][3];
	struct {
		u8 c;
		u32 d;
	} e[4];
	struct packed_ser f[2][2];
	u8 g[0];
	u8 h;
	u64 tail[];
};

struct packed_tail_ser {
	u8 a;
	struct natural_ser tail[];
} __packed;

typedef u32 aligned_u32 __aligned(8);

typedef struct {
	u8 a;
	aligned_u32 b;
	enum { SHAPES_ONE } c;
	_Bool d;
	char e;
	long f;
	void *g;
	DECLARE_KHOSER_PTR(h, struct natural_ser *);
} typedef_ser;

struct empty_ser {
};

struct named_inside_ser {
	u8 a;
	struct inside_ser {
		u8 b;
		u32 c;
	} d;
	struct inside_ser e[2];
};

#endif /* _LINUX_KHO_ABI_SHAPES_H */
