/* SPDX-License-Identifier: GPL-2.0-or-later */
/* policy-read.h - what policy.c and policy-read.c want of each other. */
#ifndef LUOGUARD_POLICY_READ_H
#define LUOGUARD_POLICY_READ_H

/* Adds policy @text, of file @name, to @policy. NULL, or what is wrong, in
 * the policy's pool. */
char *lg_policy_read(struct lg_policy *policy, const char *name,
		     const char *text);
/* Empties every list. Strings stay in the pool. */
void lg_policy_forget(struct lg_policy *policy);

#endif /* LUOGUARD_POLICY_READ_H */
