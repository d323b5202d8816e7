/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What suites of signals share. */
#ifndef SUITES_SIGNALS_SIG_H
#define SUITES_SIGNALS_SIG_H

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "ring3/suite.h"

#define SET(sig) (1ull << ((sig) - 1))
#define RT_SIG 40 /* a real-time signal */
#define OTHER 1234

/* A set of 64 signals, as both ABIs have it. */
static inline r3_ptr set_of(struct r3_task *t, uint64_t set)
{
	return r3_bytes(t, &set, sizeof(set));
}

static inline void block(struct r3_task *t, uint64_t set)
{
	r3_assert_result(t, 0, SYS_rt_sigprocmask, SIG_BLOCK, set_of(t, set), 0, 8);
}

static inline uint64_t blocked(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 8);

	r3_assert_result(t, 0, SYS_rt_sigprocmask, SIG_BLOCK, 0, p, 8);
	return r3_get_u64(t, p);
}

static inline uint64_t pending(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 8);

	r3_assert_result(t, 0, SYS_rt_sigpending, p, 8);
	return r3_get_u64(t, p);
}

static inline int64_t my_pid(struct r3_task *t)
{
	return r3_syscall(t, SYS_getpid);
}

/* What a handler would be called with: SIGUSR1 and USR2 and the real-time one wait. */
static inline void block_usual(struct r3_task *t)
{
	block(t, SET(SIGUSR1) | SET(SIGUSR2) | SET(RT_SIG));
}

#endif
