# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# private.sh - the steps of tests/kernel/run on what is private: a kernel in
# which the PCI core's saved state has become public (tests/kernel/rfc/).

: "${here:?}" "${LG:?}"	# from tests/kernel/run

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

# Everything that can be built of the directories where tokens live: the default
# configuration has few of their drivers.
TOKENS=(drivers/pci/ drivers/vfio/ drivers/xen/ drivers/iommu/
	drivers/bus/mhi/ drivers/gpu/drm/amd/amdgpu/)

# allmodconfig without what GCC of a stable distribution cannot build, or what
# only costs time.
all_modules() {
	local all=$WORK/all

	mkdir -p "$all"
	test -e "$all/.config" || {
		kmake "$all" all-config allmodconfig &&
			"$KTREE/scripts/config" --file "$all/.config" -d RUST \
				-d GCC_PLUGINS -d DEBUG_INFO_BTF -d WERROR \
				-d DRM_WERROR -d DRM_AMDGPU_WERROR -d KASAN \
				-d KCSAN -d GCOV_KERNEL -d MODULE_SIG \
				-d DEBUG_INFO -e DEBUG_INFO_NONE &&
			kmake "$all" all-config olddefconfig || return 1
	}
	kmake "$all" all -j2 KCFLAGS="$("$LG" kcflags)" "${TOKENS[@]}" || {
		tail_of "$LOG/all.err"
		return 1
	}
	luoguard_json "$WORK/all.json" report --build "$all" \
		--rules="$PRIVATE,private-serialized" || return 1
	"$here/findings" <"$WORK/all.json"
	test ! -s "$WORK/all.json"
}
