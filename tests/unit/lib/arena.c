/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The arena: what is handed out does not overlap, comes back, and is counted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "lib/arena.h"

static int setup(void **state)
{
	*state = arena_create(8 << 20);
	return *state ? 0 : -1;
}

static int teardown(void **state)
{
	size_t left = arena_objects(*state);

	arena_destroy(*state);
	return left ? -1 : 0;
}

static void every_size_is_aligned_and_keeps_its_bytes(void **state)
{
	enum { N = 2000 };
	static uint8_t *p[N];
	size_t i, j, size;

	for (i = 0; i < N; i++) {
		size = i * 7 % 9000;
		p[i] = arena_alloc(*state, size);
		if (!p[i])
			break;
		assert_int_equal((uintptr_t)p[i] % 16, 0);
		memset(p[i], (int)(i & 0xff), size);
	}
	assert_true(i > 1000);
	assert_int_equal(arena_objects(*state), i);
	while (i--) {
		size = i * 7 % 9000;
		for (j = 0; j < size; j++)
			assert_int_equal(p[i][j], i & 0xff);
		arena_free(*state, p[i]);
	}
	assert_int_equal(arena_bytes(*state), 0);
}

static void a_full_arena_refuses_and_recovers(void **state)
{
	void *p[4096];
	size_t n = 0;

	while (n < 4096 && (p[n] = arena_alloc(*state, 100000)))
		n++;
	assert_in_range(n, 10, 84);
	assert_null(arena_alloc(*state, SIZE_MAX));
	assert_null(arena_alloc(*state, (size_t)1 << 40));
	while (n--)
		arena_free(*state, p[n]);
	/* neighbours were joined: one large run fits again */
	p[0] = arena_alloc(*state, 6 << 20);
	assert_non_null(p[0]);
	arena_free(*state, p[0]);
}

static void freed_memory_is_used_again(void **state)
{
	size_t round, i;
	void *p[64];

	for (round = 0; round < 10000; round++) {
		for (i = 0; i < 64; i++)
			assert_non_null(p[i] = arena_alloc(*state, 16 << (i % 9)));
		for (i = 0; i < 64; i++)
			arena_free(*state, p[(i * 29 + round) % 64]);
	}
}

static void the_nth_allocation_fails_once(void **state)
{
	void *a, *b;

	arena_fail_nth(*state, 2);
	a = arena_alloc(*state, 8);
	assert_non_null(a);
	assert_null(arena_alloc(*state, 8));
	b = arena_alloc(*state, 8);
	assert_non_null(b);
	arena_free(*state, a);
	arena_free(*state, b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_size_is_aligned_and_keeps_its_bytes, setup,
						teardown),
		cmocka_unit_test_setup_teardown(a_full_arena_refuses_and_recovers, setup, teardown),
		cmocka_unit_test_setup_teardown(freed_memory_is_used_again, setup, teardown),
		cmocka_unit_test_setup_teardown(the_nth_allocation_fails_once, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
