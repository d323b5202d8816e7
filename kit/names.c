/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names and numbers: of calls, as ring3's tables have them, and of errors. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/kit.h"

#define MAX_NAMES 512
#define MAX_ERRNO 4095

/* The calls of a table by name. */
struct names {
	struct {
		const char *name;
		unsigned number;
	} row[MAX_NAMES];
	size_t n;
};

static struct names names[2]; /* by is_i386; filled once */

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void fill(struct names *to, bool is_i386)
{
	struct r3_call_info info;

	for (unsigned nr = 0; nr < r3_call_numbers() && to->n < MAX_NAMES; nr++) {
		if (r3_call_info(is_i386, nr, &info))
			continue;
		to->row[to->n].name = info.name;
		to->row[to->n++].number = nr;
	}
	qsort(to->row, to->n, sizeof(to->row[0]), by_name);
}

static void fill_both(void)
{
	fill(&names[0], false);
	fill(&names[1], true);
}

static const char *without_prefix(const char *name)
{
	if (!strncmp(name, "SYS_", 4))
		return name + 4;
	return strncmp(name, "__NR_", 5) ? name : name + 5;
}

static int number_of(bool is_i386, const char *name)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	const struct names *in = &names[is_i386];
	const unsigned *number;
	const char *found;

	pthread_once(&once, fill_both);
	found = bsearch(&name, in->row, in->n, sizeof(in->row[0]), by_name);
	if (!found)
		return -1;
	number = (const unsigned *)(found + ((const char *)&in->row[0].number -
					     (const char *)&in->row[0]));
	return (int)*number;
}

/* The macros of the header pass a call's whole text: "SYS_read, fd, buf, 16". */
static void cut_name(char *to, size_t size, const char *call)
{
	size_t n = strcspn(call, ", \t");

	snprintf(to, size, "%.*s", (int)(n < size ? n : size - 1), call);
}

int kit_call_nr(bool is_i386, const char *call, struct r3_call_info *info)
{
	char name[64], *end;
	long literal;
	int nr;

	cut_name(name, sizeof(name), call);
	literal = strtol(name, &end, 0);
	if (end != name && !*end)
		nr = (int)literal;
	else
		nr = number_of(is_i386, without_prefix(name));
	if (info && (nr < 0 || r3_call_info(is_i386, (unsigned)nr, info)))
		*info = (struct r3_call_info){ .name = NULL, .number = (unsigned)nr, .nargs = 6 };
	return nr;
}

void kit_name_call(struct kit_call *c, const struct r3_call_info *info)
{
	if (info->name)
		snprintf(c->name, sizeof(c->name), "%s", info->name);
	else
		snprintf(c->name, sizeof(c->name), "syscall_%u", c->number);
}

const char *kit_errno_text(int err, char *buf, size_t size)
{
	const char *name = strerrorname_np(err);

	if (name)
		snprintf(buf, size, "%s (%s)", name, strerrordesc_np(err));
	else
		snprintf(buf, size, "(errno %d)", err);
	return buf;
}

const char *kit_result_text(int64_t result, char *buf, size_t size)
{
	if (result < 0 && result >= -MAX_ERRNO) {
		memcpy(buf, "-1 ", 3);
		kit_errno_text((int)-result, buf + 3, size - 3);
	} else {
		snprintf(buf, size, result > 0xffffff ? "%#llx" : "%lld", (long long)result);
	}
	return buf;
}

int kit_errno_by_name(const char *name)
{
	const char *known;

	for (int e = 1; e < 256; e++) {
		known = strerrorname_np(e);
		if (known && !strcmp(known, name))
			return e;
	}
	if (!strcmp(name, "EWOULDBLOCK"))
		return EAGAIN;
	return strcmp(name, "ENOTSUP") ? 0 : EOPNOTSUPP;
}

static int put_argument(char *to, size_t size, const struct r3_arg_info *a, uint64_t v)
{
	if (a->size && a->size < 8)
		v &= (1ull << a->size * 8) - 1;
	if (a->is_signed && a->size == 4)
		return snprintf(to, size, "%d", (int32_t)v);
	if (a->is_signed)
		return snprintf(to, size, "%lld", (long long)v);
	return snprintf(to, size, v > 0xffff ? "%#llx" : "%llu", (unsigned long long)v);
}

void kit_describe(struct r3_task *t)
{
	const struct kit_call *c = &t->call;
	bool is_i386 = t->kit->is_i386 || c->way == R3_BY_INT80;
	struct r3_call_info info;
	char result[96];
	size_t n;

	if (r3_call_info(is_i386, c->number, &info))
		info.nargs = 6;
	n = (size_t)snprintf(t->text, sizeof(t->text), "%.64s(", c->name);
	for (unsigned i = 0; i < info.nargs; i++) {
		if (i)
			n += (size_t)snprintf(t->text + n, sizeof(t->text) - n, ", ");
		n += (size_t)put_argument(t->text + n, sizeof(t->text) - n, &info.args[i],
					  c->args[i]);
	}
	snprintf(t->text + n, sizeof(t->text) - n, ") = %s",
		 kit_result_text(t->result, result, sizeof(result)));
}
