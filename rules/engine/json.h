/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json.h - what json.c, which reads findings, and record.c share.
 */
#ifndef LUOGUARD_JSON_H
#define LUOGUARD_JSON_H

#include <json-c/json.h>

#include "luoguard.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Reads string @key of @o into *@to, in @pool. False when it is missing, is no
 * string, holds a NUL, or is null but not @optional. */
bool lg_json_string(struct lg_pool *pool, struct json_object *o,
		    const char *key, bool optional, const char **to);

#ifdef __cplusplus
}
#endif
#endif /* LUOGUARD_JSON_H */
