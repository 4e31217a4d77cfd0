/*
 * abi-type: each type whose size or meaning another kernel may not share.
 */
/* file: include/linux/foo.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_FOO_H
#define _LINUX_FOO_H

#include <linux/types.h>

struct foo_state {
	void *priv;
	u64 x;
};

struct foo_deep {
	struct foo_state state;
};

#endif
/* file: include/linux/kho/abi/foo.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_FOO_H
#define _LINUX_KHO_ABI_FOO_H

#include <linux/types.h>
#include <linux/foo.h>
#include <linux/kho/abi/kexec_handover.h>

/**
 * DOC: Foo ABI
 *
 * Any change requires incrementing the version in FOO_COMPATIBLE.
 */
#define FOO_COMPATIBLE	"foo-v1"

enum foo_mode {
	FOO_OFF,
	FOO_ON,
};

typedef unsigned long foo_long_t;
typedef foo_long_t foo_longer_t;
typedef enum { FOO_X } foo_enum_t;
typedef int (*foo_fn_t)(int x);

#define FOO_MEMBER(type, name)	type name

/**
 * struct foo_ser - All that is wrong.
 * @ptr: X.
 * @user: X.
 * @io: X.
 * @fn: X.
 * @fn2: X.
 * @ptrs: X.
 * @lng: X.
 * @ulng: X.
 * @longs: X.
 * @td: X.
 * @td2: X.
 * @size: X.
 * @phys: X.
 * @gfp: X.
 * @flag: X.
 * @mode: X.
 * @mode2: X.
 * @list: X.
 * @lock: X.
 * @cnt: X.
 * @state: X.
 * @deep: X.
 * @map: X.
 * @made: X.
 * @in: X.
 * @in.p: X.
 * @u_ptr: X.
 * @u_val: X.
 * @wrong_phys: X.
 * @wrong_phys.phys: X.
 * @wrong_phys.ptr: X.
 * @fill: X.
 * @fill2: X.
 * @rest: X.
 */
struct foo_ser {
	void *ptr;		/* expect: abi-type error "@ptr of struct foo_ser is a bare pointer (void *)" fix "DECLARE_KHOSER_PTR(ptr, void *)" */
	void __user *user;	/* expect: abi-type error "@user of struct foo_ser is a __user pointer" */
	void __iomem *io;	/* expect: abi-type error "a __iomem pointer" */
	int (*fn)(int x);	/* expect: abi-type error "a function pointer" */
	foo_fn_t fn2;		/* expect: abi-type error "a function pointer" unless spatch "a typedef that policy does not name" */
	struct foo_state *ptrs[4]; /* expect: abi-type error "a bare pointer (struct foo_state *)" fix "finds its own by" fix "a new version" */
	long lng;		/* expect: abi-type error "is long: its width is the architecture's" fix "use s64" */
	unsigned long ulng;	/* expect: abi-type error "unsigned long" fix "use u64" */
	unsigned long longs[2][4]; /* expect: abi-type error "unsigned long" */
	foo_long_t td;		/* expect: abi-type error "foo_long_t (unsigned long)" unless spatch "a typedef that policy does not name" */
	foo_longer_t td2;	/* expect: abi-type error "foo_longer_t (unsigned long)" unless spatch "a typedef that policy does not name" */
	size_t size;		/* expect: abi-type error "size_t: its size or its meaning" fix "use u64" */
	resource_size_t phys;	/* expect: abi-type error "resource_size_t" fix "use u64" */
	gfp_t gfp;		/* expect: abi-type error "gfp_t" fix "use u32 and values that the ABI header defines" */
	enum foo_mode mode;	/* expect: abi-type error "enum foo_mode" fix "use u32" */
	foo_enum_t mode2;	/* expect: abi-type error "foo_enum_t" unless spatch "a typedef that policy does not name" */
	spinlock_t lock;	/* expect: abi-type error "spinlock_t: kernel-internal" */
	atomic_t cnt;		/* expect: abi-type error "kernel-internal" */
	u32 fill;
	struct list_head list;	/* expect: abi-type error "struct list_head: kernel-internal" */
	struct foo_state state;	/* expect: abi-type error "struct foo_state: kernel-internal" notes "struct foo_state is defined here" unless spatch "policy does not name the struct" */
	struct foo_deep deep;	/* expect: abi-type error "struct foo_deep: kernel-internal" unless spatch "policy does not name the struct" */
	DECLARE_BITMAP(map, 64); /* expect: abi-type error "@map of struct foo_ser is unsigned long" fix "bitmap_to_arr64()" unless spatch "a macro declares it" */
	FOO_MEMBER(size_t, made); /* expect: abi-type error "@made" unless spatch "a macro declares it" */
	struct {
		void *p;	/* expect: abi-type error "@in.p of struct foo_ser is a bare pointer" */
	} __packed in;
	union {
		void *u_ptr;	/* expect: abi-type error "@u_ptr of struct foo_ser is a bare pointer" */
		u32 u_val;
	};
	union {
		unsigned long phys; /* expect: abi-type error "@wrong_phys.phys of struct foo_ser is unsigned long" */
		struct foo_ser *ptr; /* expect: abi-type error "@wrong_phys.ptr of struct foo_ser is a bare pointer" */
	} wrong_phys;
	bool flag;		/* expect: abi-type error "bool" fix "use u8" */
	u8 fill2[7];
	unsigned long rest[];	/* expect: abi-type error "@rest" */
} __packed;

/**
 * struct foo_int_ser - Types of one width that do not say so: notes.
 * @i: X.
 * @ui: X.
 * @s: X.
 * @ll: X.
 * @pid: X.
 */
struct foo_int_ser {
	long long ll;		/* expect: abi-type note "long long: 64 bits wherever Linux runs" fix "spell it s64" */
	int i;			/* expect: abi-type note "is int: 32 bits" fix "spell it s32" */
	unsigned int ui;	/* expect: abi-type note "is unsigned int" fix "spell it u32" */
	pid_t pid;		/* expect: abi-type note "pid_t (int)" unless spatch "a typedef that policy does not name" */
	short s;		/* expect: abi-type note "is short" fix "spell it s16" */
} __packed;

#endif
