/* SPDX-License-Identifier: GPL-2.0-or-later */
/* signalfd: what a read gives for each kind of signal, masks, polls, errors. */
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>

#include "guest.h"

static struct signalfd_siginfo si[8];

static sigset_t set_of(int a, int b, int c)
{
	sigset_t s;

	sigemptyset(&s);
	sigaddset(&s, a);
	if (b)
		sigaddset(&s, b);
	if (c)
		sigaddset(&s, c);
	return s;
}

static int ready(int fd)
{
	struct pollfd p = { fd, POLLIN | POLLOUT, 0 };

	poll(&p, 1, 0);
	return p.revents;
}

static void show_one(const struct signalfd_siginfo *s)
{
	const unsigned char *p = (const unsigned char *)s;
	int i, rest = 0;

	for (i = 100; i < 128; i++)
		rest |= p[i];
	printf("  signo %u errno %d code %d pid %d uid %d fd %d tid %u band %u overrun %u trapno %u "
	       "status %d int %d ptr %llx utime %d addr %llx lsb %u syscall %d rest %d\n",
	       s->ssi_signo, s->ssi_errno, s->ssi_code, s->ssi_pid == (unsigned)getpid(),
	       s->ssi_uid == getuid(), s->ssi_fd, s->ssi_tid, s->ssi_band, s->ssi_overrun,
	       s->ssi_trapno, s->ssi_status, s->ssi_int, (unsigned long long)s->ssi_ptr,
	       s->ssi_utime != 0, (unsigned long long)s->ssi_addr, s->ssi_addr_lsb, s->ssi_syscall,
	       rest);
}

static void take(int fd, unsigned room)
{
	long n;

	memset(si, 0x5a, sizeof(si));
	errno = 0;
	n = read(fd, si, room);
	guest_show("take", n);
	for (long i = 0; i < n / (long)sizeof(si[0]); i++)
		show_one(&si[i]);
}

static void queue(int sig, int code, long value)
{
	siginfo_t info;

	memset(&info, 0, sizeof(info));
	info.si_signo = sig;
	info.si_code = code;
	info.si_pid = getpid();
	info.si_uid = getuid();
	info.si_value.sival_ptr = (void *)value;
	if (code == SI_SIGIO)
		info.si_band = 15;
	show(raw(SYS_rt_sigqueueinfo, getpid(), sig, (long)&info, 0, 0, 0));
}

static void show_fdinfo(int fd)
{
	char name[64], line[256];
	FILE *f;

	snprintf(name, sizeof(name), "/proc/self/fdinfo/%d", fd);
	f = fopen(name, "r");
	while (f && fgets(line, sizeof(line), f))
		if (!strncmp(line, "sigmask", 7))
			printf("%s", line);
	fclose(f);
}

static void errors(int fd, const sigset_t *set)
{
	show(raw(SYS_signalfd4, -1, (long)set, 4, 0, 0, 0));
	show(raw(SYS_signalfd4, -1, (long)set, 16, 0, 0, 0));
	show(raw(SYS_signalfd4, -1, 8, 8, 0, 0, 0));
	show(raw(SYS_signalfd4, -1, (long)set, 8, 1, 0, 0));
	show(raw(SYS_signalfd4, -1, 8, 8, 1, 0, 0));
	show(raw(SYS_signalfd4, 77, (long)set, 8, 0, 0, 0));
	show(raw(SYS_signalfd4, -2, (long)set, 8, 0, 0, 0));
	show(raw(SYS_signalfd4, 1, (long)set, 8, 0, 0, 0));
	show(read(fd, si, 127));
	show(read(fd, si, 0));
	show(write(fd, si, 128));
	show(pread(fd, si, 128, 0));
	show(lseek(fd, 5, SEEK_SET));
}

static volatile int handled;

static void handler(int sig)
{
	(void)sig;
	handled++;
}

/* A read that sleeps: woken by a timer's signal that it takes, or interrupted by one it does not. */
static void sleepers(int fd)
{
	struct itimerval it = { { 0, 0 }, { 0, 5000 } };
	struct sigaction sa = { .sa_handler = handler };
	sigset_t alarm = set_of(SIGALRM, 0, 0), other = set_of(SIGUSR2, 0, 0);
	int flags = fcntl(fd, F_GETFL);

	fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
	setitimer(ITIMER_REAL, &it, NULL);
	take(fd, sizeof(si));
	sigaction(SIGVTALRM, &sa, NULL);
	sigaction(SIGUSR1, &sa, NULL);
	it.it_interval.tv_usec = 5000;
	sigaction(SIGALRM, &sa, NULL);
	sigprocmask(SIG_UNBLOCK, &alarm, NULL);
	signalfd(fd, &other, 0);
	setitimer(ITIMER_REAL, &it, NULL);
	errno = 0;
	show(read(fd, si, sizeof(si)));
	memset(&it, 0, sizeof(it));
	setitimer(ITIMER_REAL, &it, NULL);
	printf("handled %d\n", handled > 0);
	fcntl(fd, F_SETFL, flags);
}

/* Faults as somebody made them up: which bytes mean something, and arrive, depends on the code. */
static void made_up_faults(void)
{
	static const int kinds[][2] = { { SIGBUS, 2 },	{ SIGBUS, 4 },	{ SIGBUS, 5 }, { SIGSEGV, 1 },
					{ SIGSEGV, 3 }, { SIGSEGV, 4 }, { SIGTRAP, 6 } };
	uint8_t sent[128], got[128];
	sigset_t set;
	int fd;

	sigemptyset(&set);
	for (unsigned i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		sigaddset(&set, kinds[i][0]);
	sigprocmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, SFD_NONBLOCK);
	for (unsigned i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		memset(sent, 0, sizeof(sent));
		for (unsigned j = 12; j < 48; j++)
			sent[j] = j;
		memcpy(sent, &kinds[i][0], sizeof(int));
		memcpy(sent + 8, &kinds[i][1], sizeof(int));
		show(raw(SYS_rt_sigqueueinfo, getpid(), kinds[i][0], (long)sent, 0, 0, 0));
		show(raw(SYS_rt_sigqueueinfo, getpid(), kinds[i][0], (long)sent, 0, 0, 0));
		show(raw(SYS_rt_sigtimedwait, (long)&set, (long)got, 0, 8, 0, 0));
		for (unsigned j = 12; j < 48; j++)
			printf(" %02x", got[j]);
		show(raw(SYS_rt_sigqueueinfo, getpid(), kinds[i][0], (long)sent, 0, 0, 0));
		show(read(fd, got, sizeof(got)));
		for (unsigned j = 0; j < sizeof(got); j++)
			printf(" %02x", got[j]);
		printf("\n");
	}
	close(fd);
}

int main(void)
{
	sigset_t set = set_of(SIGUSR1, SIGRTMIN + 3, SIGALRM), all;
	char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct iovec two[2] = { { &si[0], 100 }, { &si[1], 28 } };
	struct epoll_event e = { .events = EPOLLIN, .data.u32 = 9 }, got;
	timer_t timer;
	struct sigevent sev = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN + 3,
				.sigev_value.sival_int = 77 };
	struct itimerspec soon = { { 0, 0 }, { 0, 1 } };
	int fd, other, ep;

	sigfillset(&all);
	sigdelset(&all, SIGSEGV);
	sigprocmask(SIG_SETMASK, &all, NULL);
	fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	printf("flags %x cloexec %d\n", fcntl(fd, F_GETFL), fcntl(fd, F_GETFD));
	errors(fd, &set);
	show_fdinfo(fd);
	show(ready(fd));
	take(fd, sizeof(si));
	raise(SIGUSR2); /* not in the mask */
	show(ready(fd));
	kill(getpid(), SIGUSR1);
	show(ready(fd));
	take(fd, sizeof(si));
	show(ready(fd));
	queue(SIGRTMIN + 3, SI_QUEUE, 0x12345);
	queue(SIGRTMIN + 3, SI_QUEUE, 2);
	queue(SIGRTMIN + 3, SI_MESGQ, 3);
	raise(SIGUSR1);
	take(fd, 300); /* two of the four */
	take(fd, sizeof(si));
	queue(SIGUSR1, -50, 5);
	take(fd, sizeof(si));
	queue(SIGRTMIN + 3, SI_SIGIO, 0x70000005);
	take(fd, sizeof(si));

	timer_create(CLOCK_MONOTONIC, &sev, &timer);
	timer_settime(timer, 0, &soon, NULL);
	fcntl(fd, F_SETFL, 0);
	take(fd, sizeof(si));
	fcntl(fd, F_SETFL, O_NONBLOCK);

	/* SIGKILL and SIGSTOP cannot be in it */
	sigfillset(&all);
	other = signalfd(-1, &all, SFD_NONBLOCK);
	show_fdinfo(other);
	take(other, sizeof(si)); /* SIGUSR2 from above */
	raise(SIGCHLD);
	raise(SIGWINCH);
	take(other, sizeof(si));
	show(signalfd(other, &set, 0) == other);
	show_fdinfo(other);

	/* two descriptors: the signal is taken once */
	raise(SIGUSR1);
	show(ready(fd));
	show(ready(other));
	take(other, sizeof(si));
	show(ready(fd));

	/* epoll */
	ep = epoll_create1(0);
	show(epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e));
	show(epoll_wait(ep, &got, 1, 0));
	raise(SIGUSR1);
	show(epoll_wait(ep, &got, 1, -1));
	printf("data %u events %x\n", got.data.u32, got.events);
	take(fd, sizeof(si));
	show(epoll_wait(ep, &got, 1, 0));
	close(ep);

	/* faults: the signal is gone; and memory that ends in the middle */
	raise(SIGUSR1);
	show(read(fd, (void *)8, 128));
	take(fd, sizeof(si));
	mprotect(page + 4096, 4096, PROT_NONE);
	queue(SIGRTMIN + 3, SI_QUEUE, 1);
	queue(SIGRTMIN + 3, SI_QUEUE, 2);
	show(read(fd, page + 4096 - 128 - 64, 256));
	take(fd, sizeof(si));
	queue(SIGRTMIN + 3, SI_QUEUE, 6);
	show(readv(fd, two, 2));
	sleepers(fd);
	made_up_faults();
	return 0;
}
