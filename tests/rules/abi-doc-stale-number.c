// SPDX-License-Identifier: GPL-2.0-or-later
/* behind which numbers a sentence pauses: those are versions */
/* file: include/linux/kho/abi/foo.h */
#ifndef FOO_H
#define FOO_H
/**
 * DOC: foo ABI
 *
 * The version is FOO_VERSION.
 *
 * expect@+1: abi-doc-stale "FOO_VERSION is 1, but FOO_VERSION is 3"
 * FOO_VERSION is 1.
 *
 * expect@+1: abi-doc-stale "FOO_VERSION is 1, but FOO_VERSION is 3"
 * FOO_VERSION is 1, say all.
 *
 * expect@+1: abi-doc-stale "FOO_VERSION is 1, but FOO_VERSION is 3"
 * FOO_VERSION is 1; see below
 *
 * expect@+1: abi-doc-stale "FOO_VERSION is 1, but FOO_VERSION is 3"
 * FOO_VERSION is 1: so it is
 *
 * expect@+1: abi-doc-stale "FOO_VERSION is 1, but FOO_VERSION is 3"
 * FOO_VERSION is 1) or so
 *
 * expect@+1: abi-doc-stale "FOO_VERSION is 1, but FOO_VERSION is 3"
 * FOO_VERSION is 1
 *
 * expect@+1: abi-doc-stale "FOO_VERSION is 1, but FOO_VERSION is 3"
 * FOO_VERSION is 1 and that is it
 *
 * expect@+1: abi-doc-stale "FOO_VERSION is 1, but FOO_VERSION is 3"
 * FOO_VERSION is 1 as of today
 *
 * expect@+1: abi-doc-stale "FOO_VERSION is 1, but FOO_VERSION is 3"
 * FOO_VERSION is 1 at this point
 *
 * expect@+1: abi-doc-stale "FOO_VERSION is 1, but FOO_VERSION is 3"
 * FOO_VERSION is 1 for all
 *
 * expect@+1: abi-doc-stale "FOO_VERSION is 1, but FOO_VERSION is 3"
 * FOO_VERSION is 1 in all
 *
 * expect@+1: abi-doc-stale "FOO_VERSION is 1, but FOO_VERSION is 3"
 * FOO_VERSION is 1 so look
 *
 * expect@+1: abi-doc-stale "FOO_VERSION is 1, but FOO_VERSION is 3"
 * FOO_VERSION is 1 which all know
 *
 * expect@+1: abi-doc-stale "FOO_VERSION is 1, but FOO_VERSION is 3"
 * FOO_VERSION is 1 now
 *
 * expect@+1: abi-doc-stale "FOO_VERSION is 1, but FOO_VERSION is 3"
 * FOO_VERSION is 1 here
 *
 * expect@+1: abi-doc-stale "FOO_VERSION is 1, but FOO_VERSION is 3"
 * FOO_VERSION is 1 today
 *
 * expect@+1: abi-doc-stale "FOO_VERSION is 1, but FOO_VERSION is 3"
 * FOO_VERSION is 1  , too
 *
 * Of something else: FOO_VERSION is 4 bytes long. FOO_VERSION is 4.5 of it,
 * FOO_VERSION is 4in wide, FOO_VERSION is 4_now, FOO_VERSION is 4 into that,
 * FOO_VERSION is 4 forks, FOO_VERSION is 4-fold, FOO_VERSION is 4andx.
 */
/* expect@+1: abi-doc-stale "FOO_VERSION is 2, but" */
/* FOO_VERSION is 2*/
/* expect@+1: abi-doc-stale "FOO_VERSION is 2, but" */
/* FOO_VERSION is 2 **/
#define FOO_VERSION 3
#endif
