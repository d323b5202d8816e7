/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What suites of waiting for descriptors share. */
#ifndef SUITES_EVENTS_EVENTS_H
#define SUITES_EVENTS_EVENTS_H

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "../shared.h"

#define BILLION 1000000000

static inline void no_descriptors(struct r3_task *t)
{
	limit(t, RLIMIT_NOFILE, 0);
}

/* An empty pipe: its read end, and *end to write to. */
static inline int pipe_of(struct r3_task *t, int *end)
{
	r3_ptr p = r3_alloc(t, 8);

	r3_assert_result(t, 0, SYS_pipe, p);
	*end = (int)r3_get_u32(t, p + 4);
	return (int)r3_get_u32(t, p);
}

#endif
