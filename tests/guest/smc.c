/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Code that changes: what runs is what is in memory now. x86 needs no instruction for that, and a
 * translator that kept an older version would show here.
 */
#include <sys/mman.h>

#include "guest.h"

typedef int (*fn)(void);

/* mov $n, %eax; ret: the same in both modes. */
static void emit(unsigned char *p, int n)
{
	p[0] = 0xb8;
	memcpy(p + 1, &n, 4);
	p[5] = 0xc3;
}

static void *map(int prot, int flags, int fd)
{
	void *p = mmap(NULL, 4096, prot, flags, fd, 0);

	if (p == MAP_FAILED) {
		perror("mmap");
		exit(1);
	}
	return p;
}

static void rewritten_in_place(void)
{
	unsigned char *p = map(PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	long sum = 0;

	for (int i = 0; i < 1000; i++) {
		emit(p, i);
		sum += ((fn)(uintptr_t)p)();
	}
	printf("rewritten in place: %ld\n", sum);
	/* One byte of the immediate alone. */
	emit(p, 1);
	((fn)(uintptr_t)p)();
	p[1] = 77;
	printf("one byte: %d\n", ((fn)(uintptr_t)p)());
	munmap(p, 4096);
}

static void with_mprotect(void)
{
	unsigned char *p = map(PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	long sum = 0;

	for (int i = 0; i < 100; i++) {
		mprotect(p, 4096, PROT_READ | PROT_WRITE);
		emit(p, i);
		mprotect(p, 4096, PROT_READ | PROT_EXEC);
		sum += ((fn)(uintptr_t)p)();
	}
	printf("write, then execute: %ld\n", sum);
	munmap(p, 4096);
}

static void at_two_addresses(void)
{
	int fd = memfd_create("code", 0);
	unsigned char *w, *x;
	long sum = 0;

	ftruncate(fd, 4096);
	w = map(PROT_READ | PROT_WRITE, MAP_SHARED, fd);
	x = map(PROT_READ | PROT_EXEC, MAP_SHARED, fd);
	for (int i = 0; i < 100; i++) {
		emit(w, i);
		sum += ((fn)(uintptr_t)x)();
	}
	printf("written at another address: %ld\n", sum);
	for (int i = 0; i < 100; i++) {
		unsigned char code[6];

		emit(code, 2 * i);
		pwrite(fd, code, sizeof(code), 0);
		sum += ((fn)(uintptr_t)x)();
	}
	printf("written by pwrite: %ld\n", sum);
	munmap(w, 4096);
	munmap(x, 4096);
	close(fd);
}

static void read_into(void)
{
	unsigned char *p = map(PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	unsigned char code[6];
	long sum = 0;
	int fd[2];

	pipe(fd);
	for (int i = 0; i < 100; i++) {
		emit(code, i);
		write(fd[1], code, sizeof(code));
		read(fd[0], p, sizeof(code));
		sum += ((fn)(uintptr_t)p)();
	}
	printf("read into by the kernel: %ld\n", sum);
	munmap(p, 4096);
	close(fd[0]);
	close(fd[1]);
}

static void mapped_anew(void)
{
	unsigned char *p = NULL;
	long sum = 0;

	for (int i = 0; i < 100; i++) {
		unsigned char *q = mmap(p, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
					MAP_PRIVATE | MAP_ANONYMOUS | (p ? MAP_FIXED : 0), -1, 0);

		p = q;
		emit(p, i);
		sum += ((fn)(uintptr_t)p)();
		if (i % 2)
			munmap(p, 4096);
	}
	printf("another page at the same address: %ld\n", sum);
}

/* The instruction behind the store is the one that was changed. */
static void just_ahead(void)
{
	static const unsigned char code[] = {
		0xc6, 0x07, 42,	 /* movb $42, (%rdi) or (%edi): the immediate below */
		0xb8, 1, 0, 0, 0, /* mov $1, %eax */
		0xc3,
	};
	unsigned char *p = map(PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	int result;

	memcpy(p, code, sizeof(code));
	asm volatile("call *%1" : "=a"(result) : "r"(p), "D"(p + 4) : "memory", "cc");
	printf("changed just ahead: %d\n", result);
	munmap(p, 4096);
}

/* A loop that counts itself down in its own immediate. */
static void counts_in_its_code(void)
{
	static const unsigned char code[] = {
		0xff, 0x07,	      /* incl (%rdi): the immediate below */
		0xb8, 0, 0, 0, 0,     /* mov $n, %eax */
		0x3d, 200, 0, 0, 0,   /* cmp $200, %eax */
		0x75, 0xf2,	      /* jne to the start */
		0xc3,
	};
	unsigned char *p = map(PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	int result;

	memcpy(p, code, sizeof(code));
	asm volatile("call *%1" : "=a"(result) : "r"(p), "D"(p + 3) : "memory", "cc");
	printf("counts in its own code: %d\n", result);
	munmap(p, 4096);
}

int main(void)
{
	rewritten_in_place();
	with_mprotect();
	at_two_addresses();
	read_into();
	mapped_anew();
	just_ahead();
	counts_in_its_code();
	return 0;
}
