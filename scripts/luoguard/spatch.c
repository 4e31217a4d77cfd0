// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * spatch.c - Coccinelle at work on the files that no compiler is asked about.
 *
 * One process for each file and rule that has something to decide in it, and
 * one that says what of the file could be parsed at all: spatch leaves out what
 * it cannot parse without a word. Starting spatch costs more than most files do
 * (50 ms, once it is told which Python to take), so text decides first where it
 * can: a file that defines no *_ser struct has none to find fault with.
 *
 * spatch runs in a directory of ours: Python looks for modules in the current
 * one, and spatch itself for options.
 */
#include <errno.h>
#include <limits.h>
#include <unistd.h>

#include "semantic.h"
#include "spatch.h"

#define SECONDS 60	/* for one process */

/* One file that something is asked about. */
struct subject {
	const char *path;	/* as in findings */
	const char *full;
	const char *types;	/* header with the types for private-use ... */
	const char *narrow;	/* ... and what of the file is asked for it */
};

/* What spatch is given of it. */
static const char *given(const struct subject *of, const char *rule)
{
	return of->narrow && rule && !strcmp(rule, "private-use") ?
	       of->narrow : of->full;
}

/* One process: a rule's semantic patch, or what can be parsed. */
struct task {
	struct subject *of;
	const char *rule;	/* NULL: can it be parsed? */
	unsigned int about;	/* SPATCH_PRIVATE, SPATCH_CODE */
	bool again;		/* without PYTHON */
	struct ahead_entry *ahead;	/* of another state; NULL: of this */
};

struct spatch_state {
	struct spatch_engine engine;
	const char *narrow;	/* tree of what narrow.c left of files ... */
	const char *ahead;	/* ... and of those of the other state */
	struct types *types;
	LG_VEC(struct task) tasks;
	size_t next;
	struct task **at;	/* what each job is at */
	lg_strings asked;	/* files that something is asked about */
};

/* Rules with a semantic patch whose reports spatch-facts.c understands. */
static const char *const on_structs[] = {
	"abi-doc", "abi-location", "abi-packed", "abi-type",
};
#define BY_FLOW 1	/* among them: known by what code does, too */
/* What text decides of those that abi-location is about, if it can. */
static const char on_words[] = "abi-version";
static const char *const on_private[] = { "private-definition", "private-use" };

bool spatch_decides(const char *id)
{
	for (size_t i = 0; i < 4; i++)
		if (!strcmp(on_structs[i], id))
			return true;
	return !strcmp(on_private[0], id) || !strcmp(on_private[1], id) ||
	       spatch_on_code(id);
}

static bool among(const lg_strings *list, const char *word)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->v[i], word))
			return true;
	return false;
}

static const char *list_rules(struct lg_pool *pool, const struct options *o,
			      const struct lg_policy *policy, bool decided,
			      enum lg_subject subject)
{
	const char *list = NULL;

	for (size_t i = 0; lg_rules[i]; i++) {
		const struct lg_rule *r = lg_rules[i];

		if (!options_want(o, policy, r->id) ||
		    spatch_decides(r->id) != decided ||
		    (!decided && !r->check_struct && !r->check_facts) ||
		    (!decided && r->subject != subject))
			continue;
		list = lg_printf(pool, "%s%s%s%s", list ? list : "",
				 list ? ", " : "", r->id,
				 !decided && !strcmp(r->id, on_words) ?
				 " (where a macro may be one)" : "");
	}
	return list;
}

const char *spatch_rules(struct lg_pool *pool, const struct options *o,
			 const struct lg_policy *policy)
{
	return list_rules(pool, o, policy, true, LG_SUBJECT_SERIALIZED);
}

const char *spatch_others(struct lg_pool *pool, const struct options *o,
			  const struct lg_policy *policy,
			  enum lg_subject subject)
{
	return list_rules(pool, o, policy, false, subject);
}

/* ------------------------------------------------------------------- tasks */

static void not_checked(struct spatch *s, const char *path,
			const char *why)
{
	if (among(&s->left, path))
		return;		/* said already */
	lg_vec_push(&s->left, path);
	output_file_not_checked(s->out, path, why);
}

static void add_task(struct spatch *s, struct subject *of, const char *rule,
		     unsigned int about)
{
	struct task t = { of, rule, about, false, NULL };

	lg_vec_push(&s->state->tasks, t);
}

/* The file for private-use, below @root: where it lies in its tree counts, too. */
static void write_narrow(struct spatch *s, struct subject *of,
			 const char *root, const struct lg_file *f,
			 const lg_strings *tags)
{
	struct lg_pool scratch = { NULL };
	const char *types = lg_read_file(&scratch, of->types, NULL), *text;

	if (!types)
		lg_die("%s: %s", of->types, strerror(errno));
	text = spatch_narrow(&scratch, f, types, tags);
	of->narrow = lg_printf(&s->pool, "%s/%s", root, of->path);
	directories_make(&scratch, of->narrow);
	if (lg_write_file(of->narrow, text, f->bytes) < 0)
		lg_die("%s: %s", of->narrow, strerror(errno));
	lg_pool_free(&scratch);
}

static void write_types(struct spatch *s, struct subject *of,
			const struct lg_file *f, const lg_strings *tags)
{
	struct spatch_state *st = s->state;
	FILE *out;

	of->types = lg_printf(&s->pool, "%s/types-%zu.h", s->temp, st->tasks.n);
	out = fopen(of->types, "we");
	if (!out)
		lg_die("%s: %s", of->types, strerror(errno));
	if (!st->types)
		st->types = types_new(s->tree, s->headers);
	if (!types_print(st->types, f, tags, out))
		not_checked(s, of->path, "a part of it, private structs are "
			    "held by too many others to ask for all");
	if (fclose(out))
		lg_die("%s: %s", of->types, strerror(errno));
	write_narrow(s, of, st->narrow, f, tags);
}

/* Asks of the file in the other state, with what the headers say in this one:
 * it is found there that they say the same. */
static void ask_ahead(struct spatch *s, const struct subject *of,
		      const lg_strings *tags)
{
	struct lg_pool scratch = { NULL };
	struct subject *then;
	struct task t = { NULL, on_private[1], 0, false, NULL };
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
		write_narrow(s, then, s->state->ahead, f, tags);
		t.of = then;
		t.ahead = ahead_enter(s->ahead, of->path, then->narrow,
				      of->types);
		lg_vec_push(&s->state->tasks, t);
		lg_file_free(f);
	}
	lg_pool_free(&scratch);
}

/* What private structs the file uses: spatch may have said it already. */
static void ask_uses(struct spatch *s, struct subject *of,
		     const struct lg_file *f, const lg_strings *tags)
{
	const char *full, *said;

	write_types(s, of, f, tags);
	said = s->other ? NULL : ahead_find(s->ahead, of->path, of->narrow,
					    of->types, &full);
	if (said) {
		spatch_take(s, on_private[1], of->path, full, said);
		return;
	}
	add_task(s, of, on_private[1], 0);
	if (s->other)
		ask_ahead(s, of, tags);
}

/* Semantic patches know names, no patterns. True: the file was told of. */
static bool told_pattern(struct spatch *s, const char *path,
			 const struct lg_file *f, const lg_strings *tags)
{
	for (size_t i = 0; i < tags->n; i++) {
		if (!strpbrk(tags->v[i], "*?[\\") ||
		    !lg_file_mentions(f, tags->v[i]))
			continue;
		not_checked(s, path, lg_printf(&s->pool, "policy names private "
			    "structs by a pattern, %s, which Coccinelle does "
			    "not take", tags->v[i]));
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
			add_task(s, of, rules[i].rule, 0);
			about = SPATCH_CODE;
		}
	s->flows += code->flows;
	return about;
}

static void ask(struct spatch *s, const char *path, const char *full,
		const struct lg_file *f)
{
	struct subject *of = lg_new(&s->pool, struct subject);
	size_t before = s->state->tasks.n;
	lg_strings tags = { NULL, 0, 0 };
	bool serialized = spatch_defines_serialized(s->policy, f);
	bool private = spatch_names_private(s->policy, f, &tags), defines, uses;
	struct spatch_code code = spatch_code_of(s->policy, f);
	unsigned int about;

	of->path = path;
	of->full = full;
	for (size_t i = 0; i < 4; i++)
		if ((serialized ||
		     (i == BY_FLOW && code.flows && code.structs)) &&
		    options_want(s->o, s->policy, on_structs[i]))
			add_task(s, of, on_structs[i], 0);
	about = ask_code(s, of, &code, private);
	defines = options_want(s->o, s->policy, on_private[0]) &&
		  spatch_defines_private(s->policy, f);
	uses = private && options_want(s->o, s->policy, on_private[1]);
	if ((defines || uses) && told_pattern(s, path, f, &tags))
		defines = uses = false;
	if (defines)
		add_task(s, of, on_private[0], 0);
	if (uses)
		ask_uses(s, of, f, &tags);
	s->undecided += serialized;
	if (s->state->tasks.n > before) {
		lg_vec_push(&s->state->asked, path);
		/* who isn't told what was left out needn't know */
		if (!s->out->silent)
			add_task(s, of, NULL, about |
				 (uses || defines ? SPATCH_PRIVATE : 0));
	}
	lg_vec_free(&tags);
}

/* Reads the file and enters what there is to ask about it. */
static void look(struct spatch *s, const char *path)
{
	struct lg_pool scratch = { NULL };
	char *full = lg_path_normal(&s->pool, s->tree, path);
	struct lg_file *f;
	size_t bytes = 0;
	char *text = lg_read_file(&scratch, full, &bytes);

	if (!text) {
		not_checked(s, path, strerror(errno));
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

/* --------------------------------------------------------------- processes */

static char **command(struct spatch *s, const struct task *t)
{
	LG_VEC(char *) v = { NULL, 0, 0 };
	char **argv;

#define ADD(word) lg_vec_push(&v, (char *)(word))
	ADD(s->state->engine.program);
	if (t->rule) {
		if (s->state->engine.python && !t->again) {
			ADD("--python");
			ADD(s->state->engine.python);
		}
		ADD("-D");
		ADD("report");
		ADD("--very-quiet");
		ADD("--no-show-diff");
		ADD("--no-includes");
		ADD("--include-headers");
		if (t->of->types && !strcmp(t->rule, "private-use")) {
			ADD("--include-headers-for-types");
			ADD("--include");
			ADD(t->of->types);
		}
		ADD("--cocci-file");
		ADD(spatch_patch(s, &s->state->engine, t->rule));
	} else {
		ADD("--parse-c");
	}
	ADD(given(t->of, t->rule));
#undef ADD
	argv = lg_alloc(&s->pool, (v.n + 1) * sizeof(*argv));
	memcpy(argv, v.v, v.n * sizeof(*argv));
	lg_vec_free(&v);
	return argv;
}

static bool start_task(struct spatch *s, struct job *j)
{
	struct task *t = s->state->at[j->slot];
	const char *root = t->ahead ? s->state->ahead :
			   given(t->of, t->rule) == t->of->full ? s->tree :
							    s->state->narrow;

	setenv("LUOGUARD_TREE", root, 1);
	j->contain = s->contain;
	if (!job_start(j, command(s, t), s->temp, SECONDS))
		lg_die("cannot run %s: %s", s->state->engine.program,
		       strerror(errno));
	return true;
}

static bool start_next(void *spatch, struct job *j)
{
	struct spatch *s = spatch;
	struct spatch_state *st = s->state;

	if (st->next >= st->tasks.n)
		return false;
	st->at[j->slot] = &st->tasks.v[st->next++];
	return start_task(s, j);
}

/* Why what the process @said cannot be taken; NULL: it can. */
static const char *failure(struct spatch *s, const struct job *j, int status,
			   char *said)
{
	const char *why = job_stopped(&s->pool, j, status);
	char *exn = strstr(said, "EXN:");

	if (why)
		return lg_printf(&s->pool, "spatch was %s", why);
	if (exn)	/* it goes on, without what it was at */
		return lg_strndup(&s->pool, exn, strcspn(exn, "\n"));
	if (status)
		return spatch_last_line(&s->pool, said);
	if (!s->state->at[j->slot]->rule && !strstr(said, "nb good"))
		return "spatch does not say what it could parse";
	return NULL;
}

static void take_parsed(struct spatch *s, const struct task *t,
			const char *said)
{
	const char *code = spatch_unparsed(&s->pool, s->policy, said, t->about);

	if (code)
		not_checked(s, t->of->path, lg_printf(&s->pool, "a part of it, "
			    "spatch cannot parse \"%s\"", code));
}

static void interrupted(void *spatch)
{
	struct spatch *s = spatch;

	if (s->interrupted)
		s->interrupted(s->arg);
}

static bool ended(void *spatch, struct job *j, int status)
{
	struct spatch *s = spatch;
	struct task *t = s->state->at[j->slot];
	struct lg_pool scratch = { NULL };
	char *said = spatch_output(&scratch, j);
	const char *why = failure(s, j, status, said);
	bool again = why && status && t->rule && s->state->engine.python &&
		     !t->again && !j->process.timed_out;

	if (again)
		t->again = true;
	else if (t->ahead && why)
		;	/* it is asked once more then, and that is told */
	else if (t->ahead)
		ahead_said(s->ahead, t->ahead, said);
	else if (why)
		not_checked(s, t->of->path, why);
	else if (t->rule)
		spatch_take(s, t->rule, t->of->path, given(t->of, t->rule),
			    said);
	else
		take_parsed(s, t, said);
	lg_pool_free(&scratch);
	return again && start_task(s, j);
}

static void run_tasks(struct spatch *s)
{
	struct spatch_state *st = s->state;
	struct jobs jobs = {
		.slots = s->o->jobs,
		.temp = s->temp,
		.both = true,
		.arg = s,
		.next = start_next,
		.ended = ended,
		.interrupted = interrupted,
	};

	st->at = lg_alloc(&s->pool, s->o->jobs * sizeof(*st->at));
	jobs_run(&jobs);
	unsetenv("LUOGUARD_TREE");
}

void spatch_check(struct spatch *s)
{
	s->state = lg_new(&s->pool, struct spatch_state);
	s->state->narrow = lg_path_normal(&s->pool, "/", lg_printf(&s->pool,
						"%s/narrow", s->temp));
	s->state->ahead = lg_path_normal(&s->pool, "/", lg_printf(&s->pool,
						"%s/ahead", s->temp));
	for (size_t i = 0; i < s->files.n; i++)
		look(s, s->files.v[i]);
	if (s->state->tasks.n)
		spatch_find(s, &s->state->engine);
	if (s->state->tasks.n && !s->missing)
		run_tasks(s);
	for (size_t i = 0; s->missing && i < s->state->asked.n; i++)
		lg_vec_push(&s->left, s->state->asked.v[i]);
	lg_vec_free(&s->state->asked);
	types_free(s->state->types);
	lg_vec_free(&s->state->tasks);
}

void spatch_free(struct spatch *s)
{
	lg_vec_free(&s->left);
	lg_pool_free(&s->pool);
}
