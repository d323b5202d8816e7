/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sleeps in pipes, polls, files, futexes, sockets, waits and signals, three at a time. */
#include <linux/futex.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/un.h>

#include "scenes.h"

static int other[2], file;
static char big[1 << 17];

static void make_pipe(void)
{
	pipe(fds);
}

static void fill_pipe(void)
{
	pipe(fds);
	fcntl(fds[1], F_SETFL, O_NONBLOCK);
	while (write(fds[1], big, 4096) > 0)
		;
	fcntl(fds[1], F_SETFL, 0);
}

static long write_much(void)
{
	return write(fds[1], big, 5000);
}

static void drain(void)
{
	long left = 65536 + N * 5000;

	while (left > 0) {
		long n = AGAIN(read(fds[0], big, sizeof(big)));

		if (n <= 0)
			break;
		left -= n;
	}
}

static void make_fifo(void)
{
	unlink("fifo");
	mkfifo("fifo", 0600);
}

static long open_fifo(void)
{
	int fd = open("fifo", O_RDONLY);

	return fd < 0 ? -1 : 0;
}

/* Stays open until all came. */
static void give_fifo(void)
{
	fds[0] = -1;
	fds[1] = AGAIN(open("fifo", O_WRONLY));
}

static long wait_poll(void)
{
	struct pollfd p = { fds[0], POLLIN, 0 };

	return poll(&p, 1, -1);
}

static long wait_select(void)
{
	fd_set set;

	FD_ZERO(&set);
	FD_SET(fds[0], &set);
	return AGAIN(select(fds[0] + 1, &set, NULL, NULL, NULL));
}

static void make_epoll(void)
{
	struct epoll_event e = { .events = EPOLLIN };

	pipe(other);
	fds[0] = epoll_create1(0);
	fds[1] = other[1];
	epoll_ctl(fds[0], EPOLL_CTL_ADD, other[0], &e);
}

static long wait_epoll(void)
{
	struct epoll_event e;

	return AGAIN(epoll_wait(fds[0], &e, 1, -1));
}

static void make_eventfd(void)
{
	fds[0] = fds[1] = eventfd(0, EFD_SEMAPHORE);
}

static long read_counter(void)
{
	uint64_t value;

	return read(fds[0], &value, 8);
}

static void give_counter(void)
{
	uint64_t n = N;

	write(fds[1], &n, 8);
}

static long wait_timerfd(void)
{
	struct itimerspec it = { .it_value = { 0, 20000000 } };
	int fd = timerfd_create(CLOCK_MONOTONIC, 0);
	uint64_t value;

	timerfd_settime(fd, 0, &it, NULL);
	return AGAIN(read(fd, &value, 8));
}

static void make_file(void)
{
	unlink("locked");
	file = open("locked", O_RDWR | O_CREAT, 0600);
	flock(file, LOCK_EX);
}

static long wait_flock(void)
{
	int fd = open("locked", O_RDWR);
	long err = flock(fd, LOCK_EX);

	return err;
}

static void give_flock(void)
{
	flock(file, LOCK_UN);
}

static void make_record(void)
{
	struct flock l = { .l_type = F_WRLCK };

	unlink("locked");
	file = open("locked", O_RDWR | O_CREAT, 0600);
	fcntl(file, F_SETLK, &l);
}

static long wait_record(void)
{
	struct flock l = { .l_type = F_WRLCK };

	return fcntl(file, F_SETLKW, &l);
}

static void give_record(void)
{
	struct flock l = { .l_type = F_UNLCK };

	fcntl(file, F_SETLK, &l);
}

static void make_word(void)
{
	shared->word = 0;
}

static long wait_futex(void)
{
	while (!__atomic_load_n(&shared->word, __ATOMIC_SEQ_CST))
		syscall(SYS_futex, &shared->word, FUTEX_WAIT, 0, NULL, NULL, 0);
	return 0;
}

static void give_futex(void)
{
	__atomic_store_n(&shared->word, 1, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &shared->word, FUTEX_WAKE, 100, NULL, NULL, 0);
}

static long wait_waitv(void)
{
	struct {
		uint64_t val, addr;
		uint32_t flags, reserved;
	} w[2] = { { 0, (uintptr_t)&shared->word, 2, 0 }, { 0, (uintptr_t)&shared->pi, 2, 0 } };

	while (!__atomic_load_n(&shared->word, __ATOMIC_SEQ_CST))
		syscall(449, w, 2, 0, NULL, 0);
	return 0;
}

static void make_pi(void)
{
	shared->pi = 0;
	syscall(SYS_futex, &shared->pi, FUTEX_LOCK_PI, 0, NULL, NULL, 0);
}

static long wait_pi(void)
{
	long err = syscall(SYS_futex, &shared->pi, FUTEX_LOCK_PI, 0, NULL, NULL, 0);

	if (!err)
		syscall(SYS_futex, &shared->pi, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0);
	return err;
}

static void give_pi(void)
{
	syscall(SYS_futex, &shared->pi, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0);
}

static long wait_sleep(void)
{
	struct timespec ts = { 0, 20000000 };

	return nanosleep(&ts, NULL);
}

static void make_pair(void)
{
	socketpair(AF_UNIX, SOCK_STREAM, 0, fds);
}

static void make_listener(void)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX, .sun_path = "socket" };

	unlink("socket");
	fds[0] = socket(AF_UNIX, SOCK_STREAM, 0);
	bind(fds[0], (void *)&a, sizeof(a));
	listen(fds[0], 10);
}

static long wait_accept(void)
{
	return accept(fds[0], NULL, NULL) < 0 ? -1 : 0;
}

static void give_connections(void)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX, .sun_path = "socket" };

	for (int i = 0; i < N; i++)
		connect(socket(AF_UNIX, SOCK_STREAM, 0), (void *)&a, sizeof(a));
}

static long wait_child(void)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		char c;

		_exit(AGAIN(read(fds[0], &c, 1)) == 1 ? 5 : 6);
	}
	return waitpid(pid, &status, 0) == pid ? status : -1;
}

static long wait_vfork(void)
{
	pid_t pid = vfork();
	int status;

	if (!pid) {
		char c;

		_exit(AGAIN(read(fds[0], &c, 1)) == 1 ? 5 : 6);
	}
	return AGAIN(waitpid(pid, &status, 0)) == pid ? status : -1;
}

static long wait_splice(void)
{
	int to[2];

	pipe(to);
	return splice(fds[0], NULL, to[1], NULL, 1, 0);
}

static long wait_tee(void)
{
	int to[2];

	pipe(to);
	return tee(fds[0], to[1], 1, 0);
}

static void block_usr1(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	make_pipe();
}

static long wait_signal(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	return AGAIN(sigwaitinfo(&set, NULL));
}

static long wait_signalfd(void)
{
	struct signalfd_siginfo info;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	return read(signalfd(-1, &set, 0), &info, sizeof(info)) == sizeof(info);
}

static void give_signals(void)
{
	for (int i = 0; i < N; i++)
		kill(pids[i], SIGUSR1);
}

static const struct scene scenes[] = {
	{ "pipe read", make_pipe, read_byte, give_bytes },
	{ "pipe write", fill_pipe, write_much, drain },
	{ "fifo", make_fifo, open_fifo, give_fifo },
	{ "poll", make_pipe, wait_poll, give_bytes },
	{ "select", make_pipe, wait_select, give_bytes },
	{ "epoll", make_epoll, wait_epoll, give_bytes },
	{ "eventfd", make_eventfd, read_counter, give_counter },
	{ "timerfd", nothing, wait_timerfd, nothing },
	{ "flock", make_file, wait_flock, give_flock },
	{ "record lock", make_record, wait_record, give_record },
	{ "futex", make_word, wait_futex, give_futex },
	{ "futex_waitv", make_word, wait_waitv, give_futex },
	{ "mutex with PI", make_pi, wait_pi, give_pi },
	{ "nanosleep", nothing, wait_sleep, nothing },
	{ "socket read", make_pair, read_byte, give_bytes },
	{ "accept", make_listener, wait_accept, give_connections },
	{ "wait", make_pipe, wait_child, give_bytes },
	{ "vfork", make_pipe, wait_vfork, give_bytes },
	{ "splice", make_pipe, wait_splice, give_bytes },
	{ "tee", make_pipe, wait_tee, give_bytes },
	{ "sigwaitinfo", block_usr1, wait_signal, give_signals },
	{ "signalfd", block_usr1, wait_signalfd, give_signals },
};

int main(int argc, char **argv)
{
	scenes_init();
	for (unsigned s = 0; s < sizeof(scenes) / sizeof(scenes[0]); s++)
		if (argc == 1 || !strcmp(argv[1], scenes[s].name))
			play(&scenes[s]);
	return 0;
}
