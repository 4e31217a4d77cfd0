# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# drifts.sh - each struct of a kernel's ABI headers, changed in two ways: its
# drift is found, and with new versions nothing is said of one.

: "${here:?}" "${LG:?}" "${WORK:?}"	# from tests/kernel/run

# drift_records: "FILE TAG LINE" of each serialized struct's first member, by
# what luoguard itself sees
drift_records() {
	"$LG" facts --tree "$KTREE" --contract >"$WORK/contract" || return
	awk '/^machine/ && machine++ { exit }
	     $1 == "struct" {
		tag = $2
		file = ""
		if (/ zone versioned / && match($0, / file [^ ]+ line /))
			file = substr($0, RSTART + 6, RLENGTH - 12)
	     }
	     $1 == "member" && file != "" {
		if (match($0, / line [0-9]+ /))
			print file, tag, substr($0, RSTART + 6, RLENGTH - 7)
		file = ""
	     }' "$WORK/contract"
}

# drift_bump FILE...: every version in the headers, one more, in the index
drift_bump() {
	local file

	for file; do
		in_repository git show ":$file" |
			perl -pe '/^#define \w+(?:_COMPATIBLE|_VERSION)\b/ and
				s/(\d+)("?)$/($1 + 1) . $2/e' >"$WORK/drift.h" &&
			enter "$file" <"$WORK/drift.h"
	done
}

# drift_found TAG: is the index's drift of struct TAG found?
drift_found() {
	in_repository "$LG" review --staged --tree "$KTREE" \
		--rules=abi-drift --format=json >"$WORK/drift.json" \
		2>"$WORK/drift.said"
	test $? -lt 2 || { tail -n 2 "$WORK/drift.said"; return 2; }
	jq -e --arg tag "$1" -s 'any(.[]; .struct == $tag and
		.severity == "error")' "$WORK/drift.json" >"$WORK/drift.is"
}

# drift_one FILE TAG LINE SED: found as it is, and not with new versions
drift_one() {
	local status

	in_repository git read-tree HEAD && edit "$1" "$3$4" || return
	drift_found "$2"
	status=$?
	# a size that is asserted does not compile: that was told
	test $status = 2 && grep -q 'static assertion' "$WORK/drift.said" &&
		return
	test $status = 0 || { echo "$1: $2: $4: not found"; return 1; }
	mapfile -t headers < <(in_repository git ls-files \
		include/linux/kho/abi)
	drift_bump "${headers[@]}"
	drift_found "$2"
	jq -e -s 'all(.[]; .severity == "note")' "$WORK/drift.json" \
		>"$WORK/drift.is" && return
	echo "$1: $2: $4: found with new versions"
	jq -r .message "$WORK/drift.json"
	return 1
}

drifts() {
	local file tag line number=0 wrong=0

	review_repository || { echo "cannot make a repository"; return 1; }
	drift_records >"$WORK/drift.list" || return
	while read -r file tag line; do
		number=$((number + 2))
		drift_one "$file" "$tag" "$line" 's/^/\tu64 luoguard_more;\n/' ||
			wrong=$((wrong + 1))
		drift_one "$file" "$tag" "$line" \
			's/;/, luoguard_more;/' || wrong=$((wrong + 1))
	done <"$WORK/drift.list"
	in_repository git read-tree HEAD
	echo "$number changes of structs, $wrong of them not as they should"
	test $wrong = 0 -a $number -gt 20
}
