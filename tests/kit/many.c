/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Five thousand tests, each with a file, a child and a wait: within ten seconds on two cores. */
#include <time.h>

#include "kit.h"

#define NR_TESTS 2500 /* in each ABI */
#define MOST_SECONDS 10

static void one_of_many(struct r3_task *t)
{
	struct r3_task *b = r3_fork(t);

	r3_make_file(t, "a", "text", 4, 0644);
	r3_assert_file(t, "a", "text", 4);
	r3_assert_errno(t, EBADF, SYS_close, 9);
	r3_begin(t, SYS_wait4, -1, 0, 0, 0);
	r3_assert_blocks(t);
	r3_end(b, 0);
	r3_assert_finished(t, r3_tid(b));
}

static double cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	static struct r3_test tests[NR_TESTS];
	int failed;

	for (int i = 0; i < NR_TESTS; i++) {
		tests[i] = (struct r3_test){ "one_of_many", one_of_many, 0, R3_HERE, NULL };
		r3_add_test(&tests[i]);
	}
	setenv("CMOCKA_MESSAGE_OUTPUT", "TAP", 1);
	if (!freopen("/dev/null", "w", stdout))
		return 1;
	failed = r3_kit_main(argc, argv);
	fprintf(stderr, "%d tests in %.2f s of CPU time, %d failed\n", 2 * NR_TESTS, cpu_seconds(),
		failed);
	return failed || cpu_seconds() > MOST_SECONDS;
}
