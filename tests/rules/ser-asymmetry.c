/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Members that one side writes and the other one does not read, and what is
 * near: copies, zeroed memory, helpers, addresses, reserved members.
 */

/* file: policy.ini */
; these structs are about their members' use alone
[rules]
off = abi-doc abi-doc-header abi-doc-member abi-version

/* file: include/linux/kho/abi/foo.h */
#include <linux/types.h>

struct foo_ser {
	u64 used;
	u64 forgotten;
	u64 in_freeze;
	u64 in_unpreserve;
	u64 by_address;
	u64 by_helper;
	u64 never_at_all;
	u64 preserved_count;
	u64 reserved0;
} __packed;

/**
 * struct doc_ser - documented
 * @used: is used
 * @later: Reserved, written as zero.
 * @preserved: how many were preserved
 */
struct doc_ser {
	u64 used;
	u64 later;
	u64 preserved;
} __packed;

struct raw_ser {
	u64 used;
	u64 unwritten;
	u64 zeroed_later;
} __packed;

struct clean_ser {
	u64 used;
	u64 unwritten;
} __packed;

struct copied_ser {
	u64 used;
	u64 other;
} __packed;

struct handed_on_ser {
	u64 used;
	u64 other;
} __packed;

struct one_side_ser {
	u64 used;
	u64 other;
} __packed;

/* file: drivers/foo/foo.c */
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/kexec_handover.h>
#include <linux/kho/abi/foo.h>
#include <linux/liveupdate.h>

#define noinline __attribute__((__noinline__))

void read_word(u64 *word);
void read_all(struct handed_on_ser *ser);
void *malloc_pages(size_t size);
u64 value(void);

static noinline void write_helper(struct foo_ser *ser)
{
	ser->by_helper = value();
}

static noinline u64 read_helper(struct foo_ser *ser)
{
	return ser->by_helper;
}

static int foo_preserve(struct liveupdate_file_op_args *args)
{
	struct foo_ser *ser = kho_alloc_preserve(sizeof(*ser));

	ser->used = value();
	ser->forgotten = value();	/* expect: ser-asymmetry "@forgotten of struct foo_ser is written before the kexec" */
	ser->in_unpreserve = value();	/* expect: ser-asymmetry "@in_unpreserve" */
	ser->by_address = value();
	ser->reserved0 = 0;
	ser->preserved_count = 1;	/* expect: ser-asymmetry "@preserved_count" */
	write_helper(ser);
	args->serialized_data = virt_to_phys(ser);
	return 0;
}

static int foo_freeze(struct liveupdate_file_op_args *args)
{
	struct foo_ser *ser = phys_to_virt(args->serialized_data);

	ser->in_freeze = value();
	return 0;
}

static void foo_unpreserve(struct liveupdate_file_op_args *args)
{
	struct foo_ser *ser = phys_to_virt(args->serialized_data);

	kfree((void *)ser->in_unpreserve);
	kho_unpreserve_free(ser);
}

static int foo_retrieve(struct liveupdate_file_op_args *args)
{
	struct foo_ser *ser = phys_to_virt(args->serialized_data);

	read_word(&ser->by_address);
	return ser->used + read_helper(ser) != 0;
}

static void foo_finish(struct liveupdate_file_op_args *args)
{
	struct foo_ser *ser = phys_to_virt(args->serialized_data);

	kfree((void *)ser->in_freeze);
	kho_restore_free(ser);
}

static bool foo_can_preserve(struct liveupdate_file_handler *handler,
			     struct file *file)
{
	return file;
}

const struct liveupdate_file_ops foo_ops = {
	.can_preserve = foo_can_preserve,
	.preserve = foo_preserve,
	.freeze = foo_freeze,
	.unpreserve = foo_unpreserve,
	.retrieve = foo_retrieve,
	.finish = foo_finish,
};

/* What a comment reserves is nobody's yet; "preserved" is no such word. */
int doc_out(void)
{
	struct doc_ser *ser = kho_alloc_preserve(sizeof(*ser));

	ser->used = value();
	ser->later = 0;
	ser->preserved = value();	/* expect: ser-asymmetry "@preserved of struct doc_ser" */
	return kho_add_subtree("doc", ser, sizeof(*ser));
}

u64 doc_in(struct doc_ser *ser)
{
	u64 used = ser->used;

	kho_restore_free(ser);
	return used;
}

/* Read and never written: a finding unless the memory was zero. */
int raw_out(void)
{
	struct raw_ser *ser = malloc_pages(sizeof(*ser));

	ser->used = value();
	ser->zeroed_later = 0;
	return kho_add_subtree("raw", ser, sizeof(*ser));
}

u64 raw_in(struct raw_ser *ser)
{
	u64 sum = ser->used + ser->zeroed_later +
		  ser->unwritten;	/* expect: ser-asymmetry "@unwritten of struct raw_ser is read after the kexec, and nothing in this file writes it" */

	kho_restore_free(ser);
	return sum;
}

int clean_out(void)
{
	struct clean_ser *ser = kzalloc(sizeof(*ser), GFP_KERNEL);

	ser->used = value();
	return kho_add_subtree("clean", ser, sizeof(*ser));
}

u64 clean_in(struct clean_ser *ser)
{
	u64 sum = ser->used + ser->unwritten;

	kho_restore_free(ser);
	return sum;
}

/* Copied as a whole. */
int copied_out(void)
{
	struct copied_ser *ser = kho_alloc_preserve(sizeof(*ser));

	ser->used = value();
	ser->other = value();
	return kho_add_subtree("copied", ser, sizeof(*ser));
}

struct copied_ser copied_in(struct copied_ser *ser)
{
	struct copied_ser copy = *ser;

	copy.used = ser->used + 1;
	kho_restore_free(ser);
	return copy;
}

/* Handed to another file. */
int handed_on_out(void)
{
	struct handed_on_ser *ser = kho_alloc_preserve(sizeof(*ser));

	ser->used = value();
	ser->other = value();
	return kho_add_subtree("handed-on", ser, sizeof(*ser));
}

u64 handed_on_in(struct handed_on_ser *ser)
{
	u64 used = ser->used;

	read_all(ser);
	kho_restore_free(ser);
	return used;
}

/* The other side is in another file. */
int one_side_out(void)
{
	struct one_side_ser *ser = kho_alloc_preserve(sizeof(*ser));

	ser->used = value();
	ser->other = value();
	return kho_add_subtree("one-side", ser, sizeof(*ser));
}
