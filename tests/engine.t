#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# engine.t - runs the engine's unit tests, built by `make unit` from
# tests/engine/*.c under ASan and UBSan, one line of TAP for each program.
#
# A program prints TAP itself; here it passes when it exited 0 and printed no
# "not ok". What it said is shown when it failed.

set -u
here=$(cd "$(dirname "$0")" && pwd)
BUILD=${BUILD:-$here/../build}
out=$(mktemp) || exit 2
trap 'rm -f "$out"' EXIT
n=0
failed=0

for source in "$here"/engine/*.c; do
	test -e "$source" || continue
	name=$(basename "$source" .c)
	n=$((n + 1))
	if ! test -x "$BUILD/tests/$name"; then
		echo "not ok $n - $name # not built: make unit"
		failed=1
		continue
	fi
	if (cd "$here/.." && "$BUILD/tests/$name") </dev/null >"$out" 2>&1 &&
	   ! grep -q '^not ok' "$out"; then
		echo "ok $n - $name ($(grep -c '^ok' "$out") checks)"
	else
		echo "not ok $n - $name"
		sed 's/^/#     /' "$out"
		failed=1
	fi
done
test $n -gt 0 || { echo "# no unit test in $here/engine"; failed=1; }
echo "1..$n"
exit $failed
