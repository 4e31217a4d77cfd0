#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# baseline.t - --baseline FILE: what was recorded does not count, what is new
# does, what is gone is told; and exceptions that accept nothing.

set -u
. "$(dirname "$0")/lib.sh"
make_tree "$work/a tree"
make_build "$work/a build"
header=include/linux/kho/abi/box.h
base="$work/base line"
only=--rules=abi-packed,abi-type

report() {
	run "$lg" report --build "$build" $only "$@"
}

check() {
	run "$lg" check --build "$build" $only "$@"
}

rebuild() {
	cc drivers/box/box.c $only >/dev/null 2>&1
	cc drivers/lid/lid.c $only >/dev/null 2>&1
}

rebuild
report --format=json
total=$(wc -l <"$work/out")
test "$total" -ge 2
result $? 'there is something to record'

report --baseline "$base"
status_is 0 'a file that is not there is made, and nothing is new'
out_empty 'nothing is printed'
err_has "$total findings recorded in $base" 'it says so'
err_has "$total findings in the baseline" 'and counts them'
test "$(grep -c '^{' "$base")" -le "$total" &&
	head -n 1 "$base" | grep -q '^#' && grep -q '"rule":"abi-packed"' "$base"
result $? 'an object a line, below a comment'
grep '^{' "$base" | sed 's/.*"rule":"\([^"]*\)".*"file":"\([^"]*\)".*/\2 \1/' |
	LC_ALL=C sort -c
result $? 'in order'
cp "$base" "$work/first"
report --baseline "$base"
status_is 0 'a second time'
err_lacks 'recorded in' 'nothing is written'
cmp -s "$base" "$work/first"
result $? 'not a byte of it'
report
status_is 1 'without it, all count'
check --baseline "$base"
status_is 0 'check knows it, too'
err_has "$total findings in the baseline" 'and counts'

# A new finding, and the same one moved.
sed -i 's/^struct/\n\nstruct/; s/weight;/weight;\n\tunsigned long count;/' \
	"$tree/$header"
rebuild
report --baseline "$base"
status_is 1 'a new finding counts'
out_has '@count' 'and is printed'
! grep -q 'abi-packed' "$work/out"
result $? 'one that moved is no new one'
cmp -s "$base" "$work/first"
result $? 'what is new is not recorded by itself'
report --baseline "$base" --update-baseline
status_is 0 'it is when that is asked for'
grep -q '"member":"count"' "$base"
result $? 'and stands in the file'
sed -i '1s/.*/# accepted by the box people\n# in March/' "$base"

# One gone.
cp "$tree/$header" "$work/box.h"
sed -i 's/^};/} __attribute__((packed));/' "$tree/$header"
rebuild
report --baseline "$base"
status_is 0 'a finding is gone'
err_has "gone from the baseline: $header: abi-packed of box_ser" \
	'which one, on stderr'
out_empty 'and not among the findings'
check --baseline "$base" drivers/lid/lid.c
err_has 'gone from the baseline' 'a part of the tree, that holds the file'
run "$lg" check --build "$build" --baseline "$base" --rules=abi-bitfield
err_lacks 'gone from' 'a rule that did not run says nothing'
run "$lg" check --build "$build" --baseline "$base" --rules=abi-bitfield \
	--update-baseline
grep -q '"abi-packed"' "$base"
result $? 'and its findings stay recorded'
report --baseline "$base" --update-baseline
! grep -q '"abi-packed"' "$base"
result $? 'an update forgets it'
test "$(head -n 2 "$base" | tail -n 1)" = '# in March'
result $? 'and leaves the comments'
cp "$work/box.h" "$tree/$header"
rebuild
report --baseline "$base"
says 1 'findings in the baseline' 'when it comes back, it counts'

# Two alike: the number counts.
sed -i 's/"count":[0-9]*/"count":9/' "$base"
report --baseline "$base"
err_has 'of 9 left)' 'fewer than were recorded'

# Wrong files.
cp "$base" "$work/good"
broken() {
	says 2 "$base:$1" "$2"
	out_empty "... and nothing is printed"
}
echo '{ "half' >>"$base"
lines=$(wc -l <"$base")
report --baseline "$base"
broken "$lines: not a JSON object" 'half a line'
{ cat "$work/good"; grep '^{' "$work/good" | head -n 1; } >"$base"
report --baseline "$base"
broken "$(wc -l <"$base"): the same finding stands above" 'a line twice'
sed '0,/"struct":"[a-z_]*"/s//"struct":"other"/' "$work/good" >"$base"
report --baseline "$base"
broken '3: the fingerprint belongs to another' 'a line that was edited'
echo '{"fingerprint":"x","rule":"abi-doc"}' >"$base"
report --baseline "$base"
broken '1: not an entry' 'a line that lacks keys'
printf '\000' >"$base"
report --baseline "$base"
says 2 'not a text file' 'no text'
report --baseline "$work"
says 2 'Is a directory' 'a directory'
report --baseline "$work/none/base"
says 2 'No such file' 'where nothing can be written'
report --update-baseline
says 2 'goes with --baseline FILE' 'an update of nothing'
check --fix --baseline "$base"
says 2 '--fix' 'it does not go with --fix'

# What could not be checked.
rm "$base"
echo 'int x = ;' >"$tree/drivers/box/box.c"
check --baseline "$base"
says 2 'not written' 'not all was checked: nothing is recorded'
! test -e "$base"
result $? 'no file'
out_has "$header" 'and all findings are printed'

# A link stays one.
make_tree "$work/a tree"
rebuild
: >"$work/real"
ln -s real "$work/link"
report --baseline "$work/link" --update-baseline
test -L "$work/link" && grep -q '"fingerprint"' "$work/real"
result $? 'a link stays one'

# Exceptions that accept nothing, in check over the whole.
cat >"$work/policy.ini" <<END
[exception used]
rule = abi-packed
struct = box_ser
reason = a test

[exception stale]
rule = abi-type
struct = gone_ser
member = lid
reason = it was here once
END
check --policy "$work/policy.ini"
err_has 'policy.ini:6: warning: exception for abi-type of gone_ser, @lid' \
	'one that matches nothing is told'
err_lacks 'policy.ini:1:' 'not one that is used'
check --policy "$work/policy.ini" drivers/lid/lid.c
err_lacks 'warning: exception' 'nor when a part was checked'
printf '[exception wide]\nreason = all of it\n' >"$work/policy.ini"
check --policy "$work/policy.ini"
says 2 'needs a "rule"' 'one for every rule is refused'
done_testing
