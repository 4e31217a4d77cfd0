// SPDX-License-Identifier: GPL-2.0-or-later
/* types of no fixed size or meaning, and types that are right */
/* file: include/linux/kho/abi/foo.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <linux/types.h>

/**
 * struct foo_ser - Wrong ones. "stays" is where no mend is certain.
 */
struct foo_ser {
	unsigned int a; /* expect: abi-type */
	int b; /* expect: abi-type */
	unsigned short c; /* expect: abi-type */
	short d; /* expect: abi-type */
	unsigned int e[4]; /* expect: abi-type */
	unsigned long f; /* stays */ /* expect: abi-type */
	long g[2]; /* stays */ /* expect: abi-type */
	size_t h; /* stays */ /* expect: abi-type */
	bool i; /* stays */ /* expect: abi-type */
	enum foo_state j; /* stays */ /* expect: abi-type */
	void *k; /* stays */ /* expect: abi-type */
	struct foo *l; /* stays */ /* expect: abi-type */
	struct list_head m; /* stays */ /* expect: abi-type */
	spinlock_t n; /* stays */ /* expect: abi-type */
	int (*o)(void); /* stays */ /* expect: abi-type */
	struct {
		unsigned long p; /* stays */ /* expect: abi-type */
	};
	union {
		u64 r;
		size_t q; /* stays */ /* expect: abi-type */
	} s;
} __packed;

/**
 * struct foo_right_ser - Right ones.
 */
struct foo_right_ser {
	u64 a;
	__le32 b;
	u8 c[16];
	char d[32];
	unsigned char e;
	loff_t f;
	uuid_t g;
	struct foo_ser h;
	DECLARE_KHOSER_PTR(i, struct foo_ser *);
	struct {
		u32 j;
	} k;
	u64 l[];
} __packed;
/* file: drivers/foo/foo.c */
#include <linux/kho/abi/foo.h>

struct foo_kernel {
	unsigned long a;
	struct list_head list;
	void *p;
};
