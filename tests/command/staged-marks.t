#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# staged-marks.t - what headers mark private is kept between two runs of the
# hook: when it is read from there, when it is not, and what never happens
# because of it.

# shellcheck source=tests/command/repo.sh
. "$(dirname "$0")/repo.sh"
if ! command -v spatch >/dev/null; then
	echo "1..0 # SKIP no spatch"
	exit 0
fi

repo "$work/tree"
# No name of KHO or LUO: only what is marked makes its users matter.
cat >include/linux/hrtimer_types.h <<'END'
struct timer_box {
	int __private depth;
	int width;
};
END
git add -A
commit base
kept=$XDG_CACHE_HOME/luoguard

# renew: the file's sum is right again, whatever was done to it
renew() {
	perl -e 'local $/; open(my $f, "+<", $ARGV[0]) or die; my $t = <$f>;
		use integer; $t =~ s/^sum\t.*\n//m; my $h = 0xcbf29ce484222325;
		$h = ($h ^ ord) * 0x100000001b3 for split //, $t;
		seek($f, 0, 0); truncate($f, 0);
		printf $f "%ssum\t%016x\n", $t, $h' "$file"
}

# uses MEMBER: a C file that uses it is staged
uses() {
	cat >drivers/box/uses.c <<-END
	int uses(struct timer_box *box) { return box->$1; }
	END
	git add drivers
}

finds() {
	says 0 '1 of 1 staged files matter' "$1"
	out_has 'drivers/box/uses.c:1:47: warning: @' '... and is found'
}

echo 'int add(int a, int b) { return a + b; }' >drivers/box/add.c
git add drivers
test ! -e "$kept"
result $? 'nothing is kept yet'
review
silent 'a C file that cannot matter'
set -- "$kept"/marks-*
test $# = 1 && grep -q '^luoguard marks 1$' "$1" &&
	grep -q '^m	timer_box	depth	struct timer_box	attribute	include/linux/hrtimer_types.h	2	16$' "$1"
result $? 'what its headers mark is kept'
file=$1
test "$(find "$tree" -newer "$file" -not -path '*/.git*' | wc -l)" = 0 &&
	test "$(git status --porcelain)" = 'A  drivers/box/add.c'
result $? 'nothing of the tree is written'
git reset -q --hard

uses depth
review
finds 'what is kept is enough'
sed -i 's/	depth	/	height	/' "$file"
renew
review
silent 'it is what counts'

for bad in 's/.*/x/' '1s/1/2/' '2s/key	/&0/' '3s/	2	/	0	/' '3s/	16$//' \
	   '3s/include\/linux/other/' '3a x'; do
	sed -i -e "$bad" "$file"
	renew
	review
	finds "not when it is broken: $bad"
	grep -q '^m	timer_box	depth	' "$file"
	result $? '... then it is made again'
	sed -i 's/	depth	/	height	/' "$file"
done
review
cp "$file" "$work/whole"
sed -i 's/	depth	/	height	/' "$file"
review
finds 'damaged: its sum does not tell the same'
sed '$d' "$work/whole" >"$file"
review
finds 'damaged: it ends early'
head -n 2 "$work/whole" >"$file"
review
finds 'damaged: nothing behind its key'
: >"$file"
review
finds 'an empty file'
printf 'luoguard marks 1\nkey\n' >"$file"
review
finds 'no key'

printf '[private-members include/linux/box.h]\nowners = drivers/lid/\n' \
	>"$work/policy"
sed -i 's/	depth	/	height	/' "$file"
renew
review --policy "$work/policy"
finds 'another policy'
review
finds '... and back'

sed -i 's/__private depth/depth/; s/int width/int __private width/' \
	include/linux/hrtimer_types.h
git add include
review
silent 'a header that is staged says what counts'
uses width
review
out_has '@width' '... and what is new in it'
git commit -qm other
uses depth
review
silent 'another commit, with other headers'
uses width
echo 'int uses2(struct timer_box *box) { return box->width; }' \
	>>drivers/box/uses.c
git add drivers
review
out_has 'drivers/box/uses.c:2:48: warning: @width' '... has others marked'
git checkout -q HEAD~ 2>/dev/null || git checkout -qf HEAD~
uses depth
review
finds 'back at the first one'

for home in '' "$work/none" relative; do
	status=0
	env -u XDG_CACHE_HOME HOME="$home" "$lg" review --staged \
		>"$work/out" 2>"$work/err" || status=$?
	finds "HOME=$home"
done
env -u HOME -u XDG_CACHE_HOME "$lg" review --staged >"$work/out" 2>"$work/err"
finds 'no HOME'
test ! -e "$work/none"
result $? 'a home that is not there is not made'
test -z "$(find "$tree" -name 'marks-*')"
result $? 'none of them is in the tree'
rm -rf "$kept"
: >"$kept"
review
finds 'nowhere to keep it'
test "$(wc -l <"$work/err")" = 1
result $? '... is no reason to say anything'

done_testing
