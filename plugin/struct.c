// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * struct.c - a GCC record type to a struct fact: members, offsets and widths
 * in bits, attributes, and types as C writes them.
 */
#include "plugin.h"

typedef int_hash<unsigned int, 0> uid_hash;

static hash_map<uid_hash, struct lg_struct *> *extracted;
/* What KHO's serializable pointers point to; complete at the unit's end. */
static vec<tree> pointees;

static struct lg_struct *extract(tree type, bool named);

/* GCC's names of the basic types, as kernel code writes them. */
static const char *const basic_names[][2] = {
	{ "short int", "short" },
	{ "short unsigned int", "unsigned short" },
	{ "long int", "long" },
	{ "long unsigned int", "unsigned long" },
	{ "long long int", "long long" },
	{ "long long unsigned int", "unsigned long long" },
	{ "_Bool", "bool" },
};

static const char *basic_name(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(basic_names); i++)
		if (!strcmp(basic_names[i][0], name))
			return basic_names[i][1];
	return name;
}

static const char *tagged_name(tree type)
{
	const char *tag = lg_type_tag(type);
	const char *kind = TREE_CODE(type) == UNION_TYPE    ? "union"
			   : TREE_CODE(type) == RECORD_TYPE ? "struct"
							    : "enum";

	if (!tag)
		return lg_printf(&lg_facts->pool, "unnamed %s", kind);
	return lg_printf(&lg_facts->pool, "%s %s", kind, tag);
}

/* @type as C writes it, without looking through typedefs when @typedefs. */
static const char *type_name(tree type, bool typedefs)
{
	tree name = TYPE_NAME(type);
	const char *to;

	if (typedefs && name && TREE_CODE(name) == TYPE_DECL &&
	    DECL_NAME(name))
		return basic_name(IDENTIFIER_POINTER(DECL_NAME(name)));
	switch (TREE_CODE(type)) {
	case RECORD_TYPE:
	case UNION_TYPE:
	case ENUMERAL_TYPE:
		return tagged_name(type);
	case POINTER_TYPE:
		if (FUNC_OR_METHOD_TYPE_P(TREE_TYPE(type)))
			return "function pointer";
		to = type_name(TREE_TYPE(type), typedefs);
		return lg_printf(&lg_facts->pool, "%s%s*", to,
				 lg_ends(to, "*") ? "" : " ");
	case VOID_TYPE:
		return "void";
	case BOOLEAN_TYPE:
		return "bool";
	default:
		break;
	}
	name = TYPE_NAME(TYPE_MAIN_VARIANT(type));
	if (name && TREE_CODE(name) == TYPE_DECL && DECL_NAME(name))
		return basic_name(IDENTIFIER_POINTER(DECL_NAME(name)));
	return "unnamed type";
}

/* Pushes the typedef names of @type, outermost first; gives what is under. */
static tree strip_typedefs(tree type, lg_strings *names)
{
	for (;;) {
		tree name = TYPE_NAME(type), under;

		if (!name || TREE_CODE(name) != TYPE_DECL || !DECL_NAME(name))
			return type;
		under = DECL_ORIGINAL_TYPE(name);
		/* typedef struct { } foo: the name is the type's own */
		if (!under && (RECORD_OR_UNION_TYPE_P(type) ||
			       TREE_CODE(type) == ENUMERAL_TYPE)) {
			lg_vec_push(names, IDENTIFIER_POINTER(DECL_NAME(name)));
			return type;
		}
		/* Of a typedef that stands there twice, GCC forgets what it
		 * was made of; its own types' stand in no file. */
		if (!under) {
			under = TYPE_MAIN_VARIANT(type);
			if (under == type ||
			    DECL_SOURCE_LOCATION(name) <= BUILTINS_LOCATION)
				return type;
		}
		lg_vec_push(names, IDENTIFIER_POINTER(DECL_NAME(name)));
		type = under;
	}
}

static enum lg_type_kind type_kind(tree type)
{
	switch (TREE_CODE(type)) {
	case INTEGER_TYPE:
		return LG_TYPE_INT;
	case BOOLEAN_TYPE:
		return LG_TYPE_BOOL;
	case ENUMERAL_TYPE:
		return LG_TYPE_ENUM;
	case POINTER_TYPE:
		return LG_TYPE_POINTER;
	case REAL_TYPE:
		return LG_TYPE_FLOAT;
	case RECORD_TYPE:
		return LG_TYPE_STRUCT;
	case UNION_TYPE:
		return LG_TYPE_UNION;
	default:
		return LG_TYPE_OTHER;
	}
}

static uint64_t bits_of(tree size)
{
	return size && tree_fits_uhwi_p(size) ? tree_to_uhwi(size) : 0;
}

static tree pointed_to(tree pointer)
{
	tree to = lg_type_element(TREE_TYPE(pointer));

	return RECORD_OR_UNION_TYPE_P(to) ? to : NULL_TREE;
}

/* The tag, and for a struct by value its definition. */
static void fill_type_struct(struct lg_type *t, tree type)
{
	tree to;

	switch (t->kind) {
	case LG_TYPE_POINTER:
		to = pointed_to(type);
		if (to)
			t->tag = lg_type_tag(to);
		break;
	case LG_TYPE_STRUCT:
	case LG_TYPE_UNION:
		t->tag = lg_type_tag(type);
		t->def = extract(TYPE_MAIN_VARIANT(type), t->tag != NULL);
		break;
	case LG_TYPE_ENUM:
		t->tag = lg_type_tag(type);
		break;
	default:
		break;
	}
}

/* Typedefs may stand outside, between and inside of array dimensions. */
static void fill_type(struct lg_type *t, tree type)
{
	tree under = type;

	t->name = type_name(type, true);
	for (;;) {
		under = strip_typedefs(under, &t->typedefs);
		if (TREE_CODE(under) != ARRAY_TYPE)
			break;
		under = TREE_TYPE(under);
		if (!t->typedefs.n)
			t->name = type_name(under, true);
	}
	t->kind = type_kind(under);
	t->base = type_name(TYPE_MAIN_VARIANT(under), false);
	t->bits = bits_of(TYPE_SIZE(under));
	t->align = TYPE_ALIGN(under);
	fill_type_struct(t, under);
}

/* Elements of @type with its dimensions multiplied; 0 for []. */
static uint64_t array_count(tree type)
{
	uint64_t count = 1;

	for (; TREE_CODE(type) == ARRAY_TYPE; type = TREE_TYPE(type)) {
		tree max = TYPE_DOMAIN(type) ? TYPE_MAX_VALUE(TYPE_DOMAIN(type))
					     : NULL_TREE;

		if (!max || !tree_fits_shwi_p(max))
			return 0;
		count *= (uint64_t)(tree_to_shwi(max) + 1);
	}
	return count;
}

static void fill_member(struct lg_member *m, tree field, bool last)
{
	tree type = TREE_TYPE(field);

	m->name = DECL_NAME(field) ? IDENTIFIER_POINTER(DECL_NAME(field))
				   : NULL;
	m->loc = lg_loc_of(DECL_SOURCE_LOCATION(field));
	m->offset = (uint64_t)int_bit_position(field);
	m->bits = bits_of(DECL_SIZE(field));
	m->bitfield = DECL_C_BIT_FIELD(field);
	if (m->bitfield && DECL_BIT_FIELD_TYPE(field))
		type = DECL_BIT_FIELD_TYPE(field);
	m->array = TREE_CODE(type) == ARRAY_TYPE;
	m->count = m->array ? array_count(type) : 1;
	m->flexible = m->array && last && m->count == 0;
	m->packed = DECL_PACKED(field);
	if (DECL_USER_ALIGN(field) && !m->bitfield &&
	    DECL_ALIGN(field) != TYPE_ALIGN(type))
		m->user_align = DECL_ALIGN(field);
	fill_type(&m->type, type);
}

static bool is_last_field(tree field)
{
	do {
		field = DECL_CHAIN(field);
	} while (field && TREE_CODE(field) != FIELD_DECL);
	return !field;
}

/* Remembers what the KHO pointers in @s point to; complete or not by now. */
static void note_pointees(tree type)
{
	for (tree f = TYPE_FIELDS(type); f; f = DECL_CHAIN(f)) {
		tree t;

		if (TREE_CODE(f) != FIELD_DECL)
			continue;
		t = TREE_TYPE(f);
		if (TREE_CODE(t) == POINTER_TYPE && pointed_to(t))
			pointees.safe_push(pointed_to(t));
	}
}

static void fill_members(struct lg_struct *s, tree type)
{
	for (tree f = TYPE_FIELDS(type); f; f = DECL_CHAIN(f)) {
		struct lg_member m;

		if (TREE_CODE(f) != FIELD_DECL)
			continue;
		memset(&m, 0, sizeof(m));
		fill_member(&m, f, is_last_field(f));
		lg_vec_push(&s->members, m);
		if (lg_member_khoser_ptr(&m))
			note_pointees(lg_type_element(TREE_TYPE(f)));
	}
}

/* The caret stands on the tag, not on the keyword before it. */
static struct lg_loc name_loc(tree type, const char *tag)
{
	tree name = lg_type_typedef(type);
	struct lg_loc loc;
	const char *line, *at;
	struct lg_file *file;

	if (name)
		return lg_loc_of(DECL_SOURCE_LOCATION(name));
	loc = lg_loc_of(DECL_SOURCE_LOCATION(TYPE_STUB_DECL(type)));
	if (!tag || !loc.file || !loc.column)
		return loc;
	file = lg_facts_file(lg_facts, loc.file);
	line = lg_file_line(&lg_facts->pool, file, loc.line);
	if (!line || strlen(line) < loc.column)
		return loc;
	at = strstr(line + loc.column - 1, tag);
	if (!at || at == line + loc.column - 1)
		return loc;
	loc.column = (unsigned int)(at - line) + 1;
	loc.origin = 0;
	return loc;
}

/* Just behind the closing brace; GCC keeps no place of it, the text does. */
static struct lg_loc end_loc(tree type)
{
	struct lg_loc at = lg_loc_of(DECL_SOURCE_LOCATION(TYPE_STUB_DECL(type)));
	struct lg_loc none;

	memset(&none, 0, sizeof(none));
	if (!at.file)
		return none;
	return lg_file_closing_brace(lg_facts_file(lg_facts, at.file), at);
}

static bool randomized(tree type)
{
	return lookup_attribute("randomize_considered", TYPE_ATTRIBUTES(type)) ||
	       lookup_attribute("randomize_layout", TYPE_ATTRIBUTES(type));
}

static void fill_struct(struct lg_struct *s, tree type, const char *tag)
{
	s->is_union = TREE_CODE(type) == UNION_TYPE;
	s->is_typedef = lg_type_typedef(type) != NULL_TREE;
	s->bits = bits_of(TYPE_SIZE(type));
	s->align = TYPE_ALIGN(type);
	s->user_align = TYPE_USER_ALIGN(type) ? TYPE_ALIGN(type) : 0;
	s->packed = TYPE_PACKED(type);
	s->randomized = randomized(type);
	s->loc = name_loc(type, tag);
	s->end = end_loc(type);
	fill_members(s, type);
}

static struct lg_struct *extract(tree type, bool named)
{
	const char *tag = named ? lg_type_tag(type) : NULL;
	struct lg_struct *s;
	bool existed;

	if (!extracted)
		extracted = new hash_map<uid_hash, struct lg_struct *>;
	struct lg_struct *&slot =
		extracted->get_or_insert(TYPE_UID(type), &existed);
	if (existed && (slot->tag || !tag))
		return slot;
	s = lg_facts_add_struct(lg_facts, tag);
	slot = s;
	fill_struct(s, type, tag);
	return s;
}

struct lg_struct *lg_struct_extract(tree type)
{
	return extract(TYPE_MAIN_VARIANT(type), true);
}

void lg_struct_mark(void)
{
	unsigned int i;
	tree type;

	FOR_EACH_VEC_ELT(pointees, i, type)
		gt_ggc_mx_tree_node(type);
}

void lg_struct_finish_pointees(void)
{
	/* Extracting one may push more. */
	for (unsigned int i = 0; i < pointees.length(); i++) {
		tree type = TYPE_MAIN_VARIANT(pointees[i]);

		if (COMPLETE_TYPE_P(type) && lg_type_tag(type))
			lg_struct_extract(type);
	}
}
