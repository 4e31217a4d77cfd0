// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * process.c - child processes with limits.
 *
 * A child leads its own process group, so that a compiler's driver and what
 * it started die together. Time and memory are limited: a header can be
 * written to make a compiler run for ever.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "contain.h"

#define MEMORY_BYTES (4ULL << 30)
/* Of one file, and so of what a child in a container can say. */
#define OUTPUT_BYTES (64ULL << 20)
/* At a time, in a container: the kernel counts those of its user namespace. */
#define PROCESSES 64

double now_seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

const char *process_find(struct lg_pool *pool, const char *name)
{
	const char *path = getenv("PATH");

	if (strchr(name, '/'))
		return access(name, X_OK) == 0 ? name : NULL;
	while (path && *path) {
		size_t n = strcspn(path, ":");
		char *full = lg_printf(pool, "%.*s/%s", (int)n, path, name);

		if (access(full, X_OK) == 0 && !is_directory(full))
			return full;
		path += n + (path[n] == ':');
	}
	return NULL;
}

/* The hard limit is one more: the signal of the soft one comes first. */
static void limit(int what, rlim_t value)
{
	struct rlimit r;

	if (getrlimit(what, &r) < 0)
		return;
	if (r.rlim_max != RLIM_INFINITY && value >= r.rlim_max)
		value = r.rlim_max;
	else
		r.rlim_max = value + 1;
	r.rlim_cur = value;
	setrlimit(what, &r);
}

/* In the child. Only what may follow fork() in a process without threads. */
static void __attribute__((noreturn))
child(char *const *argv, const char *cwd, const struct process_io *io,
      int fail_fd, unsigned int seconds)
{
	sigset_t none;
	int null, err;

	setpgid(0, 0);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	limit(RLIMIT_CPU, seconds);
	limit(RLIMIT_AS, MEMORY_BYTES);
	limit(RLIMIT_CORE, 0);
	if (io->contain) {
		limit(RLIMIT_FSIZE, OUTPUT_BYTES);
		limit(RLIMIT_NPROC, PROCESSES);
	}
	/* Messages are read, and these two make GCC write files. */
	setenv("LC_ALL", "C", 1);
	setenv("HOME", "/", 0);		/* a service has none: spatch dies */
	unsetenv("DEPENDENCIES_OUTPUT");
	unsetenv("SUNPRO_DEPENDENCIES");
	null = open("/dev/null", O_RDWR);
	dup2(io->in < 0 ? null : io->in, STDIN_FILENO);
	dup2(io->out < 0 ? null : io->out, STDOUT_FILENO);
	dup2(io->err, STDERR_FILENO);
	if ((!io->contain || !contain_enter(io->contain)) &&
	    (!cwd || chdir(cwd) == 0))
		execvp(argv[0], argv);
	err = errno;
	if (write(fail_fd, &err, sizeof(err)) < 0)
		_exit(126);
	_exit(127);
}

int process_start(struct process *p, char *const *argv, const char *cwd,
		  const struct process_io *io, unsigned int seconds)
{
	int fail[2], err = 0;
	ssize_t n;

	memset(p, 0, sizeof(*p));
	if (pipe2(fail, O_CLOEXEC) < 0)
		return -1;
	p->pid = contain_fork(io->contain);
	if (p->pid == 0)
		child(argv, cwd, io, fail[1], seconds);
	close(fail[1]);
	if (p->pid < 0) {
		err = errno;
	} else {
		setpgid(p->pid, p->pid);
		do
			n = read(fail[0], &err, sizeof(err));
		while (n < 0 && errno == EINTR);
		if (err)
			waitpid(p->pid, NULL, 0);
	}
	close(fail[0]);
	if (err) {
		p->pid = 0;
		errno = err;
		return -1;
	}
	p->deadline = now_seconds() + seconds;
	return 0;
}

void process_kill(struct process *p)
{
	if (p->pid > 0 && kill(-p->pid, SIGKILL) < 0)
		kill(p->pid, SIGKILL);
}

/* The child of process_capture(), for the handler below. */
static volatile sig_atomic_t captured;

/* The child is in a group of its own: Ctrl-C has to be passed on. */
static void pass_on(int sig)
{
	if (captured > 0)
		kill(-(pid_t)captured, SIGKILL);
	signal(sig, SIG_DFL);
	raise(sig);
}

/* What nohup or a shell's "&" made us ignore stays ignored. */
static bool signal_ignored(int sig)
{
	struct sigaction old;

	return sigaction(sig, NULL, &old) == 0 && old.sa_handler == SIG_IGN;
}

void signals_ending(sigset_t *set)
{
	static const int sigs[] = {
		SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE
	};

	sigemptyset(set);
	for (size_t i = 0; i < sizeof(sigs) / sizeof(sigs[0]); i++)
		if (!signal_ignored(sigs[i]))
			sigaddset(set, sigs[i]);
}

static void catch_signals(void (*handler)(int))
{
	sigset_t set;

	signals_ending(&set);
	for (int sig = 1; sig < NSIG; sig++)
		if (sigismember(&set, sig) == 1)
			signal(sig, handler);
}

/* Reads @fd until its end, or until the child's time is over. */
static char *read_until(struct lg_pool *pool, struct process *p, int fd,
			size_t *bytes)
{
	LG_VEC(char) text = { NULL, 0, 0 };
	struct pollfd pfd = { fd, POLLIN, 0 };
	char buf[4096], *kept;

	for (;;) {
		double left = p->deadline - now_seconds();
		ssize_t n;

		if (left <= 0 && !p->timed_out) {
			p->timed_out = true;
			process_kill(p);
		}
		if (poll(&pfd, 1,
			 left > 0 ? (int)(left * 1000) + 1 : 1000) <= 0)
			continue;
		n = read(fd, buf, sizeof(buf));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		for (ssize_t i = 0; i < n; i++)
			lg_vec_push(&text, buf[i]);
	}
	kept = lg_alloc(pool, text.n + 1);
	if (text.n)
		memcpy(kept, text.v, text.n);
	*bytes = text.n;
	lg_vec_free(&text);
	return kept;
}

/* Runs @argv to its end; what it writes where @io says "the pipe" in *@text. */
#define THE_PIPE (-2)

static int capture(struct lg_pool *pool, char *const *argv, const char *cwd,
		   struct process_io io, unsigned int seconds, char **text,
		   size_t *bytes)
{
	struct process p;
	int fd[2], status = -1, error;

	*text = lg_strdup(pool, "");
	*bytes = 0;
	if (pipe2(fd, O_CLOEXEC) < 0)
		return -1;
	io.out = io.out == THE_PIPE ? fd[1] : io.out;
	io.err = io.err == THE_PIPE ? fd[1] : io.err;
	if (process_start(&p, argv, cwd, &io, seconds) < 0) {
		error = errno;
		close(fd[0]);
		close(fd[1]);
		errno = error;
		return -1;
	}
	captured = p.pid;
	catch_signals(pass_on);
	close(fd[1]);
	*text = read_until(pool, &p, fd[0], bytes);
	close(fd[0]);
	while (waitpid(p.pid, &status, 0) < 0 && errno == EINTR)
		;
	captured = 0;
	catch_signals(SIG_DFL);
	if (p.timed_out)
		*text = lg_printf(pool, "error: stopped after %u seconds",
				  seconds);
	return status;
}

int process_capture(struct lg_pool *pool, char *const *argv, const char *cwd,
		    bool both, unsigned int seconds, char **text)
{
	struct process_io io = { -1, both ? THE_PIPE : -1, THE_PIPE, NULL };
	size_t bytes;

	return capture(pool, argv, cwd, io, seconds, text, &bytes);
}

/* A file in memory with @text, to be read from its start; -1. */
static int as_file(const char *text)
{
	size_t n = strlen(text);
	int fd = memfd_create("luoguard", MFD_CLOEXEC);

	if (fd >= 0 && (write(fd, text, n) != (ssize_t)n ||
			lseek(fd, 0, SEEK_SET) < 0)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

int process_output(struct lg_pool *pool, char *const *argv, const char *cwd,
		   const char *input, unsigned int seconds, char **text,
		   size_t *bytes)
{
	struct process_io io = { -1, THE_PIPE, STDERR_FILENO, NULL };
	int status;

	if (input && (io.in = as_file(input)) < 0)
		return -1;
	status = capture(pool, argv, cwd, io, seconds, text, bytes);
	if (input)
		close(io.in);
	return status;
}

int process_apart(struct lg_pool *pool, char *const *argv, const char *cwd,
		  int said, unsigned int seconds, char **text, size_t *bytes)
{
	struct process_io io = { -1, THE_PIPE, said, NULL };

	return capture(pool, argv, cwd, io, seconds, text, bytes);
}
