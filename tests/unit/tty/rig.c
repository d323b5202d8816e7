/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rig.h"

#include <stdio.h>
#include <string.h>

int tty_setup(void **state)
{
	int err = fs_setup(state);

	if (!err)
		become_root();
	return err;
}

long open_master(void)
{
	return open_("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK);
}

long ioctl_(long fd, unsigned cmd, uint64_t arg)
{
	return call(ioctl, (uint64_t)fd, cmd, arg);
}

long ioctl_int(long fd, unsigned cmd, int value)
{
	assert_int_equal(copy_to_user(BUF, &value, sizeof(value)), 0);
	return ioctl_(fd, cmd, BUF);
}

long open_slave(long master)
{
	char name[32];
	int n;

	if (ioctl_int(master, TIOCSPTLCK, 0)) /* hung up, or no master */
		return -EIO;
	assert_int_equal(ioctl_(master, TIOCGPTN, BUF), 0);
	assert_int_equal(copy_from_user(&n, BUF, sizeof(n)), 0);
	snprintf(name, sizeof(name), "/dev/pts/%d", n);
	return open_(name, O_RDWR | O_NOCTTY | O_NONBLOCK);
}

long put(long fd, const void *bytes, size_t n)
{
	assert_int_equal(copy_to_user(BUF, bytes, n), 0);
	return call(write, (uint64_t)fd, BUF, n);
}

long get(long fd, void *bytes, size_t n)
{
	long r = call(read, (uint64_t)fd, BUF, n);

	if (r > 0)
		assert_int_equal(copy_from_user(bytes, BUF, (size_t)r), 0);
	return r;
}

struct tty *tty_at(long fd)
{
	struct file *f = file_get((int)fd);
	struct tty *tty;

	assert_non_null(f);
	tty = file_tty(f);
	file_put(f);
	return tty;
}

void check_tty(struct tty *tty)
{
	const struct flip *f = tty->flip;

	assert_true(f->head - f->tail <= FLIP_SIZE);
	assert_true(f->looked_ahead <= f->head - f->tail);
	assert_false(f->busy);
}

void check_pair(long master)
{
	struct tty *tty = tty_at(master);

	check_tty(tty);
	check_tty(tty->link);
}
