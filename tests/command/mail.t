#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# mail.t - luoguard review of what mail does to patches: every form of the same
# patch has to give the same finding.

# shellcheck source=tests/command/repo.sh
. "$(dirname "$0")/repo.sh"

of() {
	run "$lg" review "$@"
}

# form KIND PATCH: the patch, as mail of that kind
form() {
	perl -MMIME::QuotedPrint -MMIME::Base64 -MEncode -e '
		my ($kind, $file) = @ARGV;
		open(my $in, "<", $file) or die;
		local $/;
		my ($head, $body) = split(/\n\n/, <$in>, 2);
		my ($cut, $bound) = ("", "=-=-=");
		$head =~ s/^From .*\n//;
		$head =~ s/^(MIME|Content)-.*\n//mg;
		sub mail { print("$head\n", @_); exit }
		sub typed { mail("MIME-Version: 1.0\nContent-Type: $_[0]\n",
			"Content-Transfer-Encoding: $_[1]\n\n$_[2]") }
		sub part { "--$bound\nContent-Type: $_[0]\n\n$_[1]\n" }
		sub parts { mail("MIME-Version: 1.0\nContent-Type: " .
			"multipart/$_[0]; boundary=\"$bound\"\n\n" .
			join("", @_[1 .. $#_]) . "--$bound--\n") }
		my $utf8 = "text/plain; charset=utf-8";
		my $text = decode("UTF-8", $body);
		# what comes behind a soft break goes on in the same line
		sub flow { my ($del) = @_; join("\n", map {
			my $l = s/ +$//r;
			$l = " $l" if $l =~ /^(?: |>|From )/;
			$l =~ s/^(.{40}\S*) (?=\S)/$1 . ($del ? "  \n" : " \n")/e
				if $l !~ /^[+-]{3}|^diff/;
			$l;
		} split(/\n/, $_[1])) . "\n" }
		typed($utf8, "8bit", $body) if $kind eq "plain";
		typed($utf8, "quoted-printable", encode_qp($body)) if $kind eq "qp";
		typed($utf8, "base64", encode_base64($body)) if $kind eq "base64";
		typed("$utf8; format=flowed", "8bit", flow(0, $body)) if $kind eq "flowed";
		typed("$utf8; format=flowed; delsp=yes", "8bit", flow(1, $body)) if $kind eq "delsp";
		typed("text/plain; charset=iso-8859-1", "8bit", encode("latin1", $text)) if $kind eq "latin1";
		typed("text/plain; charset=utf-16", "base64", encode_base64(encode("UTF-16", $text))) if $kind eq "utf16";
		typed("text/plain; charset=\"x-nobody-knows\"", "8bit", $body) if $kind eq "unknown";
		typed("text/plain; charset=iso-8859-1", "8bit", $body) if $kind eq "mislabelled";
		print(map { "$_\r\n" } split(/\n/, "$head\n\n$body")) if $kind eq "crlf";
		parts("mixed", part($utf8, "See below."), part("text/x-patch; name=a.patch", $body)) if $kind eq "attached";
		parts("mixed", part("application/octet-stream; name=a.patch", $body)) if $kind eq "octets";
		parts("alternative", part($utf8, $body), part("text/html; charset=utf-8", "<pre>$body</pre>")) if $kind eq "alternative";
		parts("signed; micalg=pgp-sha256", part($utf8, $body), part("application/pgp-signature", "x")) if $kind eq "signed";
		parts("encrypted; protocol=\"application/pgp-encrypted\"", part("application/pgp-encrypted", "Version: 1"), part("application/octet-stream", "x")) if $kind eq "encrypted";
		mail("MIME-Version: 1.0\nContent-Type: message/rfc822\n\n$head\n\n$body") if $kind eq "forwarded";
		if ($kind eq "encoded") {
			$head =~ s/^Subject: .*/"Subject: " . encode("MIME-Header", "[PATCH v3 1\/1] box: B\x{fc}chse")/me;
			mail("\n$body");
		}
		mail("\n$body\n_______________________________________________\nlist\@example.org\n--\nTo unsubscribe\n") if $kind eq "footer";
	' "$1" "$2"
}

repo "$work/a tree"
sed -i 's/a number/a number of the Büro, in ½ units that nobody knows the reason of any more/' \
	"$abi/box.h"
sed -i 's/^struct box_ser {/&\n/' "$abi/box.h"
git add -A
commit base
worse lid
sed -i 's/ Büro/ büro/' "$abi/box.h"
git commit -qam "box: a wider lid"
git format-patch -q -n -o "$work" HEAD~1
patch=$work/0001-box-a-wider-lid.patch
git reset -q --hard HEAD~1
of "$patch"
cp "$work/out" "$work/right"
says 1 "1 patch: 1 checked" "the patch itself"
out_has "@lid of struct box_ser is unsigned long" "... has one finding"

for kind in plain qp base64 flowed delsp latin1 utf16 unknown mislabelled crlf \
	    attached octets alternative signed forwarded footer; do
	form "$kind" "$patch" >"$work/$kind"
	of "$work/$kind"
	test "$status" -eq 1 && cmp -s "$work/out" "$work/right"
	result $? "$kind"
done
form encoded "$patch" >"$work/encoded"
of "$work/encoded"
out_has "[PATCH v3 1/1] box: Büchse" "an encoded subject"
form encrypted "$patch" >"$work/encrypted"
of "$work/encrypted"
says 2 "not checked: it is encrypted" "encrypted: status 2"

git apply "$patch"
git diff >"$work/bare"
git commit -qam "box: a wider lid"
git show >"$work/shown"
git show --no-prefix >"$work/no-prefix"
git format-patch -q --stdout --no-signature HEAD~1 >"$work/mbox"
git reset -q --hard HEAD~1
sed -n '/^---/,$p' "$work/bare" >"$work/unified"
for kind in bare unified; do
	of "$work/$kind"
	tail -n +2 "$work/right" >"$work/a"
	test "$status" -eq 1 && tail -n +2 "$work/out" | cmp -s - "$work/a"
	result $? "$kind, no mail"
done
of "$work/shown"
out_has "box: a wider lid" "git show: its subject"
of "$work/no-prefix"
says 2 "not checked" "paths without a/ and b/: status 2, as git apply has it"

# ------------------------------------------------------------------ mailboxes

from="From a@example.org Mon Sep 17 00:00:00 2001"
{
	echo "$from"
	form plain "$patch"
	echo
	echo "$from"
	printf 'Subject: Re: [PATCH 1/1] box: a wider lid\nMessage-ID: <r@x>\n\n'
	sed -n '/^---/,$s/^/> /p' "$patch"
	echo
	echo "$from"
	printf 'Subject: an offer\n\nFrom me to you.\n'
} >"$work/list"
of "$work/list"
says 1 "1 patch: 1 checked" "an mbox with a patch, an answer and another mail"
sed 's/^Subject/Message-Id: <one@x>\n&/' "$work/plain" >"$work/one"
{
	echo "$from"
	cat "$work/one"
	echo
	echo "$from"
	cat "$work/one"
} >"$work/twice"
of "$work/twice"
says 1 "1 patch: 1 checked" "a mail that came twice"
: >"$work/empty"
of "$work/empty"
says 2 "there is no patch in it" "an empty file: status 2"
of "$work/no such file"
says 2 "No such file" "no such file: status 2"
of "$work"
says 2 "a directory" "a directory: status 2"
printf 'a\0b\nFrom x\n' >"$work/junk"
head -c 4096 "$lg" >>"$work/junk"
of "$work/junk"
says 2 "there is no patch in it" "junk: status 2"

# ----------------------------------------------------- two series in one mbox

# mail ID ANSWERED SUBJECT PATCH
mail() {
	echo "$from"
	printf 'From: A <a@example.org>\nSubject: %s\nMessage-ID: <%s@x>\n' \
		"$3" "$1"
	test -z "$2" || printf 'In-Reply-To: <%s@x>\nReferences: <%s@x>\n' \
		"$2" "$2"
	echo
	test -z "$4" || cat "$4"
	echo
}
worse lid
git diff >"$work/d1"
git commit -qam one
sed -i 's/unsigned long lid/unsigned char lid/' "$abi/box.h"
git diff >"$work/d2"
git commit -qam two
git reset -q --hard HEAD~2
worse pad
git diff >"$work/e1"
git commit -qam three
sed -i 's/unsigned long pad/unsigned char pad/' "$abi/box.h"
git diff >"$work/e2"
git reset -q --hard HEAD~1
{
	mail b2 b0 "[PATCH v2 2/2] pad: narrower" "$work/e2"
	mail a2 a0 "[PATCH 2/2] lid: narrower" "$work/d2"
	mail b1 b0 "[PATCH v2 1/2] pad: wider" "$work/e1"
	mail a0 "" "[PATCH 0/2] lids" ""
	mail b0 a0 "[PATCH v2 0/2] pads, and an answer" ""
	mail a1 a0 "[PATCH 1/2] lid: wider" "$work/d1"
	mail c1 "" "[PATCH] lid: by itself" "$work/d1"
} >"$work/threads"
of "$work/threads"
test "$(grep '^\[' "$work/out" | cut -d' ' -f2- | tr '\n' ' ')" = \
	"v2 1/2] pad: wider v2 2/2] pad: narrower 1/2] lid: wider 2/2] lid: narrower lid: by itself "
result $? "two series and a patch, threads apart"

# --------------------------------------------------------------- side by side

for i in 1 2 3; do
	sed "s/@x>/@$i>/g" "$work/threads"
	{ mail "bad$i" "" "[PATCH] bad $i" "$work/d2"; } | sed "s/@x>/@$i>/g"
done >"$work/many"
for format in text json sarif; do
	of -j1 --format=$format "$work/many"
	cp "$work/out" "$work/out-1"
	cp "$work/err" "$work/err-1"
	of -j3 --format=$format "$work/many"
	test "$status" -eq 2 && cmp -s "$work/out" "$work/out-1" &&
		diff "$work/err" "$work/err-1" >&2
	result $? "-j3 says what -j1 says, in its order: $format"
done
says 2 "18 patches: 15 checked, 0 cannot matter, 3 not checked" "... all of it"

done_testing
