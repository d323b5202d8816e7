/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signal structures as the guests lay them out. Masks are 64 bits in both ABIs. */
#ifndef UAPI_SIGNAL_H
#define UAPI_SIGNAL_H

#include <stdint.h>

#define SIG_BLOCK 0
#define SIG_UNBLOCK 1
#define SIG_SETMASK 2

#define MINSIGSTKSZ 2048

struct x64_sigaction {
	uint64_t handler, flags, restorer, mask;
};
_Static_assert(sizeof(struct x64_sigaction) == 32, "kernel_sigaction");

struct i386_sigaction {
	uint32_t handler, flags, restorer;
	uint64_t mask;
} __attribute__((packed));
_Static_assert(sizeof(struct i386_sigaction) == 20, "compat_sigaction");

struct i386_old_sigaction {
	uint32_t handler, mask, flags, restorer;
};

struct x64_stack {
	uint64_t sp;
	int32_t flags, pad;
	uint64_t size;
};
_Static_assert(sizeof(struct x64_stack) == 24, "stack_t");

struct i386_stack {
	uint32_t sp;
	int32_t flags;
	uint32_t size;
};
_Static_assert(sizeof(struct i386_stack) == 12, "compat_stack_t");

#define SI_MAX_SIZE 128
#define KERNEL_SIGINFO_SIZE 48 /* what of it Linux gives a meaning to */

struct x64_siginfo {
	int32_t signo, err, code, pad;
	union {
		uint8_t raw[SI_MAX_SIZE - 16];
		struct {
			int32_t pid;
			uint32_t uid;
			uint64_t value;
		} rt; /* and kill, without value */
		struct {
			int32_t tid, overrun;
			uint64_t value;
			int32_t sys_private;
		} timer;
		struct {
			int32_t pid;
			uint32_t uid;
			int32_t status, pad;
			int64_t utime, stime;
		} chld;
		struct {
			uint64_t addr;
			union {
				int16_t addr_lsb;
				struct {
					uint64_t bounds_pad, lower, upper;
				};
				struct {
					uint64_t pkey_pad;
					uint32_t pkey;
				};
				struct {
					uint64_t perf_data;
					uint32_t perf_type, perf_flags;
				};
			};
		} fault;
		struct {
			int64_t band;
			int32_t fd;
		} poll;
		struct {
			uint64_t call_addr;
			int32_t syscall;
			uint32_t arch;
		} sys;
	};
};
_Static_assert(sizeof(struct x64_siginfo) == SI_MAX_SIZE, "siginfo_t");
_Static_assert(__builtin_offsetof(struct x64_siginfo, fault.upper) == 40, "si_upper");

struct i386_siginfo {
	int32_t signo, err, code;
	union {
		uint8_t raw[SI_MAX_SIZE - 12];
		struct {
			int32_t pid;
			uint32_t uid;
			uint32_t value;
		} rt;
		struct {
			int32_t tid, overrun;
			uint32_t value;
		} timer;
		struct {
			int32_t pid;
			uint32_t uid;
			int32_t status, utime, stime;
		} chld;
		struct {
			uint32_t addr;
			union {
				int16_t addr_lsb;
				struct {
					uint32_t bounds_pad, lower, upper;
				};
				struct {
					uint32_t pkey_pad, pkey;
				};
				struct {
					uint32_t perf_data, perf_type, perf_flags;
				};
			};
		} fault;
		struct {
			int32_t band, fd;
		} poll;
		struct {
			uint32_t call_addr;
			int32_t syscall;
			uint32_t arch;
		} sys;
	};
};
_Static_assert(sizeof(struct i386_siginfo) == SI_MAX_SIZE, "compat_siginfo");
_Static_assert(__builtin_offsetof(struct i386_siginfo, fault.upper) == 24, "compat si_upper");

#define SIGEV_SIGNAL 0
#define SIGEV_NONE 1
#define SIGEV_THREAD 2
#define SIGEV_THREAD_ID 4

struct x64_sigevent {
	uint64_t value;
	int32_t signo, notify, tid, pad[11];
};
_Static_assert(sizeof(struct x64_sigevent) == 64, "sigevent");

struct i386_sigevent {
	uint32_t value;
	int32_t signo, notify, tid, pad[12];
};
_Static_assert(sizeof(struct i386_sigevent) == 64, "compat_sigevent");

#endif
