#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# vfio-series.t - luoguard review of a series that does to PCI and VFIO what a
# first attempt at preserving a device did: a struct of the PCI core becomes
# public, its bytes cross the kexec, and what is handed over lies anywhere. Some
# of it is mended on the way. Each finding belongs to one patch.

# shellcheck source=tests/command/repo.sh
. "$(dirname "$0")/repo.sh"

repo "$work/a tree"
mkdir -p drivers/pci drivers/vfio/pci
{
	echo '/* SPDX-License-Identifier: GPL-2.0 */'
	echo 'struct pci_dev;'
	echo 'struct pci_saved_state;'
	echo 'struct pci_saved_state *pci_store_saved_state(struct pci_dev *dev);'
} >include/linux/pci.h
cat >drivers/pci/pci.c <<'EOF2'
// SPDX-License-Identifier: GPL-2.0
#include <linux/pci.h>

struct pci_cap_saved_data {
	unsigned short cap_nr;
	unsigned int size;
	unsigned int data[];
};

struct pci_saved_state {
	unsigned int config_space[16];
	struct pci_cap_saved_data cap[];
};

struct pci_saved_state *pci_store_saved_state(struct pci_dev *dev)
{
	return 0;
}
EOF2
{
	echo '/* SPDX-License-Identifier: GPL-2.0 */'
	echo '#include <linux/pci.h>'
	echo
	echo 'struct vfio_pci_core_device {'
	echo '	struct pci_dev *pdev;'
	echo '	struct pci_saved_state *pci_saved_state;'
	echo '};'
} >include/linux/vfio_pci_core.h
echo 'obj-y += vfio_pci_core.o' >drivers/vfio/pci/Makefile
git add -A
commit base
git tag base

# ------------------------------------------------------------------ the series

ser=include/linux/vfio_pci_core.h
live=drivers/vfio/pci/vfio_pci_liveupdate.c

sed -n '/^struct pci_cap_saved_data/,/^};/p; /^struct pci_saved_state {/,/^};/p' \
	drivers/pci/pci.c >>include/linux/pci.h
sed -i '/^struct pci_cap_saved_data/,/^};/d; /^struct pci_saved_state {/,/^};/d' \
	drivers/pci/pci.c
git commit -qam "PCI: make the saved state public"

cat >$live <<'EOF2'
// SPDX-License-Identifier: GPL-2.0
#include <linux/liveupdate.h>
#include <linux/vfio_pci_core.h>

int vfio_pci_liveupdate_init(void)
{
	return 0;
}
EOF2
echo 'obj-y += vfio_pci_liveupdate.o' >>drivers/vfio/pci/Makefile
git add -A
commit "vfio/pci: a file for live update"

cat >>$ser <<'EOF2'

#include <linux/kexec_handover.h>

struct vfio_pci_core_device_ser {
	unsigned short bdf;
	bool reset_works;
	struct vfio_pci_core_device *vdev;
	unsigned long long token;
};
EOF2
git commit -qam "vfio/pci: what is handed over"

cat >>$live <<'EOF2'

void vfio_pci_liveupdate_save(struct vfio_pci_core_device *vdev,
			      unsigned int *words)
{
	struct pci_saved_state *state = vdev->pci_saved_state;

	words[0] = state->config_space[0];
}
EOF2
git commit -qam "vfio/pci: save the configuration space"

sed -i 's/^struct vfio_pci_core_device_ser {/\/**\
 * struct vfio_pci_core_device_ser - a device that is handed over\
 * @bdf: where it is\
 * @reset_works: can it be reset?\
 * @vdev: the device\
 * @token: who had it open\
 *\/\
&/' $ser
git commit -qam "vfio/pci: say what is handed over"

sed -i 's/	bool reset_works/	unsigned char reset_works/
	/unsigned long long token;/{n;s/};/} __packed;/}' $ser
git commit -qam "vfio/pci: pack it, and no bool"

{
	cat <<'EOF2'
/* SPDX-License-Identifier: GPL-2.0 */
/**
 * DOC: VFIO's devices
 *
 * What VFIO hands over of a PCI device. A change needs a new version.
 */
#define VFIO_PCI_COMPATIBLE "vfio-pci-v1"

EOF2
	sed -n '/^\/\*\*/,$p' $ser |
		sed 's/__packed/__attribute__((packed))/'
} >$abi/vfio_pci.h
sed -i '/^\/\*\*/,$d; /kexec_handover/d' $ser
echo "#include <${abi#include/}/vfio_pci.h>" >>$ser
echo ".. kernel-doc:: $abi/vfio_pci.h" >>Documentation/box.rst
git add -A
commit "vfio/pci: an ABI header"

git format-patch -q --cover-letter --thread -o "$work/p" base
git reset -q --hard base

# --------------------------------------------------------------- what is found

# found: patch, file, struct or member, and rule of each finding, a line
found() {
	perl -ne '
		$patch = $1 if m{^\[PATCH (\d/7)\]};
		next unless m{^([^ :]+):(?:[\d:]+)?\ (error|warning|mended):\ .*?
			      (@\w+|struct\ \w+).*\[([a-z-]+)\]}x;
		print("$patch ", $2 eq "mended" ? "mended " : "", "$1 $3 $4\n");
	' "$work/out"
}

cat >"$work/expected" <<'END'
1/7 include/linux/pci.h struct pci_cap_saved_data private-definition
1/7 include/linux/pci.h struct pci_saved_state private-definition
1/7 include/linux/pci.h @cap private-use
3/7 include/linux/vfio_pci_core.h struct vfio_pci_core_device_ser abi-doc
3/7 include/linux/vfio_pci_core.h struct vfio_pci_core_device_ser abi-location
3/7 include/linux/vfio_pci_core.h struct vfio_pci_core_device_ser abi-packed
3/7 include/linux/vfio_pci_core.h struct vfio_pci_core_device_ser abi-version
3/7 include/linux/vfio_pci_core.h @reset_works abi-type
3/7 include/linux/vfio_pci_core.h @vdev abi-type
4/7 drivers/vfio/pci/vfio_pci_liveupdate.c @config_space private-use
5/7 mended include/linux/vfio_pci_core.h struct vfio_pci_core_device_ser abi-doc
6/7 mended include/linux/vfio_pci_core.h struct vfio_pci_core_device_ser abi-packed
6/7 mended include/linux/vfio_pci_core.h @reset_works abi-type
7/7 mended include/linux/vfio_pci_core.h struct vfio_pci_core_device_ser abi-location
7/7 mended include/linux/vfio_pci_core.h struct vfio_pci_core_device_ser abi-version
END

# as_expected NAME
as_expected() {
	found >"$work/found"
	diff "$work/expected" "$work/found" >"$work/err"
	result $? "$1"
}

run "$lg" review "$work"/p/*.patch
says 1 "7 patches: 7 checked" "the series"
as_expected "each finding at its patch, and nothing else"
for line in '  3/7, mended in 5/7: include/linux/vfio_pci_core.h: error: struct' \
	    '  3/7, mended in 7/7: include/linux/vfio_pci_core.h: error: struct' \
	    '  4/7, stays: drivers/vfio/pci/vfio_pci_liveupdate.c: error: ' \
	    '  1/7, stays: include/linux/pci.h: error: struct pci_saved_state'; do
	out_has "$line" "as a whole: $line"
done

# the same mails, thrown together
for n in 4 0 7 2 1 6 3 5; do
	cat "$work"/p/000$n-*.patch
	echo
done >"$work/mbox"
run "$lg" review "$work/mbox"
as_expected "... in any order"
run "$lg" review --format=json "$work/mbox"
test "$(jq -r 'select(.severity != "note") | .rule' "$work/out" | sort |
	uniq -c | tr -s ' \n' ' ')" = " 1 abi-type 2 private-definition 2 private-use "
result $? "... as JSON: what the series leaves"
out_has "\"file\":\"$abi/vfio_pci.h\",\"line\":19" \
	"... where it is by then"
for format in sarif github; do
	run "$lg" review --format=$format "$work/mbox"
	test "$status" -eq 1 &&
		test "$(grep -c 'ruleId.*private-definition\|title=private-d' \
			"$work/out")" -eq 2 &&
		! grep -q 'ruleId.*abi-location\|title=abi-l' "$work/out"
	result $? "... as $format"
done
# as answers: what they say below which quoted file
run "$lg" review --format=mail "$work/mbox"
mkdir "$work/answers"
git mailsplit -o"$work/answers" --mboxrd "$work/out" >"$work/err"
perl -0777 -ne '
	my ($head, $body) = split(/\n\n/, $_, 2);
	my ($patch) = $head =~ m{^Subject: Re: \[PATCH (\d/7)\]}m;
	my $file;
	for (split(/\n\n/, $body)) {
		$file = $1 if m{^> \+\+\+ b/(\S+)}m;
		s/\s+/ /g;
		print("$patch $file $1 $2\n")
			if !/^(?:>|Only a note)/ &&
			   /(\@\w+|struct \w+).* \[([a-z-]+)\]$/;
	}' "$work"/answers/* >"$work/found"
grep -v mended "$work/expected" | diff - "$work/found" >"$work/err"
result $? "... as answers"

run "$lg" review --html "$work/page.html" "$work/mbox"
perl -ne '
	s/&#39;|&quot;//g;
	$patch = $1 if m{<h3>\[PATCH (\d/7)\]};
	$file = $1 if m{<h4><code>(.*?)</code>};
	$word = $1 if m{class="word(?: good)?">(\w+)<};
	next if $word eq "note" || m{^<tr>};
	my ($of, $rule) = m{(\@\w+|struct \w+).*\[([a-z-]+)\](?:</p>|, which)}
		or next;
	print("$patch ", $word eq "mended" ? "mended" : $file, " $of $rule\n");
' "$work/page.html" >"$work/found"
sed 's/ mended [^ ]*/ mended/' "$work/expected" |
	diff - "$work/found" >"$work/err"
result $? "... as a page"
test -z "$(git status --porcelain)"
result $? "nothing of the tree has changed"

done_testing
