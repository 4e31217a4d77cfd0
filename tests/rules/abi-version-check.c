/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Blobs that are read before their version is compared, and those that are not.
 */

/* unless spatch: abi-version-check "a helper brings the blob" */

/* file: policy.ini */
; these structs are about who compares their version
[rules]
off = abi-doc abi-doc-header abi-doc-member abi-version

/* file: include/linux/kho/abi/foo.h */
#include <linux/types.h>

#define FOO_VERSION	3
#define FOO_COMPATIBLE	"foo-v3"

struct foo_ser {
	u32 version;
	u32 magic;
	u64 state;
	u64 next;
} __packed;

struct foo_compat_ser {
	char compatible[16];
	u64 state;
} __packed;

struct foo_plain_ser {
	u64 state;
} __packed;

/* file: drivers/foo/foo.c */
#include <linux/kernel.h>
#include <linux/kexec_handover.h>
#include <linux/kho/abi/foo.h>
#include <linux/liveupdate.h>
#include <linux/mm.h>

#define noinline __attribute__((__noinline__))

void log_version(u32 version);

static noinline void *get_blob(const char *name)
{
	phys_addr_t phys;

	if (kho_retrieve_subtree(name, &phys, NULL))
		return NULL;
	return phys_to_virt(phys);
}

/* Never. */
u64 never(void)
{
	struct foo_ser *ser = get_blob("never");

	return ser->state;	/* expect: abi-version-check warning "@state of struct foo_ser is read, and @version is compared nowhere before" */
}

/* First. */
u64 first(void)
{
	struct foo_ser *ser = get_blob("first");

	if (ser->magic != 7 || ser->version != FOO_VERSION)
		return 0;
	return ser->state;
}

/* Too late. */
u64 late(void)
{
	struct foo_ser *ser = get_blob("late");
	u64 state = ser->state;	/* expect: abi-version-check "is read before @version is compared" */

	if (ser->version != FOO_VERSION)
		return 0;
	return state;
}

/* On one of two paths. */
u64 one_path(bool careful)
{
	struct foo_ser *ser = get_blob("one-path");

	if (careful) {
		if (ser->version != FOO_VERSION)
			return 0;
	}
	return ser->state;	/* expect: abi-version-check "is read before @version is compared" */
}

u64 both_paths(bool old)
{
	struct foo_ser *ser = get_blob("both-paths");

	if (old) {
		if (ser->version != FOO_VERSION - 1)
			return 0;
	} else if (ser->version != FOO_VERSION) {
		return 0;
	}
	return ser->state;
}

/* Looked at, and not compared. */
u64 only_logged(void)
{
	struct foo_ser *ser = get_blob("logged");

	log_version(ser->version);
	return ser->state;	/* expect: abi-version-check */
}

/* By a switch. */
u64 by_switch(void)
{
	struct foo_ser *ser = get_blob("switch");

	switch (ser->version) {
	case 1:
	case 2:
		return 0;
	case FOO_VERSION:
		return ser->state;
	}
	return 1;
}

/* A compatible string; a comparison whose result nobody looks at is none. */
u64 compatible(void)
{
	struct foo_compat_ser *ser = get_blob("compatible");

	if (!ser || strcmp(ser->compatible, FOO_COMPATIBLE))
		return 0;
	return ser->state;
}

u64 ignored(void)
{
	struct foo_compat_ser *ser = get_blob("ignored");

	strcmp(ser->compatible, FOO_COMPATIBLE);
	return ser->state;	/* expect: abi-version-check "@compatible is compared nowhere before" */
}

/* A helper compares; its result decides, or does not. */
static noinline int check(const struct foo_ser *ser)
{
	if (ser->version != FOO_VERSION)
		return -EINVAL;
	return 0;
}

static noinline bool known(const void *blob)
{
	const struct foo_ser *ser = blob;

	return ser->version == FOO_VERSION;
}

u64 by_helper(void)
{
	struct foo_ser *ser = get_blob("helper");
	int err = check(ser);

	if (err)
		return 0;
	return ser->state;
}

u64 by_answer(void)
{
	struct foo_ser *ser = get_blob("answer");

	return known(ser) ? ser->state : 0;
}

u64 helper_ignored(void)
{
	struct foo_ser *ser = get_blob("helper-ignored");

	check(ser);
	return ser->state;	/* expect: abi-version-check */
}

/* A helper reads: after the comparison, and without one. */
static noinline u64 read_checked(struct foo_ser *ser)
{
	return ser->state;
}

u64 helper_reads(void)
{
	struct foo_ser *ser = get_blob("helper-reads");

	if (ser->version != FOO_VERSION)
		return 0;
	return read_checked(ser);
}

static noinline u64 read_unchecked(struct foo_ser *ser)
{
	return ser->state;	/* expect: abi-version-check "is compared nowhere before" */
}

u64 helper_reads_all(void)
{
	return read_unchecked(get_blob("helper-reads-all"));
}

/* Without a version there is nothing to compare: abi-version's matter. */
u64 plain(void)
{
	struct foo_plain_ser *ser = get_blob("plain");

	return ser->state;
}

/* What a blob leads to is covered by the blob's version. */
u64 linked(void)
{
	struct foo_ser *ser = get_blob("linked"), *next;

	if (ser->version != FOO_VERSION)
		return 0;
	next = phys_to_virt(ser->next);
	return next->state;
}

/* LUO has compared the handler's compatible string. */
int retrieve(struct liveupdate_file_op_args *args)
{
	struct foo_ser *ser = phys_to_virt(args->serialized_data);

	return ser->state != 0;
}

/* One's own, before the kexec. */
u64 preserve(void)
{
	struct foo_ser *ser = kho_alloc_preserve(sizeof(*ser));

	ser->state = 1;
	return ser->state + ser->next;
}
