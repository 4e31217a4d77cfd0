# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# tap.sh - steps that print TAP; sourced by tests/kernel/run.
#
# A step is a function; it passes when it returns 0. What it prints is shown
# when it fails. It skips itself by `return 77` after it printed why.

tests=0
failures=0
began=$SECONDS

say() {
	echo "# $*"
}

bail() {
	echo "Bail out! ${*//$'\n'/; }"
	exit 2
}

# step NAME FUNCTION [ARGUMENT...]
step() {
	local name=$1 start=$SECONDS out status

	shift
	tests=$((tests + 1))
	out=$("$@" 2>&1 </dev/null)
	status=$?
	case $status in
	0)	echo "ok $tests - $name ($((SECONDS - start)) s)" ;;
	77)	echo "ok $tests - $name # SKIP ${out//$'\n'/; }" ;;
	*)	echo "not ok $tests - $name"
		printf '%s\n' "$out" | sed 's/^/#     /'
		failures=$((failures + 1)) ;;
	esac
}

finish() {
	echo "1..$tests"
	say "$((SECONDS - began)) seconds"
	exit $((failures > 0))
}

# The last lines of a log, for a step that fails.
tail_of() {
	echo "$1 ends in:"
	tail -n "${2:-15}" "$1"
}

# same NAME WANT GOT: two files with the same lines?
same() {
	diff -u --label "$1, wanted" --label "$1, got" "$2" "$3"
}
