/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bad accesses as the program sees them: signal, code and address; and those that are none. */
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/uio.h>

#include "guest.h"

#define PG 4096ul
#define AREA ((char *)0x60000000)

static sigjmp_buf out;
static int signo, code;
static char *where;

static void handler(int sig, siginfo_t *info, void *context)
{
	(void)context;
	signo = sig;
	code = info->si_code;
	where = info->si_addr;
	siglongjmp(out, 1);
}

static const char *address_of(char *p)
{
	static char text[32];

	if (p >= AREA - 16 * PG && p < AREA + 64 * PG)
		snprintf(text, sizeof(text), "area%+ld", (long)(p - AREA));
	else
		snprintf(text, sizeof(text), "%p", p);
	return text;
}

#define attempt(access)                                                                      \
	do {                                                                                 \
		if (sigsetjmp(out, 1))                                                       \
			printf("%s: signal %d code %d at %s\n", #access, signo, code,        \
			       address_of(where));                                           \
		else                                                                         \
			printf("%s: %d\n", #access, (int)(access));                          \
	} while (0)

static volatile char *a = (volatile char *)0x60000000;
static volatile int *words = (volatile int *)0x60000000;

static void map(unsigned long page, int prot, int flags, int fd)
{
	if (mmap(AREA + page * PG, PG, prot, flags | MAP_FIXED, fd, 0) == MAP_FAILED)
		perror("mmap");
}

static void rights(void)
{
	map(0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	map(1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	map(2, PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	map(3, PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	attempt(a[5]);
	attempt(a[5] = 1);
	attempt(a[PG + 7]);
	attempt(a[PG + 8] = 1);
	attempt(a[2 * PG]);
	attempt(a[2 * PG + 3] = 7);
	attempt(a[2 * PG + 3]);
	attempt(a[3 * PG]);
	attempt(a[3 * PG + 1] = 1);
	attempt(a[4 * PG + 1]);
	attempt(a[4 * PG + 1] = 2);
	attempt(a[-1]);
	attempt(*(volatile int *)(a + PG - 2)); /* the second page is at fault */
	attempt(*(volatile int *)(a + PG - 2) = 3);
	attempt(((int (*)(void))(a + 2 * PG))());
	attempt(((int (*)(void))(a + 5 * PG))());
	attempt(*(volatile char *)0);
	attempt(*(volatile char *)8 = 1);
	attempt(*(volatile char *)-1);
}

static void files(void)
{
	char page[PG];
	int fd = open("f", O_RDWR | O_CREAT, 0600);

	memset(page, 'f', sizeof(page));
	write(fd, page, sizeof(page));
	write(fd, page, 100);
	mmap(AREA, 3 * PG, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0);
	mmap(AREA + 4 * PG, 3 * PG, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd, 0);
	attempt(a[PG + 99]);
	attempt(a[PG + 100]);
	attempt(a[2 * PG + 9]);
	attempt(a[2 * PG + 9] = 1);
	attempt(a[6 * PG + 9] = 1);
	attempt(a[4 * PG] = 'p');
	attempt(a[5 * PG + 200] = 'q');
	attempt(a[0]);
	attempt(a[0] = 's');
	attempt(a[4 * PG]);
	show(pread(fd, page, 1, 0));
	printf("%c\n", page[0]);
	show(ftruncate(fd, 10));
	attempt(a[9]);
	attempt(a[10]);
	attempt(a[PG]);
	attempt(a[5 * PG + 200]);
	attempt(a[4 * PG]);
	show(ftruncate(fd, 3 * PG));
	attempt(a[9]);
	attempt(a[2 * PG]);
	attempt(a[5 * PG + 200]);
	show(pwrite(fd, "w", 1, 2 * PG + 1));
	attempt(a[2 * PG + 1]);
	attempt(a[6 * PG + 1]);
	show(write(fd, (char *)AREA + 3 * PG - 2, 4)); /* up to the hole */
	show(write(fd, (char *)AREA + 3 * PG, 4));
	munmap(AREA, 8 * PG);
}

/* A page that is written by the kernel, by the program, and read by both. */
static void copies(void)
{
	int fd = open("f", O_RDWR), tube[2];
	struct iovec v[2] = { { AREA + 10, 3 }, { AREA + PG - 2, 10 } };

	pipe(tube);
	pwrite(fd, "0123456789", 10, 0);
	mmap(AREA, PG, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd, 0);
	attempt(a[1]);
	show(read(open("/dev/zero", O_RDONLY), AREA + 1, 1));
	attempt(a[1]);
	attempt(a[2]);
	show(write(tube[1], "abcdefghijkl", 12));
	show(readv(tube[0], v, 2));
	attempt(a[10]);
	attempt(a[PG - 1]);
	show(write(tube[1], AREA + PG - 4, 8));
	mprotect(AREA, PG, PROT_READ);
	show(read(tube[0], AREA, 1));
	mprotect(AREA, PG, PROT_READ | PROT_WRITE);
	show(read(tube[0], AREA, 1));
	attempt(a[0] == 'f');
	munmap(AREA, PG);
}

static int deep(int n)
{
	volatile char room[16 * 1024];

	room[0] = n;
	return n ? deep(n - 1) + room[0] : 0;
}

static void stacks(void)
{
	static char other[64 * 1024];
	stack_t alt = { .ss_sp = other, .ss_size = sizeof(other) };
	struct rlimit limit = { 1 << 20, 8 << 20 };

	sigaltstack(&alt, NULL);
	setrlimit(RLIMIT_STACK, &limit);
	attempt(deep(20) > 0);
	if (sigsetjmp(out, 1))
		printf("too deep: signal %d code %d\n", signo, code);
	else
		printf("%d\n", deep(1000));
	/* a mapping that grows down by itself */
	mmap(AREA + 512 * PG, PG, PROT_READ | PROT_WRITE,
	     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_GROWSDOWN, -1, 0);
	attempt(a[500 * PG] = 1);
	attempt(a[505 * PG]);
	attempt(a[200 * PG]); /* beyond the limit */
	show(munmap(AREA + 400 * PG, 200 * PG));
}

static void code_changes(void)
{
	/* mov $1, %eax; ret */
	static const unsigned char one[] = { 0xb8, 1, 0, 0, 0, 0xc3 };
	int (*f)(void) = (int (*)(void))AREA;

	map(0, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	memcpy(AREA, one, sizeof(one));
	attempt(f());
	mprotect(AREA, PG, PROT_READ | PROT_EXEC);
	attempt(f());
	attempt(a[1] = 2);
	mprotect(AREA, PG, PROT_READ | PROT_WRITE | PROT_EXEC);
	attempt(f());
	a[1] = 3;
	attempt(f());
	show(pread(open("code", O_RDWR | O_CREAT, 0600), AREA, 0, 0));
	words[0] = 0x000004b8;
	attempt(f());
	show(pwrite(open("code", O_RDWR), "\5", 1, 0));
	show(read(open("code", O_RDONLY), AREA + 1, 1));
	attempt(f());
	munmap(AREA, PG);
	attempt(f());
}

int main(void)
{
	struct sigaction act = { .sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_ONSTACK };

	sigaction(SIGSEGV, &act, NULL);
	sigaction(SIGBUS, &act, NULL);
	rights();
	files();
	copies();
	stacks();
	code_changes();
	return 0;
}
