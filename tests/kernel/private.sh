# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# private.sh - the steps of tests/kernel/run on what is private: a kernel in
# which the PCI core's saved state has become public (tests/kernel/rfc/).

: "${here:?}" "${LG:?}" "${KTREE:?}"	# from tests/kernel/run

PRIVATE=private-definition,private-include,private-member,private-use

# What the files of rfc/ expect, as "file:line: rule", and both definitions.
rfc_expected() {
	local file

	for file in "$here"/rfc/*.c; do
		file=${file##*/}
		test -e "$RFC/drivers/vfio/pci/$file" || continue
		awk -v file="drivers/vfio/pci/$file" '
			match($0, /\/\* expect: [a-z-]+/) {
				print file ":" NR ": " \
				      substr($0, RSTART + 11, RLENGTH - 11)
			}' "$here/rfc/$file"
	done
	grep -nE '^struct (pci_saved_state|pci_cap_saved_data) \{' \
		"$RFC/include/linux/pci.h" |
		sed 's|^\([0-9]*\):.*|include/linux/pci.h:\1: private-definition|'
}

# GCC's lines in log $1 as "file:line: rule".
rfc_printed() {
	sed -nE "s#^($RFC/)?([^ :]+:[0-9]+):[0-9]+: (error|warning|note): .*\[(private-[a-z]+)\]\$#\2: \4#p" \
		"$1" | LC_ALL=C sort
}

# The kernel's own build, with luoguard inside, of the owner and of the users.
rfc_build() {
	local objects=(drivers/pci/pci.o drivers/vfio/pci/vfio_pci_saved.o)

	RFC=$WORK/rfc
	"$here/rfc/tree" "$KTREE" "$RFC" || return 1
	test ! -e "$RFC/drivers/vfio/pci/vfio_pci_handlers.c" ||
		objects+=(drivers/vfio/pci/vfio_pci_handlers.o)
	"$here/prepare" "$RFC" "$WORK/rfc-obj" >"$LOG/rfc-prepare" 2>&1 || {
		tail_of "$LOG/rfc-prepare"
		return 1
	}
	rm -rf "$WORK/rfc-obj/.luoguard"
	(cd "$WORK/rfc-obj" && rm -f "${objects[@]}")
	KTREE=$RFC kmake "$WORK/rfc-obj" rfc -j2 "${objects[@]}" \
		KCFLAGS="$("$LG" kcflags --rules=$PRIVATE)" || {
		tail_of "$LOG/rfc.err"
		return 1
	}
	rfc_expected | LC_ALL=C sort >"$WORK/rfc.want"
	rfc_printed "$LOG/rfc.err" >"$WORK/rfc.got"
	test "$(grep -c 'private-definition$' "$WORK/rfc.want")" = 2 ||
		{ echo "two definitions are to be found"; return 1; }
	same "what make printed" "$WORK/rfc.want" "$WORK/rfc.got"
}

# The same findings stand in the build's record, once.
rfc_report() {
	luoguard_json "$WORK/rfc.json" report --build "$WORK/rfc-obj" ||
		return 1
	jq -r '"\(.file):\(.line): \(.rule)"' "$WORK/rfc.json" |
		LC_ALL=C sort >"$WORK/rfc.reported"
	same "report" "$WORK/rfc.want" "$WORK/rfc.reported" || return 1
	jq -es 'map(select(.rule == "private-definition") | .struct) | sort ==
		["pci_cap_saved_data", "pci_saved_state"]' "$WORK/rfc.json"
}
