/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Back to an earlier state; one thing after the other that fails. */
#include "kit.h"

static void back_is_as_it_was_saved(struct r3_task *t)
{
	r3_ptr p = r3_bytes(t, "before", 6);
	struct r3_task *b = r3_fork(t), *c;
	int fd[2];

	make_pipe(t, fd);
	r3_begin(b, SYS_pause);
	r3_assert_blocks(b);
	r3_save(t);
	for (int i = 0; i < 3; i++) {
		r3_assert_memory(t, p, "before", 6);
		r3_put(t, p, "behind", 6);
		c = r3_fork(t);
		assert_int_equal(r3_open(t, "a", O_CREAT | O_EXCL | O_RDWR), 2);
		r3_begin(t, SYS_read, fd[0], r3_alloc(c, 4), 4);
		r3_assert_blocks(t);
		r3_assert_result(c, 0, SYS_kill, r3_tid(b), SIGKILL);
		assert_true(r3_has_ended(b, NULL));
		r3_back(t);
		r3_assert_blocks(b);
		r3_assert_no_file(t, "a");
		r3_assert_fds(t, 2);
	}
}
R3_TEST(back_is_as_it_was_saved)

struct cuts {
	int fd;
	unsigned n;
};

static void write_cut(struct r3_task *t, r3_ptr buf, size_t there, void *ctx)
{
	struct cuts *c = ctx;

	c->n++;
	if (there)
		r3_assert_result(t, (int64_t)there, SYS_write, c->fd, buf, 16);
	else
		r3_assert_errno(t, EFAULT, SYS_write, c->fd, buf, 16);
	/* Each time it is empty before. */
	r3_assert_result(t, (int64_t)there, SYS_lseek, c->fd, 0, SEEK_CUR);
}

static void a_write_is_cut_at_each_byte(struct r3_task *t)
{
	struct cuts c = { r3_open(t, "a", O_RDWR | O_CREAT), 0 };

	r3_sweep_cut(t, 16, write_cut, &c);
	assert_int_equal(c.n, 17);
}
R3_TEST(a_write_is_cut_at_each_byte)

static void pipe_or_no_memory(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t r = r3_syscall(t, SYS_pipe2, *(r3_ptr *)ctx, 0);

	assert_true(n > 0);
	assert_true(r == 0 || r == -ENOMEM || r == -ENFILE);
	r3_assert_fds(t, r ? 0 : 2);
}

static void each_allocation_of_pipe2_fails(struct r3_task *t)
{
	r3_ptr ends = r3_alloc(t, 8);

	assert_true(r3_sweep_failing(t, R3_FAIL_ALLOC, pipe_or_no_memory, &ends) >= 4);
}
R3_TEST(each_allocation_of_pipe2_fails)

static void read_or_fault(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t r = r3_syscall(t, SYS_readv, 0, *(r3_ptr *)ctx, 2);

	assert_int_equal(r, n < 4 ? -EFAULT : n == 4 ? 3 : 6);
}

/* The vector's two entries, the first buffer, the second. */
static void each_copy_of_readv_fails(struct r3_task *t)
{
	r3_ptr vec = r3_words(t, 4, (int64_t)r3_alloc(t, 3), (int64_t)3, (int64_t)r3_alloc(t, 3),
			      (int64_t)3);

	r3_make_file(t, "a", "abcdef", 6, 0644);
	r3_open(t, "a", O_RDONLY);
	assert_int_equal(r3_sweep_failing(t, R3_FAIL_COPY, read_or_fault, &vec), 4);
}
R3_TEST(each_copy_of_readv_fails)

static void fork_or_no_memory(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t r = r3_syscall(t, SYS_fork);

	(void)n;
	(void)ctx;
	assert_true(r > 0 || r == -ENOMEM || r == -EAGAIN);
}

static void each_frame_of_fork_fails(struct r3_task *t)
{
	assert_true(r3_sweep_failing(t, R3_FAIL_FRAME, fork_or_no_memory, NULL) >= 3);
	assert_true(r3_sweep_failing(t, R3_FAIL_ALLOC, fork_or_no_memory, NULL) >= 3);
}
R3_TEST(each_frame_of_fork_fails)

KIT_MAIN
