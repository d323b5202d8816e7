/* SPDX-License-Identifier: GPL-2.0-or-later */
/* process_madvise and process_mrelease. */
#include <signal.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "guest.h"

#define PG 4096ul
#define RW (PROT_READ | PROT_WRITE)
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

static long madvise_of(int pidfd, struct iovec *v, size_t n, int advice, unsigned flags)
{
	return raw(SYS_process_madvise, pidfd, (long)v, n, advice, flags, 0);
}

static pid_t sleeper(void)
{
	int ready[2];
	pid_t pid;
	char c;

	pipe(ready);
	fflush(stdout);
	pid = fork();
	if (!pid) {
		(void)!write(ready[1], "", 1);
		for (;;)
			pause();
	}
	(void)!read(ready[0], &c, 1);
	close(ready[0]);
	close(ready[1]);
	return pid;
}

int main(void)
{
	char *p = mmap(NULL, 4 * PG, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct iovec v[3] = { { p, PG }, { p + 2 * PG, PG }, { p + 3 * PG, PG } };
	siginfo_t info;
	pid_t pid;
	int pidfd, self, status;

	memset(p, 'x', 4 * PG);
	pid = sleeper();
	pidfd = raw(SYS_pidfd_open, pid, 0, 0, 0, 0, 0);
	self = raw(SYS_pidfd_open, getpid(), 0, 0, 0, 0, 0);
	for (int advice = 0; advice < 27; advice++)
		printf("%d: %ld\n", advice,
		       advice == MADV_COLLAPSE ? 0 : madvise_of(pidfd, v, 2, advice, 0));
	show(madvise_of(self, v, 2, MADV_DONTNEED, 0));
	printf("%d %c\n", p[0], p[PG]);
	show(madvise_of(-10000, v, 2, MADV_DONTNEED, 0));
	munmap(p + 3 * PG, PG);
	show(madvise_of(self, v, 3, MADV_COLD, 0));
	show(madvise_of(self, v + 2, 1, MADV_COLD, 0));
	show(madvise_of(self, v, 1, MADV_COLD, 1));
	show(madvise_of(self, v, 0, MADV_COLD, 0));
	show(madvise_of(self, v, 0, 1000, 0));
	show(madvise_of(self, v, 1025, MADV_COLD, 0));
	show(madvise_of(self, NULL, 1, MADV_COLD, 0));
	show(madvise_of(1000, v, 1, MADV_COLD, 0));
	show(madvise_of(1, v, 1, MADV_COLD, 0));
	v[0].iov_base = p + 1;
	show(madvise_of(self, v, 1, MADV_COLD, 0));

	puts("-- mrelease");
	show(raw(SYS_process_mrelease, pidfd, 1, 0, 0, 0, 0));
	show(raw(SYS_process_mrelease, pidfd, 0, 0, 0, 0, 0));
	show(raw(SYS_process_mrelease, self, 0, 0, 0, 0, 0));
	show(raw(SYS_process_mrelease, 1000, 0, 0, 0, 0, 0));
	kill(pid, SIGKILL);
	waitid(P_PID, pid, &info, WEXITED | WNOWAIT);
	show(raw(SYS_process_mrelease, pidfd, 0, 0, 0, 0, 0));
	show(madvise_of(pidfd, v + 1, 1, MADV_COLD, 0));
	waitpid(pid, &status, 0);
	show(raw(SYS_process_mrelease, pidfd, 0, 0, 0, 0, 0));
	show(madvise_of(pidfd, v + 1, 1, MADV_COLD, 0));
	return 0;
}
