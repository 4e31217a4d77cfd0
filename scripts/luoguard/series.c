// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * series.c - mails to series, in the order of their numbers.
 *
 * One pass over all mails reads their header fields, and notes where each lies:
 * the patches of a series may be anywhere. Their text is read when it is their
 * turn, one series at a time.
 *
 *     [PATCH v2 3/7]    belongs to the series of its thread's first mail, its
 *                       version and its length
 *     [PATCH]           stands for itself, but in what `git format-patch -N`
 *                       writes, where all mails are one series
 *     Re: ...           stands for itself, if there is a patch in it
 *
 * Several files with one mail in each are one series.
 */
#include "series.h"

#define BUCKETS 4096

struct entry_of_key {
	const char *key;
	struct series *series;	/* the last one */
	struct entry_of_key *next;
};

struct index {
	struct lg_pool *pool;
	series_list *list;
	struct entry_of_key *buckets[BUCKETS];
};

static struct entry_of_key *entry_for(struct index *x, const char *key)
{
	struct entry_of_key **e =
		&x->buckets[lg_hash(LG_HASH_SEED, key) % BUCKETS];

	while (*e && strcmp((*e)->key, key))
		e = &(*e)->next;
	if (!*e) {
		*e = lg_new(x->pool, struct entry_of_key);
		(*e)->key = lg_strdup(x->pool, key);
	}
	return *e;
}

/* "<a> <b>": a. */
static const char *thread_of(struct lg_pool *pool, const struct patch *p)
{
	if (p->references)
		return lg_strndup(pool, p->references,
				  strcspn(p->references, " "));
	return p->message_id ? lg_printf(pool, "<%s>", p->message_id) : "";
}

/* What the mails of one series have in common; NULL: it stands for itself. */
static const char *key_of(struct index *x, const struct letter *l)
{
	const struct patch *p = &l->patch;

	if (p->reply)
		return NULL;
	if (p->of)
		return lg_printf(x->pool, "%s v%u /%u %s",
				 thread_of(x->pool, p), p->version, p->of,
				 p->message_id || !p->author ? "" : p->author);
	if (!p->message_id && l->mail.mail)
		return lg_printf(x->pool, "loose %s", l->mail.box->name);
	return NULL;
}

static bool has_number(const struct series *s, const struct patch *p)
{
	for (size_t i = 0; p->of && i < s->letters.n; i++)
		if (s->letters.v[i]->patch.number == p->number)
			return true;
	return false;
}

static struct series *new_series(struct index *x)
{
	struct series *s = lg_new(x->pool, struct series);

	lg_vec_push(x->list, s);
	return s;
}

static void enter(struct index *x, struct letter *l)
{
	const char *key = key_of(x, l);
	struct entry_of_key *e = key ? entry_for(x, key) : NULL;

	if (!e || !e->series || has_number(e->series, &l->patch)) {
		struct series *s = new_series(x);

		if (e)
			e->series = s;
		lg_vec_push(&s->letters, l);
	} else {
		lg_vec_push(&e->series->letters, l);
	}
}

/* A list's mail comes once from each list. */
static bool seen(struct index *x, const struct patch *p)
{
	struct entry_of_key *e;
	bool again;

	if (!p->message_id)
		return false;
	e = entry_for(x, lg_printf(x->pool, "id %s", p->message_id));
	again = e->series;
	e->series = (struct series *)e;
	return again;
}

static int by_number(const void *a, const void *b)
{
	const struct letter *one = *(struct letter *const *)a;
	const struct letter *two = *(struct letter *const *)b;
	unsigned int m = one->patch.number, n = two->patch.number;

	if (m != n)
		return m < n ? -1 : 1;
	return one->place < two->place ? -1 : one->place > two->place;
}

static void read_box(struct index *x, struct mailbox *b, size_t *place)
{
	struct mail m;

	while (mailbox_next(b, &m)) {
		struct letter *l = lg_new(x->pool, struct letter);

		l->mail = m;
		l->place = (*place)++;
		mail_head(x->pool, &m, &l->patch);
		l->patch.mail = m.mail ? &l->mail : NULL;
		if (!seen(x, &l->patch))
			enter(x, l);
	}
}

/* Files with one mail in each: one series. */
static void join(struct index *x)
{
	series_list *list = x->list;

	for (size_t i = 1; i < list->n; i++) {
		for (size_t j = 0; j < list->v[i]->letters.n; j++)
			lg_vec_push(&list->v[0]->letters,
				    list->v[i]->letters.v[j]);
		lg_vec_free(&list->v[i]->letters);
	}
	list->n = list->n ? 1 : 0;
}

void series_find(struct lg_pool *pool, struct mailbox *boxes, size_t n,
		 series_list *list)
{
	struct index *x = lg_new(pool, struct index);
	bool single = n > 1;
	size_t place = 0;

	x->pool = pool;
	x->list = list;
	for (size_t i = 0; i < n; i++) {
		read_box(x, &boxes[i], &place);
		single &= boxes[i].number <= 1;
	}
	if (single)
		join(x);
	for (size_t i = 0; i < list->n; i++)
		qsort(list->v[i]->letters.v, list->v[i]->letters.n,
		      sizeof(*list->v[i]->letters.v), by_number);
}

void series_free(series_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		lg_vec_free(&list->v[i]->letters);
	lg_vec_free(list);
}

/* --------------------------------------------------------------- one of them */

/* The id behind "base-commit:", at the beginning of a line. */
static const char *base_of(struct lg_pool *pool, const struct patch *p)
{
	static const char word[] = "\nbase-commit: ";
	const char *at = strstr(p->text, word);
	size_t n;

	if (!at)
		return NULL;
	at += strlen(word);
	n = strspn(at, "0123456789abcdef");
	return n >= 7 && n <= 64 ? lg_strndup(pool, at, n) : NULL;
}

void series_load(struct series *s)
{
	size_t bytes = 0;

	for (size_t i = 0; i < s->letters.n; i++) {
		struct letter *l = s->letters.v[i];

		bytes += l->mail.bytes <= MAIL_MAX ? l->mail.bytes : 0;
		if (bytes > SERIES_MAX && !l->patch.wrong)
			l->patch.wrong = lg_printf(&s->pool, "the series has "
				"more than %u MB", SERIES_MAX >> 20);
		if (l->patch.wrong)
			continue;
		mail_body(&s->pool, &l->mail, &l->patch);
		diff_read(&s->pool, &l->patch, &l->diff);
		l->patch.parsed = &l->diff;
		if (!s->base)
			s->base = base_of(&s->pool, &l->patch);
	}
}

void series_unload(struct series *s)
{
	for (size_t i = 0; i < s->letters.n; i++)
		diff_free(&s->letters.v[i]->diff);
	lg_pool_free(&s->pool);
}
