// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * types.c - what a C file's headers say of some structs, as one small header.
 *
 * To know what "a->b->c" looks into, Coccinelle wants the types of a and b. Its
 * own way, to parse every header that the file includes, takes six seconds for
 * a driver. Nearly all of it says nothing of the structs that are asked for. So
 * the headers are searched as text, and only declarations that name such a
 * struct are kept; and those that name a struct which holds one of them, until
 * there are no more.
 *
 * Conditionals are ignored: what any configuration includes counts.
 */
#include <ctype.h>
#include <sys/stat.h>

#include "spatch.h"

#define BUCKETS 4096
#define MOST_BYTES (16 << 20)
#define MOST_WORDS 512	/* amdgpu.h asks for over 128; more is told */

/* A header, read once; text NULL: there is none. */
struct header {
	const char *full;	/* absolute */
	const char *text;
	bool big;			/* it is there, and was not read */
	LG_VEC(struct lg_text_include) includes;
	struct lg_file *file;	/* when it names what was asked for */
	const struct lg_file *wanted_by;	/* among whose headers it is */
	struct header *next;
};

struct types {
	struct lg_pool pool;
	const char *roots[2];
	struct header *buckets[BUCKETS];
};

/* What is asked of one C file. */
struct question {
	struct types *t;
	const struct lg_file *f;
	const char *arch;		/* "arm64" */
	LG_VEC(struct header *) headers;
	lg_strings words;		/* tags */
	bool more;			/* there are more than MOST_WORDS */
	const struct header *big;	/* one that was not read, or NULL */
};

struct types *types_new(const char *tree, const char *headers)
{
	struct types *t = calloc(1, sizeof(*t));

	if (!t)
		lg_die("out of memory");
	t->roots[0] = lg_path_normal(&t->pool, "/", tree);
	if (headers)
		t->roots[1] = lg_path_normal(&t->pool, "/", headers);
	return t;
}

void types_free(struct types *t)
{
	for (size_t i = 0; t && i < BUCKETS; i++)
		for (struct header *h = t->buckets[i]; h; h = h->next) {
			lg_vec_free(&h->includes);
			if (h->file)
				lg_file_free(h->file);
		}
	if (t)
		lg_pool_free(&t->pool);
	free(t);
}

/* ---------------------------------------------------------------- includes */

/* Enters the #include that @line may be. */
static void read_include(struct types *t, struct header *h, const char *line)
{
	struct lg_text_include inc = { 0, NULL, false };

	line += strspn(line, " \t");
	if (*line != '#')
		return;
	line += 1 + strspn(line + 1, " \t");
	if (!lg_starts(line, "include"))
		return;
	line += strlen("include");
	line += strspn(line, " \t");
	if (*line != '<' && *line != '"')
		return;
	inc.quoted = *line == '"';
	inc.path = lg_strndup(&t->pool, line + 1, strcspn(line + 1, ">\"\n"));
	lg_vec_push(&h->includes, inc);
}

static struct header *header(struct types *t, const char *full)
{
	struct header **b = &t->buckets[lg_hash(LG_HASH_SEED, full) % BUCKETS];
	struct header *h = *b;
	struct stat st;
	size_t bytes = 0;
	char *text = NULL;

	for (; h; h = h->next)
		if (!strcmp(h->full, full))
			return h;
	h = lg_new(&t->pool, struct header);
	h->full = full;
	h->next = *b;
	*b = h;
	if (stat(full, &st) == 0 && S_ISREG(st.st_mode)) {
		h->big = st.st_size >= MOST_BYTES;
		text = h->big ? NULL : lg_read_file(&t->pool, full, &bytes);
	}
	for (size_t i = 0; text && (i = i + strlen(text + i)) < bytes; i++)
		text[i] = ' ';
	h->text = text;
	for (const char *p = text; p; p = *p ? p + 1 : NULL) {
		read_include(t, h, p);
		p += strcspn(p, "\n");
	}
	return h;
}

/* The header that "DIR/PATH" names, in the tree or the other one. */
static struct header *at(struct question *q, const char *dir, const char *path)
{
	struct types *t = q->t;

	for (size_t i = 0; i < 2 && t->roots[i]; i++) {
		char *full = lg_path_normal(&t->pool, t->roots[i],
			lg_printf(&t->pool, "%s/%s/%s", t->roots[i], dir,
				  path));
		struct header *h;

		if (*lg_path_in_tree(&t->pool, t->roots[i], "/", full) == '/')
			continue;	/* "../../../etc" */
		h = header(t, full);
		if (h->text)
			return h;
		if (h->big)
			q->big = h;
	}
	return NULL;
}

static const char *directory(struct types *t, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? lg_strndup(&t->pool, path, (size_t)(slash - path)) : ".";
}

/* kbuild's search, and the -I that Makefiles like to give: the directories
 * above the C file, and an include/ in them. */
static struct header *resolve(struct question *q, const char *dir,
			      const struct lg_text_include *inc)
{
	struct types *t = q->t;
	const char *dirs[] = { "include",
		lg_printf(&t->pool, "arch/%s/include", q->arch), "include/uapi",
		lg_printf(&t->pool, "arch/%s/include/uapi", q->arch) };
	struct header *h = inc->quoted ? at(q, dir, inc->path) : NULL;

	for (size_t i = 0; !h && i < sizeof(dirs) / sizeof(dirs[0]); i++)
		h = at(q, dirs[i], inc->path);
	if (!inc->quoted)
		return h;
	for (dir = directory(t, q->f->path); !h && strcmp(dir, ".");
	     dir = directory(t, dir)) {
		h = at(q, dir, inc->path);
		if (!h)
			h = at(q, lg_printf(&t->pool, "%s/include", dir),
			       inc->path);
	}
	return h;
}

static void follow(struct question *q, const char *dir,
		   const struct lg_text_include *inc)
{
	struct header *h = resolve(q, dir, inc);

	if (!h || h->wanted_by == q->f)
		return;
	h->wanted_by = q->f;
	lg_vec_push(&q->headers, h);
}

static const char *relative(struct types *t, const char *full)
{
	const char *path = full;

	for (size_t i = 0; i < 2 && *path == '/' && t->roots[i]; i++)
		path = lg_path_in_tree(&t->pool, t->roots[i], "/", full);
	return path;
}

/* All headers of the file, by width. */
static void closure(struct question *q)
{
	struct types *t = q->t;
	const char *dir = directory(t, q->f->path);

	for (size_t i = 0; i < q->f->includes.n; i++)
		follow(q, dir, &q->f->includes.v[i]);
	for (size_t i = 0; i < q->headers.n; i++) {
		const struct header *h = q->headers.v[i];

		dir = directory(t, relative(t, h->full));
		for (size_t k = 0; k < h->includes.n; k++)
			follow(q, dir, &h->includes.v[k]);
	}
}

/* ------------------------------------------------------------ declarations */

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Behind the preprocessor's line at @at. */
static size_t directive_end(const struct lg_file *f, size_t at)
{
	while (at < f->bytes && (f->code[at] != '\n' || f->code[at - 1] == '\\'))
		at++;
	return at;
}

/* Is the '(' at @at that of a parameter list, not an attribute's? */
static bool parameters(const struct lg_file *f, size_t from, size_t at)
{
	size_t end;

	while (at > from && isspace((unsigned char)f->code[at - 1]))
		at--;
	end = at;
	while (at > from && is_word(f->code[at - 1]))
		at--;
	return end > at && strncmp(f->code + at, "__", 2);
}

bool declaration_next(const struct lg_file *f, size_t at,
		      struct declaration *d)
{
	int depth = 0;

	while (at < f->bytes && !is_word(f->code[at]) && f->code[at] != '#')
		at++;
	memset(d, 0, sizeof(*d));
	d->from = at;
	for (; at < f->bytes; at++) {
		char c = f->code[at];

		if (c == '#')
			at = directive_end(f, at);
		else if (c == '(' && !depth && !d->body)
			d->function |= parameters(f, d->from, at);
		if (c == '{' && !depth++ && !d->body)
			d->body = at;
		if (c == '}' && depth)
			depth--;
		if (!depth && (c == ';' || (c == '}' && d->function)))
			break;
	}
	d->end = at < f->bytes ? at + 1 : at;
	d->body = d->body ? d->body : d->end;
	return d->from < f->bytes;
}

static bool names(const struct lg_file *f, const struct declaration *d,
		  const char *word)
{
	size_t n = strlen(word), end = d->function ? d->body : d->end;

	for (size_t i = d->from; i + n <= end; i++)
		if (f->code[i] == *word && !strncmp(f->code + i, word, n) &&
		    (i == d->from || !is_word(f->code[i - 1])) &&
		    !is_word(f->code[i + n]))
			return true;
	return false;
}

/* Where the "struct" of the definition @d stands. */
static size_t keyword(const struct lg_file *f, const struct declaration *d)
{
	for (size_t i = d->body; i > d->from; i--)
		if ((lg_starts(f->code + i - 1, "struct ") ||
		     lg_starts(f->code + i - 1, "union ")) &&
		    (i - 1 == d->from || !is_word(f->code[i - 2])))
			return i - 1;
	return d->from;
}

static size_t skip_word(const struct lg_file *f, size_t at)
{
	while (is_word(f->code[at]))
		at++;
	while (isspace((unsigned char)f->code[at]))
		at++;
	return at;
}

/* What holds a struct that is asked for is asked for, too. Its keyword stands
 * at @at. */
static void ask(struct question *q, const struct lg_file *f, size_t at)
{
	size_t n = 0;
	char *tag;

	at = skip_word(f, at);
	while (lg_starts(f->code + at, "__"))	/* struct __packed foo */
		at = skip_word(f, at);
	while (is_word(f->code[at + n]))
		n++;
	tag = lg_strndup(&q->t->pool, f->code + at, n);
	if (!n || lg_matches_any(&q->words, tag))
		return;
	q->more |= q->words.n >= MOST_WORDS;
	if (!q->more)
		lg_vec_push(&q->words, tag);
}

static void print(FILE *out, const struct lg_file *f,
		  const struct declaration *d)
{
	size_t end = d->function ? d->body : d->end;

	for (size_t i = d->from; i < end; i++) {
		if (f->code[i] == '#')
			i = directive_end(f, i);
		putc(f->code[i] == '\2' ? ' ' : f->text[i], out);
	}
	fputs(d->function ? ";\n" : "\n", out);
}

/* Prints what @h declares of the words from @first on. */
static void print_header(struct question *q, struct header *h, size_t first,
			 FILE *out)
{
	struct declaration d;
	bool any = false;

	for (size_t i = first; i < q->words.n && !any; i++)
		any = strstr(h->text, q->words.v[i]);
	if (!any)
		return;
	if (!h->file)
		h->file = lg_file_parse(&q->t->pool, h->full, h->text);
	for (size_t from = 0; declaration_next(h->file, from, &d);
	     from = d.end) {
		bool wanted = false;

		for (size_t i = first; i < q->words.n && !wanted; i++)
			wanted = names(h->file, &d, q->words.v[i]);
		if (!wanted)
			continue;
		if (!d.function && d.body < d.end) {
			size_t at = keyword(h->file, &d);

			ask(q, h->file, at);
			if (!lg_starts(h->file->code + d.from, "typedef"))
				d.from = at;
		}
		print(out, h->file, &d);
	}
}

const char *types_print(struct types *t, const struct lg_file *f,
			const lg_strings *tags, FILE *out)
{
	struct question q = { .t = t, .f = f, .arch = "x86" };
	size_t first = 0, end;

	if (lg_starts(f->path, "arch/"))
		q.arch = lg_strndup(&t->pool, f->path + strlen("arch/"),
				    strcspn(f->path + strlen("arch/"), "/"));
	for (size_t i = 0; i < tags->n; i++)
		lg_vec_push(&q.words, tags->v[i]);
	closure(&q);
	for (; first < q.words.n; first = end) {
		end = q.words.n;
		for (size_t i = 0; i < q.headers.n; i++)
			print_header(&q, q.headers.v[i], first, out);
	}
	lg_vec_free(&q.headers);
	lg_vec_free(&q.words);
	if (q.more)
		return "private structs are held by too many others to ask for "
		       "all";
	return q.big ? lg_printf(&t->pool, "it includes %s, which is too big "
				 "to be read", relative(t, q.big->full)) : NULL;
}
