/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What suites of time share. i386 has most calls twice: with seconds of 32 and of 64 bits. */
#ifndef SUITES_TIME_CLOCK_H
#define SUITES_TIME_CLOCK_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "../shared.h"

#define BILLION 1000000000
#define NO_CLOCK 16 /* beyond all numbers of clocks */
#define OTHER 1234

/* Seconds and their parts, as wide as the suite's call has them. */
static inline int wide_time(struct r3_task *t)
{
	return !r3_is_i386(t) || strstr(r3_suite_call(t), "64");
}

static inline r3_ptr moment(struct r3_task *t, int64_t sec, int64_t part)
{
	int64_t wide[2] = { sec, part };
	int32_t narrow[2] = { (int32_t)sec, (int32_t)part };

	return wide_time(t) ? r3_bytes(t, wide, sizeof(wide)) : r3_bytes(t, narrow, sizeof(narrow));
}

static inline int64_t seconds_at(struct r3_task *t, r3_ptr p)
{
	return wide_time(t) ? (int64_t)r3_get_u64(t, p) : (int32_t)r3_get_u32(t, p);
}

static inline int64_t part_at(struct r3_task *t, r3_ptr p)
{
	return wide_time(t) ? (int64_t)r3_get_u64(t, p + 8) : (int32_t)r3_get_u32(t, p + 4);
}

static inline void block(struct r3_task *t, int sig)
{
	r3_assert_result(t, 0, SYS_rt_sigprocmask, SIG_BLOCK, sigset_of(t, sig), 0, 8);
}

/* A signal for t, which sleeps, from a thread of its own. */
static inline void interrupt(struct r3_task *t, struct r3_task *thread)
{
	r3_assert_result(thread, 0, SYS_tkill, r3_tid(t), SIGUSR1);
}

#endif
