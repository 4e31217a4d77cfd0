/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mailparts.h - what the files of luoguard-mail.so share: mail.c, which reads
 * mails, and answer.c, which writes them.
 */
#ifndef LUOGUARD_MAILPARTS_H
#define LUOGUARD_MAILPARTS_H

#include <gmime/gmime.h>

#include "series.h"

/* Starts GMime, once. */
void mail_begin(void);
/* The header fields of @m; NULL: it has none. Unref it. */
GMimeMessage *mail_parse_head(const struct mail *m);
/* The mail that @a is, its lines ended by "\n". */
char *mail_make_answer(struct lg_pool *pool, const struct answer *a);

#endif /* LUOGUARD_MAILPARTS_H */
