#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# luoguard.sh - luoguard as a test of NIPA, the bot of netdev: copy or link this
# directory to tests/patch/luoguard of it.
#
# The bot has applied the patch: it is HEAD. What it makes worse goes to the
# bot's description, a finding a line. Exit status: as the bot reads it, 0 fine,
# 250 a warning, anything else a failure. luoguard is $LUOGUARD, else the one on
# PATH.

: "${DESC_FD:=1}"

findings=$(mktemp) || exit 1
trap 'rm -f "$findings"' EXIT

"${LUOGUARD:-luoguard}" review --terse --fail-on=error HEAD~..HEAD \
	2>"$findings"
status=$?
if test -s "$findings"; then
	cat "$findings" >&2
	cat "$findings" >&"$DESC_FD"
else
	echo "nothing new for the Live Update contract" >&"$DESC_FD"
fi

if test $status = 0 && grep -q ': warning: ' "$findings"; then
	exit 250
fi
exit $status
