// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * jsonl.c - findings as JSON, one object a line, with the contract's keys.
 */
#include <json-c/json.h>

#include "command.h"

void report_json(struct output *out)
{
	for (size_t i = 0; i < out->findings.v.n; i++) {
		const struct lg_finding *f = out->findings.v.v[i];
		struct json_object *o;

		if (f->accepted)
			continue;
		o = lg_finding_to_json(f);
		fputs(json_object_to_json_string_ext(o,
				JSON_C_TO_STRING_PLAIN |
				JSON_C_TO_STRING_NOSLASHESCAPE), out->out);
		fputc('\n', out->out);
		json_object_put(o);
	}
}
