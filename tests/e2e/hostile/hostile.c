/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs that try to bring down the machine that they run on, one a word. Not to be run natively. */
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Every process forks until none may; then the first ends them all, and can fork again. */
static int fork_bomb(void)
{
	pid_t first = getpid();
	int refused = 0;

	while (refused < 200) {
		pid_t pid = fork();

		if (pid == 0)
			refused = 0;
		else if (pid < 0 && errno != EAGAIN)
			return 2;
		else if (pid < 0 && getpid() == first)
			refused++;
	}
	kill(-1, SIGKILL);
	while (wait(NULL) > 0)
		;
	if (errno != ECHILD)
		return 3;
	for (int i = 0; i < 20; i++) {
		int status;
		pid_t pid = fork();

		if (pid == 0)
			_exit(7);
		if (waitpid(pid, &status, 0) != pid || WEXITSTATUS(status) != 7)
			return 4;
	}
	printf("survived\n");
	return 0;
}

static volatile sig_atomic_t seen;

static void on_signal(int sig)
{
	(void)sig;
	seen++;
}

/* Signals from many processes at once, queued ones too. */
static int signal_storm(void)
{
	struct sigaction sa = { .sa_handler = on_signal };
	pid_t parent = getpid();
	int ended = 0;

	sigaction(SIGUSR1, &sa, NULL);
	sigaction(SIGRTMIN, &sa, NULL);
	for (int i = 0; i < 6; i++)
		if (fork() == 0) {
			for (int n = 0; n < 5000; n++) {
				union sigval v = { .sival_int = n };

				kill(parent, SIGUSR1);
				while (sigqueue(parent, SIGRTMIN, v) < 0 && errno == EAGAIN)
					;
			}
			_exit(0);
		}
	while (ended < 6) {
		if (wait(NULL) > 0)
			ended++;
		else if (errno != EINTR)
			return 2;
	}
	printf("queued ones all came: %d\n", seen >= 6 * 5000);
	return 0;
}

static atomic_int progress, never;

static void *spin(void *arg)
{
	(void)arg;
	while (!atomic_load_explicit(&never, memory_order_relaxed))
		;
	return NULL;
}

static void *advance(void *arg)
{
	(void)arg;
	for (int i = 0; i < 50; i++) {
		atomic_fetch_add(&progress, 1);
		usleep(100);
	}
	return NULL;
}

/* A thread that never calls the kernel; its siblings get on all the same. */
static int never_yields(void)
{
	pthread_t t[5];

	pthread_create(&t[0], NULL, spin, NULL);
	for (int i = 1; i < 5; i++)
		pthread_create(&t[i], NULL, advance, NULL);
	for (int i = 1; i < 5; i++)
		pthread_join(t[i], NULL);
	printf("progress %d\n", atomic_load(&progress));
	return 0;
}

/* As many sleeping processes as are allowed; says so, and waits for its standard input. */
static int sleepers(const char *how_many)
{
	int n = atoi(how_many), made = 0;
	pid_t group = getpid();
	char c;

	while (made < n) {
		pid_t pid = fork();

		if (pid == 0) {
			pause();
			_exit(0);
		}
		if (pid < 0) {
			printf("only %d: %s\n", made, strerror(errno));
			break;
		}
		made++;
	}
	printf("asleep %d\n", made);
	fflush(stdout);
	(void)!read(0, &c, 1);
	signal(SIGTERM, SIG_IGN);
	kill(-group, SIGTERM);
	while (wait(NULL) > 0)
		made--;
	printf("left %d\n", made);
	return 0;
}

static int deeper(volatile int *from)
{
	volatile int here[64];

	here[0] = from[0] + 1;
	return deeper(here) + here[0];
}

static char altstack[1 << 16];

static void overflown(int sig)
{
	static const char text[] = "the stack is full\n";

	(void)!write(1, text, sizeof(text) - 1);
	_exit(sig == SIGSEGV ? 0 : 1);
}

static int recursion(const char *caught)
{
	volatile int start[1] = { 0 };
	stack_t ss = { .ss_sp = altstack, .ss_size = sizeof(altstack) };
	struct sigaction sa = { .sa_handler = overflown, .sa_flags = SA_ONSTACK };

	if (strcmp(caught, "caught") == 0) {
		sigaltstack(&ss, NULL);
		sigaction(SIGSEGV, &sa, NULL);
	}
	return deeper(start);
}

/* Returns from signals that never were, over frames of noise. */
static int hostile_frames(void)
{
	int killed = 0;

	for (int round = 0; round < 200; round++) {
		int status;
		pid_t pid = fork();

		if (pid == 0) {
			unsigned char noise[2048];

			srand((unsigned)round + 1);
			for (size_t i = 0; i < sizeof(noise); i++)
				noise[i] = (unsigned char)(round % 3 == 0 ? rand() : round % 3 == 1 ? 0xff : rand() % 3);
			__asm__ volatile("" : : "r"(noise) : "memory");
#ifdef __x86_64__
			__asm__ volatile("mov %0, %%rsp; mov $15, %%eax; syscall" : : "r"(noise + 512) : "memory");
#else
			__asm__ volatile("mov %0, %%esp; mov %1, %%eax; int $0x80" : :
				"r"(noise + 512), "r"(round % 2 ? 119 : 173) : "memory", "eax");
#endif
			_exit(0);
		}
		waitpid(pid, &status, 0);
		killed += WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL;
	}
	printf("ended by signals: %s\n", killed > 150 ? "most" : "few");
	return 0;
}

/* Small mappings until there are no more, then large reservations. */
static int map_everything(void)
{
	size_t page = 4096, huge = (size_t)1 << (sizeof(long) == 8 ? 40 : 28);
	int small = 0, large = 0;

	while (small < 1000000) {
		int prot = small % 2 ? PROT_READ : PROT_READ | PROT_WRITE;

		if (mmap(NULL, page, prot, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED)
			break;
		small++;
	}
	printf("small ones end: %s\n", strerror(errno));
	if (fork() == 0) {
		execl("/proc/self/exe", "hostile", "reserve", NULL);
		_exit(9);
	}
	wait(NULL);
	while (large < 100000 && mmap(NULL, huge, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) !=
		       MAP_FAILED)
		large++;
	printf("then none of another kind: %d\n", large <= 1);
	return 0;
}

static int reserve(void)
{
	size_t huge = (size_t)1 << (sizeof(long) == 8 ? 40 : 28);
	int large = 0;

	while (large < 100000 && mmap(NULL, huge, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) !=
		       MAP_FAILED)
		large++;
	printf("reservations end: %s, at about the address space: %d\n", strerror(errno),
	       large > (sizeof(long) == 8 ? 100 : 8) && large < 130);
	return 0;
}

/* Touches all memory that it can get. */
static int eat(void)
{
	for (;;) {
		char *p = malloc(1 << 20);

		if (!p)
			return 1;
		memset(p, 1, 1 << 20);
	}
}

static void send_fd(int through, int fd)
{
	char byte = 0, control[CMSG_SPACE(sizeof(int))] = { 0 };
	struct iovec iov = { &byte, 1 };
	struct msghdr m = { .msg_iov = &iov, .msg_iovlen = 1, .msg_control = control,
			    .msg_controllen = sizeof(control) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &fd, sizeof(fd));
	if (sendmsg(through, &m, 0) != 1) {
		printf("sendmsg: %s\n", strerror(errno));
		exit(1);
	}
}

/* Sockets that hold each other, in flight, and nobody else does. */
static int cycles(void)
{
	for (int n = 0; n < 5000; n++) {
		int a[2], b[2];

		if (socketpair(AF_UNIX, SOCK_STREAM, 0, a) || socketpair(AF_UNIX, SOCK_DGRAM, 0, b)) {
			printf("round %d: %s\n", n, strerror(errno));
			return 1;
		}
		send_fd(a[0], a[0]);
		send_fd(a[0], b[1]);
		send_fd(b[0], a[1]);
		send_fd(b[0], b[0]);
		close(a[0]);
		close(a[1]);
		close(b[0]);
		close(b[1]);
	}
	printf("5000 cycles\n");
	return 0;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "", *more = argc > 2 ? argv[2] : "";

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (strcmp(what, "forks") == 0)
		return fork_bomb();
	if (strcmp(what, "storm") == 0)
		return signal_storm();
	if (strcmp(what, "spin") == 0)
		return never_yields();
	if (strcmp(what, "sleepers") == 0)
		return sleepers(more);
	if (strcmp(what, "recursion") == 0)
		return recursion(more);
	if (strcmp(what, "frames") == 0)
		return hostile_frames();
	if (strcmp(what, "map") == 0)
		return map_everything();
	if (strcmp(what, "reserve") == 0)
		return reserve();
	if (strcmp(what, "eat") == 0)
		return eat();
	if (strcmp(what, "cycles") == 0)
		return cycles();
	return 99;
}
