/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A task's memory: holes, protections, borders of pages, values. */
#include "kit.h"

#define PAGE 4096u

static int sink(struct r3_task *t)
{
	return (int)r3_assert_ok(t, SYS_memfd_create, r3_string(t, "sink"), 0);
}

static void allocations_end_at_a_hole(struct r3_task *t)
{
	static const size_t sizes[] = { 1, 16, 4095, 4096, 4097, 100000 };
	int fd = sink(t);

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		r3_ptr p = r3_alloc(t, sizes[i]);

		assert_int_equal((p + sizes[i]) % PAGE, 0);
		r3_assert_result(t, (int64_t)sizes[i], SYS_write, fd, p, sizes[i] + 1);
		r3_assert_errno(t, EFAULT, SYS_write, fd, p + sizes[i], 1);
	}
	r3_assert_errno(t, EFAULT, SYS_write, fd, r3_alloc(t, 0), 1);
}
R3_TEST(allocations_end_at_a_hole)

static void two_allocations_have_a_hole_between_them(struct r3_task *t)
{
	r3_ptr first = r3_alloc(t, PAGE), second = r3_alloc(t, PAGE);

	assert_true(second >= first + 2 * PAGE);
}
R3_TEST(two_allocations_have_a_hole_between_them)

static void readonly_memory_is_read_only(struct r3_task *t)
{
	r3_ptr p = r3_alloc_readonly(t, "text", 4), none = r3_alloc_none(t, 4);
	int fd = sink(t);

	r3_assert_result(t, 4, SYS_write, fd, p, 4);
	r3_assert_errno(t, EFAULT, SYS_pread64, fd, p, 4, 0, 0);
	r3_put(t, p, "TEXT", 4); /* the test may */
	r3_assert_memory(t, p, "TEXT", 4);
	r3_assert_errno(t, EFAULT, SYS_write, fd, none, 4);
	r3_assert_memory(t, none, "\0\0\0", 4);
}
R3_TEST(readonly_memory_is_read_only)

static void buffers_straddle_pages(struct r3_task *t)
{
	r3_ptr p = r3_alloc_across(t, 10, 3);

	assert_int_equal((p + 3) % PAGE, 0);
	r3_assert_result(t, 10, SYS_write, sink(t), p, 10);
}
R3_TEST(buffers_straddle_pages)

static void a_cut_buffer_is_there_up_to_the_cut(struct r3_task *t)
{
	int fd = sink(t);

	r3_assert_result(t, 7, SYS_write, fd, r3_alloc_cut(t, 100, 7), 100);
	r3_assert_errno(t, EFAULT, SYS_write, fd, r3_alloc_cut(t, 100, 0), 100);
	r3_assert_errno(t, EFAULT, SYS_write, fd, r3_unmapped(t, 1 << 20), 1 << 20);
	r3_assert_errno(t, EFAULT, SYS_write, fd, R3_BAD_PTR, 1);
	r3_assert_errno(t, EFAULT, SYS_write, fd, R3_KERNEL_PTR(t), 1);
}
R3_TEST(a_cut_buffer_is_there_up_to_the_cut)

static void values_have_the_size_of_the_abi(struct r3_task *t)
{
	r3_ptr p = r3_words(t, 3, (int64_t)1, (int64_t)-2, (int64_t)3);

	assert_int_equal((p + 3 * r3_word(t)) % PAGE, 0);
	assert_int_equal(r3_get_word(t, p, 0), 1);
	assert_int_equal(r3_get_word(t, p, 1), r3_is_i386(t) ? 0xfffffffe : UINT64_MAX - 1);
	r3_put_word(t, p, 2, 77);
	assert_int_equal(r3_get_u32(t, p + 2 * r3_word(t)), 77);
	p = r3_bytes(t, "\1\2\3\4\5\6\7\10", 8);
	assert_int_equal(r3_get_u64(t, p), 0x0807060504030201);
}
R3_TEST(values_have_the_size_of_the_abi)

/* struct iovec is two words. */
static void structures_are_made_of_words(struct r3_task *t)
{
	r3_ptr a = r3_string(t, "one"), b = r3_string(t, "two");
	int fd = sink(t);

	r3_assert_result(t, 7, SYS_writev, fd,
			 r3_words(t, 4, (int64_t)a, (int64_t)3, (int64_t)b, (int64_t)4), 2);
	r3_assert_result(t, 7, SYS_pread64, fd, b = r3_alloc(t, 7), 7, 0, 0);
	r3_assert_memory(t, b, "onetwo", 7);
	r3_assert_string(t, b, "onetwo");
}
R3_TEST(structures_are_made_of_words)

KIT_MAIN
