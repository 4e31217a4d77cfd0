/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * LUO's callbacks: missing, idle, and those that only look like it.
 */

/* file: drivers/foo/foo.c */
#include <linux/liveupdate.h>

int preserve(struct liveupdate_file_op_args *args);
void unpreserve(struct liveupdate_file_op_args *args);
int retrieve(struct liveupdate_file_op_args *args);
void finish(struct liveupdate_file_op_args *args);
bool can_preserve(struct liveupdate_file_handler *handler, struct file *file);

static const struct liveupdate_file_ops complete = {
	.finish = finish,
	.preserve = &preserve,
	.can_preserve = can_preserve,
	.unpreserve = unpreserve,
	.retrieve = (retrieve),
};

static const struct liveupdate_file_ops incomplete = {	/* expect: luo-callback */
	.can_preserve = can_preserve,
	.preserve = preserve,
	.unpreserve = NULL,
	.finish = finish,
};

/* What a macro sets is not in plain sight, nor is what is set later. */
const struct liveupdate_file_ops by_macro = {
	.preserve = preserve,
	FOO_CALLBACKS(finish),
};

struct liveupdate_file_ops filled_later = {
	.preserve = preserve,
};

const struct liveupdate_file_ops empty = { };

/* What a configuration adds is there. */
const struct liveupdate_file_ops configured = {
	.can_preserve = can_preserve,
	.preserve = preserve,
	.unpreserve = unpreserve,
	.retrieve = retrieve,
#ifdef CONFIG_FOO
	.finish = finish,
#endif
};

static void idle_unpreserve(struct liveupdate_file_op_args *args) /* expect: luo-callback */
{
	/* Nothing to do? */
}

static int idle_retrieve(struct liveupdate_file_op_args *args)	/* expect: luo-callback */
{
	return -EOPNOTSUPP;
}

static bool all_files(struct liveupdate_file_handler *h, struct file *file)
{
	return true;
}

static int looks(struct liveupdate_file_op_args *args)
{
	return args->retrieve_status;
}

/* One of two, by configuration. */
#ifdef CONFIG_FOO
static void stub(struct liveupdate_file_op_args *args)
{
	foo_finish(args);
}
#else
static void stub(struct liveupdate_file_op_args *args)
{
}
#endif

struct liveupdate_file_ops idle = {
	.can_preserve = all_files,
	.preserve = looks,
	.unpreserve = idle_unpreserve,
	.retrieve = idle_retrieve,
	.finish = stub,
};

const struct liveupdate_flb_ops flb = {	/* expect: luo-callback */
	.preserve = flb_preserve,
	.unpreserve = flb_unpreserve,
	.retrieve = flb_retrieve,
};

/* Others' callbacks are none of LUO's. */
static int other_idle(void)
{
	return 0;
}

const struct other_ops other = {
	.preserve = other_idle,
};
