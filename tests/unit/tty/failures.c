/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every call that makes something of a terminal with the n-th allocation missing, for each n: it
 * fails for want of memory, nothing leaks, no number stays taken, and it can be made again. Reads
 * and writes with the n-th copy to or from the guest failing: -EFAULT, and nothing is torn.
 */
#include "rig.h"

#include <stdio.h>
#include <string.h>

static long master, slave;

static void open_pair(void)
{
	master = open_master();
	slave = open_slave(master);
	assert_true(master >= 0 && slave >= 0);
}

static void close_all(void)
{
	forget_files();
	call(umount, str("/tmp/pts"), 0);
	rmdir_("/tmp/pts");
	flush_sigqueue(&current->signal->shared_pending); /* a terminal was lost */
}

static void nothing(void)
{
}

static long open_slave_again(void)
{
	return open_slave(master);
}

static long open_peer(void)
{
	return ioctl_(master, TIOCGPTPEER, O_RDWR | O_NOCTTY);
}

static long open_as_terminal(void)
{
	return open_("/dev/tty", O_RDWR);
}

static void controlled(void)
{
	open_pair();
	current->signal->tty = NULL;
	assert_int_equal(ioctl_(slave, TIOCSCTTY, 1), 0);
}

static void point(void)
{
	assert_int_equal(mkdir_("/tmp/pts"), 0);
}

static long mount_devpts(void)
{
	return call(mount, str("none"), str("/tmp/pts"), str("devpts"), 0,
		    str("gid=5,mode=620,ptmxmode=666,newinstance,max=3"));
}

static void mounted(void)
{
	point();
	assert_int_equal(mount_devpts(), 0);
}

static long open_mounted(void)
{
	return open_("/tmp/pts/ptmx", O_RDWR | O_NOCTTY);
}

static const struct op {
	const char *name;
	void (*before)(void);
	long (*run)(void);
} ops[] = {
	{ "open a master", nothing, open_master },
	{ "open a slave", open_pair, open_slave_again },
	{ "open the peer", open_pair, open_peer },
	{ "open /dev/tty", controlled, open_as_terminal },
	{ "mount devpts", point, mount_devpts },
	{ "open ptmx of a mount", mounted, open_mounted },
};

/* Whether the n-th was needed. */
static bool fails(const struct op *op, unsigned long n)
{
	size_t before = arena_objects(kernel->arena);
	struct fs_counts fs, after;
	long ret;

	fs_count(&fs);
	op->before();
	arena_fail_nth(kernel->arena, n);
	ret = op->run();
	arena_fail_nth(kernel->arena, 0);
	if (ret < 0 && ret != -ENOMEM)
		fail_msg("%s at %lu: %ld", op->name, n, ret);
	if (ret < 0 && op->run() < 0)
		fail_msg("%s at %lu: not again", op->name, n);
	close_all();
	fs_count(&after);
	if (arena_objects(kernel->arena) != before || memcmp(&fs, &after, sizeof(fs)))
		fail_msg("%s at %lu leaks %ld objects", op->name, n,
			 (long)(arena_objects(kernel->arena) - before));
	return ret < 0;
}

static void any_object_may_be_missing(__unused void **state)
{
	for (unsigned i = 0; i < ARRAY_SIZE(ops); i++) {
		unsigned long n = 1;

		while (fails(&ops[i], n))
			n++;
		assert_true(n > 1);
	}
}

/* The lowest number is free again after each failure. */
static void numbers_come_back(__unused void **state)
{
	int n;

	for (unsigned long nth = 1; nth < 12; nth++) {
		arena_fail_nth(kernel->arena, nth);
		open_master();
		arena_fail_nth(kernel->arena, 0);
		forget_files();
		master = open_master();
		assert_int_equal(ioctl_(master, TIOCGPTN, BUF), 0);
		assert_int_equal(copy_from_user(&n, BUF, sizeof(n)), 0);
		assert_int_equal(n, 0);
		forget_files();
	}
}

static void numbers_run_out(__unused void **state)
{
	long fd[3];

	mounted();
	for (unsigned i = 0; i < 3; i++) {
		fd[i] = open_mounted();
		assert_true(fd[i] >= 0);
	}
	assert_int_equal(open_mounted(), -ENOSPC);
	assert_int_equal(call(close, (uint64_t)fd[1]), 0);
	assert_true(open_mounted() >= 0);
	assert_int_equal(open_mounted(), -ENOSPC);
	close_all();
}

/* A page that is not there, a byte before its end. */
static const uaddr_t brink = AREA + 32 * PG;

static void bad_memory(__unused void **state)
{
	char text[8];

	open_pair();
	assert_int_equal(put(master, "one\ntwo\n", 8), 8);
	assert_int_equal(call(read, (uint64_t)slave, brink, 100), -EFAULT);
	assert_int_equal(get(slave, text, 8), 4); /* what could not be copied is gone */
	assert_memory_equal(text, "two\n", 4);
	assert_int_equal(put(master, "three\n", 6), 6);
	assert_int_equal(call(read, (uint64_t)slave, brink - 2, 100), 2);
	assert_int_equal(get(slave, text, 8), -EAGAIN);
	assert_int_equal(call(write, (uint64_t)slave, brink - 2, 100), -EFAULT);
	assert_int_equal(call(write, (uint64_t)slave, brink, 1), -EFAULT);
	assert_int_equal(ioctl_(slave, TCGETS, brink - 1), -EFAULT);
	assert_int_equal(ioctl_(slave, TCSETSW, brink - 1), -EFAULT);
	assert_int_equal(ioctl_(slave, TIOCSTI, brink), -EFAULT);
	assert_int_equal(ioctl_(master, TIOCPKT, brink), -EFAULT);
	check_pair(master);
	forget_files();
}

/* Whose terminal was freed keeps no pointer to it. */
static void the_last_close_forgets_the_session(__unused void **state)
{
	controlled();
	assert_non_null(current->signal->tty);
	call(close, (uint64_t)master);
	assert_null(current->signal->tty);
	assert_int_equal(open_as_terminal(), -ENXIO);
	assert_int_equal(call(close, (uint64_t)slave), 0);
	flush_sigqueue(&current->signal->shared_pending);
	forget_files();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		tty_test(any_object_may_be_missing), tty_test(numbers_come_back),
		tty_test(numbers_run_out),	     tty_test(bad_memory),
		tty_test(the_last_close_forgets_the_session),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
