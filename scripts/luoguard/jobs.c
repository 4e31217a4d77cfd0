// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * jobs.c - children that run side by side, each with a deadline.
 *
 * A signal that ends luoguard is held until nobody is in the midst of
 * something; then the children are killed before what is temporary goes.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "command.h"

#define POLL_NANOSECONDS 200000000L

/* What signals_hold() blocked. */
static sigset_t held;

void signals_hold(void)
{
	signals_ending(&held);
	sigaddset(&held, SIGCHLD);
	sigprocmask(SIG_BLOCK, &held, NULL);
}

void signals_release(void)
{
	sigprocmask(SIG_UNBLOCK, &held, NULL);
}

bool job_start(struct job *j, char *const *argv, const char *cwd,
	       unsigned int seconds)
{
	int fd = open(j->said, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	struct process_io io = { -1, j->both ? fd : -1, fd, j->contain };
	int err;

	if (fd < 0)
		lg_die("%s: %s", j->said, strerror(errno));
	j->seconds = seconds;
	err = process_start(&j->process, argv, cwd, &io, seconds) < 0 ? errno
								       : 0;
	close(fd);
	errno = err;
	return !err;
}

char *job_said(struct lg_pool *pool, const struct job *j)
{
	char *said = lg_read_file(pool, j->said, NULL);

	return said ? said : lg_strdup(pool, "");
}

const char *job_stopped(struct lg_pool *pool, const struct job *j, int status)
{
	int sig = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

	if (!j->process.timed_out && !sig)
		return NULL;
	if (!j->process.timed_out && sig != SIGKILL && sig != SIGXCPU &&
	    sig != SIGXFSZ)
		return lg_printf(pool, "ended by a signal: %s", strsignal(sig));
	return lg_printf(pool, "stopped after %u seconds or by a limit",
			 j->seconds);
}

static void __attribute__((noreturn))
end_by(const struct jobs *jobs, struct job *all, int sig)
{
	for (unsigned int i = 0; i < jobs->slots; i++) {
		if (!all[i].running)
			continue;
		process_kill(&all[i].process);
		waitpid(all[i].process.pid, NULL, 0);
	}
	jobs->interrupted(jobs->arg);
	signals_release();
	signal(sig, SIG_DFL);
	raise(sig);
	_exit(EXIT_NOT_RUN);
}

/* Whether the child of @j has ended, and how; kills one that takes too long. */
static bool reaped(struct job *j, int *status)
{
	if (now_seconds() > j->process.deadline && !j->process.timed_out) {
		j->process.timed_out = true;
		process_kill(&j->process);
	}
	return waitpid(j->process.pid, status, WNOHANG) == j->process.pid;
}

/* The number of children that run. */
static unsigned int reap(const struct jobs *jobs, struct job *all)
{
	unsigned int running = 0;

	for (unsigned int i = 0; i < jobs->slots; i++) {
		struct job *j = &all[i];
		int status;

		if (j->running && reaped(j, &status))
			j->running = jobs->ended(jobs->arg, j, status) ||
				     jobs->next(jobs->arg, j);
		running += j->running;
	}
	return running;
}

void jobs_run(const struct jobs *jobs)
{
	static const struct timespec tick = { 0, POLL_NANOSECONDS };
	struct lg_pool pool = { NULL };
	struct job *all = lg_alloc(&pool, jobs->slots * sizeof(*all));
	unsigned int running = 0;

	for (unsigned int i = 0; i < jobs->slots; i++) {
		all[i].slot = i;
		all[i].both = jobs->both;
		all[i].said = lg_printf(&pool, "%s/%u.said", jobs->temp, i);
		all[i].running = jobs->next(jobs->arg, &all[i]);
		running += all[i].running;
	}
	while (running) {
		int sig = sigtimedwait(&held, NULL, &tick);

		if (sig > 0 && sig != SIGCHLD)
			end_by(jobs, all, sig);
		running = reap(jobs, all);
		if (jobs->tick)
			jobs->tick(jobs->arg);
	}
	lg_pool_free(&pool);
}
