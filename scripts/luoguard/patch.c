// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * patch.c - mended files, as a patch on standard output or in their places.
 *
 * The patch is what git apply takes: paths a/ and b/ relative to the tree.
 * The lines before the first "diff --git" say what is mended; git skips them.
 *
 * In place, each new file is whole beside the old one before the first is
 * renamed: a full disk, or a file that may not be written, changes nothing.
 */
#include <errno.h>
#include <git2.h>
#include <sys/stat.h>
#include <unistd.h>

#include "edits.h"

/* Git's patch of @e, with @context lines around what changes. */
static git_buf file_patch(const struct edited *e, unsigned int context)
{
	git_diff_options options = GIT_DIFF_OPTIONS_INIT;
	git_patch *patch = NULL;
	git_buf text = { NULL, 0, 0 };

	options.flags = GIT_DIFF_FORCE_TEXT;
	options.context_lines = context;
	if (git_patch_from_buffers(&patch, e->is_new ? NULL : e->text,
				   e->bytes, e->path, e->mended,
				   e->mended_bytes, e->path, &options) < 0 ||
	    git_patch_to_buf(&text, patch) < 0)
		lg_die("%s: cannot make a patch: %s", e->path,
		       git_error_last() ? git_error_last()->message : "?");
	git_patch_free(patch);
	return text;
}

static void print_file(const struct edited *e, FILE *out)
{
	git_buf text = file_patch(e, 3);

	fwrite(text.ptr, 1, text.size, out);
	git_buf_dispose(&text);
}

const char *fix_file_hunks(struct lg_pool *pool, const struct edited *e)
{
	const char *at, *hunks;
	git_buf text;

	git_libgit2_init();
	text = file_patch(e, 1);
	at = strstr(text.ptr, "\n@@ ");
	hunks = at ? lg_strndup(pool, at + 1,
				text.size - (size_t)(at + 1 - text.ptr)) : NULL;
	git_buf_dispose(&text);
	git_libgit2_shutdown();
	return hunks;
}

/* What moves no member needs no new version; that is worth a line. */
static void print_head(struct fix *x, FILE *out)
{
	struct output *o = x->out;

	fputs("# Made by luoguard check --fix. No member moves, so no version "
	      "changes.\n"
	      "# Where it says \"describe\", describe; named holes have to be "
	      "written as zero.\n"
	      "# Mended:\n", out);
	for (size_t i = 0; i < x->mended.n; i++) {
		const struct lg_finding *f = x->mended.v[i];

		fprintf(out, "#   %s:%u: %s [%s]\n", safe(o, f->loc.file),
			f->loc.line, safe(o, f->message), safe(o, f->rule));
	}
}

void fix_print(struct fix *x, FILE *out)
{
	if (!x->edits.n)
		return;
	print_head(x, out);
	git_libgit2_init();
	for (size_t i = 0; i < x->files.n; i++)
		if (x->files.v[i]->mended)
			print_file(x->files.v[i], out);
	git_libgit2_shutdown();
}

static const char *beside(struct fix *x, const struct edited *e)
{
	return lg_printf(&x->pool, "%s.luoguard", e->full);
}

static void __attribute__((noreturn))
give_up(struct fix *x, const struct edited *e, int err)
{
	const char *why = err == EROFS || err == EACCES ?
			  "may not be written" : strerror(err);

	for (size_t i = 0; i < x->files.n; i++)
		if (x->files.v[i]->mended)
			unlink(beside(x, x->files.v[i]));
	lg_die("%s: %s; nothing was changed", safe(x->out, e->path), why);
}

/* 0, or an errno: the new file stands beside the old one, as who owns that. */
static int prepare(struct fix *x, const struct edited *e)
{
	const char *path = beside(x, e);
	struct stat st;

	if (e->is_new)
		return path_exists(e->full) ? EEXIST :
		       lg_write_file(path, e->mended, e->mended_bytes) < 0 ?
		       errno : 0;
	if (stat(e->full, &st) < 0)
		return errno;
	/* Root may write everything; the mode is what was meant. */
	if (!(st.st_mode & 0222) || access(e->full, W_OK) < 0)
		return EACCES;
	if (lg_write_file(path, e->mended, e->mended_bytes) < 0)
		return errno;
	/* Who is not root keeps what files they make. */
	if (chown(path, st.st_uid, st.st_gid) < 0 && errno != EPERM)
		return errno;
	return chmod(path, st.st_mode & 07777) < 0 ? errno : 0;
}

void fix_write(struct fix *x)
{
	for (size_t i = 0; i < x->files.n; i++) {
		int err = x->files.v[i]->mended ?
			  prepare(x, x->files.v[i]) : 0;

		if (err)
			give_up(x, x->files.v[i], err);
	}
	for (size_t i = 0; i < x->files.n; i++) {
		const struct edited *e = x->files.v[i];

		if (e->mended && rename(beside(x, e), e->full) < 0)
			lg_die("%s: %s; some files may be mended",
			       safe(x->out, e->path), strerror(errno));
	}
}
