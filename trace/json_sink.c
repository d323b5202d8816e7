/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Values as JSON. Every value is an object: {"value":3}, {"string":"abc","cut":true}. It is closed
 * only when the next thing comes, because comments follow what they are about.
 */
#include "trace/json.h"

/* What stands there ends: a name without a value gets an empty one. */
static void close_value(struct json_line *l)
{
	if (l->wanted)
		jbuf_put(&l->b, "{}");
	else if (l->open)
		jbuf_put(&l->b, "}");
	l->wanted = false;
	l->open = false;
	l->named = false;
}

/*
 * In front of a value: what stands between it and the one before, and its object's brace. False:
 * there is no place for one, or what is being told is left out.
 */
static bool open_value(struct json_line *l)
{
	struct json_group *g = l->depth ? &l->group[l->depth - 1] : NULL;

	if (l->ignored)
		return false;
	if (l->named) {
		l->named = false;
		jbuf_put(&l->b, ",");
		return true;
	}
	if (l->wanted) {
		l->wanted = false;
	} else {
		close_value(l);
		if (!g || g->kind == R3_STRUCT || g->kind == R3_CHANGE)
			return false;
		if (g->begun)
			jbuf_put(&l->b, ",");
		g->begun = true;
	}
	jbuf_put(&l->b, "{");
	l->open = true;
	return true;
}

void json_begin_value(struct json_line *l)
{
	close_value(l);
	l->wanted = true;
	l->plain = false;
}

void json_end_value(struct json_line *l)
{
	while (l->depth)
		json_sink.end(l);
	l->ignored = 0;
	close_value(l);
}

static void add_text(struct json_line *l, const char *text)
{
	jbuf_text(&l->b, text, strlen(text), false);
}

static void json_arg(void *ctx, const char *name)
{
	struct json_line *l = ctx;

	l->last_arg = name;
	close_value(l);
	if (l->nr_args++)
		jbuf_put(&l->b, ",");
	jbuf_put(&l->b, "{\"name\":\"");
	jbuf_add(&l->b, name, strlen(name)); /* of ours: a C identifier */
	jbuf_put(&l->b, "\"");
	if (l->exiting)
		jbuf_put(&l->b, ",\"out\":true");
	l->open = true;
	l->named = true;
}

/* --- groups --- */

static void enter_group(struct json_line *l, enum r3_group kind)
{
	if (kind == R3_FIELD_CHANGE)
		kind = R3_CHANGE;
	l->group[l->depth++] = (struct json_group){ .kind = (uint8_t)kind };
	l->open = false;
	l->plain = false;
	l->wanted = kind == R3_CHANGE;
}

static void json_begin(void *ctx, enum r3_group kind)
{
	struct json_line *l = ctx;

	if (l->depth == JSON_DEPTH || !open_value(l)) {
		l->ignored++;
		return;
	}
	switch (kind) {
	case R3_STRUCT:
		jbuf_put(&l->b, "\"struct\":{");
		break;
	case R3_SET:
		jbuf_put(&l->b, "\"set\":[");
		break;
	case R3_NOT_SET:
		jbuf_put(&l->b, "\"not_set\":[");
		break;
	case R3_CHANGE:
	case R3_FIELD_CHANGE:
		jbuf_put(&l->b, "\"before\":");
		break;
	case R3_PARTS:
		jbuf_put(&l->b, "\"parts\":[");
		break;
	case R3_ARRAY:
	case R3_CALL:
		jbuf_put(&l->b, "\"array\":[");
		break;
	}
	enter_group(l, kind);
}

static void json_call(void *ctx, const char *name)
{
	struct json_line *l = ctx;

	if (l->depth == JSON_DEPTH || !open_value(l)) {
		l->ignored++;
		return;
	}
	jbuf_put(&l->b, "\"call\":");
	add_text(l, name);
	jbuf_put(&l->b, ",\"args\":[");
	enter_group(l, R3_CALL);
}

static void json_end(void *ctx)
{
	struct json_line *l = ctx;
	struct json_group *g;

	if (l->ignored) {
		l->ignored--;
		return;
	}
	if (!l->depth)
		return;
	close_value(l);
	g = &l->group[--l->depth];
	if (g->kind == R3_STRUCT)
		jbuf_put(&l->b, "}");
	else if (g->kind != R3_CHANGE)
		jbuf_put(&l->b, "]");
	if (g->more)
		jbuf_put(&l->b, ",\"more\":true");
	l->open = true;
}

static void json_field(void *ctx, const char *name)
{
	struct json_line *l = ctx;
	struct json_group *g = l->depth ? &l->group[l->depth - 1] : NULL;

	if (l->ignored || !g || g->kind != R3_STRUCT)
		return;
	close_value(l);
	if (g->begun)
		jbuf_put(&l->b, ",");
	g->begun = true;
	name += *name == '&';
	jbuf_put(&l->b, "\"");
	jbuf_add(&l->b, name, strlen(name)); /* of ours, as in arg() */
	jbuf_put(&l->b, "\":");
	l->wanted = true;
}

static void json_becomes(void *ctx)
{
	struct json_line *l = ctx;
	struct json_group *g = l->depth ? &l->group[l->depth - 1] : NULL;

	if (l->exiting && !l->depth && l->nr_args) { /* of the argument that was told last */
		json_arg(l, l->last_arg);
		return;
	}
	if (l->ignored || !g || g->kind != R3_CHANGE || g->begun)
		return;
	close_value(l);
	g->begun = true;
	jbuf_put(&l->b, ",\"after\":");
	l->wanted = true;
}

/* --- values --- */

static void add_number(struct json_line *l, uint64_t value, enum r3_base base)
{
	jbuf_put(&l->b, "\"value\":");
	if (base == R3_DECIMAL)
		jbuf_signed(&l->b, (int64_t)value);
	else
		jbuf_unsigned(&l->b, value);
	if (base == R3_HEX || base == R3_HEX_8 || base == R3_HEX_16)
		jbuf_put(&l->b, ",\"base\":16");
	else if (base == R3_OCTAL)
		jbuf_put(&l->b, ",\"base\":8");
	l->plain = base == R3_DECIMAL || base == R3_UNSIGNED;
}

static void json_number(void *ctx, uint64_t value, enum r3_base base)
{
	struct json_line *l = ctx;

	if (!open_value(l))
		return;
	add_number(l, value, base);
}

static void json_address(void *ctx, uint64_t value)
{
	struct json_line *l = ctx;

	if (!open_value(l))
		return;
	jbuf_put(&l->b, "\"address\":");
	jbuf_address(&l->b, value);
	l->plain = false;
}

/* "O_???" names no value but a kind of it. */
static bool is_kind(const char *text)
{
	return strchr(text, '?') && !(*text >= '0' && *text <= '9');
}

static void json_symbol(void *ctx, uint64_t value, enum r3_base base, const char *text)
{
	struct json_line *l = ctx;

	if (!open_value(l))
		return;
	add_number(l, value, base);
	if (is_kind(text))
		jbuf_put(&l->b, ",\"kind\":");
	else
		jbuf_put(&l->b, ",\"symbol\":");
	add_text(l, text);
	l->plain = false;
}

static void json_string(void *ctx, const void *bytes, size_t n, unsigned flags)
{
	struct json_line *l = ctx;

	if (!open_value(l))
		return;
	jbuf_put(&l->b, "\"string\":");
	jbuf_text(&l->b, bytes, n, flags & R3_CUT);
	if (flags & R3_CUT)
		jbuf_put(&l->b, ",\"cut\":true");
	if (flags & R3_ABSTRACT)
		jbuf_put(&l->b, ",\"abstract\":true");
	l->plain = false;
}

static void json_bytes(void *ctx, const void *bytes, size_t n, const char *text)
{
	struct json_line *l = ctx;

	if (!open_value(l))
		return;
	jbuf_put(&l->b, "\"bytes\":");
	jbuf_hex(&l->b, bytes, n);
	jbuf_put(&l->b, ",\"text\":");
	add_text(l, text);
	l->plain = false;
}

/* --- about the value before --- */

static bool may_add(struct json_line *l)
{
	l->plain = false;
	return !l->ignored && l->open;
}

static void json_more(void *ctx)
{
	struct json_line *l = ctx;

	if (l->ignored)
		return;
	if (l->depth)
		l->group[l->depth - 1].more = true;
	else if (l->open)
		jbuf_put(&l->b, ",\"more\":true");
}

static void json_comment(void *ctx, const char *text)
{
	struct json_line *l = ctx;

	if (!may_add(l))
		return;
	jbuf_put(&l->b, ",\"comment\":");
	add_text(l, text);
}

static void json_about(void *ctx, const char *text)
{
	struct json_line *l = ctx;

	if (!may_add(l))
		return;
	jbuf_put(&l->b, ",\"about\":");
	add_text(l, text);
}

static void json_remark(void *ctx, const char *text)
{
	struct json_line *l = ctx;

	if (!may_add(l))
		return;
	jbuf_put(&l->b, ",\"remark\":");
	add_text(l, text);
}

const struct r3_sink json_sink = {
	.arg = json_arg,	 .begin = json_begin,	.field = json_field,
	.end = json_end,	 .becomes = json_becomes, .number = json_number,
	.address = json_address, .symbol = json_symbol, .string = json_string,
	.more = json_more,	 .comment = json_comment, .about = json_about,
	.remark = json_remark,	 .call = json_call,	.bytes = json_bytes,
};
