/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sleeping calls and a signal that comes meanwhile: without SA_RESTART they end with EINTR, with it
 * those that Linux restarts go on and meet what the handler has done.
 */
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>

#include "guest.h"

static int p[2], full[2], e, fifo, handled;
static int locked, waiting;
static char big[1 << 17];
static void (*relief)(void);

/* Lets the sleeping call find what it waits for, once. */
static void on_alarm(int sig)
{
	void (*now)(void) = relief;

	(void)sig;
	handled++;
	relief = NULL;
	if (now)
		now();
}

static void handle_alarm(int flags)
{
	struct sigaction sa = { .sa_handler = on_alarm, .sa_flags = flags };

	sigaction(SIGALRM, &sa, NULL);
}

/* Again and again: one that comes before the call sleeps is not the last. 0 ms: no more. */
static void alarms(int ms)
{
	struct itimerval it = { { 0, ms * 1000 }, { 0, ms * 1000 } };

	setitimer(ITIMER_REAL, &it, NULL);
}

#define with_alarms(flags, relieve, call) \
	do {                              \
		relief = relieve;         \
		handle_alarm(flags);      \
		alarms(4);                \
		show(call);               \
		alarms(0);                \
	} while (0)

/* Interrupted for good; restarted. */
#define restarted(relieve, call)                      \
	do {                                          \
		with_alarms(0, NULL, call);           \
		with_alarms(SA_RESTART, relieve, call); \
	} while (0)

/* Interrupted in spite of SA_RESTART. */
#define not_restarted(call)                        \
	do {                                       \
		with_alarms(0, NULL, call);        \
		with_alarms(SA_RESTART, NULL, call); \
	} while (0)

static void feed(void)
{
	write(p[1], "fed", 3);
}

static void drain(void)
{
	read(full[0], big, 4096);
}

static void raise_event(void)
{
	uint64_t one = 1;

	write(e, &one, 8);
}

static void lower_event(void)
{
	uint64_t n;

	read(e, &n, 8);
}

static void unlock(void)
{
	flock(locked, LOCK_UN);
}

static void hold_record(void)
{
	struct flock fl = { .l_type = F_WRLCK };

	fcntl(locked, F_OFD_SETLK, &fl);
}

static void unlock_record(void)
{
	struct flock fl = { .l_type = F_UNLCK };

	fcntl(locked, F_OFD_SETLK, &fl);
}

static void open_other_end(void)
{
	fifo = open("fifo.tmp", O_RDWR);
}

static long read_pipe(void)
{
	return read(p[0], big, 10);
}

static long readv_pipe(void)
{
	struct iovec v = { big, 10 };

	return readv(p[0], &v, 1);
}

static long write_pipe(void)
{
	return write(full[1], big, 4096);
}

/* More than fits: a signal in the middle ends it with what was written. */
static void partial_write(void)
{
	int q[2];

	pipe(q);
	with_alarms(SA_RESTART, NULL, write(q[1], big, sizeof(big)));
	show(read(q[0], big, sizeof(big)));
	close(q[0]);
	close(q[1]);
}

static long poll_pipe(void)
{
	struct pollfd f = { p[0], POLLIN, 0 };

	return poll(&f, 1, -1);
}

static long poll_with_limit(void)
{
	struct pollfd f = { p[0], POLLIN, 0 };

	return poll(&f, 1, 5000);
}

static long select_pipe(void)
{
	struct timeval t = { 10, 0 };
	fd_set in;
	long ret;

	FD_ZERO(&in);
	FD_SET(p[0], &in);
	ret = select(p[0] + 1, &in, NULL, NULL, &t);
	printf("  some time is left: %d\n", t.tv_sec > 0 && t.tv_sec < 10);
	return ret;
}

static long pselect_pipe(void)
{
	struct timespec t = { 10, 0 };
	sigset_t s;
	fd_set in;

	sigemptyset(&s);
	FD_ZERO(&in);
	FD_SET(p[0], &in);
	return pselect(p[0] + 1, &in, NULL, NULL, &t, &s);
}

static long read_event(void)
{
	uint64_t n;

	return read(e, &n, 8);
}

static long write_event(void)
{
	uint64_t n = UINT64_MAX - 1;

	return write(e, &n, 8);
}

static long lock_file(void)
{
	return flock(waiting, LOCK_EX);
}

static long lock_record(void)
{
	struct flock fl = { .l_type = F_WRLCK };

	return fcntl(waiting, F_OFD_SETLKW, &fl);
}

static long open_fifo(void)
{
	int fd = open("fifo.tmp", O_RDONLY);

	if (fd < 0)
		return fd;
	close(fd);
	close(fifo);
	return 0;
}

static long splice_pipe(void)
{
	return splice(p[0], NULL, full[1], NULL, 3, 0);
}

static long sleep_long(void)
{
	struct timespec t = { 20, 0 };

	return nanosleep(&t, NULL);
}

/* The mask for the time of the call only: the pending signal is handled at once. */
static void masked(void)
{
	struct pollfd f = { p[0], POLLIN, 0 };
	struct timespec t = { 5, 0 };
	sigset_t block, none, now;

	sigemptyset(&none);
	sigemptyset(&block);
	sigaddset(&block, SIGALRM);
	sigprocmask(SIG_BLOCK, &block, NULL);
	handle_alarm(0);
	handled = 0;
	raise(SIGALRM);
	show(handled);
	show(ppoll(&f, 1, &t, &none));
	show(handled);
	sigprocmask(SIG_SETMASK, NULL, &now);
	show(sigismember(&now, SIGALRM));
	/* Ready at once: the signal stays pending. */
	feed();
	raise(SIGALRM);
	show(ppoll(&f, 1, &t, &none));
	show(handled);
	sigprocmask(SIG_SETMASK, &none, NULL);
	show(handled);
	read_pipe();
}

int main(void)
{
	pipe(p);
	pipe(full);
	e = eventfd(0, 0);
	fcntl(full[1], F_SETPIPE_SZ, 4096);
	write(full[1], big, 4096);
	locked = open("restart.tmp", O_RDWR | O_CREAT, 0600);
	waiting = open("restart.tmp", O_RDWR);
	mkfifo("fifo.tmp", 0600);

	restarted(feed, read_pipe());
	restarted(feed, readv_pipe());
	restarted(drain, write_pipe());
	partial_write();
	not_restarted(poll_pipe());
	not_restarted(poll_with_limit());
	not_restarted(select_pipe());
	not_restarted(pselect_pipe());
	restarted(raise_event, read_event());
	write_event();
	restarted(lower_event, write_event());
	flock(locked, LOCK_EX);
	restarted(unlock, lock_file());
	flock(waiting, LOCK_UN);
	hold_record();
	restarted(unlock_record, lock_record());
	restarted(open_other_end, open_fifo());
	drain();
	restarted(feed, splice_pipe());
	not_restarted(sleep_long());
	masked();
	unlink("restart.tmp");
	unlink("fifo.tmp");
	return 0;
}
