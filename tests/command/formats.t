#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# formats.t - each reporter on records made by hand: tabs and wide characters
# above a caret, hostile names, findings without a place, plural forms.

set -u
. "$(dirname "$0")/lib.sh"
make_tree "$work/tree"
make_build "$work/build"
cc drivers/box/box.c:drivers/lid/lid.c --rules=abi-packed >/dev/null 2>&1
units=$build/.luoguard/units/drivers
record=$units/box/box.o.json
rm -f "$units/lid/lid.o.json"
header=include/linux/kho/abi/box.h

report() {
	run "$lg" report --build "$build" "$@"
}

# A struct whose name stands behind a tab, three bytes of one character and a
# tab; sources may look so, and the caret has to stand below the name.
printf '\n\n\n\t\342\202\254\tstruct box_ser { \001\n' >"$tree/$header"
touch -d '2001-01-01' "$tree/$header" "$tree/drivers/box/box.c"
sed -i 's/"column":8/"column":13/' "$record"
report
out_has ':4:13: error: ' 'the place in bytes'
out_has "$(printf '    4 |         \342\202\254       struct box_ser {')" \
	'tabs are blanks on the screen'
out_has '      |                        ^~~~~~~' \
	'the caret stands below the name, and underlines it'
! grep -q '\^~~~~~~~' "$work/out"
result $? 'and no more than it'
! grep -q "$(printf '\001')" "$work/out"
result $? 'no control character'
test "$(grep -c '    4 |' "$work/out")" -le 2
result $? 'a note at the same place shows no source again'

sed -i 's/"column":13/"column":99/' "$record"
report
out_has '    4 | ' 'a column behind the line: the line'
! grep -q '\^' "$work/out"
result $? 'and no caret'

sed -i 's/"column":99/"column":null/' "$record"
report
out_has "$header:4: error: " 'a line without a column'
report --format=github
out_has "::error file=$header,line=4,title=abi-packed::" 'GitHub: the same'
report --format=sarif
out_has '"startLine":4' 'SARIF: the same'

# What a property or a message must not hold is escaped.
sed -i 's/"message":"/&50% a:b,c\\n/; s/"fix":"/&100%, /' "$record"
report --format=github
out_has '::50%25 a:b,c' 'GitHub: a percent sign of a message'
out_has '%0A100%25, ' 'GitHub: the mend is a line of its own'
out_lines 1 'GitHub: a finding is a line'
mkdir -p "$tree/a,b:c d%"
cp -p "$tree/$header" "$tree/a,b:c d%/x.h"
sed -i "s|\"$header\"|\"a,b:c d%/x.h\"|g" "$record"
report --format=github
out_has 'file=a%2Cb%3Ac d%25/x.h,line=4' 'GitHub: a file of any name'
report --format=sarif
out_has '"a,b:c%20d%25/x.h"' 'SARIF: a URI'
out_has '"uriBaseId":"%SRCROOT%"' 'SARIF: below the tree'
! sed '/"results"/q' "$work/out" | grep -qF 'x0a'
result $? 'SARIF: paragraphs of a rule are lines'
out_has '"level":"error"' 'SARIF: a level'
out_has '"executionSuccessful":true' 'SARIF: all was looked at'
err_has '1 struct in 1 header checked (1 object), 0 not parsed' 'one of each'

for level in note:notice warning:warning; do
	sed -i "s/\"severity\":\"[a-z]*\"/\"severity\":\"${level%:*}\"/" "$record"
	report --format=github
	out_has "::${level#*:} file=" "GitHub: a ${level%:*}"
	status_is 0 'is below --fail-on=error'
	report --fail-on="${level%:*}"
	status_is 1 "--fail-on=${level%:*}"
done
done_testing
