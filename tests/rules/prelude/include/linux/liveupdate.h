/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef _LINUX_LIVEUPDATE_H
#define _LINUX_LIVEUPDATE_H

#include <linux/compiler_types.h>
#include <linux/types.h>

struct file;
struct liveupdate_file_handler;

struct liveupdate_file_op_args {
	struct liveupdate_file_handler *handler;
	int retrieve_status;
	struct file *file;
	u64 serialized_data;
	void *private_data;
};

struct liveupdate_file_ops {
	bool (*can_preserve)(struct liveupdate_file_handler *handler,
			     struct file *file);
	int (*preserve)(struct liveupdate_file_op_args *args);
	void (*unpreserve)(struct liveupdate_file_op_args *args);
	int (*freeze)(struct liveupdate_file_op_args *args);
	void (*unfreeze)(struct liveupdate_file_op_args *args);
	int (*retrieve)(struct liveupdate_file_op_args *args);
	bool (*can_finish)(struct liveupdate_file_op_args *args);
	void (*finish)(struct liveupdate_file_op_args *args);
};

/**
 * struct liveupdate_file_handler - what a kind of files is handed over by
 * @ops: its callbacks
 * @compatible: its name and version
 */
struct liveupdate_file_handler {
	const struct liveupdate_file_ops *ops;
	const char compatible[48];
	/* private: */
	struct list_head __private list;
};

int liveupdate_register_file_handler(struct liveupdate_file_handler *h);

struct liveupdate_flb;

struct liveupdate_flb_op_args {
	struct liveupdate_flb *flb;
	u64 data;
	void *obj;
};

struct liveupdate_flb_ops {
	int (*preserve)(struct liveupdate_flb_op_args *args);
	void (*unpreserve)(struct liveupdate_flb_op_args *args);
	int (*retrieve)(struct liveupdate_flb_op_args *args);
	void (*finish)(struct liveupdate_flb_op_args *args);
};

struct liveupdate_flb {
	const struct liveupdate_flb_ops *ops;
	const char compatible[48];
};

#endif /* _LINUX_LIVEUPDATE_H */
