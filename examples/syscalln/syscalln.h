/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * _syscall0 to _syscall6: stubs for system calls, as old headers of Linux had them.
 *
 *	_syscall3(ssize_t, write, int, fd, const void *, buf, size_t, count)
 *
 * defines write(). The kernel answers -4095 to -1 for an error, and everything else is a result:
 * the stub stores the first kind in errno and returns -1.
 *
 * TRAP_SYSENTER, defined before this file is included, takes sysenter instead of int $0x80;
 * 64-bit programs trap by syscall. Numbers are those of <asm/unistd.h>: the program's own ABI's.
 */
#ifndef SYSCALLN_H
#define SYSCALLN_H

#include <asm/unistd.h>
#include <errno.h>

static inline long syscalln_result(unsigned long r)
{
	if (r < -4095ul)
		return (long)r;
	errno = -(int)r;
	return -1;
}

#ifdef __x86_64__

static inline long syscalln(long nr, long a, long b, long c, long d, long e, long f)
{
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;

	__asm__ volatile("syscall"
			 : "+a"(nr)
			 : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return syscalln_result((unsigned long)nr);
}

#else

/*
 * ebp holds the sixth argument and the compiler's frame: so the arguments are handed over in
 * memory, and every register but eax is put back.
 */
#ifdef TRAP_SYSENTER
#define SYSCALLN_TRAP              \
	"call 1f\n\t"              \
	"jmp 2f\n"                 \
	"1:\tpush %%ecx\n\t"       \
	"push %%edx\n\t"           \
	"push %%ebp\n\t"           \
	"mov %%esp, %%ebp\n\t"     \
	"sysenter\n"               \
	"2:\n\t"
#else
#define SYSCALLN_TRAP "int $0x80\n\t"
#endif

static inline long syscalln(long nr, long a, long b, long c, long d, long e, long f)
{
	long args[] = { a, b, c, d, e, f }, *at = args;

	__asm__ volatile("push %%ebp\n\t"
			 "push %%ebx\n\t"
			 "push %%esi\n\t"
			 "push %%edi\n\t"
			 "mov 0(%%ecx), %%ebx\n\t"
			 "mov 8(%%ecx), %%edx\n\t"
			 "mov 12(%%ecx), %%esi\n\t"
			 "mov 16(%%ecx), %%edi\n\t"
			 "mov 20(%%ecx), %%ebp\n\t"
			 "mov 4(%%ecx), %%ecx\n\t"
			 SYSCALLN_TRAP
			 "pop %%edi\n\t"
			 "pop %%esi\n\t"
			 "pop %%ebx\n\t"
			 "pop %%ebp"
			 : "+a"(nr), "+c"(at)
			 :
			 : "edx", "memory", "cc");
	return syscalln_result((unsigned long)nr);
}

#endif

#define SYSCALLN(type, name, params, ...)                     \
	type name params                                      \
	{                                                     \
		return (type)syscalln(__NR_##name, __VA_ARGS__); \
	}
#define _syscall0(type, name) SYSCALLN(type, name, (void), 0, 0, 0, 0, 0, 0)
#define _syscall1(type, name, ta, a) SYSCALLN(type, name, (ta a), (long)a, 0, 0, 0, 0, 0)
#define _syscall2(type, name, ta, a, tb, b) \
	SYSCALLN(type, name, (ta a, tb b), (long)a, (long)b, 0, 0, 0, 0)
#define _syscall3(type, name, ta, a, tb, b, tc, c) \
	SYSCALLN(type, name, (ta a, tb b, tc c), (long)a, (long)b, (long)c, 0, 0, 0)
#define _syscall4(type, name, ta, a, tb, b, tc, c, td, d) \
	SYSCALLN(type, name, (ta a, tb b, tc c, td d), (long)a, (long)b, (long)c, (long)d, 0, 0)
#define _syscall5(type, name, ta, a, tb, b, tc, c, td, d, te, e)                             \
	SYSCALLN(type, name, (ta a, tb b, tc c, td d, te e), (long)a, (long)b, (long)c, (long)d, \
		 (long)e, 0)
#define _syscall6(type, name, ta, a, tb, b, tc, c, td, d, te, e, tf, f)                      \
	SYSCALLN(type, name, (ta a, tb b, tc c, td d, te e, tf f), (long)a, (long)b, (long)c,    \
		 (long)d, (long)e, (long)f)

#endif
