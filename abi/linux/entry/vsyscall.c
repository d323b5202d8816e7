/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The vsyscall page of 64-bit programs, which those linked before there was a vDSO call at fixed
 * addresses. Nothing is mapped there (as with vsyscall=xonly, Linux's default): the fetch faults
 * and the call is done in its place (arch/x86/entry/vsyscall/vsyscall_64.c).
 */
#include "entry/entry.h"
#include "kernel/internal.h"
#include "kernel/signal.h"
#include "mm/mm.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/time.h"

#define VSYSCALL_NUMBER 0xc00ull /* in the address: bits 10 and 11 */
#define PF_WRITE_USER 6u

extern const struct syscall sys_gettimeofday, sys_time, sys_getcpu;

static const struct {
	const struct syscall *sys;
	size_t size[2]; /* of what the arguments point to */
} calls[] = {
	{ &sys_gettimeofday, { sizeof(struct x64_timeval), sizeof(struct linux_timezone) } },
	{ &sys_time, { sizeof(int64_t), 0 } },
	{ &sys_getcpu, { sizeof(uint32_t), sizeof(uint32_t) } },
};

/* Linux looks at the ranges itself, and says of one that cannot be what a write there would. */
static bool writable(struct task *t, uaddr_t to, size_t size)
{
	struct ksiginfo info = { .signo = SIGSEGV, .code = SEGV_MAPERR, .addr = to };

	if (!to || !size || access_ok(to, size))
		return true;
	t->trap_nr = CPU_VEC_PF;
	t->error_code = PF_WRITE_USER;
	t->cr2 = to;
	force_sig_info(&info);
	return false;
}

bool serve_vsyscall(struct task *t, uaddr_t at)
{
	uint64_t args[6] = { task_get_reg(t, CPU_RDI), task_get_reg(t, CPU_RSI) };
	uint64_t sp = task_get_reg(t, CPU_RSP), back;
	unsigned nr = (at & VSYSCALL_NUMBER) >> 10;
	long ret;

	if ((at & PAGE_MASK) != VSYSCALL_PAGE || !t->image->is_64bit)
		return false;
	if (at & ~(PAGE_MASK | VSYSCALL_NUMBER) || nr >= ARRAY_SIZE(calls) || get_user(back, sp)) {
		force_sig(SIGSEGV);
		return true;
	}
	if (!writable(t, args[0], calls[nr].size[0]) || !writable(t, args[1], calls[nr].size[1]))
		return true;
	ret = calls[nr].sys->call(args);
	if (ret == -EFAULT) {
		force_sig(SIGSEGV);
		return true;
	}
	task_set_reg(t, CPU_RAX, (uint64_t)ret);
	task_set_reg(t, CPU_RIP, back);
	task_set_reg(t, CPU_RSP, sp + sizeof(back));
	return true;
}
