/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Buffers across two pages: after some uses one piece for the host, with the same bytes. */
#include "machine.h"

#include <string.h>

#include "emu/pgtable.h"

#define MANY 40

/* Two pages whose frames do not follow each other; a buffer of a page's size that starts in one. */
static uaddr_t split_buffer(void)
{
	uaddr_t a = map_at(0, 3, RW);

	assert_int_equal(poke(a + PG, 'b'), 0);
	assert_int_equal(poke(a + 2 * PG, 'c'), 0); /* takes the next frame */
	assert_int_equal(poke(a, 'a'), 0);
	return a + 16;
}

static unsigned pieces(uaddr_t buf, size_t n, bool write)
{
	struct host_iov v[4];
	struct iov_iter i;

	assert_int_equal(iov_iter_user(&i, buf, n), 0);
	return iov_iter_host(&i, write, v, 4, SIZE_MAX);
}

static unsigned pieces_after_many(uaddr_t buf, size_t n)
{
	for (unsigned i = 0; i < MANY; i++)
		pieces(buf, n, i % 2);
	return pieces(buf, n, true);
}

static void become_one_with_the_same_bytes(__unused void **state)
{
	uaddr_t buf = split_buffer();
	char bytes[PAGE_SIZE], back[PAGE_SIZE];

	for (unsigned i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i * 31 + i / 256);
	assert_int_equal(copy_to_user(buf, bytes, sizeof(bytes)), 0);
	assert_int_equal(pieces(buf, PG, true), 2);
	assert_int_equal(pieces_after_many(buf, PG), 1);
	assert_int_equal(copy_from_user(back, buf, sizeof(back)), 0);
	assert_memory_equal(back, bytes, sizeof(bytes));
	assert_int_equal(peek(buf - 16), 'a');
	assert_int_equal(poke(buf, 'x'), 0);
	assert_int_equal(peek(buf), 'x');
	check_mm(current->mm);
}

static void stay_if_somebody_else_holds_one(__unused void **state)
{
	uaddr_t buf = split_buffer();
	struct mm *child = mm_dup(current->mm);

	assert_non_null(child);
	for (unsigned i = 0; i < MANY; i++) /* reads do not part them */
		assert_int_equal(pieces(buf, PG, false), 2);
	mm_put(child);
	assert_int_equal(peek(buf - 16), 'a');
	assert_int_equal(peek(buf - 16 + PG), 'b');
}

static void stay_in_shared_memory(__unused void **state)
{
	uaddr_t a = (uaddr_t)call(mmap, AREA, 3 * PG, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

	assert_int_equal(a, AREA);
	poke(a + PG, 'b');
	poke(a + 2 * PG, 'c');
	poke(a, 'a');
	assert_int_equal(pieces_after_many(a + 16, PG), 2);
	assert_int_equal(peek(a), 'a');
}

static void stay_when_memory_is_out(__unused void **state)
{
	uaddr_t buf = split_buffer();

	for (unsigned i = 0; i < 16; i++)
		pieces(buf, PG, true);
	kernel->mem->fail_nth = 1;
	assert_int_equal(pieces_after_many(buf, PG), 2);
	kernel->mem->fail_nth = 0;
	assert_int_equal(peek(buf - 16), 'a');
}

static void may_be_unmapped_between(__unused void **state)
{
	uaddr_t buf = split_buffer();

	for (unsigned i = 0; i <= 16; i++)
		pieces(buf, PG, true);
	assert_int_equal(call(munmap, buf - 16, 2 * PG), 0);
	assert_int_equal(pieces(buf, PG, true), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		machine_test(become_one_with_the_same_bytes),
		machine_test(stay_if_somebody_else_holds_one),
		machine_test(stay_in_shared_memory),
		machine_test(stay_when_memory_is_out),
		machine_test(may_be_unmapped_between),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
