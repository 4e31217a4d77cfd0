#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# html.t - luoguard review --html: the page as Chromium reads and shows it.
# Without Chromium (scripts/install-deps --all) the page's own text is read, and
# what only a browser can tell is skipped.

# shellcheck source=tests/command/repo.sh
. "$(dirname "$0")/repo.sh"

page=$work/page.html

# Chromium's sandbox needs what root in a container has not.
browser() {
	HOME=$work/home timeout 120 chromium --headless --no-sandbox \
		--disable-gpu --disable-dev-shm-usage --hide-scrollbars \
		--user-data-dir="$work/profile" "$@" 2>/dev/null
}

have_browser() {
	command -v chromium >/dev/null 2>&1
}

# of ARGUMENT...: luoguard review, and what the browser makes of its page
of() {
	rm -f "$page" "$work/dom"
	run "$lg" review --html "$page" "$@"
	test -e "$page" || return 0
	if have_browser; then
		browser --dump-dom "file://$page" >"$work/dom"
	else
		cp "$page" "$work/dom"
	fi
}

# skip NAME
skip() {
	tests=$((tests + 1))
	echo "ok $tests # SKIP no chromium: $1"
}

# dom: PATCH | LINE | RULE of each finding that stands below a line of a diff;
# "elements" and "attributes": which there are
dom() {
	python3 - "$work/dom" "${1-findings}" <<-'END'
	import re
	import sys
	from html.parser import HTMLParser

	VOID = {"meta", "col", "br"}

	class Page(HTMLParser):
	    def __init__(self):
	        super().__init__()
	        self.open, self.elements, self.attributes = [], set(), set()
	        self.text, self.line, self.patch, self.found = [], "", "", []

	    def handle_starttag(self, tag, attributes):
	        classes = dict(attributes).get("class") or ""
	        self.elements.add(tag)
	        self.attributes.update(name for name, _ in attributes)
	        if tag not in VOID:
	            self.open.append((tag, classes, len(self.text)))

	    def handle_endtag(self, tag):
	        while self.open and self.open[-1][0] != tag:
	            self.open.pop()
	        if not self.open:
	            return
	        _, classes, start = self.open.pop()
	        text = "".join(self.text[start:]).strip("\n")
	        if tag == "h3":
	            self.patch, self.line = text, ""
	        elif tag == "h4":
	            self.line = ""
	        elif classes == "src":
	            self.line = text
	        elif tag == "p" and self.open and \
	             self.open[-1][1].startswith("finding") and \
	             text.endswith("]"):
	            rule = re.search(r"\[([a-z-]+)\]$", text).group(1)
	            self.found.append(f"{self.patch} | {self.line} | {rule}")

	    def handle_data(self, data):
	        self.text.append(data)

	page = Page()
	page.feed(open(sys.argv[1], encoding="utf-8").read())
	print(*{"findings": page.found, "elements": sorted(page.elements),
	        "attributes": sorted(page.attributes),
	        "text": ["".join(page.text)]}[sys.argv[2]], sep="\n")
	END
}

# has TEXT NAME: the browser shows that text
has() {
	dom text >"$work/text"
	grep -qF -e "$1" "$work/text"
	result $? "$2"
}

# brings_no elements|attributes KNOWN...: the page has no others
brings_no() {
	what=$1
	shift
	printf '%s\n' "$@" | LC_ALL=C sort >"$work/a"
	dom "$what" >"$work/b"
	test -s "$work/b" &&
		! LC_ALL=C comm -23 "$work/b" "$work/a" | grep . >"$work/out"
	result $? "a hostile patch brings no $what"
}

repo "$work/a tree"
commit base
git tag base
sed -i 's/unsigned char lid;/unsigned int flags;\n\t&/
	s/^ \* @lid/ * @flags: bits\n&/' $abi/box.h
git commit -qam "box: flags"
echo 'int add(int a, long b);' >drivers/box/add.h
git commit -qam "box: longer numbers"
sed -i '/^} __attr/i\	unsigned long a_member_whose_name_is_longer_than_what_fits_into_a_line_of_any_telephone_or_small_screen;' $abi/box.h
sed -i 's/^} __attribute__((packed));/};/' $abi/box.h
git commit -qam "box: not packed"
sed -i 's/unsigned long a_member/unsigned char a_member/' $abi/box.h
git commit -qam "box: a byte is enough"
git tag end
git format-patch -q --cover-letter --thread -o "$work/p" base
sed -i 's/\*\*\* SUBJECT HERE \*\*\*/box: a series/' "$work"/p/0000*
git reset -q --hard base

# ------------------------------------------------------------------ a series

of "$work"/p/*.patch
says 1 "4 patches: 3 checked, 1 cannot matter" "a series: status as ever"
cp "$work/out" "$work/text-form"
run "$lg" review "$work"/p/*.patch
cmp -s "$work/out" "$work/text-form"
result $? "standard output has what it has without a page"
long=a_member_whose_name_is_longer_than_what_fits_into_a_line_of_any_telephone_or_small_screen
tab=$(printf '\t')
cat >"$work/expected" <<END
[PATCH 1/4] box: flags | +${tab}unsigned int flags; | abi-drift
[PATCH 1/4] box: flags | +${tab}unsigned int flags; | abi-type
[PATCH 3/4] box: not packed | +${tab}unsigned long $long; | abi-drift
[PATCH 3/4] box: not packed | +${tab}unsigned long $long; | abi-type
[PATCH 3/4] box: not packed | +${tab}unsigned long $long; | abi-doc-member
[PATCH 3/4] box: not packed | +}; | abi-packed
[PATCH 4/4] box: a byte is enough | +${tab}unsigned char $long; | abi-drift
END
dom >"$work/found"
diff "$work/expected" "$work/found" >&2
result $? "each finding stands below its line"
has "box: a series" "the series has its cover letter's name"
has "What stays: 2 errors, 1 warning, 1 note" "the page says how it ends"
has "4 patches: 3 checked, 1 cannot matter, 0 not checked" \
	"... and what was looked at"
has "cannot matter" "... of each patch"
has "no member has these bytes" "holes are named"
has "was at byte 0" "layouts are compared"
has "+#define box_COMPATIBLE \"box-v2\"" "a mend is shown"
grep -q '<html lang="en">' "$page" && grep -q '<title>luoguard' "$page" &&
	grep -q 'name="viewport"' "$page"
result $? "it says its language and its name"
grep -q "content=\"default-src 'none'; style-src 'unsafe-inline'\"" "$page"
result $? "nothing but its own style is allowed"
! grep -oE ' (href|src|action)=[^ >]*|url\(' "$page" | grep -v '^ href="#' &&
	! grep -qE '@import|<(link|img|script|iframe|object|form)' "$page"
result $? "and nothing is fetched"
grep -oE 'href="#[^"]*' "$page" | sed 's/href="#//' | sort -u >"$work/a"
grep -oE ' id="[^"]*' "$page" | sed 's/ id="//' | sort >"$work/b"
test -s "$work/a" && ! sort -u "$work/b" | comm -23 "$work/a" - | grep . &&
	test "$(uniq -d <"$work/b")" = ""
result $? "links lead to what is there, once"

# ----------------------------------------------------------- how it is shown

# What the page measures, a script says; the page itself forbids it.
sed 's/<meta http-equiv[^>]*>//; s,</body>,<script>document.title = innerWidth + " " + document.documentElement.scrollWidth + " " + Math.max(...[...document.querySelectorAll("table\,pre\,figure\,.finding")].map(e => Math.ceil(e.getBoundingClientRect().right)))</script>&,' \
	"$page" >"$work/measured.html"
for width in 500 1280; do
	if ! have_browser; then
		skip "$width wide: nothing sticks out"
		continue
	fi
	browser --window-size=$width,900 --dump-dom \
		"file://$work/measured.html" >"$work/dom"
	sed -n 's/.*<title>\([0-9 ]*\)<.*/\1/p' "$work/dom" >"$work/out"
	read -r inner scroll right <"$work/out"
	test "$inner" -eq $width && test "$scroll" -le "$inner" &&
		test "$right" -le "$inner"
	result $? "$width wide: nothing sticks out"
done
for width in 390 1280; do
	if ! have_browser; then
		skip "$width wide: there is something to see"
		continue
	fi
	browser --window-size=$width,1600 --screenshot="$work/shot.png" \
		"file://$page" >/dev/null
	python3 - "$work/shot.png" $width >"$work/out" 2>"$work/err" <<-'END'
	import struct
	import sys
	import zlib

	data, at, packed = open(sys.argv[1], "rb").read(), 8, b""
	while at < len(data):
	    size, kind = struct.unpack(">I4s", data[at:at + 8])
	    body = data[at + 8:at + 8 + size]
	    if kind == b"IHDR":
	        width, height, depth, colors = struct.unpack(">IIBB", body[:10])
	    packed += body if kind == b"IDAT" else b""
	    at += size + 12
	assert width == int(sys.argv[2]), width
	line = width * {2: 3, 6: 4}[colors] + 1
	pixels = zlib.decompress(packed)
	# lines that differ from a blank one, in each quarter of the page
	rows = [pixels[n * line + 1:(n + 1) * line] for n in range(height)]
	for quarter in range(4):
	    part = rows[quarter * height // 4:(quarter + 1) * height // 4]
	    busy = sum(len(set(row)) > 8 for row in part)
	    print(quarter, busy)
	    assert busy > len(part) // 4, busy
	END
	result $? "$width wide: there is something to see, all the way down"
done

# -------------------------------------------------------- what else is reviewed

of base..end
dom | sed 's/^[0-9a-f]* / /' >"$work/found"
sed 's/^\[[^]]*\] / /' "$work/expected" | diff - "$work/found" >&2
result $? "a range of commits: the same"
of "$work"/p/0002*
test "$status" -eq 0
result $? "a patch that cannot matter: status 0"
has "Nothing is worse than before" "... and a page that says so"
of "$work"/p/0004*
says 2 "not checked" "a patch that does not apply: status 2"
has "not all of it was checked" "... and a page that says so"
has "does not apply" "... and why"
git apply "$work"/p/0001*
git add -A
of --staged
head -n 2 "$work/expected" | sed 's/^[^|]*/what is staged /' >"$work/a"
dom | diff "$work/a" - >&2
result $? "what is staged: the same"
git reset -q --hard base
of --staged
has "Nothing is worse than before" "nothing staged: a page that says so"
run "$lg" review --html "$page" --format=json "$work"/p/*.patch
test "$(wc -l <"$work/out")" -eq 4 && grep -q 'abi-drift' "$page"
result $? "beside --format=json"

# a struct that holds others
header crate 'unsigned char lid' >$abi/crate.h
sed -i 's/unsigned char lid/struct { unsigned char a; unsigned int b; } lid/
	s/lid;/&\n\tunion { unsigned short c; unsigned char d; };/' $abi/crate.h
git add -A
of --staged
git reset -q --hard base
grep -q '<td class="num">1</td><td class="num">3</td><td>hole</td>' "$page"
result $? "a hole in what a struct holds"
grep -q 'title="lid.a">lid.a</span><span class="hole"' "$page" &&
	grep -q 'title="c">c \(…\)</span>' "$page"
result $? "... and what shares its bytes, drawn"

# a long patch: what is around findings is shown
{
	sed '/^-- $/,$d' "$work"/p/0001*
	echo "diff --git a/long.txt b/long.txt"
	echo "new file mode 100644"
	echo "--- /dev/null"
	echo "+++ b/long.txt"
	echo "@@ -0,0 +1,9000 @@"
	seq 9000 | sed 's/^/+/'
} >"$work/long"
of "$work/long"
test "$(wc -c <"$page")" -lt 60000
result $? "a long patch: not all of it"
has "long.txt (new): 9000 lines without a finding" "... and it says so"
dom | diff - /dev/null | grep -q 'unsigned int flags; | abi-drift'
result $? "... its findings are in place"

# ----------------------------------------------------------- whole, or not at all

echo old >"$page"
run "$lg" review --html "$page" --base nowhere "$work"/p/0001*
test "$status" -eq 2 && test "$(cat "$page")" = old &&
	test "$(find "$work" -maxdepth 1 -name 'page.html*' | wc -l)" -eq 1
result $? "a run that ends early leaves the old page as it was"
run "$lg" review --html "$work/no/page" "$work"/p/0001*
says 2 "No such file or directory" "no such directory: status 2"
out_empty "... before anything is told"
run "$lg" review --html "$work" "$work"/p/0001*
says 2 "a directory; the name of a file is expected" "a directory: status 2"
run "$lg" review --html /dev/null "$work"/p/0001*
test "$status" -eq 2 && test -c /dev/null
result $? "no plain file: status 2, and it is still there"
ln -s page.html "$work/link"
run "$lg" review --html "$work/link" "$work"/p/0001*
test -L "$work/link" && grep -q '</html>' "$page"
result $? "a link stays one"

# many series: the same, one after the other or side by side
for i in 1 2 3; do
	for patch in "$work"/p/*.patch; do
		sed "s/^\(Message-I[dD]: <\|In-Reply-To: <\|References: <\)/\1s$i./" \
			"$patch"
		echo
	done
done >"$work/many"
of -j1 "$work/many"
dom >"$work/found"
cat "$work/expected" "$work/expected" "$work/expected" |
	diff - "$work/found" >&2
result $? "three series"
sed 's/[ps][0-9][0-9-]*//g' "$page" >"$work/in-turn"
of -j3 "$work/many"
sed 's/[ps][0-9][0-9-]*//g' "$page" | cmp -s - "$work/in-turn"
result $? "... the same side by side"

# ------------------------------------------------------------ who means no good

perl -e 'open(my $in, "<", $ARGV[0]) or die; local $/; $_ = <$in>;
	my $bad = "</td></table><script>document.title=\"owned\"</script>" .
		"<img src=x onerror=alert(1)>";
	s/^Subject: .*/Subject: [PATCH] $bad/m;
	s/^From: .*/From: "$bad" <a\@example.org>/m;
	s/^Date: .*/Date: $bad/m;
	s/^ \* \@flags: bits|^\+ \* \@flags: bits/+ * \@flags: $bad/m;
	s/^(\+\tunsigned int flags;.*)/$1 \/* $bad \x1b[31m\xe2\x80\xae\xff\x01 &amp; *\//m;
	s/\@\@$/\@\@ $bad/m;
	my $path = "drivers/box/<b onclick=x>\".h";
	s/^-- $/diff --git "a\/drivers\/box\/<b onclick=x>\\".h" "b\/drivers\/box\/<b onclick=x>\\".h"\nnew file mode 100644\n--- \/dev\/null\n+++ "b\/drivers\/box\/<b onclick=x>\\".h"\n@@ -0,0 +1,4 @@\n+#include <linux\/kexec_handover.h>\n+struct bad_ser {\n+\tvoid *p;\n+};\n-- /m;
	print;' "$work"/p/0001* >"$work/hostile"
of "$work/hostile"
brings_no elements a body br caption code col colgroup details div figcaption \
	figure footer h1 h2 h3 h4 head header html li main meta p pre section \
	span strong style summary table tbody td th thead title tr ul
brings_no attributes aria-hidden charset class colspan content data-of href \
	http-equiv id lang name open scope style title
! grep -q '<title>owned' "$work/dom"
result $? "... and nothing of it runs"
has '<script>document.title="owned"</script>' "it is shown as what it is"
has '&amp;' "... to the letter"
has '\x1b[31m' "what acts on a terminal is spelled out"
has 'drivers/box/<b onclick=x>".h' "names of files, too"
! LC_ALL=C grep -q "[$(printf '\001-\010\013-\037\177')]" "$page" &&
	! grep -q "$(printf '\342\200\256')" "$page"
result $? "... in the whole page"

done_testing
