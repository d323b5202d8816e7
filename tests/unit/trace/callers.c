/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls of known depth, for stacks: getppid three functions deep, getpgrp in a signal's handler. */
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

long innermost(long call);
long middle(long call, char *room);
long outermost(long call);

__attribute__((noinline)) long innermost(long call)
{
	long result = syscall(call);

	__asm__ volatile("" : "+r"(result));
	return result;
}

__attribute__((noinline)) long middle(long call, char *room)
{
	long result;

	memset(room, 1, 100);
	result = innermost(call);
	__asm__ volatile("" : "+r"(result) : "r"(room) : "memory");
	return result;
}

__attribute__((noinline)) long outermost(long call)
{
	char room[300];
	long result = middle(call, room);

	__asm__ volatile("" : "+r"(result) : "r"(room) : "memory");
	return result;
}

static void handler(int sig)
{
	volatile long result = outermost(sig == SIGUSR1 ? SYS_getpgrp : -1);

	(void)result;
}

int main(void)
{
	signal(SIGUSR1, handler);
	outermost(SYS_getppid);
	raise(SIGUSR1);
	return 0;
}
