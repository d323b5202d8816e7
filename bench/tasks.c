/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What processes, threads and signals cost: `tasks NAME PROGRAM [EMULATOR]` prints nanoseconds per
 * operation (ping-pong: a round trip). PROGRAM is what exec runs, by EMULATOR if there is one: the
 * part that a binfmt handler plays for an emulator that leaves execve to the host. Compiled static, for both ABIs, and run as
 * it is natively, under ring3 and qemu-user, on one core.
 */
#define _GNU_SOURCE
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ENOUGH_NS 100000000u
#define PAGE 4096
#define MAX_PAGES 32

static const char *program, *emulator;
static pid_t peer;

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void reap(pid_t pid)
{
	int status;

	if (pid < 0 || waitpid(pid, &status, 0) != pid || status)
		die("child");
}

static void op_fork(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	reap(pid);
}

static void op_exec(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		if (emulator)
			execl(emulator, emulator, program, (char *)NULL);
		else
			execl(program, program, (char *)NULL);
		_exit(127);
	}
	reap(pid);
}

static void *nothing(void *arg)
{
	return arg;
}

static void op_thread(void)
{
	pthread_t t;

	if (pthread_create(&t, NULL, nothing, NULL) || pthread_join(t, NULL))
		die("thread");
}

/* --- ping-pong between processes, each touching some pages a turn --- */

static char *pages;
static unsigned nr_pages;
static int in, out;

static void touch(void)
{
	for (unsigned i = 0; i < nr_pages; i++)
		pages[i * PAGE]++;
}

static void echo(void)
{
	char c;

	while (read(in, &c, 1) == 1) {
		touch();
		if (write(out, &c, 1) != 1)
			break;
	}
	_exit(0);
}

/* mine: the two ends of this process; the others are the child's. */
static void start_echo(int my_in, int my_out, int its_in, int its_out)
{
	pages = mmap(NULL, MAX_PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
		     -1, 0);
	if (pages == MAP_FAILED)
		die("mmap");
	peer = fork();
	if (peer < 0)
		die("fork");
	if (peer == 0) {
		close(my_in);
		close(my_out);
		in = its_in;
		out = its_out;
		echo();
	}
	in = my_in;
	out = my_out;
}

static void prepare_pipes(void)
{
	int there[2], back[2];

	if (pipe(there) || pipe(back))
		die("pipe");
	start_echo(back[0], there[1], there[0], back[1]);
}

static void prepare_pipes8(void)
{
	nr_pages = 8;
	prepare_pipes();
}

static void prepare_pipes16(void)
{
	nr_pages = 16;
	prepare_pipes();
}

static void prepare_pipes32(void)
{
	nr_pages = 32;
	prepare_pipes();
}

static void prepare_unix(void)
{
	int s[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, s))
		die("socketpair");
	start_echo(s[0], s[0], s[1], s[1]);
}

static void op_ping_pong(void)
{
	char c = 0;

	touch();
	if (write(out, &c, 1) != 1 || read(in, &c, 1) != 1)
		die("ping-pong");
}

/* --- the same between threads, through one word --- */

static uint32_t turn; /* whose it is; atomic */

static void wait_for(uint32_t mine)
{
	uint32_t seen;

	while ((seen = __atomic_load_n(&turn, __ATOMIC_ACQUIRE)) != mine)
		syscall(SYS_futex, &turn, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
}

static void pass_to(uint32_t other)
{
	__atomic_store_n(&turn, other, __ATOMIC_RELEASE);
	syscall(SYS_futex, &turn, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

static void *second_thread(void *arg)
{
	for (;;) {
		wait_for(1);
		pass_to(0);
	}
	return arg;
}

static void prepare_futex(void)
{
	pthread_t t;

	if (pthread_create(&t, NULL, second_thread, NULL))
		die("thread");
}

static void op_futex(void)
{
	pass_to(1);
	wait_for(0);
}

/* --- the rest --- */

static volatile sig_atomic_t caught;

static void handler(int sig)
{
	(void)sig;
	caught++;
}

static void prepare_signal(void)
{
	struct sigaction sa = { .sa_handler = handler };

	sigaction(SIGUSR1, &sa, NULL);
}

static void op_signal(void)
{
	kill(getpid(), SIGUSR1);
}

static void prepare_yield(void)
{
	peer = fork();
	if (peer == 0)
		for (;;)
			sched_yield();
}

static void op_yield(void)
{
	sched_yield();
}

static const struct op {
	const char *name;
	void (*run)(void);
	void (*prepare)(void);
} ops[] = {
	{ "fork", op_fork, NULL },
	{ "exec_first", op_exec, NULL }, /* once: the program has not run before */
	{ "exec_again", op_exec, op_exec },
	{ "thread", op_thread, NULL },
	{ "pipe8", op_ping_pong, prepare_pipes8 },
	{ "pipe16", op_ping_pong, prepare_pipes16 },
	{ "pipe32", op_ping_pong, prepare_pipes32 },
	{ "unix", op_ping_pong, prepare_unix },
	{ "futex", op_futex, prepare_futex },
	{ "signal", op_signal, prepare_signal },
	{ "yield", op_yield, prepare_yield },
};

static uint64_t time_of(const struct op *op, uint64_t n)
{
	uint64_t start = now();

	for (uint64_t i = 0; i < n; i++)
		op->run();
	return now() - start;
}

static void measure(const struct op *op)
{
	uint64_t n = 1, ns;

	if (!strcmp(op->name, "exec_first")) {
		printf("%.2f\n", (double)time_of(op, 1));
		return;
	}
	for (ns = time_of(op, n); ns < ENOUGH_NS; ns = time_of(op, n))
		n *= ns < ENOUGH_NS / 8 ? 4 : 2;
	printf("%.2f\n", (double)ns / (double)n);
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return 2;
	program = argv[2];
	emulator = argv[3];
	for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]); i++)
		if (!strcmp(ops[i].name, argv[1])) {
			if (ops[i].prepare)
				ops[i].prepare();
			measure(&ops[i]);
			if (peer > 0)
				kill(peer, SIGKILL);
			return 0;
		}
	return 2;
}
