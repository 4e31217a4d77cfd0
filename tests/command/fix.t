#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# fix.t - luoguard check --fix: the patch applies, what it mends compiles to the
# same object and is clean afterwards, and what cannot be mended is left alone.

set -u
. "$(dirname "$0")/fix.sh"

# ------------------------------------------------------------------- __packed

use 'sizeof(struct box_ser)'
doc a <<'END' | guarded >"$tree/$header"
struct box_ser {
	u64 a;
};
END
mends 'no hole: __packed' 1 0
has '} __packed;' 'behind the brace'

use "sizeof(struct box_ser), $(at b), $(at d)"
doc a b c d e <<'END' | guarded >"$tree/$header"
struct box_ser {
	u8 a;	/* more
		 * than one line */
	u32 b;
	u16 c;
	u64 d;
	u16 e;
};
END
mends 'three holes are named first' 1 0
has '	u8 reserved[3];' 'the first'
has '	u8 reserved3[6];' 'and the padding at the end'

use "sizeof(struct box_ser), $(at b)"
guarded >"$tree/$header" <<'END'
struct box_ser {
	u8 a;
	u16 b;
	u8 reserved;
};
END
mends 'a name that is taken, and no kernel-doc' 2 0
has '	u8 reserved2;' 'the next one is free'
has ' * @reserved: describe' 'the skeleton'

doc a b <<'END' | guarded >"$tree/$header"
struct box_ser {
	u8 a; u16 b;
};
END
mends 'two members on a line' 0 1
err_has '--fix leaves it: a union, an #if, a macro or another member' 'says why'

doc a b <<'END' | guarded >"$tree/$header"
struct box_ser {
	u8 a;
#ifdef CONFIG_BOX
	u32 c;
#endif
	u32 b;
};
END
mends 'a layout under #if' 0 1

only=--rules=abi-packed
doc b <<'END' | guarded >"$tree/$header"
#define BOX_HEAD u8 a; u32 a2;
struct box_ser {
	BOX_HEAD
	u32 b;
};
END
mends 'members that a macro makes' 0 1

use 'sizeof(struct box_ser), sizeof(struct box_in_ser)'
only=--rules=abi-packed,abi-doc
guarded >"$tree/$header" <<'END'
#define BOX(name) struct name { u32 a; u64 b; }
BOX(box_ser);
BOX(box_in_ser);
END
mends 'structs that a macro makes' 0 4
err_has '--fix leaves it: a macro makes it' 'says why'
only=$all

use "sizeof(struct box_ser), $(at x), $(at b)"
doc k x y b <<'END' | guarded >"$tree/$header"
struct box_ser {
	u64 k;
	struct {
		u8 x;
		u32 y;
	};
	u64 b;
};
END
mends 'a hole in an unnamed struct' 1 0
has '		u8 reserved[3];' 'is named there'

doc k x b <<'END' | guarded >"$tree/$header"
struct box_ser {
	u64 k;
	union {
		u8 x[5];
		u32 y;
	};
	u64 b;
};
END
only=--rules=abi-packed
mends 'padding of a union' 0 1
only=$all

use 'sizeof(box_ser)'
guarded >"$tree/$header" <<'END'
typedef struct {
	unsigned int a;
	u64 b;
} box_ser;
END
fix
cp "$work/out" "$work/patch"
git -C "$tree" apply "$work/patch" 2>>"$work/err" && layout >/dev/null
result $? 'a typedef: the patch applies and compiles'
has '} __packed box_ser;' 'the attribute stands before its name'
fix
out_empty 'a second --fix is empty'

use "sizeof(struct box_ser), $(at b)"
doc a b <<'END' | guarded >"$tree/$header"
struct box_ser
{
	u32		a;
	u64		b;
}
__attribute__((aligned(16)))
;
END
mends 'an attribute on a line of its own' 1 0

doc a b c <<'END' | guarded >"$tree/$header"
struct __attribute__((aligned(8))) box_ser {
	u8 a __attribute__((aligned(4)));
	u8 b __attribute__((aligned(4)));
	u8 c;
};
END
mends 'attributes in front, and on members' 1 0

doc a b <<'END' | guarded >"$tree/$header"
struct box_ser {
	u32 a;
	u64 b[];
};
END
mends 'a hole in front of a flexible array' 1 0

# ---------------------------------------------------------------------- types

use "sizeof(struct box_ser), $(at g), (typeof(((struct box_ser *)0)->b))-1"
doc a b c d e f g h <<'END' | guarded >"$tree/$header"
struct box_ser {
	unsigned int a, b;
	unsigned		c;
	int unsigned short	d;
	short e;
	long long f;
	unsigned int g[2];
	u8 h[8];
} __packed;
END
sed -i '/^typedef unsigned long long u64/a typedef short s16;\ntypedef long long s64;' \
	"$tree/include/linux/types.h"
mends 'types of a certain width' 7 0
has '	u32 a, b;' 'two members of one declaration'
has '	s64 f;' 'long long'

use 'sizeof(struct box_ser)'
only=--rules=abi-type
doc a b c d e f g <<'END' | guarded >"$tree/$header"
typedef unsigned int number;
enum box_kind { BOX_RED };
struct box_ser {
	unsigned int *a;
	unsigned long b;
	number c;
	enum box_kind d;
	bool e;
	size_t f;
	unsigned /* what? */ int g;
} __packed;
END
mends 'never a pointer, long, typedef, enum, bool, size_t or comment' 0 7
err_has '--fix leaves it: number may have a meaning of its own' 'says why'

doc a <<'END' | guarded >"$tree/$header"
#define BOX_MEMBER(name) unsigned int name
struct box_ser {
	BOX_MEMBER(a);
} __packed;
END
mends 'a type that a macro makes' 0 1

mv "$tree/include/linux/types.h" "$work/types.h"
doc a <<'END' | guarded | sed /types.h/d >"$tree/$header"
struct box_ser {
	unsigned int a;
} __packed;
END
mends 'a tree that defines no u32' 0 1
err_has '--fix leaves it: it knows no u8, u16, u32 and u64, and the tree has no include/linux/types.h' \
	'says why'
mv "$work/types.h" "$tree/include/linux/types.h"
only=$all

# ------------------------------------------------------------------ kernel-doc

doc b <<'END' | sed 's|^ \*/| **/|' | guarded >"$tree/$header"
struct box_ser {
	const unsigned int a;
	u32 b;
	volatile const int c;
	u32 d;
} __packed;
END
sed -i '/^typedef short s16/i typedef int s32;' "$tree/include/linux/types.h"
mends 'const and volatile; a comment that ends in two stars' 5 0
has '	volatile const s32 c;' 'the type alone changes'

doc b d <<'END' | guarded >"$tree/$header"
struct box_ser {
	u32 a;
	u32 b;
	u32 c;
	u32 d;
	u32 e;
	u32 f;
} __packed;
END
mends 'members without @member:' 4 0
test "$(sed -n 's/^ \* @\(.\):.*/\1/p' "$tree/$header" | tr -d '\n')" = abcdef
result $? 'in order'

doc lenght <<'END' | guarded >"$tree/$header"
struct box_ser {
	u32 length;
} __packed;
END
mends 'a misspelled @member:' 2 0
has ' * @length: what it is' 'is spelled right'

guarded >"$tree/$header" <<'END'
/**
 * struct box_ser - a box, and more
 *   than that
 *
 * The root node says compatible = "box-v1".
 */
struct box_ser {
	u32 a;
} __packed;
END
mends 'a stale version; the first @member:' 2 0
has 'compatible = "box-v2".' 'the right one'

cat >"$tree/$header" <<'END'
/* SPDX-License-Identifier: GPL-2.0 */
#define BOX_COMPATIBLE "box-v1"

struct box_ser {
	unsigned int weight;
	unsigned char lid;
};
END
sed -i 's|^#include|#include <linux/types.h>\n&|' "$tree/drivers/box/box.c"
mends 'a header without #include' 3 0
has '#include <linux/types.h>' 'gets the one it needs'

# ------------------------------------------------------- files of other kinds

broken() {
	guarded <<'END'
struct box_ser {
	unsigned int a;
	u64 b;
};
END
}

broken | sed 's/$/\r/' >"$tree/$header"
mends 'CR LF' 3 0
test "$(grep -c "$(printf '\r')\$" "$tree/$header")" -eq \
	"$(wc -l <"$tree/$header")"
result $? 'and every line ends in it'
broken | head -c -1 >"$tree/$header"
mends 'no newline at the end' 3 0
test "$(tail -c 6 "$tree/$header")" = '#endif'
result $? 'nor afterwards'
{
	echo 'typedef unsigned char u8;'
	echo 'typedef unsigned long long u64;'
	echo '#define __packed __attribute__((packed))'
	printf 'struct box_ser { u64 b; };'
} >"$tree/$header"
sed -i '/types.h/d' "$tree/drivers/box/box.c"
mends 'all on a last line without its end' 2 0

# ------------------------------------------------------------------- in place

only=$all
use 'sizeof(struct box_ser)'

broken >"$tree/$header"
chmod 640 "$tree/$header"
fix --in-place
status_is 0 'in place: nothing is left'
out_empty 'nothing printed'
has '} __packed;' 'the file is mended'
test "$(stat -c %a "$tree/$header")" = 640
result $? 'its mode is kept'
test "$(ls "$tree/include/linux/kho/abi")" = box.h
result $? 'nothing else is there'

broken >"$tree/$header"
chmod 444 "$tree/$header"
cp "$tree/$header" "$work/was"
fix --in-place
says 2 "$header: may not be written; nothing was changed" 'a read-only file'
cmp -s "$tree/$header" "$work/was"
result $? 'is as it was'
chmod 644 "$tree/$header"

mv "$tree/$header" "$work/elsewhere.h"
ln -s "$work/elsewhere.h" "$tree/$header"
fix --in-place
err_has '0 mended, 3 left' 'a link out of the tree'
cmp -s "$work/elsewhere.h" "$work/was"
result $? 'is not followed'
rm "$tree/$header"

broken >"$tree/$header"
fix
status_is 0 'what is left decides on the status'
err_has '3 mended, 0 left' 'all of it is mended'
cat >"$work/policy.ini" <<'END'
[exception box]
rule = abi-packed
reason = a test
END
fix --policy "$work/policy.ini"
err_has '2 mended, 0 left' 'an accepted finding is not mended'
run "$lg" check --build "$build" --rules=abi-type --fail-on=never \
	--format=sarif
test "$(jq -c '.runs[0].results[0].fixes[0].artifactChanges[0].replacements' \
	"$work/out")" = '[{"deletedRegion":{"startLine":15,"startColumn":2,"endColumn":14},"insertedContent":{"text":"u32"}}]'
result $? 'SARIF carries what --fix does'
run "$lg" check --build "$build" --in-place
says 2 '--in-place goes with --fix' '--in-place alone'
done_testing
