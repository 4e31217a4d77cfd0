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

#include "spatch-state.h"

#define SECONDS 60	/* for one process */

/* Rules with a semantic patch whose reports spatch-facts.c understands, and that
 * are not about code. */
static const char *const decided[] = {
	"abi-doc", "abi-location", "abi-packed", "abi-type",
	"private-definition", "private-member", "private-use",
};
/* What text decides of those that abi-location is about, if it can. */
static const char on_words[] = "abi-version";

bool spatch_decides(const char *id)
{
	for (size_t i = 0; i < sizeof(decided) / sizeof(decided[0]); i++)
		if (!strcmp(decided[i], id))
			return true;
	return spatch_on_code(id);
}

static const char *list_rules(struct lg_pool *pool, const struct options *o,
			      const struct lg_policy *policy, bool yes,
			      enum lg_subject subject)
{
	const char *list = NULL;

	for (size_t i = 0; lg_rules[i]; i++) {
		const struct lg_rule *r = lg_rules[i];

		if (!options_want(o, policy, r->id) ||
		    spatch_decides(r->id) != yes ||
		    (!yes && !r->check_struct && !r->check_facts) ||
		    (!yes && r->subject != subject))
			continue;
		list = lg_printf(pool, "%s%s%s%s", list ? list : "",
				 list ? ", " : "", r->id,
				 !yes && !strcmp(r->id, on_words) ?
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

/* What spatch is given of it. */
static const char *given(const struct task *t)
{
	return t->of->narrow ? t->of->narrow : t->of->full;
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
		if (t->of->types) {
			ADD("--include-headers-for-types");
			ADD("--include");
			ADD(t->of->types);
		}
		ADD("--cocci-file");
		ADD(spatch_patch(s, &s->state->engine, t->rule));
	} else {
		ADD("--parse-c");
	}
	ADD(given(t));
#undef ADD
	argv = lg_alloc(&s->pool, (v.n + 1) * sizeof(*argv));
	memcpy(argv, v.v, v.n * sizeof(*argv));
	lg_vec_free(&v);
	return argv;
}

static bool start_task(struct spatch *s, struct job *j)
{
	struct task *t = s->state->at[j->slot];
	const char *root = s->tree;

	if (t->rule && given(t) != t->of->full)
		root = lg_printf(&s->pool, "%s-%s", t->ahead ?
				 s->state->ahead : s->state->narrow, t->rule);
	setenv("LUOGUARD_TREE", root, 1);
	setenv("LUOGUARD_MARKS", s->state->marked, 1);
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
	const char *code = spatch_unparsed(s, said, t->about, &t->tags);

	if (code)
		spatch_not_checked(s, t->of->path, lg_printf(&s->pool, "a part of it, "
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
		spatch_not_checked(s, t->of->path, why);
	else if (t->rule)
		spatch_take(s, t->rule, t->of->path, given(t),
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
	unsetenv("LUOGUARD_MARKS");
}

/* For the semantic patch, which would read the headers once a file. */
static void write_marks(struct spatch *s)
{
	const struct marks *m = &s->state->marks;
	FILE *out;

	s->state->marked = lg_printf(&s->pool, "%s/marks", s->temp);
	out = fopen(s->state->marked, "we");
	if (!out)
		lg_die("%s: %s", s->state->marked, strerror(errno));
	for (size_t i = 0; i < m->v.n; i++)
		fprintf(out, "%s\t%s\t%s\t%s\n", m->v.v[i].tag,
			m->v.v[i].member, m->v.v[i].declared.file,
			m->v.v[i].policy->headers);
	if (fclose(out))
		lg_die("%s: %s", s->state->marked, strerror(errno));
}

void spatch_check(struct spatch *s)
{
	s->state = lg_new(&s->pool, struct spatch_state);
	s->state->narrow = lg_path_normal(&s->pool, "/", lg_printf(&s->pool,
						"%s/narrow", s->temp));
	s->state->ahead = lg_path_normal(&s->pool, "/", lg_printf(&s->pool,
						"%s/ahead", s->temp));
	if (s->files.n && options_want(s->o, s->policy, "private-member"))
		marks_read_dir(&s->state->marks, s->policy, s->tree);
	for (size_t i = 0; i < s->state->marks.left.n; i++)
		spatch_not_checked(s, lg_strdup(&s->pool,
				   s->state->marks.left.v[i]), "what it marks "
				   "private is too much to be read");
	write_marks(s);
	for (size_t i = 0; i < s->files.n; i++)
		spatch_look(s, s->files.v[i]);
	if (s->state->tasks.n)
		spatch_find(s, &s->state->engine);
	if (s->state->tasks.n && !s->missing)
		run_tasks(s);
	for (size_t i = 0; s->missing && i < s->state->asked.n; i++)
		lg_vec_push(&s->left, s->state->asked.v[i]);
	lg_vec_free(&s->state->asked);
	types_free(s->state->types);
	marks_free(&s->state->marks);
	for (size_t i = 0; i < s->state->tasks.n; i++)
		lg_vec_free(&s->state->tasks.v[i].tags);
	lg_vec_free(&s->state->tasks);
}

void spatch_free(struct spatch *s)
{
	lg_vec_free(&s->left);
	lg_pool_free(&s->pool);
}
