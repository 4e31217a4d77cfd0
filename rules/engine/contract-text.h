/* SPDX-License-Identifier: GPL-2.0-or-later */
/* contract-text.h - what contract-text.c and contract-field.c share. */
#ifndef LUOGUARD_CONTRACT_TEXT_H
#define LUOGUARD_CONTRACT_TEXT_H

#include "luoguard.h"

enum field_kind { TEXT, BYTES, NUMBER, SIGNED, FLAG, WORD };

struct field {
	const char *key;
	enum field_kind kind;
	size_t offset;
	const char *const *words;	/* WORD */
};

/* What the lines have, the name first; ended by one without a key. */
extern const struct field lg_machine_fields[], lg_header_fields[],
	lg_version_fields[], lg_struct_fields[], lg_member_fields[],
	lg_constant_fields[];

struct reading {
	struct lg_contracts *all;
	struct lg_contract *c;		/* of the machine above */
	struct lg_contract_struct *s;	/* the struct above ... */
	bool known;			/* ... has been read before */
	const char *name;
	unsigned int line;
	const char *error;
};

/* Keeps the first error; false. */
bool lg_field_wrong(struct reading *r, const char *fmt, ...) LG_PRINTF(2, 3);
/* The next word of the line at *@at; NULL: none, or an error. */
const char *lg_field_word(struct reading *r, const char **at);
/* Prints @entry as a line. */
void lg_field_put(const char *kind, const struct field *fields,
		  const void *entry, FILE *out);
/* Makes @entry's strings, which are another's, its own. */
void lg_field_copy(struct lg_pool *pool, const struct field *fields,
		   void *entry);
/* Fills @entry from such a line, behind its first word. */
bool lg_field_read(struct reading *r, const char *kind,
		   const struct field *fields, const char *at, void *entry);

#endif /* LUOGUARD_CONTRACT_TEXT_H */
