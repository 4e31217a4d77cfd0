#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# private-member.t - members that headers mark private, without a build: which
# files luoguard check and review ask Coccinelle about, what they say, and what
# they say of the code that it cannot parse.

# shellcheck source=tests/command/repo.sh
. "$(dirname "$0")/repo.sh"
if ! command -v spatch >/dev/null; then
	echo "1..0 # SKIP no spatch"
	exit 0
fi
LUOGUARD_GCC=/bin/true	# no ABI header is looked at here
export LUOGUARD_GCC

repo "$work/tree"
git rm -rfq include/linux/kho drivers
mkdir -p include/linux/iio drivers/vfio kernel/liveupdate
c() { mkdir -p "$(dirname "$1")" && cat >"$1"; }
c include/linux/liveupdate.h <<'END'
/**
 * struct luo_box - what is kept
 * @name: of it
 */
struct luo_box {
	const char *name;
	DECLARE_BITMAP(bits, 8);
	union {
		int open;
		/* private: */
		int depth;
	};
	struct list_head __private list ____cacheline_aligned;
	int (*__private shut)(struct luo_box *box);
	/* public: */
	int weight;
};
static inline int luo_depth(struct luo_box *box) { return box->depth; }
END
# __private is all that counts here, and its owner is kernel/time/.
c include/linux/hrtimer_types.h <<'END'
struct hrtimer {
	int (*__private function)(struct hrtimer *timer);
	int state;
};
END
c include/linux/wrapper.h <<'END'
#include <linux/liveupdate.h>
static inline int wrapped(struct luo_box *box) { return box->depth; }
END
mkdir -p include/trace/events
sed 's/wrapped/traced/' include/linux/wrapper.h >include/trace/events/box.h
c drivers/vfio/uses.c <<'END'
#include <linux/liveupdate.h>

struct keeper {
	struct luo_box box;
};

int uses(struct luo_box *box, struct keeper *k, struct list_head *head)
{
	int n = box->depth;

	n += k->box.depth + box->open;
	list_for_each_entry(box, head, list)
		n += box->weight;
	return n + box->shut(box);
}
END
c drivers/vfio/right.c <<'END'
#include <linux/liveupdate.h>

struct luo_box box = { .weight = 1 };
struct hrtimer_like { int state, depth; };

/* box->depth, in a comment */
int right(struct luo_box *box, struct hrtimer_like *other, int depth)
{
	list_private_for_each_entry(box, head, list)
		depth += ACCESS_PRIVATE(box, depth) + box->weight;
	return other->depth + call(box, depth);
}
END
c kernel/liveupdate/luo.c <<'END'
#include <linux/liveupdate.h>
int owner(struct luo_box *box) { return box->depth; }
END
c drivers/vfio/timer.c <<'END'
int set(struct hrtimer *t, int (*f)(struct hrtimer *))
{
	t->function = f;
	return t->state;
}
END
git add -A
commit base

check() { run "$lg" check --tree "$tree" --rules=private-member "$@"; }

# ---------------------------------------------------------------------- check

check
p=drivers/vfio/uses.c
says 0 'private-member), without a build' 'check: a warning does not fail it'
test "$(grep -c '\[private-member\]$' "$work/out")" = 6
result $? 'check: each use once'
for at in 9:15 11:14 12:33 14:18; do
	grep -q "^$p:$at: warning: " "$work/out"
	result $? "check: $at"
done
out_has "$p:9:15: warning: @depth of struct luo_box is used, and include/linux/liveupdate.h marks it private [private-member]" \
	'check: what it says'
out_has 'include/linux/liveupdate.h:11:7: note: it stands behind "private:"; only kernel/liveupdate/ and the header itself may use it' \
	'check: where it is marked'
out_has "$p:9:15: note: to mend: call the functions of linux/liveupdate.h" \
	'check: how to mend it'
out_has 'include/linux/liveupdate.h:14:18: note: it is __private' \
	'check: an attribute, a pointer to a function'
out_has 'drivers/vfio/timer.c:3:5: warning: @function of struct hrtimer' \
	'check: a file that uses neither KHO nor LUO'
out_has 'include/linux/wrapper.h:2:62: warning: @depth' \
	'check: an inline function of a public header'
check drivers/vfio/right.c kernel/liveupdate include/trace
says 0 '3 other files' 'check: accessors, the owner, what makes tracepoints'
out_empty '... are right'
check --fail-on=warning $p
status_is 1 'check: --fail-on=warning'
run "$lg" check --tree "$tree" --rules=abi-doc drivers/vfio/timer.c
says 0 'without a build' 'check: private-member is off'
out_empty '... then it finds nothing'

# What cannot be parsed, and may use one, is told; the rest is not.
c drivers/vfio/broken.c <<'END'
int fine(struct luo_box *box) { return box->depth; }
int between(void)
{
	return 0;
}
int broken(struct luo_box *box)
{
	if (box->depth ==) return 0;
}
END
check drivers/vfio/broken.c
says 2 'drivers/vfio/broken.c: not checked: a part of it, spatch cannot parse' \
	'what spatch cannot parse is told'
out_has 'drivers/vfio/broken.c:1:45' '... and the rest is checked'
sed -i 's/box->depth ==/box->weight ==/' drivers/vfio/broken.c
check drivers/vfio/broken.c
says 0 'private-member' 'unless no private member is named there'
rm drivers/vfio/broken.c

# A header that is no text, or not there, marks nothing.
mv include/linux/liveupdate.h "$work/kept"
mkfifo include/linux/liveupdate.h
run timeout 60 "$lg" check --tree "$tree" --rules=private-member
says 0 'without a build' 'a pipe for a header is not waited for'
rm include/linux/liveupdate.h
mv "$work/kept" include/linux/liveupdate.h

# One that was made to take long is told.
{
	echo 'struct pci_many {'
	seq -f '	int __private m%.0f;' 20000
	echo '};'
} >include/linux/pci-many.h
run timeout 60 "$lg" check --tree "$tree" --rules=private-member
says 2 'include/linux/pci-many.h: not checked: what it marks private is too much' \
	'a header that marks too many'
{
	printf '/**\n * struct pci_many - a\n */\nstruct pci_many {\n'
	echo '	/* private: */'
	seq -f '	int m%.0f;' 20000
	echo '};'
} >include/linux/pci-many.h
run timeout 60 "$lg" check --tree "$tree" --rules=private-member
says 2 'include/linux/pci-many.h: not checked: what it marks private is too much' \
	'... behind one comment'
git add -N include/linux/pci-many.h
git diff >"$work/many.patch"
git reset -q
rm include/linux/pci-many.h
run timeout 60 "$lg" review --rules=private-member "$work/many.patch"
says 2 'include/linux/pci-many.h: not checked: what it marks private is too much' \
	'... in a patch'

# --------------------------------------------------------------------- review

review() { run "$lg" review --rules=private-member "$@"; }

sed -i 's/box->weight;$/box->weight + box->depth;/' $p
git add -A
review --staged
says 0 '1 of 1 staged files matter' 'review: what is staged'
out_has "$p:13:27: warning: @depth of struct luo_box" 'review: what is new'
test "$(grep -c '\[private-member\]$' "$work/out")" = 1
result $? 'review: and nothing else'
git diff --cached >"$work/new.patch"
git reset -q --hard
review "$work/new.patch"
says 0 '1 patch: 1 checked' 'review: a patch'
out_has "$p:13:27: warning: @depth of struct luo_box" 'review: and what is new in it'

# The struct is named in the file, the member in the patch; and the other way.
c drivers/vfio/named.c <<'END'
int f(struct hrtimer *t)
{
	return t->state;
}
END
c drivers/vfio/member.c <<'END'
int f(struct timer *t)
{
	return t->function;
}
END
git add -A
commit named
sed -i 's/state/function/' drivers/vfio/named.c
git diff >"$work/member.patch"
git reset -q --hard
review "$work/member.patch"
says 0 '1 patch: 1 checked' 'review: a patch that names the member alone'
out_has 'drivers/vfio/named.c:3:12: warning: @function of' '... is looked at'
sed -i 's/struct timer/struct hrtimer/' drivers/vfio/member.c
git diff >"$work/tag.patch"
git reset -q --hard
review "$work/tag.patch"
says 0 '1 patch: 1 checked' 'review: a patch that names the struct alone'
out_has 'drivers/vfio/member.c:3:12: warning: @function of' '... as well'
sed -i 's/state/weight/' drivers/vfio/named.c
git diff >"$work/other.patch"
git reset -q --hard
review "$work/other.patch"
says 0 '1 patch: 0 checked, 1 cannot matter' \
	'review: a patch that names a member which is not marked'

# What a series marks counts from there on, and a use of it that was there is
# what its patch makes worse.
c include/linux/pci-box.h <<'END'
struct pci_box { int open; };
END
c drivers/vfio/pci.c <<'END'
int pci(struct pci_box *box)
{
	return box->open;
}
END
git add -A
commit 'before the mark'
sed -i 's/int open/int __private open/' include/linux/pci-box.h
git commit -qam 'mark it'
sed -i 's/return box->open/box->open++;\n\t&/' drivers/vfio/pci.c
git commit -qam 'one more'
git format-patch -q --stdout HEAD~2 >"$work/series"
git reset -q --hard HEAD~2
review --base HEAD "$work/series"
says 0 '2 patches: 1 checked, 1 cannot matter' 'review: a series that marks a member'
out_has 'drivers/vfio/pci.c:' 'review: its new use is found'

done_testing
