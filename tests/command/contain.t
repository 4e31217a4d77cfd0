#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# contain.t - what a stranger's code makes the compiler do stays in its
# container: nothing outside of the tree is read, written, run or even found to
# be there, for root and for anybody, and limits hold. Where the kernel allows
# no containers luoguard says so, and there is little to test.

set -u
# shellcheck source=tests/command/repo.sh
. "$(dirname "$0")/repo.sh"

lg=$real_lg	# the tests below say themselves what they want
SECRET=plum-of-the-environment
export SECRET
# whatever the compiler would quote of it
echo 'int plum-of-the-file;' >"$work/canary.h"
canary=$work/canary.h

repo "$work/tree"
commit base

# skip NAME: what can't be tried here
skip() {
	tests=$((tests + 1))
	echo "ok $tests - $1 # SKIP $why"
}

# put HEADER-TEXT...: the ABI header begins with these lines
put() {
	{
		printf '%s\n' "$@"
		header box 'unsigned char lid' 'unsigned char pad'
	} >"$abi/box.h"
	git add -A
}

# tells_nothing NAME: of a secret, in what was said last
tells_nothing() {
	! grep -qE 'plum-of|root:|/bin/(ba)?sh' "$work/out" "$work/err"
	result $? "$1: tells nothing from outside"
}

# keeps STATUS TEXT NAME: review ends like that, TEXT being said; and has
# nothing to tell of what it must not know
keeps() {
	run timeout 100 "$lg" review --staged
	says "$1" "$2" "$3"
	tells_nothing "$3"
}

# ------------------------------------------------------- is there a container?

worse pad
git add -A
review --no-sandbox
says 1 'the compiler ran without a sandbox: --no-sandbox' \
	'--no-sandbox: the coverage line says so'
review
why=$(sed -n 's/.*without a sandbox: \(no container.*)\).*/\1/p' "$work/err")
status_is 1 'with or without: what is staged is checked'
if test -n "$why"; then
	git diff --cached >"$work/patch"
	run "$lg" review "$work/patch"
	says 2 'cannot be put into a container' 'a patch is not compiled'
	skip 'containers are made'
	done_testing
fi
err_lacks 'without a sandbox' 'containers are made'

# ------------------------------------------------------- what a header asks for

no_file='No such file or directory'
mkfifo "$work/fifo"
for path in "$canary" "../../../../../../../../../../../..$canary" \
	    /etc/passwd /proc/self/environ /proc/1/environ /dev/zero \
	    /dev/stdin /usr/include/stdio.h "$work/fifo" "$tree/.git/config"; do
	put "#include \"$path\""
	keeps 2 "$no_file" "#include \"$path\""
	put "#include <$path>"
	keeps 2 "$no_file" "#include <$path>"
done
put "#define NAME \"$canary\"" '#include NAME'
keeps 2 "$no_file" 'a name that a macro makes'
put "#pragma GCC dependency \"$canary\""
keeps 2 "$no_file" '#pragma GCC dependency'
put "#pragma GCC pch_preprocess \"$canary\""
keeps 2 'pch_preprocess' '#pragma GCC pch_preprocess'

# A finding that is only there when a file is.
for path in "$canary" /etc/passwd /usr/include/stdio.h /usr/bin/gcc /bin/sh \
	    /proc/self/exe /dev/zero /tmp "$tree/MAINTAINERS"; do
	put "#if __has_include(\"$path\")" "#define long short" \
	    "#error it is there" '#endif'
	review
	says 0 '1 struct in 1 header checked' "__has_include(\"$path\"): no"
done
put "#if !__has_include(\"$tree/MAINTAINERS\") &&" '#endif'
keeps 2 'not checked' 'a condition without an end'

# Findings and messages of a place that is another file's.
header box 'unsigned char lid' 'unsigned long pad' >"$work/right"
sed "s|^struct|#line 1 \"$canary\"\n&|" "$work/right" >"$abi/box.h"
git add -A
for format in text json sarif github; do
	run "$lg" review --staged --format=$format
	says 2 'says that what follows it is of' "#line, $format"
	tells_nothing "#line before a finding, $format"
done
sed "s|^struct|# 1 \"<command-line>\"\n&|" "$work/right" >"$abi/box.h"
git add -A
keeps 2 'says that what follows it is of' 'a linemarker'
{ cat "$work/right"; echo "#line 1 \"$canary\""; echo 'int broken-'; } \
	>"$abi/box.h"
git add -A
keeps 2 'not checked' '#line before an error'

# What reads files when it is assembled, optimized, loaded.
put "asm(\".incbin \\\"$canary\\\"\");"
keeps 0 '1 struct in 1 header' 'asm .incbin'
for o in "plugin=$canary" "dump-tree-all=$work/dump" "profile-use=$canary" \
	 "auto-profile=$canary" 'O3' "compare-debug" "sanitize=address"; do
	put "static inline __attribute__((optimize(\"$o\"))) int f(void)" \
	    '{ return 0; }'
	run timeout 100 "$lg" review --staged
	tells_nothing "optimize(\"$o\")"
	test "$status" = 0 || test "$status" = 2
	result $? "optimize(\"$o\"): ends in order"
done
! test -e "$work/dump"
result $? 'and left nothing'
put "#if __has_embed(\"$canary\")" '#error it is there' '#endif' \
    'char c[] = {' "#embed \"$canary\"" '};'
keeps 2 'not checked' '#embed'

# C files go to Coccinelle.
put ''
cat >drivers/box/box.c <<END
#include <linux/kexec_handover.h>
#include "$canary"
#include "/etc/passwd"
struct lid_ser {
	int lid;
};
END
git add -A
if command -v spatch >/dev/null; then
	run "$lg" review --staged --rules=abi-packed
	says 1 'spatch' 'C file: checked'
	out_has 'struct lid_ser' 'C file: its finding'
	err_lacks 'without a sandbox' 'C file: in a container'
	tells_nothing 'C file'
else
	why='spatch is not installed'
	skip 'C file'
fi
git rm -q -f drivers/box/box.c

# ------------------------------------------------------------------- no end

put '#include "box.h"'
keeps 2 'not checked' 'a header that includes itself'
put "$(printf '%100000s' '' | tr ' ' '(')"
run timeout 100 "$lg" review --staged
test "$status" = 2
result $? 'parentheses for a stack to overflow: not checked'
put '#include __FILE__' '#include __FILE__'
run timeout 300 "$lg" review --staged
says 2 'not checked' 'a header that includes itself twice: ends'
# -------------------------------------------------- what a taken compiler could

# A script in the compiler's place tries what it likes, and tells on us. It is
# run outside, too, to see that it could: so nothing in it may do any harm.
mkdir "$work/bin" "$work/tmp"
perl -MIO::Socket::INET -e '
	my $s = IO::Socket::INET->new(Listen => 99, LocalAddr => "127.0.0.1");
	open(my $out, ">", "$ARGV[0].new") or die; print $out $s->sockport;
	close($out); rename("$ARGV[0].new", $ARGV[0]); sleep(600)' \
	"$work/port" &
listener=$!
trap 'kill $listener; chmod -R u+w "$work"; rm -rf "$work"' EXIT
until test -e "$work/port"; do sleep 0.1; done
cat >"$work/bin/gcc" <<END
#!/bin/bash
got=
try() { "\$@" >/dev/null 2>&1 && got="\$got [\$*]"; }
try cat '$canary'
try cat /etc/passwd
try cat /proc/self/environ
try ls '$tree'
try ls /home
touch '$work/written'
try touch "\$PWD/written"
try touch "\$PWD/../tree-0/written"
try test -w /usr -o -w /bin/sh
try kill -0 $listener
try unshare -Ur true
try test -n "\$SECRET"
try bash -c 'echo >/dev/tcp/127.0.0.1/$(cat "$work/port")'
try ls /dev/zero
try test "\$(id -u)" = $(id -u)
mine=
touch "\$TMPDIR/mine" && mine=yes
echo "error: got:\$got; mine: \$mine; memory \$(ulimit -v);" >&2
exit 1
END
chmod +x "$work/bin/gcc"
put ''
LUOGUARD_GCC=$work/bin/gcc
export LUOGUARD_GCC
taken() {
	says 2 'got:; mine: yes; memory 4194304;' "$1: nothing read, written, reached"
	! test -e "$work/written"
	result $? "$1: nothing is there"
}
run "$lg" review --staged
taken 'a compiler that is taken'
run env TMPDIR="$work/tmp" "$lg" review --staged --no-sandbox
test -e "$work/written"
result $? 'with --no-sandbox it could: touch'
for could in "cat $canary" 'dev/tcp' 'kill -0' 'cat /proc/self/environ'; do
	err_has "$could" "with --no-sandbox it could: $could"
done
rm -f "$work/written"

# A taken compiler's output is nothing to trust either.
cat >"$work/bin/gcc" <<END
#!/bin/bash
for arg; do
	case \$arg in
	-fplugin-arg-luoguard-record=*) rm -f "\${arg#*=}"
		ln -s '$canary' "\${arg#*=}" ;;
	esac
done
END
run timeout 100 "$lg" review --staged
says 2 'left no plain file' 'a link for a record'
tells_nothing 'a link for a record'
sed -i 's/ln -s .*canary.h. /mkfifo /' "$work/bin/gcc"
run timeout 100 "$lg" review --staged
says 2 'left no plain file' 'a pipe for a record'
printf '#!/bin/sh\nexec yes error:\n' >"$work/bin/gcc"
run timeout 300 "$lg" review --staged
says 2 'not checked' 'output without an end'
unset LUOGUARD_GCC

# ----------------------------------------------------------------- who runs it

if test "$(id -u)" != 0; then
	why='not root'
	skip 'somebody else'
elif ! setpriv --reuid=65534 --regid=65534 --clear-groups "$lg" rules \
	>/dev/null 2>&1; then
	why='nobody else may run the command there'
	skip 'somebody else'
else
	put "#include \"$canary\""
	chown -R 65534:65534 "$work"
	run setpriv --reuid=65534 --regid=65534 --clear-groups \
		env TMPDIR="$work" HOME="$work" "$lg" review --staged
	says 2 "$no_file" 'somebody else: contained as well'
	err_lacks 'without a sandbox' 'somebody else: contained'
	tells_nothing 'somebody else'
	chown -R 0:0 "$work"
fi

# Namespaces can be forbidden for those in one. A patch is not compiled then.
put ''
worse pad
git add -A
git diff --cached >"$work/patch"
cat >"$work/forbidden" <<'END'
echo 0 >/proc/sys/user/max_user_namespaces && exec "$@"
END
if unshare -Ur sh "$work/forbidden" true 2>/dev/null; then
	run unshare -Ur sh "$work/forbidden" "$lg" review --staged
	says 1 'without a sandbox: no container here (namespaces: ' \
		'forbidden: what is staged is checked, and it is told'
	run unshare -Ur sh "$work/forbidden" "$lg" review "$work/patch"
	says 2 'cannot be put into a container (namespaces: ' \
		'forbidden: a patch is not'
	out_empty 'forbidden: nothing is found'
	run unshare -Ur sh "$work/forbidden" "$lg" review --no-sandbox \
		"$work/patch"
	says 1 'without a sandbox: --no-sandbox' 'unless one says so'
	why='cannot be tried here'
	skip 'forbidden: what is staged is checked, and it is told'
fi

done_testing
