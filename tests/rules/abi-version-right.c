/*
 * abi-version: every way in which a header says which version governs.
 */
/* file: include/linux/kho/abi/block.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_BLOCK_H
#define _LINUX_KHO_ABI_BLOCK_H

#include <linux/types.h>

/**
 * DOC: Governed by a header that this one does not include
 *
 * Such changes require incrementing the version number in the
 * `ROOT_FDT_COMPATIBLE` string to prevent a new kernel from misreading it.
 */

/**
 * struct block_ser - A block.
 * @a: X.
 */
struct block_ser {
	u64 a;
} __packed;

#endif
/* file: include/linux/kho/abi/root.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_ROOT_H
#define _LINUX_KHO_ABI_ROOT_H

#include <linux/types.h>

/**
 * DOC: Root ABI
 *
 * Any modification must be accompanied by an update to the "compatible" string.
 * The layout does not change with CONFIG_COMPAT, a name of Kconfig's.
 */
#define ROOT_FDT_COMPATIBLE	"root-v4"

/**
 * struct root_ser - The root.
 * @a: X.
 */
struct root_ser {
	u64 a;
} __packed;

#endif
/* file: include/linux/kho/abi/enum.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_ENUM_H
#define _LINUX_KHO_ABI_ENUM_H

#include <linux/types.h>

/**
 * DOC: A version that is an enumerator
 *
 * No macro here.
 */
enum {
	ENUM_VERSION = 2,
};

/**
 * struct enum_ser - Says so where its member is described.
 * @version: %ENUM_VERSION.
 */
struct enum_ser {
	u32 version;
} __packed;

/**
 * struct enum_part_ser - Must change together with ENUM_VERSION.
 * @a: X.
 */
struct enum_part_ser {
	u64 a;
} __packed;

#endif
/* file: include/linux/kho/abi/names.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_NAMES_H
#define _LINUX_KHO_ABI_NAMES_H

#include <linux/types.h>

/**
 * DOC: A string of another name
 *
 * The string says the version, whatever it is called.
 */
#define NAMES_FH_NAME	"names-v1"

/**
 * struct names_ser - What else could govern it?
 * @a: X.
 */
struct names_ser {
	u64 a;
} __packed;

#endif
/* file: include/linux/kho/abi/words.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_WORDS_H
#define _LINUX_KHO_ABI_WORDS_H

#include <linux/types.h>

/**
 * DOC: A version by another name
 *
 * The first word says it.
 */
#define WORDS_ABI_REV	3

/**
 * struct words_ser - Begins with its version.
 * @abi_version: %WORDS_ABI_REV.
 */
struct words_ser {
	u32 abi_version;
} __packed;

#endif
/* file: include/linux/kho/abi/member.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_MEMBER_H
#define _LINUX_KHO_ABI_MEMBER_H

#include <linux/types.h>

/**
 * DOC: Member ABI
 *
 * The version is the first member.
 */
#define MEMBER_DATA_VERSION	1

/**
 * struct member_data - Data.
 * @version: ABI version of this struct (must be first field)
 * @a: X.
 */
struct member_data {
	u32 version;
	u32 a;
} __packed;

#endif
/* file: include/linux/kho/abi/beside.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_BESIDE_H
#define _LINUX_KHO_ABI_BESIDE_H

#include <linux/types.h>

/**
 * DOC: Beside ABI
 *
 * The string finds the handler, the number says the layout.
 */
#define BESIDE_COMPATIBLE	"beside"
#define BESIDE_VERSION		(3)

/**
 * struct beside_ser - Beside.
 * @a: X.
 */
struct beside_ser {
	u64 a;
} __packed;

#endif
/* file: include/linux/kho/abi/composed.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_COMPOSED_H
#define _LINUX_KHO_ABI_COMPOSED_H

#include <linux/stringify.h>
#include <linux/types.h>

/**
 * DOC: Composed ABI
 *
 * Increment the version number in the relevant `_COMPATIBLE` string.
 */
#define COMPOSED_BASE_COMPATIBLE	"composed"
#define COMPOSED_NUMBER			7
#define COMPOSED_COMPATIBLE \
	COMPOSED_BASE_COMPATIBLE ";" "sub-v" __stringify(COMPOSED_NUMBER)

/**
 * struct composed_ser - Composed.
 * @a: X.
 */
struct composed_ser {
	u64 a;
} __packed;

/**
 * union composed_choice - A union is a contract as well.
 * @a: X.
 */
union composed_choice {
	u64 a;
} __packed;

#endif
/* file: include/linux/kho/abi/param.h */
/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_KHO_ABI_PARAM_H
#define _LINUX_KHO_ABI_PARAM_H

#include <linux/types.h>

/**
 * DOC: Parameter ABI
 *
 * For tests.
 */
#define PARAM_COMPATIBLE(i)	"param-v" #i

/**
 * struct param_ser - Parameter.
 * @a: X.
 */
struct param_ser {
	u64 a;
} __packed;

#endif
