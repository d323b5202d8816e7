/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: on tmpfs hostfs */
/* mmap and its kin: placement, protection, sharing, what is refused. */
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "guest.h"

#define PAGE 4096ul

static sigjmp_buf back;
static volatile int fault_sig, fault_code;

static void fault(int sig, siginfo_t *info, void *context)
{
	(void)context;
	fault_sig = sig;
	fault_code = info->si_code;
	siglongjmp(back, 1);
}

/* What an access does: 0, or the signal and its code. */
static const char *touch(volatile char *p, int write)
{
	static char text[32];

	if (sigsetjmp(back, 1)) {
		snprintf(text, sizeof(text), "signal %d code %d", fault_sig, fault_code);
		return text;
	}
	if (write)
		*p = 'w';
	else
		(void)*p;
	return "ok";
}

static char *anon(size_t n, int prot)
{
	return mmap(NULL, n, prot, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void protections(void)
{
	char *p = anon(4 * PAGE, PROT_READ | PROT_WRITE);

	printf("rw: %s %s\n", touch(p, 0), touch(p, 1));
	show(mprotect(p, PAGE, PROT_READ));
	printf("r: %s ", touch(p, 0));
	printf("%s\n", touch(p, 1));
	show(mprotect(p, PAGE, PROT_NONE));
	printf("none: %s\n", touch(p, 0));
	show(mprotect(p, PAGE, PROT_WRITE));
	printf("w: %s\n", touch(p, 1));
	printf("content stays: %c\n", *p);
	show(mprotect(p + 1, PAGE, PROT_READ));
	show(mprotect(p, 0, PROT_READ));
	show(mprotect(p, PAGE, 0x100));
	show(munmap(p + PAGE, PAGE));
	printf("unmapped: %s\n", touch(p + PAGE, 0));
	show(mprotect(p, 4 * PAGE, PROT_READ));
	printf("before the hole: %s\n", touch(p, 1));
	printf("behind it: %s\n", touch(p + 2 * PAGE, 1));
	show(munmap(p, 4 * PAGE));
	show(munmap(p, 4 * PAGE));
	show(munmap(p + 1, PAGE));
	show(munmap(p, 0));
}

static void refusals(void)
{
	int f = open("memory.tmp", O_RDWR | O_CREAT, 0600), r, w, dir = open(".", O_RDONLY);

	write(f, "x", 1);
	r = open("memory.tmp", O_RDONLY);
	w = open("memory.tmp", O_WRONLY);
	show(mmap(NULL, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	show(mmap(NULL, PAGE, PROT_READ, MAP_ANONYMOUS, -1, 0));
	show(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, -1, 0));
	show(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, w, 0));
	show(mmap(NULL, PAGE, PROT_WRITE, MAP_SHARED, r, 0));
	show_ok(mmap(NULL, PAGE, PROT_WRITE, MAP_PRIVATE, r, 0));
	show(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, r, 1));
	show(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, dir, 0));
	show(mmap(NULL, -PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	show(mmap((void *)1, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
	show(mmap((void *)-PAGE, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0));
	show_ok(mmap((void *)-PAGE, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	show(mmap(NULL, PAGE, PROT_READ, 0x10 | MAP_ANONYMOUS, -1, 0));
	close(f);
	close(r);
	close(w);
	close(dir);
	unlink("memory.tmp");
}

static void fixed(void)
{
	char *p = anon(3 * PAGE, PROT_READ | PROT_WRITE);

	p[PAGE] = 'a';
	show(mmap(p + PAGE, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) ==
	     p + PAGE);
	printf("replaced: %d\n", p[PAGE]);
	show(mmap(p, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0));
	munmap(p, PAGE);
	show(mmap(p, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) ==
	     p);
	munmap(p, PAGE);
	show(mmap(p, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == p);
	show(mmap(p + 2 * PAGE, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
	     p + 2 * PAGE);
	munmap(p, 3 * PAGE);
}

static void files(void)
{
	int f = open("memory.tmp", O_RDWR | O_CREAT | O_TRUNC, 0600);
	char buf[8] = "", *s, *p;

	write(f, "hello, world", 12);
	s = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, f, 0);
	p = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, f, 0);
	close(f);
	f = open("memory.tmp", O_RDWR);
	printf("%s|%s|%d\n", s, p, s[4095]);
	p[0] = 'J';
	s[1] = 'E';
	pread(f, buf, 5, 0);
	printf("%s|%.5s|%.5s\n", buf, s, p);
	pwrite(f, "W", 1, 7);
	printf("%s|%s\n", s, p);
	show(msync(s, PAGE, MS_SYNC));
	show(msync(s, PAGE, MS_SYNC | MS_ASYNC));
	show(msync(s + 1, PAGE, MS_SYNC));
	show(lseek(f, 0, SEEK_END));
	printf("beyond the end: %s\n", touch(s + PAGE, 0));
	printf("beyond the end, private: %s\n", touch(p + PAGE, 1));
	ftruncate(f, PAGE + 1);
	printf("longer: %s\n", touch(s + PAGE, 1));
	ftruncate(f, 5);
	printf("shorter: %s ", touch(s + PAGE, 0));
	printf("%d %d\n", s[5], s[4]);
	munmap(s, 2 * PAGE);
	munmap(p, 2 * PAGE);
	close(f);
	unlink("memory.tmp");
}

static void remaps(void)
{
	char *p = anon(4 * PAGE, PROT_READ | PROT_WRITE), *q;

	strcpy(p, "kept");
	munmap(p + 2 * PAGE, 2 * PAGE);
	show(mremap(p, 2 * PAGE, PAGE, 0) == p);
	printf("cut: %s\n", touch(p + PAGE, 0));
	show(mremap(p, PAGE, 4 * PAGE, 0) == p);
	printf("%s\n", p);
	mmap(p + 4 * PAGE, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	show(mremap(p, 4 * PAGE, 8 * PAGE, 0));
	q = mremap(p, 4 * PAGE, 8 * PAGE, MREMAP_MAYMOVE);
	printf("moved: %d %s, old: %s\n", q != p, q, touch(p, 0));
	show(mremap(q, 8 * PAGE, 8 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, q + PAGE));
	show(mremap(q, 8 * PAGE, PAGE, MREMAP_FIXED, p));
	show(mremap(q + 1, PAGE, PAGE, 0));
	show(mremap(q, PAGE, 0, 0));
	show(mremap(q, 0, PAGE, MREMAP_MAYMOVE));
	show(mremap(q, PAGE, PAGE, 0x80));
	munmap(q, 8 * PAGE);
	show(mremap(q, PAGE, 2 * PAGE, MREMAP_MAYMOVE));
}

static void advice(void)
{
	char *p = anon(4 * PAGE, PROT_READ | PROT_WRITE);
	unsigned char in[4] = { 9, 9, 9, 9 };

	memset(p, 'x', 4 * PAGE);
	show(madvise(p + PAGE, PAGE, MADV_DONTNEED));
	printf("%d %d\n", p[0], p[PAGE]);
	munmap(p + 3 * PAGE, PAGE);
	show(madvise(p, 4 * PAGE, MADV_DONTNEED));
	show(madvise(p, PAGE, 12345));
	show(madvise(p + 1, PAGE, MADV_DONTNEED));
	show(madvise(p, 0, MADV_DONTNEED));
	show(madvise(p, 3 * PAGE, MADV_WILLNEED));
	p[0] = 1;
	p[2 * PAGE] = 1;
	show(mincore(p, 3 * PAGE, in));
	printf("%d %d %d %d\n", in[0] & 1, in[1] & 1, in[2] & 1, in[3]);
	show(mincore(p, 4 * PAGE, in));
	show(mincore(p + 1, PAGE, in));
	show(mincore(p, PAGE, (void *)8));
	show(mlock(p, PAGE));
	show(munlock(p, PAGE));
	show(mlock(p + 3 * PAGE, PAGE));
	show(mlock2(p, PAGE, 8));
	show(mlockall(0));
	show(munlockall());
	munmap(p, 3 * PAGE);
}

static void heap(void)
{
	char *start = sbrk(0);

	show(sbrk(10 * PAGE) == start);
	start[10 * PAGE - 1] = 1;
	show(sbrk(-10 * (long)PAGE) == start + 10 * PAGE);
	show(sbrk(0) == start);
	show(brk((void *)PAGE));
	show(sbrk(0) == start);
	printf("beyond the break: %s\n", touch((char *)(((uintptr_t)start + PAGE - 1) & -PAGE), 0));
}

static void grows(char *stack_top)
{
	printf("below the stack pointer: %s\n", touch(stack_top - 200000, 1));
	printf("far below: %s\n", touch(stack_top - (64ul << 20), 1));
}

int main(void)
{
	static char stack[65536];
	stack_t ss = { .ss_sp = stack, .ss_size = sizeof(stack) };
	struct sigaction sa = { .sa_sigaction = fault, .sa_flags = SA_SIGINFO | SA_ONSTACK };
	char here;

	sigaltstack(&ss, NULL);
	sigaction(SIGSEGV, &sa, NULL);
	sigaction(SIGBUS, &sa, NULL);
	protections();
	refusals();
	fixed();
	files();
	remaps();
	advice();
	heap();
	grows(&here);
	return 0;
}
