/* SPDX-License-Identifier: GPL-2.0-or-later */
/* drift.h - what rules/abi-drift.c and drift-report.c share. */
#ifndef LUOGUARD_DRIFT_H
#define LUOGUARD_DRIFT_H

#include "luoguard.h"

struct drift {
	struct lg_check *c;
	const struct lg_drift *d;
	struct lg_pool *pool;
	const struct lg_contract *before, *after;	/* of one machine */
	const char *where;	/* " on arm64 with 64K pages"; "": the first */
};

struct lg_loc lg_drift_place(const char *file, uint64_t line, uint64_t column);
/* Says how @f is mended: by the next value of version @v, with its line as a
 * hunk. */
void lg_drift_mend(struct drift *x, struct lg_finding *f,
		   const struct lg_contract_version *v);
/* "LUO_ABI_COMPATIBLE is still "luo-v5"", "no version governs it" */
const char *lg_drift_standing(struct drift *x, const struct lg_standing *s);
/* Has the version moved by now, here or earlier in the series? */
bool lg_drift_covered(const struct lg_standing *s);
/* Reports constants; those that explain what was told of a struct, there. */
void lg_drift_constants(struct drift *x);
/* Reports versions that went back, or moved for nothing. */
void lg_drift_versions(struct drift *x);

#endif /* LUOGUARD_DRIFT_H */
