/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes every call of the table, and then ends without one: that would be injected, too. */
#include "calls.h"

/* The linker's names for where a section begins and ends. */
extern const struct call_row __start_calls[], __stop_calls[];

static void call(int nr, const long *a)
{
#ifdef __x86_64__
	register long r10 __asm__("r10") = a[3], r8 __asm__("r8") = a[4], r9 __asm__("r9") = a[5];
	long r;

	__asm__ volatile("syscall" : "=a"(r) : "0"((long)nr), "D"(a[0]), "S"(a[1]), "d"(a[2]), "r"(r10),
			 "r"(r8), "r"(r9) : "rcx", "r11", "memory");
#else
	static long regs[7];
	int i;

	for (i = 0; i < 6; i++)
		regs[i] = a[i];
	regs[6] = nr;
	__asm__ volatile("pushal\n"
			 "movl %0, %%eax\n"
			 "movl (%%eax), %%ebx\n"
			 "movl 4(%%eax), %%ecx\n"
			 "movl 8(%%eax), %%edx\n"
			 "movl 12(%%eax), %%esi\n"
			 "movl 16(%%eax), %%edi\n"
			 "movl 20(%%eax), %%ebp\n"
			 "movl 24(%%eax), %%eax\n"
			 "int $0x80\n"
			 "popal" : : "r"(regs) : "memory");
#endif
}

__attribute__((used, noreturn)) static void run_table(void)
{
	const struct call_row *row;

	for (row = __start_calls; row < __stop_calls; row++)
		if (row->nr >= 0)
			call(row->nr, row->args);
	for (;;)
		__builtin_trap();
}

/*
 * A stack of its own, whose contents do not depend on who started the program: what stands above the
 * pointer is where sigreturn finds its frame.
 */
static struct {
	char below[4096];
	uint32_t above[1024];
} stack __attribute__((used, aligned(4096))) = { .above = { [0 ... 1023] = 0x20104 } };

#ifdef __x86_64__
__asm__(".globl _start\n_start:\n\txor %ebp, %ebp\n\tlea stack+4096, %rsp\n\tcall run_table\n");
#else
__asm__(".globl _start\n_start:\n\txor %ebp, %ebp\n\tlea stack+4096, %esp\n\tcall run_table\n");
#endif
