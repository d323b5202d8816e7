/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What suites of several areas share. */
#ifndef SUITES_SHARED_H
#define SUITES_SHARED_H

#include <fcntl.h>
#include <stdint.h>
#include <sys/resource.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "ring3/suite.h"

/* RLIMIT_what, soft and hard. */
static inline void limit(struct r3_task *t, int what, uint64_t n)
{
	uint64_t both[2] = { n, n };

	r3_assert_result(t, 0, SYS_prlimit64, 0, what, r3_bytes(t, both, sizeof(both)), 0);
}

/* The next descriptor is EMFILE. */
static inline void leave_no_numbers(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_prlimit64, 0, RLIMIT_NOFILE,
			 r3_bytes(t, (uint64_t[]){ 0, 1024 }, 16), 0);
}

/* A check: what was made is close-on-exec. */
static inline void goes_at_exec(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)args;
	r3_assert_result(t, FD_CLOEXEC, SYS_fcntl, result, F_GETFD);
}

/* What workers and timers of Linux's bring comes when it comes: t does not sleep for ever. */
static inline void let_it_come(struct r3_task *t)
{
	for (int i = 0; i < 1000 && r3_world_of(t) == R3_ON_LINUX && r3_blocks(t); i++)
		r3_advance(t, 10000000);
}

/* A set of one signal, as both ABIs have it. */
static inline r3_ptr sigset_of(struct r3_task *t, int sig)
{
	uint64_t set = 1ull << (sig - 1);

	return r3_bytes(t, &set, sizeof(set));
}

#endif
