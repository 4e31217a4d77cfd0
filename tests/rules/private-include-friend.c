// SPDX-License-Identifier: GPL-2.0-or-later
/* policy's own owner and friends; the includer is judged */
/* file: policy.ini */
[owner drivers/foo/]
name = the foo core

[friend drivers/bar/]
owner = drivers/foo/
structs = foo
reason = bar is the other half of foo

[friend drivers/baz/glue.h]
owner = drivers/foo/
reason = the header is, its users are not
/* file: drivers/foo/foo.h */
#ifndef FOO_H
#define FOO_H
struct foo {
	int a;
};
struct foo *foo_get(void);
#endif
/* file: drivers/bar/bar.c */
#include "../foo/foo.h"

int bar(struct foo *f);
int bar(struct foo *f)
{
	return f->a;
}
/* file: drivers/baz/glue.h */
#include "../foo/foo.h"
/* file: drivers/baz/baz.c */
#include "glue.h"

struct foo *baz(void);
struct foo *baz(void)
{
	return foo_get();
}
/* file: drivers/baz/bad.c */
#include "../foo/foo.h" /* expect: private-include "private to the foo core" fix "include the public header" */

struct foo *bad;
/* file: drivers/baz/both.c */
#include "glue.h"
#include "../foo/foo.h" /* expect: private-include "private to the foo core" */

/* The guard keeps the header from being read again: it is asked for twice. */
struct foo *both;
