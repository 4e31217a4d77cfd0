// SPDX-License-Identifier: GPL-2.0-or-later
/* prose that quotes another version than the macro has */
/* file: include/linux/kho/abi/foo.h */
#ifndef FOO_H
#define FOO_H
#include <linux/kho/abi/bar.h>

/**
 * DOC: foo ABI
 *
 * The tree is handed over as::
 *
 *     / {
 * expect@+1: abi-doc-stale warning "says \"foo-v3\", but FOO_COMPATIBLE is \"foo-v4\"" fix "write \"foo-v4\""
 *         compatible = "foo-v3";
 *
 *         node { };
 *     };
 *
 *   Root node:
 * expect@+1: abi-doc-stale "foo-v3"
 *     - compatible: "foo-v3"
 *
 * expect@+1: abi-doc-stale "foo-v2"
 * Handed over from kernel to kernel as `foo-v2`.
 *
 * expect@+1: abi-doc-stale "foo-v5"
 * Literally: ``foo-v5``.
 *
 * expect@+1: abi-doc-stale "\"bar-v1\", but BAR_COMPATIBLE is \"bar-v2\""
 * It holds 'bar-v1' entries.
 *
 * expect@+1: abi-doc-stale "foo-v1"
 * kernel-doc's constants, %"foo-v1".
 *
 * expect@+1: abi-doc-stale "BAR_ABI_VERSION is 2, but BAR_ABI_VERSION is 3"
 * Written as `BAR_ABI_VERSION` (2).
 *
 * expect@+1: abi-doc-stale "BAR_ABI_VERSION is 1"
 * BAR_ABI_VERSION is 1 in this kernel.
 *
 * expect@+1: abi-doc-stale "BAR_ABI_VERSION is 4"
 * The number in force, BAR_ABI_VERSION = 4, stands first.
 *
 * expect@+1: abi-doc-stale "part-v1"
 * Composed of "foo-v4;part-v1".
 */
#define FOO_COMPATIBLE "foo-v4"

/* expect@+1: abi-doc-stale "foo-v3" */
/* The FDT's "foo-v3" string. */
#define FOO_PART_COMPATIBLE FOO_COMPATIBLE ";part-v2"

#endif
/* file: include/linux/kho/abi/bar.h */
#ifndef BAR_H
#define BAR_H
/**
 * DOC: bar ABI
 *
 * Versions are in BAR_COMPATIBLE and BAR_ABI_VERSION.
 */
#define BAR_COMPATIBLE "bar-v2"
#define BAR_ABI_VERSION 3
#endif
