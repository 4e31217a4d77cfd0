// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * progress.c - the bar on a terminal; nothing in a pipe.
 */
#include <sys/ioctl.h>
#include <unistd.h>

#include "command.h"

#define BAR_CELLS 24
#define REDRAW_SECONDS 0.1

void progress_start(struct progress *p, size_t total, const char *what)
{
	const char *term = getenv("TERM");

	memset(p, 0, sizeof(*p));
	p->shown = isatty(STDERR_FILENO) && term && strcmp(term, "dumb");
	p->total = total;
	p->what = what;
	p->start = now_seconds();
}

static unsigned int columns(void)
{
	struct winsize w;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &w) < 0 || !w.ws_col)
		return 80;
	return w.ws_col;
}

void progress_show(struct progress *p)
{
	double now = now_seconds(), left;
	char bar[BAR_CELLS + 1], line[160];
	size_t cells;
	int n;

	if (!p->shown || (now - p->last < REDRAW_SECONDS && p->done < p->total))
		return;
	p->last = now;
	cells = p->total ? p->done * BAR_CELLS / p->total : BAR_CELLS;
	memset(bar, '.', BAR_CELLS);
	memset(bar, '#', cells);
	bar[BAR_CELLS] = '\0';
	n = snprintf(line, sizeof(line), "[%s] %zu/%zu %s, %zu findings",
		     bar, p->done, p->total, p->what, p->findings);
	left = p->done ? (now - p->start) / (double)p->done *
			 (double)(p->total - p->done) : 0;
	if (p->done && n < (int)sizeof(line))
		snprintf(line + n, sizeof(line) - (size_t)n,
			 ", %d:%02d left", (int)left / 60, (int)left % 60);
	fprintf(stderr, "\r%.*s\033[K", (int)columns() - 1, line);
	fflush(stderr);
}

void progress_clear(const struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
}

void progress_end(struct progress *p)
{
	if (!p->shown)
		return;
	progress_clear(p);
	fflush(stderr);
	p->shown = false;
}
