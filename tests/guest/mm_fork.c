/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What processes share after fork, and what each has for itself. */
#include <sys/mman.h>
#include <sys/wait.h>

#include "guest.h"

#define PG 4096ul
#define ANON (MAP_PRIVATE | MAP_ANONYMOUS)
#define RW (PROT_READ | PROT_WRITE)

static int up[2], down[2];

static void meet(int out, int in)
{
	char c = 0;

	fflush(stdout);
	(void)!write(out, &c, 1);
	(void)!read(in, &c, 1);
}

/* Parent and child take turns: the child first, until both have done `turns` of them. */
static void take_turns(void (*of_child)(int turn), void (*of_parent)(int turn), int turns)
{
	pid_t pid;

	pipe(up);
	pipe(down);
	fflush(stdout);
	pid = fork();
	for (int turn = 0; turn < turns; turn++) {
		if (!pid) {
			of_child(turn);
			meet(up[1], down[0]);
		} else {
			char c;

			(void)!read(up[0], &c, 1);
			of_parent(turn);
			fflush(stdout);
			(void)!write(down[1], &c, 1);
		}
	}
	if (!pid)
		_exit(0);
	waitpid(pid, NULL, 0);
	for (int i = 0; i < 2; i++) {
		close(up[i]);
		close(down[i]);
	}
}

/* --- private and shared --- */

static char *priv, *anon, *file_shared, *file_priv;

static void show_all(const char *who, int turn)
{
	printf("%s %d: %.6s %.6s %.6s %.6s|%.6s\n", who, turn, priv, anon, file_shared, file_priv,
	       file_priv + PG);
}

static void put(const char *what)
{
	memcpy(priv, what, 6);
	memcpy(anon, what, 6);
	memcpy(file_shared, what, 6);
	memcpy(file_priv + PG, what, 6);
}

static void sharing_child(int turn)
{
	show_all("child", turn);
	if (!turn)
		put("child!");
	else
		memcpy(file_priv, "apart!", 6);
}

static void sharing_parent(int turn)
{
	show_all("parent", turn);
	if (!turn)
		put("parent");
}

static void sharing(void)
{
	int fd = memfd_create("x", 0);

	puts("-- sharing");
	ftruncate(fd, 2 * PG);
	pwrite(fd, "file..", 6, 0);
	priv = mmap(NULL, PG, RW, ANON, -1, 0);
	anon = mmap(NULL, PG, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	file_shared = mmap(NULL, PG, RW, MAP_SHARED, fd, 0);
	file_priv = mmap(NULL, 2 * PG, RW, MAP_PRIVATE, fd, 0);
	memcpy(priv, "before", 6);
	memcpy(anon, "before", 6);
	memcpy(file_priv + PG, "before", 6);
	take_turns(sharing_child, sharing_parent, 3);
	close(fd);
}

/* --- the kernel writes into shared pages: the reader of a pipe, not its writer --- */

static void by_calls(void)
{
	char *p = mmap(NULL, 2 * PG, RW, ANON, -1, 0);
	int fd[2];
	pid_t pid;

	puts("-- calls");
	fflush(stdout);
	memset(p, 'o', 2 * PG);
	pipe(fd);
	pid = fork();
	if (!pid) {
		char c = *p; /* in the TLB now, read-only */

		read(fd[0], p + PG - 4, 8);
		printf("child: %c %.8s\n", c, p + PG - 4);
		exit(0);
	}
	write(fd[1], "12345678", 8);
	waitpid(pid, NULL, 0);
	printf("parent: %.8s\n", p + PG - 4);
	close(fd[0]);
	close(fd[1]);
}

/* --- advice and locks --- */

static long smaps(void *addr, const char *field)
{
	char line[256], want[32];
	FILE *f = fopen("/proc/self/smaps", "r");
	long value = -1;
	int here = 0;

	snprintf(want, sizeof(want), "%08lx-", (unsigned long)addr);
	while (fgets(line, sizeof(line), f)) {
		if (strchr(line, '-') && strchr(line, '-') < strchr(line, ' '))
			here = !strncmp(line, want, strlen(want));
		else if (here && !strncmp(line, field, strlen(field)) && line[strlen(field)] == ':')
			value = atol(line + strlen(field) + 1);
	}
	fclose(f);
	return value;
}

static long status_of(const char *field)
{
	char line[256];
	FILE *f = fopen("/proc/self/status", "r");
	long value = -1;

	while (fgets(line, sizeof(line), f)) {
		if (!strncmp(line, field, strlen(field)) && line[strlen(field)] == ':')
			value = atol(line + strlen(field) + 1);
	}
	fclose(f);
	return value;
}

static void advice(void)
{
	char *wipe = mmap(NULL, 3 * PG, RW, ANON, -1, 0), *gone, *kept;
	long size = status_of("VmSize");
	pid_t pid;
	int status;

	puts("-- advice");
	gone = wipe + PG;
	kept = wipe + 2 * PG;
	memset(wipe, 'x', 3 * PG);
	show(madvise(wipe, PG, MADV_WIPEONFORK));
	show(madvise(gone, PG, MADV_DONTFORK));
	show(mlock(kept, PG));
	fflush(stdout);
	pid = fork();
	if (!pid) {
		printf("child: %ld %ld\n", smaps(wipe, "Rss"), smaps(kept, "Locked"));
		printf("child: size %ld, wiped %d, kept %c, locked %ld\n",
		       status_of("VmSize") - size, *wipe, *kept, status_of("VmLck"));
		show(mincore(gone, PG, (void *)kept));
		show(madvise(wipe, PG, MADV_KEEPONFORK));
		*wipe = 'k';
		fflush(stdout);
		if (!fork()) {
			printf("grandchild: %c\n", *wipe);
			fflush(stdout);
			*gone = 1;
		}
		wait(&status);
		printf("signal %d\n", WTERMSIG(status));
		exit(0);
	}
	waitpid(pid, NULL, 0);
	printf("parent: %c %c, locked %ld\n", *wipe, *gone, status_of("VmLck"));
	munlock(kept, PG);
	munmap(wipe, 3 * PG);
}

/* mlockall's future is the parent's alone; so is its past. */
static void all_locked(void)
{
	pid_t pid;

	puts("-- mlockall");
	show(mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT));
	fflush(stdout);
	pid = fork();
	if (!pid) {
		char *p = mmap(NULL, PG, RW, ANON, -1, 0);

		printf("child: %ld", status_of("VmLck"));
		*p = 1;
		printf(" %ld\n", smaps(p, "Locked"));
		exit(0);
	}
	waitpid(pid, NULL, 0);
	printf("parent: %d\n", status_of("VmLck") > 0);
	munlockall();
}

/* --- what smaps says of shared pages --- */

static void *area;

static void usage(const char *who, int turn)
{
	static const char *const fields[] = { "Rss", "Pss", "Shared_Clean", "Shared_Dirty",
					      "Private_Clean", "Private_Dirty", "Anonymous" };

	printf("%s %d:", who, turn);
	for (unsigned i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		printf(" %ld", smaps(area, fields[i]));
	puts("");
}

static void usage_child(int turn)
{
	usage("child", turn);
	if (!turn)
		memset(area, 1, 2 * PG);
}

static void usage_parent(int turn)
{
	usage("parent", turn);
}

static void usages(void)
{
	char *guard = mmap(NULL, 6 * PG, PROT_NONE, ANON, -1, 0);

	puts("-- smaps");
	area = mmap(guard + PG, 4 * PG, RW, ANON | MAP_FIXED, -1, 0);
	memset(area, 1, 4 * PG);
	usage("alone", 0);
	take_turns(usage_child, usage_parent, 2);
	usage("alone", 1);
}

/* --- the break and other fields --- */

static void breaks(void)
{
	char *old = sbrk(0);
	pid_t pid;

	puts("-- break");
	fflush(stdout);
	pid = fork();
	if (!pid) {
		printf("child: %d\n", sbrk(0) == old);
		sbrk(4 * PG);
		fflush(stdout);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	printf("parent: %d\n", sbrk(0) == old);
}

/* --- pages that were moved and protected meanwhile --- */

static void moved(void)
{
	char *a = mmap(NULL, 4 * PG, RW, ANON, -1, 0), *b;
	pid_t pid;

	puts("-- moved");
	for (int i = 0; i < 4; i++)
		memset(a + i * PG, 'a' + i, PG);
	fflush(stdout);
	pid = fork();
	if (!pid) {
		mprotect(a + PG, PG, PROT_NONE);
		b = mmap(NULL, 8 * PG, PROT_NONE, ANON, -1, 0);
		b = mremap(a, 4 * PG, 8 * PG, MREMAP_MAYMOVE | MREMAP_FIXED, b);
		printf("split: %d\n", b == MAP_FAILED ? errno == EFAULT : 0);
		mprotect(a + PG, PG, RW);
		b = mmap(NULL, 8 * PG, PROT_NONE, ANON, -1, 0);
		b = mremap(a, 4 * PG, 8 * PG, MREMAP_MAYMOVE | MREMAP_FIXED, b);
		b[0] = 'A';
		printf("child: %c%c%c%c %d\n", b[0], b[PG], b[2 * PG], b[3 * PG], b[5 * PG]);
		fflush(stdout);
		if (!fork()) {
			b[2 * PG] = 'C';
			madvise(b + 3 * PG, PG, MADV_DONTNEED);
			printf("grandchild: %c%c%c %d\n", b[0], b[PG], b[2 * PG], b[3 * PG]);
			exit(0);
		}
		wait(NULL);
		printf("child: %c%c%c%c\n", b[0], b[PG], b[2 * PG], b[3 * PG]);
		exit(0);
	}
	waitpid(pid, NULL, 0);
	printf("parent: %c%c%c%c\n", a[0], a[PG], a[2 * PG], a[3 * PG]);
}

/* --- generations: each writes its own page, all see those before --- */

static void generations(void)
{
	char *p = mmap(NULL, 10 * PG, RW, ANON, -1, 0);

	puts("-- generations");
	fflush(stdout);
	for (int depth = 0; depth < 10; depth++) {
		int status;

		p[depth * PG] = 'A' + depth;
		if (fork()) {
			wait(&status);
			p[depth * PG + 1] = '!';
			for (int i = 0; i < 10; i++)
				printf("%c", p[i * PG] ? p[i * PG] : '.');
			printf(" %d\n", WEXITSTATUS(status));
			fflush(stdout);
			if (depth)
				_exit(depth);
			return;
		}
	}
	_exit(10);
}

int main(void)
{
	sharing();
	by_calls();
	advice();
	all_locked();
	usages();
	breaks();
	moved();
	generations();
	return 0;
}
