#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# fix-move.t - luoguard check --fix: a serialized struct that is defined outside
# every zone moves to an ABI header of its own, or stays where it is.

set -u
. "$(dirname "$0")/fix.sh"

# A header that uses KHO, the only C file's: standard input is its body.
outside() {
	rm -f "${tree:?}/$header"
	{
		printf '/* SPDX-License-Identifier: MIT */\n'
		printf '#ifndef BOX_H\n#define BOX_H\n\n'
		printf '#include <linux/kexec_handover.h>\n\n'
		cat
		printf '\nint box(void);\n\n#endif\n'
	} >"$tree/include/linux/box.h"
	sed -i 's|linux/kho/abi/box.h|linux/box.h|' "$tree/drivers/box/box.c"
}
only=$all,abi-location
use "sizeof(struct box_ser), $(at b), BOX_SIZE"

outside <<'END'
#define BOX_SIZE 4
#define BOX_COMPATIBLE "box-v1"

/* Not yet kernel-doc. */
struct box_ser {
	unsigned int a;
	u64 b;
	u8 c[4];
};
END
mends 'a struct moves to an ABI header' 4 0
has '/* SPDX-License-Identifier: MIT */' 'of the same license'
has '#ifndef _LINUX_KHO_ABI_BOX_H' 'with a guard'
has ' * DOC: box_ser ABI' 'and a DOC: section'
has '#define BOX_COMPATIBLE "box-v1"' 'with its version'
has '	u32 a;' 'and what else was mended'
! grep -q BOX_COMPATIBLE "$tree/include/linux/box.h" &&
	grep -q '^#include <linux/kho/abi/box.h>' "$tree/include/linux/box.h"
result $? 'an #include stands in its place'

outside <<'END'
#define BOX_SIZE 4
struct box_ser {
	u64 b;
	u8 c[BOX_SIZE];
} __packed;
END
only=--rules=abi-location
mends 'one that uses a macro of the file' 0 1
err_has 'it uses BOX_SIZE' 'says so'

outside <<'END'
#define BOX_SIZE 4
#ifdef BOX_H
struct box_ser {
	u64 b;
} __packed;
#endif
END
mends 'one under #if' 0 1

outside <<'END'
#define BOX_SIZE 4
struct box_ser {
	u64 b;
} __packed;
struct lid_ser {
	u64 b;
} __packed;
END
mends 'two of one file' 0 2

outside <<'END'
#define BOX_SIZE 4
static struct box_ser {
	u64 b;
} __packed lid __attribute__((unused));
END
mends 'one with a variable' 0 1

outside <<'END'
#define BOX_SIZE 4
#define BOX_COMPATIBLE "box-v1"
static inline const char *box_name(void) { return BOX_COMPATIBLE; }
struct box_ser {
	u64 b;
} __packed;
END
mends 'one whose version is in use before it' 0 1

outside <<'END'
#define BOX_SIZE 4
struct box_ser {
	u64 b;
} __packed;
END
cp "$tree/drivers/box/box.c" "$work/box.c"
cat >>"$tree/drivers/box/box.c" <<'END'

#include <linux/kexec_handover.h>
struct lid_ser {
	u64 c;
} __packed;
unsigned long lid_size(struct lid_ser *lid);
unsigned long lid_size(struct lid_ser *lid)
{
	return sizeof(*lid);
}
END
mends 'two that would make the same header: the first moves' 1 1
cp "$work/box.c" "$tree/drivers/box/box.c"

outside <<'END'
#define BOX_SIZE 4
struct box_ser {
	u64 b;
} __packed;
END
: >"$tree/$header"
mends 'one whose header is there already' 0 1
rm "${tree:?}/$header"
fix --in-place
has 'struct box_ser {' 'in place, the new header is made'
status_is 0 'and nothing is left'

done_testing
