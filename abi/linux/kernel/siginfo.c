/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siginfo in the guests' layouts: which fields mean something depends on signal and code. */
#include <stddef.h>
#include <string.h>
#include "kernel/internal.h"
#include "uaccess.h"
#include "uapi/signal.h"
#include "uapi/signalfd.h"

enum layout {
	LAYOUT_KILL, LAYOUT_RT, LAYOUT_TIMER, LAYOUT_CHLD, LAYOUT_FAULT, LAYOUT_POLL, LAYOUT_SYS,
	/* Faults that say more than where; of ring3's own none does. */
	LAYOUT_MEMORY_ERROR, LAYOUT_BOUNDS, LAYOUT_PROTECTION_KEY, LAYOUT_PERF
};

#define BUS_MCEERR_AR 4
#define BUS_MCEERR_AO 5
#define SEGV_BNDERR 3
#define SEGV_PKUERR 4
#define TRAP_PERF 6

#define NSIGPOLL 6
#define NSEC_PER_CLOCK 10000000 /* of si_utime and si_stime */

/* The codes that a signal defines for itself: 1 to limit. */
static const struct {
	uint8_t limit;
	enum layout layout;
} by_signal[SIGRTMIN] = {
	[SIGILL] = { 11, LAYOUT_FAULT }, [SIGFPE] = { 15, LAYOUT_FAULT },
	[SIGSEGV] = { 10, LAYOUT_FAULT }, [SIGBUS] = { 5, LAYOUT_FAULT },
	[SIGTRAP] = { 6, LAYOUT_FAULT },  [SIGCHLD] = { 6, LAYOUT_CHLD },
	[SIGIO] = { NSIGPOLL, LAYOUT_POLL }, [SIGSYS] = { 2, LAYOUT_SYS },
};

static enum layout fault_layout(int sig, int code)
{
	if (sig == SIGBUS && (code == BUS_MCEERR_AR || code == BUS_MCEERR_AO))
		return LAYOUT_MEMORY_ERROR;
	if (sig == SIGSEGV && code == SEGV_BNDERR)
		return LAYOUT_BOUNDS;
	if (sig == SIGSEGV && code == SEGV_PKUERR)
		return LAYOUT_PROTECTION_KEY;
	return sig == SIGTRAP && code == TRAP_PERF ? LAYOUT_PERF : LAYOUT_FAULT;
}

/* siginfo_layout() of kernel/signal.c. */
static enum layout layout_of(int sig, int code)
{
	if (code > SI_USER && code < SI_KERNEL) {
		if (sig > 0 && sig < SIGRTMIN && code <= by_signal[sig].limit)
			return by_signal[sig].layout == LAYOUT_FAULT ? fault_layout(sig, code)
								     : by_signal[sig].layout;
		return code <= NSIGPOLL ? LAYOUT_POLL : LAYOUT_KILL;
	}
	if (code == SI_TIMER)
		return LAYOUT_TIMER;
	if (code == SI_SIGIO)
		return LAYOUT_POLL;
	return code < 0 ? LAYOUT_RT : LAYOUT_KILL;
}

/* Does Linux know what such a signal carries? Else the rest of the structure must be zero. */
static bool layout_known(int sig, int code)
{
	if (code == SI_KERNEL)
		return true;
	if (code > SI_USER) {
		if (sig > 0 && sig < SIGRTMIN && by_signal[sig].limit)
			return code <= by_signal[sig].limit;
		return code <= NSIGPOLL;
	}
	return code >= SI_DETHREAD || code == SI_ASYNCNL;
}

/* The ABIs name the fields alike; widths and places differ. */
#define DEFINE_PACK(linkage, name, type)                                                \
	linkage void name(type *s, const struct ksiginfo *info)                         \
	{                                                                               \
		memset(s, 0, sizeof(*s));                                               \
		s->signo = info->signo;                                                 \
		s->err = info->err;                                                     \
		s->code = info->code;                                                   \
		switch (layout_of(info->signo, info->code)) {                           \
		case LAYOUT_RT:                                                         \
			s->rt.value = info->value;                                      \
			__attribute__((fallthrough));                                   \
		case LAYOUT_KILL:                                                       \
			s->rt.pid = info->pid;                                          \
			s->rt.uid = info->uid;                                          \
			break;                                                          \
		case LAYOUT_TIMER:                                                      \
			s->timer.tid = info->timerid;                                   \
			s->timer.overrun = info->overrun;                               \
			s->timer.value = info->value;                                   \
			break;                                                          \
		case LAYOUT_CHLD:                                                       \
			s->chld.pid = info->pid;                                        \
			s->chld.uid = info->uid;                                        \
			s->chld.status = info->status;                                  \
			s->chld.utime = info->utime / NSEC_PER_CLOCK;                   \
			s->chld.stime = info->stime / NSEC_PER_CLOCK;                   \
			break;                                                          \
		case LAYOUT_FAULT:                                                      \
			s->fault.addr = info->addr;                                     \
			break;                                                          \
		case LAYOUT_MEMORY_ERROR:                                               \
			s->fault.addr = info->addr;                                     \
			s->fault.addr_lsb = info->addr_lsb;                             \
			break;                                                          \
		case LAYOUT_BOUNDS:                                                     \
			s->fault.addr = info->addr;                                     \
			s->fault.lower = info->lower;                                   \
			s->fault.upper = info->upper;                                   \
			break;                                                          \
		case LAYOUT_PROTECTION_KEY:                                             \
			s->fault.addr = info->addr;                                     \
			s->fault.pkey = info->pkey;                                     \
			break;                                                          \
		case LAYOUT_PERF:                                                       \
			s->fault.addr = info->addr;                                     \
			s->fault.perf_data = info->perf_data;                           \
			s->fault.perf_type = info->perf_type;                           \
			s->fault.perf_flags = info->perf_flags;                         \
			break;                                                          \
		case LAYOUT_POLL:                                                       \
			s->poll.band = info->band;                                      \
			s->poll.fd = info->fd;                                          \
			break;                                                          \
		case LAYOUT_SYS:                                                        \
			s->sys.call_addr = info->call_addr;                             \
			s->sys.syscall = info->syscall;                                 \
			s->sys.arch = info->arch;                                       \
			break;                                                          \
		}                                                                       \
	}

DEFINE_PACK(static, x64_pack_fields, struct x64_siginfo)
DEFINE_PACK(extern, ia32_pack_siginfo, struct i386_siginfo)

#define RAW_OFFSET (offsetof(struct x64_siginfo, code) + sizeof(int32_t))
_Static_assert(RAW_OFFSET + SIGINFO_RAW_SIZE == KERNEL_SIGINFO_SIZE, "all that a queue keeps");

void x64_pack_siginfo(struct x64_siginfo *s, const struct ksiginfo *info)
{
	x64_pack_fields(s, info);
	if (info->has_raw)
		memcpy((uint8_t *)s + RAW_OFFSET, info->raw, sizeof(info->raw));
}

int copy_siginfo_to_user(uaddr_t to, const struct ksiginfo *info)
{
	union {
		struct x64_siginfo x64;
		struct i386_siginfo i386;
	} s;

	if (in_compat_syscall())
		ia32_pack_siginfo(&s.i386, info);
	else
		x64_pack_siginfo(&s.x64, info);
	return copy_to_user(to, &s, sizeof(s)) ? -EFAULT : 0;
}

void pack_signalfd_siginfo(struct signalfd_siginfo *s, const struct ksiginfo *info)
{
	memset(s, 0, sizeof(*s));
	s->signo = info->signo;
	s->err = info->err;
	s->code = info->code;
	switch (layout_of(info->signo, info->code)) {
	case LAYOUT_RT:
		s->value_ptr = info->value;
		s->value_int = info->value;
		__attribute__((fallthrough));
	case LAYOUT_KILL:
		s->pid = info->pid;
		s->uid = info->uid;
		break;
	case LAYOUT_TIMER:
		s->tid = info->timerid;
		s->overrun = info->overrun;
		s->value_ptr = info->value;
		s->value_int = info->value;
		break;
	case LAYOUT_CHLD:
		s->pid = info->pid;
		s->uid = info->uid;
		s->status = info->status;
		s->utime = info->utime / NSEC_PER_CLOCK;
		s->stime = info->stime / NSEC_PER_CLOCK;
		break;
	case LAYOUT_MEMORY_ERROR:
		s->addr_lsb = (uint16_t)info->addr_lsb;
		__attribute__((fallthrough));
	case LAYOUT_FAULT: /* what comes with others has no place here */
	case LAYOUT_BOUNDS:
	case LAYOUT_PROTECTION_KEY:
	case LAYOUT_PERF:
		s->addr = info->addr;
		break;
	case LAYOUT_POLL:
		s->band = info->band;
		s->fd = info->fd;
		break;
	case LAYOUT_SYS:
		s->call_addr = info->call_addr;
		s->syscall = info->syscall;
		s->arch = info->arch;
		break;
	}
}

#define DEFINE_UNPACK(name, type)                                                       \
	static void name(struct ksiginfo *info, const type *s)                          \
	{                                                                               \
		switch (layout_of(info->signo, info->code)) {                           \
		case LAYOUT_RT:                                                         \
			info->value = s->rt.value;                                      \
			__attribute__((fallthrough));                                   \
		case LAYOUT_KILL:                                                       \
			info->pid = s->rt.pid;                                          \
			info->uid = s->rt.uid;                                          \
			break;                                                          \
		case LAYOUT_TIMER:                                                      \
			info->timerid = s->timer.tid;                                   \
			info->overrun = s->timer.overrun;                               \
			info->value = s->timer.value;                                   \
			break;                                                          \
		case LAYOUT_CHLD:                                                       \
			info->pid = s->chld.pid;                                        \
			info->uid = s->chld.uid;                                        \
			info->status = s->chld.status;                                  \
			info->utime = (uint64_t)s->chld.utime * NSEC_PER_CLOCK;         \
			info->stime = (uint64_t)s->chld.stime * NSEC_PER_CLOCK;         \
			break;                                                          \
		case LAYOUT_FAULT:                                                      \
			info->addr = s->fault.addr;                                     \
			break;                                                          \
		case LAYOUT_MEMORY_ERROR:                                               \
			info->addr = s->fault.addr;                                     \
			info->addr_lsb = s->fault.addr_lsb;                             \
			break;                                                          \
		case LAYOUT_BOUNDS:                                                     \
			info->addr = s->fault.addr;                                     \
			info->lower = s->fault.lower;                                   \
			info->upper = s->fault.upper;                                   \
			break;                                                          \
		case LAYOUT_PROTECTION_KEY:                                             \
			info->addr = s->fault.addr;                                     \
			info->pkey = s->fault.pkey;                                     \
			break;                                                          \
		case LAYOUT_PERF:                                                       \
			info->addr = s->fault.addr;                                     \
			info->perf_data = s->fault.perf_data;                           \
			info->perf_type = s->fault.perf_type;                           \
			info->perf_flags = s->fault.perf_flags;                         \
			break;                                                          \
		case LAYOUT_POLL:                                                       \
			info->band = s->poll.band;                                      \
			info->fd = s->poll.fd;                                          \
			break;                                                          \
		case LAYOUT_SYS:                                                        \
			info->call_addr = s->sys.call_addr;                             \
			info->syscall = s->sys.syscall;                                 \
			info->arch = s->sys.arch;                                       \
			break;                                                          \
		}                                                                       \
	}

DEFINE_UNPACK(x64_unpack_siginfo, struct x64_siginfo)
DEFINE_UNPACK(ia32_unpack_siginfo, struct i386_siginfo)

static bool all_zero(const uint8_t *p, size_t n)
{
	while (n--)
		if (*p++)
			return false;
	return true;
}

/* The caller's sig replaces the one in the structure. 0, -EFAULT or -E2BIG. */
int copy_siginfo_from_user(struct ksiginfo *info, uaddr_t from, int sig)
{
	bool compat = in_compat_syscall();
	union {
		struct x64_siginfo x64;
		struct i386_siginfo i386;
		uint8_t bytes[SI_MAX_SIZE];
	} s = {};

	if (copy_from_user(&s, from, compat ? SI_MAX_SIZE : KERNEL_SIGINFO_SIZE))
		return -EFAULT;
	*info = (struct ksiginfo){ .signo = sig, .err = s.x64.err, .code = s.x64.code };
	if (compat) {
		ia32_unpack_siginfo(info, &s.i386);
		return 0;
	}
	x64_unpack_siginfo(info, &s.x64);
	info->has_raw = true;
	memcpy(info->raw, s.bytes + RAW_OFFSET, sizeof(info->raw));
	if (!layout_known(sig, info->code)) {
		if (copy_from_user(s.bytes, from + KERNEL_SIGINFO_SIZE,
				   SI_MAX_SIZE - KERNEL_SIGINFO_SIZE))
			return -EFAULT;
		if (!all_zero(s.bytes, SI_MAX_SIZE - KERNEL_SIGINFO_SIZE))
			return -E2BIG;
	}
	return 0;
}
