/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copies at the edges: what is copied, what is not, and what it leaves behind. */
#include "machine.h"

#include <string.h>

static char buf[4 * PAGE_SIZE];

static void copies_stop_exactly_at_the_hole(__unused void **state)
{
	uaddr_t hole = map_at(0, 2, RW) + 2 * PG;

	for (size_t before = 0; before < 40; before++) {
		for (size_t n = 0; n < 40; n++) {
			size_t left = n > before ? n - before : 0;

			memset(buf, 'x', sizeof(buf));
			assert_int_equal(copy_to_user(hole - before, buf, n), left);
			assert_int_equal(clear_user(hole - before, n), left);
			assert_int_equal(copy_from_user(buf, hole - before, n), left);
			for (size_t i = 0; i < n; i++) /* the rest is cleared, too */
				assert_int_equal(buf[i], 0);
			assert_int_equal(buf[n], 'x');
		}
	}
}

static void copies_cross_pages(__unused void **state)
{
	uaddr_t a = map_at(0, 4, RW);

	for (size_t i = 0; i < sizeof(buf); i++)
		buf[i] = (char)(i * 7 + i / 256);
	for (size_t n = PG - 3; n < 3 * PG; n += PG / 3) {
		char back[4 * PAGE_SIZE];

		assert_int_equal(copy_to_user(a + PG - 5, buf, n), 0);
		assert_int_equal(copy_from_user(back, a + PG - 5, n), 0);
		assert_memory_equal(back, buf, n);
	}
}

static void every_page_needs_the_right(__unused void **state)
{
	uaddr_t a = map_at(0, 1, RW);

	map_at(1, 1, PROT_READ);
	map_at(2, 1, PROT_NONE);
	memset(buf, 'q', sizeof(buf));
	assert_int_equal(copy_to_user(a, buf, 3 * PG), 2 * PG);
	assert_int_equal(copy_from_user(buf, a, 3 * PG), PG);
	assert_int_equal(buf[PG - 1], 'q');
	assert_int_equal(buf[PG], 0);
	assert_int_equal(copy_to_user(a + PG, buf, 1), 1);
	assert_int_equal(copy_from_user(buf, a + 2 * PG, 1), 1);
}

static void write_only_and_exec_only_can_be_read(__unused void **state)
{
	uint32_t v;

	assert_int_equal(get_user(v, map_at(0, 1, PROT_WRITE)), 0);
	assert_int_equal(get_user(v, map_at(1, 1, PROT_EXEC)), 0);
}

static void ranges_beyond_the_limit_fault_before_anything_is_copied(__unused void **state)
{
	uaddr_t last = TASK_SIZE_MAX - PG;

	assert_int_equal(call(mmap, last, PG, RW, ANON | MAP_FIXED, -1, 0), last);
	assert_int_equal(copy_to_user(last, buf, PG), 0);
	assert_int_equal(copy_to_user(last, buf, PG + 1), PG + 1);
	assert_int_equal(copy_to_user(-8ull, buf, 16), 16);
	assert_int_equal(copy_from_user(buf, 1ull << 63, 1), 1);
	assert_int_equal(copy_to_user(last, buf, SIZE_MAX), SIZE_MAX);
	assert_true(access_ok(TASK_SIZE_MAX, 0));
	assert_false(access_ok(TASK_SIZE_MAX + 1, 0));
}

static void strings_end_at_nul_size_or_hole(__unused void **state)
{
	uaddr_t hole = map_at(0, 2, RW) + 2 * PG;
	char to[32];

	assert_int_equal(copy_to_user(hole - 6, "abcde", 6), 0);
	memset(to, 'x', sizeof(to));
	assert_int_equal(strncpy_from_user(to, hole - 6, sizeof(to)), 5);
	assert_string_equal(to, "abcde");
	assert_int_equal(to[6], 'x');
	assert_int_equal(strncpy_from_user(to, hole - 6, 5), 5);
	assert_int_equal(strncpy_from_user(to, hole - 6, 6), 5);
	assert_int_equal(strncpy_from_user(to, hole - 6, 0), 0);
	assert_int_equal(strnlen_user(hole - 6, 100), 6);
	assert_int_equal(strnlen_user(hole - 6, 6), 6);
	assert_true(strnlen_user(hole - 6, 5) > 5);
	assert_int_equal(poke(hole - 1, '!'), 0);
	assert_int_equal(strncpy_from_user(to, hole - 6, sizeof(to)), -EFAULT);
	assert_int_equal(strncpy_from_user(to, hole - 6, 6), 6);
	assert_int_equal(strnlen_user(hole - 6, 100), 0);
	assert_int_equal(strncpy_from_user(to, hole, 1), -EFAULT);
	assert_int_equal(strncpy_from_user(to, -1ull, 10), -EFAULT);
	/* across a page */
	assert_int_equal(copy_to_user(hole - PG - 3, "abcdefg", 8), 0);
	assert_int_equal(strncpy_from_user(to, hole - PG - 3, sizeof(to)), 7);
	assert_string_equal(to, "abcdefg");
}

static void cmpxchg_needs_a_writable_page_even_when_it_does_not_write(__unused void **state)
{
	uaddr_t a = map_at(0, 1, RW);
	uint32_t seen;

	assert_int_equal(put_user((uint32_t)7, a), 0);
	assert_int_equal(cmpxchg_user32(a, 7, 9, &seen), 0);
	assert_int_equal(seen, 7);
	assert_int_equal(cmpxchg_user32(a, 7, 11, &seen), 0);
	assert_int_equal(seen, 9);
	assert_int_equal(peek(a), 9);
	assert_int_equal(call(mprotect, a, PG, PROT_READ), 0);
	assert_int_equal(cmpxchg_user32(a, 1, 2, &seen), -EFAULT);
}

static void nothing_is_reachable_without_a_space(__unused void **state)
{
	struct mm *mm = current->mm;
	uaddr_t a = map_at(0, 1, RW);

	current->mm = NULL;
	assert_int_equal(copy_to_user(a, buf, 8), 8);
	assert_int_equal(strncpy_from_user(buf, a, 8), -EFAULT);
	assert_int_equal(strnlen_user(a, 8), 0);
	current->mm = mm;
}

static void writes_tell_the_engine_about_code(__unused void **state)
{
	uaddr_t a = map_at(0, 1, RW);
	struct cpu_stats before, after;
	pfn_t pfn;

	assert_int_equal(poke(a, 0x90), 0);
	pfn = pte_pfn(*pte_lookup(kernel->mem, current->mm->root, a));
	kernel->mem->frames[pfn].flags |= FRAME_CODE;
	kernel->cpu_ops->stats(kernel->cpu, &before);
	assert_int_equal(copy_from_user(buf, a, 8), 0);
	assert_int_equal(copy_to_user(a, buf, 8), 0);
	kernel->cpu_ops->stats(kernel->cpu, &after);
	assert_int_equal(after.code_forgotten, before.code_forgotten + 1);
}

/* --- iterators --- */

struct iovec64 {
	uint64_t base, len;
};

static void iovecs_are_checked_in_linux_order(__unused void **state)
{
	uaddr_t hole = map_at(0, 1, RW) + PG, vec = AREA;
	struct iov_seg fast[UIO_FASTIOV], *array;
	struct iov_iter i;
	struct iovec64 bad[2] = { { AREA, -1ull }, { -1ull, 5 } };

	assert_int_equal(import_iovec(&i, vec, UIO_MAXIOV + 1, fast, &array), -EINVAL);
	assert_int_equal(import_iovec(&i, 0, 0, fast, &array), 0);
	assert_int_equal(i.count, 0);
	/* a bad length is seen before the element behind it cannot be read */
	assert_int_equal(copy_to_user(hole - 16, bad, 16), 0);
	assert_int_equal(import_iovec(&i, hole - 16, 2, fast, &array), -EINVAL);
	/* and before any range is looked at */
	bad[0] = (struct iovec64){ -1ull, 5 };
	bad[1] = (struct iovec64){ AREA, -1ull };
	assert_int_equal(copy_to_user(vec, bad, sizeof(bad)), 0);
	assert_int_equal(import_iovec(&i, vec, 2, fast, &array), -EINVAL);
	assert_int_equal(import_iovec(&i, vec, 1, fast, &array), -EFAULT);
	assert_null(array);
}

static void long_iovecs_are_cut_and_freed(__unused void **state)
{
	struct iovec64 v[20];
	struct iov_seg fast[UIO_FASTIOV], *array;
	uaddr_t vec = map_at(0, 1, RW);
	struct iov_iter i;

	for (unsigned n = 0; n < 20; n++)
		v[n] = (struct iovec64){ AREA, 1u << 30 };
	assert_int_equal(copy_to_user(vec, v, sizeof(v)), 0);
	assert_int_equal(import_iovec(&i, vec, 20, fast, &array), 0);
	assert_int_equal(i.count, 0x7ffff000);
	assert_non_null(array);
	kfree(array);
	arena_fail_nth(kernel->arena, 1);
	assert_int_equal(import_iovec(&i, vec, 20, fast, &array), -ENOMEM);
}

static void i386_iovecs_have_words_of_32_bits(__unused void **state)
{
	uint32_t v[4] = { AREA, 3, AREA + 8, 4 };
	struct iov_seg fast[UIO_FASTIOV], *array;
	uaddr_t vec = map_at(0, 1, RW) + 512;
	struct iov_iter i;

	current->abi = &abi_ia32;
	assert_int_equal(copy_to_user(vec, v, sizeof(v)), 0);
	assert_int_equal(import_iovec(&i, vec, 2, fast, &array), 0);
	assert_int_equal(i.count, 7);
	assert_int_equal(copy_to_iter("abcdefg", 7, &i), 7);
	assert_int_equal(peek(AREA + 2), 'c');
	assert_int_equal(peek(AREA + 8), 'd');
	v[1] = 0x80000000;
	assert_int_equal(copy_to_user(vec, v, sizeof(v)), 0);
	assert_int_equal(import_iovec(&i, vec, 2, fast, &array), -EINVAL);
	current->abi = &abi_x64;
}

static void iterators_stop_at_faults_and_go_back(__unused void **state)
{
	uaddr_t hole = map_at(0, 1, RW) + PG;
	struct iovec64 v[3] = { { hole - 4, 4 }, { AREA, 0 }, { hole - 2, 8 } };
	struct iov_seg fast[UIO_FASTIOV], *array;
	struct iov_iter i;

	assert_int_equal(copy_to_user(AREA, v, sizeof(v)), 0);
	assert_int_equal(import_iovec(&i, AREA, 3, fast, &array), 0);
	assert_int_equal(copy_to_iter("123456789abc", 12, &i), 6);
	assert_int_equal(i.count, 6);
	assert_int_equal(copy_to_iter("x", 1, &i), 0);
	iov_iter_revert(&i, 6);
	assert_int_equal(i.count, 12);
	iov_iter_advance(&i, 3);
	assert_int_equal(copy_from_iter(buf, 100, &i), 3);
	assert_int_equal(buf[0], '6'); /* the second segment lies over the first */
	iov_iter_revert(&i, 6);
	assert_int_equal(iov_iter_zero(100, &i), 6);
	assert_int_equal(peek(hole - 1), 0);
}

static void kernel_iterators_need_no_space(__unused void **state)
{
	char to[8];
	struct iov_iter i;

	iov_iter_kernel(&i, buf, 6);
	assert_int_equal(copy_to_iter("abcdefgh", 8, &i), 6);
	iov_iter_kernel(&i, buf, 6);
	iov_iter_advance(&i, 2);
	assert_int_equal(copy_from_iter(to, 8, &i), 4);
	assert_memory_equal(to, "cdef", 4);
}

static void host_pieces_join_and_end_at_the_fault(__unused void **state)
{
	uaddr_t a = map_at(0, 3, RW);
	struct host_iov v[8];
	struct iov_iter i;
	unsigned n;
	size_t total = 0;

	assert_int_equal(iov_iter_user(&i, a + 100, 4 * PG), 0);
	n = iov_iter_host(&i, true, v, 8, SIZE_MAX);
	for (unsigned k = 0; k < n; k++)
		total += v[k].len;
	assert_int_equal(total, 3 * PG - 100);
	assert_int_equal(i.count, 4 * PG); /* does not advance */
	memcpy(v[0].base, "hello", 5);
	assert_int_equal(peek(a + 104), 'o');
	n = iov_iter_host(&i, true, v, 8, 10);
	assert_int_equal(n, 1);
	assert_int_equal(v[0].len, 10);
	assert_int_equal(iov_iter_user(&i, a + 3 * PG, 1), 0);
	assert_int_equal(iov_iter_host(&i, false, v, 8, 10), 0);
	assert_int_equal(iov_iter_user(&i, TASK_SIZE_MAX, 1), -EFAULT);
}

static void single_buffers_are_cut_to_the_largest_count(__unused void **state)
{
	struct iov_iter i;

	assert_int_equal(iov_iter_user(&i, AREA, SIZE_MAX), 0);
	assert_int_equal(i.count, 0x7ffff000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		machine_test(copies_stop_exactly_at_the_hole),
		machine_test(copies_cross_pages),
		machine_test(every_page_needs_the_right),
		machine_test(write_only_and_exec_only_can_be_read),
		machine_test(ranges_beyond_the_limit_fault_before_anything_is_copied),
		machine_test(strings_end_at_nul_size_or_hole),
		machine_test(cmpxchg_needs_a_writable_page_even_when_it_does_not_write),
		machine_test(nothing_is_reachable_without_a_space),
		machine_test(writes_tell_the_engine_about_code),
		machine_test(iovecs_are_checked_in_linux_order),
		machine_test(long_iovecs_are_cut_and_freed),
		machine_test(i386_iovecs_have_words_of_32_bits),
		machine_test(iterators_stop_at_faults_and_go_back),
		machine_test(kernel_iterators_need_no_space),
		machine_test(host_pieces_join_and_end_at_the_fault),
		machine_test(single_buffers_are_cut_to_the_largest_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
