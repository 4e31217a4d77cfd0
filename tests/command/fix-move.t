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

# ------------------------------------------------------------ what goes along

only=--rules=abi-location,abi-version
outside <<'END'
/* How much it holds. */
#define BOX_SIZE (BOX_HALF + \
		  BOX_HALF)	/* both,
				 * that is */
#define BOX_HALF 2
#define BOX_COMPATIBLE "box-v1"
struct box_ser {
	u64 b;
	u8 c[BOX_SIZE];
} __packed;
END
mends 'macros that its arrays need go along' 1 0
has '#define BOX_HALF 2' 'with those that they need'
has '/* How much it holds. */' 'and what is said of them'
test "$(grep -c '^#' "$tree/include/linux/box.h")" -eq 5
result $? 'the #include of the header is all that stays'

outside <<'END'
#define BOX_VERSION 3
#define BOX_COMPATIBLE "box"
#define BOX_SIZE 4
struct box_ser {
	u64 b;
} __packed;
END
only=--rules=abi-location,abi-version,abi-compatible
mends 'an unversioned string goes where its version goes' 1 0
has '#define BOX_COMPATIBLE "box"' 'it does'
only=--rules=abi-location

outside <<'END'
struct lid { u8 a; };
#define BOX_SIZE sizeof(struct lid)
struct box_ser {
	u64 b;
	u8 c[BOX_SIZE];
} __packed;
END
mends 'a macro that needs what does not move' 0 1
err_has 'BOX_SIZE uses lid, which neither' 'says so'

outside <<'END'
#ifdef CONFIG_BOX
#define BOX_SIZE 8
#else
#define BOX_SIZE 4
#endif
struct box_ser {
	u64 b;
	u8 c[BOX_SIZE];
} __packed;
END
mends 'a macro of two values' 0 1
err_has 'BOX_SIZE cannot go along: it is defined more than once' 'says so'

outside <<'END'
#define BOX_SIZE 4
#define BOX_COMPATIBLE "box-v1"
static inline const char *box_name(void) { return BOX_COMPATIBLE; }
struct box_ser {
	u64 b;
} __packed;
END
mends 'one whose version is in use before it' 1 0

outside <<'END'
#define BOX_SIZE 4
struct box_ser {
	u64 b;
} __packed;
static const int BOX_LIDS = 1;
#define BOX_LIDS 2
struct lid_ser {
	u8 c[BOX_LIDS];
} __packed;
END
mends 'a macro whose name is something else before' 0 2
err_has 'BOX_LIDS is used before it is defined' 'says so'

# ---------------------------------------------------------------- what stays

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
#pragma pack(push, 1)
struct box_ser {
	u8 a;
	u64 b;
};
#pragma pack(pop)
END
mends 'one that a #pragma packs' 0 1

outside <<'END'
#define BOX_SIZE 4
static struct box_ser {
	u64 b;
} __packed lid __attribute__((unused));
END
mends 'one with a variable' 0 1

# -------------------------------------------------------- several of one file

outside <<'END'
#define BOX_SIZE 4
/* A lid. */
struct lid_ser {
	u32 a;
} __packed;

#define BOX_LIDS 2

struct box_ser {
	u64 b;
	struct lid_ser lids[BOX_LIDS];
} __packed;

struct box_open {
	struct lid_ser *lid;
};
END
mends 'a struct, and the one that it holds' 2 0
test "$(grep -c DOC: "$tree/$header")" -eq 1 &&
	grep -q 'DOC: box ABI' "$tree/$header" &&
	test "$(grep -c kho/abi "$tree/include/linux/box.h")" -eq 1
result $? 'one DOC: section, one #include'

outside <<'END'
#define BOX_SIZE 4
#define BOX_COMPATIBLE "box-v1"
struct box_ser {
	u64 b;
} __packed;

#define LID_COMPATIBLE "lid-v7"
struct lid_ser {
	u32 a;
} __packed;
END
only=--rules=abi-location,abi-version
mends 'two with versions of their own' 2 0
has ' * a new version in LID_COMPATIBLE.' 'the header says which is whose'

outside <<'END'
#define BOX_SIZE 4
static struct lid_ser {
	u32 a;
} __packed lid __attribute__((unused));

struct box_ser {
	u64 b;
	struct lid_ser lid;
} __packed;

struct hinge_ser {
	u32 a;
} __packed;
END
only=--rules=abi-location
mends 'what holds one that stays, stays; the rest moves' 1 2

cat >"$work/policy.ini" <<'END'
[exception lid]
rule = abi-location
struct = lid_ser
reason = a test
END
outside <<'END'
#define BOX_SIZE 4
struct lid_ser {
	u32 a;
} __packed;
struct box_ser {
	u64 b;
} __packed;
END
fix --policy "$work/policy.ini" --in-place
test "$(grep -c lid_ser "$tree/$header")" -eq 0
result $? 'an accepted one stays'

# ------------------------------------------------------- a header that is there

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
fix --in-place
err_has '1 mended, 1 left' 'two files, one header: the first moves'
out_has 'run it again' 'the other waits'
mends 'for the next run' 1 0
has 'struct lid_ser {' 'it is added'
cp "$work/box.c" "$tree/drivers/box/box.c"

# there BODY: the header of that name
there() {
	printf '#ifndef B_H\n#define B_H\n%s\n#endif\n' "$1" >"$tree/$header"
}
moving() {
	outside <<-'END'
	#define BOX_SIZE 4
	#define BOX_COMPATIBLE "box-v1"
	struct box_ser {
		u64 b;
	} __packed;
	END
}
moving
there '
struct crate;'
mends 'a header that is there' 1 0
test "$(tail -n 1 "$tree/$header")" = '#endif'
result $? 'gets it before the end of its guard'
has '#include <linux/types.h>' 'and the #include that it needs'
moving
there '#define CRATE_COMPATIBLE "crate-v1"'
mends 'one of another version' 0 1
err_has 'has a version of its own, and BOX_COMPATIBLE is another' 'says so'
moving
there '#define BOX_COMPATIBLE "box-v0"'
mends 'one that defines the same' 0 1
err_has 'is there already, and both define BOX_COMPATIBLE' 'says so'
moving
there '#include <linux/box.h>'
mends 'one that includes it' 0 1
moving
: >"$tree/$header"
mends 'one without a guard' 0 1
rm "${tree:?}/$header"
fix --in-place
has 'struct box_ser {' 'in place, the new header is made'
status_is 0 'and nothing is left'

done_testing
