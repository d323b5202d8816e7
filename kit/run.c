/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One test of a suite: a row's call is made and compared with what is expected, or a case is run. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cmocka.h>

#include "kit/linux.h"
#include "kit/rows.h"
#include "kit/suite.h"

#define MAX_ERRNO 4095

static bool is_linux(const struct planned *p)
{
	return p->world == &world_linux;
}

static const char *expectation(int64_t expected, char *buf, size_t size)
{
	switch (expected) {
	case R3_ANY_OK:
		return "any success";
	case R3_NEW_FD:
		return "a new descriptor";
	case R3_BLOCKS:
		return "that it sleeps";
	case R3_ENDS:
		return "that the task ends";
	default:
		return kit_result_text(expected, buf, size);
	}
}

static int64_t expected_of(const struct planned *p)
{
	return is_linux(p) && p->row->policy ? p->row->policy->linux_gives : p->row->expected;
}

/* --- what this host cannot say --- */

static __attribute__((noreturn)) void not_comparable(struct planned *p, const char *why)
{
	p->status = NOT_COMPARABLE;
	snprintf(p->reason, sizeof(p->reason), "%s", why);
	_skip(p->suite->file, p->suite->line);
	__builtin_unreachable();
}

/* The same, found out in the midst of a case. */
static void cannot(void *arg, const char *why)
{
	not_comparable(arg, why);
}

/* The minor number of Linux 6; 0: older, a large one: newer. */
static unsigned host_version(void)
{
	struct utsname name;
	unsigned major, minor;

	if (uname(&name) || sscanf(name.release, "%u.%u", &major, &minor) != 2 || major < 6)
		return 0;
	return major > 6 ? 1000 + minor : minor;
}

static bool has_seccomp(void)
{
	FILE *f = fopen("/proc/self/status", "r");
	char line[256];
	bool found = false;

	while (f && fgets(line, sizeof(line), f))
		found |= !strncmp(line, "Seccomp:\t2", 10);
	if (f)
		fclose(f);
	return found;
}

static void skip_what_cannot_be(struct planned *p)
{
	unsigned since = p->row ? p->row->since : p->kase->since;
	const char *only = p->row ? p->row->ring3_only : p->kase->ring3_only;
	bool as_root = p->row ? p->row->as_root : p->kase->as_root;

	if (!is_linux(p))
		return;
	if (only || (p->kase && p->kase->policy_link)) {
		p->status = only ? RING3_ONLY : DIFFERS;
		_skip(p->suite->file, p->suite->line);
	}
	if (since > host_version())
		not_comparable(p, "this host's Linux is older");
	if (as_root && geteuid())
		not_comparable(p, "the tests do not run as root");
}

/* A result that says more about this host than about Linux. */
static void skip_what_is_not_there(struct planned *p, int64_t result, int64_t expected)
{
	if (!is_linux(p) || result == expected)
		return;
	if (result == -ENOSYS)
		not_comparable(p, "this host's Linux does not have the call");
	if (result == -EPERM && has_seccomp())
		not_comparable(p, "a seccomp filter of this host may refuse the call");
}

/* --- rows --- */

static __attribute__((noreturn)) void differs(struct planned *p, const char *how)
{
	kit_fail(p->suite->file, p->suite->line, "%s: \"%s\": %s%s; expected %s", p->call,
		 p->row->what, p->text, how, p->expected);
}

static void block_signal(struct r3_task *t, int sig)
{
	uint64_t set = 1ull << (sig - 1);

	kit_call_ok(t, "rt_sigprocmask", 0, (int64_t)r3_bytes(t, &set, 8), 0, 8, 0, 0);
}

static bool is_open(struct r3_task *t, int64_t fd)
{
	return kit_call(t, "fcntl", fd, F_GETFD, 0, 0, 0, 0) >= 0;
}

static bool as_expected(struct r3_task *t, int64_t expected)
{
	bool failed = t->state != KIT_IDLE || (t->result < 0 && t->result >= -MAX_ERRNO);

	switch (expected) {
	case R3_ANY_OK:
		return !failed;
	case R3_NEW_FD:
		return !failed && is_open(t, t->result);
	case R3_BLOCKS:
		return t->state == KIT_BLOCKED;
	case R3_ENDS:
		return t->state == KIT_GONE;
	default:
		return t->state == KIT_IDLE && t->result == expected;
	}
}

/*
 * The call, decoded. The oracle cannot, but its memory is laid out as ring3's, so that ring3's text
 * says what the arguments are.
 */
static void describe_result(struct planned *p, const struct r3_task *t)
{
	const char *text = t->text, *twins = p->twin && p->row ? p->twin->text : "";
	const char *end = strstr(twins, ") = ");
	char result[96];

	if (is_linux(p) && end)
		snprintf(p->text, sizeof(p->text), "%.*s) = %s", (int)(end - twins), twins,
			 kit_result_text(t->result, result, sizeof(result)));
	else
		snprintf(p->text, sizeof(p->text), "%.*s", SUITE_TEXT - 1, text);
}

static void describe(struct planned *p, const struct r3_task *t)
{
	if (t->state == KIT_IDLE)
		describe_result(p, t);
	else if (t->state == KIT_GONE)
		snprintf(p->text, sizeof(p->text), "%s: the task has ended, status %#x", p->call,
			 (unsigned)t->status);
	else
		snprintf(p->text, sizeof(p->text), "%s sleeps%s%s", p->call,
			 t->where[0] ? " in " : "", t->where);
}

static void make_call(struct planned *p, struct r3_task *t, const struct made_row *made)
{
	struct kit_call call;
	int64_t args[6];

	for (unsigned i = 0; i < 6; i++)
		args[i] = (int64_t)made->args[i];
	if (!kit_make_call(t, &call, p->call, args))
		differs(p, "there is no such call");
	if (is_linux(p) && linux_refuses(t, &call))
		not_comparable(p, linux_refuses(t, &call));
	if (!kit_run_call(t, &call))
		kit_fail(p->suite->file, p->suite->line, "%s: \"%s\": %s", p->call, p->row->what,
			 t->kit->error);
	describe(p, t);
}

static void look_after(struct planned *p, struct r3_task *t, const struct made_row *made)
{
	const struct r3_row *row = p->row;
	int64_t result = t->result;

	if (row->out && !made->out)
		kit_fail(p->suite->file, p->suite->line, "%s: \"%s\": .out without an R3_OUT()",
			 p->call, row->what);
	if (row->out)
		r3_assert_memory_at(p->suite->file, p->suite->line, t, made->out, row->out,
				    strlen(row->out));
	if (row->signals)
		r3_assert_pending_at(p->suite->file, p->suite->line, t, row->signals, 1);
	if (row->check)
		row->check(t, result, made->args);
}

static void run_row(struct planned *p, struct r3_task *t)
{
	const struct r3_row *row = p->row;
	bool other = is_linux(p) && row->policy;
	int64_t expected = expected_of(p);
	struct made_row made;
	char text[80];

	if (row->signals)
		block_signal(t, row->signals);
	if (row->setup)
		row->setup(t);
	make_row(t, row, &made);
	if (made.too_many)
		kit_fail(p->suite->file, p->suite->line,
			 "%s: \"%s\": R3_WIDE() makes more than six arguments", p->call, row->what);
	make_call(p, t, &made);
	snprintf(p->expected, sizeof(p->expected), "%s", expectation(expected, text, sizeof(text)));
	if (!as_expected(t, expected)) {
		if (t->state == KIT_IDLE)
			skip_what_is_not_there(p, t->result, expected);
		if (other && as_expected(t, row->expected))
			differs(p, ": Linux does as ring3: the policy is out of date");
		differs(p, "");
	}
	if (!other)
		look_after(p, t, &made);
	p->status = other ? DIFFERS : PASSED;
}

void suite_run(void **state)
{
	struct planned *p = *state;
	struct r3_task *t;
	const char *why = "";

	p->status = STARTED;
	skip_what_cannot_be(p);
	t = kit_start(p->world, p->is_i386, p->row ? p->row->as_root : p->kase->as_root, &p->test,
		      &why);
	if (!t && is_linux(p))
		not_comparable(p, why);
	if (!t)
		kit_fail(p->suite->file, p->suite->line, "%s: %s", p->world->name, why);
	p->kit = t->kit;
	p->kit->seen = results_seen;
	p->kit->cannot = cannot;
	p->kit->cannot_arg = p;
	if (p->row) {
		run_row(p, t);
	} else {
		p->kase->run(t);
		p->status = PASSED;
	}
}

int suite_over(void **state)
{
	struct planned *p = *state;
	struct kit *kit = p->kit;
	const char *why;

	p->kit = NULL;
	if (kit && p->status == STARTED && p->kase)
		describe(p, kit->first);
	if (!kit || kit_finish(kit, &why))
		return 0;
	p->status = STARTED;
	snprintf(p->text, sizeof(p->text), "%s", why);
	print_error("%s: %s\n", p->name, why);
	return -1;
}

const char *r3_suite_call(const struct r3_task *t)
{
	KIT_BEGIN(t);
	const struct r3_test *test = t->kit->test;
	const struct planned *p = (const void *)((const char *)test - offsetof(struct planned, test));

	return p->call;
}
