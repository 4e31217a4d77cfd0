# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# steps.sh - the steps of tests/kernel/run, in its order.

: "${here:?}" "${top:?}" "${LG:?}"	# from tests/kernel/run

# make in the kernel's build directory $1, log to $LOG/$2, then make's words.
# Two objects say when the kernel was built, and how often.
kmake() {
	local obj=$1 log=$2

	shift 2
	KBUILD_BUILD_TIMESTAMP='Thu Jan  1 00:00:00 UTC 1970' \
	KBUILD_BUILD_VERSION=1 \
	make -C "$KTREE" O="$obj" ARCH=x86_64 CC="$LG_GCC" "$@" \
		>"$LOG/$log" 2>"$LOG/$log.err" </dev/null
}

checked() {
	kmake "$OBJ" "$1" -j2 C=2 CHECK="$LG cc" "${@:2}"
}

# The objects of a build directory with their hashes, in order.
hashes() {
	(cd "$1" && find . -name '*.o' -not -path './.luoguard/*' \
		-not -path './scripts/*' -not -path './tools/*' -type f \
		-print0 | LC_ALL=C sort -z | xargs -0 sha256sum)
}

# Everything in a build directory but luoguard's own: name, size and time.
state() {
	(cd "$1" && find . -name .luoguard -prune -o -type f \
		-printf '%p %s %T@\n' | LC_ALL=C sort)
}

# A log's findings as "file: rule severity", a line for each time it was
# printed. GCC's form: path:line:col: severity: message [rule].
printed() {
	sed -nE "s|^($KTREE/)?([^ :]+):[0-9]+(:[0-9]+)?: (error\|warning\|note): .*\[([a-z]+(-[a-z]+)+)\]\$|\2: \5 \4|p" \
		"$1" | LC_ALL=C sort
}

# The same of the JSON that luoguard prints.
printed_json() {
	jq -r '"\(.file): \(.rule) \(.severity)"' "$1" | LC_ALL=C sort
}

# `luoguard report` or `check` exits 0 without findings and 1 with: both are
# fine here, 2 never is.
luoguard_json() {
	local out=$1 status

	shift
	"$LG" "$@" --format=json >"$out" 2>"$out.err"
	status=$?
	if test $status -gt 1; then
		echo "luoguard $*: exit status $status"
		tail_of "$out.err"
		return 1
	fi
}

checker_valid() {
	local said

	test -e "$KTREE/scripts/checker-valid.sh" || {
		echo "this kernel does not ask the checker"
		return 77
	}
	said=$(sh "$KTREE/scripts/checker-valid.sh" "$LG" cc -D__linux__ \
		-Dlinux -D__STDC__ -Dunix -D__unix__ -Wbitwise \
		-Wno-return-void -Wno-unknown-attribute) || return 1
	echo "checker-valid.sh said: $said"
	test "$said" = 1
}

plain_build() {
	kmake "$OBJ" plain -j2 "${LIST[@]}" || {
		tail_of "$LOG/plain.err"
		return 1
	}
	hashes "$OBJ" >"$WORK/hashes"
	test -s "$WORK/hashes" || { echo "no objects in $OBJ"; return 1; }
}

checked_build() {
	rm -rf "$OBJ/.luoguard"
	checked checked "${LIST[@]}" || {
		tail_of "$LOG/checked.err"
		return 1
	}
	if grep -h 'C=1\|C=2\|checker .* is not' "$LOG/checked.err"; then
		echo "kbuild turned the checker off"
		return 1
	fi
	grep -q '^  CHECK ' "$LOG/checked" || { echo "no CHECK"; return 1; }
}

# Debian 12's sparse parses 6.12 and not 7.3. What it warns of and luoguard does
# not shows that it ran.
sparse_ran() {
	command -v "${SPARSE:-sparse}" >/dev/null ||
		{ echo "no sparse here"; return 77; }
	"$LG" report --build "$OBJ" 2>&1 >/dev/null | grep -o 'sparse .*'
	if "$LG" report --build "$OBJ" 2>&1 >/dev/null |
		grep -q 'sparse skipped'; then
		luo	# else it is no kernel too new for it
	else
		sed -E '/\[[a-z]+(-[a-z]+)+\]$/d' "$LOG/checked.err" |
			grep -qE ': (warning|error): '
	fi
}

# What stands in the expected file, without its reasons.
expected() {
	sed -e 's/[[:space:]]*#.*//' -e '/^$/d' "$EXPECTED" | LC_ALL=C sort
}

findings_expected() {
	luoguard_json "$WORK/report.json" report --build "$OBJ" || return 1
	"$here/findings" <"$WORK/report.json" >"$WORK/findings"
	tail_of "$WORK/report.json.err" 1
	test -e "$EXPECTED" || { echo "no $EXPECTED"; return 1; }
	expected >"$WORK/expected"
	same "findings" "$WORK/expected" "$WORK/findings"
}

# Every finding of the run is in its log once: none lost, none twice.
printed_once() {
	printed "$LOG/checked.err" >"$WORK/printed"
	printed_json "$WORK/report.json" >"$WORK/reported"
	same "what make printed" "$WORK/reported" "$WORK/printed"
}

rebuilds_nothing() {
	kmake "$OBJ" again -j2 "${LIST[@]}" || {
		tail_of "$LOG/again.err"
		return 1
	}
	# 6.12 says each time that it makes the build directory's Makefile.
	! grep -E '^  (CC|AS|LD|HOSTCC|GEN|UPD) ' "$LOG/again" |
		grep -v '^  GEN     Makefile$'
}

# Behind steps that had single objects made again, which the whole kernel has to
# be linked from.
unharmed() {
	if test "${LIST[0]}" = vmlinux; then
		kmake "$OBJ" relink -j2 "${LIST[@]}" || {
			tail_of "$LOG/relink.err"
			return 1
		}
		! grep -E '^  (CC|AS|HOSTCC) ' "$LOG/relink" |
			grep -v ' init/version-timestamp\.o$\| \.tmp_vmlinux' ||
			return 1
	fi
	rebuilds_nothing
}

objects_same() {
	hashes "$1" >"$WORK/hashes.now"
	same "objects" "$WORK/hashes" "$WORK/hashes.now"
}

# memfd_luo.c includes ABI headers that have findings.
printed_again() {
	local unit=mm/memfd_luo want

	luoguard_json "$WORK/unit.json" check --build "$OBJ" $unit.c || return 1
	printed_json "$WORK/unit.json" >"$WORK/unit.want"
	test -s "$WORK/unit.want" || { echo "no finding in it"; return 1; }
	for want in first second; do
		rm -f "$OBJ/$unit.o"
		kmake "$OBJ" "$want" C=1 CHECK="$LG cc" $unit.o || {
			tail_of "$LOG/$want.err"
			return 1
		}
		printed "$LOG/$want.err" >"$WORK/unit.got"
		same "the $want make" "$WORK/unit.want" "$WORK/unit.got" ||
			return 1
	done
}

bots_flags() {
	checked bots CF="-fdiagnostic-prefix -D__CHECK_ENDIAN__ \
-fmax-errors=unlimited -fmax-warnings=unlimited" kernel/liveupdate/ || {
		tail_of "$LOG/bots.err"
		return 1
	}
	checked nobots kernel/liveupdate/ || return 1
	printed "$LOG/bots.err" >"$WORK/bots"
	printed "$LOG/nobots.err" >"$WORK/nobots"
	same "with CF" "$WORK/nobots" "$WORK/bots"
}

check_same() {
	state "$OBJ" >"$WORK/state.want"
	luoguard_json "$WORK/check.json" check --build "$OBJ" || return 1
	"$here/findings" <"$WORK/check.json" >"$WORK/check"
	same "luoguard check" "$WORK/findings" "$WORK/check" || return 1
	grep -q ' checked' "$WORK/check.json.err" || {
		echo "no coverage line"
		return 1
	}
	state "$OBJ" >"$WORK/state.got"
	same "the build directory" "$WORK/state.want" "$WORK/state.got"
}

# agrees ENGINE WANT GOT: two sorted lists of findings are the same, but for the
# lines of ENGINE in $DIFFERS, each of which has to be needed. A line is compared
# as far as the lists go.
agrees() {
	local engine=$1 want=$2 got=$3 fields sign

	fields=$(head -n 1 "$want" | wc -w)
	for sign in - +; do
		sed -n "s/[[:space:]]*#.*//; s/^$engine $sign //p" "$DIFFERS" |
			cut -d ' ' -f "1-$fields" | LC_ALL=C sort \
			>"$WORK/differs$sign"
	done
	if LC_ALL=C comm -13 "$want" "$WORK/differs-" | grep .; then
		echo "$DIFFERS: stands there, and is not expected"
		return 1
	fi
	LC_ALL=C comm -23 "$want" "$WORK/differs-" |
		LC_ALL=C sort - "$WORK/differs+" >"$WORK/agrees"
	same "$engine" "$WORK/agrees" "$got"
}

# A tree that nobody configured: ABI headers by the compiler, the others by
# Coccinelle. It finds what the build does, and can tell about every file.
check_no_build() {
	command -v spatch >/dev/null || { echo "no spatch here"; return 77; }
	luoguard_json "$WORK/nobuild.json" check --tree "$KTREE" || return 1
	tail_of "$WORK/nobuild.json.err"
	"$here/findings" <"$WORK/nobuild.json" >"$WORK/nobuild"
	agrees noconfig "$WORK/findings" "$WORK/nobuild" || return 1
	grep -q ' 0 not parsed.* text and spatch ' "$WORK/nobuild.json.err" &&
		! grep -q ': not checked\|[0-9] files* not checked' \
			"$WORK/nobuild.json.err"
}

# The layout of each ABI struct by three readers: tests/layout/compare. What is
# known to differ stands in $DIFFERS, too.
layouts_same() {
	local zone=include/linux/kho/abi dir=$WORK/layouts

	command -v c2xml >/dev/null || { echo "no c2xml here"; return 77; }
	rm -rf "$dir" && mkdir -p "$dir/build" "$dir/noconfig" || return 1
	LUOGUARD_GCC=$top/tests/layout/gcc LAYOUTS=$dir/build \
		"$LG" check --build "$OBJ" --fail-on=never "$KTREE/$zone" \
		>"$LOG/layouts" 2>&1 || { tail_of "$LOG/layouts"; return 1; }
	LUOGUARD_GCC=$top/tests/layout/gcc LAYOUTS=$dir/noconfig C2XML=yes \
		"$LG" check --tree "$KTREE" --fail-on=never "$zone" \
		>"$LOG/layouts" 2>&1 || { tail_of "$LOG/layouts"; return 1; }
	"$top/tests/layout/compare" --name layout --differs "$DIFFERS" \
		"$dir/build" "$dir/noconfig" >"$WORK/layouts.said"
	cat "$WORK/layouts.said"
	grep -q '^structs compared: [1-9]' "$WORK/layouts.said" &&
		! grep -qv '^structs compared: ' "$WORK/layouts.said"
}

formats_parse() {
	local what n

	for what in report check; do
		"$LG" $what --build "$OBJ" --format=sarif >"$WORK/sarif" \
			2>/dev/null
		n=$(jq '.runs[0].results | length' "$WORK/sarif") || return 1
		echo "$what: $n results in SARIF, want" \
			"$(wc -l <"$WORK/findings")"
		test "$n" = "$(wc -l <"$WORK/findings")" || return 1
	done
	jq -es 'all(keys_unsorted == ["rule", "severity", "file", "line",
		"column", "struct", "member", "message", "evidence", "fix",
		"fingerprint"])' "$WORK/report.json"
}

# Two make runs in one build directory: each prints all that it checked, though
# they meet the same headers. The kernel's own "make prepare" bears no company:
# the second starts when the first is through with it.
two_makes() {
	local first=(drivers/xen/ mm/memfd_luo.o) pid i

	rm -f "$LOG/one"	# an earlier run's has its CHECKs already
	checked one "${first[@]}" &
	pid=$!
	for ((i = 0; i < 300; i++)); do
		grep -qs '^  CHECK ' "$LOG/one" && break
		sleep 0.2
	done
	checked two kernel/liveupdate/kexec_handover.o || {
		tail_of "$LOG/two.err"
		return 1
	}
	wait $pid || { tail_of "$LOG/one.err"; return 1; }
	prints_what_check_finds one "${first[@]/%.o/.c}" &&
		prints_what_check_finds two kernel/liveupdate/kexec_handover.c
}

# prints_what_check_finds LOG PATH...
prints_what_check_finds() {
	local log=$1

	shift
	luoguard_json "$WORK/$log.json" check --build "$OBJ" "$@" || return 1
	printed_json "$WORK/$log.json" >"$WORK/$log.want"
	printed "$LOG/$log.err" >"$WORK/$log.got"
	test -s "$WORK/$log.want" || { echo "no finding in $*"; return 1; }
	same "make, log \"$log\"" "$WORK/$log.want" "$WORK/$log.got"
}

# struct tsc_ser (a touchscreen) is in LIST; Wi-Fi's rtw89_ser is not in the
# configuration, and is compiled with the flags of another driver.
names_silent() {
	local file=drivers/net/wireless/realtek/rtw89/core.c flags out

	if grep -l 'tsc_ser' "$WORK/findings" "$LOG/checked.err"; then
		return 1
	fi
	test -e "$OBJ/drivers/input/touchscreen/tsc40.o" || return 1
	flags=$(sed -n '1s/^savedcmd_[^ ]* := [^ ]* \(.*\) -c -o .*/\1/p' \
		"$OBJ/drivers/pci/.pci.o.cmd" | sed 's/-Wp,-MMD,[^ ]*//')
	test -n "$flags" || { echo "no flags in .pci.o.cmd"; return 1; }
	out=$(cd "$OBJ" && eval "\"$LG\" cc $flags \"$KTREE/$file\"" 2>&1) || {
		echo "luoguard cc failed: $out"
		return 1
	}
	echo "$out"
	! grep -E 'error:|warning:|not checked' <<<"$out"
}

in_build() {
	rm -rf "$IN"
	cp -a --reflink=auto "$OBJ" "$IN" && rm -rf "$IN/.luoguard" || return 1
	grep -q '^CONFIG_WERROR=y' "$IN/.config" || {
		echo "CONFIG_WERROR is off"
		return 1
	}
	kmake "$IN" in-build -j2 KCFLAGS="$("$LG" kcflags)" "${LIST[@]}" || {
		tail_of "$LOG/in-build.err"
		return 1
	}
	grep -q '^  CC ' "$LOG/in-build" || {
		echo "nothing was compiled"
		return 1
	}
}

in_build_findings() {
	luoguard_json "$WORK/in.json" report --build "$IN" || return 1
	"$here/findings" <"$WORK/in.json" >"$WORK/in.findings"
	same "in-build findings" "$WORK/findings" "$WORK/in.findings" ||
		return 1
	printed "$LOG/in-build.err" >"$WORK/in.printed"
	same "what make printed" "$WORK/reported" "$WORK/in.printed"
}

half_cmd() {
	local cmd=$IN/mm/.memfd_luo.o.cmd status

	cp "$cmd" "$WORK/cmd" && head -c 300 "$WORK/cmd" >"$cmd" || return 1
	"$LG" check --build "$IN" mm/memfd_luo.c >"$WORK/half" 2>&1
	status=$?
	cp "$WORK/cmd" "$cmd"
	echo "exit status $status:"
	cat "$WORK/half"
	test $status = 2 && grep -q 'memfd_luo' "$WORK/half"
}

# mounted_read_only COMMAND...: $IN is read-only for it.
mounted_read_only() {
	# shellcheck disable=SC2016
	unshare -m sh -c 'mount --bind "$0" "$0" &&
		mount -o remount,bind,ro "$0" || exit 77
		exec "$@"' "$IN" "$@"
}

# as_reader COMMAND...: by somebody who may read the build directory $IN and
# not write it. Root writes anywhere, so it becomes nobody, or where nobody
# cannot read that far, sees $IN mounted read-only.
as_reader() {
	local nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
	local status

	if test "$(id -u)" != 0; then
		chmod -R a-w "$IN"
		"$@"
		status=$?
		chmod -R u+w "$IN"
		return $status
	fi
	if "${nobody[@]}" test -x "$LG" -a -r "$IN/.config" \
		-a -r "$KTREE/Kbuild"; then
		"${nobody[@]}" "$@"
	else
		mounted_read_only true 2>/dev/null || return 77
		mounted_read_only "$@"
	fi
}

# Who may read a build directory may check it, and changes nothing.
read_only() {
	local status

	state "$IN" >"$WORK/state.want"
	as_reader "$LG" check --build "$IN" mm/memfd_luo.c --format=json \
		>"$WORK/ro.json" 2>"$WORK/ro.err"
	status=$?
	cat "$WORK/ro.err"
	test $status != 77 || { echo "no read-only mounts here"; return 77; }
	test $status -le 1 || { echo "exit status $status"; return 1; }
	printed_json "$WORK/ro.json" >"$WORK/ro"
	same "read-only" "$WORK/unit.want" "$WORK/ro" || return 1
	state "$IN" >"$WORK/state.got"
	same "the build directory" "$WORK/state.want" "$WORK/state.got"
}

# wants2 WORDS...: exit status 2 and something said.
wants2() {
	local out status

	out=$("$LG" "$@" 2>&1)
	status=$?
	echo "luoguard $*: exit status $status: $out"
	test $status = 2 && test -n "$out"
}

not_a_build() {
	wants2 check --build "$WORK/log" &&
		wants2 check --build "$WORK/none" &&
		wants2 report --build "$WORK/log" &&
		wants2 check --tree "$top/tests/sample" --build "$OBJ"
}

# Where the semantic patches have to be silent, and the ABI headers, where they
# find what the plugin does, by rule and struct. MO: not into the tree.
coccichecks() {
	local patch dir

	command -v spatch >/dev/null || { echo "no spatch here"; return 77; }
	mkdir -p "$WORK/mo" && : >"$WORK/cocci"
	for patch in "$top"/cocci/*.cocci; do
		for dir in include/linux/kho/abi kernel/liveupdate mm \
			   drivers/pci drivers/vfio; do
			rm -f "$LOG/spatch.err"
			kmake "$OBJ" coccicheck M="$dir" MO="$WORK/mo" coccicheck \
				COCCI="$patch" MODE=report \
				DEBUG_FILE="$LOG/spatch.err" || return 1
			sed 1d "$LOG/spatch.err" | grep . && return 1
			sed -nE "s|^.*/([^/:]+):[0-9]+:[0-9]+-[0-9]+: (struct \|union )?([^: ]+): .*\[([a-z-]+)\]\$|$dir/\1: \4 \3|p" \
				"$LOG/coccicheck" >>"$WORK/cocci"
		done
	done
	LC_ALL=C sort "$WORK/cocci" >"$WORK/cocci.got"
	for patch in "$top"/cocci/*.cocci; do
		basename "$patch" .cocci
	done >"$WORK/cocci.rules"
	cut -d ' ' -f 1-3 "$WORK/expected" |
		grep -F -f <(sed 's/.*/: & /' "$WORK/cocci.rules") \
		>"$WORK/cocci.want"
	agrees spatch "$WORK/cocci.want" "$WORK/cocci.got"
}

# Each serialized struct, moved into the C file that hands it over, is found
# there by its flow.
moved_structs() {
	"$here/moves" "$LG" "$KTREE" "$OBJ" "$WORK"
}
