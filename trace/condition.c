/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Conditions on arguments: numbers by the registers, texts by what the decoders tell. */
#include "trace/condition.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "trace/ignore.h"

static const struct {
	const char *sign;
	enum comparison how;
} comparisons[] = { /* longer ones first */
	{ "==", IS }, { "!=", IS_NOT }, { "<=", LESS_OR_IS }, { ">=", MORE_OR_IS },
	{ "<", LESS }, { ">", MORE }, { "&", HAS }, { "=", IS },
};

/* --- parsing --- */

static char *trimmed(const char *s, size_t n)
{
	while (n && isspace((unsigned char)*s))
		s++, n--;
	while (n && isspace((unsigned char)s[n - 1]))
		n--;
	return strndup(s, n);
}

static bool take_value(struct condition *c, char *value)
{
	size_t n = strlen(value);
	char *end;

	errno = 0;
	c->number = *value == '-' ? strtoll(value, &end, 0) : (int64_t)strtoull(value, &end, 0);
	if (n && !*end && !errno && (isdigit((unsigned char)*value) || *value == '-')) {
		free(value);
		return true;
	}
	c->is_text = true;
	if (n >= 2 && *value == '"' && value[n - 1] == '"') {
		memmove(value, value + 1, n - 2);
		value[n - 2] = '\0';
	}
	c->text = value;
	return c->how == IS || c->how == IS_NOT || c->how == HAS;
}

/* One term: NAME, a sign, a value. */
static bool take_term(struct condition *c, const char *s, size_t n)
{
	size_t name = 0;
	unsigned i;
	char *value;

	while (name < n && !strchr("=!<>&", s[name]))
		name++;
	for (i = 0; i < sizeof(comparisons) / sizeof(comparisons[0]); i++) {
		size_t len = strlen(comparisons[i].sign);

		if (n - name <= len || strncmp(s + name, comparisons[i].sign, len))
			continue;
		c->how = comparisons[i].how;
		c->arg = trimmed(s, name);
		value = trimmed(s + name + len, n - name - len);
		return c->arg && value && take_value(c, value);
	}
	return false;
}

struct condition *conditions_parse(const char *text, struct trace_error *e)
{
	struct condition *list = NULL, *c;
	const char *end;

	for (;;) {
		end = strstr(text, "&&");
		c = calloc(1, sizeof(*c));
		if (c) {
			c->next = list;
			list = c;
		}
		if (!c || !take_term(c, text, end ? (size_t)(end - text) : strlen(text))) {
			trace_fail(e, "'%s' is no condition: it is ARGUMENT==VALUE, or with !=, <, "
				      ">, <=, >= or &", text);
			conditions_free(list);
			return NULL;
		}
		if (!end)
			return list;
		text = end + 2;
	}
}

void conditions_free(struct condition *list)
{
	struct condition *next;

	for (; list; list = next) {
		next = list->next;
		free(list->arg);
		free(list->text);
		free(list);
	}
}

static int find_arg(const struct r3_call_info *info, const char *name)
{
	for (unsigned i = 0; i < info->nargs; i++)
		if (!strcmp(info->args[i].name, name))
			return (int)i;
	return -1;
}

bool conditions_fit(const struct condition *list, const struct callset *set, struct trace_error *e)
{
	struct r3_call_info info;

	for (; list; list = list->next)
		for (unsigned i = 0; i < 2 * r3_call_kinds(); i++)
			if (callset_has(set, i % 2, i / 2) && !r3_call_info(i % 2, i / 2, &info) &&
			    find_arg(&info, list->arg) < 0)
				return trace_fail(e, "%s has no argument '%s'", info.name, list->arg);
	return true;
}

/* --- numbers --- */

/* The register as the C type of the argument has it. */
static int64_t value_of(uint64_t reg, const struct r3_arg_info *a)
{
	unsigned unused = 64 - 8 * (a->size < 8 ? a->size : 8);

	return a->is_signed ? (int64_t)(reg << unused) >> unused
			    : (int64_t)(reg << unused >> unused);
}

static bool less(int64_t a, int64_t b, bool is_signed)
{
	return is_signed ? a < b : (uint64_t)a < (uint64_t)b;
}

static bool number_holds(const struct condition *c, uint64_t reg, const struct r3_arg_info *a)
{
	int64_t v = value_of(reg, a), to = value_of((uint64_t)c->number, a);

	switch (c->how) {
	case IS:
		return v == to;
	case IS_NOT:
		return v != to;
	case LESS:
		return less(v, to, a->is_signed);
	case LESS_OR_IS:
		return !less(to, v, a->is_signed);
	case MORE:
		return less(to, v, a->is_signed);
	case MORE_OR_IS:
		return !less(v, to, a->is_signed);
	case HAS:
		return v & to;
	}
	return false;
}

/* --- texts: a sink that looks at one argument --- */

struct look {
	const struct condition *c;
	bool here, found;
};

static bool has_word(const char *text, const char *word)
{
	size_t n = strlen(word);
	const char *p;

	for (p = strstr(text, word); p; p = strstr(p + 1, word))
		if ((p == text || p[-1] == '|') && (!p[n] || p[n] == '|'))
			return true;
	return false;
}

static void look_arg(void *ctx, const char *name)
{
	struct look *l = ctx;

	l->here = !strcmp(name, l->c->arg);
}

static void look_symbol(void *ctx, __attribute__((unused)) uint64_t value,
			__attribute__((unused)) enum r3_base base, const char *text)
{
	struct look *l = ctx;

	if (l->here)
		l->found |= l->c->how == HAS ? has_word(text, l->c->text)
					     : !strcmp(text, l->c->text);
}

static void look_string(void *ctx, const void *bytes, size_t n,
			__attribute__((unused)) unsigned flags)
{
	struct look *l = ctx;
	size_t len = strlen(l->c->text);

	if (l->here)
		l->found |= l->c->how == HAS ? memmem(bytes, n, l->c->text, len) != NULL
					     : n == len && !memcmp(bytes, l->c->text, n);
}

static bool text_holds(const struct condition *c, const struct r3_call *call)
{
	struct r3_decode_options o = { .string_limit = 4096 };
	struct r3_sink looking = ignoring_sink;
	struct look l = { .c = c };

	looking.arg = look_arg;
	looking.symbol = look_symbol;
	looking.string = look_string;
	r3_decode(call, R3_ENTERING, &o, &looking, &l);
	return l.found != (c->how == IS_NOT);
}

bool conditions_hold(const struct condition *list, const struct r3_call *call)
{
	struct r3_call_info info;
	int arg;

	if (list && r3_call_info(call->is_i386, call->kind, &info))
		return false;
	for (; list; list = list->next) {
		arg = find_arg(&info, list->arg);
		if (arg < 0)
			return false;
		if (list->is_text ? !text_holds(list, call)
				  : !number_holds(list, call->args[arg], &info.args[arg]))
			return false;
	}
	return true;
}
