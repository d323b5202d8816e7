/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Machines in threads of their own share nothing; kicks and signals come from anywhere. It is run
 * under ThreadSanitizer, too.
 */
#include "api.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#define THREADS 3
#define ROUNDS 8

static void *run_machines(void *arg)
{
	long bad = 0;

	(void)arg;
	for (unsigned i = 0; i < ROUNDS; i++) {
		struct r3_options o = R3_OPTIONS_INIT;
		struct r3_machine *m;

		o.mem_size = 32 << 20;
		if (r3_create(&m, &o))
			return (void *)-1;
		if (r3_load_host(m, GUEST, NULL, NULL) || r3_run(m) || exit_code(m) != GUEST_STATUS)
			bad++;
		r3_destroy(m);
	}
	return (void *)bad;
}

static void machines_in_threads_do_not_meet(void **state)
{
	pthread_t thread[THREADS];
	void *bad;

	(void)state;
	for (unsigned i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&thread[i], NULL, run_machines, NULL), 0);
	for (unsigned i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(thread[i], &bad), 0);
		assert_int_equal((long)bad, 0);
	}
}

static atomic_bool enough;

static void *kick(void *m)
{
	while (!atomic_load(&enough))
		r3_kick(m);
	return NULL;
}

static void kicks_come_from_another_thread(void **state)
{
	struct r3_machine *m = *state;
	unsigned kicked = 0;
	pthread_t thread;
	int r;

	assert_r3(m, r3_load_host(m, GUEST, NULL, NULL));
	atomic_store(&enough, false);
	assert_int_equal(pthread_create(&thread, NULL, kick, m), 0);
	while ((r = r3_run(m)) == -EINTR)
		if (++kicked == 20)
			atomic_store(&enough, true);
	atomic_store(&enough, true);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_int_equal(r, 0);
	assert_int_equal(exit_code(m), GUEST_STATUS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(machines_in_threads_do_not_meet),
		cmocka_unit_test_setup_teardown(kicks_come_from_another_thread, machine_setup,
						machine_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
