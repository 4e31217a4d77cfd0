// SPDX-License-Identifier: GPL-2.0-or-later
/* private-member: which headers policy watches, whose they are, exceptions */
/* unless spatch: private-member "policy.ini is not asked" */
/* file: policy.ini */
[private-members include/linux/foo/]
owners = drivers/foo/ lib/foo.c

[private-members include/linux/foo/quiet.h]
owners = drivers/foo/
only-attribute = yes
instead = call foo_quiet()

[exception foo handler]
rule = private-member
struct = foo_loud
member = accepted
file = drivers/bar/bar.c
reason = moves to foo_get() in the next release
/* file: include/linux/foo/loud.h */
#include <linux/compiler_types.h>
#include <linux/types.h>

/**
 * struct foo_loud - marks members
 * @a: a member
 */
struct foo_loud {
	int a;
	/* private: internal use
	 * by foo alone */
	int b;
	int accepted;
};

/* No kernel-doc: here the word means nothing. */
struct foo_undocumented {
	int a;
	/* private: */
	int b;
};

/**
 * struct foo_next - follows one with a mark
 * @a: a member
 * @c: another
 */
struct foo_next {
	int a;
	/* not private: */
	int c;
};
/* file: include/linux/foo/quiet.h */
#include <linux/compiler_types.h>

/**
 * struct foo_quiet - its comments are about the documents
 * @a: a member
 */
struct foo_quiet {
	int a;
	/* private: the union is transitional */
	union {
		int b;
		int c;
	};
	int __private d;
};
/* file: include/linux/unwatched.h */
#include <linux/compiler_types.h>

struct unwatched {
	int __private a;
};
/* file: drivers/bar/bar.c */
#include <linux/foo/loud.h>
#include <linux/foo/quiet.h>
#include <linux/unwatched.h>

int bar(struct foo_loud *l, struct foo_quiet *q, struct unwatched *u);
int bar(struct foo_loud *l, struct foo_quiet *q, struct unwatched *u)
{
	int n = l->a + l->b; /* expect: private-member "@b of struct foo_loud" notes "only drivers/foo/, lib/foo.c and the header itself" fix "call what include/linux/foo/loud.h offers" */

	n += l->accepted; /* expect: private-member "@accepted" accepted */
	n += q->d; /* expect: private-member "@d of struct foo_quiet" fix "call foo_quiet()" */
	return n + q->b + q->c + u->a;
}

int undocumented(struct foo_undocumented *f, struct foo_next *x);
int undocumented(struct foo_undocumented *f, struct foo_next *x)
{
	return f->b + x->c;
}
/* file: drivers/foo/foo.c */
#include <linux/foo/loud.h>
#include <linux/foo/quiet.h>

int foo(struct foo_loud *l, struct foo_quiet *q);
int foo(struct foo_loud *l, struct foo_quiet *q)
{
	return l->b + q->d;
}
/* file: lib/foo.c */
#include <linux/foo/loud.h>

int lib_foo(struct foo_loud *l);
int lib_foo(struct foo_loud *l)
{
	return l->b;
}
/* file: lib/foo2.c */
#include <linux/foo/loud.h>

int lib_foo2(struct foo_loud *l);
int lib_foo2(struct foo_loud *l)
{
	return l->b; /* expect: private-member */
}
