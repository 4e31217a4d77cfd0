// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * overlay.c - every state that a series takes a tree through.
 *
 * On top of a commit's tree, each path has a list of what patches did to it,
 * in steps: one a file of a patch. The state after a step is what those up to
 * it make of the tree. A file's text is made when it is asked for, so that most
 * of a series, which no rule looks at, is never applied.
 */
#include "series.h"

/* What one step did to a path. */
struct event {
	unsigned int step;
	unsigned int waiting;	/* steps not applied yet that it rests on */
	struct file_diff *f;
	enum entry now;		/* what is left there */
	struct event *before;	/* what an earlier step did */
};

struct place {
	const char *path;
	struct event *last;
	struct place *next;	/* in the bucket */
};

#define BUCKETS 1024
#define MAX_WAITING 64		/* they rest on each other: not too deep */

struct overlay {
	struct lg_pool pool;
	struct repo *repo;
	const char *commit;
	unsigned int steps;
	LG_VEC(unsigned int) ends;	/* the last step of each patch */
	struct place *buckets[BUCKETS];
	LG_VEC(struct place *) places;
	lg_strings failed;
	git_tree *tree;		/* of the commit, kept for all states */
};

struct overlay *overlay_new(struct repo *repo, const char *commit)
{
	struct overlay *o = calloc(1, sizeof(*o));

	if (!o)
		lg_die("out of memory");
	o->repo = repo;
	o->commit = commit;
	return o;
}

void overlay_free(struct overlay *o)
{
	if (!o)
		return;
	git_tree_free(o->tree);
	lg_vec_free(&o->ends);
	lg_vec_free(&o->places);
	lg_vec_free(&o->failed);
	lg_pool_free(&o->pool);
	free(o);
}

static struct snapshot state_at(struct overlay *o, unsigned int step)
{
	struct snapshot s;

	memset(&s, 0, sizeof(s));
	s.repo = o->repo;
	s.commit = o->commit;
	s.over = o;
	s.step = step;
	return s;
}

struct snapshot overlay_state(struct overlay *o, unsigned int number)
{
	return state_at(o, number ? o->ends.v[number - 1] : 0);
}

static struct place **slot(struct overlay *o, const char *path)
{
	struct place **p = &o->buckets[lg_hash(LG_HASH_SEED, path) % BUCKETS];

	while (*p && strcmp((*p)->path, path))
		p = &(*p)->next;
	return p;
}

/* What the last step up to @step did to @path; NULL: none did. */
static struct event *event_at(struct overlay *o, const char *path,
			      unsigned int step)
{
	const struct place *p = *slot(o, path);
	struct event *e = p ? p->last : NULL;

	while (e && (e->step > step || e->f->dead))
		e = e->before;
	return e;
}

bool overlay_touched(struct overlay *o, const char *path, unsigned int step)
{
	return event_at(o, path, step - 1);
}

static enum entry entry_of(const struct file_diff *f)
{
	if (f->to_mode == 0120000)
		return ENTRY_LINK;
	return diff_plain(f->to_mode) ? ENTRY_FILE : ENTRY_OTHER;
}

static struct event *add_event(struct overlay *o, const char *path,
			       struct file_diff *f, enum entry now)
{
	struct place **p = slot(o, path);
	struct event *e = lg_new(&o->pool, struct event);

	if (!*p) {
		*p = lg_new(&o->pool, struct place);
		(*p)->path = lg_strdup(&o->pool, path);
		lg_vec_push(&o->places, *p);
	}
	e->step = o->steps;
	e->f = f;
	e->now = now;
	e->before = (*p)->last;
	(*p)->last = e;
	return e;
}

static const char *apply(struct overlay *o, struct file_diff *f);

void overlay_add(struct overlay *o, struct diff *d)
{
	for (size_t i = 0; i < d->v.n; i++) {
		struct file_diff *f = &d->v.v[i];
		const struct event *rests = f->from ?
				event_at(o, f->from, o->steps) : NULL;
		struct event *e;

		f->step = ++o->steps;
		f->last = f->step + (unsigned int)(d->v.n - i) - 1;
		if (f->from && !f->copied &&
		    (!f->to || strcmp(f->from, f->to)))
			add_event(o, f->from, f, ENTRY_NONE);
		if (!f->to)
			continue;
		e = add_event(o, f->to, f, entry_of(f));
		e->waiting = rests ? rests->waiting + 1 : 1;
		if (e->waiting >= MAX_WAITING) {
			apply(o, f);
			e->waiting = 0;
		}
	}
	lg_vec_push(&o->ends, o->steps);
}

/* ------------------------------------------------------------------- texts */

/* The first part of @path (which is changed) that is no directory in @s, and
 * why that is a hindrance; NULL: there is none. */
static const char *no_directory(struct overlay *o, struct snapshot *s,
				char *path)
{
	for (char *slash = path; (slash = strchr(slash, '/')); *slash++ = '/') {
		enum entry e;

		*slash = '\0';
		e = snapshot_entry(s, path);
		if (e == ENTRY_LINK)
			return lg_printf(&o->pool, "it lies beyond %s, a "
					 "symbolic link", path);
		if (e != ENTRY_NONE && e != ENTRY_DIRECTORY)
			return lg_printf(&o->pool, "%s is no directory", path);
	}
	return NULL;
}

/* What stands in the way of the new file that @f makes: it, or a file where it
 * needs a directory when the patch is done. NULL: nothing. */
static const char *in_the_way(struct overlay *o, const struct file_diff *f)
{
	struct snapshot before = state_at(o, f->step - 1);
	struct snapshot after = state_at(o, f->last);
	const char *why = "it is there already";

	if (snapshot_entry(&before, f->to) == ENTRY_NONE)
		why = no_directory(o, &after, lg_strdup(&o->pool, f->to));
	snapshot_close(&before);
	snapshot_close(&after);
	return why;
}

/* Makes f->text. NULL; or why it cannot be made. */
static const char *make_text(struct overlay *o, struct file_diff *f)
{
	struct snapshot s = state_at(o, f->step - 1);
	const char *why = NULL, *text = NULL;
	size_t bytes = 0;

	if (f->to && (!f->from || strcmp(f->from, f->to)))
		why = in_the_way(o, f);
	if (!why && f->from) {
		text = snapshot_read(&o->pool, &s, f->from, &bytes);
		if (!text && f->hunks.n && diff_plain(f->from_mode))
			why = "there is no such file";
	}
	snapshot_close(&s);
	if (!why && f->binary)
		why = "a binary patch";
	if (!why)
		f->text = apply_hunks(&o->pool, f, text, bytes, &f->bytes,
				      &why);
	return why;
}

/* NULL; or what does not fit, and it counts as not there from now on. */
static const char *apply(struct overlay *o, struct file_diff *f)
{
	const char *why;

	if (f->applied)
		return NULL;
	f->applied = true;
	why = make_text(o, f);
	if (!why)
		return NULL;
	f->dead = true;
	return lg_printf(&o->pool, "%s: %s", f->to ? f->to : f->from, why);
}

const char *overlay_apply(struct overlay *o, struct diff *d)
{
	const char *why = NULL;

	for (size_t i = 0; i < d->v.n && !why; i++) {
		struct file_diff *f = &d->v.v[i];

		if (matters_by_path(f->from) || matters_by_path(f->to))
			why = f->dead ? "see above" : apply(o, f);
	}
	for (size_t i = 0; why && i < d->v.n; i++)
		d->v.v[i].dead = true;
	return why;
}

void overlay_failures(struct overlay *o, lg_strings *list)
{
	for (size_t i = 0; i < o->failed.n; i++)
		lg_vec_push(list, o->failed.v[i]);
	o->failed.n = 0;
}

/* ------------------------------------------------------------ for snapshot.c */

bool overlay_entry(const struct snapshot *s, const char *path, enum entry *now)
{
	const struct event *e = event_at(s->over, path, s->step);

	if (e)
		*now = e->now;
	return e;
}

const char *overlay_text(const struct snapshot *s, const char *path,
			 size_t *bytes)
{
	struct event *e = event_at(s->over, path, s->step);
	const char *why;

	if (!e || e->now != ENTRY_FILE)
		return NULL;
	why = apply(s->over, e->f);
	if (why) {
		lg_vec_push(&s->over->failed, why);
		return NULL;
	}
	*bytes = e->f->bytes;
	return e->f->text;
}

void overlay_list(const struct snapshot *s, const char *dir,
		  const char *suffix, lg_strings *list)
{
	struct overlay *o = s->over;

	for (size_t i = 0; i < o->places.n; i++) {
		const char *path = o->places.v[i]->path;
		const struct event *e = event_at(o, path, s->step);

		if (e && e->now == ENTRY_FILE && lg_starts(path, dir) &&
		    lg_ends(path, suffix))
			lg_vec_push(list, path);
	}
}

bool overlay_touches(const struct snapshot *s, const struct lg_policy *policy,
		     bool (*wanted)(const struct lg_policy *policy,
				    const char *path))
{
	for (size_t i = 0; i < s->over->places.n; i++)
		if (wanted(policy, s->over->places.v[i]->path))
			return true;
	return false;
}

git_tree **overlay_tree(const struct snapshot *s)
{
	return &s->over->tree;
}

/* ----------------------------------------------------------------- changes */

/* A patch that names a file twice changes it once. */
static struct change *find(struct changes *list, const char *path)
{
	for (size_t i = 0; i < list->v.n; i++)
		if (!strcmp(list->v.v[i].path, path))
			return &list->v.v[i];
	return NULL;
}

void overlay_changes(struct overlay *o, const struct diff *d,
		     unsigned int number, struct changes *list)
{
	struct snapshot before = overlay_state(o, number - 1);
	struct snapshot after = overlay_state(o, number);

	for (size_t i = 0; i < d->v.n; i++) {
		const struct file_diff *f = &d->v.v[i];
		const char *path = f->to ? f->to : f->from;
		struct change c;

		if (find(list, path))
			continue;
		memset(&c, 0, sizeof(c));
		c.path = path;
		c.from = f->from && !f->copied ? f->from : path;
		c.had = snapshot_has(&before, c.from);
		c.has = snapshot_has(&after, path);
		c.link = snapshot_entry(&after, path) == ENTRY_LINK;
		if (c.had || c.has || c.link)
			lg_vec_push(&list->v, c);
	}
	changes_sort(list);
	snapshot_close(&before);
	snapshot_close(&after);
}
