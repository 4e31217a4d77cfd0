#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# report.t - luoguard report: what a build recorded, once, and what is gone.

set -u
. "$(dirname "$0")/lib.sh"
make_tree "$work/a tree"
make_build "$work/a build"
only=--rules=abi-packed
header=include/linux/kho/abi/box.h

report() {
	run "$lg" report --build "$build" $only "$@"
}

run "$lg" report
says 2 '--build DIR is missing' 'no build directory'
run "$lg" report --build /nonexistent
says 2 'No such file' 'a build directory that is not there'
report
says 2 'nothing was recorded here' 'nothing was recorded'
! test -e "$build/.luoguard"
result $? 'and nothing is made'

cc drivers/box/box.c >/dev/null 2>&1
cc drivers/lid/lid.c >/dev/null 2>&1
report
status_is 1 'findings'
test "$(grep -c '\[abi-packed\]' "$work/out")" -eq 1
result $? "a header's finding stands once"
out_has "$header:4:8: error: " 'in GCC'"'"'s form'
err_has '(2 objects), 0 not parsed; engines: gcc' 'coverage'
err_has 'sparse skipped: not installed' 'with a word on sparse'
report --fail-on=never
status_is 0 '--fail-on=never'
report --format=json
out_lines 1 'JSON'
report --format=github
out_has "::error file=$header,line=4" 'GitHub'
report --format=sarif
out_has '"version":"2.1.0"' 'SARIF'
! grep -q 'x0a' "$work/out"
result $? "the rules' texts in SARIF keep their lines"

run "$lg" report --build "$build" --rules=abi-bitfield
status_is 0 'another rule found nothing'

cat >"$work/policy.ini" <<END
[exception box]
rule = abi-packed
struct = box_ser
file = $header
reason = a test

[exception stale]
rule = abi-packed
struct = gone_ser
file = $header
reason = it was here once

[exception elsewhere]
rule = abi-packed
file = drivers/elsewhere/
reason = not looked at
END
report --policy "$work/policy.ini"
status_is 0 'an accepted finding'
err_has '1 finding accepted by policy' 'is counted'
err_has 'policy.ini:7: warning: exception for abi-packed of gone_ser' \
	'an exception that matches nothing any more is told'
err_lacks 'elsewhere' 'but not one whose file was not looked at'
err_lacks 'policy.ini:1:' 'nor one that is used'

cp -p "$tree/$header" "$work/box.h"
sed -i 's/^};/} __attribute__((packed));/' "$tree/$header"
report
says 2 "$header: it changed since it was checked" 'a header was edited'
out_empty 'what was found in it before may be mended'
cc drivers/box/box.c >/dev/null 2>&1
report
status_is 0 'one object that includes it was rechecked: that answers for it'
err_lacks 'changed since' 'and nothing is left to recheck'
cp "$work/box.h" "$tree/$header"
report
says 2 'run make again' 'edited for the worse: not clean, but not checked'
cc drivers/box/box.c >/dev/null 2>&1
report
status_is 1 'and found when it is rechecked'
cc drivers/lid/lid.c >/dev/null 2>&1

rm "$build/drivers/lid/lid.o"
report
err_has '(1 object)' 'an object that is gone takes its record along'
mv "$tree/drivers/box/box.c" "$work/box.c"
report
says 2 'no record stands any more' 'and so does a source'
mv "$work/box.c" "$tree/drivers/box/box.c"

: >"$build/drivers/lid/lid.o"
echo '{ "half": ' >"$build/.luoguard/units/drivers/lid/lid.o.json"
report
says 2 'lid.o.json' 'a damaged record is named'
out_has '[abi-packed]' 'and the others are printed'
rm "$build/.luoguard/units/drivers/lid/lid.o.json"

echo 'int x = ;' >"$tree/drivers/box/bad.c"
: >"$build/drivers/box/bad.o"
cc drivers/box/bad.c >/dev/null 2>&1
report
says 2 'not checked: drivers/box/bad.c' 'what could not be checked is told'
err_has '1 not parsed' 'and counted'
rm "$build/drivers/box/bad.o"

# make M=drivers/box in a tree: its records lie in there, and name its files.
build=$tree/drivers/box
: >"$build/box.o"
(cd "$build" && env sub_make_done=1 srctree="$tree" objtree="$tree" \
	KBUILD_EXTMOD=drivers/box srcroot="$build" "$lg" cc $only \
	-Wp,-MMD,.box.o.d -nostdinc "-I$tree/include" -D__KERNEL__ box.c
) >/dev/null 2>&1
report
says 1 '(1 object), 0 not parsed' "a part of the tree, built as a module"
out_has '    4 | struct box_ser {' 'and its lines are shown'
done_testing
