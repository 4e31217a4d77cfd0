#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# contain-limits.t - patches that crash the compiler, or make it take all there
# is: time, memory, processes, disk. Each ends in order and is told as not
# checked, with exit status 2; nothing is left, and nothing outside of the
# container is read, written or run.

# shellcheck source=tests/command/repo.sh
. "$(dirname "$0")/repo.sh"

lg=$real_lg
mkdir "$work/tmp" "$work/opt" "$work/opt/bin" "$work/opt/libexec"
TMPDIR=$work/tmp
export TMPDIR
echo 'int plum-of-the-file;' >"$work/canary.h"
canary=$work/canary.h
repo "$work/tree"
commit base
worse lid
git diff >"$work/bad.patch"
git reset -q --hard
run "$lg" review "$work/bad.patch"
if grep -q 'cannot be put into a container' "$work/err"; then
	echo '1..0 # SKIP no containers here'
	exit 0
fi
status_is 1 'a patch like any other is checked'

# All files there are, with their time and size; not what is said of them.
state() {
	find "$work" ! -path "$work/out" ! -path "$work/err" \
		! -path "$work/state" ! -path "$work/left" \
		! -path "$work/patch" \
		\( -type d -printf '%p\n' -o -printf '%p %T@ %s %l\n' \) |
		LC_ALL=C sort
}

# keeps STATUS TEXT NAME [OPTION...]: review of $work/patch ends like that
keeps() {
	_status=$1 _text=$2 _name=$3
	shift 3
	state >"$work/state"
	run timeout 300 "$lg" review "$@" "$work/patch"
	says "$_status" "$_text" "$_name"
	! grep -qE 'plum-of|root:|/bin/(ba)?sh' "$work/out" "$work/err"
	result $? "$_name: tells nothing from outside"
	state | cmp -s - "$work/state"
	result $? "$_name: leaves nothing"
}

# patch_of TEXT...: these lines go into the ABI header
patch_of() {
	{
		printf '%s\n' "$@"
		header box 'unsigned char lid' 'unsigned char pad'
	} >"$abi/box.h"
	git diff >"$work/patch"
	git reset -q --hard
}

# ------------------------------------------------------------ what it asks for

no_file='No such file or directory'
mkfifo "$work/fifo"
for path in "$canary" /etc/passwd /proc/self/environ /dev/zero "$work/fifo" \
	    "../../../../../../../../../../../..$canary"; do
	patch_of "#include \"$path\""
	keeps 2 "$no_file" "#include \"$path\""
done
patch_of "#if __has_include(\"$canary\")" '#error it is there' '#endif'
keeps 0 '1 checked' '__has_include()'
patch_of "asm(\".incbin \\\"$canary\\\"\");"
keeps 0 '1 checked' '.incbin'
patch_of '#include "box.h"'
keeps 2 'not checked' 'a header that includes itself'

# ------------------------------------------------------------------- a crash

# compiler COMMANDS: a compiler that does this
compiler() {
	printf '#!/bin/bash\n%s\n' "$1" >"$work/opt/bin/gcc"
	chmod +x "$work/opt/bin/gcc"
	LUOGUARD_GCC=$work/opt/bin/gcc
	export LUOGUARD_GCC
}
real_gcc=$(command -v "${PLUGIN_GCC:-gcc}")

patch_of ''
printf '#!/bin/sh\nkill -SEGV $$\n' >"$work/opt/libexec/cc1"
chmod +x "$work/opt/libexec/cc1"
compiler "exec '$real_gcc' -B'$work/opt/libexec/' \"\$@\""
keeps 2 'Segmentation fault signal terminated program cc1' \
	'cc1 dies of a signal: status 2'
out_empty '... and nothing is found'
# The first process of a container can't be killed by itself, but by a fault.
echo 'int main(void) { *(volatile int *)0 = 1; return 0; }' >"$work/crash.c"
"$real_gcc" -w -o "$work/opt/bin/crash" "$work/crash.c" || exit 2
compiler "exec '$work/opt/bin/crash'"
keeps 2 "$abi/box.h: not checked: the compiler was ended by a signal: Segmentation fault" \
	'the compiler itself dies'
compiler "'$real_gcc' \"\$@\"; exec '$work/opt/bin/crash'"
keeps 2 'ended by a signal' '... with all that it was to leave left'
compiler "'$real_gcc' \"\$@\"; exit 1"
keeps 2 "$abi/box.h: not checked: " 'it says it has failed, and left it'
compiler "case \"\$*\" in *-DCONFIG_ARM64=1*) exec '$work/opt/bin/crash' ;; esac
exec '$real_gcc' \"\$@\""
keeps 2 "$abi/box.h for arm64, 4K pages: not checked: the compiler was ended" 'it dies for one machine alone'
compiler 'exit 0'
keeps 2 "$abi/box.h: not checked: " 'it says that all is well, and left nothing'
unset LUOGUARD_GCC

# What has crashed one compiler or another, or takes it long.
many() { awk -v n="$1" -v t="$2" 'BEGIN { while (n--) printf("%s", t) }'; }
deep="$(many 20000 'struct { ')int a$(many 20000 ';} ')"
number=0
for text in '__attribute__((aligned(1 << 28))) struct a { int a; } b;' \
	'struct big { char a[1ull << 62][1ull << 62]; };' \
	'struct big { char a[0x7fffffffffffffff]; char b[0x7fffffffffffffff]; };' \
	'typedef int v __attribute__((vector_size(1 << 30))); struct s { v a; };' \
	'struct s { int a __attribute__((mode(TI))), b __attribute__((mode(XX))); };' \
	'struct __attribute__((scalar_storage_order("big-endian"))) s { int a; };' \
	'#pragma scalar_storage_order big-endian' \
	'#pragma GCC target("avx512f,no-such")' \
	'#pragma GCC optimize("O3,plugin=/etc/passwd")' \
	'#pragma GCC poison struct' \
	'#pragma GCC system_header' \
	'#pragma push_macro("struct")' \
	'#pragma pack(push, 3)' \
	'#pragma GCC diagnostic push "/etc/passwd"' \
	'struct s { int a : (int)(__builtin_choose_expr(1, 2, 3)); };' \
	'struct s { struct s *a[sizeof(struct s)]; };' \
	'int f(void) { return ({ struct { int a[({ 1; })]; } b; 0; }); }' \
	'_Pragma("GCC dependency \"/etc/passwd\"")' \
	"$(many 100000 '#pragma pack(push, 1)
')" \
	"$(many 2000 'typeof(')int$(many 2000 ')') x;" \
	"$deep;"; do
	patch_of "$text"
	number=$((number + 1))
	keeps_any() {
		state >"$work/state"
		run timeout 300 "$lg" review "$work/patch"
		case $status in
		0) grep -q ' 1 checked' "$work/err" ;;
		1) test -s "$work/out" ;;
		2) grep -q 'not checked: ' "$work/err" ;;
		*) false ;;
		esac
		result $? "$1: ends in order ($status)"
		! grep -qE 'plum-of|root:|/bin/(ba)?sh' "$work/out" "$work/err"
		result $? "$1: tells nothing from outside"
		state | cmp -s - "$work/state"
		result $? "$1: leaves nothing"
	}
	keeps_any "odd text $number"
done

# -------------------------------------------------------------------- limits

patch_of ''
compiler 'setsid sleep 98761 & sleep 98762'
keeps 2 'stopped after 20 seconds or by a limit' 'time' -j 4
! pgrep -f '^sleep 9876[12]$' >"$work/left"
result $? 'time: nobody is left'
compiler "exec perl -e '\$x = \"a\" x (5 << 30); print STDERR \"error: had it\"; exit 1'"
keeps 2 'not checked' 'memory'
err_lacks 'had it' 'memory: 5 GB are not given'
sed -i 's/5 << 30/5 << 20/' "$work/opt/bin/gcc"
keeps 2 'had it' 'memory: 5 MB are'
# shellcheck disable=SC2016 # the compiler's
compiler 'for arg; do case $arg in -fplugin-arg-luoguard-record=*)
	exec dd if=/dev/zero of="${arg#*=}" bs=1M count=200 2>/dev/null ;;
esac; done'
keeps 2 'not checked' 'disk'
compiler 'exec yes error:'
keeps 2 'not checked' 'output'
test "$(wc -c <"$work/err")" -lt 10000
result $? 'output: is not repeated'
unset LUOGUARD_GCC

# ---------------------------------------------------------------- Coccinelle

cat >drivers/box/box.c <<END
#include <linux/kexec_handover.h>
#include "$canary"
struct lid_ser {
	int lid;
};
END
git add -A
git diff --cached >"$work/patch"
git reset -q --hard
cat >"$work/opt/bin/spatch" <<END
#!/bin/bash
case \$1 in
--version) echo "spatch version 1.1.1"; echo "Python scripting support: yes" ;;
*) exec '$work/opt/bin/crash' ;;
esac
END
chmod +x "$work/opt/bin/spatch"
PATH=$work/opt/bin:$PATH
LUOGUARD_GCC=$real_gcc
export LUOGUARD_GCC
keeps 2 'drivers/box/box.c: not checked: spatch was ended by a signal' 'spatch dies'

# ------------------------------------------------------------------ processes

# Root's are not counted by the kernel.
# shellcheck disable=SC2016
compiler 'for i in {1..300}; do sleep 5 & done 2>/dev/null
echo "error: $(jobs -r | wc -l) run" >&2; exit 1'
patch_of ''
as=
if test "$(id -u)" = 0; then
	as='setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/'
	chown -R 65534:65534 "$work"
fi
if ! $as "$lg" rules >/dev/null 2>&1; then
	tests=$((tests + 1))
	echo "ok $tests - processes # SKIP nobody else may run the command there"
	done_testing
fi
# shellcheck disable=SC2086
run timeout 300 $as "$lg" review "$work/patch"
says 2 'not checked: ' 'processes'
run_most=$(sed -n 's/.*error: \([0-9]*\) run.*/\1/p' "$work/err" |
	sort -n | tail -n 1)
test "${run_most:-0}" -lt 100
result $? 'processes: not as many as it likes'
done_testing
