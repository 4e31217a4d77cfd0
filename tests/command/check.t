#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# check.t - luoguard check: what is asked for, each format, each bad input.

set -u
. "$(dirname "$0")/lib.sh"
make_tree "$work/a tree"
make_build "$work/a build"
only=--rules=abi-packed
header=include/linux/kho/abi/box.h

check() {
	run "$lg" check --build "$build" $only "$@"
}

check
status_is 1 'everything: findings'
out_has "$header:4:8: error: " 'a finding has file, line and column'
out_has '[abi-packed]' 'and its rule'
out_has '    4 | struct box_ser {' 'and its line'
test "$(grep -c '\[abi-packed\]' "$work/out")" -eq 1
result $? 'and is printed once'
out_has 'note: to mend: ' 'and says how to mend it'
err_has '1 struct in 1 header checked (2 objects), 0 not parsed; engines: gcc' \
	'the last line is coverage'
test "$(wc -l <"$work/err")" -eq 1
result $? 'no progress bar in a pipe'
! test -e "$build/.luoguard"
result $? 'the build directory is left alone'

check drivers/box
err_has '(1 object)' 'a directory'
check drivers/box/
err_has '(1 object)' 'a directory with a slash'
check "$tree/drivers/lid/lid.c"
err_has '(1 object)' 'a file by its absolute path'
ln -s "$tree" "$work/link"
check "$work/link/drivers/lid/lid.c"
err_has '(1 object)' 'a file through a symlink to the tree'
rm "$work/link"
check $header
status_is 1 'a header'
err_has '(1 object)' 'takes one object that includes it'
check include/linux/kho
status_is 1 'a directory of headers'
check -j1 --tree "$tree"
status_is 1 'one at a time, with --tree'

check --fail-on=never
status_is 0 '--fail-on=never'
run "$lg" check --build "$build" --rules=abi-bitfield --fail-on=note
status_is 0 'nothing found'
out_empty 'nothing printed'
check --color=always
out_has "$(printf '\033[01;31m\033[Kerror: ')" 'colors'
check --format=json
out_has '{"rule":"abi-packed","severity":"error","file":"'"$header"'","line":4,"column":8,"struct":"box_ser","member":null,"message":' \
	'JSON, the keys in order'
out_lines 1 'JSON, one line a finding'
check --format=github
out_has "::error file=$header,line=4,col=8,title=abi-packed::" 'GitHub'
check --format=sarif
status_is 1 'SARIF'
if command -v python3 >/dev/null; then
	python3 - "$work/out" <<'END'
import json, sys
log = json.load(open(sys.argv[1]))
run, = log["runs"]
result, = run["results"]
place = result["locations"][0]["physicalLocation"]
assert log["version"] == "2.1.0"
assert place["artifactLocation"]["uri"] == "include/linux/kho/abi/box.h"
assert place["region"] == {"startLine": 4, "startColumn": 8}
rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
assert rule["id"] == result["ruleId"] == "abi-packed" and rule["help"]["text"]
assert result["level"] == "error" and result["relatedLocations"]
assert len(result["partialFingerprints"]) == 1
assert run["invocations"][0]["executionSuccessful"] is True
END
	result $? 'SARIF says what it should'
fi

cat >"$work/policy.ini" <<END
[exception box]
rule = abi-packed
struct = box_ser
file = $header
reason = a test
END
check --policy "$work/policy.ini"
status_is 0 'an accepted finding'
out_empty 'is not printed'
err_has '1 finding accepted by policy' 'but counted'
echo '[no such section]' >"$work/bad.ini"
check --policy "$work/bad.ini"
says 2 'bad.ini:1' 'a bad policy: file and line'

run env --chdir="$work" "$lg" check
says 2 'is in no kernel tree' 'no build directory, and no tree'
run "$lg" check --build /nonexistent
says 2 '/nonexistent: No such file' 'a build directory that is not there'
run "$lg" check --build "$work"
says 2 'neither a kernel tree nor a build' 'a directory of something else'
check --tree "$work"
says 2 'not a kernel tree' 'a tree that is none'
(make_tree "$work/other")
check --tree "$work/other"
says 2 'not of' 'a build directory of another tree'
mv "$build/.config" "$build/config"
check
says 2 'no .config' 'a build directory without .config'
mv "$build/config" "$build/.config"

check drivers/none.c
says 2 'no such file' 'a path that is not there'
echo 'int x;' >"$tree/drivers/box/unbuilt.c"
check drivers/box/unbuilt.c
says 2 'no built object' 'a file that was not built'
echo '#define X' >"$tree/include/linux/lonely.h"
check include/linux/lonely.h
says 2 'no built object includes it' 'a header that nothing includes'
check drivers/box drivers/none.c
status_is 2 'one of two is not there'
out_has '[abi-packed]' 'the other is still checked'

cmd_file drivers/box/bad
echo 'int x = ;' >"$tree/drivers/box/bad.c"
check drivers/box
says 2 'drivers/box/bad.c: not checked: ' 'a file that does not compile'
err_has 'bad.c:1:9: error: ' "the compiler's first error"
err_has '1 not parsed' 'and counted'
out_has '[abi-packed]' 'the others are still checked'
rm "$tree/drivers/box/bad.c"

cmd=$build/drivers/box/.bad.o.cmd
head -c 60 "$cmd" >"$work/half" && cp "$work/half" "$cmd"
check drivers/box
says 2 '.bad.o.cmd: half-written' 'a half-written .cmd file'
cmd_file drivers/box/bad
head -n 4 "$cmd" >"$work/half" && cp "$work/half" "$cmd"
check drivers/box
says 2 '.bad.o.cmd: half-written' 'one without dependencies'
: >"$cmd"
check drivers/box
says 2 '.bad.o.cmd: half-written' 'an empty one'
check drivers/lid
status_is 1 'one that was not asked for does not matter'
rm -f "$cmd" "$build/drivers/box/bad.o"

cmd_file drivers/box/@evil
cp "$tree/drivers/box/box.c" "$tree/drivers/box/@evil.c"
echo 'X -fplugin=/nonexistent/evil.so' >"$build/@evil.c"
check drivers/box/@evil.c
says 2 'not checked: ' 'a source that GCC would take for a list of arguments'
err_lacks 'evil.so' 'is not given to it'
rm "$tree/drivers/box/@evil.c" "$build/drivers/box/.@evil.o.cmd"

printf 'savedcmd_drivers/box/all.o := ld -r -o drivers/box/all.o\n' \
	>"$build/drivers/box/.all.o.cmd"
check drivers/box
status_is 1 'a linked object is no C file'

LUOGUARD_GCC=/nonexistent/gcc "$lg" check --build "$build" \
	>"$work/out" 2>"$work/err"
status=$?
says 2 'cannot run /nonexistent/gcc' 'no GCC'
TMPDIR=/nonexistent "$lg" check --build "$build" >"$work/out" 2>"$work/err"
status=$?
says 2 'temporary directory' 'no room for temporary files'

# A tree built in place, and one built in a directory of its own: kbuild
# writes relative paths.
build=$tree
echo 'CONFIG_BOX=y' >"$tree/.config"
echo 'include scripts/Kbuild.include' >"$tree/Makefile"
cmd_file drivers/box/box
sed -i "s|$tree/|./|g; s|\\./drivers|drivers|g" "$tree/drivers/box/.box.o.cmd"
check drivers/box/box.c
status_is 1 'a tree built in place'
check $header
out_has "$header:4:8: error: " 'and a header of it'
build=$tree/obj
mkdir "$build"
echo 'CONFIG_BOX=y' >"$build/.config"
echo "include $tree/Makefile" >"$build/Makefile"
cmd_file drivers/box/box
sed -i "s|$tree/|../|g" "$build/drivers/box/.box.o.cmd"
check drivers/box/box.c
status_is 1 'a build directory inside the tree'
check $header
out_has "$header:4:8: error: " 'and a header for it'
ln -s "$tree" "$work/link"
check --tree "$work/link" $header
status_is 1 'a tree by another name'
build="$work/a build"

# A directory that cannot be read: root reads anyway.
if test "$(id -u)" -ne 0; then
	chmod 000 "$tree/include/linux/kho"
	check include/linux
	says 2 'linux/kho: Permission denied; not checked' 'headers unread'
	chmod 755 "$tree/include/linux/kho"
fi

# Ctrl-C: the children die, the temporary files go.
mkdir "$work/tmp"
printf '#!/bin/sh\necho $$ >>"%s"\nexec sleep 60\n' "$work/pids" >"$work/slow"
chmod +x "$work/slow"
TMPDIR=$work/tmp LUOGUARD_GCC=$work/slow "$lg" check --build "$build" \
	>"$work/out" 2>"$work/err" &
pid=$!
for _ in 1 2 3 4 5 6 7 8 9 10; do
	test -s "$work/pids" && break
	sleep 0.2
done
kill -TERM $pid
status=0
wait $pid 2>/dev/null || status=$?
status_is 143 'a signal ends it'
alive=0
while read -r child; do
	! kill -0 "$child" 2>/dev/null || alive=1
done <"$work/pids"
result $alive 'and its children'
test -z "$(ls "$work/tmp")"
result $? 'and removes the temporary files'
run env --chdir="$work" TMPDIR=tmp "$lg" check --build "$build" $only
says 1 '(2 objects)' 'a TMPDIR that is relative to where one is'

# Under nohup a hangup ends nothing: neither check nor a make's checker.
gcc=$(sed -n 's/.*LG_PLUGIN_GCC "\(.*\)"/\1/p' "$BUILD/gen/config.h")
cat >"$work/hup" <<END
#!/bin/sh
kill -HUP \$PPID
sleep 0.2
exec $gcc "\$@"
END
chmod +x "$work/hup"
LUOGUARD_GCC=$work/hup
export LUOGUARD_GCC
run sh -c 'trap "" HUP; exec "$@"' sh "$lg" check --build "$build" $only
says 1 '(2 objects)' 'nohup check'
run sh -c 'trap "" HUP; exec "$@"' sh sh "$here/kbuild.sh" "$lg" "$tree" \
	"$build" drivers/box/box.c $only
says 0 "$header:4:8: error: " 'nohup make C=1'
unset LUOGUARD_GCC
done_testing
