// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shapes.c - the structs of the owners, and the one that another struct repeats.
 *
 * A copy made from memory or from the screen sees nothing of the original: no
 * header of the owner is among its unit's. So the owners' files are read as
 * text, and what their structs look like is kept in the file "owners-index" of
 * facts->state, of which each unit needs one look:
 *
 *     s KIND TAG FILE LINE COLUMN      "struct", "union", "typedef"
 *     m NAME TYPE FLAGS                "a" array, "o" optional, "-" none
 *
 * Fields are separated by one tab. How many members make two structs alike by
 * more than chance was tried on the 103,000 structs of Linux 7.3: with three,
 * sixty say { attr, show, store }; with four, none of drivers/pci/ has a twin.
 */
#include "cache.h"
#include "shape.h"

#define LEAST       4	/* members */
#define LEAST_NAMED 2	/* of a struct that policy names */

#define HEADS 256

struct lg_shapes {
	struct lg_shape *v;
	size_t n;
	uint64_t first[64];	/* a bit for each name that comes first */
	/* Those that begin with one name, and HEADS: with one of several; by
	 * number, from 1. */
	unsigned int head[HEADS + 1];
};

/* ------------------------------------------------------------ reading text */

struct read {
	struct lg_facts *facts;
	lg_shape_list *list;	/* NULL: only compute the key */
	uint64_t key;
};

static bool is_source(const char *name)
{
	return lg_ends(name, ".h") || lg_ends(name, ".c");
}

static void read_file(struct read *r, const char *path)
{
	const struct lg_policy *p = r->facts->policy;
	struct lg_pool scratch = { NULL };
	char *text = lg_read_source(&scratch, lg_printf(&scratch, "%s/%s",
					r->facts->tree, path), NULL);
	size_t first = r->list->n, kept = first;
	struct lg_file *f;

	if (text) {
		f = lg_file_parse(&scratch, path, text);
		lg_file_shapes(&r->facts->pool, f, LEAST_NAMED, r->list);
		lg_file_free(f);
	}
	for (size_t i = first; i < r->list->n; i++) {
		struct lg_shape *s = &r->list->v[i];

		s->loc.file = lg_strdup(&r->facts->pool, path);
		if (s->members.n >= LEAST ||
		    lg_policy_names_private(p, s->tag))
			r->list->v[kept++] = *s;
		else
			lg_vec_free(&s->members);
	}
	r->list->n = kept;
	lg_pool_free(&scratch);
}

static void visit_file(void *arg, const char *path, const struct stat *st)
{
	struct read *r = (struct read *)arg;

	if (!lg_policy_owner(r->facts->policy, path))
		return;			/* public */
	r->key += lg_stat_hash(path, st);
	if (r->list)
		read_file(r, path);
}

/* An owner inside another is walked with it. */
static bool inside_another(const struct lg_policy *p, const struct lg_owner *o)
{
	for (size_t i = 0; i < p->owners.n; i++)
		if (&p->owners.v[i] != o &&
		    lg_path_under(o->dir, p->owners.v[i].dir))
			return true;
	return false;
}

static void walk_place(struct read *r, const char *place)
{
	struct lg_pool pool = { NULL };
	struct stat st;

	if (lg_ends(place, "/"))
		lg_tree_files(r->facts, lg_strndup(&pool, place,
						   strlen(place) - 1),
			      is_source, visit_file, r);
	else if (stat(lg_printf(&pool, "%s/%s", r->facts->tree, place),
		      &st) == 0 && S_ISREG(st.st_mode))
		visit_file(r, place, &st);
	lg_pool_free(&pool);
}

static uint64_t policy_key(const struct lg_facts *facts)
{
	const struct lg_policy *p = facts->policy;
	uint64_t key = lg_hash(LG_HASH_SEED, facts->tree);

	for (size_t i = 0; i < p->owners.n; i++) {
		const struct lg_owner *o = &p->owners.v[i];

		key = lg_hash(lg_hash(key, o->dir), "|");
		for (size_t k = 0; k < o->structs.n; k++)
			key = lg_hash(key, o->structs.v[k]);
		for (size_t k = 0; k < o->more_files.n; k++)
			key = lg_hash(key, o->more_files.v[k]);
		for (size_t k = 0; k < o->open_files.n; k++)
			key = lg_hash(key, o->open_files.v[k]);
	}
	return key;
}

static uint64_t walk_owners(struct lg_facts *facts, lg_shape_list *list)
{
	const struct lg_policy *p = facts->policy;
	struct read r = { facts, list, policy_key(facts) };

	for (size_t i = 0; i < p->owners.n; i++) {
		const struct lg_owner *o = &p->owners.v[i];

		if (!inside_another(p, o))
			walk_place(&r, o->dir);
		for (size_t k = 0; k < o->more_files.n; k++)
			walk_place(&r, o->more_files.v[k]);
	}
	return r.key;
}

/* --------------------------------------------------------------- the index */

static uint64_t owners_key(struct lg_facts *facts)
{
	return walk_owners(facts, NULL);
}

static const struct lg_cache cache = {
	"owners-index", "luoguard owners-index 1", owners_key
};

static void write_shape(FILE *f, const struct lg_shape *s)
{
	fprintf(f, "s\t%s\t%s\t%s\t%u\t%u\n", s->is_typedef ? "typedef" :
		s->is_union ? "union" : "struct", s->tag, s->loc.file,
		s->loc.line, s->loc.column);
	for (size_t i = 0; i < s->members.n; i++) {
		const struct lg_shape_member *m = &s->members.v[i];

		fprintf(f, "m\t%s\t%s\t%s%s%s\n", m->name, m->type,
			m->array ? "a" : "", m->optional ? "o" : "",
			m->array || m->optional ? "" : "-");
	}
}

static void write_shapes(struct lg_facts *facts, const lg_shape_list *list,
			 uint64_t key)
{
	char *text = NULL;
	size_t bytes = 0;
	FILE *f = open_memstream(&text, &bytes);

	if (!f)
		return;
	for (size_t i = 0; i < list->n; i++)
		write_shape(f, &list->v[i]);
	if (fclose(f) == 0)
		lg_cache_write(facts, &cache, key, text);
	free(text);
}

static bool read_shape(lg_shape_list *list, char *line)
{
	struct lg_shape s;
	char *f[6];

	if (!lg_split_tabs(line, f, 6))
		return false;
	memset(&s, 0, sizeof(s));
	s.is_typedef = *f[1] == 't';
	s.is_union = *f[1] == 'u';
	s.tag = f[2];
	s.loc.file = f[3];
	s.loc.line = (unsigned int)strtoul(f[4], NULL, 10);
	s.loc.column = (unsigned int)strtoul(f[5], NULL, 10);
	lg_vec_push(list, s);
	return true;
}

static bool read_member(lg_shape_list *list, char *line)
{
	struct lg_shape_member m;
	char *f[4];

	if (!list->n || !lg_split_tabs(line, f, 4))
		return false;
	m.name = f[1];
	m.type = f[2];
	m.array = strchr(f[3], 'a') != NULL;
	m.optional = strchr(f[3], 'o') != NULL;
	m.at = 0;
	lg_vec_push(&list->v[list->n - 1].members, m);
	return true;
}

static void forget(lg_shape_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		lg_vec_free(&list->v[i].members);
	lg_vec_free(list);
}

static bool read_shapes(struct lg_facts *facts, lg_shape_list *list)
{
	char *text = lg_cache_read(facts, &cache), *end;

	for (; text && *text; text = end) {
		end = text + strcspn(text, "\n");
		if (*end)
			*end++ = '\0';
		if (!(*text == 's' ? read_shape(list, text) :
				     read_member(list, text)))
			return false;
	}
	return text != NULL;
}

static unsigned int first_bit(const char *name)
{
	return (unsigned int)(lg_hash(LG_HASH_SEED, name) & 4095);
}

/* What @s may begin with: those that may be missing, and one that may not. */
static void note_first(struct lg_shapes *shapes, struct lg_shape *s,
		       unsigned int number)
{
	unsigned int *head = &shapes->head[HEADS];

	if (!s->members.v[0].optional)
		head = &shapes->head[lg_hash(LG_HASH_SEED,
					     s->members.v[0].name) % HEADS];
	s->next = *head;
	*head = number;
	for (size_t i = 0; i < s->members.n; i++) {
		unsigned int bit = first_bit(s->members.v[i].name);

		shapes->first[bit / 64] |= 1ULL << bit % 64;
		if (!s->members.v[i].optional)
			return;
	}
}

static const struct lg_shapes *the_shapes(struct lg_facts *facts)
{
	struct lg_shapes *shapes = facts->shapes;
	lg_shape_list list = { NULL, 0, 0 };

	if (shapes)
		return shapes;
	shapes = facts->shapes = lg_new(&facts->pool, struct lg_shapes);
	if (!facts->tree)
		return shapes;
	if (!read_shapes(facts, &list)) {
		forget(&list);
		write_shapes(facts, &list, walk_owners(facts, &list));
	}
	for (size_t i = list.n; i-- > 0;) {
		note_first(shapes, &list.v[i], (unsigned int)i + 1);
		LG_FREEZE(&facts->pool, &list.v[i].members);
	}
	LG_FREEZE(&facts->pool, &list);
	shapes->v = list.v;
	shapes->n = list.n;
	return shapes;
}

/* ------------------------------------------------------------------ answers */

bool lg_shapes_begin(struct lg_facts *facts, const char *name)
{
	unsigned int bit = first_bit(name);

	return the_shapes(facts)->first[bit / 64] >> bit % 64 & 1;
}

/* The next member of @o from *@at on that may stand for @name; NULL: none. */
static const struct lg_shape_member *match(const struct lg_shape *o,
					   size_t *at, const char *name)
{
	for (; *at < o->members.n; ++*at) {
		const struct lg_shape_member *m = &o->members.v[*at];

		if (strcmp(m->name, name) == 0) {
			++*at;
			return m;
		}
		if (!m->optional)
			break;
	}
	return NULL;
}

/* Are all members of @o from @at on such that may be missing? */
static bool may_end(const struct lg_shape *o, size_t at)
{
	while (at < o->members.n && o->members.v[at].optional)
		at++;
	return at == o->members.n;
}

static size_t least_of(const struct lg_facts *facts, const struct lg_shape *o)
{
	return lg_policy_names_private(facts->policy, o->tag) ? LEAST_NAMED :
								LEAST;
}

static bool same_names(const struct lg_shape *o, const char *const *names,
		       size_t n)
{
	size_t at = 0;

	for (size_t i = 0; i < n; i++)
		if (!match(o, &at, names[i]))
			return false;
	return may_end(o, at);
}

static bool named_among(struct lg_facts *facts, unsigned int number,
			const char *const *names, size_t n)
{
	const struct lg_shapes *shapes = facts->shapes;

	while (number) {
		const struct lg_shape *o = &shapes->v[number - 1];

		if (same_names(o, names, n) && n >= least_of(facts, o))
			return true;
		number = o->next;
	}
	return false;
}

bool lg_shapes_named(struct lg_facts *facts, const char *const *names,
		     size_t n)
{
	const struct lg_shapes *shapes = the_shapes(facts);

	return n && (named_among(facts, shapes->head[lg_hash(LG_HASH_SEED,
					names[0]) % HEADS], names, n) ||
		     named_among(facts, shapes->head[HEADS], names, n));
}

static bool repeats(struct lg_facts *facts, const struct lg_shape *o,
		    const struct lg_struct *s, int depth);

/* A struct by value: the original's own, or a twin of that one. */
static bool same_struct(struct lg_facts *facts, const char *type,
			const struct lg_type *t, int depth)
{
	const struct lg_shapes *shapes = the_shapes(facts);
	const char *tag = strchr(type, ' ');

	if (t->kind != LG_TYPE_STRUCT && t->kind != LG_TYPE_UNION)
		return false;
	if (!t->tag || !tag)		/* "struct { }" in place */
		return !t->tag && !tag;
	if (strcmp(tag + 1, t->tag) == 0)
		return true;
	for (size_t i = 0; t->def && i < shapes->n; i++)
		if (strcmp(shapes->v[i].tag, tag + 1) == 0 &&
		    repeats(facts, &shapes->v[i], t->def, depth + 1))
			return true;
	return false;
}

static bool same_spelling(struct lg_facts *facts, const char *type,
			  const char *name)
{
	return name && strcmp(lg_shape_type(&facts->pool, name, strlen(name)),
			      type) == 0;
}

static bool same_type(struct lg_facts *facts, const char *type,
		      const struct lg_type *t, int depth)
{
	if (strcmp(type, "function") == 0)
		return lg_type_function(t);
	if (lg_starts(type, "struct") || lg_starts(type, "union"))
		if (!lg_ends(type, "*"))
			return same_struct(facts, type, t, depth);
	if (same_spelling(facts, type, t->name) ||
	    same_spelling(facts, type, t->base))
		return true;
	for (size_t i = 0; i < t->typedefs.n; i++)
		if (same_spelling(facts, type, t->typedefs.v[i]))
			return true;
	return false;
}

/* Is @m what @like is in @o: a pointer to the struct that it is a member of? A
 * copy under another name cannot but call it by that. */
static bool same_self(struct lg_facts *facts, const struct lg_shape *o,
		      const struct lg_shape_member *like,
		      const struct lg_struct *s, const struct lg_member *m)
{
	const char *self = lg_printf(&facts->pool, "%s %s *", o->is_union ?
				     "union" : "struct", o->tag);

	return s->tag && m->type.kind == LG_TYPE_POINTER && m->type.tag &&
	       !strcmp(m->type.tag, s->tag) &&
	       same_spelling(facts, like->type, self);
}

/* Do @s's members continue @o from *@at on? Unnamed ones are opened up. */
static bool same_members(struct lg_facts *facts, const struct lg_shape *o,
			 size_t *at, const struct lg_struct *s, int depth)
{
	for (size_t i = 0; i < s->members.n; i++) {
		const struct lg_member *m = &s->members.v[i];
		const struct lg_shape_member *like;

		if (!m->name) {
			if (m->type.def &&
			    !same_members(facts, o, at, m->type.def, depth))
				return false;
			continue;
		}
		like = match(o, at, m->name);
		if (!like || like->array != m->array ||
		    (!same_type(facts, like->type, &m->type, depth) &&
		     !same_self(facts, o, like, s, m)))
			return false;
	}
	return true;
}

static bool repeats(struct lg_facts *facts, const struct lg_shape *o,
		    const struct lg_struct *s, int depth)
{
	size_t at = 0;

	return depth < 8 && o->is_union == s->is_union &&
	       same_members(facts, o, &at, s, depth) && may_end(o, at);
}

static size_t count_members(const struct lg_struct *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->members.n; i++) {
		const struct lg_member *m = &s->members.v[i];

		n += m->name ? 1 : m->type.def ? count_members(m->type.def) : 0;
	}
	return n;
}

bool lg_struct_original(struct lg_facts *facts, const struct lg_struct *s,
			struct lg_original *original)
{
	const struct lg_shapes *shapes = the_shapes(facts);
	size_t n = count_members(s);

	for (size_t i = 0; i < shapes->n; i++) {
		const struct lg_shape *o = &shapes->v[i];

		if (!repeats(facts, o, s, 0) || n < least_of(facts, o))
			continue;
		original->tag = o->tag;
		original->name = o->is_typedef ? o->tag :
			lg_printf(&facts->pool, "%s %s", o->is_union ?
				  "union" : "struct", o->tag);
		original->loc = o->loc;
		return true;
	}
	return false;
}
