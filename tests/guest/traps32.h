/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * 32-bit traps by hand, for traps32_*.c: each defines one function that traps with registers of
 * its caller's choosing, and main() calls check_trap() with it.
 */
#ifndef GUEST_TRAPS32_H
#define GUEST_TRAPS32_H

#include <signal.h>
#include <sys/mman.h>
#include <ucontext.h>

#include "guest.h"

struct regs {
	uint32_t eax, ebx, ecx, edx, esi, edi, ebp, flags;
};

/* void NAME(struct regs *r): sequence must come back with all but eax as they were. */
#define TRAP(name, sequence)                                                                 \
	void name(struct regs *r);                                                           \
	asm(".text\n.globl " #name "\n" #name ":\n"                                          \
	    "pushl %ebx; pushl %esi; pushl %edi; pushl %ebp\n"                               \
	    "movl 20(%esp), %eax; pushl %eax\n"                                              \
	    "movl 4(%eax), %ebx; movl 8(%eax), %ecx; movl 12(%eax), %edx\n"                  \
	    "movl 16(%eax), %esi; movl 20(%eax), %edi; movl 24(%eax), %ebp\n"                \
	    "movl (%eax), %eax\n"                                                            \
	    "stc\n" sequence "\n"                                                            \
	    "pushl %eax; movl 4(%esp), %eax\n"                                               \
	    "movl %ebx, 4(%eax); movl %ecx, 8(%eax); movl %edx, 12(%eax)\n"                  \
	    "movl %esi, 16(%eax); movl %edi, 20(%eax); movl %ebp, 24(%eax)\n"                \
	    "popl (%eax)\n"                                                                  \
	    "pushfl; popl 28(%eax)\n"                                                        \
	    "addl $4, %esp\n"                                                                \
	    "popl %ebp; popl %edi; popl %esi; popl %ebx\n"                                   \
	    "ret\n")

typedef void trap_fn(struct regs *r);

static inline struct regs fresh(uint32_t nr)
{
	return (struct regs){ nr, 0xb1, 0xc2, 0xd3, 0x54, 0xd5, 0xb6, 0 };
}

static inline void check_registers(trap_fn *trap)
{
	static const char *const names[] = { "eax", "ebx", "ecx", "edx", "esi", "edi", "ebp" };
	struct regs r = fresh(20), before = r;

	trap(&r);
	printf("getpid is right: %d; changed", r.eax == (uint32_t)getpid());
	for (int i = 1; i < 7; i++)
		if ((&r.eax)[i] != (&before.eax)[i])
			printf(" %s", names[i]);
	printf("; carry %d\n", (int)(r.flags & 1));
}

static inline void check_numbers(trap_fn *trap)
{
	static const uint32_t nrs[] = { 222, 500, 511, 512, 0x40000014, 0x7fffffff, 0x80000000,
					0x80000014, 0xffffffff };

	for (unsigned i = 0; i < sizeof(nrs) / sizeof(nrs[0]); i++) {
		struct regs r = fresh(nrs[i]);

		trap(&r);
		printf("number %#x: %s\n", nrs[i], guest_errno(-r.eax));
	}
}

static inline void check_six(trap_fn *trap)
{
	int fd = open("traps.tmp", O_RDWR | O_CREAT, 0600);
	struct regs r = fresh(192);
	char page[4096];

	for (int i = 0; i < 3; i++) {
		memset(page, 'a' + i, sizeof(page));
		write(fd, page, sizeof(page));
	}
	r.ebx = 0x10000000;
	r.ecx = 4096;
	r.edx = PROT_READ;
	r.esi = MAP_PRIVATE | MAP_FIXED;
	r.edi = fd;
	r.ebp = 2;
	trap(&r);
	printf("mmap2: %#x %c, ebp %u\n", r.eax, *(char *)0x10000000, r.ebp);
	close(fd);
	unlink("traps.tmp");
}

static inline void check_errors(trap_fn *trap)
{
	struct regs r = fresh(6);

	r.ebx = -1;
	trap(&r);
	printf("close(-1): %s\n", guest_errno(-r.eax));
}

static inline void check_trap(const char *name, trap_fn *trap)
{
	printf("%s\n", name);
	check_registers(trap);
	check_numbers(trap);
	check_six(trap);
	check_errors(trap);
}

static void no_such_instruction(int sig)
{
	(void)sig;
	puts("this host's CPU does not have the instruction in 32-bit code");
	fflush(stdout);
	_exit(77);
}

/* Natively the CPU may lack the instruction; under ring3 that is an error. */
static inline void allow_missing(void)
{
	if (is_native())
		signal(SIGILL, no_such_instruction);
}

#endif
