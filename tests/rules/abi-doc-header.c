// SPDX-License-Identifier: GPL-2.0-or-later
/* a header that nobody introduces, finds or looks after */
/* file: include/linux/kho/abi/foo.h */
/* SPDX-License-Identifier: GPL-2.0 */ /* expect: abi-doc-header warning "no \"DOC:\" section", abi-doc-header "no .rst below", abi-doc-header "no entry of MAINTAINERS" */
#ifndef FOO_H
#define FOO_H
#define FOO_COMPATIBLE "foo-v1"
/* DOC: a plain comment is no section */
#endif
/* file: include/linux/kho/abi/bar.h */
#ifndef BAR_H
#define BAR_H
/* expect@+1: abi-doc-header "no .rst below" fix "kernel-doc:: include/linux/kho/abi/bar.h" */
/**
 * DOC: bar ABI
 */
#define BAR_COMPATIBLE "bar-v1"
#endif
/* file: include/linux/kho/abi/baz.h */
#ifndef BAZ_H
#define BAZ_H
/* expect@+1: abi-doc-header "no entry of MAINTAINERS" fix "add an F: line with include/linux/kho/abi/baz.h to the entry" */
/**
 * DOC: baz ABI
 */
#define BAZ_COMPATIBLE "baz-v1"
#endif
/* file: include/linux/kho/abi/good.h */
#ifndef GOOD_H
#define GOOD_H
/**
 * DOC: good ABI
 */
#define GOOD_COMPATIBLE "good-v1"
#endif
/* file: include/linux/elsewhere.h */
/* Not in a zone: no section, no rst, nobody. */
/* file: Documentation/core-api/kho/abi.rst */
KHO's headers
=============

.. kernel-doc:: include/linux/kho/abi/baz.h
   :doc: baz ABI

A name in prose is no directive: include/linux/kho/abi/foo.h. Nor is one
that only begins so:

.. kernel-doc:: include/linux/kho/abi/bar.h.old

  .. kernel-doc:: include/linux/kho/abi/good.h
     :internal:
/* file: MAINTAINERS */
KEXEC HANDOVER (KHO)
F:	include/linux/kho/
X:	include/linux/kho/abi/foo.h
X:	include/linux/kho/abi/ba[rz].h

BAR
F:	include/linux/kho/abi/*r.h

BAZ ELSEWHERE
F:	include/linux/*z.h
F:	drivers/baz/

THE REST
F:	*
F:	*/
