/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ipc: i386's one number for the calls of System V IPC. What it names may have no routine yet; then
 * the program is told ENOSYS, and what it asked for counts as missed under its own number.
 */
#include "kernel/task.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/ipc.h"

extern const struct syscall sys_semget, sys_semtimedop, sys_semtimedop_time32, sys_compat_semctl, sys_msgget,
	sys_compat_msgsnd, sys_compat_msgrcv, sys_compat_msgctl, sys_compat_shmat, sys_shmdt,
	sys_shmget, sys_compat_shmctl;

#define NR_IPC 117

/* Its own number; ipc's, if the call has none. */
static unsigned number_of(const struct syscall *sys)
{
	unsigned nr = 0;

	while (nr < NR_SYSCALLS && ia32_sys_call_table[nr].sys != sys)
		nr++;
	return nr < NR_SYSCALLS ? nr : NR_IPC;
}

static long call(const struct syscall *sys, uint64_t a0, uint64_t a1, uint64_t a2, uint64_t a3,
		 uint64_t a4)
{
	const uint64_t regs[6] = { a0, a1, a2, a3, a4, 0 };

	if (sys->call)
		return sys->call(regs);
	kernel->missing[0][number_of(sys)]++;
	return -ENOSYS;
}

static long ipc_semctl(int first, int second, uint32_t third, uaddr_t ptr)
{
	uint32_t arg;

	if (!ptr)
		return -EINVAL;
	if (get_user(arg, ptr))
		return -EFAULT;
	return call(&sys_compat_semctl, first, second, third, arg, 0);
}

/* Old callers hand over the buffer's address and the type in a block. */
static long ipc_msgrcv(unsigned version, int first, int second, uint32_t third, uaddr_t ptr,
		       uint32_t fifth)
{
	uint32_t kludge[2]; /* msgp, msgtyp */

	if (first < 0 || second < 0)
		return -EINVAL;
	if (version)
		return call(&sys_compat_msgrcv, first, ptr, second, fifth, third);
	if (!ptr)
		return -EINVAL;
	if (copy_from_user(kludge, ptr, sizeof(kludge)))
		return -EFAULT;
	return call(&sys_compat_msgrcv, first, kludge[0], second, kludge[1], third);
}

/* The address goes to where third points. */
static long ipc_shmat(unsigned version, int first, int second, uint32_t third, uaddr_t ptr)
{
	long address;

	if (version == 1)
		return -EINVAL;
	address = call(&sys_compat_shmat, first, ptr, second, 0, 0);
	return address < 0 ? address : put_user((uint32_t)address, (uaddr_t)third);
}

COMPAT_SYSCALL_DEFINE6(ipc, ipc_op_t, op, int_t, first, int_t, second, u32_t, third, addr_t, ptr,
		       u32_t, fifth)
{
	unsigned version = op >> 16;

	switch (op & 0xffff) {
	case IPC_SEMOP:
		return call(&sys_semtimedop, first, ptr, second, 0, 0);
	case IPC_SEMTIMEDOP:
		return call(&sys_semtimedop_time32, first, ptr, second, fifth, 0);
	case IPC_SEMGET:
		return call(&sys_semget, first, second, third, 0, 0);
	case IPC_SEMCTL:
		return ipc_semctl(first, second, third, ptr);
	case IPC_MSGSND:
		return call(&sys_compat_msgsnd, first, ptr, second, third, 0);
	case IPC_MSGRCV:
		return ipc_msgrcv(version, first, second, third, ptr, fifth);
	case IPC_MSGGET:
		return call(&sys_msgget, first, second, 0, 0, 0);
	case IPC_MSGCTL:
		return call(&sys_compat_msgctl, first, second, ptr, 0, 0);
	case IPC_SHMAT:
		return ipc_shmat(version, first, second, third, ptr);
	case IPC_SHMDT:
		return call(&sys_shmdt, ptr, 0, 0, 0, 0);
	case IPC_SHMGET:
		return call(&sys_shmget, first, (unsigned)second, third, 0, 0);
	case IPC_SHMCTL:
		return call(&sys_compat_shmctl, first, second, ptr, 0, 0);
	}
	return -ENOSYS;
}
