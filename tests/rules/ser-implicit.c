/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Buffers of registers whose order only the code knows, and what is near.
 */

/* file: policy.ini */
; these structs are about what their words mean
[rules]
off = abi-doc abi-doc-header abi-doc-member abi-version

/* file: include/linux/kho/abi/foo.h */
#include <linux/types.h>

enum foo_word {
	FOO_CONTROL,
	FOO_STATUS,
};

struct foo_cap_ser {
	u32 size;
	u32 data[16];
} __packed;

struct foo_regs_ser {
	u32 control;
	u32 status;
} __packed;

/* file: drivers/foo/foo.c */
#include <linux/kernel.h>
#include <linux/kexec_handover.h>
#include <linux/kho/abi/foo.h>

#define REG_CONTROL	0x10
#define REG_STATUS	0x14
#define REG_ADDRESS	0x18

u32 read_reg(void *dev, int reg);
int read_word(void *dev, int reg, u32 *to);
u32 now(void);

/* Into a member, by what a call returns. */
void by_value(void *dev)
{
	struct foo_cap_ser *cap = kho_alloc_preserve(sizeof(*cap));
	int i = 0;

	cap->data[i++] = read_reg(dev, REG_CONTROL);	/* expect: ser-implicit warning "the words of data cross a kexec, and only the order of the code in by_value() says which is which" notes "word 0 is REG_CONTROL" notes "word 2 is REG_ADDRESS" */
	cap->data[i++] = read_reg(dev, REG_STATUS);
	cap->data[i++] = read_reg(dev, REG_ADDRESS);
	cap->size = i;
}

/* Through a pointer, by a call that fills it. */
void by_pointer(void *dev)
{
	struct foo_cap_ser *cap = kho_alloc_preserve(sizeof(*cap));
	u32 *words = &cap->data[0];
	int i = 0;

	read_word(dev, REG_STATUS, &words[i++]);	/* expect: ser-implicit "words of words" notes "word 0 is REG_STATUS" notes "word 1 is REG_CONTROL" */
	read_word(dev, REG_CONTROL, &words[i++]);
	cap->size = i;
}

/* With the pointer itself counting. */
void by_counting(void *dev)
{
	u32 *p = kho_alloc_preserve(64);

	*p++ = read_reg(dev, REG_CONTROL);	/* expect: ser-implicit "words of p" */
	*p++ = read_reg(dev, REG_ADDRESS);
}

/* Filled first, handed over later, by another function. */
static u32 *saved;

void fill(void *dev)
{
	u32 *buf = kzalloc(64, GFP_KERNEL);
	int n = 0;

	buf[n++] = read_reg(dev, REG_CONTROL);	/* expect: ser-implicit "words of buf" */
	buf[n++] = read_reg(dev, REG_STATUS);
	saved = buf;
}

int hand_over(void)
{
	return kho_add_subtree("foo", saved, 64);
}

/* The same for this kernel alone. */
void here(void *dev, u32 *buf)
{
	int i = 0;

	buf[i++] = read_reg(dev, REG_CONTROL);
	buf[i++] = read_reg(dev, REG_STATUS);
}

/* Words with names: members, and indexes that an ABI header defines. */
void members(void *dev)
{
	struct foo_regs_ser *regs = kho_alloc_preserve(sizeof(*regs));

	regs->control = read_reg(dev, REG_CONTROL);
	regs->status = read_reg(dev, REG_STATUS);
}

void named_words(void *dev)
{
	struct foo_cap_ser *cap = kho_alloc_preserve(sizeof(*cap));

	cap->data[FOO_CONTROL] = read_reg(dev, REG_CONTROL);
	cap->data[FOO_STATUS] = read_reg(dev, REG_STATUS);
}

/* One register many times is a stream; a table is data. */
void stream(void *dev)
{
	u32 *buf = kho_alloc_preserve(64);

	for (int i = 0; i < 16; i++)
		buf[i] = read_reg(dev, REG_STATUS);
}

void table(void *dev, const int *regs)
{
	u32 *buf = kho_alloc_preserve(64);

	for (int i = 0; i < 16; i++)
		buf[i] = read_reg(dev, regs[i]);
}

/* Values that no register is read for. */
void values(void)
{
	u32 *buf = kho_alloc_preserve(64);
	int i = 0;

	buf[i++] = now();
	buf[i++] = now();
}
