/* SPDX-License-Identifier: GPL-2.0-or-later */
/* RLIMIT_NPROC: how many tasks a user may have, who is excepted, and what changing users does. */
/* guest: flags -pthread */
#include <fcntl.h>
#include <pthread.h>
#include <sys/resource.h>

#include "tasks.h"

static uid_t UID; /* nobody else's */
static int self; /* the program: the way to it may be closed to a user */

static void limit_to(unsigned n)
{
	struct rlimit r = { n, n };

	show(setrlimit(RLIMIT_NPROC, &r));
}

static pid_t try_fork(const char *what)
{
	pid_t p = fork();

	if (!p) {
		pause();
		_exit(0);
	}
	printf("%s: %s\n", what, p < 0 ? guest_errno(errno) : "a child");
	fflush(stdout);
	return p;
}

static void *waits(void *arg)
{
	pause();
	return arg;
}

static void kill_child(pid_t p)
{
	kill(p, SIGKILL);
	waitpid(p, NULL, 0);
}

static int as_user(void *arg)
{
	pthread_t t;
	pid_t a, b;

	(void)arg;
	if (setgid(UID) || setuid(UID))
		return 77;
	limit_to(3);
	a = try_fork("second");
	b = try_fork("third");
	try_fork("fourth");
	printf("thread: %s\n", guest_errno(pthread_create(&t, NULL, waits, NULL)));
	kill_child(a);
	printf("thread: %d\n", pthread_create(&t, NULL, waits, NULL));
	try_fork("with a thread");
	kill_child(b);
	limit_to(0);
	try_fork("none are allowed");
	return 0;
}

/* The limit does not keep root from becoming a user, but then that user from running programs. */
static int becomes_user(void *arg)
{
	static const unsigned limits[] = { 0, 1, 5 };
	struct rlimit r;
	struct gate up;
	pid_t other;

	gate_make(&up);
	for (unsigned i = 0; i < 3; i++) {
		other = fork();
		if (!other) {
			if (setuid(UID))
				_exit(1);
			gate_open(&up);
			pause();
			_exit(0);
		}
		gate_wait(&up);
		fflush(stdout);
		if (!fork()) {
			r.rlim_cur = r.rlim_max = limits[i];
			setrlimit(RLIMIT_NPROC, &r);
			show(setuid(UID));
			execveat(self, "", (char *[]){ arg, "exec", NULL }, environ, AT_EMPTY_PATH);
			printf("execve: %s\n", guest_errno(errno));
			fflush(stdout);
			_exit(0);
		}
		wait(NULL);
		kill_child(other);
	}
	return 0;
}

int main(int argc, char **argv)
{
	if (argc > 1) {
		puts("executed");
		return 0;
	}
	self = open("/proc/self/exe", O_RDONLY);
	if (getuid()) {
		puts("needs to be root");
		return 77;
	}
	UID = 20000 + (uid_t)getpid() % 40000;
	reap("a user", spawn(as_user, NULL));
	reap("becomes a user", spawn(becomes_user, argv[0]));
	limit_to(1);
	kill_child(try_fork("root"));
	return 0;
}
