/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A line about a task that sleeps, for waiters.c; wait_objects.c knows what arguments stand for. */
#ifndef KERNEL_WAITLINE_H
#define KERNEL_WAITLINE_H

#include <stddef.h>

#include "kernel/task.h"
#include "lib/compiler.h"
#include "syscall.h"

struct waitline {
	char text[600]; /* cut off at its end */
	size_t len;
};

__printf(2, 3) void waitline_add(struct waitline *l, const char *fmt, ...);

/* Of `current`, whose descriptors and memory are meant. */
void waitline_add_arg(struct waitline *l, enum argtype type, uint64_t value);
/* What t, which is current, waits for behind the arguments of its call, if that is known. */
void waitline_add_objects(struct waitline *l, const struct task *t);

#endif
