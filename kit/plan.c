/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From suites to tests: each row and case, for each call, ABI and world. */
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "kit/suite.h"

#define MOST_CALLS 16

/* The calls of a suite, apart. */
struct calls {
	char text[256];
	const char *name[MOST_CALLS + 1];
	unsigned n;
};

static struct planned *add(struct plan *plan)
{
	size_t n = plan->n, room = n ? n & (n - 1) ? 0 : 2 * n : 1;
	struct planned *grown;

	if (room) {
		grown = realloc(plan->tests, room * sizeof(*grown));
		if (!grown)
			return NULL;
		plan->tests = grown;
	}
	memset(&plan->tests[n], 0, sizeof(plan->tests[n]));
	plan->n++;
	return &plan->tests[n];
}

static bool wanted(const char *world)
{
	const char *worlds = getenv("R3_WORLDS");

	return strstr(worlds && *worlds ? worlds : "ring3", world) != NULL;
}

/* A name that lives as long as the tables: the calls' own. */
static const char *table_name(const char *call)
{
	struct r3_call_info info;

	if (kit_call_nr(false, call, &info) >= 0 || kit_call_nr(true, call, &info) >= 0)
		return info.name;
	return NULL;
}

static bool in_abi(unsigned abis, const char *call, bool is_i386)
{
	if (abis && !(abis & (is_i386 ? R3_I386 : R3_X86_64)))
		return false;
	return kit_call_nr(is_i386, call, NULL) >= 0;
}

static bool plan_world(struct plan *plan, const struct planned *like, const struct world_ops *world,
		       const char *name)
{
	struct planned *p = wanted(name) ? add(plan) : NULL;
	const char *what = like->row ? like->row->what : like->kase->what;

	if (!p)
		return !wanted(name);
	*p = *like;
	p->world = world;
	snprintf(p->name, sizeof(p->name), "%s/%s/%s/%s", p->call, what,
		 p->is_i386 ? "i386" : "x86_64", name);
	return true;
}

/* For one call in both ABIs and worlds. */
static bool plan_call(struct plan *plan, const struct r3_suite *suite, const struct r3_row *row,
		      const struct r3_case *kase, const char *call)
{
	struct planned like = { .suite = suite, .row = row, .kase = kase, .call = table_name(call) };

	for (unsigned is_i386 = 0; is_i386 < 2; is_i386++) {
		like.is_i386 = is_i386;
		if (!in_abi(row ? row->abis : kase->abis, call, is_i386) ||
		    !in_abi(suite->abis, call, is_i386))
			continue;
		if (!plan_world(plan, &like, &world_ring3, "ring3") ||
		    !plan_world(plan, &like, &world_linux, "linux"))
			return false;
	}
	return true;
}

static bool wrong(const struct r3_suite *suite, const char *what, const char *why)
{
	print_error("%s:%d: suite %s%s%s%s: %s\n", suite->file, suite->line, suite->name,
		    what ? ", \"" : "", what ? what : "", what ? "\"" : "", why);
	return false;
}

static bool split_calls(const struct r3_suite *suite, struct calls *calls)
{
	const char *text = suite->calls ? suite->calls : suite->name;
	char *rest = calls->text, *name;

	if (strlen(text) >= sizeof(calls->text))
		return wrong(suite, NULL, "its calls are too many");
	strcpy(calls->text, text);
	calls->n = 0;
	while ((name = strtok_r(rest, " ,", &rest))) {
		if (!table_name(name))
			return wrong(suite, name, "is no system call of either ABI");
		if (calls->n == MOST_CALLS)
			return wrong(suite, name, "is one call too many");
		calls->name[calls->n++] = name;
	}
	return true;
}

static bool row_is_right(const struct r3_suite *suite, const struct r3_row *row)
{
	if (!row->what || !*row->what)
		return wrong(suite, "", "a row without a name");
	if (row->expected < -4095 && (row->expected > R3_ANY_OK || row->expected < R3_ENDS))
		return wrong(suite, row->what, "expects what is neither a result nor an errno");
	if (row->call && !table_name(row->call))
		return wrong(suite, row->what, ".call is no system call of either ABI");
	if (row->policy && row->policy->linux_gives == row->expected)
		return wrong(suite, row->what, "the policy is what Linux does, too");
	if (row->policy && row->ring3_only)
		return wrong(suite, row->what, "is not asked of Linux, but has a policy");
	return true;
}

static bool plan_row(struct plan *plan, const struct r3_suite *suite, const struct r3_row *row,
		     const struct calls *calls)
{
	if (!row_is_right(suite, row))
		return false;
	if (row->call)
		return plan_call(plan, suite, row, NULL, row->call);
	for (unsigned i = 0; i < calls->n; i++)
		if (!plan_call(plan, suite, row, NULL, calls->name[i]))
			return false;
	return true;
}

static bool plan_case(struct plan *plan, const struct r3_suite *suite, const struct r3_case *kase,
		      const struct calls *calls)
{
	if (kase->call && !table_name(kase->call))
		return wrong(suite, kase->what, ".call is no system call of either ABI");
	if (kase->call)
		return plan_call(plan, suite, NULL, kase, kase->call);
	for (unsigned i = 0; i < calls->n; i++)
		if (!plan_call(plan, suite, NULL, kase, calls->name[i]))
			return false;
	return true;
}

static bool plan_suite(struct plan *plan, const struct r3_suite *suite)
{
	struct calls calls;

	if (!split_calls(suite, &calls))
		return false;
	for (size_t i = 0; i < suite->nrows; i++)
		if (!plan_row(plan, suite, &suite->rows[i], &calls))
			return false;
	for (const struct r3_case *c = suite->cases; c && c->what; c++)
		if (!plan_case(plan, suite, c, &calls))
			return false;
	return true;
}

static int by_name(const void *a, const void *b)
{
	return strcmp((*(struct planned *const *)a)->name, (*(struct planned *const *)b)->name);
}

/* Two tests of one name could not be told apart in any report. */
static bool names_differ(const struct plan *plan)
{
	struct planned **sorted = malloc((plan->n + 1) * sizeof(*sorted));
	bool ok = sorted;

	for (size_t i = 0; ok && i < plan->n; i++)
		sorted[i] = &plan->tests[i];
	if (ok)
		qsort(sorted, plan->n, sizeof(*sorted), by_name);
	for (size_t i = 1; ok && i < plan->n; i++)
		if (!by_name(&sorted[i - 1], &sorted[i]))
			ok = wrong(sorted[i]->suite, sorted[i]->name, "there are two of this name");
	free(sorted);
	return ok;
}

static void finish(struct plan *plan)
{
	for (size_t i = 0; i < plan->n; i++) {
		struct planned *p = &plan->tests[i], *before = i ? p - 1 : NULL;

		p->test = (struct r3_test){ .name = p->name, .file = p->suite->file,
					    .line = p->suite->line };
		if (!before || before->world == p->world || before->is_i386 != p->is_i386 ||
		    before->row != p->row || before->kase != p->kase || before->call != p->call)
			continue;
		p->twin = before;
		before->twin = p;
	}
}

bool suite_plan(struct plan *plan, const struct r3_suite *suites)
{
	for (const struct r3_suite *s = suites; s; s = s->next)
		if (!plan_suite(plan, s))
			return false;
	if (!names_differ(plan))
		return false;
	finish(plan);
	return true;
}

void suite_forget_plan(struct plan *plan)
{
	free(plan->tests);
	*plan = (struct plan){ 0 };
}
