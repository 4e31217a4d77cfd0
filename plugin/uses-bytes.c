// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * uses-bytes.c - who reaches for the bytes behind a token without its
 * definition: through a cast to another type, by arithmetic on a void pointer,
 * or by a function that reads what it is given (policy's [bytes]).
 *
 * To cast a token to void *, to an integer or to a struct that is not complete
 * is to pass it on; a void pointer is followed (uses-helper.c).
 */
#include "plugin.h"

/* @t under its conversions. */
static tree strip(tree t)
{
	while (CONVERT_EXPR_P(t) || TREE_CODE(t) == NON_LVALUE_EXPR ||
	       TREE_CODE(t) == SAVE_EXPR)
		t = TREE_OPERAND(t, 0);
	return t;
}

const struct lg_private *lg_bytes_token(tree t)
{
	return lg_private_pointee(TREE_TYPE(strip(t)));
}

const char *lg_bytes_word(tree type)
{
	tree name = TYPE_NAME(type);

	if (name && TREE_CODE(name) == TYPE_DECL)
		name = DECL_NAME(name);
	if (!name)
		return NULL;
	if (!RECORD_OR_UNION_TYPE_P(type) ||
	    TREE_CODE(TYPE_NAME(type)) == TYPE_DECL)
		return IDENTIFIER_POINTER(name);
	return lg_printf(&lg_facts->pool, "%s %s",
			 TREE_CODE(type) == UNION_TYPE ? "union" : "struct",
			 IDENTIFIER_POINTER(name));
}

/* A cast to a pointer through which something can be read. */
static void cast_use(tree t, location_t loc)
{
	struct lg_deed deed = { LG_USE_BYTES, NULL, NULL, NULL };
	const struct lg_private *same;
	tree to;

	if (!POINTER_TYPE_P(TREE_TYPE(t)))
		return;
	to = TREE_TYPE(TREE_TYPE(t));
	if (VOID_TYPE_P(to) || FUNC_OR_METHOD_TYPE_P(to) ||
	    !COMPLETE_TYPE_P(TYPE_MAIN_VARIANT(to)))
		return;
	deed.what = lg_bytes_token(TREE_OPERAND(t, 0));
	same = lg_private_pointee(TREE_TYPE(t));
	if (!deed.what || (same && !strcmp(same->tag, deed.what->tag)))
		return;
	deed.via = lg_bytes_word(to);
	lg_uses_add(&deed, loc);
}

/* "(void *)token + 4"; of its own type, it is uses.c's. */
static void plus_use(tree t, location_t loc)
{
	struct lg_deed deed = { LG_USE_ARITHMETIC, NULL, NULL, NULL };

	if (lg_private_pointee(TREE_TYPE(t)))
		return;
	deed.what = lg_bytes_token(TREE_OPERAND(t, 0));
	if (deed.what)
		lg_uses_add(&deed, loc);
}

static bool wants_bytes(const char *function)
{
	static const char builtin[] = "__builtin_";

	if (lg_starts(function, builtin))
		function += strlen(builtin);
	return lg_matches_any(&lg_options.policy->byte_calls, function);
}

const char *lg_bytes_call(tree call)
{
	tree fn = get_callee_fndecl(call);
	const char *name;
	size_t n;

	if (!fn || !DECL_NAME(fn))
		return NULL;
	name = IDENTIFIER_POINTER(DECL_NAME(fn));
	if (!wants_bytes(name))
		return NULL;
	if (lg_starts(name, "__builtin_"))
		name += strlen("__builtin_");
	/* the kernel's allocation profiling renames what the user called */
	n = strlen(name) - (lg_ends(name, "_noprof") ? strlen("_noprof") : 0);
	return lg_printf(&lg_facts->pool, "%.*s()", (int)n, name);
}

static void call_use(tree t, location_t loc, const char *function)
{
	struct lg_deed deed = { LG_USE_BYTES, NULL, NULL, NULL };
	tree fn = get_callee_fndecl(t);

	for (int i = 0; fn && i < call_expr_nargs(t); i++) {
		deed.what = lg_bytes_token(CALL_EXPR_ARG(t, i));
		if (!deed.what)
			continue;
		deed.via = lg_bytes_call(t);
		if (deed.via) {
			lg_uses_add(&deed, loc);
			return;
		}
		lg_helper_given(fn, i, deed.what, function, loc);
	}
}

void lg_bytes_use(tree t, location_t loc, const char *function)
{
	if (EXPR_HAS_LOCATION(t))
		loc = EXPR_LOCATION(t);
	if (CONVERT_EXPR_P(t))
		cast_use(t, loc);
	else if (TREE_CODE(t) == POINTER_PLUS_EXPR)
		plus_use(t, loc);
	else if (TREE_CODE(t) == CALL_EXPR)
		call_use(t, loc, function);
}
