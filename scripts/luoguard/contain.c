// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * contain.c - a container for what reads a stranger's code.
 *
 * A patch can ask the compiler for "/etc/passwd", for a device, or which files
 * there are, and have the answer in its messages. It may even know a bug in the
 * compiler. So in review GCC and spatch start in namespaces of their own: user,
 * mount, PID, network and IPC. There they see the system's programs and the
 * directory with what is checked, read-only, a /tmp that ends with them, and
 * one directory that they may write to; no process but their own, no network,
 * and no privilege. The namespaces are made directly: that costs a millisecond,
 * and asks for no package.
 *
 * The compiler needs the system's programs and libraries until it has started,
 * and the text that it compiles must not even learn which of them are there. So
 * a second, empty root holds nothing but the directory that is checked; the
 * plugin moves there (its argument "root") before GCC opens the first file, and
 * gives up the one capability that this takes.
 *
 * What runs here is the child of clone(), before it starts its program.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "contain.h"

/* Whoever we are, inside we are this one: somebody without a name, as root's
 * number would bring its capabilities back. */
#define INSIDE_ID 1000

/* What programs are made of. Not /etc, but for what finds libraries. */
static const char *const system_paths[] = {
	"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32",
	"/etc/ld.so.cache", "/etc/alternatives",
};

#define SYSTEM_PATHS (sizeof(system_paths) / sizeof(system_paths[0]))
#define READ_ONLY (MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV)
#define WRITABLE (MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC)
#define A_DEVICE (MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC)

/* ------------------------------------------------------------------- mounts */

/* Makes the directories above @path, which is relative to the new root. */
static void make_above(const char *path)
{
	char dir[PATH_MAX];

	snprintf(dir, sizeof(dir), "%s", path);
	for (char *slash = dir; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		mkdir(dir, 0755);
		*slash = '/';
	}
}

/* Something to mount @tree on: a directory, or a file as it is one. */
static void make_point(int tree, const char *path)
{
	struct stat st;
	int fd;

	make_above(path);
	if (fstat(tree, &st) == 0 && S_ISDIR(st.st_mode)) {
		mkdir(path, 0755);
		return;
	}
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
	if (fd >= 0)
		close(fd);
}

/* A copy of the mounts at @path, with @attributes, that is nowhere yet. */
static int copy_mount(const char *path, uint64_t attributes)
{
	struct mount_attr attr = { .attr_set = attributes };
	int fd = open_tree(AT_FDCWD, path, OPEN_TREE_CLONE |
			   OPEN_TREE_CLOEXEC | AT_RECURSIVE);

	if (fd < 0 || mount_setattr(fd, "", AT_EMPTY_PATH | AT_RECURSIVE,
				    &attr, sizeof(attr)) == 0)
		return fd;
	close(fd);
	return -1;
}

/* Mounts @fd at @path of the new root. */
static int put_mount(int fd, const char *path)
{
	int ret;

	if (fd < 0)
		return -1;
	make_point(fd, path);
	ret = move_mount(fd, "", AT_FDCWD, path, MOVE_MOUNT_F_EMPTY_PATH);
	close(fd);
	return ret;
}

/* @path, absolute, is there in the new root as it is here. */
static int show(const char *path, uint64_t attributes)
{
	char to[PATH_MAX];
	struct stat st;
	ssize_t n;

	if (lstat(path, &st) < 0)
		return errno == ENOENT ? 0 : -1;
	if (!S_ISLNK(st.st_mode))
		return put_mount(copy_mount(path, attributes), path + 1);
	n = readlink(path, to, sizeof(to) - 1);
	if (n < 0)
		return -1;
	to[n] = '\0';
	make_above(path + 1);
	return symlink(to, path + 1) < 0 && errno != EEXIST ? -1 : 0;
}

static int show_system(const struct contain *c)
{
	/* first: what is below /tmp outside comes on top of it */
	mkdir("tmp", 0700);
	if (put_mount(copy_mount("tmp", WRITABLE), "tmp") < 0)
		return -1;
	for (size_t i = 0; i < SYSTEM_PATHS; i++)
		if (show(system_paths[i], READ_ONLY) < 0)
			return -1;
	for (size_t i = 0; c->more && i < c->more->n; i++)
		if (show(c->more->v[i], READ_ONLY) < 0)
			return -1;
	return show("/dev/null", A_DEVICE);
}

/* The compiler's second root: what is checked, and what it may write; it opens
 * /dev/null in the place of the assembler's file. */
static int show_again(const struct contain *c)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/dev/null", CONTAIN_ROOT + 1);
	if (put_mount(copy_mount("/dev/null", A_DEVICE), path) < 0)
		return -1;
	snprintf(path, sizeof(path), "%s%s", CONTAIN_ROOT + 1, c->see);
	if (put_mount(copy_mount(c->see + 1, READ_ONLY), path) < 0)
		return -1;
	if (!c->write)
		return 0;
	snprintf(path, sizeof(path), "%s%s", CONTAIN_ROOT + 1, c->write);
	return put_mount(copy_mount(c->write + 1, WRITABLE), path);
}

/* Makes the new root, on top of c->see, and goes there. */
static int change_root(const struct contain *c)
{
	struct mount_attr read_only = { .attr_set = READ_ONLY };
	int see, write = -1;

	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		return -1;
	see = copy_mount(c->see, READ_ONLY);
	if (c->write)
		write = copy_mount(c->write, WRITABLE);
	if (see < 0 || (c->write && write < 0) ||
	    mount("tmpfs", c->see, "tmpfs", MS_NOSUID | MS_NODEV,
		  "size=64m,nr_inodes=4k,mode=755") < 0 ||
	    chdir(c->see) < 0 || show_system(c) < 0 ||
	    put_mount(see, c->see + 1) < 0 ||
	    (c->write && put_mount(write, c->write + 1) < 0) ||
	    (c->compiler && show_again(c) < 0))
		return -1;
	if (syscall(SYS_pivot_root, ".", ".") < 0 ||
	    umount2(".", MNT_DETACH) < 0 || chdir("/") < 0)
		return -1;
	return mount_setattr(AT_FDCWD, "/", 0, &read_only, sizeof(read_only));
}

/* ---------------------------------------------------------------- privileges */

static int write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : write(fd, text, strlen(text));

	if (fd >= 0)
		close(fd);
	return n < 0 ? -1 : 0;
}

static int become_nobody(uid_t uid, gid_t gid)
{
	char text[64];

	if (write_text("/proc/self/setgroups", "deny") < 0)
		return -1;
	snprintf(text, sizeof(text), "%u %u 1", INSIDE_ID, uid);
	if (write_text("/proc/self/uid_map", text) < 0)
		return -1;
	snprintf(text, sizeof(text), "%u %u 1", INSIDE_ID, gid);
	if (write_text("/proc/self/gid_map", text) < 0)
		return -1;
	/* No namespaces in this one: what is in there is root of those. Where
	 * /proc is read-only, it isn't forbidden. */
	write_text("/proc/sys/user/max_user_namespaces", "0");
	return 0;
}

/* Keeps @keep, a capability, over the start of the program; -1: none. */
static int drop_capabilities(int keep)
{
	struct __user_cap_header_struct head = {
		_LINUX_CAPABILITY_VERSION_3, 0
	};
	struct __user_cap_data_struct data[2];

	memset(data, 0, sizeof(data));
	if (keep >= 0)
		data[0].effective = data[0].permitted = data[0].inheritable =
			1u << keep;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    syscall(SYS_capset, &head, data) < 0)
		return -1;
	return keep < 0 ? 0 : prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE,
				    keep, 0, 0);
}

/* Tokens and the like stand in there. */
static int clear_environment(void)
{
	static const char *const kept[] = {
		"PATH", "LUOGUARD_TREE", "LUOGUARD_MARKS",
	};
	char *values[3];

	for (size_t i = 0; i < 3; i++)
		values[i] = getenv(kept[i]);
	clearenv();
	for (size_t i = 0; i < 3; i++)
		if (values[i])
			setenv(kept[i], values[i], 1);
	return setenv("LC_ALL", "C", 1) | setenv("HOME", "/tmp", 1) |
	       setenv("TMPDIR", "/tmp", 1);
}

/* ----------------------------------------------------------------- children */

/* Who we are outside: in the namespace nobody knows that number. */
static uid_t outside_uid;
static gid_t outside_gid;

pid_t contain_fork(const struct contain *c)
{
	struct clone_args args = {
		.flags = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID |
			 CLONE_NEWNET | CLONE_NEWIPC,
		.exit_signal = SIGCHLD,
	};

	if (!c)
		return fork();
	outside_uid = geteuid();
	outside_gid = getegid();
	return (pid_t)syscall(SYS_clone3, &args, sizeof(args));
}

const char *contain_enter(const struct contain *c)
{
	if (become_nobody(outside_uid, outside_gid) < 0)
		return "a user namespace";
	if (change_root(c) < 0)
		return "a mount namespace";
	if (drop_capabilities(c->compiler ? CAP_SYS_CHROOT : -1) < 0)
		return "giving up privileges";
	clear_environment();
	/* What the next program inherits are its three files. */
	close_range(3, ~0u, CLOSE_RANGE_CLOEXEC);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0)
		return "a signal";
	return NULL;
}

/* In a child: the way in, without a program. What failed goes to @fd. */
static void __attribute__((noreturn))
try_it(const struct contain *c, int fd)
{
	const char *what = contain_enter(c);
	char text[200];
	int n;

	if (!what)
		_exit(0);
	n = snprintf(text, sizeof(text), "%s: %s", what, strerror(errno));
	_exit(write(fd, text, (size_t)n) == n ? 1 : 2);
}

const char *contain_forbidden(struct lg_pool *pool, const char *dir)
{
	struct contain c = { .see = dir, .write = dir, .compiler = true };
	char text[200] = "";
	int fd[2], status = -1;
	ssize_t n;
	pid_t pid;

	if (pipe2(fd, O_CLOEXEC) < 0)
		return strerror(errno);
	pid = contain_fork(&c);
	if (pid == 0)
		try_it(&c, fd[1]);
	if (pid < 0)
		snprintf(text, sizeof(text), "namespaces: %s", strerror(errno));
	close(fd[1]);
	n = pid < 0 ? -1 : read(fd[0], text, sizeof(text) - 1);
	if (n > 0)
		text[n] = '\0';
	close(fd[0]);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (pid > 0 && status == 0)
		return NULL;
	return *text ? lg_strdup(pool, text) : "it ended without a word";
}

/* ------------------------------------------------------------- what is shown */

/* Does the system's part hold @path already? */
static bool of_system(const char *path)
{
	for (size_t i = 0; i < SYSTEM_PATHS; i++) {
		size_t n = strlen(system_paths[i]);

		if (lg_starts(path, system_paths[i]) && path[n] == '/')
			return true;
	}
	return false;
}

static void add(struct lg_pool *pool, lg_strings *list, const char *path)
{
	char real[PATH_MAX];

	if (of_system(path) || !path_exists(path))
		return;
	lg_vec_push(list, path);
	/* of a link, what it leads to as well */
	if (realpath(path, real) && strcmp(real, path) && !of_system(real))
		lg_vec_push(list, lg_strdup(pool, real));
}

/* A compiler that isn't the system's: "/opt/gcc-14/bin/gcc" lives in the
 * directories beside "bin". */
static void add_program(struct lg_pool *pool, lg_strings *list,
			const char *program)
{
	static const char *const beside[] = { "lib", "lib64", "libexec" };
	char real[PATH_MAX], *slash;

	if (!program || !realpath(program, real))
		return;
	add(pool, list, lg_path_normal(pool, current_directory(pool),
				       program));
	slash = strrchr(real, '/');
	*slash = '\0';
	if (!lg_ends(real, "/bin"))
		return;
	add(pool, list, lg_strdup(pool, real));
	*strrchr(real, '/') = '\0';
	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++)
		add(pool, list, lg_printf(pool, "%s/%s", real, beside[i]));
}

void contain_show(struct lg_pool *pool, const struct options *o,
		  lg_strings *list)
{
	add_program(pool, list, process_find(pool, plugin_gcc()));
	add_program(pool, list, process_find(pool, "spatch"));
	add(pool, list, plugin_path(pool));
	for (size_t i = 0; i < o->policies.n; i++)
		add(pool, list, o->policies.v[i]);
}
