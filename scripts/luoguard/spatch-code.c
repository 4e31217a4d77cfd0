// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * spatch-code.c - facts about what code does, as semantic patches find them:
 * memory that is handed over, blobs that are read, LUO's callbacks.
 *
 * What the words of a report are, cocci/flow.py says for flows:
 *
 *     struct foo: f:2 hands it over at 31:5
 *
 * and the semantic patch for the rest.
 */
#include <ctype.h>

#include "spatch.h"

#define FAR 4096	/* bytes: nobody writes that much in between */

/* -------------------------------------------------------------------- text */

/* Is @name one that @words of policy's [flow] are about? Notes in @output that
 * it says where memory is. */
static bool names_way(const lg_strings *words, const char *name, bool *output)
{
	size_t n = strlen(name);
	bool found = false;

	for (size_t i = 0; i < words->n; i++) {
		const char *word = words->v[i];

		if (strncmp(word, name, n) || (word[n] && word[n] != ':'))
			continue;
		found = true;
		*output |= lg_starts(word + n, ":*");
	}
	return found;
}

/* The struct that such a member is in: its own name may be "data". */
static bool names_holder(const lg_strings *members, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < members->n; i++)
		if (!strncmp(members->v[i], name, n) && members->v[i][n] == '.')
			return true;
	return false;
}

/* The first of @stop's characters behind @at; not far behind. */
static char next_of(const char *at, const char *stop)
{
	size_t n = 0;

	while (n < FAR && at[n] && !strchr(stop, at[n]))
		n++;
	return n < FAR ? at[n] : '\0';
}

/* Is the argument list, if one begins at @at, given an address? */
static bool takes_address(const char *at)
{
	const char *end = at + strnlen(at, FAR);
	int depth = 0;

	while (at < end && isspace((unsigned char)*at))
		at++;
	if (*at != '(')
		return false;
	for (; at < end && *at != ';'; at++) {
		depth += (*at == '(') - (*at == ')');
		if (!depth)
			return false;
		if (*at == '&')
			return true;
	}
	return false;
}

/* Does a variable with an initializer follow the type that ends at @at? */
static bool initializes(const char *at)
{
	return next_of(at, "=*;,(){}") == '=';
}

/* Does a definition follow the word "struct" that ends at @at? */
static bool defines(const char *at)
{
	size_t n = strnlen(at, FAR);
	const char *attribute = (const char *)memmem(at, n, "__attribute__",
						     strlen("__attribute__"));
	char c = next_of(at, "{;*=,)");

	/* struct __attribute__((packed)) foo { */
	if (c == ')' && attribute)
		c = next_of(at, ")") ? '{' : c;
	return c == '{';
}

static bool calls(const char *at)
{
	return at[strspn(at, " \t\n")] == '(';
}

/* @inside: of braces, where no function is declared or defined. */
static void judge(const struct lg_policy *p, const char *word,
		  const char *behind, bool inside, struct spatch_code *code)
{
	bool output = false;
	bool way = names_way(&p->flow_hands, word, &output) |
		   names_way(&p->flow_takes, word, &output);

	code->flows |= way && inside && calls(behind);
	code->holders |= names_holder(&p->flow_members, word);
	code->blobs |= output && takes_address(behind);
	if (!code->structs && (!strcmp(word, "struct") ||
			       !strcmp(word, "union")))
		code->structs = defines(behind);
	code->callbacks |= lg_policy_callbacks(p, word) && initializes(behind);
}

struct spatch_code spatch_code_of(const struct lg_policy *p,
				  const struct lg_file *f)
{
	struct spatch_code code = { false, false, false, false, false };
	char word[128];
	size_t length;
	int depth = 0;

	for (size_t at = 0; at < f->bytes; at += length + 1) {
		for (length = 0; isalnum((unsigned char)f->code[at + length]) ||
				 f->code[at + length] == '_';)
			length++;
		if (length && length < sizeof(word)) {
			memcpy(word, f->code + at, length);
			word[length] = '\0';
			judge(p, word, f->code + at + length, depth > 0, &code);
		}
		depth += f->code[at + length] == '{';
		depth -= f->code[at + length] == '}' && depth;	/* #if */
	}
	code.flows |= code.holders && lg_ends(f->path, ".c");
	return code;
}

bool spatch_on_way(const struct lg_policy *p, const char *word)
{
	bool output = false;

	return names_way(&p->flow_hands, word, &output) ||
	       names_way(&p->flow_takes, word, &output) ||
	       names_holder(&p->flow_members, word) ||
	       lg_policy_callbacks(p, word);
}

bool spatch_on_code(const char *id)
{
	return !strcmp(id, "private-serialized") ||
	       !strcmp(id, "abi-version-check") || !strcmp(id, "luo-callback");
}

/* ------------------------------------------------------------------- flows */

/* "f:2", "holder.member" */
static bool read_way(struct lg_pool *pool, const char *way, struct lg_flow *flow)
{
	const char *dot = strchr(way, '.');
	struct lg_flow_word w;

	if (dot) {
		flow->what = LG_FLOW_MEMBER;
		flow->holder = lg_strndup(pool, way, (size_t)(dot - way));
		flow->name = dot + 1;
		return true;
	}
	if (!lg_flow_word(pool, way, false, &w))
		return false;
	flow->what = w.deref ? LG_FLOW_OUTPUT : w.arg < 0 ? LG_FLOW_MACRO :
		     w.arg ? LG_FLOW_ARGUMENT : LG_FLOW_RESULT;
	flow->name = w.name;
	flow->arg = w.arg;
	return true;
}

/* A struct has one flow there and one back: the first in the file. */
static struct lg_flow *known(struct lg_facts *facts, const char *tag, bool in)
{
	for (size_t i = 0; i < facts->flows.n; i++)
		if (!strcmp(facts->flows.v[i]->tag, tag) &&
		    facts->flows.v[i]->in == in)
			return facts->flows.v[i];
	return NULL;
}

/* "f:2 hands it over at 31:5, ..." */
static void add_flow(struct lg_facts *facts, const struct spatch_report *r)
{
	const char *space = strchr(r->name, ' '), *at = strstr(r->what, " at ");
	const char *tag = space ? space + 1 : r->name;
	size_t n = strcspn(r->what, " ");
	struct lg_flow_step step;
	struct lg_flow flow, *old;

	memset(&step, 0, sizeof(step));
	memset(&flow, 0, sizeof(flow));
	flow.in = lg_starts(r->what + n, " takes");
	step.loc.file = r->loc.file;
	if (!at || sscanf(at, " at %u:%u", &step.loc.line,
			  &step.loc.column) != 2 ||
	    !read_way(&facts->pool, lg_strndup(&facts->pool, r->what, n),
		      &flow))
		return;
	old = known(facts, tag, flow.in);
	if (old && old->steps.v[0].loc.line <= step.loc.line)
		return;
	if (old) {
		lg_vec_free(&old->steps);
		flow.tag = old->tag;
		*old = flow;
	} else {
		old = lg_flow_add(facts, &flow, tag);
	}
	lg_flow_step(facts, old, step);
}

/* ------------------------------------------------------------------- blobs */

/* "struct foo: @state is read before @version, in f()"; "without": it is
 * compared nowhere in the function. */
static void add_unchecked(struct lg_facts *facts, const struct spatch_report *r)
{
	struct lg_unchecked u;
	char member[128], when[16], version[128], function[128];

	if (sscanf(r->what, "@%127[^ ] is read %15s @%127[^,], in %127[^(]",
		   member, when, version, function) != 4)
		return;
	memset(&u, 0, sizeof(u));
	u.tag = lg_strdup(&facts->pool, r->name + strcspn(r->name, " ") + 1);
	u.member = lg_strdup(&facts->pool, member);
	u.version = lg_strdup(&facts->pool, version);
	u.function = lg_strdup(&facts->pool, function);
	u.compared = !strcmp(when, "before");
	u.loc = r->loc;
	lg_vec_push(&facts->unchecked, u);
}

/* --------------------------------------------------------------- callbacks */

static struct lg_ops *add_ops(struct lg_facts *facts, const char *name,
			      const char *tag, struct lg_loc loc)
{
	const struct lg_callbacks *of = lg_policy_callbacks(facts->policy, tag);
	struct lg_ops *ops;

	if (!of)
		return NULL;
	ops = lg_ops_add(facts);
	ops->of = of;
	ops->name = lg_strdup(&facts->pool, name);
	ops->loc = loc;
	return ops;
}

/* "ops: no .unpreserve, only .preserve, .finish of struct T" */
static void add_incomplete(struct lg_facts *facts,
			   const struct spatch_report *r)
{
	const char *only = strstr(r->what, ", only ");
	const char *of = strstr(r->what, " of struct ");
	struct lg_callback c;
	struct lg_ops *ops;

	if (!only || !of || of < only)
		return;
	ops = add_ops(facts, r->name, of + strlen(" of struct "), r->loc);
	memset(&c, 0, sizeof(c));
	c.loc = r->loc;
	for (const char *p = only; ops && (p = strchr(p, '.')) && p < of; p++) {
		c.member = lg_strndup(&facts->pool, p + 1,
				      strcspn(p + 1, ", "));
		lg_vec_push(&ops->members, c);
	}
}

/* "f: does nothing, .finish of ops at 31:5, struct T" */
static void add_idle(struct lg_facts *facts, const struct spatch_report *r)
{
	char member[128], name[128], tag[128];
	struct lg_loc loc = r->loc;
	struct lg_callback c;
	struct lg_ops *ops;

	if (sscanf(r->what, "does nothing, .%127s of %127s at %u:%u, "
		   "struct %127s", member, name, &loc.line, &loc.column,
		   tag) != 5)
		return;
	ops = add_ops(facts, name, tag, loc);
	if (!ops)
		return;
	ops->open = true;	/* what is missing, another report says */
	memset(&c, 0, sizeof(c));
	c.member = lg_strdup(&facts->pool, member);
	c.function = lg_strdup(&facts->pool, r->name);
	c.idle = true;
	c.loc = r->loc;
	lg_vec_push(&ops->members, c);
}

void spatch_add_code(struct lg_facts *facts, const char *id,
		     const struct spatch_report *r)
{
	if (!strcmp(id, "abi-version-check"))
		add_unchecked(facts, r);
	else if (!strcmp(id, "luo-callback") && lg_starts(r->what, "no "))
		add_incomplete(facts, r);
	else if (!strcmp(id, "luo-callback"))
		add_idle(facts, r);
	else
		add_flow(facts, r);
}
