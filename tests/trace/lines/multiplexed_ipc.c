/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ipc of i386: its arguments in the order of the calls that they are for.
 *
 *	bits: 32
 */
#include "lines.h"

int main(void)
{
	long r;

	r = syscall(SYS_ipc, 1, -1, 2, 3, 16, 5);
	expect("semop(-1, 0x10, 2) = %s", result(r));
	r = syscall(SYS_ipc, 2, 0x1234, -1, 07, 0, 0);
	expect("semget(0x1234, -1, 007) = %s", result(r));
	r = syscall(SYS_ipc, 3, -1, 1, 12, 16, 0);
	expect("semctl(-1, 1, GETVAL, 0x10) = %s", result(r));
	r = syscall(SYS_ipc, 11, -1, 5, 04000, 16, 0);
	expect("msgsnd(-1, 0x10, 5, IPC_NOWAIT) = %s", result(r));
	r = syscall(SYS_ipc, 12 | 1 << 16, -1, 5, 04000, 16, 9);
	expect("msgrcv(-1, 0x10, 5, 9, IPC_NOWAIT) = %s", result(r));
	r = syscall(SYS_ipc, 22, 0, 0, 0, 1, 0);
	expect("shmdt(0x1) = %s", result(r));
	r = syscall(SYS_ipc, 24, -1, 0x100, 0, 16, 0);
	expect("shmctl(-1, IPC_64|IPC_RMID, 0x10) = %s", result(r));
	r = syscall(SYS_ipc, 77, 1, 2, 3, 4, 5);
	expect("ipc(77, 0x1, 0x2, 0x3, 0x4, 0x5) = %s", result(r));
	r = syscall(SYS_ipc, 1 << 16 | 99, 1, 2, 3, 4, 5);
	expect("ipc(1<<16|99, 0x1, 0x2, 0x3, 0x4, 0x5) = %s", result(r));
	return 0;
}
