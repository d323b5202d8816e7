/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * When memory is used up the worst process is killed, though it sleeps, and what asked goes on.
 * guest: options --mem 64M --user 0:0 --quiet
 */
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "guest.h"

#define MB (1ul << 20)

static void touch(unsigned mb)
{
	char *p = mmap(NULL, mb * MB, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	for (size_t i = 0; i < mb * MB; i += 4096)
		p[i] = 1;
}

static void set_adj(const char *adj)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY);

	show(write(fd, adj, strlen(adj)) == (ssize_t)strlen(adj));
	close(fd);
}

/* A process that has touched so much and sleeps. */
static pid_t hog(unsigned mb, const char *adj)
{
	int ready[2];
	pid_t pid;
	char c;

	pipe(ready);
	pid = fork();
	if (!pid) {
		if (adj)
			set_adj(adj);
		touch(mb);
		close(ready[1]);
		close(ready[0]);
		for (;;)
			pause();
	}
	close(ready[1]);
	read(ready[0], &c, 1);
	close(ready[0]);
	return pid;
}

static void killed(const char *who, pid_t pid)
{
	int status;

	waitpid(pid, &status, 0);
	printf("%s: signal %d\n", who, WIFSIGNALED(status) ? WTERMSIG(status) : 0);
}

static void alive(const char *who, pid_t pid)
{
	printf("%s: %s\n", who, waitpid(pid, NULL, WNOHANG) ? "gone" : "alive");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void asked(pid_t pid)
{
	int status;

	waitpid(pid, &status, 0);
	printf("asked: status %d\n", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

static void greedy(void)
{
	int status;
	pid_t pid;

	puts("-- who asks too much");
	pid = fork();
	if (!pid) {
		touch(100);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	printf("signal %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
	touch(20);
	puts("its memory is free");
}

static void sleeper(void)
{
	pid_t pid = hog(25, NULL), small = hog(5, NULL), asks;

	puts("-- a sleeper");
	asks = fork();
	if (!asks) {
		touch(18); /* less than the sleeper has */
		_exit(7);
	}
	asked(asks);
	killed("sleeper", pid);
	alive("small", small);
}

static void adjusted(void)
{
	pid_t spared = hog(25, "-1000"), chosen = hog(5, "900"), asks;

	puts("-- by score");
	asks = fork();
	if (!asks) {
		touch(14);
		_exit(7);
	}
	asked(asks);
	alive("spared", spared);
	killed("chosen", chosen);
}

/* A copy by the kernel goes on, too. */
static void in_a_call(void)
{
	pid_t pid = hog(25, NULL);
	int fd = open("/dev/zero", O_RDONLY);
	pid_t asks;

	puts("-- in a call");
	asks = fork();
	if (!asks) {
		void *p = mmap(NULL, 20 * MB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			       -1, 0);

		_exit(read(fd, p, 20 * MB) == 20 * MB ? 7 : 1);
	}
	asked(asks);
	killed("sleeper", pid);
}

/* Both who share the memory go, or it would not be freed. */
static void shared_space(void)
{
	int ready[2];
	pid_t parent, asks;
	char c;

	puts("-- a shared space");
	pipe(ready);
	parent = fork();
	if (!parent) {
		touch(26);
		if (!vfork()) {
			write(ready[1], "", 1);
			for (;;)
				pause();
		}
		_exit(0);
	}
	read(ready[0], &c, 1);
	asks = fork();
	if (!asks) {
		touch(20);
		_exit(7);
	}
	asked(asks);
	killed("sharer", parent);
}

int main(void)
{
	if (is_native())
		return 77;
	setvbuf(stdout, NULL, _IONBF, 0);
	greedy();
	sleeper();
	adjusted();
	in_a_call();
	shared_space();
	return 0;
}
