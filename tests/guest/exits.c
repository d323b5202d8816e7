/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: args 0 */
/* guest: args 3 */
/* guest: args 256 */
/* guest: args -1 */
/* guest: args abort */
/* guest: args read-null */
/* guest: args write-text */
/* guest: args run-data */
/* guest: args divide */
/* guest: args undefined */
/* guest: args privileged */
/* guest: args breakpoint */
/* guest: args pipe */
/* guest: args term */
/* guest: args ignored */
/* guest: args stack */
/* guest: args bus */
/* guest: args unhandled */
/* How a program ends, and with which status. */
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "guest.h"

static volatile int zero;

static int overflow(int depth)
{
	volatile char buf[4096];

	buf[0] = depth;
	return depth < 0 ? 0 : overflow(depth + 1) + buf[0];
}

static void past_the_end_of_file(void)
{
	int fd = open("bus.tmp", O_RDWR | O_CREAT, 0600);
	char *p;

	ftruncate(fd, 1);
	p = mmap(NULL, 8192, PROT_READ, MAP_SHARED, fd, 0);
	unlink("bus.tmp");
	printf("%d\n", p[4095]);
	fflush(stdout);
	printf("%d\n", p[4096]);
}

static void finish(const char *how)
{
	static char data[16] = "\xc3";
	struct rlimit stack;
	int p[2];

	if (!strcmp(how, "abort"))
		abort();
	if (!strcmp(how, "read-null"))
		zero = *(volatile int *)8;
	if (!strcmp(how, "write-text"))
		*(volatile char *)(uintptr_t)strtol = 1;
	if (!strcmp(how, "run-data"))
		((void (*)(void))(uintptr_t)data)();
	if (!strcmp(how, "divide"))
		zero = 100 / zero;
	if (!strcmp(how, "undefined"))
		asm volatile("ud2");
	if (!strcmp(how, "privileged"))
		asm volatile("hlt");
	if (!strcmp(how, "breakpoint"))
		asm volatile("int3");
	if (!strcmp(how, "pipe")) {
		pipe(p);
		close(p[0]);
		write(p[1], "", 1);
	}
	if (!strcmp(how, "term"))
		kill(getpid(), SIGTERM);
	if (!strcmp(how, "ignored")) {
		signal(SIGTERM, SIG_IGN);
		kill(getpid(), SIGTERM);
		kill(getpid(), SIGCHLD);
		kill(getpid(), SIGWINCH);
	}
	if (!strcmp(how, "stack")) {
		getrlimit(RLIMIT_STACK, &stack);
		if (stack.rlim_cur > 8 << 20) /* or none at all */
			stack.rlim_cur = 8 << 20;
		setrlimit(RLIMIT_STACK, &stack);
		zero = overflow(0);
	}
	if (!strcmp(how, "bus"))
		past_the_end_of_file();
	if (!strcmp(how, "unhandled"))
		raise(SIGRTMIN + 3);
}

int main(int argc, char **argv)
{
	puts("begins");
	fflush(stdout);
	if (argc > 1) {
		finish(argv[1]);
		return atoi(argv[1]);
	}
	return 1;
}
