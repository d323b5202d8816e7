/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hostile pointers for every pointer argument of every call: null, unmapped, read-only, a range
 * that wraps, the last byte before a hole, the kernel's half. The other arguments are harmless and
 * as valid as their word allows. Prints `call argument value: result`; natively and under ring3
 * the same lines must come out.
 *
 * sweep DIR          every call, each in its own fresh state as far as one process can make it
 * sweep DIR NR       one call
 * sweep list         the numbers
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum kind { INT, IN, OUT, INOUT, STR, ADDR };

static const struct row {
	unsigned nr;
	const char *name;
	unsigned nargs;
	struct {
		enum kind kind;
		const char *word, *name;
	} args[6];
} rows[] = {
#ifdef __x86_64__
#include "sweep_64.inc"
#else
#include "sweep_32.inc"
#endif
};

#define PAGE 4096ul
static char *area; /* one writable page, one read-only, one hole */
static char *good; /* writable, zeroed before each call */

static long raw(unsigned nr, const unsigned long a[6])
{
	long r;

#ifdef __x86_64__
	register unsigned long r10 __asm__("r10") = a[3];
	register unsigned long r8 __asm__("r8") = a[4];
	register unsigned long r9 __asm__("r9") = a[5];

	__asm__ volatile("syscall"
			 : "=a"(r)
			 : "0"((unsigned long)nr), "D"(a[0]), "S"(a[1]), "d"(a[2]), "r"(r10),
			   "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
#else
	__asm__ volatile("push %%ebp\n\tmov 20(%1), %%ebp\n\tmov (%1), %%ebx\n\t"
			 "mov 4(%1), %%ecx\n\tmov 8(%1), %%edx\n\tmov 16(%1), %%edi\n\t"
			 "mov 12(%1), %%esi\n\tint $0x80\n\tpop %%ebp"
			 : "=a"(r)
			 : "S"(a), "0"(nr)
			 : "ebx", "ecx", "edx", "edi", "memory");
#endif
	return r;
}

static int is(const char *word, const char *what)
{
	return !strcmp(word, what);
}

/* A harmless value for an argument of that word. */
static unsigned long harmless(const struct row *r, unsigned i)
{
	const char *word = r->args[i].word;

	if (r->args[i].kind == STR) {
		strcpy(good + 2048 + i * 64, "file");
		return (unsigned long)(good + 2048 + i * 64);
	}
	if (r->args[i].kind != INT)
		return (unsigned long)(good + i * 256);
	if (is(word, "fd_t"))
		return 3;
	if (is(word, "dfd_t"))
		return (unsigned long)AT_FDCWD;
	if (is(word, "usize_t"))
		return strstr(r->name, "sig") || strstr(r->name, "pselect") || is(r->name, "ppoll") ? 8 : 16;
	if (is(word, "sig_t"))
		return 10;
	if (is(word, "resource_t"))
		return 10; /* RLIMIT_LOCKS, which nothing heeds */
	if (is(r->args[i].name, "vlen") || is(r->args[i].name, "nr_segs") || strstr(r->args[i].name, "nfds"))
		return 1;
	return 0;
}

static const struct {
	const char *name;
	int what;
} values[] = {
	{ "null", 0 },	      { "unmapped", 1 }, { "read-only", 2 },
	{ "wraps", 3 },	      { "last-byte", 4 }, { "kernel-half", 5 },
	{ "before-hole", 6 },
};

static unsigned long hostile(int what)
{
	switch (what) {
	case 0:
		return 0;
	case 1:
		return (unsigned long)area + 2 * PAGE;
	case 2:
		return (unsigned long)area + PAGE;
	case 3:
		return -8ul;
	case 4:
		return (unsigned long)area + 2 * PAGE - 1;
	case 5:
		return sizeof(long) == 8 ? 0xffff8000ul << 16 << 16 : 0xfffff000ul;
	default:
		return (unsigned long)area + 2 * PAGE - 4;
	}
}

/*
 * Calls that would end, stop or rebuild the process itself whatever their pointers are; and file
 * handles, of which each filesystem of a host says something else.
 */
static int skipped(const struct row *r)
{
	static const char *const names[] = { "rt_sigreturn", "sigreturn", "pause", "rt_sigsuspend",
					     "sigsuspend", "restart_syscall", "munmap", "mremap",
					     "mprotect", "brk", "remap_file_pages", "reboot",
					     "name_to_handle_at", "open_by_handle_at" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (is(r->name, names[i]))
			return 1;
	return 0;
}

static void one(const struct row *r)
{
	unsigned long a[6];
	unsigned i, j, v;
	long result;

	for (i = 0; i < r->nargs; i++) {
		if (r->args[i].kind == INT)
			continue;
		for (v = 0; v < sizeof(values) / sizeof(values[0]); v++) {
			memset(good, 0, PAGE);
			memset(a, 0, sizeof(a));
			for (j = 0; j < r->nargs; j++)
				a[j] = harmless(r, j);
			a[i] = hostile(values[v].what);
			alarm(5);
			result = raw(r->nr, a);
			alarm(0);
			if (result < 0 && result >= -4095)
				printf("%s %s %s: %s\n", r->name, r->args[i].name, values[v].name,
				       strerrorname_np((int)-result));
			else
				printf("%s %s %s: ok\n", r->name, r->args[i].name, values[v].name);
			fflush(stdout);
		}
	}
}

static void prepare(const char *dir)
{
	if (chdir(dir))
		exit(2);
	close(3);
	if (open("file", O_RDWR | O_CREAT | O_TRUNC, 0644) != 3)
		exit(2);
	if (write(3, "0123456789abcdef", 16) != 16 || lseek(3, 0, SEEK_SET))
		exit(2);
	area = mmap(NULL, 3 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	good = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (area == MAP_FAILED || good == MAP_FAILED)
		exit(2);
	memset(area, 0, 2 * PAGE);
	mprotect(area + PAGE, PAGE, PROT_READ);
	munmap(area + 2 * PAGE, PAGE);
}

int main(int argc, char **argv)
{
	size_t i;

	for (i = 0; argc == 2 && i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!skipped(&rows[i]))
			printf("%u\n", rows[i].nr);
	if (argc < 3)
		return argc < 2;
	prepare(argv[1]);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].nr == (unsigned)atoi(argv[2]))
			one(&rows[i]);
	return 0;
}
