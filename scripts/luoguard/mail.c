// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * mail.c - what a mail says, whatever it was encoded in.
 *
 * GMime undoes what mail does to text: multipart, quoted-printable, base64,
 * charsets. What is left to do here is what is a patch's alone: which parts are
 * one, and the lines that format=flowed broke.
 *
 * With answer.c in luoguard-mail.so, which reader.c loads: with GMime's
 * libraries the command would take twice as long to start, for every file that
 * `luoguard cc` checks and every commit that a hook lets pass.
 */
#include <ctype.h>
#include "mailparts.h"

void mail_begin(void)
{
	static bool begun;

	if (!begun)
		g_mime_init();
	begun = true;
}

static char *kept(struct lg_pool *pool, const char *s)
{
	return s ? lg_strdup(pool, s) : NULL;
}

/* ------------------------------------------------------------------ subject */

/* "RFC PATCH v2 03/17" and the like: the number of the patch, of the version. */
static void read_prefix(struct patch *p)
{
	p->version = 1;
	for (const char *w = p->prefix; *w; w += strcspn(w, " "),
	     w += strspn(w, " ")) {
		char *end;
		unsigned long n;

		if ((*w == 'v' || *w == 'V') && isdigit((unsigned char)w[1])) {
			p->version = (unsigned int)strtoul(w + 1, NULL, 10);
			continue;
		}
		if (!isdigit((unsigned char)*w))
			continue;
		n = strtoul(w, &end, 10);
		if (*end != '/' || !isdigit((unsigned char)end[1]))
			continue;
		p->of = (unsigned int)strtoul(end + 1, NULL, 10);
		p->number = (unsigned int)n;
		p->cover = !n;
	}
}

/* Every "[...]" in front that speaks of patches is prefix; so is a list's own
 * tag. */
static void read_subject(struct lg_pool *pool, struct patch *p,
			 const char *subject)
{
	const char *at = subject ? subject : "";

	p->prefix = "";
	while (isspace((unsigned char)*at))
		at++;
	p->reply = !strncasecmp(at, "Re:", 3) || !strncasecmp(at, "Aw:", 3);
	while (*at == '[' && strchr(at, ']')) {
		const char *end = strchr(at, ']');
		char *word = lg_strndup(pool, at + 1, (size_t)(end - at) - 1);

		if (strcasestr(word, "PATCH") || strcasestr(word, "RFC") ||
		    strchr(word, '/'))
			p->prefix = word;
		at = end + 1;
		while (isspace((unsigned char)*at))
			at++;
	}
	p->subject = lg_strdup(pool, at);
	read_prefix(p);
}

/* --------------------------------------------------------------------- text */

/* RFC 3676: a line that ends in a space goes on in the next one; a space in
 * front protects what follows. What it makes is never longer. */
static size_t unflow(char *text, size_t bytes, bool del_space)
{
	const char *p = text, *end = text + bytes;
	char *out = text;

	while (p < end) {
		const char *eol = memchr(p, '\n', (size_t)(end - p));
		const char *next = eol ? eol + 1 : end;
		bool signature = next - p == 4 && !memcmp(p, "-- \n", 4);
		bool soft;

		if (!signature && *p == ' ')
			p++;
		soft = !signature && eol && eol > p && eol[-1] == ' ';
		while (p < next && !(soft && (p == eol ||
					      (del_space && p == eol - 1))))
			*out++ = *p++;
		p = next;
	}
	return (size_t)(out - text);
}

/* Mail ends its lines in CR LF; so does a patch that came through it whole. */
static size_t without_returns(char *text, size_t bytes)
{
	size_t lines = 0, returns = 0, n = 0;

	for (size_t i = 0; i < bytes; i++) {
		lines += text[i] == '\n';
		returns += text[i] == '\n' && i && text[i - 1] == '\r';
	}
	if (!lines || returns != lines)
		return bytes;
	for (size_t i = 0; i < bytes; i++)
		if (text[i] != '\r' || i + 1 == bytes || text[i + 1] != '\n')
			text[n++] = text[i];
	return n;
}

struct collector {
	struct lg_pool *pool;
	struct patch *patch;
	GByteArray *text;
};

/* Labels that mailers put on text that is UTF-8 nevertheless. */
static bool one_byte(const char *charset)
{
	return !g_ascii_strcasecmp(charset, "utf-8") ||
	       !g_ascii_strcasecmp(charset, "us-ascii") ||
	       !g_ascii_strncasecmp(charset, "iso-8859-", 9) ||
	       !g_ascii_strncasecmp(charset, "windows-", 8) ||
	       !g_ascii_strncasecmp(charset, "unknown", 7);
}

/* What is no UTF-8 becomes it. A charset that nobody knows, or that is a lie,
 * leaves what is ASCII right as it is. */
static void add_converted(struct collector *c, const GByteArray *part,
			  const char *charset)
{
	const char *from = (const char *)part->data;
	char *utf8 = NULL;
	gsize n = 0;

	if (!part->len)
		return;
	if (!charset)
		charset = "us-ascii";
	if (!one_byte(charset) || !g_utf8_validate(from, part->len, NULL))
		utf8 = g_convert(from, part->len, "UTF-8",
				 g_mime_charset_iconv_name(charset), NULL, &n,
				 NULL);
	if (utf8)
		g_byte_array_append(c->text, (guint8 *)utf8, (guint)n);
	else
		g_byte_array_append(c->text, part->data, part->len);
	g_free(utf8);
}

/* ------------------------------------------------------------------- parts */

/* "format=flowed", with "delsp=yes" or without. */
static bool parameter_is(GMimeContentType *type, const char *name,
			 const char *value)
{
	const char *said = g_mime_content_type_get_parameter(type, name);

	return said && !g_ascii_strcasecmp(said, value);
}

static bool is_patch_part(GMimePart *part, GMimeContentType *type)
{
	const char *file = g_mime_part_get_filename(part);

	if (g_mime_content_type_is_type(type, "text", "html"))
		return false;
	return g_mime_content_type_is_type(type, "text", "*") ||
	       (file && (lg_ends(file, ".patch") || lg_ends(file, ".diff"))) ||
	       g_mime_content_type_is_type(type, "application", "x-patch");
}

static void add_part(struct collector *c, GMimePart *part)
{
	GMimeContentType *type =
		g_mime_object_get_content_type(GMIME_OBJECT(part));
	GMimeDataWrapper *content = g_mime_part_get_content(part);
	size_t start = c->text->len;
	char *own;
	GMimeStream *to;

	if (!content || !is_patch_part(part, type))
		return;
	to = g_mime_stream_mem_new();
	g_mime_data_wrapper_write_to_stream(content, to);
	add_converted(c, g_mime_stream_mem_get_byte_array(
				GMIME_STREAM_MEM(to)),
		      g_mime_content_type_get_parameter(type, "charset"));
	g_object_unref(to);
	if (c->text->len == start)
		return;
	own = (char *)c->text->data + start;
	c->text->len = (guint)(start + without_returns(own,
						c->text->len - start));
	if (parameter_is(type, "format", "flowed"))
		c->text->len = (guint)(start + unflow(own,
				c->text->len - start,
				parameter_is(type, "delsp", "yes")));
	if (c->text->data[c->text->len - 1] != '\n')
		g_byte_array_append(c->text, (const guint8 *)"\n", 1);
}

static void add_object(struct collector *c, GMimeObject *o, unsigned int deep);

/* Of the same thing in many forms, the plain one; of others, each. */
static void add_multipart(struct collector *c, GMimeMultipart *parts,
			  unsigned int deep)
{
	GMimeContentType *type =
		g_mime_object_get_content_type(GMIME_OBJECT(parts));
	int n = g_mime_multipart_get_count(parts);

	if (GMIME_IS_MULTIPART_ENCRYPTED(parts)) {
		c->patch->wrong = "it is encrypted";
		return;
	}
	if (GMIME_IS_MULTIPART_SIGNED(parts) && n > 1)
		n = 1;		/* then comes the signature */
	for (int i = 0; i < n; i++) {
		size_t had = c->text->len;

		add_object(c, g_mime_multipart_get_part(parts, i), deep + 1);
		if (c->text->len > had &&
		    g_mime_content_type_is_type(type, "multipart",
						"alternative"))
			return;
	}
}

#define DEEPEST 32

static void add_object(struct collector *c, GMimeObject *o, unsigned int deep)
{
	GMimeMessage *message;

	if (!o || deep > DEEPEST)
		return;
	if (GMIME_IS_MULTIPART(o)) {
		add_multipart(c, GMIME_MULTIPART(o), deep);
	} else if (GMIME_IS_MESSAGE_PART(o)) {	/* forwarded */
		message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(o));
		if (message)
			add_object(c, g_mime_message_get_mime_part(message),
				   deep + 1);
	} else if (GMIME_IS_PART(o)) {
		add_part(c, GMIME_PART(o));
	}
}

/* ----------------------------------------------------------------- headers */

static char *decoded(struct lg_pool *pool, GMimeObject *o, const char *field)
{
	const char *raw = g_mime_object_get_header(o, field);
	char *text = raw ? g_mime_utils_header_decode_text(NULL, raw) : NULL;
	char *own = kept(pool, text);

	g_free(text);
	return own;
}

/* The ids that this one answers, the thread's first one first. */
static void read_references(struct lg_pool *pool, struct patch *p,
			    GMimeObject *o)
{
	const char *raw = g_mime_object_get_header(o, "References");
	GMimeReferences *ids;
	char *all = NULL;

	if (!raw || !strchr(raw, '<'))
		raw = g_mime_object_get_header(o, "In-Reply-To");
	ids = raw ? g_mime_references_parse(NULL, raw) : NULL;
	for (int i = 0; ids && i < g_mime_references_length(ids); i++) {
		const char *id = g_mime_references_get_message_id(ids, i);

		all = all ? lg_printf(pool, "%s <%s>", all, id) :
			    lg_printf(pool, "<%s>", id);
	}
	if (ids)
		g_mime_references_free(ids);
	p->references = all;
}

static void read_headers(struct lg_pool *pool, struct patch *p,
			 GMimeMessage *message)
{
	GMimeObject *o = GMIME_OBJECT(message);

	read_subject(pool, p, decoded(pool, o, "Subject"));
	p->author = decoded(pool, o, "From");
	p->date = kept(pool, g_mime_object_get_header(o, "Date"));
	p->message_id = kept(pool, g_mime_message_get_message_id(message));
	read_references(pool, p, o);
}

/* -------------------------------------------------------------------- mails */

/* Text in the pool with a NUL behind it. */
static void keep_text(struct lg_pool *pool, struct patch *p, const char *text,
		      size_t bytes)
{
	p->text = lg_alloc(pool, bytes + 1);
	p->bytes = bytes;
	if (bytes)
		memcpy(p->text, text, bytes);
}

/* The line behind @field of what `git show` prints; NULL. */
static char *shown(struct lg_pool *pool, const struct patch *p,
		   const char *field)
{
	const char *at = strstr(p->text, field);

	if (!at)
		return NULL;
	at += strlen(field);
	at += strspn(at, " ");
	return lg_strndup(pool, at, strcspn(at, "\n"));
}

/* A patch that is no mail: what `git show` says above it, or nothing. */
static void plain_head(struct lg_pool *pool, struct patch *p)
{
	const char *subject;

	if (!lg_starts(p->text, "commit "))
		return;
	p->commit = lg_strndup(pool, p->text + 7,
			       strspn(p->text + 7, "0123456789abcdef"));
	p->author = shown(pool, p, "\nAuthor: ");
	p->date = shown(pool, p, "\nDate: ");
	subject = shown(pool, p, "\n\n    ");
	if (subject)
		read_subject(pool, p, subject);
}

static GMimeMessage *parse(const char *text, size_t bytes)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(text, bytes);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message;

	g_mime_parser_set_format(parser, GMIME_FORMAT_MESSAGE);
	message = g_mime_parser_construct_message(parser, NULL);
	g_object_unref(parser);
	g_object_unref(stream);
	return message;
}

static size_t head_bytes(const struct mail *m)
{
	size_t look = m->bytes < MAIL_MAX_HEAD ? m->bytes : MAIL_MAX_HEAD;
	const char *end = memmem(m->at, look, "\n\n", 2);
	const char *other = memmem(m->at, look, "\n\r\n", 3);

	if (other && (!end || other < end))
		end = other;
	return end ? (size_t)(end - m->at) + 1 : look;
}

GMimeMessage *mail_parse_head(const struct mail *m)
{
	mail_begin();
	return parse(m->at, head_bytes(m));
}

static void read_head(struct lg_pool *pool, const struct mail *m,
		      struct patch *p)
{
	GMimeMessage *message = NULL;

	memset(p, 0, sizeof(*p));
	p->where = m->number == 1 && m->box->at == m->box->bytes ?
		   m->box->name :
		   lg_printf(pool, "%s, mail %u", m->box->name, m->number);
	if (m->mail)
		message = mail_parse_head(m);
	if (message)
		read_headers(pool, p, message);
	else
		read_subject(pool, p, "");
	g_clear_object(&message);
}

static void read_body(struct lg_pool *pool, const struct mail *m,
		      struct patch *p)
{
	struct collector c = { pool, p, NULL };
	GMimeMessage *message;

	if (m->bytes > MAIL_MAX) {
		keep_text(pool, p, NULL, 0);
		p->wrong = lg_printf(pool, "%zu MB; what has more than %u MB "
				     "is not looked at", m->bytes >> 20,
				     MAIL_MAX >> 20);
		return;
	}
	if (!m->mail) {
		keep_text(pool, p, m->at, m->bytes);
		p->bytes = without_returns(p->text, p->bytes);
		p->text[p->bytes] = '\0';
		plain_head(pool, p);
		return;
	}
	mail_begin();
	message = parse(m->at, m->bytes);
	c.text = g_byte_array_new();
	if (message)
		add_object(&c, g_mime_message_get_mime_part(message), 0);
	keep_text(pool, p, (char *)c.text->data, c.text->len);
	g_byte_array_free(c.text, TRUE);
	g_clear_object(&message);
}

__attribute__((visibility("default")))
const struct mail_reader luoguard_mail = {
	sizeof(struct patch), read_head, read_body, mail_make_answer,
};
