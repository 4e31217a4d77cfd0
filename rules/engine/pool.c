// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * pool.c - memory, strings, paths and whole files.
 *
 * An analysis allocates thousands of small strings and frees them together,
 * so they come from chunks that are freed as one.
 */
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "luoguard.h"

#define CHUNK_BYTES 16384
#define FNV_PRIME   0x100000001b3ULL

struct lg_pool_chunk {
	struct lg_pool_chunk *next;
	size_t used, bytes;
	/* memory follows */
};

/* Objects start at multiples of this, as malloc()'s do. */
#define ALIGN_UP(n) (((n) + 15) & ~(size_t)15)
#define CHUNK_HEAD  ALIGN_UP(sizeof(struct lg_pool_chunk))

/* Names in a message may hold what a terminal obeys; memory may be what is
 * missing. */
void lg_die(const char *fmt, ...)
{
	char text[8192];
	size_t n;
	va_list ap;

	fflush(stdout);
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	fputs("luoguard: ", stderr);
	for (const char *c = text; *c; c += n ? n : 1) {
		n = lg_printable_length(c);
		if (n)
			fwrite(c, 1, n, stderr);
		else
			fprintf(stderr, "\\x%02x", (unsigned char)*c);
	}
	fputc('\n', stderr);
	exit(2);
}

static struct lg_pool_chunk *pool_grow(struct lg_pool *pool, size_t bytes)
{
	size_t room = bytes > CHUNK_BYTES ? bytes : CHUNK_BYTES;
	struct lg_pool_chunk *c;

	c = (struct lg_pool_chunk *)malloc(CHUNK_HEAD + room);
	if (!c)
		lg_die("out of memory");
	c->used = 0;
	c->bytes = room;
	c->next = pool->chunks;
	pool->chunks = c;
	return c;
}

void *lg_alloc(struct lg_pool *pool, size_t bytes)
{
	struct lg_pool_chunk *c = pool->chunks;
	char *p;

	bytes = ALIGN_UP(bytes ? bytes : 1);
	if (!c || c->bytes - c->used < bytes)
		c = pool_grow(pool, bytes);
	p = (char *)c + CHUNK_HEAD + c->used;
	c->used += bytes;
	return memset(p, 0, bytes);	/* most of a chunk is never used */
}

void lg_pool_free(struct lg_pool *pool)
{
	while (pool->chunks) {
		struct lg_pool_chunk *next = pool->chunks->next;

		free(pool->chunks);
		pool->chunks = next;
	}
}

char *lg_strndup(struct lg_pool *pool, const char *s, size_t bytes)
{
	char *p = (char *)lg_alloc(pool, bytes + 1);

	memcpy(p, s, bytes);
	return p;
}

char *lg_strdup(struct lg_pool *pool, const char *s)
{
	return lg_strndup(pool, s, strlen(s));
}

char *lg_vprintf(struct lg_pool *pool, const char *fmt, va_list ap)
{
	va_list again;
	int n;
	char *p;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	if (n < 0)
		lg_die("cannot format \"%s\"", fmt);
	p = (char *)lg_alloc(pool, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return p;
}

char *lg_printf(struct lg_pool *pool, const char *fmt, ...)
{
	va_list ap;
	char *p;

	va_start(ap, fmt);
	p = lg_vprintf(pool, fmt, ap);
	va_end(ap);
	return p;
}

void *lg_vec_grow(void *v, size_t *cap, size_t size)
{
	size_t n = *cap ? *cap * 2 : 8;

	v = realloc(v, n * size);
	if (!v)
		lg_die("out of memory");
	*cap = n;
	return v;
}

bool lg_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool lg_ends(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);

	return n >= m && strcmp(s + n - m, suffix) == 0;
}

bool lg_split_tabs(char *line, char **fields, int n)
{
	for (int i = 0; i < n; i++) {
		fields[i] = line;
		line = strchr(line, '\t');
		if (!line != (i == n - 1))
			return false;
		if (line)
			*line++ = '\0';
	}
	return true;
}

static inline bool is_wild(char c)
{
	return c == '*' || c == '?' || c == '[' || c == '\\';
}

/*
 * fnmatch() costs hundreds of instructions, and what a unit asks of policy's
 * words, thousands of times, is mostly no: the plain bytes that a pattern begins
 * with tell that. Takes @s as far as they go; where they end, or NULL: they are
 * others.
 */
static const char *skip_plain(const char *pattern, const char **s)
{
	const char *at = *s;

	while (*pattern == *at && *pattern && !is_wild(*pattern)) {
		pattern++;
		at++;
	}
	if (*pattern && !is_wild(*pattern))
		return NULL;
	*s = at;
	return pattern;
}

/*
 * Most patterns begin "*WORD", and most strings have no WORD in them: that is
 * told without fnmatch(), and of "*WORD" alone so is the whole answer.
 */
static bool matches_pattern(const char *pattern, const char *s)
{
	size_t n = *pattern == '*' ? strcspn(pattern + 1, "*?[\\") : 0;

	if (*pattern == '*' && !pattern[n + 1])
		return lg_ends(s, pattern + 1);
	if (n && !memmem(s, strlen(s), pattern + 1, n))
		return false;
	return fnmatch(pattern, s, 0) == 0;
}

bool lg_matches_any(const lg_strings *list, const char *s)
{
	for (size_t i = 0; i < list->n; i++) {
		const char *at = s, *rest = skip_plain(list->v[i], &at);

		if (rest && (*rest ? matches_pattern(rest, at) : !*at))
			return true;
	}
	return false;
}

/* Appends path's components to the normal path that ends at @end of @out. */
static char *path_fold(char *out, char *end, const char *path)
{
	while (*path) {
		size_t n = strcspn(path, "/");

		if (n == 2 && path[0] == '.' && path[1] == '.') {
			while (end > out && *--end != '/')
				;
		} else if (n && !(n == 1 && path[0] == '.')) {
			*end++ = '/';
			memcpy(end, path, n);
			end += n;
		}
		path += n;
		while (*path == '/')
			path++;
	}
	return end;
}

char *lg_path_normal(struct lg_pool *pool, const char *cwd, const char *path)
{
	size_t room = strlen(cwd) + strlen(path) + 4;
	char *out = (char *)lg_alloc(pool, room);
	char *end = out;

	if (*path != '/')
		end = path_fold(out, end, cwd);
	end = path_fold(out, end, path);
	if (end == out)
		*end++ = '/';
	*end = '\0';
	return out;
}

char *lg_path_in_tree(struct lg_pool *pool, const char *tree, const char *cwd,
		      const char *path)
{
	char *p = lg_path_normal(pool, cwd, path);
	size_t n = tree ? strlen(tree) : 0;

	if (n && strncmp(p, tree, n) == 0 && p[n] == '/')
		return p + n + 1;
	return p;
}

/* Does pattern @dir match as many of path's leading directories as it has? */
static bool path_under_pattern(const char *path, const char *dir)
{
	struct lg_pool pool = { NULL };
	const char *end = path;
	char directory[256];	/* a pool for it costs as much as ten */
	size_t bytes;
	bool under;

	for (const char *s = strchr(dir, '/'); s; s = strchr(s + 1, '/')) {
		end = strchr(end, '/');
		if (!end)
			return false;
		end++;
	}
	bytes = (size_t)(end - path);
	if (bytes < sizeof(directory)) {
		memcpy(directory, path, bytes);
		directory[bytes] = '\0';
		return fnmatch(dir, directory, FNM_PATHNAME) == 0;
	}
	under = fnmatch(dir, lg_strndup(&pool, path, bytes), FNM_PATHNAME) == 0;
	lg_pool_free(&pool);
	return under;
}

bool lg_path_under(const char *path, const char *dir)
{
	const char *rest = skip_plain(dir, &path);

	if (!rest)
		return false;
	if (!*rest)
		return !*path || (rest > dir && rest[-1] == '/');
	return lg_ends(rest, "/") ? path_under_pattern(path, rest) :
				    fnmatch(rest, path, FNM_PATHNAME) == 0;
}

char *lg_path_followed(struct lg_pool *pool, const char *tree,
		       const char *path)
{
	char root[PATH_MAX], real[PATH_MAX];
	char *followed;

	if (!realpath(tree, root) || !realpath(path, real))
		return NULL;
	followed = lg_path_in_tree(pool, root, root, real);
	return *followed == '/' ? NULL : followed;
}

uint64_t lg_hash(uint64_t seed, const char *s)
{
	for (; *s; s++) {
		seed ^= (unsigned char)*s;
		seed *= FNV_PRIME;
	}
	return seed;
}

uint64_t lg_hash_number(uint64_t seed, uint64_t n)
{
	for (int i = 0; i < 8; i++, n >>= 8) {
		seed ^= n & 0xff;
		seed *= FNV_PRIME;
	}
	return seed;
}

/* Reads @fd to its end; the size that fstat() tells is only a first guess. */
static char *read_all(struct lg_pool *pool, int fd, size_t guess, size_t *bytes)
{
	size_t room = guess + 1, n = 0;
	char *buf = (char *)lg_alloc(pool, room + 1);

	for (;;) {
		ssize_t got = read(fd, buf + n, room - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return NULL;
		if (got == 0)
			break;
		n += (size_t)got;
		if (n == room) {
			char *bigger = (char *)lg_alloc(pool, room * 2 + 1);

			memcpy(bigger, buf, n);
			buf = bigger;
			room *= 2;
		}
	}
	buf[n] = '\0';
	if (bytes)
		*bytes = n;
	return buf;
}

static char *read_file(struct lg_pool *pool, const char *path, int flags,
		       size_t *bytes)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
	struct stat st;
	char *buf = NULL;
	int err;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) == 0) {
		if (S_ISDIR(st.st_mode))
			errno = EISDIR;
		else if (flags && !S_ISREG(st.st_mode))
			errno = EINVAL;
		else if (flags && st.st_size > (off_t)LG_MAX_SOURCE)
			errno = EFBIG;
		else
			buf = read_all(pool, fd, (size_t)st.st_size, bytes);
	}
	err = errno;
	close(fd);
	errno = err;
	return buf;
}

char *lg_read_file(struct lg_pool *pool, const char *path, size_t *bytes)
{
	return read_file(pool, path, 0, bytes);
}

/* Opening a pipe would wait for who writes to it. */
char *lg_read_source(struct lg_pool *pool, const char *path, size_t *bytes)
{
	return read_file(pool, path, O_NONBLOCK, bytes);
}

static int write_all(int fd, const char *data, size_t bytes)
{
	while (bytes) {
		ssize_t put = write(fd, data, bytes);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		data += put;
		bytes -= (size_t)put;
	}
	return 0;
}

int lg_write_file(const char *path, const char *data, size_t bytes)
{
	struct lg_pool pool = { NULL };
	char *tmp = lg_printf(&pool, "%s.%ld.tmp", path, (long)getpid());
	int fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	int ret = -1, err;

	if (fd >= 0) {
		ret = write_all(fd, data, bytes);
		if (close(fd) < 0)
			ret = -1;
		if (ret == 0)
			ret = rename(tmp, path);
		err = errno;
		if (ret < 0)
			unlink(tmp);
		errno = err;
	}
	err = errno;
	lg_pool_free(&pool);
	errno = err;
	return ret;
}
