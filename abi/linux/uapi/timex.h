/* SPDX-License-Identifier: GPL-2.0-or-later */
/* adjtimex and clock_adjtime. */
#ifndef UAPI_TIMEX_H
#define UAPI_TIMEX_H

#include "uapi/time.h"

struct linux_timex { /* x86-64, and i386's clock_adjtime64 */
	uint32_t modes, pad;
	int64_t offset, freq, maxerror, esterror;
	int32_t status, pad2;
	int64_t constant, precision, tolerance;
	int64_t tv_sec, tv_usec;
	int64_t tick, ppsfreq, jitter;
	int32_t shift, pad3;
	int64_t stabil, jitcnt, calcnt, errcnt, stbcnt;
	int32_t tai, reserved[11];
};
_Static_assert(sizeof(struct linux_timex) == 208, "timex");

struct i386_timex {
	uint32_t modes;
	int32_t offset, freq, maxerror, esterror, status, constant, precision, tolerance;
	int32_t tv_sec, tv_usec, tick, ppsfreq, jitter, shift, stabil, jitcnt, calcnt, errcnt,
		stbcnt, tai, reserved[11];
};
_Static_assert(sizeof(struct i386_timex) == 128, "old_timex32");

#define ADJ_OFFSET 0x0001
#define ADJ_FREQUENCY 0x0002
#define ADJ_MAXERROR 0x0004
#define ADJ_ESTERROR 0x0008
#define ADJ_STATUS 0x0010
#define ADJ_TIMECONST 0x0020
#define ADJ_TAI 0x0080
#define ADJ_SETOFFSET 0x0100
#define ADJ_NANO 0x2000
#define ADJ_TICK 0x4000
#define ADJ_ADJTIME 0x8000
#define ADJ_OFFSET_SINGLESHOT 0x0001
#define ADJ_OFFSET_READONLY 0x2000

#define STA_UNSYNC 0x0040
#define STA_NANO 0x2000
#define STA_RONLY 0xff00
#define TIME_ERROR 5 /* not synchronised */

#endif
