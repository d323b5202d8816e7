/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Suites of a program, and its main(). */
#include "kit/suite.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MOST_FAILURES 125 /* that an exit status says */

static struct r3_suite *suites;

/* By name: the order in which constructors run is the linker's business. */
void r3_add_suite(struct r3_suite *suite)
{
	struct r3_suite **at = &suites;

	if (!suite)
		return;
	while (*at && strcmp((*at)->name, suite->name) < 0)
		at = &(*at)->next;
	suite->next = *at;
	*at = suite;
}

static const char *base_name(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;

	return slash ? slash + 1 : path ? path : "suites";
}

static int list(const struct plan *plan)
{
	for (size_t i = 0; i < plan->n; i++)
		puts(plan->tests[i].name);
	return 0;
}

static int run_all(const char *program, const char *filter, struct plan *plan)
{
	struct CMUnitTest *tests = calloc(plan->n + 1, sizeof(*tests));
	const char *path = getenv("R3_RESULTS");
	int failed;

	if (!tests)
		return MOST_FAILURES;
	for (size_t i = 0; i < plan->n; i++)
		tests[i] = (struct CMUnitTest){ plan->tests[i].name, suite_run, NULL, suite_over,
						&plan->tests[i] };
	if (filter)
		cmocka_set_test_filter(filter);
	failed = _cmocka_run_group_tests(base_name(program), tests, plan->n, NULL, NULL);
	free(tests);
	results_print_differences(plan);
	if (path && *path && !filter && !results_write(path, plan, suites))
		failed++;
	return failed;
}

int r3_suite_main(int argc, char **argv)
{
	struct plan plan = { 0 };
	int failed = 1;

	if (!suite_plan(&plan, suites))
		failed = 1;
	else if (argc > 1 && !strcmp(argv[1], "-l"))
		failed = list(&plan);
	else
		failed = run_all(argc ? argv[0] : NULL, argc > 1 ? argv[1] : NULL, &plan);
	suite_forget_plan(&plan);
	r3_kit_done();
	return failed < 0 || failed > MOST_FAILURES ? MOST_FAILURES : failed;
}
