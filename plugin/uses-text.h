/* SPDX-License-Identifier: GPL-2.0-or-later */
/* uses-text.h - what uses-text.c, uses-scan.c and uses-chain.c share. */
#ifndef LG_USES_TEXT_H
#define LG_USES_TEXT_H

#define LG_TEXT_DEPTH 12	/* of macros in macros, and of typeof()s */

/* Where the user wrote what is read: for a macro's text, the macro's name. */
struct lg_scan {
	const char *path;		/* as in findings */
	unsigned int line, column;
	int depth;			/* of what it is in: */
	const struct lg_scan *outer;	/* the one that is expanded around */
	const char *macro;		/* ... this one; NULL: none */
	size_t macro_len;
};

/* Marks in a macro's text: what stands between them is an argument, which is
 * read where it was written. White space to all that follow. */
#define LG_TEXT_ARG_BEGIN '\3'
#define LG_TEXT_ARG_END   '\4'

/* Behind white space, and what a comment left in lg_file.code. */
const char *lg_text_space(const char *s);
/* Length of the identifier at @s; 0: none. */
size_t lg_text_ident(const char *s);
/* Are the @n bytes at @s the word @word; one of @words? */
bool lg_text_is(const char *s, size_t n, const char *word);
bool lg_text_one_of(const char *s, size_t n, const char *const *words,
		    size_t n_words);
/* The identifier of @n bytes at @s. False: it is no word that measures. */
bool lg_text_word(const struct lg_scan *sc, const char *s, size_t n);

/* What an expression comes to, as far as it is about something private. */
struct lg_value {
	const struct lg_private *what;	/* NULL: nothing private */
	unsigned int stars;		/* to it; 0: it itself, or an array */
	tree type;			/* NULL_TREE: not known */
	const char *member;		/* of it, when one is named; */
	size_t member_len;
	const char *end;		/* behind what was read */
};

/* The expression at @s: stars and brackets in front of a chain or a cast. */
void lg_text_value(const struct lg_scan *sc, const char *s, struct lg_value *v);
/* The private struct that a type is called at @s; *@behind gets what follows.
 * A variable may be called like a tag, or like a typedef of another scope. */
const struct lg_private *lg_text_type(const struct lg_scan *sc, const char *s,
				      const char **behind);
/* Are the @n bytes at @s typeof, in one of its spellings? */
bool lg_text_typeof(const char *s, size_t n);
/* Behind the bracket that closes the one at @s. */
const char *lg_text_skip_brackets(const char *s);

#endif /* LG_USES_TEXT_H */
