/* SPDX-License-Identifier: GPL-2.0-or-later */
/* policy-read.h - what policy.c, policy-read.c and policy-section.c share. */
#ifndef LUOGUARD_POLICY_READ_H
#define LUOGUARD_POLICY_READ_H

#include "luoguard.h"

enum value { VALUE_LIST, VALUE_RULES, VALUE_WORD, VALUE_TEXT, VALUE_KIND,
	     VALUE_REPLACE, VALUE_BOOL, VALUE_FLOW, VALUE_TREES, VALUE_MEMBERS };

struct key {
	const char *section, *name;
	enum value value;
	bool required;
	size_t offset;		/* into the section's entry */
};

struct section {
	const char *head;	/* "friend drivers/xen/pci.c" */
	unsigned int line;
};

struct reader {
	struct lg_policy *policy;
	const char *file;
	const char *at;		/* the text from here on is unread */
	unsigned int line;	/* of the line that inih works on */
	bool indented;		/* that line */
	bool continues;		/* it, the value of the line above */
	LG_VEC(struct section) sections;	/* of this file */
	const char *kind;	/* of the open section, "zone"; NULL: none */
	void *entry;		/* what it fills */
	uint64_t seen;		/* its keys, by index */
	char *error;
	unsigned int error_line;
};

/* Keeps the first error. Returns 0: inih's word for a failed handler. */
int lg_policy_fail(struct reader *r, unsigned int line, const char *fmt, ...)
		   LG_PRINTF(3, 4);
#define FAIL(r, ...) lg_policy_fail(r, (r)->line, __VA_ARGS__)
/* Opens section @head, what stands between the brackets. 0: an error. */
int lg_policy_open(struct reader *r, const char *head);
/* Closes the open section: what it must say, it has said by now. */
int lg_policy_close(struct reader *r);
/* What key @k fills in the open section's entry. */
void *lg_policy_field(const struct reader *r, const struct key *k);

extern const struct key lg_policy_keys[];
extern const size_t lg_policy_n_keys;

/* Adds policy @text, of file @name, to @policy. NULL, or what is wrong, in
 * the policy's pool. */
char *lg_policy_read(struct lg_policy *policy, const char *name,
		     const char *text);
/* Empties every list. Strings stay in the pool. */
void lg_policy_forget(struct lg_policy *policy);

#endif /* LUOGUARD_POLICY_READ_H */
