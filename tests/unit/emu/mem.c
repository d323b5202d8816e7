/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "emu/mem.h"

#define SIZE (4ul << 20)

static int setup(void **state)
{
	*state = mem_create(SIZE);
	return *state ? 0 : -1;
}

static int teardown(void **state)
{
	struct machine_mem *mem = *state;
	int leaked = mem->used != 0;

	mem_destroy(mem);
	return leaked ? -1 : 0;
}

static void size_is_rounded_up_to_two_megabytes(void **state __unused)
{
	struct machine_mem *mem = mem_create(1);

	assert_non_null(mem);
	assert_int_equal(mem->size, 2ul << 20);
	assert_int_equal((uintptr_t)mem->base % (2ul << 20), 0);
	mem_destroy(mem);
}

static void impossible_sizes_are_refused(void **state __unused)
{
	assert_null(mem_create(0));
	assert_null(mem_create(UINT64_MAX));
	assert_null(mem_create(1ull << 45));
}

static void frame_zero_is_never_handed_out_and_memory_ends(void **state)
{
	struct machine_mem *mem = *state;
	pfn_t nr = 0, pfn;

	while ((pfn = frame_alloc(mem, 0)) != 0) {
		assert_in_range(pfn, 1, mem->nr_frames - 1);
		nr++;
	}
	assert_int_equal(nr, mem->nr_frames - 1);
	assert_int_equal(mem->used, nr);
	for (pfn = 1; pfn <= nr; pfn++)
		frame_put(mem, pfn);
	assert_int_equal(mem->used, 0);
	assert_int_equal(mem->peak, nr);
}

static void a_reused_frame_is_zero_when_asked_for(void **state)
{
	struct machine_mem *mem = *state;
	static const uint8_t zero[PAGE_SIZE];
	pfn_t pfn = frame_alloc(mem, 0), again;

	memset(frame_data(mem, pfn), 0xaa, PAGE_SIZE);
	frame_put(mem, pfn);
	again = frame_alloc(mem, FRAME_ZERO);
	assert_int_equal(again, pfn);
	assert_memory_equal(frame_data(mem, again), zero, PAGE_SIZE);
	frame_put(mem, again);
}

static void the_last_reference_frees(void **state)
{
	struct machine_mem *mem = *state;
	pfn_t pfn = frame_alloc(mem, 0);

	frame_get(mem, pfn);
	frame_put(mem, pfn);
	assert_int_equal(mem->used, 1);
	frame_put(mem, pfn);
	assert_int_equal(mem->used, 0);
}

static void the_nth_allocation_fails_once(void **state)
{
	struct machine_mem *mem = *state;
	pfn_t a, b;

	mem->fail_nth = 2;
	a = frame_alloc(mem, 0);
	assert_int_not_equal(a, 0);
	assert_int_equal(frame_alloc(mem, 0), 0);
	b = frame_alloc(mem, 0);
	assert_int_not_equal(b, 0);
	frame_put(mem, a);
	frame_put(mem, b);
}

static void note_forgotten(void *ctx, pfn_t pfn)
{
	*(pfn_t *)ctx = pfn;
}

static void code_of_a_frame_is_forgotten_before_it_is_used_again(void **state)
{
	struct machine_mem *mem = *state;
	pfn_t forgotten = 0, code = frame_alloc(mem, 0), data = frame_alloc(mem, 0);

	mem->listener = (struct mem_listener){ .forget_code = note_forgotten, .ctx = &forgotten };
	mem->frames[code].flags |= FRAME_CODE;
	frame_put(mem, code);
	frame_put(mem, data);
	assert_int_equal(frame_alloc(mem, 0), data);
	assert_int_equal(forgotten, 0);
	assert_int_equal(frame_alloc(mem, 0), code);
	assert_int_equal(forgotten, code);
	mem->frames[code].flags = 0;
	frame_put(mem, code);
	frame_put(mem, data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(size_is_rounded_up_to_two_megabytes),
		cmocka_unit_test(impossible_sizes_are_refused),
		cmocka_unit_test_setup_teardown(frame_zero_is_never_handed_out_and_memory_ends,
						setup, teardown),
		cmocka_unit_test_setup_teardown(a_reused_frame_is_zero_when_asked_for, setup,
						teardown),
		cmocka_unit_test_setup_teardown(the_last_reference_frees, setup, teardown),
		cmocka_unit_test_setup_teardown(the_nth_allocation_fails_once, setup, teardown),
		cmocka_unit_test_setup_teardown(code_of_a_frame_is_forgotten_before_it_is_used_again, setup,
						teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
