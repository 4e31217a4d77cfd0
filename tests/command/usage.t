#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# usage.t - commands, options, and what does not need a tree.

set -u
. "$(dirname "$0")/lib.sh"

run "$lg"
says 2 'Usage: luoguard COMMAND' 'alone: usage, status 2'
run "$lg" --help
status_is 0 '--help'
out_has 'report' '--help lists the commands'
run "$lg" --version
status_is 0 '--version'
out_has 'luoguard ' '--version says who it is'
run "$lg" chekc
says 2 'did you mean "check"' 'an unknown command: the nearest one'
run "$lg" abi
says 2 'arrives with a later version' 'abi is not there yet'
for command in cc kcflags check report facts rules explain; do
	run "$lg" $command --help
	status_is 0 "$command --help"
	out_has '--fail-on' "$command takes the common options"
	run "$lg" $command --no-such-option=1
	test "$command" = cc ||
		says 2 'no-such-option' "$command: an unknown option"
	run "$lg" $command --format=xml
	says 2 'none of text, json, sarif, github' "$command: a bad format"
	run "$lg" $command --rules=no-such-rule
	says 2 'there is no rule "no-such-rule"' "$command: a bad rule"
	run "$lg" $command --fail-on=always
	says 2 'none of note, warning, error, never' "$command: a bad level"
	run "$lg" $command -j 0
	says 2 'not a number' "$command: a bad number of jobs"
done

run "$lg" rules
status_is 0 'rules'
out_has 'abi-packed ' 'rules lists abi-packed'
err_empty 'rules says nothing else'
run "$lg" rules --format=json
out_has '{"id":"abi-packed","severity":"error","title":' 'rules as JSON'
run "$lg" rules --format=sarif
says 2 'text or json' 'rules are no findings'
run "$lg" rules extra
says 2 'Too many arguments' 'rules takes no arguments'

run "$lg" explain abi-packed
status_is 0 'explain'
for heading in Why Wrong Right 'How to mend' 'Where it comes from'; do
	out_has "$heading" "explain: $heading"
done
test "$(wc -L <"$work/out")" -le 100
result $? 'explain is wrapped'
run "$lg" explain abi-packd
says 2 'did you mean "abi-packed"' 'explain: the nearest rule'
run "$lg" explain
says 2 'which rule?' 'explain needs a rule'
run "$lg" explain --color=always abi-packed
out_has "$(printf '\033[1m')" 'explain in color'

if test -w /dev/full; then
	status=0
	"$lg" rules >/dev/full 2>"$work/err" || status=$?
	says 2 'cannot write' 'a full disk is not a success'
fi

run "$lg" kcflags
status_is 0 'kcflags'
out_has "-fplugin=$BUILD/luoguard.so" 'kcflags names the plugin'
out_lines 1 'kcflags is one line'
: >"$work/my policy.ini"
run "$lg" kcflags --policy "$work/my policy.ini"
says 2 'would split' 'kcflags refuses what make would split'
run "$lg" kcflags --policy /nonexistent/policy.ini
says 2 '/nonexistent/policy.ini' 'kcflags: a missing policy'
run "$lg" kcflags --rules=abi-packed --fail-on=error --format=json
out_has '-fplugin-arg-luoguard-rules=abi-packed' 'kcflags passes --rules'
out_has '-fplugin-arg-luoguard-fail-on=error' 'kcflags passes --fail-on'
out_has '-fplugin-arg-luoguard-format=json' 'kcflags passes --format'
run "$lg" kcflags --format=sarif
says 2 'luoguard report' 'kcflags: SARIF is the report'"'"'s'
done_testing
