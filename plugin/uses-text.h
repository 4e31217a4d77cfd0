/* SPDX-License-Identifier: GPL-2.0-or-later */
/* uses-text.h - what uses-text.c and uses-scan.c share. */
#ifndef LG_USES_TEXT_H
#define LG_USES_TEXT_H

/* Where the user wrote what is read: for a macro's text, the macro's name. */
struct lg_scan {
	const char *path;		/* as in findings */
	unsigned int line, column;
	int depth;			/* of macros in macros */
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

#endif /* LG_USES_TEXT_H */
