// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * spatch-ask.c - what there is to ask Coccinelle about a file: text decides it,
 * so that few files are asked about, and of those what can matter.
 */
#include <errno.h>

#include "spatch-state.h"

/* Rules about the structs that a file defines. */
static const char *const on_structs[] = {
	"abi-doc", "abi-location", "abi-packed", "abi-type",
};
#define BY_FLOW 1	/* among them: known by what code does, too */

static bool among(const lg_strings *list, const char *word)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->v[i], word))
			return true;
	return false;
}

void spatch_not_checked(struct spatch *s, const char *path, const char *why)
{
	if (among(&s->left, path))
		return;		/* said already */
	lg_vec_push(&s->left, path);
	output_file_not_checked(s->out, path, why);
}

static void add_task(struct spatch *s, struct subject *of, const char *rule)
{
	struct task t = { .of = of, .rule = rule };

	lg_vec_push(&s->state->tasks, t);
}

/* What is asked of functions alone that may have to do with some structs. */
struct narrowed {
	const char *rule;
	const struct lg_file *f;
	const lg_strings *tags;
	bool types;		/* with what the headers say of those */
};

/* The file for that, below @root: where it lies in its tree counts, too. */
static void write_narrow(struct spatch *s, struct subject *of,
			 const char *root, const struct lg_file *f,
			 const struct narrowed *q)
{
	struct lg_pool scratch = { NULL };
	const char *types = "", *text;

	if (of->types)
		types = lg_read_file(&scratch, of->types, NULL);
	if (!types)
		lg_die("%s: %s", of->types, strerror(errno));
	text = spatch_narrow(&scratch, f, types, q->tags);
	of->narrow = lg_printf(&s->pool, "%s-%s/%s", root, q->rule, of->path);
	directories_make(&scratch, of->narrow);
	if (lg_write_file(of->narrow, text, f->bytes) < 0)
		lg_die("%s: %s", of->narrow, strerror(errno));
	lg_pool_free(&scratch);
}

static void write_types(struct spatch *s, struct subject *of,
			const struct narrowed *q)
{
	struct spatch_state *st = s->state;
	const char *why;
	FILE *out;

	of->types = lg_printf(&s->pool, "%s/types-%zu.h", s->temp, st->tasks.n);
	out = fopen(of->types, "we");
	if (!out)
		lg_die("%s: %s", of->types, strerror(errno));
	if (!st->types)
		st->types = types_new(s->tree, s->headers);
	why = types_print(st->types, q->f, q->tags, out);
	if (why)
		spatch_not_checked(s, of->path, lg_printf(&s->pool, "a part of "
							  "it, %s", why));
	if (fclose(out))
		lg_die("%s: %s", of->types, strerror(errno));
}

/* Asks of the file in the other state, with what the headers say in this one:
 * it is found there that they say the same. */
static void ask_ahead(struct spatch *s, const struct subject *of,
		      const struct narrowed *q)
{
	struct lg_pool scratch = { NULL };
	struct subject *then;
	struct task t = { .rule = q->rule };
	size_t bytes = 0;
	char *text = s->other(s->other_arg, &scratch, of->path, &bytes);
	struct lg_file *f;

	for (size_t i = 0; text && i < bytes; i++)
		if (!text[i])
			text[i] = ' ';
	if (text) {
		f = lg_file_parse(&scratch, of->path, text);
		then = lg_new(&s->pool, struct subject);
		*then = *of;
		write_narrow(s, then, s->state->ahead, f, q);
		t.of = then;
		t.ahead = ahead_enter(s->ahead, q->rule, of->path, then->narrow,
				      of->types);
		lg_vec_push(&s->state->tasks, t);
		lg_file_free(f);
	}
	lg_pool_free(&scratch);
}

/* What the file @whole uses: spatch may have said it already. What is asked. */
static struct subject *ask_uses(struct spatch *s, const struct subject *whole,
				const struct narrowed *q)
{
	struct subject *of = lg_new(&s->pool, struct subject);
	const char *full, *said;

	*of = *whole;
	if (q->types)
		write_types(s, of, q);
	write_narrow(s, of, s->state->narrow, q->f, q);
	said = s->other ? NULL : ahead_find(s->ahead, q->rule, of->path,
					    of->narrow, of->types, &full);
	if (said) {
		spatch_take(s, q->rule, of->path, full, said);
		return of;
	}
	add_task(s, of, q->rule);
	if (s->other)
		ask_ahead(s, of, q);
	return of;
}

/* Semantic patches know names, no patterns. True: the file was told of. */
static bool told_pattern(struct spatch *s, const char *path,
			 const struct lg_file *f, const lg_strings *tags)
{
	for (size_t i = 0; i < tags->n; i++) {
		if (!strpbrk(tags->v[i], "*?[\\") ||
		    !lg_file_mentions(f, tags->v[i]))
			continue;
		spatch_not_checked(s, path, lg_printf(&s->pool, "policy names "
			"private structs by a pattern, %s, which Coccinelle "
			"does not take", tags->v[i]));
		return true;
	}
	return false;
}

/* What code does: SPATCH_CODE if anything is asked about that. */
static unsigned int ask_code(struct spatch *s, struct subject *of,
			     const struct spatch_code *code, bool private)
{
	const struct {
		const char *rule;
		bool asked;
	} rules[] = {
		{ "private-serialized", code->flows && private },
		{ "abi-version-check", code->blobs },
		{ "luo-callback", code->callbacks },
	};
	unsigned int about = 0;

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (rules[i].asked &&
		    options_want(s->o, s->policy, rules[i].rule)) {
			add_task(s, of, rules[i].rule);
			about = SPATCH_CODE;
		}
	s->flows += code->flows;
	return about;
}

/* Where private structs are defined, and used: SPATCH_PRIVATE if that is
 * asked. */
static unsigned int ask_private(struct spatch *s, struct subject *of,
				const struct lg_file *f,
				const lg_strings *tags, bool named)
{
	const struct narrowed q = { "private-use", f, tags, true };
	bool defines = options_want(s->o, s->policy, "private-definition") &&
		       spatch_defines_private(s->policy, f);
	bool uses = named && options_want(s->o, s->policy, q.rule);

	if ((!defines && !uses) || told_pattern(s, of->path, f, tags))
		return 0;
	if (defines)
		add_task(s, of, "private-definition");
	if (uses)
		ask_uses(s, of, &q);
	return SPATCH_PRIVATE;
}

/* What private members the file may use. If it is asked for nothing else, what
 * is left of it then is all that has to be parsed. */
static void ask_members(struct spatch *s, struct task *parse,
			const struct lg_file *f, bool alone)
{
	const struct narrowed q = { "private-member", f, &parse->tags, false };
	struct subject *of = parse->of;

	if (!marks_may_use(&s->state->marks, of->path, f->code, f->bytes,
			   &parse->tags))
		return;
	of = ask_uses(s, of, &q);
	if (alone)
		parse->of = of;
}

static void ask(struct spatch *s, const char *path, const char *full,
		const struct lg_file *f)
{
	struct subject *of = lg_new(&s->pool, struct subject);
	size_t before = s->state->tasks.n;
	lg_strings tags = { NULL, 0, 0 };
	bool serialized = spatch_defines_serialized(s->policy, f);
	bool private = spatch_names_private(s->policy, f, &tags);
	struct spatch_code code = spatch_code_of(s->policy, f);
	struct task parse = { .of = of };

	of->path = path;
	of->full = full;
	for (size_t i = 0; i < 4; i++)
		if ((serialized ||
		     (i == BY_FLOW && code.flows && code.structs)) &&
		    options_want(s->o, s->policy, on_structs[i]))
			add_task(s, of, on_structs[i]);
	parse.about = ask_code(s, of, &code, private);
	parse.about |= ask_private(s, of, f, &tags, private);
	ask_members(s, &parse, f, s->state->tasks.n == before);
	s->undecided += serialized;
	if (s->state->tasks.n > before) {
		lg_vec_push(&s->state->asked, path);
		/* who isn't told what was left out needn't know */
		if (!s->out->silent)
			lg_vec_push(&s->state->tasks, parse);
	}
	lg_vec_free(&tags);
}

/* Reads the file and enters what there is to ask about it. */
void spatch_look(struct spatch *s, const char *path)
{
	struct lg_pool scratch = { NULL };
	char *full = lg_path_normal(&s->pool, s->tree, path);
	struct lg_file *f;
	size_t bytes = 0;
	char *text = lg_read_file(&scratch, full, &bytes);

	if (!text) {
		spatch_not_checked(s, path, strerror(errno));
		return;
	}
	for (size_t i = 0; i < bytes; i++)
		if (!text[i])
			text[i] = ' ';
	f = lg_file_parse(&scratch, path, text);
	ask(s, path, full, f);
	lg_file_free(f);
	lg_pool_free(&scratch);
}

