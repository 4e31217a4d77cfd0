/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json.h - what json.c, which reads findings, record.c and facts-out.c share.
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

/* A new, empty object. */
struct json_object *lg_json_object(void);
/* Adds @s, with what is no UTF-8 escaped; NULL: null. */
void lg_json_add_string(struct json_object *o, const char *key, const char *s);
/* Adds @n; 0: null. */
void lg_json_add_number(struct json_object *o, const char *key, unsigned int n);
/* Adds file, line and column. */
void lg_json_add_loc(struct json_object *o, struct lg_loc loc);

#ifdef __cplusplus
}
#endif
#endif /* LUOGUARD_JSON_H */
