#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# hostile.t - luoguard check, also with --fix, in trees that somebody made to
# hurt: text of every bad kind wherever text is read, what is no file, names.
# Whatever it finds, it ends by itself, says what it could not check, and shows
# the terminal nothing but text.

set -u
. "$(dirname "$0")/lib.sh"
make_tree "$work/tree"
zone=include/linux/kho/abi
mkdir -p "$tree/Documentation/kho" "$tree/arch/x86" "$tree/arch/arm64"
rm "$tree/drivers/box/box.c" "$tree/drivers/lid/lid.c"
echo "KHO
F:	$zone/" >"$tree/MAINTAINERS"

# many N TEXT: so often, without end of line
many() { head -c "$1" /dev/zero | sed "s/\\x00/$2/g"; }
ser='struct h_ser { unsigned char c; unsigned int kho_x; };\n'

# What only a terminal would see differently is shown as something else.
only_text() {
	test -z "$(cat "$work/out" "$work/err" |
		LC_ALL=C tr -d '\011\012\040-\176' | head -c 1)"
}

# survives NAME [--fix]: check ends in order, also with --fix
survives() {
	for fix in '' ${2:+"$2"}; do
		# shellcheck disable=SC2086
		run timeout 100 "$lg" check --tree "$tree" $fix
		test $status -le 2 && tail -n 1 "$work/err" |
			grep -q 'checked, [0-9]* not parsed'
		result $? "$1 $fix: ends, and says what was checked"
		test -n "$fix" || { only_text; result $? "$1: only text"; }
	done
}

# Each kind of text, in each place.
mkdir "$work/text"
cd "$work/text" || exit 2
{ many 10000000 ' '; printf '%b' "$ser"; } >long-line
{ printf '/* '; many 10000000 k; printf ' kho_x */%b' "$ser"; } >long-comment
{ many 100000 '{'; many 100000 '}'; printf '/* kho_x */%b' "$ser"; } >braces
{ printf '#define H_COMPATIBLE '; many 100000 '('; printf '"h-v1"'
  many 100000 ')'; printf '\n%b' "$ser"; } >parens
{ many 100000 '#if 1\n'; printf '%b' "$ser"; many 100000 '#endif\n'; } >ifs
printf 'struct h_ser { /* kho_x */ int a;\n' >open-brace
printf '%b}}}\n' "$ser" >closed-brace
printf '%b/** struct kho_x - a\n * @a: ' "$ser" >open-comment
printf '\0struct\0 h_ser { \0 int kho_x; };\0\n' >nul
printf '/* \351t\351 kho_x \233 */ struct h_ser { int a; }; /* \342\200\256 */\n' \
	>bytes
printf '/**\r\n * struct h_ser - x\r\n */\r\n%b\r\n' "$ser" >crlf
printf '/* "\033[31mh-v1" */\n#define H_COMPATIBLE "\033[31mh-v2"\n%b' "$ser" \
	>escapes
for text in *; do
	for place in $zone/h.h drivers/box/h.c include/linux/h.h \
		     Documentation/kho/h.rst MAINTAINERS arch/x86/Kconfig; do
		mkdir -p "$work/kept"
		! test -e "$tree/$place" || mv "$tree/$place" "$work/kept/it"
		cp "$text" "$tree/$place"
		case $place in
		$zone/*) survives "$text in $place" --fix ;;
		*) survives "$text in $place" ;;
		esac
		rm "$tree/$place"
		! test -e "$work/kept/it" || mv "$work/kept/it" "$tree/$place"
	done
done
cd "$work" || exit 2

# What has a right answer gets it.
header=$tree/$zone/h.h
cp text/parens "$header"
run "$lg" check --tree "$tree" --rules=abi-packed $zone/h.h
says 1 '1 struct in 1 header checked, 0 not parsed' 'many parentheses'
cp text/long-line "$header"
run "$lg" check --tree "$tree" --rules=abi-packed $zone/h.h
says 1 '1 struct in 1 header checked, 0 not parsed' 'a long line'
cp text/crlf "$header"
run "$lg" check --tree "$tree" --rules=abi-packed $zone/h.h
says 1 '1 struct in 1 header checked, 0 not parsed' 'CRLF'
{ echo 'struct h_ser {'; seq -f 'unsigned int m%g;' 20000; echo '};'; } \
	>"$header"
run "$lg" check --tree "$tree" $zone/h.h
says 1 '1 struct in 1 header checked, 0 not parsed' 'a struct of 20000 members'
out_has '@m20000 of struct h_ser' 'to its last one'
{ many 10000000 k; echo ' x;'; } >"$header"
run "$lg" check --tree "$tree" $zone/h.h
says 2 'h.h: not checked: ' 'a word of ten million letters'
test "$(wc -c <"$work/err")" -lt 2000
result $? 'is not repeated'
head -c 70000000 /dev/zero | tr '\0' ' ' >"$header"
run "$lg" check --tree "$tree" $zone/h.h
says 2 'h.h: too big' 'a file that is no source'
rm "$header"

# No plain file where a header is looked for: not checked, and not waited for.
printf '%b' "$ser" >"$work/outside.h"
for what in "mkfifo" "ln -s h.h" "ln -s /dev/zero" \
	    "ln -s ../../../../../outside.h"; do
	$what "$header"
	run timeout 60 "$lg" check --tree "$tree"
	says 2 "$zone/h.h: no plain file; not checked" "$what"
	rm "$header"
done
ln -s .. "$tree/$zone/up"
run "$lg" check --tree "$tree"
says 2 "$zone/up: no plain file; not checked" 'a link to a directory'
rm "$tree/$zone/up"
mv "$tree/$zone" "$tree/away"
ln -s ../../../away "$tree/$zone"
run "$lg" check --tree "$tree"
says 2 "$zone: no plain file; not checked" 'a link for the ABI headers'
rm "$tree/$zone"
mv "$tree/away" "$tree/$zone"
for place in MAINTAINERS Documentation/kho/h.rst arch/x86/Kconfig \
	     drivers/box/h.c; do
	! test -e "$tree/$place" || mv "$tree/$place" "$work/kept/it"
	mkfifo "$tree/$place"
	survives "a pipe for $place"
	rm "$tree/$place"
	ln -s "$(basename $place)" "$tree/$place"
	survives "a link to itself for $place"
	rm "$tree/$place"
	! test -e "$work/kept/it" || mv "$work/kept/it" "$tree/$place"
done
done_testing
