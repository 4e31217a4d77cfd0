// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The clock crosses a kexec as it should be done: an ABI header of its own,
 * with a version, documented, packed, of fixed types.
 */
#include <linux/kexec_handover.h>
#include <linux/kho/abi/clock.h>

int clock_preserve(u64 offset, u32 frequency);
u64 clock_restore(void);

int clock_preserve(u64 offset, u32 frequency)
{
	struct clock_ser *ser = kho_alloc_preserve(sizeof(*ser));

	if (!ser)
		return -12;
	ser->offset = offset;
	ser->frequency = frequency;
	ser->source = 0;
	return kho_add_subtree(CLOCK_KHO_COMPATIBLE, ser, sizeof(*ser));
}

u64 clock_restore(void)
{
	size_t size = 0;
	struct clock_ser *ser;

	ser = kho_retrieve_subtree(CLOCK_KHO_COMPATIBLE, &size);
	if (!ser || size != sizeof(*ser) || ser->source || !ser->frequency)
		return 0;
	return ser->offset;
}
