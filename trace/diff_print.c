/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Events of a JSON trace as text for people. */
#include <stdlib.h>
#include <string.h>

#include "trace/diff.h"

/* Whatever it is, as JSON in plain ASCII. */
static void print_json(FILE *out, const json_t *v)
{
	char *text = json_dumps(v, JSON_ENSURE_ASCII | JSON_ENCODE_ANY | JSON_COMPACT);

	fputs(text ? text : "?", out);
	free(text);
}

/* A name without quotes if it looks like one. */
static void print_word(FILE *out, const json_t *v)
{
	const char *s = json_string_value(v);

	if (s && *s && s[strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789_-+|.<>?() ")] == '\0')
		fputs(s, out);
	else
		print_json(out, v);
}

static void print_value(FILE *out, const json_t *v);

static void print_list(FILE *out, const json_t *list, const json_t *more, const char *brackets)
{
	size_t i;
	json_t *element;

	fputc(brackets[0], out);
	json_array_foreach(list, i, element) {
		if (i)
			fputs(", ", out);
		print_value(out, element);
	}
	fputs(more ? ", ..." : "", out);
	fputc(brackets[1], out);
}

static void print_struct(FILE *out, json_t *fields, const json_t *more)
{
	const char *key, *comma = "";
	json_t *v;

	fputc('{', out);
	json_object_foreach(fields, key, v) {
		json_t *name = json_string(key);

		fputs(comma, out);
		print_word(out, name);
		json_decref(name);
		fputc('=', out);
		print_value(out, v);
		comma = ", ";
	}
	fputs(more ? ", ...}" : "}", out);
}

static void print_value(FILE *out, const json_t *v)
{
	static const char *const simple[] = { "symbol", "address", "text", "value", NULL };
	const json_t *more = json_object_get(v, "more"), *part;
	unsigned i;

	for (i = 0; simple[i] && !json_object_get(v, simple[i]); i++)
		;
	if (simple[i]) {
		print_word(out, json_object_get(v, simple[i]));
	} else if ((part = json_object_get(v, "string"))) {
		print_json(out, part);
		fputs(json_object_get(v, "cut") ? "..." : "", out);
	} else if ((part = json_object_get(v, "struct"))) {
		print_struct(out, (json_t *)part, more);
	} else if ((part = json_object_get(v, "array")) || (part = json_object_get(v, "set"))) {
		print_list(out, part, more, "[]");
	} else if ((part = json_object_get(v, "parts"))) {
		print_list(out, part, more, "[]");
	} else if ((part = json_object_get(v, "not_set"))) {
		fputc('~', out);
		print_list(out, part, more, "[]");
	} else if ((part = json_object_get(v, "call"))) {
		print_word(out, part);
		print_list(out, json_object_get(v, "args"), more, "()");
	} else if ((part = json_object_get(v, "before"))) {
		fputc('[', out);
		print_value(out, part);
		fputs(" => ", out);
		print_value(out, json_object_get(v, "after"));
		fputc(']', out);
	} else {
		print_json(out, v);
	}
	if ((part = json_object_get(v, "about"))) {
		fputc('<', out);
		print_word(out, part);
		fputc('>', out);
	}
}

static void print_args(FILE *out, const json_t *args)
{
	size_t i;
	json_t *arg;

	json_array_foreach(args, i, arg) {
		if (i)
			fputs(", ", out);
		print_value(out, arg);
	}
}

static void print_call(FILE *out, const json_t *event)
{
	static const char *const endings[] = { "error", "restart", NULL };
	const json_t *part = json_object_get(event, "returned");

	print_word(out, json_object_get(event, "call"));
	fputc('(', out);
	print_args(out, json_object_get(event, "args"));
	fputs(") = ", out);
	if (part)
		print_value(out, part);
	else
		print_word(out, json_object_get(event, "result"));
	for (unsigned i = 0; endings[i]; i++)
		if ((part = json_object_get(event, endings[i]))) {
			fputc(' ', out);
			print_word(out, part);
		}
	if (json_object_get(event, "unfinished"))
		fputs(" (unfinished)", out);
}

void diff_print_event(FILE *out, const json_t *event)
{
	const char *what = json_string_value(json_object_get(event, "event"));

	if (what && !strcmp(what, "call"))
		print_call(out, event);
	else
		print_json(out, event);
	fputc('\n', out);
}
