/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Clocks and sleeps: which exist, what they refuse, that they go forward and sleep long enough. */
#include <sys/time.h>
#include <sys/timex.h>
#include <sys/times.h>
#include <time.h>
#include <utime.h>

#include "guest.h"

#define BAD ((void *)8)

struct ts64 {
	int64_t sec, nsec;
};

#ifdef __i386__
#define GETTIME SYS_clock_gettime64
#define SETTIME SYS_clock_settime64
#define GETRES SYS_clock_getres_time64
#define SLEEP SYS_clock_nanosleep_time64
#else
#define GETTIME SYS_clock_gettime
#define SETTIME SYS_clock_settime
#define GETRES SYS_clock_getres
#define SLEEP SYS_clock_nanosleep
#endif

static void which_exist(void)
{
	/* 8 and 9 depend on the host's real-time clock. */
	static const int ids[] = { 0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 15, 16, 1000, -1, -2, -3, -4,
				   -5, -6, -7, -8, -9, -10, -16, 0x7fffffff, -0x7fffffff - 1 };
	struct ts64 ts;

	for (unsigned i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		struct timespec old;
		long get, res, set, zero, bad;

		get = raw(GETTIME, ids[i], (long)&ts, 0, 0, 0, 0);
		res = raw(GETRES, ids[i], (long)&ts, 0, 0, 0, 0);
		zero = raw(GETRES, ids[i], 0, 0, 0, 0, 0);
		bad = raw(GETTIME, ids[i], (long)BAD, 0, 0, 0, 0);
		ts = (struct ts64){ 1, 1000000000 };
		set = ids[i] ? raw(SETTIME, ids[i], (long)&ts, 0, 0, 0, 0) : 0;
		printf("clock %d: %ld %ld %ld %ld %ld old %ld sleep", ids[i], get, res, zero, bad,
		       set, raw(SYS_clock_gettime, ids[i], (long)&old, 0, 0, 0, 0));
		ts = (struct ts64){ 0, -1 };
		printf(" %ld", raw(SLEEP, ids[i], 0, (long)&ts, 0, 0, 0));
		printf(" %ld", raw(SLEEP, ids[i], 0, (long)BAD, 0, 0, 0));
		ts = (struct ts64){ 0, 0 };
		printf(" %ld", raw(SLEEP, ids[i], TIMER_ABSTIME | 0x100, (long)&ts, (long)BAD, 0, 0));
		printf(" %ld\n", raw(SLEEP, ids[i], 0, (long)&ts, (long)BAD, 0, 0));
	}
}

static int64_t now(int clock)
{
	struct ts64 ts;

	raw(GETTIME, clock, (long)&ts, 0, 0, 0, 0);
	return ts.sec * 1000000000 + ts.nsec;
}

/* By less than 100 ms, if nothing comes between the two looks. */
static int coarse_is_behind(void)
{
	for (int i = 0; i < 100; i++) {
		int64_t coarse = now(6), fine = now(1);

		if (coarse > fine)
			return 0;
		if (fine - coarse < 100000000)
			return 1;
	}
	return 0;
}

static void forward(void)
{
	static const int ids[] = { 0, 1, 2, 3, 4, 5, 6, 7, 11, -6 };
	struct timespec a, b;
	struct timeval tv;
	volatile int work;

	for (unsigned i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		int64_t start = now(ids[i]), end = start;

		for (work = 0; work < 2000 && end == start; work++)
			for (volatile int j = 0; j < 10000; j++)
				;
		for (int j = 0; j < 100000 && end == start; j++)
			end = now(ids[i]);
		printf("clock %d goes forward: %d\n", ids[i], end > start);
	}
	clock_gettime(CLOCK_REALTIME, &a);
	gettimeofday(&tv, NULL);
	clock_gettime(CLOCK_REALTIME, &b);
	printf("gettimeofday between: %d\n", tv.tv_sec >= a.tv_sec && tv.tv_sec <= b.tv_sec);
	printf("time agrees: %d\n", time(NULL) - b.tv_sec <= 1);
	printf("today: %d\n", b.tv_sec > 1700000000);
	printf("coarse behind fine: %d\n", coarse_is_behind());
}

static void sleeps(void)
{
	struct timespec ts = { 0, 3000000 }, abs;
	int64_t start;

	start = now(1);
	show(nanosleep(&ts, NULL));
	printf("long enough: %d\n", now(1) - start >= 3000000);
	start = now(1);
	show(clock_nanosleep(CLOCK_REALTIME, 0, &ts, NULL));
	printf("long enough: %d\n", now(1) - start >= 3000000);
	clock_gettime(CLOCK_MONOTONIC, &abs);
	abs.tv_nsec += 3000000;
	if (abs.tv_nsec >= 1000000000) {
		abs.tv_sec++;
		abs.tv_nsec -= 1000000000;
	}
	show(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &abs, NULL));
	printf("reached: %d\n", now(1) >= abs.tv_sec * 1000000000ll + abs.tv_nsec);
	clock_gettime(CLOCK_REALTIME, &abs);
	abs.tv_sec--;
	show(clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &abs, NULL));
	ts.tv_nsec = 1000000000;
	show(nanosleep(&ts, NULL));
	ts.tv_nsec = 0;
	ts.tv_sec = -1;
	show(nanosleep(&ts, NULL));
	show(raw(SYS_nanosleep, (long)BAD, 0, 0, 0, 0, 0));
	ts.tv_sec = 0;
	show(raw(SYS_nanosleep, (long)&ts, (long)BAD, 0, 0, 0, 0));
	show(raw(SYS_nanosleep, 0, 0, 0, 0, 0, 0));
}

static void old_calls(void)
{
	struct timeval tv = { 0, 2000000 };
	struct timezone tz;
	struct tms t;

	show(raw(SYS_gettimeofday, (long)BAD, 0, 0, 0, 0, 0));
	show(raw(SYS_gettimeofday, 0, (long)BAD, 0, 0, 0, 0));
	show(raw(SYS_gettimeofday, 0, (long)&tz, 0, 0, 0, 0));
	printf("zone %d %d\n", tz.tz_minuteswest, tz.tz_dsttime);
	show(raw(SYS_gettimeofday, 0, 0, 0, 0, 0, 0));
	show(raw(SYS_settimeofday, (long)&tv, 0, 0, 0, 0, 0));
	show(raw(SYS_settimeofday, (long)BAD, 0, 0, 0, 0, 0));
	show(raw(SYS_time, (long)BAD, 0, 0, 0, 0, 0));
	show(raw(SYS_times, (long)BAD, 0, 0, 0, 0, 0));
	printf("times: %d\n", times(&t) != -1 && t.tms_cutime == 0 && t.tms_cstime == 0);
#ifdef __i386__
	show(raw(SYS_stime, (long)BAD, 0, 0, 0, 0, 0));
#endif
}

static void adjust(void)
{
	struct timex t = { .modes = 0 };

	show_ok(adjtimex(&t) >= 0 ? 0 : -1);
	printf("tick %ld precision %ld tolerance %ld\n", t.tick, t.precision, t.tolerance);
	printf("time %d\n", labs(t.time.tv_sec - time(NULL)) <= 1);
	show(raw(SYS_adjtimex, (long)BAD, 0, 0, 0, 0, 0));
	show(raw(SYS_clock_adjtime, CLOCK_MONOTONIC, (long)&t, 0, 0, 0, 0));
	show(raw(SYS_clock_adjtime, 77, (long)&t, 0, 0, 0, 0));
	show(raw(SYS_clock_adjtime, CLOCK_REALTIME, (long)BAD, 0, 0, 0, 0));
	show(raw(SYS_clock_adjtime, -2, (long)&t, 0, 0, 0, 0));
	show(raw(SYS_clock_adjtime, -5, (long)&t, 0, 0, 0, 0));
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	which_exist();
	forward();
	sleeps();
	old_calls();
	adjust();
	return 0;
}
