/* SPDX-License-Identifier: GPL-2.0-or-later */
/* timerfd: settings, expirations, periods, polls, cancelling, errors. */
#include <limits.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <signal.h>
#include <time.h>

#include "guest.h"

#ifndef TFD_IOC_SET_TICKS
#define TFD_IOC_SET_TICKS _IOW('T', 0, uint64_t)
#endif

static uint64_t v;

static int ready(int fd, int ms)
{
	struct pollfd p = { fd, POLLIN | POLLOUT, 0 };

	poll(&p, 1, ms);
	return p.revents;
}

static long set(int fd, int flags, long value_ns, long interval_ns)
{
	struct itimerspec it = { { interval_ns / 1000000000, interval_ns % 1000000000 },
				 { value_ns / 1000000000, value_ns % 1000000000 } };

	return timerfd_settime(fd, flags, &it, NULL);
}

static void take(int fd)
{
	errno = 0;
	v = 0;
	guest_show("take", read(fd, &v, 8));
	printf("  %s\n", v == 0 ? "none" : v == 1 ? "one" : "several");
}

/* A period that leads beyond the end of time does not end a second time. */
static void far_period(int fd)
{
	const struct itimerspec far = { { LONG_MAX, 0 }, { 0, 1 } };

	show(timerfd_settime(fd, TFD_TIMER_ABSTIME, &far, NULL));
	ready(fd, -1);
	take(fd);
	take(fd);
	show(set(fd, 0, 0, 0));
}

static void show_fdinfo(int fd)
{
	char name[64], line[256];
	FILE *f;

	snprintf(name, sizeof(name), "/proc/self/fdinfo/%d", fd);
	f = fopen(name, "r");
	while (f && fgets(line, sizeof(line), f))
		if (!strncmp(line, "clockid", 7) || !strncmp(line, "ticks", 5) ||
		    !strncmp(line, "settime", 7) || !strncmp(line, "it_", 3))
			printf("  %s", line);
	fclose(f);
}

/* Asked again where nothing is left of a period: one may be over just then. */
static void show_setting(int fd)
{
	struct itimerspec it;
	int result, tries = 0;

	errno = 0;
	do
		result = timerfd_gettime(fd, &it);
	while (it.it_interval.tv_nsec && !it.it_value.tv_sec && !it.it_value.tv_nsec && ++tries < 100);
	guest_show("gettime", result);
	printf("  interval %ld.%09ld value %s\n", (long)it.it_interval.tv_sec,
	       (long)it.it_interval.tv_nsec,
	       !it.it_value.tv_sec && !it.it_value.tv_nsec ? "none" :
	       it.it_value.tv_sec >= 100 ? "long" : "short");
}

static void errors(int fd)
{
	struct itimerspec it = { { 0, 0 }, { 1, 0 } }, bad = { { 0, 1000000000 }, { 1, 0 } };

	show(timerfd_create(99, 0));
	show(timerfd_create(CLOCK_PROCESS_CPUTIME_ID, 0));
	show(timerfd_create(CLOCK_TAI, 0));
	show(timerfd_create(CLOCK_MONOTONIC_RAW, 0));
	show(timerfd_create(CLOCK_MONOTONIC, 1));
	show(timerfd_settime(fd, 4, &it, NULL));
	show(timerfd_settime(fd, 0, &bad, NULL));
	bad = (struct itimerspec){ { 0, 0 }, { -1, 0 } };
	show(timerfd_settime(fd, 0, &bad, NULL));
	show(timerfd_settime(77, 0, &bad, NULL));
	show(timerfd_settime(77, 0, &it, NULL));
	show(timerfd_settime(1, 0, &it, NULL));
	show(raw(SYS_timerfd_settime, fd, 0, 8, 0, 0, 0));
	show(raw(SYS_timerfd_settime, fd, 4, 8, 0, 0, 0));
	show(raw(SYS_timerfd_settime, fd, 0, (long)&it, 8, 0, 0));
	show(raw(SYS_timerfd_gettime, fd, 8, 0, 0, 0, 0));
	show(timerfd_gettime(77, &it));
	show(timerfd_gettime(0, &it));
	show(read(fd, &v, 7));
	show(write(fd, &v, 8));
	show(pread(fd, &v, 8, 0));
	show(lseek(fd, 3, SEEK_SET));
	show(set(fd, 0, 0, 0));
}

static void one_shots(int fd, int clock)
{
	struct timespec now;
	int flags = fcntl(fd, F_GETFL);

	take(fd);
	show(set(fd, 0, 2000000, 0));
	show(ready(fd, -1));
	show_setting(fd);
	show_fdinfo(fd);
	take(fd);
	take(fd);
	show(ready(fd, 0));
	fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
	show(set(fd, 0, 2000000, 0));
	take(fd);
	fcntl(fd, F_SETFL, flags);
	/* absolute: long past, and soon */
	show(set(fd, TFD_TIMER_ABSTIME, 1, 0));
	take(fd);
	clock_gettime(clock, &now);
	show(raw(SYS_timerfd_settime, fd, TFD_TIMER_ABSTIME,
		 (long)&(struct itimerspec){ { 0, 0 }, { now.tv_sec, now.tv_nsec } }, 0, 0, 0));
	show(ready(fd, -1));
	take(fd);
	/* setting anew forgets what has expired */
	show(set(fd, 0, 1, 0));
	show(ready(fd, -1));
	show(set(fd, 0, 500000000000l % 2000000000, 0));
	show(ready(fd, 0));
	take(fd);
	show_setting(fd);
	show(set(fd, 0, 0, 5));
	show_setting(fd);
	show_fdinfo(fd);
}

static void periods(int fd)
{
	struct itimerspec old, it = { { 0, 1000000 }, { 0, 1 } };

	show(timerfd_settime(fd, 0, &it, &old));
	printf("  was %ld %ld\n", (long)old.it_interval.tv_nsec, (long)old.it_value.tv_nsec);
	usleep(10000);
	ready(fd, -1); /* natively its CPU may have been held up */
	take(fd);
	usleep(3000);
	show_setting(fd);
	take(fd);
	it.it_interval.tv_nsec = 1; /* thousands a microsecond */
	show(timerfd_settime(fd, 0, &it, &old));
	printf("  was %ld %d\n", (long)old.it_interval.tv_nsec, /* 0 left: it is over just then */
	       old.it_value.tv_nsec >= 0 && old.it_value.tv_nsec <= 1000000);
	usleep(1000);
	take(fd);
	show(ready(fd, -1));
	take(fd);
	show(set(fd, 0, 0, 0));
	it = (struct itimerspec){ { 300, 5 }, { 200, 6 } };
	show(timerfd_settime(fd, 0, &it, NULL));
	show_setting(fd);
	show(timerfd_settime(fd, 0, &it, &old));
	printf("  was %ld.%ld, %d\n", (long)old.it_interval.tv_sec, (long)old.it_interval.tv_nsec,
	       old.it_value.tv_sec == 199 || old.it_value.tv_sec == 200);
}

static void ticks(int fd)
{
	uint64_t n = 5;

	show(set(fd, 0, 0, 0));
	show(ioctl(fd, TFD_IOC_SET_TICKS, &n));
	show(ready(fd, 0));
	show_fdinfo(fd);
	v = 0;
	show(read(fd, &v, 8));
	printf("  %llu\n", (unsigned long long)v);
	n = 0;
	show(ioctl(fd, TFD_IOC_SET_TICKS, &n));
	show(ioctl(fd, TFD_IOC_SET_TICKS, 8));
	show(ioctl(fd, 0x5499, &n));
	/* a read that faults takes them */
	n = 7;
	show(ioctl(fd, TFD_IOC_SET_TICKS, &n));
	show(read(fd, (void *)8, 8));
	take(fd);
}

static void epoll(int fd)
{
	struct epoll_event e = { .events = EPOLLIN | EPOLLET, .data.u32 = 3 }, got;
	int ep = epoll_create1(0);

	show(set(fd, 0, 0, 0));
	show(epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e));
	show(epoll_wait(ep, &got, 1, 0));
	show(set(fd, 0, 1000000, 0));
	show(epoll_wait(ep, &got, 1, -1));
	printf("  events %x data %u\n", got.events, got.data.u32);
	show(epoll_wait(ep, &got, 1, 0)); /* edge: told once */
	take(fd);
	close(ep);
}

static void on_alarm(int sig)
{
	(void)sig;
}

static void interrupted(int fd)
{
	struct sigaction sa = { .sa_handler = on_alarm };
	struct itimerval it = { { 0, 5000 }, { 0, 5000 } };

	fcntl(fd, F_SETFL, 0);
	show(set(fd, 0, 0, 0));
	sigaction(SIGALRM, &sa, NULL);
	setitimer(ITIMER_REAL, &it, NULL);
	take(fd);
	memset(&it, 0, sizeof(it));
	setitimer(ITIMER_REAL, &it, NULL);
	/* restarted, until the timer fires */
	sa.sa_flags = SA_RESTART;
	sigaction(SIGALRM, &sa, NULL);
	it.it_interval.tv_usec = it.it_value.tv_usec = 3000;
	setitimer(ITIMER_REAL, &it, NULL);
	show(set(fd, 0, 20000000, 0));
	take(fd);
	memset(&it, 0, sizeof(it));
	setitimer(ITIMER_REAL, &it, NULL);
}

#ifdef __i386__
/* The calls with 32-bit times, and those with 64, whose upper half of nanoseconds is padding. */
static void both_widths(int fd)
{
	int32_t t32[4] = { 0, 7, 100, 5 }, got32[4];
	int64_t t64[4] = { 1, 8, 3, 0x7fffffff00000004 }, got64[4];

	show(raw(325, fd, 0, (long)t32, 0, 0, 0));
	show(raw(326, fd, (long)got32, 0, 0, 0, 0));
	printf("  %d.%d\n", got32[0], got32[1]);
	show(raw(411, fd, 0, (long)t64, (long)got64, 0, 0));
	printf("  %lld.%lld\n", (long long)got64[0], (long long)got64[1]);
	show(raw(410, fd, (long)got64, 0, 0, 0, 0));
	printf("  %lld.%lld %lld\n", (long long)got64[0], (long long)got64[1], (long long)got64[2]);
	t32[3] = -1;
	show(raw(325, fd, 0, (long)t32, 0, 0, 0));
}
#endif

int main(void)
{
	static const int clocks[] = { CLOCK_MONOTONIC, CLOCK_REALTIME, CLOCK_BOOTTIME };
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);

	printf("flags %x cloexec %d\n", fcntl(fd, F_GETFL), fcntl(fd, F_GETFD));
	errors(fd);
	close(fd);
	for (unsigned i = 0; i < 3; i++) {
		printf("clock %d\n", clocks[i]);
		fd = timerfd_create(clocks[i], TFD_NONBLOCK);
		one_shots(fd, clocks[i]);
		periods(fd);
		far_period(fd);
		ticks(fd);
		epoll(fd);
		show(set(fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, 1, 0));
		take(fd);
		show(set(fd, TFD_TIMER_CANCEL_ON_SET, 1000, 0));
		show(ready(fd, -1));
		show_fdinfo(fd);
		interrupted(fd);
		close(fd);
	}
#ifdef __i386__
	both_widths(timerfd_create(CLOCK_MONOTONIC, 0));
#endif
	return 0;
}
