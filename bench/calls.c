/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What system calls cost: `calls NAME DIR [COUNT]` prints nanoseconds per operation. DIR is a
 * directory for files; without COUNT it takes as many as can be measured. Compiled static, for both ABIs, and run as it is natively, under ring3 and qemu-user.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static char file[4096];
static char buf[4096];
static int fd;

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void die(const char *what)
{
	perror(what);
	exit(1);
}

__attribute__((noinline)) static long function(long a)
{
	__asm__ volatile("" : "+r"(a));
	return a;
}

static void op_call(void)
{
	function(1);
}

static void op_int80(void)
{
	long r;

	__asm__ volatile("int $0x80" : "=a"(r) : "a"(64) : "memory");
}

#ifdef __x86_64__
static void op_syscall(void)
{
	long r;

	__asm__ volatile("syscall" : "=a"(r) : "a"(SYS_getppid) : "rcx", "r11", "memory");
}
#else
/* Through the vDSO: sysenter under ring3; natively what the host's CPU has. */
static void op_sysenter(void)
{
	static unsigned long vsyscall;
	long r;

	if (!vsyscall)
		vsyscall = getauxval(AT_SYSINFO);
	if (!vsyscall)
		exit(77);
	__asm__ volatile("call *%1" : "=a"(r) : "r"(vsyscall), "0"(64) : "memory");
}
#endif

static void op_clock_gettime(void)
{
	now();
}

static void prepare_file(void)
{
	fd = open(file, O_RDWR | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || write(fd, buf, sizeof(buf)) != sizeof(buf))
		die(file);
}

static void op_read1(void)
{
	if (pread(fd, buf, 1, 0) != 1)
		die("read");
}

static void op_read4k(void)
{
	if (pread(fd, buf, sizeof(buf), 0) != sizeof(buf))
		die("read");
}

static void op_write4k(void)
{
	if (pwrite(fd, buf, sizeof(buf), 0) != sizeof(buf))
		die("write");
}

static void prepare_null(void)
{
	fd = open("/dev/null", O_WRONLY);
	if (fd < 0)
		die("/dev/null");
}

static void op_write_null(void)
{
	if (write(fd, buf, 1) != 1)
		die("write");
}

static void op_open_close(void)
{
	int f = open(file, O_RDONLY);

	if (f < 0 || close(f))
		die("open");
}

#ifdef __i386__
/* What __kernel_vsyscall is where there is no vDSO, as under qemu-user. */
extern const char slow_vsyscall[];
__asm__(".pushsection .text\nslow_vsyscall: int $0x80\n ret\n.popsection");
#endif

/*
 * The call, not the C library: i386's has statx fill one structure, and copies it to a second and a
 * third, which costs as much as the call.
 */
static void op_stat(void)
{
	static char st[256];
	long r;

#ifdef __x86_64__
	register long flags __asm__("r10") = 0;

	__asm__ volatile("syscall"
			 : "=a"(r)
			 : "a"(SYS_newfstatat), "D"((long)AT_FDCWD), "S"(file), "d"(st), "r"(flags)
			 : "rcx", "r11", "memory");
#else
	static unsigned long vsyscall;

	if (!vsyscall)
		vsyscall = getauxval(AT_SYSINFO);
	if (!vsyscall)
		vsyscall = (unsigned long)slow_vsyscall;
	__asm__ volatile("call *%1"
			 : "=a"(r)
			 : "m"(vsyscall), "0"(SYS_fstatat64), "b"(AT_FDCWD), "c"(file), "d"(st), "S"(0)
			 : "memory");
#endif
	if (r)
		die("stat");
}

static void op_mmap(void)
{
	char *p = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (p == MAP_FAILED)
		die("mmap");
	p[0] = 1;
	munmap(p, 65536);
}

static char *pages;
#define NR_PAGES 8192

static void prepare_pages(void)
{
	pages = mmap(NULL, (size_t)NR_PAGES * 4096, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (pages == MAP_FAILED)
		die("mmap");
	madvise(pages, (size_t)NR_PAGES * 4096, MADV_NOHUGEPAGE);
}

/* One first touch; when all are touched they are given back, a small part of the cost. */
static void op_fault(void)
{
	static size_t i;

	if (i == NR_PAGES) {
		i = 0;
		madvise(pages, (size_t)NR_PAGES * 4096, MADV_DONTNEED);
	}
	pages[i++ * 4096] = 1;
}

static const struct op {
	const char *name;
	void (*run)(void);
	void (*prepare)(void);
} ops[] = {
	{ "call", op_call, NULL },
	{ "int80", op_int80, NULL },
#ifdef __x86_64__
	{ "syscall", op_syscall, NULL },
#else
	{ "sysenter", op_sysenter, NULL },
#endif
	{ "clock_gettime", op_clock_gettime, NULL },
	{ "read1", op_read1, prepare_file },
	{ "read4k", op_read4k, prepare_file },
	{ "write4k", op_write4k, prepare_file },
	{ "write_null", op_write_null, prepare_null },
	{ "open_close", op_open_close, prepare_file },
	{ "stat", op_stat, prepare_file },
	{ "mmap", op_mmap, NULL },
	{ "fault", op_fault, prepare_pages },
};

static uint64_t time_of(const struct op *op, uint64_t n)
{
	uint64_t i, start = now();

	for (i = 0; i < n; i++)
		op->run();
	return now() - start;
}

/* Long enough to be measured (a tenth of a second), in one go. */
static void measure(const struct op *op)
{
	uint64_t n, ns = 0;

	for (n = 1000; ns < 100000000; n *= ns < 10000000 ? 8 : 2) {
		ns = time_of(op, n);
		if (ns >= 100000000) {
			printf("%.2f\n", (double)ns / (double)n);
			return;
		}
	}
}

int main(int argc, char **argv)
{
	uint64_t count;
	size_t i;

	if (argc < 3)
		return 2;
	count = argc > 3 ? strtoull(argv[3], NULL, 10) : 0;
	snprintf(file, sizeof(file), "%s/ring3-bench-file", argv[2]);
	for (i = 0; i < sizeof(ops) / sizeof(ops[0]); i++)
		if (!strcmp(ops[i].name, argv[1])) {
			if (ops[i].prepare)
				ops[i].prepare();
			if (count)
				printf("%.2f\n", (double)time_of(&ops[i], count) / (double)count);
			else
				measure(&ops[i]);
			unlink(file);
			return 0;
		}
	return 2;
}
