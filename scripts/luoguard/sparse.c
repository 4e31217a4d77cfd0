// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sparse.c - sparse runs first, so that C=1 loses nothing by luoguard.
 *
 * Some trees need a newer sparse than the one installed. Such a tree brings
 * its own test: scripts/checker-valid.sh feeds a few lines of C to the checker
 * and looks for "error" in what it says. The same lines, taken from that
 * script as text, are fed to sparse here, once for each sparse; the answer is
 * kept in the file "sparse" of the store:
 *
 *	KEY		hash of the sparse program's identity and the lines
 *	ok|old|missing
 *	VERSION
 */
#include <errno.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command.h"

#define TEST_SECONDS 20

extern char **environ;

static const char *sparse_name(void)
{
	const char *name = getenv("SPARSE");

	return name && *name ? name : "sparse";
}

/* The C text between "<< EOF" and "EOF" of the tree's test; NULL: the tree
 * has none, and any sparse will do. */
static char *test_text(struct lg_pool *pool, const char *tree)
{
	char *script, *start, *end;

	script = lg_read_file(pool,
			      lg_printf(pool, "%s/scripts/checker-valid.sh",
					tree), NULL);
	start = script ? strstr(script, "<< EOF") : NULL;
	start = start ? strchr(start, '\n') : NULL;
	end = start ? strstr(start, "\nEOF\n") : NULL;
	if (!end)
		return NULL;
	end[1] = '\0';
	return start + 1;
}

static char *version_of(struct lg_pool *pool, const char *program)
{
	char *argv[] = { (char *)program, (char *)"--version", NULL };
	char *text;

	if (process_capture(pool, argv, NULL, true, TEST_SECONDS, &text) != 0)
		return lg_strdup(pool, "?");
	text[strcspn(text, " \t\n")] = '\0';
	return text;
}

/* *@tested: could it be tried at all? */
static bool passes(struct lg_pool *pool, const char *program, const char *text,
		   bool *tested)
{
	char *file = temp_template(pool), *said;
	char *argv[] = { (char *)program, file, NULL };
	int fd = mkstemp(file);
	bool ok = false;

	*tested = fd >= 0;
	if (fd < 0) {
		fprintf(stderr, "luoguard: note: cannot make %s: %s; sparse "
			"skipped\n", lg_printable(pool, file),
			strerror(errno));
		return false;
	}
	if (write(fd, text, strlen(text)) == (ssize_t)strlen(text))
		ok = process_capture(pool, argv, NULL, true, TEST_SECONDS,
				     &said) == 0 && !strstr(said, "error");
	close(fd);
	unlink(file);
	return ok;
}

static char *state_path(struct lg_pool *pool, const char *store_dir)
{
	return lg_printf(pool, "%s/sparse", store_dir);
}

/* The line of @text behind @line others, in @pool. */
static char *line_of(struct lg_pool *pool, const char *text, int line)
{
	for (; line > 0 && *text; line--) {
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return lg_strndup(pool, text, strcspn(text, "\n"));
}

static void keep(struct lg_pool *pool, const char *path, const char *key,
		 const char *state, const char *version)
{
	char *text = lg_printf(pool, "%s\n%s\n%s\n", key, state, version);
	char *old = lg_read_file(pool, path, NULL);

	/* A failed write costs the test again for the next file, no more. */
	if (!old || strcmp(old, text))
		lg_write_file(path, text, strlen(text));
}

static char *identity(struct lg_pool *pool, const char *program,
		      const char *text)
{
	struct stat st;
	uint64_t hash;

	if (stat(program, &st) < 0)
		memset(&st, 0, sizeof(st));
	hash = lg_hash(LG_HASH_SEED, program);
	hash = lg_hash(hash, lg_printf(pool, " %lld %lld ",
				       (long long)st.st_mtime,
				       (long long)st.st_size));
	hash = lg_hash(hash, text);
	return lg_printf(pool, "%016llx", (unsigned long long)hash);
}

/* Can @program parse @tree? Said once a make run when it cannot. */
static bool usable(struct lg_pool *pool, struct lg_store *store,
		   const char *tree, const char *program)
{
	char *test = test_text(pool, tree), *old = NULL, *path = NULL;
	const char *key, *version = "";
	bool ok, tested = true;

	key = identity(pool, program, test ? test : "");
	if (store) {
		path = state_path(pool, store->dir);
		old = lg_read_file(pool, path, NULL);
	}
	if (old && !strcmp(line_of(pool, old, 0), key)) {
		ok = !strcmp(line_of(pool, old, 1), "ok");
		version = line_of(pool, old, 2);
	} else {
		ok = !test || passes(pool, program, test, &tested);
		if (!tested)
			return false;
		version = version_of(pool, program);
		if (path)
			keep(pool, path, key, ok ? "ok" : "old", version);
	}
	if (!ok && (!store || lg_store_claim(store, "sparse-old")))
		fprintf(stderr, "luoguard: note: sparse %s cannot parse this "
			"tree; skipped\n", lg_printable(pool, version));
	return ok;
}

int sparse_run(struct lg_pool *pool, struct lg_store *store, const char *tree,
	       char *const *argv)
{
	const char *program = process_find(pool, sparse_name());
	lg_strings v = { NULL, 0, 0 };
	int status = 0;
	pid_t pid;

	if (!program) {
		if (store)
			keep(pool, state_path(pool, store->dir), "-",
			     "missing", "");
		if (!store || lg_store_claim(store, "sparse-missing"))
			fprintf(stderr, "luoguard: note: %s is not installed; "
				"skipped\n",
				lg_printable(pool, sparse_name()));
		return 0;
	}
	if (!usable(pool, store, tree, program))
		return 0;
	lg_vec_push(&v, program);
	for (; *argv; argv++)
		lg_vec_push(&v, *argv);
	lg_vec_push(&v, NULL);
	if (posix_spawn(&pid, program, NULL, NULL, (char *const *)v.v,
			environ) == 0)
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
	lg_vec_free(&v);
	if (WIFSIGNALED(status))
		fprintf(stderr, "luoguard: note: sparse died of signal %d\n",
			WTERMSIG(status));
	return WIFEXITED(status) ? WEXITSTATUS(status) : 0;
}

const char *sparse_remark(struct lg_pool *pool, const char *store_dir)
{
	char *text = lg_read_file(pool, state_path(pool, store_dir), NULL);
	const char *state;

	if (!text)
		return NULL;
	state = line_of(pool, text, 1);
	if (!strcmp(state, "ok"))
		return lg_printf(pool, "sparse %s", line_of(pool, text, 2));
	if (!strcmp(state, "old"))
		return "sparse skipped: too old for this tree";
	return "sparse skipped: not installed";
}
