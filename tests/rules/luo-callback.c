/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Callbacks that are missing or do nothing, and those that look like it.
 */

/* file: drivers/foo/foo.c */
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/kexec_handover.h>
#include <linux/liveupdate.h>

int preserve(struct liveupdate_file_op_args *args);
void unpreserve(struct liveupdate_file_op_args *args);
int retrieve(struct liveupdate_file_op_args *args);
void finish(struct liveupdate_file_op_args *args);
bool can_preserve(struct liveupdate_file_handler *handler, struct file *file);
int flb_preserve(struct liveupdate_flb_op_args *args);
int flb_retrieve(struct liveupdate_flb_op_args *args);
void log(const char *text);

/* All that is required. */
const struct liveupdate_file_ops complete = {
	.can_preserve = can_preserve,
	.preserve = preserve,
	.unpreserve = unpreserve,
	.retrieve = retrieve,
	.finish = finish,
};

const struct liveupdate_file_ops without_unpreserve = {	/* expect: luo-callback warning "without_unpreserve has no unpreserve callback" */
	.can_preserve = can_preserve,
	.preserve = preserve,
	.retrieve = retrieve,
	.finish = finish,
};

/* Two at once, one of them as NULL. */
const struct liveupdate_file_ops without_two = {	/* expect: luo-callback "no retrieve callback", luo-callback "no can_preserve callback" */
	.preserve = preserve,
	.unpreserve = unpreserve,
	.retrieve = NULL,
	.finish = finish,
};

/* Filled in before it is registered. */
struct liveupdate_file_ops filled_later = {
	.preserve = preserve,
};

void fill(void)
{
	filled_later = complete;
}

const struct liveupdate_file_ops empty = { };

/* Inside of another initializer. */
const struct handler {
	struct liveupdate_file_ops ops;
	const char *name;
} handlers[] = {	/* expect: luo-callback "handlers has no finish callback" unless spatch "inside of another initializer" */
	{
		.ops = {
			.can_preserve = can_preserve,
			.preserve = preserve,
			.unpreserve = unpreserve,
			.retrieve = retrieve,
		},
		.name = "first",
	},
};

/* What does nothing. */
static void idle_unpreserve(struct liveupdate_file_op_args *args)	/* expect: luo-callback "idle_unpreserve(), the unpreserve callback of idle, does nothing" fix "do in it" */
{
}

static int idle_retrieve(struct liveupdate_file_op_args *args)	/* expect: luo-callback "idle_retrieve()" */
{
	return -95;
}

static int idle_freeze(struct liveupdate_file_op_args *args)	/* expect: luo-callback "idle_freeze()" fix "leave it out: freeze is optional" */
{
	return 0;
}

/* An answer, always the same one, is an answer. */
static bool all_files(struct liveupdate_file_handler *handler,
		      struct file *file)
{
	return true;
}

static bool always(struct liveupdate_file_op_args *args)
{
	return true;
}

/* Speaks: that is something. */
static void speaks(struct liveupdate_file_op_args *args)
{
	log("finished");
}

const struct liveupdate_file_ops idle = {
	.can_preserve = all_files,
	.preserve = preserve,
	.unpreserve = idle_unpreserve,
	.freeze = idle_freeze,
	.retrieve = idle_retrieve,
	.can_finish = always,
	.finish = speaks,
};

/* Short, but not idle: it looks at its argument, it stores. */
static int looks(struct liveupdate_file_op_args *args)
{
	return args->retrieve_status;
}

static int stores(struct liveupdate_file_op_args *args)
{
	args->serialized_data = 1;
	return 0;
}

const struct liveupdate_file_ops short_ones = {
	.can_preserve = can_preserve,
	.preserve = stores,
	.unpreserve = unpreserve,
	.retrieve = looks,
	.finish = finish,
};

/* A file-lifecycle-bound object's. */
static void flb_idle(struct liveupdate_flb_op_args *args)	/* expect: luo-callback "flb_idle(), the unpreserve callback of flb_ops" */
{
}

const struct liveupdate_flb_ops flb_ops = {	/* expect: luo-callback "flb_ops has no finish callback" */
	.preserve = flb_preserve,
	.unpreserve = flb_idle,
	.retrieve = flb_retrieve,
};

/* Others' callbacks are none of LUO's. */
struct other_ops {
	int (*preserve)(void);
	int (*finish)(void);
};

static int other_idle(void)
{
	return 0;
}

const struct other_ops other_ops = {
	.preserve = other_idle,
};
