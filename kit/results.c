/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What suites have seen: for people where it differs, for tools/suites all of it. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "kit/suite.h"

#define NUMBERS 512 /* of calls */
#define ERRNOS 134

/* Which errors ring3's calls gave; at 0: success. By ABI and number. */
static unsigned char seen[2][NUMBERS][ERRNOS];

void results_seen(const struct r3_task *t)
{
	bool is_i386 = t->kit->is_i386 || t->call.way == R3_BY_INT80;
	unsigned error = t->result < 0 && t->result > -ERRNOS ? (unsigned)-t->result : 0;

	if (t->kit->ops == &world_ring3 && t->call.number < NUMBERS)
		seen[is_i386][t->call.number][error] = 1;
}

/* --- differences --- */

static bool is_bad(const struct planned *p)
{
	return p && p->status == STARTED;
}

static void print_side(const char *side, const struct planned *p)
{
	static const char *const words[] = {
		[PLANNED] = "was not asked", [STARTED] = "failed", [PASSED] = "as expected",
		[DIFFERS] = "policy", [NOT_COMPARABLE] = "not comparable here",
		[RING3_ONLY] = "is not asked"
	};

	if (p)
		print_message("  %-9s %s\n", side, p->text[0] ? p->text : words[p->status]);
}

size_t results_print_differences(const struct plan *plan)
{
	size_t n = 0;

	for (size_t i = 0; i < plan->n; i++) {
		const struct planned *p = &plan->tests[i];

		if ((!is_bad(p) && !is_bad(p->twin)) || (p->twin && p->twin < p))
			continue;
		if (!n++)
			print_message("\ndifferences:\n");
		print_message("%s/%s/%s\n", p->call, p->row ? p->row->what : p->kase->what,
			      p->is_i386 ? "i386" : "x86_64");
		if (p->row)
			print_message("  %-9s %s\n", "expected", p->expected);
		print_side(p->world->name, p);
		if (p->twin)
			print_side(p->twin->world->name, p->twin);
	}
	return n;
}

/* --- the file: lines of fields between tabs, the first of which says what the others are --- */

static void put_seen(FILE *f, bool is_i386, unsigned number)
{
	const unsigned char *errors = seen[is_i386][number];
	struct r3_call_info info;
	bool begun = false;

	if (r3_call_info(is_i386, number, &info))
		return;
	for (int e = 0; e < ERRNOS; e++) {
		if (!errors[e] || (e && !strerrorname_np(e)))
			continue;
		if (!begun)
			fprintf(f, "seen\t%s\t%s\t", is_i386 ? "i386" : "x86_64", info.name);
		fprintf(f, "%s%s", begun ? " " : "", e ? strerrorname_np(e) : "0");
		begun = true;
	}
	if (begun)
		fputc('\n', f);
}

static void put_suite(FILE *f, const struct r3_suite *s)
{
	const char *calls = s->calls ? s->calls : s->name;

	fprintf(f, "suite\t%s\t%s\t%s\t%s:%d\n", s->name, calls, s->page ? s->page : "", s->file,
		s->line);
	for (const struct r3_unreached *u = s->unreached; u && u->error; u++)
		fprintf(f, "unreached\t%s\t%s\t%s\t%s\n", s->name, strerrorname_np(u->error),
			u->never ? "never" : "cannot", u->because);
}

static void put_test(FILE *f, const struct planned *p)
{
	static const char *const words[] = { [PLANNED] = "planned", [STARTED] = "failed",
					     [PASSED] = "passed", [DIFFERS] = "policy",
					     [NOT_COMPARABLE] = "incomparable",
					     [RING3_ONLY] = "ring3-only" };
	const char *link = p->row ? p->row->policy ? p->row->policy->link : "" :
			   p->kase->policy_link ? p->kase->policy_link : "";

	fprintf(f, "test\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", words[p->status], p->world->name,
		p->is_i386 ? "i386" : "x86_64", p->suite->name, p->call,
		p->row ? p->row->what : p->kase->what, link,
		p->status == NOT_COMPARABLE ? p->reason : p->text);
}

bool results_write(const char *path, const struct plan *plan, const struct r3_suite *suites)
{
	FILE *f = fopen(path, "w");

	if (!f) {
		print_error("%s: %s\n", path, strerror(errno));
		return false;
	}
	for (const struct r3_suite *s = suites; s; s = s->next)
		put_suite(f, s);
	for (size_t i = 0; i < plan->n; i++)
		put_test(f, &plan->tests[i]);
	for (unsigned abi = 0; abi < 2; abi++)
		for (unsigned nr = 0; nr < NUMBERS; nr++)
			put_seen(f, abi, nr);
	return !fclose(f);
}
