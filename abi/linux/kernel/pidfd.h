/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Descriptors of processes: kernel/pidfd.c. */
#ifndef KERNEL_PIDFD_H
#define KERNEL_PIDFD_H

#include "fs/fs.h"
#include "kernel/pid.h"

/* A file for pid; flags: O_NONBLOCK, PIDFD_THREAD. Or ERR_PTR. */
struct file *pidfd_create(struct pid *pid, unsigned flags);
/* What f is a descriptor of, borrowed from it; NULL: no pidfd. */
struct pid *pidfd_pid(const struct file *f);
/* The task that descriptor fd, or a PIDFD_SELF_*, stands for: borrowed. -EBADF, -ESRCH. */
struct task *pidfd_get_task(int fd);

#endif
