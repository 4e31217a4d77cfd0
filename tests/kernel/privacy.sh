# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# privacy.sh - steps of tests/kernel/run about what is private to an owner.
# Sourced by it, behind steps.sh.

: "${here:?}" "${OBJ:?}" "${KTREE:?}" "${WORK:?}" "${LG:?}"	# its variables

# As much of the kernel as a driver is compiled with, to be changed: $WORK/moved
# gets headers, the PCI core and VFIO.
copy_of_tree() {
	rm -rf "${WORK:?}/moved"
	mkdir -p "$WORK/moved/drivers" "$WORK/moved/arch/x86" &&
		cp -R "$KTREE/include" "$KTREE/Kbuild" "$KTREE/Kconfig" \
			"$KTREE/MAINTAINERS" "$WORK/moved" &&
		cp -R "$KTREE/arch/x86/include" "$WORK/moved/arch/x86" &&
		cp -R "$KTREE/drivers/pci" "$KTREE/drivers/vfio" \
			"$WORK/moved/drivers"
}

# move_struct TAG FILE: its definition goes to the end of include/linux/pci.h,
# in front of the last line, which closes the include guard.
move_struct() {
	local from=$WORK/moved/$2 to=$WORK/moved/include/linux/pci.h

	sed -n "/^struct $1 {/,/^};/p" "$from" >"$WORK/struct" &&
		test -s "$WORK/struct" &&
		sed -i "/^struct $1 {/,/^};/d" "$from" &&
		sed -i '$d' "$to" && { cat "$WORK/struct"; echo '#endif'; } >>"$to"
}

# What a driver does once it can: each line is a use.
use_moved() {
	cat >"$WORK/moved/drivers/vfio/pci/moved.c" <<-'END'
	#include <linux/vfio_pci_core.h>
	#include <linux/slab.h>

	u32 moved_word(struct vfio_pci_core_device *vdev);
	u32 moved_word(struct vfio_pci_core_device *vdev)
	{
		struct pci_saved_state *state = vdev->pci_saved_state;
		u16 size = state->cap[0].size;

		if (size > sizeof(struct pci_cap_saved_data))
			return 0;
		return state->config_space[1];
	}

	void *moved_copy(struct vfio_pci_core_device *vdev, size_t n);
	void *moved_copy(struct vfio_pci_core_device *vdev, size_t n)
	{
		if (!vdev->pci_saved_state)
			return NULL;
		return kmemdup(vdev->pci_saved_state, n, GFP_KERNEL);
	}
	END
}

# The flags that kbuild compiled drivers/vfio/pci/vfio_pci.c with, for the copy.
moved_flags() {
	sed -n '1s/^savedcmd_[^ ]* := [^ ]* \(.*\) -c -o .*/\1/p' \
		"$OBJ/drivers/vfio/pci/.vfio_pci.o.cmd" |
		sed -e 's/-Wp,-MMD,[^ ]*//' -e "s|$KTREE/|$WORK/moved/|g"
}

# The RFC of October 2025: the structs go public, and VFIO uses them. Both are
# named, and each use, once.
moved_structs() {
	local flags

	copy_of_tree && move_struct pci_cap_saved_data drivers/pci/pci.h &&
		move_struct pci_saved_state drivers/pci/pci.c && use_moved ||
		return 1
	flags=$(moved_flags)
	test -n "$flags" || { echo "no flags in .vfio_pci.o.cmd"; return 1; }
	(cd "$OBJ" && export SPARSE=true && eval "\"$LG\" cc --format=json \
		--rules=private-definition,private-use,private-include $flags \
		\"$WORK/moved/drivers/vfio/pci/moved.c\"") \
		>"$WORK/moved.out" 2>"$WORK/moved.err" || {
		cat "$WORK/moved.err"
		return 1
	}
	cat "$WORK/moved.out" "$WORK/moved.err" | grep '^{' |
		"$here/findings" >"$WORK/moved.got"
	cat >"$WORK/moved.want" <<-'END'
	drivers/vfio/pci/moved.c: private-use pci_cap_saved_data - error
	drivers/vfio/pci/moved.c: private-use pci_cap_saved_data size error
	drivers/vfio/pci/moved.c: private-use pci_saved_state - error
	drivers/vfio/pci/moved.c: private-use pci_saved_state cap error
	drivers/vfio/pci/moved.c: private-use pci_saved_state config_space error
	include/linux/pci.h: private-definition pci_cap_saved_data - error
	include/linux/pci.h: private-definition pci_saved_state - error
	END
	same "structs that moved" "$WORK/moved.want" "$WORK/moved.got"
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
		--rules=private-use,private-definition,private-include ||
		return 1
	"$here/findings" <"$WORK/all.json"
	test ! -s "$WORK/all.json"
}
