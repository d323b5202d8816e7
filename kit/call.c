/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System calls: made at once or in steps, their results expected. */
#include <stdio.h>
#include <string.h>

#include "kit/kit.h"

#define MAX_ERRNO 4095

/* Where in a test's source something is asked for. */
struct here {
	const char *file;
	int line;
};

static bool uses_i386_table(const struct r3_task *t, enum r3_way way)
{
	return t->kit->is_i386 || way == R3_BY_INT80;
}

bool kit_make_call(const struct r3_task *t, struct kit_call *c, const char *name,
		   const int64_t args[6])
{
	struct r3_call_info info;
	int nr = kit_call_nr(uses_i386_table(t, t->way), name, &info);

	if (nr < 0)
		return false;
	*c = (struct kit_call){ .number = (unsigned)nr, .nargs = info.nargs, .way = t->way };
	kit_name_call(c, &info);
	for (unsigned i = 0; i < 6; i++)
		c->args[i] = t->kit->is_i386 ? (uint32_t)args[i] : (uint64_t)args[i];
	return true;
}

bool kit_go_on(struct r3_task *t)
{
	if (t->state == KIT_BLOCKED)
		t->kit->ops->look(t);
	if (t->state == KIT_BEGUN && !t->kit->ops->run(t))
		return false;
	if (t->state == KIT_IDLE && !t->text[0])
		kit_describe(t);
	if (t->state == KIT_IDLE && t->kit->seen)
		t->kit->seen(t);
	return true;
}

bool kit_run_call(struct r3_task *t, const struct kit_call *c)
{
	t->call = *c;
	t->text[0] = '\0';
	t->where[0] = '\0';
	t->kit->ops->begin(t);
	return kit_go_on(t);
}

/* --- as tests say it --- */

/* What a test wrote may be all of "SYS_read, fd, buf, 16". */
#define NAME_IN(call) (int)strcspn(call, ", "), call

static void must_be_idle(struct here at, const struct r3_task *t, const char *call)
{
	if (t->state == KIT_IDLE)
		return;
	if (t->state == KIT_GONE)
		kit_fail(at.file, at.line, "%.*s: task %c (%d) has ended, status %#x", NAME_IN(call),
			 t->name, t->tid, (unsigned)t->status);
	kit_fail(at.file, at.line, "%.*s: task %c (%d) is in the call of %s", NAME_IN(call), t->name,
		 t->tid, t->call.name);
}

static void prepare(struct here at, struct r3_task *t, struct kit_call *c, const char *call,
		    const int64_t args[6])
{
	must_be_idle(at, t, call);
	if (!kit_make_call(t, c, call, args))
		kit_fail(at.file, at.line, "there is no %.*s in %s's table", NAME_IN(call),
			 uses_i386_table(t, t->way) ? "i386" : "x86-64");
}

static void must_go_on(struct here at, struct r3_task *t)
{
	if (!kit_go_on(t))
		kit_fail(at.file, at.line, "%s: %s", t->call.name, t->kit->error);
}

static void begin(struct here at, struct r3_task *t, const char *call, const int64_t args[6])
{
	struct kit_call c;

	prepare(at, t, &c, call, args);
	if (!kit_run_call(t, &c))
		kit_fail(at.file, at.line, "%s: %s", t->call.name, t->kit->error);
}

static int64_t finish(struct here at, struct r3_task *t)
{
	if (t->state == KIT_BLOCKED)
		kit_fail(at.file, at.line, "task %c (%d) sleeps in %s%s%s: r3_begin() is for that",
			 t->name, t->tid, t->call.name, t->where[0] ? ", " : "", t->where);
	return t->state == KIT_GONE ? 0 : t->result;
}

/* "read(3, ...) = 4, expected -1 EBADF (Bad file descriptor)" */
static void must_result(struct here at, const struct r3_task *t, int64_t expected)
{
	char text[128];

	if (t->state == KIT_GONE)
		kit_fail(at.file, at.line, "%s: task %c has ended in it, status %#x, expected %s",
			 t->call.name, t->name, (unsigned)t->status,
			 kit_result_text(expected, text, sizeof(text)));
	if (t->result != expected)
		kit_fail(at.file, at.line, "%s, expected %s", t->text,
			 kit_result_text(expected, text, sizeof(text)));
}

#define HERE ((struct here){ file, line })
#define ARGS ((int64_t[]){ a, b, c, d, e, f })

int64_t r3_syscall_at(const char *file, int line, struct r3_task *t, const char *call, int64_t a,
		      int64_t b, int64_t c, int64_t d, int64_t e, int64_t f)
{
	KIT_BEGIN(t, call);
	begin(HERE, t, call, ARGS);
	return finish(HERE, t);
}

void r3_assert_result_at(const char *file, int line, struct r3_task *t, int64_t expected,
			 const char *call, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e,
			 int64_t f)
{
	KIT_BEGIN(t, call);
	begin(HERE, t, call, ARGS);
	finish(HERE, t);
	must_result(HERE, t, expected);
}

int64_t r3_assert_ok_at(const char *file, int line, struct r3_task *t, const char *call, int64_t a,
			int64_t b, int64_t c, int64_t d, int64_t e, int64_t f)
{
	KIT_BEGIN(t, call);
	int64_t result;

	begin(HERE, t, call, ARGS);
	result = finish(HERE, t);
	if (result < 0 && result >= -MAX_ERRNO)
		kit_fail(file, line, "%s, expected success", t->text);
	return result;
}

void r3_begin_at(const char *file, int line, struct r3_task *t, const char *call, int64_t a,
		 int64_t b, int64_t c, int64_t d, int64_t e, int64_t f)
{
	KIT_BEGIN(t, call);
	begin(HERE, t, call, ARGS);
}

void r3_begin_later_at(const char *file, int line, struct r3_task *t, const char *call, int64_t a,
		       int64_t b, int64_t c, int64_t d, int64_t e, int64_t f)
{
	KIT_BEGIN(t, call);
	struct kit_call made;

	prepare(HERE, t, &made, call, ARGS);
	t->call = made;
	t->text[0] = '\0';
	t->where[0] = '\0';
	t->kit->ops->begin(t);
}

int r3_blocks(struct r3_task *t)
{
	KIT_BEGIN(t);
	if (!kit_go_on(t))
		kit_fail_in(t, "%s: %s", t->call.name, t->kit->error);
	return t->state == KIT_BLOCKED;
}

const char *r3_blocked_in(const struct r3_task *t)
{
	KIT_BEGIN(t);
	return t->state == KIT_BLOCKED ? t->where : "";
}

int64_t r3_finish_at(const char *file, int line, struct r3_task *t)
{
	KIT_BEGIN(t);
	must_go_on(HERE, t);
	return finish(HERE, t);
}

void r3_assert_blocks_at(const char *file, int line, struct r3_task *t)
{
	KIT_BEGIN(t);
	must_go_on(HERE, t);
	if (t->state == KIT_GONE)
		kit_fail(file, line, "task %c has ended, expected that it sleeps", t->name);
	if (t->state != KIT_BLOCKED)
		kit_fail(file, line, "%s, expected that it sleeps", t->text);
}

void r3_assert_finished_at(const char *file, int line, struct r3_task *t, int64_t expected)
{
	KIT_BEGIN(t);
	must_go_on(HERE, t);
	finish(HERE, t);
	must_result(HERE, t, expected);
}

/* --- about calls --- */

int r3_has_call(const struct r3_task *t, const char *name)
{
	KIT_BEGIN(t, name);
	return kit_call_nr(uses_i386_table(t, t->way), name, NULL) >= 0;
}

unsigned r3_call_nr(const struct r3_task *t, const char *name)
{
	KIT_BEGIN(t, name);
	int nr = kit_call_nr(uses_i386_table(t, t->way), name, NULL);

	if (nr < 0)
		kit_fail_in(t, "there is no %s in this ABI", name);
	return (unsigned)nr;
}

const char *r3_last_call(const struct r3_task *t)
{
	KIT_BEGIN(t);
	return t->text;
}

void r3_call_by(struct r3_task *t, enum r3_way way)
{
	KIT_BEGIN(t);
	if (!t->kit->ops->can(t->kit, way))
		kit_fail_in(t, "%s has no calls by that way for %s code", t->kit->ops->name,
			    t->kit->is_i386 ? "32-bit" : "64-bit");
	t->way = way;
}

int r3_can_call_by(const struct r3_task *t, enum r3_way way)
{
	KIT_BEGIN(t);
	return t->kit->ops->can(t->kit, way);
}

/* --- calls of the kit's own --- */

unsigned long kit_hold_failures(struct kit *k)
{
	unsigned long left = k->is_failing ? k->ops->fail_left(k, k->failing) : 0;

	if (left)
		k->ops->fail_nth(k, k->failing, 0);
	return left;
}

void kit_release_failures(struct kit *k, unsigned long left)
{
	if (left)
		k->ops->fail_nth(k, k->failing, left);
}

int64_t kit_call(struct r3_task *t, const char *name, int64_t a, int64_t b, int64_t c, int64_t d,
		 int64_t e, int64_t f)
{
	struct kit_call kept = t->call, made;
	unsigned long failing = kit_hold_failures(t->kit);
	void (*seen)(const struct r3_task *t) = t->kit->seen;
	enum r3_way way = t->way;
	int64_t result = t->result;
	char text[KIT_TEXT];

	memcpy(text, t->text, sizeof(text));
	t->way = R3_BY_USUAL;
	t->kit->seen = NULL;
	if (t->state != KIT_IDLE || !kit_make_call(t, &made, name, ARGS))
		kit_fail_in(t, "the kit wants a call of %s, but task %c (%d) is in the call of %s", name,
			    t->name, t->tid, t->call.name);
	if (!kit_run_call(t, &made) || t->state != KIT_IDLE)
		kit_fail_in(t, "the kit's own call of %s did not come back: %s", name, t->kit->error);
	a = t->result;
	t->kit->seen = seen;
	t->way = way;
	t->call = kept;
	t->result = result;
	memcpy(t->text, text, sizeof(text));
	kit_release_failures(t->kit, failing);
	return a;
}

int64_t kit_call_ok(struct r3_task *t, const char *name, int64_t a, int64_t b, int64_t c,
		    int64_t d, int64_t e, int64_t f)
{
	int64_t result = kit_call(t, name, a, b, c, d, e, f);
	char text[96];

	if (result < 0 && result >= -MAX_ERRNO)
		kit_fail_in(t, "the kit's own call of %s: %s", name,
			    kit_errno_text((int)-result, text, sizeof(text)));
	return result;
}
