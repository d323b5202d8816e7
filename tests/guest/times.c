/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Clocks and sleeps: they go forward, sleep long enough, refuse what is invalid. */
#include <signal.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/time.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <time.h>

#include "guest.h"

static int64_t now(clockid_t c)
{
	struct timespec t;

	clock_gettime(c, &t);
	return t.tv_sec * 1000000000ll + t.tv_nsec;
}

static void clocks(void)
{
	static const clockid_t all[] = {
		CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID,
		CLOCK_MONOTONIC_RAW, CLOCK_REALTIME_COARSE, CLOCK_MONOTONIC_COARSE, CLOCK_BOOTTIME,
		CLOCK_REALTIME_ALARM, CLOCK_BOOTTIME_ALARM, 10, CLOCK_TAI, 12, 15, -1, 1000,
	};
	struct timespec t, t2;
	struct timeval tv;

	for (unsigned i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		printf("clock %d: ", all[i]);
		if (all[i] == CLOCK_REALTIME_ALARM || all[i] == CLOCK_BOOTTIME_ALARM) {
			puts("needs a clock that wakes the machine");
			continue;
		}
		if (clock_gettime(all[i], &t)) {
			puts(guest_errno(errno));
			continue;
		}
		clock_gettime(all[i], &t2);
		printf("forward %d, valid %d\n",
		       t2.tv_sec > t.tv_sec || (t2.tv_sec == t.tv_sec && t2.tv_nsec >= t.tv_nsec),
		       t.tv_nsec >= 0 && t.tv_nsec < 1000000000);
	}
	printf("time(), gettimeofday() and the clock agree: %d %d\n",
	       llabs(time(NULL) - now(CLOCK_REALTIME) / 1000000000) <= 1,
	       gettimeofday(&tv, NULL) == 0 &&
		       llabs(tv.tv_sec - now(CLOCK_REALTIME) / 1000000000) <= 1);
	show(clock_getres(CLOCK_MONOTONIC, &t));
	printf("%ld %ld\n", (long)t.tv_sec, t.tv_nsec);
	show(clock_getres(CLOCK_MONOTONIC, NULL));
	show(clock_getres(77, &t));
	show(raw(SYS_clock_gettime, CLOCK_MONOTONIC, 8, 0, 0, 0, 0));
	show(raw(SYS_clock_gettime, 77, 8, 0, 0, 0, 0));
	show(raw(SYS_gettimeofday, 8, 0, 0, 0, 0, 0));
	show(raw(SYS_gettimeofday, 0, 0, 0, 0, 0, 0));
	show(raw(SYS_time, 8, 0, 0, 0, 0, 0));
}

static void sleeps(void)
{
	struct timespec t = { 0, 5000000 }, left = { 7, 7 };
	int64_t before = now(CLOCK_MONOTONIC);

	show(nanosleep(&t, &left));
	printf("long enough: %d, left untouched: %d\n", now(CLOCK_MONOTONIC) - before >= 5000000,
	       left.tv_sec == 7);
	t.tv_nsec = 1000000000;
	show(nanosleep(&t, NULL));
	t = (struct timespec){ -1, 0 };
	show(nanosleep(&t, NULL));
	show(raw(SYS_nanosleep, 8, 0, 0, 0, 0, 0));
	t = (struct timespec){ 0, 0 };
	show(nanosleep(&t, NULL));
	clock_gettime(CLOCK_MONOTONIC, &t);
	show(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL));
	t.tv_nsec += 3000000;
	if (t.tv_nsec >= 1000000000) {
		t.tv_nsec -= 1000000000;
		t.tv_sec++;
	}
	show(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL));
	printf("not before its time: %d\n",
	       now(CLOCK_MONOTONIC) >= t.tv_sec * 1000000000ll + t.tv_nsec);
	t = (struct timespec){ 0, 1000000 };
	show(clock_nanosleep(CLOCK_REALTIME, 0, &t, NULL));
	show(clock_nanosleep(CLOCK_BOOTTIME, 0, &t, NULL));
	show(clock_nanosleep(CLOCK_THREAD_CPUTIME_ID, 0, &t, NULL));
	show(clock_nanosleep(99, 0, &t, NULL));
}

static volatile int alarms;

static void on_alarm(int sig)
{
	(void)sig;
	alarms++;
}

static void interrupted(void)
{
	struct itimerval it = { { 0, 10000 }, { 0, 10000 } }; /* again, should one come too early */
	struct timespec t = { 10, 0 }, left = { 0, 0 };
	struct sigaction sa = { .sa_handler = on_alarm };

	sigaction(SIGALRM, &sa, NULL);
	show(setitimer(ITIMER_REAL, &it, NULL));
	show(nanosleep(&t, &left));
	printf("alarms %d, left %d\n", alarms > 0, left.tv_sec == 9);
	it = (struct itimerval){ 0 };
	show(setitimer(ITIMER_REAL, &it, NULL));
	show(getitimer(ITIMER_REAL, &it));
	printf("%ld %ld\n", (long)it.it_value.tv_sec, (long)it.it_value.tv_usec);
	show(alarm(100));
	show(alarm(0));
	show(setitimer(3, &it, NULL));
	it.it_value.tv_usec = 1000000;
	show(setitimer(ITIMER_REAL, &it, NULL));
	it = (struct itimerval){ { 0, 2000 }, { 0, 2000 } };
	setitimer(ITIMER_REAL, &it, NULL);
	for (int n = alarms; alarms < n + 3;)
		pause();
	it = (struct itimerval){ 0 };
	show(setitimer(ITIMER_REAL, &it, NULL));
	/* A loop that never calls the kernel is interrupted, too. */
	it.it_value.tv_usec = 5000;
	setitimer(ITIMER_REAL, &it, NULL);
	for (int n = alarms; alarms == n;)
		;
	puts("a busy loop was interrupted");
}

static void usage(void)
{
	volatile unsigned x = 0;
	struct rusage ru;
	struct tms tms;
	int64_t cpu;

	for (unsigned i = 0; i < 30000000; i++)
		x += i;
	cpu = now(CLOCK_PROCESS_CPUTIME_ID);
	printf("cpu time counts: %d\n", cpu > 1000000);
	show(getrusage(RUSAGE_SELF, &ru));
	printf("user time: %d, maxrss: %d\n", ru.ru_utime.tv_sec || ru.ru_utime.tv_usec,
	       ru.ru_maxrss > 0);
	show(getrusage(RUSAGE_CHILDREN, &ru));
	printf("%ld\n", (long)ru.ru_utime.tv_sec);
	show(getrusage(5, &ru));
	show(raw(SYS_getrusage, RUSAGE_SELF, 8, 0, 0, 0, 0));
	printf("times: %d\n", times(&tms) != -1);
	show(tms.tms_cutime);
}

static void system_facts(void)
{
	struct utsname u;
	struct sysinfo s;

	show(uname(&u));
	puts(u.sysname);
	show(sysinfo(&s));
	printf("memory unit %d, sane %d\n", s.mem_unit > 0, s.totalram >= s.freeram);
	show(raw(SYS_sysinfo, 8, 0, 0, 0, 0, 0));
	show(raw(SYS_uname, 8, 0, 0, 0, 0, 0));
}

int main(void)
{
	clocks();
	sleeps();
	interrupted();
	usage();
	system_facts();
	return 0;
}
