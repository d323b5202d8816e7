/* SPDX-License-Identifier: GPL-2.0-or-later */
/* New tasks: kernel/fork.c. */
#ifndef KERNEL_FORK_H
#define KERNEL_FORK_H

#include "kernel/task.h"

/* What clone, clone3, fork and vfork say in their own ways. */
struct clone_args {
	uint64_t flags; /* CLONE_* but the signal */
	uaddr_t pidfd, child_tid, parent_tid;
	int exit_signal;
	uaddr_t stack; /* its upper end; 0: as the parent's */
	uint64_t tls;
	pid_t set_tid;
	unsigned set_tid_size; /* 0: any number will do */
};

/* The new task's id, or a negative errno. May sleep (CLONE_VFORK). */
long kernel_clone(const struct clone_args *args);

/* t has left its parent's address space: a parent that waits for that goes on. */
void vfork_done(struct task *t);

#endif
