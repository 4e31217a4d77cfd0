// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * run.c - which make run a process belongs to.
 *
 * Kbuild exports sub_make_done=1 to everything it starts, and the make that
 * the user started does not have it in its own environment. So a run is known
 * by the nearest ancestor without it: "PID-STARTTIME", since pids come again.
 * MAKELEVEL would not do: a distribution's packaging runs make from make.
 *
 * Of /proc/PID/stat the fields 4 (parent) and 22 (start time) are read. Field
 * 2 is the command's name in parentheses; it may hold spaces and parentheses,
 * so fields are counted from the last one.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "luoguard.h"
#include "run.h"

struct process {
	long pid, parent;
	unsigned long long start;
};

static bool read_stat(long pid, struct process *p)
{
	struct lg_pool pool = { NULL };
	char path[64];
	char *text, *s;
	bool ok;

	snprintf(path, sizeof(path), "/proc/%ld/stat", pid);
	text = lg_read_file(&pool, path, NULL);
	s = text ? strrchr(text, ')') : NULL;
	p->pid = pid;
	ok = s && sscanf(s + 1, " %*c %ld %*d %*d %*d %*d %*u %*u %*u %*u %*u "
			 "%*u %*u %*d %*d %*d %*d %*d %*d %llu",
			 &p->parent, &p->start) == 2;
	lg_pool_free(&pool);
	return ok;
}

char *lg_run_build(struct lg_pool *pool, const char *cwd)
{
	const char *module = getenv("KBUILD_EXTMOD");
	const char *objtree = getenv("objtree");

	if (!module || !*module)
		return lg_path_normal(pool, cwd, objtree && *objtree ?
				      objtree : ".");
	/* Since 6.13 make runs where the module is built, which MO= may have
	 * moved, and exports srcroot; KBUILD_EXTMOD may be relative to where
	 * the user was. */
	return lg_path_normal(pool, cwd, getenv("srcroot") ? "." : module);
}

/* 1: kbuild started @pid. 0: it did not. -1: cannot tell. */
static int started_by_kbuild(long pid)
{
	struct lg_pool pool = { NULL };
	char path[64];
	size_t bytes;
	char *env;
	int yes = 0;

	snprintf(path, sizeof(path), "/proc/%ld/environ", pid);
	env = lg_read_file(&pool, path, &bytes);
	for (char *s = env; env && s < env + bytes; s += strlen(s) + 1)
		if (lg_starts(s, "sub_make_done="))
			yes = s[strlen("sub_make_done=")] != '\0';
	lg_pool_free(&pool);
	return env ? yes : -1;
}

char *lg_run_id(struct lg_pool *pool)
{
	const char *mine = getenv("sub_make_done");
	const char *told = getenv("LUOGUARD_RUN");
	struct process p, parent;

	if (told && *told)
		return lg_strdup(pool, told);
	if (!mine || !*mine || !read_stat((long)getpid(), &p))
		return NULL;
	/* Where nothing more can be read, the last process stands for the
	 * run: all of the run's processes end their walk there. */
	while (p.parent > 0 && read_stat(p.parent, &parent)) {
		p = parent;
		if (started_by_kbuild(p.pid) != 1)
			break;
	}
	return lg_printf(pool, "%ld-%llu", p.pid, p.start);
}

void lg_run_begin(void)
{
	struct process p;
	char id[64];

	if (!read_stat((long)getpid(), &p))
		return;
	snprintf(id, sizeof(id), "%ld-%llu", p.pid, p.start);
	setenv("LUOGUARD_RUN", id, 1);
}

bool lg_run_ended(const char *id)
{
	unsigned long long start;
	struct process p;
	long pid;
	int end = 0;

	if (sscanf(id, "%ld-%llu%n", &pid, &start, &end) != 2 || id[end])
		return false;
	return !read_stat(pid, &p) || p.start != start;
}
