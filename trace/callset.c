/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets of system calls: parsing. */
#include "trace/callset.h"

#include <regex.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ring3/trace.h"

bool trace_fail(struct trace_error *e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(e->text, sizeof(e->text), fmt, ap);
	va_end(ap);
	return false;
}

/* --- classes --- */

enum {
	CLASS_FILE = 1 << 0,
	CLASS_DESC = 1 << 1,
	CLASS_NET = 1 << 2,
	CLASS_PROCESS = 1 << 3,
	CLASS_SIGNAL = 1 << 4,
	CLASS_IPC = 1 << 5,
	CLASS_MEMORY = 1 << 6,
	CLASS_CREDS = 1 << 7,
	CLASS_STAT = 1 << 8,
	CLASS_LSTAT = 1 << 9,
	CLASS_FSTAT = 1 << 10,
	CLASS_STATS = 1 << 11,
	CLASS_STATFS = 1 << 12,
	CLASS_FSTATFS = 1 << 13,
	CLASS_STATFSS = 1 << 14,
	CLASS_CLOCK = 1 << 15,
	CLASS_PURE = 1 << 16,
};

static const struct {
	const char *name;
	unsigned mask;
	bool bare; /* known without the '%', too */
} classes[] = {
	{ "file", CLASS_FILE, true },	    { "desc", CLASS_DESC, true },
	{ "network", CLASS_NET, true },	    { "net", CLASS_NET, false },
	{ "process", CLASS_PROCESS, true }, { "signal", CLASS_SIGNAL, true },
	{ "ipc", CLASS_IPC, true },	    { "memory", CLASS_MEMORY, true },
	{ "creds", CLASS_CREDS, false },    { "stat", CLASS_STAT, false },
	{ "lstat", CLASS_LSTAT, false },    { "fstat", CLASS_FSTAT, false },
	{ "%stat", CLASS_STATS, false },    { "statfs", CLASS_STATFS, false },
	{ "fstatfs", CLASS_FSTATFS, false }, { "%statfs", CLASS_STATFSS, false },
	{ "clock", CLASS_CLOCK, false },    { "pure", CLASS_PURE, false },
};

static unsigned class_mask(const char *name)
{
	bool bare = *name != '%';
	unsigned i;

	name += !bare;
	for (i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (!strcmp(classes[i].name, name))
			return !bare || classes[i].bare ? classes[i].mask : 0;
	return 0;
}

/* The classes of a call. The table is read at the start only: a search by halves is not worth it. */
static unsigned classes_of(const char *call)
{
	static const struct {
		const char *name;
		unsigned mask;
	} calls[] = {
#define CALL(name, ...) { #name, __VA_ARGS__ },
#include "trace/classes.def"
#undef CALL
	};
	unsigned i;

	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (!strcmp(calls[i].name, call))
			return calls[i].mask;
	return 0;
}

/* --- values --- */

/* Whatever a value can be, decided call by call. */
struct value {
	const char *name;
	unsigned mask;	 /* of classes; 0: none */
	bool has_number, has_regex;
	unsigned number;
	regex_t regex;
};

static bool matches(const struct value *v, unsigned number, const char *name)
{
	if (v->has_regex)
		return !regexec(&v->regex, name, 0, NULL, 0);
	if (v->has_number)
		return v->number == number;
	if (v->mask)
		return classes_of(name) & v->mask;
	return !strcmp(v->name, "all") || !strcmp(name, v->name);
}

static unsigned add_matching(struct callset *set, const struct value *v, int is_i386)
{
	struct r3_call_info info;
	unsigned i, found = 0;

	for (i = 0; i < r3_call_kinds() && i < CALLSET_NUMBERS; i++)
		if (!r3_call_info(is_i386, i, &info) && matches(v, i, info.name)) {
			callset_put(set, is_i386, i);
			found++;
		}
	return found;
}

static bool understand(struct value *v, const char *text, struct trace_error *e)
{
	char *end, why[128];
	int err;

	memset(v, 0, sizeof(*v));
	v->name = text;
	if (*text == '/') {
		err = regcomp(&v->regex, text + 1, REG_EXTENDED | REG_NOSUB);
		if (err) {
			regerror(err, &v->regex, why, sizeof(why));
			return trace_fail(e, "regular expression '%s': %s", text + 1, why);
		}
		v->has_regex = true;
	} else if (*text >= '0' && *text <= '9') {
		v->number = (unsigned)strtoul(text, &end, 10);
		v->has_number = !*end;
	} else {
		v->mask = class_mask(text);
	}
	return true;
}

/* Takes "@64", "@32" or "@x32" off the end: which tables, a bit each. x32 there is none of. */
static bool take_table(char *text, unsigned *tables, struct trace_error *e)
{
	char *at = strrchr(text, '@');

	*tables = 3;
	if (!at)
		return true;
	if (!strcmp(at, "@64"))
		*tables = 1;
	else if (!strcmp(at, "@32"))
		*tables = 2;
	else if (!strcmp(at, "@x32"))
		*tables = 0;
	else
		return trace_fail(e, "'%s': the table is @64 or @32", text);
	*at = '\0';
	return true;
}

static bool add_value(struct callset *set, char *text, struct trace_error *e)
{
	bool optional = *text == '?';
	unsigned tables, found = 0;
	struct value v;

	text += optional;
	if (!take_table(text, &tables, e) || !understand(&v, text, e))
		return false;
	for (int i = 0; i < 2; i++)
		if (tables >> i & 1)
			found += add_matching(set, &v, i);
	if (v.has_regex)
		regfree(&v.regex);
	if (!found && tables && !optional)
		return trace_fail(e, "invalid system call '%s'", text);
	return true;
}

bool callset_add(struct callset *set, const char *value, struct trace_error *e)
{
	char *copy = strdup(value);
	bool ok = copy ? add_value(set, copy, e) : trace_fail(e, "not enough host memory");

	free(copy);
	return ok;
}

void callset_fill(struct callset *set, bool all)
{
	memset(set->bits, all ? 0xff : 0, sizeof(set->bits));
	set->unknown = all;
}

static void invert(struct callset *set)
{
	uint64_t *bits = &set->bits[0][0];

	for (unsigned i = 0; i < sizeof(set->bits) / sizeof(*bits); i++)
		bits[i] = ~bits[i];
	set->unknown = !set->unknown;
}

static bool add_list(struct callset *set, char *list, struct trace_error *e)
{
	char *value, *save;

	if (!*list)
		return trace_fail(e, "invalid system call ''");
	for (value = strtok_r(list, ",", &save); value; value = strtok_r(NULL, ",", &save))
		if (!add_value(set, value, e))
			return false;
	return true;
}

bool callset_parse(struct callset *set, const char *text, struct trace_error *e)
{
	bool negated = *text == '!', ok = true;
	char *copy;

	text += negated;
	callset_fill(set, !strcmp(text, "all"));
	if (strcmp(text, "all") && strcmp(text, "none")) {
		copy = strdup(text);
		ok = copy ? add_list(set, copy, e) : trace_fail(e, "not enough host memory");
		free(copy);
	}
	if (negated)
		invert(set);
	return ok;
}
