/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several tasks, each of which goes on when it is told to; time. */
#include <sched.h>
#include <stdio.h>
#include <string.h>

#include "kit/kit.h"

#define MAX_TURNS 10000 /* of r3_settle() */

static struct r3_task *must_adopt(struct r3_task *t, int tid)
{
	struct r3_task *child = kit_adopt(t, tid);

	if (!child)
		kit_fail_in(t, "%s", t->kit->error);
	return child;
}

struct r3_task *r3_fork(struct r3_task *t)
{
	KIT_BEGIN(t);
	return must_adopt(t, (int)kit_call_ok(t, "fork", 0, 0, 0, 0, 0, 0));
}

struct r3_task *r3_thread(struct r3_task *t)
{
	KIT_BEGIN(t);
	unsigned flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |
			 CLONE_SYSVSEM;

	return must_adopt(t, (int)kit_call_ok(t, "clone", flags, 0, 0, 0, 0, 0));
}

struct r3_task *r3_adopt(struct r3_task *t, int tid)
{
	KIT_BEGIN(t);
	return must_adopt(t, tid);
}

void r3_end(struct r3_task *t, int code)
{
	KIT_BEGIN(t);
	const int64_t args[6] = { code };
	struct kit_call c;

	if (t->state == KIT_GONE)
		return;
	if (t->state != KIT_IDLE)
		kit_fail_in(t, "task %c cannot end: it is in the call of %s", t->name, t->call.name);
	if (!kit_make_call(t, &c, "exit_group", args) || !kit_run_call(t, &c) ||
	    t->state != KIT_GONE)
		kit_fail_in(t, "task %c does not end: %s", t->name, t->kit->error);
}

int r3_has_ended(struct r3_task *t, int *status)
{
	KIT_BEGIN(t);
	t->kit->ops->look(t);
	if (t->state == KIT_BEGUN && !kit_go_on(t))
		kit_fail_in(t, "%s: %s", t->call.name, t->kit->error);
	if (t->state == KIT_GONE && status)
		*status = t->status;
	return t->state == KIT_GONE;
}

/* --- turns --- */

static struct r3_task *task_by_letter(struct r3_task *any, char letter)
{
	struct r3_task *t;

	for (t = any->kit->tasks; t; t = t->next)
		if (t->name == letter)
			return t;
	kit_fail_in(any, "there is no task %c", letter);
}

static void describe_idleness(const struct r3_task *t, char *text, size_t size)
{
	if (t->state == KIT_GONE)
		snprintf(text, size, "it has ended, status %#x", (unsigned)t->status);
	else if (t->state == KIT_IDLE)
		snprintf(text, size, "it is in no call%s%.200s",
			 t->text[0] ? "; its last one was " : "", t->text);
	else
		snprintf(text, size, "it sleeps in %s%s%s", t->call.name, t->where[0] ? ", " : "",
			 t->where);
}

static void take_turn(struct r3_task *t, const char *turns, size_t at)
{
	char why[320];

	if (t->state == KIT_BLOCKED)
		t->kit->ops->look(t);
	if (t->state == KIT_BEGUN) {
		if (!kit_go_on(t))
			kit_fail_in(t, "%s: %s", t->call.name, t->kit->error);
		return;
	}
	describe_idleness(t, why, sizeof(why));
	kit_fail_in(t, "turn %zu of \"%s\": task %c can do nothing: %s", at + 1, turns, t->name, why);
}

void r3_schedule(struct r3_task *t, const char *turns)
{
	KIT_BEGIN(t, turns);
	size_t n = 0;

	for (const char *c = turns; *c; c++)
		if (*c != ' ')
			take_turn(task_by_letter(t, *c), turns, n++);
}

/* Does any of them go on? */
static bool one_round(struct kit *k)
{
	bool any = false;
	struct r3_task *t;

	for (t = k->tasks; t; t = t->next) {
		k->ops->look(t);
		if (t->state != KIT_BEGUN)
			continue;
		if (!kit_go_on(t))
			kit_fail_in(t, "%s: %s", t->call.name, k->error);
		any = true;
	}
	return any;
}

void r3_settle(struct r3_task *t)
{
	KIT_BEGIN(t);
	for (unsigned i = 0; i < MAX_TURNS; i++)
		if (!one_round(t->kit))
			return;
	kit_fail_in(t, "the tasks do not settle: they wake each other again and again");
}

void r3_advance(struct r3_task *t, uint64_t ns)
{
	KIT_BEGIN(t);
	t->kit->ops->advance(t->kit, ns);
}
