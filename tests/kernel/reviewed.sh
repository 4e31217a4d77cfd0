# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# reviewed.sh - small patches against the kernel, as mails: tests/kernel/patches
# says what `luoguard review` has to find in each. Nothing is written to the
# tree: repository and index are in $WORK.

: "${here:?}" "${LG:?}" "${WORK:?}"	# from tests/kernel/run

# What patches are about; a whole kernel takes a minute to add.
REVIEWED=(Kbuild Kconfig MAINTAINERS Documentation/core-api Documentation/mm
	  arch/arm64 arch/x86 drivers/base drivers/input/touchscreen
	  drivers/iommu drivers/net/loopback.c drivers/pci drivers/vfio
	  drivers/xen include init kernel lib mm scripts)

in_repository() {
	GIT_DIR=$WORK/review.git GIT_WORK_TREE=$KTREE \
	GIT_INDEX_FILE=$WORK/review.index \
	GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null \
	GIT_AUTHOR_NAME="A. U. Thör" GIT_AUTHOR_EMAIL=a@example.org \
	GIT_COMMITTER_NAME=C GIT_COMMITTER_EMAIL=c@example.org \
		"$@"
}

review_repository() {
	test -e "$WORK/review.git/ready" && return
	rm -rf "$WORK/review.git" "$WORK/review.index"
	in_repository git init -q "$WORK/review.git" &&
		(cd "$KTREE" && in_repository git add -f "${REVIEWED[@]}") &&
		in_repository git update-ref refs/heads/main "$(
			in_repository git commit-tree -m base \
				"$(in_repository git write-tree)")" &&
		in_repository git symbolic-ref HEAD refs/heads/main &&
		: >"$WORK/review.git/ready"
}

# enter FILE: standard input becomes its content in the index
enter() {
	local blob

	blob=$(in_repository git hash-object -w --stdin) &&
		in_repository git update-index --add \
			--cacheinfo "100644,$blob,$1"
}

# edit FILE SED: a sed that changes nothing is a mistake in the table
edit() {
	in_repository git show ":$1" | sed "$2" >"$WORK/review.text" &&
		! in_repository git show ":$1" |
			cmp -s - "$WORK/review.text" &&
		enter "$1" <"$WORK/review.text"
}

# gone FILE
gone() {
	in_repository git update-index --force-remove "$1"
}

# apply PARAGRAPH: what its lines say, to the index
apply() {
	local line file=

	while IFS= read -r line; do
		case $line in
		'|'*) printf '%s\n' "${line#|}" >>"$WORK/review.new" ;;
		*)
			test -z "$file" || enter "$file" <"$WORK/review.new"
			file=
			;;
		esac
		case $line in
		'file '*) file=${line#file }; : >"$WORK/review.new" ;;
		'gone '*) gone "${line#gone }" ;;
		'move '*)
			line=${line#move }
			in_repository git show ":${line% *}" |
				enter "${line#* }" && gone "${line% *}"
			;;
		'edit '*)
			line=${line#edit }
			edit "${line%% *}" "${line#* }" || {
				echo "nothing is changed by: $line"
				return 1
			}
			;;
		esac
	done < <(printf '%s\n' "$1"; echo)
}

# mail TITLE: the index as a mail on standard output
mail() {
	local commit

	commit=$(in_repository git commit-tree -p HEAD -m "$1" -m \
		"Why it is so." "$(in_repository git write-tree)") &&
		in_repository git format-patch -1 --stdout "$commit"
}

# posted NUMBER: a mail as one of four mail programs sends it
posted() {
	perl -MMIME::QuotedPrint -MMIME::Base64 -0777 -pe '
		my $how = '"$1"' % 4;
		my ($head, $body) = split(/\n\n/, $_, 2);
		my @type = ("8bit", "quoted-printable", "base64", "8bit");
		$head =~ s/^(MIME-Version|Content-T).*\n(?:[ \t].*\n)*//mg;
		$head .= "\nMIME-Version: 1.0\n" .
			"Content-Type: text/plain; charset=UTF-8\n" .
			"Content-Transfer-Encoding: $type[$how]";
		$body = encode_qp($body) if $how == 1;
		$body = encode_base64($body) if $how == 2;
		$_ = "$head\n\n$body";
		s/\n/\r\n/g if $how == 3;
	'
}

# review_one NUMBER PARAGRAPH: complains of what is found too much or missing
review_one() {
	local want=${2%% *} title status found

	title=${2%%$'\n'*}
	title=${title#* }
	in_repository git read-tree HEAD && apply "$2" || return 1
	mail "$title" | posted "$1" >"$WORK/review.mail"
	in_repository "$LG" review "${UNCONTAINED[@]}" --tree "$KTREE" \
		--format=json --fail-on=warning \
		"$WORK/review.mail" >"$WORK/review.json" 2>"$WORK/review.said"
	status=$?
	found=$(jq -r 'select(.severity != "note") | .rule' \
		"$WORK/review.json" | LC_ALL=C sort -u | paste -sd,)
	want=$(tr , '\n' <<<"$want" | LC_ALL=C sort -u | paste -sd,)
	if test "$want" = silent; then
		test $status = 0 -a -z "$found" && return
	elif test $status = 1 -a "$found" = "$want"; then
		return
	fi
	echo "$title: want $want, found ${found:-nothing}, status $status"
	jq -r '"    \(.file):\(.line): \(.message) [\(.rule)]"' \
		"$WORK/review.json"
	tail -n 2 "$WORK/review.said" | sed 's/^/    /'
	return 1
}

reviews() {
	local number=0 wrong=0 paragraph

	# Where the system allows no containers, patches go without.
	UNCONTAINED=()
	unshare -Urmni mount -t tmpfs none "$WORK" 2>/dev/null ||
		UNCONTAINED=(--no-sandbox)
	review_repository || { echo "cannot make a repository"; return 1; }
	while IFS= read -r -d $'\x1e' paragraph; do
		number=$((number + 1))
		review_one "$number" "$paragraph" || wrong=$((wrong + 1))
	done < <(sed '/^#/d' "$here/patches" |
		 perl -00 -ne 's/\n+\z//; print "$_\x1e" if /\S/')
	echo "$number patches, $wrong of them not as they should"
	test $wrong = 0 -a $number -gt 50
}

# seen NAME EDITS OPTION...: a patch that does EDITS; its findings, and how many
# files that include a header were compiled for it, into $WORK/seen
seen() {
	local name=$1 edits=$2

	shift 2
	in_repository git read-tree HEAD && apply "$name"$'\n'"$edits" ||
		return 1
	mail "$name" >"$WORK/built.mail"
	in_repository "$LG" review "${UNCONTAINED[@]}" --tree "$KTREE" \
		--format=json "$@" "$WORK/built.mail" \
		>"$WORK/built.json" 2>"$WORK/built.said"
	{
		jq -r '"\(.rule) \(.file) \(.member)"' "$WORK/built.json"
		grep -o '[0-9]* of [0-9]* files there' "$WORK/built.said" |
			sed 's/ of .*/ compiled again/'
		! grep ': not checked: ' "$WORK/built.said"
	} | LC_ALL=C sort >"$WORK/seen"
}

# was_seen LINE...: each stands there
was_seen() {
	local line

	for line; do
		grep -qx -e "$line" "$WORK/seen" && continue
		cat "$WORK/seen" "$WORK/built.said"
		return 1
	done
}

# What only a compiler with the build's flags sees, of a change that makes the PCI
# core's saved state public: a type that is deduced, and a macro of a header.
reviews_built() {
	local core=drivers/vfio/pci/vfio_pci_core.c public state

	state=$(find "$OBJ" -printf '%p %T@ %s\n' | LC_ALL=C sort | sha256sum)
	public='edit drivers/pci/pci.c /^struct pci_saved_state {/,/^};/d
edit include/linux/pci.h s/^struct pci_saved_state \*pci_store_saved_state/struct pci_saved_state {\n\tu32 config_space[16];\n\tu32 cap[];\n};\n&/'
	seen deduced "$public
edit $core \$s/\$/\n\nu32 vfio_pci_word(struct vfio_pci_core_device *vdev);\nu32 vfio_pci_word(struct vfio_pci_core_device *vdev)\n{\n\t__auto_type state = vdev->pci_saved_state;\n\n\treturn state->config_space[0];\n}/" \
		--build "$OBJ" || return 1
	was_seen "private-use $core config_space" '[1-8] compiled again' ||
		return 1
	seen header "$public
edit drivers/vfio/pci/vfio_pci_priv.h \$s/^#endif/static inline u32 vfio_pci_word(struct vfio_pci_core_device *vdev)\n{\n\treturn vdev->pci_saved_state->config_space[0];\n}\n\n&/" \
		--build "$OBJ" --depth=1 || return 1
	was_seen "private-use drivers/vfio/pci/vfio_pci_priv.h config_space" \
		'[12] compiled again' || return 1
	test "$(find "$OBJ" -printf '%p %T@ %s\n' | LC_ALL=C sort |
		sha256sum)" = "$state"
}
