/* SPDX-License-Identifier: GPL-2.0-or-later */
/* run.h - what store.c wants of run.c beside lg_run_id(). */
#ifndef LUOGUARD_RUN_H
#define LUOGUARD_RUN_H

#include <stdbool.h>

/* Is @id a run's id, and has its make ended? */
bool lg_run_ended(const char *id);

#endif /* LUOGUARD_RUN_H */
