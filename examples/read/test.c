/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What read(2) does, as tests of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <ring3/cmocka.h>
#include <signal.h>

#define LETTERS "abcdefghijklmnopqrstuvwxyz"

static int letters(struct r3_task *t, int flags)
{
	r3_make_file(t, "letters", LETTERS, 26, 0644);
	return r3_open(t, "letters", flags);
}

/* Of two things that are wrong, the descriptor is looked at first, then the address. */
static void the_descriptor_comes_before_the_address(struct r3_task *t)
{
	int fd = letters(t, O_WRONLY);

	r3_assert_errno(t, EBADF, SYS_read, 99, R3_BAD_PTR, 8);
	r3_assert_errno(t, EBADF, SYS_read, fd, R3_KERNEL_PTR(t), 8);
	r3_assert_errno(t, EFAULT, SYS_read, r3_open(t, "letters", O_RDONLY), R3_KERNEL_PTR(t), 8);
	r3_assert_errno(t, EISDIR, SYS_read, r3_open(t, ".", O_RDONLY), R3_BAD_PTR, 8);
}
R3_TEST(the_descriptor_comes_before_the_address)

static void nothing_can_be_read_to_nowhere(struct r3_task *t)
{
	int fd = letters(t, O_RDONLY);

	r3_assert_result(t, 0, SYS_read, fd, R3_BAD_PTR, 0);
	r3_assert_result(t, 26, SYS_read, fd, r3_alloc(t, 100), 100);
	r3_assert_result(t, 0, SYS_read, fd, R3_BAD_PTR, 1); /* there is nothing to be put there */
}
R3_TEST(nothing_can_be_read_to_nowhere)

/* A buffer of which there bytes exist: so many are read, and the file's position says so. */
static void read_cut(struct r3_task *t, r3_ptr buf, size_t there, void *fd)
{
	int64_t n = there ? (int64_t)there : -EFAULT;

	r3_assert_result(t, 0, SYS_lseek, *(int *)fd, 0, SEEK_SET);
	r3_assert_result(t, n, SYS_read, *(int *)fd, buf, 26);
	r3_assert_memory(t, buf, LETTERS, there);
	r3_assert_result(t, (int64_t)there, SYS_lseek, *(int *)fd, 0, SEEK_CUR);
}

static void it_ends_where_the_buffer_does(struct r3_task *t)
{
	int fd = letters(t, O_RDONLY);

	r3_sweep_cut(t, 26, read_cut, &fd);
}
R3_TEST(it_ends_where_the_buffer_does)

static void what_cannot_be_written_is_no_buffer(struct r3_task *t)
{
	r3_ptr buf = r3_alloc_readonly(t, "12345678", 8);

	r3_assert_errno(t, EFAULT, SYS_read, letters(t, O_RDONLY), buf, 8);
	r3_assert_memory(t, buf, "12345678", 8);
}
R3_TEST(what_cannot_be_written_is_no_buffer)

static void a_reader_sleeps_until_somebody_writes(struct r3_task *t)
{
	r3_ptr ends = r3_alloc(t, 8), buf = r3_alloc(t, 8);
	struct r3_task *writer;

	r3_assert_ok(t, SYS_pipe, ends);
	writer = r3_fork(t);
	r3_begin(t, SYS_read, r3_get_u32(t, ends), buf, 8);
	r3_assert_blocks(t);
	r3_assert_result(writer, 3, SYS_write, r3_get_u32(writer, ends + 4), r3_string(writer, "ab"), 3);
	r3_assert_finished(t, 3); /* what there is, not what was asked for */
	r3_assert_string(t, buf, "ab");
}
R3_TEST(a_reader_sleeps_until_somebody_writes)

static void it_is_interrupted_only_if_nothing_was_read(struct r3_task *t)
{
	r3_ptr ends = r3_alloc(t, 8);
	struct r3_task *other;

	r3_assert_ok(t, SYS_pipe, ends);
	r3_handle(t, SIGUSR1, 0);
	other = r3_fork(t);
	r3_begin(t, SYS_read, r3_get_u32(t, ends), r3_alloc(t, 8), 8);
	r3_assert_blocks(t);
	r3_assert_ok(other, SYS_kill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
	assert_int_equal(r3_handled(t, SIGUSR1), 1);
}
R3_TEST(it_is_interrupted_only_if_nothing_was_read)

struct reader {
	int fd;
	r3_ptr buf;
};

/* With its only copy to the buffer failing, and once more with none that fails. */
static void read_failing(struct r3_task *t, unsigned n, void *ctx)
{
	struct reader *r = ctx;

	r3_assert_result(t, n == 1 ? -EFAULT : 26, SYS_read, r->fd, r->buf, 26);
	r3_assert_result(t, n == 1 ? 0 : 26, SYS_lseek, r->fd, 0, SEEK_CUR);
}

static void what_did_not_arrive_was_not_read(struct r3_task *t)
{
	struct reader r = { letters(t, O_RDONLY), r3_alloc(t, 26) };

	assert_int_equal(r3_sweep_failing(t, R3_FAIL_COPY, read_failing, &r), 1);
}
R3_TEST_WITH(what_did_not_arrive_was_not_read, R3_ONLY_RING3)

int main(int argc, char **argv)
{
	return r3_kit_main(argc, argv);
}
