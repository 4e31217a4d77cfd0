#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# terse.t - luoguard review --terse: a finding a line on standard error, patch
# by patch, and nothing else.

# shellcheck source=tests/command/repo.sh
. "$(dirname "$0")/repo.sh"

repo "$work/a tree"
commit base
git tag base
worse lid
git commit -qam "box: a wider lid"
echo 'int add(int a, long b);' >drivers/box/add.h
git commit -qam "box: longer numbers"
sed -i 's/unsigned long lid/unsigned char lid/' "$abi/box.h"
git commit -qam "box: the lid was right"
git format-patch -q -o "$work/p" base
git reset -q --hard base

# lines PATTERN N NAME: all of what was said, N lines of it, is like that
lines() {
	! test -s "$work/out" && test "$(wc -l <"$work/err")" -eq "$2" &&
		! grep -vqE "$1" "$work/err"
	result $? "$3"
}
finding='^include/linux/kho/abi/box\.h:[0-9]+:[0-9]+: (error|warning|note): [^[]+ \[[a-z-]+\]$'

for format in json sarif mail github; do
	run "$lg" review --terse --format=$format "$work"/p/0001*
	says 2 "--terse is a format of its own" "--format=$format: status 2"
	run "$lg" review --format=$format --terse "$work"/p/0001*
	says 2 "--terse is a format of its own" "... in either order"
done
run sh -c 'exec "$0" review --terse - <"$1"' "$lg" "$work"/p/0001*
status_is 1 'a patch with an error: status 1'
lines "$finding" 2 'its findings are a line each'
err_has '@lid of struct box_ser is unsigned long' 'that says what is wrong'
run "$lg" review --terse "$work"/p/*
status_is 0 'a series that mends it: status 0'
lines "$finding" 2 'the patch that brought them is told of'
run "$lg" review --terse "$work"/p/0002*
status_is 0 'a patch that cannot matter: status 0'
lines nothing 0 'and nothing is said'
run "$lg" review --terse "$work"/p/0003*
says 2 'not checked' 'a patch that does not apply: said, status 2'
worse lid
git add -A
run "$lg" review --terse --staged
status_is 1 'what is staged: status 1'
lines "$finding" 2 'what is staged: a line each'
git reset -q --hard base
run "$lg" review --terse --staged
silent 'nothing staged'
done_testing
