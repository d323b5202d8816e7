/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: flags -pthread */
/* guest: args 1 */
/* guest: args 2 */
/* guest: args 3 */
/*
 * A family whose members do at random what members do: fork, vfork, clone, threads, exec, signals,
 * stops, groups, sessions, waits. Nothing of it is printed; the kernel has to survive it, and in the
 * end there is nobody left.
 */
#include <poll.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "tasks.h"

#define SLOTS 64

/* Shared by all: who is alive, roughly, and how much is still to be done. */
struct board {
	volatile pid_t pids[SLOTS];
	volatile int left;
};

static struct board *board;
static uint64_t state;
static char *self;

static unsigned draw(unsigned n)
{
	state = state * 6364136223846793005ull + 1442695040888963407ull;
	return (unsigned)(state >> 33) % n;
}

/* Natively only oneself: a number may long be a stranger's. */
static pid_t somebody(void)
{
	pid_t p = board->pids[draw(SLOTS)];

	return is_native() ? getpid() : p;
}

static void act(void);

static void live(unsigned depth)
{
	unsigned steps = 3 + draw(12);

	prctl(PR_SET_PDEATHSIG, draw(3) ? 0 : SIGKILL);
	if (!draw(4))
		prctl(PR_SET_CHILD_SUBREAPER, 1);
	board->pids[draw(SLOTS)] = getpid();
	while (steps-- && depth && board->left-- > 0)
		act();
}

static unsigned depth = 5;

static void child(void)
{
	state ^= (uint64_t)getpid() << 20;
	depth--;
	live(depth);
	_exit((int)draw(256));
}

static void *thread(void *arg)
{
	struct pollfd none = { -1, 0, 0 };

	(void)arg;
	poll(&none, 1, (int)draw(5));
	switch (draw(8)) {
	case 0:
		syscall(SYS_exit_group, 3);
		break;
	case 1:
		execl(self, self, "x", NULL);
		break;
	case 2:
		if (!fork())
			_exit(1);
		break;
	case 3:
		raise((int)draw(2) ? SIGSTOP : SIGTERM);
		break;
	case 4:
		for (volatile int i = 0; i < 100000; i++)
			;
		break;
	}
	return NULL;
}

static int in_clone(void *arg)
{
	(void)arg;
	if (draw(2))
		execl(self, self, "x", NULL);
	syscall(SYS_exit, 4);
	return 4;
}

static void signals(void)
{
	static const int list[] = { SIGKILL, SIGTERM, SIGSTOP, SIGCONT, SIGCONT, SIGTSTP, SIGCHLD,
				    SIGUSR1, SIGHUP,  0,       SIGCONT, SIGKILL, SIGALRM, SIGWINCH };
	pid_t p = somebody();
	int sig = list[draw(sizeof(list) / sizeof(*list))];

	if (p > 1)
		kill(p, sig);
}

static void clones(void)
{
	char *stack = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	static const int flags[] = { CLONE_VM, CLONE_VM | CLONE_FILES | CLONE_FS,
				     CLONE_VM | CLONE_SIGHAND, CLONE_FILES, CLONE_VM | CLONE_VFORK };

	if (stack != MAP_FAILED)
		clone(in_clone, stack + 65536, flags[draw(5)] | (draw(3) ? SIGCHLD : (int)draw(32)),
		      NULL);
}

static void waits(void)
{
	static const int options[] = { 0, WNOHANG, WUNTRACED | WNOHANG, WCONTINUED | WNOHANG, __WALL,
				       __WALL | WNOHANG };
	siginfo_t info;

	switch (draw(3)) {
	case 0:
		waitpid(-1, NULL, options[draw(6)] | WNOHANG);
		break;
	case 1:
		waitpid(somebody(), NULL, options[draw(6)]);
		break;
	case 2:
		waitid(P_ALL, 0, &info, WEXITED | WNOHANG | (draw(2) ? WNOWAIT : 0));
		break;
	}
}

static void groups(void)
{
	switch (draw(4)) {
	case 0:
		setsid();
		break;
	case 1:
		setpgid(0, 0);
		break;
	case 2:
		setpgid(0, somebody());
		break;
	case 3:
		setpgid(somebody(), somebody());
		break;
	}
}

static void threads(void)
{
	pthread_t t;

	for (unsigned n = 1 + draw(4); n--;)
		if (!pthread_create(&t, NULL, thread, NULL))
			pthread_detach(t);
}

static void other(void)
{
	pid_t p = somebody();
	int fd;

	switch (draw(5)) {
	case 0:
		signal(SIGCHLD, draw(2) ? SIG_IGN : SIG_DFL);
		break;
	case 1:
		fd = (int)raw(SYS_pidfd_open, p, 0, 0, 0, 0, 0);
		raw(SYS_pidfd_send_signal, fd, draw(2) ? SIGTERM : 0, 0, 0, 0, 0);
		close(fd);
		break;
	case 2:
		usleep(draw(3000));
		break;
	case 3:
		getpriority(PRIO_PGRP, (id_t)p);
		break;
	case 4:
		if (!vfork()) {
			execl(self, self, "x", NULL);
			_exit(1);
		}
		break;
	}
}

static void act(void)
{
	switch (draw(10)) {
	case 0:
	case 1:
	case 2:
		if (!fork())
			child();
		break;
	case 3:
	case 4:
		signals();
		break;
	case 5:
		waits();
		break;
	case 6:
		groups();
		break;
	case 7:
		threads();
		break;
	case 8:
		clones();
		break;
	case 9:
		other();
		break;
	}
}

/* Ends whoever is still there: all are descendants, since we are their reaper. */
static void clean_up(void)
{
	char path[64], text[65536];
	ssize_t n;
	int fd;

	for (;;) {
		while (waitpid(-1, NULL, WNOHANG | __WALL) > 0)
			;
		snprintf(path, sizeof(path), "/proc/self/task/%d/children", getpid());
		fd = open(path, O_RDONLY);
		n = read(fd, text, sizeof(text) - 1);
		close(fd);
		if (n <= 0)
			break;
		text[n] = '\0';
		for (char *p = text; *p;)
			kill((pid_t)strtol(p, &p, 10), SIGKILL), p += *p == ' ';
		usleep(1000);
	}
}

int main(int argc, char **argv)
{
	struct rlimit limit = { 400, 400 };
	unsigned rounds = 10;

	if (argc > 1 && !strcmp(argv[1], "x"))
		return 5;
	self = argv[0];
	state = argc > 1 ? (uint64_t)atoi(argv[1]) * 0x9e3779b97f4a7c15ull : 1;
	board = mmap(NULL, sizeof(*board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	setrlimit(RLIMIT_NPROC, &limit);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	for (int sig = 1; sig < 32; sig++)
		if (sig != SIGSEGV && sig != SIGCHLD && sig != SIGBUS && sig != SIGILL)
			signal(sig, SIG_IGN);
	while (rounds--) {
		pid_t p;

		board->left = 150;
		memset((void *)board->pids, 0, sizeof(board->pids));
		p = fork();
		if (!p) {
			for (int sig = 1; sig < 32; sig++)
				signal(sig, SIG_DFL);
			setsid();
			child();
		}
		state += 77;
		for (int i = 0; i < 100 && waitpid(p, NULL, WNOHANG) == 0; i++)
			usleep(1000);
		clean_up();
	}
	printf("nobody is left: %s\n", wait(NULL) < 0 ? guest_errno(errno) : "?");
	return 0;
}
