/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /proc/PID/pagemap: which pages are there, whose they are, and who is told where they lie. */
#include <sys/mman.h>

#include "tasks.h"

#define PRESENT (1ull << 63)
#define SHARED (1ull << 61)
#define EXCLUSIVE (1ull << 56)
#define FRAME ((1ull << 55) - 1)
#define SOFT_DIRTY (1ull << 55) /* on hosts that are configured for it */
#define PAGE 4096
#define MANY 300 /* in mappings of less than 1 MiB ring3's pages are made when they are read */

#define FAR ((long)(~0ul >> 1) & -8) /* behind all addresses of a 64-bit program */

static int map;

static uint64_t entry(const void *p)
{
	uint64_t e = 0;

	if (pread(map, &e, 8, (off_t)((uintptr_t)p / PAGE * 8)) != 8)
		printf("not read: %s\n", guest_errno(errno));
	return e;
}

static void tell(const char *what, const void *p)
{
	uint64_t e = entry(p);

	if (is_native())
		e &= ~SOFT_DIRTY;
	printf("%s: %s%s%s%s\n", what, e & PRESENT ? "there" : "nothing",
	       e & SHARED ? ", of a file" : "", e & EXCLUSIVE ? ", nobody else's" : "",
	       e & ~(PRESENT | SHARED | EXCLUSIVE | FRAME) ? ", MORE" : "");
	fflush(stdout);
}

static char *pages(int n, int flags, int fd)
{
	return mmap(NULL, (size_t)n * PAGE, PROT_READ | PROT_WRITE, flags, fd, 0);
}

static void anonymous(void)
{
	char *p = pages(MANY, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	volatile char *v = p;
	pid_t child;

	tell("never touched", p);
	(void)v[PAGE];
	tell("read", p + PAGE);
	v[2 * PAGE] = 1;
	tell("written", p + 2 * PAGE);
	mprotect(p + 2 * PAGE, PAGE, PROT_NONE);
	tell("forbidden", p + 2 * PAGE);
	mprotect(p + 2 * PAGE, PAGE, PROT_READ | PROT_WRITE);
	child = fork();
	if (!child)
		for (;;)
			pause();
	tell("had by a child, too", p + 2 * PAGE);
	v[2 * PAGE] = 2;
	tell("written again", p + 2 * PAGE);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	madvise(p + 2 * PAGE, PAGE, MADV_DONTNEED);
	tell("given back", p + 2 * PAGE);
	munmap(p, MANY * PAGE);
	tell("not mapped", p);
}

static void shared(void)
{
	char *p = pages(2, MAP_SHARED | MAP_ANONYMOUS, -1), *q, *r;
	int fd = memfd_create("m", 0);

	tell("shared, never touched", p);
	p[0] = 1;
	tell("shared, written", p);
	ftruncate(fd, 2 * PAGE);
	p = pages(2, MAP_SHARED, fd);
	q = pages(2, MAP_SHARED, fd);
	r = pages(2, MAP_PRIVATE, fd);
	p[0] = 1;
	tell("a file's page", p);
	q[0] = 2;
	tell("mapped twice", p);
	printf("the same page: %d\n", (entry(p) & FRAME) == (entry(q) & FRAME));
	tell("of a private mapping, not touched", r);
	r[0] = 3;
	tell("the copy", r);
	munmap(q, 2 * PAGE);
	tell("mapped once again", p);
	close(fd);
}

/* How much is read, and from where. */
static void reading(void)
{
	uint64_t e[3];
	char *p = pages(3, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	off_t at = (off_t)((uintptr_t)p / PAGE * 8);

	p[PAGE] = 1;
	show(pread(map, e, sizeof(e), at));
	printf("%d %d %d\n", e[0] >> 63 != 0, e[1] >> 63 != 0, e[2] >> 63 != 0);
	show(pread(map, e, 0, at));
	show(pread(map, e, 7, at));
	show(pread(map, e, 12, at));
	show(pread(map, e, 8, at + 1));
	show(pread(map, (void *)8, 8, at));
	show(pread(map, e, 8, FAR));
	show(lseek(map, 16, SEEK_SET));
	show(read(map, e, 16));
	show(lseek(map, 0, SEEK_CUR));
	show(lseek(map, 0, SEEK_END));
	show(write(map, e, 8));
	show_ok(open("/proc/self/pagemap", O_WRONLY));
	munmap(p, 3 * PAGE);
}

static int without_rights(void *arg)
{
	(void)arg;
	become_nobody();
	printf("frames of a descriptor that root opened: %d\n", (entry(&map) & FRAME) != 0);
	map = open("/proc/self/pagemap", O_RDONLY);
	if (map < 0)
		printf("own: %s\n", guest_errno(errno));
	else
		printf("frames: %d\n", (entry(&map) & FRAME) != 0);
	return 0;
}

int main(void)
{
	map = open("/proc/self/pagemap", O_RDONLY);
	anonymous();
	shared();
	reading();
	printf("frames: %d\n", (entry(&map) & FRAME) != 0);
	fflush(stdout);
	reap("without rights", spawn(without_rights, NULL));
	return 0;
}
