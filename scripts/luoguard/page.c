// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * page.c - the page of a review, from what is gathered to a file.
 *
 * What is told first, how it all ends, is known last. So a patch goes to a file
 * without a name when it is told, a series to another one, and the page is put
 * together at the end: whatever a mailbox has in it, no more than one patch is
 * in memory. The page appears under its name when it is whole.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "page.h"

static void __attribute__((noreturn)) give_up(const char *path)
{
	lg_die("--html %s: %s", path, strerror(errno));
}

static FILE *spool(const char *path)
{
	struct lg_pool pool = { NULL };
	char *name = temp_template(&pool);
	int fd = mkostemp(name, O_CLOEXEC);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w+");

	if (!f)
		give_up(path);
	unlink(name);
	lg_pool_free(&pool);
	return f;
}

/* Where @path really is: what a link leads to is written, not the link. */
static const char *real_path(struct lg_pool *pool, const char *path)
{
	char real[PATH_MAX];
	struct stat st;

	if (stat(path, &st) < 0)
		return lg_path_normal(pool, current_directory(pool), path);
	if (!S_ISREG(st.st_mode))
		lg_die("--html %s: %s", path, S_ISDIR(st.st_mode) ?
		       "a directory; the name of a file is expected" :
		       "no plain file");
	if (!realpath(path, real))
		give_up(path);
	return lg_strdup(pool, real);
}

static void needs_directory(const char *path)
{
	struct lg_pool pool = { NULL };
	char *dir = lg_strdup(&pool, path);
	char *slash = strrchr(dir, '/');

	slash[slash == dir] = '\0';
	if (access(dir, W_OK | X_OK) < 0)
		give_up(path);
	lg_pool_free(&pool);
}

struct page *page_open(const char *path)
{
	static struct lg_pool pool;
	struct page *g = lg_new(&pool, struct page);

	g->path = real_path(&pool, path);
	needs_directory(g->path);
	g->body = spool(path);
	g->patches = spool(path);
	g->series = 1;
	return g;
}

void page_copy(FILE *from, FILE *to)
{
	char buffer[1 << 14];
	size_t n;

	rewind(from);
	while ((n = fread(buffer, 1, sizeof(buffer), from)))
		fwrite(buffer, 1, n, to);
}

/* ------------------------------------------------------- another process's */

void page_divert(struct page *g, const char *path)
{
	g->body = fopen(path, "we");
	if (!g->body)
		give_up(path);
	g->patches = spool(path);
}

void page_leave(struct page *g)
{
	if (fflush(g->body))
		give_up(g->path);
}

void page_add(struct page *g, const char *path)
{
	FILE *from = fopen(path, "re");

	if (!from)
		return;
	page_copy(from, g->body);
	fclose(from);
}

/* --------------------------------------------------------------- the whole */

static void tell_counts(FILE *to, const struct output *all)
{
	size_t n[LG_ERROR + 1] = { 0 };
	const struct lg_findings *fs = &all->findings;

	for (size_t i = 0; i < fs->v.n; i++)
		n[fs->v.v[i]->severity] += !fs->v.v[i]->accepted;
	if (!n[LG_ERROR] && !n[LG_WARNING] && !n[LG_NOTE]) {
		fputs("<p><strong>Nothing is worse than before</strong>", to);
	} else {
		fputs("<p><strong>What stays: ", to);
		html_count(to, n[LG_ERROR], "error");
		fputs(", ", to);
		html_count(to, n[LG_WARNING], "warning");
		fputs(", ", to);
		html_count(to, n[LG_NOTE], "note");
		fputs("</strong>", to);
	}
	fputs(all->incomplete ?
	      "; but <strong>not all of it was checked</strong></p>\n" :
	      "</p>\n", to);
}

/* What is on standard error at the end of the run. */
static void tell_coverage(FILE *to, struct output *all)
{
	char *text = NULL;
	size_t bytes;
	FILE *line = open_memstream(&text, &bytes);

	if (!line)
		lg_die("out of memory");
	output_coverage(all, line);
	fclose(line);
	fputs("<p class=\"muted\">", to);
	html_line(to, text, text + strcspn(text, "\n"));
	fputs("</p>\n", to);
	free(text);
}

static bool is_bad(const struct output *all)
{
	return all->incomplete ||
	       (all->o->fail_on != FAIL_NEVER &&
		lg_findings_count(&all->findings, all->o->fail_on));
}

static void write_page(struct page *g, struct output *all, FILE *to)
{
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	      "<meta charset=\"utf-8\">\n"
	      "<meta http-equiv=\"Content-Security-Policy\" "
	      "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	      "<meta name=\"viewport\" content=\"width=device-width, "
	      "initial-scale=1\">\n"
	      "<meta name=\"referrer\" content=\"no-referrer\">\n"
	      "<title>luoguard review: ", to);
	for (size_t i = 0; i < all->o->args.n; i++) {
		fputs(i ? " " : "", to);
		html_text(to, i < 3 ? all->o->args.v[i] : "");
	}
	html_text(to, all->o->staged ? "what is staged" : "");
	fprintf(to, "</title>\n<style>\n%s</style>\n</head>\n<body>\n"
		"<header>\n<h1>luoguard review</h1>\n"
		"<div class=\"verdict%s\">\n", html_style,
		is_bad(all) ? " bad" : "");
	tell_counts(to, all);
	tell_coverage(to, all);
	fputs("</div>\n</header>\n<main>\n", to);
	page_copy(g->body, to);
	fputs("</main>\n<footer class=\"muted\">luoguard " LUOGUARD_VERSION
	      "; <code>luoguard explain RULE</code> says where a rule comes "
	      "from</footer>\n</body>\n</html>\n", to);
}

void page_close(struct page *g, struct output *all)
{
	struct lg_pool pool = { NULL };
	char *beside = lg_printf(&pool, "%s.XXXXXX", g->path);
	mode_t mask = umask(0);
	int fd = mkostemp(beside, O_CLOEXEC);
	FILE *to = fd < 0 ? NULL : fdopen(fd, "w");
	bool bad;

	umask(mask);
	if (!to)
		give_up(g->path);
	write_page(g, all, to);
	bad = ferror(g->body) || ferror(to) || fflush(to) ||
	      fchmod(fd, 0666 & ~mask) < 0;
	bad |= fclose(to) || rename(beside, g->path) < 0;
	if (bad) {
		int err = errno;

		unlink(beside);
		errno = err;
		give_up(g->path);
	}
	fclose(g->body);
	fclose(g->patches);
	lg_pool_free(&pool);
}
