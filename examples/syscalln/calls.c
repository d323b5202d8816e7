/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A call of each size, through stubs of our own; the C library only prints. */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>

#include "syscalln.h"

#ifdef __i386__
#define __NR_map __NR_mmap2 /* its offset counts pages */
#else
#define __NR_map __NR_mmap
#endif

_syscall0(pid_t, getppid)
_syscall1(int, close, int, fd)
_syscall2(int, dup2, int, from, int, to)
_syscall3(ssize_t, write, int, fd, const void *, buf, size_t, count)
_syscall4(int, openat, int, dir, const char *, path, int, flags, mode_t, mode)
_syscall5(int, prctl, int, op, unsigned long, a, unsigned long, b, unsigned long, c,
	  unsigned long, d)
_syscall6(void *, map, void *, addr, size_t, length, int, prot, int, flags, int, fd, off_t, offset)

static void say(const char *what, long result)
{
	if (result == -1)
		printf("%s: -1, errno is %s\n", what, strerrorname_np(errno));
	else
		printf("%s: %ld\n", what, result);
	errno = 0;
}

int main(void)
{
	char name[16] = "";
	char *page;

	say("getppid says something", getppid() >= 0);
	say("dup2(1, 7)", dup2(1, 7));
	fflush(stdout);
	say("write(7, ...)", write(7, "written\n", 8));
	say("close(7)", close(7));
	say("close(7) again", close(7));
	say("openat of nothing", openat(-100, "/does/not/exist", 0, 0));
	say("prctl(PR_SET_NAME)", prctl(15, (unsigned long)"six", 0, 0, 0));
	say("prctl(PR_GET_NAME)", prctl(16, (unsigned long)name, 0, 0, 0));
	printf("name: %s\n", name);
	page = map(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	strcpy(page, "mapped");
	printf("memory: %s\n", page);
	say("map of no file", (long)map(NULL, 4096, PROT_READ, 0, -1, 0));
	return 0;
}
