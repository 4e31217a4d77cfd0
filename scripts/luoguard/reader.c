// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * reader.c - loads what reads mails (mail.c), when there is one to read.
 */
#include <dlfcn.h>

#include "series.h"

static const struct mail_reader *load(void)
{
	struct lg_pool pool = { NULL };
	const char *path = library_path(&pool, "luoguard-mail.so");
	const struct mail_reader *r;
	void *library;

	if (!path)
		lg_die("luoguard-mail.so is missing: neither beside the "
		       "luoguard command nor in ../lib/luoguard; mails and "
		       "patches cannot be read");
	library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	if (!library)
		lg_die("mails and patches cannot be read: %s", dlerror());
	r = dlsym(library, "luoguard_mail");
	if (!r || r->patch_bytes != sizeof(struct patch))
		lg_die("%s belongs to another luoguard", path);
	lg_pool_free(&pool);
	return r;
}

static const struct mail_reader *reader(void)
{
	static const struct mail_reader *loaded;

	if (!loaded)
		loaded = load();
	return loaded;
}

void mail_head(struct lg_pool *pool, const struct mail *m, struct patch *p)
{
	reader()->head(pool, m, p);
}

char *mail_answer(struct lg_pool *pool, const struct answer *a)
{
	return reader()->answer(pool, a);
}

void mail_body(struct lg_pool *pool, const struct mail *m, struct patch *p)
{
	reader()->body(pool, m, p);
}
