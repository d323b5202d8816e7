// SPDX-License-Identifier: GPL-2.0-or-later
/* Time values of the guests' layouts, and the calls that read and set the wall clock. */
#include "kernel/time.h"
#include "kernel/task.h"
#include "uaccess.h"
#include "uapi/time.h"

/*
 * i386's time64 calls leave the upper half of tv_nsec as padding that programs need not clear;
 * from 64-bit code it is part of the number.
 */
int get_timespec64(struct timespec64 *t, uaddr_t ua)
{
	struct linux_timespec k;

	if (copy_from_user(&k, ua, sizeof(k)))
		return -EFAULT;
	t->tv_sec = k.tv_sec;
	t->tv_nsec = in_compat_syscall() ? (int64_t)(uint32_t)k.tv_nsec : k.tv_nsec;
	return 0;
}

int put_timespec64(const struct timespec64 *t, uaddr_t ua)
{
	struct linux_timespec k = { t->tv_sec, t->tv_nsec };

	return copy_to_user(ua, &k, sizeof(k)) ? -EFAULT : 0;
}

int get_old_timespec32(struct timespec64 *t, uaddr_t ua)
{
	struct i386_timespec k;

	if (copy_from_user(&k, ua, sizeof(k)))
		return -EFAULT;
	t->tv_sec = k.tv_sec;
	t->tv_nsec = k.tv_nsec;
	return 0;
}

int put_old_timespec32(const struct timespec64 *t, uaddr_t ua)
{
	struct i386_timespec k = { t->tv_sec, t->tv_nsec };

	return copy_to_user(ua, &k, sizeof(k)) ? -EFAULT : 0;
}
