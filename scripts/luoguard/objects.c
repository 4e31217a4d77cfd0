// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * objects.c - what git itself reads of its objects.
 *
 * One process reads the new text of all files of a change, and says which
 * trees some directories of HEAD are. Most commits can be told by that not to
 * matter, and then libgit2, whose start takes longer, is not needed.
 */
#include "review.h"

#define MAX_LOADED 200

/* The head of an answer of `git cat-file --batch`, "OID TYPE BYTES\n"; every
 * TYPE that is asked for has four letters. The content, of *@bytes bytes with a
 * newline behind it; NULL: it is no such answer. */
static char *take_head(char *at, const char *end, size_t *bytes)
{
	char *line = memchr(at, '\n', (size_t)(end - at)), *rest;
	const char *size = at + GIT_OID_HEXSZ + strlen(" blob ");

	if (!line || size >= line)
		return NULL;
	*bytes = strtoul(size, &rest, 10);
	if (rest != line || *bytes >= (size_t)(end - line - 1))
		return NULL;
	return line + 1;
}

static char *take_blob(char *at, const char *end, struct change *c)
{
	c->text = take_head(at, end, &c->bytes);
	return c->text ? c->text + c->bytes + 1 : NULL;
}

/* What is not there is answered by "NAME missing\n", and has no id. */
static char *take_tree(char *at, const char *end, git_oid *id)
{
	static const char missing[] = " missing";
	char *line = memchr(at, '\n', (size_t)(end - at)), *content;
	size_t bytes;

	memset(id, 0, sizeof(*id));
	if (line && line - at >= (ptrdiff_t)strlen(missing) &&
	    !strncmp(line - strlen(missing), missing, strlen(missing)))
		return line + 1;
	content = take_head(at, end, &bytes);
	if (!content || git_oid_fromstrn(id, at, GIT_OID_HEXSZ) < 0)
		return NULL;
	return content + bytes + 1;
}

static void ask_dirs(FILE *in, const struct repo *r, const struct dirs *dirs)
{
	for (size_t i = 0; i < dirs->v.n; i++) {
		const char *dir = dirs->v.v[i];
		size_t n = strlen(dir);

		fprintf(in, "%s:%s%.*s\n", r->head, r->prefix,
			(int)(n ? n - 1 : 0), dir);
	}
}

/* Enters the ids, one for each directory, unless git did not say them all. */
static void take_dirs(const struct repo *r, struct dirs *dirs, char *at,
		      const char *end)
{
	for (size_t i = 0; at && i < dirs->v.n; i++)
		at = take_tree(at, end, &dirs->ids[i]);
	dirs->commit = at ? r->head : NULL;
}

typedef LG_VEC(struct change *) change_list;

/* What git is to be asked, a line each; NULL: nothing. */
static char *question(const struct repo *r, const change_list *load,
		      const struct dirs *dirs)
{
	size_t bytes = 0;
	char *text = NULL;
	FILE *in = open_memstream(&text, &bytes);

	if (!in)
		lg_die("out of memory");
	for (size_t i = 0; i < load->n; i++) {
		char id[GIT_OID_HEXSZ + 1];

		fprintf(in, "%s\n", git_oid_tostr(id, sizeof(id),
						  &load->v[i]->after));
	}
	if (load->n && dirs && r->head)
		ask_dirs(in, r, dirs);
	if (fclose(in))
		lg_die("out of memory");
	return text;
}

void changes_load(struct repo *r, struct changes *list,
		  bool (*wanted)(const struct change *c), struct dirs *dirs)
{
	static const char *const argv[] = {
		"git", "cat-file", "--batch", NULL
	};
	change_list load = { NULL, 0, 0 };
	char *input, *text, *at;
	size_t bytes;

	for (size_t i = 0; i < list->v.n; i++)
		if (wanted(&list->v.v[i]))
			lg_vec_push(&load, &list->v.v[i]);
	if (load.n > MAX_LOADED)
		load.n = 0;
	input = question(r, &load, dirs);
	if (*input &&
	    repo_ask(&list->pool, r, argv, input, &text, &bytes) == 0) {
		at = text;
		for (size_t i = 0; at && i < load.n; i++)
			at = take_blob(at, text + bytes, load.v[i]);
		if (dirs && r->head)
			take_dirs(r, dirs, at, text + bytes);
	}
	free(input);
	lg_vec_free(&load);
}

char *repo_fetch(struct repo *r, const git_oid *id, size_t *bytes)
{
	char hex[GIT_OID_HEXSZ + 1], *text;
	const char *argv[] = { "git", "cat-file", "blob", hex, NULL };

	git_oid_tostr(hex, sizeof(hex), id);
	return repo_ask(&r->pool, r, argv, NULL, &text, bytes) == 0 ? text :
								     NULL;
}
