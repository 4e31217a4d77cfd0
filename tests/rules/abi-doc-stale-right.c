// SPDX-License-Identifier: GPL-2.0-or-later
/* prose about other versions that is right */
/* file: include/linux/kho/abi/foo.h */
#ifndef FOO_H
#define FOO_H
/* SPDX: v2 of the GPL, "GPL-2.0" */

/**
 * DOC: foo ABI
 *
 *   / {
 *       compatible = "foo-v4";
 *       sub { compatible = "sub-v1"; };
 *   };
 *
 * Changed from "foo-v3" for the sake of nothing.
 *
 * Up to "foo-v2", entries had no size. Since "foo-v3" they do.
 *
 * Older kernels wrote "foo-v1", and nobody reads that.
 *
 * Bumped "foo-v3" again. Previously: "foo-v2".
 *
 * The step from "foo-v3" to "foo-v4" took a year.
 *
 * The size was not there before
 * "foo-v3" took it in.
 *
 * With a new member this will be "foo-v5".
 *
 * Versions of other things: "uart-v2", Linux-v6.1, "foo", "foo-v",
 * 'foobar-v3', "foo-v3x", "xfoo-v3", "mlx4", foo-v3 without quotes,
 * "a sentence with foo-v3", it's a kernel's "foo-v4".
 *
 * Any number will do for "test-v1" and "test-v7".
 *
 * FOO_ABI_VERSION (2), FOO_ABI_VERSION is 2. FOO_ABI_VERSION is 4 bytes long.
 * FOO_ABI_VERSION is 3.5 times that. If FOO_ABI_VERSION is 1, give up.
 * Before, FOO_ABI_VERSION was 1: FOO_ABI_VERSION(1), FOO_ABI_VERSION == 1.
 * OTHER_VERSION is 7. FOO_ABI_VERSION2 is 9. FOO_ABI_VERSION is one.
 *
 * Changelog:
 *
 * - "foo-v1": sizes
 *
 * - "foo-v2": names
 */
#define FOO_COMPATIBLE "foo-v4"
#define FOO_ABI_VERSION 2
#define FOO_TEST_COMPATIBLE(i) "test-v" #i

/* Two strings of one stem are both in force: "two-v1", "two-v2". */
#define TWO_OLD_COMPATIBLE "two-v1"
#define TWO_COMPATIBLE "two-v2"

static inline const char *foo_code(void)
{
	return "foo-v3";
}
#endif
/* file: include/linux/foo.h */
/* Not in a zone: "foo-v3". */
/* file: drivers/foo/foo.c */
#include <linux/kernel.h>
#include <linux/foo.h>
#include <linux/kho/abi/foo.h>

/* Code may say what it reads: "foo-v3". */
const char *foo(void);
const char *foo(void)
{
	return foo_code();
}
