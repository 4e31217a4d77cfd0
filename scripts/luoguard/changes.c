// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * changes.c - the repository, and what is staged in it.
 *
 * Git itself says where the repository is (a work tree, a hook and the
 * environment all have their say in that) and compares the index with HEAD: it
 * knows which directories cannot differ (a kernel's index has 96,000 entries,
 * libgit2 takes ten times as long) and every form that an index has: split,
 * sparse, one that a hook was handed in the environment. Nothing is run that a
 * tree could name: no diff driver, no filter, no file system monitor. Its raw
 * output, with NUL between the fields:
 *
 *     :100644 100644 OID OID M NUL path NUL
 *     :100644 100644 OID OID R086 NUL from NUL to NUL
 */
#include <errno.h>
#include <limits.h>
#include <sys/wait.h>

#include "review.h"

#define GIT_SECONDS 300

/* ------------------------------------------------------------- repository */

/* Where git runs: where @tree is; or here, when what whoever started us said of
 * the repository may be relative to this directory. */
static const char *git_directory(const char *tree)
{
	return getenv("GIT_DIR") || getenv("GIT_INDEX_FILE") ? NULL : tree;
}

int repo_git(struct lg_pool *pool, const struct repo *r,
	     const char *const *argv, const char *input, char **text,
	     size_t *bytes)
{
	int status = process_output(pool, (char *const *)argv, r->cwd,
				    input, GIT_SECONDS, text, bytes);

	if (status < 0)
		lg_die("cannot run git: %s", strerror(errno));
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* Git gave up on renames: that is told once, and not in its words, which ask for
 * an option that changes nothing here. */
static void tell_unpaired(struct repo *r)
{
	if (!r->unpaired)
		fputs("luoguard: too many files change at once for renames to "
		      "be found: some are taken for deleted and new ones\n",
		      stderr);
	r->unpaired = true;
}

/* Runs git, which compares; the exit status. */
static int compare(struct lg_pool *pool, struct repo *r,
		   const char *const *argv, char **text, size_t *bytes)
{
	FILE *said = tmpfile();
	char line[1024];
	int status;

	if (!said)
		lg_die("cannot make a temporary file: %s", strerror(errno));
	status = process_apart(pool, (char *const *)argv, r->cwd, fileno(said),
			       GIT_SECONDS, text, bytes);
	if (status < 0)
		lg_die("cannot run git: %s", strerror(errno));
	rewind(said);
	while (fgets(line, sizeof(line), said)) {
		if (strstr(line, "diff.renameLimit"))
			tell_unpaired(r);
		else if (!strstr(line, "rename detection was skipped"))
			fputs(line, stderr);
	}
	fclose(said);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* Does HEAD have a kernel tree in @dir? A sparse checkout leaves out what
 * is_kernel_tree() looks for. */
static bool committed_tree(struct repo *r, const char *dir)
{
	static const char *const files[] = { "Kbuild", "Kconfig", "MAINTAINERS" };
	const char *argv[9] = { "git", "ls-tree", "--full-tree", "--name-only",
				r->head };
	size_t top = strlen(r->top), bytes, lines = 0;
	const char *prefix = dir[top] ? dir + top + 1 : "";
	char *text;

	if (!r->head)
		return false;
	for (size_t i = 0; i < 3; i++)
		argv[5 + i] = lg_printf(&r->pool, "%s%s%s", prefix,
					*prefix ? "/" : "", files[i]);
	if (repo_git(&r->pool, r, argv, NULL, &text, &bytes))
		return false;
	for (size_t i = 0; i < bytes; i++)
		lines += text[i] == '\n';
	return lines == 3;
}

/* The kernel tree is where @start lies in, up to the repository's top. */
static void find_tree(struct repo *r, const char *start)
{
	char *dir = lg_strdup(&r->pool, start), *slash;
	size_t top = strlen(r->top);

	while (!is_kernel_tree(dir) && !committed_tree(r, dir)) {
		slash = strrchr(dir, '/');
		if (strlen(dir) <= top || !slash)
			lg_die("%s is in no kernel tree; --tree DIR names one",
			       start);
		*slash = '\0';
	}
	r->tree = dir;
	r->prefix = dir[top] ? lg_printf(&r->pool, "%s/", dir + top + 1) : "";
}

int repo_ask(struct lg_pool *pool, const struct repo *r,
	     const char *const *argv, const char *input, char **text,
	     size_t *bytes)
{
	int status = repo_git(pool, r, argv, input, text, bytes);

	if (status > 1)
		lg_die("git failed; nothing was checked");
	return status;
}

/* Cuts the last line off @text, which has no newline at its end. */
static char *last_line(char *text)
{
	char *line = strrchr(text, '\n');

	if (!line)
		lg_die("git rev-parse said what is not its format");
	line[0] = '\0';
	return line + 1;
}

/* "GITDIR\nTOP": a newline in the first is no end of it. */
static void split(struct repo *r, char *text)
{
	char *end = text;

	while ((end = strchr(end, '\n'))) {
		*end = '\0';
		if (is_directory(text))
			break;
		*end++ = '\n';
	}
	if (!end || !end[1])
		lg_die("git rev-parse said what is not its format");
	r->gitdir = text;
	r->top = end + 1;
}

void repo_open(struct repo *r, const char *tree)
{
	static const char *const argv[] = {
		"git", "rev-parse", "--absolute-git-dir", "--show-toplevel",
		"--show-object-format", "--quiet", "--verify", "HEAD", NULL
	};
	char start[PATH_MAX], top[PATH_MAX], *text;
	size_t bytes;
	int status;

	if (!realpath(tree ? tree : ".", start))
		lg_die("%s: %s", tree ? tree : "the current directory",
		       strerror(errno));
	r->cwd = git_directory(tree);
	status = repo_ask(&r->pool, r, argv, NULL, &text, &bytes);
	if (bytes)
		text[bytes - 1] = '\0';
	if (status == 0)
		r->head = last_line(text);
	if (!strcmp(last_line(text), "sha256"))
		lg_die("a repository of SHA-256 objects cannot be read; what "
		       "is staged is not checked");
	split(r, text);
	if (!realpath(r->top, top))
		lg_die("%s: %s", r->top, strerror(errno));
	r->top = lg_strdup(&r->pool, top);
	if (!lg_starts(start, top) ||
	    (start[strlen(top)] && start[strlen(top)] != '/'))
		lg_die("%s lies outside of the work tree %s", start, top);
	find_tree(r, start);
}

void repo_close(struct repo *r)
{
	if (r->git) {
		git_repository_free(r->git);
		git_libgit2_shutdown();
	}
	lg_pool_free(&r->pool);
}

/* --------------------------------------------------------------- git's words */

/* The fields of git's output, one after the other; NULL behind the last. */
struct fields {
	char *at, *end;
};

static char *next_field(struct fields *f)
{
	char *field = f->at;

	if (field >= f->end)
		return NULL;
	f->at += strlen(field) + 1;
	return field;
}

static bool plain(const char *mode)
{
	return lg_starts(mode, "100644") || lg_starts(mode, "100755");
}

/* libgit2, which may not have begun, is asked for right ids only. */
static bool read_id(git_oid *id, const char *hex)
{
	return strspn(hex, "0123456789abcdef") == GIT_OID_HEXSZ &&
	       git_oid_fromstrn(id, hex, GIT_OID_HEXSZ) == 0;
}

/* ":MODE MODE OID OID S": the status, or '\0' when it is something else. */
static char read_head(const char *head, struct change *c)
{
	size_t id = GIT_OID_HEXSZ;

	if (strlen(head) < 1 + 6 + 1 + 6 + 1 + id + 1 + id + 2 ||
	    head[0] != ':' || !read_id(&c->before, head + 15) ||
	    !read_id(&c->after, head + 15 + id + 1))
		return '\0';
	c->had = plain(head + 1);
	c->has = plain(head + 8);
	c->link = lg_starts(head + 8, "120000");
	return head[15 + id + 1 + id + 1];
}

/* @path as in findings; NULL: it lies outside of the kernel tree. */
static const char *in_tree(const struct repo *r, const char *path)
{
	return lg_starts(path, r->prefix) ? path + strlen(r->prefix) : NULL;
}

static void add(struct repo *r, struct changes *list, struct change *c)
{
	const char *from = in_tree(r, c->from), *path = in_tree(r, c->path);

	c->had &= from != NULL;
	c->has &= path != NULL;
	c->link &= path != NULL;
	if (!c->had && !c->has && !c->link)
		return;		/* a submodule, no part of the tree */
	c->path = lg_strdup(&list->pool, path ? path : from);
	c->from = lg_strdup(&list->pool, from ? from : path);
	lg_vec_push(&list->v, *c);
}

static void read_changes(struct repo *r, struct changes *list, char *text,
			 size_t bytes)
{
	struct fields f = { text, text + bytes };
	const char *head;

	while ((head = next_field(&f))) {
		struct change c;
		char status;

		memset(&c, 0, sizeof(c));
		status = read_head(head, &c);
		c.from = next_field(&f);
		c.path = status == 'R' || status == 'C' ? next_field(&f) :
			 c.from;
		if (!status || !c.from || !c.path)
			lg_die("git diff-index said what is not its format: "
			       "\"%s\"", lg_printable(&r->pool, head));
		if (status == 'U')
			lg_die("%s is not merged; resolve it and git add it",
			       lg_printable(&r->pool, c.path));
		add(r, list, &c);
	}
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct change *)a)->path,
		      ((const struct change *)b)->path);
}

static int by_from(const void *a, const void *b)
{
	return strcmp((*(const struct change *const *)a)->from,
		      (*(const struct change *const *)b)->from);
}

void changes_sort(struct changes *list)
{
	if (list->v.n)
		qsort(list->v.v, list->v.n, sizeof(*list->v.v), by_path);
	for (size_t i = 0; i < list->v.n; i++) {
		const struct change *c = &list->v.v[i];

		if (strcmp(c->from, c->path))
			lg_vec_push(&list->renames, c);
	}
	if (list->renames.n)
		qsort(list->renames.v, list->renames.n,
		      sizeof(*list->renames.v), by_from);
}

static const char empty_tree[] = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

void changes_staged(struct repo *r, struct changes *list)
{
	const char *argv[] = {
		"git", "-c", "core.fsmonitor=false", "diff-index", "--cached",
		"--raw", "-z", "--no-abbrev", "--find-renames", "-l400",
		"--no-ext-diff", "--no-relative", "--ignore-submodules=all",
		"--ita-invisible-in-index",
		r->head ? r->head : empty_tree, "--", NULL
	};
	size_t bytes;
	char *text;

	if (compare(&list->pool, r, argv, &text, &bytes))
		lg_die("git diff-index failed; what is staged is not checked");
	read_changes(r, list, text, bytes);
	changes_sort(list);
}

char *changes_text(struct repo *r, struct lg_pool *pool, const char *before,
		   const char *after, size_t *bytes)
{
	const char *argv[] = {
		"git", "-c", "core.fsmonitor=false",
		after ? "diff-tree" : "diff-index", "-p", "--no-color",
		"--find-renames", "-l400", "--no-ext-diff", "--no-textconv",
		"--ignore-submodules=all", "--src-prefix=a/", "--dst-prefix=b/",
		*r->prefix ? lg_printf(pool, "--relative=%s", r->prefix) :
			     "--no-relative",
		after ? "--full-index" : "--cached",
		before ? before : empty_tree, after ? after : "--",
		after ? "--" : NULL, NULL
	};
	char *text;

	return compare(pool, r, argv, &text, bytes) ? NULL : text;
}

void changes_between(struct repo *r, const char *before, const char *after,
		     struct changes *list)
{
	const char *argv[] = {
		"git", "diff-tree", "-r", "--raw", "-z", "--no-abbrev",
		"--find-renames", "-l400", "--no-ext-diff", "--no-relative",
		"--ignore-submodules=all", before ? before : empty_tree, after,
		"--", NULL
	};
	size_t bytes;
	char *text;

	if (compare(&list->pool, r, argv, &text, &bytes))
		lg_die("git diff-tree failed; commit %s is not checked", after);
	read_changes(r, list, text, bytes);
	changes_sort(list);
}

const char *repo_commit(struct repo *r, const char *rev)
{
	const char *argv[] = {
		"git", "rev-parse", "--verify", "--quiet", "--end-of-options",
		lg_printf(&r->pool, "%s^{commit}", rev), NULL
	};
	size_t bytes;
	char *text;

	if (repo_git(&r->pool, r, argv, NULL, &text, &bytes) || bytes < 2)
		return NULL;
	text[bytes - 1] = '\0';
	return text;
}

/* ------------------------------------------------------------------- lookup */

const struct change *change_of(const struct changes *list, const char *path)
{
	struct change key;

	key.path = path;
	return list->v.n ? bsearch(&key, list->v.v, list->v.n,
				   sizeof(*list->v.v), by_path) : NULL;
}

const struct change *change_from(const struct changes *list, const char *path)
{
	struct change key, *wanted = &key;
	const struct change **c;

	key.from = path;
	c = list->renames.n ? bsearch(&wanted, list->renames.v, list->renames.n,
				      sizeof(*list->renames.v), by_from) : NULL;
	return c ? *c : NULL;
}

void changes_free(struct changes *list)
{
	lg_vec_free(&list->v);
	lg_vec_free(&list->renames);
	lg_pool_free(&list->pool);
}
