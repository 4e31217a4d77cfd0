// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * abi-type - a member whose size or meaning another kernel may not share.
 *
 * What decides is the outermost typedef that policy knows: u64 is right
 * whatever it is made of, size_t is wrong whatever it is made of. Only where
 * no name is known does the type itself speak.
 */
#include <ctype.h>

#include "luoguard.h"

/* Where the bytes get another meaning or size: what that asks for. */
#define RAISE "; a released layout needs a new version for that"

/* The member at work. Strings go to the facts' pool. */
struct look {
	struct lg_check *c;
	const struct lg_struct *s;
	const struct lg_visit *v;
	const struct lg_type *t;
};

static bool has_word(const char *s, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = s; p && (p = strstr(p, word)); p += n) {
		bool left = p == s || !(isalnum((unsigned char)p[-1]) ||
					p[-1] == '_');

		if (left && !isalnum((unsigned char)p[n]) && p[n] != '_')
			return true;
	}
	return false;
}

/* "unsigned long", in whichever order a front end writes it: one long. */
static bool bare_long(const struct lg_type *t)
{
	const char *base = t->base ? t->base : t->name;
	const char *p = base ? strstr(base, "long") : NULL;

	return p && !strstr(p + 4, "long");
}

static const char *spelled(struct lg_facts *facts, const struct lg_type *t)
{
	const char *base = t->base ? t->base : t->name;
	bool sign = !has_word(base, "unsigned");
	const char *word = "int";

	if (has_word(base, "short"))
		word = "short";
	else if (has_word(base, "char"))
		word = "char";
	else if (has_word(base, "long"))
		word = bare_long(t) ? "long" : "long long";
	else if (!has_word(base, "int"))
		return base;
	return lg_printf(&facts->pool, "%s%s", sign ? "" : "unsigned ", word);
}

/* The type of fixed width that holds the same values. */
static const char *fixed(struct lg_facts *facts, const struct lg_type *t)
{
	const char *base = t->base ? t->base : t->name;
	unsigned long long bits = bare_long(t) ? 64 : t->bits;

	return lg_printf(&facts->pool, "%c%llu",
			 has_word(base, "unsigned") ? 'u' : 's', bits);
}

static struct lg_finding *report(const struct look *l,
				 enum lg_severity severity, const char *what)
{
	struct lg_finding *f;

	f = lg_report_struct(l->c, severity, l->s, l->v->m, "@%s of %s is %s",
			     l->v->path, lg_struct_name(l->c->facts, l->s),
			     what);
	f->member = lg_strdup(&l->c->findings->pool, l->v->path);
	return f;
}

static const char *source_line(const struct look *l)
{
	struct lg_facts *facts = l->c->facts;
	const struct lg_loc *loc = &l->v->m->loc;

	if (!loc->file)
		return NULL;
	return lg_file_line(&facts->pool, lg_facts_file(facts, loc->file),
			    loc->line);
}

/* __user and __iomem are gone when the compiler is asked: read the source. */
static const char *annotation(const struct look *l)
{
	static const char *const words[] = {
		"__user", "__iomem", "__percpu", "__rcu",
	};
	const char *line = source_line(l);

	for (size_t i = 0; line && i < sizeof(words) / sizeof(words[0]); i++)
		if (has_word(line, words[i]))
			return words[i];
	return "bare";
}

/* May what a pointer points to cross a kexec where it lies? Bytes without a
 * type may, and what is an ABI. */
static bool may_be_preserved(const struct look *l)
{
	const struct lg_facts *facts = l->c->facts;
	const char *tag = l->t->tag;
	const struct lg_struct *to;

	if (!tag)
		return strcmp(l->t->name, "void *") == 0;
	to = lg_facts_struct(facts, tag);
	return lg_matches_any(&facts->policy->ser_names, tag) ||
	       (to && to->loc.file &&
		lg_policy_zone(facts->policy, to->loc.file));
}

static void mend_bare(const struct look *l, struct lg_finding *f)
{
	const char *name = l->t->name;

	if (strcmp(name, "char *") == 0)
		lg_finding_fix(l->c, f, "hold the text itself, in an array of "
			       "char as long as the ABI header says" RAISE);
	else if (!may_be_preserved(l))
		lg_finding_fix(l->c, f, "store what the next kernel finds its "
			       "own by (an id, an index), or the physical "
			       "address of a *_ser struct, in a u64" RAISE);
	else if (l->v->m->array)
		lg_finding_fix(l->c, f, "store the physical addresses in an "
			       "array of u64" RAISE);
	else
		lg_finding_fix(l->c, f, "store the physical address in a u64, "
			       "or declare KHO's serializable pointer: "
			       "DECLARE_KHOSER_PTR(%s, %s)" RAISE,
			       l->v->m->name, name);
}

static void check_pointer(const struct look *l)
{
	struct lg_pool *pool = &l->c->facts->pool;
	const char *kind = annotation(l);
	const char *name = l->t->name;
	const char *why = "an address in the kernel that wrote it";
	struct lg_finding *f;

	if (lg_type_function(l->t)) {
		f = report(l, LG_ERROR,
			   "a function pointer: the next kernel has its code "
			   "elsewhere");
		lg_finding_fix(l->c, f, "store a number or a compatible string "
			       "that the next kernel finds the function by"
			       RAISE);
		return;
	}
	if (strcmp(kind, "__user") == 0)
		why = "an address in one process";
	else if (strcmp(kind, "__iomem") == 0)
		why = "a mapping that the next kernel does not have";
	f = report(l, LG_ERROR, lg_printf(pool, "a %s pointer (%s): %s", kind,
					  name, why));
	if (strcmp(kind, "bare") == 0 || strcmp(kind, "__rcu") == 0)
		mend_bare(l, f);
	else
		lg_finding_fix(l->c, f, "store what the next kernel needs to "
			       "make its own, in a u64" RAISE);
}

static void check_loose(const struct look *l, const char *name)
{
	struct lg_pool *pool = &l->c->facts->pool;
	bool integer = l->t->kind == LG_TYPE_INT;
	struct lg_finding *f;

	f = report(l, LG_ERROR,
		   lg_printf(pool, "%s: its size or its meaning is this "
			     "kernel's own", name));
	if (integer && l->t->bits == 64)
		lg_finding_fix(l->c, f, "use %s", fixed(l->c->facts, l->t));
	else if (integer)
		lg_finding_fix(l->c, f, "use %s and values that the ABI header "
			       "defines", fixed(l->c->facts, l->t));
	else
		lg_finding_fix(l->c, f, "use fixed-width members whose meaning "
			       "the ABI header defines" RAISE);
}

static void check_integer(const struct look *l)
{
	struct lg_facts *facts = l->c->facts;
	const char *word = spelled(facts, l->t);
	const char *name = l->t->typedefs.n ? l->t->typedefs.v[0] : NULL;
	struct lg_finding *f;

	if (has_word(word, "char"))
		return;
	/* A typedef that policy doesn't know: say what it is made of. */
	name = name ? lg_printf(&facts->pool, "%s (%s)", name, word) : word;
	if (bare_long(l->t)) {
		f = report(l, LG_ERROR,
			   lg_printf(&facts->pool, "%s: its width is the "
				     "architecture's", name));
		if (has_word(source_line(l), "DECLARE_BITMAP"))
			lg_finding_fix(l->c, f, "use an array of u64, and copy "
				       "with bitmap_to_arr64() and "
				       "bitmap_from_arr64()");
		else
			lg_finding_fix(l->c, f, "use %s", fixed(facts, l->t));
		return;
	}
	f = report(l, LG_NOTE,
		   lg_printf(&facts->pool, "%s: %llu bits wherever Linux runs, "
			     "but the type does not say so", name,
			     (unsigned long long)l->t->bits));
	lg_finding_fix(l->c, f, "spell it %s: the layout stays as it is",
		       fixed(facts, l->t));
	if (lg_struct_borrowed(l->s))
		lg_finding_left(l->c, f, LG_LEFT_BORROWED);
	else if (l->t->typedefs.n)
		lg_finding_left(l->c, f, "%s may have a meaning of its own",
				l->t->typedefs.v[0]);
	else if (lg_edit_type(l->c, f, l->v->m, fixed(facts, l->t)))
		f->mends = true;
	else if (!f->left)
		lg_finding_left(l->c, f, "a macro, a comment or an unusual "
				"order of words stands where its type does");
}

static void check_internal(const struct look *l)
{
	struct lg_facts *facts = l->c->facts;
	const struct lg_type *t = l->t;
	const char *name = t->name;
	struct lg_finding *f;

	if (t->def && t->def->tag && !t->typedefs.n)
		name = lg_struct_name(facts, t->def);
	f = report(l, LG_ERROR,
		   lg_printf(&facts->pool, "%s: kernel-internal, it only "
			     "means something to the kernel that made it",
			     name));
	if (t->def && t->def->loc.file && t->def->tag)
		lg_finding_note(l->c, f, t->def->loc, "%s is defined here",
				name);
	lg_finding_fix(l->c, f, "store what the next kernel needs to make its "
		       "own, in fixed-width members" RAISE "%s%s%s",
		       l->s->zone ? "; or, if " : "",
		       l->s->zone ? lg_struct_name(facts, l->s) : "",
		       l->s->zone ? " never crosses a kexec, move it out of "
				    "the ABI header" : "");
}

static void check_by_kind(const struct look *l)
{
	struct lg_pool *pool = &l->c->facts->pool;
	const struct lg_type *t = l->t;
	struct lg_finding *f;

	switch (t->kind) {
	case LG_TYPE_INT:
		check_integer(l);
		return;
	case LG_TYPE_BOOL:
		f = report(l, LG_ERROR, "bool: C fixes neither its size nor "
			   "what any byte but 0 and 1 means");
		lg_finding_fix(l->c, f, "use u8, and 0 and 1");
		return;
	case LG_TYPE_ENUM:
		f = report(l, LG_ERROR,
			   lg_printf(pool, "%s%s: the compiler chooses an "
				     "enum's size, and a new enumerator may "
				     "change it",
				     t->tag && !t->typedefs.n ? "enum " : "",
				     t->typedefs.n ? t->typedefs.v[0] :
				     t->tag ? t->tag : "an enum"));
		lg_finding_fix(l->c, f, "use u%llu, and give each enumerator "
			       "its value in the ABI header",
			       (unsigned long long)t->bits);
		return;
	case LG_TYPE_FLOAT:
		f = report(l, LG_ERROR, lg_printf(pool, "%s: the kernel has no "
						  "floating point to read it "
						  "with", t->name));
		lg_finding_fix(l->c, f, "use a fixed-width integer and say its "
			       "unit in the kernel-doc");
		return;
	case LG_TYPE_OTHER:
		f = report(l, LG_ERROR, lg_printf(pool, "%s: no type that an "
						  "ABI can hold", t->name));
		lg_finding_fix(l->c, f, "use fixed-width members");
		return;
	default:
		return;		/* a struct: abi-nested's */
	}
}

/* Policy's word on a type: the outermost typedef that it knows. */
static const char *known_loose(const struct lg_policy *p,
			       const struct lg_type *t, bool *right)
{
	for (size_t i = 0; i < t->typedefs.n; i++) {
		*right = lg_matches_any(&p->fixed_types, t->typedefs.v[i]);
		if (*right)
			return NULL;
		if (lg_matches_any(&p->loose_types, t->typedefs.v[i]))
			return t->typedefs.v[i];
	}
	return NULL;
}

static void check_member(struct lg_check *c, const struct lg_struct *s,
			 const struct lg_visit *v)
{
	const struct lg_type *t = &v->m->type;
	struct look l = { c, s, v, t };
	bool right = false;
	const char *loose;

	if (lg_member_khoser_ptr(v->m) || !v->m->name)
		return;
	if (t->kind == LG_TYPE_POINTER) {
		check_pointer(&l);
		return;
	}
	loose = known_loose(c->facts->policy, t, &right);
	if (right || lg_member_unnamed(v->m))
		return;
	if (loose)
		check_loose(&l, loose);
	else if (lg_type_internal(c->facts, t))
		check_internal(&l);
	else
		check_by_kind(&l);
}

static void check_struct(struct lg_check *c, const struct lg_struct *s)
{
	lg_check_members(c, s, check_member);
}

const struct lg_rule lg_rule_abi_type = {
	"abi-type",
	"a member whose size or meaning is not fixed: pointer, long, size_t, bool, enum, kernel-internal struct, `__user`/`__iomem`",
	LG_ERROR,
	"The kernel that reads a serialized struct may be built for other options,\n"
	"by another compiler, years later. Only types of a fixed width with a\n"
	"meaning that the ABI header defines say the same to both.\n"
	"\n"
	"A pointer is an address in the kernel that is gone. KHO's serializable\n"
	"pointer is right: a union of the u64 physical address that crosses the\n"
	"kexec and the typed pointer that each kernel works with.\n"
	"\n"
	"long and size_t follow the architecture, an enum's size the compiler and\n"
	"its enumerators, gfp_t and friends are numbered anew whenever mm likes. A\n"
	"list_head or a spinlock_t is state of a running kernel.\n"
	"\n"
	"int, short and long long have one width wherever Linux runs: a note.",
	"struct foo_ser {\n"
	"	void *buf;\n"
	"	unsigned long nr_pages;\n"
	"	enum foo_mode mode;\n"
	"	bool active;\n"
	"} __packed;\n",
	"struct foo_ser {\n"
	"	DECLARE_KHOSER_PTR(buf, struct foo_buf_ser *);\n"
	"	u64 nr_pages;\n"
	"	u32 mode;	/* FOO_MODE_* */\n"
	"	u8  active;	/* 0 or 1 */\n"
	"} __packed;\n",
	"Use u8 to u64 (or __le32 and the like), physical addresses in a u64 or\n"
	"by DECLARE_KHOSER_PTR(), and constants that the ABI header defines. If\n"
	"the size changes, so does the version.",
	"include/linux/kho/abi/kexec_handover.h (DECLARE_KHOSER_PTR);\n"
	"Documentation/process/botching-up-ioctls.rst on types in an ABI; C11\n"
	"6.2.5 and 6.7.2.2 p4 for what C leaves open.",
	check_struct, NULL, NULL, LG_SUBJECT_SERIALIZED, NULL, true,
};
