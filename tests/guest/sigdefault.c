/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: options --quiet */
/* guest: args 1 */
/* guest: args 2 */
/* guest: args 3 */
/* guest: args 4 */
/* guest: args 6 */
/* guest: args 8 */
/* guest: args 9 */
/* guest: args 11 */
/* guest: args 13 */
/* guest: args 14 */
/* guest: args 15 */
/* guest: args 16 */
/* guest: args 17 */
/* guest: args 18 */
/* guest: args 23 */
/* guest: args 24 */
/* guest: args 26 */
/* guest: args 28 */
/* guest: args 29 */
/* guest: args 30 */
/* guest: args 31 */
/* guest: args 34 */
/* guest: args 64 */
/* guest: args pipe */
/* guest: args blocked */
/* guest: args frame */
/* guest: args fsize */
/* What becomes of a program by a signal's default action, and by SIGSEGV that cannot be handled. */
#include <signal.h>
#include <sys/resource.h>

#include "guest.h"

static void handler(int sig)
{
	printf("handler of %d\n", sig);
}

int main(int argc, char **argv)
{
	int fd[2], sig;
	sigset_t set;

	(void)argc;
	setvbuf(stdout, NULL, _IOLBF, 0);
	sig = atoi(argv[1]);
	if (sig) {
		printf("raise %d\n", sig);
		raise(sig);
		kill(getpid(), sig);
	} else if (!strcmp(argv[1], "pipe")) {
		pipe(fd);
		close(fd[0]);
		write(fd[1], "x", 1);
	} else if (!strcmp(argv[1], "blocked")) {
		/* A fault does not wait for its signal to be unblocked. */
		sigfillset(&set);
		sigprocmask(SIG_SETMASK, &set, NULL);
		signal(SIGSEGV, handler);
		*(volatile int *)16 = 1;
	} else if (!strcmp(argv[1], "frame")) {
		/* No stack for the frame: SIGSEGV, whose frame has none either. */
		signal(SIGUSR1, handler);
		signal(SIGSEGV, handler);
		puts("without a stack");
#ifdef __x86_64__
		asm volatile("mov $8, %%rsp; syscall; ud2"
			     : : "a"(SYS_kill), "D"(getpid()), "S"(SIGUSR1));
#else
		asm volatile("mov $8, %%esp; int $0x80; ud2"
			     : : "a"(SYS_kill), "b"(getpid()), "c"(SIGUSR1));
#endif
	} else if (!strcmp(argv[1], "fsize")) {
		setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 10000, 10000 });
		fd[0] = open("file", O_RDWR | O_CREAT, 0600);
		show(pwrite(fd[0], "0123456789abcdef", 16, 9990));
		show(pwrite(fd[0], "0123456789abcdef", 16, 10000));
	}
	printf("still here\n");
	return 5;
}
