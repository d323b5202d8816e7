/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: bits 64 */
/* guest: flags -fno-pie -no-pie */
/* A 64-bit program that installs a handler by int $0x80: it runs as 32-bit code, in a 32-bit frame. */
#include <signal.h>
#include <sys/mman.h>

#include "guest.h"

struct action32 {
	uint32_t handler, flags, restorer;
	uint64_t mask;
} __attribute__((packed));

static char stack[65536] __attribute__((aligned(64)));
/* The code below names them. */
uint32_t seen_cs, seen_ss, seen_sig, seen_arg, seen_code;
uint64_t kept_sp;

asm(".code32\n"
    ".globl handler32, restorer32\n"
    "handler32: mov %cs, %ecx; mov %ecx, seen_cs; mov %ss, %ecx; mov %ecx, seen_ss\n"
    "mov %eax, seen_sig; mov 4(%esp), %ecx; mov %ecx, seen_arg\n"
    "mov 8(%esp), %ecx; mov 8(%ecx), %ecx; mov %ecx, seen_code\n"
    "ret\n"
    "restorer32: mov $173, %eax; int $0x80\n"
    ".code64\n"
    ".globl raise_low\n"
    /* With the stack below 4 GiB, since the frame holds no more of it. */
    "raise_low: push %rbx; push %rbp; push %r12; mov %rsp, kept_sp\n"
    "mov %rdi, %rsp; mov %rsi, %rdi; mov %rdx, %rsi\n"
    "mov $0x1234567812345678, %r12; mov $62, %eax; syscall\n"
    "mov kept_sp, %rsp; mov %r12, %rax; pop %r12; pop %rbp; pop %rbx; ret\n");
extern void handler32(void), restorer32(void);
extern uint64_t raise_low(void *sp, long pid, long sig);

static long int80(long nr, uint32_t b, uint32_t c, uint32_t d, uint32_t si)
{
	long ret;

	asm volatile("int $0x80"
		     : "=a"(ret)
		     : "a"(nr), "b"(b), "c"(c), "d"(d), "S"(si)
		     : "memory", "r8", "r9", "r10", "r11");
	return ret;
}

int main(void)
{
	static struct action32 sa, old;

	setvbuf(stdout, NULL, _IOLBF, 0);
	sa.handler = (uintptr_t)handler32;
	sa.restorer = (uintptr_t)restorer32;
	sa.flags = SA_SIGINFO | 0x04000000;
	show(int80(174, SIGUSR1, (uintptr_t)&sa, (uintptr_t)&old, 8));
	printf("kept %#lx\n", raise_low(stack + sizeof(stack), getpid(), SIGUSR1));
	printf("cs %#x ss %#x sig %u %u code %d\n", seen_cs, seen_ss, seen_sig, seen_arg, seen_code);
	show(int80(174, SIGUSR1, 0, (uintptr_t)&old, 8));
	printf("handler kept %d flags %#x\n", old.handler == (uintptr_t)handler32, old.flags);
	return 0;
}
