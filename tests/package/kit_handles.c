/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kit_handles LIBRARY NAME...: each function of the kit is called in a test with no task, and with one
 * whose test is over, and zero for the rest. It may fail that test, as CMocka sees it; the next one
 * runs. NAME:N: the task is the N-th argument, from 0; NAME:- : it takes none.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef long (*any_function)(long, long, long, long, long, long);

struct trial {
	any_function fn;
	int place; /* of the task; -1: none */
	int is_over;
};

static int (*setup)(void **state), (*teardown)(void **state);

static void try(void **state)
{
	const struct trial *trial = *state;
	long args[6] = { 0 };
	void *task = NULL;

	if (trial->is_over && (setup(&task) || teardown(&task)))
		fail_msg("there is no task");
	if (trial->place >= 0)
		args[trial->place] = (long)task;
	trial->fn(args[0], args[1], args[2], args[3], args[4], args[5]);
}

int main(int argc, char **argv)
{
	void *library = argc > 2 ? dlopen(argv[1], RTLD_NOW) : NULL;
	struct CMUnitTest *tests = calloc((size_t)argc * 2, sizeof(*tests));
	struct trial *trials = calloc((size_t)argc * 2, sizeof(*trials));
	int n = 0, failed;

	if (!library || !tests || !trials) {
		fprintf(stderr, "%s\n", dlerror());
		return 2;
	}
	setup = (int (*)(void **))dlsym(library, "r3_setup_x86_64");
	teardown = (int (*)(void **))dlsym(library, "r3_teardown");
	for (int i = 2; i < argc; i++) {
		char *place = strchr(argv[i], ':');

		*place++ = '\0';
		for (int over = 0; over <= (*place != '-'); over++, n++) {
			trials[n] = (struct trial){ (any_function)dlsym(library, argv[i]),
						    *place == '-' ? -1 : atoi(place), over };
			tests[n] = (struct CMUnitTest){ argv[i], try, NULL, NULL, &trials[n] };
		}
	}
	failed = _cmocka_run_group_tests("handles", tests, (size_t)n, NULL, NULL);
	printf("%d trials, %d failed their test\n", n, failed);
	return 0;
}
