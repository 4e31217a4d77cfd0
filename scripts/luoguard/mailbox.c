// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * mailbox.c - files and standard input, cut into mails.
 *
 * An mbox is cut where Git cuts it, at lines such as
 *
 *     From 0123456789abcdef Mon Sep 17 00:00:00 2001
 *
 * A file that does not begin like a mail is a patch by itself. Nothing is read
 * ahead: the file is mapped, and what comes from a pipe goes to a file without
 * a name first.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "series.h"

/* ------------------------------------------------------------------ opening */

/* Standard input, in a file that can be mapped. */
static int spool(void)
{
	struct lg_pool pool = { NULL };
	char *name = temp_template(&pool), buffer[1 << 16];
	int fd = mkostemp(name, O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		lg_die("%s: %s", name, strerror(errno));
	unlink(name);
	while ((n = read(STDIN_FILENO, buffer, sizeof(buffer))) > 0)
		for (ssize_t at = 0, put; at < n; at += put) {
			put = write(fd, buffer + at, (size_t)(n - at));
			if (put < 0)
				lg_die("%s: %s", name, strerror(errno));
		}
	if (n < 0)
		lg_die("standard input: %s", strerror(errno));
	lg_pool_free(&pool);
	return fd;
}

static bool has_time(const char *p, size_t bytes);

static bool from_line(const char *p, size_t bytes)
{
	const char *eol = memchr(p, '\n', bytes);
	size_t n = eol ? (size_t)(eol - p) : bytes;

	return n > 5 && !memcmp(p, "From ", 5) && has_time(p, n);
}

/* "Subject: x", "X-Foo: y": does @p begin like the head of a mail? */
static bool field_line(const char *p, size_t bytes)
{
	size_t n = 0;

	while (n < bytes && (isalnum((unsigned char)p[n]) || p[n] == '-'))
		n++;
	return n > 1 && n < bytes && p[n] == ':' &&
	       !(n == 5 && !memcmp(p, "Index", 5));
}

void mailbox_open(struct mailbox *b, const char *file)
{
	bool in = !strcmp(file, "-");
	int fd = in ? spool() : open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;

	memset(b, 0, sizeof(*b));
	b->name = in ? "standard input" : file;
	if (fd < 0 || fstat(fd, &st) < 0)
		lg_die("%s: %s", b->name, strerror(errno));
	if (!S_ISREG(st.st_mode))
		lg_die("%s: %s", b->name, S_ISDIR(st.st_mode) ?
		       "a directory; a patch, an mbox or A..B is expected" :
		       "no plain file; \"-\" reads from a pipe");
	b->bytes = (size_t)st.st_size;
	b->text = b->bytes ? mmap(NULL, b->bytes, PROT_READ, MAP_PRIVATE, fd, 0)
			   : "";
	if (b->text == MAP_FAILED)
		lg_die("%s: %s", b->name, strerror(errno));
	close(fd);
	while (b->at < b->bytes && isspace((unsigned char)b->text[b->at]))
		b->at++;
	b->mbox = from_line(b->text + b->at, b->bytes - b->at);
	b->mail = b->mbox || field_line(b->text + b->at, b->bytes - b->at);
}

void mailbox_close(struct mailbox *b)
{
	if (b->bytes)
		munmap((void *)b->text, b->bytes);
	b->bytes = 0;
}

/* ------------------------------------------------------------------ cutting */

/* "12:34:56 2001", perhaps with a zone between or behind: a time, then a
 * year. */
static bool has_time(const char *p, size_t bytes)
{
	bool time = false;

	for (size_t i = 1; i + 2 < bytes; i++) {
		if (p[i] == ':' && isdigit((unsigned char)p[i - 1]) &&
		    isdigit((unsigned char)p[i + 1]))
			time = true;
		if (time && p[i] == ' ' && i + 4 < bytes &&
		    isdigit((unsigned char)p[i + 1]) &&
		    isdigit((unsigned char)p[i + 2]) &&
		    isdigit((unsigned char)p[i + 3]) &&
		    isdigit((unsigned char)p[i + 4]))
			return true;
	}
	return false;
}

/* Where the mail behind @at begins, or the end. */
static size_t next_mail(const struct mailbox *b, size_t at)
{
	const char *end = b->text + b->bytes, *p = b->text + at;

	while ((p = memmem(p, (size_t)(end - p), "\nFrom ", 6))) {
		p++;
		if (from_line(p, (size_t)(end - p)))
			return (size_t)(p - b->text);
	}
	return b->bytes;
}

bool mailbox_next(struct mailbox *b, struct mail *m)
{
	size_t next;
	const char *eol;

	if (b->at >= b->bytes)
		return false;
	next = b->mbox ? next_mail(b, b->at) : b->bytes;
	m->at = b->text + b->at;
	m->bytes = next - b->at;
	m->number = ++b->number;
	m->mail = b->mail;
	eol = b->mbox ? memchr(m->at, '\n', m->bytes) : NULL;
	if (b->mbox) {		/* the "From " line is none of the mail's */
		size_t line = eol ? (size_t)(eol - m->at) + 1 : m->bytes;

		m->at += line;
		m->bytes -= line;
	}
	m->box = b;
	b->at = next;
	return true;
}
