// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * snapshot.c - one state of a tree, read from Git's objects.
 *
 * Nothing is checked out, and no filter runs: what Git stored is what counts.
 * Links are left out: where one leads is no matter of this tree alone.
 */
#include "review.h"

#define TREE_BYTES (4 << 20)

static const char *git_said(void)
{
	const git_error *e = git_error_last();

	return e && e->message ? e->message : "no reason given";
}

/* Extensions of a repository that change nothing about reading objects are no
 * hindrance. A directory such as include/linux is read thousands of times, and
 * too big for libgit2 to keep unless it is told to. */
static void libgit2_begin(void)
{
	const char *known[] = {
		"worktreeconfig", "partialclone", "preciousobjects",
		"relativeworktrees", "refstorage"
	};

	git_libgit2_init();
	git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE,
			 (size_t)TREE_BYTES);
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, known,
			 sizeof(known) / sizeof(known[0]));
}

/* Opening libgit2 takes longer than asking git what is staged (it reads the
 * system's certificates), so it waits until an object is needed. */
static git_repository *objects(struct repo *r)
{
	if (r->git)
		return r->git;
	libgit2_begin();
	if (git_repository_open(&r->git, r->gitdir) < 0)
		lg_die("%s cannot be read: %s", r->gitdir, git_said());
	return r->git;
}

/* The tree of the state's commit; NULL: empty. */
static git_tree *tree_of(struct snapshot *s)
{
	struct repo *r = s->repo;
	git_object *o = NULL;
	int err;

	if (s->tree || !s->commit)
		return s->tree;
	if (s->over && *overlay_tree(s))
		git_object_dup((git_object **)&s->tree,
			       (git_object *)*overlay_tree(s));
	if (s->tree)
		return s->tree;
	err = git_revparse_single(&o, objects(r),
				  lg_printf(&r->pool, "%s:%s", s->commit,
					    r->prefix));
	/* the kernel tree is new in the repository */
	if (err == GIT_ENOTFOUND && *r->prefix)
		s->commit = NULL;
	else if (err < 0 || git_object_type(o) != GIT_OBJECT_TREE)
		lg_die("cannot read the tree of %s: %s", s->commit, git_said());
	s->tree = (git_tree *)o;
	if (s->over && o)
		git_object_dup((git_object **)overlay_tree(s), o);
	return s->tree;
}

void snapshot_close(struct snapshot *s)
{
	git_tree_free(s->tree);
	s->tree = NULL;
}

static bool plain(git_filemode_t mode)
{
	return mode == GIT_FILEMODE_BLOB || mode == GIT_FILEMODE_BLOB_EXECUTABLE;
}

/* The entry of @path in the commit's tree; NULL: it has none. libgit2 says "not
 * found" of a tree's object that is missing, too. */
static git_tree_entry *entry_of(struct snapshot *s, const char *path)
{
	git_tree_entry *e = NULL;
	int err;

	if (!tree_of(s) || !*path)
		return NULL;
	err = git_tree_entry_bypath(&e, s->tree, path);
	if (err < 0 && (err != GIT_ENOTFOUND ||
			(git_error_last() &&
			 git_error_last()->klass == GIT_ERROR_ODB)))
		lg_die("cannot look for %s in %s: %s", path, s->commit,
		       git_said());
	return e;
}

/* What the commit has at @path; a file's blob. */
static enum entry commit_entry(struct snapshot *s, const char *path,
			       git_oid *oid)
{
	git_tree_entry *e = entry_of(s, path);
	enum entry found = ENTRY_NONE;

	if (e) {
		git_filemode_t mode = git_tree_entry_filemode(e);

		*oid = *git_tree_entry_id(e);
		found = plain(mode) ? ENTRY_FILE :
			mode == GIT_FILEMODE_LINK ? ENTRY_LINK :
			mode == GIT_FILEMODE_TREE ? ENTRY_DIRECTORY :
						    ENTRY_OTHER;
	}
	git_tree_entry_free(e);
	return found;
}

/* The blob that @path is; false: it is no plain file, or one that a patch made,
 * and no blob. */
static bool blob_of(struct snapshot *s, const char *path, git_oid *oid)
{
	const struct change *c = s->changes ? change_of(s->changes, path) : NULL;
	enum entry now;

	if (c) {
		*oid = c->after;
		return c->has;
	}
	if (s->changes && change_from(s->changes, path))
		return false;		/* it has another name now */
	if (s->over && overlay_entry(s, path, &now))
		return false;
	return commit_entry(s, path, oid) == ENTRY_FILE;
}

bool snapshot_has(struct snapshot *s, const char *path)
{
	enum entry now;
	git_oid oid;

	if (s->over && overlay_entry(s, path, &now))
		return now == ENTRY_FILE;
	return blob_of(s, path, &oid);
}

enum entry snapshot_entry(struct snapshot *s, const char *path)
{
	const struct change *c = s->changes ? change_of(s->changes, path) : NULL;
	enum entry now;
	git_oid oid;

	if (c)
		return c->has ? ENTRY_FILE : c->link ? ENTRY_LINK : ENTRY_NONE;
	if (s->over && overlay_entry(s, path, &now))
		return now;
	return commit_entry(s, path, &oid);
}

void snapshot_dir(struct snapshot *s, const char *dir, git_oid *id)
{
	struct lg_pool pool = { NULL };
	size_t n = strlen(dir);

	memset(id, 0, sizeof(*id));
	if (!n && tree_of(s))
		*id = *git_tree_id(s->tree);
	else if (n && commit_entry(s, lg_strndup(&pool, dir, n - 1), id) !=
			      ENTRY_DIRECTORY)
		memset(id, 0, sizeof(*id));
	lg_pool_free(&pool);
}

bool snapshot_same(struct snapshot *s, const struct change *c)
{
	git_oid oid;
	bool has = blob_of(s, c->path, &oid);

	return has == c->has && (!has || git_oid_equal(&oid, &c->after));
}

/* A copy of blob @oid; NULL and libgit2's error. */
static char *read_blob(struct lg_pool *pool, struct repo *r,
		       const git_oid *oid, size_t *bytes)
{
	git_blob *blob = NULL;
	int err = git_blob_lookup(&blob, objects(r), oid);
	char *text = NULL;

	if (err == GIT_ENOTFOUND) {
		text = repo_fetch(r, oid, bytes);
	} else if (err == 0) {
		*bytes = (size_t)git_blob_rawsize(blob);
		text = lg_alloc(pool, *bytes + 1);
		memcpy(text, git_blob_rawcontent(blob), *bytes);
	}
	git_blob_free(blob);
	return text;
}

char *snapshot_read(struct lg_pool *pool, struct snapshot *s,
		    const char *path, size_t *bytes)
{
	const struct change *c;
	const char *made;
	enum entry now;
	git_oid oid;
	char *text;

	while (s->over && overlay_entry(s, path, &now)) {
		made = overlay_text(s, path, bytes);
		if (made || now != ENTRY_FILE)
			return made ? lg_strndup(pool, made, *bytes) : NULL;
		/* a patch that does not fit is not there any more */
	}
	if (!blob_of(s, path, &oid))
		return NULL;
	c = s->changes ? change_of(s->changes, path) : NULL;
	if (c && c->text) {
		*bytes = c->bytes;
		return lg_strndup(pool, c->text, c->bytes);
	}
	text = read_blob(pool, s->repo, &oid, bytes);
	if (!text)
		lg_die("cannot read %s from Git's objects: %s", path,
		       git_said());
	return text;
}

bool snapshot_there(void *snapshot, const char *path)
{
	return snapshot_has(snapshot, path);
}

char *snapshot_text(struct lg_pool *pool, void *snapshot, const char *path,
		    size_t *bytes)
{
	return snapshot_read(pool, snapshot, path, bytes);
}

/* -------------------------------------------------------------------- lists */

struct listing {
	struct lg_pool *pool;
	struct snapshot *snapshot;
	const char *dir, *suffix;
	bool deep;
	lg_strings *list;
};

static int list_entry(const char *root, const git_tree_entry *e, void *data)
{
	struct listing *l = data;
	const char *path;
	enum entry now;

	if (git_tree_entry_type(e) == GIT_OBJECT_TREE)
		return !l->deep;	/* positive: it is left out */
	if (!plain(git_tree_entry_filemode(e)) ||
	    !lg_ends(git_tree_entry_name(e), l->suffix))
		return 0;
	path = lg_printf(l->pool, "%s%s%s", l->dir, root,
			 git_tree_entry_name(e));
	/* what changed is listed from the changes */
	if ((!l->snapshot->changes ||
	     (!change_of(l->snapshot->changes, path) &&
	      !change_from(l->snapshot->changes, path))) &&
	    (!l->snapshot->over || !overlay_entry(l->snapshot, path, &now)))
		lg_vec_push(l->list, path);
	return 0;
}

static void list_tree(struct listing *l)
{
	struct snapshot *s = l->snapshot;
	git_tree_entry *e = NULL;
	git_tree *tree = NULL;
	size_t n = strlen(l->dir);

	if (!n) {
		git_tree_walk(s->tree, GIT_TREEWALK_PRE, list_entry, l);
		return;
	}
	if (git_tree_entry_bypath(&e, s->tree,
				  lg_strndup(l->pool, l->dir, n - 1)) == 0 &&
	    git_tree_entry_type(e) == GIT_OBJECT_TREE &&
	    git_tree_lookup(&tree, s->repo->git, git_tree_entry_id(e)) == 0)
		git_tree_walk(tree, GIT_TREEWALK_PRE, list_entry, l);
	git_tree_free(tree);
	git_tree_entry_free(e);
}

void snapshot_list(struct lg_pool *pool, struct snapshot *s, const char *dir,
		   bool deep, const char *suffix, lg_strings *list)
{
	struct listing l = { pool, s, dir, suffix, deep, list };

	if (tree_of(s))
		list_tree(&l);
	for (size_t i = 0; s->changes && i < s->changes->v.n; i++) {
		const struct change *c = &s->changes->v.v[i];

		if (c->has && lg_starts(c->path, dir) &&
		    lg_ends(c->path, suffix))
			lg_vec_push(list, c->path);
	}
	if (s->over)
		overlay_list(s, dir, suffix, list);
}
