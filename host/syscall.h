/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The host's kernel without the C library between: for the few calls that guest programs wait for
 * most often. The host's kernel leaves the processor's stack of return addresses useless, and
 * each return on the way back costs as much as a dozen instructions.
 */
#ifndef HOST_SYSCALL_H
#define HOST_SYSCALL_H

enum { HOST_SYS_PREAD64 = 17, HOST_SYS_PWRITE64 = 18 }; /* checked in file.c */

/* The result as the kernel has it: a negative errno, errno itself untouched. */
static inline long host_syscall5(long nr, long a, long b, long c, long d, long e)
{
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;

	__asm__ volatile("syscall"
			 : "+a"(nr)
			 : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
			 : "rcx", "r11", "memory");
	return nr;
}

static inline long host_syscall4(long nr, long a, long b, long c, long d)
{
	register long r10 __asm__("r10") = d;

	__asm__ volatile("syscall"
			 : "+a"(nr)
			 : "D"(a), "S"(b), "d"(c), "r"(r10)
			 : "rcx", "r11", "memory");
	return nr;
}

#endif
