#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# mail-reply.t - luoguard review --format=mail: answers to patches, as Git and
# mail readers take them.

# shellcheck source=tests/command/repo.sh
. "$(dirname "$0")/repo.sh"

SOURCE_DATE_EPOCH=1700000000
export SOURCE_DATE_EPOCH

# mails ARGUMENT...: luoguard review; each mail is $work/m/0001, ... then
mails() {
	run "$lg" review --format=mail "$@"
	rm -rf "${work:?}/m"
	mkdir "$work/m"
	count=$(git mailsplit -o"$work/m" --mboxrd "$work/out")
}

# has N TEXT NAME: that mail has that line, or part of one
has() {
	grep -qF -e "$2" "$work/m/000$1"
	result $? "$3"
}

# field N NAME: the field of that mail, unfolded and decoded
field() {
	python3 - "$work/m/000$1" "$2" <<-'END'
	import sys
	from email import policy
	from email.parser import BytesParser
	mail = BytesParser(policy=policy.default).parse(open(sys.argv[1], "rb"))
	print(" ".join(str(mail[sys.argv[2]]).split()))
	END
}

# field_is N NAME VALUE
field_is() {
	test "$(field "$1" "$2")" = "$3"
	result $? "mail $1: $2: $3"
}

repo "$work/a tree"
commit base
git tag base

# ------------------------------------------------------------------ a series

sed -i 's/unsigned char lid;/unsigned int flags;\n\t&/
	s/^ \* @lid/ * @flags: Büro\n&/' $abi/box.h
git commit -qam "box: flags of the Büro, and a subject that goes on and on until it has to be folded"
echo 'int add(int a, long b);' >drivers/box/add.h
git commit -qam "box: longer numbers"
worse pad
git commit -qam "box: a wider pad"
sed -i 's/unsigned long pad/unsigned char pad/' $abi/box.h
git commit -qam "box: the pad was right"
git format-patch -q --cover-letter --thread --to='Doe, "Jo" <j@example.org>' \
	--cc='Zoë <z@example.org>' --cc=list@example.org -o "$work/p" base
git tag end
git reset -q --hard base
# what is shown as line 8 lands in line 11
sed -i '1a/* three\n * more\n * lines */' $abi/box.h
git commit -qam "three lines"

# what answers a series says, in its order
mails "$work"/p/*.patch
says 1 "4 patches: 3 checked, 1 cannot matter, 0 not checked" \
	"a series: status as ever"
test "$count" -eq 3
result $? "a mail for each patch that has something new, no other"
cp "$work/out" "$work/series"
id=$(sed -n 's/^Message-I[dD]: //p' "$work"/p/0001*)
thread=$(sed -n 's/^Message-I[dD]: //p' "$work"/p/0000*)
field_is 1 Subject "Re: [PATCH 1/4] box: flags of the Büro, and a subject that goes on and on until it has to be folded"
field_is 1 To "A <a@example.org>"
field_is 1 Cc "\"Doe, Jo\" <j@example.org>, Zoë <z@example.org>, list@example.org"
field_is 1 From "A <a@example.org>"
field_is 1 In-Reply-To "$id"
field_is 1 References "$thread $id"
field_is 1 Content-Type 'text/plain; charset="UTF-8"'
field_is 1 Content-Transfer-Encoding 8bit
field_is 2 Content-Transfer-Encoding 7bit
field_is 2 Subject "Re: [PATCH 3/4] box: a wider pad"
case $(field 1 Message-Id) in
"<luoguard."*"@example.org>") true ;;
*) false ;;
esac
result $? "a Message-Id of its own"
! LC_ALL=C grep -q '[^[:print:][:space:]]' "$work/m/0002" &&
	sed '/^$/q' "$work/m/0001" >"$work/a" &&
	! LC_ALL=C grep -q '[^[:print:][:space:]]' "$work/a"
result $? "header fields are ASCII"

has 1 "A wrote:" "who wrote what"
has 1 "> +++ b/$abi/box.h" "the file is quoted"
perl -0ne 'exit !/\n> \+\tunsigned int flags;\n\nstruct box_ser changed, and/' \
	"$work/m/0001"
result $? "a comment stands below the line that it is about"
perl -0ne 'exit !/\n> \+\tunsigned long pad;\n\n[^>]*@pad of struct box_ser/' \
	"$work/m/0002"
result $? "... in each mail"
has 2 "> @@ -15,5 +15,5 @@" "the hunk's head is quoted as it was sent"
has 1 "[ ... ]" "what is not about it is snipped"
has 1 "    +#define box_COMPATIBLE \"box-v2\"" "the mend is shown"
has 1 "Please bump box_COMPATIBLE from" "... and asked for"
has 1 "[abi-drift]" "the rule is named"
tr '\n' ' ' <"$work/m/0002" | grep -q 'it lives in the ABI header'
result $? "why the struct counts as serialized"
! sed -s '1,/^$/d' "$work/m/0001" "$work/m/0002" | grep -v '^[ >]' |
	grep -q '.\{73\}'
result $? "luoguard's own lines have 72 columns at most"
perl -ne 'BEGIN { $/ = undef } my ($b) = /\n\n(.*)/s; $b =~ s/^> .*\n//mg;
	  exit($b =~ /^[+-][^-]|^@@|^diff/m)' "$work/m/0001"
result $? "nothing of luoguard's passes for a diff"

# ... and asks for nothing that a later patch of it does
perl -0ne 'exit !/\n4\/4 mends this\.\n/' "$work/m/0002"
result $? "a later patch of the series mends it"
! grep -q '^Please.*pad\|^Please use' "$work/m/0002"
result $? "... and nobody is asked to"
has 1 "Please bump box_COMPATIBLE from" "what stays is asked for"

# ------------------------------------------------------- what tools make of it

for n in 1 2; do
	git mailinfo -u "$work/body" "$work/patch" <"$work/m/000$n" \
		>"$work/info" 2>"$work/err"
	result $? "git mailinfo takes mail $n"
	! test -s "$work/patch"
	result $? "... and finds no patch in it"
done
mails "$work"/p/*.patch
cmp -s "$work/out" "$work/series"
result $? "the same again, byte for byte"
status=0
"$lg" review "$work/series" >"$work/out" 2>"$work/err" || status=$?
says 2 "there is no patch in it" "luoguard finds no patch in its own answers"
# README's
mkdir "$work/answers"
cat "$work"/p/*.patch >"$work/series.mbox"
run sh -c 'cd "$1" && "$0" review --format=mail --tree "a tree" series.mbox |
	git mailsplit -oanswers' "$lg" "$work"
status_is 0 "README: split into files"
# scripts/install-deps --all brings it
if git send-email -h 2>&1 | grep -q -e --dry-run; then
	run git send-email --dry-run --confirm=always --quiet "$work"/answers/*
	status_is 0 "README: git send-email takes them"
	test "$(grep -c '^Dry-Sent Re: ' "$work/out")" -eq 3
	result $? "... all of them"
	run git send-email --dry-run --confirm=never "$work"/answers/0001
	out_has "In-Reply-To: $id" "... as answers"
	out_has "RCPT TO:<z@example.org>" "... to all"
else
	for n in 1 2 3 4; do
		tests=$((tests + 1))
		echo "ok $tests # SKIP no git send-email: $n"
	done
fi

# ---------------------------------------------------------- commits, and others

mails base..end
test "$status" -eq 1 && test "$count" -eq 3
result $? "a range of commits: answers, too"
field_is 2 Subject "Re: [PATCH 3/4] box: a wider pad"
field_is 2 In-Reply-To None
run "$lg" review --staged --format=mail
says 2 "nobody sent what is staged" "--staged: status 2"
run "$lg" check --format=mail
says 2 "goes with luoguard review" "check: status 2"
mails "$work"/p/0002*
test "$status" -eq 0 && ! test -s "$work/out"
result $? "nothing to say: nothing is written"
sed -n '/^---/,$p' "$work"/p/0001* >"$work/bare"
mails "$work/bare"
test "$count" -eq 1 && ! grep -q '^\(To\|In-Reply-To\): ' "$work/out"
result $? "a patch without header fields"
run "$lg" review --format=mail "$work"/p/0004*
says 2 "not checked" "what does not apply: status 2, and told"
out_empty "... to who runs it, not to who sent it"

git checkout -q -b whole base
sed -i 's/unsigned char lid;/unsigned char flags;\n\t&/
	s/^ \* @lid/ * @flags: x\n&/' $abi/box.h
git commit -qam "box: flags"
sed -i 's/"box-v1"/"box-v2"/' $abi/box.h
git commit -qam "box: a version"
run "$lg" review --format=mail base..whole
test "$status" -eq 0 && ! test -s "$work/out"
result $? "a layout whose version moves with a later patch: no answer"
git checkout -q main

git reset -q --hard base
header crate 'unsigned char lid' 'unsigned char pad' >$abi/crate.h
sed -i 's/unsigned char lid/unsigned short lid/; s/@pad/@bad/' $abi/crate.h
git add -A
git commit -qm "crate: new"
git format-patch -q -1 -o "$work/new"
git reset -q --hard base
mails --fail-on=never "$work"/new/*
has 1 "what is new here" "a new struct is introduced"
has 1 "Please write \"@pad:\"." "a new file's lines"
has 1 "    + * @pad: a number" "a mend as a diff"
perl -0ne 'exit !/At \S+crate.h:|And in files that this patch leaves/' "$work/m/0001"
test "$?" -ne 0
result $? "all that is said has a place"
echo '#include "nowhere.h"' >>$abi/crate.h

# what a patch mends, and breaks
worse lid
git add -A
git commit -qam "lid"
sed -i '/nowhere/d; s/unsigned long lid/unsigned char lid/' $abi/box.h $abi/crate.h
worse pad
git add -A
git commit -qam "pad"
git format-patch -q -1 -o "$work/both"
git format-patch -q -2 -N --stdout >"$work/unnumbered"
git reset -q --hard HEAD~1
mails "$work"/both/*
tr '\n' ' ' <"$work/m/0001" >"$work/a"
grep -q 'Thanks for what this patch mends: @lid of struct box_ser is' "$work/a"
result $? "what a patch mends: thanks"
git reset -q --hard base
mails "$work/unnumbered"
tr '\n' ' ' <"$work/m/0002" >"$work/a"
grep -q 'which came with "lid"' "$work/a" && ! grep -qF "$work" "$work/out"
result $? "... and where our files are, nobody learns"
git reset -q --hard base

# ------------------------------------------------------------ who means no good

perl -e 'open(my $in, "<", $ARGV[0]) or die; local $/; $_ = <$in>;
	my $esc = "\x1b[31mred\x1b[m";
	s/^Subject:.*\n( .*\n)*/Subject: =?utf-8?q?=5BPATCH_1=2F1=5D_x=0ABcc:_evil=40example.org=0D=0A=0D=0Abody=1B=5B31m?=\n/m;
	s/^From: .*/From: =?utf-8?q?A=0ABcc:_evil=40example.org?= <a\@example.org>/m;
	s/^To: .*\n( .*\n)*/To: "x =?utf-8?q?=0ABcc:?= evil\@example.org" <j\@example.org>, "a\\"\@b" <c d\@e>,\n =?utf-8?q?=0AX-Evil:_1?= <k\@example.org>, undisclosed-recipients:;\n/m;
	s/^Date: .*/Date: =?utf-8?q?now=0AX-Evil:_1?= $esc/m;
	s/^Message-Id: .*/Message-Id: <one\@example.org>\nReferences: <x\@y> <b c\@d> <a>/mi;
	s/^(\+\tunsigned int flags;.*)/$1 \/* $esc\r\xe2\x80\xae\xff *\//m;
	s/^  \*\//+ * -- \n+From a\@example.org Mon Sep 17 00:00:00 2001\n+ * Looks good. [abi-doc]\n  *\//m;
	s/^\@\@ -8,10 \+8,12 \@\@.*/\@\@ -8,10 +8,15 \@\@ $esc/m;
	print;' "$work"/p/0001* >"$work/hostile"
mails "$work/hostile"
test "$count" -eq 1
result $? "a hostile patch: one answer, whatever is in it"
! grep -qi '^\(bcc\|x-evil\):' "$work/out" &&
	test "$(grep -c '^$' "$work/m/0001")" -gt 3 &&
	test "$(field 1 Bcc)" = None
result $? "no header field comes from it"
! LC_ALL=C grep -q "[$(printf '\001-\010\013-\037\177')]" "$work/out"
result $? "nothing acts on a terminal"
has 1 '\x1b[31mred' "... it is shown"
! grep -q "$(printf '\342\200\256')" "$work/out"
result $? "... nor turns text around"
! grep '^-- $' "$work/m/0001" | sed 1d | grep -q .
result $? "its signature does not pass for ours"
! grep -v '^> ' "$work/m/0001" | grep -q "^ *Looks good"
result $? "what it says is quoted"
field_is 1 References "<x@y> <one@example.org>"
python3 - "$work/m/0001" >"$work/a" <<'END'
import sys
from email import policy
from email.parser import BytesParser
mail = BytesParser(policy=policy.default).parse(open(sys.argv[1], "rb"))
print(len(mail.defects), *[a.addr_spec for a in mail["To"].addresses +
			   mail["Cc"].addresses])
END
test "$(cat "$work/a")" = \
	"0 a@example.org j@example.org k@example.org z@example.org list@example.org"
result $? "to those that it was for, and nobody else"

# --------------------------------------------------------------- many at once

for i in 1 2 3; do
	for patch in "$work"/p/*.patch; do
		sed "s/^\(Message-I[dD]: <\|In-Reply-To: <\|References: <\)/\1s$i./" \
			"$patch"
		echo
	done
done >"$work/many"
mails -j1 "$work/many"
cp "$work/out" "$work/in-turn"
test "$count" -eq 9
result $? "three series in one mbox"
mails -j3 "$work/many"
cmp -s "$work/out" "$work/in-turn"
result $? "-j3 says what -j1 says, in its order"

done_testing
