/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What of an event counts when traces are compared, as a number. */
#include <stdlib.h>
#include <string.h>

#include "trace/diff.h"

struct digest {
	uint64_t h;
	const char *call; /* of the event; "" */
	bool out;	  /* in an argument that the call may have written */
	diff_task_of *task_of;
	void *ctx;
};

static void add_bytes(struct digest *d, const void *bytes, size_t n)
{
	const unsigned char *s = bytes;

	for (size_t i = 0; i < n; i++)
		d->h = (d->h ^ s[i]) * 0x100000001b3ull;
	d->h ^= d->h >> 29;
}

static void add_text(struct digest *d, const char *s)
{
	add_bytes(d, s, strlen(s) + 1);
}

static void add_number(struct digest *d, uint64_t v)
{
	add_bytes(d, &v, sizeof(v));
}

static bool is_one_of(const char *s, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(s, *list))
			return true;
	return false;
}

/* Members of an event, at its top, that say when, who and from where. */
static const char *const unsaid[] = { "time_ns", "duration_ns", "pid",	 "tid",
				      "caller",	 "stack",	"parent", NULL };

/* Fields of structures that are a time of the run when the call has written them. */
static const char *const times[] = {
	"tv_sec",   "tv_nsec",	 "tv_usec",   "st_atime",      "st_atime_nsec", "st_mtime",
	"st_ctime", "st_mtime_nsec", "st_ctime_nsec", "stx_atime", "stx_btime", "stx_ctime",
	"stx_mtime", "uptime",	 "tms_utime", "tms_stime", "tms_cutime", "tms_cstime", NULL,
};

/* Calls whose result is a task, the time, or as good as drawn at random. */
static const char *const tasks_made[] = { "fork",   "vfork",   "clone",	  "clone3",  "getpid",
					  "gettid", "getppid", "wait4",	  "waitpid", "getpgrp",
					  "getpgid", "getsid", "setsid",
					  "set_tid_address", NULL };
static const char *const times_told[] = { "time", "times", NULL };

static void add_value(struct digest *d, const char *name, json_t *v);

/* What a pointer is told as where its kind is not known. */
#define LEAST_POINTER 65536

static bool may_be_pointer(json_t *object)
{
	json_t *v = json_object_get(object, "value");
	const char *text = json_string_value(json_object_get(object, "text"));

	if (text && !strncmp(text, "0x", 2))
		return strtoull(text, NULL, 16) >= LEAST_POINTER;
	return json_integer_value(json_object_get(object, "base")) == 16 &&
	       !json_object_get(object, "symbol") &&
	       (json_is_string(v) || json_integer_value(v) >= LEAST_POINTER);
}

static void add_object(struct digest *d, json_t *object)
{
	const char *key;
	uint64_t sum = 0, before = d->h;
	json_t *v;

	if (may_be_pointer(object)) {
		add_text(d, "somewhere");
		return;
	}
	json_object_foreach(object, key, v) { /* in no order */
		d->h = before;
		add_value(d, key, v);
		sum += d->h;
	}
	d->h = before;
	add_number(d, sum);
}

/* Of a number, or a value that is one. */
static json_int_t number_of(const json_t *v)
{
	return json_integer_value(json_is_object(v) ? json_object_get(v, "value") : v);
}

static void add_value(struct digest *d, const char *name, json_t *v)
{
	size_t i;
	json_t *element;

	add_text(d, name);
	add_number(d, (uint64_t)json_typeof(v));
	if (!strcmp(name, "address") && json_is_string(v)) {
		add_text(d, !strcmp(json_string_value(v), "0x0") ? "0" : "somewhere");
		return;
	}
	if (d->out && is_one_of(name, times))
		return;
	if (!strcmp(name, "by") || !strcmp(name, "si_pid")) {
		add_number(d, d->task_of(d->ctx, number_of(v)));
		return;
	}
	switch (json_typeof(v)) {
	case JSON_OBJECT:
		add_object(d, v);
		break;
	case JSON_ARRAY:
		json_array_foreach(v, i, element)
			add_value(d, "", element);
		break;
	case JSON_STRING:
		add_bytes(d, json_string_value(v), json_string_length(v));
		break;
	case JSON_INTEGER:
		add_number(d, (uint64_t)json_integer_value(v));
		break;
	case JSON_REAL:
		add_number(d, (uint64_t)json_real_value(v));
		break;
	default:
		break;
	}
}

/* --- the parts of a call that are not taken as they are --- */

static void add_args(struct digest *d, json_t *args)
{
	bool random = !strcmp(d->call, "getrandom");
	size_t i;
	json_t *arg;

	json_array_foreach(args, i, arg) {
		d->out = json_is_true(json_object_get(arg, "out"));
		if (!random || !d->out)
			add_value(d, "arg", arg);
	}
	d->out = false;
}

static bool is_address(json_t *event)
{
	return json_integer_value(json_object_get(json_object_get(event, "returned"), "base")) == 16;
}

static void add_result(struct digest *d, json_t *event, json_t *result)
{
	json_int_t n = json_integer_value(result);

	if (is_address(event) || (n > 0 && is_one_of(d->call, times_told)))
		add_text(d, "somewhere");
	else if (n > 0 && is_one_of(d->call, tasks_made))
		add_number(d, d->task_of(d->ctx, n));
	else
		add_value(d, "result", result);
}

static void add_member(struct digest *d, json_t *event, const char *key, json_t *v)
{
	if (!strcmp(key, "args"))
		add_args(d, v);
	else if (!strcmp(key, "result"))
		add_result(d, event, v);
	else if (strcmp(key, "returned") != 0 || !is_address(event))
		add_value(d, key, v);
}

uint64_t diff_digest(json_t *event, diff_task_of *task_of, void *ctx)
{
	const char *key, *call = json_string_value(json_object_get(event, "call"));
	struct digest d = { .call = call ? call : "", .task_of = task_of, .ctx = ctx };
	uint64_t sum = 0;
	json_t *v;

	json_object_foreach(event, key, v) {
		if (is_one_of(key, unsaid))
			continue;
		d.h = 0xcbf29ce484222325ull;
		add_text(&d, key);
		add_member(&d, event, key, v);
		sum += d.h;
	}
	return sum;
}
