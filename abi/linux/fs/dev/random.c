/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * /dev/random and /dev/urandom: the machine's generator. As in Linux since 5.18 the two differ in
 * poll alone, for the generator is keyed before the first task runs.
 */
#include "fs/dev/internal.h"

#include <string.h>

#include "kernel/cred.h"
#include "kernel/random.h"
#include "uapi/random.h"

#define CHUNK 512

static int64_t random_read(__unused struct file *f, struct iov_iter *to, __unused loff_t *pos)
{
	uint8_t block[CHUNK];
	int64_t done = 0;
	size_t chunk, n;

	while (to->count) {
		chunk = min(to->count, sizeof(block));
		get_random_bytes(block, chunk);
		n = copy_to_iter(block, chunk, to);
		done += (int64_t)n;
		if (n < chunk) {
			done = done ? done : -EFAULT;
			break;
		}
		if (to->count && need_break())
			break;
	}
	memset(block, 0, sizeof(block));
	return done;
}

static int64_t random_write(__unused struct file *f, struct iov_iter *from, __unused loff_t *pos)
{
	uint8_t block[CHUNK];
	int64_t done = 0;
	size_t chunk, n;

	while (from->count) {
		chunk = min(from->count, sizeof(block));
		n = copy_from_iter(block, chunk, from);
		add_device_randomness(block, n);
		done += (int64_t)n;
		if (n < chunk)
			return done ? done : -EFAULT;
		if (from->count && need_break())
			break;
	}
	return done;
}

static unsigned random_poll(__unused struct file *f, __unused struct poll_table *pt)
{
	return EPOLLIN | EPOLLRDNORM;
}

static loff_t noop_llseek(struct file *f, __unused loff_t offset, __unused int whence)
{
	return f->pos;
}

/* struct rand_pool_info: bits claimed, bytes, the bytes. The claim is not believed, only checked. */
static long add_entropy(uaddr_t arg)
{
	struct iov_iter from;
	int32_t head[2];
	loff_t pos = 0;
	int64_t n;
	int err;

	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	if (copy_from_user(head, arg, sizeof(head)))
		return -EFAULT;
	if (head[0] < 0 || head[1] < 0)
		return -EINVAL;
	err = iov_iter_user(&from, arg + sizeof(head), (size_t)head[1]);
	if (err)
		return err;
	n = random_write(NULL, &from, &pos);
	if (n < 0)
		return n;
	return n == head[1] ? 0 : -EFAULT;
}

static long random_ioctl(__unused struct file *f, unsigned cmd, uint64_t arg)
{
	int32_t bits = POOL_BITS;

	switch (cmd) {
	case RNDGETENTCNT:
		return put_user(bits, arg);
	case RNDADDTOENTCNT:
		if (!capable(CAP_SYS_ADMIN))
			return -EPERM;
		if (get_user(bits, arg))
			return -EFAULT;
		return bits < 0 ? -EINVAL : 0;
	case RNDADDENTROPY:
		return add_entropy(arg);
	case RNDZAPENTCNT:
	case RNDCLEARPOOL:
	case RNDRESEEDCRNG:
		return capable(CAP_SYS_ADMIN) ? 0 : -EPERM;
	default:
		return -EINVAL;
	}
}

const struct file_ops random_ops = {
	.open = nowait_open,
	.read = random_read,
	.write = random_write,
	.poll = random_poll,
	.llseek = noop_llseek,
	.ioctl = random_ioctl,
};

const struct file_ops urandom_ops = {
	.open = nowait_open,
	.read = random_read,
	.write = random_write,
	.llseek = noop_llseek,
	.ioctl = random_ioctl,
};
