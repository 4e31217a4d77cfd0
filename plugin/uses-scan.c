// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * uses-scan.c - which text uses-text.c reads: the lines that the unit consists
 * of, and what their macros stand for.
 *
 * A macro of a public header that takes the size of a private struct is used
 * where it is expanded. So each macro in those lines is expanded here, too, as
 * text; what is found in its own words (not in its arguments, which are read
 * where they stand) is told at its name. This happens in units where a foreign
 * private struct is complete, and hardly any is.
 */
#include "plugin.h"
#include "uses-text.h"

#define MAX_BYTES (1 << 16)	/* of one expansion, */
#define MAX_WORD  (1 << 20)	/* of all behind a word of the file, */
#define MAX_UNIT  (1 << 26)	/* of all in the unit */
#define MAX_ARGS  32

const char *lg_text_space(const char *s)
{
	while (ISSPACE(*s) || (*s && *s <= LG_TEXT_ARG_END) ||
	       (*s == '\\' && ISSPACE(s[1])))
		s++;
	return s;
}

size_t lg_text_ident(const char *s)
{
	size_t n = 0;

	if (ISDIGIT(*s))
		return 0;
	while (ISIDNUM(s[n]))
		n++;
	return n;
}

bool lg_text_is(const char *s, size_t n, const char *word)
{
	return strlen(word) == n && !strncmp(s, word, n);
}

bool lg_text_one_of(const char *s, size_t n, const char *const *words,
		    size_t n_words)
{
	for (size_t i = 0; i < n_words; i++)
		if (lg_text_is(s, n, words[i]))
			return true;
	return false;
}

/* Behind the identifier, number, literal or other byte at @s. */
static const char *next_token(const char *s)
{
	if (*s == '"' || *s == '\'') {
		char quote = *s++;

		while (*s && *s != quote && *s != '\n')
			s += *s == '\\' && s[1] ? 2 : 1;
		return *s ? s + 1 : s;
	}
	if (!ISIDNUM(*s))
		return s + 1;
	while (ISIDNUM(*s))
		s++;
	return s;
}

/* ------------------------------------------------------------------ macros */

/* What may still be expanded: macros of macros grow without bounds. */
static size_t word_left, unit_left = MAX_UNIT;
static bool exhausted;

struct text {
	const char *s;
	size_t n;
};

/* The arguments behind the bracket at @s; their number, or -1. */
static int read_args(const char *s, struct text *args)
{
	int depth = 0, n = 0;

	for (args[0].s = s + 1; *s; s = next_token(s)) {
		depth += *s == '(' || *s == '{' || *s == '[';
		depth -= *s == ')' || *s == '}' || *s == ']';
		if (depth && !(*s == ',' && depth == 1))
			continue;
		args[n].n = (size_t)(s - args[n].s);
		if (++n == MAX_ARGS || !depth)
			return n;
		args[n].s = s + 1;
	}
	return -1;
}

/* The argument that parameter @s stands for; "..." takes all that is left. */
static bool find_arg(const struct lg_macro *m, const struct text *args, int n,
		     const struct text *word, struct text *arg)
{
	const char *p = m->params;

	for (int i = 0; p && *p && i < n; i++) {
		size_t len = strcspn(p, ", ");
		bool rest = lg_starts(p, "...") || (len > 3 &&
			    !strncmp(p + len - 3, "...", 3));

		*arg = args[i];
		if (rest)
			arg->n = (size_t)(args[n - 1].s + args[n - 1].n -
					  args[i].s);
		if (lg_text_is(word->s, word->n, "__VA_ARGS__") ? rest :
		    (len == word->n && !strncmp(p, word->s, len)))
			return true;
		p += len;
		p += strspn(p, ", ");
	}
	return false;
}

static char *expand(const struct lg_macro *m, const struct text *args, int n)
{
	size_t room = strlen(m->body) + 1, at = 0;
	char *out;

	/* no parameter stands more often in the body than it has bytes */
	for (int i = 0; i < n; i++)
		room += (args[i].n + 2) * strlen(m->body);
	if (room > MAX_BYTES || room > word_left)
		return NULL;
	if (room > unit_left) {
		exhausted = true;
		return NULL;
	}
	word_left -= room;
	unit_left -= room;
	out = (char *)lg_alloc(&lg_facts->pool, room);
	for (const char *s = m->body; *s;) {
		const char *end = next_token(s);
		struct text word = { s, (size_t)(end - s) }, arg;

		s = end;
		if (word.n == 1 && *word.s == '#')
			continue;	/* pasted and quoted: as it stands */
		if (!find_arg(m, args, n, &word, &arg)) {
			memcpy(out + at, word.s, word.n);
			at += word.n;
			continue;
		}
		out[at++] = LG_TEXT_ARG_BEGIN;
		memcpy(out + at, arg.s, arg.n);
		at += arg.n;
		out[at++] = LG_TEXT_ARG_END;
	}
	return out;
}

static void scan_word(const struct lg_scan *sc, const char *s, size_t n);

/* The words of a macro's text that are its own. */
static void scan_text(const struct lg_scan *sc, const char *s)
{
	int argument = 0;

	while (*s) {
		size_t n = lg_text_ident(s);

		argument += *s == LG_TEXT_ARG_BEGIN;
		argument -= *s == LG_TEXT_ARG_END;
		if (n && !argument)
			scan_word(sc, s, n);
		s = next_token(s);
	}
}

/* No macro is expanded in what it stands for. */
static bool expanding(const struct lg_scan *sc, const char *s, size_t n)
{
	for (; sc; sc = sc->outer)
		if (sc->macro && sc->macro_len == n &&
		    !strncmp(sc->macro, s, n))
			return true;
	return false;
}

static void scan_macro(const struct lg_scan *sc, const char *s, size_t n)
{
	struct lg_scan inside = *sc;
	const struct lg_macro *m;
	struct text args[MAX_ARGS];
	int n_args = 0;
	char *text;

	if (++inside.depth > LG_TEXT_DEPTH || expanding(sc, s, n))
		return;
	inside.outer = sc;
	inside.macro = s;
	inside.macro_len = n;
	m = lg_macro_now(s, n);
	if (!m || !*m->body)
		return;
	if (m->params) {
		s = lg_text_space(s + n);
		n_args = *s == '(' ? read_args(s, args) : -1;
	}
	text = n_args < 0 ? NULL : expand(m, args, n_args);
	if (text)
		scan_text(&inside, text);
}

static void scan_word(const struct lg_scan *sc, const char *s, size_t n)
{
	if (!lg_text_word(sc, s, n))
		scan_macro(sc, s, n);
}

/* ------------------------------------------------------------------- files */

static void scan_line(const struct lg_file *f, unsigned int line)
{
	size_t start = f->lines.v[line - 1];
	size_t end = line < f->lines.n ? f->lines.v[line] : f->bytes;

	for (const char *s = f->code + start; s < f->code + end;
	     s = next_token(s)) {
		size_t n = lg_text_ident(s);
		struct lg_scan sc = { f->path, line, 0, 0, NULL, NULL, 0 };

		word_left = MAX_WORD;
		sc.column = (unsigned int)(s - f->code - start) + 1;
		if (n)
			scan_word(&sc, s, n);
	}
}

/* Could a line of this public header speak of a private struct? Most cannot,
 * and are not worth more than a look at their bytes. */
static bool may_speak(const struct lg_place *place)
{
	struct lg_pool pool = { NULL };
	const char *full = *place->path == '/' ? place->path :
		lg_printf(&pool, "%s/%s", lg_options.tree, place->path);
	const char *text = lg_read_source(&pool, full, NULL);
	bool speaks = text && lg_private_spoken(text);

	lg_pool_free(&pool);
	return speaks;
}

static bool scan_file(const struct lg_place *place)
{
	struct lg_file *f;

	if (place->owner && lg_policy_may_see(lg_options.policy, place->owner,
					      NULL, place->path))
		return true;
	if (place->shared && !may_speak(place))
		return true;
	f = lg_facts_file(lg_facts, place->path);
	for (unsigned int line = 1; f->text && line <= f->lines.n; line++)
		if (lg_lines_compiled(place, line))
			scan_line(f, line);
	return true;
}

bool lg_uses_exhausted(void)
{
	return exhausted;
}

void lg_uses_text(void)
{
	if (lg_private_any())
		lg_lines_files(scan_file);
}
