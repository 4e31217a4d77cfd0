// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * answer.c - the header fields of an answer to a patch; part of
 * luoguard-mail.so, since GMime knows how names are encoded and lines folded.
 *
 * All that comes from the patch's mail is a stranger's. Addresses are parsed
 * and written anew; of ids, those without anything but an id in them; of all
 * text, nothing that ends a line.
 */
#include <ctype.h>
#include <gmime/gmime.h>

#include "mailparts.h"

#define MOST_ADDRESSES 200
#define MOST_IDS 40

/* ---------------------------------------------------------------- addresses */

static bool plain_address(const char *s)
{
	const char *at = s ? strchr(s, '@') : NULL;

	for (const char *p = s; p && *p; p++)
		if (!isgraph((unsigned char)*p) || strchr("<>,;:\"()[]\\", *p))
			return false;
	return at && at > s && at[1] && !strchr(at + 1, '@') &&
	       strlen(s) < 255;
}

static bool has_address(InternetAddressList *list, const char *addr)
{
	for (int i = 0; i < internet_address_list_length(list); i++) {
		InternetAddress *a =
			internet_address_list_get_address(list, i);

		if (!g_ascii_strcasecmp(addr,
			internet_address_mailbox_get_addr(
				INTERNET_ADDRESS_MAILBOX(a))))
			return true;
	}
	return false;
}

static void add_address(struct lg_pool *pool, InternetAddressList *to,
			const char *name, const char *addr)
{
	InternetAddress *a;

	if (!plain_address(addr) || has_address(to, addr) ||
	    internet_address_list_length(to) >= MOST_ADDRESSES)
		return;
	a = internet_address_mailbox_new(name && *name ?
					 lg_printable(pool, name) : NULL,
					 addr);
	internet_address_set_charset(a, "UTF-8");
	internet_address_list_add(to, a);
	g_object_unref(a);
}

/* Adds those of @from to @to, but for those that are in @but. */
static void add_list(struct lg_pool *pool, InternetAddressList *to,
		     InternetAddressList *from, InternetAddressList *but)
{
	for (int i = 0; from && i < internet_address_list_length(from); i++) {
		InternetAddress *a =
			internet_address_list_get_address(from, i);
		const char *addr;

		if (INTERNET_ADDRESS_IS_GROUP(a)) {
			add_list(pool, to, internet_address_group_get_members(
					INTERNET_ADDRESS_GROUP(a)), but);
			continue;
		}
		addr = internet_address_mailbox_get_addr(
				INTERNET_ADDRESS_MAILBOX(a));
		if (plain_address(addr) && !(but && has_address(but, addr)))
			add_address(pool, to, internet_address_get_name(a),
				    addr);
	}
}

/* "NAME <ADDRESS>", which git says. */
static void add_ident(struct lg_pool *pool, InternetAddressList *to,
		      const char *ident)
{
	const char *open = ident ? strrchr(ident, '<') : NULL;
	size_t n;

	if (!open)
		return;
	n = (size_t)(open - ident);
	while (n && ident[n - 1] == ' ')
		n--;
	add_address(pool, to, lg_strndup(pool, ident, n),
		    lg_strndup(pool, open + 1, strcspn(open + 1, ">")));
}

/* To whoever wrote the patch, as their Reply-To: or From: says, and to those
 * that they wrote it to. */
static void address(struct lg_pool *pool, GMimeMessage *m,
		    const struct answer *a)
{
	InternetAddressList *to = g_mime_message_get_to(m);
	InternetAddressList *cc = g_mime_message_get_cc(m);
	GMimeMessage *of = a->patch->mail ? mail_parse_head(a->patch->mail) :
			   NULL;

	add_ident(pool, g_mime_message_get_from(m), a->from);
	if (of) {
		add_list(pool, to, g_mime_message_get_reply_to(of), NULL);
		if (!internet_address_list_length(to))
			add_list(pool, to, g_mime_message_get_from(of), NULL);
		add_list(pool, cc, g_mime_message_get_to(of), to);
		add_list(pool, cc, g_mime_message_get_cc(of), to);
	} else {
		add_ident(pool, to, a->patch->author);
	}
	g_clear_object(&of);
}

/* --------------------------------------------------------------------- ids */

static bool plain_id(const char *id, size_t bytes)
{
	bool at = false;

	for (size_t i = 0; i < bytes; i++) {
		if (!isgraph((unsigned char)id[i]) || strchr("<>", id[i]))
			return false;
		at |= id[i] == '@';
	}
	return at && bytes < 250;
}

/* The thread's first one and the last ones of "<a> <b> <c>", and @id. */
static const char *chain(struct lg_pool *pool, const char *references,
			 const char *id)
{
	const char *all = NULL;
	size_t n = 0, i = 0;

	for (const char *p = references; p && (p = strchr(p, '<')); p++)
		n++;
	for (const char *p = references; p && (p = strchr(p, '<')); i++) {
		size_t bytes = strcspn(++p, ">");

		if (plain_id(p, bytes) && (!i || n - i < MOST_IDS))
			all = lg_printf(pool, "%s%s<%.*s>", all ? all : "",
					all ? " " : "", (int)bytes, p);
	}
	return lg_printf(pool, "%s%s<%s>", all ? all : "", all ? " " : "", id);
}

static void thread(struct lg_pool *pool, GMimeObject *o,
		   const struct patch *p)
{
	const char *id = p->mail ? p->message_id : NULL;

	if (!id || !plain_id(id, strlen(id)))
		return;
	g_mime_object_set_header(o, "In-Reply-To", lg_printf(pool, "<%s>", id),
				 NULL);
	g_mime_object_set_header(o, "References",
				 chain(pool, p->references, id), NULL);
}

/* -------------------------------------------------------------------- whole */

static void set_body(GMimeMessage *m, const char *body)
{
	GMimeTextPart *part = g_mime_text_part_new_with_subtype("plain");
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(body,
								strlen(body));
	GMimeDataWrapper *content = g_mime_data_wrapper_new_with_stream(stream,
					GMIME_CONTENT_ENCODING_DEFAULT);
	bool ascii = true;

	for (const char *p = body; *p; p++)
		ascii &= !((unsigned char)*p & 0x80);
	g_mime_part_set_content(GMIME_PART(part), content);
	g_mime_text_part_set_charset(part, "UTF-8");
	g_mime_part_set_content_encoding(GMIME_PART(part), ascii ?
					 GMIME_CONTENT_ENCODING_7BIT :
					 GMIME_CONTENT_ENCODING_8BIT);
	g_mime_message_set_mime_part(m, GMIME_OBJECT(part));
	g_object_unref(content);
	g_object_unref(stream);
	g_object_unref(part);
}

static void set_date(GMimeMessage *m, long long seconds)
{
	GDateTime *date = getenv("SOURCE_DATE_EPOCH") ?
			  g_date_time_new_from_unix_utc(seconds) :
			  g_date_time_new_from_unix_local(seconds);

	if (date) {
		g_mime_message_set_date(m, date);
		g_date_time_unref(date);
	}
}

/* "Re: [PATCH v2 3/7] what it does", tags of lists and all. */
static const char *answer_subject(struct lg_pool *pool,
				  const struct answer *a)
{
	GMimeMessage *of = a->patch->mail ? mail_parse_head(a->patch->mail) :
			   NULL;
	const char *own = of ? g_mime_message_get_subject(of) : NULL;
	const char *text = lg_strdup(pool, own && *own ? own : a->subject);

	g_clear_object(&of);
	if (g_ascii_strncasecmp(text, "Re:", 3))
		text = lg_printf(pool, "Re: %s", text);
	return lg_printable(pool, text);
}

char *mail_make_answer(struct lg_pool *pool, const struct answer *a)
{
	GMimeMessage *m;
	char *text, *kept;

	mail_begin();
	m = g_mime_message_new(FALSE);
	address(pool, m, a);
	g_mime_message_set_subject(m, answer_subject(pool, a), "UTF-8");
	set_date(m, a->date);
	g_mime_message_set_message_id(m, a->id);
	thread(pool, GMIME_OBJECT(m), a->patch);
	set_body(m, a->body);
	text = g_mime_object_to_string(GMIME_OBJECT(m), NULL);
	kept = lg_strdup(pool, text);
	g_free(text);
	g_object_unref(m);
	return kept;
}
