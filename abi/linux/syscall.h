/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a system call is defined. A definition carries its arguments' names and types from one
 * vocabulary (argtypes.def); dispatch, tracer, documentation and tests read the same definition.
 *
 *	SYSCALL_DEFINE3(read, fd_t, fd, uout_t, buf, usize_t, count) { ... }
 *
 * The body is __do_sys_NAME, so that do_NAME (do_mmap, do_signal) stays free for the kernel.
 * A routine returns a result >= 0 or a negative errno; it may leave arguments unused. Arguments arrive as the 64-bit register
 * values of the ABI (i386: zero-extended) and are converted to the C type of their word.
 */
#ifndef ABI_LINUX_SYSCALL_H
#define ABI_LINUX_SYSCALL_H

#include "argtypes.h"

struct syscall_arg {
	const char *name;
	enum argtype type;
};

struct syscall {
	unsigned nargs;
	long (*call)(const uint64_t regs[6]); /* NULL: declared only, -ENOSYS */
	struct syscall_arg args[6];
};

/* One row of a table: the name that Linux gives the number, and who serves it. */
struct sys_entry {
	const char *name; /* NULL: a hole */
	const struct syscall *sys;
};

#define NR_SYSCALLS 463 /* both tables end at 462, as in Linux 6.12 */

extern const struct sys_entry sys_call_table[NR_SYSCALLS];
extern const struct sys_entry ia32_sys_call_table[NR_SYSCALLS];
extern const struct syscall sys_ni_syscall; /* holes: no arguments, -ENOSYS */

#define SC_ARG(t, a) { #a, ARG_##t }

#define SYSCALL_DEFINE0(nm)                                                               \
	static long __do_sys_##nm(void);                                                  \
	static long __call_sys_##nm(__unused const uint64_t *r) { return __do_sys_##nm(); } \
	extern const struct syscall sys_##nm;                                             \
	const struct syscall sys_##nm = { 0, __call_sys_##nm, {} };                       \
	static long __do_sys_##nm(void)

#define SYSCALL_DEFINE1(nm, t0, a0)                                                       \
	static long __do_sys_##nm(t0 a0);                                                 \
	static long __call_sys_##nm(const uint64_t *r) { return __do_sys_##nm((t0)r[0]); } \
	extern const struct syscall sys_##nm;                                             \
	const struct syscall sys_##nm = { 1, __call_sys_##nm, { SC_ARG(t0, a0) } };       \
	static long __do_sys_##nm(__unused t0 a0)

#define SYSCALL_DEFINE2(nm, t0, a0, t1, a1)                                               \
	static long __do_sys_##nm(t0 a0, t1 a1);                                          \
	static long __call_sys_##nm(const uint64_t *r) { return __do_sys_##nm((t0)r[0], (t1)r[1]); } \
	extern const struct syscall sys_##nm;                                             \
	const struct syscall sys_##nm = { 2, __call_sys_##nm, { SC_ARG(t0, a0), SC_ARG(t1, a1) } }; \
	static long __do_sys_##nm(__unused t0 a0, __unused t1 a1)

#define SYSCALL_DEFINE3(nm, t0, a0, t1, a1, t2, a2)                                       \
	static long __do_sys_##nm(t0 a0, t1 a1, t2 a2);                                   \
	static long __call_sys_##nm(const uint64_t *r)                                    \
	{                                                                                 \
		return __do_sys_##nm((t0)r[0], (t1)r[1], (t2)r[2]);                       \
	}                                                                                 \
	extern const struct syscall sys_##nm;                                             \
	const struct syscall sys_##nm = {                                                 \
		3, __call_sys_##nm, { SC_ARG(t0, a0), SC_ARG(t1, a1), SC_ARG(t2, a2) }    \
	};                                                                                \
	static long __do_sys_##nm(__unused t0 a0, __unused t1 a1, __unused t2 a2)

#define SYSCALL_DEFINE4(nm, t0, a0, t1, a1, t2, a2, t3, a3)                               \
	static long __do_sys_##nm(t0 a0, t1 a1, t2 a2, t3 a3);                            \
	static long __call_sys_##nm(const uint64_t *r)                                    \
	{                                                                                 \
		return __do_sys_##nm((t0)r[0], (t1)r[1], (t2)r[2], (t3)r[3]);             \
	}                                                                                 \
	extern const struct syscall sys_##nm;                                             \
	const struct syscall sys_##nm = {                                                 \
		4, __call_sys_##nm,                                                       \
		{ SC_ARG(t0, a0), SC_ARG(t1, a1), SC_ARG(t2, a2), SC_ARG(t3, a3) }        \
	};                                                                                \
	static long __do_sys_##nm(__unused t0 a0, __unused t1 a1, __unused t2 a2, __unused t3 a3)

#define SYSCALL_DEFINE5(nm, t0, a0, t1, a1, t2, a2, t3, a3, t4, a4)                       \
	static long __do_sys_##nm(t0 a0, t1 a1, t2 a2, t3 a3, t4 a4);                     \
	static long __call_sys_##nm(const uint64_t *r)                                    \
	{                                                                                 \
		return __do_sys_##nm((t0)r[0], (t1)r[1], (t2)r[2], (t3)r[3], (t4)r[4]);   \
	}                                                                                 \
	extern const struct syscall sys_##nm;                                             \
	const struct syscall sys_##nm = {                                                 \
		5, __call_sys_##nm,                                                       \
		{ SC_ARG(t0, a0), SC_ARG(t1, a1), SC_ARG(t2, a2), SC_ARG(t3, a3),         \
		  SC_ARG(t4, a4) }                                                        \
	};                                                                                \
	static long __do_sys_##nm(__unused t0 a0, __unused t1 a1, __unused t2 a2,         \
				  __unused t3 a3, __unused t4 a4)

#define SYSCALL_DEFINE6(nm, t0, a0, t1, a1, t2, a2, t3, a3, t4, a4, t5, a5)               \
	static long __do_sys_##nm(t0 a0, t1 a1, t2 a2, t3 a3, t4 a4, t5 a5);              \
	static long __call_sys_##nm(const uint64_t *r)                                    \
	{                                                                                 \
		return __do_sys_##nm((t0)r[0], (t1)r[1], (t2)r[2], (t3)r[3], (t4)r[4], (t5)r[5]); \
	}                                                                                 \
	extern const struct syscall sys_##nm;                                             \
	const struct syscall sys_##nm = {                                                 \
		6, __call_sys_##nm,                                                       \
		{ SC_ARG(t0, a0), SC_ARG(t1, a1), SC_ARG(t2, a2), SC_ARG(t3, a3),         \
		  SC_ARG(t4, a4), SC_ARG(t5, a5) }                                        \
	};                                                                                \
	static long __do_sys_##nm(__unused t0 a0, __unused t1 a1, __unused t2 a2,         \
				  __unused t3 a3, __unused t4 a4, __unused t5 a5)

/* i386 forms: where a layout, a width or a sign differs. Named compat_xyz in the tables. */
#define COMPAT_SYSCALL_DEFINE0(nm) SYSCALL_DEFINE0(compat_##nm)
#define COMPAT_SYSCALL_DEFINE1(nm, ...) SYSCALL_DEFINE1(compat_##nm, __VA_ARGS__)
#define COMPAT_SYSCALL_DEFINE2(nm, ...) SYSCALL_DEFINE2(compat_##nm, __VA_ARGS__)
#define COMPAT_SYSCALL_DEFINE3(nm, ...) SYSCALL_DEFINE3(compat_##nm, __VA_ARGS__)
#define COMPAT_SYSCALL_DEFINE4(nm, ...) SYSCALL_DEFINE4(compat_##nm, __VA_ARGS__)
#define COMPAT_SYSCALL_DEFINE5(nm, ...) SYSCALL_DEFINE5(compat_##nm, __VA_ARGS__)
#define COMPAT_SYSCALL_DEFINE6(nm, ...) SYSCALL_DEFINE6(compat_##nm, __VA_ARGS__)

#endif
