// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * policy.c - what the project decides, and the questions asked of it.
 *
 * Zones, owners and the rest are data, so that a new subsystem is a few lines
 * of INI and no new code. policy-read.c describes and reads the format.
 */
#include <errno.h>

#include "luoguard.h"
#include "policy-read.h"

/* rules/policy.ini, by the Makefile. */
#ifdef __cplusplus
extern "C"
#else
extern
#endif
const char lg_policy_default_text[];

void lg_policy_forget(struct lg_policy *p)
{
	for (size_t i = 0; i < p->owners.n; i++) {
		lg_vec_free(&p->owners.v[i].structs);
		lg_vec_free(&p->owners.v[i].open_files);
		lg_vec_free(&p->owners.v[i].more_files);
	}
	for (size_t i = 0; i < p->friends.n; i++) {
		lg_vec_free(&p->friends.v[i].owners);
		lg_vec_free(&p->friends.v[i].structs);
	}
	for (size_t i = 0; i < p->holds.n; i++)
		lg_vec_free(&p->holds.v[i].macros);
	for (size_t i = 0; i < p->private_members.n; i++)
		lg_vec_free(&p->private_members.v[i].owners);
	for (size_t i = 0; i < p->callbacks.n; i++) {
		lg_vec_free(&p->callbacks.v[i].required);
		lg_vec_free(&p->callbacks.v[i].before);
		lg_vec_free(&p->callbacks.v[i].after);
	}
	lg_vec_free(&p->callbacks);
	lg_vec_free(&p->zones);
	lg_vec_free(&p->owners);
	lg_vec_free(&p->friends);
	lg_vec_free(&p->private_members);
	lg_vec_free(&p->holds);
	lg_vec_free(&p->exceptions);
	lg_vec_free(&p->kho_headers);
	lg_vec_free(&p->kho_symbols);
	lg_vec_free(&p->ser_names);
	lg_vec_free(&p->stable);
	lg_vec_free(&p->fixed_types);
	lg_vec_free(&p->loose_types);
	lg_vec_free(&p->internal_structs);
	lg_vec_free(&p->version_macros);
	lg_vec_free(&p->compatible_macros);
	lg_vec_free(&p->version_members);
	lg_vec_free(&p->accessors);
	lg_vec_free(&p->byte_calls);
	lg_vec_free(&p->rules_off);
	p->nested_suffices = false;
	lg_vec_free(&p->flow_hands);
	lg_vec_free(&p->flow_takes);
	lg_vec_free(&p->flow_trees);
	lg_vec_free(&p->flow_members);
	lg_vec_free(&p->flow_addresses);
	lg_vec_free(&p->flow_pointers);
	lg_vec_free(&p->flow_pages);
}

void lg_policy_free(struct lg_policy *p)
{
	if (!p)
		return;
	lg_policy_forget(p);
	lg_pool_free(&p->pool);
	free(p);
}

struct lg_policy *lg_policy_add_text(struct lg_policy *policy,
				     const char *name, const char *text,
				     char **error)
{
	const char *wrong = lg_policy_read(policy, name, text);

	if (!wrong)
		return policy;
	*error = strdup(wrong);
	lg_policy_free(policy);
	return NULL;
}

struct lg_policy *lg_policy_add(struct lg_policy *policy, const char *path,
				char **error)
{
	size_t bytes = 0, lines = 1;
	char *text = lg_read_file(&policy->pool, path, &bytes);
	char *wrong;

	if (text && strlen(text) == bytes)
		return lg_policy_add_text(policy, path, text, error);
	if (text) {
		for (const char *s = text; *s; s++)
			lines += *s == '\n';
		wrong = lg_printf(&policy->pool, "%s:%zu: a NUL byte", path,
				  lines);
	} else {
		wrong = lg_printf(&policy->pool, "%s: %s", path,
				  strerror(errno));
	}
	*error = strdup(wrong);
	lg_policy_free(policy);
	return NULL;
}

struct lg_policy *lg_policy_default(void)
{
	struct lg_policy *p = (struct lg_policy *)calloc(1, sizeof(*p));
	char *error = NULL;

	if (!p)
		lg_die("out of memory");
	p = lg_policy_add_text(p, "rules/policy.ini", lg_policy_default_text,
			       &error);
	if (!p)
		lg_die("built-in policy: %s", error);
	return p;
}

const struct lg_zone *lg_policy_zone(const struct lg_policy *p,
				     const char *path)
{
	const struct lg_zone *best = NULL;

	if (!path)
		return NULL;
	for (size_t i = 0; i < p->zones.n; i++) {
		const struct lg_zone *z = &p->zones.v[i];

		if (lg_path_under(path, z->dir) &&
		    (!best || strlen(z->dir) > strlen(best->dir)))
			best = z;
	}
	return best;
}

/* The place of @list that @path lies under, or NULL; the longest one. */
static const char *place_of(const lg_strings *list, const char *path)
{
	const char *best = NULL;

	for (size_t i = 0; i < list->n; i++)
		if (lg_path_under(path, list->v[i]) &&
		    (!best || strlen(list->v[i]) > strlen(best)))
			best = list->v[i];
	return best;
}

const struct lg_owner *lg_policy_owner(const struct lg_policy *p,
				       const char *path)
{
	const struct lg_owner *best = NULL;
	size_t longest = 0;

	if (!path)
		return NULL;
	for (size_t i = 0; i < p->owners.n; i++) {
		const struct lg_owner *o = &p->owners.v[i];
		const char *place = lg_path_under(path, o->dir) ?
			o->dir : place_of(&o->more_files, path);

		if (place && strlen(place) > longest) {
			longest = strlen(place);
			best = o;
		}
	}
	return best && !place_of(&best->open_files, path) ? best : NULL;
}

bool lg_policy_owns(const struct lg_owner *owner, const char *path)
{
	return path && (lg_path_under(path, owner->dir) ||
			place_of(&owner->more_files, path));
}

const struct lg_owner *lg_policy_names_private(const struct lg_policy *p,
					       const char *tag)
{
	if (!tag)
		return NULL;
	for (size_t i = 0; i < p->owners.n; i++)
		if (lg_matches_any(&p->owners.v[i].structs, tag))
			return &p->owners.v[i];
	return NULL;
}

bool lg_friend_of(const struct lg_friend *f, const struct lg_owner *owner)
{
	for (size_t i = 0; i < f->owners.n; i++)
		if (strcmp(f->owners.v[i], owner->dir) == 0)
			return true;
	return false;
}

static bool is_friend(const struct lg_friend *f, const struct lg_owner *owner,
		      const char *path)
{
	return lg_friend_of(f, owner) && lg_path_under(path, f->path);
}

bool lg_policy_may_look(const struct lg_policy *p, const struct lg_owner *owner,
			const char *path)
{
	if (!path || lg_policy_owns(owner, path))
		return path != NULL;
	for (size_t i = 0; i < p->friends.n; i++)
		if (is_friend(&p->friends.v[i], owner, path))
			return true;
	return false;
}

bool lg_policy_may_see(const struct lg_policy *p, const struct lg_owner *owner,
		       const char *tag, const char *path)
{
	if (!path || lg_policy_owns(owner, path))
		return path != NULL;
	for (size_t i = 0; i < p->friends.n; i++) {
		const struct lg_friend *f = &p->friends.v[i];

		if (is_friend(f, owner, path) && tag &&
		    lg_matches_any(&f->structs, tag))
			return true;
	}
	return false;
}

bool lg_policy_stable(const struct lg_policy *p, const char *path)
{
	if (!path)
		return false;
	for (size_t i = 0; i < p->stable.n; i++)
		if (lg_path_under(path, p->stable.v[i]))
			return true;
	return false;
}

const struct lg_private_members *
lg_policy_private_members(const struct lg_policy *p, const char *path)
{
	const struct lg_private_members *best = NULL;

	if (!path)
		return NULL;
	for (size_t i = 0; i < p->private_members.n; i++) {
		const struct lg_private_members *m = &p->private_members.v[i];

		/* asked for each file of a unit: mostly told by this */
		if (strncmp(path, m->headers, m->plain) == 0 &&
		    lg_path_under(path, m->headers) &&
		    (!best || strlen(m->headers) > strlen(best->headers)))
			best = m;
	}
	return best;
}

bool lg_policy_may_use(const struct lg_policy *p,
		       const struct lg_private_members *m, const char *path)
{
	if (!path)
		return false;
	for (size_t i = 0; i < m->owners.n; i++)
		if (lg_path_under(path, m->owners.v[i]))
			return true;
	return lg_policy_private_members(p, path) == m;
}
